//! The transcript file, in the shapes that platforms write.

use fastrand::Rng;

use super::Story;
use super::payload::{number, record, text};
use crate::call::Datum;

/// Mostly what LiveKit writes.
pub fn transcript(story: &Story, rng: &mut Rng) -> String {
    if story.is_test() {
        return livekit(story, true, rng).to_json();
    }
    let value = match rng.u8(..100) {
        0..=44 => livekit(story, true, rng),
        45..=69 => livekit(story, false, rng),
        70..=78 => retell(story),
        79..=84 => vapi(story),
        85..=89 => elevenlabs(story),
        90..=93 => flat(story),
        94..=97 => plain_turns(story),
        _ => home_grown(story),
    };
    value.to_json()
}

fn secs(value: f64) -> Datum {
    number(format!("{value:.3}"))
}

fn livekit(story: &Story, has_times: bool, rng: &mut Rng) -> Datum {
    let began = story.began_at_secs();
    let mut id = || text(format!("item_{:012x}", rng.u64(..1 << 48)));
    let mut items = vec![record([
        ("id", id()),
        ("type", text("message")),
        ("role", text("system")),
        (
            "content",
            Datum::List(vec![text(format!(
                "You are {}, the polite voice agent of {}. Keep answers short.",
                story.plot.agent, story.plot.business
            ))]),
        ),
        ("interrupted", Datum::Bool(false)),
    ])];
    for (index, turn) in story.turns().iter().enumerate() {
        let mut fields = vec![
            ("id".to_owned(), id()),
            ("type".to_owned(), text("message")),
            ("role".to_owned(), text(if turn.is_agent { "assistant" } else { "user" })),
            ("content".to_owned(), Datum::List(vec![text(&*turn.text)])),
            ("interrupted".to_owned(), Datum::Bool(turn.is_interrupted)),
        ];
        if !turn.is_agent {
            fields.push(("transcript_confidence".into(), number(format!("0.{}", 80 + index % 19))));
        }
        let times = [
            ("started_speaking_at", secs(began + turn.start_secs)),
            ("stopped_speaking_at", secs(began + turn.end_secs)),
        ];
        fields.push(("extra".into(), record([])));
        fields.push(("metrics".into(), if has_times { record(times) } else { record([]) }));
        items.push(Datum::Record(fields));
    }
    if story.ending() == "booked" && items.len() > 4 {
        let at = items.len() - 3;
        let call = [
            ("id", id()),
            ("type", text("function_call")),
            ("call_id", text("call_1")),
            ("name", text("book_appointment")),
            ("arguments", text(r#"{"confirm":true}"#)),
        ];
        let output = [
            ("id", id()),
            ("type", text("function_call_output")),
            ("call_id", text("call_1")),
            ("name", text("book_appointment")),
            ("output", text("ok")),
            ("is_error", Datum::Bool(false)),
        ];
        items.splice(at..at, [record(call), record(output)]);
    }
    record([("items", Datum::List(items))])
}

fn retell(story: &Story) -> Datum {
    let utterance = |turn: &super::Turn| {
        let spoken: Vec<&str> = turn.text.split_whitespace().collect();
        let step = (turn.end_secs - turn.start_secs) / spoken.len().max(1) as f64;
        let mut start = turn.start_secs;
        let word = |word: &&str| {
            let end = start + step;
            let timed = record([("word", text(*word)), ("start", secs(start)), ("end", secs(end))]);
            start = end;
            timed
        };
        record([
            ("role", text(if turn.is_agent { "agent" } else { "user" })),
            ("content", text(&*turn.text)),
            ("words", Datum::List(spoken.iter().map(word).collect())),
        ])
    };
    record([
        ("call_id", text(story.call_id())),
        ("transcript", text(labelled(story, "Agent", "User"))),
        ("transcript_object", Datum::List(story.turns().iter().map(utterance).collect())),
    ])
}

fn vapi(story: &Story) -> Datum {
    let began = story.began_at_secs();
    let message = |turn: &super::Turn| {
        let ms = |at: f64| number(format!("{:.0}", (began + at) * 1000.0));
        record([
            ("role", text(if turn.is_agent { "bot" } else { "user" })),
            ("message", text(&*turn.text)),
            ("time", ms(turn.start_secs)),
            ("endTime", ms(turn.end_secs)),
            ("secondsFromStart", secs(turn.start_secs)),
            ("duration", number(format!("{:.0}", (turn.end_secs - turn.start_secs) * 1000.0))),
        ])
    };
    record([("messages", Datum::List(story.turns().iter().map(message).collect()))])
}

fn elevenlabs(story: &Story) -> Datum {
    let turn = |turn: &super::Turn| {
        record([
            ("role", text(if turn.is_agent { "agent" } else { "user" })),
            ("message", text(&*turn.text)),
            ("time_in_call_secs", number(turn.start_secs.floor())),
            ("tool_calls", Datum::Null),
        ])
    };
    record([
        ("conversation_id", text(format!("conv_{}", story.call_id()))),
        ("status", text("done")),
        ("transcript", Datum::List(story.turns().iter().map(turn).collect())),
    ])
}

fn flat(story: &Story) -> Datum {
    record([("transcript", text(labelled(story, "AI", "User")))])
}

fn plain_turns(story: &Story) -> Datum {
    let turn = |turn: &super::Turn| {
        record([
            ("role", text(if turn.is_agent { "Main Agent" } else { "Customer" })),
            ("content", text(&*turn.text)),
            ("start_time", secs(turn.start_secs)),
            ("end_time", secs(turn.end_secs)),
        ])
    };
    Datum::List(story.turns().iter().map(turn).collect())
}

fn home_grown(story: &Story) -> Datum {
    let began = story.began_at_secs();
    let turn = |turn: &super::Turn| {
        let at = jiff::Timestamp::from_millisecond(((began + turn.start_secs) * 1000.0) as i64).unwrap_or_default();
        record([
            ("role", text(if turn.is_agent { "agent" } else { "user" })),
            ("content", text(&*turn.text)),
            ("timestamp", text(at.strftime("%Y-%m-%dT%H:%M:%S%.6f").to_string())),
        ])
    };
    record([("conversation", Datum::List(story.turns().iter().map(turn).collect()))])
}

fn labelled(story: &Story, agent: &str, caller: &str) -> String {
    story
        .turns()
        .iter()
        .fold(String::new(), |all, turn| all + if turn.is_agent { agent } else { caller } + ": " + &turn.text + "\n")
}
