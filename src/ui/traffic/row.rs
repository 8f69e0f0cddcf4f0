//! One row of the table, and the columns it stands in.

use egui::{Align2, CornerRadius, Id, Pos2, Rangef, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo};

use crate::call::{DeliveryId, Tone};
use crate::inbox::{
    Action, Inbox, Pace, TrafficAction, budget_label, bytes_label, from_label, full_stamp, path_label, request_time,
    row_marks, spoken_row, took_label, what_happened,
};
use crate::traffic::TrafficRow;
use crate::ui::keyboard;
use crate::ui::keys;
use crate::ui::theme::{self, Palette};
use crate::ui::widgets::{icon, line};

const MARGIN: f32 = 28.0;
const GAP: f32 = 12.0;
/// From this width on, in points, it is shown where requests came from, and how large they are.
const FROM_FROM: f32 = 1_180.0;
const SIZE_FROM: f32 = 900.0;
/// The usual path fits into this, in points.
const USUAL_PATH: f32 = 162.0;

/// Where the columns stand, in points.
pub struct Columns {
    pub time: f32,
    pub method: f32,
    pub path: Rangef,
    pub from: Option<Rangef>,
    pub answer_end: f32,
    pub took_end: f32,
    pub size_end: Option<f32>,
    pub verdict: f32,
    pub what: Rangef,
}

impl Columns {
    /// Of a table this wide.
    pub fn of(left: f32, width: f32) -> Self {
        let time = left + MARGIN;
        let method = time + 112.0;
        let path = method + 56.0;
        let from_width = if width >= FROM_FROM { 120.0 + GAP } else { 0.0 };
        let size_width = if width >= SIZE_FROM { 66.0 + GAP } else { 0.0 };
        // Answer, how long it took, verdict.
        let fixed = 58.0 + GAP + 64.0 + size_width + GAP + 74.0 + GAP;
        let end = left + width - MARGIN;
        let free = (end - path - from_width - fixed - GAP).max(160.0);
        // A path that is cut in every row tells nothing: in a narrow window it has a larger share.
        let path_width = (free * 0.36).max(USUAL_PATH.min(free * 0.45)).clamp(100.0, 320.0);
        let path_end = path + path_width;
        let from = (from_width > 0.0).then(|| Rangef::new(path_end + GAP, path_end + from_width));
        let answer_end = path_end + from_width + 58.0;
        let took_end = answer_end + GAP + 64.0;
        let size_end = took_end + size_width;
        let verdict = size_end + GAP;
        Self {
            time,
            method,
            path: Rangef::new(path, path_end),
            from,
            answer_end,
            took_end,
            size_end: (size_width > 0.0).then_some(size_end),
            verdict,
            what: Rangef::new(verdict + 74.0 + GAP, end),
        }
    }
}

pub fn draw(ui: &mut Ui, inbox: &Inbox, id: DeliveryId, columns: &Columns, rect: Rect, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let traffic = &inbox.traffic;
    let response = ui.interact(rect, ui.scope_id().with(("request", id)), Sense::click());
    let is_selected = traffic.list.selected() == Some(id);
    keep_keyboard(ui, is_selected, &response);
    let is_compared = traffic.comparing.holds(id);
    if is_selected {
        ui.painter().rect_filled(rect, CornerRadius::ZERO, palette.selected);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::ZERO, palette.hover);
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, theme::hairline(ui));
    if is_compared || is_selected && palette.is_strong {
        let edge = Rect::from_min_max(rect.min, egui::pos2(rect.left() + 3.0, rect.bottom() - 1.0));
        ui.painter().rect_filled(edge, CornerRadius::ZERO, palette.accent);
    }
    let Some(row) = traffic.list.row(id) else {
        reading(ui, columns, rect, palette);
        response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, say!("Reading the request")));
        return;
    };
    known(ui, inbox, row, columns, rect, palette);
    response.widget_info(|| {
        WidgetInfo::selected(Role::ListItem, true, is_selected, spoken_row(row, inbox.now, &inbox.zone))
    });
    keyboard::ring(ui, &response, rect.shrink(1.0));
    if response.clicked() {
        let is_other = ui.input(|input| input.modifiers.command);
        actions.push(if is_other { TrafficAction::TakeOther(id) } else { TrafficAction::Take(id) }.into());
    }
    let pointer = ui.input(|input| input.pointer.hover_pos());
    response.on_hover_ui_at_pointer(|ui| hints(ui, inbox, row, columns, pointer));
}

