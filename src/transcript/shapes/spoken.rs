//! Lists of who said what that are not one platform's own: with a beginning and an end (Cekura), and as chats are kept.

use super::list;
use crate::call::Datum;
use crate::transcript::draft::{Draft, DraftTurn, Kind, Stamp, items_of, text_of};
use crate::transcript::fields::{answered, are_mostly, asked, field, turn_of};
use crate::transcript::generic::are_whole_secs;
use crate::transcript::roles::role_of;
use crate::transcript::turn::{Format, Side};

const TIMED: [&str; 8] = [
    "transcript_object",
    "transcript_json",
    "transcript",
    "messages",
    "turns",
    "utterances",
    "segments",
    "conversation",
];
const CHAT: [&str; 5] = ["messages", "transcript", "conversation", "turns", "history"];

/// `[{"role":"Main Agent","content":"Hello","start_time":0.4,"end_time":1.2,"time":"00:00"}]`
pub(super) fn timed(value: &Datum) -> Option<Draft> {
    let items = list(value, &TIMED)?;
    let is_item = |item: &Datum| {
        let has = |names: &[&str]| field(item, names).is_some();
        item.get("role").is_some()
            && has(&["content", "text"])
            && has(&["starttime", "start"])
            && has(&["endtime", "end"])
    };
    if !are_mostly(items, is_item) {
        return None;
    }
    let turns: Vec<DraftTurn> = items.iter().map(turn_of).collect();
    let is_coarse = are_whole_secs(&turns);
    Some(Draft { format: Format::TimedTurns, turns, is_coarse, ..Draft::default() })
}

/// `{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[..]}]}`
pub(super) fn chat(value: &Datum) -> Option<Draft> {
    let items = list(value, &CHAT)?;
    let has_role = |item: &Datum| text_of(item.get("role")).is_some_and(|role| role_of(&role).is_some());
    let is_item = |item: &Datum| has_role(item) && (item.get("content").is_some() || item.get("tool_calls").is_some());
    if !are_mostly(items, is_item) {
        return None;
    }
    let turns: Vec<DraftTurn> = items.iter().flat_map(turns).collect();
    let is_coarse = are_whole_secs(&turns);
    Some(Draft { format: Format::Chat, turns, is_coarse, ..Draft::default() })
}

fn turns(item: &Datum) -> Vec<DraftTurn> {
    let mut said = turn_of(item);
    let role = text_of(item.get("role"));
    if role.as_deref().and_then(role_of).is_some_and(|role| role.side == Side::Tool) {
        said.kind = Kind::Tool;
        said.text = answered(text_of(item.get("name")), item.get("content"));
        return vec![said];
    }
    let start: Stamp = said.start;
    let calls = items_of(item.get("tool_calls")).iter().map(|call| {
        let call = call.get("function").unwrap_or(call);
        let text = asked(text_of(call.get("name")), call.get("arguments"));
        DraftTurn { kind: Kind::Tool, text, start, ..DraftTurn::default() }
    });
    let calls: Vec<DraftTurn> = calls.collect();
    let said = Some(said).filter(|said| !said.text.trim().is_empty() || calls.is_empty());
    said.into_iter().chain(calls).collect()
}
