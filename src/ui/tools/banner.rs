//! The banner across the window while answers are altered on purpose: how, and the button that ends it.

use egui::{Align, Frame, Label, Layout, Margin, Panel, RichText, Ui};

use crate::inbox::{Action, Inbox, RehearsalAction, rehearsal_sentence};
use crate::ui::theme;
use crate::ui::widgets::{ButtonKind, icon, named_button};

/// Draws the banner while answers are altered on purpose.
pub fn banner(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let Some(rehearsal) = &inbox.tools.rehearsal else { return };
    let palette = theme::palette(ui);
    Panel::top("rehearsal")
        .show_separator_line(false)
        .frame(Frame::new().fill(palette.mixed_ground).inner_margin(Margin::symmetric(20, 4)))
        .show(ui, |ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if named_button(ui, ButtonKind::Plain, "Stop", "Stop altering answers").clicked() {
                    actions.push(RehearsalAction::Stop.into());
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let sign = RichText::new(icon::REHEARSAL).font(theme::icons(18.0)).color(palette.mixed);
                    ui.add(Label::new(sign).selectable(false));
                    let text = format!("Answers are altered on purpose: {}.", rehearsal_sentence(rehearsal));
                    ui.add(Label::new(RichText::new(text).color(palette.mixed)).wrap());
                });
            });
        });
}
