//! Values to rows and rows to values: the columns of calls, deliveries and bodies, one statement a function.

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::tags;
use crate::call::{
    Call, CallId, CallRow, Change, DeliveryId, DeliveryNote, Header, IdSource, Mood, NewDelivery, Score, Seq, Traits,
    Triage, UnixMillis, Verdict,
};

const ROW: &str = "seq, call_id, received_at, title, company, mood, outcome, score_text, score, excerpt, \
                   has_recording, has_transcript, updated, unread, starred, done, snoozed_until, open_tasks, notes";
const KNOWN: &str =
    "seq, id_source, received_at, unread, starred, done, snoozed_until, updated, open_tasks, notes, call_id";
/// What [`read_note`] reads.
pub(super) const NOTE: &str = "d.id, d.received_at, d.source, d.peer, d.method, d.path, d.status, d.verdict, \
                               d.reason, c.call_id, d.body_bytes, d.took_micros, d.changes";
/// Where it is read.
pub(super) const NOTED: &str = "FROM deliveries d LEFT JOIN calls c ON c.seq = d.call_seq";

/// What stands in a delivery's row beside the request itself.
pub(super) struct Outcome<'a> {
    pub status: u16,
    pub verdict: Verdict,
    pub reason: Option<&'a str>,
    pub call: Option<Seq>,
    pub changes: &'a [Change],
}

/// A call that is there already.
pub(super) struct KnownCall {
    pub seq: Seq,
    pub id_source: IdSource,
    pub received_at: UnixMillis,
    pub triage: Triage,
    pub updated: bool,
    pub open_tasks: u32,
    pub notes: u32,
}

pub(super) fn known_call(connection: &Connection, id: &CallId) -> rusqlite::Result<Option<KnownCall>> {
    connection
        .prepare_cached(&format!("SELECT {KNOWN} FROM calls WHERE call_id = ?1"))?
        .query_row([id.as_str()], read_known)
        .optional()
}

pub(super) fn known_call_at(connection: &Connection, seq: Seq) -> rusqlite::Result<Option<(CallId, KnownCall)>> {
    connection
        .prepare_cached(&format!("SELECT {KNOWN} FROM calls WHERE seq = ?1"))?
        .query_row([seq.0], |row| Ok((read_id(row, 10)?, read_known(row)?)))
        .optional()
}

fn read_known(row: &Row<'_>) -> rusqlite::Result<KnownCall> {
    Ok(KnownCall {
        seq: Seq(row.get(0)?),
        id_source: IdSource::from_word(row.get_ref(1)?.as_str()?),
        received_at: UnixMillis(row.get(2)?),
        triage: read_triage(row, 3)?,
        updated: row.get(7)?,
        open_tasks: row.get(8)?,
        notes: row.get(9)?,
    })
}

pub(super) fn triage_at(connection: &Connection, seq: Seq) -> rusqlite::Result<Option<Triage>> {
    connection
        .prepare_cached("SELECT unread, starred, done, snoozed_until FROM calls WHERE seq = ?1")?
        .query_row([seq.0], |row| read_triage(row, 0))
        .optional()
}

pub(super) fn is_there(connection: &Connection, seq: Seq) -> rusqlite::Result<bool> {
    connection.prepare_cached("SELECT 1 FROM calls WHERE seq = ?1")?.exists([seq.0])
}

/// Notes that somebody changed something of a call.
pub(super) fn touch(connection: &Connection, seq: Seq, now: UnixMillis) -> rusqlite::Result<()> {
    connection.prepare_cached("UPDATE calls SET updated_at = ?2 WHERE seq = ?1")?.execute([seq.0, now.0]).map(drop)
}

