//! Bland: the speaker stands under `user`, times are by the clock.

use super::list;
use crate::call::Datum;
use crate::transcript::draft::{Draft, DraftTurn, Stamp, text_of};
use crate::transcript::fields::{are_mostly, words_in};
use crate::transcript::stamp::stamp_of;
use crate::transcript::turn::Format;

/// `{"transcripts":[{"user":"assistant","text":"Hello","created_at":"2025-12-12T11:41:26.1Z"}],"started_at":".."}`
pub(super) fn bland(value: &Datum) -> Option<Draft> {
    let items = list(value, &["transcripts"])?;
    let is_item = |item: &Datum| {
        matches!(item.get("user"), Some(Datum::Text(_))) && item.get("text").is_some() && item.get("role").is_none()
    };
    if !are_mostly(items, is_item) {
        return None;
    }
    let began_at = match stamp_of("started_at", value.get("started_at")) {
        Stamp::Wall(millis) => Some(millis),
        _ => None,
    };
    Some(Draft { format: Format::Bland, turns: items.iter().map(turn).collect(), began_at, ..Draft::default() })
}

fn turn(item: &Datum) -> DraftTurn {
    DraftTurn {
        role: text_of(item.get("user")),
        text: item.get("text").and_then(words_in).unwrap_or_default(),
        start: stamp_of("created_at", item.get("created_at")),
        ..DraftTurn::default()
    }
}
