//! What recordings hold, their waveforms, and how far people have listened.

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::rows;
use crate::call::{Listening, Peaks, Seq, Sides, Sound, Talk, UnixMillis};

/// Keeps what a recording holds, unless its call is gone.
pub(super) fn put(connection: &Connection, seq: Seq, sound: &Sound, peaks: &Peaks) -> rusqlite::Result<()> {
    if !rows::is_there(connection, seq)? {
        return Ok(());
    }
    let talk = |of: fn(Talk) -> u64| sound.talk.map(|talk| of(talk).cast_signed());
    let speech: Vec<u8> = peaks.is_speech.iter().map(|yes| u8::from(*yes)).collect();
    let no_lane = Vec::new();
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO sounds (call_seq, codec, channels, sample_rate, duration_ms, has_sides, damage, \
             left_ms, right_ms, overlap_ms, dead_air_ms, longest_pause_ms, left_lane, right_lane, speech) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        )?
        .execute(params![
            seq.0,
            sound.codec,
            sound.channels,
            sound.sample_rate,
            sound.duration_ms.cast_signed(),
            sound.has_sides,
            sound.damage,
            talk(|talk| talk.left_ms),
            talk(|talk| talk.right_ms),
            talk(|talk| talk.overlap_ms),
            talk(|talk| talk.dead_air_ms),
            talk(|talk| talk.longest_pause_ms),
            peaks.lanes.first().unwrap_or(&no_lane),
            peaks.lanes.get(1),
            speech
        ])
        .map(drop)
}

/// Forgets what a recording held: there is another one now.
pub(super) fn forget(connection: &Connection, seq: Seq) -> rusqlite::Result<()> {
    connection.prepare_cached("DELETE FROM sounds WHERE call_seq = ?1")?.execute([seq.0]).map(drop)
}

/// What a recording holds, and its waveform.
pub(super) fn find(connection: &Connection, seq: Seq) -> rusqlite::Result<Option<(Sound, Arc<Peaks>)>> {
    connection
        .prepare_cached(
            "SELECT codec, channels, sample_rate, duration_ms, has_sides, damage, left_ms, right_ms, overlap_ms, \
             dead_air_ms, longest_pause_ms, left_lane, right_lane, speech FROM sounds WHERE call_seq = ?1",
        )?
        .query_row([seq.0], read)
        .optional()
}

fn read(row: &Row<'_>) -> rusqlite::Result<(Sound, Arc<Peaks>)> {
    let ms = |index| row.get::<_, Option<i64>>(index).map(|ms| ms.map(i64::cast_unsigned));
    let talk = match (ms(6)?, ms(7)?, ms(8)?, ms(9)?, ms(10)?) {
        (Some(left_ms), Some(right_ms), Some(overlap_ms), Some(dead_air_ms), Some(longest_pause_ms)) => {
            Some(Talk { left_ms, right_ms, overlap_ms, dead_air_ms, longest_pause_ms })
        }
        _ => None,
    };
    let sound = Sound {
        codec: row.get(0)?,
        channels: row.get(1)?,
        sample_rate: row.get(2)?,
        duration_ms: ms(3)?.unwrap_or_default(),
        has_sides: row.get(4)?,
        damage: row.get(5)?,
        talk,
    };
    let right: Option<Vec<u8>> = row.get(12)?;
    let speech: Vec<u8> = row.get(13)?;
    let peaks = Peaks {
        lanes: std::iter::once(row.get(11)?).chain(right).collect(),
        is_speech: speech.into_iter().map(|column| column != 0).collect(),
        is_complete: true,
    };
    Ok((sound, Arc::new(peaks)))
}

/// Keeps how a call was listened to, unless it is gone.
pub(super) fn listen(connection: &Connection, seq: Seq, listening: &Listening) -> rusqlite::Result<()> {
    if !rows::is_there(connection, seq)? {
        return Ok(());
    }
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO listening (call_seq, position_ms, speed, sides, is_caller_left, heard_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            seq.0,
            listening.position_ms.cast_signed(),
            listening.speed,
            listening.sides.name(),
            listening.is_caller_left,
            listening.heard_at.map(|at| at.0)
        ])
        .map(drop)
}

/// How a call was listened to.
pub(super) fn listening(connection: &Connection, seq: Seq) -> rusqlite::Result<Listening> {
    let read = |row: &Row<'_>| {
        let sides: String = row.get(2)?;
        Ok(Listening {
            position_ms: row.get::<_, i64>(0)?.cast_unsigned(),
            speed: row.get(1)?,
            sides: Sides::named(&sides),
            is_caller_left: row.get(3)?,
            heard_at: row.get::<_, Option<i64>>(4)?.map(UnixMillis),
        })
    };
    connection
        .prepare_cached(
            "SELECT position_ms, speed, sides, is_caller_left, heard_at FROM listening WHERE call_seq = ?1",
        )?
        .query_row([seq.0], read)
        .optional()
        .map(Option::unwrap_or_default)
}

/// The next call that names a recording and was not heard to the end: the newest before `after`, else the newest of all.
pub(super) fn unheard(connection: &Connection, after: Option<Seq>) -> rusqlite::Result<Option<Seq>> {
    let mut statement = connection.prepare_cached(
        "SELECT seq FROM calls INDEXED BY calls_facts WHERE seq < ?1 AND has_recording = 1 AND done = 0 \
         AND NOT EXISTS (SELECT 1 FROM listening WHERE call_seq = seq AND heard_at IS NOT NULL) \
         ORDER BY seq DESC LIMIT 1",
    )?;
    let mut before = |end: i64| statement.query_row([end], |row| row.get(0).map(Seq)).optional();
    let next = before(after.map_or(i64::MAX, |seq| seq.0))?;
    match (next, after) {
        // Begun again from the newest, but the one that is listened to is no answer.
        (None, Some(after)) => Ok(before(i64::MAX)?.filter(|newest| *newest != after)),
        (next, _) => Ok(next),
    }
}
