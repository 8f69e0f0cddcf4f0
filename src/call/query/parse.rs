//! The language that people write searches in, to a [`Term`] and an order. Never fails: what is wrong is said, and the
//! words of it are looked for all the same.

use std::ops::Range;

use jiff::tz::TimeZone;

use super::fold::tokens_of;
use super::term::{Place, Term, Words};
use super::view::Sort;
use crate::call::UnixMillis;

/// A search that was read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Search {
    /// What is looked for.
    pub term: Term,
    /// In what order, if it says so.
    pub sort: Option<Sort>,
    /// What could not be understood, in order.
    pub problems: Vec<Problem>,
}

/// Something that could not be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it stands, in bytes.
    pub at: Range<usize>,
    /// What is wrong and what would be right, in a sentence.
    pub sentence: String,
}

/// Reads a search.
pub fn parse(text: &str, _now: UnixMillis, _zone: &TimeZone) -> Search {
    let words = tokens_of(text).map(|token| {
        Term::Words(Words { place: Place::Anywhere, tokens: vec![token.folded], is_prefix: true, digits: None })
    });
    Search { term: Term::All(words.collect()), ..Search::default() }
}
