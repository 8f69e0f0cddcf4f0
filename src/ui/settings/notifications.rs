//! Settings, Notifications: what is told outside the window, and when it is quiet.

use egui::{ComboBox, RichText, Ui};

use super::parts::{flow, on_off, row, rule};
use crate::inbox::{Action, AlertAction, AlertPrefs, Inbox, QuietHours};
use crate::ui::theme;
use crate::ui::widgets::{ButtonKind, Segment, button, segmented};

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let prefs = inbox.alerts.prefs;
    let choose = |actions: &mut Vec<Action>, wanted: AlertPrefs| {
        if wanted != prefs {
            actions.push(AlertAction::Choose(wanted).into());
        }
    };
    let about = say!(
        "When a call comes in while you look elsewhere. Many within a few seconds are one notification, which counts them."
    );
    row(ui, inbox, say!("New calls"), about, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 16.0;
            if let Some(is_on) = on_off(ui, say!("Tell me about new calls"), prefs.is_on) {
                choose(actions, AlertPrefs { is_on, ..prefs });
            }
            if button(ui, ButtonKind::Plain, say!("Show one now")).clicked() {
                actions.push(AlertAction::Test.into());
            }
        });
    });
    if !prefs.is_on {
        return;
    }
    row(ui, inbox, say!("They say"), say!("The short one is for screens that others see."), |ui| {
        let offered =
            [Segment::new(say!("Caller and outcome"), false), Segment::new(say!("Only that there is one"), true)];
        if let Some(hides_details) = segmented(ui, &offered, prefs.hides_details) {
            choose(actions, AlertPrefs { hides_details, ..prefs });
        }
    });
    row(ui, inbox, say!("Sound"), "", |ui| {
        if let Some(has_sound) = on_off(ui, say!("With sound"), prefs.has_sound) {
            choose(actions, AlertPrefs { has_sound, ..prefs });
        }
    });
    rule(ui);
    let is_put_off = prefs.is_put_off(inbox.now);
    let told = inbox.quiet_label();
    let about = match &told {
        Some(told) if is_put_off => told.as_str(),
        _ => say!("Turned on, nothing is told until tomorrow morning at eight."),
    };
    row(ui, inbox, say!("Do not disturb"), about, |ui| {
        if let Some(is_wanted) = on_off(ui, say!("Do not disturb until tomorrow"), is_put_off) {
            actions.push(if is_wanted { AlertAction::QuietUntilTomorrow } else { AlertAction::EndQuiet }.into());
        }
    });
    let about = match &told {
        Some(told) if !is_put_off => told.as_str(),
        _ if prefs.quiet_hours.is_none() => {
            say!("Nothing is told between two hours, every day. Calls come in all the same.")
        }
        _ => say!("Nothing is told within these hours. Calls are received and kept all the same."),
    };
    row(ui, inbox, say!("Quiet hours"), about, |ui| {
        flow(ui, |ui| {
            if let Some(is_on) = on_off(ui, say!("Quiet hours every day"), prefs.quiet_hours.is_some()) {
                choose(actions, AlertPrefs { quiet_hours: is_on.then_some(QuietHours::NIGHT), ..prefs });
            }
            if let Some(hours) = prefs.quiet_hours {
                let mut wanted = hours;
                hour(ui, say!("from"), |hour| say!("Quiet from {hour}", hour = hour), &mut wanted.from_hour);
                hour(ui, say!("to"), |hour| say!("Quiet to {hour}", hour = hour), &mut wanted.to_hour);
                if wanted != hours {
                    choose(actions, AlertPrefs { quiet_hours: Some(wanted), ..prefs });
                }
            }
        });
    });
}

fn hour(ui: &mut Ui, before: &str, name: impl Fn(&str) -> String, chosen: &mut u8) {
    let label = |hour: u8| say!("{hour}:00", hour = format!("{hour:02}"));
    ui.label(RichText::new(before).color(theme::palette(ui).second));
    let list = ComboBox::from_id_salt(before).selected_text(label(*chosen)).width(72.0);
    let response = list.show_ui(ui, |ui| {
        for hour in 0..24 {
            ui.selectable_value(chosen, hour, label(hour));
        }
    });
    let name = name(&label(*chosen));
    response.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &name));
}
