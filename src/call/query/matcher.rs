//! Whether a search holds for one call: for calls that are not in the index yet, and for rules that look at each arrival.

use super::fold::IndexText;
use super::term::{Part, State, Term};
use crate::call::{Triage, UnixMillis};

/// What a search may ask of a call beside its words.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts {
    /// When its first delivery came.
    pub received_at: UnixMillis,
    /// The score, where it is a number, 0 to 100.
    pub score: Option<f64>,
    /// The person's marks.
    pub triage: Triage,
    /// A later delivery changed it.
    pub is_updated: bool,
    /// See [`State::Unparsed`].
    pub is_unparsed: bool,
    /// A recording was named.
    pub has_recording: bool,
    /// A transcript was named.
    pub has_transcript: bool,
    /// An e-mail address is known.
    pub has_email: bool,
    /// A telephone number is known.
    pub has_phone: bool,
    /// How much is still to do.
    pub open_tasks: u32,
    /// How many notes there are.
    pub notes: u32,
    /// Tags, folded.
    pub tags: Vec<String>,
}

/// Whether a search holds for a call.
pub fn matches(term: &Term, facts: &Facts, text: &IndexText) -> bool {
    match term {
        Term::All(terms) => terms.iter().all(|term| matches(term, facts, text)),
        Term::Any(terms) => terms.iter().any(|term| matches(term, facts, text)),
        Term::Not(term) => !matches(term, facts, text),
        Term::Words(words) => text.holds(words),
        Term::Received { from, until } => {
            from.is_none_or(|from| facts.received_at >= from) && until.is_none_or(|until| facts.received_at < until)
        }
        Term::Score(range) => facts.score.is_some_and(|score| range.holds(score)),
        Term::Is(state) => match state {
            State::Unread => facts.triage.unread,
            State::Read => !facts.triage.unread,
            State::Starred => facts.triage.starred,
            State::Done => facts.triage.done,
            State::Snoozed => facts.triage.snoozed_until.is_some(),
            State::Updated => facts.is_updated,
            State::Unparsed => facts.is_unparsed,
        },
        Term::Has(part) => match part {
            Part::Recording => facts.has_recording,
            Part::Transcript => facts.has_transcript,
            Part::Email => facts.has_email,
            Part::Phone => facts.has_phone,
            Part::Tasks => facts.open_tasks > 0,
            Part::Notes => facts.notes > 0,
            Part::Score => facts.score.is_some(),
            Part::Tags => !facts.tags.is_empty(),
        },
        Term::Tag(tag) => facts.tags.contains(tag),
    }
}
