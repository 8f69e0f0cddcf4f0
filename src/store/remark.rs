//! What nobody waits for: where files stand, what recordings and transcripts hold, how calls were listened to and read along.
//! Collected for a moment, so that many share one commit; of two about the same thing the later counts.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::rules::{self, Rule};
use super::transcripts::{self, ReadTranscript};
use super::watched::{self, Counted};
use super::{media, sounds};
use crate::bus::Event;
use crate::call::{Listening, Media, MediaKind, Peaks, Seq, Sound};
use crate::transcript::Reading;

/// Remarks that wait, at most: a disk that is full keeps them waiting. Beyond that the oldest are lost, and found out again
/// from the files themselves.
const MAX_WAITING: usize = 4_096;

/// Bytes of transcripts that wait, at most, in the same way; one alone may have more.
const MAX_WAITING_BYTES: usize = if cfg!(test) { 2 } else { 64 } * 1024 * 1024;

/// How long they are collected: deliveries shall not wait for a second sync of the disk each time.
const COLLECTING: Duration = Duration::from_millis(200);

/// Transcripts written at once, in bytes, unless one alone has more: a few milliseconds, for which deliveries wait.
const BYTES_AT_ONCE: usize = 512 * 1024;

/// The same in number: each has the words of its call put down anew.
const TRANSCRIPTS_AT_ONCE: usize = 16;

/// One thing to write down.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Remark {
    Media(Box<Media>),
    /// `None`: what was known is forgotten.
    Sound(Seq, Option<Box<(Sound, Arc<Peaks>)>>),
    Listening(Seq, Listening),
    Transcript(Box<ReadTranscript>),
    /// A transcript reads the same now that the recording's length in milliseconds is known.
    TranscriptLength(Seq, u64),
    Reading(Seq, Reading),
    Watched(Box<Counted>),
}

impl Remark {
    /// Writes it; gives what is to be told once it is on disk.
    pub fn write(&self, connection: &Connection, rules: &[Rule]) -> rusqlite::Result<Vec<Event>> {
        match self {
            Self::Media(media) => media::put(connection, media)?,
            Self::Sound(seq, Some(sound)) => sounds::put(connection, *seq, &sound.0, &sound.1)?,
            Self::Sound(seq, None) => sounds::forget(connection, *seq)?,
            Self::Listening(seq, listening) => sounds::listen(connection, *seq, listening)?,
            Self::Transcript(read) => return keep(connection, read, rules),
            Self::TranscriptLength(seq, audio_ms) => transcripts::note_length(connection, *seq, *audio_ms)?,
            Self::Reading(seq, reading) => transcripts::remember(connection, *seq, reading)?,
            Self::Watched(counted) => return watched::put(connection, counted),
        }
        Ok(Vec::new())
    }

    /// What is told although it could not be written: what is in a transcript is shown all the same.
    pub fn unwritten(&self) -> Option<Event> {
        match self {
            Self::Transcript(read) => Some(loaded(read, read.reading.clone())),
            _ => None,
        }
    }

    /// Whether a call is found by more than before.
    pub fn adds_words(&self) -> bool {
        matches!(self, Self::Transcript(_))
    }

    fn transcript_bytes(&self) -> usize {
        if let Self::Transcript(read) = self { read.bytes() } else { 0 }
    }

    /// Of two with the same subject one is enough.
    fn subject(&self) -> (u8, Seq) {
        match self {
            // What was fetched is known beside what was attached in its place.
            Self::Media(media) if media.is_attached() => (8 + u8::from(media.kind == MediaKind::Transcript), media.seq),
            Self::Media(media) => (u8::from(media.kind == MediaKind::Transcript), media.seq),
            Self::Sound(seq, _) => (2, *seq),
            Self::Listening(seq, _) => (3, *seq),
            Self::Transcript(read) => (4, read.seq),
            Self::TranscriptLength(seq, _) => (5, *seq),
            Self::Reading(seq, _) => (6, *seq),
            Self::Watched(_) => (7, Seq(0)),
        }
    }
}

/// Keeps a transcript. A rule may begin to hold for the call by what was said.
fn keep(connection: &Connection, read: &ReadTranscript, rules: &[Rule]) -> rusqlite::Result<Vec<Event>> {
    let before = if rules.is_empty() { None } else { rules::look(connection, read.seq)? };
    if !transcripts::put(connection, read)? {
        return Ok(Vec::new());
    }
    let mut events = vec![loaded(read, transcripts::reading(connection, read.seq)?)];
    if let Some((row_before, before)) = before
        && let Some((mut row, looked)) = rules::look(connection, read.seq)?
    {
        rules::apply(connection, rules, &mut row, looked, Some(&before))?;
        if row != row_before {
            events.push(Event::CallChanged(Box::new(row)));
        }
    }
    Ok(events)
}

