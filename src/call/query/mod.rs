//! What a list of calls is asked for: a view of the rail, narrowed by a search, in an order; and the language that people
//! write searches in.
//!
//! **Invariant:** no SQL and no clock: the time and the zone that `today` stands for are arguments. What a text is folded to
//! is decided in `fold` alone, for the index, the search, the matcher and the highlighting alike.

mod clock;
mod edit;
mod fold;
mod highlight;
mod matcher;
mod parse;
#[cfg(test)]
pub(crate) mod samples;
mod suggest;
mod term;
#[cfg(test)]
mod tests;
mod view;

pub use clock::{Clock, FIRST_WEEKDAY, HOUR_MS, WEEKS_MS};
pub use edit::{value_of, with_operator};
pub use fold::{IndexText, Token, digits_of, folded_text, tag_key, tokens_of};
pub use highlight::{Highlighter, shorter_around};
pub use matcher::{Facts, matches};
pub use parse::{MONTHS, Problem, Search, WEEKDAYS, parse};
pub use suggest::{Completion, Completions, Operator, ValueKind, complete};
pub use term::{Column, Lengths, Part, Place, ScoreRange, State, Term, Vocabulary, Words, shown_secs};
pub use view::{Counts, SavedSearch, Sort, View};

/// A view narrowed by a search, in an order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    /// Which calls.
    pub view: View,
    /// Which of them.
    pub term: Term,
    /// In what order.
    pub sort: Sort,
}

impl Query {
    /// All calls of a view, newest first.
    pub fn view(view: View) -> Self {
        Self { view, ..Self::default() }
    }
}
