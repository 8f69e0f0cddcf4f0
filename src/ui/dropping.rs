//! Files over the window: what letting them go does, and taking them when they are let go.

use std::path::{Path, PathBuf};

use egui::{Align2, Area, Context, Frame, Id, Margin, Order, RichText, Sense, Stroke, Vec2};

use super::theme;
use super::widgets::icon;
use crate::inbox::{Action, Inbox};

/// The widest the words may be.
const WORDS_WIDTH: f32 = 380.0;

pub fn draw(ctx: &Context, inbox: &Inbox, actions: &mut Vec<Action>) {
    let (hovering, dropped) = ctx.input(|input| {
        let dropped: Vec<PathBuf> = input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect();
        (input.raw.hovered_files.clone(), dropped)
    });
    if !dropped.is_empty() {
        actions.push(Action::DropFiles(dropped));
    }
    if hovering.is_empty() {
        return;
    }
    let paths: Vec<Option<&Path>> = hovering.iter().map(|file| file.path.as_deref()).collect();
    let words = inbox.drop_words(&paths);
    let screen = ctx.content_rect();
    Area::new(Id::unique("dropping")).order(Order::Foreground).fixed_pos(screen.min).show(ctx, |ui| {
        let palette = theme::palette(ui);
        let (rect, _) = ui.allocate_exact_size(screen.size(), Sense::hover());
        ui.painter().rect_filled(rect, 0.0, palette.background.gamma_multiply(0.85));
        let edge = Stroke::new(2.0, if words.is_possible { palette.accent } else { palette.edge });
        ui.painter().rect_stroke(rect.shrink(12.0), 10.0, edge, egui::StrokeKind::Inside);
    });
    Area::new(Id::unique("dropping words")).order(Order::Tooltip).anchor(Align2::CENTER_CENTER, Vec2::ZERO).show(
        ctx,
        |ui| {
            let palette = theme::palette(ui);
            let (sign, ink) = match (words.is_possible, words.attaches) {
                (false, _) => (icon::WARNING, palette.second),
                (true, true) => (icon::RECORDING, palette.accent),
                (true, false) => (icon::INBOX, palette.accent),
            };
            Frame::popup(ui.style()).corner_radius(10).inner_margin(Margin::symmetric(24, 18)).show(ui, |ui| {
                ui.set_max_width(WORDS_WIDTH);
                ui.vertical_centered(|ui| {
                    ui.label(RichText::new(sign).font(theme::icons(32.0)).color(ink));
                    ui.label(RichText::new(words.title).font(theme::semibold(theme::TITLE)).color(palette.text));
                    ui.label(RichText::new(words.note).color(palette.second));
                });
            });
        },
    );
}
