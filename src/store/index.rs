//! Puts the words of calls into the full-text index, a few at a time, after those calls were answered for: it costs five
//! times what keeping a call costs. Owns the index's tables; what the words are is `words`' business.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};
use std::time::{Duration, Instant};

use rusqlite::{Connection, Transaction, TransactionBehavior, ffi, params};

use super::error::in_words;
use super::find::{count_unindexed, text_of};
use super::words;
use crate::call::query::{Column, IndexText};
use crate::call::{Call, CallerField, Seq};

/// How long one turn takes at most, beside the commit: a delivery may be waiting.
const TURN: Duration = Duration::from_millis(25);
/// Calls in one turn, at most.
const CALLS_A_TURN: u32 = 64;
/// From so many waiting calls on, indexing takes turns with deliveries: a search looks at each of them, 2 us a call.
const MOST_WAITING: u64 = if cfg!(test) { 20 } else { 20_000 };
/// The pause between two groups of senders at full speed is no calm yet.
const CALM: Duration = Duration::from_millis(3);
/// Groups of deliveries between two of its turns then: senders at full speed keep four fifths of theirs.
const GROUPS_A_TURN: u64 = 3;
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
    /// Nothing came since the last turn.
    is_calm: bool,
    /// Groups of deliveries kept.
    groups: u64,
    /// How many were left when it was last told.
    told: u64,
    /// Calls from before there was an index were read, which changes views and orders; not told yet.
    has_derived: bool,
    /// A damaged index was begun anew already.
    is_anew: bool,
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
    fn is_pressing(&self) -> bool {
        self.left() > MOST_WAITING && !self.is_stuck
    }

    /// How long nothing may have come before a batch is indexed: nothing at all once it goes on.
    pub fn patience(&self) -> Duration {
        if self.is_calm { Duration::ZERO } else { CALM }
    }

    /// A group of deliveries was kept: whether it is the index's turn although more of them may wait.
    pub fn is_its_turn(&mut self) -> bool {
        self.is_calm = false;
        self.groups += 1;
        self.is_pressing() && self.groups.is_multiple_of(GROUPS_A_TURN)
    }

    /// Calls were written, so that their words wait.
    pub fn more(&mut self, calls: u64) {
        self.left = self.left.map(|left| left + calls);
        self.is_stuck = false;
    }

    /// Indexes calls until a turn is over, nothing waits or `is_wanted` says that something else is. If that fails they are
    /// found all the same, by looking at each. Gives how many are left if that is to be told.
    pub fn turn(&mut self, connection: &Connection, is_wanted: impl Fn() -> bool) -> Option<u64> {
        self.is_calm = true;
        if let Err(error) = self.try_turn(connection, is_wanted) {
            log::error!("calls can't be indexed: {}", in_words(&error));
            self.left = None;
            self.is_stuck = !(is_damaged(&error) && self.begin_anew(connection));
            return None;
        }
        let left = self.left();
        let is_news = left == 0 && self.told > 0 || left.abs_diff(self.told) >= TOLD_EVERY;
        is_news.then(|| {
            self.told = left;
            left
        })
    }

    /// Whether views and orders have changed because older calls were read, now that all of them are. Told once.
    pub fn has_derived(&mut self) -> bool {
        self.left == Some(0) && std::mem::take(&mut self.has_derived)
    }

    /// Forgets a damaged index, so that every call is indexed again; once, for it may be of no use. False if it can't be.
    fn begin_anew(&mut self, connection: &Connection) -> bool {
        if std::mem::replace(&mut self.is_anew, true) {
            return false;
        }
        log::warn!("the search's index is damaged and is made anew");
        match forget(connection) {
            Ok(()) => self.known.clear(),
            Err(ref error) => log::error!("the search's index can't be made anew: {}", in_words(error)),
        }
        self.known.is_empty()
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
        let mut has_derived = false;
        let mut done = 0;
        for seq in &waiting {
            has_derived |= self.index(connection, Seq(*seq), &mut fresh)?;
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
        self.has_derived |= has_derived;
        let is_all = waiting.len() < CALLS_A_TURN as usize && done == waiting.len();
        self.left = self.left.map(|left| if is_all { 0 } else { left.saturating_sub(done as u64).max(1) });
        Ok(())
    }

    /// One call. The words of a changed one take the place of those before. Whether it had to be read first.
    fn index(&self, connection: &Connection, seq: Seq, fresh: &mut Vec<u64>) -> rusqlite::Result<bool> {
        let (is_new, mut text) = waiting_at(connection, seq)?;
        let is_derived = text.is_none() && words::derive(connection, seq)?;
        if is_derived {
            text = waiting_at(connection, seq)?.1;
        }
        let text = text.unwrap_or_default();
        if !is_new {
            connection.prepare_cached("DELETE FROM calls_text WHERE rowid = ?1")?.execute([seq.0])?;
        }
        put(connection, seq, &text)?;
        for column in Column::ALL {
            // A number's ends are too many, and are never asked for as words.
            let is_word = |word: &&str| !word.is_empty() && (column != Column::Phone || !is_number(word));
            for word in text.column(column).split(' ').filter(is_word) {
                let hash = self.hasher.hash_one(word);
                if !self.known.contains(&hash) {
                    connection
                        .prepare_cached("INSERT OR IGNORE INTO vocabulary (word) VALUES (?1)")?
                        .execute([word])?;
                    fresh.push(hash);
                }
            }
        }
        offer(connection, seq, &text, is_new)?;
        connection.prepare_cached("DELETE FROM unindexed WHERE call_seq = ?1")?.execute([seq.0])?;
        Ok(is_derived)
    }
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// It is the index that is damaged, not the database.
fn is_damaged(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|error| error.extended_code == ffi::SQLITE_CORRUPT_VTAB)
}

fn forget(connection: &Connection) -> rusqlite::Result<()> {
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    connection.prepare_cached("INSERT INTO calls_text (calls_text) VALUES ('delete-all')")?.execute([])?;
    let all = "INSERT INTO unindexed (call_seq, is_new) SELECT seq, 1 FROM calls WHERE TRUE \
               ON CONFLICT (call_seq) DO UPDATE SET is_new = 1";
    connection.prepare_cached(all)?.execute([])?;
    transaction.commit()
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

/// Notes the values of a call that are offered while a search is typed. The document is read only for the first of a kind:
/// that costs as much as a tenth of indexing the call.
fn offer(connection: &Connection, seq: Seq, text: &IndexText, is_new: bool) -> rusqlite::Result<()> {
    let mut read: Option<Call> = None;
    for column in OFFERED {
        let folded = text.column(column);
        if folded.is_empty() || count_again(connection, column, folded, is_new)? {
            continue;
        }
        let call = match read.take() {
            Some(call) => call,
            None => match words::call_at(connection, seq)? {
                Some(call) => call,
                None => return Ok(()),
            },
        };
        if let Some(value) = value_of(&call, column).filter(|value| value.chars().count() <= OFFERED_CHARS) {
            connection
                .prepare_cached(
                    "INSERT OR IGNORE INTO known_values (kind, folded, value, calls) VALUES (?1, ?2, ?3, 1)",
                )?
                .execute(params![column.name(), folded, value.trim()])?;
        }
        read = Some(call);
    }
    Ok(())
}

/// Counts a value that is known already; false if it is not.
fn count_again(connection: &Connection, column: Column, folded: &str, is_new: bool) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("UPDATE known_values SET calls = calls + ?3 WHERE kind = ?1 AND folded = ?2")?
        .execute(params![column.name(), folded, is_new])
        .map(|rows| rows > 0)
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
