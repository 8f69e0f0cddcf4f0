//! Joins what the developer's view needs: the thread that looks requests up, handing on and sending again, the contract
//! watch, the tunnel.
//!
//! **Invariant:** whoever asks never waits; the receiving side knows nothing of any of it.

mod desk;
mod forwarding;
mod tunnels;
mod watch;

use anyhow::Result;

use super::dialogs::Dialogs;
use crate::bus::{Bus, Event, TrafficCommand};
use crate::store::Store;
use desk::Desk;
use forwarding::Forwarding;
pub use forwarding::OwnHook;
use tunnels::Tunnels;
pub use tunnels::landmark;
use watch::Watch;

/// The engines of the developer's view. Ended when dropped.
pub struct Traffic {
    desk: Desk,
    forwarding: Forwarding,
    watch: Watch,
    tunnels: Tunnels,
}

impl Traffic {
    /// Starts the threads.
    ///
    /// # Errors
    /// The store can't be read, or no thread can be had.
    pub fn start(store: &Store, bus: &Bus) -> Result<Self> {
        Ok(Self {
            desk: Desk::start(store, bus)?,
            forwarding: Forwarding::start(store, bus)?,
            watch: Watch::start(store, bus)?,
            tunnels: Tunnels::new(bus),
        })
    }

    /// Carries a command out, or has it carried out. `own` is where our own listener takes calls.
    pub fn command(&mut self, command: TrafficCommand, own: &OwnHook) {
        match command {
            TrafficCommand::Find { .. }
            | TrafficCommand::Follow { .. }
            | TrafficCommand::LoadRows { .. }
            | TrafficCommand::Open { .. }
            | TrafficCommand::Compare { .. }
            | TrafficCommand::Copy { .. }
            | TrafficCommand::Save { .. }
            | TrafficCommand::SetLimits(_) => self.desk.command(command, own),
            TrafficCommand::SendAgain(_)
            | TrafficCommand::StopSending
            | TrafficCommand::LoadForwarding
            | TrafficCommand::SaveTarget(_)
            | TrafficCommand::ForgetTarget { .. }
            | TrafficCommand::Revive { .. }
            | TrafficCommand::HurryTarget { .. } => self.forwarding.command(command, own),
            TrafficCommand::LoadWatch | TrafficCommand::SeeChange { .. } => self.watch.command(command),
            TrafficCommand::FindTunnels | TrafficCommand::StartTunnel(_) | TrafficCommand::StopTunnel => {
                self.tunnels.command(command, own);
            }
            // The listener's business.
            TrafficCommand::Rehearse(_) => {}
        }
    }

    /// From now on a person is asked where something is saved.
    pub fn use_dialogs(&mut self, dialogs: Dialogs) {
        self.desk.dialogs = dialogs;
    }

    /// Takes note of what an event tells.
    pub fn heard(&self, event: &Event) {
        self.tunnels.heard(event);
        if let Event::ReachChanged(reach) = event {
            self.forwarding.ask_for(reach.secret.as_ref());
        }
        if matches!(event, Event::RequestsLogged | Event::Resync) {
            self.forwarding.look();
            self.watch.look();
        }
    }

    /// Ends all of it.
    pub fn stop(self) {
        drop(self);
    }
}
