//! Settings for recordings: how they are played, how much room they take, from where they are fetched.

use egui::{ComboBox, Ui, Vec2};

use super::settings::{chosen_button, note};
use super::theme;
use super::widgets::{icon, removable, section_title};
use crate::inbox::{Action, BUDGETS_GB, Inbox, PlayerAction};

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let prefs = &inbox.player.prefs;
    section_title(ui, "Recordings");
    labelled(ui, "Silence", |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for (text, skips) in [("Play it", false), ("Skip it", true)] {
            let is_chosen = prefs.skips_silence == skips;
            if chosen_button(ui, is_chosen, text).clicked() && !is_chosen {
                actions.push(PlayerAction::ToggleSkipSilence.into());
            }
        }
    });
    ui.add_space(theme::GRID);
    labelled(ui, "Play on", |ui| devices(ui, inbox, actions));
    ui.add_space(theme::GRID);
    labelled(ui, "Room", |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for gigabytes in BUDGETS_GB {
            if chosen_button(ui, prefs.budget_gb == gigabytes, &format!("{gigabytes} GB")).clicked() {
                actions.push(PlayerAction::SetBudget(gigabytes).into());
            }
        }
    });
    note(ui, "When it is used up, what was not heard for long makes room. Pinned recordings stay.");
    ui.add_space(theme::GRID);
    labelled(ui, "Allowed hosts", |ui| {
        if prefs.allowed_hosts.is_empty() {
            ui.label("None");
        }
        ui.spacing_mut().item_spacing = Vec2::new(6.0, 6.0);
        for host in &prefs.allowed_hosts {
            let name = format!("Allow {host} no longer");
            if removable(ui, icon::CHECK, host, &name) {
                actions.push(PlayerAction::ForbidHost(host.clone()).into());
            }
        }
    });
    note(ui, "Recordings on private addresses are fetched only from hosts that you allow, beside the recording.");
}

fn labelled(ui: &mut Ui, label: &str, draw: impl FnOnce(&mut Ui)) {
    ui.horizontal_wrapped(|ui| {
        ui.allocate_ui(Vec2::new(theme::LABEL_WIDTH, theme::LINE), |ui| {
            ui.set_min_width(theme::LABEL_WIDTH);
            ui.label(egui::RichText::new(label).color(theme::palette(ui).second));
        });
        draw(ui);
    });
}

fn devices(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let chosen = &inbox.player.state.device;
    let devices = inbox.player.devices.as_deref().unwrap_or_default();
    let found = devices.iter().find(|device| Some(&device.id) == chosen.as_ref()).map(|device| &device.name);
    let text = found.or(chosen.as_ref()).map_or("The system's choice", String::as_str);
    let list = ComboBox::from_id_salt("output device").selected_text(text).width(280.0).truncate();
    let response = list.show_ui(ui, |ui| {
        if ui.selectable_label(chosen.is_none(), "The system's choice").clicked() {
            actions.push(PlayerAction::UseDevice(None).into());
        }
        for device in devices {
            if ui.selectable_label(chosen.as_ref() == Some(&device.id), &device.name).clicked() {
                actions.push(PlayerAction::UseDevice(Some(device.id.clone())).into());
            }
        }
    });
    let name = format!("Play on: {text}");
    response.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &name));
}
