//! Bars below each other, each with its name before it and its count behind it; and moods as one bar of parts over a list.

use egui::{Align2, CornerRadius, Rect, Sense, Ui};

use super::bar;
use super::stops::Stops;
use crate::call::Tone;
use crate::inbox::{Action, Chart, ChartBar, Ink, InsightsAction, count_label};
use crate::ui::theme;
use crate::ui::widgets::{icon, line};

const HEIGHT: f32 = 28.0;
const BAR_HEIGHT: f32 = 10.0;
/// What stands out of the bar of the time before, in points.
const BEFORE_BEYOND: f32 = 4.0;
/// The part of the width that names take, and the most of it, in points.
const NAMES: f32 = 0.36;
const WIDEST_NAME: f32 = 190.0;
/// Room for the count and for the share, in points.
const COUNT_WIDTH: f32 = 52.0;
const SHARE_WIDTH: f32 = 46.0;
/// The bar of parts and the room below it, in points.
const PARTS_HEIGHT: f32 = 18.0;
const PARTS_GAP: f32 = 8.0;

/// How high a list of bars is, in points.
pub fn height(chart: &Chart) -> f32 {
    chart.bars.len() as f32 * HEIGHT
}

/// How high a bar of parts over a list is, in points.
pub fn parts_height(chart: &Chart) -> f32 {
    if chart.bars.is_empty() { 0.0 } else { height(chart) + PARTS_HEIGHT + PARTS_GAP }
}

pub fn draw(ui: &mut Ui, chart: &Chart, actions: &mut Vec<Action>) {
    list(ui, chart, true, actions);
}

/// One bar of all parts, the best first, and below it what each of them is.
pub fn draw_parts(ui: &mut Ui, chart: &Chart, actions: &mut Vec<Action>) {
    if chart.bars.is_empty() {
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let (rect, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), PARTS_HEIGHT), Sense::hover());
    let all: u64 = chart.bars.iter().map(|bar| bar.count).sum();
    let mut parts: Vec<&ChartBar> = chart.bars.iter().filter(|bar| bar.count > 0).collect();
    parts.sort_by_key(|bar| rank(bar.ink));
    let last = parts.len().saturating_sub(1);
    let mut x = rect.left();
    for (at, bar) in parts.into_iter().enumerate() {
        let width = rect.width() * (bar.count as f64 / all.max(1) as f64) as f32;
        let part = Rect::from_x_y_ranges(x..=x + width, rect.y_range());
        x += width;
        let press = if bar.narrowing.is_some() { Sense::CLICK } else { Sense::HOVER };
        // The list below has the same with a name and a place for the keyboard.
        let response = ui.interact(part, ui.scope_id().with(("part", at)), press);
        let round = |is_end: bool| if is_end { 4 } else { 1 };
        let (west, east) = (round(at == 0), round(at == last));
        let corners = CornerRadius { nw: west, sw: west, ne: east, se: east };
        let gap = if at == last || width < 4.0 { 0.0 } else { 2.0 };
        let drawn = part.with_max_x(part.right() - gap);
        ui.painter().rect_filled(drawn, corners, bar::fill(ui, bar, response.hovered()));
        if let Some(narrowing) = bar.narrowing.as_ref().filter(|_| response.clicked()) {
            actions.push(InsightsAction::Narrow(narrowing.clone()).into());
        }
        response.on_hover_text(bar.name.replacen(": ", "\n", 1));
    }
    ui.add_space(PARTS_GAP);
    list(ui, chart, false, actions);
}

/// From the best to the worst, then what was not said.
fn rank(ink: Ink) -> u8 {
    match ink {
        Ink::Tone(Tone::Good) => 0,
        Ink::Tone(Tone::Mixed) => 1,
        Ink::Tone(Tone::Neutral) => 2,
        Ink::Tone(Tone::Bad) => 3,
        Ink::Plain | Ink::Score(_) | Ink::Gathered => 4,
        Ink::Faint => 5,
    }
}

