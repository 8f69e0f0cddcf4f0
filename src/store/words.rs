//! What a call can be found by, put down for the index, which is written later; and all that is worked out of a call's
//! document. The index itself is no concern of this.

use rusqlite::{Connection, params};

use super::{attached, notes, rows, tasks, transcripts};
use crate::call::query::{Column, IndexText};
use crate::call::{Call, Seq, Traits};

/// Works out anew, of what is stored, everything that is derived of a call: traits, how much is to do, its words. For
/// calls from before there was such a thing, and after a person wrote something. False if the call is not there.
pub(super) fn derive(connection: &Connection, seq: Seq) -> rusqlite::Result<bool> {
    let Some(call) = call_at(connection, seq)? else { return Ok(false) };
    let traits = Traits::of(&call);
    let open_tasks = tasks::open_count(connection, seq, &traits)?;
    rows::put_traits(connection, seq, &traits, open_tasks)?;
    // What older versions searched in.
    connection.prepare_cached("DELETE FROM haystacks WHERE call_seq = ?1")?.execute([seq.0])?;
    put(connection, seq, &with_written(connection, seq, IndexText::of(&call))?, false)?;
    Ok(true)
}

/// The words of a call, from what is stored of it.
pub(super) fn of_call(connection: &Connection, seq: Seq) -> rusqlite::Result<IndexText> {
    let text = call_at(connection, seq)?.map(|call| IndexText::of(&call)).unwrap_or_default();
    with_written(connection, seq, text)
}

/// The words of a call's document, with those that a person wrote and those that were said on the phone.
pub(super) fn with_written(connection: &Connection, seq: Seq, mut text: IndexText) -> rusqlite::Result<IndexText> {
    for note in notes::of_call(connection, seq)? {
        text.add(Column::Notes, &note.text);
    }
    for task in tasks::own_of(connection, seq)? {
        text.add(Column::Notes, &task.text);
    }
    if let Some(words) = transcripts::words_at(connection, seq)? {
        text.set(Column::Transcript, words);
    }
    Ok(text)
}

/// Puts the words of a call down anew after some of them came that are not in its document. One that was never looked into
/// is left to [`derive()`], as ever.
pub(super) fn renew(connection: &Connection, seq: Seq, call: &Call) -> rusqlite::Result<()> {
    let is_unread = "SELECT 1 FROM unindexed WHERE call_seq = ?1 AND name IS NULL";
    if connection.prepare_cached(is_unread)?.exists([seq.0])? {
        return Ok(());
    }
    put(connection, seq, &with_written(connection, seq, IndexText::of(call))?, false)
}

/// Puts words down until the index has them. `is_new`: the index knows nothing of the call; it stays so while it waits.
pub(super) fn put(connection: &Connection, seq: Seq, text: &IndexText, is_new: bool) -> rusqlite::Result<()> {
    let said = |column| text.column(column);
    connection
        .prepare_cached(
            "INSERT INTO unindexed (call_seq, is_new, name, company, phone, email, city, mood, outcome, class, \
             language, text, notes, transcript) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) \
             ON CONFLICT (call_seq) DO UPDATE SET name = excluded.name, company = excluded.company, \
             phone = excluded.phone, email = excluded.email, city = excluded.city, mood = excluded.mood, \
             outcome = excluded.outcome, class = excluded.class, language = excluded.language, \
             text = excluded.text, notes = excluded.notes, transcript = excluded.transcript",
        )?
        .execute(params![
            seq.0,
            is_new,
            said(Column::Name),
            said(Column::Company),
            said(Column::Phone),
            said(Column::Email),
            said(Column::City),
            said(Column::Mood),
            said(Column::Outcome),
            said(Column::Class),
            said(Column::Language),
            said(Column::Text),
            said(Column::Notes),
            said(Column::Transcript)
        ])
        .map(drop)
}

/// A call, from its document and what was attached to it.
pub(super) fn call_at(connection: &Connection, seq: Seq) -> rusqlite::Result<Option<Call>> {
    let Some((id, known)) = rows::known_call_at(connection, seq)? else { return Ok(None) };
    let document = rows::document_at(connection, seq)?.unwrap_or_default();
    let call = rows::read_call(id, known.id_source, &document);
    attached::laid_over(connection, seq, call).map(Some)
}