pub(super) fn insert_call(
    connection: &Connection,
    row: &CallRow,
    traits: &Traits,
    id_source: IdSource,
    source: &str,
    now: UnixMillis,
) -> rusqlite::Result<Seq> {
    let seq = connection
        .prepare_cached(
            "INSERT INTO calls (call_id, received_at, title, company, mood, outcome, score_text, score, excerpt, \
             has_recording, has_transcript, updated, unread, starred, done, id_source, source, updated_at, sort_name, \
             phone_key, email_key, unparsed, callback, open_tasks, class) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, \
             ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25)",
        )?
        .insert(params![
            row.id.as_str(),
            row.received_at.0,
            row.title,
            row.company,
            row.mood.as_ref().map(|mood| &mood.word),
            row.outcome,
            row.score.as_ref().map(|score| &score.text),
            row.score.as_ref().and_then(|score| score.value),
            row.excerpt,
            row.has_recording,
            row.has_transcript,
            row.updated,
            row.triage.unread,
            row.triage.starred,
            row.triage.done,
            id_source.as_str(),
            source,
            now.0,
            traits.sort_name,
            traits.phone_key,
            traits.email_key,
            traits.is_unparsed,
            traits.wants_callback,
            row.open_tasks,
            traits.class
        ])?;
    Ok(Seq(seq))
}

/// Rewrites what a delivery tells of a call; the person's marks are no concern of it.
pub(super) fn update_call(
    connection: &Connection,
    row: &CallRow,
    traits: &Traits,
    now: UnixMillis,
) -> rusqlite::Result<()> {
    put_traits(connection, row.seq, traits, row.open_tasks)?;
    connection
        .prepare_cached(
            "UPDATE calls SET title = ?2, company = ?3, mood = ?4, outcome = ?5, score_text = ?6, score = ?7, \
             excerpt = ?8, has_recording = ?9, has_transcript = ?10, updated = 1, updated_at = ?11 WHERE seq = ?1",
        )?
        .execute(params![
            row.seq.0,
            row.title,
            row.company,
            row.mood.as_ref().map(|mood| &mood.word),
            row.outcome,
            row.score.as_ref().map(|score| &score.text),
            row.score.as_ref().and_then(|score| score.value),
            row.excerpt,
            row.has_recording,
            row.has_transcript,
            now.0
        ])
        .map(drop)
}

/// Rewrites what is worked out of a call.
pub(super) fn put_traits(connection: &Connection, seq: Seq, traits: &Traits, open_tasks: u32) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "UPDATE calls SET sort_name = ?2, phone_key = ?3, email_key = ?4, unparsed = ?5, callback = ?6, \
             open_tasks = ?7, class = ?8 WHERE seq = ?1",
        )?
        .execute(params![
            seq.0,
            traits.sort_name,
            traits.phone_key,
            traits.email_key,
            traits.is_unparsed,
            traits.wants_callback,
            open_tasks,
            traits.class
        ])
        .map(drop)
}

pub(super) fn row_at(connection: &Connection, seq: Seq) -> rusqlite::Result<Option<CallRow>> {
    rows_at(connection, &[seq]).map(|mut rows| rows.pop())
}

/// These rows, in this order; what is gone is left out. Read in one moment: a lock a row costs as much as the row.
pub(super) fn rows_at(connection: &Connection, seqs: &[Seq]) -> rusqlite::Result<Vec<CallRow>> {
    let _one_moment = connection.is_autocommit().then(|| connection.unchecked_transaction()).transpose()?;
    let sql = format!("SELECT {ROW}, EXISTS (SELECT 1 FROM call_tags WHERE call_seq = seq) FROM calls WHERE seq = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut found = Vec::with_capacity(seqs.len());
    for seq in seqs {
        let row = statement.query_row([seq.0], |row| Ok((read_row(row)?, row.get(19)?))).optional()?;
        let Some((mut row, is_tagged)) = row else { continue };
        if is_tagged {
            row.tags = tags::names_of(connection, *seq)?;
        }
        found.push(row);
    }
    Ok(found)
}

fn read_row(row: &Row<'_>) -> rusqlite::Result<CallRow> {
    let mood = row.get_ref(5)?.as_str_or_null()?.and_then(Mood::read);
    let score_value: Option<f64> = row.get(8)?;
    Ok(CallRow {
        seq: Seq(row.get(0)?),
        id: read_id(row, 1)?,
        received_at: UnixMillis(row.get(2)?),
        title: row.get(3)?,
        company: row.get(4)?,
        mood,
        outcome: row.get(6)?,
        score: row.get::<_, Option<String>>(7)?.map(|text| Score::stored(text, score_value)),
        excerpt: row.get(9)?,
        said: None,
        has_recording: row.get(10)?,
        has_transcript: row.get(11)?,
        updated: row.get(12)?,
        triage: read_triage(row, 13)?,
        tags: Vec::new(),
        open_tasks: row.get(17)?,
        notes: row.get(18)?,
    })
}

fn read_triage(row: &Row<'_>, first: usize) -> rusqlite::Result<Triage> {
    Ok(Triage {
        unread: row.get(first)?,
        starred: row.get(first + 1)?,
        done: row.get(first + 2)?,
        snoozed_until: row.get::<_, Option<i64>>(first + 3)?.map(UnixMillis),
    })
}

fn read_id(row: &Row<'_>, at: usize) -> rusqlite::Result<CallId> {
    let fault = || rusqlite::Error::FromSqlConversionFailure(at, Type::Text, "a blank call id".into());
    CallId::given(row.get_ref(at)?.as_str()?).ok_or_else(fault)
}

pub(super) fn document_at(connection: &Connection, seq: Seq) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached("SELECT document FROM documents WHERE call_seq = ?1")?
        .query_row([seq.0], |row| row.get(0))
        .optional()
}

