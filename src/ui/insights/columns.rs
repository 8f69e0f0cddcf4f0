//! Bars beside each other, over an axis: time, hours, scores, lengths. The plot draws them; over each lies a widget of its
//! own, which a plot's bars are not.

use std::ops::RangeInclusive;

use egui::{Align2, Color32, CornerRadius, RichText, Sense, Shape, Stroke, Ui};
use egui_plot::{
    AxisHints, Bar, BarChart, GridMark, Line, LineStyle, Plot, PlotBounds, PlotGeometry, PlotItem, PlotItemBase,
    PlotPoint, PlotTransform, PlotUi, Polygon, Text,
};

use super::bar;
use super::stops::Stops;
use crate::inbox::{Action, Chart, count_label};
use crate::ui::theme;
use crate::ui::widgets::line;

/// Between two names below bars, in points.
const NAME_GAP: f32 = 10.0;
/// The least room for numbers at the left, and the space that the plot leaves beside each, in points.
const NUMBERS_WIDTH: f32 = 34.0;
const BESIDE_NUMBERS: f32 = 8.0;
const NAME_SIZE: f32 = 11.0;
/// So much of the last name may stand out of the plot, in points.
const BEYOND: f32 = 4.0;
/// Room in the plot below the bars, for the mark of the chosen one; and above them, with words over them or without.
const FOOT: f32 = 6.0;
const HEAD: f32 = 4.0;
const HEAD_WITH_WORDS: f32 = 16.0;
/// Parts of the room of a bar that it takes, and the one of the time before, which stands behind and is wider.
const BAR_WIDTH: f32 = 0.6;
const BEFORE_WIDTH: f32 = 0.86;
/// However much room there is, in points.
const WIDEST_BAR: f32 = 34.0;
/// The least of a bar that stands for something, in points.
const LEAST: f32 = 1.5;
/// There is room for so many bars.
const FEWEST: f64 = 7.0;
/// Lines across, at most.
const LINES: u64 = 4;
/// How much of the ink of texts shades a weekend: the lines across are seen through it.
const SHADE: f32 = 0.045;

pub fn draw(ui: &mut Ui, chart: &Chart, height: f32, actions: &mut Vec<Action>) {
    let bars = &chart.bars;
    if bars.is_empty() {
        return;
    }
    let frame = Frame::of(ui, chart, height);
    let home = if chart.ends_now { bars.len() - 1 } else { 0 };
    let stops = Stops::walked(ui, chart.title, bars.len(), bars.len(), home);
    let lit: Vec<bool> = bars
        .iter()
        .enumerate()
        .map(|(at, bar)| {
            let is_hovered = || ui.ctx().read_response(stops.id(at)).is_some_and(|response| response.hovered());
            bar.narrowing.is_some() && is_hovered()
        })
        .collect();
    let inks: Vec<Color32> = bars.iter().zip(&lit).map(|(bar, is_lit)| bar::fill(ui, bar, *is_lit)).collect();
    let said = chart.middle.as_ref().map_or("", |(_, said)| said);
    let said_width = line(ui, said, theme::medium(NAME_SIZE), Color32::PLACEHOLDER, f32::INFINITY).size().x;
    let items = Items { palette: theme::palette(ui), frame: &frame, chart, inks: &inks, lit: &lit, said_width };
    let shown = plot(ui, chart, &frame, height).show(ui, |plot| items.put(plot));
    let transform = shown.transform;
    for (at, bar) in bars.iter().enumerate() {
        let corner = |x: f64, y: f64| PlotPoint::new(at as f64 + x, y);
        let rect = transform.rect_from_values(&corner(-0.5, 0.0), &corner(0.5, frame.top));
        bar::place(ui, bar, rect.with_max_y(rect.bottom() + 2.0), &stops, at, actions);
    }
}

/// How points on screen and values belong together. The plot is told its bounds by it.
struct Frame {
    /// Of the numbers at the left and of the names below, in points.
    numbers: f32,
    names: f32,
    /// Of a bar, in points.
    slot: f32,
    /// What a point is worth, upwards.
    point: f64,
    /// From line to line, and the upper end.
    step: u64,
    top: f64,
    x: RangeInclusive<f64>,
    y: RangeInclusive<f64>,
    /// Which bars have their names: every so many, from one on.
    first_named: usize,
    every: usize,
}

