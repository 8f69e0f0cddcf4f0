//! What the value of an operator means: a mark, a part, an order, a range of scores. And what would be right where it means
//! nothing, in a sentence.

use super::super::term::{Part, Place, ScoreRange, State, Term};
use super::super::view::Sort;
use super::field::Field;

/// A score as it follows `score:`; `None` if it is none.
pub(super) fn score_named(value: &str) -> Option<Term> {
    if value.eq_ignore_ascii_case("none") {
        return Some(Term::Not(Box::new(Term::Has(Part::Score))));
    }
    let (mut min, mut max, mut is_above, mut is_below) = (0.0, 100.0, false, false);
    if let Some(bound) = value.strip_prefix(">=") {
        min = number(bound)?;
    } else if let Some(bound) = value.strip_prefix("<=") {
        max = number(bound)?;
    } else if let Some(bound) = value.strip_prefix('>') {
        (min, is_above) = (number(bound)?, true);
    } else if let Some(bound) = value.strip_prefix('<') {
        (max, is_below) = (number(bound)?, true);
    } else if let Some((low, high)) = value.split_once("..") {
        if !low.is_empty() || high.is_empty() {
            min = number(low)?;
        }
        if !high.is_empty() {
            max = number(high)?;
        }
        // 60..40 can only mean one thing.
        (min, max) = if min <= max { (min, max) } else { (max, min) };
    } else {
        min = number(value.strip_prefix('=').unwrap_or(value))?;
        max = min;
    }
    Some(Term::Score(ScoreRange { min, max, is_above, is_below }))
}

/// The order that follows `sort:`.
pub(super) fn sort_named(value: &str) -> Option<Sort> {
    Sort::ALL.into_iter().find(|sort| sort.word().eq_ignore_ascii_case(value))
}

/// The state that follows `is:`.
pub(super) fn state_named(value: &str) -> Option<Term> {
    State::ALL.into_iter().find(|state| state.word().eq_ignore_ascii_case(value)).map(Term::Is)
}

/// The part that follows `has:`.
pub(super) fn part_named(value: &str) -> Option<Term> {
    Part::ALL.into_iter().find(|part| part.word().eq_ignore_ascii_case(value)).map(Term::Has)
}

/// Whether a value that means nothing is the beginning of one that does.
pub(super) fn could_become_value(field: Field, value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    let begins = |word: &str| word.starts_with(&value);
    match field {
        Field::Is => State::ALL.iter().any(|state| begins(state.word())),
        Field::Has => Part::ALL.iter().any(|part| begins(part.word())),
        Field::Sort => Sort::ALL.iter().any(|sort| begins(sort.word())),
        Field::Score => {
            begins("none")
                || matches!(value.as_str(), "<" | ">" | "<=" | ">=" | "=")
                || value.trim_end_matches('.').bytes().all(|byte| byte.is_ascii_digit())
        }
        Field::Before | Field::After | Field::On => super::dates::could_become_days(&value),
        Field::Length => super::lengths::could_become_lengths(&value),
        Field::Hour => super::hours::could_become_hours(&value),
        Field::Weekday => super::hours::could_become_weekdays(&value),
        Field::At(_) | Field::Tag => false,
    }
}

/// What would be right behind an operator, in a sentence.
pub(super) fn wanted(field: Field, value: &str) -> String {
    let name = field.name();
    match field {
        Field::Is => not_among(name, value, &State::ALL.map(State::word)),
        Field::Has => not_among(name, value, &Part::ALL.map(Part::word)),
        Field::Sort => not_among(name, value, &Sort::ALL.map(Sort::word)),
        Field::Score => say!(
            "“{value}” is no range of scores: write score:>=80, score:<40, score:85, score:40..60 (0 to 100) or score:none.",
            value = value
        ),
        Field::Length => {
            format!("“{value}” is no length: write length:>2m, length:<30s, length:1m..5m, length:90s or length:none.")
        }
        Field::Hour => format!("“{value}” is no hour of the day: write hour:9, hour:9..17 or hour:22..5."),
        Field::Weekday => {
            format!("“{value}” is no day of the week: write weekday:monday or weekday:monday..friday.")
        }
        Field::Before | Field::After | Field::On => format!(
            "“{value}” is no day: write {name}:2025-01-20, {name}:2025-01, {name}:2025, {name}:today, {name}:yesterday, {name}:monday or {name}:7d (7 days ago; also 2w, 3m)."
        ),
        Field::At(_) | Field::Tag => {
            say!("Write what to look for right behind {name}:, as in {example}.", name = name, example = example(field))
        }
    }
}

