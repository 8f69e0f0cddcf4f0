//! The listener keeps what it receives in the store.

use std::time::Duration;

use crate::call::{DeliveryId, NewDelivery};
use crate::store::Writer;
use crate::webhook::{KeepDone, Ledger, NotKept};

/// The listener's ledger is the store's writer.
pub struct StoreLedger(pub Writer);

impl Ledger for StoreLedger {
    fn keep(&self, delivery: NewDelivery, done: KeepDone) {
        self.0.keep(delivery, Box::new(move |outcome| done(outcome.map_err(|reason| NotKept { reason }))));
    }

    fn answered(&self, delivery: DeliveryId, took: Duration) {
        self.0.answered(delivery, took);
    }
}
