//! Every transcript of an engine is claimed by its own shape alone; what others would take as well is named here.

use super::ALL;
use crate::call::Datum;
use crate::transcript::turn::Format;
use crate::transcript::{Known, json, read};

macro_rules! fixtures {
    ($($name:literal),* $(,)?) => {
        [$((
            $name,
            include_str!(concat!("../../../tests/fixtures/transcripts/", $name, ".json")),
            include_str!(concat!("../../../tests/fixtures/transcripts/", $name, ".expected")),
        )),*]
    };
}

const ENGINES: [(&str, &str, &str); 27] = fixtures![
    "amazon-transcribe",
    "amazon-transcribe-channels",
    "assemblyai",
    "assemblyai-channels",
    "assemblyai-words",
    "call-analytics",
    "contact-lens",
    "contact-lens-live",
    "deepgram-channels",
    "deepgram-diarized",
    "deepgram-live",
    "deepgram-utterances",
    "gong",
    "gong-parties",
    "google-channels",
    "google-client-library",
    "google-diarized",
    "google-plain",
    "openai-diarized",
    "openai-diarized-events",
    "post-call-analytics",
    "rev",
    "rev-spaced",
    "twilio",
    "twilio-pages",
    "whisper",
    "whisper-local",
];

/// What is taken by a more general shape as well, behind its own.
const ALSO: [(&str, &str); 1] = [
    // Its whole text has the speakers before its sentences.
    ("openai-diarized", "labelled-text"),
];

/// The formats of all shapes that take some level of the value, in the order in which they are asked.
fn claims(value: &Datum) -> Vec<Format> {
    let levels = json::levels(value);
    ALL.iter().filter_map(|shape| levels.iter().find_map(|level| shape(level))).map(|draft| draft.format).collect()
}

#[test]
fn each_is_claimed_by_its_own_shape_alone() {
    for (name, text, expected) in ENGINES {
        let value = json::parse(text).unwrap().value;
        let claims: Vec<&str> = claims(&value).into_iter().map(Format::name).collect();
        let format = expected.split_whitespace().next().unwrap();
        let also = ALSO.iter().filter(|(other, _)| *other == name).map(|(_, also)| *also);
        assert_eq!(claims, [format].into_iter().chain(also).collect::<Vec<_>>(), "{name}");
    }
}

