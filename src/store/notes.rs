//! Notes that a person writes on calls. One that is taken away stays, so that it can be brought back.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::call::{EntryId, Note, Seq, UnixMillis};

pub(super) fn add(
    connection: &Connection,
    seq: Seq,
    text: &str,
    (at_ms, turn): (Option<u64>, Option<u32>),
    now: UnixMillis,
) -> rusqlite::Result<EntryId> {
    let sql = "INSERT INTO notes (call_seq, written_at, text, at_ms, turn) VALUES (?1, ?2, ?3, ?4, ?5)";
    connection.prepare_cached(sql)?.insert(params![seq.0, now.0, text, at_ms.map(u64::cast_signed), turn]).map(EntryId)
}

/// Whether a note is about a moment of the recording or a turn of the transcript; false if it is not there.
pub(super) fn has_moment(connection: &Connection, id: EntryId) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT at_ms IS NOT NULL OR turn IS NOT NULL FROM notes WHERE id = ?1")?
        .query_row([id.0], |row| row.get(0))
        .optional()
        .map(Option::unwrap_or_default)
}

/// Gives the call, if the note is there.
pub(super) fn edit(connection: &Connection, id: EntryId, text: &str, now: UnixMillis) -> rusqlite::Result<Option<Seq>> {
    connection
        .prepare_cached("UPDATE notes SET text = ?2, edited_at = ?3 WHERE id = ?1 RETURNING call_seq")?
        .query_row(params![id.0, text, now.0], seq_of)
        .optional()
}

/// Takes a note away or brings it back; gives the call, if the note is there.
pub(super) fn set_removed(connection: &Connection, id: EntryId, yes: bool) -> rusqlite::Result<Option<Seq>> {
    connection
        .prepare_cached("UPDATE notes SET removed = ?2 WHERE id = ?1 RETURNING call_seq")?
        .query_row(params![id.0, yes], seq_of)
        .optional()
}

/// Keeps the call's own count of them right.
pub(super) fn count(connection: &Connection, seq: Seq) -> rusqlite::Result<()> {
    let sql =
        "UPDATE calls SET notes = (SELECT count(*) FROM notes WHERE call_seq = ?1 AND removed = 0) WHERE seq = ?1";
    connection.prepare_cached(sql)?.execute([seq.0]).map(drop)
}

/// The notes of a call, oldest first.
pub(super) fn of_call(connection: &Connection, seq: Seq) -> rusqlite::Result<Vec<Note>> {
    let read = |row: &Row<'_>| {
        Ok(Note {
            id: EntryId(row.get(0)?),
            written_at: UnixMillis(row.get(1)?),
            edited_at: row.get::<_, Option<i64>>(2)?.map(UnixMillis),
            text: row.get(3)?,
            at_ms: row.get::<_, Option<i64>>(4)?.map(i64::cast_unsigned),
            turn: row.get(5)?,
        })
    };
    connection
        .prepare_cached(
            "SELECT id, written_at, edited_at, text, at_ms, turn FROM notes WHERE call_seq = ?1 AND removed = 0 ORDER BY id",
        )?
        .query_map([seq.0], read)?
        .collect()
}

fn seq_of(row: &Row<'_>) -> rusqlite::Result<Seq> {
    row.get(0).map(Seq)
}
