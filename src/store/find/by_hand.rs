//! Every call looked at by itself, out of its document: slow, and right where the full-text index can't be asked.

use rusqlite::{Connection, params};

use super::unindexed::is_selected;
use crate::call::{Query, Seq};
use crate::store::words;

/// Calls looked at in a step: some 30 ms.
const A_STEP: usize = if cfg!(test) { 3 } else { 1_000 };

/// Those selected of the newest calls below one, newest first; and the call from which on everything was looked at.
pub(super) fn page(connection: &Connection, query: &Query, below: i64) -> rusqlite::Result<(Vec<Seq>, i64)> {
    let seqs: Vec<Seq> = connection
        .prepare_cached("SELECT seq FROM calls WHERE seq < ?1 ORDER BY seq DESC LIMIT ?2")?
        .query_map(params![below, i64::try_from(A_STEP).unwrap_or(i64::MAX)], |row| row.get(0).map(Seq))?
        .collect::<rusqlite::Result<_>>()?;
    let mut found = Vec::new();
    for seq in &seqs {
        if is_selected(connection, query, *seq, &words::of_call(connection, *seq)?)? {
            found.push(*seq);
        }
    }
    let is_all = seqs.len() < A_STEP;
    Ok((found, seqs.last().filter(|_| !is_all).map_or(0, |last| last.0)))
}
