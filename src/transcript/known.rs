//! What is known of a call besides its transcript, which helps to tell seconds from milliseconds and clocks from offsets.

use crate::call::UnixMillis;

/// What is known of the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Known {
    /// The recording's length in milliseconds.
    pub audio_ms: Option<u64>,
    /// When the recording began.
    pub recording_began_at: Option<UnixMillis>,
}
