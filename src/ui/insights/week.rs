//! When people call: hours beside each other, days of the week below each other, the more calls the stronger.

use egui::{Align2, Color32, CornerRadius, Rect, Sense, Stroke, StrokeKind, Ui};

use super::bar;
use super::stops::Stops;
use crate::inbox::{Action, Chart, ChartBar, count_label};
use crate::ui::theme;

const HOURS: usize = 24;
const DAYS: usize = 7;
/// Names at the left, hours and the key below, in points.
const NAMES_WIDTH: f32 = 34.0;
const FOOT_HEIGHT: f32 = 44.0;
const ROW_HEIGHT: f32 = 22.0;
/// Between cells, in points.
const GAP: f32 = 2.0;
const NAME_SIZE: f32 = 11.0;
/// The faintest that a cell with a call is, of 1.
const FAINTEST: f32 = 0.16;

/// How high it is, in points.
pub const HEIGHT: f32 = ROW_HEIGHT * DAYS as f32 + FOOT_HEIGHT;

pub fn draw(ui: &mut Ui, chart: &Chart, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let (whole, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), HEIGHT), Sense::hover());
    if chart.bars.len() != HOURS * DAYS {
        return;
    }
    let most = chart.most().max(1);
    let width = (whole.width() - NAMES_WIDTH) / HOURS as f32;
    let cell = |day: usize, hour: usize| {
        let at = whole.min + egui::vec2(NAMES_WIDTH + width * hour as f32, ROW_HEIGHT * day as f32);
        Rect::from_min_size(at, egui::vec2(width, ROW_HEIGHT))
    };
    let peak = chart.bars.iter().position(|bar| bar.count == most).unwrap_or(0);
    let stops = Stops::walked(ui, chart.title, HOURS * DAYS, HOURS, peak);
    let font = || theme::regular(NAME_SIZE);
    for (day, bars) in chart.bars.chunks(HOURS).enumerate() {
        let at = egui::pos2(whole.left(), cell(day, 0).center().y);
        let name = bars.first().map_or("", |bar| &bar.label);
        ui.painter().text(at, Align2::LEFT_CENTER, name, font(), palette.second);
        for (hour, one) in bars.iter().enumerate() {
            let room = cell(day, hour);
            paint(ui, one, room.shrink(GAP / 2.0), most);
            let response = bar::place(ui, one, room, &stops, day * HOURS + hour, actions);
            if one.is_on || response.hovered() && one.narrowing.is_some() {
                let edge = Stroke::new(2.0, palette.accent);
                ui.painter().rect_stroke(room.shrink(GAP / 2.0), CornerRadius::same(3), edge, StrokeKind::Outside);
            }
        }
    }
    let below = cell(DAYS, 0).top() + 4.0;
    for hour in (0..=HOURS).step_by(3) {
        let x = cell(0, hour).left();
        let align = match hour {
            0 => Align2::LEFT_TOP,
            HOURS => Align2::RIGHT_TOP,
            _ => Align2::CENTER_TOP,
        };
        ui.painter().text(egui::pos2(x, below), align, say!("{hour}:00", hour = hour), font(), palette.second);
    }
    key(ui, whole, most);
}

/// What the strengths mean, at the right below the hours.
fn key(ui: &Ui, whole: Rect, most: u64) {
    const STEPS: u64 = 5;
    const SIDE: f32 = 10.0;
    let palette = theme::palette(ui);
    let middle = whole.bottom() - 7.0;
    let font = theme::regular(NAME_SIZE);
    let said = ui.painter().text(
        egui::pos2(whole.right(), middle),
        Align2::RIGHT_CENTER,
        say_many!(most, "{n} call", "{n} calls"),
        font.clone(),
        palette.second,
    );
    let mut x = said.left() - 6.0;
    for step in (0..STEPS).rev() {
        let rect = Rect::from_min_size(egui::pos2(x - SIDE, middle - SIDE / 2.0), egui::vec2(SIDE, SIDE));
        let strength = step as f32 / (STEPS - 1) as f32;
        ui.painter().rect_filled(rect, CornerRadius::same(2), colour(ui, strength, step > 0));
        x -= SIDE + 2.0;
    }
    ui.painter().text(egui::pos2(x - 4.0, middle), Align2::RIGHT_CENTER, count_label(0), font, palette.second);
}

fn paint(ui: &Ui, bar: &ChartBar, rect: Rect, most: u64) {
    let strength = bar.count as f32 / most as f32;
    ui.painter().rect_filled(rect, CornerRadius::same(3), colour(ui, strength, bar.count > 0));
    // Where contrast is to be high, a faint cell is told by its edge.
    let palette = theme::palette(ui);
    if palette.is_strong && bar.count > 0 {
        ui.painter().rect_stroke(rect, CornerRadius::same(3), Stroke::new(1.0, palette.accent), StrokeKind::Inside);
    }
}

fn colour(ui: &Ui, strength: f32, is_any: bool) -> Color32 {
    let palette = theme::palette(ui);
    if !is_any {
        return palette.hover;
    }
    palette.accent_ground.lerp_to_gamma(palette.accent, ((strength - FAINTEST) / (1.0 - FAINTEST)).clamp(0.0, 1.0))
}
