//! The views as SQL, each with the narrow index that holds its calls in order of arrival, and how many they hold.

use rusqlite::Connection;

use crate::call::{Counts, Seq, View};

/// The index of a view's calls.
pub(super) fn index_of(view: View) -> &'static str {
    match view {
        View::All => "calls_all",
        View::Inbox => "calls_inbox",
        View::Unread => "calls_unread",
        View::Tasks => "calls_tasks",
        View::Starred => "calls_starred",
        View::Snoozed => "calls_snoozed",
        View::Done => "calls_done",
    }
}

/// What holds for a view's calls; the words of its index, so that SQLite sees that it may use it.
pub(super) fn condition_of(view: View) -> &'static str {
    match view {
        View::All => "1",
        View::Inbox => "c.done = 0 AND c.snoozed_until IS NULL",
        View::Unread => "c.done = 0 AND c.snoozed_until IS NULL AND c.unread = 1",
        View::Tasks => "c.done = 0 AND c.snoozed_until IS NULL AND c.open_tasks > 0",
        View::Starred => "c.starred = 1",
        View::Snoozed => "c.snoozed_until IS NOT NULL",
        View::Done => "c.done = 1",
    }
}

/// The newest call's place; 0 if there is none.
pub(in crate::store) fn newest(connection: &Connection) -> rusqlite::Result<Seq> {
    connection.prepare_cached("SELECT coalesce(max(seq), 0) FROM calls")?.query_row([], |row| row.get(0)).map(Seq)
}

/// How many calls each view holds.
pub(in crate::store) fn counts(connection: &Connection) -> rusqlite::Result<Counts> {
    let sql = "SELECT inbox, unread, tasks, starred, snoozed, done, calls FROM view_counts";
    connection.prepare_cached(sql)?.query_row([], |row| {
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
    })
}
