//! Sarvam: every turn in English, and beside it in the language it was spoken in where that is another.

use super::list;
use crate::call::Datum;
use crate::transcript::draft::{Draft, DraftTurn, text_of};
use crate::transcript::fields::{are_mostly, is_named, words_in};
use crate::transcript::turn::Format;

/// Names that hold no words of the conversation.
const NOT_WORDS: [&str; 9] =
    ["role", "entext", "id", "type", "language", "languagecode", "timestamp", "speaker", "createdat"];
/// Where the words of the other language are looked for first.
const ORIGINAL: [&str; 6] = ["originaltext", "nativetext", "text", "content", "message", "transcript"];

/// `{"interaction_transcript":[{"role":"agent","en_text":"Hello"}]}`
pub(super) fn sarvam(value: &Datum) -> Option<Draft> {
    let items = match value.get("interaction_transcript") {
        Some(Datum::Null) => &[],
        _ => list(value, &["interaction_transcript"])?,
    };
    let is_list = matches!(value, Datum::List(_));
    if !are_mostly(items, |item| item.get("en_text").is_some()) && (is_list || !items.is_empty()) {
        return None;
    }
    Some(Draft { format: Format::Sarvam, turns: items.iter().map(turn).collect(), ..Draft::default() })
}

fn turn(item: &Datum) -> DraftTurn {
    let english = item.get("en_text").and_then(words_in);
    let original = original(item).filter(|text| english.as_deref().map(str::trim) != Some(text.trim()));
    DraftTurn {
        role: text_of(item.get("role")),
        translation: english.clone().filter(|_| original.is_some()),
        text: original.or(english).unwrap_or_default(),
        ..DraftTurn::default()
    }
}

fn original(item: &Datum) -> Option<String> {
    let fields = || item.fields().iter();
    let named = |name: &&str| fields().find(|(key, _)| is_named(key, name)).and_then(|(_, value)| words_in(value));
    let other = || {
        let others = fields().filter(|(key, _)| !NOT_WORDS.iter().any(|name| is_named(key, name)));
        // `hi_text`, `ta_text`, or whatever it is called, if it is words.
        let mut words = others.filter_map(|(key, value)| {
            words_in(value).filter(|text| key.ends_with("_text") || text.trim().contains(' '))
        });
        words.next()
    };
    ORIGINAL.iter().find_map(named).or_else(other)
}
