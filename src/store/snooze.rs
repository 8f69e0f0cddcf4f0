//! Calls that were put off and come back by themselves: which are due, and when to look again.

use std::time::Duration;

use rusqlite::{Connection, params};

use super::deed::{AT_ONCE, MAX_TOLD};
use crate::bus::Event;
use crate::call::{Seq, UnixMillis};

/// How often the clock is looked at while calls are put off: a machine may sleep, a clock may be set.
const LOOK_EVERY: Duration = if cfg!(test) { Duration::from_millis(20) } else { Duration::from_secs(30) };

/// What the writing thread knows of them.
#[derive(Debug, Default)]
pub(super) struct Snoozes {
    /// When the first of them is due; none while no call is put off.
    next: Option<UnixMillis>,
    /// How many came back in steps before this one, and are not told yet.
    untold: usize,
}

impl Snoozes {
    /// Looks when the next one is due. To be called whenever that may have changed.
    pub fn look(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        self.next = connection
            .prepare_cached(
                "SELECT min(snoozed_until) FROM calls INDEXED BY calls_due WHERE snoozed_until IS NOT NULL",
            )?
            .query_row([], |row| row.get(0))
            .map(|next: Option<i64>| next.map(UnixMillis))?;
        Ok(())
    }

    /// What is told after a step that brought so many back, each of which is told by itself if they are few.
    pub fn ended(&mut self, ended: usize, told: Vec<Event>) -> Vec<Event> {
        self.untold += ended;
        if ended >= AT_ONCE {
            return Vec::new();
        }
        let count = std::mem::take(&mut self.untold);
        let mut events = if count <= MAX_TOLD { told } else { vec![Event::Resync] };
        events.extend((count > 0).then_some(Event::SnoozesEnded { count }));
        events
    }

    /// Whether there is something to do.
    pub fn is_due(&self, now: UnixMillis) -> bool {
        self.untold > 0 || self.next.is_some_and(|next| next <= now)
    }

    /// How long there is nothing to do for; for ever while no call is put off.
    pub fn patience(&self, now: UnixMillis) -> Option<Duration> {
        if self.is_due(now) {
            return Some(Duration::ZERO);
        }
        let left = self.next?.0.saturating_sub(now.0);
        Some(Duration::from_millis(left.unsigned_abs()).min(LOOK_EVERY))
    }
}

/// Brings back calls that are due, the longest due first, at most so many. They are unread again.
pub(super) fn end(connection: &Connection, now: UnixMillis, most: usize) -> rusqlite::Result<Vec<Seq>> {
    let due = due(connection, now, most)?;
    let mut statement = connection
        .prepare_cached("UPDATE calls SET snoozed_until = NULL, unread = 1, updated_at = ?2 WHERE seq = ?1")?;
    for seq in &due {
        statement.execute([seq.0, now.0])?;
    }
    Ok(due)
}

fn due(connection: &Connection, now: UnixMillis, most: usize) -> rusqlite::Result<Vec<Seq>> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    connection
        .prepare_cached(
            "SELECT seq FROM calls INDEXED BY calls_due WHERE snoozed_until IS NOT NULL AND snoozed_until <= ?1 \
             ORDER BY snoozed_until LIMIT ?2",
        )?
        .query_map(params![now.0, most], |row| row.get(0).map(Seq))?
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_looks_again_when_it_is_due_and_now_and_then_before() {
        let snoozes = |next| Snoozes { next, untold: 0 };
        assert_eq!(snoozes(None).patience(UnixMillis(5)), None);
        assert_eq!(snoozes(Some(UnixMillis(9))).patience(UnixMillis(5)), Some(Duration::from_millis(4)));
        assert_eq!(snoozes(Some(UnixMillis(i64::MAX))).patience(UnixMillis(-5)), Some(LOOK_EVERY));
        assert_eq!(snoozes(Some(UnixMillis(5))).patience(UnixMillis(5)), Some(Duration::ZERO));
    }
}
