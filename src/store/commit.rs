//! The transactions that write: each is on disk, or nothing of it is. Nobody is answered or told here.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::coverage::{Coverage, Written};
use super::error::{Trouble, in_words};
use super::forwards::{self, WaitingStep};
use super::keeping::{self, Kept};
use super::rows;
use super::rules::Rule;
use super::writer::Waiting;
use crate::call::{DeliveryId, NewDelivery, UnixMillis};

/// What a probe writes, in bytes: a small delivery and the pages around it.
const PROBE_BYTES: i64 = 64 * 1024;

/// Outcomes of a group: each delivery's own and each step's, in their order.
pub(super) struct Outcomes {
    pub deliveries: Vec<Result<Kept, String>>,
    pub steps: Vec<Result<bool, String>>,
}

/// Writes a group in one transaction. A delivery that can't be stored fails alone; if the disk or the file is the
/// trouble, nothing of the group is stored. Steps of handing on, and what is due of the coverage, go with it.
pub(super) fn write_group(
    connection: &Connection,
    group: &[Waiting],
    times: &[(DeliveryId, u64)],
    steps: &[WaitingStep],
    rules: &[Rule],
    coverage: &Coverage,
    now: UnixMillis,
) -> Result<(Outcomes, Option<Written>), Trouble> {
    let at_large = |error: rusqlite::Error| Trouble::at_large(&error);
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate).map_err(at_large)?;
    let deliveries =
        group.iter().map(|waiting| write_one(connection, &waiting.delivery, rules, now)).collect::<Result<_, _>>()?;
    for (delivery, micros) in times {
        if let Err(error) = rows::set_took(connection, *delivery, *micros) {
            Trouble::of(&error).map_or(Ok(()), Err)?;
        }
    }
    let steps = forwards::write_steps(connection, steps)?;
    let step = coverage.next(now).map(|step| coverage.write(connection, step)).transpose().map_err(at_large)?;
    transaction.commit().map_err(at_large)?;
    Ok((Outcomes { deliveries, steps }, step))
}

/// Writes something else: all of it, or nothing if it fails.
pub(super) fn write<T, E: From<rusqlite::Error>>(
    connection: &Connection,
    work: impl FnOnce(&Connection) -> Result<T, E>,
) -> Result<T, E> {
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    let done = work(connection)?;
    transaction.commit()?;
    Ok(done)
}

fn write_one(
    connection: &Connection,
    delivery: &NewDelivery,
    rules: &[Rule],
    now: UnixMillis,
) -> Result<Result<Kept, String>, Trouble> {
    let run = |sql: &str| {
        let done = connection.prepare_cached(sql).and_then(|mut statement| statement.execute([]));
        done.map(drop).map_err(|error| Trouble::at_large(&error))
    };
    run("SAVEPOINT delivery")?;
    let kept = match catch_unwind(AssertUnwindSafe(|| keeping::keep(connection, delivery, rules, now))) {
        Ok(Ok(kept)) => Ok(kept),
        Ok(Err(error)) => Err(Trouble::of(&error).map_or_else(|| Ok(in_words(&error)), Err)?),
        Err(_) => Err(String::from("reading it failed unexpectedly")),
    };
    if kept.is_err() {
        run("ROLLBACK TO delivery")?;
    }
    run("RELEASE delivery")?;
    Ok(kept)
}

/// Writes something and takes it away again, each for good.
pub(super) fn write_probe(connection: &Connection) -> rusqlite::Result<()> {
    connection.prepare_cached("INSERT INTO probes (filler) VALUES (zeroblob(?1))")?.execute([PROBE_BYTES])?;
    connection.prepare_cached("DELETE FROM probes")?.execute([]).map(drop)
}
