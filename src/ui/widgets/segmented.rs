//! A choice of a few as one control: cells in one frame with hairlines between them, the chosen one on a ground of its own.
//! Where they do not fit beside each other they stand in rows of the same width.

use std::sync::Arc;

use egui::{
    Color32, CornerRadius, CursorIcon, Galley, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
};

use crate::ui::keyboard;
use crate::ui::theme;

/// Height of a cell, in points: that of a button.
const HEIGHT: f32 = 32.0;
/// Beside a text in its cell, where there is room, and where there is little, in points.
const ROOMY: f32 = 14.0;
const TIGHT: f32 = 8.0;
/// A cell with a short word is no narrower, in points.
const LEAST_WIDTH: f32 = 44.0;

/// One of the choices.
pub struct Segment<T> {
    /// What is written in its cell.
    pub text: String,
    /// What it is called for screen readers.
    pub name: String,
    /// What it stands for.
    pub value: T,
}

impl<T> Segment<T> {
    /// One that is called as it is written.
    pub fn new(text: impl Into<String>, value: T) -> Self {
        let text = text.into();
        Self { name: text.clone(), text, value }
    }

    /// One that is called by what it is of: "Size: 150 %".
    pub fn of(whole: &str, text: impl Into<String>, value: T) -> Self {
        let text = text.into();
        Self { name: say!("{whole}: {text}", whole = whole, text = text), text, value }
    }
}

/// Draws the choices; the one that was chosen now, if it is another one.
pub fn segmented<T: Copy + PartialEq>(ui: &mut Ui, offered: &[Segment<T>], now: T) -> Option<T> {
    let texts: Vec<(Arc<Galley>, bool)> = offered.iter().map(|one| text(ui, &one.text, one.value == now)).collect();
    // As wide as in bold, so that nothing moves when another one is chosen.
    let natural: Vec<f32> = offered.iter().map(|one| bold_width(ui, &one.text)).collect();
    let widths = laid_out(&natural, ui.available_width());
    let whole = widths.first().map_or(0.0, |row| row.iter().sum());
    let (rect, _) = ui.allocate_exact_size(Vec2::new(whole, HEIGHT * widths.len() as f32), Sense::hover());
    let palette = theme::palette(ui);
    let radius = CornerRadius::same(theme::RADIUS);
    ui.painter().rect_filled(rect, radius, palette.panel);
    let line = Stroke::new(theme::hairline(ui).width, palette.outline);
    let (mut chosen, mut rings, mut at) = (None, Vec::new(), 0);
    for (row, cells) in widths.iter().enumerate() {
        let top = rect.top() + HEIGHT * row as f32;
        if row > 0 {
            ui.painter().hline(rect.x_range(), top, line);
        }
        let mut left = rect.left();
        for (column, width) in cells.iter().enumerate() {
            let Some(one) = offered.get(at) else { break };
            let cell = Rect::from_min_size(egui::pos2(left, top), Vec2::new(*width, HEIGHT));
            let (is_top, is_bottom) = (row == 0, row + 1 == widths.len());
            let corners = corners(is_top, is_bottom, column == 0, column + 1 == cells.len());
            let response = cell_of(ui, cell, corners, one, one.value == now, &texts[at].0);
            if column > 0 {
                ui.painter().vline(cell.left(), cell.y_range(), line);
            }
            if response.clicked() && one.value != now {
                chosen = Some(one.value);
            }
            rings.push((response, cell));
            left += width;
            at += 1;
        }
    }
    ui.painter().rect_stroke(rect, radius, line, StrokeKind::Inside);
    // Above the hairlines and the frame.
    for (response, cell) in rings {
        keyboard::ring(ui, &response, cell);
    }
    chosen
}

fn cell_of<T>(
    ui: &Ui,
    cell: Rect,
    corners: CornerRadius,
    one: &Segment<T>,
    is_chosen: bool,
    text: &Arc<Galley>,
) -> Response {
    let palette = theme::palette(ui);
    let response = ui.interact(cell, ui.scope_id().with(("segment", &one.name)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), is_chosen, &one.name));
    if is_chosen {
        ui.painter().rect_filled(cell, corners, palette.accent_ground);
        if palette.is_strong {
            ui.painter().rect_stroke(cell, corners, Stroke::new(2.0, palette.accent), StrokeKind::Inside);
        }
    } else if response.hovered() {
        ui.painter().rect_filled(cell, corners, palette.hover);
    }
    let ink = if is_chosen { palette.accent } else { palette.text };
    ui.painter().galley(cell.center() - text.size() / 2.0, Arc::clone(text), ink);
    if is_chosen { response } else { response.on_hover_cursor(CursorIcon::PointingHand) }
}

fn text(ui: &Ui, text: &str, is_chosen: bool) -> (Arc<Galley>, bool) {
    let font = if is_chosen { theme::semibold(theme::BODY) } else { theme::regular(theme::BODY) };
    (ui.painter().layout_no_wrap(text.to_owned(), font, Color32::PLACEHOLDER), is_chosen)
}

fn bold_width(ui: &Ui, text: &str) -> f32 {
    let font = theme::semibold(theme::BODY);
    ui.painter().layout_no_wrap(text.to_owned(), font, Color32::PLACEHOLDER).size().x
}

fn corners(is_top: bool, is_bottom: bool, is_left: bool, is_right: bool) -> CornerRadius {
    let at = |is_there: bool| if is_there { theme::RADIUS } else { 0 };
    CornerRadius {
        nw: at(is_top && is_left),
        ne: at(is_top && is_right),
        sw: at(is_bottom && is_left),
        se: at(is_bottom && is_right),
    }
}

/// The widths of the cells, row by row, in whole points; every row is as wide as the others.
fn laid_out(natural: &[f32], room: f32) -> Vec<Vec<f32>> {
    let padded = |padding: f32| -> Vec<f32> {
        natural.iter().map(|width| (width + 2.0 * padding).max(LEAST_WIDTH).ceil()).collect()
    };
    for padding in [ROOMY, (ROOMY + TIGHT) / 2.0, TIGHT] {
        let row = padded(padding);
        if row.iter().sum::<f32>() <= room {
            return vec![row];
        }
    }
    let tight = padded(TIGHT);
    let widest = tight.iter().copied().fold(LEAST_WIDTH, f32::max);
    let fitting = ((room / widest).floor() as usize).clamp(1, tight.len().max(1));
    // Rows of much the same number, so that none is left with one.
    let rows = tight.len().div_ceil(fitting);
    let columns = tight.len().div_ceil(rows.max(1)).max(1);
    let whole = (widest.min(room) * columns as f32).min(room);
    let counts = natural.chunks(columns).map(<[f32]>::len);
    counts.map(|count| vec![whole / count as f32; count]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stand_in_a_row_and_else_in_rows_of_the_same_width() {
        assert_eq!(laid_out(&[20.0, 60.0], 400.0), [[48.0, 88.0]]);
        assert_eq!(laid_out(&[20.0, 60.0], 130.0), [[44.0, 82.0]]);
        let rows = laid_out(&[40.0; 8], 300.0);
        assert_eq!((rows.len(), rows[0].len()), (2, 4));
        let rows = laid_out(&[100.0; 5], 360.0);
        assert_eq!(rows.iter().map(Vec::len).collect::<Vec<_>>(), [3, 2]);
        let sums: Vec<f32> = rows.iter().map(|row| row.iter().sum()).collect();
        assert!((sums[0] - sums[1]).abs() < 0.01 && sums[0] <= 360.0, "{sums:?}");
        assert_eq!(laid_out(&[500.0], 100.0), [[100.0]]);
    }
}
