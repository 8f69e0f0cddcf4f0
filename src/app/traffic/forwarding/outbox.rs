//! The relay's outbox is the store.

use std::sync::mpsc::sync_channel;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use crate::bus::Secret;
use crate::call::{Delivery, DeliveryId, UnixMillis};
use crate::relay::Outbox;
use crate::store::{ForwardStep, Reader, StoreError, Writer};
use crate::traffic::{DueForward, ForwardOutcome, ForwardTarget, TargetId};

/// Reads on a connection of its own, and writes by the writing thread.
pub(super) struct StoreOutbox {
    writer: Writer,
    reader: Mutex<Reader>,
    /// What our listener asks for; `None` before that was heard.
    secret: RwLock<Option<Option<Secret>>>,
}

impl StoreOutbox {
    pub fn new(writer: Writer, reader: Reader) -> Self {
        Self { writer, reader: Mutex::new(reader), secret: RwLock::default() }
    }

    /// This is not handed on from now on.
    pub fn keep_back(&self, secret: Option<Secret>) {
        *self.secret.write().unwrap_or_else(PoisonError::into_inner) = Some(secret);
    }

    fn reader(&self) -> Result<MutexGuard<'_, Reader>, String> {
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        reader.follow().map_err(in_words)?;
        Ok(reader)
    }
}

impl Outbox for StoreOutbox {
    fn targets(&self) -> Result<Vec<ForwardTarget>, String> {
        self.reader()?.forward_targets().map_err(in_words)
    }

    fn due(&self, target: TargetId, now: UnixMillis, limit: usize) -> Result<Vec<DueForward>, String> {
        self.reader()?.due_forwards(target, now, limit).map_err(in_words)
    }

    fn next_at(&self, target: TargetId, now: UnixMillis) -> Result<Option<UnixMillis>, String> {
        self.reader()?.next_forward_at(target, now).map_err(in_words)
    }

    fn request(&self, id: DeliveryId) -> Result<Option<Delivery>, String> {
        self.reader()?.delivery(id).map_err(in_words)
    }

    fn settle(&self, outcome: &ForwardOutcome) -> Result<(), String> {
        write(&self.writer, ForwardStep::Settle(Box::new(outcome.clone()))).map(drop)
    }

    fn leave_out(&self, target: TargetId, due: &DueForward) -> Result<(), String> {
        write(&self.writer, ForwardStep::LeaveOut(target, *due)).map(drop)
    }

    fn own_secret(&self) -> Option<Option<Secret>> {
        self.secret.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Writes a step and waits until it is on disk; whether there is more of it.
pub(super) fn write(writer: &Writer, step: ForwardStep) -> Result<bool, String> {
    let (tell, told) = sync_channel(1);
    writer.forward(step, Box::new(move |outcome| _ = tell.send(outcome)));
    told.recv().unwrap_or_else(|_| Err(String::from("The inbox was closed.")))
}

pub(super) fn in_words(error: StoreError) -> String {
    error.to_string()
}
