//! Where the files stand that calls name.

use std::ops::Range;

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::{attached, rows};
use crate::call::{Media, MediaCause, MediaKind, MediaState, Seq, UnixMillis};

/// Calls looked through at a time for files that were never tried: some milliseconds.
const SPAN: i64 = 20_000;

const COLUMNS: &str = "call_seq, kind, uri, state, why, cause, cause_value, tries, retry_at, expires_at, ranges, \
                       total_bytes, sha256, etag, pinned, used_at";

/// Keeps what is known of a file, unless its call is gone.
pub(super) fn put(connection: &Connection, media: &Media) -> rusqlite::Result<()> {
    if !rows::is_there(connection, media.seq)? {
        return Ok(());
    }
    if media.is_attached() {
        return attached::put(connection, media);
    }
    if media.kind == MediaKind::Recording && attached::current(connection, media.seq, media.kind)?.is_none() {
        let is_other = "DELETE FROM sounds WHERE call_seq = ?1 AND NOT EXISTS \
                        (SELECT 1 FROM media WHERE call_seq = ?1 AND kind = 'recording' AND uri = ?2)";
        connection.prepare_cached(is_other)?.execute(params![media.seq.0, media.uri])?;
    }
    let (cause, cause_value) = written_cause(media.cause.as_ref());
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO media (call_seq, kind, uri, state, why, cause, cause_value, tries, retry_at, \
             expires_at, ranges, kept_bytes, total_bytes, sha256, etag, pinned, used_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        )?
        .execute(params![
            media.seq.0,
            kind_name(media.kind),
            media.uri,
            media.state.name(),
            media.why,
            cause,
            cause_value,
            media.tries,
            media.retry_at.map(|at| at.0),
            media.expires_at.map(|at| at.0),
            written_ranges(&media.ranges),
            media.bytes_kept().cast_signed(),
            media.total_bytes.map(u64::cast_signed),
            media.sha256,
            media.etag,
            media.is_pinned,
            media.used_at.map(|at| at.0)
        ])
        .map(drop)
}

/// A file as its call names it now, with what is known of it; `None` if the call names none or is gone.
pub(super) fn find(connection: &Connection, seq: Seq, kind: MediaKind) -> rusqlite::Result<Option<Media>> {
    if let Some(media) = attached::current(connection, seq, kind)? {
        return Ok(Some(media));
    }
    let Some((id, known)) = rows::known_call_at(connection, seq)? else { return Ok(None) };
    let document = rows::document_at(connection, seq)?.unwrap_or_default();
    let call = rows::read_call(id, known.id_source, &document);
    let uri = match kind {
        MediaKind::Recording => call.recording_uri,
        MediaKind::Transcript => call.transcript_uri,
    };
    uri.map(|uri| as_named(connection, seq, kind, uri)).transpose()
}

/// What is known of the file behind that address.
pub(super) fn as_named(connection: &Connection, seq: Seq, kind: MediaKind, uri: String) -> rusqlite::Result<Media> {
    if let Some(media) = attached::current(connection, seq, kind)?.filter(|media| media.uri == uri) {
        return Ok(media);
    }
    let known = connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM media WHERE call_seq = ?1 AND kind = ?2"))?
        .query_row(params![seq.0, kind_name(kind)], read)
        .optional()?;
    Ok(known.filter(|media| media.uri == uri).unwrap_or_else(|| Media::named(seq, kind, uri)))
}

/// Files that nobody has settled, of calls before `before`, the newest call first; at most `limit` calls' worth.
pub(super) fn unsettled(connection: &Connection, before: Option<Seq>, limit: usize) -> rusqlite::Result<Vec<Media>> {
    let mut seqs = waiting(connection, before, limit)?;
    seqs.extend(untried(connection, before, limit)?);
    seqs.sort_unstable_by_key(|seq| std::cmp::Reverse(*seq));
    seqs.dedup();
    seqs.truncate(limit);
    let mut found = Vec::new();
    for seq in seqs {
        for kind in [MediaKind::Recording, MediaKind::Transcript] {
            found.extend(find(connection, seq, kind)?.filter(|media| !media.state.is_settled()));
        }
    }
    Ok(found)
}

fn waiting(connection: &Connection, before: Option<Seq>, limit: usize) -> rusqlite::Result<Vec<Seq>> {
    connection
        .prepare_cached(
            "SELECT DISTINCT call_seq FROM media WHERE state IN ('waiting', 'fetching') AND call_seq < ?1 \
             AND NOT EXISTS (SELECT 1 FROM attached \
                 WHERE attached.call_seq = media.call_seq AND attached.kind = media.kind AND removed = 0) \
             ORDER BY call_seq DESC LIMIT ?2",
        )?
        .query_map(params![below(before), limit_of(limit)], seq_of)?
        .collect()
}

