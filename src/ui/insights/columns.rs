//! Bars beside each other, over an axis: time, hours, scores. The plot draws them; over each lies a widget of its own, which
//! a plot's bars are not.

use egui::{Sense, Stroke, Ui};
use egui_plot::{AxisHints, Bar, BarChart, GridInput, GridMark, Plot, PlotPoint};

use super::bar;
use crate::inbox::{Action, Chart, count_label};
use crate::ui::theme;

/// Room that a letter of a name below a bar takes, and the space beside the name, in points.
const LETTER_WIDTH: f32 = 6.4;
const NAME_GAP: f32 = 12.0;
const BAR_WIDTH: f64 = 0.58;
/// The bar of the time before stands behind and is wider.
const BEFORE_WIDTH: f64 = 0.86;
/// There is room for so many bars, in whatever unit.
const FEWEST: f64 = 7.0;
/// Lines across, at most.
const LINES: u64 = 4;

pub fn draw(ui: &mut Ui, chart: &Chart, height: f32, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let bars = &chart.bars;
    if bars.is_empty() {
        return;
    }
    let count = bars.len() as f64;
    // A bar alone stands in the middle rather than fill everything.
    let beside = (FEWEST - count).max(0.0) / 2.0;
    let step = line_step(chart.most());
    let top = (chart.most().max(1) as f64 * 1.06).max(step as f64);
    // As many names as there is room for.
    let letters = bars.iter().map(|bar| bar.label.chars().count()).max().unwrap_or(0);
    let name_width = letters as f32 * LETTER_WIDTH + NAME_GAP;
    let fitting = ((ui.available_width() - 40.0) / name_width).max(1.0) as usize;
    let every = bars.len().div_ceil(fitting);
    let first_named = if chart.ends_now { (bars.len() - 1) % every } else { 0 };
    let hovered = ui.data(|data| data.get_temp::<usize>(ui.scope_id()));
    let columns = bars.iter().enumerate().map(|(at, bar)| {
        let fill = bar::fill(ui, bar, hovered == Some(at));
        Bar::new(at as f64, bar.count as f64).width(BAR_WIDTH).fill(fill).stroke(Stroke::NONE)
    });
    let before = bars.iter().enumerate().filter_map(|(at, bar)| {
        let before = bar.before.filter(|before| *before > 0)?;
        Some(Bar::new(at as f64, before as f64).width(BEFORE_WIDTH).fill(palette.wave_faint).stroke(Stroke::NONE))
    });
    let (columns, before): (Vec<Bar>, Vec<Bar>) = (columns.collect(), before.collect());
    let labels: Vec<String> = bars.iter().map(|bar| bar.label.clone()).collect();
    let name = move |mark: GridMark, _: &std::ops::RangeInclusive<f64>| {
        let at = mark.value.round();
        let is_there = at >= 0.0 && (mark.value - at).abs() < 1e-6;
        is_there.then(|| labels.get(at as usize).cloned()).flatten().unwrap_or_default()
    };
    let axis = |hints: AxisHints<'static>| {
        hints.tick_label_color(palette.second).tick_label_font(theme::regular(11.0)).label_spacing(4.0..=8.0)
    };
    let bars_named = bars.len();
    let shown = Plot::new("columns")
        .height(height)
        .sense(Sense::hover())
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .allow_axis_zoom_drag(false)
        .show_x(false)
        .show_y(false)
        .show_crosshair(false)
        .show_background(false)
        .show_grid([false, true])
        .grid_color(palette.hairline)
        .grid_fade(0.0)
        .label_formatter(|_| None)
        .x_grid_spacer(move |_| {
            let named = (first_named..bars_named).step_by(every);
            named.map(|at| GridMark { value: at as f64, step_size: every as f64 }).collect()
        })
        .y_grid_spacer(move |input: GridInput| {
            let lines = (0..).map(|line| (line * step) as f64).take_while(|value| *value <= input.bounds.1);
            lines.map(|value| GridMark { value, step_size: step as f64 }).collect()
        })
        .custom_x_axes(vec![axis(AxisHints::new_x()).formatter(name)])
        .custom_y_axes(vec![
            axis(AxisHints::new_y())
                .formatter(|mark, _| count_label(mark.value.max(0.0).round() as u64))
                .min_thickness(30.0),
        ])
        .show(ui, move |plot| {
            plot.set_plot_bounds_x(-0.6 - beside..=count - 0.4 + beside);
            plot.set_plot_bounds_y(0.0..=top);
            plot.bar_chart(BarChart::new("before", before).allow_hover(false));
            plot.bar_chart(BarChart::new("calls", columns).allow_hover(false));
        });
    let mut lit = None;
    for (at, bar) in bars.iter().enumerate() {
        let corner = |x: f64, y: f64| PlotPoint::new(at as f64 + x, y);
        let rect = shown.transform.rect_from_values(&corner(-0.5, 0.0), &corner(0.5, top));
        let response = bar::place(ui, bar, rect, ui.scope_id().with(("column", at)), actions);
        if bar.is_on || (response.hovered() && bar.narrowing.is_some()) {
            let at_foot = egui::pos2(rect.center().x, rect.bottom());
            let half = egui::vec2(rect.width() / 2.0 - 1.0, 0.0);
            ui.painter().line_segment([at_foot - half, at_foot + half], Stroke::new(2.0, palette.accent));
        }
        if response.hovered() {
            lit = Some(at);
        }
    }
    let scope = ui.scope_id();
    ui.data_mut(|data| match lit {
        Some(at) => _ = data.insert_temp(scope, at),
        None => data.remove::<usize>(scope),
    });
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
