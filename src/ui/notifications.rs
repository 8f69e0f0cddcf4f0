//! Settings for what is told outside the window, and for what goes on without it.

use egui::{ComboBox, Ui};

use super::settings::{chosen_button, note};
use super::theme;
use super::widgets::{ButtonKind, button, section_title};
use crate::inbox::{Action, AlertAction, AlertPrefs, DesktopAction, Inbox, QuietHours, TrayChoice};

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let prefs = inbox.alerts.prefs;
    let choose = |actions: &mut Vec<Action>, wanted: AlertPrefs| {
        if wanted != prefs {
            actions.push(AlertAction::Choose(wanted).into());
        }
    };
    section_title(ui, "Notifications");
    labelled(ui, "New calls", |ui| {
        for (text, is_on) in [("Tell me", true), ("Say nothing", false)] {
            if chosen_button(ui, prefs.is_on == is_on, text).clicked() {
                choose(actions, AlertPrefs { is_on, ..prefs });
            }
        }
        if button(ui, ButtonKind::Quiet, "Show one now").clicked() {
            actions.push(AlertAction::Test.into());
        }
    });
    note(ui, "When a call comes in while you look elsewhere. Many at once are one notification.");
    if prefs.is_on {
        ui.add_space(theme::GRID);
        labelled(ui, "They say", |ui| {
            for (text, hides_details) in [("Caller and outcome", false), ("Only that there is one", true)] {
                if chosen_button(ui, prefs.hides_details == hides_details, text).clicked() {
                    choose(actions, AlertPrefs { hides_details, ..prefs });
                }
            }
        });
        ui.add_space(theme::GRID);
        labelled(ui, "Sound", |ui| {
            for (text, has_sound) in [("With sound", true), ("Silent", false)] {
                if chosen_button(ui, prefs.has_sound == has_sound, text).clicked() {
                    choose(actions, AlertPrefs { has_sound, ..prefs });
                }
            }
        });
        ui.add_space(theme::GRID);
        let is_put_off = prefs.is_put_off(inbox.now);
        labelled(ui, "Do not disturb", |ui| {
            if chosen_button(ui, !is_put_off, "Off").clicked() && is_put_off {
                actions.push(AlertAction::EndQuiet.into());
            }
            if chosen_button(ui, is_put_off, "Until tomorrow").clicked() && !is_put_off {
                actions.push(AlertAction::QuietUntilTomorrow.into());
            }
        });
        ui.add_space(theme::GRID);
        labelled(ui, "Quiet hours", |ui| {
            if chosen_button(ui, prefs.quiet_hours.is_none(), "Never").clicked() {
                choose(actions, AlertPrefs { quiet_hours: None, ..prefs });
            }
            if chosen_button(ui, prefs.quiet_hours.is_some(), "Every day").clicked() && prefs.quiet_hours.is_none() {
                choose(actions, AlertPrefs { quiet_hours: Some(QuietHours::NIGHT), ..prefs });
            }
            if let Some(hours) = prefs.quiet_hours {
                let mut wanted = hours;
                ui.label("from");
                hour(ui, "Quiet from", &mut wanted.from_hour);
                ui.label("to");
                hour(ui, "Quiet to", &mut wanted.to_hour);
                choose(actions, AlertPrefs { quiet_hours: Some(wanted), ..prefs });
            }
        });
        if let Some(sentence) = inbox.quiet_label() {
            note(ui, &sentence);
        }
    }
}

/// What goes on without the window.
pub fn without_window(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let prefs = inbox.desktop;
    section_title(ui, "Window");
    labelled(ui, "When closed", |ui| {
        for (text, keeps) in [("Stop receiving", false), ("Keep receiving", true)] {
            if chosen_button(ui, prefs.keeps_listening == keeps, text).clicked() {
                actions.push(DesktopAction::KeepListening(keeps).into());
            }
        }
        if button(ui, ButtonKind::Quiet, "Quit now").clicked() {
            actions.push(DesktopAction::Quit.into());
        }
    });
    note(
        ui,
        if prefs.keeps_listening && prefs.can_have_tray && prefs.tray != TrayChoice::Never {
            say!("Closing the window only hides it. Click its icon in the tray to see it, or start Call Inbox again.")
        } else if prefs.keeps_listening {
            "Closing the window only hides it. Start Call Inbox again to see it, or click a notification."
        } else {
            "Calls that come while Call Inbox does not run are lost: the platform sends each once."
        },
    );
    if prefs.can_have_tray {
        ui.add_space(theme::GRID);
        labelled(ui, say!("Tray icon"), |ui| {
            for choice in TrayChoice::ALL {
                if chosen_button(ui, prefs.tray == choice, choice.label()).clicked() {
                    actions.push(DesktopAction::ShowTray(choice).into());
                }
            }
        });
        note(ui, say!("It says how many calls are unread, where the desktop has a tray."));
    }
    if prefs.can_start_at_login {
        ui.add_space(theme::GRID);
        labelled(ui, "At login", |ui| {
            for (text, starts) in [("Do nothing", false), ("Begin to receive", true)] {
                let is_chosen = prefs.starts_at_login == starts;
                if chosen_button(ui, is_chosen, text).clicked() && !is_chosen {
                    actions.push(DesktopAction::StartAtLogin(starts).into());
                }
            }
        });
    } else {
        note(ui, "To have it begin when you log in, add it to what the system starts, with --hidden.");
    }
}

fn hour(ui: &mut Ui, name: &str, chosen: &mut u8) {
    let label = |hour: u8| format!("{hour:02}:00");
    let list = ComboBox::from_id_salt(name).selected_text(label(*chosen)).width(72.0);
    let response = list.show_ui(ui, |ui| {
        for hour in 0..24 {
            ui.selectable_value(chosen, hour, label(hour));
        }
    });
    let name = format!("{name} {}", label(*chosen));
    response.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &name));
}

fn labelled(ui: &mut Ui, label: &str, draw: impl FnOnce(&mut Ui)) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.allocate_ui(egui::Vec2::new(theme::LABEL_WIDTH + 4.0, theme::LINE), |ui| {
            ui.set_min_width(theme::LABEL_WIDTH + 4.0);
            ui.label(egui::RichText::new(label).color(theme::palette(ui).second));
        });
        draw(ui);
    });
}
