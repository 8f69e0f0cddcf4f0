//! The waveform: what was played, what is here, the loop, the marked moments; click or drag to go somewhere.

use std::ops::Range;
use std::sync::Arc;

use egui::{
    Align2, Color32, CornerRadius, Id, LayerId, Mesh, Order, Pos2, Rect, Response, Sense, Shape, Stroke, StrokeKind,
};
use egui::{Ui, Vec2, WidgetInfo};

use super::super::keys;
use super::super::theme::{self, Palette};
use super::super::widgets::{icon, line};
use super::pool::{Bars, pool};
use crate::call::{Media, MediaState, Peaks};
use crate::inbox::{Action, OpenRecording, PlayerAction, time_label};
use crate::ui::keyboard;

/// From the left of a bar to the left of the next, in points.
const PITCH: f32 = 4.0;
const BAR_WIDTH: f32 = 2.0;
/// Height of a bar where nobody speaks, in points.
const FLAT: f32 = 1.0;
/// Room above the bars for pins, in points.
const PIN_ROOM: f32 = 9.0;
/// How near to a pin a click is meant for it, in points.
const PIN_REACH: Vec2 = Vec2::new(14.0, 16.0);

/// Draws the waveform into a rectangle.
pub fn draw(ui: &mut Ui, open: &OpenRecording<'_>, rect: Rect, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    // Whole bars, evenly spaced.
    let width = ((rect.width() / PITCH).floor() * PITCH).max(PITCH);
    let lanes = Rect::from_min_max(
        egui::pos2(snap(ui, rect.left()), rect.top() + PIN_ROOM),
        egui::pos2(snap(ui, rect.left()) + width, rect.bottom()),
    );
    // What is clicked is as wide as what is seen.
    let rect = lanes.with_min_y(rect.top());
    let duration_ms = open.duration_ms.filter(|duration| *duration > 0);
    let Some(duration_ms) = duration_ms else {
        match open.standing.as_ref().and_then(|standing| standing.progress) {
            Some(progress) => arriving(ui, lanes, progress, palette),
            None => dashes(ui, lanes.left()..lanes.right(), lanes.center().y, palette),
        }
        return;
    };
    let scale = Scale { left: lanes.left(), width: lanes.width(), duration_ms };
    let response = ui.interact(rect, ui.scope_id().with(("waveform", open.seq)), Sense::click_and_drag());
    let value = open.position_ms as f64 / 1_000.0;
    response.widget_info(|| WidgetInfo::slider(true, value, say!("Position in the recording")));
    if response.has_focus() {
        keys::leave_arrows(ui, &response);
    }
    keyboard::ring(ui, &response, rect.expand(3.0));
    let pointer = response.interact_pointer_pos().or_else(|| response.hover_pos()).map(|at| at.x);
    let is_held = response.dragged() || response.is_pointer_button_down_on();
    loop_region(ui, open, lanes, &scale, palette);
    let shown_ms = if is_held { pointer.map_or(open.position_ms, |x| scale.time_at(x)) } else { open.position_ms };
    bars(ui, open, lanes, &scale, shown_ms, palette);
    loop_edges(ui, open, lanes, &scale, palette);
    playhead(ui, scale.x(shown_ms), rect, palette.accent);
    let is_over_pin = pins(ui, open, rect, &scale, actions);
    if let Some(x) = pointer.filter(|_| !is_over_pin && (response.hovered() || is_held)) {
        if !is_held {
            ui.painter().vline(snap(ui, x), lanes.y_range(), Stroke::new(1.0, palette.second));
        }
        time_above(ui, &response, x, scale.time_at(x), palette);
    }
    if let Some(x) = pointer.filter(|_| response.clicked() || response.drag_stopped()) {
        actions.push(PlayerAction::SeekTo(scale.time_at(x)).into());
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand);
}

/// From milliseconds to points and back.
struct Scale {
    left: f32,
    width: f32,
    duration_ms: u64,
}

impl Scale {
    fn x(&self, at_ms: u64) -> f32 {
        self.left + self.width * (at_ms.min(self.duration_ms) as f64 / self.duration_ms as f64) as f32
    }

    fn time_at(&self, x: f32) -> u64 {
        let share = f64::from(((x - self.left) / self.width.max(1.0)).clamp(0.0, 1.0));
        (share * self.duration_ms as f64) as u64
    }
}

/// What is put together of a waveform is kept until it or its room changes.
#[derive(Clone)]
struct Pooled {
    peaks: Arc<Peaks>,
    duration_ms: u64,
    count: usize,
    bars: Arc<Bars>,
}