/// Calls that name a file of which nothing is known.
fn untried(connection: &Connection, before: Option<Seq>, limit: usize) -> rusqlite::Result<Vec<Seq>> {
    let newest: Option<i64> = connection.query_row("SELECT max(seq) FROM calls", [], |row| row.get(0))?;
    let mut end = below(before).min(newest.unwrap_or(0).saturating_add(1));
    let mut found: Vec<Seq> = Vec::new();
    let mut statement = connection.prepare_cached(
        "SELECT seq FROM calls INDEXED BY calls_facts WHERE seq >= ?1 AND seq < ?2 \
         AND (has_recording = 1 AND NOT EXISTS (SELECT 1 FROM media WHERE call_seq = seq AND kind = 'recording') \
         AND NOT EXISTS (SELECT 1 FROM attached WHERE call_seq = seq AND kind = 'recording' AND removed = 0) \
         OR has_transcript = 1 AND NOT EXISTS (SELECT 1 FROM media WHERE call_seq = seq AND kind = 'transcript') \
         AND NOT EXISTS (SELECT 1 FROM attached WHERE call_seq = seq AND kind = 'transcript' AND removed = 0)) \
         ORDER BY seq DESC LIMIT ?3",
    )?;
    while end > 0 && found.len() < limit {
        let begin = (end - SPAN).max(0);
        let more = statement.query_map(params![begin, end, limit_of(limit - found.len())], seq_of)?;
        found.extend(more.collect::<rusqlite::Result<Vec<Seq>>>()?);
        end = begin;
    }
    Ok(found)
}

/// Files of which there are bytes here, least recently used first.
pub(super) fn here(connection: &Connection) -> rusqlite::Result<Vec<Media>> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM media WHERE kept_bytes > 0 ORDER BY used_at"))?
        .query_map([], read)?
        .collect()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Media> {
    let kind: String = row.get(1)?;
    let state: String = row.get(3)?;
    let (cause, cause_value): (Option<String>, Option<String>) = (row.get(5)?, row.get(6)?);
    let ranges: String = row.get(10)?;
    let at = |index| row.get::<_, Option<i64>>(index).map(|at| at.map(UnixMillis));
    Ok(Media {
        seq: Seq(row.get(0)?),
        kind: kind_named(&kind),
        uri: row.get(2)?,
        // A state that a newer version knows: whether anything is to be done shows when it is tried.
        state: MediaState::named(&state).unwrap_or(MediaState::Waiting),
        why: row.get(4)?,
        cause: cause.map(|cause| read_cause(&cause, cause_value)),
        tries: row.get(7)?,
        retry_at: at(8)?,
        expires_at: at(9)?,
        ranges: read_ranges(&ranges),
        total_bytes: row.get::<_, Option<i64>>(11)?.map(i64::cast_unsigned),
        sha256: row.get(12)?,
        etag: row.get(13)?,
        is_pinned: row.get(14)?,
        used_at: at(15)?,
    })
}

fn written_cause(cause: Option<&MediaCause>) -> (Option<&'static str>, Option<String>) {
    match cause {
        None => (None, None),
        Some(MediaCause::HostNotAllowed(host)) => (Some("host"), Some(host.clone())),
        Some(MediaCause::TooLarge(bytes)) => (Some("size"), bytes.map(|bytes| bytes.to_string())),
        Some(MediaCause::Other) => (Some("other"), None),
    }
}

fn read_cause(cause: &str, value: Option<String>) -> MediaCause {
    match (cause, value) {
        ("host", Some(host)) => MediaCause::HostNotAllowed(host),
        ("size", bytes) => MediaCause::TooLarge(bytes.and_then(|bytes| bytes.parse().ok())),
        _ => MediaCause::Other,
    }
}

fn written_ranges(ranges: &[Range<u64>]) -> String {
    ranges.iter().map(|range| format!("{}-{}", range.start, range.end)).collect::<Vec<_>>().join(" ")
}

/// Rubbish is left out: what is said not to be here is fetched again.
fn read_ranges(text: &str) -> Vec<Range<u64>> {
    let range = |word: &str| {
        let (start, end) = word.split_once('-')?;
        let range = start.parse().ok()?..end.parse().ok()?;
        (range.start < range.end).then_some(range)
    };
    text.split(' ').filter_map(range).collect()
}

pub(super) fn kind_name(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Recording => "recording",
        MediaKind::Transcript => "transcript",
    }
}

pub(super) fn kind_named(name: &str) -> MediaKind {
    if name == "transcript" { MediaKind::Transcript } else { MediaKind::Recording }
}

fn below(before: Option<Seq>) -> i64 {
    before.map_or(i64::MAX, |seq| seq.0)
}

fn limit_of(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

fn seq_of(row: &Row<'_>) -> rusqlite::Result<Seq> {
    row.get(0).map(Seq)
}
