//! Insights: random calls summed by SQL against the same calls counted one by one; questions in turn with lists; calls from
//! before there was such a thing.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use jiff::{Timestamp, Unit};
use proptest::prelude::*;

use super::searching::{Inbox, MOST, fates, wanted};
use super::*;
use crate::call::insights::{Insights, InsightsQuestion, Period, Sums, TONES, Values, Window};
use crate::call::query::samples::{NOW, SampleCall, random_calls, random_search};
use crate::call::query::{Term, tag_key};
use crate::call::{Call, Sort};
use crate::store::insights::Summing;
use crate::store::schema;

/// The calls of a range of time, by the clock.
struct Counted<'a>(Vec<&'a SampleCall>);

impl Counted<'_> {
    fn count(&self, is_wanted: impl Fn(&SampleCall, &Call) -> bool) -> u64 {
        self.0.iter().filter(|sample| is_wanted(sample, &sample.call())).count() as u64
    }

    fn values(&self, of: impl Fn(&Call) -> Option<String>) -> (BTreeMap<String, u64>, u64) {
        let (mut said, mut blank) = (BTreeMap::new(), 0);
        for sample in &self.0 {
            match of(&sample.call()).filter(|value| !value.trim().is_empty()) {
                Some(value) => *said.entry(tag_key(&value)).or_default() += 1,
                None => blank += 1,
            }
        }
        (said, blank)
    }

    fn check(&self, sums: &Sums, zone: &TimeZone) -> Result<(), TestCaseError> {
        prop_assert_eq!(sums.calls, self.0.len() as u64);
        prop_assert_eq!(sums.recordings, self.count(|_, call| call.recording_uri.is_some()));
        prop_assert_eq!(sums.done, self.count(|sample, _| sample.triage.done));
        prop_assert_eq!(
            sums.callbacks,
            self.count(|sample, call| crate::call::wants_callback(call) && !sample.triage.done)
        );
        let said = |values: &Values| {
            (values.said.iter().map(|value| (value.key.clone(), value.count)).collect::<BTreeMap<_, _>>(), values.blank)
        };
        prop_assert_eq!(said(&sums.outcomes), self.values(|call| call.analysis.outcome.clone()));
        prop_assert_eq!(said(&sums.classes), self.values(|call| call.analysis.classification.clone()));
        prop_assert_eq!(said(&sums.moods), self.values(|call| Some(call.analysis.mood.clone()?.word)));
        let tone = |tone| self.count(|_, call| call.analysis.mood.as_ref().is_some_and(|mood| mood.tone == tone));
        prop_assert_eq!(sums.tones, TONES.map(tone));
        let mut scores: Vec<f64> = self.0.iter().filter_map(|sample| sample.facts().score).collect();
        scores.sort_by(f64::total_cmp);
        for bar in 0..10_u8 {
            let (from, to) = (f64::from(bar) * 10.0, if bar == 9 { 101.0 } else { f64::from(bar) * 10.0 + 10.0 });
            let count = scores.iter().filter(|score| **score >= from && **score < to).count() as u64;
            prop_assert_eq!(sums.scores[usize::from(bar)], count);
        }
        prop_assert_eq!(sums.unscored, (self.0.len() - scores.len()) as u64);
        let median = scores.len().checked_sub(1).map(|last| (scores[last / 2] + scores[scores.len() / 2]) / 2.0);
        prop_assert!(sums.median_score.zip(median).is_none_or(|(one, other)| (one - other).abs() < 0.006));
        prop_assert_eq!(sums.median_score.is_some(), median.is_some());
        let at = |sample: &SampleCall| {
            Timestamp::from_millisecond(sample.received_at.0).unwrap().to_zoned_datetime(zone.clone())
        };
        for (hour, count) in sums.hours.iter().enumerate() {
            prop_assert_eq!(*count, self.count(|sample, _| usize::try_from(at(sample).hour()).unwrap() == hour));
        }
        let mut days = BTreeMap::new();
        let mut weekdays = [0; 7];
        for sample in &self.0 {
            *days.entry(at(sample).date()).or_insert(0) += 1;
            weekdays[usize::try_from(at(sample).weekday().to_monday_zero_offset()).unwrap()] += 1;
        }
        let counted: BTreeMap<_, _> = sums.days.iter().map(|(day, sums)| (*day, sums.calls)).collect();
        prop_assert_eq!(counted, days);
        let asked: u64 = sums.days.values().map(|day| day.asked).sum();
        prop_assert_eq!((asked, asked), (sums.asked, self.count(|_, call| crate::call::wants_callback(call))));
        let of_the_week: Vec<u64> = sums.week.iter().map(|hours| hours.iter().sum()).collect();
        prop_assert_eq!(of_the_week, weekdays);
        prop_assert_eq!(sums.weekdays, weekdays);
        Ok(())
    }
}

