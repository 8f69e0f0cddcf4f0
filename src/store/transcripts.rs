//! Transcripts as they were read of their files, what they are found by, and how people read them. The files are elsewhere,
//! and so is the reading of them.

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::{rows, words};
use crate::call::query::{Column, IndexText};
use crate::call::{Call, Seq};
use crate::transcript::{Format, READER_VERSION, Reading, Transcript};

/// Calls looked through at a time for transcripts that were never read: some milliseconds.
const SPAN: i64 = if cfg!(test) { 3 } else { 20_000 };

/// A transcript that was read of its file and is to be kept. All that takes long (its JSON, its words) is done where it is
/// made, and not by the thread that writes.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadTranscript {
    /// Of this call.
    pub seq: Seq,
    /// Where the file was fetched from: nothing is kept of one that the call no longer names.
    uri: String,
    /// Of the file, in lower-case hex.
    sha256: String,
    /// The recording's length in milliseconds, as far as it was known.
    audio_ms: Option<u64>,
    /// What is in it.
    pub transcript: Arc<Transcript>,
    /// How the person reads it, as far as is known.
    pub reading: Reading,
    body: String,
    words: String,
}

impl ReadTranscript {
    /// Read of the file with this address and checksum, while the recording's length was known or not.
    pub fn new(
        seq: Seq,
        (uri, sha256): (String, String),
        audio_ms: Option<u64>,
        transcript: Arc<Transcript>,
        reading: Reading,
    ) -> Self {
        let body = serde_json::to_string(&*transcript).expect("a transcript has nothing that JSON can't say");
        let words = words_of(&transcript);
        Self { seq, uri, sha256, audio_ms, transcript, reading, body, words }
    }

    /// How much there is to write.
    pub(super) fn bytes(&self) -> usize {
        self.body.len() + self.words.len()
    }
}

/// What is known of a transcript without its turns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TranscriptNote {
    /// Of the file it was read from.
    pub sha256: String,
    /// Our reader reads no better today.
    pub is_current: bool,
    /// The recording's length in milliseconds, as far as it was known then.
    pub audio_ms: Option<u64>,
    /// The file turned out to be no transcript at all.
    pub is_none: bool,
}

/// What a transcript is found by: what was said on the phone, in both languages where there are two, then who spoke; of a
/// file that nothing was found in, its text. Not what the agent was told, nor what tools did.
fn words_of(transcript: &Transcript) -> String {
    let mut text = IndexText::default();
    let spoken = || transcript.turns.iter().filter(|turn| turn.side.is_spoken());
    spoken().for_each(|turn| text.add(Column::Transcript, &turn.text));
    spoken().filter_map(|turn| turn.translation.as_deref()).for_each(|said| text.add(Column::Transcript, said));
    let mut speakers: Vec<&str> = spoken().filter_map(|turn| turn.speaker.as_deref()).collect();
    speakers.sort_unstable();
    speakers.dedup();
    speakers.into_iter().for_each(|speaker| text.add(Column::Transcript, speaker));
    if transcript.format == Format::Unrecognised {
        text.add(Column::Transcript, &transcript.raw);
    }
    text.column(Column::Transcript).to_owned()
}

/// Keeps a transcript and has its call found by it; false if the call is gone or names another one by now.
pub(super) fn put(connection: &Connection, read: &ReadTranscript) -> rusqlite::Result<bool> {
    let call = words::call_at(connection, read.seq)?;
    let Some(call) = call.filter(|call| call.transcript_uri.as_ref() == Some(&read.uri)) else { return Ok(false) };
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO transcripts (call_seq, sha256, reader, audio_ms, format, words, body) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            read.seq.0,
            read.sha256,
            READER_VERSION,
            read.audio_ms.map(u64::cast_signed),
            read.transcript.format.name(),
            read.words,
            read.body
        ])?;
    words::renew(connection, read.seq, &call)?;
    Ok(true)
}

/// Notes that the recording's length is known by now, and that a transcript reads the same with it.
pub(super) fn note_length(connection: &Connection, seq: Seq, audio_ms: u64) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE transcripts SET audio_ms = ?2 WHERE call_seq = ?1")?
        .execute([seq.0, audio_ms.cast_signed()])
        .map(drop)
}

/// Forgets what was said in a call that names another transcript than before.
pub(super) fn forget_other(connection: &Connection, before: &Call, after: &Call, seq: Seq) -> rusqlite::Result<()> {
    if before.transcript_uri == after.transcript_uri {
        return Ok(());
    }
    connection.prepare_cached("DELETE FROM transcripts WHERE call_seq = ?1")?.execute([seq.0]).map(drop)
}

/// What was said in a call, as far as its transcript was read.
pub(super) fn find(connection: &Connection, seq: Seq) -> rusqlite::Result<Option<Transcript>> {
    let body: Option<String> = connection
        .prepare_cached("SELECT body FROM transcripts WHERE call_seq = ?1")?
        .query_row([seq.0], |row| row.get(0))
        .optional()?;
    // Of a newer version, perhaps: it is read again.
    Ok(body.and_then(|body| serde_json::from_str(&body).ok()))
}