impl Frame {
    fn of(ui: &Ui, chart: &Chart, height: f32) -> Self {
        let bars = &chart.bars;
        let size = |text: &str| line(ui, text, theme::regular(NAME_SIZE), Color32::PLACEHOLDER, f32::INFINITY).size();
        let step = line_step(chart.most());
        let top = chart.most().max(step).max(1) as f64 * 1.04;
        let largest = count_label((top as u64 / step).saturating_mul(step));
        // The plot would find out after a frame how much room they take.
        let numbers = (size(&largest).x + BESIDE_NUMBERS).max(NUMBERS_WIDTH).ceil();
        let names = size("0").y.ceil();
        let head = if chart.middle.is_some() { HEAD_WITH_WORDS } else { HEAD };
        let point = top / f64::from((height - names - FOOT - head).max(1.0));
        let count = bars.len() as f64;
        // A bar alone stands in the middle rather than fill everything.
        let beside = (FEWEST - count).max(0.0) / 2.0;
        // The name of the last bar does not leave the card.
        let last = bars.last().map_or(0.0, |bar| size(&bar.label).x);
        let width = ui.available_width() - numbers;
        let end = ((last - width / count.max(FEWEST) as f32) / 2.0 - BEYOND).max(0.0);
        let slot = (width - end) / count.max(FEWEST) as f32;
        // The longest is most likely the widest: each of them is laid out once more when it is drawn.
        let longest =
            bars.iter().map(|bar| bar.label.as_str()).max_by_key(|label| label.chars().count()).unwrap_or_default();
        let every = (((size(longest).x + NAME_GAP) / slot).ceil() as usize).max(1);
        Self {
            numbers,
            names,
            slot,
            point,
            step,
            top,
            x: -0.5 - beside..=count - 0.5 + beside + f64::from(end / slot),
            y: -f64::from(FOOT) * point..=top + f64::from(head) * point,
            first_named: if chart.ends_now { (bars.len() - 1) % every } else { 0 },
            every,
        }
    }

    /// How wide a bar is, in points.
    fn width(&self, share: f32) -> f32 {
        (self.slot * share).min(WIDEST_BAR * share / BAR_WIDTH).max(LEAST)
    }
}

/// Axes, names and lines across; it is looked at and stays as it is.
fn plot<'a>(ui: &Ui, chart: &'a Chart, frame: &Frame, height: f32) -> Plot<'a> {
    let palette = theme::palette(ui);
    let axis = |hints: AxisHints<'a>| {
        hints.tick_label_color(palette.second).tick_label_font(theme::regular(NAME_SIZE)).label_spacing(1.0..=2.0)
    };
    let name = |mark: GridMark, _: &RangeInclusive<f64>| {
        chart.bars.get(mark.value.round() as usize).map(|bar| bar.label.clone()).unwrap_or_default()
    };
    let number = |mark: GridMark, _: &RangeInclusive<f64>| count_label(mark.value.round() as u64);
    let (named, every) = ((frame.first_named..chart.bars.len()).step_by(frame.every), frame.every as f64);
    let (step, top) = (frame.step, frame.top);
    Plot::new("columns")
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
        .grid_color(theme::hairline(ui).color)
        .grid_fade(0.0)
        .label_formatter(|_| None)
        .x_grid_spacer(move |_| named.clone().map(|at| GridMark { value: at as f64, step_size: every }).collect())
        .y_grid_spacer(move |_| {
            let lines = (0..).map(|line| (line * step) as f64).take_while(|value| *value <= top);
            lines.map(|value| GridMark { value, step_size: step as f64 }).collect()
        })
        .custom_x_axes(vec![axis(AxisHints::new_x()).formatter(name).min_thickness(frame.names)])
        .custom_y_axes(vec![axis(AxisHints::new_y()).formatter(number).min_thickness(frame.numbers)])
}

/// What stands in the plot.
struct Items<'a> {
    palette: &'static theme::Palette,
    frame: &'a Frame,
    chart: &'a Chart,
    /// What each bar is filled with, and which of them the pointer is over.
    inks: &'a [Color32],
    lit: &'a [bool],
    /// Of what is said of the middle, in points.
    said_width: f32,
}

