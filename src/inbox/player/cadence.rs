//! When what is drawn of a playing call looks different next: a window that is drawn without a graphics card pays for every
//! frame.

use super::super::Inbox;

/// No oftener: a screen shows sixty frames a second, a line that creeps looks smooth at thirty.
const SHORTEST_MS: u64 = 33;
/// A second of sound at half speed.
const LONGEST_MS: u64 = 2_000;
/// About as many points as a waveform is wide.
const WAVEFORM_POINTS: u64 = 600;

impl Inbox {
    /// How long what plays looks the same: until the line in the waveform has moved by a point or the seconds beside it
    /// count on, in milliseconds. `None` while nothing is heard.
    pub fn sounding_same_ms(&self) -> Option<u64> {
        if !self.is_sounding() {
            return None;
        }
        let state = &self.player.state;
        let position_ms = state.position_at(self.now);
        let mut left_ms = 1_000 - position_ms % 1_000;
        if let Some(point_ms) = state.duration_ms.map(|duration| duration / WAVEFORM_POINTS).filter(|ms| *ms > 0) {
            left_ms = left_ms.min(point_ms - position_ms % point_ms);
        }
        let wait_ms = (left_ms as f32 / state.speed.max(0.1)).ceil() as u64;
        Some(wait_ms.clamp(SHORTEST_MS, LONGEST_MS))
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::samples::inbox;
    use crate::bus::{PlayerState, PlayerStatus};
    use crate::call::Seq;

    fn same_ms(position_ms: u64, duration_ms: Option<u64>, speed: f32) -> Option<u64> {
        let mut inbox = inbox();
        let (seq, at) = (Some(Seq(1)), inbox.now);
        let status = PlayerStatus::Playing;
        inbox.player.state = PlayerState { seq, status, position_ms, at, duration_ms, speed, ..PlayerState::default() };
        inbox.sounding_same_ms()
    }

    #[test]
    fn a_frame_is_due_when_the_line_or_the_seconds_move_on() {
        assert_eq!(inbox().sounding_same_ms(), None);
        // Half an hour: a point is three seconds, so that the seconds come first.
        assert_eq!(same_ms(61_250, Some(1_800_000), 1.0), Some(750));
        assert_eq!(same_ms(61_250, Some(1_800_000), 2.0), Some(375));
        // The point at 63,000 comes with the next second; that at 64,800 before 65,000.
        assert_eq!(same_ms(64_100, Some(2_160_000), 1.0), Some(700));
        // A minute: a point is a tenth of a second.
        assert_eq!(same_ms(10_030, Some(60_000), 1.0), Some(70));
        // No oftener than a smooth line needs, and a length that is not known leaves the seconds.
        assert_eq!(same_ms(10_000, Some(6_000), 1.0), Some(33));
        assert_eq!(same_ms(10_400, None, 0.5), Some(1_200));
    }
}
