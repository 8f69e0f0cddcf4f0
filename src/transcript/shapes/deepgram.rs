//! Deepgram: channels of words, and utterances where they were asked for; or the messages of a live connection as they
//! came. The word as it is written stands in `punctuated_word`.

use super::heard::{Heard, turns_of, turns_of_channels, voices};
use crate::call::Datum;
use crate::transcript::draft::{Draft, DraftTurn, DraftWord, Stamp, items_of, number_of, secs_of, text_of};
use crate::transcript::turn::Format;

pub(super) fn read(root: &Datum) -> Option<Draft> {
    let turns = match root {
        Datum::List(messages) => live(messages)?,
        _ => recorded(root.get("results")?)?,
    };
    Some(Draft { format: Format::Deepgram, turns, ..Draft::default() })
}

fn recorded(results: &Datum) -> Option<Vec<DraftTurn>> {
    let channels = items_of(results.get("channels"));
    let utterances = items_of(results.get("utterances"));
    let is_known = channels.iter().any(|channel| channel.get("alternatives").is_some())
        || utterances.iter().any(|utterance| utterance.get("transcript").is_some());
    if !is_known {
        return None;
    }
    if utterances.iter().any(|utterance| text_of(utterance.get("transcript")).is_some()) {
        return Some(of_utterances(utterances));
    }
    let best: Vec<&Datum> = channels.iter().filter_map(best_of).collect();
    let is_timed =
        best.iter().all(|best| !items_of(best.get("words")).is_empty() || text_of(best.get("transcript")).is_none());
    if !is_timed {
        return Some(best.iter().enumerate().map(|(at, best)| whole(best, at, channels.len())).collect());
    }
    let heard: Vec<Vec<Heard>> = best.iter().map(|best| heard_in(items_of(best.get("words")))).collect();
    Some(turns_of_voices(heard))
}

fn of_utterances(utterances: &[Datum]) -> Vec<DraftTurn> {
    let said: Vec<_> =
        utterances.iter().map(|one| (text_of(one.get("channel")), text_of(one.get("speaker")))).collect();
    let turn = |(utterance, role): (&Datum, Option<String>)| {
        let text = text_of(utterance.get("transcript")).unwrap_or_default();
        let words = items_of(utterance.get("words")).iter().map(|word| DraftWord {
            text: written(word, Some(&text)),
            start: secs_of(word.get("start")),
            end: secs_of(word.get("end")),
        });
        DraftTurn {
            role,
            words: words.collect(),
            start: secs_of(utterance.get("start")),
            end: secs_of(utterance.get("end")),
            confidence: number_of(utterance.get("confidence")),
            text,
            ..DraftTurn::default()
        }
    };
    utterances.iter().zip(voices(&said)).map(turn).collect()
}

/// The messages of a live connection: what was only guessed so far (`is_final` false) comes again for good.
fn live(messages: &[Datum]) -> Option<Vec<DraftTurn>> {
    let is_result = |message: &&Datum| {
        text_of(message.get("type")).as_deref() == Some("Results")
            && message.get("channel").is_some_and(|channel| channel.get("alternatives").is_some())
    };
    if !messages.iter().any(|message| is_result(&message)) {
        return None;
    }
    let mut channels: Vec<Vec<Heard>> = Vec::new();
    for message in messages.iter().filter(is_result) {
        if message.get("is_final") == Some(&Datum::Bool(false)) {
            continue;
        }
        let Some(best) = message.get("channel").and_then(best_of) else { continue };
        let number = items_of(message.get("channel_index")).first().and_then(|index| number_of(Some(index)));
        // Deepgram takes 20 channels at most; what says more is not to be believed.
        let channel = (0..20_u8).find(|channel| number == Some(f64::from(*channel))).unwrap_or(0);
        let channel = usize::from(channel);
        channels.resize_with(channels.len().max(channel + 1), Vec::new);
        let words = heard_in(items_of(best.get("words")));
        if words.is_empty() {
            channels[channel].extend(unsplit(message, best));
        } else {
            channels[channel].extend(words);
        }
    }
    Some(turns_of_voices(channels))
}

