//! A request for people: its head, its body laid out, our answer, what became of it.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::call::{CallId, Delivery, DeliveryNote, shown_header, shown_target};
use crate::inbox::{bytes_label, millis_label};
use crate::traffic::{
    Deviation, DeviationKind, LineKind, Outline, OutlineLine, TrafficRow, deviations, hex_row, hex_rows,
};

const INDENT: &str = "  ";

/// All of it.
pub(super) fn request_text(
    row: &TrafficRow,
    delivery: &Delivery,
    answer: &str,
    shows_secrets: bool,
    zone: &TimeZone,
) -> String {
    let note = &delivery.note;
    let mut text = String::new();
    let path = if shows_secrets { note.path.clone() } else { shown_target(&note.path) };
    push_line(&format!("{} {path}", note.method), &mut text);
    for header in &delivery.headers {
        let value =
            if shows_secrets { header.value.as_str().into() } else { shown_header(&header.name, &header.value) };
        push_line(&format!("{}: {value}", header.name), &mut text);
    }
    text.push('\n');
    push_body(&delivery.body, &mut text);
    let took = note.took_micros.map(|micros| format!(" after {}", millis_label(micros))).unwrap_or_default();
    push_line(&format!("Answer {}{took}", note.status), &mut text);
    answer.lines().for_each(|line| push_line(&format!("{INDENT}{line}"), &mut text));
    text.push('\n');
    facts(row, note, zone).iter().for_each(|(name, fact)| push_line(&format!("{name:<10} {fact}"), &mut text));
    let deviations = deviations(&delivery.body);
    if !deviations.is_empty() {
        push_line("\nOther than the contract says", &mut text);
        deviations.iter().for_each(|deviation| push_line(&format!("{INDENT}{}", deviation_line(deviation)), &mut text));
    }
    text
}

fn facts(row: &TrafficRow, note: &DeliveryNote, zone: &TimeZone) -> Vec<(&'static str, String)> {
    let at = Timestamp::from_millisecond(note.received_at.0).unwrap_or_default();
    let mut facts = vec![("Verdict", note.verdict.as_str().to_owned())];
    let mut push = |name, fact: Option<String>| facts.extend(fact.map(|fact| (name, fact)));
    push("Reason", note.reason.clone());
    push("Call", note.call_id.as_ref().map(CallId::as_str).map(str::to_owned));
    push("Caller", row.title.clone());
    push("Received", Some(at.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M:%S%.3f %:z").to_string()));
    push("From", note.peer.clone());
    push("Body", Some(bytes_label(note.body_bytes)));
    push("Replay of", row.replay_of.map(|of| of.0.to_string()));
    push("Rehearsed", row.rehearsed.clone());
    facts
}

fn deviation_line(Deviation { path, kind }: &Deviation) -> String {
    match kind {
        DeviationKind::Missing => format!("{path} is missing"),
        DeviationKind::New => format!("{path} is not in the contract"),
        DeviationKind::Retyped { expected, found } => format!("{path} is of type {found}, not {expected}"),
    }
}

/// JSON a member a line; other text as it is; other bytes as numbers.
fn push_body(body: &[u8], text: &mut String) {
    if body.is_empty() {
        push_line("(no body)\n", text);
        return;
    }
    let outline = Outline::of(body);
    match (&outline.fault, core::str::from_utf8(body)) {
        (None, _) => push_outline(&outline, body, text),
        (Some(_), Ok(plain)) => plain.lines().for_each(|line| push_line(line, text)),
        (Some(_), Err(_)) => {
            let rows = (0..hex_rows(body.len())).filter_map(|row| hex_row(body, row));
            rows.for_each(|row| push_line(&row.to_string(), text));
        }
    }
    if let Some(fault) = &outline.fault {
        let place = format!("line {}, column {} (byte {})", fault.line, fault.column, fault.at);
        push_line(&format!("\nNot JSON from {place} on: {}", fault.what), text);
    }
    text.push('\n');
}

fn push_outline(outline: &Outline, body: &[u8], text: &mut String) {
    let spelled = |place: &core::ops::Range<u32>| {
        String::from_utf8_lossy(body.get(place.start as usize..place.end as usize).unwrap_or_default())
    };
    for (index, OutlineLine { depth, key, value, kind }) in outline.lines.iter().enumerate() {
        let is_empty = matches!(kind, LineKind::Opens { children: 0, .. });
        let opens = matches!(kind, LineKind::Opens { .. }) && !is_empty;
        let follows = outline.lines.get(index + 1).is_some_and(|next| next.kind != LineKind::Closes);
        let comma = if !opens && follows { "," } else { "" };
        let key = key.as_ref().map(|key| format!("{}: ", spelled(key))).unwrap_or_default();
        let value = match kind {
            LineKind::Opens { is_object, .. } if is_empty => if *is_object { "{}" } else { "[]" }.into(),
            _ => spelled(value),
        };
        push_line(&format!("{}{key}{value}{comma}", INDENT.repeat(usize::from(*depth))), text);
    }
}

/// A line as a terminal may be given it: signs that move about on it are taken out.
fn push_line(line: &str, text: &mut String) {
    let shown = |c: char| if c.is_control() && !matches!(c, '\n' | '\t') { '\u{fffd}' } else { c };
    text.extend(line.chars().map(shown));
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body_text(body: &[u8]) -> String {
        let mut text = String::new();
        push_body(body, &mut text);
        text
    }

    #[test]
    fn json_is_laid_out_as_it_is_spelled() {
        let laid_out = body_text(br#"{"a":[1.50,{"b":"\u00e9"},[],{ }],"a":null}"#);
        let wanted = "{\n  \"a\": [\n    1.50,\n    {\n      \"b\": \"\\u00e9\"\n    },\n    [],\n    {}\n  ],\n  \"a\": null\n}\n\n";
        assert_eq!(laid_out, wanted);
    }

    #[test]
    fn what_is_not_json_is_shown_with_the_place_of_its_fault() {
        let text = body_text(b"{\"a\":1,}\n\x1b[31m");
        assert!(text.starts_with("{\"a\":1,}\n\u{fffd}[31m\n\nNot JSON from line 1, column 8 (byte 7) on: "), "{text}");
        assert!(body_text(b"\xff\0ab").contains("ff 00 61 62"));
        assert_eq!(body_text(b""), "(no body)\n\n");
    }

    #[test]
    fn a_deviation_is_a_sentence() {
        let kind = DeviationKind::Retyped { expected: "number", found: "string" };
        let line = deviation_line(&Deviation { path: String::from("callAnalysis.score"), kind });
        assert_eq!(line, "callAnalysis.score is of type string, not number");
    }
}
