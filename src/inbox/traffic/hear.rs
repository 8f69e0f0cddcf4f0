//! What is told of requests, taken in.

use crate::bus::{Command, TrafficEvent};
use crate::inbox::Inbox;

impl Inbox {
    /// Requests were stored.
    pub(in crate::inbox) fn requests_logged(&mut self) -> Vec<Command> {
        Vec::new()
    }

    pub(in crate::inbox) fn hear_of_traffic(&mut self, event: TrafficEvent) -> Vec<Command> {
        match event {
            TrafficEvent::Found { .. }
            | TrafficEvent::Followed { .. }
            | TrafficEvent::RowsLoaded { .. }
            | TrafficEvent::Opened(_)
            | TrafficEvent::Gone { .. }
            | TrafficEvent::Compared(_)
            | TrafficEvent::ToCopy { .. }
            | TrafficEvent::Saved { .. }
            | TrafficEvent::Pruned { .. } => Vec::new(),
            other => self.hear_of_tools(other),
        }
    }
}
