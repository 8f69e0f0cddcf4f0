//! Rows of the table, one by one: cheap enough for those in sight, never read for all.

use rusqlite::{Connection, OptionalExtension as _, Row};

use crate::call::DeliveryId;
use crate::store::rows::{NOTE, NOTED, read_note};
use crate::traffic::{ForwardState, ForwardTally, TrafficRow};

/// These rows, in this order; what is gone is left out. Read in one moment of the database.
pub(in crate::store) fn rows_at(connection: &Connection, ids: &[DeliveryId]) -> rusqlite::Result<Vec<TrafficRow>> {
    let _one_moment = connection.is_autocommit().then(|| connection.unchecked_transaction()).transpose()?;
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        rows.extend(row_at(connection, *id)?);
    }
    Ok(rows)
}

pub(super) fn row_at(connection: &Connection, id: DeliveryId) -> rusqlite::Result<Option<TrafficRow>> {
    let row = connection
        .prepare_cached(&format!("SELECT {NOTE}, c.title, d.replay_of, d.rehearsed {NOTED} WHERE d.id = ?1"))?
        .query_row([id.0], read_row)
        .optional()?;
    row.map(|row| Ok(TrafficRow { forwards: tally_of(connection, id)?, ..row })).transpose()
}

/// All but the tally.
fn read_row(row: &Row<'_>) -> rusqlite::Result<TrafficRow> {
    Ok(TrafficRow {
        note: read_note(row)?,
        title: row.get(13)?,
        replay_of: row.get::<_, Option<i64>>(14)?.map(DeliveryId),
        rehearsed: row.get(15)?,
        forwards: ForwardTally::default(),
    })
}

/// What became of handing one on.
pub(super) fn tally_of(connection: &Connection, id: DeliveryId) -> rusqlite::Result<ForwardTally> {
    let mut statement = connection.prepare_cached("SELECT state FROM forwards WHERE delivery_id = ?1")?;
    let mut rows = statement.query([id.0])?;
    let mut tally = ForwardTally::default();
    while let Some(row) = rows.next()? {
        match ForwardState::from_word(row.get_ref(0)?.as_str()?) {
            ForwardState::Waiting => tally.waiting += 1,
            ForwardState::Sent => tally.sent += 1,
            ForwardState::Dead => tally.dead += 1,
        }
    }
    Ok(tally)
}
