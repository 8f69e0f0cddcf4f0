//! A whole conversation in one text with a label before each line: Synthflow, Bolna, `OmniDimension`, and the flat texts that
//! Vapi and Retell have beside their lists.

use crate::call::Datum;
use crate::transcript::draft::Draft;
use crate::transcript::generic;
use crate::transcript::json::levels;
use crate::transcript::text::{draft_of, turns_in, turns_of_lines};
use crate::transcript::turn::Format;

/// Where such texts stand.
const NAMES: [&str; 12] = [
    "transcript",
    "call_conversation",
    "concatenated_transcript",
    "conversation",
    "transcription",
    "call_transcript",
    "full_transcript",
    "transcript_text",
    "transcriptText",
    "formatted_transcript",
    "text",
    "content",
];

/// `"Agent: Hello\nUser: Hi\n"`, `" <br/> user: <br/> LLM: Hello <br/>"`
pub(super) fn labelled(value: &Datum) -> Option<Draft> {
    let turns = match value {
        Datum::Text(text) => turns_in(text)?,
        _ => NAMES.iter().find_map(|name| match value.get(name) {
            Some(Datum::Text(text)) => turns_in(text),
            _ => None,
        })?,
    };
    Some(draft_of(Format::LabelledText, turns))
}

/// A text that says nothing about who speaks, line by line; asked for when nothing else was found.
pub(in crate::transcript) fn unlabelled(value: &Datum) -> Option<Draft> {
    let text = |value: &Datum| match value {
        Datum::Text(text) if !text.trim().is_empty() => Some(text.clone()),
        _ => None,
    };
    let in_level = |level: &&Datum| NAMES.iter().find_map(|name| level.get(name).and_then(text));
    let text = text(value).or_else(|| levels(value).iter().find_map(in_level))?;
    let turns = turns_of_lines(&text);
    (!turns.is_empty()).then(|| generic::draft_of(value, turns))
}
