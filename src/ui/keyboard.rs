//! Where the keyboard is: a line around it, drawn by whoever knows its shape best and else here, so that it can be seen on
//! everything that Tab leads to; and what has it is scrolled into sight.

use egui::{Context, CornerRadius, Id, LayerId, Order, Pos2, Rect, Response, StrokeKind, Ui};

use super::theme;

/// The id under which it is noted whose line was drawn in this frame.
fn shown_id() -> Id {
    Id::unique("keyboard is shown on")
}

/// A line around what has the keyboard.
pub fn ring(ui: &Ui, response: &Response, rect: Rect) {
    ring_of(ui, response, rect, CornerRadius::same(theme::RADIUS));
}

/// The same with other corners.
pub fn ring_of(ui: &Ui, response: &Response, rect: Rect, radius: CornerRadius) {
    if response.has_focus() {
        ui.painter().rect_stroke(rect, radius, theme::palette(ui).focus(), StrokeKind::Inside);
        shown(ui, response.id);
    }
}

/// A circle around what has the keyboard.
pub fn circle(ui: &Ui, response: &Response, center: Pos2, radius: f32) {
    if response.has_focus() {
        ui.painter().circle_stroke(center, radius, theme::palette(ui).focus());
        shown(ui, response.id);
    }
}

/// It has the keyboard and shows it by itself.
pub fn shown(ui: &Ui, id: Id) {
    ui.data_mut(|data| data.insert_temp(shown_id(), id));
}

/// What has the keyboard and did not show it gets a line around it; at the end of a frame.
pub fn anywhere(ctx: &Context) {
    let shown = ctx.data_mut(|data| {
        let shown = data.get_temp::<Id>(shown_id());
        data.remove::<Id>(shown_id());
        shown
    });
    let Some(id) = ctx.memory(egui::Memory::focused).filter(|id| shown != Some(*id)) else { return };
    let Some(response) = ctx.read_response(id).filter(|response| response.interact_rect.is_positive()) else { return };
    // Above its own layer, cut like it is cut itself.
    let layer = LayerId::new(Order::Foreground.max(response.layer_id.order), Id::unique("keyboard"));
    let visuals = ctx.global_style();
    let stroke = theme::palette_of(&visuals.visuals).focus();
    let room = response.interact_rect.expand(stroke.width + 1.0).intersect(ctx.content_rect());
    let ring = response.rect.expand(stroke.width).intersect(ctx.content_rect());
    ctx.layer_painter(layer).with_clip_rect(room).rect_stroke(
        ring,
        CornerRadius::same(theme::RADIUS),
        stroke,
        StrokeKind::Inside,
    );
}

/// What has just got the keyboard comes into sight; at the end of what is scrolled.
pub fn keep_in_sight(ui: &Ui) {
    let last = ui.scope_id().with("keyboard was on");
    let focused = ui.memory(egui::Memory::focused);
    let Some(id) = focused else {
        ui.data_mut(|data| data.remove::<Id>(last));
        return;
    };
    if ui.data(|data| data.get_temp::<Id>(last)) == Some(id) {
        return;
    }
    let Some(response) = ui.ctx().read_response(id) else { return };
    // It may stand elsewhere: beside or above this, or in a menu.
    let is_seen_elsewhere = response.interact_rect.is_positive() && !ui.clip_rect().intersects(response.interact_rect);
    let is_within = response.layer_id == ui.layer_id() && ui.min_rect().expand(4.0).contains_rect(response.rect);
    if is_within && !is_seen_elsewhere {
        ui.data_mut(|data| data.insert_temp(last, id));
        if !ui.clip_rect().contains_rect(response.rect.expand(theme::GRID)) {
            ui.scroll_to_rect(response.rect.expand(3.0 * theme::GRID), None);
        }
    }
}

/// What opened the menu that is open.
#[derive(Clone, Copy)]
struct MenuOpener(Option<Id>);

/// A menu that is closed by a key gives the keyboard back to what opened it; at the end of a frame.
pub fn back_from_menus(ctx: &Context) {
    let id = Id::unique("opener of the menu");
    let known = ctx.data(|data| data.get_temp::<MenuOpener>(id));
    match (egui::Popup::is_any_open(ctx), known) {
        (true, None) => {
            let clicked = ctx.viewport(|viewport| viewport.interact_widgets.clicked);
            let opener = clicked.or(ctx.memory(egui::Memory::focused));
            ctx.data_mut(|data| data.insert_temp(id, MenuOpener(opener)));
        }
        (false, Some(MenuOpener(opener))) => {
            ctx.data_mut(|data| data.remove::<MenuOpener>(id));
            let is_closing = |key| ctx.input(|input| input.key_pressed(key));
            let is_by_key = [egui::Key::Escape, egui::Key::Enter, egui::Key::Space].into_iter().any(is_closing);
            let is_there = |id: &Id| ctx.read_response(*id).is_some_and(|response| response.enabled());
            // What was taken in the menu may have led the keyboard elsewhere: into a field.
            if is_by_key
                && !ctx.text_edit_focused()
                && let Some(opener) = opener.filter(is_there)
            {
                ctx.memory_mut(|memory| memory.request_focus(opener));
            }
        }
        _ => {}
    }
}
