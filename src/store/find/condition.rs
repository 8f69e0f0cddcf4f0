//! Everything that a search asks beside what the index answers alone, as an SQL condition on `calls c`. Values are always
//! parameters.

use rusqlite::types::Value;

use super::words::{self, Expand};
use crate::call::query::{Clock, FIRST_WEEKDAY, HOUR_MS, Lengths, Part, State, Term, Vocabulary, WEEKS_MS};

/// Stands for a parameter until its number is known.
const SLOT: char = '\u{1}';

/// A condition with its parameters, in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Condition {
    text: String,
    pub params: Vec<Value>,
}

impl Condition {
    /// Of terms that all hold.
    pub fn of(terms: &[&Term], expand: &Expand<'_>) -> rusqlite::Result<Self> {
        let mut condition = Self::default();
        for term in terms.iter().filter(|term| !term.is_everything()) {
            if !condition.text.is_empty() {
                condition.text.push_str(" AND ");
            }
            condition.write(term, expand)?;
        }
        Ok(condition)
    }

    /// It asks nothing.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text with its parameters numbered from `first` on.
    pub fn numbered(&self, first: usize) -> String {
        if self.is_empty() {
            return String::from("1");
        }
        let mut text = String::with_capacity(self.text.len() + 2 * self.params.len());
        for (at, piece) in self.text.split(SLOT).enumerate() {
            if at > 0 {
                text.push_str(&format!("?{}", first + at - 1));
            }
            text.push_str(piece);
        }
        text
    }

