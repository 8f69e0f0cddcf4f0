//! Questions about handing on.

use super::{queue, targets};
use crate::call::{DeliveryId, UnixMillis};
use crate::store::{Reader, StoreError};
use crate::traffic::{DueForward, ForwardNote, ForwardTarget, Forwarding, TargetId};

/// Dead letters, and requests that wait, that are read for their page.
const PAGE: i64 = 200;

const HANDING_ON: &str = "Reading what is handed on";

impl Reader {
    /// Where requests are handed on to, in the order in which the targets were added.
    ///
    /// # Errors
    /// [`StoreError::Question`], as for every question.
    pub fn forward_targets(&self) -> Result<Vec<ForwardTarget>, StoreError> {
        self.ask(HANDING_ON, targets::all)
    }

    /// All about handing on, for its page.
    ///
    /// # Errors
    /// As for [`Self::forward_targets`].
    pub fn forwarding(&self) -> Result<Forwarding, StoreError> {
        self.ask(HANDING_ON, |connection| {
            let _one_moment = connection.unchecked_transaction()?;
            Ok(Forwarding {
                targets: targets::notes(connection)?,
                dead: queue::dead(connection, PAGE)?,
                waiting: queue::tried(connection, PAGE)?,
            })
        })
    }

    /// What became of handing one request on, in the order of targets.
    ///
    /// # Errors
    /// As for [`Self::forward_targets`].
    pub fn forwards_of(&self, delivery: DeliveryId) -> Result<Vec<ForwardNote>, StoreError> {
        self.ask(HANDING_ON, |connection| queue::of_delivery(connection, delivery))
    }

    /// What is to be sent to a target now, in order of arrival, at most `limit`; of a call only the first that waits.
    ///
    /// # Errors
    /// As for [`Self::forward_targets`].
    pub fn due_forwards(&self, target: TargetId, now: UnixMillis, limit: usize) -> Result<Vec<DueForward>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.ask(HANDING_ON, |connection| queue::due(connection, target, now, limit))
    }

    /// When the next that waits for its time is due at a target.
    ///
    /// # Errors
    /// As for [`Self::forward_targets`].
    pub fn next_forward_at(&self, target: TargetId, now: UnixMillis) -> Result<Option<UnixMillis>, StoreError> {
        self.ask(HANDING_ON, |connection| queue::next_at(connection, target, now))
    }
}
