//! The thread `transcript-reader`: which file is read when, and what becomes of it. Owns a reader of the store of its own, and
//! what it learned a moment ago, which the store is yet to write.

use std::collections::VecDeque;
use std::fs::File;
use std::io::Read as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use super::asked::{Asked, Job};
use crate::bus::{Bus, Event};
use crate::call::{Media, MediaKind, MediaState, Seq};
use crate::inbox::bytes_label;
use crate::media::Fetcher;
use crate::store::{ReadTranscript, Reader, StoreError, TranscriptNote, Writer};
use crate::transcript::{Format, Known, Transcript, read, text_of};

/// The longest file that is read: what is longer is no transcript.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// The longest text that is shown as it is.
const MOST_SHOWN_BYTES: usize = 2 * 1024 * 1024;
/// How long after the start what was not read yet is taken up: the first list comes first.
const TAKEN_UP_AFTER: Duration = Duration::from_millis(500);
/// How long is rested after each of those.
const REST: Duration = Duration::from_millis(20);
/// How many of those are asked for at a time.
const PAGE: usize = 64;
/// Transcripts and lengths remembered until the store has surely written them: far more than come in that time.
const MOST_REMEMBERED: usize = 4_096;

/// The thread's belongings.
pub(super) struct Reading {
    asked: Arc<Asked>,
    fetcher: Arc<Fetcher>,
    writer: Writer,
    reader: Reader,
    bus: Bus,
    /// What was read last and of which address, the newest last.
    recent: VecDeque<(Seq, (String, TranscriptNote))>,
    /// Lengths of recordings told last, in milliseconds.
    lengths: VecDeque<(Seq, u64)>,
    left: Left,
}

/// What is here and was not read yet.
enum Left {
    /// Still to be asked for, below that call; from the newest on with `None`.
    Below(Option<Seq>),
    /// These, and what is below them, if there may be more.
    Some(VecDeque<Seq>, Option<Seq>),
    Nothing,
}

impl Left {
    fn of(page: VecDeque<Seq>, below: Option<Seq>) -> Self {
        match below {
            _ if !page.is_empty() => Self::Some(page, below),
            Some(_) => Self::Below(below),
            None => Self::Nothing,
        }
    }
}

impl Reading {
    pub(super) fn new(asked: Arc<Asked>, fetcher: Arc<Fetcher>, writer: Writer, reader: Reader, bus: Bus) -> Self {
        let (recent, lengths, left) = (VecDeque::new(), VecDeque::new(), Left::Below(None));
        Self { asked, fetcher, writer, reader, bus, recent, lengths, left }
    }

    /// Reads until the end.
    pub(super) fn run(mut self) {
        let mut rest = TAKEN_UP_AFTER;
        loop {
            let patience = if matches!(self.left, Left::Nothing) { None } else { Some(rest) };
            let Some(job) = self.asked.next(patience) else { return };
            if job == Job::Nothing {
                rest = REST;
            }
            if let Err(error) = self.reader.follow().and_then(|()| self.work(job)) {
                log::warn!("a transcript can't be read: {error}");
            }
        }
    }

    fn work(&mut self, job: Job) -> Result<(), StoreError> {
        match job {
            Job::Text(seq) => self.tell_text(seq),
            Job::Length(seq, audio_ms) => self.with_length(seq, audio_ms)?,
            Job::Changed(media) => self.look_at(&media)?,
            Job::LookForMissed => self.left = Left::Below(None),
            Job::Nothing => {
                if let Some(seq) = self.next_left()?
                    && let Some(media) = self.reader.media(seq, MediaKind::Transcript)?
                {
                    self.look_at(&media)?;
                }
            }
        }
        Ok(())
    }

    /// The next of those that are here and were not read yet.
    fn next_left(&mut self) -> Result<Option<Seq>, StoreError> {
        match std::mem::replace(&mut self.left, Left::Nothing) {
            Left::Below(below) => {
                let (page, below) = self.reader.unread_transcripts(below, PAGE)?;
                self.left = Left::of(page.into(), below);
                Ok(None)
            }
            Left::Some(mut page, below) => {
                let next = page.pop_front();
                self.left = Left::of(page, below);
                Ok(next)
            }
            Left::Nothing => Ok(None),
        }
    }

