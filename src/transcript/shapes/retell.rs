//! Retell: utterances that have no times but those of their words, and beside them what tools and keys did.

use super::list;
use crate::call::Datum;
use crate::transcript::draft::{Draft, DraftTurn, DraftWord, Kind, Stamp, items_of, secs_of, text_of};
use crate::transcript::fields::{answered, are_mostly, asked, words_in, words_of};
use crate::transcript::turn::Format;

/// `{"transcript_object":[{"role":"agent","content":"Hello","words":[..]}],"transcript_with_tool_calls":[..]}`
pub(super) fn retell(value: &Datum) -> Option<Draft> {
    let said = list(value, &["transcript_object", "scrubbed_transcript_object"]).unwrap_or_default();
    let woven = list(value, &["transcript_with_tool_calls", "scrubbed_transcript_with_tool_calls"]).unwrap_or_default();
    let is_list = matches!(value, Datum::List(_));
    let is_known = |items: &[Datum]| {
        are_mostly(items, |item| is_said(item) || is_done(item))
            && (!is_list || items.iter().any(|item| !items_of(item.get("words")).is_empty()))
    };
    let (said, woven) = (Some(said).filter(|items| is_known(items)), Some(woven).filter(|items| is_known(items)));
    let count = |items: Option<&[Datum]>| items.unwrap_or_default().iter().filter(|item| is_said(item)).count();
    // Both hold what was said, the second with tool calls among it; in some calls it has those alone.
    let (first, second) = match (said, woven) {
        (None, None) => return None,
        (said, Some(woven)) if is_list || count(Some(woven)) >= count(said) => (woven, [].as_slice()),
        (said, woven) => (said.unwrap_or_default(), woven.unwrap_or_default()),
    };
    let tools = second.iter().filter(|item| !is_said(item));
    let turns = first.iter().chain(tools).map(turn).collect();
    Some(Draft { format: Format::Retell, turns, ..Draft::default() })
}

/// Other platforms have a `transcript_object` as well, with times of turns.
fn is_said(item: &Datum) -> bool {
    let is_timed = item.get("start_time").is_some() || item.get("end_time").is_some();
    item.get("role").is_some() && item.get("content").is_some() && !is_done(item) && !is_timed
}

fn is_done(item: &Datum) -> bool {
    let role = text_of(item.get("role")).unwrap_or_default();
    matches!(
        role.as_str(),
        "tool_call_invocation" | "tool_call_result" | "dtmf" | "sms" | "node_transition" | "injected"
    )
}

fn turn(item: &Datum) -> DraftTurn {
    let role = text_of(item.get("role")).unwrap_or_default();
    let content = item.get("content").and_then(words_in).unwrap_or_default();
    let (kind, text) = match role.as_str() {
        "tool_call_invocation" => (Kind::Tool, asked(text_of(item.get("name")), item.get("arguments"))),
        "tool_call_result" => (Kind::Tool, answered(text_of(item.get("name")), item.get("content"))),
        "dtmf" => (Kind::Tool, text_of(item.get("digit")).map(|digit| format!("Pressed {digit}")).unwrap_or(content)),
        "node_transition" => {
            let node = |side: &str| {
                text_of(item.get(&format!("{side}_node_name")).or_else(|| item.get(&format!("{side}_node_id"))))
            };
            let nodes: Vec<String> = ["former", "new"].into_iter().filter_map(node).collect();
            (Kind::Tool, if nodes.is_empty() { content } else { nodes.join(" → ") })
        }
        _ => (Kind::ByRole, content),
    };
    DraftTurn {
        role: Some(role),
        kind,
        text,
        start: secs_of(item.get("time_sec")),
        words: words_of(item).into_iter().map(in_secs).collect(),
        ..DraftTurn::default()
    }
}

/// Retell's words count seconds.
fn in_secs(word: DraftWord) -> DraftWord {
    let secs = |stamp| if let Stamp::Unclear(secs) = stamp { Stamp::Secs(secs) } else { stamp };
    DraftWord { start: secs(word.start), end: secs(word.end), ..word }
}
