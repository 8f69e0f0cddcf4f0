//! Rules: searches that give calls a tag as they arrive. A rule speaks once, when it begins to hold for a call, so that a
//! tag which a person took away stays away. What the searches mean is asked of whoever reads them, again as time passes.

use rusqlite::Connection;

use super::{rows, tags, words};
use crate::call::query::{Facts, IndexText, Term, matches, tag_key};
use crate::call::{CallRow, Seq, Traits, UnixMillis};

/// Every day begins at such a time somewhere, and none at any other: no zone is off by less.
const READ_EVERY_MS: i64 = 15 * 60 * 1_000;

/// Reads the rules: searches as they are meant at a time, and the tags they give.
pub(super) type ReadRules = Box<dyn Fn(UnixMillis) -> Vec<(Term, String)> + Send>;

/// A search and the tag it gives.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rule {
    pub term: Term,
    pub tag: String,
}

/// The rules, as they are meant today.
#[derive(Default)]
pub(super) struct Rules {
    read: Option<ReadRules>,
    /// In which quarter of an hour they were read.
    read_in: Option<i64>,
    rules: Vec<Rule>,
}

impl Rules {
    pub fn new(read: ReadRules) -> Self {
        Self { read: Some(read), ..Self::default() }
    }

    /// Reads them anew where "today" may have become another day.
    pub fn at(&mut self, now: UnixMillis) -> &[Rule] {
        let quarter = now.0.div_euclid(READ_EVERY_MS);
        if let Some(read) = self.read.as_ref().filter(|_| self.read_in != Some(quarter)) {
            self.rules = read(now).into_iter().map(|(term, tag)| Rule { term, tag }).collect();
            self.read_in = Some(quarter);
        }
        &self.rules
    }
}

/// A call as a rule looks at it.
pub(super) struct Looked {
    pub facts: Facts,
    pub text: IndexText,
}

impl Looked {
    pub fn at(row: &CallRow, traits: &Traits, text: IndexText) -> Self {
        let facts = Facts {
            received_at: row.received_at,
            score: row.score.as_ref().and_then(|score| score.value),
            triage: row.triage,
            is_updated: row.updated,
            is_unparsed: traits.is_unparsed,
            has_recording: row.has_recording,
            has_transcript: row.has_transcript,
            has_email: traits.email_key.is_some(),
            has_phone: traits.phone_key.is_some(),
            open_tasks: row.open_tasks,
            notes: row.notes,
            tags: row.tags.iter().filter_map(|name| tags::fold(name)).collect(),
            mood: tag_key(row.mood.as_ref().map_or("", |mood| &mood.word)),
            outcome: tag_key(row.outcome.as_deref().unwrap_or_default()),
            class: tag_key(traits.class.as_deref().unwrap_or_default()),
            // It is measured long after it came.
            talk_ms: None,
        };
        Self { facts, text }
    }
}

/// A call as it is stored, and as a rule looks at it; `None` if it is gone.
pub(super) fn look(connection: &Connection, seq: Seq) -> rusqlite::Result<Option<(CallRow, Looked)>> {
    let (row, call) = (rows::row_at(connection, seq)?, words::call_at(connection, seq)?);
    let Some((row, call)) = row.zip(call) else { return Ok(None) };
    let text = words::with_written(connection, seq, IndexText::of(&call))?;
    let looked = Looked::at(&row, &Traits::of(&call), text);
    Ok(Some((row, looked)))
}

/// Gives a call the tags of the rules that hold for it and did not before, one after the other.
pub(super) fn apply(
    connection: &Connection,
    rules: &[Rule],
    row: &mut CallRow,
    mut looked: Looked,
    before: Option<&Looked>,
) -> rusqlite::Result<()> {
    for rule in rules {
        let holds = |looked: &Looked| matches(&rule.term, &looked.facts, &looked.text);
        if !holds(&looked) || before.is_some_and(holds) {
            continue;
        }
        if let Some(tag) = tags::find_or_add(connection, &rule.tag)?
            && tags::give(connection, &tag, row.seq)?
        {
            looked.facts.tags.push(tag.folded);
        }
    }
    row.tags = tags::names_of(connection, row.seq)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_read_anew_when_a_day_may_have_begun() {
        let received_since = |from| vec![(Term::Received { from: Some(from), until: None }, String::from("Today"))];
        let mut rules = Rules::new(Box::new(received_since));
        let mut since = |now| rules.at(UnixMillis(now)).first().map(|rule| rule.term.clone());
        let from = |from| Some(Term::Received { from: Some(UnixMillis(from)), until: None });
        assert_eq!((since(5), since(READ_EVERY_MS - 1)), (from(5), from(5)));
        assert_eq!((since(READ_EVERY_MS), since(-1)), (from(READ_EVERY_MS), from(-1)));
        assert_eq!(Rules::default().at(UnixMillis(0)), []);
    }
}
