//! The list: the search box, the rows, and what is said when there are none.

use egui::{Frame, Margin, Panel, Ui};

use super::widgets::{Piece, VirtualRows, icon, line, virtual_rows};
use super::{empty, filters, row, search, selection_bar, theme};
use crate::inbox::{Action, Inbox, SearchAction};

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let edge = ui.max_rect();
    Panel::top("search")
        .show_separator_line(false)
        .frame(Frame::new().fill(palette.panel).inner_margin(Margin { left: 12, right: 13, top: 12, bottom: 7 }))
        .show(ui, |ui| {
            search::draw(ui, inbox, actions);
            filters::draw(ui, inbox, actions);
        });
    let below = ui.available_rect_before_wrap().top() - 0.5;
    ui.painter().hline(edge.x_range(), below, theme::hairline(ui));
    selection_bar::draw(ui, inbox, edge, actions);
    selection_bar::progress(ui, inbox, actions);
    if let Some(failure) = inbox.list.failure() {
        if empty::list_failed(ui, failure) {
            actions.push(Action::Reload);
        }
    } else if inbox.list.is_empty() {
        if empty::list(ui, inbox) {
            actions.push(Action::SearchBox(SearchAction::Everywhere));
        }
    } else {
        rows(ui, inbox, actions);
    }
    ui.painter().vline(edge.right() - 0.5, edge.y_range(), theme::hairline(ui));
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
    let rows = VirtualRows {
        count: list.len(),
        height: theme::row_height(inbox.looks.density),
        top: list.top(),
        bar_name: "Scroll the calls",
    };
    let sight = virtual_rows(ui, &rows, has_strip, |ui, piece, rect| match piece {
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
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, theme::hairline(ui));
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
