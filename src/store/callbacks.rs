//! Who might be called back: the newest calls that ask for it or leave something to do, whole but for how they came.

use rusqlite::{Connection, params};

use super::rows;
use crate::call::{CallDetail, Callback, EntryId, OwnTask, Seq, TaskKey, Tick, UnixMillis};

/// What one step of reading found.
pub(super) struct CallbackStep {
    pub found: Vec<Callback>,
    /// How many calls were looked at.
    pub looked_at: usize,
    /// Go on below this one; `None` at the end.
    pub below: Option<Seq>,
}

/// Those among the newest calls below one; at most `limit` are looked at.
pub(super) fn callbacks(connection: &Connection, below: Option<Seq>, limit: usize) -> rusqlite::Result<CallbackStep> {
    let seqs = candidates(connection, below, limit)?;
    let mut found = Vec::new();
    for seq in &seqs {
        let Some((id, known)) = rows::known_call_at(connection, *seq)? else { continue };
        let document = rows::document_at(connection, *seq)?.unwrap_or_default();
        let call = rows::read_call(id, known.id_source, &document);
        let detail = CallDetail::new(*seq, known.received_at, call, known.triage, Vec::new());
        let own_tasks = open_tasks(connection, *seq)?;
        let ticks = ticks(connection, *seq)?;
        found.extend(Callback::of(&CallDetail { own_tasks, ticks, ..detail }));
    }
    let below = seqs.last().copied().filter(|_| seqs.len() == limit);
    Ok(CallbackStep { found, looked_at: seqs.len(), below })
}

fn candidates(connection: &Connection, below: Option<Seq>, limit: usize) -> rusqlite::Result<Vec<Seq>> {
    let below = below.map_or(i64::MAX, |seq| seq.0);
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    connection
        .prepare_cached(
            "SELECT seq FROM calls INDEXED BY calls_callback WHERE done = 0 AND snoozed_until IS NULL \
             AND (callback = 1 OR open_tasks > 0) AND seq < ?1 ORDER BY seq DESC LIMIT ?2",
        )?
        .query_map(params![below, limit], |row| Ok(Seq(row.get(0)?)))?
        .collect()
}

fn open_tasks(connection: &Connection, seq: Seq) -> rusqlite::Result<Vec<OwnTask>> {
    connection
        .prepare_cached(
            "SELECT id, text, created_at FROM own_tasks WHERE call_seq = ?1 AND removed = 0 AND done_at IS NULL ORDER BY id",
        )?
        .query_map([seq.0], |row| {
            let (id, text, created_at) = (EntryId(row.get(0)?), row.get(1)?, UnixMillis(row.get(2)?));
            Ok(OwnTask { id, text, created_at, done_at: None })
        })?
        .collect()
}

fn ticks(connection: &Connection, seq: Seq) -> rusqlite::Result<Vec<Tick>> {
    connection
        .prepare_cached("SELECT key, done, at FROM ticks WHERE call_seq = ?1")?
        .query_map([seq.0], |row| {
            Ok(Tick { key: TaskKey::stored(row.get(0)?), is_done: row.get(1)?, at: UnixMillis(row.get(2)?) })
        })?
        .collect()
}
