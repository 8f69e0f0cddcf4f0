//! The language against a filter that is written in the plainest way, and against any text that a person could type.

use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::samples::{NOW, random_calls, random_search};
use super::*;
use crate::call::{Call, CallId, Datum, IdSource, merge};

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_search_finds_what_a_plain_filter_finds(calls in random_calls(8), ask in random_search()) {
        let search = parse(&ask.text(), NOW, &TimeZone::UTC);
        prop_assert_eq!(&search.problems, &[], "{}", ask.text());
        for call in &calls {
            let found = matches(&search.term, &call.facts(), &call.index_text());
            prop_assert_eq!(found, ask.holds(call), "{}\n{:?}\n{}", ask.text(), search.term, call.json());
        }
    }

    #[test]
    fn a_sample_that_was_updated_reads_as_its_last_delivery(calls in random_calls(2)) {
        for call in calls {
            let read = |json: &str| Datum::parse(json).unwrap();
            let (document, _) = merge(&read(&call.earlier_json()), &read(&call.json()));
            let merged = Call::read(CallId::given(&call.id).unwrap(), IdSource::Given, document);
            prop_assert_eq!(IndexText::of(&merged), IndexText::of(&call.call()));
        }
    }

    #[test]
    fn any_text_is_a_search(text in typed(), cursor in 0..60_usize) {
        let search = parse(&text, NOW, &TimeZone::UTC);
        for problem in &search.problems {
            prop_assert!(text.get(problem.at.clone()).is_some_and(|at| !at.is_empty()), "{problem:?}");
        }
        let completions = complete(&text, cursor);
        prop_assert!(text.get(completions.replaces.clone()).is_some());
        for completion in &completions.known {
            let (applied, cursor) = completions.apply(&text, completion);
            prop_assert!(applied.is_char_boundary(cursor));
        }
        for hit in Highlighter::of(&search.term).hits(&text) {
            prop_assert!(text.get(hit).is_some());
        }
        prop_assert!(shorter_around(&text, &Highlighter::of(&search.term), 5).len() <= text.len() + "…".len());
    }

    #[test]
    fn an_operator_that_was_set_is_there_and_one_taken_away_is_not(
        text in typed(),
        field in prop::sample::select(vec!["mood", "score", "on", "sort", "tag"]),
        value in "[^\"“”„]{1,8}",
    ) {
        let edited = with_operator(&text, field, Some(&value));
        prop_assert_eq!(value_of(&edited, field), Some(value), "{}", edited);
        let again = with_operator(&edited, field, Some("x"));
        prop_assert_eq!(value_of(&again, field), Some("x".to_owned()), "{}", again);
        prop_assert_eq!(value_of(&with_operator(&edited, field, None), field), None, "{}", edited);
    }

    #[test]
    fn an_operator_that_is_set_narrows_what_was_found(calls in random_calls(4), ask in random_search()) {
        let known: Vec<_> = calls.iter().map(|call| (call.facts(), call.index_text())).collect();
        let found = |text: &str| -> Vec<bool> {
            let term = parse(text, NOW, &TimeZone::UTC).term;
            known.iter().map(|(facts, text)| matches(&term, facts, text)).collect()
        };
        // One that is there already would be replaced.
        prop_assume!(!ask.text().contains("after:"));
        let edited = with_operator(&ask.text(), "after", Some("12d"));
        let before = found(&ask.text());
        let wanted = before.iter().zip(found("after:12d")).map(|(one, other)| *one && other);
        prop_assert_eq!(found(&edited), wanted.collect::<Vec<_>>(), "{}", edited);
        prop_assert_eq!(found(&with_operator(&edited, "after", None)), before, "{}", edited);
    }
}

/// Any text, and any that is made of what means something.
fn typed() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "(",
        ")",
        "\"",
        "“",
        "-",
        "|",
        " ",
        " ",
        " ",
        "OR",
        "AND",
        "NOT",
        "or",
        "mood:",
        "score:",
        "on:",
        "sort:",
        "tag:",
        "is:",
        "foo:",
        "a",
        "陳",
        "é",
        ">=80",
        "2025-01",
        "7d",
        "today",
        "name",
        "555",
        "...",
        "ß\u{301}",
        ":",
        "//",
    ]);
    prop_oneof![any::<String>(), prop::collection::vec(pieces, 0..12).prop_map(|pieces| pieces.concat())]
}
