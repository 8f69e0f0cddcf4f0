//! Every key and what it does.

use egui::{Context, Frame, Id, Modal, RichText, Ui, Vec2};

use super::theme;
use super::widgets::{ButtonKind, button};
use crate::inbox::{Action, SHORTCUTS};

pub fn draw(ctx: &Context, actions: &mut Vec<Action>) {
    let frame = Frame::window(&ctx.global_style()).inner_margin(24);
    let modal = Modal::new(Id::unique("shortcuts")).frame(frame).show(ctx, |ui| {
        ui.set_width(560.0_f32.min(ui.ctx().content_rect().width() - 80.0));
        ui.label(RichText::new("Keys").font(theme::semibold(theme::TITLE)).color(theme::palette(ui).text));
        ui.add_space(10.0);
        let half = (ui.available_width() - 24.0) / 2.0;
        ui.horizontal_top(|ui| {
            let (left, right) = SHORTCUTS.split_at(2);
            for groups in [left, right] {
                ui.allocate_ui(Vec2::new(half, 0.0), |ui| {
                    ui.vertical(|ui| groups.iter().for_each(|(title, keys)| group(ui, title, keys)));
                });
                ui.add_space(16.0);
            }
        });
        ui.add_space(8.0);
        button(ui, ButtonKind::Plain, "Close").clicked()
    });
    if modal.inner || modal.should_close() {
        actions.push(Action::ToggleShortcuts);
    }
}

fn group(ui: &mut Ui, title: &str, keys: &[(&str, &str)]) {
    let palette = theme::palette(ui);
    ui.spacing_mut().interact_size.y = 22.0;
    ui.label(RichText::new(title).font(theme::semibold(theme::SMALL)).color(palette.second));
    for (key, what) in keys {
        ui.horizontal(|ui| {
            ui.set_min_height(22.0);
            ui.allocate_ui(Vec2::new(118.0, 20.0), |ui| {
                ui.set_min_width(118.0);
                ui.label(RichText::new(*key).font(theme::medium(theme::SMALL)).color(palette.text));
            });
            ui.label(RichText::new(*what).font(theme::regular(theme::BODY)).color(palette.second));
        });
    }
    ui.add_space(10.0);
}
