//! `ElevenLabs`: whole seconds, beginnings only; turns in which the agent only uses tools have no words.

use super::list;
use crate::call::Datum;
use crate::transcript::draft::{Draft, DraftTurn, Kind, items_of, secs_of, text_of};
use crate::transcript::fields::{answered, are_mostly, asked, is_interrupted, words_in};
use crate::transcript::turn::Format;

/// `{"transcript":[{"role":"agent","message":"Hello","time_in_call_secs":0}]}`
pub(super) fn elevenlabs(value: &Datum) -> Option<Draft> {
    let items = list(value, &["transcript"])?;
    if !are_mostly(items, |item| item.get("time_in_call_secs").is_some()) {
        return None;
    }
    let turns = items.iter().flat_map(turns).collect();
    Some(Draft { format: Format::Elevenlabs, turns, is_coarse: true, ..Draft::default() })
}

fn turns(item: &Datum) -> Vec<DraftTurn> {
    let start = secs_of(item.get("time_in_call_secs"));
    let said = DraftTurn {
        role: text_of(item.get("role")),
        text: item.get("message").and_then(words_in).unwrap_or_default(),
        start,
        is_interrupted: is_interrupted(item),
        ..DraftTurn::default()
    };
    let of_tool = |text: String| DraftTurn { kind: Kind::Tool, text, start, ..DraftTurn::default() };
    let name = |tool: &Datum| text_of(tool.get("tool_name").or_else(|| tool.get("name")));
    let given = |tool: &Datum| asked(name(tool), tool.get("params_as_json").or_else(|| tool.get("params")));
    let got = |tool: &Datum| answered(name(tool), tool.get("result_value").or_else(|| tool.get("result")));
    let calls = items_of(item.get("tool_calls")).iter().map(given);
    let results = items_of(item.get("tool_results")).iter().map(got);
    let tools: Vec<DraftTurn> = calls.chain(results).filter(|text| !text.is_empty()).map(of_tool).collect();
    // Without words, but not without anything.
    let said = Some(said).filter(|said| !said.text.trim().is_empty() || tools.is_empty());
    said.into_iter().chain(tools).collect()
}
