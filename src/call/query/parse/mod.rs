//! The language that people write searches in, to a [`Term`] and an order. Never fails: what is wrong is said, and the
//! words of it are looked for all the same.
//!
//! **Invariant:** total and without a clock: any text gives a search, and the same text at the same time the same one. What
//! is not understood is never dropped without a word.

mod dates;
mod field;
mod grammar;
mod hours;
mod lengths;
mod lexer;
#[cfg(test)]
mod tests;
mod values;

use std::ops::Range;

use jiff::tz::TimeZone;

pub(super) use dates::DAY_WORDS;
pub use dates::{MONTHS, WEEKDAYS};
pub(super) use field::Field;
pub(super) use lexer::{Kind, Lexeme, is_quote, lex, needs_quotes};

use super::term::Term;
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

/// Reads a search, as it is meant at a time in the person's zone.
pub fn parse(text: &str, now: UnixMillis, zone: &TimeZone) -> Search {
    grammar::read(text, now, zone)
}
