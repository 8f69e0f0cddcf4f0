//! The requests: the table, and the open one below it.
//!
//! **Invariant:** as for all of `ui`: draws `&Inbox`, returns what the person did.

use egui::Ui;

use super::tools;
use crate::inbox::{Action, Inbox, TrafficPage};

/// Draws the developer's view.
pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    tools::tabs(ui, inbox, actions);
    match inbox.tools.page {
        TrafficPage::Requests => requests(ui, inbox, actions),
        TrafficPage::Forwarding | TrafficPage::Contract | TrafficPage::Rehearsal | TrafficPage::Reach => {
            tools::draw(ui, inbox, actions);
        }
    }
}

fn requests(_ui: &mut Ui, _inbox: &Inbox, _actions: &mut Vec<Action>) {}
