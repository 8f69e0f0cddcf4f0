//! One delivery into rows, by the repeat rule: a new call, a repeat, an update, or only a line of Traffic. Runs inside a
//! transaction of its caller's; commits nothing and answers nobody.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rusqlite::Connection;

use super::rows::{self, KnownCall, Outcome};
use super::rules::{self, Looked, Rule};
use super::{attached, tags, tasks, transcripts, words};
use crate::call::query::IndexText;
use crate::call::{
    Call, CallRow, Change, Datum, Disposition, NewDelivery, Payload, Receipt, Seq, Traits, Triage, UnixMillis, Verdict,
    merge,
};

/// The answer to whatever is a call.
const OK: u16 = 200;
/// Said of a delivery that differs only in its spelling.
const SAME_CONTENT: &str = "same content, other bytes";
/// The most changes of one update that are noted: the deliveries themselves hold all of them.
const MAX_CHANGES: usize = 200;
/// The longest text of a noted change, in characters.
const MAX_CHANGE_CHARS: usize = 1_000;

/// A delivery that is in the database once its transaction is committed.
#[derive(Debug, PartialEq)]
pub(super) struct Kept {
    pub receipt: Receipt,
    /// The call's row, unless nothing of it changed.
    pub row: Option<CallRow>,
}

/// Writes a delivery and what follows from it.
pub(super) fn keep(
    connection: &Connection,
    delivery: &NewDelivery,
    rules: &[Rule],
    now: UnixMillis,
) -> rusqlite::Result<Kept> {
    let (status, verdict, reason) = match &delivery.disposition {
        Disposition::Admitted(payload) => return keep_call(connection, delivery, payload, rules, now),
        Disposition::Checked { status, reason } => (*status, Verdict::Checked, reason.as_str()),
        Disposition::Unparsed { status, reason } => (*status, Verdict::Unparsed, reason.as_str()),
        Disposition::Refused { status, reason } => (*status, Verdict::Refused, reason.as_str()),
    };
    log_only(connection, delivery, &Outcome { status, verdict, reason: Some(reason), call: None, changes: &[] })
}

fn log_only(connection: &Connection, delivery: &NewDelivery, outcome: &Outcome<'_>) -> rusqlite::Result<Kept> {
    let id = rows::insert_delivery(connection, delivery, outcome)?;
    rows::insert_body(connection, id, delivery)?;
    Ok(Kept { receipt: Receipt { delivery: id, call: None, verdict: outcome.verdict }, row: None })
}

fn keep_call(
    connection: &Connection,
    delivery: &NewDelivery,
    payload: &Payload,
    rules: &[Rule],
    now: UnixMillis,
) -> rusqlite::Result<Kept> {
    let (seq, verdict, row, changes) = match rows::known_call(connection, &payload.call_id)? {
        None => {
            let row = add(connection, delivery, payload, rules, now)?;
            (row.seq, Verdict::New, Some(row), Vec::new())
        }
        Some(known) if rows::has_bytes(connection, known.seq, &delivery.body_sha256, delivery.body_bytes)? => {
            (known.seq, Verdict::Repeat, None, Vec::new())
        }
        Some(known) => match lay_over(connection, &known, payload, rules, now)? {
            Some((row, changes)) => (known.seq, Verdict::Updated, Some(row), changes),
            None => {
                return log_call(connection, delivery, payload, known.seq, Verdict::Repeat, &[], Some(SAME_CONTENT));
            }
        },
    };
    let kept = log_call(connection, delivery, payload, seq, verdict, &changes, None)?;
    Ok(Kept { row, ..kept })
}

fn log_call(
    connection: &Connection,
    delivery: &NewDelivery,
    payload: &Payload,
    seq: Seq,
    verdict: Verdict,
    changes: &[Change],
    remark: Option<&str>,
) -> rusqlite::Result<Kept> {
    let said: Vec<&str> = remark.into_iter().chain(payload.warnings.iter().map(String::as_str)).collect();
    let reason = (!said.is_empty()).then(|| said.join("; "));
    let outcome = Outcome { status: OK, verdict, reason: reason.as_deref(), call: Some(seq), changes };
    let mut kept = log_only(connection, delivery, &outcome)?;
    kept.receipt.call = Some((seq, payload.call_id.clone()));
    Ok(kept)
}

