//! Google Speech-to-Text, v1 and v2, REST and client libraries: results with alternatives, times as durations (`"1.200s"`).
//! With speakers told apart, the last result repeats all words from the beginning, now with speakers.

use std::collections::BTreeMap;

use super::heard::{Heard, pages_of, secs, turns_of, turns_of_channels};
use crate::call::Datum;
use crate::transcript::draft::{Draft, DraftTurn, DraftWord, Stamp, items_of, number_of, text_of};
use crate::transcript::turn::Format;

pub(super) fn read(root: &Datum) -> Option<Draft> {
    let pages = pages_of(root, |page| matches!(page.get("results"), Some(Datum::List(_))))?;
    let mut results: Vec<&Datum> = pages.iter().flat_map(|page| items_of(page.get("results"))).collect();
    if !results.iter().any(|result| is_result(result)) {
        return None;
    }
    // Interim results come again for good. `false` is left out of this JSON, so absence beside a `true` says it too.
    let is_final = |result: &&Datum| first_of(result, &["isFinal", "is_final"]) == Some(&Datum::Bool(true));
    if results.iter().any(is_final) {
        results.retain(is_final);
    }
    let mut channels: BTreeMap<Option<String>, Vec<Vec<Heard>>> = BTreeMap::new();
    for result in &results {
        let words = heard_in(result);
        let words = if words.is_empty() { unsplit(result).into_iter().collect() } else { words };
        channels.entry(channel_of(result)).or_default().push(words);
    }
    let is_told_apart = channels.values().flatten().flatten().any(|word| word.voice.is_some());
    let mut draft = Draft { format: Format::GoogleSpeech, ..Draft::default() };
    if is_told_apart {
        draft.turns = of_voices(channels);
    } else {
        (draft.turns, draft.is_coarse) = of_results(&results);
    }
    Some(draft)
}

/// Another engine has results with alternatives too, and says `final` of them.
fn is_result(result: &Datum) -> bool {
    let is_alternative = |one: &Datum| one.get("transcript").is_some() || one.get("words").is_some();
    result.get("final").is_none() && items_of(result.get("alternatives")).iter().any(is_alternative)
}

/// Speakers are told apart: each channel's words, once.
fn of_voices(channels: BTreeMap<Option<String>, Vec<Vec<Heard>>>) -> Vec<DraftTurn> {
    let is_alone = channels.len() < 2;
    let mut heard: Vec<Vec<Heard>> = Vec::new();
    for (channel, results) in channels {
        let mut words = once(results);
        for word in words.iter_mut().filter(|_| !is_alone) {
            let channel = channel.as_deref().unwrap_or("0");
            word.voice =
                Some(word.voice.take().map_or_else(|| channel.to_owned(), |voice| format!("{channel}-{voice}")));
        }
        heard.push(words);
    }
    if is_alone { turns_of(heard.into_iter().flatten(), " ") } else { turns_of_channels(heard, " ") }
}

/// The last result with speakers alone if it begins where the first result does; otherwise every result adds to the one
/// before it.
fn once(results: Vec<Vec<Heard>>) -> Vec<Heard> {
    let begins = |words: &Vec<Heard>| words.iter().find_map(|word| secs(word.start));
    let said = |words: &[Heard]| words.iter().map(|word| word.text.trim()).collect::<Vec<_>>().join(" ");
    let last = results.iter().rposition(|words| words.iter().any(|word| word.voice.is_some()));
    let repeats = last.is_some_and(|last| match results.iter().find_map(begins).zip(begins(&results[last])) {
        Some((first, last)) => last <= first,
        None => results
            .iter()
            .find(|words| !words.is_empty())
            .is_some_and(|first| said(&results[last]).starts_with(&said(first))),
    });
    match last {
        Some(last) if repeats => {
            let mut results = results;
            // What came after it has no speakers, and is not in it.
            results.drain(..last);
            results.into_iter().flatten().collect()
        }
        _ => results.into_iter().flatten().collect(),
    }
}

/// A result without words, as one.
fn unsplit(result: &Datum) -> Option<Heard> {
    let text = text_of(items_of(result.get("alternatives")).first()?.get("transcript"))?;
    Some(Heard { text, ..Heard::default() })
}

/// Nobody is told apart but by channels: a turn a result. Without times for words only the end of a result is known; it
/// begins where the one before it in its channel ends, about. Says whether that had to be taken.
fn of_results(results: &[&Datum]) -> (Vec<DraftTurn>, bool) {
    let mut turns: Vec<DraftTurn> = results.iter().map(|result| turn(result)).collect();
    let mut ends: BTreeMap<Option<String>, Stamp> = BTreeMap::new();
    let mut is_coarse = false;
    for turn in &mut turns {
        let before = ends.entry(turn.role.clone()).or_insert(Stamp::Secs(0.0));
        if turn.start == Stamp::None && turn.end != Stamp::None {
            turn.start = *before;
            is_coarse = true;
        }
        if turn.end != Stamp::None {
            *before = turn.end;
        }
    }
    // The channels' results come one channel after the other, or mixed.
    if turns.iter().all(|turn| secs(turn.start).is_some()) {
        turns.sort_by(|a, b| secs(a.start).unwrap_or(0.0).total_cmp(&secs(b.start).unwrap_or(0.0)));
    }
    (turns, is_coarse)
}