pub(super) fn put_document(connection: &Connection, seq: Seq, document: &str) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO documents (call_seq, document) VALUES (?1, ?2)")?
        .execute(params![seq.0, document])
        .map(drop)
}

/// Whether a call was sent with these very bytes before.
pub(super) fn has_bytes(
    connection: &Connection,
    seq: Seq,
    sha256: &[u8; 32],
    body_bytes: u64,
) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT 1 FROM deliveries WHERE call_seq = ?1 AND body_sha256 = ?2 AND body_bytes = ?3")?
        .exists(params![seq.0, &sha256[..], body_bytes.cast_signed()])
}

pub(super) fn insert_delivery(
    connection: &Connection,
    delivery: &NewDelivery,
    outcome: &Outcome<'_>,
) -> rusqlite::Result<DeliveryId> {
    let id = connection
        .prepare_cached(
            "INSERT INTO deliveries (received_at, source, peer, method, path, status, verdict, reason, call_seq, \
             body_bytes, body_sha256, changes, answer, rehearsed, replay_of) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, \
             ?10, ?11, ?12, ?13, ?14, ?15)",
        )?
        .insert(params![
            delivery.received_at.0,
            delivery.source,
            delivery.peer,
            delivery.method,
            delivery.path,
            delivery.rehearsed.as_ref().map_or(outcome.status, |rehearsed| rehearsed.status),
            outcome.verdict.as_str(),
            outcome.reason,
            outcome.call.map(|seq| seq.0),
            delivery.body_bytes.cast_signed(),
            &delivery.body_sha256[..],
            changes_to_json(outcome.changes),
            delivery.answer,
            delivery.rehearsed.as_ref().map(|rehearsed| &rehearsed.what),
            delivery.replay_of.map(|id| id.0)
        ])?;
    Ok(DeliveryId(id))
}

pub(super) fn insert_body(connection: &Connection, id: DeliveryId, delivery: &NewDelivery) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT INTO bodies (delivery_id, headers, body) VALUES (?1, ?2, ?3)")?
        .execute(params![id.0, headers_to_json(&delivery.headers), delivery.body])
        .map(drop)
}

/// Headers and body, byte for byte.
pub(super) fn body_of(connection: &Connection, id: DeliveryId) -> rusqlite::Result<Option<(Vec<Header>, Vec<u8>)>> {
    connection
        .prepare_cached("SELECT headers, body FROM bodies WHERE delivery_id = ?1")?
        .query_row([id.0], |row| Ok((headers_from_json(row.get_ref(0)?.as_str()?), row.get(1)?)))
        .optional()
}

pub(super) fn first_body(connection: &Connection, id: &CallId) -> rusqlite::Result<Option<Vec<u8>>> {
    connection
        .prepare_cached(
            "SELECT b.body FROM calls c JOIN deliveries d ON d.call_seq = c.seq JOIN bodies b ON b.delivery_id = d.id \
             WHERE c.call_id = ?1 ORDER BY d.id LIMIT 1",
        )?
        .query_row([id.as_str()], |row| row.get(0))
        .optional()
}

pub(super) fn set_took(connection: &Connection, id: DeliveryId, micros: u64) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE deliveries SET took_micros = ?2 WHERE id = ?1")?
        .execute(params![id.0, micros.cast_signed()])
        .map(drop)
}

