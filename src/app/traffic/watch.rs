//! The thread `contract-watch`: counts what a source sends, after it was answered, and tells when that changes. What counts as
//! a change is decided in `traffic`, what is stored in the store.

mod asked;
mod count;
mod thread;

use std::sync::Arc;
use std::thread::JoinHandle;

use anyhow::{Context, Result};

use crate::bus::{Bus, TrafficCommand};
use crate::store::Store;
use asked::Asked;
use thread::Watching;

/// The asking end. Ends the thread when dropped.
pub struct Watch {
    asked: Arc<Asked>,
    thread: Option<JoinHandle<()>>,
}

impl Watch {
    /// Starts the thread, with what was stored and not counted.
    ///
    /// # Errors
    /// The store can't be read, or no thread can be had.
    pub fn start(store: &Store, bus: &Bus) -> Result<Self> {
        let asked = Arc::new(Asked::default());
        let watching = Watching::new(Arc::clone(&asked), store.writer(), store.reader()?, bus.clone());
        let named = std::thread::Builder::new().name(String::from("contract-watch"));
        let thread = named.spawn(move || watching.run()).context("The contract watch can't be started")?;
        Ok(Self { asked, thread: Some(thread) })
    }

    /// Has a command carried out.
    pub fn command(&self, command: TrafficCommand) {
        match command {
            TrafficCommand::LoadWatch => self.asked.load(),
            TrafficCommand::SeeChange { id } => self.asked.see(id),
            _ => {}
        }
    }

    /// Something may have come.
    pub fn look(&self) {
        self.asked.look();
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.asked.stop();
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            log::error!("the contract watch had panicked");
        }
    }
}
