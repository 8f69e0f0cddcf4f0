//! Rows of different heights, any number of them: only those in sight are laid out. A position is a row and the share of it
//! that is cut at the top, so that it stays what it is when the window gets wider; the bar goes by how much text stands above.

use std::collections::HashMap;

use egui::{CornerRadius, Id, Rect, Sense, Ui, UiBuilder, Vec2, WidgetInfo};

use crate::ui::theme;

/// Shortest handle of the scroll bar, in points.
const HANDLE_MIN: f32 = 32.0;
/// Width of the scroll bar's lane, in points.
const BAR_LANE: f32 = 10.0;
/// Room below the last row, in points.
const END_ROOM: f32 = 16.0;
/// A row that is brought into sight stands there, as a share of the height.
const PLACE: f32 = 0.25;
/// What lies above this share of the height needs not be moved.
const COMFORT: f32 = 0.86;

/// A row that was laid out.
pub trait Tall {
    /// Its height, in points.
    fn height(&self) -> f32;
}

/// The rows there are, and where they are scrolled to.
pub struct TallRows<'a> {
    /// How many.
    pub count: usize,
    /// Rows above the top, with the share of the row that is cut.
    pub top: f64,
    /// About how much stands above a row, in any unit.
    pub above: &'a dyn Fn(usize) -> u64,
    /// For screen readers.
    pub bar_name: &'a str,
}

/// Where they are scrolled to now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScrolledTo {
    /// Rows above the top, with the share of the row that is cut.
    pub top: f64,
    /// By wheel or bar.
    pub is_by_hand: bool,
}

/// Rows that were laid out in this frame.
struct Laid<L, F> {
    layout: F,
    rows: HashMap<usize, L>,
}

impl<L: Tall, F: FnMut(&Ui, usize) -> L> Laid<L, F> {
    fn at(&mut self, ui: &Ui, row: usize) -> &L {
        let layout = &mut self.layout;
        self.rows.entry(row).or_insert_with(|| layout(ui, row))
    }

    fn height(&mut self, ui: &Ui, row: usize) -> f32 {
        self.at(ui, row).height().max(1.0)
    }
}

/// Draws the rows in sight. `wanted` is a row to be kept in sight, and the part of it (from and to, in points) that counts.
pub fn tall_rows<L: Tall>(
    ui: &mut Ui,
    rows: &TallRows<'_>,
    wanted: Option<(usize, impl Fn(&L) -> (f32, f32))>,
    layout: impl FnMut(&Ui, usize) -> L,
    mut draw: impl FnMut(&mut Ui, usize, &L, Rect),
) -> ScrolledTo {
    let area = ui.available_rect_before_wrap();
    let id = ui.scope_id().with("tall rows");
    if rows.count == 0 {
        return ScrolledTo { top: 0.0, is_by_hand: false };
    }
    let mut laid = Laid { layout, rows: HashMap::new() };
    let top = rows.top.clamp(0.0, rows.count as f64 - 1e-6);
    let mut row = top as usize;
    let mut cut = (top.fract() * f64::from(laid.height(ui, row))) as f32;
    let mut is_by_hand = false;
    if let Some((wanted, part)) = wanted.filter(|(wanted, _)| *wanted < rows.count) {
        let (from, to) = part(laid.at(ui, wanted));
        let to = to.min(from + area.height() / 2.0);
        let y = place_of(ui, &mut laid, row, cut, wanted, area.height());
        let is_comfortable = y.is_some_and(|y| y + from >= 0.0 && y + to <= area.height() * COMFORT);
        if !is_comfortable {
            (row, cut) = (wanted, from - area.height() * PLACE);
        }
    }
    if let Some(by) = wheel(ui, area) {
        cut += by;
        is_by_hand = true;
    }
    if let Some(share) = bar(ui, id, area, rows, top) {
        (row, cut) = at_share(ui, &mut laid, rows, share);
        is_by_hand = true;
    }
    (row, cut) = settled(ui, &mut laid, rows.count, area.height(), row, cut);
    let mut y = area.top() - cut;
    let mut end = row;
    // Not a scope: the last row may reach below the area, which must not grow by it.
    let mut inner = ui.new_child(UiBuilder::new().max_rect(area).id_salt("rows in sight"));
    inner.shrink_clip_rect(area);
    while end < rows.count && y < area.bottom() {
        let height = laid.height(&inner, end);
        let rect = Rect::from_min_size(egui::pos2(area.left(), y), Vec2::new(area.width() - BAR_LANE, height));
        let row = laid.at(&inner, end);
        draw(&mut inner, end, row, rect);
        y += height;
        end += 1;
    }
    let now = row as f64 + f64::from((cut / laid.height(ui, row)).clamp(0.0, 0.999_999));
    let fits = row == 0 && cut <= 0.0 && end == rows.count && y <= area.bottom();
    if !fits {
        paint_bar(ui, id, area, rows, now);
    }
    ui.advance_cursor_after_rect(area);
    ScrolledTo { top: now, is_by_hand }
}

/// Where a row stands below the top, if it is near.
fn place_of<L: Tall, F: FnMut(&Ui, usize) -> L>(
    ui: &Ui,
    laid: &mut Laid<L, F>,
    row: usize,
    cut: f32,
    wanted: usize,
    height: f32,
) -> Option<f32> {
    if wanted < row {
        return None;
    }
    let mut y = -cut;
    for at in row..wanted {
        y += laid.height(ui, at);
        if y > height {
            return None;
        }
    }
    Some(y)
}

