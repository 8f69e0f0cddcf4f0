//! What stands beside the requests: handing on, sending again, the contract watch, the rehearsal of answers, how the
//! platform reaches this machine.
//!
//! **Invariant:** as for the whole inbox: no I/O, no clock, no egui.

mod action;

pub use action::{ToolAction, TrafficPage};

use super::Inbox;
use crate::bus::{Command, TrafficEvent};
use crate::traffic::{Rehearsal, Tunnel};

/// What stands beside the requests.
#[derive(Debug, Default)]
pub struct Tools {
    /// Which page of the developer's view is shown.
    pub page: TrafficPage,
    /// How answers are altered on purpose, while they are.
    pub rehearsal: Option<Rehearsal>,
    /// The tunnel.
    pub tunnel: Tunnel,
}

impl Inbox {
    pub(super) fn act_on_tools(&mut self, action: ToolAction) -> Vec<Command> {
        match action {
            ToolAction::OpenPage(page) => {
                self.tools.page = page;
                Vec::new()
            }
            ToolAction::OpenResend(_) => Vec::new(),
        }
    }

    pub(super) fn hear_of_tools(&mut self, _event: TrafficEvent) -> Vec<Command> {
        Vec::new()
    }

    pub(super) fn rehearsal_changed(&mut self, rehearsal: Option<Rehearsal>) -> Vec<Command> {
        self.tools.rehearsal = rehearsal;
        Vec::new()
    }

    pub(super) fn tunnel_changed(&mut self, tunnel: Tunnel) -> Vec<Command> {
        self.tools.tunnel = tunnel;
        Vec::new()
    }
}