fn pooled(ui: &Ui, peaks: &Arc<Peaks>, duration_ms: u64, count: usize) -> Arc<Bars> {
    let id = Id::unique("bars of the waveform");
    let kept = ui.data(|data| data.get_temp::<Pooled>(id));
    let is_same =
        |kept: &Pooled| Arc::ptr_eq(&kept.peaks, peaks) && (kept.duration_ms, kept.count) == (duration_ms, count);
    if let Some(kept) = kept.filter(is_same) {
        return kept.bars;
    }
    let bars = Arc::new(pool(peaks, duration_ms, count));
    let fresh = Pooled { peaks: Arc::clone(peaks), duration_ms, count, bars: Arc::clone(&bars) };
    ui.data_mut(|data| data.insert_temp(id, fresh));
    bars
}

/// Which parts of the file are here, from 0 to 1; `None` where that is not known, or all of it is.
fn loaded(media: &Media) -> Option<Vec<Range<f32>>> {
    let total = media.total_bytes.filter(|total| *total > 0 && media.state != MediaState::Kept)?;
    let share = |bytes: u64| (bytes as f64 / total as f64) as f32;
    Some(media.ranges.iter().map(|range| share(range.start)..share(range.end)).collect())
}

fn bars(ui: &Ui, open: &OpenRecording<'_>, lanes: Rect, scale: &Scale, played_ms: u64, palette: &Palette) {
    let count = (lanes.width() / PITCH).round().max(1.0) as usize;
    let waves = open.sound.map(|(_, peaks)| pooled(ui, peaks, scale.duration_ms, count)).unwrap_or_default();
    let loaded = loaded(&open.media);
    let is_loaded = |share: f32| {
        loaded.as_ref().is_none_or(|parts| parts.iter().any(|part| part.start <= share && share < part.end))
    };
    let played = (played_ms as f64 / scale.duration_ms as f64) as f32;
    let middle = snap(ui, lanes.center().y);
    let reach = (lanes.height() / 2.0 - 1.0).max(2.0);
    let two = waves.lanes.len() > 1;
    let mut mesh = Mesh::default();
    let pitch = lanes.width() / count as f32;
    let mut gap: Option<f32> = None;
    for at in 0..count {
        let share = (at as f32 + 0.5) / count as f32;
        let x = snap(ui, lanes.left() + at as f32 * pitch);
        if at >= waves.seen && !is_loaded(share) {
            gap.get_or_insert(x);
            continue;
        }
        if let Some(from) = gap.take() {
            dashes(ui, from..x, middle, palette);
        }
        let ink = match (share < played, is_loaded(share)) {
            (true, _) => palette.accent,
            (false, true) => palette.wave,
            (false, false) => palette.wave_faint,
        };
        let height = |lane: usize| {
            let height = waves.lanes.get(lane).and_then(|lane| lane.get(at)).copied().unwrap_or(0.0);
            (height * reach).max(FLAT)
        };
        let (up, down) = if two { (height(0), height(1)) } else { (height(0), height(0)) };
        let bar = Rect::from_min_max(egui::pos2(x, middle - up), egui::pos2(x + BAR_WIDTH, middle + down));
        mesh.add_colored_rect(bar, ink);
    }
    if let Some(from) = gap {
        dashes(ui, from..lanes.right(), middle, palette);
    }
    ui.painter().add(Shape::mesh(mesh));
    if two {
        // Keeps the sides apart.
        ui.painter().hline(lanes.x_range(), middle, Stroke::new(1.0, palette.panel));
    }
}

/// How much of it is here, as long as no more is known of it.
fn arriving(ui: &Ui, lanes: Rect, progress: f32, palette: &Palette) {
    let track = Rect::from_center_size(lanes.center(), Vec2::new(lanes.width(), 4.0));
    let radius = CornerRadius::same(2);
    ui.painter().rect_filled(track, radius, palette.wave_faint);
    let here = Rect::from_min_size(track.min, Vec2::new((track.width() * progress).max(4.0), track.height()));
    ui.painter().rect_filled(here, radius, palette.accent);
}

/// A line for what is not here yet.
fn dashes(ui: &Ui, x: Range<f32>, y: f32, palette: &Palette) {
    let ends = [egui::pos2(x.start, y), egui::pos2(x.end, y)];
    ui.painter().extend(Shape::dashed_line(&ends, Stroke::new(1.5, palette.wave), 3.0, 5.0));
}

