//! The requests on screen: the table, what it is filtered by, the one that is open, two side by side.
//!
//! **Invariant:** as for the whole inbox: no I/O, no clock, no egui.

mod action;
mod hear;

pub use action::TrafficAction;

use super::Inbox;
use crate::bus::Command;

/// The requests on screen.
#[derive(Debug, Default)]
pub struct Traffic {}

impl Inbox {
    pub(super) fn act_on_traffic(&mut self, action: TrafficAction) -> Vec<Command> {
        match action {
            TrafficAction::Filter(_) | TrafficAction::Open(_) => Vec::new(),
        }
    }

    /// The screen was opened.
    pub(super) fn traffic_opened(&mut self) -> Vec<Command> {
        Vec::new()
    }
}
