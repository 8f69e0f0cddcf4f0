//! Settings: what can be chosen so far, and where things are.

use egui::{Response, RichText, ScrollArea, Ui, Vec2};

use super::keyboard;
use super::widgets::{ButtonKind, button, heading, section_title, selectable};
use super::{appearance, notifications, recordings, senders, theme, tools};
use crate::inbox::{Action, Inbox};

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.horizontal_top(|ui| {
            ui.add_space(40.0);
            ui.vertical(|ui| {
                ui.set_width(theme::TEXT_WIDTH.min(ui.available_width() - 40.0));
                ui.add_space(32.0);
                heading(ui, "Settings");
                ui.add_space(18.0);

                appearance::draw(ui, inbox, actions);
                ui.add_space(22.0);

                section_title(ui, "Listener");
                let health = inbox.health();
                fact(ui, "State", &health.headline);
                if let Some(url) = &health.url {
                    // Where it takes a secret the URL stands with it, below.
                    let is_open = inbox.url_to_copy().is_some_and(|copied| copied.reveal() == url);
                    if is_open {
                        fact(ui, "Webhook URL", url);
                    }
                    ui.horizontal(|ui| {
                        ui.add_space(theme::LABEL_WIDTH + 8.0);
                        if is_open && button(ui, ButtonKind::Plain, "Copy URL").clicked() {
                            ui.ctx().copy_text(url.clone());
                            actions.push(Action::Copied("Webhook URL"));
                        }
                        if button(ui, ButtonKind::Plain, "Send a test call").clicked() {
                            actions.push(Action::SendTestCall);
                        }
                    });
                }
                ui.add_space(14.0);
                senders::draw(ui, inbox, actions);
                ui.add_space(22.0);

                notifications::draw(ui, inbox, actions);
                ui.add_space(22.0);

                if !inbox.desktop.is_throwaway {
                    notifications::without_window(ui, inbox, actions);
                    ui.add_space(22.0);
                }

                recordings::draw(ui, inbox, actions);
                ui.add_space(22.0);

                tools::limits(ui, inbox, actions);
                ui.add_space(22.0);

                section_title(ui, "Storage");
                fact(ui, "Folder", &inbox.data_folder);
                note(ui, "Everything that is received is kept in this folder, and nowhere else.");
                ui.add_space(22.0);

                section_title(ui, "About");
                fact(ui, "Version", env!("CARGO_PKG_VERSION"));
            });
        });
        keyboard::keep_in_sight(ui);
    });
}

/// One of several choices.
pub fn chosen_button(ui: &mut Ui, is_chosen: bool, label: &str) -> Response {
    let palette = theme::palette(ui);
    let font = if is_chosen { theme::semibold(theme::BODY) } else { theme::regular(theme::BODY) };
    let ink = if is_chosen { palette.accent } else { palette.text };
    let ground = if is_chosen { palette.accent_ground } else { palette.panel };
    let text = RichText::new(label).font(font).color(ink);
    let button = egui::Button::selectable(is_chosen, text).min_size(Vec2::new(76.0, 30.0));
    ui.add(button.fill(ground).frame_when_inactive(true))
}

pub fn fact(ui: &mut Ui, label: &str, text: &str) {
    let palette = theme::palette(ui);
    ui.horizontal_top(|ui| {
        ui.allocate_ui(Vec2::new(theme::LABEL_WIDTH, theme::LINE), |ui| {
            ui.set_min_width(theme::LABEL_WIDTH);
            ui.label(RichText::new(label).color(palette.second));
        });
        selectable(ui, text, theme::regular(theme::BODY), palette.text);
    });
}

pub fn note(ui: &mut Ui, text: &str) {
    let color = theme::palette(ui).second;
    ui.horizontal(|ui| {
        ui.add_space(theme::LABEL_WIDTH + 8.0);
        ui.add(egui::Label::new(RichText::new(text).font(theme::regular(theme::SMALL)).color(color)).wrap());
    });
}
