//! Settings, Appearance: light or dark, size, distances, contrast, motion.

use egui::Ui;

use super::parts::row;
use crate::inbox::{Action, Density, Inbox, LooksAction, ThemeChoice, Wish, ZOOMS};
use crate::ui::widgets::{Segment, segmented};

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let looks = inbox.looks;
    row(ui, inbox, say!("Colours"), "", |ui| {
        let themes = ThemeChoice::ALL.map(|choice| Segment::new(choice.label(), choice));
        actions.extend(segmented(ui, &themes, inbox.theme).map(Action::ChooseTheme));
    });
    let command = if cfg!(target_os = "macos") { "⌘" } else { say!("Ctrl") };
    let keys =
        say!("{command} and + or − change it everywhere, {command} and 0 makes it the usual one.", command = command);
    row(ui, inbox, say!("Size"), &keys, |ui| {
        let sizes = ZOOMS.map(|percent| Segment::of(say!("Size"), say!("{percent} %", percent = percent), percent));
        actions.extend(segmented(ui, &sizes, looks.zoom_percent).map(|percent| LooksAction::Size(percent).into()));
    });
    row(ui, inbox, say!("Rows"), say!("Of the lists of calls and requests. Compact shows more of them."), |ui| {
        let densities = Density::ALL.map(|one| Segment::of(say!("Rows"), one.label(), one));
        actions.extend(segmented(ui, &densities, looks.density).map(|one| LooksAction::Density(one).into()));
    });
    row(ui, inbox, say!("High contrast"), say!("Stronger colours and edges."), |ui| {
        let wishes = Wish::ALL.map(|wish| Segment::of(say!("High contrast"), wish.label(), wish));
        actions.extend(segmented(ui, &wishes, looks.contrast).map(|wish| LooksAction::Contrast(wish).into()));
    });
    row(ui, inbox, say!("Less motion"), say!("Nothing glides or fades."), |ui| {
        let wishes = Wish::ALL.map(|wish| Segment::of(say!("Less motion"), wish.label(), wish));
        actions.extend(segmented(ui, &wishes, looks.stillness).map(|wish| LooksAction::Stillness(wish).into()));
    });
}
