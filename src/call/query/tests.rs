//! The language against a filter that is written in the plainest way, and against any text that a person could type.

use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::samples::{NOW, random_calls, random_search};
use super::*;
use crate::call::{Call, CallId, Datum, IdSource, merge};

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_search_finds_what_a_plain_filter_finds(calls in random_calls(12), ask in random_search()) {
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
}
