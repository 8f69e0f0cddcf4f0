//! The open request: what came and what we answered on the left, its body on the right.

use egui::{Rect, Ui};

use super::{answer, body, compare, edge, head, request, whole, within};
use crate::inbox::{Action, Inbox, OpenRequest, RequestTab, TrafficAction};
use crate::traffic::OpenedDelivery;
use crate::ui::widgets::{ButtonKind, button, icon};
use crate::ui::{empty, theme};

/// The left side's share of the width.
const SIDE: f32 = 0.44;
/// The least that each side gets, in points.
const LEAST: f32 = 280.0;

/// What is drawn of.
pub struct Sheet<'a> {
    pub inbox: &'a Inbox,
    pub open: &'a OpenRequest,
    pub opened: &'a OpenedDelivery,
}

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let area = ui.max_rect();
    let palette = theme::palette(ui);
    ui.painter().rect_filled(area, 0.0, palette.panel);
    let Some(open) = &inbox.traffic.open else { return };
    let Some(opened) = open.shown() else {
        if open.is_gone() {
            let text = "It was taken away meanwhile: old requests are not kept for ever.";
            empty::message(ui, icon::TRAFFIC, "This request is gone", text);
            if ui.vertical_centered(|ui| button(ui, ButtonKind::Plain, "Close").clicked()).inner {
                actions.push(TrafficAction::Close.into());
            }
        }
        return;
    };
    let sheet = Sheet { inbox, open, opened };
    let share = inbox.traffic.side.unwrap_or(SIDE);
    let most = (area.width() - LEAST).max(LEAST);
    let x = area.left() + (area.width() * share).clamp(LEAST, most).round();
    let left = Rect::from_min_max(area.min, egui::pos2(x, area.bottom()));
    let right = Rect::from_min_max(egui::pos2(x, area.top()), area.max);
    within(ui, left, "request", |ui| side(ui, &sheet, actions));
    ui.painter().rect_filled(right, 0.0, palette.background);
    within(ui, right, "body", |ui| body::draw(ui, &sheet, actions));
    if let Some(share) = edge::between(ui, area, left) {
        actions.push(TrafficAction::SideAt(share).into());
    }
    whole::draw(ui, &sheet, actions);
}

fn side(ui: &mut Ui, sheet: &Sheet<'_>, actions: &mut Vec<Action>) {
    let now = sheet.inbox.traffic.tab;
    let tabs = RequestTab::ALL.map(|tab| (tab, tab.label(), ""));
    if let Some(tab) = head::tabs(ui, "sides of the request", &tabs, now, |_| {}) {
        actions.push(TrafficAction::Tab(tab).into());
    }
    match now {
        RequestTab::Request => request::draw(ui, sheet, actions),
        RequestTab::Answer => answer::draw(ui, sheet),
        RequestTab::Compare => compare::draw(ui, sheet, actions),
    }
}
