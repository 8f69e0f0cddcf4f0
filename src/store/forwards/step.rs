//! What is written about handing on: an outcome, or what a person wants. Steps go with deliveries in one transaction, so that
//! they cost no sync of their own; whoever waits for one is told once it is on disk.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rusqlite::Connection;

use super::{queue, targets};
use crate::store::error::{Trouble, in_words};
use crate::traffic::{DueForward, ForwardId, ForwardOutcome, ForwardTarget, TargetId};

/// One thing to write. Each takes a moment; what concerns very many rows is done in several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ForwardStep {
    /// What came of a try.
    Settle(Box<ForwardOutcome>),
    /// It is not to be handed on at all.
    LeaveOut(TargetId, DueForward),
    /// Add or change a target.
    SaveTarget(ForwardTarget),
    /// Forget a target and all that waits for it.
    ForgetTarget(TargetId),
    /// Put dead letters on their way again: one, or all of a target.
    Revive(TargetId, Option<ForwardId>),
    /// Try what waits for a target now.
    Hurry(TargetId),
}

/// What is called once a step is on disk, with whether there is more of it (then it is to be handed in once more), or why
/// it was not written, in a sentence. Called on the writing thread: must not block.
pub type StepDone = Box<dyn FnOnce(Result<bool, String>) + Send>;

const GONE: &str = "Nothing more is written: the inbox is being closed.";

/// A step and who waits for its outcome. Whatever happens to it, an outcome is told.
pub(in crate::store) struct WaitingStep {
    step: ForwardStep,
    done: Option<StepDone>,
}

impl WaitingStep {
    pub fn new(step: ForwardStep, done: StepDone) -> Self {
        Self { step, done: Some(done) }
    }

    /// Tells the outcome. A fault of the one who is told is not the others' trouble.
    pub fn answer(mut self, outcome: Result<bool, String>) {
        let done = self.done.take();
        if catch_unwind(AssertUnwindSafe(|| done.map(|done| done(outcome)))).is_err() {
            log::error!("whoever was told that something was written panicked");
        }
    }
}

impl Drop for WaitingStep {
    fn drop(&mut self) {
        if let Some(done) = self.done.take() {
            done(Err(GONE.to_owned()));
        }
    }
}

/// Writes steps within a transaction of the caller's, each whole or not at all; what became of each, in their order.
///
/// # Errors
/// The disk or the file is the trouble: then nothing of the transaction counts.
pub(in crate::store) fn write_steps(
    connection: &Connection,
    steps: &[WaitingStep],
) -> Result<Vec<Result<bool, String>>, Trouble> {
    let run = |sql: &str| {
        let done = connection.prepare_cached(sql).and_then(|mut statement| statement.execute([]));
        done.map(drop).map_err(|error| Trouble::at_large(&error))
    };
    let one = |waiting: &WaitingStep| {
        run("SAVEPOINT step")?;
        let written = match write(connection, &waiting.step) {
            Ok(is_more) => Ok(is_more),
            Err(error) => Err(Trouble::of(&error).map_or_else(|| Ok(in_words(&error)), Err)?),
        };
        if written.is_err() {
            run("ROLLBACK TO step")?;
        }
        run("RELEASE step")?;
        Ok(written)
    };
    steps.iter().map(one).collect()
}

/// Whether there is more of it.
fn write(connection: &Connection, step: &ForwardStep) -> rusqlite::Result<bool> {
    let is_more = |changed: usize| i64::try_from(changed).is_ok_and(|changed| changed >= queue::AT_ONCE);
    match step {
        ForwardStep::Settle(outcome) => {
            if queue::settle(connection, outcome)? {
                targets::note(connection, outcome)?;
            }
            Ok(false)
        }
        ForwardStep::LeaveOut(target, due) => queue::leave_out(connection, *target, due).map(|()| false),
        ForwardStep::SaveTarget(target) => targets::save(connection, target).map(|_| false),
        ForwardStep::ForgetTarget(target) => {
            // Off first: else what arrives meanwhile is put behind what is taken away.
            targets::turn_off(connection, *target)?;
            let is_more = is_more(queue::forget(connection, *target)?);
            if !is_more {
                targets::forget(connection, *target)?;
            }
            Ok(is_more)
        }
        ForwardStep::Revive(target, one) => queue::revive(connection, *target, *one).map(is_more),
        ForwardStep::Hurry(target) => {
            targets::hurry(connection, *target)?;
            queue::hurry(connection, *target).map(is_more)
        }
    }
}
