//! Settings, Requests kept: how long, how many, and the question before some go.

use egui::Ui;

use super::parts::{flow, note, row};
use crate::inbox::{AGES_DAYS, Action, COUNTS, Inbox, LimitsAction, age_label, most_label};
use crate::traffic::TrafficLimits;
use crate::ui::tools::warning;
use crate::ui::widgets::{ButtonKind, Segment, button, segmented};

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let chosen = inbox.tools.limits_asked.unwrap_or(inbox.tools.limits);
    row(ui, inbox, say!("Keep"), "", |ui| {
        let ages = AGES_DAYS.map(|days| Segment::new(age_label(days), days));
        let picked = segmented(ui, &ages, chosen.most_days);
        let limits = picked.map(|most_days| TrafficLimits { most_days, ..chosen });
        actions.extend(limits.map(|limits| LimitsAction::Choose(limits).into()));
    });
    row(ui, inbox, say!("At most"), "", |ui| {
        let counts = COUNTS.map(|count| Segment::new(most_label(count), count));
        let picked = segmented(ui, &counts, chosen.most_requests);
        let limits = picked.map(|most_requests| TrafficLimits { most_requests, ..chosen });
        actions.extend(limits.map(|limits| LimitsAction::Choose(limits).into()));
    });
    row(ui, inbox, "", "", |ui| match inbox.limits_question() {
        Some(question) => {
            warning(ui, &question);
            ui.add_space(8.0);
            flow(ui, |ui| {
                if button(ui, ButtonKind::Plain, say!("Take them away")).clicked() {
                    actions.push(LimitsAction::Confirm.into());
                }
                if button(ui, ButtonKind::Quiet, say!("Keep them")).clicked() {
                    actions.push(LimitsAction::Cancel.into());
                }
            });
        }
        None => note(ui, say!("Of what Traffic lists. Calls, and the requests they are made of, always stay.")),
    });
}
