//! Every key and what it does.

use egui::{Context, Frame, Id, Label, Modal, RichText, ScrollArea, Ui, Vec2};

use super::theme;
use super::widgets::{ButtonKind, button};
use crate::inbox::{ACTS, Action, Group, MORE_KEYS};

/// Below this width of the window, in points, three columns are too narrow, and below that two.
const THREE_FROM: f32 = 860.0;
const TWO_FROM: f32 = 720.0;
/// Between two columns, in points.
const GAP: f32 = 16.0;
const THREE_COLUMNS: [&[Group]; 3] = [
    &[Group::Move, Group::Choose, Group::Read],
    &[Group::Work, Group::Go, Group::Listen],
    &[Group::Inspect, Group::Look, Group::Settings],
];
const TWO_COLUMNS: [&[Group]; 2] = [
    &[Group::Move, Group::Choose, Group::Work, Group::Read],
    &[Group::Go, Group::Listen, Group::Inspect, Group::Look, Group::Settings],
];
const ONE_COLUMN: [&[Group]; 1] = [&[
    Group::Move,
    Group::Choose,
    Group::Work,
    Group::Read,
    Group::Go,
    Group::Listen,
    Group::Inspect,
    Group::Look,
    Group::Settings,
]];

pub fn draw(ctx: &Context, actions: &mut Vec<Action>) {
    let frame = Frame::window(&ctx.global_style()).inner_margin(24);
    let modal = Modal::new(Id::unique("shortcuts")).frame(frame).show(ctx, |ui| {
        let room = ui.ctx().content_rect();
        ui.set_width(880.0_f32.min(room.width() - 80.0));
        ui.label(RichText::new("Keys").font(theme::semibold(theme::TITLE)).color(theme::palette(ui).text));
        ui.add_space(10.0);
        let columns: &[&[Group]] = match room.width() {
            THREE_FROM.. => &THREE_COLUMNS,
            TWO_FROM.. => &TWO_COLUMNS,
            _ => &ONE_COLUMN,
        };
        let column = (ui.available_width() - GAP * (columns.len() - 1) as f32) / columns.len() as f32;
        let height = (room.height() - 180.0).max(120.0);
        ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                for groups in columns {
                    ui.allocate_ui(Vec2::new(column, 0.0), |ui| {
                        ui.set_width(column);
                        ui.spacing_mut().item_spacing.x = 6.0;
                        ui.vertical(|ui| groups.iter().for_each(|at| group(ui, *at)));
                    });
                }
            });
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
            let size = if ui.available_width() < 150.0 { theme::SMALL } else { theme::BODY };
            ui.add(Label::new(RichText::new(what).font(theme::regular(size)).color(palette.second)).truncate());
        });
    }
    ui.add_space(10.0);
}
