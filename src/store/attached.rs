//! Files that a person attached to a call. The last that was not taken away stands in the place of what the call names;
//! what is known of that stays where it is, so that taking an attached file away brings it back as it was.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::media::{kind_name, kind_named};
use super::{rows, words};
use crate::call::{Call, Media, MediaKind, MediaState, Seq, UnixMillis};

const COLUMNS: &str = "call_seq, kind, uri, state, why, total_bytes, sha256, pinned, used_at";

/// Puts an attached file in the place of what the call names.
pub(super) fn attach(connection: &Connection, media: &Media, now: UnixMillis) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO attached (call_seq, kind, uri, attached_at, removed, state, why, total_bytes, sha256, \
             pinned, used_at) VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            media.seq.0,
            kind_name(media.kind),
            media.uri,
            // Two within a millisecond: the later counts.
            latest(connection, media.seq, media.kind)?.map_or(now.0, |at| now.0.max(at + 1)),
            media.state.name(),
            media.why,
            media.total_bytes.unwrap_or_default().cast_signed(),
            media.sha256.as_deref().unwrap_or_default(),
            media.is_pinned,
            media.used_at.map(|at| at.0)
        ])?;
    replaced(connection, media.seq, media.kind)
}

/// Takes an attached file away, or brings it back; false if there is none of that address.
pub(super) fn set_removed(
    connection: &Connection,
    (seq, kind): (Seq, MediaKind),
    uri: &str,
    is_removed: bool,
) -> rusqlite::Result<bool> {
    let sql = "UPDATE attached SET removed = ?4 WHERE call_seq = ?1 AND kind = ?2 AND uri = ?3";
    if connection.prepare_cached(sql)?.execute(params![seq.0, kind_name(kind), uri, is_removed])? == 0 {
        return Ok(false);
    }
    replaced(connection, seq, kind)?;
    Ok(true)
}

/// Keeps what is known of an attached file.
pub(super) fn put(connection: &Connection, media: &Media) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "UPDATE attached SET state = ?4, why = ?5, pinned = ?6, used_at = ?7 \
             WHERE call_seq = ?1 AND kind = ?2 AND uri = ?3",
        )?
        .execute(params![
            media.seq.0,
            kind_name(media.kind),
            media.uri,
            media.state.name(),
            media.why,
            media.is_pinned,
            media.used_at.map(|at| at.0)
        ])
        .map(drop)
}

/// What stands in the place of what the call names; `None` if nothing was attached.
pub(super) fn current(connection: &Connection, seq: Seq, kind: MediaKind) -> rusqlite::Result<Option<Media>> {
    connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM attached WHERE call_seq = ?1 AND kind = ?2 AND removed = 0 \
             ORDER BY attached_at DESC LIMIT 1"
        ))?
        .query_row(params![seq.0, kind_name(kind)], read)
        .optional()
}

/// A call as a person sees it: what was attached stands in the place of what was sent.
pub(super) fn laid_over(connection: &Connection, seq: Seq, mut call: Call) -> rusqlite::Result<Call> {
    if let Some(media) = current(connection, seq, MediaKind::Recording)? {
        call.recording_uri = Some(media.uri);
    }
    if let Some(media) = current(connection, seq, MediaKind::Transcript)? {
        call.transcript_uri = Some(media.uri);
    }
    Ok(call)
}

/// What was known of the file before is no longer of this one; whether the call has one is noted anew.
fn replaced(connection: &Connection, seq: Seq, kind: MediaKind) -> rusqlite::Result<()> {
    let forget = match kind {
        MediaKind::Recording => "DELETE FROM sounds WHERE call_seq = ?1",
        MediaKind::Transcript => "DELETE FROM transcripts WHERE call_seq = ?1",
    };
    connection.prepare_cached(forget)?.execute([seq.0])?;
    if let Some(call) = words::call_at(connection, seq)? {
        rows::put_files(connection, seq, call.recording_uri.is_some(), call.transcript_uri.is_some())?;
    }
    Ok(())
}

fn latest(connection: &Connection, seq: Seq, kind: MediaKind) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached("SELECT max(attached_at) FROM attached WHERE call_seq = ?1 AND kind = ?2")?
        .query_row(params![seq.0, kind_name(kind)], |row| row.get(0))
}

fn read(row: &Row<'_>) -> rusqlite::Result<Media> {
    let (kind, state): (String, String) = (row.get(1)?, row.get(3)?);
    let total = row.get::<_, i64>(5)?.cast_unsigned();
    let (seq, kind) = (Seq(row.get(0)?), kind_named(&kind));
    Ok(Media {
        // Of a newer version, perhaps: it is here, that is sure.
        state: MediaState::named(&state).unwrap_or(MediaState::Kept),
        why: row.get(4)?,
        ranges: std::iter::once(0..total).filter(|range| range.end > 0).collect(),
        total_bytes: Some(total),
        sha256: Some(row.get(6)?),
        is_pinned: row.get(7)?,
        used_at: row.get::<_, Option<i64>>(8)?.map(UnixMillis),
        ..Media::named(seq, kind, row.get(2)?)
    })
}
