//! IN: the listener. Takes HTTP requests off the public port, decides what they are, answers them.
//!
//! **Invariant:** nothing here stores, draws, or fetches; no 200 leaves before the ledger said that the delivery is on disk.

mod admission;
mod door;
mod envelope;
mod facts;
mod head;
mod intake;
mod limits;
mod listener;
mod payload;
mod port_holder;
mod private_folder;
mod rehearsal;
mod reply;
mod server;
mod signature;
mod station;
mod supervisor;
#[cfg(test)]
mod tests;
mod waiting_room;

#[cfg(fuzzing)]
pub use door::fuzzing;

use std::time::Duration;

pub use admission::{Admission, HOOK_PATH, Rules, Terms, admit};
pub use head::RequestHead;
pub use limits::Limits;
pub use listener::{Listener, ListenerConfig};
pub use payload::{NotJson, read};
pub use rehearsal::Dice;
pub use reply::Reply;
pub use signature::{check, sign};

use crate::call::{DeliveryId, NewDelivery, Receipt};

/// Why a delivery is not on disk.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct NotKept {
    /// In a sentence.
    pub reason: String,
}

/// What is to be done once it is known whether a delivery is on disk. Called at most once, on any thread, never blocks
/// for long. Dropped without a call it counts as not kept.
pub type KeepDone = Box<dyn FnOnce(Result<Receipt, NotKept>) + Send>;

/// Where deliveries are kept; the listener's only way out.
pub trait Ledger: Send + Sync {
    /// Keeps a delivery, then calls `done`: with a receipt only after it is safely on disk. May wait for room in its queue,
    /// not for the disk.
    fn keep(&self, delivery: NewDelivery, done: KeepDone);

    /// Notes how long a kept delivery took from its first byte to our answer.
    fn answered(&self, delivery: DeliveryId, took: Duration);
}
