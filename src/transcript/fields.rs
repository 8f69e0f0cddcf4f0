//! The names under which all the world keeps text, speakers and times, and an item read by them. Shapes that are known
//! exactly ask for their own names.

use super::draft::{DraftTurn, DraftWord, Stamp, items_of, number_of, text_of};
use super::stamp::stamp_of;
use crate::call::Datum;

/// Where text stands, as [`is_named`] compares.
pub(super) const TEXT: &[&str] =
    &["text", "content", "message", "transcript", "utterance", "sentence", "body", "value", "displaytext", "entext"];
const SPEAKER: &[&str] = &[
    "role",
    "speaker",
    "speakerlabel",
    "participant",
    "participantrole",
    "user",
    "sender",
    "from",
    "channel",
    "mediachannel",
    "name",
    "speakerid",
    "participantid",
];
const START: &[&str] = &[
    "start",
    "starttime",
    "startms",
    "begin",
    "beginoffsetmillis",
    "secondsfromstart",
    "timeincallsecs",
    "ts",
    "offset",
    "startoffset",
    "starttimestamp",
    "startedat",
    "startseconds",
    "startsecs",
    "startsec",
    "offsetms",
    "timestamp",
    "time",
    "timesec",
    "timestampms",
    "createdat",
];
const END: &[&str] = &[
    "end",
    "endtime",
    "endms",
    "endoffsetmillis",
    "endts",
    "endoffset",
    "endtimestamp",
    "endedat",
    "endseconds",
    "endsecs",
    "endsec",
    "stop",
    "stoptime",
];
const LENGTH: &[&str] = &["duration", "durationms", "durationsecs", "durationseconds", "durationmillis"];

/// Whether a field's name is that one, `name` being in small letters without separators.
pub(super) fn is_named(key: &str, name: &str) -> bool {
    let letters = key.bytes().filter(|byte| *byte != b'_' && *byte != b'-').map(|byte| byte.to_ascii_lowercase());
    letters.eq(name.bytes())
}

/// The first of the names that the record has a value for.
pub(super) fn field<'a>(record: &'a Datum, names: &[&str]) -> Option<(&'a str, &'a Datum)> {
    let fields = record.fields();
    let by_name = |name: &&str| fields.iter().find(|(key, value)| is_named(key, name) && !value.is_blank());
    names.iter().find_map(by_name).map(|(key, value)| (key.as_str(), value))
}

/// A text, or the texts of a list, a line each; parts of a message may be records around a text.
pub(super) fn words_in(value: &Datum) -> Option<String> {
    match value {
        Datum::Text(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Datum::List(parts) => {
            let lines: Vec<String> = parts.iter().filter_map(part).collect();
            (!lines.is_empty()).then(|| lines.join("\n"))
        }
        Datum::Record(_) => part(value),
        _ => None,
    }
}

fn part(value: &Datum) -> Option<String> {
    match value {
        Datum::Text(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Datum::Record(_) => field(value, TEXT).and_then(|(_, inner)| match inner {
            Datum::Text(text) => Some(text.clone()),
            _ => None,
        }),
        _ => None,
    }
}

/// The text of an item, by the names of all the world.
pub(super) fn text_in(item: &Datum) -> Option<String> {
    let fields = item.fields();
    let of_name = |name: &&str| {
        let mut named = fields.iter().filter(|(key, _)| is_named(key, name));
        named.find_map(|(_, value)| words_in(value))
    };
    TEXT.iter().find_map(of_name)
}

/// An item with everything that is understood of it.
pub(super) fn turn_of(item: &Datum) -> DraftTurn {
    let role = field(item, SPEAKER);
    let called = field(item, &["speakername", "speaker", "speakerlabel", "name", "participantname"]);
    let speaker = called.filter(|(key, _)| role.is_none_or(|(role, _)| role != *key));
    let start = field(item, START).map_or(Stamp::None, |(key, value)| stamp_of(key, Some(value)));
    let end = field(item, END).map_or(Stamp::None, |(key, value)| stamp_of(key, Some(value)));
    let span = item.get("timespan").or_else(|| item.get("timestamp").filter(|span| span.get("start").is_some()));
    let in_span = |name: &str| stamp_of(name, span.and_then(|span| span.get(name)));
    DraftTurn {
        role: role.and_then(|(_, value)| label_of(value)),
        speaker: speaker.and_then(|(_, value)| label_of(value)),
        text: text_in(item).unwrap_or_default(),
        start: if start == Stamp::None { in_span("start") } else { start },
        end: if end == Stamp::None { in_span("end") } else { end },
        length: field(item, LENGTH).map_or(Stamp::None, |(key, value)| stamp_of(key, Some(value))),
        words: words_of(item),
        confidence: field(item, &["confidence", "transcriptconfidence"]).and_then(|(_, value)| number_of(Some(value))),
        is_interrupted: is_interrupted(item),
        ..DraftTurn::default()
    }
}

/// Who that is, also where it is a record about them.
fn label_of(value: &Datum) -> Option<String> {
    match value {
        Datum::Record(_) => {
            field(value, &["role", "name", "label", "type", "id"]).and_then(|(_, inner)| text_of(Some(inner)))
        }
        other => text_of(Some(other)),
    }
}

/// Whether the item says that its speaker was cut short.
pub(super) fn is_interrupted(item: &Datum) -> bool {
    matches!(item.get("interrupted").or_else(|| item.get("is_interrupted")), Some(Datum::Bool(true)))
}

/// The words of an item that has any with times, by the names of all the world.
pub(super) fn words_of(item: &Datum) -> Vec<DraftWord> {
    items_of(item.get("words")).iter().map(word_of).filter(|word| !word.text.is_empty()).collect()
}

fn word_of(item: &Datum) -> DraftWord {
    let text = ["punctuated_word", "word", "text", "content", "value"].iter().find_map(|name| text_of(item.get(name)));
    let stamp = |names: &[&str]| {
        let found = names.iter().find_map(|name| Some((name, item.get(name)?)));
        found.map_or(Stamp::None, |(name, value)| stamp_of(name, Some(value)))
    };
    DraftWord {
        text: text.map(|text| text.trim().to_owned()).unwrap_or_default(),
        start: stamp(&["start", "start_time", "startTime", "start_ms", "startMs", "ts", "startSecs"]),
        end: stamp(&["end", "end_time", "endTime", "end_ms", "endMs", "end_ts", "endSecs"]),
    }
}

/// What a tool was asked, in a line.
pub(super) fn asked(name: Option<String>, given: Option<&Datum>) -> String {
    let given = given.filter(|given| !given.is_blank()).and_then(Datum::to_line).filter(|given| given != "{}");
    [name, given].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// What a tool answered, in a line.
pub(super) fn answered(name: Option<String>, answer: Option<&Datum>) -> String {
    let answer = answer.and_then(Datum::to_line);
    [name, answer].into_iter().flatten().collect::<Vec<_>>().join(": ")
}

/// At least six in ten of the list's items are so.
pub(super) fn are_mostly(items: &[Datum], so: impl Fn(&Datum) -> bool) -> bool {
    let count = items.iter().filter(|item| so(item)).count();
    count > 0 && count * 10 >= items.len() * 6
}
