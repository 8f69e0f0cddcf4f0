//! Any text as a search, and as what a search looks into: never a panic, and every place that is named is one in the text.
#![no_main]

use call_inbox::call::query::{Highlighter, complete, parse, shorter_around, tokens_of, value_of, with_operator};
use call_inbox::call::{UnixMillis, phone_key};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|texts: (&str, &str)| {
    let (typed, text) = texts;
    let search = parse(typed, UnixMillis(1_765_539_682_000), &jiff::tz::TimeZone::UTC);
    for problem in &search.problems {
        assert!(typed.get(problem.at.clone()).is_some(), "{problem:?}");
    }
    let highlighter = Highlighter::of(&search.term);
    let mut end = 0;
    for hit in highlighter.hits(text) {
        assert!(hit.start >= end && text.get(hit.clone()).is_some(), "{hit:?}");
        end = hit.end;
    }
    _ = shorter_around(text, &highlighter, 40);
    for token in tokens_of(text) {
        assert!(text.get(token.at.clone()).is_some() && !token.folded.is_empty());
    }
    for cursor in (0..=typed.len()).step_by(7) {
        let completions = complete(typed, cursor);
        for completion in &completions.known {
            _ = completions.apply(typed, completion);
        }
    }
    for field in ["mood", "score", "sort", "on"] {
        let set = with_operator(typed, field, Some(text));
        _ = (value_of(&set, field), with_operator(&set, field, None));
    }
    _ = phone_key(text, None);
});
