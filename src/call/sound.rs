//! What a recording turned out to hold once it was decoded, its waveform, and how far a person has listened. Values only.

use super::UnixMillis;

/// Length of one column of a waveform, in milliseconds.
pub const PEAK_MS: u32 = 50;

/// What a recording holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Sound {
    /// Codec and container as people name them (`Opus in Ogg`, `MP3`, `mu-law in WAV`).
    pub codec: String,
    /// How many channels.
    pub channels: u16,
    /// Samples a second of each.
    pub sample_rate: u32,
    /// Length in milliseconds.
    pub duration_ms: u64,
    /// Two channels that hold different voices; false for one channel, or for the same twice.
    pub has_sides: bool,
    /// What is wrong with it, in a sentence (`The file ends in the middle; 1:12 of it can be heard.`).
    pub damage: Option<String>,
    /// Who spoke how long; `None` where the data can't carry it.
    pub talk: Option<Talk>,
}

/// Who spoke how long, in milliseconds, from a recording with a side for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Talk {
    /// Somebody spoke on the left, alone or not.
    pub left_ms: u64,
    /// Somebody spoke on the right, alone or not.
    pub right_ms: u64,
    /// Both at once.
    pub overlap_ms: u64,
    /// Nobody, for two seconds or longer at a stretch.
    pub dead_air_ms: u64,
    /// The longest such stretch.
    pub longest_pause_ms: u64,
}

/// The waveform: how loud each [`PEAK_MS`] is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Peaks {
    /// One lane, or two where the sides differ (left first). 0 is silence, 255 full scale; as many columns as there are.
    pub lanes: Vec<Vec<u8>>,
    /// Somebody is heard in that column, in any lane; as long as the lanes.
    pub is_speech: Vec<bool>,
    /// The whole recording was seen. Until then the rest follows.
    pub is_complete: bool,
}

/// Which channels are heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Sides {
    /// As they are.
    #[default]
    Both,
    /// The left one on both ears.
    Left,
    /// The right one on both ears.
    Right,
    /// Left and right changed over.
    Swapped,
}

impl Sides {
    /// In the order they are offered.
    pub const ALL: [Self; 4] = [Self::Both, Self::Left, Self::Right, Self::Swapped];

    /// As it is stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::Left => "left",
            Self::Right => "right",
            Self::Swapped => "swapped",
        }
    }

    /// The one of that name; `Both` for any other.
    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|sides| sides.name() == name).unwrap_or_default()
    }
}

/// How a person listens to a recording: remembered for each call.
#[derive(Debug, Clone, PartialEq)]
pub struct Listening {
    /// Where they stopped, in milliseconds.
    pub position_ms: u64,
    /// How fast, 0.5 to 3.
    pub speed: f32,
    /// Which channels.
    pub sides: Sides,
    /// The caller is on the left and the agent on the right; `None` while nobody has said so.
    pub is_caller_left: Option<bool>,
    /// When it was heard to the end, or marked so.
    pub heard_at: Option<UnixMillis>,
}

impl Default for Listening {
    fn default() -> Self {
        Self { position_ms: 0, speed: 1.0, sides: Sides::Both, is_caller_left: None, heard_at: None }
    }
}
