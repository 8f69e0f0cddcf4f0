//! The list: the search box, the rows, how one comes or goes, and what is said when there are none.

use egui::{Frame, Id, Margin, Panel, Ui};

use super::widgets::{Piece, Shift, VirtualRows, icon, line, moving_rows};
use super::{empty, filters, row, search, selection_bar, theme};
use crate::call::Seq;
use crate::inbox::{Action, Inbox};

/// How long a row takes to come or go, in seconds.
const STEP_TIME: f64 = 0.12;

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let edge = ui.max_rect();
    Panel::top("search")
        .show_separator_line(false)
        .frame(Frame::new().fill(palette.panel).inner_margin(Margin { left: 12, right: 13, top: 12, bottom: 8 }))
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
        empty::list(ui, inbox, actions);
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
        bar_name: say!("Scroll the calls"),
    };
    let moving = moving(ui, inbox, rows.height);
    let shift = moving.map(|(shift, _)| shift);
    let sight = moving_rows(ui, &rows, shift, has_strip, |ui, piece, rect| match piece {
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
        Piece::Gone => {
            if let Some(row) = moving.and_then(|(_, seq)| list.row(seq)) {
                row::leaving(ui, inbox, row, rect);
            }
        }
    });
    if let Some(top) = sight.scrolled_to {
        actions.push(Action::ListScrolled { top });
    }
    actions.push(Action::RowsShown { first: sight.first, end: sight.end, page: sight.page });
}

/// What is noted of the last row that came or went: which it was, when, and in which frame the list was last drawn.
#[derive(Debug, Clone, Copy)]
struct Seen {
    number: u64,
    at: f64,
    frame: u64,
}

/// How far rows are still on their way because one came or went, and which one did. Asks for frames as long as they are.
fn moving(ui: &Ui, inbox: &Inbox, height: f32) -> Option<(Shift, Seq)> {
    let id = Id::unique("the last row that came or went");
    let (now, frame) = (ui.input(|input| input.time), ui.ctx().cumulative_frame_nr());
    let step = inbox.list.last_step();
    let before = ui.data(|data| data.get_temp::<Seen>(id));
    let known = before.map_or(0, |seen| seen.number);
    let number = step.map_or(known, |step| step.number);
    // A burst, and what happened while the list was not in sight, is simply there.
    let is_new = before.is_some_and(|seen| seen.number + 1 == number && frame - seen.frame <= 1);
    let at = match before {
        Some(seen) if seen.number == number => seen.at,
        _ if is_new => now,
        _ => f64::NEG_INFINITY,
    };
    ui.data_mut(|data| data.insert_temp(id, Seen { number, at, frame }));
    let left = 1.0 - ((now - at) / STEP_TIME).min(1.0) as f32;
    let step = step.filter(|_| left > 0.0 && !inbox.is_still())?;
    ui.ctx().request_repaint();
    // Quick at first, then slower.
    let by = height * left * left * if step.has_come { -1.0 } else { 1.0 };
    Some((Shift { from: step.position, by }, step.seq))
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
    response.on_hover_text(say!(
        "{text}.\nThe platform sends each call once: what it sent in this time is lost.",
        text = text
    ));
}
