//! Hands the tunnel what a person asks of it.

use super::OwnHook;
use crate::bus::{Bus, TrafficCommand};

/// The asking end. Ends the tunnel when dropped.
pub struct Tunnels {}

impl Tunnels {
    /// Nothing runs yet.
    pub fn new(_bus: &Bus) -> Self {
        Self {}
    }

    /// Has a command carried out.
    pub fn command(&mut self, _command: TrafficCommand, _own: &OwnHook) {}
}
