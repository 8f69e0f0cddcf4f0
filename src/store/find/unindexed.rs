//! Calls whose words are not in the index yet, or stand there with words they no longer have: looked at one by one.

use std::ops::Range;

use rusqlite::{Connection, OptionalExtension as _, Row};

use crate::call::query::{Column, Facts, IndexText, matches, tag_key};
use crate::call::{Query, Seq, Triage, UnixMillis};
use crate::store::words;

/// Calls looked at in a step: some 30 ms.
const A_STEP: u32 = if cfg!(test) { 5 } else { 16_000 };
/// A call whose words are still to be read out of its document takes as long as so many others.
const UNREAD: u32 = if cfg!(test) { 2 } else { 16 };

/// How many there are.
pub(in crate::store) fn count(connection: &Connection) -> rusqlite::Result<u64> {
    let count =
        connection.prepare_cached("SELECT count(*) FROM unindexed")?.query_row([], |row| row.get::<_, i64>(0))?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// Corrects what the index found within a range (newest first): takes out the calls it does not know as they are, and puts
/// in those of them that a query selects. Gives the call from which on all was looked at; what was found before is dropped
/// if so many wait that it takes another step.
pub(super) fn correct(
    connection: &Connection,
    query: &Query,
    range: Range<i64>,
    found: &mut Vec<Seq>,
) -> rusqlite::Result<i64> {
    let mut statement = connection.prepare_cached(
        "SELECT call_seq, name, company, phone, email, city, mood, outcome, class, language, text, notes, transcript \
         FROM unindexed WHERE call_seq >= ?1 AND call_seq < ?2 ORDER BY call_seq DESC",
    )?;
    let mut rows = statement.query([range.start, range.end])?;
    let mut corrected: Option<Vec<Seq>> = None;
    let mut rest = found.iter().copied().peekable();
    let mut left = A_STEP;
    while let Some(row) = rows.next()? {
        let seq = Seq(row.get(0)?);
        let corrected = corrected.get_or_insert_with(|| Vec::with_capacity(found.len()));
        while let Some(newer) = rest.next_if(|newer| *newer > seq) {
            corrected.push(newer);
        }
        rest.next_if_eq(&seq);
        let (text, cost) = match text_of(row)? {
            Some(text) => (text, 1),
            None => (words::of_call(connection, seq)?, UNREAD),
        };
        if is_selected(connection, query, seq, &text)? {
            corrected.push(seq);
        }
        left = left.saturating_sub(cost);
        if left == 0 {
            *found = std::mem::take(corrected);
            return Ok(seq.0);
        }
    }
    if let Some(mut corrected) = corrected {
        corrected.extend(rest);
        *found = corrected;
    }
    Ok(range.start)
}

/// The words that wait; `None` for a call from before there was an index.
pub(in crate::store) fn text_of(row: &Row<'_>) -> rusqlite::Result<Option<IndexText>> {
    let mut text = IndexText::default();
    for (at, column) in Column::ALL.into_iter().enumerate() {
        let Some(tokens) = row.get::<_, Option<String>>(at + 1)? else { return Ok(None) };
        text.set(column, tokens);
    }
    Ok(Some(text))
}

/// Whether a query selects a call with these words; not if the call is not there.
pub(super) fn is_selected(
    connection: &Connection,
    query: &Query,
    seq: Seq,
    text: &IndexText,
) -> rusqlite::Result<bool> {
    let Some(facts) = facts_of(connection, seq)? else { return Ok(false) };
    Ok(query.view.holds(facts.triage, facts.open_tasks) && matches(&query.term, &facts, text))
}

fn facts_of(connection: &Connection, seq: Seq) -> rusqlite::Result<Option<Facts>> {
    let facts = connection
        .prepare_cached(
            "SELECT c.received_at, c.score, c.unread, c.starred, c.done, c.snoozed_until, c.updated, c.unparsed, \
             c.has_recording, c.has_transcript, c.email_key IS NOT NULL, c.phone_key IS NOT NULL, c.open_tasks, c.notes, \
             c.mood, c.outcome, c.class, s.duration_ms \
             FROM calls c LEFT JOIN sounds s ON s.call_seq = c.seq WHERE c.seq = ?1",
        )?
        .query_row([seq.0], |row| {
            let key = |at: usize| -> rusqlite::Result<String> {
                Ok(tag_key(row.get_ref(at)?.as_str_or_null()?.unwrap_or_default()))
            };
            Ok(Facts {
                received_at: UnixMillis(row.get(0)?),
                score: row.get(1)?,
                triage: Triage {
                    unread: row.get(2)?,
                    starred: row.get(3)?,
                    done: row.get(4)?,
                    snoozed_until: row.get::<_, Option<i64>>(5)?.map(UnixMillis),
                },
                is_updated: row.get(6)?,
                is_unparsed: row.get(7)?,
                has_recording: row.get(8)?,
                has_transcript: row.get(9)?,
                has_email: row.get(10)?,
                has_phone: row.get(11)?,
                open_tasks: row.get(12)?,
                notes: row.get(13)?,
                tags: Vec::new(),
                mood: key(14)?,
                outcome: key(15)?,
                class: key(16)?,
                talk_ms: row.get::<_, Option<i64>>(17)?.map(i64::unsigned_abs),
            })
        })
        .optional()?;
    let Some(mut facts) = facts else { return Ok(None) };
    let sql = "SELECT g.folded FROM call_tags t JOIN tags g ON g.id = t.tag_id WHERE t.call_seq = ?1";
    facts.tags =
        connection.prepare_cached(sql)?.query_map([seq.0], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(Some(facts))
}
