//! What is looked for among requests: words and operators such as `status:4xx`.

use jiff::tz::TimeZone;

use crate::call::UnixMillis;

/// What is looked for; everything for its default.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TrafficFilter {
    /// Parts, all of which hold.
    pub words: Vec<String>,
}

/// Something that was typed and not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterProblem {
    /// What is wrong, in a sentence.
    pub sentence: String,
}

/// A filter as it was typed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReadFilter {
    /// What was understood.
    pub filter: TrafficFilter,
    /// What was not.
    pub problems: Vec<FilterProblem>,
}

/// Reads what was typed. Never fails: what is not understood is looked for as a word or told.
pub fn parse(text: &str, _now: UnixMillis, _zone: &TimeZone) -> ReadFilter {
    let words = text.split_whitespace().map(str::to_lowercase).collect();
    ReadFilter { filter: TrafficFilter { words }, problems: Vec::new() }
}
