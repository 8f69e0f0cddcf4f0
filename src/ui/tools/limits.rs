//! The part of Settings about how many requests are kept.

use egui::Ui;

use super::parts::{flow, labelled, small, warning};
use crate::inbox::{AGES_DAYS, Action, COUNTS, Inbox, LimitsAction, age_label, most_label};
use crate::traffic::TrafficLimits;
use crate::ui::settings::chosen_button;
use crate::ui::theme;
use crate::ui::widgets::{ButtonKind, button, section_title};

/// Draws it.
pub fn limits(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let chosen = inbox.tools.limits_asked.unwrap_or(inbox.tools.limits);
    section_title(ui, "Requests");
    labelled(ui, "Keep", |ui| {
        flow(ui, |ui| {
            for most_days in AGES_DAYS {
                if chosen_button(ui, chosen.most_days == most_days, &age_label(most_days)).clicked() {
                    actions.push(LimitsAction::Choose(TrafficLimits { most_days, ..chosen }).into());
                }
            }
        });
    });
    labelled(ui, "At most", |ui| {
        flow(ui, |ui| {
            for most_requests in COUNTS {
                if chosen_button(ui, chosen.most_requests == most_requests, &most_label(most_requests)).clicked() {
                    actions.push(LimitsAction::Choose(TrafficLimits { most_requests, ..chosen }).into());
                }
            }
        });
    });
    ui.horizontal_top(|ui| {
        ui.add_space(theme::LABEL_WIDTH + 8.0);
        ui.vertical(|ui| {
            ui.set_width(ui.available_width());
            match inbox.limits_question() {
                Some(question) => {
                    warning(ui, &question);
                    ui.add_space(4.0);
                    ui.horizontal(|ui| {
                        if button(ui, ButtonKind::Plain, "Take them away").clicked() {
                            actions.push(LimitsAction::Confirm.into());
                        }
                        if button(ui, ButtonKind::Quiet, "Keep them").clicked() {
                            actions.push(LimitsAction::Cancel.into());
                        }
                    });
                }
                None => _ = small(ui, "Of what Traffic lists. Calls, and the requests they are made of, always stay."),
            }
        });
    });
}
