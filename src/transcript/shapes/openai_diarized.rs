//! `OpenAI`'s diarized answer: segments that say what they are, with a speaker by letter or by the name given; as one answer,
//! or as the events it was streamed in.

use crate::call::Datum;
use crate::transcript::draft::{Draft, DraftTurn, items_of, secs_of, text_of};
use crate::transcript::turn::Format;

pub(super) fn read(root: &Datum) -> Option<Draft> {
    let items = if matches!(root, Datum::List(_)) { items_of(Some(root)) } else { items_of(root.get("segments")) };
    // Among streamed events are pieces of the same text (`transcript.text.delta`, `.done`): only segments count.
    let is_segment = |item: &&Datum| text_of(item.get("type")).as_deref() == Some("transcript.text.segment");
    let turns: Vec<DraftTurn> = items.iter().filter(is_segment).map(turn).collect();
    if turns.is_empty() {
        return None;
    }
    Some(Draft { format: Format::OpenaiDiarized, turns, ..Draft::default() })
}

fn turn(segment: &Datum) -> DraftTurn {
    DraftTurn {
        role: text_of(segment.get("speaker")),
        text: text_of(segment.get("text")).unwrap_or_default().trim().to_owned(),
        start: secs_of(segment.get("start")),
        end: secs_of(segment.get("end")),
        ..DraftTurn::default()
    }
}
