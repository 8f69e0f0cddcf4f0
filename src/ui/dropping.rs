//! Files over the window: what letting them go does, and taking them when they are let go.

use std::path::PathBuf;

use egui::{Align2, Area, Context, Frame, Id, Margin, Order, RichText, Sense, Stroke, Vec2};

use super::theme;
use super::widgets::icon;
use crate::inbox::Action;

pub fn draw(ctx: &Context, actions: &mut Vec<Action>) {
    let (hovering, dropped) = ctx.input(|input| {
        let dropped: Vec<PathBuf> = input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect();
        (input.raw.hovered_files.len(), dropped)
    });
    if !dropped.is_empty() {
        actions.push(Action::DropFiles(dropped));
    }
    if hovering == 0 {
        return;
    }
    let screen = ctx.content_rect();
    Area::new(Id::unique("dropping")).order(Order::Foreground).fixed_pos(screen.min).show(ctx, |ui| {
        let palette = theme::palette(ui);
        let (rect, _) = ui.allocate_exact_size(screen.size(), Sense::hover());
        ui.painter().rect_filled(rect, 0.0, palette.background.gamma_multiply(0.85));
        let edge = Stroke::new(2.0, palette.accent);
        ui.painter().rect_stroke(rect.shrink(12.0), 10.0, edge, egui::StrokeKind::Inside);
    });
    Area::new(Id::unique("dropping words")).order(Order::Tooltip).anchor(Align2::CENTER_CENTER, Vec2::ZERO).show(
        ctx,
        |ui| {
            let palette = theme::palette(ui);
            let text = if hovering == 1 {
                String::from("Drop to receive as a call")
            } else {
                format!("Drop to receive {hovering} files as calls")
            };
            Frame::popup(ui.style()).corner_radius(10).inner_margin(Margin::symmetric(24, 18)).show(ui, |ui| {
                ui.vertical_centered(|ui| {
                    ui.label(RichText::new(icon::INBOX).font(theme::icons(32.0)).color(palette.accent));
                    ui.label(RichText::new(text).font(theme::semibold(theme::TITLE)).color(palette.text));
                    ui.label(RichText::new("JSON payloads, through the webhook").color(palette.second));
                });
            });
        },
    );
}
