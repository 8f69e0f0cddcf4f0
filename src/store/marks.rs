//! A person's marks on calls.

use rusqlite::{Connection, params};

use crate::call::{Seq, TriageChange, UnixMillis};

/// Sets or clears a mark. A call that is gone is left out.
pub(super) fn set_mark(
    connection: &Connection,
    seq: Seq,
    change: &TriageChange,
    now: UnixMillis,
) -> rusqlite::Result<()> {
    let (sql, yes) = match change {
        TriageChange::Unread(yes) => {
            ("UPDATE calls SET unread = ?2, updated_at = ?3 WHERE seq = ?1 AND unread <> ?2", yes)
        }
        TriageChange::Starred(yes) => {
            ("UPDATE calls SET starred = ?2, updated_at = ?3 WHERE seq = ?1 AND starred <> ?2", yes)
        }
        TriageChange::Snoozed(_) | TriageChange::Tagged(..) => return Ok(()),
        TriageChange::Done(yes) => ("UPDATE calls SET done = ?2, updated_at = ?3 WHERE seq = ?1 AND done <> ?2", yes),
    };
    connection.prepare_cached(sql)?.execute(params![seq.0, yes, now.0]).map(drop)
}
