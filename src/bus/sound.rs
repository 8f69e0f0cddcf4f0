//! What is asked of the player and of the fetcher, and what they tell.

use super::SavePlace;
use crate::call::{Listening, MediaKind, Seq, Sides, UnixMillis};

/// Slowest and fastest that anything is played.
pub const SPEEDS: core::ops::RangeInclusive<f32> = 0.5..=3.0;

/// What the player shall do.
#[derive(Debug, Clone, PartialEq)]
pub enum PlayerCommand {
    /// Play this call's recording as it was last listened to; another one that plays is left.
    Play {
        /// Which.
        seq: Seq,
        /// From where, at what speed, which channels.
        listening: Listening,
    },
    /// Go on with what is loaded.
    Resume,
    /// Stop where it is.
    Pause,
    /// Go there, in milliseconds; what was playing plays on.
    Seek {
        /// From the beginning.
        position_ms: u64,
    },
    /// Play so fast, with the pitch kept.
    SetSpeed(f32),
    /// So loud: 1 is as recorded, at most 2.
    SetVolume(f32),
    /// Silence without stopping.
    SetMuted(bool),
    /// Pass over stretches in which nobody speaks.
    SetSkipSilence(bool),
    /// Play this stretch again and again (milliseconds), or no longer.
    SetLoop(Option<(u64, u64)>),
    /// Hear these channels.
    SetSides(Sides),
    /// Play on that device, by its id; `None` for the system's own choice.
    UseDevice(Option<String>),
    /// Look which devices there are: answered by `DevicesFound`.
    FindDevices,
    /// Write a stretch into a WAV file: answered by `ClipSaved`.
    SaveClip {
        /// Of this call.
        seq: Seq,
        /// Its first millisecond.
        from_ms: u64,
        /// Past its last.
        to_ms: u64,
        /// The file's name, without folder and ending.
        file_name: String,
        /// Where.
        place: SavePlace,
    },
}

/// What the fetcher shall do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaCommand {
    /// A person looks at that call: what it names goes before what nobody looks at.
    Look {
        /// Which.
        seq: Seq,
    },
    /// Try again now, whatever came of it before.
    FetchAgain {
        /// Of this call.
        seq: Seq,
        /// Which of its files.
        kind: MediaKind,
    },
    /// Leave it; what has arrived stays.
    StopFetching {
        /// Of this call.
        seq: Seq,
        /// Which of its files.
        kind: MediaKind,
    },
    /// Never take it away to make room, or do so again.
    Pin {
        /// Of this call.
        seq: Seq,
        /// Kept, or not.
        is_pinned: bool,
    },
    /// Fetch from that host although its address is one that is kept away from, from now on, and try what was refused again.
    AllowHost(String),
    /// Do not fetch from that host any more unless its address is a public one.
    ForbidHost(String),
    /// Take away what was not used for long once files take more room than this; what is pinned stays.
    SetBudget {
        /// How much room.
        bytes: u64,
    },
}

/// What the player does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum PlayerStatus {
    /// Nothing is loaded.
    #[default]
    Idle,
    /// Playing as soon as there is something to play.
    Opening,
    /// Sound leaves the device.
    Playing,
    /// Stopped by a person.
    Paused,
    /// Wants to play, but the bytes have not arrived: goes on by itself.
    RunningDry,
    /// Played to the end.
    Ended,
    /// Can't be played.
    Failed,
}

/// The player, whenever it changes, and about once a second while it plays: between two reports the clock goes on.
#[derive(Debug, Clone, PartialEq)]
pub struct PlayerState {
    /// Whose recording is loaded.
    pub seq: Option<Seq>,
    /// What it does.
    pub status: PlayerStatus,
    /// What is heard at `at`, in milliseconds from the beginning.
    pub position_ms: u64,
    /// When that was so.
    pub at: UnixMillis,
    /// Length in milliseconds, once it is known.
    pub duration_ms: Option<u64>,
    /// How fast.
    pub speed: f32,
    /// How loud.
    pub volume: f32,
    /// Silenced.
    pub is_muted: bool,
    /// Silence is passed over.
    pub skips_silence: bool,
    /// How much was passed over since it was loaded, in milliseconds.
    pub skipped_ms: u64,
    /// The stretch that is played again and again.
    pub looped: Option<(u64, u64)>,
    /// Which channels.
    pub sides: Sides,
    /// The chosen device; `None` for the system's choice.
    pub device: Option<String>,
    /// What a person has to know, in a sentence: why it failed, a device that is gone, a file that ends too early.
    pub trouble: Option<String>,
}

impl Default for PlayerState {
    fn default() -> Self {
        Self {
            seq: None,
            status: PlayerStatus::Idle,
            position_ms: 0,
            at: UnixMillis(0),
            duration_ms: None,
            speed: 1.0,
            volume: 1.0,
            is_muted: false,
            skips_silence: false,
            skipped_ms: 0,
            looped: None,
            sides: Sides::Both,
            device: None,
            trouble: None,
        }
    }
}

/// A playing player is told of again within so long; a clock that went on for longer goes on alone no more.
const TOLD_WITHIN_MS: u64 = 1_500;

impl PlayerState {
    /// What is heard at a time, in milliseconds from the beginning: between two reports the clock goes on.
    pub fn position_at(&self, now: UnixMillis) -> u64 {
        if self.status != PlayerStatus::Playing {
            return self.position_ms;
        }
        let passed = u64::try_from(now.0.saturating_sub(self.at.0)).unwrap_or(0).min(TOLD_WITHIN_MS);
        let position = self.position_ms + (passed as f64 * f64::from(self.speed)) as u64;
        self.duration_ms.map_or(position, |duration| position.min(duration))
    }
}

/// A device that sound can be played on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AudioDevice {
    /// Names it for the player.
    pub id: String,
    /// Names it for a person.
    pub name: String,
}
