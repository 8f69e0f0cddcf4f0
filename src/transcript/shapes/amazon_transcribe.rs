//! Amazon Transcribe: items, words and marks one by one, seconds as texts; who said them stands at the item, or in a list of
//! speakers or channels beside it.

use std::collections::BTreeMap;

use super::heard::{Heard, turns_of, turns_of_channels};
use crate::call::Datum;
use crate::transcript::draft::{Draft, DraftTurn, items_of, number_of, secs_of, text_of};
use crate::transcript::turn::Format;

pub(super) fn read(root: &Datum) -> Option<Draft> {
    let results = root.get("results")?;
    let items = items_of(results.get("items"));
    let channels: Vec<&Datum> =
        results.get("channel_labels").map_or_else(Vec::new, |labels| items_of(labels.get("channels")).iter().collect());
    let is_item = |item: &Datum| item.get("alternatives").is_some() && item.get("type").is_some();
    let has_transcripts = matches!(results.get("transcripts"), Some(Datum::List(_)));
    let is_known = items.iter().any(is_item)
        || channels.iter().any(|channel| items_of(channel.get("items")).iter().any(is_item))
        || (has_transcripts && matches!(results.get("items"), Some(Datum::List(_))));
    if !is_known {
        return None;
    }
    let whole: Vec<String> =
        items_of(results.get("transcripts")).iter().filter_map(|one| text_of(one.get("transcript"))).collect();
    // Languages written without spaces come as items too; the whole text tells how they are joined.
    let is_spaced = whole.is_empty() || items.len() < 4 || whole.iter().any(|text| text.contains(' '));
    let space = if is_spaced { " " } else { "" };
    let speakers = Speakers::of(results);
    let mut turns = if channels.len() > 1 {
        turns_of_channels(channels.iter().map(|channel| of_channel(channel)).collect(), space)
    } else {
        turns_of(of_items(items, &speakers), space)
    };
    if turns.iter().all(|turn| turn.text.is_empty()) {
        turns = whole.into_iter().map(|text| DraftTurn { text, ..DraftTurn::default() }).collect();
    }
    Some(Draft { format: Format::AmazonTranscribe, turns, ..Draft::default() })
}

fn of_channel(channel: &Datum) -> Vec<Heard> {
    let voice = text_of(channel.get("channel_label"));
    items_of(channel.get("items")).iter().map(|item| heard(item, voice.clone())).collect()
}

fn of_items(items: &[Datum], speakers: &Speakers) -> Vec<Heard> {
    let voice = |item: &Datum| {
        let listed = || speakers.at(number_of(item.get("start_time"))?);
        text_of(item.get("speaker_label")).or_else(listed).or_else(|| text_of(item.get("channel_label")))
    };
    items.iter().map(|item| heard(item, voice(item))).collect()
}

/// Who speaks when, as it is listed beside the words.
struct Speakers {
    /// By the beginning of a word, in milliseconds.
    by_word: BTreeMap<i64, String>,
    /// Beginning, end, and who.
    segments: Vec<(f64, f64, String)>,
}

impl Speakers {
    fn of(results: &Datum) -> Self {
        let listed = results.get("speaker_labels").map_or(&[][..], |labels| items_of(labels.get("segments")));
        let mut speakers = Self { by_word: BTreeMap::new(), segments: Vec::new() };
        for segment in listed {
            let label = text_of(segment.get("speaker_label"));
            let times = number_of(segment.get("start_time")).zip(number_of(segment.get("end_time")));
            if let Some(((start, end), label)) = times.zip(label.clone()) {
                speakers.segments.push((start, end, label));
            }
            for item in items_of(segment.get("items")) {
                let speaker = text_of(item.get("speaker_label")).or_else(|| label.clone());
                if let Some((start, speaker)) = number_of(item.get("start_time")).zip(speaker) {
                    speakers.by_word.insert(millis(start), speaker);
                }
            }
        }
        speakers
    }

    fn at(&self, secs: f64) -> Option<String> {
        let around = || self.segments.iter().find(|(start, end, _)| (*start..*end).contains(&secs));
        self.by_word.get(&millis(secs)).cloned().or_else(|| around().map(|(_, _, label)| label.clone()))
    }
}

fn millis(secs: f64) -> i64 {
    (secs * 1000.0).round() as i64
}

fn heard(item: &Datum, voice: Option<String>) -> Heard {
    let best = items_of(item.get("alternatives")).first();
    Heard {
        voice,
        text: best.and_then(|best| text_of(best.get("content"))).unwrap_or_default(),
        start: secs_of(item.get("start_time")),
        end: secs_of(item.get("end_time")),
        confidence: best.and_then(|best| number_of(best.get("confidence"))),
        is_mark: text_of(item.get("type")).as_deref() == Some("punctuation"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(json: &str) -> Vec<(Option<String>, String)> {
        let draft = read(&Datum::parse(json).unwrap()).unwrap();
        draft.turns.into_iter().map(|turn| (turn.role, turn.text)).collect()
    }

    #[test]
    fn a_language_without_spaces_is_joined_without_them() {
        let item = |text: &str, at: u8| {
            let end = at + 1;
            format!(
                r#"{{"type":"pronunciation","start_time":"{at}.0","end_time":"{end}.0","alternatives":[{{"content":"{text}"}}]}}"#
            )
        };
        let items =
            ["今日", "は", "雨", "です"].iter().zip(0..).map(|(text, at)| item(text, at)).collect::<Vec<_>>().join(",");
        let json = format!(
            r#"{{"results":{{"transcripts":[{{"transcript":"今日は雨です。"}}],"items":[{items},
            {{"type":"punctuation","alternatives":[{{"content":"。"}}]}}]}}}}"#
        );
        assert_eq!(texts(&json), [(None, String::from("今日は雨です。"))]);
    }

    #[test]
    fn a_text_without_items_is_kept() {
        let json = r#"{"jobName":"j","results":{"transcripts":[{"transcript":"Only this."}],"items":[]}}"#;
        assert_eq!(texts(json), [(None, String::from("Only this."))]);
    }
}