pub(super) fn note_at(connection: &Connection, id: DeliveryId) -> rusqlite::Result<Option<DeliveryNote>> {
    connection
        .prepare_cached(&format!("SELECT {NOTE} {NOTED} WHERE d.id = ?1"))?
        .query_row([id.0], read_note)
        .optional()
}

/// The newest deliveries below a number, newest first.
pub(super) fn notes_below(connection: &Connection, below: i64, limit: i64) -> rusqlite::Result<Vec<DeliveryNote>> {
    connection
        .prepare_cached(&format!("SELECT {NOTE} {NOTED} WHERE d.id < ?1 ORDER BY d.id DESC LIMIT ?2"))?
        .query_map([below, limit], read_note)?
        .collect()
}

/// The deliveries of a call, oldest first.
pub(super) fn notes_of(connection: &Connection, seq: Seq) -> rusqlite::Result<Vec<DeliveryNote>> {
    connection
        .prepare_cached(&format!("SELECT {NOTE} {NOTED} WHERE d.call_seq = ?1 ORDER BY d.id"))?
        .query_map([seq.0], read_note)?
        .collect()
}

pub(super) fn count_notes_of(connection: &Connection, seq: Seq) -> rusqlite::Result<u64> {
    connection
        .prepare_cached("SELECT count(*) FROM deliveries WHERE call_seq = ?1")?
        .query_row([seq.0], |row| row.get::<_, i64>(0))
        .map(i64::cast_unsigned)
}

pub(super) fn read_note(row: &Row<'_>) -> rusqlite::Result<DeliveryNote> {
    Ok(DeliveryNote {
        id: DeliveryId(row.get(0)?),
        received_at: UnixMillis(row.get(1)?),
        source: row.get(2)?,
        peer: row.get(3)?,
        method: row.get(4)?,
        path: row.get(5)?,
        status: row.get(6)?,
        verdict: Verdict::from_word(row.get_ref(7)?.as_str()?),
        reason: row.get(8)?,
        call_id: if row.get_ref(9)? == rusqlite::types::ValueRef::Null { None } else { Some(read_id(row, 9)?) },
        body_bytes: row.get::<_, i64>(10)?.cast_unsigned(),
        took_micros: row.get::<_, Option<i64>>(11)?.map(i64::cast_unsigned),
        changes: row.get_ref(12)?.as_str_or_null()?.map(changes_from_json).unwrap_or_default(),
    })
}

/// Notes whether a call has files: those it names, and those that were attached to it.
pub(super) fn put_files(
    connection: &Connection,
    seq: Seq,
    has_recording: bool,
    has_transcript: bool,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE calls SET has_recording = ?2, has_transcript = ?3 WHERE seq = ?1")?
        .execute(params![seq.0, has_recording, has_transcript])
        .map(drop)
}

/// A call whole, from its document.
pub(super) fn read_call(id: CallId, id_source: IdSource, document: &str) -> Call {
    // Only a damaged file holds a document that is no JSON; the deliveries still show what was sent.
    Call::read(id, id_source, crate::call::Datum::parse(document).unwrap_or_default())
}

fn headers_to_json(headers: &[Header]) -> String {
    let lines: Vec<_> = headers.iter().map(|header| (&header.name, &header.value)).collect();
    serde_json::to_string(&lines).expect("writing strings to memory cannot fail")
}

pub(super) fn headers_from_json(json: &str) -> Vec<Header> {
    let lines: Vec<(String, String)> = serde_json::from_str(json).unwrap_or_default();
    lines.into_iter().map(|(name, value)| Header { name, value }).collect()
}

fn changes_to_json(changes: &[Change]) -> Option<String> {
    let lines: Vec<_> = changes.iter().map(|change| (&change.path, &change.before, &change.after)).collect();
    (!lines.is_empty()).then(|| serde_json::to_string(&lines).expect("writing strings to memory cannot fail"))
}

fn changes_from_json(json: &str) -> Vec<Change> {
    let lines: Vec<(String, Option<String>, String)> = serde_json::from_str(json).unwrap_or_default();
    lines.into_iter().map(|(path, before, after)| Change { path, before, after }).collect()
}