impl Items<'_> {
    fn put(&self, plot: &mut PlotUi<'_>) {
        let (frame, bars) = (self.frame, &self.chart.bars);
        plot.set_plot_bounds_x(frame.x.clone());
        plot.set_plot_bounds_y(frame.y.clone());
        let mut first = 0;
        // Days beside each other are one shade, without a seam.
        for days in bars.chunk_by(|day, next| day.is_weekend == next.is_weekend) {
            if days[0].is_weekend {
                plot.polygon(self.weekend(first, days.len()));
            }
            first += days.len();
        }
        let before = bars.iter().enumerate().filter_map(|(at, bar)| {
            let before = bar.before.filter(|before| *before > 0)?;
            Some(self.bar(at, before, BEFORE_WIDTH).fill(self.palette.wave_faint))
        });
        plot.add(self.rounded("before", BEFORE_WIDTH, before.collect()));
        let now = bars.iter().zip(self.inks).enumerate().filter(|(_, (bar, _))| bar.count > 0);
        let now = now.map(|(at, (bar, ink))| self.bar(at, bar.count, BAR_WIDTH).fill(*ink));
        plot.add(self.rounded("calls", BAR_WIDTH, now.collect()));
        for (at, (bar, is_lit)) in bars.iter().zip(self.lit).enumerate() {
            if bar.is_on || *is_lit {
                plot.line(self.mark(at as f64));
            }
        }
        if let Some((at, said)) = &self.chart.middle {
            self.middle(plot, *at - 0.5, said);
        }
    }

    fn bar(&self, at: usize, count: u64, share: f32) -> Bar {
        let least = f64::from(LEAST) * self.frame.point;
        let width = f64::from(self.frame.width(share) / self.frame.slot);
        Bar::new(at as f64, (count as f64).max(least)).width(width).stroke(Stroke::NONE)
    }

    fn rounded(&self, name: &str, share: f32, bars: Vec<Bar>) -> Rounded {
        let round = if self.frame.width(share) >= 6.0 { 3 } else { 1 };
        let corners = CornerRadius { nw: round, ne: round, sw: 0, se: 0 };
        Rounded { bars: BarChart::new(name, bars).allow_hover(false), corners }
    }

    fn weekend(&self, first: usize, days: usize) -> Polygon<'static> {
        let (left, right, top) = (first as f64 - 0.5, (first + days) as f64 - 0.5, self.frame.top);
        let shade = self.palette.text.gamma_multiply(SHADE);
        Polygon::new("weekend", vec![[left, 0.0], [left, top], [right, top], [right, 0.0]])
            .fill_color(shade)
            .stroke(Stroke::NONE)
            .allow_hover(false)
    }

    /// Below what is chosen or about to be.
    fn mark(&self, at: f64) -> Line<'static> {
        let (half, y) = (0.5 - f64::from(1.0 / self.frame.slot), -self.frame.point);
        let stroke = Stroke::new(2.0, self.palette.accent);
        Line::new("mark", vec![[at - half, y], [at + half, y]]).stroke(stroke).allow_hover(false)
    }

    fn middle(&self, plot: &mut PlotUi<'_>, x: f64, said: &str) {
        let (frame, ink) = (self.frame, self.palette.text);
        let ends = vec![[x, 0.0], [x, frame.top]];
        let style = LineStyle::Dashed { length: 3.5 };
        plot.line(Line::new("middle", ends).stroke(Stroke::new(1.0, ink)).style(style).allow_hover(false));
        // In sight as a whole, at either end too.
        let half = f64::from(self.said_width / 2.0 / frame.slot);
        let (from, to) = (*frame.x.start() + half, *frame.x.end() - half);
        let at = PlotPoint::new(if from < to { x.clamp(from, to) } else { x }, *frame.y.end());
        let said = RichText::new(said).font(theme::medium(NAME_SIZE));
        plot.text(Text::new("said", at, said).color(ink).anchor(Align2::CENTER_TOP).allow_hover(false));
    }
}

/// Bars whose upper ends are round, which those of a plot are not.
struct Rounded {
    bars: BarChart,
    corners: CornerRadius,
}

impl PlotItem for Rounded {
    fn shapes(&self, ui: &Ui, transform: &PlotTransform, shapes: &mut Vec<Shape>) {
        let first = shapes.len();
        self.bars.shapes(ui, transform, shapes);
        for shape in &mut shapes[first..] {
            if let Shape::Rect(rect) = shape {
                rect.corner_radius = self.corners;
            }
        }
    }

    fn initialize(&mut self, x_range: RangeInclusive<f64>) {
        self.bars.initialize(x_range);
    }

    fn color(&self) -> Color32 {
        PlotItem::color(&self.bars)
    }

    fn geometry(&self) -> PlotGeometry<'_> {
        PlotGeometry::None
    }

    fn bounds(&self) -> PlotBounds {
        self.bars.bounds()
    }

    fn base(&self) -> &PlotItemBase {
        self.bars.base()
    }

    fn base_mut(&mut self) -> &mut PlotItemBase {
        self.bars.base_mut()
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