fn known(ui: &Ui, inbox: &Inbox, row: &TrafficRow, columns: &Columns, rect: Rect, palette: &Palette) {
    let note = &row.note;
    let y = rect.center().y - 0.5;
    let body = theme::regular(theme::BODY);
    let left = |range: Rangef, text: &str, ink| {
        let galley = line(ui, text, body.clone(), ink, range.span());
        let width = galley.size().x;
        ui.painter().galley(Pos2::new(range.min, y - galley.size().y / 2.0), galley, ink);
        range.min + width
    };
    let right = |x: f32, text: &str, ink| {
        ui.painter().text(Pos2::new(x, y), Align2::RIGHT_CENTER, text, body.clone(), ink).left()
    };
    let time = request_time(note.received_at, inbox.now, &inbox.zone);
    left(Rangef::new(columns.time, columns.method - 4.0), &time, palette.text);
    left(Rangef::new(columns.method, columns.path.min - 4.0), &note.method, palette.text);
    left(columns.path, &path_label(row), palette.text);
    if let Some(from) = columns.from {
        left(from, from_label(row), palette.second);
    }
    let ink = status_ink(note.status, palette);
    let begin = right(columns.answer_end, &note.status.to_string(), ink);
    if row.rehearsed.is_some() {
        sign(ui, begin - 5.0, y, icon::EDIT, palette.mixed);
    }
    let (ink, symbol) = match Pace::of(note.took_micros) {
        Pace::Unknown => (palette.second, None),
        Pace::Fine => (palette.text, None),
        Pace::Slow => (palette.mixed, Some(icon::CLOCK)),
        Pace::Late => (palette.bad, Some(icon::WARNING)),
    };
    let begin = right(columns.took_end, &took_label(note.took_micros), ink);
    if let Some(symbol) = symbol {
        sign(ui, begin - 4.0, y, symbol, ink);
    }
    if let Some(end) = columns.size_end {
        let size = if note.body_bytes == 0 { String::from("–") } else { bytes_label(note.body_bytes) };
        right(end, &size, palette.text);
    }
    let (ink, ground) = palette.verdict(note.verdict);
    tag(ui, Pos2::new(columns.verdict, y), note.verdict.as_str(), ink, ground);
    let mut end = columns.what.max;
    for mark in row_marks(row).iter().rev() {
        let (ink, ground) = palette.tone(mark.tone);
        let galley = line(ui, &mark.text, theme::regular(11.0), ink, 110.0);
        let width = galley.size().x + 10.0;
        if end - width < columns.what.min + 90.0 {
            // What happened comes first; the mark is in the hint.
            break;
        }
        tag_at(
            ui,
            Rect::from_center_size(Pos2::new(end - width / 2.0, y), Vec2::new(width, 17.0)),
            galley,
            ink,
            ground,
        );
        end -= width + 5.0;
    }
    left(Rangef::new(columns.what.min, end - 4.0), &what_happened(row), palette.text);
}

/// Colour of a status.
pub fn status_ink(status: u16, palette: &Palette) -> egui::Color32 {
    match status {
        200..300 => palette.good,
        400.. => palette.bad,
        _ => palette.mixed,
    }
}

fn sign(ui: &Ui, right: f32, y: f32, symbol: &str, ink: egui::Color32) {
    ui.painter().text(Pos2::new(right, y), Align2::RIGHT_CENTER, symbol, theme::icons(14.0), ink);
}

