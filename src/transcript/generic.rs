//! JSON of no shape that is known: the list in it that holds the most text, read by the names that all the world has.

use std::collections::HashSet;

use super::draft::{Draft, DraftTurn, Stamp, items_of};
use super::fields::{TEXT, are_mostly, is_named, text_in, turn_of};
use super::turn::Format;
use crate::call::Datum;

/// A text of so many words looks like speech.
const SEVERAL_WORDS: usize = 3;

/// The list that holds the most words, as turns.
pub(super) fn generic(value: &Datum) -> Option<Draft> {
    let (mut best, mut most) = (None, 0);
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        match value {
            Datum::List(items) => {
                let weight = weight(items);
                if weight > most {
                    (best, most) = (Some(items), weight);
                }
                waiting.extend(items.iter().rev());
            }
            Datum::Record(fields) => waiting.extend(fields.iter().rev().map(|(_, inner)| inner)),
            _ => {}
        }
    }
    Some(draft_of(value, best?.iter().map(turn).collect()))
}

/// The draft of what was found in a value of a shape that is not known.
pub(super) fn draft_of(value: &Datum, turns: Vec<DraftTurn>) -> Draft {
    let mut remarks = vec![String::from("This shape is not known here: what looks like speech is shown.")];
    if holds_more(value, &turns) {
        remarks.push(String::from("The file holds other texts besides."));
    }
    let is_coarse = are_whole_secs(&turns);
    Draft { format: Format::Generic, turns, is_coarse, remarks, ..Draft::default() }
}

/// Whether the value has texts of several words, under the names of text, that are in no turn.
fn holds_more(value: &Datum, turns: &[DraftTurn]) -> bool {
    let whole = turns.iter().map(|turn| turn.text.trim());
    let shown: HashSet<&str> = whole.chain(turns.iter().flat_map(|turn| turn.text.lines()).map(str::trim)).collect();
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        for (key, inner) in value.fields() {
            if let Datum::Text(text) = inner
                && text.split_whitespace().nth(SEVERAL_WORDS - 1).is_some()
                && TEXT.iter().any(|name| is_named(key, name))
                && !shown.contains(text.trim())
            {
                return true;
            }
            waiting.push(inner);
        }
        waiting.extend(items_of(Some(value)));
    }
    false
}

/// How much text the list's items have, if six in ten of them have any.
fn weight(items: &[Datum]) -> usize {
    let mut count = 0;
    let total = items.iter().filter_map(length).inspect(|_| count += 1).sum();
    if count * 10 < items.len() * 6 { 0 } else { total }
}

fn length(item: &Datum) -> Option<usize> {
    match pair(item) {
        Some((_, text)) => Some(text.len()),
        None if matches!(item, Datum::Record(_)) => text_in(item).map(|text| text.len()),
        None => None,
    }
}

fn turn(item: &Datum) -> DraftTurn {
    match pair(item) {
        Some((label, text)) => {
            DraftTurn { role: Some(label.to_owned()), text: text.to_owned(), ..DraftTurn::default() }
        }
        None => turn_of(item),
    }
}

/// A list of who and what.
pub(super) fn pair(item: &Datum) -> Option<(&str, &str)> {
    match items_of(Some(item)) {
        [Datum::Text(label), Datum::Text(text)] if label.chars().count() <= 40 => Some((label, text)),
        _ => None,
    }
}

/// Whether all times are whole seconds by their spelling, and enough of them to tell.
pub(super) fn are_whole_secs(turns: &[DraftTurn]) -> bool {
    let starts = || turns.iter().map(|turn| turn.start).filter(|start| *start != Stamp::None);
    let is_whole = |start| matches!(start, Stamp::Secs(secs) if secs.fract() == 0.0);
    starts().count() >= 3 && starts().all(is_whole) && turns.iter().all(|turn| turn.words.is_empty())
}

/// Whether the value is a list of items with text.
pub(super) fn is_list_of_texts(value: &Datum) -> bool {
    are_mostly(items_of(Some(value)), |item| length(item).is_some())
}