fn turn(result: &Datum) -> DraftTurn {
    let heard = heard_in(result);
    let best = items_of(result.get("alternatives")).first();
    let given = best.and_then(|best| text_of(best.get("transcript")));
    let said = || heard.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    let until =
        duration_of(first_of(result, &["resultEndTime", "resultEndOffset", "result_end_time", "result_end_offset"]));
    DraftTurn {
        role: channel_of(result),
        text: given.unwrap_or_else(said).trim().to_owned(),
        start: heard.first().map_or(Stamp::None, |word| word.start),
        end: heard.last().map(|word| word.end).filter(|end| *end != Stamp::None).unwrap_or(until),
        confidence: best.and_then(|best| number_of(best.get("confidence"))).filter(|sureness| *sureness > 0.0),
        words: heard.into_iter().map(|word| DraftWord { text: word.text, start: word.start, end: word.end }).collect(),
        ..DraftTurn::default()
    }
}

fn heard_in(result: &Datum) -> Vec<Heard> {
    let words = items_of(result.get("alternatives")).first().map_or(&[][..], |best| items_of(best.get("words")));
    let heard = |word: &Datum| Heard {
        voice: voice_of(word),
        text: text_of(word.get("word")).unwrap_or_default(),
        start: duration_of(first_of(word, &["startTime", "startOffset", "start_time", "start_offset"])),
        end: duration_of(first_of(word, &["endTime", "endOffset", "end_time", "end_offset"])),
        confidence: number_of(word.get("confidence")).filter(|sureness| *sureness > 0.0),
        is_mark: false,
    };
    words.iter().map(heard).collect()
}

fn voice_of(word: &Datum) -> Option<String> {
    let label = text_of(first_of(word, &["speakerLabel", "speaker_label"]));
    // A tag of 0 is nobody's.
    label.or_else(|| text_of(first_of(word, &["speakerTag", "speaker_tag"])).filter(|tag| tag != "0"))
}

fn channel_of(result: &Datum) -> Option<String> {
    text_of(first_of(result, &["channelTag", "channel_tag"])).filter(|tag| tag != "0")
}

fn first_of<'a>(value: &'a Datum, keys: &[&str]) -> Option<&'a Datum> {
    keys.iter().filter_map(|key| value.get(key)).find(|value| !value.is_blank())
}

/// A duration: `"1.200s"`, or as client libraries write it, `{"seconds":"1","nanos":200000000}`.
fn duration_of(value: Option<&Datum>) -> Stamp {
    let secs = match value {
        Some(Datum::Text(text)) => number_of(Some(&Datum::from(text.trim().trim_end_matches('s')))),
        Some(record @ Datum::Record(_)) => {
            let (secs, nanos) = (number_of(record.get("seconds")), number_of(record.get("nanos")));
            (secs.is_some() || nanos.is_some()).then(|| secs.unwrap_or(0.0) + nanos.unwrap_or(0.0) / 1e9)
        }
        number => number_of(number),
    };
    secs.map_or(Stamp::None, Stamp::Secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(json: &str) -> Vec<(Option<String>, String)> {
        let draft = read(&Datum::parse(json).unwrap()).unwrap();
        draft.turns.into_iter().map(|turn| (turn.role, turn.text)).collect()
    }

    #[test]
    fn speakers_in_every_result_without_repeating_are_all_read() {
        let json = r#"{"results":[
            {"alternatives":[{"transcript":"one","words":[{"word":"one","startOffset":"0.100s","endOffset":"0.400s","speakerLabel":"1"}]}]},
            {"alternatives":[{"transcript":"two","words":[{"word":"two","startOffset":"0.900s","endOffset":"1.200s","speakerLabel":"2"}]}]}]}"#;
        let some = |voice: &str, text: &str| (Some(voice.to_owned()), text.to_owned());
        assert_eq!(texts(json), [some("1", "one"), some("2", "two")]);
    }

    #[test]
    fn guesses_beside_final_results_are_left_out() {
        let json = r#"[{"results":[{"alternatives":[{"transcript":"hel"}],"stability":0.1}]},
            {"results":[{"alternatives":[{"transcript":"hello"}],"isFinal":true,"resultEndTime":"1.5s"}]}]"#;
        assert_eq!(texts(json), [(None, String::from("hello"))]);
    }

    #[test]
    fn durations_are_read_in_every_spelling() {
        let secs = |json: &str| duration_of(Some(&Datum::parse(json).unwrap()));
        assert_eq!(secs(r#""1.200s""#), Stamp::Secs(1.2));
        assert_eq!(secs(r#"{"seconds":"61","nanos":500000000}"#), Stamp::Secs(61.5));
        assert_eq!(secs(r#"{"nanos":500000000}"#), Stamp::Secs(0.5));
        assert_eq!(secs("3"), Stamp::Secs(3.0));
        assert_eq!(secs(r#""soon""#), Stamp::None);
        assert_eq!(secs("{}"), Stamp::None);
    }

    #[test]
    fn another_engines_results_are_left_to_others() {
        let json = r#"{"result_index":0,"results":[{"final":true,"alternatives":[{"transcript":"hello "}]}]}"#;
        assert_eq!(read(&Datum::parse(json).unwrap()), None);
    }
}