    /// Reads a file, unless it was read.
    fn look_at(&mut self, media: &Media) -> Result<(), StoreError> {
        if !media.state.is_here() {
            return Ok(());
        }
        let known = self.known_of(media)?.filter(|known| known.is_current);
        if let (Some(known), Some(sha256)) = (&known, &media.sha256)
            && known.sha256 == *sha256
        {
            return self.mark_again(media, known);
        }
        let Some(bytes) = self.bytes_of(media) else { return Ok(()) };
        let sha256 = sum(&bytes);
        if media.sha256.as_ref().is_some_and(|told| *told != sha256) {
            // It is just being replaced, which is told.
            return Ok(());
        }
        if let Some(known) = known.filter(|known| known.sha256 == sha256) {
            return self.mark_again(media, &known);
        }
        let audio_ms = self.length_of(media.seq)?;
        let transcript = parse(&bytes, audio_ms);
        self.mark(media, &transcript);
        self.keep(media, sha256, audio_ms, transcript)
    }

    /// The length of a recording is known: what was read without it may have been misunderstood.
    fn with_length(&mut self, seq: Seq, audio_ms: u64) -> Result<(), StoreError> {
        remember(&mut self.lengths, (seq, audio_ms));
        let Some(media) = self.reader.media(seq, MediaKind::Transcript)? else { return Ok(()) };
        let Some(known) = self.known_of(&media)?.filter(|known| known.is_current && known.audio_ms.is_none()) else {
            return Ok(());
        };
        let Some(bytes) = self.bytes_of(&media) else { return Ok(()) };
        let sha256 = sum(&bytes);
        if known.sha256 != sha256 {
            return Ok(());
        }
        let transcript = parse(&bytes, Some(audio_ms));
        // What the store is yet to write counts as another: it is written instead.
        if self.reader.transcript(seq)?.0.is_some_and(|earlier| earlier == transcript) {
            self.writer.note_transcript_length(seq, audio_ms);
            let note = TranscriptNote { audio_ms: Some(audio_ms), ..known };
            remember(&mut self.recent, (seq, (media.uri, note)));
            return Ok(());
        }
        self.keep(&media, sha256, Some(audio_ms), transcript)
    }

    fn keep(
        &mut self,
        media: &Media,
        sha256: String,
        audio_ms: Option<u64>,
        transcript: Transcript,
    ) -> Result<(), StoreError> {
        let is_none = transcript.format == Format::NotATranscript;
        let note = TranscriptNote { sha256: sha256.clone(), is_current: true, audio_ms, is_none };
        remember(&mut self.recent, (media.seq, (media.uri.clone(), note)));
        let reading = self.reader.reading(media.seq)?;
        let file = (media.uri.clone(), sha256);
        self.writer.keep_transcript(ReadTranscript::new(media.seq, file, audio_ms, Arc::new(transcript), reading));
        Ok(())
    }

    /// Says of a file that is no transcript that it can't be read. That changes its state, which is told here again, and no
    /// more after that: the state says it already.
    fn mark(&self, media: &Media, transcript: &Transcript) {
        let is_marked = media.state == MediaState::Unsupported;
        if transcript.format != Format::NotATranscript {
            if is_marked {
                // Our reader has learned it since.
                self.fetcher.mark_readable(media.seq, MediaKind::Transcript);
            }
            return;
        }
        if is_marked {
            return;
        }
        let why = transcript.remarks.first().map_or("This is not a transcript.", String::as_str);
        self.fetcher.mark_faulty(media.seq, MediaKind::Transcript, false, why);
    }

    /// The same of one that was read before, and fetched again since.
    fn mark_again(&self, media: &Media, known: &TranscriptNote) -> Result<(), StoreError> {
        if known.is_none
            && media.state != MediaState::Unsupported
            && let Some(transcript) = self.reader.transcript(media.seq)?.0
        {
            self.mark(media, &transcript);
        }
        Ok(())
    }

    fn known_of(&self, media: &Media) -> Result<Option<TranscriptNote>, StoreError> {
        let recent = self.recent.iter().find(|(seq, (uri, _))| (*seq, uri) == (media.seq, &media.uri));
        match recent {
            Some((_, (_, note))) => Ok(Some(note.clone())),
            None => self.reader.transcript_note(media.seq),
        }
    }

