//! What the bar below the open call shows, and the strip of a call that plays while another one is open.

use std::sync::Arc;

use super::standing::{OPENING_TOLD_MS, changes_at};
use super::words::side_names;
use super::{Standing, talk_line};
use crate::bus::PlayerStatus;
use crate::call::{Listening, Media, MediaKind, MediaState, Peaks, Seq, Sides, Sound, UnixMillis};
use crate::inbox::{Detail, Inbox, Moment, Screen, moments};

/// The recording of the open call.
#[derive(Debug, Clone)]
pub struct OpenRecording<'a> {
    /// Whose.
    pub seq: Seq,
    /// Where the file stands.
    pub media: Media,
    /// What it holds, as far as it was decoded.
    pub sound: Option<&'a (Sound, Arc<Peaks>)>,
    /// What the player does with it; `Idle` while it holds another one.
    pub status: PlayerStatus,
    /// What is heard, or would be, in milliseconds.
    pub position_ms: u64,
    /// Its length, once that is known.
    pub duration_ms: Option<u64>,
    /// How fast.
    pub speed: f32,
    /// The stretch that is played again and again.
    pub looped: Option<(u64, u64)>,
    /// The beginning of a loop whose end was not said yet.
    pub loop_from: Option<u64>,
    /// Which channels are heard.
    pub sides: Sides,
    /// Who is on the left, once somebody said so.
    pub is_caller_left: Option<bool>,
    /// It was heard to the end, or marked so.
    pub is_heard: bool,
    /// What is to be said of it, unless all is well.
    pub standing: Option<Standing>,
    /// Who spoke how long.
    pub talk: Option<String>,
    /// What a person marked in it.
    pub moments: Vec<Moment>,
}

impl OpenRecording<'_> {
    /// Sound is heard, or will be by itself.
    pub fn is_going(&self) -> bool {
        matches!(self.status, PlayerStatus::Playing | PlayerStatus::Opening | PlayerStatus::RunningDry)
    }

    /// There is something to play, or will be once it was fetched.
    pub fn can_play(&self) -> bool {
        self.standing.as_ref().is_none_or(|standing| {
            standing.is_playable || matches!(self.media.state, MediaState::Waiting | MediaState::Evicted)
        })
    }

    /// The waveform stands there, not a sentence in its place.
    pub fn shows_waveform(&self) -> bool {
        let is_heard = !matches!(self.status, PlayerStatus::Idle | PlayerStatus::Failed);
        is_heard || self.standing.as_ref().is_none_or(|standing| standing.is_playable)
    }

    /// The channels hold different voices.
    pub fn has_sides(&self) -> bool {
        self.sound.is_some_and(|(sound, _)| sound.has_sides)
    }

    /// Who is on the left, and who on the right.
    pub fn side_names(&self) -> (&'static str, &'static str) {
        side_names(self.is_caller_left)
    }
}

/// A call that plays while another one is open, or none.
#[derive(Debug, Clone, PartialEq)]
pub struct NowPlaying<'a> {
    /// Whose recording.
    pub seq: Seq,
    /// Who is heard.
    pub title: &'a str,
    /// What the player does.
    pub status: PlayerStatus,
    /// What is heard, in milliseconds.
    pub position_ms: u64,
    /// Its length, once that is known.
    pub duration_ms: Option<u64>,
    /// What a person has to know.
    pub trouble: Option<&'a str>,
}

impl Inbox {
    /// The open call, if it names a recording.
    pub(in crate::inbox) fn open_recording_seq(&self) -> Option<Seq> {
        match &self.detail {
            Detail::Shown(page) if self.screen == Screen::Calls => {
                page.detail.call.recording_uri.as_ref().map(|_| page.detail.seq)
            }
            _ => None,
        }
    }

    /// There is a bar below the open call.
    pub fn has_open_recording(&self) -> bool {
        matches!(&self.detail, Detail::Shown(page) if page.detail.call.recording_uri.is_some())
    }

