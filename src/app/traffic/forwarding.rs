//! Hands the relay what it needs of the store, and what a person asks of it.

use anyhow::Result;

use crate::bus::{Bus, Secret, Signing, TrafficCommand};
use crate::store::Store;

/// Where our own listener takes calls.
#[derive(Debug, Clone)]
pub struct OwnHook {
    /// Its URL, as this machine reaches it; `None` while nothing listens.
    pub url: Option<String>,
    /// What it asks for.
    pub secret: Option<Secret>,
    /// How calls must be signed.
    pub signing: Option<Signing>,
}

/// The asking end.
pub struct Forwarding {}

impl Forwarding {
    /// Starts the thread.
    ///
    /// # Errors
    /// The store can't be read, or no thread can be had.
    pub fn start(_store: &Store, _bus: &Bus) -> Result<Self> {
        Ok(Self {})
    }

    /// Has a command carried out.
    pub fn command(&self, _command: TrafficCommand, _own: &OwnHook) {}

    /// Something may be waiting to be handed on.
    pub fn look(&self) {}
}
