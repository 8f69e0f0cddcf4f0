//! Bars below each other, each with its name before it and its count behind it.

use egui::{Align2, CornerRadius, Rect, Sense, Ui};

use super::bar;
use crate::inbox::{Action, Chart, ChartBar, Ink, count_label};
use crate::ui::theme;
use crate::ui::widgets::{icon, line};

const HEIGHT: f32 = 28.0;
const BAR_HEIGHT: f32 = 10.0;
/// What stands out of the bar of the time before, in points.
const BEFORE_BEYOND: f32 = 4.0;
/// The part of the width that names take.
const NAMES: f32 = 0.36;
/// Room for the count, in points.
const COUNT_WIDTH: f32 = 62.0;

pub fn draw(ui: &mut Ui, chart: &Chart, actions: &mut Vec<Action>) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let most = chart.most().max(1);
    for (at, bar) in chart.bars.iter().enumerate() {
        let (rect, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), HEIGHT), Sense::hover());
        one(ui, bar, rect, at, most, actions);
    }
}

fn one(ui: &Ui, bar: &ChartBar, rect: Rect, at: usize, most: u64, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let hovered = ui.rect_contains_pointer(rect) && bar.narrowing.is_some();
    if hovered || bar.is_on {
        let ground = if bar.is_on { palette.selected } else { palette.hover };
        ui.painter().rect_filled(rect.expand2(egui::vec2(6.0, 0.0)), CornerRadius::same(theme::RADIUS), ground);
    }
    let middle = rect.center().y;
    let names = (rect.width() * NAMES).min(190.0);
    let mut left = rect.left();
    if let Ink::Tone(tone) = bar.ink {
        let ink = palette.tone(tone).0;
        ui.painter().text(egui::pos2(left, middle), Align2::LEFT_CENTER, icon::face(tone), theme::icons(15.0), ink);
        left += 20.0;
    }
    let ink = if matches!(bar.ink, Ink::Faint | Ink::Gathered) { palette.second } else { palette.text };
    let name = line(ui, &bar.label, theme::regular(theme::BODY), ink, rect.left() + names - left - 8.0);
    ui.painter().galley(egui::pos2(left, middle - name.size().y / 2.0), name, ink);

    let lane = Rect::from_min_max(
        egui::pos2(rect.left() + names, middle - BAR_HEIGHT / 2.0),
        egui::pos2(rect.right() - COUNT_WIDTH, middle + BAR_HEIGHT / 2.0),
    );
    let reach = |count: u64, least: f32| {
        let width = (lane.width() * (count as f64 / most as f64) as f32).max(least);
        Rect::from_min_size(lane.min, egui::vec2(width, BAR_HEIGHT))
    };
    let radius = CornerRadius::same(3);
    let has_bar = bar.ink != Ink::Gathered;
    if let Some(before) = bar.before.filter(|before| *before > 0 && has_bar) {
        let behind = reach(before, 2.0).expand2(egui::vec2(0.0, BEFORE_BEYOND));
        ui.painter().rect_filled(behind, radius, palette.wave_faint);
    }
    if bar.count > 0 && has_bar {
        ui.painter().rect_filled(reach(bar.count, 2.0), radius, bar::fill(ui, bar, hovered));
    }
    let at_right = egui::pos2(rect.right(), middle);
    let count = count_label(bar.count);
    ui.painter().text(at_right, Align2::RIGHT_CENTER, count, theme::medium(theme::BODY), palette.text);
    bar::place(ui, bar, rect.expand2(egui::vec2(6.0, 0.0)), ui.scope_id().with(("bar", at)), actions);
}