    fn write(&mut self, term: &Term, expand: &Expand<'_>) -> rusqlite::Result<()> {
        if words::is_worded(term) {
            // Within the range of the step alone: what is gathered here is gathered before the first call is found.
            let worded = words::expression(&[term], expand)?.unwrap_or_default();
            self.text.push_str("c.seq IN (SELECT rowid FROM calls_text WHERE calls_text MATCH ");
            self.slot(Value::Text(worded));
            self.text.push_str(" AND rowid >= ?1 AND rowid < ?2)");
            return Ok(());
        }
        match term {
            Term::All(terms) => self.write_joined(terms, " AND ", "1", expand)?,
            Term::Any(terms) => self.write_joined(terms, " OR ", "0", expand)?,
            Term::Not(term) => {
                self.text.push_str("NOT (");
                self.write(term, expand)?;
                self.text.push(')');
            }
            Term::Words(_) => debug_assert!(false, "words are worded"),
            Term::Received { from, until } => {
                self.text.push('1');
                if let Some(from) = from {
                    self.text.push_str(" AND c.received_at >= ");
                    self.slot(Value::Integer(from.0));
                }
                if let Some(until) = until {
                    self.text.push_str(" AND c.received_at < ");
                    self.slot(Value::Integer(until.0));
                }
            }
            Term::Score(range) => {
                // An unknown score is in no range, and "not in the range" holds for it.
                self.text.push_str("ifnull(c.score ");
                self.text.push_str(if range.is_above { "> " } else { ">= " });
                self.slot(Value::Real(range.min));
                self.text.push_str(" AND c.score ");
                self.text.push_str(if range.is_below { "< " } else { "<= " });
                self.slot(Value::Real(range.max));
                self.text.push_str(", 0)");
            }
            Term::Is(state) => self.text.push_str(match state {
                State::Unread => "c.unread = 1",
                State::Read => "c.unread = 0",
                State::Starred => "c.starred = 1",
                State::Done => "c.done = 1",
                State::Snoozed => "c.snoozed_until IS NOT NULL",
                State::Updated => "c.updated = 1",
                State::Unparsed => "c.unparsed = 1",
            }),
            Term::Has(part) => self.text.push_str(match part {
                Part::Recording => "c.has_recording = 1",
                Part::Transcript => "c.has_transcript = 1",
                Part::Email => "c.email_key IS NOT NULL",
                Part::Phone => "c.phone_key IS NOT NULL",
                Part::Tasks => "c.open_tasks > 0",
                Part::Notes => "c.notes > 0",
                Part::Score => "c.score IS NOT NULL",
                Part::Tags => "EXISTS (SELECT 1 FROM call_tags t WHERE t.call_seq = c.seq)",
            }),
            Term::Tag(tag) => {
                self.text.push_str(
                    "EXISTS (SELECT 1 FROM call_tags t WHERE t.call_seq = c.seq AND t.tag_id = \
                     (SELECT id FROM tags WHERE folded = ",
                );
                self.slot(Value::Text(tag.clone()));
                self.text.push_str("))");
            }
            Term::Value(vocabulary, key) => {
                let column = match vocabulary {
                    Vocabulary::Mood => "c.mood",
                    Vocabulary::Outcome => "c.outcome",
                    Vocabulary::Class => "c.class",
                };
                self.text.push_str(&format!("folded_key(ifnull({column}, '')) = "));
                self.slot(Value::Text(key.clone()));
            }
            Term::Clock(clock) => self.write_clock(clock),
            Term::Length(lengths) => {
                let length = "(SELECT s.duration_ms FROM sounds s WHERE s.call_seq = c.seq)";
                match lengths {
                    Lengths::Unknown => self.text.push_str(&format!("{length} IS NULL")),
                    Lengths::Seconds(from, to) => {
                        self.text.push_str(&format!("ifnull(({length} + 500) / 1000 BETWEEN "));
                        for (bound, after) in [(from, " AND "), (to, ", 0)")] {
                            self.slot(Value::Integer(i64::try_from(*bound).unwrap_or(i64::MAX)));
                            self.text.push_str(after);
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// The hour and the day of the week as [`Clock::holds`] counts them.
    fn write_clock(&mut self, clock: &Clock) {
        let is_all = |bits: u32, all: u32| bits & all == all;
        let (has_hours, has_weekdays) = (!is_all(clock.hours, 0xff_ffff), !is_all(u32::from(clock.weekdays), 0x7f));
        self.text.push('1');
        if has_hours {
            self.text.push_str(" AND (");
            self.slot(Value::Integer(i64::from(clock.hours)));
            self.text.push_str(" >> (");
            self.write_local(clock);
            self.text.push_str(&format!(" / {HOUR_MS} % 24) & 1)"));
        }
        if has_weekdays {
            self.text.push_str(" AND (");
            self.slot(Value::Integer(i64::from(clock.weekdays)));
            self.text.push_str(" >> ((");
            self.write_local(clock);
            self.text.push_str(&format!(" / {} + {FIRST_WEEKDAY}) % 7) & 1)", 24 * HOUR_MS));
        }
    }

    /// The time on the wall, in milliseconds since some Monday long ago.
    fn write_local(&mut self, clock: &Clock) {
        self.text.push_str(&format!("(c.received_at + {WEEKS_MS} + CASE"));
        for (since, shift) in &clock.shifts {
            self.text.push_str(" WHEN c.received_at >= ");
            self.slot(Value::Integer(since.0));
            self.text.push_str(" THEN ");
            self.slot(Value::Integer(*shift));
        }
        self.text.push_str(if clock.shifts.is_empty() { " WHEN 0 THEN 0 ELSE " } else { " ELSE " });
        self.slot(Value::Integer(clock.first_shift));
        self.text.push_str(" END)");
    }

    fn write_joined(
        &mut self,
        terms: &[Term],
        between: &str,
        nothing: &str,
        expand: &Expand<'_>,
    ) -> rusqlite::Result<()> {
        self.text.push('(');
        for (at, term) in terms.iter().enumerate() {
            if at > 0 {
                self.text.push_str(between);
            }
            self.text.push('(');
            self.write(term, expand)?;
            self.text.push(')');
        }
        if terms.is_empty() {
            self.text.push_str(nothing);
        }
        self.text.push(')');
        Ok(())
    }

    fn slot(&mut self, value: Value) {
        self.text.push(SLOT);
        self.params.push(value);
    }
}
