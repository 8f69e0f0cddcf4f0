//! The pages beside the requests: handing on, the contract watch, the rehearsal of answers, reach; and the form by which a
//! request is sent again.
//!
//! **Invariant:** as for all of `ui`: draws `&Inbox`, returns what the person did.

mod banner;
mod contract;
mod forwarding;
mod letters;
mod parts;
mod reach;
mod rehearsal;
mod resend;
mod resend_text;
mod steps;
mod tabs;
mod tunnel;

use egui::Ui;

use crate::inbox::{Action, Inbox, TrafficPage};

pub use banner::banner;
pub use parts::{switch, warning};
pub use tabs::tabs;

/// Draws the open page, unless it is the requests.
pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    match inbox.tools.page {
        TrafficPage::Requests => {}
        TrafficPage::Forwarding => forwarding::draw(ui, inbox, actions),
        TrafficPage::Contract => contract::draw(ui, inbox, actions),
        TrafficPage::Rehearsal => rehearsal::draw(ui, inbox, actions),
        TrafficPage::Reach => reach::draw(ui, inbox, actions),
    }
}

/// Draws what lies over the window: the form by which a request is sent again.
pub fn draw_over(ctx: &egui::Context, inbox: &Inbox, actions: &mut Vec<Action>) {
    resend::draw(ctx, inbox, actions);
}
