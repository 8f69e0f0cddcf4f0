//! What the program says: each text that a person reads on screen is written as `say!("Add a task")`, and told in the
//! language that was chosen. `assets/words/*.po` are the translations, in gettext's form; `cargo run --example words`
//! writes the template that they start from.
//!
//! **Invariant:** the English text is its own key; without a translation it is shown as it stands, and costs nothing. A
//! faulty translation is told and never shown: no text loses a part of it. No file is read here.

#[macro_use]
mod say;
mod chosen;
mod date;
mod language;
mod number;
mod pattern;
mod pseudo;

use std::borrow::Cow;

pub use chosen::{begin, during, tag};
pub use date::date;
pub use language::{BuiltIn, Language, built_in};
pub use number::{Count, decimal, number};
pub use pattern::fill;

use chosen::other_than_english;

/// What is shown for an English text.
#[inline]
pub fn say(english: &'static str) -> &'static str {
    other_than_english().map_or(english, |language| language.text(english))
}

/// What is shown for an English text that means this in this place: the word "Open" may be an order or a state.
#[inline]
pub fn say_in(context: &'static str, english: &'static str) -> &'static str {
    other_than_english().map_or(english, |language| language.text_in(context, english))
}

/// What is shown for a text that was kept in English, such as why a file could not be fetched: its translation if there is
/// one, else the text itself.
pub fn say_kept(english: &str) -> Cow<'_, str> {
    other_than_english().map_or(Cow::Borrowed(english), |language| language.kept(english))
}

/// How a text with parts is put in the chosen language; none in English, where the compiler does it.
#[inline]
pub fn pattern(context: Option<&'static str>, english: &'static str) -> Option<&'static str> {
    other_than_english().map(|language| match context {
        Some(context) => language.text_in(context, english),
        None => language.text(english),
    })
}

/// How a text that depends on a number is put in the chosen language; none in English.
#[inline]
pub fn pattern_of_many(n: u64, one: &'static str, other: &'static str) -> Option<&'static str> {
    other_than_english().map(|language| language.text_of_many(n, one, other))
}

#[cfg(test)]
mod tests;
