//! The banner across the window while answers are altered on purpose: how, and the button that ends it.

use egui::Ui;

use crate::inbox::{Action, Inbox, RehearsalAction, rehearsal_sentence};
use crate::ui::banner::{Banner, bar};
use crate::ui::theme;
use crate::ui::widgets::{ButtonKind, icon, named_button};

/// Draws the banner while answers are altered on purpose.
pub fn banner(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let Some(rehearsal) = &inbox.tools.rehearsal else { return };
    let palette = theme::palette(ui);
    let headline = say!("Answers are altered on purpose: {how}.", how = rehearsal_sentence(rehearsal));
    let banner = Banner {
        id: "rehearsal",
        sign: icon::REHEARSAL,
        ink: palette.mixed,
        ground: palette.mixed_ground,
        headline: &headline,
        more: "",
    };
    bar(ui, &banner, |ui| {
        if named_button(ui, ButtonKind::Plain, say!("Stop"), say!("Stop altering answers")).clicked() {
            actions.push(RehearsalAction::Stop.into());
        }
    });
}
