//! Whether a target is to be had: reached or not, for how long already, when it is tried again. Pure.

use super::pace::Pace;
use crate::call::UnixMillis;

/// How a target stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Standing {
    /// How often in a row it could not be had.
    failures: u32,
    /// When it is tried again.
    until: Option<UnixMillis>,
    /// Tries in a row that it was reached for, and failed at.
    untaken: u32,
    /// Counts the failures ever: what began before the last one says nothing new.
    era: u32,
}

impl Standing {
    /// To be given back with what came of a try that begins now.
    pub fn era(&self) -> u32 {
        self.era
    }

    /// Until when nothing is sent.
    pub fn down_until(&self, now: UnixMillis) -> Option<UnixMillis> {
        self.until.filter(|until| *until > now)
    }

    /// How many may be on their way at a time: one, to see whether it is back.
    pub fn at_a_time(&self, pace: &Pace) -> usize {
        if self.failures > 0 { 1 } else { pace.at_a_time }
    }

    /// It could not be reached.
    pub fn unreachable(&mut self, era: u32, now: UnixMillis, pace: &Pace) {
        if era != self.era {
            return;
        }
        self.failures = self.failures.saturating_add(1);
        self.era = self.era.wrapping_add(1);
        let wait = i64::try_from(pace.down_for(self.failures).as_millis()).unwrap_or(i64::MAX);
        self.until = Some(UnixMillis(now.0.saturating_add(wait)));
    }

    /// It was reached, and failed: it says so, or says nothing.
    pub fn unavailable(&mut self, era: u32, now: UnixMillis, pace: &Pace) {
        self.untaken = self.untaken.saturating_add(1);
        if self.untaken >= pace.down_after {
            self.unreachable(era, now, pace);
        }
    }

    /// It has taken something, or said that it does not want it.
    pub fn reached(&mut self) {
        *self = Self { era: self.era, ..Self::default() };
    }

    /// It is not waited for any longer.
    pub fn hurry(&mut self) {
        self.until = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace() -> Pace {
        Pace { down_after: 3, ..Pace::default() }
    }

    #[test]
    fn many_failures_at_a_time_are_one() {
        let mut standing = Standing::default();
        let era = standing.era();
        for _ in 0..4 {
            standing.unreachable(era, UnixMillis(0), &pace());
        }
        assert_eq!(standing.down_until(UnixMillis(999)), Some(UnixMillis(1_000)));
        assert_eq!((standing.down_until(UnixMillis(1_000)), standing.at_a_time(&pace())), (None, 1));
        standing.unreachable(standing.era(), UnixMillis(1_000), &pace());
        assert_eq!(standing.down_until(UnixMillis(1_000)), Some(UnixMillis(6_000)));
        standing.reached();
        assert_eq!((standing.down_until(UnixMillis(1_000)), standing.at_a_time(&pace())), (None, 4));
    }

    #[test]
    fn a_target_that_takes_nothing_is_down_and_one_that_fails_now_and_then_is_not() {
        let mut standing = Standing::default();
        let busy = |standing: &mut Standing| standing.unavailable(standing.era(), UnixMillis(0), &pace());
        busy(&mut standing);
        busy(&mut standing);
        standing.reached();
        busy(&mut standing);
        busy(&mut standing);
        assert_eq!(standing.down_until(UnixMillis(0)), None);
        busy(&mut standing);
        assert_eq!(standing.down_until(UnixMillis(0)), Some(UnixMillis(1_000)));
        standing.hurry();
        assert_eq!((standing.down_until(UnixMillis(0)), standing.at_a_time(&pace())), (None, 1));
    }
}
