//! Vapi: messages with the text under `message`, in seconds from the beginning; the first is the whole prompt.

use super::list;
use crate::call::Datum;
use crate::transcript::draft::{Draft, DraftTurn, Kind, Stamp, items_of, number_of, text_of};
use crate::transcript::fields::{answered, are_mostly, asked, is_interrupted, words_in};
use crate::transcript::turn::Format;

/// `{"messages":[{"role":"bot","message":"Hello","secondsFromStart":1.44,"time":..,"endTime":..}]}`
pub(super) fn vapi(value: &Datum) -> Option<Draft> {
    let items = list(value, &["messages"])?;
    let is_timed = items.iter().any(|item| item.get("secondsFromStart").is_some());
    let is_item = |item: &Datum| {
        let is_said = item.get("message").is_some() && (item.get("time").is_some() || is_timed);
        item.get("role").is_some() && (is_said || item.get("secondsFromStart").is_some())
    };
    if !are_mostly(items, is_item) || !items.iter().any(|item| item.get("message").is_some()) {
        return None;
    }
    Some(Draft { format: Format::Vapi, turns: items.iter().flat_map(turns).collect(), ..Draft::default() })
}

fn turns(item: &Datum) -> Vec<DraftTurn> {
    let time = number_of(item.get("time"));
    // Said to be seconds, but they are milliseconds; the difference of both times does not ask.
    let length = number_of(item.get("endTime")).zip(time).map(|(end, time)| end - time);
    let length = length.or_else(|| number_of(item.get("duration"))).filter(|millis| *millis >= 0.0);
    let start = match number_of(item.get("secondsFromStart")) {
        Some(secs) => Stamp::Secs(secs),
        None => time.map_or(Stamp::None, Stamp::Wall),
    };
    let turn = DraftTurn {
        role: text_of(item.get("role")),
        text: item.get("message").or_else(|| item.get("content")).and_then(words_in).unwrap_or_default(),
        start,
        length: length.map_or(Stamp::None, Stamp::Millis),
        is_interrupted: is_interrupted(item),
        ..DraftTurn::default()
    };
    let of_tool = |text: String| DraftTurn { kind: Kind::Tool, text, start, ..DraftTurn::default() };
    let calls = items_of(item.get("toolCalls").or_else(|| item.get("tool_calls")));
    if item.get("result").is_some() {
        return vec![of_tool(answered(text_of(item.get("name")), item.get("result")))];
    }
    let calls = calls.iter().map(|call| {
        let call = call.get("function").unwrap_or(call);
        of_tool(asked(text_of(call.get("name")), call.get("arguments")))
    });
    let calls: Vec<DraftTurn> = calls.collect();
    if calls.is_empty() {
        return vec![turn];
    }
    let said = Some(turn).filter(|turn| !turn.text.trim().is_empty());
    said.into_iter().chain(calls).collect()
}
