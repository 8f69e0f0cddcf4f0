//! Calls as a table for spreadsheets: RFC 4180, UTF-8, a row a call. What a spreadsheet would take for a formula is told
//! from one.

use std::borrow::Cow;
use std::io::{self, Write};

use anyhow::Result;
use jiff::tz::TimeZone;

use super::super::listing::{note_text, to_do_lines};
use super::{Calls, stamp};
use crate::call::{CallDetail, CallerField, UnixMillis};
use crate::inbox::{DetailPage, Section};

const COLUMNS: [&str; 27] = [
    "received",
    "call id",
    "name",
    "company",
    "phone",
    "email",
    "city",
    "country",
    "language",
    "mood",
    "score",
    "outcome",
    "classification",
    "summary",
    "action items",
    "tags",
    "notes",
    "unread",
    "starred",
    "done",
    "snoozed until",
    "open tasks",
    "scheduled time",
    "best time to call",
    "preferred contact method",
    "recording uri",
    "transcript uri",
];

/// Writes the table.
pub fn write(out: &mut dyn Write, calls: &Calls<'_>, now: UnixMillis, zone: &TimeZone) -> Result<()> {
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    table.write_record(COLUMNS).map_err(reason)?;
    calls.each(|detail| Ok(table.write_record(cells(detail, now, zone)).map_err(reason)?))?;
    Ok(table.flush()?)
}

fn cells(detail: CallDetail, now: UnixMillis, zone: &TimeZone) -> Vec<String> {
    let page = DetailPage::of(detail, now, zone);
    let detail = &page.detail;
    let (call, marks) = (&detail.call, detail.triage);
    let analysis = &call.analysis;
    let said = |text: Option<&str>| inert(text.unwrap_or_default()).into_owned();
    let caller = |field| said(call.caller.get(field));
    let phone = call.caller.get(CallerField::PhoneNumber);
    let score = analysis.score.as_ref().and_then(|score| score.value);
    let to_do = page.sections.iter().find_map(|section| match section {
        Section::Tasks { blocks } => Some(to_do_lines(&page, blocks).join("\n")),
        _ => None,
    });
    let notes: Vec<String> = detail.notes.iter().map(note_text).collect();
    vec![
        stamp(detail.received_at),
        said(Some(call.id.as_str())),
        caller(CallerField::Name),
        caller(CallerField::Company),
        phone.filter(|number| is_dialled(number)).map_or_else(|| said(phone), str::to_owned),
        caller(CallerField::Email),
        caller(CallerField::City),
        caller(CallerField::Country),
        caller(CallerField::Language),
        said(analysis.mood.as_ref().map(|mood| mood.word.as_str())),
        score.map_or_else(String::new, |score| score.to_string()),
        said(analysis.outcome.as_deref()),
        said(analysis.classification.as_deref()),
        said(analysis.summary.as_deref()),
        said(to_do.as_deref()),
        said(Some(&detail.tags.join(", "))),
        said(Some(&notes.join("\n"))),
        marks.unread.to_string(),
        marks.starred.to_string(),
        marks.done.to_string(),
        marks.snoozed_until.map_or_else(String::new, stamp),
        detail.open_tasks().to_string(),
        caller(CallerField::ScheduledTime),
        caller(CallerField::BestTimeToCall),
        caller(CallerField::PreferredContactMethod),
        said(call.recording_uri.as_deref()),
        said(call.transcript_uri.as_deref()),
    ]
}

/// A text that no spreadsheet works out: what would begin a formula there is put behind an apostrophe.
fn inert(text: &str) -> Cow<'_, str> {
    // The wide forms count as the narrow ones where people type them.
    let begins = |c| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
    if text.starts_with(begins) { format!("'{text}").into() } else { text.into() }
}

/// A telephone number as it is dialled: digits with a plus before them and what sets them apart. It can do no harm and
/// would be of no use with an apostrophe.
fn is_dialled(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit() || c == '(')
        && digits.chars().all(|c| c.is_ascii_digit() || "() .-/".contains(c))
}

/// Why a row can't be written.
fn reason(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{Call, CallId, Datum, IdSource, Seq, Triage};

    fn row(payload: &str) -> Vec<String> {
        let call = Call::read(CallId::given("c1").unwrap(), IdSource::Given, Datum::parse(payload).unwrap());
        cells(
            CallDetail::new(Seq(1), UnixMillis(0), call, Triage::default(), Vec::new()),
            UnixMillis(0),
            &TimeZone::UTC,
        )
    }

    fn cell<'a>(row: &'a [String], column: &str) -> &'a str {
        let at = COLUMNS.iter().position(|name| *name == column).unwrap();
        &row[at]
    }

    #[test]
    fn nothing_becomes_a_formula() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"] {
            assert_eq!(inert(text), format!("'{text}"));
        }
        for text in ["", "1=1", "a@b.co", "'=1", "Ann"] {
            assert_eq!(inert(text), text);
        }
        let row = row(r#"{"callerDetails":{"name":"=HYPERLINK(\"x\")","phoneNumber":"+1+cmd|' /C calc'!A0"}}"#);
        assert_eq!((cell(&row, "name"), cell(&row, "phone")), ("'=HYPERLINK(\"x\")", "'+1+cmd|' /C calc'!A0"));
    }

    #[test]
    fn a_telephone_number_stays_as_it_is_dialled() {
        for number in ["+1-555-123-4567", "+49 (30) 1234", "(555) 123.4567", "0171/234"] {
            let row = row(&format!(r#"{{"callerDetails":{{"phoneNumber":"{number}"}}}}"#));
            assert_eq!(cell(&row, "phone"), number);
        }
        for number in ["+", "-1-2", "+=1", "++1", "+1*2", ""] {
            assert!(!is_dialled(number), "{number}");
        }
    }

    #[test]
    fn a_call_is_a_row_with_what_is_to_do_in_lines() {
        let row = row(
            r#"{"callerDetails":{"name":"Ann"},"callAnalysis":{"score":"8.5/10","actionItems":["Call",{"task":"Send","status":"done"}]}}"#,
        );
        assert_eq!(row.len(), COLUMNS.len());
        assert_eq!((cell(&row, "received"), cell(&row, "call id")), ("1970-01-01T00:00:00.000Z", "c1"));
        assert_eq!((cell(&row, "score"), cell(&row, "open tasks")), ("85", "1"));
        assert!(cell(&row, "action items").starts_with("[ ] Call\n[x] Send"), "{row:?}");
        assert_eq!((cell(&row, "unread"), cell(&row, "snoozed until"), cell(&row, "mood")), ("false", "", ""));
    }
}
