//! Twilio Conversational Intelligence: sentences with a channel each. Times are declared as text, and come as numbers and
//! as null too. A long call is several pages.

use super::heard::pages_of;
use crate::call::Datum;
use crate::transcript::draft::{Draft, DraftTurn, DraftWord, items_of, number_of, secs_of, text_of};
use crate::transcript::turn::Format;

pub(super) fn read(root: &Datum) -> Option<Draft> {
    let is_page = |page: &Datum| page.get("sentences").is_some();
    let pages = pages_of(root, is_page)?;
    let mut sentences: Vec<&Datum> = pages.iter().flat_map(|page| items_of(page.get("sentences"))).collect();
    if !sentences.iter().any(|sentence| sentence.get("media_channel").is_some()) {
        return None;
    }
    let index = |sentence: &&Datum| number_of(sentence.get("sentence_index"));
    if sentences.iter().all(|sentence| index(sentence).is_some()) {
        sentences.sort_by(|a, b| index(a).unwrap_or(0.0).total_cmp(&index(b).unwrap_or(0.0)));
    }
    let participants: Vec<&Datum> = pages
        .iter()
        .filter_map(|page| page.get("channel"))
        .flat_map(|channel| items_of(channel.get("participants")))
        .collect();
    let turns = sentences.into_iter().map(|sentence| turn(sentence, &participants)).collect();
    Some(Draft { format: Format::Twilio, turns, ..Draft::default() })
}

fn turn(sentence: &Datum, participants: &[&Datum]) -> DraftTurn {
    let channel = text_of(sentence.get("media_channel"));
    let participant =
        participants.iter().find(|one| channel.is_some() && text_of(one.get("channel_participant")) == channel);
    let told = |key| participant.and_then(|one| text_of(one.get(key)));
    let words = items_of(sentence.get("words")).iter().map(|word| DraftWord {
        text: text_of(word.get("word")).unwrap_or_default(),
        start: secs_of(word.get("start_time")),
        end: secs_of(word.get("end_time")),
    });
    DraftTurn {
        role: told("role").or(channel),
        speaker: told("full_name"),
        text: text_of(sentence.get("transcript")).unwrap_or_default(),
        start: secs_of(sentence.get("start_time")),
        end: secs_of(sentence.get("end_time")),
        words: words.collect(),
        confidence: number_of(sentence.get("confidence")),
        ..DraftTurn::default()
    }
}
