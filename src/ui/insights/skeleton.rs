//! What stands there until the first figures are counted: the same places, still empty, so that nothing jumps.

use egui::{CornerRadius, Rect, Ui};

use super::{CALLS_HEIGHT, ROWS_HEIGHT, TWO_COLUMNS_FROM, card, tiles};
use crate::ui::theme;

const TILES: usize = 6;

pub fn draw(ui: &mut Ui) {
    for rect in tiles::places(ui, TILES) {
        card::ground(ui, rect);
        let inner = rect.shrink2(egui::vec2(14.0, 14.0));
        stroke(ui, Rect::from_min_size(inner.min, egui::vec2(inner.width() * 0.5, 8.0)));
        let value = inner.min + egui::vec2(0.0, 24.0);
        stroke(ui, Rect::from_min_size(value, egui::vec2(inner.width() * 0.34, 16.0)));
        let below = egui::pos2(inner.left(), inner.bottom() - 10.0);
        stroke(ui, Rect::from_min_size(below, egui::vec2(inner.width() * 0.8, 8.0)));
    }
    let columns = if ui.available_width() >= TWO_COLUMNS_FROM { 2 } else { 1 };
    for (count, height) in [(1, CALLS_HEIGHT + 76.0), (columns, ROWS_HEIGHT + 76.0)] {
        for rect in card::row(ui, count, height) {
            card::ground(ui, rect);
            let inner = rect.shrink(16.0);
            stroke(ui, Rect::from_min_size(inner.min, egui::vec2(96.0, 10.0)));
            stroke(ui, Rect::from_min_size(inner.min + egui::vec2(0.0, 20.0), egui::vec2(210.0, 8.0)));
        }
    }
}

fn stroke(ui: &Ui, rect: Rect) {
    ui.painter().rect_filled(rect, CornerRadius::same(3), theme::palette(ui).neutral_ground);
}