    fn length_of(&self, seq: Seq) -> Result<Option<u64>, StoreError> {
        let told = self.lengths.iter().find(|(of, _)| *of == seq);
        match told {
            Some((_, audio_ms)) => Ok(Some(*audio_ms)),
            None => Ok(self.reader.sound(seq)?.map(|(sound, _)| sound.duration_ms)),
        }
    }

    /// A file whole. Not by way of a reader of the fetcher's: that would count as its being used, and be told.
    fn bytes_of(&self, media: &Media) -> Option<Vec<u8>> {
        match self.read_file(media.seq) {
            Ok(bytes) => bytes,
            Err(Unread::TooLong) => {
                if media.state != MediaState::Unsupported {
                    let why = format!("The file has more than {}, which no transcript has.", bytes_label(MOST_BYTES));
                    self.fetcher.mark_faulty(media.seq, MediaKind::Transcript, false, &why);
                }
                None
            }
            Err(Unread::Because(why)) => {
                log::warn!("a transcript's file can't be read: {why}");
                None
            }
        }
    }

    fn read_file(&self, seq: Seq) -> Result<Option<Vec<u8>>, Unread> {
        let Some(path) = self.fetcher.path_of(seq, MediaKind::Transcript) else { return Ok(None) };
        let file = File::open(path).map_err(|error| Unread::Because(error.to_string()))?;
        let mut bytes = Vec::new();
        file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| Unread::Because(error.to_string()))?;
        if bytes.len() as u64 > MOST_BYTES { Err(Unread::TooLong) } else { Ok(Some(bytes)) }
    }

    fn tell_text(&self, seq: Seq) {
        let read = match self.read_file(seq) {
            Ok(Some(bytes)) => Ok(text_of(&bytes)),
            Ok(None) => Err(String::from("The file is not here.")),
            Err(Unread::TooLong) => Err(format!("The file has more than {}.", bytes_label(MOST_BYTES))),
            Err(Unread::Because(why)) => Err(format!("{why}.")),
        };
        let event = match read {
            Ok(text) => Event::TranscriptTextLoaded { seq, text: shown(text).into() },
            Err(why) => Event::CommandFailed { what: String::from("Reading the transcript's file"), why },
        };
        self.bus.publish(&event);
    }
}

/// Why a file was not read.
enum Unread {
    TooLong,
    Because(String),
}

/// Reads a file's bytes. A fault of the reader's costs the turns, not the text.
fn parse(bytes: &[u8], audio_ms: Option<u64>) -> Transcript {
    let known = Known { audio_ms, recording_began_at: None };
    catch_unwind(AssertUnwindSafe(|| read(bytes, &known))).unwrap_or_else(|_| {
        log::error!("a transcript is kept as the text it is: reading it failed unexpectedly");
        Transcript { raw: text_of(bytes), ..Transcript::default() }
    })
}

fn sum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Cut where it is too long, which its last line says.
fn shown(mut text: String) -> String {
    if text.len() > MOST_SHOWN_BYTES {
        let whole = bytes_label(text.len() as u64);
        text.truncate(text.floor_char_boundary(MOST_SHOWN_BYTES));
        text.push_str(&format!("\n\n(Cut here: the whole text has {whole}.)"));
    }
    text
}

/// What is told of the same call later stands above it.
fn remember<T>(list: &mut VecDeque<(Seq, T)>, told: (Seq, T)) {
    list.retain(|(seq, _)| *seq != told.0);
    if list.len() >= MOST_REMEMBERED {
        list.pop_front();
    }
    list.push_back(told);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_letters_and_says_so() {
        assert_eq!(shown(String::from("short")), "short");
        let long = shown("ü".repeat(MOST_SHOWN_BYTES));
        let (text, last) = long.split_once("\n\n").unwrap();
        assert_eq!((text.len(), last), (MOST_SHOWN_BYTES, "(Cut here: the whole text has 4.2 MB.)"));
    }

    #[test]
    fn a_checksum_is_written_as_the_fetcher_writes_it() {
        assert_eq!(sum(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
