//! Whisper's verbose answer, by whoever runs the model: segments with the model's own figures, words in them or beside
//! them, nobody told apart.

use super::heard::{Heard, secs, turns_of};
use crate::call::Datum;
use crate::transcript::draft::{Draft, DraftTurn, DraftWord, items_of, number_of, secs_of, text_of};
use crate::transcript::turn::Format;

/// The model's own figures: nobody else has them.
const FIGURES: [&str; 3] = ["avg_logprob", "no_speech_prob", "compression_ratio"];

pub(super) fn read(root: &Datum) -> Option<Draft> {
    let segments = if matches!(root, Datum::List(_)) { items_of(Some(root)) } else { items_of(root.get("segments")) };
    let is_segment =
        |segment: &Datum| segment.get("text").is_some() && FIGURES.iter().any(|figure| segment.get(figure).is_some());
    let words = items_of(root.get("words"));
    // Asked for words only, it has no segments.
    let is_words_only = segments.is_empty()
        && root.get("task").is_some()
        && root.get("text").is_some()
        && words.iter().any(|word| word.get("word").is_some());
    if !segments.iter().any(is_segment) && !is_words_only {
        return None;
    }
    let turns = if is_words_only { turns_of(words.iter().map(heard), " ") } else { of_segments(segments, words) };
    Some(Draft { format: Format::Whisper, turns, ..Draft::default() })
}

fn of_segments(segments: &[Datum], words: &[Datum]) -> Vec<DraftTurn> {
    let mut beside = words.iter().map(word).peekable();
    let mut turns = Vec::with_capacity(segments.len());
    for (index, segment) in segments.iter().enumerate() {
        let end = secs_of(segment.get("end"));
        let mut inside: Vec<DraftWord> = items_of(segment.get("words")).iter().map(word).collect();
        if inside.is_empty() {
            // A word belongs to the segment in which its middle is; the last one takes what is left.
            let is_last = index + 1 == segments.len();
            let is_in =
                |word: &DraftWord| is_last || secs(end).zip(middle(word)).is_none_or(|(end, middle)| middle < end);
            while let Some(word) = beside.next_if(is_in) {
                inside.push(word);
            }
        }
        turns.push(DraftTurn {
            role: text_of(segment.get("speaker")),
            text: text_of(segment.get("text")).unwrap_or_default().trim().to_owned(),
            start: secs_of(segment.get("start")),
            end,
            words: inside,
            confidence: number_of(segment.get("avg_logprob")).map(|log| log.min(0.0).exp()),
            ..DraftTurn::default()
        });
    }
    turns
}

fn middle(word: &DraftWord) -> Option<f64> {
    let start = secs(word.start)?;
    Some(secs(word.end).map_or(start, |end| f64::midpoint(start, end)))
}

fn word(word: &Datum) -> DraftWord {
    DraftWord {
        text: text_of(word.get("word")).unwrap_or_default().trim().to_owned(),
        start: secs_of(word.get("start")),
        end: secs_of(word.get("end")),
    }
}

fn heard(value: &Datum) -> Heard {
    let DraftWord { text, start, end } = word(value);
    let confidence = number_of(value.get("probability"));
    Heard { voice: text_of(value.get("speaker")), text, start, end, confidence, is_mark: false }
}
