//! The pages beside the requests: handing on, the contract watch, the rehearsal of answers, reach; and the form by which a
//! request is sent again.
//!
//! **Invariant:** as for all of `ui`: draws `&Inbox`, returns what the person did.

use egui::Ui;

use crate::inbox::{Action, Inbox, ToolAction, TrafficPage};

/// Draws the names of the pages.
pub fn tabs(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        for page in TrafficPage::ALL {
            if ui.selectable_label(inbox.tools.page == page, page.label()).clicked() {
                actions.push(ToolAction::OpenPage(page).into());
            }
        }
    });
}

/// Draws the open page, unless it is the requests.
pub fn draw(_ui: &mut Ui, _inbox: &Inbox, _actions: &mut Vec<Action>) {}

/// Draws what lies over the window: the form by which a request is sent again.
pub fn draw_over(_ctx: &egui::Context, _inbox: &Inbox, _actions: &mut Vec<Action>) {}

/// Draws the banner while answers are altered on purpose.
pub fn banner(_ui: &mut Ui, _inbox: &Inbox, _actions: &mut Vec<Action>) {}
