//! Random searches of random calls against a plain filter in memory: the same calls in the same order, whatever the index
//! holds of them. The steps are tiny here, so that a few calls take every way that a million may take.

use std::cmp::Ordering;

use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::call::query::samples::{Ask, NOW, SampleCall, random_calls, random_search};
use crate::call::{Sort, Traits};
use crate::store::find::Search;
use crate::store::index::Indexing;
use crate::store::{keeping, marks, notes, schema, transcripts, words};
use crate::transcript::{Reading, Transcript, Turn};

/// What happens to a call, and how much is indexed after it.
#[derive(Debug, Clone)]
pub(super) struct Fate {
    /// Calls indexed after its first delivery, and after it was changed.
    indexed: [u8; 2],
    /// In which order calls are changed.
    turn: u8,
    /// It is from before there was an index.
    is_old: bool,
}

pub(super) const MOST: usize = 20;

pub(super) fn fates() -> impl Strategy<Value = Vec<Fate>> {
    let fate = (prop::array::uniform2(0..3_u8), any::<u8>(), prop::bool::weighted(0.2))
        .prop_map(|(indexed, turn, is_old)| Fate { indexed, turn, is_old });
    prop::collection::vec(fate, MOST)
}

pub(super) struct Inbox {
    pub connection: rusqlite::Connection,
    indexing: Indexing,
}

impl Inbox {
    pub fn of(calls: &[SampleCall], fates: &[Fate]) -> Self {
        let mut inbox = Self { connection: schema::connect_empty().unwrap(), indexing: Indexing::default() };
        for (call, fate) in calls.iter().zip(fates) {
            inbox.deliver(call, &if call.is_updated { call.earlier_json() } else { call.json() });
            inbox.index(fate.indexed[0]);
        }
        let mut changes: Vec<_> = (1..).zip(calls.iter().zip(fates)).collect();
        changes.sort_by_key(|(_, (_, fate))| fate.turn);
        for (seq, (call, fate)) in changes {
            inbox.change(Seq(seq), call);
            if fate.is_old {
                inbox.connection.execute("UPDATE unindexed SET name = NULL WHERE call_seq = ?1", [seq]).unwrap();
            }
            inbox.index(fate.indexed[1]);
        }
        inbox
    }

    fn deliver(&self, sample: &SampleCall, json: &str) {
        let delivery = NewDelivery { received_at: sample.received_at, ..call(&sample.id, json) };
        keeping::keep(&self.connection, &delivery, &[], NOW).unwrap();
    }

    /// Its last delivery and whatever a person made of it.
    fn change(&self, seq: Seq, call: &SampleCall) {
        if call.is_updated {
            self.deliver(call, &call.json());
        }
        let marks = call.triage;
        let tags = call.tags.iter().map(|tag| TriageChange::Tagged(tag.clone(), true));
        let marks = [
            TriageChange::Unread(marks.unread),
            TriageChange::Starred(marks.starred),
            TriageChange::Done(marks.done),
            TriageChange::Snoozed(marks.snoozed_until),
        ];
        // Not to be snoozed takes no done away: only a mark that is there is set.
        let marks = marks.into_iter().filter(|change| *change != TriageChange::Snoozed(None));
        for change in marks.chain(tags) {
            marks::set(&self.connection, &[seq], &change, NOW).unwrap();
        }
        if !call.said.is_empty() {
            let turns = call.said.iter().map(|said| Turn { text: said.clone(), ..Turn::default() }).collect();
            let transcript = Arc::new(Transcript { turns, ..Transcript::default() });
            let file = (String::from("https://q.invalid/q"), String::from("ab"));
            let read = ReadTranscript::new(seq, file, None, transcript, Reading::default());
            assert!(transcripts::put(&self.connection, &read).unwrap());
        }
        if let Some(note) = &call.note {
            notes::add(&self.connection, seq, note, (None, None), NOW).unwrap();
            notes::count(&self.connection, seq).unwrap();
            words::derive(&self.connection, seq).unwrap();
        }
    }

    pub fn index(&mut self, calls: u8) {
        for _ in 0..calls {
            self.indexing.more(1);
            self.indexing.turn(&self.connection, || true);
        }
    }

    /// The calls a query finds, while so many are indexed between two steps.
    fn found(&mut self, query: &Query, indexed: u8) -> Vec<Seq> {
        let mut search = Search::begin(&self.connection, query).unwrap();
        while !search.is_complete() {
            search.step(&self.connection).unwrap();
            self.index(indexed);
        }
        assert_eq!(search.trouble, None);
        search.sort(&self.connection).unwrap();
        search.found
    }
}

/// The plain filter.
pub(super) fn wanted(calls: &[SampleCall], ask: &Ask, view: View, sort: Sort) -> Vec<Seq> {
    let mut wanted: Vec<(Seq, &SampleCall)> = (1..).map(Seq).zip(calls).collect();
    wanted.reverse();
    wanted.retain(|(_, call)| view.holds(call.triage, call.facts().open_tasks) && ask.holds(call));
    let name = |call: &SampleCall| Traits::of(&call.call()).sort_name;
    let by_score = |one: &SampleCall, other: &SampleCall, direction: fn(Ordering) -> Ordering| match (
        one.facts().score,
        other.facts().score,
    ) {
        (Some(one), Some(other)) => direction(one.total_cmp(&other)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    };
    match sort {
        Sort::Newest => {}
        Sort::Oldest => wanted.reverse(),
        Sort::ScoreDown => wanted.sort_by(|(_, one), (_, other)| by_score(one, other, Ordering::reverse)),
        Sort::ScoreUp => wanted.sort_by(|(_, one), (_, other)| by_score(one, other, |ordering| ordering)),
        Sort::Name => wanted.sort_by_key(|(_, call)| name(call)),
    }
    wanted.into_iter().map(|(seq, _)| seq).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_search_finds_what_a_plain_filter_finds(
        calls in random_calls(MOST),
        fates in fates(),
        asks in prop::collection::vec((random_search(), prop::sample::select(View::ALL.to_vec())), 1..4),
        indexed in 0..2_u8,
    ) {
        let mut inbox = Inbox::of(&calls, &fates);
        for (ask, sorted) in asks {
            let search = parse(&ask.text(), NOW, &TimeZone::UTC);
            prop_assert_eq!(&search.problems, &[], "{}", ask.text());
            let views = View::ALL.map(|view| (view, Sort::Newest));
            let sorts = Sort::ALL.map(|sort| (sorted, sort));
            for (view, sort) in views.into_iter().chain(sorts) {
                let found = inbox.found(&Query { view, term: search.term.clone(), sort }, indexed);
                prop_assert_eq!(found, wanted(&calls, &ask, view, sort), "{} in {:?}, {:?}", ask.text(), view, sort);
            }
        }
    }
}
