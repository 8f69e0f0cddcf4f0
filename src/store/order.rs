//! Which calls a query selects, in order of arrival: one range of a view's own index at a time.

use rusqlite::Connection;

use super::haystack::Needle;
use crate::call::{Counts, Seq, View};

/// The calls of a view in which every word occurs, with `range.start <= seq < range.end`, newest first, at most `limit`.
pub(super) fn order(
    connection: &Connection,
    view: View,
    needles: &[Needle],
    range: std::ops::Range<i64>,
    limit: usize,
) -> rusqlite::Result<Vec<Seq>> {
    // The index and the order of the join are said outright: without statistics SQLite would as soon read whole rows.
    let (index, condition) = match view {
        View::All => ("calls_all", "1"),
        View::Inbox => ("calls_inbox", "c.done = 0"),
        View::Unread => ("calls_unread", "c.done = 0 AND c.unread = 1"),
        View::Starred => ("calls_starred", "c.starred = 1"),
        View::Done => ("calls_done", "c.done = 1"),
    };
    let (lines, join) = match needles {
        [] => ("''", ""),
        _ => ("h.lines", "CROSS JOIN haystacks h ON h.call_seq = c.seq"),
    };
    let sql = format!(
        "SELECT c.seq, {lines} FROM calls c INDEXED BY {index} {join} \
         WHERE {condition} AND c.seq >= ?1 AND c.seq < ?2 ORDER BY c.seq DESC"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([range.start, range.end])?;
    let mut found = Vec::new();
    // Looked for here and not by SQL's instr, which takes three times as long.
    while found.len() < limit
        && let Some(row) = rows.next()?
    {
        let lines = row.get_ref(1)?.as_str()?;
        if needles.iter().all(|needle| needle.occurs_in(lines)) {
            found.push(Seq(row.get(0)?));
        }
    }
    Ok(found)
}

/// The newest call's place; 0 if there is none.
pub(super) fn newest(connection: &Connection) -> rusqlite::Result<Seq> {
    connection.prepare_cached("SELECT coalesce(max(seq), 0) FROM calls")?.query_row([], |row| row.get(0)).map(Seq)
}

/// How many calls each view holds.
pub(super) fn counts(connection: &Connection) -> rusqlite::Result<Counts> {
    connection.prepare_cached("SELECT inbox, unread, starred, done, calls FROM view_counts")?.query_row([], |row| {
        let count = |at: usize| row.get::<_, i64>(at).map(|count| u64::try_from(count).unwrap_or_default());
        Ok(Counts { inbox: count(0)?, unread: count(1)?, starred: count(2)?, done: count(3)?, all: count(4)? })
    })
}
