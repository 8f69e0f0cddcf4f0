//! What the calls of a search say together: they are found like a list is, and summed a few at a time as they are found, so
//! that other questions are answered in between.

use rusqlite::{CachedStatement, Connection, OptionalExtension as _, Row};

use super::find::Search;
use crate::call::insights::{Counted, Insights, InsightsQuestion, Tally};
use crate::call::{Seq, UnixMillis};

/// Calls summed in a step: some 30 ms.
const A_STEP: usize = if cfg!(test) { 4 } else { 8_000 };

/// How far a question is.
pub(super) struct Summing {
    pub question: InsightsQuestion,
    search: Search,
    /// How many of those found were looked at.
    looked_at: usize,
    tally: Tally,
}

impl Summing {
    /// Begins at the newest call.
    pub fn begin(connection: &Connection, question: InsightsQuestion) -> rusqlite::Result<Self> {
        let search = Search::begin(connection, &question.query())?;
        let tally = Tally::of(&question);
        Ok(Self { question, search, looked_at: 0, tally })
    }

    /// Every call was summed.
    pub fn is_complete(&self) -> bool {
        self.search.is_complete() && self.looked_at == self.search.found.len()
    }

    /// Of those that were summed so far.
    pub fn insights(&self) -> Insights {
        self.tally.insights()
    }

    /// How many calls were looked at so far.
    pub fn looked_at(&self) -> usize {
        self.looked_at
    }

    /// Finds some more calls, or sums some of those that were found. If it is stopped, it goes on where it was.
    pub fn step(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        if self.looked_at == self.search.found.len() {
            return self.search.step(connection);
        }
        let _one_moment = connection.unchecked_transaction()?;
        let mut statement = connection.prepare_cached(
            "SELECT c.received_at, c.mood, c.outcome, c.class, c.score, c.has_recording, c.done, c.callback, s.duration_ms \
             FROM calls c LEFT JOIN sounds s ON s.call_seq = c.seq WHERE c.seq = ?1",
        )?;
        for seq in self.search.found[self.looked_at..].iter().take(A_STEP) {
            add(&mut statement, *seq, &mut self.tally)?;
            self.looked_at += 1;
        }
        Ok(())
    }
}

/// Adds a call; nothing if it is gone.
fn add(statement: &mut CachedStatement<'_>, seq: Seq, tally: &mut Tally) -> rusqlite::Result<()> {
    statement.query_row([seq.0], |row| read(row, tally)).optional().map(|_| ())
}

fn read(row: &Row<'_>, tally: &mut Tally) -> rusqlite::Result<()> {
    tally.add(&Counted {
        received_at: UnixMillis(row.get(0)?),
        mood: row.get_ref(1)?.as_str_or_null()?,
        outcome: row.get_ref(2)?.as_str_or_null()?,
        class: row.get_ref(3)?.as_str_or_null()?,
        score: row.get(4)?,
        has_recording: row.get(5)?,
        is_done: row.get(6)?,
        wants_callback: row.get(7)?,
        talk_ms: row.get::<_, Option<i64>>(8)?.map(i64::unsigned_abs),
    });
    Ok(())
}
