//! What a chart stands on: its title, what is most worth knowing of it, and the chart below; two beside each other are of one
//! height.

use egui::{CornerRadius, Rect, Role, Sense, StrokeKind, Ui, UiBuilder, WidgetInfo};

use super::GAP;
use crate::inbox::Chart;
use crate::ui::theme;
use crate::ui::widgets::line;

const PADDING: egui::Vec2 = egui::vec2(16.0, 14.0);
const LINE: f32 = 17.0;
/// Between the words and the chart, in points.
const BELOW_WORDS: f32 = 12.0;

/// How much of a card is not the chart, in points.
pub fn around(chart: &Chart) -> f32 {
    let note = if chart.note.is_empty() { 0.0 } else { LINE };
    2.0 * PADDING.y + LINE + note + if chart.bars.is_empty() { 0.0 } else { BELOW_WORDS }
}

/// Room for cards beside each other.
pub fn row(ui: &mut Ui, count: usize, height: f32) -> Vec<Rect> {
    let (whole, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), height), Sense::hover());
    let width = (whole.width() - GAP * (count as f32 - 1.0)) / count as f32;
    let place = |at: usize| {
        let left = whole.left() + (width + GAP) * at as f32;
        Rect::from_min_size(egui::pos2(left, whole.top()), egui::vec2(width, height))
    };
    (0..count).map(place).collect()
}

/// The ground that everything here stands on.
pub fn ground(ui: &Ui, rect: Rect) {
    let fill = theme::palette(ui).panel;
    ui.painter().rect(rect, CornerRadius::same(8), fill, theme::hairline(ui), StrokeKind::Inside);
}

/// Draws a card; `legend` stands at its right. The chart is told how high it may be.
pub fn draw(ui: &mut Ui, rect: Rect, chart: &Chart, legend: &str, draw: impl FnOnce(&mut Ui, f32)) {
    let palette = theme::palette(ui);
    ground(ui, rect);
    let inner = rect.shrink2(PADDING);
    // What it shows, for whoever does not see it: the bars follow one by one.
    let figure = ui.interact(rect, ui.scope_id().with(("figure", chart.title)), Sense::hover());
    figure.widget_info(|| WidgetInfo::labeled(Role::Figure, true, said(chart)));
    let title = line(ui, chart.title, theme::semibold(theme::BODY), palette.text, inner.width());
    let beside = inner.width() - title.size().x - 16.0;
    ui.painter().galley(inner.min - egui::vec2(0.0, 1.0), title, palette.text);
    let mut top = inner.top() + LINE;
    if !legend.is_empty() {
        let said = line(ui, legend, theme::regular(theme::SMALL), palette.second, beside - 18.0);
        let left = inner.right() - said.size().x;
        let sign = Rect::from_center_size(egui::pos2(left - 12.0, inner.top() + 7.0), egui::vec2(10.0, 10.0));
        ui.painter().rect_filled(sign, CornerRadius::same(2), palette.wave_faint);
        ui.painter().galley(egui::pos2(left, inner.top()), said, palette.second);
    }
    if !chart.note.is_empty() {
        let note = line(ui, &chart.note, theme::regular(theme::SMALL), palette.second, inner.width());
        let at = egui::pos2(inner.left(), top + 1.0);
        if note.elided {
            let place = Rect::from_min_size(at, note.size());
            let response = ui.interact(place, ui.scope_id().with(("note", chart.title)), Sense::hover());
            response.on_hover_text(&chart.note);
        }
        ui.painter().galley(at, note, palette.second);
        top += LINE;
    }
    if !chart.bars.is_empty() {
        top += BELOW_WORDS;
    }
    let place = Rect::from_min_max(egui::pos2(inner.left(), top), inner.max);
    let mut child = ui.new_child(UiBuilder::new().id_salt(chart.title).max_rect(place));
    draw(&mut child, place.height());
}

/// "Calls per day. 1.4 a day on average. 30 values, from 13 Nov to 12 Dec."
fn said(chart: &Chart) -> String {
    let mut said = format!("{}. ", chart.title);
    if !chart.note.is_empty() {
        said.push_str(chart.note.trim_end_matches('.'));
        said.push_str(". ");
    }
    if let Some((_, middle)) = &chart.middle {
        said.push_str(middle);
        said.push_str(". ");
    }
    let count = chart.bars.len() as u64;
    if count > 0 {
        said.push_str(&say_many!(count, "{n} value.", "{n} values: walk them with the arrow keys."));
    }
    said
}