#[test]
fn an_envelope_around_it_changes_nothing() {
    for (name, text, _) in ENGINES {
        let bare = read(text.as_bytes(), &Known::default());
        let quoted = serde_json::to_string(text).unwrap();
        for wrapped in [format!(r#"{{"data":{{"result":{text}}}}}"#), format!(r#"{{"payload":{quoted}}}"#), quoted] {
            assert_eq!(read(wrapped.as_bytes(), &Known::default()), bare, "{name}");
        }
    }
}

#[test]
fn words_stand_where_they_are_in_the_text() {
    let words = |name: &str| {
        let (_, text, _) = ENGINES.into_iter().find(|(other, ..)| *other == name).unwrap();
        let transcript = read(text.as_bytes(), &Known::default());
        let turn = transcript.turns.into_iter().next().unwrap();
        let at = |word: &crate::transcript::Word| (turn.text[word.at.clone()].to_owned(), word.start_ms, word.end_ms);
        turn.words.iter().map(at).collect::<Vec<_>>()
    };
    let word = |text: &str, start_ms: u64, end_ms: u64| (text.to_owned(), start_ms, end_ms);
    assert_eq!(words("call-analytics"), [word("Hello", 4350, 4700), word("Dan", 4750, 5110)]);
    assert_eq!(words("rev"), [word("Hi", 300, 500), word("roof", 600, 900), word("repairs", 900, 1500)]);
    assert_eq!(words("post-call-analytics")[1], word("library,", 800, 1400));
    assert_eq!(words("deepgram-utterances")[3], word("calling,", 1200, 1600));
    // `My` begins before the first segment ends, but most of it is in the second.
    assert_eq!(words("whisper").last(), Some(&word("workshop", 1900, 2600)));
}

#[test]
fn who_was_cut_short_is_the_one_before_the_interruption() {
    let (_, text, _) = ENGINES.into_iter().find(|(name, ..)| *name == "post-call-analytics").unwrap();
    let transcript = read(text.as_bytes(), &Known::default());
    let cut: Vec<bool> = transcript.turns.iter().map(|turn| turn.is_interrupted).collect();
    assert_eq!(cut, [false, true, false, false]);
}

#[test]
fn nobody_claims_what_only_looks_alike() {
    let others = [
        // Another engine's results.
        r#"{"result_index":0,"results":[{"final":true,"alternatives":[{"transcript":"hello ","timestamps":[["hello",0.1,0.4]]}]}]}"#,
        // Utterances in seconds, words under `word`.
        r#"{"utterances":[{"speaker":0,"start":0.5,"end":1.25,"text":"Hello","words":[{"word":"Hello","start":0.5,"end":1.25}]}]}"#,
        // Segments of nobody's model.
        r#"{"segments":[{"start":0.5,"end":1.25,"text":"Hello","speaker":"SPEAKER_00"}]}"#,
        r#"{"results":{"items":[{"name":"x"}]}}"#,
        r#"{"results":[]}"#,
        r#"{"sentences":[]}"#,
        r#"{"sentences":[{"text":"Hello"}]}"#,
        r#"{"Transcript":"Hello"}"#,
        r#"{"monologues":"Hello"}"#,
        r#"{"callTranscripts":[]}"#,
        r#"[]"#,
        r#"{}"#,
    ];
    for other in others {
        assert_eq!(claims(&Datum::parse(other).unwrap()), Vec::new(), "{other}");
    }
}

#[test]
fn an_empty_list_beside_a_transcript_does_not_hide_it() {
    let json =
        r#"{"items":[],"data":{"monologues":[{"speaker":0,"elements":[{"type":"text","value":"Hi","ts":0.3}]}]}}"#;
    let transcript = read(json.as_bytes(), &Known::default());
    assert_eq!((transcript.format, transcript.turns.len()), (Format::Rev, 1));
    assert_eq!(read(br#"{"items":[]}"#, &Known::default()).format, Format::Livekit);
}

#[test]
fn documents_of_one_file_follow_each_other_and_repeat_nothing() {
    let answer = |text: &str| {
        format!(r#"{{"text":"{text}","segments":[{{"start":0.0,"end":1.5,"text":"{text}","avg_logprob":-0.2}}]}}"#)
    };
    let said = |file: &str| {
        let transcript = read(file.as_bytes(), &Known::default());
        transcript.turns.into_iter().map(|turn| turn.text).collect::<Vec<_>>()
    };
    assert_eq!(said(&format!("{}\n{}\n", answer("Part one."), answer("Part two."))), ["Part one.", "Part two."]);
    assert_eq!(said(&format!("{}\n{}\n", answer("The same."), answer("The same."))), ["The same."]);
    let turns = r#"{"role":"user","text":"Hi"}{"role":"agent","text":"Hi"}{"role":"user","text":"Hi"}"#;
    assert_eq!(said(turns), ["Hi", "Hi", "Hi"]);
}

#[test]
fn short_sentences_of_a_script_without_spaces_stay_turns() {
    let segments =
        ["今日はありがとう", "明日また電話します", "はいわかりました", "それでは失礼します", "ありがとうございます"];
    let segment = |(at, text): (usize, &&str)| {
        format!(r#"{{"start":{at}.0,"end":{}.0,"text":"{text}","avg_logprob":-0.2}}"#, at + 1)
    };
    let segments: Vec<String> = segments.iter().enumerate().map(segment).collect();
    let file = format!(r#"{{"segments":[{}]}}"#, segments.join(","));
    assert_eq!(read(file.as_bytes(), &Known::default()).turns.len(), 5);
}

#[test]
fn a_field_of_another_kind_spoils_nothing_else() {
    let odd = ["null", "\"\"", "7", "-1e400", "true", "[]", "{}", "[null]", r#"{"x":[[]]}"#];
    for (_, text, _) in ENGINES {
        let value = json::parse(text).unwrap().value;
        for (path, _) in value.leaves().into_iter().step_by(13) {
            for odd in odd {
                let changed = replaced(&value, "", &path, &Datum::parse(odd).unwrap());
                let transcript = read(changed.to_json().as_bytes(), &Known::default());
                for turn in &transcript.turns {
                    assert!(!turn.text.is_empty() && turn.end_ms >= turn.start_ms.filter(|_| turn.end_ms.is_some()));
                    assert!(turn.words.iter().all(|word| turn.text.get(word.at.clone()).is_some()));
                    assert!(turn.words.is_sorted_by_key(|word| (word.at.start, word.start_ms)));
                }
                assert!(!transcript.turns.is_empty(), "{path} as {odd}");
            }
        }
    }
}

fn replaced(value: &Datum, at: &str, path: &str, by: &Datum) -> Datum {
    if at == path {
        return by.clone();
    }
    match value {
        Datum::List(items) => {
            let item = |(index, item): (usize, &Datum)| replaced(item, &format!("{at}[{index}]"), path, by);
            Datum::List(items.iter().enumerate().map(item).collect())
        }
        Datum::Record(fields) => {
            let dot = if at.is_empty() { "" } else { "." };
            let field =
                |(key, value): &(String, Datum)| (key.clone(), replaced(value, &format!("{at}{dot}{key}"), path, by));
            Datum::Record(fields.iter().map(field).collect())
        }
        other => other.clone(),
    }
}
