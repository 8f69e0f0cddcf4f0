//! `contract`: what the platform sends, against the documented contract and against what it usually sends.

use std::fmt::Write as _;

use anyhow::Result;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::json::{number, record, stamp, text_or_null};
use super::open;
use crate::app::arguments::Common;
use crate::app::{clock, printed};
use crate::call::{Datum, UnixMillis};
use crate::traffic::{ContractWatch, FieldUse, ShapeChange, ShapeChangeKind};

/// Fields and changes.
///
/// # Errors
/// The inbox can't be read, or stdout is gone.
pub fn contract(common: &Common, is_json: bool) -> Result<()> {
    let (_store, reader) = open(common)?;
    let watch = reader.contract_watch(clock::now())?;
    if is_json {
        return Ok(printed::line(&watch_json(&watch).to_json())?);
    }
    Ok(printed::bytes(watch_text(&watch, &TimeZone::system()).as_bytes())?)
}

fn watch_json(watch: &ContractWatch) -> Datum {
    let fields = watch.fields.iter().map(|field| field_json(field, watch.payloads));
    record([
        ("payloads", number(watch.payloads)),
        ("fields", Datum::List(fields.collect())),
        ("changes", Datum::List(watch.changes.iter().map(change_json).collect())),
    ])
}

fn field_json(field: &FieldUse, payloads: u64) -> Datum {
    let types = field.types.iter().map(|(kind, count)| (kind.clone(), number(count)));
    let day = |(day, present, payloads): &(UnixMillis, u64, u64)| {
        record([("day", date(*day)), ("present", number(present)), ("payloads", number(payloads))])
    };
    record([
        ("path", Datum::from(field.path.as_str())),
        ("documented", text_or_null(field.documented)),
        ("types", Datum::Record(types.collect())),
        ("present", number(field.present)),
        ("percent", number(percent(field.present, payloads))),
        ("days", Datum::List(field.days.iter().map(day).collect())),
        ("example", field.example.map_or(Datum::Null, |id| number(id.0))),
    ])
}

fn change_json(change: &ShapeChange) -> Datum {
    let (word, usual, found) = words(&change.kind);
    record([
        ("id", number(change.id.0)),
        ("at", stamp(change.at)),
        ("source", Datum::from(change.source.as_str())),
        ("path", Datum::from(change.path.as_str())),
        ("change", Datum::from(word)),
        ("usual", text_or_null(usual)),
        ("found", text_or_null(found)),
        ("count", number(change.count)),
        ("example", number(change.example.0)),
        ("seen", Datum::Bool(change.is_seen)),
    ])
}

fn words(kind: &ShapeChangeKind) -> (&'static str, Option<&str>, Option<&str>) {
    match kind {
        ShapeChangeKind::New { found } => ("new", None, Some(found)),
        ShapeChangeKind::Missing => ("missing", None, None),
        ShapeChangeKind::Retyped { usual, found } => ("retyped", Some(usual), Some(found)),
    }
}

/// With one place after the point.
fn percent(count: u64, of: u64) -> f64 {
    if of == 0 { 0.0 } else { (count as f64 * 1_000.0 / of as f64).round() / 10.0 }
}

fn date(day: UnixMillis) -> Datum {
    Timestamp::from_millisecond(day.0).map_or(Datum::Null, |at| Datum::Text(at.strftime("%Y-%m-%d").to_string()))
}

