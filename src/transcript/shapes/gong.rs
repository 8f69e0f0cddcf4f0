//! Gong: monologues of sentences in milliseconds, speakers by ids that say nothing; who they are stands with the parties of
//! the call, if those are in the file.

use std::collections::BTreeSet;

use super::heard::pages_of;
use crate::call::Datum;
use crate::transcript::draft::{Draft, DraftTurn, items_of, millis_of, text_of};
use crate::transcript::turn::Format;

pub(super) fn read(root: &Datum) -> Option<Draft> {
    let pages = pages_of(root, |page| page.get("callTranscripts").is_some() || page.get("transcript").is_some())?;
    let mut calls: Vec<&Datum> = Vec::new();
    for page in pages {
        match page.get("callTranscripts") {
            Some(list) => calls.extend(items_of(Some(list))),
            None => calls.push(page),
        }
    }
    let monologues = || calls.iter().flat_map(|call| items_of(call.get("transcript")));
    if !monologues().any(|monologue| monologue.get("speakerId").is_some() && monologue.get("sentences").is_some()) {
        return None;
    }
    let places =
        pages.iter().chain(calls.iter().copied()).chain(pages.iter().flat_map(|page| items_of(page.get("calls"))));
    let parties: Vec<&Datum> = places.flat_map(|place| items_of(place.get("parties"))).collect();
    let turns = monologues().flat_map(|monologue| turns_in(monologue, &parties)).collect();
    let ids: BTreeSet<String> = calls.iter().filter_map(|call| text_of(call.get("callId"))).collect();
    let several = (ids.len() > 1).then(|| format!("The file holds {} calls, one after the other.", ids.len()));
    Some(Draft { format: Format::Gong, turns, remarks: several.into_iter().collect(), ..Draft::default() })
}

/// A turn a sentence: that is what has times.
fn turns_in<'a>(monologue: &'a Datum, parties: &[&Datum]) -> impl Iterator<Item = DraftTurn> + use<'a> {
    let id = text_of(monologue.get("speakerId"));
    let party = parties.iter().find(|party| id.is_some() && text_of(party.get("speakerId")) == id);
    let name = party.and_then(|party| text_of(party.get("name")));
    items_of(monologue.get("sentences")).iter().map(move |sentence| DraftTurn {
        role: id.clone(),
        speaker: name.clone(),
        text: text_of(sentence.get("text")).unwrap_or_default(),
        start: millis_of(sentence.get("start")),
        end: millis_of(sentence.get("end")),
        ..DraftTurn::default()
    })
}
