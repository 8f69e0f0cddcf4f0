//! The thread `traffic-reader`: looks requests up, lays one out, compares two, copies and saves.

use anyhow::Result;

use super::OwnHook;
use crate::bus::{Bus, TrafficCommand};
use crate::store::Store;

/// The asking end. Ends the thread when dropped.
pub struct Desk {}

impl Desk {
    /// Starts the thread.
    ///
    /// # Errors
    /// The store can't be read, or no thread can be had.
    pub fn start(_store: &Store, _bus: &Bus) -> Result<Self> {
        Ok(Self {})
    }

    /// Has a command carried out.
    pub fn command(&self, _command: TrafficCommand, _own: &OwnHook) {}
}
