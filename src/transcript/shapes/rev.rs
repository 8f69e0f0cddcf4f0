//! Rev.ai: monologues of elements, words with seconds and marks between them. Some files have the spaces as marks, some have
//! none at all.

use crate::call::Datum;
use crate::transcript::draft::{Draft, DraftTurn, DraftWord, Stamp, items_of, number_of, secs_of, text_of};
use crate::transcript::turn::Format;

pub(super) fn read(root: &Datum) -> Option<Draft> {
    let monologues = items_of(root.get("monologues"));
    if !monologues.iter().any(|monologue| monologue.get("elements").is_some()) {
        return None;
    }
    let elements = || monologues.iter().flat_map(|monologue| items_of(monologue.get("elements")));
    let is_spaced = elements().any(|element| is_mark(element) && value_of(element).contains(' '));
    let turns = monologues.iter().map(|monologue| turn(monologue, is_spaced)).collect();
    Some(Draft { format: Format::Rev, turns, ..Draft::default() })
}

fn turn(monologue: &Datum, is_spaced: bool) -> DraftTurn {
    let name = monologue.get("speaker_info").and_then(|person| text_of(person.get("display_name")));
    let mut turn = DraftTurn { role: text_of(monologue.get("speaker")), speaker: name, ..DraftTurn::default() };
    let mut sureness = Vec::new();
    for element in items_of(monologue.get("elements")) {
        let value = value_of(element);
        let is_mark = is_mark(element);
        if !is_mark && !is_spaced && !turn.text.is_empty() {
            turn.text.push(' ');
        }
        turn.text.push_str(value);
        let (start, end) = (secs_of(element.get("ts")), secs_of(element.get("end_ts")));
        if turn.start == Stamp::None {
            turn.start = start;
        }
        if end != Stamp::None {
            turn.end = end;
        }
        if !is_mark && start != Stamp::None {
            turn.words.push(DraftWord { text: value.trim().to_owned(), start, end });
        }
        sureness.extend(number_of(element.get("confidence")));
    }
    turn.text = turn.text.trim().to_owned();
    turn.confidence = (!sureness.is_empty()).then(|| sureness.iter().sum::<f64>() / sureness.len() as f64);
    turn
}

fn is_mark(element: &Datum) -> bool {
    matches!(element.get("type"), Some(Datum::Text(kind)) if kind == "punct")
}

/// An element's text; a single space says something here.
fn value_of(element: &Datum) -> &str {
    match element.get("value") {
        Some(Datum::Text(value)) => value,
        Some(Datum::Number(digits)) => digits,
        _ => "",
    }
}
