//! The list: the search box, the rows, and what is said when there are none.

use egui::{Frame, Id, Margin, Panel, Stroke, TextEdit, Ui};

use super::widgets::{ButtonKind, button, icon, virtual_rows};
use super::{empty, row, theme};
use crate::inbox::{Action, Inbox};

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let edge = ui.max_rect();
    Panel::top("search")
        .show_separator_line(false)
        .frame(Frame::new().fill(palette.panel).inner_margin(Margin { left: 12, right: 13, top: 12, bottom: 10 }))
        .show(ui, |ui| {
            search(ui, inbox, actions);
            let rect = ui.max_rect();
            ui.painter().hline(edge.x_range(), rect.bottom() + 9.5, Stroke::new(1.0, palette.hairline));
        });
    if let Some(failure) = inbox.list.failure() {
        if empty::list_failed(ui, failure) {
            actions.push(Action::Reload);
        }
    } else if inbox.list.is_empty() {
        empty::list(ui, inbox);
    } else {
        rows(ui, inbox, actions);
    }
    ui.painter().vline(edge.right() - 0.5, edge.y_range(), Stroke::new(1.0, palette.hairline));
}

fn search(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let id = Id::unique("search box");
    let mut words = inbox.search.clone();
    let is_focused = ui.memory(|memory| memory.has_focus(id));
    Frame::new()
        .fill(palette.background)
        .stroke(Stroke::new(1.0, if is_focused { palette.accent } else { palette.hairline }))
        .corner_radius(theme::RADIUS + 1)
        .inner_margin(Margin { left: 10, right: 6, top: 0, bottom: 0 })
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.set_height(32.0);
                ui.label(egui::RichText::new(icon::SEARCH).font(theme::icons(17.0)).color(palette.second));
                let width = ui.available_width() - if words.is_empty() { 62.0 } else { 30.0 };
                let field = TextEdit::singleline(&mut words)
                    .id(id)
                    .frame(Frame::NONE)
                    .background_color(palette.background)
                    .font(theme::regular(theme::BODY))
                    .hint_text(egui::RichText::new("Search calls").color(palette.second))
                    .desired_width(width);
                let response = ui.add(field).accessible_name("Search calls");
                if inbox.focus_search {
                    response.request_focus();
                    actions.push(Action::SearchFocused);
                }
                if response.has_focus() {
                    let (down, up) = ui.input_mut(|input| {
                        (
                            input.consume_key(egui::Modifiers::NONE, egui::Key::ArrowDown),
                            input.consume_key(egui::Modifiers::NONE, egui::Key::ArrowUp),
                        )
                    });
                    if down {
                        actions.push(Action::Move(crate::inbox::Motion::Down));
                    }
                    if up {
                        actions.push(Action::Move(crate::inbox::Motion::Up));
                    }
                }
                if inbox.search.is_empty() {
                    let keys = if cfg!(target_os = "macos") { "⌘ K" } else { "Ctrl K" };
                    if ui.available_width() > 30.0 && !is_focused {
                        ui.label(egui::RichText::new(keys).font(theme::regular(11.0)).color(palette.second));
                    }
                } else if button(ui, ButtonKind::Quiet, icon::CLOSE)
                    .accessible_name("Clear the search")
                    .on_hover_text("Clear the search (Esc)")
                    .clicked()
                {
                    words.clear();
                }
            });
        });
    if words != inbox.search {
        actions.push(Action::Search(words));
    }
}

fn rows(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
    let list = &inbox.list;
    let sight = virtual_rows(ui, list.len(), theme::ROW_HEIGHT, list.top(), |ui, position, rect| {
        if let Some(slot) = list.slot(position) {
            row::draw(ui, inbox, slot, rect, actions);
        }
    });
    if let Some(top) = sight.scrolled_to {
        actions.push(Action::ListScrolled { top });
    }
    actions.push(Action::RowsShown { first: sight.first, end: sight.end, page: sight.page });
}
