//! Every key and what it does.

use egui::{Context, Frame, Id, Modal, RichText, ScrollArea, Ui, Vec2};

use super::theme;
use super::widgets::{ButtonKind, button};
use crate::inbox::{ACTS, Action, Group, MORE_KEYS};

/// Below this width, in points, there is one column.
const NARROW: f32 = 640.0;

pub fn draw(ctx: &Context, actions: &mut Vec<Action>) {
    let frame = Frame::window(&ctx.global_style()).inner_margin(24);
    let modal = Modal::new(Id::unique("shortcuts")).frame(frame).show(ctx, |ui| {
        let room = ui.ctx().content_rect();
        ui.set_width(840.0_f32.min(room.width() - 80.0));
        ui.label(RichText::new("Keys").font(theme::semibold(theme::TITLE)).color(theme::palette(ui).text));
        ui.add_space(10.0);
        // In a small window the groups stand below each other.
        let is_narrow = ui.available_width() < NARROW;
        let column = if is_narrow { ui.available_width() - 20.0 } else { (ui.available_width() - 48.0) / 3.0 };
        let height = (room.height() - 180.0).max(120.0);
        ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
            let columns = |ui: &mut Ui| {
                for groups in [
                    &[Group::Move, Group::Choose, Group::Read][..],
                    &[Group::Work, Group::Go, Group::Listen],
                    &[Group::Inspect, Group::Look],
                ] {
                    ui.allocate_ui(Vec2::new(column, 0.0), |ui| {
                        ui.vertical(|ui| groups.iter().for_each(|at| group(ui, *at)));
                    });
                    ui.add_space(12.0);
                }
            };
            if is_narrow {
                ui.vertical(columns)
            } else {
                ui.horizontal_top(columns)
            };
        });
        ui.add_space(8.0);
        button(ui, ButtonKind::Plain, "Close").clicked()
    });
    if modal.inner || modal.should_close() {
        actions.push(Action::ToggleShortcuts);
    }
}

fn group(ui: &mut Ui, group: Group) {
    let palette = theme::palette(ui);
    ui.spacing_mut().interact_size.y = 22.0;
    ui.label(RichText::new(group.title()).font(theme::semibold(theme::SMALL)).color(palette.second));
    let acts = ACTS.iter().filter(|act| act.group == group && !act.keys.is_empty());
    let more = MORE_KEYS.iter().filter(|(of, ..)| *of == group);
    let lines =
        acts.map(|act| (act.keys_label(), act.name)).chain(more.map(|(_, keys, what)| ((*keys).to_owned(), *what)));
    for (keys, what) in lines {
        ui.horizontal(|ui| {
            ui.set_min_height(22.0);
            ui.allocate_ui(Vec2::new(118.0, 20.0), |ui| {
                ui.set_min_width(118.0);
                ui.label(RichText::new(keys).font(theme::medium(theme::SMALL)).color(palette.text));
            });
            ui.label(RichText::new(what).font(theme::regular(theme::BODY)).color(palette.second));
        });
    }
    ui.add_space(10.0);
}
