//! Ultravox: pages of messages with spans of time as texts.

use super::list;
use crate::call::Datum;
use crate::transcript::draft::{Draft, DraftTurn, Stamp, text_of};
use crate::transcript::fields::{answered, are_mostly, words_in};
use crate::transcript::stamp::stamp_of;
use crate::transcript::turn::Format;

/// `{"results":[{"role":"MESSAGE_ROLE_AGENT","text":"Hello","timespan":{"start":"0.5s","end":"1.9s"}}],"next":null}`
pub(super) fn ultravox(value: &Datum) -> Option<Draft> {
    let items = list(value, &["results", "messages"])?;
    let is_item =
        |item: &Datum| matches!(item.get("role"), Some(Datum::Text(role)) if role.starts_with("MESSAGE_ROLE_"));
    if !are_mostly(items, is_item) {
        return None;
    }
    let has_more = ["next", "previous"].iter().any(|name| value.get(name).is_some_and(|link| !link.is_blank()));
    let remark = String::from("This is one page of several: the rest of the conversation is not in this file.");
    let remarks = if has_more { vec![remark] } else { Vec::new() };
    Some(Draft { format: Format::Ultravox, turns: items.iter().map(turn).collect(), remarks, ..Draft::default() })
}

fn turn(item: &Datum) -> DraftTurn {
    let stamp = |span: &str, name: &str| stamp_of("secs", item.get(span).and_then(|span| span.get(name)));
    let either = |name: &str| match stamp("timespan", name) {
        Stamp::None => stamp("wallClockTimespan", name),
        stamp => stamp,
    };
    let role = text_of(item.get("role"));
    let is_tool = role.as_deref().is_some_and(|role| role.contains("_TOOL_"));
    let text = item.get("text").and_then(words_in).unwrap_or_default();
    let name = text_of(item.get("toolName")).filter(|_| is_tool);
    DraftTurn {
        text: if name.is_some() { answered(name, item.get("text")) } else { text },
        role,
        start: either("start"),
        end: either("end"),
        ..DraftTurn::default()
    }
}
