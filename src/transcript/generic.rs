//! JSON of no shape that is known: the list in it that holds the most text, read by the names that all the world has.

use super::draft::{Draft, DraftTurn, Stamp, items_of};
use super::fields::{are_mostly, text_in, turn_of};
use super::turn::Format;
use crate::call::Datum;

/// The list that holds the most words, as turns.
pub(super) fn generic(value: &Datum) -> Option<Draft> {
    let (mut best, mut most) = (None, 0);
    let mut waiting = vec![value];
    let mut others = 0;
    while let Some(value) = waiting.pop() {
        match value {
            Datum::List(items) => {
                let weight = weight(items);
                if weight > most {
                    (best, others, most) = (Some(items), others + most, weight);
                } else {
                    others += weight;
                }
                waiting.extend(items.iter().rev());
            }
            Datum::Record(fields) => waiting.extend(fields.iter().rev().map(|(_, inner)| inner)),
            _ => {}
        }
    }
    let turns: Vec<DraftTurn> = best?.iter().map(turn).collect();
    let is_coarse = are_whole_secs(&turns);
    let mut remarks = vec![String::from("This shape is not known here: what looks like speech is shown.")];
    if others * 10 > most {
        remarks.push(String::from("The file holds other texts besides."));
    }
    Some(Draft { format: Format::Generic, turns, is_coarse, remarks, ..Draft::default() })
}

/// How much text the list's items have, if six in ten of them have any.
fn weight(items: &[Datum]) -> usize {
    let lengths = || items.iter().filter_map(|item| length(item));
    if lengths().count() * 10 < items.len() * 6 { 0 } else { lengths().sum() }
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
