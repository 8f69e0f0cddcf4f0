//! JSON as transcripts really come: quoted once more, several values one after another, cut off in the middle; and the
//! wrappers around what is looked for. It knows no shapes.

use serde_json::value::RawValue;

use super::bytes::is_nothing;
use crate::call::Datum;

/// How often a text that is JSON again is read again.
const MOST_QUOTINGS: usize = 2;
/// How many levels of wrappers are taken off.
const MOST_WRAPPERS: usize = 4;
/// After so many places that are no JSON the rest is left: looking further would take longer and longer.
const MOST_FAULTS: usize = 8;
/// The same for lists and records that break off, since each is looked for to the file's end.
const MOST_BROKEN: usize = 2;
/// A list of up to so many documents is looked into document by document.
const MOST_DOCUMENTS: usize = 16;

/// Names of records that only hold something else (and of texts that hold JSON).
const WRAPPERS: [&str; 12] = [
    "data",
    "payload",
    "body",
    "message",
    "call",
    "artifact",
    "result",
    "response",
    "transcription",
    "transcript",
    "conversation",
    "chat_history",
];

/// A file's JSON.
pub(super) struct Parsed {
    pub value: Datum,
    /// Some of the file is no JSON, or its end is missing.
    pub is_damaged: bool,
}

/// Reads JSON, if the text is meant to be some.
pub(super) fn parse(text: &str) -> Option<Parsed> {
    let text = text.trim_matches(is_nothing);
    if !text.starts_with(['{', '[', '"']) {
        return None;
    }
    let mut parsed = one_or_several(text)?;
    for _ in 0..MOST_QUOTINGS {
        let Datum::Text(inner) = &parsed.value else { break };
        let inner = inner.trim_matches(is_nothing);
        let Some(next) = inner.starts_with(['{', '[', '"']).then(|| one_or_several(inner)).flatten() else { break };
        parsed = Parsed { is_damaged: parsed.is_damaged || next.is_damaged, ..next };
    }
    parsed.value = opened(parsed.value, MOST_WRAPPERS);
    Some(parsed)
}

fn one_or_several(text: &str) -> Option<Parsed> {
    if let Ok(value) = Datum::parse(text) {
        return Some(Parsed { value, is_damaged: false });
    }
    let mut values = Vec::new();
    let (mut faults, mut broken) = (0, 0);
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|letter: char| is_nothing(letter) || letter == ',' || letter == '\u{1e}');
        if rest.is_empty() || faults > MOST_FAULTS || broken > MOST_BROKEN {
            break;
        }
        let mut values_of_rest = serde_json::Deserializer::from_str(rest).into_iter::<Box<RawValue>>();
        if let Some(Ok(raw)) = values_of_rest.next()
            && let Ok(value) = Datum::parse(raw.get())
        {
            let end = values_of_rest.byte_offset();
            values.push(value);
            rest = &rest[end..];
            continue;
        }
        faults += 1;
        broken += usize::from(rest.starts_with(['{', '[']));
        if let Some(value) = mended(rest) {
            values.push(value);
            break;
        }
        rest = rest.find('\n').map_or("", |at| &rest[at..]);
    }
    let value = match values.len() {
        0 => return None,
        1 => values.pop()?,
        _ => Datum::List(values),
    };
    Some(Parsed { value, is_damaged: faults > 0 })
}

/// Reads JSON whose end is missing: what is open is closed where it broke off, or else after the last thing that was whole.
fn mended(text: &str) -> Option<Datum> {
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let end = walk(text);
    if end.is_closed {
        return None;
    }
    let mut closed = String::from(text.trim_end_matches(is_nothing));
    if end.is_in_text {
        if end.is_after_backslash {
            closed.pop();
        }
        closed.push('"');
    }
    closed.extend(end.open.iter().rev());
    if let Ok(value) = Datum::parse(&closed) {
        return Some(value);
    }
    let whole = &text[..end.last_whole?];
    let mut closed = String::from(whole);
    closed.extend(walk(whole).open.iter().rev());
    Datum::parse(&closed).ok()
}

/// Where a walk over JSON came to its end.
#[derive(Default)]
struct Walk {
    /// What has to be written to close everything, the outermost first.
    open: Vec<char>,
    is_in_text: bool,
    is_after_backslash: bool,
    /// Everything that was opened was closed, and something followed.
    is_closed: bool,
    last_whole: Option<usize>,
}

