//! Rules: searches that give calls a tag as they arrive. A rule speaks once, when it begins to hold for a call, so that a
//! tag which a person took away stays away.

use rusqlite::Connection;

use super::tags;
use crate::call::query::{Facts, IndexText, Term, matches};
use crate::call::{CallRow, Traits};

/// A search and the tag it gives.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rule {
    pub term: Term,
    pub tag: String,
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
        };
        Self { facts, text }
    }
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
