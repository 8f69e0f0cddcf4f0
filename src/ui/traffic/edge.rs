//! The edge between two parts, which can be moved.

use egui::{CursorIcon, Rect, Role, Sense, Stroke, Ui, Vec2, WidgetInfo};

use crate::ui::theme;

/// How far from the edge it can be taken, in points.
const REACH: f32 = 4.0;

/// Draws the edge between `first` and the rest of `whole`, below or to the right of it; the first's share of it when it is moved.
pub fn between(ui: &Ui, whole: Rect, first: Rect) -> Option<f32> {
    let is_below = first.width() >= whole.width();
    let palette = theme::palette(ui);
    let line = if is_below {
        Rect::from_min_max(first.left_bottom(), first.right_bottom())
    } else {
        Rect::from_min_max(first.right_top(), first.right_bottom())
    };
    let place = line.expand2(if is_below { Vec2::new(0.0, REACH) } else { Vec2::new(REACH, 0.0) });
    let response = ui.interact(place, ui.scope_id().with(("edge", is_below)), Sense::DRAG);
    let name = if is_below { say!("Height of the table") } else { say!("Width of the request") };
    response.widget_info(|| WidgetInfo::labeled(Role::Splitter, true, name));
    let is_held = response.hovered() || response.dragged();
    let stroke = if is_held { Stroke::new(2.0, palette.accent) } else { theme::hairline(ui) };
    if is_below {
        ui.painter().hline(line.x_range(), line.top() - 0.5, stroke);
    } else {
        let stroke = if is_held { stroke } else { theme::hairline(ui) };
        ui.painter().vline(line.left() - 0.5, line.y_range(), stroke);
    }
    let cursor = if is_below { CursorIcon::ResizeVertical } else { CursorIcon::ResizeHorizontal };
    let at = response.interact_pointer_pos().filter(|_| response.dragged())?;
    ui.ctx().set_cursor_icon(cursor);
    Some(if is_below { (at.y - whole.top()) / whole.height() } else { (at.x - whole.left()) / whole.width() })
}