fn tag(ui: &Ui, left_center: Pos2, text: &str, ink: egui::Color32, ground: egui::Color32) {
    let galley = line(ui, text, theme::regular(theme::SMALL), ink, 80.0);
    let size = galley.size() + Vec2::new(12.0, 5.0);
    let rect = Rect::from_min_size(left_center - Vec2::new(0.0, size.y / 2.0), size);
    tag_at(ui, rect, galley, ink, ground);
}

fn tag_at(ui: &Ui, rect: Rect, text: std::sync::Arc<egui::Galley>, ink: egui::Color32, ground: egui::Color32) {
    ui.painter().rect_filled(rect, CornerRadius::same(4), ground);
    ui.painter().galley(rect.center() - text.size() / 2.0, text, ink);
}

/// Bars where text will be.
fn reading(ui: &Ui, columns: &Columns, rect: Rect, palette: &Palette) {
    for (x, width) in [(columns.time, 78.0), (columns.path.min, columns.path.span() * 0.7), (columns.what.min, 140.0)] {
        let bar = Rect::from_min_size(Pos2::new(x, rect.center().y - 4.0), Vec2::new(width, 8.0));
        ui.painter().rect_filled(bar, CornerRadius::same(4), palette.hover);
    }
}

/// More of what the pointer is over.
fn hints(ui: &mut Ui, inbox: &Inbox, row: &TrafficRow, columns: &Columns, pointer: Option<Pos2>) {
    let note = &row.note;
    let x = pointer.map_or(0.0, |pointer| pointer.x);
    ui.set_max_width(420.0);
    if x < columns.path.min {
        ui.label(format!("#{} · {}", note.id.0, full_stamp(note.received_at, &inbox.zone)));
    } else if x < columns.path.max {
        ui.label(path_label(row));
        ui.label(say!("from {sender}", sender = note.peer.as_deref().unwrap_or(say!("an unknown sender"))));
    } else if x < columns.took_end + GAP {
        ui.label(say!("Answered {status}: {time}", status = note.status, time = budget_label(note.took_micros)));
        if let Some(rehearsed) = &row.rehearsed {
            ui.label(say!("Altered on purpose: {how}", how = rehearsed));
        }
    } else {
        let what = what_happened(row);
        if !what.is_empty() {
            ui.label(what);
        }
        for mark in row_marks(row) {
            let ink = if mark.tone == Tone::Bad { theme::palette(ui).bad } else { theme::palette(ui).second };
            ui.colored_label(ink, mark.hint);
        }
        if let Some(id) = &note.call_id {
            ui.label(say!("Call {id}", id = id));
        }
    }
}

/// Marks an id as that of a row.
#[derive(Clone, Copy, PartialEq)]
struct IsRequest;

fn follow_id() -> Id {
    Id::unique("requests follow the keyboard")
}

/// Arrows that walk the table while a row has the keyboard take it along.
pub fn follow_keyboard(ui: &Ui, actions: &[Action]) {
    let is_moved = actions.iter().any(|action| matches!(action, Action::Traffic(TrafficAction::Move(_))));
    let focused = ui.memory(egui::Memory::focused);
    if is_moved && focused.is_some_and(|id| ui.data(|data| data.get_temp(id) == Some(IsRequest))) {
        ui.data_mut(|data| data.insert_temp(follow_id(), true));
    }
}

fn keep_keyboard(ui: &Ui, is_selected: bool, response: &Response) {
    if response.has_focus() {
        keys::leave_arrows(ui, response);
        ui.data_mut(|data| data.insert_temp(response.id, IsRequest));
    } else if is_selected && ui.data(|data| data.get_temp(follow_id()) == Some(true)) {
        ui.data_mut(|data| data.remove::<bool>(follow_id()));
        response.request_focus();
    }
}
