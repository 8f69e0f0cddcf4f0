//! What the transcript beside the open call shows.

use super::standing::{TranscriptRemedy, TranscriptStanding};
use super::{Conversation, FileText, ShownFile, Spoken};
use crate::call::{Media, MediaKind, MediaState, Note, Seq, UnixMillis};
use crate::inbox::{Detail, Inbox, Screen, time_label};
use crate::transcript::{Clock, Format};

/// An answer that comes within so long is not waited for in sight, in milliseconds.
const READING_SEEN_MS: i64 = 150;
/// After so long a word is said about it, in milliseconds.
const READING_TOLD_MS: i64 = 400;
/// So long the eye is drawn to a turn, in milliseconds.
const FLASH_MS: i64 = 1_600;

/// The transcript of the open call.
#[derive(Debug, Clone)]
pub struct OpenTranscript<'a> {
    /// Whose.
    pub seq: Seq,
    /// Its link, if the call named one.
    pub uri: Option<&'a str>,
    /// What is shown.
    pub face: TranscriptFace<'a>,
    /// The turn that is heard.
    pub spoken: Option<Spoken>,
    /// What is heard is not followed, and could be.
    pub can_follow: bool,
    /// Why nothing can be played, in a sentence, if nothing can.
    pub no_sound: Option<String>,
    /// The turn that the eye is drawn to.
    pub flash: Option<usize>,
    /// What a person has to know about it, a sentence each.
    pub remarks: Vec<String>,
    /// Notes about turns.
    pub notes: Vec<(usize, &'a Note)>,
}

/// What is shown of a transcript.
#[derive(Debug, Clone)]
pub enum TranscriptFace<'a> {
    /// Nothing yet: the answer is a moment away.
    Blank,
    /// It is being read, and that can be seen.
    Reading,
    /// Why there are no turns.
    Standing(TranscriptStanding),
    /// The turns.
    Turns(&'a Conversation),
    /// The file as it is.
    File {
        /// A sentence above it.
        sentence: &'static str,
        /// Its text; `None` while it is read.
        text: Option<&'a FileText>,
        /// There is something else to go back to.
        has_turns: bool,
    },
}

impl Inbox {
    /// The open call has a transcript, or names one.
    pub fn has_transcript(&self) -> bool {
        let Detail::Shown(page) = &self.detail else { return false };
        let view = &self.transcript;
        let is_told = view.seq == Some(page.detail.seq) && matches!(view.told, Some(Some(_)));
        is_told || page.detail.call.transcript_uri.is_some()
    }

