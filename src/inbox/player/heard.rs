//! Which seconds of a recording went by while it was listened to: what a person skips was not heard.

use crate::call::Seq;

/// The part that has to go by before a recording counts as heard, in hundredths.
const HEARD_PERCENT: u64 = 95;

/// Longer than any call, in milliseconds: a position beyond it is a fault, for which no memory is taken.
const LONGEST_MS: u64 = 100 * 3_600_000;

/// Seconds of one recording.
#[derive(Debug, Default)]
pub(super) struct Heard {
    seq: Option<Seq>,
    seconds: Vec<bool>,
    count: u64,
    /// Up to where it was played without a jump, in milliseconds.
    last_ms: Option<u64>,
}

impl Heard {
    /// Playing goes on somewhere else, perhaps in another recording.
    pub fn jump(&mut self, seq: Option<Seq>) {
        if self.seq != seq {
            *self = Self { seq, ..Self::default() };
        }
        self.last_ms = None;
    }

    /// It plays at this position, in milliseconds. What was passed over as silence since the last time was heard.
    pub fn pass(&mut self, position_ms: u64) {
        if position_ms > LONGEST_MS {
            return;
        }
        let from = self.last_ms.filter(|last| *last <= position_ms).unwrap_or(position_ms);
        self.last_ms = Some(position_ms);
        for second in from / 1_000..=position_ms / 1_000 {
            let Ok(at) = usize::try_from(second) else { return };
            if self.seconds.len() <= at {
                self.seconds.resize(at + 1, false);
            }
            self.count += u64::from(!self.seconds[at]);
            self.seconds[at] = true;
        }
    }

    /// Nearly all of it went by.
    pub fn is_most(&self, duration_ms: u64) -> bool {
        duration_ms > 0 && self.count * 1_000 * 100 >= duration_ms * HEARD_PERCENT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_skipped_was_not_heard_and_what_is_passed_over_was() {
        let mut heard = Heard::default();
        heard.jump(Some(Seq(1)));
        for position in (0..30_000).step_by(100) {
            heard.pass(position);
        }
        heard.jump(Some(Seq(1)));
        for position in (80_000..100_000).step_by(100) {
            heard.pass(position);
        }
        assert!(!heard.is_most(100_000));
        heard.jump(Some(Seq(1)));
        heard.pass(30_000);
        heard.pass(79_999);
        assert!(heard.is_most(100_000));
        heard.jump(Some(Seq(2)));
        assert!(!heard.is_most(100_000));
    }
}