    /// What the bar below the open call shows; `None` where the call names no recording.
    pub fn open_recording(&self) -> Option<OpenRecording<'_>> {
        let Detail::Shown(page) = &self.detail else { return None };
        let detail = &page.detail;
        let seq = detail.seq;
        let uri = detail.call.recording_uri.as_ref()?;
        // Before the fetcher has looked at it.
        let named = || Media::named(seq, MediaKind::Recording, uri.clone());
        let media = detail.recording.clone().unwrap_or_else(named);
        let is_loaded = self.player.holds(seq);
        let state = &self.player.state;
        let listening = self.player.listened.get(&seq).unwrap_or(&detail.listening);
        let Listening { is_caller_left, heard_at, sides, .. } = *listening;
        let sound = detail.sound.as_ref();
        let player = is_loaded.then_some(state);
        Some(OpenRecording {
            seq,
            standing: Standing::of(&media, sound.map(|(sound, _)| sound), player, self.now, &self.zone),
            media,
            sound,
            status: if is_loaded { state.status } else { PlayerStatus::Idle },
            position_ms: self.position_of(seq),
            duration_ms: self.duration_of(seq),
            speed: self.speed_of(seq),
            looped: self.loop_of(seq),
            loop_from: self.player.loop_from.filter(|(of, _)| *of == seq).map(|(_, from)| from),
            sides: if is_loaded { state.sides } else { sides },
            is_caller_left,
            is_heard: heard_at.is_some(),
            talk: sound.and_then(|(sound, _)| talk_line(sound, is_caller_left)),
            moments: moments(detail),
        })
    }

    /// What plays while its call is not in sight.
    pub fn now_playing(&self) -> Option<NowPlaying<'_>> {
        let state = &self.player.state;
        let seq = state.seq.filter(|seq| self.player.holds(*seq) && self.player.hidden != Some(*seq))?;
        let is_in_sight =
            self.screen == Screen::Calls && matches!(&self.detail, Detail::Shown(page) if page.detail.seq == seq);
        if is_in_sight || state.status == PlayerStatus::Ended {
            return None;
        }
        Some(NowPlaying {
            seq,
            title: if self.player.title.is_empty() { say!("A recording") } else { &self.player.title },
            status: state.status,
            position_ms: state.position_at(self.now),
            duration_ms: state.duration_ms,
            trouble: state.trouble.as_deref(),
        })
    }

    /// Something on screen moves with the sound.
    pub fn is_sounding(&self) -> bool {
        self.player.state.status == PlayerStatus::Playing
    }

    /// When the bar's sentence changes by itself.
    pub fn recording_changes_at(&self) -> Option<UnixMillis> {
        let state = &self.player.state;
        if state.status == PlayerStatus::Opening {
            return Some(UnixMillis(state.at.0 + OPENING_TOLD_MS)).filter(|at| at.0 > self.now.0);
        }
        match &self.detail {
            Detail::Shown(page) => changes_at(page.detail.recording.as_ref()?, self.now),
            _ => None,
        }
    }

    pub(in crate::inbox) fn position_of(&self, seq: Seq) -> u64 {
        if self.player.holds(seq) {
            self.player.state.position_at(self.now)
        } else {
            self.listening_of(seq).position_ms
        }
    }

    pub(in crate::inbox) fn duration_of(&self, seq: Seq) -> Option<u64> {
        let told = self.player.state.duration_ms.filter(|_| self.player.holds(seq));
        let read = || match &self.detail {
            Detail::Shown(page) if page.detail.seq == seq => {
                page.detail.sound.as_ref().map(|(sound, _)| sound.duration_ms).filter(|duration| *duration > 0)
            }
            _ => None,
        };
        told.or_else(read)
    }

    pub(in crate::inbox) fn speed_of(&self, seq: Seq) -> f32 {
        if self.player.holds(seq) { self.player.state.speed } else { self.listening_of(seq).speed }
    }

    pub(in crate::inbox) fn loop_of(&self, seq: Seq) -> Option<(u64, u64)> {
        self.player.state.looped.filter(|_| self.player.holds(seq))
    }
}
