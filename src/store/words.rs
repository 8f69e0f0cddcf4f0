//! The words that a call is found by, from what is stored of it. Written beside the call when it arrives or changes; put into
//! the index by `index`.

use rusqlite::{Connection, ToSql};

use super::rows;
use crate::call::query::{Column, IndexText};
use crate::call::{Call, CallerField, Seq};

/// Notes the words of a call that was just written, to be indexed later.
pub(super) fn put(connection: &Connection, seq: Seq, call: &Call, is_new: bool) -> rusqlite::Result<()> {
    let text = IndexText::of(call);
    let mut statement = connection.prepare_cached(
        "INSERT OR REPLACE INTO unindexed (call_seq, is_new, name, company, phone, email, city, mood, outcome, class, \
         language, text, notes, transcript) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?;
    let columns = Column::ALL.map(|column| text.column(column));
    let mut params: Vec<&dyn ToSql> = vec![&seq.0, &is_new];
    for column in &columns {
        params.push(column);
    }
    statement.execute(&*params).map(drop)
}

/// A call, from its document.
pub(super) fn call_at(connection: &Connection, seq: Seq) -> rusqlite::Result<Option<Call>> {
    let Some((id, known)) = rows::known_call_at(connection, seq)? else { return Ok(None) };
    let document = rows::document_at(connection, seq)?.unwrap_or_default();
    Ok(Some(rows::read_call(id, known.id_source, &document)))
}

/// What the platform said for a column, unless that is only a way of saying "not known".
pub(super) fn value_of(call: &Call, column: Column) -> Option<&str> {
    let analysis = &call.analysis;
    match column {
        Column::Mood => analysis.mood.as_ref().map(|mood| mood.word.as_str()),
        Column::Outcome => analysis.outcome.as_deref(),
        Column::Class => analysis.classification.as_deref(),
        Column::Name => call.caller.known(CallerField::Name),
        Column::Company => call.caller.known(CallerField::Company),
        Column::City => call.caller.known(CallerField::City),
        Column::Language => call.caller.known(CallerField::Language),
        Column::Email => call.caller.known(CallerField::Email),
        Column::Phone => call.caller.known(CallerField::PhoneNumber),
        Column::Text | Column::Notes | Column::Transcript => None,
    }
}

/// Works out anew what an older version did not: the words of a call.
pub(super) fn derive(connection: &Connection, seq: Seq) -> rusqlite::Result<IndexText> {
    of_call(connection, seq)
}

/// The words of a call, from its document.
pub(super) fn of_call(connection: &Connection, seq: Seq) -> rusqlite::Result<IndexText> {
    let Some((id, known)) = rows::known_call_at(connection, seq)? else { return Ok(IndexText::default()) };
    let document = rows::document_at(connection, seq)?.unwrap_or_default();
    Ok(IndexText::of(&rows::read_call(id, known.id_source, &document)))
}