/// The row at the top and what is cut of it, within the rows and not beyond the end.
fn settled<L: Tall, F: FnMut(&Ui, usize) -> L>(
    ui: &Ui,
    laid: &mut Laid<L, F>,
    count: usize,
    height: f32,
    row: usize,
    cut: f32,
) -> (usize, f32) {
    let (mut row, mut cut) = (row.min(count - 1), cut);
    while cut < 0.0 && row > 0 {
        row -= 1;
        cut += laid.height(ui, row);
    }
    cut = cut.max(0.0);
    while row + 1 < count && cut >= laid.height(ui, row) {
        cut -= laid.height(ui, row);
        row += 1;
    }
    let mut y = -cut;
    for at in row..count {
        y += laid.height(ui, at);
        if y >= height {
            return (row, cut);
        }
    }
    // Room for the end, and for no more.
    if y + END_ROOM >= height {
        return (row, cut);
    }
    let mut left = height - END_ROOM;
    for at in (0..count).rev() {
        left -= laid.height(ui, at);
        if left <= 0.0 {
            return (at, -left);
        }
    }
    (0, 0.0)
}

/// Points to go down, by the wheel.
fn wheel(ui: &Ui, area: Rect) -> Option<f32> {
    if !ui.rect_contains_pointer(area) {
        return None;
    }
    let delta = ui.input_mut(|input| std::mem::take(&mut input.smooth_scroll_delta.y));
    (delta != 0.0).then_some(-delta)
}

fn lane(area: Rect) -> Rect {
    Rect::from_min_max(egui::pos2(area.right() - BAR_LANE, area.top()), area.right_bottom())
}

/// How much of everything stands above the top, from 0 to 1.
fn share_above(rows: &TallRows<'_>, top: f64) -> f64 {
    let row = (top as usize).min(rows.count - 1);
    let (above, below) = ((rows.above)(row) as f64, (rows.above)(row + 1) as f64);
    (above + (below - above) * top.fract()) / ((rows.above)(rows.count) as f64).max(1.0)
}

/// The row at that share of everything, and what is cut of it.
fn at_share<L: Tall, F: FnMut(&Ui, usize) -> L>(
    ui: &Ui,
    laid: &mut Laid<L, F>,
    rows: &TallRows<'_>,
    share: f64,
) -> (usize, f32) {
    let wanted = share * (rows.above)(rows.count) as f64;
    let (mut first, mut end) = (0, rows.count);
    while end - first > 1 {
        let middle = usize::midpoint(first, end);
        if (rows.above)(middle) as f64 <= wanted {
            first = middle;
        } else {
            end = middle;
        }
    }
    let (above, below) = ((rows.above)(first) as f64, (rows.above)(first + 1) as f64);
    let cut = if below > above { ((wanted - above) / (below - above)).clamp(0.0, 1.0) } else { 0.0 };
    (first, cut as f32 * laid.height(ui, first))
}

/// Handle's top and height within the lane.
fn handle(lane: Rect, rows: &TallRows<'_>, top: f64) -> (f32, f32) {
    // A row is about this high: the handle must not grow and shrink while it is moved.
    let shown = f64::from(lane.height() / 60.0) / rows.count as f64;
    let height = (shown.min(1.0) as f32 * lane.height()).max(HANDLE_MIN).min(lane.height());
    (lane.top() + share_above(rows, top) as f32 * (lane.height() - height), height)
}

fn bar(ui: &mut Ui, id: Id, area: Rect, rows: &TallRows<'_>, top: f64) -> Option<f64> {
    let lane = lane(area);
    let response = ui.interact(lane, id.with("bar"), Sense::CLICK | Sense::DRAG);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::ScrollBar, true, rows.bar_name));
    let (y, height) = handle(lane, rows, top);
    let pointer = response.interact_pointer_pos()?;
    let grabbed = id.with("grabbed");
    if response.drag_started() || response.clicked() {
        let inside = (y..=y + height).contains(&pointer.y);
        ui.data_mut(|data| data.insert_temp(grabbed, if inside { pointer.y - y } else { height / 2.0 }));
    }
    let at = ui.data(|data| data.get_temp::<f32>(grabbed)).unwrap_or(height / 2.0);
    let way = (lane.height() - height).max(1.0);
    Some(f64::from((pointer.y - at - lane.top()) / way).clamp(0.0, 1.0))
}

fn paint_bar(ui: &Ui, id: Id, area: Rect, rows: &TallRows<'_>, top: f64) {
    let lane = lane(area);
    let palette = theme::palette(ui);
    let response = ui.ctx().read_response(id.with("bar"));
    let is_held = response.as_ref().is_some_and(|bar| bar.hovered() || bar.dragged());
    let (y, height) = handle(lane, rows, top);
    let width = if is_held { 7.0 } else { 4.0 };
    let rect = Rect::from_min_size(egui::pos2(lane.right() - width - 2.0, y + 2.0), Vec2::new(width, height - 4.0));
    let color = if is_held { palette.third } else { palette.handle };
    ui.painter().rect_filled(rect, CornerRadius::same(4), color);
}