fn list(ui: &mut Ui, chart: &Chart, has_bars: bool, actions: &mut Vec<Action>) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let most = chart.most().max(1);
    let all: u64 = chart.bars.iter().map(|bar| bar.count).sum();
    let stops = Stops::walked(ui, chart.title, chart.bars.len(), 1, 0);
    for (at, bar) in chart.bars.iter().enumerate() {
        let (rect, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), HEIGHT), Sense::hover());
        let whole = rect.expand2(egui::vec2(8.0, 0.0));
        let is_lit = ui.rect_contains_pointer(rect) && bar.narrowing.is_some();
        if is_lit || bar.is_on {
            let palette = theme::palette(ui);
            let ground = if bar.is_on { palette.selected } else { palette.hover };
            ui.painter().rect_filled(whole, CornerRadius::same(theme::RADIUS), ground);
        }
        one(ui, bar, rect, has_bars.then_some(most), all, is_lit);
        bar::place(ui, bar, whole, &stops, at, actions);
    }
}

/// `most` is what the longest bar stands for; without it there are none.
fn one(ui: &Ui, bar: &ChartBar, rect: Rect, most: Option<u64>, all: u64, is_lit: bool) {
    let palette = theme::palette(ui);
    let middle = rect.center().y;
    let numbers = rect.right() - COUNT_WIDTH - SHARE_WIDTH;
    let names = if most.is_some() { (rect.width() * NAMES).min(WIDEST_NAME) } else { numbers - rect.left() };
    let mut left = rect.left();
    if let Ink::Tone(tone) = bar.ink {
        let ink = palette.tone(tone).0;
        ui.painter().text(egui::pos2(left, middle), Align2::LEFT_CENTER, icon::face(tone), theme::icons(15.0), ink);
        left += 22.0;
    } else if most.is_none() {
        // In line with the faces: the colour of its part.
        let dot = Rect::from_center_size(egui::pos2(left + 7.5, middle), egui::vec2(9.0, 9.0));
        ui.painter().rect_filled(dot, CornerRadius::same(3), bar::fill(ui, bar, false));
        left += 22.0;
    }
    let ink = if matches!(bar.ink, Ink::Faint | Ink::Gathered) { palette.second } else { palette.text };
    let name = line(ui, &bar.label, theme::regular(theme::BODY), ink, rect.left() + names - left - 8.0);
    ui.painter().galley(egui::pos2(left, middle - name.size().y / 2.0), name, ink);

    if let Some(most) = most.filter(|_| bar.ink != Ink::Gathered) {
        let lane = Rect::from_min_max(
            egui::pos2(rect.left() + names, middle - BAR_HEIGHT / 2.0),
            egui::pos2(numbers, middle + BAR_HEIGHT / 2.0),
        );
        let reach = |count: u64| {
            let width = (lane.width() * (count as f64 / most as f64) as f32).max(2.0);
            Rect::from_min_size(lane.min, egui::vec2(width, BAR_HEIGHT))
        };
        let radius = CornerRadius::same(3);
        if let Some(before) = bar.before.filter(|before| *before > 0) {
            let behind = reach(before).expand2(egui::vec2(0.0, BEFORE_BEYOND));
            ui.painter().rect_filled(behind, radius, palette.wave_faint);
        }
        if bar.count > 0 {
            ui.painter().rect_filled(reach(bar.count), radius, bar::fill(ui, bar, is_lit));
        }
    }
    let at = egui::pos2(rect.right() - SHARE_WIDTH, middle);
    ui.painter().text(at, Align2::RIGHT_CENTER, count_label(bar.count), theme::medium(theme::BODY), palette.text);
    let percent = format!("{:.0}", bar.count as f64 / all.max(1) as f64 * 100.0);
    let percent = say!("{percent} %", percent = percent);
    let at = egui::pos2(rect.right(), middle);
    ui.painter().text(at, Align2::RIGHT_CENTER, percent, theme::regular(theme::SMALL), palette.second);
}