/// What is known of it without its turns.
pub(super) fn note(connection: &Connection, seq: Seq) -> rusqlite::Result<Option<TranscriptNote>> {
    connection
        .prepare_cached("SELECT sha256, reader, audio_ms, format FROM transcripts WHERE call_seq = ?1")?
        .query_row([seq.0], |row| {
            Ok(TranscriptNote {
                sha256: row.get(0)?,
                is_current: row.get::<_, i64>(1)? == i64::from(READER_VERSION),
                audio_ms: row.get::<_, Option<i64>>(2)?.map(i64::cast_unsigned),
                is_none: row.get_ref(3)?.as_str()? == Format::NotATranscript.name(),
            })
        })
        .optional()
}

/// What it is found by.
pub(super) fn words_at(connection: &Connection, seq: Seq) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached("SELECT words FROM transcripts WHERE call_seq = ?1")?
        .query_row([seq.0], |row| row.get(0))
        .optional()
}

/// Calls before `before` whose transcript is here and was not read as it is, the newest first, at most `limit`; and before
/// which call more of them may be. Looks through some calls only, so that whoever asks can leave off.
pub(super) fn unread(
    connection: &Connection,
    before: Option<Seq>,
    limit: usize,
) -> rusqlite::Result<(Vec<Seq>, Option<Seq>)> {
    let newest: Option<i64> = connection.query_row("SELECT max(seq) FROM calls", [], |row| row.get(0))?;
    let end = before.map_or(i64::MAX, |seq| seq.0).min(newest.unwrap_or(0).saturating_add(1));
    let begin = (end - SPAN).max(0);
    let limit_rows = i64::try_from(limit).unwrap_or(i64::MAX);
    let found: Vec<Seq> = connection
        .prepare_cached(
            "SELECT m.call_seq FROM media m WHERE m.call_seq >= ?1 AND m.call_seq < ?2 AND m.kind = 'transcript' \
             AND m.state IN ('kept', 'damaged', 'unsupported') AND m.kept_bytes > 0 \
             AND NOT EXISTS (SELECT 1 FROM transcripts t WHERE t.call_seq = m.call_seq AND t.reader = ?3 \
             AND (t.sha256 = m.sha256 OR m.sha256 IS NULL)) ORDER BY m.call_seq DESC LIMIT ?4",
        )?
        .query_map(params![begin, end, READER_VERSION, limit_rows], |row| row.get(0).map(Seq))?
        .collect::<rusqlite::Result<_>>()?;
    let below = found.last().filter(|_| found.len() >= limit).copied().or((begin > 0).then_some(Seq(begin)));
    Ok((found, below))
}

/// Keeps how a person reads a call's transcript, unless the call is gone.
pub(super) fn remember(connection: &Connection, seq: Seq, reading: &Reading) -> rusqlite::Result<()> {
    if !rows::is_there(connection, seq)? {
        return Ok(());
    }
    let json = serde_json::to_string(reading).expect("a reading has nothing that JSON can't say");
    connection
        .prepare_cached("INSERT OR REPLACE INTO readings (call_seq, reading) VALUES (?1, ?2)")?
        .execute(params![seq.0, json])
        .map(drop)
}

/// How a person reads a call's transcript.
pub(super) fn reading(connection: &Connection, seq: Seq) -> rusqlite::Result<Reading> {
    let json: Option<String> = connection
        .prepare_cached("SELECT reading FROM readings WHERE call_seq = ?1")?
        .query_row([seq.0], |row| row.get(0))
        .optional()?;
    Ok(json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::{Side, Turn};

    #[test]
    fn it_is_found_by_what_was_said_and_by_who_spoke_and_not_by_what_nobody_said() {
        let turn = |side, speaker: Option<&str>, text: &str, translation: Option<&str>| Turn {
            side,
            speaker: speaker.map(str::to_owned),
            text: text.to_owned(),
            translation: translation.map(str::to_owned),
            ..Turn::default()
        };
        let transcript = Transcript {
            format: Format::Sarvam,
            turns: vec![
                turn(Side::Hidden, None, "You are polite.", None),
                turn(Side::Agent, Some("Main Agent"), "Namasté!", Some("Good day!")),
                turn(Side::Tool, Some("book"), "{\"day\":1}", None),
                turn(Side::Caller, None, "Hello", None),
                turn(Side::Agent, Some("Main Agent"), "Yes?", None),
            ],
            raw: String::from("raw"),
            ..Transcript::default()
        };
        assert_eq!(words_of(&transcript), "namaste hello yes good day main agent");
        let unrecognised = Transcript { raw: String::from("<Odd> Words"), ..Transcript::default() };
        assert_eq!(words_of(&unrecognised), "odd words");
        let page = Transcript { format: Format::NotATranscript, ..unrecognised };
        assert_eq!(words_of(&page), "");
    }
}
