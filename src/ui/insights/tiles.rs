//! The answers in words: a number, what it is, and how it compares.

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{CornerRadius, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo};

use super::GAP;
use crate::inbox::Headline;
use crate::ui::theme;
use crate::ui::widgets::line;

/// The narrowest a tile gets, in points.
const NARROWEST: f32 = 172.0;
const HEIGHT: f32 = 98.0;
const PADDING: f32 = 14.0;

pub fn draw(ui: &mut Ui, headlines: &[Headline]) {
    let width = ui.available_width();
    let fitting = (((width + GAP) / (NARROWEST + GAP)) as usize).clamp(1, headlines.len().max(1));
    // Rows as even as can be: six tiles as three and three rather than five and one.
    let rows = headlines.len().div_ceil(fitting).max(1);
    let in_a_row = headlines.len().div_ceil(rows).max(1);
    let tile = (width - GAP * (in_a_row as f32 - 1.0)) / in_a_row as f32;
    for row in headlines.chunks(in_a_row) {
        let (rect, _) = ui.allocate_exact_size(egui::vec2(width, HEIGHT), Sense::hover());
        for (at, headline) in row.iter().enumerate() {
            let left = rect.left() + at as f32 * (tile + GAP);
            one(ui, headline, Rect::from_min_size(egui::pos2(left, rect.top()), egui::vec2(tile, HEIGHT)));
        }
    }
}

fn one(ui: &Ui, headline: &Headline, rect: Rect) {
    let palette = theme::palette(ui);
    let response = ui.interact(rect, ui.scope_id().with(("headline", headline.label)), Sense::hover());
    let said = format!("{}: {}. {}", headline.label, headline.value, headline.words);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    let edge = Stroke::new(1.0, palette.hairline);
    ui.painter().rect(rect, CornerRadius::same(8), palette.panel, edge, StrokeKind::Inside);
    let inner = rect.shrink2(egui::vec2(PADDING, 10.0));
    let label = line(ui, headline.label, theme::regular(theme::SMALL), palette.second, inner.width());
    let large = line(ui, &headline.value, theme::semibold(20.0), palette.text, inner.width());
    // A long word gets smaller rather than cut.
    let value = match large.elided {
        true => line(ui, &headline.value, theme::semibold(15.0), palette.text, inner.width()),
        false => large,
    };
    let words = two_lines(ui, &headline.words, inner.width());
    let is_cut = value.elided || words.elided;
    let mut y = inner.top();
    for (galley, color, below) in
        [(label, palette.second, 1.0), (value, palette.text, 2.0), (words, palette.second, 0.0)]
    {
        let height = galley.size().y;
        ui.painter().galley(egui::pos2(inner.left(), y), galley, color);
        y += height + below;
    }
    if is_cut {
        response.on_hover_text(said);
    }
}

fn two_lines(ui: &Ui, text: &str, width: f32) -> std::sync::Arc<egui::Galley> {
    let color = theme::palette(ui).second;
    let format = TextFormat { font_id: theme::regular(theme::SMALL), color, ..TextFormat::default() };
    let mut job = LayoutJob::single_section(text.to_owned(), format);
    job.wrap = TextWrapping { max_width: width, max_rows: 2, ..TextWrapping::default() };
    ui.painter().layout_job(job)
}
