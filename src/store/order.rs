//! Which calls a query selects, in order of arrival: one range of a view's own index at a time.

use rusqlite::Connection;

use crate::call::{Counts, Query, Seq, View};

/// The calls of a view in which every word occurs, with `range.start <= seq < range.end`, newest first, at most `limit`.
pub(super) fn order(
    connection: &Connection,
    query: &Query,
    range: std::ops::Range<i64>,
    limit: usize,
) -> rusqlite::Result<Vec<Seq>> {
    // The index and the order of the join are said outright: without statistics SQLite would as soon read whole rows.
    let (index, condition) = match query.view {
        View::All => ("calls_all", "1"),
        View::Inbox => ("calls_inbox", "c.done = 0 AND c.snoozed_until IS NULL"),
        View::Unread => ("calls_unread", "c.done = 0 AND c.snoozed_until IS NULL AND c.unread = 1"),
        View::Tasks => ("calls_tasks", "c.done = 0 AND c.snoozed_until IS NULL AND c.open_tasks > 0"),
        View::Snoozed => ("calls_snoozed", "c.snoozed_until IS NOT NULL"),
        View::Starred => ("calls_starred", "c.starred = 1"),
        View::Done => ("calls_done", "c.done = 1"),
    };
    let sql = format!(
        "SELECT c.seq FROM calls c INDEXED BY {index} \
         WHERE {condition} AND c.seq >= ?1 AND c.seq < ?2 ORDER BY c.seq DESC"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([range.start, range.end])?;
    let mut found = Vec::new();
    while found.len() < limit
        && let Some(row) = rows.next()?
    {
        found.push(Seq(row.get(0)?));
    }
    Ok(found)
}

/// The newest call's place; 0 if there is none.
pub(super) fn newest(connection: &Connection) -> rusqlite::Result<Seq> {
    connection.prepare_cached("SELECT coalesce(max(seq), 0) FROM calls")?.query_row([], |row| row.get(0)).map(Seq)
}

/// How many calls each view holds.
pub(super) fn counts(connection: &Connection) -> rusqlite::Result<Counts> {
    connection.prepare_cached("SELECT inbox, unread, tasks, starred, snoozed, done, calls FROM view_counts")?.query_row(
        [],
        |row| {
            let count = |at: usize| row.get::<_, i64>(at).map(|count| u64::try_from(count).unwrap_or_default());
            Ok(Counts {
                inbox: count(0)?,
                unread: count(1)?,
                tasks: count(2)?,
                starred: count(3)?,
                snoozed: count(4)?,
                done: count(5)?,
                all: count(6)?,
            })
        },
    )
}
