//! Searching: whatever the index holds, what is found is what the matcher says of each call.

use super::*;
use crate::call::query::{Term, Words};
use crate::call::{Sort, TriageChange};

const ANN: &str = r#"{"callerDetails":{"name":"Ann Lee","company":"Northwind","phoneNumber":"+1 555 123 4567","city":"Köln"},
    "callAnalysis":{"summary":"Wants a demo of the solar roof.","mood":"Positive","score":85,"callOutcome":"Demo Scheduled"}}"#;
const BOB: &str = r#"{"callerDetails":{"name":"Bob Ray","company":"Solar Ltd"},
    "callAnalysis":{"summary":"Angry about a demo.","mood":"Angry","score":0,"callOutcome":"Complaint"}}"#;
const CHO: &str =
    r#"{"callerDetails":{"name":"陳偉明"},"callAnalysis":{"summary":"Asked for a call back.","score":40}}"#;

impl Fixture {
    /// Waits until every call is in the index.
    pub(super) fn indexed(&self) {
        let (begun, reader) = (Instant::now(), self.reader());
        while reader.unindexed_count().unwrap() > 0 {
            assert!(begun.elapsed() < DEADLINE);
            std::thread::yield_now();
        }
    }

    fn found(&self, query: &Query) -> Vec<i64> {
        self.reader().order(query).unwrap().into_iter().map(|seq| seq.0).collect()
    }
}

fn words(text: &str) -> Term {
    let tokens = crate::call::query::tokens_of(text).map(|token| token.folded).collect();
    Term::Words(Words { place: crate::call::query::Place::Anywhere, tokens, is_prefix: true, digits: None })
}

fn not(term: Term) -> Term {
    Term::Not(Box::new(term))
}

#[test]
fn words_are_found_before_and_after_they_are_indexed_and_after_a_change() {
    let inbox = Fixture::new();
    let terms: Vec<(Term, &[i64])> = vec![
        (words("demo"), &[2, 1]),
        (words("sol"), &[2, 1]),
        (Term::All(vec![words("demo"), not(words("angry"))]), &[1]),
        (not(words("demo")), &[3]),
        (Term::Any(vec![words("call back"), words("roof")]), &[3, 1]),
        (Term::Any(vec![not(words("demo")), words("roof")]), &[3, 1]),
        (words("偉明"), &[3]),
        (words("northwind demo"), &[]),
    ];
    for (id, json) in [("a", ANN), ("b", BOB), ("c", CHO)] {
        inbox.keep(call(id, json));
    }
    let check = |when: &str| {
        for (term, wanted) in &terms {
            let query = Query { view: View::All, term: term.clone(), ..Query::default() };
            assert_eq!(inbox.found(&query), *wanted, "{when}: {term:?}");
        }
    };
    check("at once");
    inbox.indexed();
    check("indexed");
    inbox.keep(call("c", r#"{"callAnalysis":{"summary":"Asked for a demo."}}"#));
    let demo = Query { view: View::All, term: words("demo"), ..Query::default() };
    assert_eq!(inbox.found(&demo), [3, 2, 1]);
    inbox.indexed();
    assert_eq!(inbox.found(&demo), [3, 2, 1]);
    let before = Query { view: View::All, term: words("call back"), ..Query::default() };
    assert_eq!(inbox.found(&before), [0; 0]);
}

#[test]
fn views_narrow_a_search_and_orders_turn_it() {
    let inbox = Fixture::new();
    for (id, json) in [("a", ANN), ("b", BOB), ("c", CHO), ("d", ANN), ("e", r#"{"callerDetails":{"name":"Zed"}}"#)] {
        inbox.keep(call(id, json));
    }
    inbox.store().command(mark(&[Seq(2)], TriageChange::Done(true)));
    inbox.on_writer(|_| ());
    inbox.indexed();
    let sorted = |sort, term: &Term| inbox.found(&Query { view: View::All, term: term.clone(), sort });
    let all = Term::default();
    assert_eq!(inbox.found(&Query { view: View::Inbox, term: words("demo"), ..Query::default() }), [4, 1]);
    assert_eq!(inbox.found(&Query { view: View::Done, term: words("demo"), ..Query::default() }), [2]);
    assert_eq!(sorted(Sort::Oldest, &words("demo")), [1, 2, 4]);
    assert_eq!(sorted(Sort::ScoreDown, &all), [4, 1, 3, 2, 5]);
    assert_eq!(sorted(Sort::ScoreUp, &all), [2, 3, 4, 1, 5]);
}

#[test]
fn values_that_exist_are_offered_the_most_frequent_first() {
    let inbox = Fixture::new();
    for (id, json) in [("a", ANN), ("b", BOB), ("c", BOB), ("d", CHO)] {
        inbox.keep(call(id, json));
    }
    inbox.indexed();
    let values = |place, begin| inbox.reader().values(crate::call::query::ValueKind::At(place), begin).unwrap();
    use crate::call::query::Place;
    assert_eq!(values(Place::Mood, ""), ["Angry", "Positive"]);
    assert_eq!(values(Place::Outcome, "dem"), ["Demo Scheduled"]);
    assert_eq!(values(Place::Outcome, "sched"), ["Demo Scheduled"]);
    assert_eq!(values(Place::City, "ko"), ["Köln"]);
    assert_eq!(values(Place::From, ""), ["Ann Lee", "Bob Ray", "陳偉明"], "a name is offered once");
    assert_eq!((values(Place::From, "bob"), values(Place::From, "zoe")), (vec![String::from("Bob Ray")], Vec::new()));
}
