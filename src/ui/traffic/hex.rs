//! The body as bytes: where they stand, as numbers, as letters.

use std::ops::Range;

use egui::{CornerRadius, Pos2, Rect, Role, Sense, Ui, Vec2, WidgetInfo};

use super::body::top_for;
use super::open::Sheet;
use crate::inbox::{Action, BodyAction, BodyView};
use crate::traffic::{hex_row, hex_rows};
use crate::ui::theme;
use crate::ui::widgets::{Piece, VirtualRows, virtual_rows};

/// Letters of a row: where it begins, the bytes, the letters, and what is between.
const CHARS: f32 = 8.0 + 2.0 + 48.0 + 2.0 + 16.0;
/// Room beside a row, in points.
const BESIDE: f32 = 34.0;

pub fn draw(ui: &mut Ui, sheet: &Sheet<'_>, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let body = &sheet.opened.body;
    let room = (ui.available_width() - BESIDE).max(100.0);
    let char_at = |ui: &Ui, size: f32| ui.fonts_mut(|fonts| fonts.glyph_width(&theme::mono(size), '0'));
    // Smaller where all of it would not stand in a row.
    let size = (theme::SMALL * room / (char_at(ui, theme::SMALL) * CHARS)).clamp(8.5, theme::SMALL);
    let (font, wide) = (theme::mono(size), char_at(ui, size));
    let count = hex_rows(body.len());
    let fit = f64::from(ui.available_height() / theme::CODE_LINE);
    let top = top_for(sheet.open, BodyView::Hex, fit);
    let rows = VirtualRows { count, height: theme::CODE_LINE, top, bar_name: say!("Scroll the bytes") };
    let fault = sheet.opened.outline.fault.as_ref().map(|fault| fault.at);
    let sight = virtual_rows(
        ui,
        &rows,
        |_| false,
        |ui, piece, rect| {
            let Piece::Row(at) = piece else { return };
            let Some(row) = hex_row(body, at) else { return };
            let response = ui.interact(rect, ui.scope_id().with(("row of bytes", at)), Sense::hover());
            response
                .widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{} {}", row.offset, row.bytes.trim())));
            let y = rect.center().y;
            let x = rect.left() + 18.0;
            if let Some(byte) = fault.filter(|fault| fault / 16 == at) {
                mark(ui, x, y, wide, byte % 16);
            }
            let text = |chars: f32, text: &str, ink| {
                let at = Pos2::new(x + chars * wide, y);
                ui.painter().text(at, egui::Align2::LEFT_CENTER, text, font.clone(), ink);
            };
            text(0.0, &row.offset, palette.second);
            text(10.0, &row.bytes, palette.text);
            text(10.0 + row.bytes.chars().count() as f32 + 2.0, &row.ascii, palette.code_string);
        },
    );
    if sight.scrolled_to.is_some() || sheet.open.reveal().is_some() {
        actions.push(BodyAction::Scrolled(sight.scrolled_to.unwrap_or(top)).into());
    }
}

/// Where in a row the number of a byte stands, in letters.
fn byte_chars(byte: usize) -> Range<f32> {
    let begin = (byte * 3 + usize::from(byte >= 8)) as f32;
    begin..begin + 2.0
}

fn mark(ui: &Ui, x: f32, y: f32, wide: f32, byte: usize) {
    let palette = theme::palette(ui);
    let chars = byte_chars(byte);
    let place = Rect::from_min_size(
        Pos2::new(x + (10.0 + chars.start) * wide - 2.0, y - 8.5),
        Vec2::new((chars.end - chars.start) * wide + 4.0, 17.0),
    );
    ui.painter().rect_filled(place, CornerRadius::same(3), palette.bad_ground);
    ui.painter().rect_stroke(
        place,
        CornerRadius::same(3),
        egui::Stroke::new(1.0, palette.bad),
        egui::StrokeKind::Inside,
    );
}
