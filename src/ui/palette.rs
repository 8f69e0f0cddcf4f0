//! The command palette: every act by its name.

use egui::{Align2, Context, Frame, Id, Modal, Vec2};

use super::picker;
use crate::inbox::{Action, Inbox, PickerAction};

pub fn draw(ctx: &Context, inbox: &Inbox, actions: &mut Vec<Action>) {
    let Some(open) = &inbox.picker else { return };
    let room = ctx.content_rect();
    let id = Id::unique("palette");
    let area = Modal::default_area(id).anchor(Align2::CENTER_TOP, Vec2::new(0.0, 72.0));
    let frame = Frame::window(&ctx.global_style()).inner_margin(12);
    let modal = Modal::new(id).area(area).frame(frame).show(ctx, |ui| {
        ui.set_width(480.0_f32.min(room.width() - 80.0));
        picker::body(ui, inbox, open, (room.height() - 220.0).min(360.0), actions);
    });
    if modal.should_close() {
        actions.push(Action::Picker(PickerAction::Close));
    }
}
