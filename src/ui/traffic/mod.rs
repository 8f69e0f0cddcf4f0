//! The requests: the table, and the open one below it.
//!
//! **Invariant:** as for all of `ui`: draws `&Inbox`, returns what the person did.

mod answer;
mod bar;
mod body;
mod compare;
mod edge;
mod head;
mod hex;
mod menu;
mod open;
mod pretty;
mod raw;
mod request;
mod row;
mod table;
mod whole;

use egui::{Rect, Ui, UiBuilder};

use super::{theme, tools};
use crate::inbox::{Action, Inbox, TrafficAction, TrafficPage};

/// The table's share of the height while a request is open.
const SPLIT: f32 = 0.4;
/// So many rows of the table are in sight beside an open request.
const LEAST_ROWS: f32 = 5.0;
/// The least that the open request gets, in points.
const LEAST_OPEN: f32 = 150.0;

/// Draws the developer's view.
pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    tools::tabs(ui, inbox, actions);
    match inbox.tools.page {
        TrafficPage::Requests => requests(ui, inbox, actions),
        TrafficPage::Forwarding | TrafficPage::Contract | TrafficPage::Rehearsal | TrafficPage::Reach => {
            tools::draw(ui, inbox, actions);
        }
    }
}

fn requests(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
    bar::draw(ui, inbox, actions);
    let area = ui.available_rect_before_wrap();
    if inbox.traffic.open.is_none() {
        within(ui, area, "requests", |ui| table::draw(ui, inbox, actions));
    } else {
        let share = inbox.traffic.split.unwrap_or(SPLIT);
        let least = table::HEAD_HEIGHT + LEAST_ROWS * theme::request_height(inbox.looks.density);
        let most = (area.height() - LEAST_OPEN).max(least);
        let y = area.top() + (area.height() * share).clamp(least, most).round();
        let table = Rect::from_min_max(area.min, egui::pos2(area.right(), y));
        let open = Rect::from_min_max(egui::pos2(area.left(), y), area.max);
        within(ui, table, "requests", |ui| table::draw(ui, inbox, actions));
        within(ui, open, "open request", |ui| open::draw(ui, inbox, actions));
        if let Some(share) = edge::between(ui, area, table) {
            actions.push(TrafficAction::SplitAt(share).into());
        }
    }
    ui.advance_cursor_after_rect(area);
}

/// Draws something in a part of the screen and nowhere else.
fn within(ui: &mut Ui, rect: Rect, name: &str, draw: impl FnOnce(&mut Ui)) {
    // Not a scope: what is inside must not make room for itself.
    let mut inner = ui.new_child(UiBuilder::new().max_rect(rect).id_salt(name));
    inner.shrink_clip_rect(rect);
    draw(&mut inner);
}
