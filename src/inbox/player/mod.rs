//! The player as plain state: what is loaded and where it stands, how each call was listened to, and what the bar below the
//! open call says.
//!
//! **Invariant:** no clock and no sound: positions are worked out from what the engine said last and from the time of the
//! frame; whatever is to be heard or fetched goes out as a command.

mod act;
mod action;
mod cadence;
mod hear;
mod heard;
mod open;
mod prefs;
mod standing;
mod words;

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

pub use action::PlayerAction;
pub use open::{NowPlaying, OpenRecording};
pub use prefs::{BUDGETS_GB, SoundPrefs, USUAL_SPEEDS, VOLUME_STEPS};
pub(in crate::inbox) use standing::changes_at;
pub use standing::{MediaRemedy, Standing, StandingTone};
pub use words::{speed_label, talk_line, time_label};

use heard::Heard;

use crate::bus::{AudioDevice, PlayerState, PlayerStatus};
use crate::call::{Listening, Media, MediaKind, Peaks, Seq, Sound, UnixMillis};

/// The speeds that are offered.
pub const SPEEDS_OFFERED: [f32; 9] = [0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0];
/// How many jumps can be taken back.
const JUMPS_KEPT: usize = 50;
/// Jumps by key that follow each other within so long are taken back as one, in milliseconds.
const JUMPS_JOIN_MS: i64 = 1_500;
/// What was told last of so many files stands above what is read of them: it may not be stored yet.
const FILES_KEPT: usize = 32;
/// The same for waveforms, which are larger.
const SOUNDS_KEPT: usize = 8;

/// All that is known of playing.
#[derive(Debug, Default)]
pub struct Player {
    /// The engine's state, with what was asked of it since.
    pub state: PlayerState,
    /// What can be played on; `None` until it was looked for.
    pub devices: Option<Vec<AudioDevice>>,
    /// What holds for every call.
    pub prefs: SoundPrefs,
    /// Who is heard, and in which call.
    title: String,
    titled: Option<Seq>,
    /// How calls were listened to in this run: stands above what is stored.
    listened: HashMap<Seq, Listening>,
    files: VecDeque<Media>,
    sounds: VecDeque<(Seq, Sound, Arc<Peaks>)>,
    jumps: Vec<Jump>,
    /// The beginning of a loop whose end was not said yet.
    loop_from: Option<(Seq, u64)>,
    heard: Heard,
    remembered_at: UnixMillis,
    /// Reports from before this are about another position.
    asked_at: UnixMillis,
    /// To be played as soon as it is read.
    plays_when_read: Option<Seq>,
    seeks_unheard: bool,
    /// What is loaded is no longer this call's recording.
    outdated: Option<Seq>,
    /// Its strip was put away.
    hidden: Option<Seq>,
}

/// Where a person jumped from.
#[derive(Debug, Clone, Copy)]
struct Jump {
    seq: Seq,
    from_ms: u64,
    at: UnixMillis,
    is_step: bool,
}

impl Player {
    /// Whether this call's recording is what the player holds.
    pub fn holds(&self, seq: Seq) -> bool {
        self.state.seq == Some(seq) && self.state.status != PlayerStatus::Idle
    }

    /// Sound is heard, or will be by itself.
    pub fn is_going(&self) -> bool {
        matches!(self.state.status, PlayerStatus::Playing | PlayerStatus::Opening | PlayerStatus::RunningDry)
    }

    /// What was told last of a file.
    pub(in crate::inbox) fn told_file(&self, seq: Seq, kind: MediaKind, uri: &str) -> Option<&Media> {
        self.files.iter().find(|media| media.seq == seq && media.kind == kind && media.uri == uri)
    }

    fn keep_file(&mut self, media: &Media) {
        self.files.retain(|kept| (kept.seq, kept.kind) != (media.seq, media.kind));
        if self.files.len() == FILES_KEPT {
            self.files.pop_front();
        }
        self.files.push_back(media.clone());
    }

    fn keep_sound(&mut self, seq: Seq, sound: Sound, peaks: Arc<Peaks>) {
        self.sounds.retain(|(kept, ..)| *kept != seq);
        if self.sounds.len() == SOUNDS_KEPT {
            self.sounds.pop_front();
        }
        self.sounds.push_back((seq, sound, peaks));
    }
}

#[cfg(test)]
mod tests;
