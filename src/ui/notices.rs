//! Short messages at the foot of the window, the newest nearest to it; a screen reader says each as it comes.

use egui::accesskit::Live;
use egui::{Align2, Area, Context, Frame, Id, Label, Margin, Order, Response, RichText, Ui, Vec2};

use super::widgets::{ButtonKind, button, icon, icon_button, key_caps, link_button, selectable};
use super::{player, theme};
use crate::inbox::{Action, Inbox, Notice, NoticeKind};

/// The widest a message gets, in points.
const WIDTH: f32 = 500.0;
/// Between the foot of the window, or the player, and the newest message, in points.
const LIFT: f32 = 16.0;
/// Between two messages, in points.
const GAP: f32 = 8.0;

pub fn draw(ctx: &Context, inbox: &Inbox, actions: &mut Vec<Action>) {
    let mut lift = LIFT + player::height(inbox);
    let mut drawn = Vec::new();
    for notice in inbox.notices.shown().iter().rev() {
        drawn.push((notice.clone(), lift));
        lift += GAP + place(ctx, ("notice", notice.id), lift, |ui| message(ui, notice, actions));
    }
    leave(ctx, drawn);
    let folded = inbox.notices.folded();
    if folded > 0 {
        place(ctx, ("notice", 0), lift, |ui| more(ui, folded as u64, actions));
    }
}

/// Messages as they were drawn last, how far above the foot, and those that fade, since when.
#[derive(Clone, Default)]
struct Drawn {
    here: Vec<(Notice, f32)>,
    leaving: Vec<(Notice, f32, f64)>,
}

/// What was here a moment ago fades where it was; nobody can use it any more.
fn leave(ctx: &Context, here: Vec<(Notice, f32)>) {
    let id = Id::unique("notices as they were drawn");
    let before: Drawn = ctx.data(|data| data.get_temp(id)).unwrap_or_default();
    if before.here.is_empty() && before.leaving.is_empty() && here.is_empty() {
        return;
    }
    let (now, fade) = (ctx.input(|input| input.time), f64::from(ctx.global_style().animation_time));
    let is_here = |notice: &Notice| here.iter().any(|(other, _)| other.id == notice.id);
    let gone = before.here.into_iter().filter(|(notice, _)| !is_here(notice)).map(|(notice, lift)| (notice, lift, now));
    let mut leaving: Vec<_> = before.leaving.into_iter().chain(gone).collect();
    leaving.retain(|(.., since)| now - since < fade);
    for (notice, lift, since) in &leaving {
        let area = Area::new(Id::unique(("leaving notice", notice.id))).order(Order::Foreground).fade_in(false);
        let area = area.interactable(false).anchor(Align2::CENTER_BOTTOM, Vec2::new(0.0, -lift));
        area.show(ctx, |ui| {
            ui.set_max_width(WIDTH.min(ctx.content_rect().width() - 32.0));
            ui.disable();
            ui.set_opacity(1.0 - ((now - since) / fade) as f32);
            message(ui, notice, &mut Vec::new());
        });
        ctx.request_repaint();
    }
    ctx.data_mut(|data| data.insert_temp(id, Drawn { here, leaving }));
}

/// Draws a card so far above the foot of the window; its height.
fn place(ctx: &Context, id: (&'static str, u64), lift: f32, content: impl FnOnce(&mut Ui)) -> f32 {
    // Each for itself, so that what lies between and beside them can be clicked.
    let area = Area::new(Id::unique(id)).order(Order::Foreground).anchor(Align2::CENTER_BOTTOM, Vec2::new(0.0, -lift));
    let shown = area.show(ctx, |ui| {
        ui.set_max_width(WIDTH.min(ctx.content_rect().width() - 32.0));
        content(ui);
    });
    shown.response.rect.height()
}

fn card(ui: &mut Ui, is_bad: bool, content: impl FnOnce(&mut Ui)) {
    let palette = theme::palette(ui);
    let ground = if is_bad { palette.bad_ground } else { palette.raised };
    let margin = Margin { left: 12, right: 6, top: 4, bottom: 4 };
    Frame::popup(ui.style()).fill(ground).corner_radius(10).inner_margin(margin).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.set_min_height(32.0);
            ui.spacing_mut().item_spacing.x = 8.0;
            content(ui);
        });
    });
}

fn message(ui: &mut Ui, notice: &Notice, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let is_bad = notice.kind == NoticeKind::Failed;
    let (sign, ink) = match notice.kind {
        NoticeKind::Failed => (icon::WARNING, palette.bad),
        NoticeKind::Done | NoticeKind::Undoable => (icon::CHECK, palette.good),
        NoticeKind::Told => (icon::TRAFFIC, palette.accent),
    };
    card(ui, is_bad, |ui| {
        ui.add(Label::new(RichText::new(sign).font(theme::icons(17.0)).color(ink)).selectable(false));
        // What stands beside it has its room first.
        let beside = match (&notice.offer, notice.kind) {
            (Some(_), _) => 108.0,
            (None, NoticeKind::Undoable) => 100.0,
            (None, NoticeKind::Failed) => 46.0,
            (None, NoticeKind::Done | NoticeKind::Told) => 10.0,
        };
        let text = ui.scope(|ui| {
            ui.set_max_width((ui.available_width() - beside).max(120.0));
            selectable(ui, &notice.text, theme::regular(theme::BODY), palette.text)
        });
        if ui.is_enabled() {
            announce(ui, &text.inner, is_bad);
        }
        if notice.kind == NoticeKind::Undoable {
            if button(ui, ButtonKind::Quiet, say!("Undo")).on_hover_text(say!("Take it back (Z)")).clicked() {
                actions.push(Action::Undo);
            }
            ui.add_space(-10.0);
            let caps = key_caps(ui, "Z");
            let (rect, _) = ui.allocate_exact_size(Vec2::new(caps.width, 18.0), egui::Sense::hover());
            caps.paint(ui, rect.left_center());
            ui.add_space(4.0);
        }
        if let Some(offer) = &notice.offer
            && button(ui, ButtonKind::Quiet, offer.label).clicked()
        {
            actions.push(offer.action.clone());
            actions.push(Action::DismissNotice(notice.id));
        }
        if matches!(notice.kind, NoticeKind::Failed | NoticeKind::Told) {
            let name = say!("Dismiss: {text}", text = notice.text);
            if icon_button(ui, ButtonKind::Quiet, icon::CLOSE, false, palette.second, &name).clicked() {
                actions.push(Action::DismissNotice(notice.id));
            }
        } else {
            ui.add_space(4.0);
        }
    });
}

/// How many older ones there are.
fn more(ui: &mut Ui, folded: u64, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    card(ui, false, |ui| {
        ui.set_min_height(22.0);
        let text = say_many!(folded, "and {n} more", "and {n} more");
        let text = RichText::new(text).font(theme::regular(theme::SMALL)).color(palette.second);
        ui.add(Label::new(text).selectable(false));
        if link_button(ui, say!("Close all")).clicked() {
            actions.push(Action::DismissNotices);
        }
        ui.add_space(4.0);
    });
}

/// A screen reader says it when it comes: at once if something failed.
fn announce(ui: &Ui, text: &Response, is_bad: bool) {
    let live = if is_bad { Live::Assertive } else { Live::Polite };
    ui.ctx().accesskit_node_builder(text.id, |node| node.set_live(live));
}