fn loaded(read: &ReadTranscript, reading: Reading) -> Event {
    let transcript = Some(Arc::clone(&read.transcript));
    Event::TranscriptLoaded { seq: read.seq, transcript, reading: Box::new(reading) }
}

/// Remarks that wait.
#[derive(Default)]
pub(super) struct Remarks {
    remarks: Vec<Remark>,
    /// When the first of them came.
    since: Option<Instant>,
}

impl Remarks {
    /// How much longer they are to be collected; `None` if there are none.
    pub fn patience(&self) -> Option<Duration> {
        self.since.map(|since| COLLECTING.saturating_sub(since.elapsed()))
    }

    /// Takes one in; what was said of the same before is void.
    pub fn add(&mut self, remark: Remark) {
        self.since.get_or_insert_with(Instant::now);
        self.remarks.retain(|earlier| earlier.subject() != remark.subject());
        if self.remarks.len() >= MAX_WAITING {
            self.remarks.remove(0);
        }
        self.remarks.push(remark);
        self.make_room();
    }

    /// All of them, in order, as many together as are written at once.
    pub fn take(&mut self) -> Vec<Vec<Remark>> {
        self.since = None;
        let mut groups: Vec<Vec<Remark>> = Vec::new();
        let (mut transcripts, mut bytes) = (0, 0);
        for remark in std::mem::take(&mut self.remarks) {
            let more = remark.transcript_bytes();
            let is_full =
                more > 0 && transcripts > 0 && (transcripts >= TRANSCRIPTS_AT_ONCE || bytes + more > BYTES_AT_ONCE);
            if is_full || groups.is_empty() {
                groups.push(Vec::new());
                (transcripts, bytes) = (0, 0);
            }
            transcripts += usize::from(more > 0);
            bytes += more;
            groups.last_mut().expect("one was pushed").push(remark);
        }
        groups
    }

    /// Lets the oldest transcripts go while all together have too many bytes, but for the last.
    fn make_room(&mut self) {
        let mut bytes: usize = self.remarks.iter().map(Remark::transcript_bytes).sum();
        while bytes > MAX_WAITING_BYTES {
            let Some(oldest) = self.remarks.iter().position(|remark| remark.transcript_bytes() > 0) else { return };
            if oldest + 1 == self.remarks.len() {
                return;
            }
            bytes -= self.remarks.remove(oldest).transcript_bytes();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::{Transcript, Turn};

    fn transcript(seq: i64, text_bytes: usize) -> Remark {
        let turns = vec![Turn { text: "-".repeat(text_bytes), ..Turn::default() }];
        let transcript = Arc::new(Transcript { turns, ..Transcript::default() });
        let file = (String::new(), String::new());
        Remark::Transcript(Box::new(ReadTranscript::new(Seq(seq), file, None, transcript, Reading::default())))
    }

    fn subjects(groups: &[Vec<Remark>]) -> Vec<Vec<i64>> {
        groups.iter().map(|group| group.iter().map(|remark| remark.subject().1.0).collect()).collect()
    }

    #[test]
    fn long_transcripts_are_written_one_by_one_and_many_in_groups() {
        let mut remarks = Remarks::default();
        for seq in 1..=3 {
            remarks.add(transcript(seq, BYTES_AT_ONCE));
            remarks.add(Remark::Reading(Seq(seq), Reading::default()));
        }
        assert_eq!(subjects(&remarks.take()), [[1, 1], [2, 2], [3, 3]]);
        assert!(remarks.take().is_empty() && remarks.patience().is_none());
        for seq in 1..=TRANSCRIPTS_AT_ONCE as i64 + 1 {
            remarks.add(transcript(seq, 1));
        }
        let lengths: Vec<usize> = remarks.take().iter().map(Vec::len).collect();
        assert_eq!(lengths, [TRANSCRIPTS_AT_ONCE, 1]);
    }

    #[test]
    fn of_too_many_bytes_the_oldest_transcripts_are_lost_and_nothing_else() {
        let mut remarks = Remarks::default();
        remarks.add(Remark::Reading(Seq(1), Reading::default()));
        for seq in 1..=3 {
            remarks.add(transcript(seq, MAX_WAITING_BYTES / 2));
        }
        assert_eq!(subjects(&remarks.take()).concat(), [1, 3]);
        remarks.add(transcript(9, MAX_WAITING_BYTES + 1));
        assert_eq!(subjects(&remarks.take()).concat(), [9]);
    }
}
