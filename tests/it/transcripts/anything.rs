//! Whatever bytes, whatever JSON: no panic, well-formed turns, and nothing that looks like speech is lost in silence.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use call_inbox::call::UnixMillis;
use call_inbox::transcript::{Format, Known, Transcript, read};
use serde_json::{Map, Value, json};

/// What holds of every transcript.
pub(super) fn well_formed(transcript: &Transcript) {
    for turn in &transcript.turns {
        assert!(!turn.text.trim().is_empty() && turn.text.trim() == turn.text, "{turn:?}");
        assert!(turn.end_ms.is_none_or(|end| turn.start_ms.is_some_and(|start| end >= start)), "{turn:?}");
        assert!(turn.confidence.is_none_or(|sure| (0.0..=1.0).contains(&sure)), "{turn:?}");
        let mut before = (0, 0);
        for word in &turn.words {
            assert!(turn.text.get(word.at.clone()).is_some_and(|text| !text.is_empty()), "{turn:?}");
            assert!(word.at.start >= before.0 && word.start_ms >= before.1 && word.end_ms >= word.start_ms, "{turn:?}");
            before = (word.at.end, word.start_ms);
        }
    }
    // Never an empty pane: turns, or the text, or at least a sentence.
    let has_something = !transcript.turns.is_empty() || !transcript.raw.is_empty() || !transcript.remarks.is_empty();
    assert!(has_something, "nothing to show: {transcript:?}");
}

/// The names of text and others, as they occur in transcripts and elsewhere.
const KEYS: [&str; 26] = [
    "text",
    "content",
    "message",
    "transcript",
    "utterance",
    "value",
    "role",
    "speaker",
    "user",
    "start",
    "end",
    "words",
    "start_time",
    "created_at",
    "items",
    "messages",
    "transcripts",
    "results",
    "type",
    "data",
    "call",
    "conversation",
    "transcript_object",
    "time_in_call_secs",
    "secondsFromStart",
    "extra",
];

/// Words of several scripts and spellings; a pattern of letters would take proptest most of the time.
const WORDS: [&str; 14] =
    ["boiler", "Tuesday", "no", "Straße", "ok", "नमस्ते", "हाँ", "agent", "user", "note", "شكرا", "the", "expr", "book"];

fn speech() -> impl Strategy<Value = String> {
    vec(proptest::sample::select(&WORDS[..]), 3..8).prop_map(|words| words.join(" "))
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (0.0..5e3_f64).prop_map(Value::from),
        speech().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        proptest::sample::select(vec![
            "agent",
            "user",
            "A",
            "message",
            "system",
            "12.5s",
            "00:02",
            "2025-12-12T11:41:26Z"
        ])
        .prop_map(Value::from),
    ]
}

fn record(inner: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    vec((proptest::sample::select(&KEYS[..]), inner), 0..6).prop_map(|fields| {
        let fields: Map<String, Value> = fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        Value::Object(fields)
    })
}

fn anything() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(5, 64, 8, |inner| {
        prop_oneof![vec(inner.clone(), 0..8).prop_map(Value::from), record(inner.clone()), record(inner)]
    })
}

fn known() -> impl Strategy<Value = Known> {
    (proptest::option::of(0_u64..9_000_000), proptest::option::of(any::<i64>()))
        .prop_map(|(audio_ms, began)| Known { audio_ms, recording_began_at: began.map(UnixMillis) })
}

/// A list of items that all have text, each under a name of its own choosing.
fn talk() -> impl Strategy<Value = (Vec<String>, Value)> {
    let texts = vec(speech(), 2..12);
    let names = proptest::sample::select(vec![
        ("text", "speaker"),
        ("content", "role"),
        ("message", "role"),
        ("transcript", "participant"),
        ("utterance", "from"),
        ("sentence", "sender"),
        ("body", "user"),
        ("value", "name"),
        ("Content", "ParticipantRole"),
        ("DisplayText", "channel"),
        ("en_text", "role"),
    ]);
    let place = proptest::sample::select(vec![
        "items",
        "messages",
        "transcript",
        "log",
        "turns",
        "conversation",
        "results",
        "",
    ]);
    (texts, names, place, any::<bool>()).prop_map(|(texts, (text, who), place, is_wrapped)| {
        let item = |(at, said): (usize, &String)| json!({ text: said, who: if at % 2 == 0 { "agent" } else { "Zoe" } });
        let items: Value = texts.iter().enumerate().map(item).collect();
        let value = if place.is_empty() { items } else { json!({ "id": 7, place: items }) };
        (texts, if is_wrapped { json!({ "data": { "payload": value } }) } else { value })
    })
}

/// The words of a text, as everything that is shown has them: marks and white space may differ.
fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

fn shows(transcript: &Transcript, text: &str) -> bool {
    let wanted = words(text);
    let holds = |shown: &str| words(shown).windows(wanted.len()).any(|window| window == wanted);
    let in_turn =
        |turn: &call_inbox::transcript::Turn| holds(&turn.text) || turn.translation.as_deref().is_some_and(holds);
    transcript.turns.iter().any(in_turn) || transcript.raw.contains(text)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_are_read(bytes in vec(any::<u8>(), 0..400), known in known()) {
        well_formed(&read(&bytes, &known));
    }

    #[test]
    fn any_text_is_read(text in "(WEBVTT\n|\\{|\\[|\"|<|)(\\PC|\n|:|-->|00:0[0-9]|Agent: |user - |<br/>|<v A>){0,40}", known in known()) {
        well_formed(&read(text.as_bytes(), &known));
    }

    #[test]
    fn any_json_is_read(value in anything(), known in known()) {
        well_formed(&read(value.to_string().as_bytes(), &known));
    }

    #[test]
    fn json_that_breaks_off_anywhere_is_read(value in anything(), part in 0.0..1.0_f64) {
        let text = value.to_string();
        let at = text.floor_char_boundary((text.len() as f64 * part) as usize);
        well_formed(&read(&text.as_bytes()[..at], &Known::default()));
    }

    /// A list of texts is shown whole, wherever it stands and whatever its names are.
    #[test]
    fn a_list_of_texts_is_shown_whole((texts, value) in talk(), known in known()) {
        let transcript = read(value.to_string().as_bytes(), &known);
        well_formed(&transcript);
        for text in &texts {
            prop_assert!(shows(&transcript, text), "{text} is not in {transcript:?}");
        }
    }

    /// Of JSON whose shape is not known, everything that looks like speech is shown, or it is said that there is more.
    #[test]
    fn nothing_is_left_out_in_silence(value in anything()) {
        let transcript = read(value.to_string().as_bytes(), &Known::default());
        if transcript.format == Format::Generic || transcript.format == Format::Unrecognised {
            speech_is_shown(&value, &transcript)?;
        }
    }
}

/// Under the names of text: texts of three words and more.
fn speech_is_shown(value: &Value, transcript: &Transcript) -> Result<(), TestCaseError> {
    let says_more = transcript.remarks.iter().any(|remark| remark == "The file holds other texts besides.");
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Array(items) => waiting.extend(items),
            Value::Object(fields) => {
                for (key, inner) in fields {
                    if let (Value::String(text), true) = (inner, KEYS[..6].contains(&key.as_str())) {
                        let is_speech = words(text).len() >= 3 && words(text).iter().all(|word| WORDS.contains(word));
                        prop_assert!(
                            !is_speech || says_more || shows(transcript, text),
                            "{text} is not in {transcript:?}"
                        );
                    }
                    waiting.push(inner);
                }
            }
            _ => {}
        }
    }
    Ok(())
}
