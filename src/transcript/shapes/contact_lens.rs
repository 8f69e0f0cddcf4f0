//! Amazon Call Analytics and Contact Lens: turns in milliseconds. Who is agent and who customer is said of the participants,
//! in newer files of the turn itself; of a live call the turns come as segments.

use crate::call::Datum;
use crate::transcript::draft::{Draft, DraftTurn, DraftWord, items_of, millis_of, number_of, text_of};
use crate::transcript::turn::Format;

pub(super) fn read(root: &Datum) -> Option<Draft> {
    let mut said: Vec<&Datum> = items_of(root.get("Transcript")).iter().collect();
    // Between the turns of a live call are categories and the like.
    said.extend(items_of(root.get("Segments")).iter().filter_map(|segment| segment.get("Transcript")));
    if !said.iter().any(|turn| turn.get("BeginOffsetMillis").is_some() && turn.get("Content").is_some()) {
        return None;
    }
    let participants = items_of(root.get("Participants"));
    let turns = said.into_iter().map(|one| turn(one, participants)).collect();
    Some(Draft { format: Format::ContactLens, turns, ..Draft::default() })
}

fn turn(said: &Datum, participants: &[Datum]) -> DraftTurn {
    let id = text_of(said.get("ParticipantId"));
    let listed = || {
        let participant = participants.iter().find(|one| id.is_some() && text_of(one.get("ParticipantId")) == id)?;
        text_of(participant.get("ParticipantRole"))
    };
    let role = text_of(said.get("ParticipantRole")).or_else(listed);
    // After a transfer two agents speak: their ids tell them apart.
    let alike = participants.iter().filter(|one| role.is_some() && text_of(one.get("ParticipantRole")) == role).count();
    let words = items_of(said.get("Items")).iter().filter(|item| item.get("BeginOffsetMillis").is_some());
    let word = |item: &Datum| DraftWord {
        text: text_of(item.get("Content")).unwrap_or_default(),
        start: millis_of(item.get("BeginOffsetMillis")),
        end: millis_of(item.get("EndOffsetMillis")),
    };
    DraftTurn {
        speaker: id.clone().filter(|_| alike > 1),
        role: role.or(id),
        text: text_of(said.get("Content")).unwrap_or_default(),
        start: millis_of(said.get("BeginOffsetMillis")),
        end: millis_of(said.get("EndOffsetMillis")),
        words: words.map(word).collect(),
        confidence: number_of(said.get("Confidence")),
        ..DraftTurn::default()
    }
}