/// A live message without words, as one.
fn unsplit(message: &Datum, best: &Datum) -> Option<Heard> {
    let text = text_of(best.get("transcript"))?;
    let (start, length) = (number_of(message.get("start")), number_of(message.get("duration")));
    let end = start.zip(length).map_or(Stamp::None, |(start, length)| Stamp::Secs(start + length));
    let confidence = number_of(best.get("confidence"));
    Some(Heard { text, start: secs_of(message.get("start")), end, confidence, ..Heard::default() })
}

fn turns_of_voices(mut channels: Vec<Vec<Heard>>) -> Vec<DraftTurn> {
    let is_alone = channels.len() < 2;
    let said: Vec<_> = channels
        .iter()
        .enumerate()
        .flat_map(|(channel, heard)| heard.iter().map(move |word| (channel, word.voice.clone())))
        .map(|(channel, voice)| ((!is_alone).then(|| channel.to_string()), voice))
        .collect();
    for (word, voice) in channels.iter_mut().flatten().zip(voices(&said)) {
        word.voice = voice;
    }
    if is_alone { turns_of(channels.into_iter().flatten(), " ") } else { turns_of_channels(channels, " ") }
}

/// A channel's text where there are no words to cut it by.
fn whole(best: &Datum, channel: usize, channels: usize) -> DraftTurn {
    DraftTurn {
        role: (channels > 1).then(|| channel.to_string()),
        text: text_of(best.get("transcript")).unwrap_or_default(),
        confidence: number_of(best.get("confidence")),
        ..DraftTurn::default()
    }
}

fn best_of(channel: &Datum) -> Option<&Datum> {
    items_of(channel.get("alternatives")).first()
}

fn heard_in(words: &[Datum]) -> Vec<Heard> {
    let heard = |word: &Datum| Heard {
        voice: text_of(word.get("speaker")),
        text: written(word, None),
        start: secs_of(word.get("start")),
        end: secs_of(word.get("end")),
        confidence: number_of(word.get("confidence")),
        is_mark: false,
    };
    words.iter().map(heard).collect()
}

/// A word as it is written, or as it was recognised if only that stands in the text.
fn written(word: &Datum, text: Option<&str>) -> String {
    let written = text_of(word.get("punctuated_word")).filter(|word| text.is_none_or(|text| text.contains(word)));
    written.or_else(|| text_of(word.get("word"))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(json: &str) -> Vec<(Option<String>, String)> {
        let draft = read(&Datum::parse(json).unwrap()).unwrap();
        draft.turns.into_iter().map(|turn| (turn.role, turn.text)).collect()
    }

    #[test]
    fn what_was_only_guessed_on_a_live_connection_is_not_said_twice() {
        let message = |is_final: bool, text: &str, start: f64| {
            format!(
                r#"{{"type":"Results","channel_index":[0,1],"start":{start},"duration":1,"is_final":{is_final},
                "channel":{{"alternatives":[{{"transcript":"{text}","words":[
                {{"word":"{text}","punctuated_word":"{text}","start":{start},"end":{start}}}]}}]}}}}"#
            )
        };
        let json = format!(
            r#"[{},{},{{"type":"UtteranceEnd"}},{}]"#,
            message(false, "Hel", 0.5),
            message(true, "Hello", 0.5),
            message(true, "there", 1.0)
        );
        assert_eq!(texts(&json), [(None, String::from("Hello there"))]);
    }

    #[test]
    fn a_channel_without_words_keeps_its_text() {
        let json = r#"{"results":{"channels":[{"alternatives":[{"transcript":"left","words":[]}]},
            {"alternatives":[{"transcript":"right","words":[{"word":"right","start":0,"end":1}]}]}]}}"#;
        let some = |channel: &str, text: &str| (Some(channel.to_owned()), text.to_owned());
        assert_eq!(texts(json), [some("0", "left"), some("1", "right")]);
    }

    #[test]
    fn a_channel_index_from_nowhere_makes_no_channels() {
        let json =
            r#"[{"type":"Results","channel_index":[4000000000],"channel":{"alternatives":[{"transcript":"hi"}]}}]"#;
        assert_eq!(texts(json), [(None, String::from("hi"))]);
    }
}
