//! Settings: the sections at the left, the open one at the right. Where there is no room for both, a menu stands above.
//!
//! **Invariant:** as for all of `ui`: draws `&Inbox`, returns what the person did. Every section stands in one grid: label,
//! control, a sentence below.

mod about;
mod appearance;
mod fetching;
mod licences;
mod list;
mod listener;
mod notifications;
mod parts;
mod playback;
mod requests;
mod senders;
mod shortcuts;
mod storage;
mod window;

use egui::{Label, RichText, ScrollArea, Ui};

use super::{keyboard, theme};
use crate::inbox::{Action, Inbox, SettingsSection};

/// Beside the content, in points: as on other pages.
const MARGIN: f32 = 28.0;
/// Below this width the sections are a menu, in points.
const BOTH_FROM: f32 = 700.0;
/// Width of the list of sections with its margins, in points.
const LIST_WIDTH: f32 = 220.0;

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    if ui.available_width() < BOTH_FROM {
        list::menu(ui, inbox, actions);
        page(ui, inbox, false, actions);
        return;
    }
    egui::Panel::left("settings sections")
        .exact_size(LIST_WIDTH)
        .resizable(false)
        .show_separator_line(false)
        .frame(egui::Frame::NONE)
        .show(ui, |ui| list::list(ui, inbox, actions));
    egui::CentralPanel::no_frame().show(ui, |ui| page(ui, inbox, true, actions));
}

/// The open section.
fn page(ui: &mut Ui, inbox: &Inbox, has_title: bool, actions: &mut Vec<Action>) {
    let section = inbox.settings.section;
    ScrollArea::vertical().id_salt(("settings", section)).auto_shrink(false).show(ui, |ui| {
        ui.horizontal_top(|ui| {
            ui.add_space(MARGIN);
            ui.vertical(|ui| {
                ui.set_width(theme::TEXT_WIDTH.min(ui.available_width() - MARGIN));
                let palette = theme::palette(ui);
                if has_title {
                    ui.add_space(24.0);
                    let title = RichText::new(section.label()).font(theme::semibold(theme::TITLE)).color(palette.text);
                    ui.add(Label::new(title).selectable(false));
                } else {
                    ui.add_space(8.0);
                }
                ui.add(Label::new(RichText::new(section.sentence()).color(palette.second)).wrap());
                ui.add_space(22.0);
                contents(ui, inbox, section, actions);
                ui.add_space(28.0);
            });
        });
        keyboard::keep_in_sight(ui);
    });
}

fn contents(ui: &mut Ui, inbox: &Inbox, section: SettingsSection, actions: &mut Vec<Action>) {
    match section {
        SettingsSection::Appearance => appearance::draw(ui, inbox, actions),
        SettingsSection::Listener => listener::draw(ui, inbox, actions),
        SettingsSection::Senders => senders::draw(ui, inbox, actions),
        SettingsSection::Storage => storage::draw(ui, inbox, actions),
        SettingsSection::Fetching => fetching::draw(ui, inbox, actions),
        SettingsSection::Playback => playback::draw(ui, inbox, actions),
        SettingsSection::Notifications => notifications::draw(ui, inbox, actions),
        SettingsSection::Window => window::draw(ui, inbox, actions),
        SettingsSection::Requests => requests::draw(ui, inbox, actions),
        SettingsSection::Shortcuts => shortcuts::draw(ui, inbox, actions),
        SettingsSection::About => about::draw(ui, inbox, actions),
    }
}
