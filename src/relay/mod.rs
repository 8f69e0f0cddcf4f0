//! SEND ON: requests handed on as they arrive, or sent again when a person asks for it.
//!
//! **Invariant:** nothing here receives or stores; the receiving side never waits for anything here. What came of a try is on
//! disk before the same request, or the next of its call, is tried.

mod again;
mod copy;
mod dispatch;
mod flight;
mod http;
mod pace;
mod resender;
mod standing;
#[cfg(test)]
mod tests;
mod verdict;

pub use again::{Again, Audience, Signer};
pub use dispatch::Relay;
pub use http::{Http, check_url};
pub use pace::Pace;
pub use resender::Resender;

use crate::bus::Secret;
use crate::call::{Delivery, DeliveryId, UnixMillis};
use crate::traffic::{DueForward, ForwardOutcome, ForwardTarget, TargetId};

/// What is to be sent, and what came of it: all that the relay needs of others. Called on its threads; may take as long as
/// the disk takes. Errors are sentences for the log: whatever failed is tried again.
pub trait Outbox: Send + Sync {
    /// Where requests are handed on to.
    ///
    /// # Errors
    /// It can't be read.
    fn targets(&self) -> Result<Vec<ForwardTarget>, String>;

    /// What is to be sent to a target now, in order of arrival, at most `limit`; of a call only the first that waits.
    ///
    /// # Errors
    /// It can't be read.
    fn due(&self, target: TargetId, now: UnixMillis, limit: usize) -> Result<Vec<DueForward>, String>;

    /// When the next that waits for its time is due at a target.
    ///
    /// # Errors
    /// It can't be read.
    fn next_at(&self, target: TargetId, now: UnixMillis) -> Result<Option<UnixMillis>, String>;

    /// A request whole; `None` if it is gone.
    ///
    /// # Errors
    /// It can't be read.
    fn request(&self, id: DeliveryId) -> Result<Option<Delivery>, String>;

    /// Notes what came of a try; returns once that is on disk.
    ///
    /// # Errors
    /// It can't be written.
    fn settle(&self, outcome: &ForwardOutcome) -> Result<(), String>;

    /// Takes one out that is not to be handed on; returns once that is on disk.
    ///
    /// # Errors
    /// It can't be written.
    fn leave_out(&self, target: TargetId, due: &DueForward) -> Result<(), String>;

    /// What our own listener asks senders for, which must not go further. `None` while that is not known: nothing is
    /// sent until it is.
    fn own_secret(&self) -> Option<Option<Secret>>;
}