/// What is said of an operator that is followed by a space.
pub(super) fn detached(field: Field) -> String {
    say!(
        "Nothing stands behind {name}:. Write its value without a space, as in {example}.",
        name = field.name(),
        example = example(field)
    )
}

fn example(field: Field) -> &'static str {
    match field {
        Field::At(Place::Anywhere) => "ann",
        Field::At(Place::From) => "from:ann",
        Field::At(Place::Phone) => "phone:555123",
        Field::At(Place::Company) => "company:acme",
        Field::At(Place::City) => "city:berlin",
        Field::At(Place::Mood) => "mood:positive",
        Field::At(Place::Outcome) => "outcome:scheduled",
        Field::At(Place::Class) => "class:sales",
        Field::At(Place::Language) => "lang:english",
        Field::At(Place::Transcript) => "transcript:refund",
        Field::Tag => "tag:vip",
        Field::Score => "score:>=80",
        Field::Length => "length:>2m",
        Field::Hour => "hour:9..17",
        Field::Weekday => "weekday:monday",
        Field::Before => "before:2025-01-20",
        Field::After => "after:7d",
        Field::On => "on:yesterday",
        Field::Is => "is:unread",
        Field::Has => "has:recording",
        Field::Sort => "sort:score",
    }
}

fn not_among(name: &str, value: &str, words: &[&str]) -> String {
    let (last, others) = words.split_last().unwrap_or((&"", &[]));
    say!(
        "{name}:{value} is not known. Behind {name}: stands {others} or {last}.",
        name = name,
        value = value,
        others = others.join(", "),
        last = last
    )
}

/// A number of 0 to 100, without a sign.
fn number(text: &str) -> Option<f64> {
    let text = text.strip_suffix('%').unwrap_or(text);
    let is_number =
        text.starts_with(|c: char| c.is_ascii_digit()) && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    is_number.then(|| text.parse().ok()).flatten().filter(|number| *number <= 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_asked_for_in_many_ways() {
        let range = |value| match score_named(value) {
            Some(Term::Score(range)) => Some((range.is_above, range.min, range.max, range.is_below)),
            _ => None,
        };
        for (value, wanted) in [
            (">=80", (false, 80.0, 100.0, false)),
            (">80", (true, 80.0, 100.0, false)),
            ("<=40", (false, 0.0, 40.0, false)),
            ("<40", (false, 0.0, 40.0, true)),
            ("80", (false, 80.0, 80.0, false)),
            ("=80%", (false, 80.0, 80.0, false)),
            ("40..60", (false, 40.0, 60.0, false)),
            ("60..40.5", (false, 40.5, 60.0, false)),
            ("40..", (false, 40.0, 100.0, false)),
            ("..60", (false, 0.0, 60.0, false)),
        ] {
            assert_eq!(range(value), Some(wanted), "{value}");
        }
        for value in ["", ">", "101", "-5", "a", "1e1", "NaN", "..", "1..2..3", ">=>=5"] {
            assert_eq!(score_named(value), None, "{value}");
        }
        assert_eq!(score_named("NONE"), Some(Term::Not(Box::new(Term::Has(Part::Score)))));
    }

    #[test]
    fn what_is_not_known_is_answered_with_what_is() {
        assert_eq!(
            wanted(Field::Is, "purple"),
            "is:purple is not known. Behind is: stands unread, read, starred, done, snoozed, updated or unparsed."
        );
    }
}
