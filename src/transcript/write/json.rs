//! JSON for scripts: every turn with its side, speaker and times, and its words where they have times.

use super::Script;
use super::script::Line;
use crate::call::Datum;
use crate::transcript::{Clock, Turn, Word};

/// A transcript for scripts. What is not known is null; what is rare (`translation`, `confidence`, `interrupted`, `words`)
/// is there only if it is known.
pub fn json(script: &Script) -> Datum {
    let transcript = script.transcript();
    let clock = match transcript.clock {
        Clock::None => "none",
        Clock::Recording => "recording",
        Clock::Approximate => "approximate",
    };
    let raw = Some(transcript.raw.as_str()).filter(|raw| !raw.is_empty());
    record([
        ("format", Datum::from(transcript.format.name())),
        ("times", Datum::from(clock)),
        ("remarks", Datum::List(transcript.remarks.iter().map(|remark| Datum::from(remark.as_str())).collect())),
        ("turns", Datum::List(script.lines().map(turn_json).collect())),
        ("text", raw.map_or(Datum::Null, Datum::from)),
    ])
}

fn turn_json(line: Line<'_>) -> Datum {
    let turn = line.turn;
    // A side is not somebody's name.
    let speaker = if line.name == turn.side.name() { turn.speaker.as_deref() } else { Some(line.name) };
    let secs_or_null = |ms: Option<u64>| ms.map_or(Datum::Null, secs);
    let mut json = record([
        ("role", Datum::from(turn.side.role())),
        ("speaker", speaker.map_or(Datum::Null, Datum::from)),
        ("text", Datum::from(turn.text.as_str())),
        ("startSecs", secs_or_null(turn.start_ms)),
        ("endSecs", secs_or_null(turn.end_ms)),
    ]);
    if let Datum::Record(fields) = &mut json {
        let mut push = |key: &str, value: Datum| fields.push((key.to_owned(), value));
        if let Some(translation) = &turn.translation {
            push("translation", Datum::from(translation.as_str()));
        }
        if let Some(confidence) = turn.confidence {
            push("confidence", Datum::Number(confidence.to_string().into()));
        }
        if turn.is_interrupted {
            push("interrupted", Datum::Bool(true));
        }
        if !turn.words.is_empty() {
            push("words", Datum::List(turn.words.iter().filter_map(|word| word_json(turn, word)).collect()));
        }
    }
    json
}

fn word_json(turn: &Turn, word: &Word) -> Option<Datum> {
    let text = turn.text.get(word.at.clone())?;
    Some(record([("text", Datum::from(text)), ("startSecs", secs(word.start_ms)), ("endSecs", secs(word.end_ms))]))
}

fn secs(ms: u64) -> Datum {
    Datum::Number((ms as f64 / 1_000.0).to_string().into())
}

fn record<const N: usize>(fields: [(&str, Datum); N]) -> Datum {
    Datum::Record(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}
