//! What the words of a search are looked for in, and how: the same folding for both. Pure. It does not search.

use crate::call::{Call, CallerField};

/// The longest search that is looked at, in words: more can't be typed by anybody who means it.
const MAX_WORDS: usize = 16;
/// From this many digits on, a word of digits and punctuation is also looked for as bare digits.
const MIN_DIGITS: usize = 3;

/// The lines of a call that a search looks into.
pub(super) fn haystack_of(call: &Call) -> String {
    let title = call.title();
    let mut lines = fold(title);
    let mut add = |text: Option<&str>| {
        if let Some(text) = text.filter(|text| *text != title) {
            lines.push('\n');
            lines.push_str(&fold(text));
        }
    };
    for field in [CallerField::Name, CallerField::Company, CallerField::PhoneNumber, CallerField::Email] {
        add(call.caller.get(field));
    }
    add(call.caller.get(CallerField::City));
    add(call.caller.get(CallerField::PhoneNumber).map(digits_of).as_deref());
    add(call.analysis.mood.as_ref().map(|mood| mood.word.as_str()));
    add(call.analysis.outcome.as_deref());
    add(call.analysis.classification.as_deref());
    add(call.analysis.summary.as_deref());
    lines
}

/// A word that is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Needle {
    /// Folded.
    word: String,
    /// Its bare digits if it looks like (part of) a telephone number.
    digits: Option<String>,
}

impl Needle {
    /// Whether it is in the lines of a haystack.
    pub fn occurs_in(&self, lines: &str) -> bool {
        lines.contains(&self.word) || self.digits.as_ref().is_some_and(|digits| lines.contains(digits))
    }
}

/// The words of a search.
pub(super) fn needles_of(words: &str) -> Vec<Needle> {
    let needle = |word: &str| {
        let word = fold(word);
        let is_number = word.chars().all(|c| c.is_numeric() || "+-().".contains(c));
        let digits = digits_of(&word);
        let is_told_by_digits = is_number && digits.len() >= MIN_DIGITS && digits != word;
        Needle { word, digits: is_told_by_digits.then_some(digits) }
    };
    words.split_whitespace().take(MAX_WORDS).map(needle).collect()
}

/// Letters without their case: upper and then lower, one by one, so that `ß` meets `SS` and `ς` meets `Σ`.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        // The tables behind the other arm cost a seventh of the writing thread's time; most text never needs them.
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
        } else {
            folded.extend(c.to_uppercase().flat_map(char::to_lowercase));
        }
    }
    folded
}

fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{CallId, Datum, IdSource};

    #[test]
    fn case_is_folded_in_every_script() {
        for (one, other) in [("ÉCOLE", "école"), ("Straße", "STRASSE"), ("ΟΔΟΣ", "οδος"), ("МИР", "мир")]
        {
            assert_eq!(fold(one), fold(other));
        }
    }

    #[test]
    fn a_number_is_found_however_it_is_written() {
        let json = r#"{"callerDetails":{"phoneNumber":"+1 (555) 123-4567"}}"#;
        let call = Call::read(CallId::given("c").unwrap(), IdSource::Given, Datum::parse(json).unwrap());
        let lines = haystack_of(&call);
        for words in ["555-123", "5551234567", "(555)", "4567", "+1"] {
            let found = needles_of(words).iter().all(|needle| needle.occurs_in(&lines));
            assert!(found, "{words}");
        }
    }
}
