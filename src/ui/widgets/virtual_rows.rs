//! Rows of one height, any number of them: only those in sight are drawn. Positions are counted in rows with fraction and
//! in 64 bits, so that a million rows scroll as smoothly as ten (egui's own scroll area counts in 32-bit points).

use egui::{CornerRadius, Id, Rect, Sense, Ui, Vec2, WidgetInfo};

use crate::ui::theme;

/// Shortest handle of the scroll bar, in points.
const HANDLE_MIN: f32 = 32.0;
/// Width of the scroll bar's lane, in points.
const BAR_LANE: f32 = 10.0;

/// What is in sight.
pub struct Sight {
    /// First row, from 0.
    pub first: usize,
    /// Past the last row.
    pub end: usize,
    /// How many whole rows fit.
    pub page: usize,
    /// Where it was scrolled to by wheel or bar: rows above the top, with fraction.
    pub scrolled_to: Option<f64>,
}

/// What `draw` is asked to paint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// The row at a position.
    Row(usize),
    /// The strip below the row at a position.
    StripBelow(usize),
}

/// The rows there are, and where they are scrolled to.
pub struct VirtualRows<'a> {
    /// How many.
    pub count: usize,
    /// Height of each, in points.
    pub height: f32,
    /// Rows above the top, with fraction.
    pub top: f64,
    /// For screen readers.
    pub bar_name: &'a str,
}

/// Draws the rows in sight, and below those that `has_strip` names a strip of [`theme::STRIP_HEIGHT`].
pub fn virtual_rows(
    ui: &mut Ui,
    rows: &VirtualRows<'_>,
    has_strip: impl Fn(usize) -> bool,
    mut draw: impl FnMut(&mut Ui, Piece, Rect),
) -> Sight {
    let VirtualRows { count, height: row_height, top, .. } = *rows;
    let area = ui.available_rect_before_wrap();
    let id = ui.scope_id().with("virtual rows");
    let height_of = |position: usize| row_height + if has_strip(position) { theme::STRIP_HEIGHT } else { 0.0 };
    let fit = f64::from(area.height() / row_height);
    let last_top = last_top(count, area.height(), height_of);
    let top = top.clamp(0.0, last_top);
    let mut wanted = wheel(ui, area, row_height).map(|rows| top + rows);
    if last_top > 0.0 {
        wanted = bar(ui, id, area, rows, top, fit, last_top).or(wanted);
    }
    let now = wanted.unwrap_or(top).clamp(0.0, last_top);
    let first = now.floor() as usize;
    let mut y = area.top() - (now.fract() * f64::from(height_of(first))) as f32;
    let mut end = first;
    ui.scope_builder(egui::UiBuilder::new().max_rect(area), |ui| {
        ui.shrink_clip_rect(area);
        while end < count && y < area.bottom() {
            let rect = Rect::from_min_size(egui::pos2(area.left(), y), Vec2::new(area.width(), row_height));
            draw(ui, Piece::Row(end), rect);
            if has_strip(end) {
                let strip = Rect::from_min_size(rect.left_bottom(), Vec2::new(area.width(), theme::STRIP_HEIGHT));
                draw(ui, Piece::StripBelow(end), strip);
            }
            y += height_of(end);
            end += 1;
        }
    });
    if last_top > 0.0 {
        paint_bar(ui, id, area, now, fit, count, last_top);
    }
    ui.advance_cursor_after_rect(area);
    let scrolled_to = wanted.map(|wanted| wanted.clamp(0.0, last_top)).filter(|to| (to - top).abs() > 1e-9);
    Sight { first, end, page: (fit.floor() as usize).max(1), scrolled_to }
}

/// The scroll position that shows the last row at the bottom: rows above the top, with fraction.
fn last_top(count: usize, height: f32, height_of: impl Fn(usize) -> f32) -> f64 {
    let mut left = height;
    for position in (0..count).rev() {
        let row = height_of(position);
        if row >= left {
            return position as f64 + f64::from((row - left) / row);
        }
        left -= row;
    }
    0.0
}

/// Rows to go down, by the wheel.
fn wheel(ui: &Ui, area: Rect, row_height: f32) -> Option<f64> {
    if !ui.rect_contains_pointer(area) {
        return None;
    }
    let delta = ui.input_mut(|input| std::mem::take(&mut input.smooth_scroll_delta.y));
    (delta != 0.0).then(|| -f64::from(delta / row_height))
}

fn lane(area: Rect) -> Rect {
    Rect::from_min_max(egui::pos2(area.right() - BAR_LANE, area.top()), area.right_bottom())
}

/// Handle's top and height within the lane.
fn handle(lane: Rect, top: f64, fit: f64, count: usize, last_top: f64) -> (f32, f32) {
    let height = ((fit / count as f64) as f32 * lane.height()).max(HANDLE_MIN).min(lane.height());
    let y = lane.top() + (top / last_top) as f32 * (lane.height() - height);
    (y, height)
}

fn bar(ui: &mut Ui, id: Id, area: Rect, rows: &VirtualRows<'_>, top: f64, fit: f64, last_top: f64) -> Option<f64> {
    let count = rows.count;
    let lane = lane(area);
    let response = ui.interact(lane, id.with("bar"), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::ScrollBar, true, rows.bar_name));
    let (y, height) = handle(lane, top, fit, count, last_top);
    let pointer = response.interact_pointer_pos()?;
    let grabbed = id.with("grabbed");
    if response.drag_started() || response.clicked() {
        let inside = (y..=y + height).contains(&pointer.y);
        ui.data_mut(|data| data.insert_temp(grabbed, if inside { pointer.y - y } else { height / 2.0 }));
    }
    let at = ui.data(|data| data.get_temp::<f32>(grabbed)).unwrap_or(height / 2.0);
    let way = (lane.height() - height).max(1.0);
    Some(f64::from((pointer.y - at - lane.top()) / way).clamp(0.0, 1.0) * last_top)
}

fn paint_bar(ui: &Ui, id: Id, area: Rect, top: f64, fit: f64, count: usize, last_top: f64) {
    let lane = lane(area);
    let palette = theme::palette(ui);
    let response = ui.ctx().read_response(id.with("bar"));
    let is_held = response.as_ref().is_some_and(|bar| bar.hovered() || bar.dragged());
    let (y, height) = handle(lane, top, fit, count, last_top);
    let width = if is_held { 7.0 } else { 4.0 };
    let rect = Rect::from_min_size(egui::pos2(lane.right() - width - 2.0, y + 2.0), Vec2::new(width, height - 4.0));
    let color = if is_held { palette.third } else { palette.handle };
    ui.painter().rect_filled(rect, CornerRadius::same(4), color);
}

#[cfg(test)]
mod tests {
    use super::last_top;

    #[test]
    fn the_last_row_ends_at_the_bottom() {
        assert_eq!(last_top(3, 400.0, |_| 79.0), 0.0);
        assert_eq!(last_top(10, 158.0, |_| 79.0), 8.0);
        assert_eq!(last_top(10, 118.5, |_| 79.0), 8.5);
        // A strip below the last row is part of it.
        assert_eq!(last_top(10, 100.0, |position| if position == 9 { 100.0 } else { 80.0 }), 9.0);
        assert_eq!(last_top(1_000_000, 790.0, |_| 79.0), 999_990.0);
    }
}
