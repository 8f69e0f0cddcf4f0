//! The list: the search box, the rows, and what is said when there are none.

use egui::{Frame, Id, Margin, Panel, Stroke, TextEdit, Ui};

use super::widgets::{ButtonKind, Piece, icon, icon_button, line, virtual_rows};
use super::{empty, row, selection_bar, theme};
use crate::inbox::{Action, Inbox, Motion};

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
    selection_bar::draw(ui, inbox, edge, actions);
    selection_bar::progress(ui, inbox, actions);
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
    let (rect, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 34.0), egui::Sense::hover());
    let edge = if is_focused { palette.accent } else { palette.hairline };
    let radius = egui::CornerRadius::same(theme::RADIUS + 1);
    ui.painter().rect(rect, radius, palette.background, Stroke::new(1.0, edge), egui::StrokeKind::Inside);
    let at = egui::pos2(rect.left() + 18.0, rect.center().y);
    ui.painter().text(at, egui::Align2::CENTER_CENTER, icon::SEARCH, theme::icons(17.0), palette.second);
    let is_typed = !inbox.search.is_empty();
    let right = if is_typed || is_focused { 34.0 } else { 56.0 };
    let inner = egui::Rect::from_min_max(rect.min + egui::vec2(34.0, 0.0), rect.max - egui::vec2(right, 0.0));
    let field = TextEdit::singleline(&mut words)
        .id(id)
        .frame(Frame::NONE)
        .font(theme::regular(theme::BODY))
        .align(egui::Align2::LEFT_CENTER)
        .hint_text(egui::RichText::new("Search calls").color(palette.second))
        .desired_width(inner.width());
    let response = ui.put(inner, field).accessible_name("Search calls");
    if inbox.focus_search {
        response.request_focus();
        actions.push(Action::SearchFocused);
    }
    if response.has_focus() {
        for (key, motion) in [(egui::Key::ArrowDown, Motion::Down), (egui::Key::ArrowUp, Motion::Up)] {
            if ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key)) {
                actions.push(Action::Move(motion));
            }
        }
        if ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape)) {
            response.surrender_focus();
            words.clear();
        }
    }
    if is_typed {
        let close =
            egui::Rect::from_center_size(egui::pos2(rect.right() - 18.0, rect.center().y), egui::Vec2::splat(32.0));
        let clear = ui.scope_builder(egui::UiBuilder::new().max_rect(close), |ui| {
            icon_button(ui, ButtonKind::Quiet, icon::CLOSE, false, palette.second, "Clear the search (Esc)")
        });
        if clear.inner.clicked() {
            words.clear();
        }
    } else if !is_focused {
        let keys = if cfg!(target_os = "macos") { "⌘ K" } else { "Ctrl K" };
        let at = egui::pos2(rect.right() - 12.0, rect.center().y);
        ui.painter().text(at, egui::Align2::RIGHT_CENTER, keys, theme::regular(11.0), palette.second);
    }
    if words != inbox.search {
        actions.push(Action::Search(words));
    }
}

fn rows(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    row::follow_keyboard(ui, actions);
    ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
    let list = &inbox.list;
    if let Some(text) = inbox.strip_above() {
        let (rect, _) =
            ui.allocate_exact_size(egui::vec2(ui.available_width(), theme::STRIP_HEIGHT), egui::Sense::hover());
        strip(ui, &text, rect);
    }
    let has_strip = |position: usize| inbox.strip_below(position).is_some();
    let sight = virtual_rows(ui, list.len(), theme::ROW_HEIGHT, list.top(), has_strip, |ui, piece, rect| match piece {
        Piece::Row(position) => {
            if let Some(slot) = list.slot(position) {
                row::draw(ui, inbox, slot, rect, actions);
            }
        }
        Piece::StripBelow(position) => {
            if let Some(text) = inbox.strip_below(position) {
                strip(ui, &text, rect);
            }
        }
    });
    if let Some(top) = sight.scrolled_to {
        actions.push(Action::ListScrolled { top });
    }
    actions.push(Action::RowsShown { first: sight.first, end: sight.end, page: sight.page });
}

/// A time in which calls could not reach us.
fn strip(ui: &mut Ui, text: &str, rect: egui::Rect) {
    let palette = theme::palette(ui);
    ui.painter().rect_filled(rect, egui::CornerRadius::ZERO, palette.background);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, palette.hairline));
    let at = egui::pos2(rect.left() + 18.0, rect.center().y);
    ui.painter().text(at, egui::Align2::CENTER_CENTER, icon::GAP, theme::icons(15.0), palette.second);
    let galley = line(ui, text, theme::regular(theme::SMALL), palette.second, rect.width() - 46.0);
    ui.painter().galley(
        egui::pos2(rect.left() + 32.0, rect.center().y - galley.size().y / 2.0),
        galley,
        palette.second,
    );
    let response = ui.interact(rect, ui.scope_id().with(("strip", text)), egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, text));
    response.on_hover_text(format!("{text}.\nThe platform sends each call once: what it sent in this time is lost."));
}
