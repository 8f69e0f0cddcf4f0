//! Puts the words of calls into the full-text index, a few at a time, after those calls were answered for: it costs five
//! times what keeping a call costs. Owns the index's tables; what the words are is `words`' business.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};
use std::time::{Duration, Instant};

use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use super::error::in_words;
use super::find::{count_unindexed, text_of};
use super::words;
use crate::call::query::{Column, IndexText, tokens_of};
use crate::call::{Call, CallerField, Seq};

/// How long one turn takes at most, beside the commit: a delivery may be waiting.
const TURN: Duration = Duration::from_millis(25);
/// Calls in one turn, at most.
const CALLS_A_TURN: u32 = 256;
/// From so many waiting calls on, indexing takes turns with deliveries: a search looks at each of them, 2 us a call.
const MOST_WAITING: u64 = 20_000;
/// How much is left is told each time it has changed by so many calls, and at the end.
const TOLD_EVERY: u64 = 5_000;
/// Words known to be in the vocabulary, by their hashes (8 bytes each), so that it is not asked for each word of each call.
const WORDS_KNOWN: usize = 500_000;
/// The columns whose values are offered while a search is typed.
const OFFERED: [Column; 6] =
    [Column::Mood, Column::Outcome, Column::Class, Column::Company, Column::City, Column::Language];
/// The longest value that is offered, in characters: longer is no value but a text.
const OFFERED_CHARS: usize = 60;

/// What the writing thread remembers of the index.
#[derive(Default)]
pub(super) struct Indexing {
    known: HashSet<u64>,
    hasher: RandomState,
    /// Calls that wait, as far as is known; `None` until it was counted.
    left: Option<u64>,
    /// The last turn failed: nothing is tried again before something was written.
    is_stuck: bool,
    /// How many were left when it was last told.
    told: u64,
}

impl Indexing {
    /// Whether there may be something to do.
    pub fn is_due(&self) -> bool {
        self.left != Some(0) && !self.is_stuck
    }

    /// Calls that wait, as far as is known.
    pub fn left(&self) -> u64 {
        self.left.unwrap_or_default()
    }

    /// There is a batch's worth: it need not wait for calm.
    pub fn is_batch(&self) -> bool {
        self.left() >= u64::from(CALLS_A_TURN) && !self.is_stuck
    }

    /// So many wait that searches suffer: it can't be put off until there is nothing else to do.
    pub fn is_pressing(&self) -> bool {
        self.left() > MOST_WAITING && !self.is_stuck
    }

    /// Calls were written, so that their words wait.
    pub fn more(&mut self, calls: u64) {
        self.left = self.left.map(|left| left + calls);
        self.is_stuck = false;
    }

    /// Indexes calls until a turn is over, nothing waits or `is_wanted` says that something else is. If that fails they are
    /// found all the same, by looking at each. Gives how many are left if that is to be told.
    pub fn turn(&mut self, connection: &Connection, is_wanted: impl Fn() -> bool) -> Option<u64> {
        if let Err(error) = self.try_turn(connection, is_wanted) {
            log::error!("calls can't be indexed: {}", in_words(&error));
            self.left = None;
            self.is_stuck = true;
        }
        let left = self.left();
        let is_news = left == 0 && self.told > 0 || left.abs_diff(self.told) >= TOLD_EVERY;
        is_news.then(|| {
            self.told = left;
            left
        })
    }

