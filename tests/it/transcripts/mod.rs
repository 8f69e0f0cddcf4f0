//! Every file of `tests/fixtures/transcripts` is read as the `.expected` beside it says, which was written by hand from what
//! is known of each platform. Also what any bytes and any JSON must never do.
//!
//! A fixture's `.expected`: `format clock`, then a line a turn, `side | speaker | start | end | text` (milliseconds, `--` for
//! none, `\n` for a line's end). `^` lines add to the turn before (`interrupted`, `confidence 0.5`, `english ..`,
//! `words 0-250 Hi; ..`), `!` lines are the remarks in order, `# audio_ms=.. began=..` is what was known, other `#` lines
//! are notes.

#![expect(clippy::unwrap_used, reason = "a test may fail here")]

mod anything;
mod reading;

use std::path::{Path, PathBuf};

use call_inbox::call::UnixMillis;
use call_inbox::transcript::{Known, Transcript, Turn, read};

/// The folder of the fixtures.
fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/transcripts")
}

/// The fixtures without their expectations, sorted.
fn fixtures() -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|end| end != "expected")).collect();
    files.sort();
    files
}

fn known(expected: &str) -> Known {
    let mut known = Known::default();
    for (name, value) in expected.lines().filter_map(|line| line.strip_prefix("# ")).flat_map(settings) {
        match name {
            "audio_ms" => known.audio_ms = Some(value.try_into().unwrap()),
            "began" => known.recording_began_at = Some(UnixMillis(value)),
            _ => {}
        }
    }
    known
}

fn settings(line: &str) -> impl Iterator<Item = (&str, i64)> {
    line.split(' ')
        .filter_map(|pair| pair.split_once('='))
        .filter_map(|(name, value)| Some((name, value.parse().ok()?)))
}

/// The transcript as an `.expected` file has it, without notes.
fn written(transcript: &Transcript) -> Vec<String> {
    let clock = format!("{:?}", transcript.clock).to_lowercase();
    let mut lines = vec![format!("{} {clock}", transcript.format.name())];
    lines.extend(transcript.remarks.iter().map(|remark| format!("! {remark}")));
    transcript.turns.iter().for_each(|turn| write_turn(turn, &mut lines));
    lines
}

fn write_turn(turn: &Turn, lines: &mut Vec<String>) {
    let time = |time: Option<u64>| time.map_or(String::from("--"), |time| time.to_string());
    let (side, speaker) = (turn.side.key(), turn.speaker.as_deref().unwrap_or("--"));
    let text = turn.text.replace('\n', "\\n");
    lines.push(format!("{side} | {speaker} | {} | {} | {text}", time(turn.start_ms), time(turn.end_ms)));
    if let Some(english) = &turn.translation {
        lines.push(format!("^ english {english}"));
    }
    if let Some(confidence) = turn.confidence {
        lines.push(format!("^ confidence {confidence}"));
    }
    if turn.is_interrupted {
        lines.push(String::from("^ interrupted"));
    }
    if !turn.words.is_empty() {
        let word = |word: &call_inbox::transcript::Word| {
            format!("{}-{} {}", word.start_ms, word.end_ms, &turn.text[word.at.clone()])
        };
        lines.push(format!("^ words {}", turn.words.iter().map(word).collect::<Vec<_>>().join("; ")));
    }
}

fn expected(file: &Path) -> String {
    let path = file.with_extension("expected");
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What a fixture is read as, and what it should be.
fn both(file: &Path) -> (Transcript, Vec<String>) {
    let expected = expected(file);
    let lines = expected.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    (read(&std::fs::read(file).unwrap(), &known(&expected)), lines.map(str::to_owned).collect())
}

#[test]
fn every_fixture_is_read_as_it_should_be() {
    let files = fixtures();
    assert!(files.len() >= 35, "only {} fixtures", files.len());
    let mut wrong = Vec::new();
    for file in &files {
        let (transcript, expected) = both(file);
        let written = written(&transcript);
        // Times of words are compared where the expectation speaks of any.
        let has_words = expected.iter().any(|line| line.starts_with("^ words"));
        let written: Vec<String> =
            written.into_iter().filter(|line| has_words || !line.starts_with("^ words")).collect();
        if written != expected {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            wrong.push(format!("{name}\n--- is\n{}\n--- should be\n{}\n", written.join("\n"), expected.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{} of {} are wrong:\n{}", wrong.len(), files.len(), wrong.join("\n"));
}

#[test]
fn every_expectation_has_its_fixture_and_every_turn_is_well_formed() {
    let files = fixtures();
    let names: Vec<_> = files.iter().map(|file| file.file_stem().unwrap().to_owned()).collect();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        assert!(names.iter().any(|name| name == path.file_stem().unwrap()), "{} expects nothing", path.display());
    }
    for file in &files {
        anything::well_formed(&both(file).0);
    }
}
