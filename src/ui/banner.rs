//! The banner across the window when calls are not received or not kept: what happened, and what to do.

use egui::{Align, Frame, Label, Layout, Margin, Panel, RichText, Ui};

use super::theme;
use super::widgets::{ButtonKind, button, icon};
use crate::inbox::{Action, Inbox, Remedy};

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let health = inbox.health();
    let Some(trouble) = health.trouble else { return };
    let palette = theme::palette(ui);
    Panel::top("trouble")
        .show_separator_line(false)
        .frame(Frame::new().fill(palette.bad_ground).inner_margin(Margin::symmetric(20, 10)))
        .show(ui, |ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                for remedy in &health.remedies {
                    let (text, address) = match remedy {
                        Remedy::ListenAt(address) => (format!("Listen on {address}"), *address),
                        Remedy::TryAgain(address) => (String::from("Try again"), *address),
                    };
                    if button(ui, ButtonKind::Plain, &text).clicked() {
                        actions.push(Action::ListenAt(address));
                    }
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let sign = RichText::new(icon::WARNING).font(theme::icons(18.0)).color(palette.bad);
                    ui.add(Label::new(sign).selectable(false));
                    ui.add(Label::new(RichText::new(trouble).color(palette.text)).wrap());
                });
            });
        });
}
