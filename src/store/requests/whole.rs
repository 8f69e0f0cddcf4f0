//! One request whole: its bytes, and the body of our answer to it.

use rusqlite::{Connection, OptionalExtension as _};

use super::rows::row_at;
use crate::call::{Delivery, DeliveryId, DeliveryNote, Verdict};
use crate::store::rows::{body_of, note_at};
use crate::traffic::TrafficRow;

/// The contract's own answer, which is stored nowhere.
const RECEIVED: &str = r#"{"received":true}"#;
/// What whoever looks whether we are there is told.
const HERE: &str = "Call Inbox is listening. Send calls here with POST.\n";

/// A request as a row, whole, and the body of our answer; `None` if it is not there.
pub(in crate::store) fn whole_at(
    connection: &Connection,
    id: DeliveryId,
) -> rusqlite::Result<Option<(TrafficRow, Delivery, String)>> {
    let _one_moment = connection.is_autocommit().then(|| connection.unchecked_transaction()).transpose()?;
    let Some(row) = row_at(connection, id)? else { return Ok(None) };
    let Some((headers, body)) = body_of(connection, id)? else { return Ok(None) };
    let answer = answer_to(connection, &row.note)?;
    let delivery = Delivery { note: row.note.clone(), headers, body };
    Ok(Some((row, delivery, answer)))
}

/// The body of our answer: as it is stored, else as it follows from what became of the request.
fn answer_to(connection: &Connection, note: &DeliveryNote) -> rusqlite::Result<String> {
    let stored: Option<Option<String>> = connection
        .prepare_cached("SELECT answer FROM deliveries WHERE id = ?1")?
        .query_row([note.id.0], |row| row.get(0))
        .optional()?;
    Ok(stored.flatten().unwrap_or_else(|| usual_answer(note)))
}

/// What the listener answers, where nothing else is stored: to calls the contract's own bytes, else why not.
fn usual_answer(note: &DeliveryNote) -> String {
    match note.verdict {
        Verdict::New | Verdict::Repeat | Verdict::Updated => RECEIVED.to_owned(),
        Verdict::Checked if note.method == "HEAD" => String::new(),
        Verdict::Checked => HERE.to_owned(),
        Verdict::Unparsed | Verdict::Refused => {
            let reason = serde_json::Value::from(note.reason.as_deref().unwrap_or_default());
            format!(r#"{{"received":false,"reason":{reason}}}"#)
        }
    }
}

/// The body of our answer to one; `None` if it is not there.
pub(in crate::store) fn answer_at(connection: &Connection, id: DeliveryId) -> rusqlite::Result<Option<String>> {
    let note = note_at(connection, id)?;
    note.map(|note| answer_to(connection, &note)).transpose()
}
