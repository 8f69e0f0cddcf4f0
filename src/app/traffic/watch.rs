//! The thread `contract-watch`: counts what a source sends, after it was answered, and tells when that changes.

use anyhow::Result;

use crate::bus::{Bus, TrafficCommand};
use crate::store::Store;

/// The asking end. Ends the thread when dropped.
pub struct Watch {}

impl Watch {
    /// Starts the thread.
    ///
    /// # Errors
    /// The store can't be read, or no thread can be had.
    pub fn start(_store: &Store, _bus: &Bus) -> Result<Self> {
        Ok(Self {})
    }

    /// Has a command carried out.
    pub fn command(&self, _command: TrafficCommand) {}

    /// Something may have come.
    pub fn look(&self) {}
}