    /// In one transaction.
    fn try_turn(&mut self, connection: &Connection, is_wanted: impl Fn() -> bool) -> rusqlite::Result<()> {
        if self.left.is_none() {
            self.left = Some(count_unindexed(connection)?);
        }
        let begun = Instant::now();
        let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
        let waiting: Vec<i64> = connection
            .prepare_cached("SELECT call_seq FROM unindexed ORDER BY call_seq LIMIT ?1")?
            .query_map([CALLS_A_TURN], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let mut fresh = Vec::new();
        let mut done = 0;
        for seq in &waiting {
            self.index(connection, Seq(*seq), &mut fresh)?;
            done += 1;
            if begun.elapsed() > TURN || is_wanted() {
                break;
            }
        }
        transaction.commit()?;
        // Only what is on disk is known.
        if self.known.len() + fresh.len() > WORDS_KNOWN {
            self.known.clear();
        }
        self.known.extend(fresh);
        let is_all = waiting.len() < CALLS_A_TURN as usize && done == waiting.len();
        self.left = self.left.map(|left| if is_all { 0 } else { left.saturating_sub(done as u64).max(1) });
        Ok(())
    }

    /// One call. The words of a changed one take the place of those before.
    fn index(&self, connection: &Connection, seq: Seq, fresh: &mut Vec<u64>) -> rusqlite::Result<()> {
        let (is_new, mut text) = waiting_at(connection, seq)?;
        if text.is_none() && words::derive(connection, seq)? {
            text = waiting_at(connection, seq)?.1;
        }
        let text = text.unwrap_or_default();
        if !is_new {
            connection.prepare_cached("DELETE FROM calls_text WHERE rowid = ?1")?.execute([seq.0])?;
        }
        put(connection, seq, &text)?;
        for column in Column::ALL.into_iter().filter(|column| *column != Column::Phone) {
            for word in text.column(column).split(' ').filter(|word| !word.is_empty()) {
                let hash = self.hasher.hash_one(word);
                if !self.known.contains(&hash) {
                    connection
                        .prepare_cached("INSERT OR IGNORE INTO vocabulary (word) VALUES (?1)")?
                        .execute([word])?;
                    fresh.push(hash);
                }
            }
        }
        offer(connection, seq, is_new)?;
        connection.prepare_cached("DELETE FROM unindexed WHERE call_seq = ?1")?.execute([seq.0]).map(drop)
    }
}

fn waiting_at(connection: &Connection, seq: Seq) -> rusqlite::Result<(bool, Option<IndexText>)> {
    connection
        .prepare_cached(
            "SELECT is_new, name, company, phone, email, city, mood, outcome, class, language, text, notes, transcript \
             FROM unindexed WHERE call_seq = ?1",
        )?
        .query_row([seq.0], |row| Ok((row.get(0)?, text_of(row)?)))
}

fn put(connection: &Connection, seq: Seq, text: &IndexText) -> rusqlite::Result<()> {
    let column = |column| text.column(column);
    connection
        .prepare_cached(
            "INSERT INTO calls_text (rowid, name, company, phone, email, city, mood, outcome, class, language, text, \
             notes, transcript) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(params![
            seq.0,
            column(Column::Name),
            column(Column::Company),
            column(Column::Phone),
            column(Column::Email),
            column(Column::City),
            column(Column::Mood),
            column(Column::Outcome),
            column(Column::Class),
            column(Column::Language),
            column(Column::Text),
            column(Column::Notes),
            column(Column::Transcript),
        ])
        .map(drop)
}

/// Notes the values of a call that are offered while a search is typed.
fn offer(connection: &Connection, seq: Seq, is_new: bool) -> rusqlite::Result<()> {
    let Some(call) = words::call_at(connection, seq)? else { return Ok(()) };
    for column in OFFERED {
        let Some(value) = value_of(&call, column).filter(|value| value.chars().count() <= OFFERED_CHARS) else {
            continue;
        };
        let folded = tokens_of(value).map(|token| token.folded).collect::<Vec<_>>().join(" ");
        if folded.is_empty() {
            continue;
        }
        connection
            .prepare_cached(
                "INSERT INTO known_values (kind, folded, value, calls) VALUES (?1, ?2, ?3, 1) \
                 ON CONFLICT (kind, folded) DO UPDATE SET calls = calls + ?4",
            )?
            .execute(params![column.name(), folded, value.trim(), is_new])?;
    }
    Ok(())
}

/// What the platform said for a column, unless that is only a way of saying "not known".
fn value_of(call: &Call, column: Column) -> Option<&str> {
    let analysis = &call.analysis;
    match column {
        Column::Mood => analysis.mood.as_ref().map(|mood| mood.word.as_str()),
        Column::Outcome => analysis.outcome.as_deref(),
        Column::Class => analysis.classification.as_deref(),
        Column::Company => call.caller.known(CallerField::Company),
        Column::City => call.caller.known(CallerField::City),
        Column::Language => call.caller.known(CallerField::Language),
        Column::Name | Column::Email | Column::Phone | Column::Text | Column::Notes | Column::Transcript => None,
    }
}