fn add(
    connection: &Connection,
    delivery: &NewDelivery,
    payload: &Payload,
    rules: &[Rule],
    now: UnixMillis,
) -> rusqlite::Result<CallRow> {
    let call = Call::read(payload.call_id.clone(), payload.id_source, payload.document.clone());
    let triage = Triage { unread: true, ..Triage::default() };
    let (traits, text) = (worked_out(|| Traits::of(&call)), worked_out(|| IndexText::of(&call)));
    let mut row = CallRow::of(&call, Seq(0), delivery.received_at, false, triage);
    row.open_tasks = traits.open_tasks_after(&[]);
    row.seq = rows::insert_call(connection, &row, &traits, payload.id_source, &delivery.source, now)?;
    rows::put_document(connection, row.seq, &call.document.to_json())?;
    words::put(connection, row.seq, &text, true)?;
    if !rules.is_empty() {
        let looked = Looked::at(&row, &traits, text);
        rules::apply(connection, rules, &mut row, looked, None)?;
    }
    Ok(row)
}

/// Lays a later document over a known call; `None` if that changes nothing.
fn lay_over(
    connection: &Connection,
    known: &KnownCall,
    payload: &Payload,
    rules: &[Rule],
    now: UnixMillis,
) -> rusqlite::Result<Option<(CallRow, Vec<Change>)>> {
    let earlier = rows::document_at(connection, known.seq)?;
    let earlier = earlier.and_then(|json| Datum::parse(&json).ok()).unwrap_or_default();
    let (document, changes) = merge(&earlier, &payload.document);
    if changes.is_empty() {
        return Ok(None);
    }
    let tags = tags::names_of(connection, known.seq)?;
    let read = |document, updated, open_tasks| -> rusqlite::Result<(CallRow, Call)> {
        let call = Call::read(payload.call_id.clone(), known.id_source, document);
        // What a person attached stays, whatever is named now.
        let call = attached::laid_over(connection, known.seq, call)?;
        let row = CallRow::of(&call, known.seq, known.received_at, updated, known.triage);
        let (tags, notes) = (tags.clone(), known.notes);
        Ok((CallRow { tags, notes, open_tasks, ..row }, call))
    };
    let (mut row, call) = read(document, true, known.open_tasks)?;
    let (row_before, before) = read(earlier, known.updated, known.open_tasks)?;
    transcripts::forget_other(connection, &before, &call, known.seq)?;
    let traits = worked_out(|| Traits::of(&call));
    let text = words::with_written(connection, known.seq, worked_out(|| IndexText::of(&call)))?;
    row.open_tasks = tasks::open_count(connection, known.seq, &traits)?;
    rows::update_call(connection, &row, &traits, now)?;
    rows::put_document(connection, known.seq, &call.document.to_json())?;
    words::put(connection, known.seq, &text, false)?;
    if !rules.is_empty() {
        let text_before = words::with_written(connection, known.seq, worked_out(|| IndexText::of(&before)))?;
        let before = Looked::at(&row_before, &worked_out(|| Traits::of(&before)), text_before);
        let looked = Looked::at(&row, &traits, text);
        rules::apply(connection, rules, &mut row, looked, Some(&before))?;
    }
    Ok(Some((row, noted(changes))))
}

/// What is worked out of a call must never cost the call: a fault there leaves it without, and says so.
fn worked_out<T: Default>(work: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        log::error!("a call is kept without what is worked out of it: that failed unexpectedly");
        T::default()
    })
}

/// Changes cut to what a person would read: a list of deliveries must not carry megabytes.
fn noted(mut changes: Vec<Change>) -> Vec<Change> {
    let more = changes.len().saturating_sub(MAX_CHANGES);
    changes.truncate(MAX_CHANGES);
    for change in &mut changes {
        cut(&mut change.path);
        cut(&mut change.after);
        change.before.as_mut().map(cut);
    }
    if more > 0 {
        changes.push(Change { path: String::from("…"), before: None, after: format!("{more} more changes") });
    }
    changes
}

fn cut(text: &mut String) {
    if let Some((at, _)) = text.char_indices().nth(MAX_CHANGE_CHARS) {
        text.truncate(at);
        text.push('…');
    }
}

#[cfg(test)]
mod tests {
    use super::worked_out;

    #[test]
    fn a_fault_in_what_is_worked_out_leaves_nothing() {
        assert_eq!(worked_out(|| String::from("x")), "x");
        assert_eq!(worked_out(|| -> String { unreachable!("on purpose") }), "");
    }
}
