//! Short messages at the foot of the window.

use egui::{Align2, Area, Context, Frame, Id, Margin, Order, Vec2};

use super::widgets::{ButtonKind, button, icon, icon_button, selectable};
use super::{player, theme};
use crate::inbox::{Action, Inbox, NoticeKind};

pub fn draw(ctx: &Context, inbox: &Inbox, actions: &mut Vec<Action>) {
    let shown = inbox.notices.shown();
    if shown.is_empty() {
        return;
    }
    let lift = 18.0 + player::height(inbox);
    Area::new(Id::unique("notices"))
        .order(Order::Foreground)
        .anchor(Align2::CENTER_BOTTOM, Vec2::new(0.0, -lift))
        .show(ctx, |ui| {
            let palette = theme::palette(ui);
            for notice in shown {
                let (ink, ground) = match notice.kind {
                    NoticeKind::Failed => (palette.bad, palette.bad_ground),
                    NoticeKind::Done | NoticeKind::Undoable | NoticeKind::Told => (palette.text, palette.raised),
                };
                Frame::popup(ui.style()).fill(ground).corner_radius(8).inner_margin(Margin::symmetric(12, 6)).show(
                    ui,
                    |ui| {
                        ui.set_max_width(460.0);
                        ui.horizontal(|ui| {
                            selectable(ui, &notice.text, theme::regular(theme::BODY), ink);
                            if notice.kind == NoticeKind::Undoable {
                                let undo = button(ui, ButtonKind::Quiet, "Undo").on_hover_text("Take it back (Z)");
                                if undo.clicked() {
                                    actions.push(Action::Undo);
                                }
                            }
                            if let Some(offer) = &notice.offer
                                && button(ui, ButtonKind::Quiet, offer.label).clicked()
                            {
                                actions.push(offer.action.clone());
                                actions.push(Action::DismissNotice(notice.id));
                            }
                            if matches!(notice.kind, NoticeKind::Failed | NoticeKind::Told)
                                && icon_button(ui, ButtonKind::Quiet, icon::CLOSE, false, ink, "Dismiss").clicked()
                            {
                                actions.push(Action::DismissNotice(notice.id));
                            }
                        });
                    },
                );
                ui.add_space(6.0);
            }
        });
}
