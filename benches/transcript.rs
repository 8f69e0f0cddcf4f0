//! Reading a long transcript: 5,000 turns of 12 words each, as a speech engine writes them with a time for every word, and as
//! a voice agent's history has them. From the file's bytes to turns, and the turns to JSON and back. Nothing is asserted
//! but that all turns and words were read.
//!
//!     cargo bench --bench transcript

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints, and may fail here")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use call_inbox::transcript::{Known, Transcript, read};

const TURNS: usize = 5_000;
const WORDS_A_TURN: usize = 12;
const RUNS: usize = 15;
const WORD_SECS: f64 = 0.3;

const SAID: [&str; 20] = [
    "yes", "the", "invoice", "went", "out", "on", "Tuesday", "and", "I", "would", "like", "to", "know", "whether",
    "it", "was", "paid", "before", "our", "visit",
];

fn main() {
    println!(
        "{:<34}{:>9}{:>8}{:>9}{:>10}{:>10}{:>10}{:>10}{:>10}",
        "milliseconds, median of 15", "MB", "turns", "words", "read", "longest", "to JSON", "from JSON", "JSON MB"
    );
    measure("Deepgram, utterances", &deepgram(true), TURNS * WORDS_A_TURN);
    measure("Deepgram, words by speaker", &deepgram(false), TURNS * WORDS_A_TURN);
    measure("Deepgram, two channels", &deepgram_channels(), TURNS * WORDS_A_TURN);
    measure("LiveKit, turns with times", &livekit(), 0);
}

fn measure(what: &str, file: &str, words: usize) {
    let known = Known { audio_ms: Some(20_000_000), recording_began_at: None };
    let (took, transcript) = timed(|| read(black_box(file.as_bytes()), &known));
    let read_words: usize = transcript.turns.iter().map(|turn| turn.words.len()).sum();
    assert_eq!((transcript.turns.len(), read_words), (TURNS, words), "{what}: {:?}", transcript.format);
    let (wrote, json) = timed(|| serde_json::to_string(black_box(&transcript)).unwrap());
    let (took_back, back) = timed(|| serde_json::from_str::<Transcript>(black_box(&json)).unwrap());
    assert!(back == transcript, "{what} comes back from JSON as something else");
    println!(
        "{what:<34}{:>9.2}{:>8}{:>9}{:>10.2}{:>10.2}{:>10.2}{:>10.2}{:>10.2}",
        megabytes(file),
        transcript.turns.len(),
        read_words,
        median(&took),
        millis(took[RUNS - 1]),
        median(&wrote),
        median(&took_back),
        megabytes(&json)
    );
}

/// How long each run took, shortest first, and what the last one made.
fn timed<T>(mut run: impl FnMut() -> T) -> (Vec<Duration>, T) {
    let mut took = Vec::with_capacity(RUNS);
    let mut made = run();
    for _ in 0..RUNS {
        let begun = Instant::now();
        let result = run();
        took.push(begun.elapsed());
        made = result;
    }
    took.sort_unstable();
    (took, made)
}

fn median(took: &[Duration]) -> f64 {
    millis(took[took.len() / 2])
}

fn millis(took: Duration) -> f64 {
    took.as_secs_f64() * 1e3
}

fn megabytes(text: &str) -> f64 {
    text.len() as f64 / 1e6
}

fn said(turn: usize, word: usize) -> &'static str {
    SAID[(turn * 7 + word * 3) % SAID.len()]
}

/// When a word of a turn begins, in seconds.
fn begins(turn: usize, word: usize) -> f64 {
    (turn * (WORDS_A_TURN + 1) + word) as f64 * WORD_SECS
}

fn text(turn: usize) -> String {
    (0..WORDS_A_TURN).map(|word| said(turn, word)).collect::<Vec<_>>().join(" ")
}

fn words(turn: usize) -> String {
    let mut json = String::new();
    for word in 0..WORDS_A_TURN {
        let (start, spoken) = (begins(turn, word), said(turn, word));
        let end = start + WORD_SECS;
        let _ = write!(
            json,
            r#"{}{{"word":"{}","start":{start:.2},"end":{end:.2},"confidence":0.9876,"speaker":{},"punctuated_word":"{spoken}"}}"#,
            if word == 0 { "" } else { "," },
            spoken.to_lowercase(),
            turn % 2
        );
    }
    json
}

fn deepgram(with_utterances: bool) -> String {
    let all = (0..TURNS).map(words).collect::<Vec<_>>().join(",");
    let whole = (0..TURNS).map(text).collect::<Vec<_>>().join(" ");
    let utterance = |turn: usize| {
        let (start, end) = (begins(turn, 0), begins(turn, WORDS_A_TURN));
        format!(
            r#"{{"start":{start:.2},"end":{end:.2},"confidence":0.98,"channel":0,"transcript":"{}","words":[{}],"speaker":{},"id":"{turn}"}}"#,
            text(turn),
            words(turn),
            turn % 2
        )
    };
    let utterances =
        if with_utterances { (0..TURNS).map(utterance).collect::<Vec<_>>().join(",") } else { String::new() };
    format!(
        r#"{{"metadata":{{"request_id":"bench","channels":1}},"results":{{"channels":[{{"alternatives":[
        {{"transcript":"{whole}","confidence":0.98,"words":[{all}]}}]}}],"utterances":[{utterances}]}}}}"#
    )
}

fn deepgram_channels() -> String {
    let channel = |number: usize| {
        let turns = (number..TURNS).step_by(2);
        let words = turns.clone().map(|turn| words(turn).replace(r#","speaker":0"#, "").replace(r#","speaker":1"#, ""));
        format!(
            r#"{{"alternatives":[{{"transcript":"{}","words":[{}]}}]}}"#,
            turns.map(text).collect::<Vec<_>>().join(" "),
            words.collect::<Vec<_>>().join(",")
        )
    };
    format!(r#"{{"metadata":{{"channels":2}},"results":{{"channels":[{},{}]}}}}"#, channel(0), channel(1))
}

fn livekit() -> String {
    let item = |turn: usize| {
        let role = if turn.is_multiple_of(2) { "assistant" } else { "user" };
        let began = 1_765_539_690.0 + begins(turn, 0);
        format!(
            r#"{{"id":"item_{turn:08x}","type":"message","role":"{role}","content":["{}"],"interrupted":false,"extra":{{}},
            "metrics":{{"started_speaking_at":{began:.3},"stopped_speaking_at":{:.3}}}}}"#,
            text(turn),
            began + WORDS_A_TURN as f64 * WORD_SECS
        )
    };
    format!(r#"{{"items":[{}]}}"#, (0..TURNS).map(item).collect::<Vec<_>>().join(","))
}