fn playhead(ui: &Ui, x: f32, rect: Rect, ink: Color32) {
    let x = snap(ui, x);
    ui.painter().vline(x, rect.y_range().shrink(2.0), Stroke::new(1.5, ink));
}

fn loop_region(ui: &Ui, open: &OpenRecording<'_>, lanes: Rect, scale: &Scale, palette: &Palette) {
    let Some((from, to)) = open.looped else { return };
    let region = Rect::from_x_y_ranges(scale.x(from)..=scale.x(to), lanes.y_range());
    ui.painter().rect_filled(region, CornerRadius::same(2), palette.accent_ground);
}

/// Where the loop begins and ends, each with its letter on a flag.
fn loop_edges(ui: &Ui, open: &OpenRecording<'_>, lanes: Rect, scale: &Scale, palette: &Palette) {
    let from = open.looped.map(|(from, _)| from).or(open.loop_from);
    let ends = [(from, say!("A"), 0.0), (open.looped.map(|(_, to)| to), say!("B"), -12.0)];
    for (at_ms, letter, shift) in ends {
        let Some(at_ms) = at_ms else { continue };
        let x = snap(ui, scale.x(at_ms));
        ui.painter().vline(x, lanes.y_range(), Stroke::new(1.0, palette.accent));
        let flag = Rect::from_min_size(egui::pos2(x + shift, lanes.bottom() - 12.0), Vec2::splat(12.0));
        ui.painter().rect_filled(flag, CornerRadius::same(2), palette.accent);
        let font = theme::semibold(9.0);
        ui.painter().text(flag.center(), Align2::CENTER_CENTER, letter, font, palette.on_accent);
    }
}

/// Marked moments; true while the pointer is over one.
fn pins(ui: &mut Ui, open: &OpenRecording<'_>, rect: Rect, scale: &Scale, actions: &mut Vec<Action>) -> bool {
    let palette = theme::palette(ui);
    let mut is_over = false;
    for moment in &open.moments {
        let x = scale.x(moment.at_ms);
        let head = egui::pos2(x, rect.top() + 5.0);
        let reach = Rect::from_center_size(egui::pos2(x, rect.top() + 6.0), PIN_REACH);
        let response = ui.interact(reach, ui.scope_id().with(("pin", moment.id)), Sense::click());
        let label = moment.label();
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &label));
        let is_lit = response.hovered() || response.has_focus();
        is_over |= response.hovered();
        let ink = if is_lit { palette.text } else { palette.mixed };
        ui.painter().vline(snap(ui, x), head.y..=rect.bottom(), Stroke::new(1.0, ink.gamma_multiply(0.45)));
        if moment.text.is_some() {
            let radius = if is_lit { 4.5 } else { 3.5 };
            ui.painter().circle(head, radius, ink, Stroke::new(1.5, palette.panel));
        } else {
            ui.painter().text(head, Align2::CENTER_CENTER, icon::SAVED, theme::icons_filled(13.0), ink);
        }
        keyboard::circle(ui, &response, head, 8.0);
        let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
        if response.on_hover_ui(|ui| hint(ui, &label)).clicked() {
            actions.push(PlayerAction::GoTo(moment.id).into());
        }
    }
    is_over
}

fn hint(ui: &mut Ui, label: &str) {
    ui.set_max_width(280.0);
    ui.add(egui::Label::new(label).wrap());
}

/// The time under the pointer, above the waveform.
fn time_above(ui: &Ui, response: &Response, x: f32, at_ms: u64, palette: &Palette) {
    let galley = line(ui, &time_label(at_ms), theme::medium(theme::SMALL), palette.text, 90.0);
    let size = galley.size() + Vec2::new(14.0, 6.0);
    let screen = ui.ctx().content_rect();
    let left = (x - size.x / 2.0).clamp(screen.left() + 4.0, (screen.right() - size.x - 4.0).max(screen.left() + 4.0));
    let ground = Rect::from_min_size(Pos2::new(left, response.rect.top() - size.y - 2.0), size);
    let painter = ui.ctx().layer_painter(LayerId::new(Order::Tooltip, Id::unique("time above the waveform")));
    let edge = Stroke::new(1.0, palette.edge);
    painter.rect(ground, CornerRadius::same(theme::RADIUS), palette.raised, edge, StrokeKind::Inside);
    painter.galley(ground.min + Vec2::new(7.0, 3.0), galley, palette.text);
}

/// On a whole pixel.
fn snap(ui: &Ui, at: f32) -> f32 {
    let pixels = ui.pixels_per_point();
    (at * pixels).round() / pixels
}
