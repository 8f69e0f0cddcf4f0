//! How patiently, how often and how many at a time things are sent. Values only.

use std::time::Duration;

/// The pace of handing on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pace {
    /// Requests on their way to one target at a time; of one call there is only ever one.
    pub at_a_time: usize,
    /// How long after each failure to reach a target it is tried again; from then on always after the last of these.
    /// Nothing is given up because a target is down.
    pub down: Vec<Duration>,
    /// So many tries in a row that a target was reached for, and failed at, mean that it is down.
    pub down_after: u32,
    /// How long after each answer that asks for patience the same request is tried again; then after the last of these.
    pub later: Vec<Duration>,
    /// Tries of a request that the target fails at (500 and the like).
    pub tries_failing: u32,
    /// Tries of a request while the target says that it is not available (408, 425, 429, 502, 503, 504), or says nothing.
    pub tries_unavailable: u32,
    /// Tries of a request that the target does not want (any other answer).
    pub tries_unwanted: u32,
    /// No target is waited for longer because it says so.
    pub most_retry_after: Duration,
    /// How long after a failure of our own disk it is tried again.
    pub again: Duration,
    /// Between two hints that something went further.
    pub told_every: Duration,
    /// How long what is under way may still take when all is ended.
    pub ending: Duration,
}

const SEC: u64 = 1;
const MIN: u64 = 60 * SEC;
const HOUR: u64 = 60 * MIN;

impl Default for Pace {
    fn default() -> Self {
        Self {
            at_a_time: 4,
            down: [SEC, 5 * SEC, 15 * SEC, MIN, 5 * MIN].map(Duration::from_secs).to_vec(),
            down_after: 8,
            later: [5 * SEC, 15 * SEC, MIN, 5 * MIN, 30 * MIN, 2 * HOUR].map(Duration::from_secs).to_vec(),
            tries_failing: 7,
            // The six steps of `later`, then every two hours: three days.
            tries_unavailable: 42,
            tries_unwanted: 3,
            most_retry_after: Duration::from_secs(24 * HOUR),
            again: Duration::from_secs(5),
            told_every: Duration::from_millis(300),
            ending: Duration::from_secs(2),
        }
    }
}

impl Pace {
    /// How long after that many failures to reach a target it is tried again.
    pub(super) fn down_for(&self, failures: u32) -> Duration {
        step(&self.down, failures)
    }

    /// How long after that many tries a request is tried again.
    pub(super) fn later_for(&self, tries: u32) -> Duration {
        step(&self.later, tries)
    }
}

/// The step after the so-manieth failure, from 1.
fn step(steps: &[Duration], failures: u32) -> Duration {
    let at = usize::try_from(failures.saturating_sub(1)).unwrap_or(usize::MAX).min(steps.len().saturating_sub(1));
    steps.get(at).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_grow_and_the_last_one_stays() {
        let pace = Pace::default();
        let secs: Vec<u64> = (1..=7).map(|failures| pace.down_for(failures).as_secs()).collect();
        assert_eq!(secs, [1, 5, 15, 60, 300, 300, 300]);
        assert_eq!((pace.later_for(1).as_secs(), pace.later_for(99).as_secs()), (5, 7_200));
        assert_eq!(step(&[], 1), Duration::ZERO);
    }

    #[test]
    fn what_is_only_not_available_is_waited_for_about_three_days() {
        let pace = Pace::default();
        let secs: u64 = (1..pace.tries_unavailable).map(|tries| pace.later_for(tries).as_secs()).sum();
        assert!((71 * HOUR..75 * HOUR).contains(&secs), "{} hours", secs / HOUR);
    }
}
