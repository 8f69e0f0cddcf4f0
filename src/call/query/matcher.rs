//! Whether a search holds for one call: for calls that are not in the index yet, and for rules that look at each arrival.

use super::fold::IndexText;
use super::term::{Part, State, Term, Vocabulary};
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
    /// The mood, folded like a tag; empty if it is not said.
    pub mood: String,
    /// The outcome, likewise.
    pub outcome: String,
    /// The classification, likewise.
    pub class: String,
    /// How long its recording is, once it was measured.
    pub talk_ms: Option<u64>,
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
        Term::Value(vocabulary, key) => match vocabulary {
            Vocabulary::Mood => facts.mood == *key,
            Vocabulary::Outcome => facts.outcome == *key,
            Vocabulary::Class => facts.class == *key,
        },
        Term::Clock(clock) => clock.holds(facts.received_at),
        Term::Length(lengths) => lengths.holds(facts.talk_ms),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::query::{Column, Lengths, Place, ScoreRange, Words};

    fn holds(term: &Term, facts: &Facts) -> bool {
        matches(term, facts, &IndexText::default())
    }

    #[test]
    fn the_empty_conditions_are_everything_and_nothing() {
        assert!(holds(&Term::All(Vec::new()), &Facts::default()));
        assert!(!holds(&Term::Any(Vec::new()), &Facts::default()));
        assert!(holds(&Term::Any(Vec::new()).negated(), &Facts::default()));
    }

    #[test]
    fn times_are_from_and_until() {
        let term = Term::Received { from: Some(UnixMillis(5)), until: Some(UnixMillis(7)) };
        let found = [4, 5, 6, 7].map(|at| holds(&term, &Facts { received_at: UnixMillis(at), ..Facts::default() }));
        assert_eq!(found, [false, true, true, false]);
    }

    #[test]
    fn an_unknown_score_is_in_no_range_and_zero_is_a_score() {
        let range = Term::Score(ScoreRange { min: 0.0, max: 40.0, is_above: false, is_below: true });
        let found = [None, Some(0.0), Some(40.0)].map(|score| holds(&range, &Facts { score, ..Facts::default() }));
        assert_eq!(found, [false, true, false]);
        assert!(holds(&Term::Has(Part::Score), &Facts { score: Some(0.0), ..Facts::default() }));
    }

    #[test]
    fn every_state_and_part_is_looked_at() {
        let nothing = Facts::default();
        let triage = Triage { unread: true, starred: true, done: true, snoozed_until: Some(UnixMillis(1)) };
        let everything = Facts {
            received_at: UnixMillis(0),
            score: Some(1.0),
            triage,
            is_updated: true,
            is_unparsed: true,
            has_recording: true,
            has_transcript: true,
            has_email: true,
            has_phone: true,
            open_tasks: 1,
            notes: 1,
            tags: vec!["vip".to_owned()],
            ..Facts::default()
        };
        for state in State::ALL {
            let is_of_everything = state != State::Read;
            assert_eq!(holds(&Term::Is(state), &everything), is_of_everything, "{state:?}");
            assert_eq!(holds(&Term::Is(state), &nothing), !is_of_everything, "{state:?}");
        }
        for part in Part::ALL {
            assert!(holds(&Term::Has(part), &everything) && !holds(&Term::Has(part), &nothing), "{part:?}");
        }
        assert!(holds(&Term::Tag("vip".to_owned()), &everything));
    }

    #[test]
    fn a_whole_value_is_no_part_of_one_and_nothing_is_a_value_too() {
        let term = |key: &str| Term::Value(Vocabulary::Mood, key.to_owned());
        let of = |mood: &str| Facts { mood: mood.to_owned(), ..Facts::default() };
        assert!(holds(&term("calm"), &of("calm")) && !holds(&term("calm"), &of("very calm")));
        assert!(holds(&term(""), &of("")) && !holds(&term(""), &of("calm")));
        assert!(!holds(&Term::Value(Vocabulary::Class, "calm".to_owned()), &of("calm")));
    }

    #[test]
    fn a_length_is_the_one_that_is_shown() {
        let found = |lengths: Lengths| {
            [None, Some(59_499), Some(59_500), Some(119_499), Some(119_500)]
                .map(|talk_ms| holds(&Term::Length(lengths), &Facts { talk_ms, ..Facts::default() }))
        };
        assert_eq!(found(Lengths::Seconds(60, 119)), [false, false, true, true, false]);
        assert_eq!(found(Lengths::Unknown), [true, false, false, false, false]);
    }

    #[test]
    fn a_phrase_stays_in_its_column() {
        let mut text = IndexText::default();
        text.add(Column::Name, "Ann");
        text.add(Column::Company, "Lee & Sons");
        let words = |place, tokens: &[&str], is_prefix| {
            let tokens = tokens.iter().map(|token| (*token).to_owned()).collect();
            Term::Words(Words { place, tokens, is_prefix, digits: None })
        };
        let found = |term| matches(&term, &Facts::default(), &text);
        assert!(found(words(Place::Anywhere, &["lee", "so"], true)));
        assert!(!found(words(Place::Anywhere, &["lee", "so"], false)));
        assert!(!found(words(Place::Anywhere, &["ann", "lee"], false)));
        assert!(found(words(Place::From, &["an"], true)) && !found(words(Place::From, &["lee"], true)));
    }
}
