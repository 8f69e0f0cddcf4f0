//! Rows of one height, any number of them: only those in sight are drawn. Positions are counted in rows with fraction and
//! in 64 bits, so that a million rows scroll as smoothly as ten (egui's own scroll area counts in 32-bit points).

use egui::{CornerRadius, Id, Rect, Sense, Ui, Vec2, WidgetInfo};

use crate::ui::theme;

/// Shortest handle of the scroll bar, in points.
const HANDLE_MIN: f32 = 32.0;
/// Width of the scroll bar's lane, in points.
const BAR_LANE: f32 = 10.0;

/// Rows from one on stand elsewhere for a moment than they belong, because one came or went above them. Nothing else knows
/// of it: neither where is scrolled to nor which rows are in sight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shift {
    /// The first row that is moved.
    pub from: usize,
    /// Points to go down; less than nothing is up.
    pub by: f32,
}

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
    /// What is left of a row that goes, above the first one that is moved.
    Gone,
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
    draw: impl FnMut(&mut Ui, Piece, Rect),
) -> Sight {
    moving_rows(ui, rows, None, has_strip, draw)
}

/// The same with rows that are on their way.
pub fn moving_rows(
    ui: &mut Ui,
    rows: &VirtualRows<'_>,
    shift: Option<Shift>,
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
    // At the end of the list what is above moves instead.
    let is_held = wanted.is_none() && (rows.top - top).abs() < 1e-9;
    let shift = shift.filter(|shift| is_held && shift.from >= first);
    let moved = |position: usize| shift.map_or(0.0, |shift| if position >= shift.from { shift.by } else { 0.0 });
    let mut y = area.top() - (now.fract() * f64::from(height_of(first))) as f32;
    let mut end = first;
    ui.scope_builder(egui::UiBuilder::new().max_rect(area), |ui| {
        ui.shrink_clip_rect(area);
        let whole = ui.clip_rect();
        while end < count && y + moved(end) < area.bottom() {
            let home = egui::pos2(area.left(), y);
            if let Some(shift) = shift.filter(|shift| shift.from == end) {
                // What comes in comes from under the row above.
                ui.set_clip_rect(Rect::from_min_max(home, whole.max).intersect(whole));
                if shift.by > 0.0 {
                    let gone = home + Vec2::new(0.0, shift.by - row_height);
                    draw(ui, Piece::Gone, Rect::from_min_size(gone, Vec2::new(area.width(), row_height)));
                }
            }
            let place = home + Vec2::new(0.0, moved(end));
            let rect = Rect::from_min_size(place, Vec2::new(area.width(), row_height));
            draw(ui, Piece::Row(end), rect);
            if has_strip(end) {
                let strip = Rect::from_min_size(rect.left_bottom(), Vec2::new(area.width(), theme::STRIP_HEIGHT));
                draw(ui, Piece::StripBelow(end), strip);
            }
            y += height_of(end);
            end += 1;
        }
        ui.set_clip_rect(whole);
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
    use super::{Piece, Shift, VirtualRows, last_top, moving_rows};

    /// What is drawn where, from the top, in a place 790 high, and up to which row it is in sight.
    fn drawn(count: usize, top: f64, shift: Option<Shift>) -> (Vec<(Piece, f32)>, (usize, usize)) {
        let ctx = egui::Context::default();
        let screen = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(352.0, 790.0));
        let input = egui::RawInput { screen_rect: Some(screen), ..egui::RawInput::default() };
        let (mut pieces, mut seen) = (Vec::new(), (0, 0));
        let mut output = ctx.run_ui(input, |ui| {
            pieces.clear();
            let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(screen));
            let rows = VirtualRows { count, height: 79.0, top, bar_name: "Scroll" };
            let draw = |_: &mut egui::Ui, piece, rect: egui::Rect| pieces.push((piece, rect.top()));
            let sight = moving_rows(&mut ui, &rows, shift, |_| false, draw);
            seen = (sight.first, sight.end);
        });
        // Nobody paints here.
        output.textures_delta.clear();
        (pieces, seen)
    }

    #[test]
    fn rows_on_their_way_stand_elsewhere_and_all_else_is_as_it_was() {
        let (still, seen) = drawn(100, 20.0, None);
        assert_eq!((seen, still[3]), ((20, 30), (Piece::Row(23), 237.0)));
        let (up, seen_up) = drawn(100, 20.0, Some(Shift { from: 22, by: -39.0 }));
        assert_eq!((up[1], up[2]), ((Piece::Row(21), 79.0), (Piece::Row(22), 119.0)));
        // No hole at the foot.
        assert_eq!((up.last(), seen_up), (Some(&(Piece::Row(30), 751.0)), (20, 31)));
        let (down, _) = drawn(100, 20.0, Some(Shift { from: 22, by: 39.0 }));
        assert_eq!(down[2], (Piece::Gone, 118.0));
        assert_eq!((down[3], down.last()), ((Piece::Row(22), 197.0), Some(&(Piece::Row(29), 750.0))));
        // Above the sight, and where the end of the list holds it, nothing moves.
        assert_eq!(drawn(100, 20.0, Some(Shift { from: 12, by: 39.0 })).0, still);
        assert_eq!(drawn(100, 95.0, Some(Shift { from: 95, by: 39.0 })).0, drawn(100, 95.0, None).0);
    }

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