    /// The transcript of the open call; `None` where the call names none.
    pub fn open_transcript(&self) -> Option<OpenTranscript<'_>> {
        let Detail::Shown(page) = &self.detail else { return None };
        if !self.has_transcript() {
            return None;
        }
        let detail = &page.detail;
        let view = &self.transcript;
        let uri = detail.call.transcript_uri.as_deref();
        let notes = detail.notes.iter().filter_map(|note| Some((usize::try_from(note.turn?).ok()?, note)));
        let spoken = self.spoken();
        let has_times = view.conversation.as_ref().is_some_and(|shown| shown.has_times);
        Some(OpenTranscript {
            seq: detail.seq,
            uri,
            face: self.transcript_face(),
            spoken,
            can_follow: !view.is_following && has_times && self.player.holds(detail.seq),
            no_sound: self.no_sound(),
            flash: view.flash.filter(|(_, since)| self.now.0 - since.0 < FLASH_MS).map(|(turn, _)| turn),
            remarks: self.transcript_remarks(),
            notes: notes.collect(),
        })
    }

    /// What is spoken now in the open call, while the player holds it.
    pub fn spoken(&self) -> Option<Spoken> {
        let seq = self.transcript.seq.filter(|seq| self.player.holds(*seq))?;
        self.transcript.conversation.as_ref()?.timeline().at(self.position_of(seq))
    }

    /// When what is spoken began to be, by the transcript as it is read, in milliseconds.
    pub fn spoken_from_ms(&self, spoken: &Spoken) -> Option<u64> {
        let turn = self.transcript.conversation.as_ref()?.transcript.turns.get(spoken.turn)?;
        spoken.word.map_or(turn.start_ms, |word| turn.words.get(word).map(|word| word.start_ms))
    }

    /// When the transcript looks otherwise by itself.
    pub fn transcript_changes_at(&self) -> Option<UnixMillis> {
        let Detail::Shown(page) = &self.detail else { return None };
        let view = &self.transcript;
        if self.screen != Screen::Calls || view.seq != Some(page.detail.seq) {
            return None;
        }
        let seq = page.detail.seq;
        let is_sounding = self.is_sounding() && self.player.holds(seq);
        let position_ms = self.position_of(seq);
        let next = view.changes_at(position_ms).filter(|_| is_sounding).map(|at| {
            let speed = f64::from(self.player.state.speed.max(0.1));
            UnixMillis(self.now.0 + ((at - position_ms) as f64 / speed).ceil() as i64)
        });
        let flash = view.flash.map(|(_, since)| UnixMillis(since.0 + FLASH_MS));
        let asked_at = view.asked_at.filter(|_| view.told.is_none());
        let seen = asked_at.map(|at| UnixMillis(at.0 + READING_SEEN_MS));
        let told = asked_at.map(|at| UnixMillis(at.0 + READING_TOLD_MS));
        let media = page.detail.transcript.as_ref().filter(|_| view.conversation.is_none());
        let standing = media.and_then(|media| crate::inbox::player::changes_at(media, self.now));
        [next, flash, seen, told, standing].into_iter().flatten().filter(|at| at.0 > self.now.0).min()
    }

    fn transcript_face(&self) -> TranscriptFace<'_> {
        let Detail::Shown(page) = &self.detail else { return TranscriptFace::Blank };
        let view = &self.transcript;
        if let Some(file) = &view.file {
            let text = match file {
                ShownFile::Asked => None,
                ShownFile::Read(text) => Some(text),
            };
            return TranscriptFace::File { sentence: say!("The file as it is."), text, has_turns: true };
        }
        let told = view.told.as_ref().filter(|_| view.seq == Some(page.detail.seq));
        match told {
            Some(Some(_)) if view.conversation.is_some() => {
                view.conversation.as_ref().map_or(TranscriptFace::Blank, TranscriptFace::Turns)
            }
            Some(Some(transcript)) if transcript.format == Format::NotATranscript => {
                TranscriptFace::Standing(TranscriptStanding::no_transcript(&transcript.remarks))
            }
            Some(Some(_)) => match &view.raw {
                Some(raw) => TranscriptFace::File {
                    sentence: say!("This shape is not known; here is the file as it is."),
                    text: Some(raw),
                    has_turns: false,
                },
                None => TranscriptFace::Standing(TranscriptStanding::nothing_said()),
            },
            told => {
                let media = self.transcript_media();
                let is_here = media.as_ref().is_none_or(|media| media.state.is_here());
                let is_within = |ms: i64| view.asked_at.is_some_and(|at| self.now.0 - at.0 < ms);
                match media {
                    _ if told.is_none() && is_here && is_within(READING_SEEN_MS) => TranscriptFace::Blank,
                    _ if told.is_none() && is_here && is_within(READING_TOLD_MS) => TranscriptFace::Reading,
                    Some(media) => TranscriptFace::Standing(TranscriptStanding::unread(&media, self.now, &self.zone)),
                    None => TranscriptFace::Blank,
                }
            }
        }
    }

    /// Where the open call's transcript stands.
    pub(super) fn transcript_media(&self) -> Option<Media> {
        let Detail::Shown(page) = &self.detail else { return None };
        let detail = &page.detail;
        // Before the fetcher has looked at it.
        let named = || {
            let uri = detail.call.transcript_uri.clone()?;
            Some(Media::named(detail.seq, MediaKind::Transcript, uri))
        };
        detail.transcript.clone().or_else(named)
    }

    fn transcript_remarks(&self) -> Vec<String> {
        let Some(Some(transcript)) = &self.transcript.told else { return Vec::new() };
        let Some(conversation) = &self.transcript.conversation else { return Vec::new() };
        let mut remarks = transcript.remarks.clone();
        let has = |remarks: &[String], word: &str| remarks.iter().any(|remark| remark.to_lowercase().contains(word));
        if !conversation.has_times && !has(&remarks, "no times") {
            remarks.push(String::from(say!("It has no times, so it can't follow the recording.")));
        } else if transcript.clock == Clock::Approximate && !has(&remarks, "approximate") {
            remarks.push(String::from(say!("Times are approximate.")));
        }
        if let Some(label) = shift_label(self.transcript.reading.offset_ms) {
            remarks.push(say!("Times are moved {label}.", label = label));
        }
        let is_damaged = self.transcript_media().is_some_and(|media| media.state == MediaState::Damaged);
        if is_damaged {
            remarks.push(String::from(say!("The file is damaged; this is what could be read of it.")));
        }
        remarks
    }

    /// Why nothing of the open call can be played, if nothing can.
    pub(super) fn no_sound(&self) -> Option<String> {
        let Some(open) = self.open_recording() else {
            return Some(String::from(say!("No recording to play: the call names none.")));
        };
        if open.can_play() || open.is_going() {
            return None;
        }
        let why = open.standing.map_or_else(|| String::from(say!("it is not here.")), |standing| standing.sentence);
        Some(say!("No recording to play: {why}", why = why))
    }
}

/// "1.5 s later", "0.5 s earlier"; `None` for not at all.
pub(super) fn shift_label(offset_ms: i64) -> Option<String> {
    if offset_ms == 0 {
        return None;
    }
    let secs = format!("{:.2}", offset_ms.unsigned_abs() as f64 / 1_000.0);
    let secs = secs.trim_end_matches('0').trim_end_matches('.');
    Some(if offset_ms > 0 { say!("{secs} s later", secs = secs) } else { say!("{secs} s earlier", secs = secs) })
}

/// "0:15 · Ann", "Ann"; of a turn that is not known its number.
pub fn turn_label(conversation: Option<&Conversation>, turn: usize) -> String {
    let known = conversation.and_then(|shown| Some((shown, shown.transcript.turns.get(turn)?)));
    let Some((shown, said)) = known else { return say!("turn {number}", number = turn + 1) };
    match said.start_ms {
        Some(start_ms) => format!("{} {}", time_label(start_ms), shown.name(turn)),
        None => shown.name(turn).to_owned(),
    }
}

impl TranscriptFace<'_> {
    /// What can be done about it, if it says why there are no turns.
    pub fn remedies(&self) -> &[TranscriptRemedy] {
        match self {
            Self::Standing(standing) => &standing.remedies,
            _ => &[],
        }
    }
}
