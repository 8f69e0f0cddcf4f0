//! Lines of text.

use std::ops::Range;
use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Color32, FontId, Galley, Id, Label, Pos2, Response, RichText, Stroke, Ui};

use super::script;
use crate::call::query::Highlighter;
use crate::ui::theme;

/// One line, cut with "…" where it does not fit into `width` points.
pub fn line(ui: &Ui, text: &str, font: FontId, color: Color32, width: f32) -> Arc<Galley> {
    let mut job =
        LayoutJob::single_section(text.to_owned(), TextFormat { font_id: font, color, ..TextFormat::default() });
    job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
    job.break_on_newline = false;
    script::lay(ui, job)
}

/// Draws a line with its letters standing on `at.y`: texts of two sizes, and of two scripts, then stand on one line.
pub fn stand(ui: &Ui, at: Pos2, galley: Arc<Galley>, color: Color32) {
    let base = galley.rows.first().and_then(|row| row.glyphs.first()).map_or(0.0, |glyph| glyph.pos.y);
    ui.painter().galley(egui::pos2(at.x, at.y - base), galley, color);
}

/// The same with parts of it marked as found.
pub fn line_with_hits(
    ui: &Ui,
    text: &str,
    hits: &[Range<usize>],
    font: FontId,
    color: Color32,
    width: f32,
) -> Arc<Galley> {
    if hits.is_empty() {
        return line(ui, text, font, color, width);
    }
    let mut job = marked(ui, text, hits, &TextFormat { font_id: font, color, ..TextFormat::default() });
    job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
    job.break_on_newline = false;
    script::lay(ui, job)
}

/// From now on in this frame, words that are searched for are marked in [`selectable`] texts.
pub fn mark_found(ui: &Ui, highlighter: &Highlighter) {
    let id = Id::unique("found words");
    let found = (!highlighter.is_empty()).then(|| Arc::new(highlighter.clone()));
    ui.data_mut(|data| match found {
        Some(found) => _ = data.insert_temp(id, found),
        None => data.remove::<Arc<Highlighter>>(id),
    });
}

/// Where words stand in a text that are searched for in this frame ([`mark_found`]).
pub fn hits_in(ui: &Ui, text: &str) -> Vec<Range<usize>> {
    let highlighter = ui.data(|data| data.get_temp::<Arc<Highlighter>>(Id::unique("found words")));
    highlighter.map(|highlighter| highlighter.hits(text)).unwrap_or_default()
}

/// Text that wraps and can be selected.
pub fn selectable(ui: &mut Ui, text: impl Into<String>, font: FontId, color: Color32) -> Response {
    let text = text.into();
    let format = TextFormat { font_id: font, color, line_height: Some(theme::LINE), ..TextFormat::default() };
    let hits = hits_in(ui, &text);
    running(ui, marked(ui, &text, &hits, &format))
}

/// Running text that is struck out.
pub fn struck(ui: &mut Ui, text: &str, font: FontId, color: Color32) -> Response {
    let strikethrough = Stroke::new(1.0, color);
    let line_height = Some(theme::LINE);
    let format = TextFormat { font_id: font, color, line_height, strikethrough, ..TextFormat::default() };
    running(ui, LayoutJob::single_section(text.to_owned(), format))
}

/// Running text that was put together: it wraps and can be selected.
pub fn running(ui: &mut Ui, mut job: LayoutJob) -> Response {
    if script::is_plain(&job.text) {
        return ui.add(Label::new(job).wrap().selectable(true));
    }
    job.wrap.max_width = script::room(ui, &job);
    let galley = script::lay(ui, job);
    script::words(ui, &galley)
}

/// A text with parts of it marked as found.
pub fn marked(ui: &Ui, text: &str, hits: &[Range<usize>], format: &TextFormat) -> LayoutJob {
    let palette = theme::palette(ui);
    let found = TextFormat { background: palette.hit, color: palette.text, ..format.clone() };
    let mut job = LayoutJob::default();
    let mut done = 0;
    for hit in hits {
        job.append(&text[done..hit.start], 0.0, format.clone());
        job.append(&text[hit.clone()], 0.0, found.clone());
        done = hit.end;
    }
    job.append(&text[done..], 0.0, format.clone());
    job
}

/// The heading of a screen.
pub fn heading(ui: &mut Ui, text: &str) -> Response {
    let color = theme::palette(ui).text;
    ui.add(Label::new(RichText::new(text).font(theme::semibold(22.0)).color(color)).wrap())
}

/// The heading of a part.
pub fn section_title(ui: &mut Ui, text: &str) {
    let color = theme::palette(ui).second;
    ui.add(Label::new(RichText::new(text).font(theme::semibold(theme::SMALL)).color(color)).selectable(false));
    ui.add_space(theme::GRID);
}
