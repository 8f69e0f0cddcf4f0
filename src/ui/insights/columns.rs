//! Bars beside each other, over an axis: time, hours, scores, lengths. All of it is painted here, so that bars, their names
//! and the time before stand where they shall at any width.

use egui::{Align2, CornerRadius, Rect, Sense, Shape, Stroke, Ui};

use super::bar;
use super::stops::Stops;
use crate::inbox::{Action, Chart, count_label};
use crate::ui::theme;
use crate::ui::widgets::line;

/// Between two names below bars, in points.
const NAME_GAP: f32 = 10.0;
/// Numbers at the left, names below, in points.
const NUMBERS_WIDTH: f32 = 34.0;
const NAMES_HEIGHT: f32 = 20.0;
const NAME_SIZE: f32 = 11.0;
/// Parts of the room of a bar that it takes, and the one of the time before, which stands behind and is wider.
const BAR_WIDTH: f32 = 0.6;
const BEFORE_WIDTH: f32 = 0.86;
/// However much room there is, in points.
const WIDEST_BAR: f32 = 34.0;
/// There is room for so many bars.
const FEWEST: f32 = 7.0;
/// Lines across, at most.
const LINES: u64 = 4;

pub fn draw(ui: &mut Ui, chart: &Chart, height: f32, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let bars = &chart.bars;
    let (whole, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), height), Sense::hover());
    if bars.is_empty() {
        return;
    }
    let plot = Rect::from_min_max(
        whole.min + egui::vec2(NUMBERS_WIDTH, if chart.middle.is_some() { 16.0 } else { 4.0 }),
        whole.max - egui::vec2(0.0, NAMES_HEIGHT),
    );
    let step = line_step(chart.most());
    let top = chart.most().max(step).max(1) as f64 * 1.04;
    let y = |count: u64| plot.bottom() - (count as f64 / top) as f32 * plot.height();
    let count = bars.len() as f32;
    let slot = plot.width() / count.max(FEWEST);
    let left = plot.center().x - slot * count / 2.0;
    let of_slot = |at: usize| {
        let x = left + slot * at as f32;
        Rect::from_x_y_ranges(x..=x + slot, plot.y_range())
    };
    let painter = ui.painter();
    for (at, bar) in bars.iter().enumerate() {
        if bar.is_weekend {
            painter.rect_filled(of_slot(at), CornerRadius::ZERO, palette.hover);
        }
    }
    for number in (0..).map(|line| line * step).take_while(|number| *number as f64 <= top) {
        painter.hline(plot.x_range(), y(number), theme::hairline(ui));
        let at = egui::pos2(plot.left() - 8.0, y(number));
        painter.text(at, Align2::RIGHT_CENTER, count_label(number), theme::regular(NAME_SIZE), palette.second);
    }
    names(ui, chart, plot, left, slot);
    let home = if chart.ends_now { bars.len() - 1 } else { 0 };
    let stops = Stops::walked(ui, chart.title, bars.len(), bars.len(), home);
    let radius = |width: f32| {
        let round = if width >= 6.0 { 3 } else { 1 };
        CornerRadius { nw: round, ne: round, sw: 0, se: 0 }
    };
    for (at, bar) in bars.iter().enumerate() {
        let room = of_slot(at);
        let stand = |share: f32, count: u64| {
            let width = (slot * share).min(WIDEST_BAR * share / BAR_WIDTH).max(1.5);
            let x = room.center().x;
            Rect::from_x_y_ranges(x - width / 2.0..=x + width / 2.0, y(count).min(plot.bottom() - 1.5)..=plot.bottom())
        };
        if let Some(before) = bar.before.filter(|before| *before > 0) {
            let rect = stand(BEFORE_WIDTH, before);
            ui.painter().rect_filled(rect, radius(rect.width()), palette.wave_faint);
        }
        let response = bar::place(ui, bar, room.with_max_y(plot.bottom() + 2.0), &stops, at, actions);
        let is_lit = response.hovered() && bar.narrowing.is_some();
        if bar.count > 0 {
            let rect = stand(BAR_WIDTH, bar.count);
            ui.painter().rect_filled(rect, radius(rect.width()), bar::fill(ui, bar, is_lit));
        }
        if bar.is_on || is_lit {
            let foot = plot.bottom() + 1.0;
            ui.painter().hline(room.shrink(1.0).x_range(), foot, Stroke::new(2.0, palette.accent));
        }
    }
    if let Some((at, said)) = &chart.middle {
        let x = left + slot * *at as f32;
        let ends = [egui::pos2(x, plot.top()), egui::pos2(x, plot.bottom())];
        ui.painter().extend(Shape::dashed_line(&ends, Stroke::new(1.0, palette.text), 3.0, 3.0));
        let said = line(ui, said, theme::medium(NAME_SIZE), palette.text, plot.width());
        let x = (x - said.size().x / 2.0).clamp(plot.left(), plot.right() - said.size().x);
        ui.painter().galley(egui::pos2(x, whole.top()), said, palette.text);
    }
}

/// As many names as there is room for, each below its bar.
fn names(ui: &Ui, chart: &Chart, plot: Rect, left: f32, slot: f32) {
    let bars = &chart.bars;
    let width =
        |text: &str| line(ui, text, theme::regular(NAME_SIZE), egui::Color32::PLACEHOLDER, f32::INFINITY).size().x;
    // The longest is most likely the widest: each of them is laid out once more when it is drawn.
    let longest =
        bars.iter().map(|bar| bar.label.as_str()).max_by_key(|label| label.chars().count()).unwrap_or_default();
    let name_width = width(longest) + NAME_GAP;
    let every = ((name_width / slot).ceil() as usize).max(1);
    let first = if chart.ends_now { (bars.len() - 1) % every } else { 0 };
    let ink = theme::palette(ui).second;
    for (at, bar) in bars.iter().enumerate().skip(first).step_by(every) {
        let name = line(ui, &bar.label, theme::regular(NAME_SIZE), ink, name_width.max(slot));
        let x = left + slot * (at as f32 + 0.5) - name.size().x / 2.0;
        let x = x.clamp(plot.left() - NUMBERS_WIDTH, (plot.right() - name.size().x).max(plot.left()));
        ui.painter().galley(egui::pos2(x, plot.bottom() + 6.0), name, ink);
    }
}

/// From line to line: 1, 2 or 5 times a power of ten, so that there are a few of them at whole numbers.
fn line_step(most: u64) -> u64 {
    let mut unit = 1_u64;
    loop {
        for step in [1, 2, 5].map(|times| unit.saturating_mul(times)) {
            if most / step <= LINES {
                return step;
            }
        }
        unit = unit.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stand_at_whole_numbers_and_are_few() {
        for (most, step) in [
            (0, 1),
            (4, 1),
            (5, 2),
            (9, 2),
            (10, 5),
            (24, 5),
            (25, 10),
            (1_000, 500),
            (u64::MAX, 5_000_000_000_000_000_000),
        ] {
            assert_eq!(line_step(most), step, "{most}");
            assert!(most / step <= LINES);
        }
    }
}
