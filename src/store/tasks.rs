//! Things to do: what a person said of those that the platform named, and those that they added themselves.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::call::{EntryId, OwnTask, Seq, TaskKey, Tick, Traits, UnixMillis};

/// Ticks a task that the platform named, or unticks it.
pub(super) fn tick(
    connection: &Connection,
    seq: Seq,
    key: &TaskKey,
    is_done: bool,
    now: UnixMillis,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO ticks (call_seq, key, done, at) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![seq.0, key.as_str(), is_done, now.0])
        .map(drop)
}

/// Ticks a task that a person added, or unticks it; false if the call has no such task.
pub(super) fn tick_own(
    connection: &Connection,
    seq: Seq,
    id: EntryId,
    is_done: bool,
    now: UnixMillis,
) -> rusqlite::Result<bool> {
    connection
        .prepare_cached(
            "UPDATE own_tasks SET done_at = iif(?3, coalesce(done_at, ?4), NULL) WHERE id = ?1 AND call_seq = ?2",
        )?
        .execute(params![id.0, seq.0, is_done, now.0])
        .map(|rows| rows > 0)
}

pub(super) fn add(connection: &Connection, seq: Seq, text: &str, now: UnixMillis) -> rusqlite::Result<EntryId> {
    let sql = "INSERT INTO own_tasks (call_seq, created_at, text) VALUES (?1, ?2, ?3)";
    connection.prepare_cached(sql)?.insert(params![seq.0, now.0, text]).map(EntryId)
}

/// Takes a task away or brings it back; gives the call, if the task is there.
pub(super) fn set_removed(connection: &Connection, id: EntryId, yes: bool) -> rusqlite::Result<Option<Seq>> {
    connection
        .prepare_cached("UPDATE own_tasks SET removed = ?2 WHERE id = ?1 RETURNING call_seq")?
        .query_row(params![id.0, yes], |row| row.get(0).map(Seq))
        .optional()
}

/// How much of a call is still to do, as `CallDetail::open_tasks` has it.
pub(super) fn open_count(connection: &Connection, seq: Seq, traits: &Traits) -> rusqlite::Result<u32> {
    let own: u32 = connection
        .prepare_cached("SELECT count(*) FROM own_tasks WHERE call_seq = ?1 AND removed = 0 AND done_at IS NULL")?
        .query_row([seq.0], |row| row.get(0))?;
    Ok(own.saturating_add(traits.open_tasks_after(&ticks_of(connection, seq)?)))
}

/// What a person said of the tasks that the platform named for a call.
pub(super) fn ticks_of(connection: &Connection, seq: Seq) -> rusqlite::Result<Vec<Tick>> {
    let read = |row: &Row<'_>| {
        Ok(Tick { key: TaskKey::stored(row.get(0)?), is_done: row.get(1)?, at: UnixMillis(row.get(2)?) })
    };
    connection
        .prepare_cached("SELECT key, done, at FROM ticks WHERE call_seq = ?1 ORDER BY key")?
        .query_map([seq.0], read)?
        .collect()
}

/// What a person added to do for a call, oldest first.
pub(super) fn own_of(connection: &Connection, seq: Seq) -> rusqlite::Result<Vec<OwnTask>> {
    let read = |row: &Row<'_>| {
        Ok(OwnTask {
            id: EntryId(row.get(0)?),
            text: row.get(1)?,
            created_at: UnixMillis(row.get(2)?),
            done_at: row.get::<_, Option<i64>>(3)?.map(UnixMillis),
        })
    };
    connection
        .prepare_cached(
            "SELECT id, text, created_at, done_at FROM own_tasks WHERE call_seq = ?1 AND removed = 0 ORDER BY id",
        )?
        .query_map([seq.0], read)?
        .collect()
}
