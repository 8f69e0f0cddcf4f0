//! Files around transcripts: packed, in other encodings, quoted once more; and what is told of those that are none.

use std::fmt::Write as _;
use std::io::Write as _;

use call_inbox::call::UnixMillis;
use call_inbox::transcript::{Clock, Format, Known, Side, Transcript, read};

const HISTORY: &str = r#"{"items":[{"type":"message","role":"assistant","content":["Hello, Mira speaking."]},
    {"type":"message","role":"user","content":["नमस्ते, my boiler leaks."]}]}"#;

fn reads(bytes: &[u8]) -> Transcript {
    read(bytes, &Known::default())
}

fn texts(transcript: &Transcript) -> Vec<&str> {
    transcript.turns.iter().map(|turn| turn.text.as_str()).collect()
}

#[test]
fn packing_quoting_and_encodings_make_no_difference() {
    let plain = reads(HISTORY.as_bytes());
    assert_eq!(
        (plain.format, texts(&plain)),
        (Format::Livekit, vec!["Hello, Mira speaking.", "नमस्ते, my boiler leaks."])
    );
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(HISTORY.as_bytes()).unwrap();
    let little: Vec<u8> = "\u{feff}".encode_utf16().chain(HISTORY.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = "\u{feff}".encode_utf16().chain(HISTORY.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    let quoted = serde_json::to_vec(HISTORY).unwrap();
    let twice = serde_json::to_vec(std::str::from_utf8(&quoted).unwrap()).unwrap();
    let wrapped = format!(r#"{{"data":{{"payload":[{{"transcript":{}}}]}}}}"#, serde_json::to_string(HISTORY).unwrap());
    let with_crlf = format!("\u{feff}{}\r\n\0", HISTORY.replace('\n', "\r\n"));
    let all = [encoder.finish().unwrap(), little, big, quoted, twice, wrapped.into_bytes(), with_crlf.into_bytes()];
    for (at, bytes) in all.iter().enumerate() {
        assert_eq!(reads(bytes), plain, "the {at}th");
    }
}

#[test]
fn what_is_no_transcript_says_what_it_is_and_keeps_its_text() {
    let cases: [(&[u8], Format, &str); 9] = [
        (b"", Format::NotATranscript, "The file is empty."),
        (b" \r\n", Format::NotATranscript, "The file is empty."),
        (b"OggS\0\x02\0\0\0", Format::NotATranscript, "This is a sound file (Ogg), not a transcript."),
        (b"PK\x03\x04\x14\0\0\0", Format::NotATranscript, "This is a ZIP archive, not a transcript."),
        (
            b"<html><head><title>404</title></head></html>",
            Format::NotATranscript,
            "The link leads to a web page (404), not to a transcript.",
        ),
        (
            br#"{"error":{"code":403,"message":"Link has expired."}}"#,
            Format::NotATranscript,
            "There is an error instead of the transcript: 403 (Link has expired).",
        ),
        (
            br#"{"type":"post_call_audio","data":{"conversation_id":"x","full_audio":"SUQz"}}"#,
            Format::NotATranscript,
            "This is the sound of the call from ElevenLabs (post_call_audio), not the transcript.",
        ),
        (br#"{"items":[]}"#, Format::Livekit, "There are no words in this transcript."),
        (
            br#"{"transcript":[{"role":"agent","message":"","time_in_call_secs":1}]}"#,
            Format::Elevenlabs,
            "1 item without words was left out.",
        ),
    ];
    for (bytes, format, sentence) in cases {
        let transcript = reads(bytes);
        assert_eq!((transcript.format, transcript.remarks[0].as_str()), (format, sentence));
        assert!(transcript.turns.is_empty());
        let is_text = !bytes.trim_ascii().is_empty() && !bytes.contains(&0);
        assert_eq!(transcript.raw.as_bytes(), if is_text { bytes } else { b"" });
    }
}

#[test]
fn unknown_json_and_prose_are_shown_as_they_are() {
    for text in
        [r#"{"duration":12,"ok":true}"#, "[1,2,3]", "null", "She will call again.\nNote: 10:30 suits her.", "{broken"]
    {
        let transcript = reads(text.as_bytes());
        assert_eq!((transcript.format, transcript.raw.as_str()), (Format::Unrecognised, text));
    }
    let long = "x".repeat(3 << 20);
    let transcript = reads(long.as_bytes());
    assert_eq!(transcript.raw.len(), 1 << 20);
    assert_eq!(transcript.remarks, ["Only the beginning of the file is shown."]);
}

#[test]
fn flat_text_beside_a_list_is_not_read_twice() {
    let both = r#"{"call":{"transcript":"Agent: Hello\nUser: Hi","transcript_object":[
        {"role":"agent","content":"Hello","words":[{"word":"Hello","start":0.5,"end":0.9}]},
        {"role":"user","content":"Hi","words":[{"word":"Hi","start":1.5,"end":1.7}]}]}}"#;
    let transcript = reads(both.as_bytes());
    assert_eq!((transcript.format, texts(&transcript)), (Format::Retell, vec!["Hello", "Hi"]));
    assert_eq!((transcript.clock, transcript.turns[1].start_ms), (Clock::Recording, Some(1500)));
}

#[test]
fn of_two_deliveries_in_one_file_the_one_with_words_is_read() {
    let two = "{\"event\":\"call_started\",\"call\":{\"call_id\":\"c\"}}\n\
               {\"event\":\"call_ended\",\"call\":{\"call_id\":\"c\",\"transcript\":\"Agent: Hello\\nUser: Hi\"}}";
    let transcript = reads(two.as_bytes());
    assert_eq!((transcript.format, texts(&transcript)), (Format::LabelledText, vec!["Hello", "Hi"]));
}

#[test]
fn a_text_without_speakers_is_a_turn_a_line() {
    let transcript = reads(br#"{"text":"Thank you for calling. \n We are closed."}"#);
    assert_eq!(
        (transcript.format, texts(&transcript)),
        (Format::Generic, vec!["Thank you for calling.", "We are closed."])
    );
    assert_eq!((transcript.turns[0].side, transcript.turns[0].speaker.clone()), (Side::Speaker(1), None));
}

#[test]
fn texts_of_every_script_and_odd_letters_survive() {
    let said = ["שלום, מה שלומך?", "مرحبا بك", "नमस्ते 🙏", "こんにちは、元気ですか", "a\u{0}b\u{7}c"];
    let items: Vec<String> = said
        .iter()
        .map(|text| format!(r#"{{"role":"user","content":{}}}"#, serde_json::to_string(text).unwrap()))
        .collect();
    let transcript = reads(format!(r#"{{"messages":[{}]}}"#, items.join(",")).as_bytes());
    assert_eq!(texts(&transcript), ["שלום, מה שלומך?", "مرحبا بك", "नमस्ते 🙏", "こんにちは、元気ですか", "abc"]);
}

#[test]
fn a_known_beginning_counts_only_where_it_fits_the_recording() {
    let history = |at: i64| {
        format!(
            r#"{{"items":[{{"type":"message","role":"assistant","content":["Hello."],"created_at":{at}.5}},
            {{"type":"message","role":"user","content":["Hi."],"created_at":{}.5}}]}}"#,
            at + 4
        )
    };
    let known = Known { audio_ms: Some(30_000), recording_began_at: Some(UnixMillis(1_765_539_685_000)) };
    let starts = |at: i64| {
        let transcript = read(history(at).as_bytes(), &known);
        assert_eq!(transcript.clock, Clock::Approximate);
        (transcript.turns[0].start_ms.unwrap(), transcript.turns[1].start_ms.unwrap())
    };
    assert_eq!(starts(1_765_539_687), (2_500, 6_500));
    // Four seconds early is within what clocks differ by; an hour is another recording.
    assert_eq!(starts(1_765_539_681), (0, 500));
    assert_eq!(starts(1_765_539_685 + 3_600), (0, 4_000));
    assert_eq!(starts(1_765_539_685 - 60), (0, 4_000));
}

#[test]
fn five_thousand_turns_with_sixty_thousand_words_are_read_in_order() {
    let mut turns = Vec::new();
    for turn in 0..5_000_u32 {
        let role = if turn % 2 == 0 { "agent" } else { "user" };
        let (mut text, mut words) = (String::new(), Vec::new());
        for word in 0..12_u32 {
            let start = f64::from(turn * 12 + word) / 4.0;
            let _ = write!(text, "{}word{word}", if word == 0 { "" } else { " " });
            words.push(format!(r#"{{"word":"word{word}","start":{start},"end":{}}}"#, start + 0.2));
        }
        turns.push(format!(r#"{{"role":"{role}","content":"{text}","words":[{}]}}"#, words.join(",")));
    }
    let file = format!(r#"{{"transcript_object":[{}]}}"#, turns.join(","));
    let transcript = reads(file.as_bytes());
    assert_eq!((transcript.turns.len(), transcript.clock), (5_000, Clock::Recording));
    assert!(transcript.turns.iter().all(|turn| turn.words.len() == 12));
    let last = transcript.turns.last().unwrap();
    assert_eq!((last.start_ms, last.end_ms, last.side), (Some(14_997_000), Some(14_999_950), Side::Caller));
    assert_eq!(&last.text[last.words[11].at.clone()], "word11");
}
