//! `AssemblyAI`: utterances with speakers by letter, or words alone where nobody was told apart. Whole milliseconds.

use super::heard::{Heard, turns_of, voices};
use crate::call::Datum;
use crate::transcript::draft::{Draft, DraftTurn, DraftWord, items_of, millis_of, number_of, text_of};
use crate::transcript::turn::Format;

pub(super) fn read(root: &Datum) -> Option<Draft> {
    let utterances = items_of(root.get("utterances"));
    let words = items_of(root.get("words"));
    let is_told_apart = utterances.iter().any(|one| one.get("text").is_some() && is_word_list(one.get("words")));
    let is_answer = root.get("audio_duration").is_some() && root.get("text").is_some();
    if !is_told_apart && !(is_answer && (is_word_list(root.get("words")) || root.get("status").is_some())) {
        return None;
    }
    let mut turns = if utterances.is_empty() { of_words(words) } else { of_utterances(utterances) };
    if turns.is_empty() {
        let text = text_of(root.get("text")).unwrap_or_default();
        turns.push(DraftTurn { text, confidence: number_of(root.get("confidence")), ..DraftTurn::default() });
    }
    Some(Draft { format: Format::Assemblyai, turns, ..Draft::default() })
}

/// Words under `text`, times without fractions; others call them `word`, or write seconds.
fn is_word_list(value: Option<&Datum>) -> bool {
    let is_whole = |time: Option<&Datum>| number_of(time).is_some_and(|time| time.fract() == 0.0);
    let words = items_of(value);
    words.iter().any(|word| word.get("text").is_some() && word.get("start").is_some())
        && words.iter().all(|word| is_whole(word.get("start")) || word.get("start").is_none_or(Datum::is_blank))
}

fn of_utterances(utterances: &[Datum]) -> Vec<DraftTurn> {
    let said: Vec<_> =
        utterances.iter().map(|one| (text_of(one.get("channel")), text_of(one.get("speaker")))).collect();
    let turn = |(utterance, role): (&Datum, Option<String>)| {
        let words = items_of(utterance.get("words")).iter().map(|word| DraftWord {
            text: text_of(word.get("text")).unwrap_or_default(),
            start: millis_of(word.get("start")),
            end: millis_of(word.get("end")),
        });
        DraftTurn {
            role,
            text: text_of(utterance.get("text")).unwrap_or_default(),
            start: millis_of(utterance.get("start")),
            end: millis_of(utterance.get("end")),
            words: words.collect(),
            confidence: number_of(utterance.get("confidence")),
            ..DraftTurn::default()
        }
    };
    utterances.iter().zip(voices(&said)).map(turn).collect()
}

fn of_words(words: &[Datum]) -> Vec<DraftTurn> {
    let said: Vec<_> = words.iter().map(|one| (text_of(one.get("channel")), text_of(one.get("speaker")))).collect();
    let heard = |(word, voice): (&Datum, Option<String>)| Heard {
        voice,
        text: text_of(word.get("text")).unwrap_or_default(),
        start: millis_of(word.get("start")),
        end: millis_of(word.get("end")),
        confidence: number_of(word.get("confidence")),
        is_mark: false,
    };
    turns_of(words.iter().zip(voices(&said)).map(heard), " ")
}
