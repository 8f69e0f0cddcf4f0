//! Where requests are handed on to: rows of targets, one statement a function.

use rusqlite::{Connection, Row, params};

use crate::call::UnixMillis;
use crate::traffic::{ForwardOutcome, ForwardState, ForwardTarget, TargetId, TargetNote};

/// All of them, in the order in which they were added.
pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<ForwardTarget>> {
    connection
        .prepare_cached("SELECT id, name, url, is_on, takes_unparsed FROM forward_targets ORDER BY id")?
        .query_map([], read)?
        .collect()
}

/// All of them with how it goes there.
pub(super) fn notes(connection: &Connection) -> rusqlite::Result<Vec<TargetNote>> {
    connection
        .prepare_cached(
            "SELECT id, name, url, is_on, takes_unparsed, \
             (SELECT count(*) FROM forwards WHERE target_id = forward_targets.id AND state = 'waiting'), sent, \
             (SELECT count(*) FROM forwards WHERE target_id = forward_targets.id AND state = 'dead'), \
             last, last_at, next_at FROM forward_targets ORDER BY id",
        )?
        .query_map([], |row| {
            Ok(TargetNote {
                target: read(row)?,
                waiting: row.get::<_, i64>(5)?.cast_unsigned(),
                sent: row.get::<_, i64>(6)?.cast_unsigned(),
                dead: row.get::<_, i64>(7)?.cast_unsigned(),
                last: row.get(8)?,
                last_at: row.get::<_, Option<i64>>(9)?.map(UnixMillis),
                next_at: row.get::<_, Option<i64>>(10)?.map(UnixMillis),
            })
        })?
        .collect()
}

/// Adds one, or changes the one with its number; false if that is not there any more.
pub(super) fn save(connection: &Connection, target: &ForwardTarget) -> rusqlite::Result<bool> {
    let ForwardTarget { id, name, url, is_on, takes_unparsed } = target;
    let changed = match id {
        None => connection
            .prepare_cached("INSERT INTO forward_targets (name, url, is_on, takes_unparsed) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![name, url, is_on, takes_unparsed])?,
        Some(id) => connection
            .prepare_cached(
                "UPDATE forward_targets SET name = ?2, url = ?3, is_on = ?4, takes_unparsed = ?5, next_at = NULL \
                 WHERE id = ?1",
            )?
            .execute(params![id.0, name, url, is_on, takes_unparsed])?,
    };
    Ok(changed > 0)
}

/// Nothing new is put on its way to it.
pub(super) fn turn_off(connection: &Connection, id: TargetId) -> rusqlite::Result<()> {
    connection.prepare_cached("UPDATE forward_targets SET is_on = 0 WHERE id = ?1")?.execute([id.0]).map(drop)
}

pub(super) fn forget(connection: &Connection, id: TargetId) -> rusqlite::Result<()> {
    connection.prepare_cached("DELETE FROM forward_targets WHERE id = ?1")?.execute([id.0]).map(drop)
}

/// What came of the last try there.
pub(super) fn note(connection: &Connection, outcome: &ForwardOutcome) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "UPDATE forward_targets SET sent = sent + ?2, last = ?3, last_at = ?4, next_at = ?5 WHERE id = ?1",
        )?
        .execute(params![
            outcome.target.0,
            outcome.state == ForwardState::Sent,
            outcome.last,
            outcome.at.0,
            outcome.down_until.map(|at| at.0)
        ])
        .map(drop)
}

/// It is not waited for any longer.
pub(super) fn hurry(connection: &Connection, id: TargetId) -> rusqlite::Result<()> {
    connection.prepare_cached("UPDATE forward_targets SET next_at = NULL WHERE id = ?1")?.execute([id.0]).map(drop)
}

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<ForwardTarget> {
    Ok(ForwardTarget {
        id: Some(TargetId(row.get(0)?)),
        name: row.get(1)?,
        url: row.get(2)?,
        is_on: row.get(3)?,
        takes_unparsed: row.get(4)?,
    })
}
