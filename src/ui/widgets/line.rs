//! Lines of text.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Color32, FontId, Galley, Label, Response, RichText, Ui};

use crate::ui::theme;

/// One line, cut with "…" where it does not fit into `width` points.
pub fn line(ui: &Ui, text: &str, font: FontId, color: Color32, width: f32) -> Arc<Galley> {
    let mut job =
        LayoutJob::single_section(text.to_owned(), TextFormat { font_id: font, color, ..TextFormat::default() });
    job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
    job.break_on_newline = false;
    ui.painter().layout_job(job)
}

/// Text that wraps and can be selected.
pub fn selectable(ui: &mut Ui, text: impl Into<String>, font: FontId, color: Color32) -> Response {
    let text = text.into();
    let format = TextFormat { font_id: font, color, line_height: Some(theme::LINE), ..TextFormat::default() };
    let mut job = LayoutJob::single_section(text, format);
    job.wrap.break_anywhere = false;
    ui.add(Label::new(job).wrap().selectable(true))
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
