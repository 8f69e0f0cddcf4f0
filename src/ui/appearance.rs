//! Settings, Appearance: light or dark, size, distances, contrast, motion.

use egui::{RichText, Ui, Vec2};

use super::settings::{chosen_button, note};
use super::theme;
use super::widgets::section_title;
use crate::inbox::{Action, Density, Inbox, LooksAction, ThemeChoice, Wish, ZOOMS};

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let looks = inbox.looks;
    section_title(ui, "Appearance");
    let themes = ThemeChoice::ALL.map(|choice| (choice.label().to_owned(), choice.label().to_owned(), choice));
    if let Some(choice) = choices(ui, "Colours", &themes, inbox.theme) {
        actions.push(Action::ChooseTheme(choice));
    }
    let sizes = ZOOMS.map(|percent| (format!("{percent} %"), format!("Size: {percent} %"), percent));
    if let Some(percent) = choices(ui, "Size", &sizes, looks.zoom_percent) {
        actions.push(LooksAction::Size(percent).into());
    }
    let densities = Density::ALL.map(|one| (one.label().to_owned(), format!("Rows: {}", one.label()), one));
    if let Some(density) = choices(ui, "Rows", &densities, looks.density) {
        actions.push(LooksAction::Density(density).into());
    }
    let wishes = |of: &str| Wish::ALL.map(|wish| (wish.label().to_owned(), format!("{of}: {}", wish.label()), wish));
    if let Some(wish) = choices(ui, "High contrast", &wishes("High contrast"), looks.contrast) {
        actions.push(LooksAction::Contrast(wish).into());
    }
    if let Some(wish) = choices(ui, "Less motion", &wishes("Less motion"), looks.stillness) {
        actions.push(LooksAction::Stillness(wish).into());
    }
    let command = if cfg!(target_os = "macos") { "⌘" } else { "Ctrl " };
    note(ui, &format!("{command}+ and {command}− change the size everywhere, {command}0 makes it the usual one."));
}

/// A label, and buttons of which one is chosen: each with its text, its name for screen readers, and what it stands for.
fn choices<T: Copy + PartialEq>(ui: &mut Ui, label: &str, offered: &[(String, String, T)], now: T) -> Option<T> {
    let mut chosen = None;
    ui.horizontal_top(|ui| {
        ui.allocate_ui(Vec2::new(theme::LABEL_WIDTH, 30.0), |ui| {
            ui.set_min_width(theme::LABEL_WIDTH);
            ui.vertical(|ui| {
                // On the line of the buttons' texts.
                ui.add_space(6.0);
                ui.label(RichText::new(label).color(theme::palette(ui).second));
            });
        });
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = Vec2::splat(4.0);
            for (text, name, value) in offered {
                let response = chosen_button(ui, *value == now, text);
                response.widget_info(|| egui::WidgetInfo::selected(egui::Role::RadioButton, true, *value == now, name));
                if response.clicked() {
                    chosen = Some(*value);
                }
            }
        });
    });
    ui.add_space(4.0);
    chosen
}