fn summed(inbox: &mut Inbox, question: &InsightsQuestion, indexed: u8) -> Insights {
    let mut summing = Summing::begin(&inbox.connection, question.clone()).unwrap();
    while !summing.is_complete() {
        summing.step(&inbox.connection).unwrap();
        inbox.index(indexed);
    }
    summing.insights()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sums_are_those_of_the_calls_that_are_listed(
        calls in random_calls(MOST),
        fates in fates(),
        ask in random_search(),
        period in prop::sample::select(vec![Period::Days(1), Period::Days(7), Period::Days(20), Period::Year, Period::All]),
        hours in -11..12_i8,
        indexed in 0..2_u8,
    ) {
        let mut inbox = Inbox::of(&calls, &fates);
        // The search is about days in Greenwich; those of the sums are the person's.
        let zone = TimeZone::fixed(jiff::tz::offset(hours));
        let term = parse(&ask.text(), NOW, &TimeZone::UTC).term;
        let question = InsightsQuestion { term, window: Window::of(period, NOW, &zone), zone: zone.clone() };
        let insights = summed(&mut inbox, &question, indexed);
        let listed: Vec<&SampleCall> = wanted(&calls, &ask, View::All, Sort::Newest)
            .into_iter()
            .map(|seq| &calls[usize::try_from(seq.0 - 1).unwrap()])
            .collect();
        let now = Timestamp::from_millisecond(NOW.0).unwrap().to_zoned_datetime(zone.clone());
        let days_ago = |sample: &&SampleCall| {
            let at = Timestamp::from_millisecond(sample.received_at.0).unwrap().to_zoned_datetime(zone.clone());
            i64::from(at.date().until((Unit::Day, now.date())).unwrap().get_days())
        };
        let in_time = match period {
            Period::Days(days) => listed.iter().copied().filter(|call| (0..i64::from(days)).contains(&days_ago(call))).collect(),
            // None is older than forty days: all are of the last twelve months.
            Period::Year | Period::All => listed.iter().copied().filter(|call| period == Period::All || days_ago(call) >= 0).collect(),
        };
        Counted(in_time).check(&insights.sums, &zone)?;
        match (period, &insights.before) {
            (Period::Days(days), Some(before)) => {
                let days = i64::from(days);
                let until = NOW.0 - days * 86_400_000;
                let earlier = listed.iter().copied().filter(|call| (days..2 * days).contains(&days_ago(call)) && call.received_at.0 < until);
                Counted(earlier.collect()).check(before, &zone)?;
            }
            (Period::Year, Some(before)) => prop_assert_eq!(before.calls, 0),
            (_, before) => prop_assert!(before.is_none()),
        }
    }
}

fn question(term: Term) -> InsightsQuestion {
    let now = clock()();
    InsightsQuestion { term, window: Window::of(Period::All, now, &TimeZone::UTC), zone: TimeZone::UTC }
}

#[test]
fn a_newer_question_takes_the_place_of_an_older_one_and_lists_go_first() {
    let inbox = Fixture::new();
    for number in 0..60 {
        inbox.keep(call(&format!("c{number}"), r#"{"callAnalysis":{"callOutcome":"Sold","summary":"A demo."}}"#));
    }
    for ticket in 1..=5 {
        inbox
            .store()
            .command(Command::LoadInsights { ticket: Ticket(ticket), question: Box::new(question(Term::default())) });
    }
    inbox.store().command(Command::LoadList { ticket: Ticket(9), query: Query::view(View::All) });
    let (mut listed, mut summed) = (false, None);
    while !listed || summed.is_none() {
        match inbox.events.next() {
            Event::ListLoaded { complete, .. } => listed |= complete,
            Event::InsightsLoaded { ticket: Ticket(5), insights, is_complete: true } => summed = Some(insights),
            Event::CommandFailed { what, why } => panic!("{what}: {why}"),
            _ => {}
        }
    }
    let insights = summed.unwrap();
    assert_eq!((insights.sums.calls, insights.sums.outcomes.count_of("sold")), (60, 60));
    assert_eq!(inbox.reader().insights(question(parse("nothing", NOW, &TimeZone::UTC).term)).unwrap().sums.calls, 0);
}

#[test]
fn calls_from_before_get_their_class_when_they_are_read_for_the_index() {
    // The seventh format brought it.
    for version in 3..7 {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("inbox.sqlite3");
        let older = schema::connect_older(&file, version);
        older
            .execute_batch(
                r#"INSERT INTO calls (call_id, id_source, source, received_at, updated_at, title, has_recording,
                    has_transcript, updated, unread, starred, done) VALUES ('a', 'given', 'default', 5, 5, 'Ann', 0, 0, 0, 1, 0, 0);
                INSERT INTO documents VALUES (1, '{"callAnalysis":{"classification":"Sales  Inquiry"}}');"#,
            )
            .unwrap();
        drop(older);
        let store = Store::open(folder.path(), Access::Owner, Bus::default(), clock()).unwrap();
        let (begun, reader) = (Instant::now(), store.reader().unwrap());
        while reader.unindexed_count().unwrap() > 0 {
            assert!(begun.elapsed() < DEADLINE);
            std::thread::yield_now();
        }
        let sums = reader.insights(question(Term::default())).unwrap().sums;
        assert_eq!((sums.classes.said[0].value.as_str(), sums.classes.blank), ("Sales Inquiry", 0), "format {version}");
    }
}

#[test]
fn a_later_delivery_is_counted_as_it_stands_now() {
    let inbox = Fixture::new();
    inbox.keep(call("a", r#"{"callAnalysis":{"classification":"Sales","score":10}}"#));
    inbox.keep(call("a", r#"{"callAnalysis":{"classification":"Support","score":80}}"#));
    let sums = inbox.reader().insights(question(Term::default())).unwrap().sums;
    assert_eq!((sums.calls, sums.classes.count_of("support"), sums.scores[8]), (1, 1, 1));
}
