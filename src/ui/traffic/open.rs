//! The open request: what came and what we answered on the left, its body on the right.

use egui::{Align2, CornerRadius, Pos2, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo};

use super::{answer, body, compare, edge, head, request, whole, within};
use crate::call::DeliveryId;
use crate::inbox::{Action, Inbox, OpenRequest, RequestTab, TrafficAction};
use crate::traffic::OpenedDelivery;
use crate::ui::widgets::{ButtonKind, button, icon};
use crate::ui::{empty, theme};

/// The left side's share of the width.
const SIDE: f32 = 0.44;
/// The least that each side gets, in points.
const LEAST: f32 = 280.0;

/// The left side begins where the table above does, in points.
pub const INDENT: f32 = 10.0;

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
            let text = say!("It was taken away meanwhile: old requests are not kept for ever.");
            empty::message(ui, icon::TRAFFIC, say!("This request is gone"), text);
            if ui.vertical_centered(|ui| button(ui, ButtonKind::Plain, say!("Close")).clicked()).inner {
                actions.push(TrafficAction::Close.into());
            }
        } else {
            reading(ui, inbox, open.id());
        }
        return;
    };
    let sheet = Sheet { inbox, open, opened };
    let (left, right) = sides(inbox, area);
    let inside = left.with_min_x(left.left() + INDENT);
    let mut inner = ui.new_child(UiBuilder::new().max_rect(inside).id_salt("request"));
    // Lines across it begin at the very edge.
    inner.shrink_clip_rect(left);
    side(&mut inner, &sheet, actions);
    ui.painter().rect_filled(right, 0.0, palette.background);
    within(ui, right, "body", |ui| body::draw(ui, &sheet, actions));
    if let Some(share) = edge::between(ui, area, left) {
        actions.push(TrafficAction::SideAt(share).into());
    }
    whole::draw(ui, &sheet, actions);
}

fn sides(inbox: &Inbox, area: Rect) -> (Rect, Rect) {
    let share = inbox.traffic.side.unwrap_or(SIDE);
    let most = (area.width() - LEAST).max(LEAST);
    let x = area.left() + (area.width() * share).clamp(LEAST, most).round();
    (area.with_max_x(x), area.with_min_x(x))
}

/// It is being read: the same two sides with lines that are still empty, so that nothing jumps.
fn reading(ui: &Ui, inbox: &Inbox, id: DeliveryId) {
    const LINES: [(f32, f32); 6] =
        [(84.0, 130.0), (64.0, 190.0), (96.0, 120.0), (72.0, 230.0), (88.0, 90.0), (60.0, 160.0)];
    const BODY_LINES: [(f32, f32); 7] =
        [(0.0, 14.0), (16.0, 240.0), (16.0, 320.0), (16.0, 130.0), (32.0, 180.0), (32.0, 210.0), (16.0, 14.0)];
    const HEAD_HEIGHT: f32 = 40.0;
    let palette = theme::palette(ui);
    let area = ui.max_rect();
    let (left, right) = sides(inbox, area);
    let said = say!("Reading request {number}…", number = id.0);
    let response = ui.interact(area, ui.scope_id().with("reading"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    ui.painter().rect_filled(right, 0.0, palette.background);
    ui.painter().vline(right.left() - 0.5, right.y_range(), theme::hairline(ui));
    let at = egui::pos2(left.left() + 28.0, left.top() + HEAD_HEIGHT / 2.0);
    ui.painter().text(at, Align2::LEFT_CENTER, &said, theme::regular(theme::BODY), palette.second);
    let ghost = |at: Pos2, width: f32, within: Rect| {
        let rect = Rect::from_min_size(at, egui::vec2(width, 9.0));
        let room = within.shrink(14.0);
        ui.painter().rect_filled(rect.intersect(room), CornerRadius::same(3), palette.neutral_ground);
    };
    for (at, (name, value)) in LINES.into_iter().enumerate() {
        let y = left.top() + HEAD_HEIGHT + 10.0 + 21.0 * at as f32;
        ghost(egui::pos2(left.left() + 28.0, y), name, left);
        ghost(egui::pos2(left.left() + 168.0, y), value, left);
    }
    for (at, (indent, width)) in BODY_LINES.into_iter().enumerate() {
        let y = right.top() + HEAD_HEIGHT + 10.0 + theme::CODE_LINE * at as f32;
        ghost(egui::pos2(right.left() + 28.0 + indent, y), width, right);
    }
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