fn walk(text: &str) -> Walk {
    let mut at_end = Walk::default();
    for (at, byte) in text.bytes().enumerate() {
        if at_end.is_in_text {
            match byte {
                _ if at_end.is_after_backslash => at_end.is_after_backslash = false,
                b'\\' => at_end.is_after_backslash = true,
                b'"' => at_end.is_in_text = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => at_end.is_in_text = true,
            b'{' => at_end.open.push('}'),
            b'[' => at_end.open.push(']'),
            b',' => at_end.last_whole = Some(at),
            b'}' | b']' => {
                at_end.open.pop();
                at_end.last_whole = Some(at + 1);
                if at_end.open.is_empty() {
                    at_end.is_closed = true;
                    break;
                }
            }
            _ => {}
        }
    }
    at_end
}

/// The value with texts that are JSON read where wrappers stand.
fn opened(value: Datum, levels: usize) -> Datum {
    if levels == 0 {
        return value;
    }
    match value {
        Datum::Record(fields) => {
            let open = |(key, inner): (String, Datum)| {
                let inner = if WRAPPERS.contains(&key.as_str()) || key == "messages" || key == "items" {
                    let inner = if matches!(inner, Datum::Text(_)) { inner.unquoted().into_owned() } else { inner };
                    opened(inner, levels - 1)
                } else {
                    inner
                };
                (key, inner)
            };
            Datum::Record(fields.into_iter().map(open).collect())
        }
        Datum::List(items) if items.len() <= MOST_DOCUMENTS => {
            Datum::List(items.into_iter().map(|item| opened(item, levels - 1)).collect())
        }
        other => other,
    }
}

/// The value and what its wrappers hold, the outermost first.
pub(super) fn levels(value: &Datum) -> Vec<&Datum> {
    let mut found = vec![value];
    let mut from = 0;
    for _ in 0..MOST_WRAPPERS {
        let to = found.len();
        for at in from..to {
            match found[at] {
                record @ Datum::Record(_) => {
                    found.extend(WRAPPERS.iter().filter_map(|name| record.get(name)).filter(|inner| !inner.is_blank()));
                }
                Datum::List(items) if items.len() == 1 => found.push(&items[0]),
                _ => {}
            }
        }
        from = to;
    }
    found
}

/// The documents of a short list of records.
pub(super) fn documents(value: &Datum) -> &[Datum] {
    match value {
        Datum::List(items) if (2..=MOST_DOCUMENTS).contains(&items.len()) => items,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, bool) {
        let parsed = parse(text).unwrap();
        (parsed.value.to_json(), parsed.is_damaged)
    }

    #[test]
    fn json_in_quotes_is_read_at_most_twice_more() {
        let once = serde_json::to_string("[1]").unwrap();
        let twice = serde_json::to_string(&once).unwrap();
        let thrice = serde_json::to_string(&twice).unwrap();
        assert_eq!(read(&once), (String::from("[1]"), false));
        assert_eq!(read(&twice), (String::from("[1]"), false));
        assert_eq!(read(&thrice), (once, false));
        assert_eq!(read(r#"{"data":"{\"message\":\"[2]\"}"}"#).0, r#"{"data":{"message":[2]}}"#);
    }

    #[test]
    fn values_that_follow_each_other_are_a_list() {
        assert_eq!(read("{\"a\":1}\n{\"a\":2}\r\n\n{\"a\":3}\n").0, r#"[{"a":1},{"a":2},{"a":3}]"#);
        assert_eq!(read(r#"{"a":1}{"a":2}"#), (String::from(r#"[{"a":1},{"a":2}]"#), false));
        assert_eq!(read("{\"a\":1}\nnot json\n{\"a\":3}"), (String::from(r#"[{"a":1},{"a":3}]"#), true));
    }

    #[test]
    fn what_breaks_off_is_read_as_far_as_it_goes() {
        let half = r#"{"items":[{"role":"user","content":["Hello"]},{"role":"assistant","content":["How can I"#;
        let mended = r#"{"items":[{"role":"user","content":["Hello"]},{"role":"assistant","content":["How can I"]}]}"#;
        assert_eq!(read(half), (String::from(mended), true));
        assert_eq!(read(r#"{"items":[{"role":"user"},{"ro"#), (String::from(r#"{"items":[{"role":"user"}]}"#), true));
        assert_eq!(read(r#"[{"a":"x\"#), (String::from(r#"[{"a":"x"}]"#), true));
        assert!(parse("{").is_some_and(|parsed| parsed.value.is_blank()));
        assert!(parse("[00:01] user: hello").is_none());
        assert!(parse("Agent: hi").is_none());
    }

    #[test]
    fn wrappers_come_off_four_deep() {
        let value = Datum::parse(r#"{"data":{"payload":[{"call":{"body":{"result":{}}}}]}}"#).unwrap();
        let found: Vec<String> = levels(&value).iter().map(|level| level.to_json()).collect();
        assert_eq!(found.len(), 5);
        assert_eq!(found[4], r#"{"body":{"result":{}}}"#);
    }
}
