//! What can be done with a row that is pointed at, in the place of its time and score: done, star, put off.

use egui::epaint::Mesh;
use egui::{Align2, Color32, CornerRadius, EventFilter, Rect, Role, Sense, Shape, Ui, Vec2, WidgetInfo};

use super::keyboard;
use super::theme;
use super::widgets::icon;
use crate::call::CallRow;
use crate::inbox::{Action, PickerAction};

/// Each is as wide and high, in points.
const SIZE: f32 = 28.0;
/// Text fades out over this width, in points.
const FADE: f32 = 20.0;
/// Between the last one and the edge of the row, in points: its symbol ends where texts end.
const RIGHT: f32 = 10.0;

/// Draws them on the ground of the row, over the ends of its first two lines; what was clicked.
pub fn draw(ui: &mut Ui, row: &CallRow, rect: Rect, lines: [f32; 3], ground: Color32) -> Option<Action> {
    let palette = theme::palette(ui);
    let triage = row.triage;
    let done = if triage.done {
        (
            icon::BACK_TO_INBOX,
            say!("Back to the inbox"),
            say!("Put the call of {who} back into the inbox", who = row.title),
        )
    } else {
        (icon::CHECK, say!("Done"), say!("Mark the call of {who} done", who = row.title))
    };
    let star = if triage.starred {
        (icon::STAR, say!("Remove the star"), say!("Remove the star of {who}", who = row.title))
    } else {
        (icon::STAR, say!("Star"), say!("Star the call of {who}", who = row.title))
    };
    let snooze = (icon::SNOOZE, say!("Snooze"), say!("Snooze the call of {who}", who = row.title));
    let acts = [
        (star, Action::ToggleStarOf(row.seq)),
        (snooze, Action::Picker(PickerAction::SnoozeOf(row.seq))),
        (done, Action::ToggleDoneOf(row.seq)),
    ];
    let left = rect.right() - RIGHT - SIZE * acts.len() as f32;
    let below = f32::midpoint(lines[1], lines[2]) - 4.0;
    let cover = Rect::from_min_max(egui::pos2(left, rect.top()), egui::pos2(rect.right(), below));
    faded(ui, cover, ground);
    let mut taken = None;
    let middle = f32::midpoint(lines[0], lines[1]) - 4.5;
    for (at, ((symbol, hint, name), action)) in acts.into_iter().enumerate() {
        let center = egui::pos2(left + SIZE * (at as f32 + 0.5), middle);
        let place = Rect::from_center_size(center, Vec2::splat(SIZE));
        let response = ui.interact(place, ui.scope_id().with(("row act", at, row.seq)), Sense::click());
        let is_star = matches!(action, Action::ToggleStarOf(_));
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        if response.hovered() {
            ui.painter().rect_filled(place.shrink(1.0), CornerRadius::same(theme::RADIUS), palette.neutral_ground);
        }
        let ink = match (is_star && triage.starred, response.hovered()) {
            (true, _) => palette.mixed,
            (false, true) => palette.text,
            (false, false) => palette.second,
        };
        let font = if is_star && triage.starred { theme::icons_filled(17.0) } else { theme::icons(17.0) };
        ui.painter().text(center, Align2::CENTER_CENTER, symbol, font, ink);
        // Arrows walk the list, not what stands on its rows.
        let filter = EventFilter { vertical_arrows: true, horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        keyboard::ring(ui, &response, place);
        if response.on_hover_text(hint).clicked() {
            super::picker::anchor_row(ui, place);
            taken = Some(action);
        }
    }
    taken
}

/// The ground over the ends of texts, fading in from the left.
fn faded(ui: &Ui, cover: Rect, ground: Color32) {
    ui.painter().rect_filled(cover, CornerRadius::ZERO, ground);
    fade(ui, Rect::from_min_max(cover.min - Vec2::new(FADE, 0.0), egui::pos2(cover.left(), cover.bottom())), ground);
}

/// A ground that fades in from the left, over the end of a text.
pub fn fade(ui: &Ui, fade: Rect, ground: Color32) {
    let mut mesh = Mesh::default();
    for (pos, color) in [
        (fade.left_top(), Color32::TRANSPARENT),
        (fade.right_top(), ground),
        (fade.right_bottom(), ground),
        (fade.left_bottom(), Color32::TRANSPARENT),
    ] {
        mesh.colored_vertex(pos, color);
    }
    mesh.add_triangle(0, 1, 2);
    mesh.add_triangle(0, 2, 3);
    ui.painter().add(Shape::mesh(mesh));
}