fn watch_text(watch: &ContractWatch, zone: &TimeZone) -> String {
    let mut text = match watch.payloads {
        0 => String::from("No payload was looked at yet.\n"),
        1 => String::from("1 payload was looked at.\n"),
        payloads => format!("{payloads} payloads were looked at.\n"),
    };
    let head = ("Field", "Contract", "Present", "Days", "Types");
    let mut line = |(path, documented, present, days, types): (&str, &str, &str, &str, &str)| {
        let line = format!("{path:<40}  {documented:<8}  {present:>8}  {days:>7}  {types}");
        // A key may hold anything; a terminal shall show it, not obey it.
        let line: String = line.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect();
        let _ = writeln!(text, "{}", line.trim_end());
    };
    line(("", "", "", "", ""));
    line(head);
    for field in &watch.fields {
        let present = format!("{} %", percent(field.present, watch.payloads));
        let days = field.days.iter().filter(|(_, present, _)| *present > 0).count();
        let days = format!("{days} of {}", field.days.len());
        let types: Vec<String> = field.types.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
        line((&field.path, field.documented.unwrap_or("–"), &present, &days, &types.join(", ")));
    }
    for change in &watch.changes {
        let when = Timestamp::from_millisecond(change.at.0)
            .map(|at| at.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string())
            .unwrap_or_default();
        let what = match &change.kind {
            ShapeChangeKind::New { found } => format!("new field, {found}"),
            ShapeChangeKind::Missing => String::from("missing, was always there"),
            ShapeChangeKind::Retyped { usual, found } => format!("{found} instead of {usual}"),
        };
        let (path, count, example) = (&change.path, change.count, change.example.0);
        let path: String = path.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect();
        if change == &watch.changes[0] {
            let _ = writeln!(text, "\nChanges, newest first");
        }
        let times = if count == 1 { "payload" } else { "payloads" };
        let _ = writeln!(text, "{when}  {path}: {what}; in {count} {times}, first in delivery {example}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{DeliveryId, EntryId};

    fn watch() -> ContractWatch {
        let score = FieldUse {
            path: String::from("callAnalysis.score"),
            documented: Some("number"),
            types: vec![(String::from("number"), 25), (String::from("string"), 1)],
            present: 26,
            days: vec![(UnixMillis(0), 0, 4), (UnixMillis(86_400_000), 26, 26)],
            example: Some(DeliveryId(26)),
        };
        let owner = FieldUse { path: String::from("a\u{1b}[2J"), documented: None, present: 1, ..score.clone() };
        let kind = ShapeChangeKind::Retyped { usual: String::from("number"), found: String::from("string") };
        let change = ShapeChange {
            id: EntryId(1),
            source: String::from("default"),
            path: score.path.clone(),
            kind,
            example: DeliveryId(26),
            at: UnixMillis(86_400_000),
            count: 11,
            is_seen: false,
        };
        ContractWatch { payloads: 30, changes: vec![change], fields: vec![score, owner] }
    }

    #[test]
    fn people_read_a_table_and_then_what_changed() {
        let text = watch_text(&watch(), &TimeZone::UTC);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!((lines[0], lines[1]), ("30 payloads were looked at.", ""));
        let words: Vec<Vec<&str>> = lines.iter().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(words[2], ["Field", "Contract", "Present", "Days", "Types"]);
        assert_eq!(
            words[3],
            ["callAnalysis.score", "number", "86.7", "%", "1", "of", "2", "number", "25,", "string", "1"]
        );
        assert!(words[4][..4] == ["a\u{FFFD}[2J", "–", "3.3", "%"], "{text}");
        assert_eq!(lines[6], "Changes, newest first");
        let change =
            "1970-01-02 00:00:00  callAnalysis.score: string instead of number; in 11 payloads, first in delivery 26";
        assert_eq!(lines[7], change);
        assert_eq!(lines.len(), 8);
        assert!(watch_text(&ContractWatch::default(), &TimeZone::UTC).starts_with("No payload"));
    }

    #[test]
    fn scripts_read_one_object() {
        let json = watch_json(&watch()).to_json();
        assert!(json.starts_with(r#"{"payloads":30,"fields":[{"path":"callAnalysis.score","documented":"number","types":{"number":25,"string":1},"present":26,"percent":86.7,"days":[{"day":"1970-01-01","present":0,"payloads":4},"#), "{json}");
        assert!(json.contains(r#""changes":[{"id":1,"at":"1970-01-02T00:00:00.000Z","source":"default","path":"callAnalysis.score","change":"retyped","usual":"number","found":"string","count":11,"example":26,"seen":false}]"#), "{json}");
    }
}
