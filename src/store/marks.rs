//! A person's marks on calls. What a mark does is decided in `call::Triage`; here it is written, and it is noted what was
//! there before.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use super::{rows, tags};
use crate::call::{Seq, Triage, TriageChange, UnixMillis};

/// What was there before, of calls that were changed: marking them so takes it back.
pub(super) type Back = Vec<(Vec<Seq>, TriageChange)>;

/// Sets or clears a mark. Calls that are gone, and calls that have it so already, are left out.
pub(super) fn set(
    connection: &Connection,
    seqs: &[Seq],
    change: &TriageChange,
    now: UnixMillis,
) -> rusqlite::Result<Back> {
    if let TriageChange::Tagged(name, yes) = change {
        return set_tag(connection, seqs, name, *yes, now);
    }
    let mut changed = Changed::default();
    for seq in seqs {
        let Some(before) = rows::triage_at(connection, *seq)? else { continue };
        let after = before.with(change);
        if after != before {
            write(connection, *seq, change, after, now)?;
            changed.note(*seq, before, after);
        }
    }
    Ok(changed.back())
}

/// Writes only what the mark may have changed: each column has indexes that follow it.
fn write(
    connection: &Connection,
    seq: Seq,
    change: &TriageChange,
    after: Triage,
    now: UnixMillis,
) -> rusqlite::Result<()> {
    let (seq, now, snoozed) = (seq.0, now.0, after.snoozed_until.map(|until| until.0));
    let set = |columns| connection.prepare_cached(columns);
    match change {
        TriageChange::Unread(_) => set("UPDATE calls SET unread = ?3, updated_at = ?2 WHERE seq = ?1")?
            .execute(params![seq, now, after.unread]),
        TriageChange::Starred(_) => set("UPDATE calls SET starred = ?3, updated_at = ?2 WHERE seq = ?1")?
            .execute(params![seq, now, after.starred]),
        TriageChange::Done(_) => set("UPDATE calls SET done = ?3, snoozed_until = ?4, updated_at = ?2 WHERE seq = ?1")?
            .execute(params![seq, now, after.done, snoozed]),
        TriageChange::Snoozed(_) => {
            set("UPDATE calls SET snoozed_until = ?3, done = ?4, updated_at = ?2 WHERE seq = ?1")?
                .execute(params![seq, now, snoozed, after.done])
        }
        TriageChange::Tagged(..) => Ok(0),
    }
    .map(drop)
}

fn set_tag(connection: &Connection, seqs: &[Seq], name: &str, yes: bool, now: UnixMillis) -> rusqlite::Result<Back> {
    let tag = if yes { tags::find_or_add(connection, name)? } else { tags::find(connection, name)? };
    let Some(tag) = tag else { return Ok(Vec::new()) };
    let mut changed = Vec::new();
    for seq in seqs {
        let is_changed = if yes { tags::give(connection, &tag, *seq)? } else { tags::take(connection, &tag, *seq)? };
        if is_changed {
            rows::touch(connection, *seq, now)?;
            changed.push(*seq);
        }
    }
    tags::forget_unused(connection, &tag)?;
    Ok(if changed.is_empty() { Vec::new() } else { vec![(changed, TriageChange::Tagged(tag.name, !yes))] })
}

/// Calls that were changed, by what they were.
#[derive(Default)]
struct Changed {
    unread: BTreeMap<bool, Vec<Seq>>,
    starred: BTreeMap<bool, Vec<Seq>>,
    done: BTreeMap<bool, Vec<Seq>>,
    snoozed: BTreeMap<Option<UnixMillis>, Vec<Seq>>,
}

impl Changed {
    fn note(&mut self, seq: Seq, before: Triage, after: Triage) {
        if before.unread != after.unread {
            self.unread.entry(before.unread).or_default().push(seq);
        }
        if before.starred != after.starred {
            self.starred.entry(before.starred).or_default().push(seq);
        }
        if before.done != after.done {
            self.done.entry(before.done).or_default().push(seq);
        }
        if before.snoozed_until != after.snoozed_until {
            self.snoozed.entry(before.snoozed_until).or_default().push(seq);
        }
    }

    /// Done before snoozed: to be marked done takes a snooze away.
    fn back(self) -> Back {
        let unread = self.unread.into_iter().map(|(was, seqs)| (seqs, TriageChange::Unread(was)));
        let starred = self.starred.into_iter().map(|(was, seqs)| (seqs, TriageChange::Starred(was)));
        let done = self.done.into_iter().map(|(was, seqs)| (seqs, TriageChange::Done(was)));
        let snoozed = self.snoozed.into_iter().map(|(was, seqs)| (seqs, TriageChange::Snoozed(was)));
        unread.chain(starred).chain(done).chain(snoozed).collect()
    }
}
