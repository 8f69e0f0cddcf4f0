//! What was said in a call: for scripts every turn with its side, speaker and times, for people the turns that were spoken.
//! Both as the person reads it: with the names, sides and offset they set.

use std::borrow::Cow;

use super::json::{number, record, secs, text_or_null};
use crate::call::Datum;
use crate::inbox::moment_label;
use crate::transcript::{Clock, Reading, Transcript, Turn};

/// `format` is null while the file was not read; `text` holds the file's own text where there are no turns.
pub(super) fn transcript_fields(read: Option<(&Transcript, &Reading)>) -> Vec<(String, Datum)> {
    let transcript = read.map(|(transcript, _)| transcript);
    let remarks =
        transcript.into_iter().flat_map(|transcript| &transcript.remarks).map(|said| Datum::from(said.as_str()));
    let turns = read.map_or_else(Vec::new, |(transcript, reading)| {
        transcript.turns.iter().map(|turn| turn_json(turn, reading)).collect()
    });
    let raw = transcript.map(|transcript| transcript.raw.as_str()).filter(|raw| !raw.is_empty());
    let fields = [
        ("format", text_or_null(transcript.map(|transcript| transcript.format.name()))),
        ("times", text_or_null(transcript.map(|transcript| clock_name(transcript.clock)))),
        ("remarks", Datum::List(remarks.collect())),
        ("turns", Datum::List(turns)),
        ("text", text_or_null(raw)),
    ];
    fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// A heading and a line a turn; what has no turns as the text it is.
pub(super) fn turn_lines(transcript: &Transcript, reading: &Reading) -> Vec<String> {
    let spoken = transcript.turns.iter().filter(|turn| turn.side.is_spoken());
    let mut lines: Vec<String> = spoken.map(|turn| turn_line(turn, reading)).collect();
    if lines.is_empty() {
        lines.extend(transcript.raw.lines().map(|line| format!("  {line}")));
    }
    lines.extend(transcript.remarks.iter().map(|remark| format!("  ({remark})")));
    if !lines.is_empty() {
        lines.insert(0, String::from("\nTranscript"));
    }
    lines
}

fn turn_json(turn: &Turn, reading: &Reading) -> Datum {
    let at = |ms: Option<u64>| ms.map_or(Datum::Null, |ms| secs(shifted(ms, reading)));
    let mut json = record([
        ("role", Datum::from(reading.side_of(turn).role())),
        ("speaker", speaker_of(turn, reading).map_or(Datum::Null, |name| Datum::from(&*name))),
        ("text", Datum::from(turn.text.as_str())),
        ("startSecs", at(turn.start_ms)),
        ("endSecs", at(turn.end_ms)),
    ]);
    if let Datum::Record(fields) = &mut json {
        let mut push = |key: &str, value: Datum| fields.push((key.to_owned(), value));
        if let Some(translation) = &turn.translation {
            push("translation", Datum::from(translation.as_str()));
        }
        if let Some(confidence) = turn.confidence {
            push("confidence", number(confidence));
        }
        if turn.is_interrupted {
            push("interrupted", Datum::Bool(true));
        }
    }
    json
}

fn turn_line(turn: &Turn, reading: &Reading) -> String {
    let when = turn.start_ms.map(|ms| format!("{:>7}  ", moment_label(shifted(ms, reading)))).unwrap_or_default();
    let who = speaker_of(turn, reading).unwrap_or_else(|| Cow::Owned(reading.side_of(turn).name()));
    let dash = if turn.is_interrupted { " —" } else { "" };
    let translation = turn.translation.iter().map(|said| format!("\n({said})")).collect::<String>();
    format!("  {when}{who}: {}{dash}{translation}", turn.text).replace('\n', "\n    ")
}

/// As the person calls them, else as the file does.
fn speaker_of<'a>(turn: &'a Turn, reading: &'a Reading) -> Option<Cow<'a, str>> {
    let given = reading.names.get(&turn.side.key()).filter(|name| !name.trim().is_empty());
    given.or(turn.speaker.as_ref()).map(|name| Cow::Borrowed(name.as_str()))
}

fn shifted(ms: u64, reading: &Reading) -> u64 {
    ms.saturating_add_signed(reading.offset_ms)
}

fn clock_name(clock: Clock) -> &'static str {
    match clock {
        Clock::None => "none",
        Clock::Recording => "recording",
        Clock::Approximate => "approximate",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::{Format, Side};

    fn turn(side: Side, text: &str, times: Option<(u64, u64)>) -> Turn {
        let (start_ms, end_ms) = times.unzip();
        Turn { side, text: text.to_owned(), start_ms, end_ms, ..Turn::default() }
    }

    fn transcript() -> Transcript {
        let turns = vec![
            turn(Side::Hidden, "You are polite.", None),
            Turn { is_interrupted: true, ..turn(Side::Agent, "Hello", Some((1_250, 2_000))) },
            Turn { translation: Some(String::from("Yes")), ..turn(Side::Caller, "Ja", Some((61_000, 62_000))) },
            Turn { speaker: Some(String::from("spk_2")), ..turn(Side::Speaker(3), "One\ntwo", None) },
        ];
        let remarks = vec![String::from("1 item without words was left out.")];
        Transcript { format: Format::Livekit, clock: Clock::Approximate, turns, remarks, ..Transcript::default() }
    }

    fn json(read: Option<(&Transcript, &Reading)>) -> String {
        Datum::Record(transcript_fields(read)).to_json()
    }

    #[test]
    fn scripts_get_every_turn_with_its_times() {
        assert_eq!(json(None), r#"{"format":null,"times":null,"remarks":[],"turns":[],"text":null}"#);
        let wanted = concat!(
            r#"{"format":"livekit","times":"approximate","remarks":["1 item without words was left out."],"turns":["#,
            r#"{"role":"hidden","speaker":null,"text":"You are polite.","startSecs":null,"endSecs":null},"#,
            r#"{"role":"agent","speaker":null,"text":"Hello","startSecs":1.25,"endSecs":2,"interrupted":true},"#,
            r#"{"role":"caller","speaker":null,"text":"Ja","startSecs":61,"endSecs":62,"translation":"Yes"},"#,
            r#"{"role":"speaker","speaker":"spk_2","text":"One\ntwo","startSecs":null,"endSecs":null}],"text":null}"#
        );
        assert_eq!(json(Some((&transcript(), &Reading::default()))), wanted);
        let raw = Transcript { raw: String::from("odd"), ..Transcript::default() };
        let text = json(Some((&raw, &Reading::default())));
        assert!(
            text.starts_with(r#"{"format":"unrecognised""#) && text.ends_with(r#""turns":[],"text":"odd"}"#),
            "{text}"
        );
    }

    #[test]
    fn people_get_what_was_said_as_they_read_it() {
        let lines = turn_lines(&transcript(), &Reading::default());
        let wanted = [
            "\nTranscript",
            "     0:01  Agent: Hello —",
            "     1:01  Caller: Ja\n    (Yes)",
            "  spk_2: One\n    two",
            "  (1 item without words was left out.)",
        ];
        assert_eq!(lines, wanted);
        let names = [("agent", "Ann"), ("speaker-3", "Bo")].map(|(key, name)| (key.to_owned(), name.to_owned()));
        let reading = Reading { offset_ms: -2_000, is_swapped: true, names: names.into() };
        let lines = turn_lines(&transcript(), &reading);
        assert_eq!(lines[1..4], ["     0:00  Ann: Hello —", "     0:59  Agent: Ja\n    (Yes)", "  Bo: One\n    two"]);
        let swapped = json(Some((&transcript(), &reading)));
        assert!(
            swapped.contains(r#"{"role":"caller","speaker":"Ann","text":"Hello","startSecs":0,"endSecs":0,"#),
            "{swapped}"
        );
        let raw = Transcript { raw: String::from("odd\nlines"), ..Transcript::default() };
        assert_eq!(turn_lines(&raw, &Reading::default()), ["\nTranscript", "  odd", "  lines"]);
        assert_eq!(turn_lines(&Transcript::default(), &Reading::default()), [""; 0]);
    }
}
