//! When the public address is asked, and what follows from the answers. Pure: the time is told.
//!
//! Each check is a row in Traffic, so they are many only while something changes: at the start, after a failure, and when the
//! program complains.

use std::time::{Duration, Instant};

use crate::traffic::TunnelStatus;

/// How often is asked, and how soon something is a trouble.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// After the address is known, where its name takes a moment to be known everywhere. Asked for too early, a resolver may
    /// remember for minutes that there is no such name.
    pub settle: Duration,
    /// Between checks in the first minute, until one succeeds, and after one failed.
    pub quick: Duration,
    /// Between checks otherwise.
    pub usual: Duration,
    /// The same once all has been well for [`Self::calm_after`].
    pub calm: Duration,
    /// How long all has to be well.
    pub calm_after: Duration,
    /// So long a new tunnel may not answer before that is a trouble; so long a program may say nothing.
    pub grace: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            settle: Duration::from_secs(3),
            quick: Duration::from_secs(3),
            usual: Duration::from_secs(30),
            calm: Duration::from_mins(2),
            calm_after: Duration::from_mins(10),
            grace: Duration::from_secs(25),
        }
    }
}

/// Checks are quick for so long.
const QUICK_FOR: Duration = Duration::from_mins(1);
/// A complaint does not lead to checks closer than this.
const CLOSEST: Duration = Duration::from_secs(5);

/// The checks of one public address.
#[derive(Debug)]
pub(super) struct Pulse {
    pace: Pace,
    /// When it began, or when something last went wrong.
    since: Instant,
    last_check: Option<Instant>,
    due: Instant,
    was_seen: bool,
    failures: u32,
    why: String,
}

impl Pulse {
    /// The address is known now.
    pub(super) fn new(pace: Pace, now: Instant, must_settle: bool) -> Self {
        let due = if must_settle { now + pace.settle } else { now };
        Self { pace, since: now, last_check: None, due, was_seen: false, failures: 0, why: String::new() }
    }

    /// When to ask next.
    pub(super) fn due(&self) -> Instant {
        self.due
    }

    /// It can't be asked now.
    pub(super) fn put_off(&mut self, until: Instant) {
        self.due = self.due.max(until);
    }

    /// The program is connected: ask now, if that was not done.
    pub(super) fn connected(&mut self, now: Instant) {
        if self.failures > 0 || !self.was_seen {
            self.hurry(now);
        }
    }

    /// The program complains: ask soon.
    pub(super) fn complained(&mut self, now: Instant) {
        self.hurry(now);
    }

    fn hurry(&mut self, now: Instant) {
        let soonest = self.last_check.map_or(now, |last| now.max(last + CLOSEST));
        self.due = self.due.min(soonest);
    }

    /// It was asked: ours answered, or why not.
    pub(super) fn asked(&mut self, now: Instant, outcome: Result<(), String>) {
        self.last_check = Some(now);
        match outcome {
            Ok(()) => {
                if self.failures > 0 || !self.was_seen {
                    self.since = now;
                }
                (self.was_seen, self.failures) = (true, 0);
                let is_calm = now.saturating_duration_since(self.since) >= self.pace.calm_after;
                self.due = now + if is_calm { self.pace.calm } else { self.pace.usual };
            }
            Err(why) => {
                if self.was_seen && self.failures == 0 {
                    self.since = now;
                }
                self.failures = self.failures.saturating_add(1);
                self.why = why;
                let is_new = now.saturating_duration_since(self.since) < QUICK_FOR;
                self.due = now + if is_new { self.pace.quick } else { self.pace.usual };
            }
        }
    }

    /// How it is. One failure alone may be chance.
    pub(super) fn status(&self, now: Instant) -> TunnelStatus {
        let is_new = now.saturating_duration_since(self.since) < self.pace.grace;
        match (self.was_seen, self.failures) {
            (true, 0 | 1) => TunnelStatus::Healthy,
            (false, _) if is_new => TunnelStatus::Starting,
            (false, 0) => TunnelStatus::Unhealthy(String::from("Nothing has come back from its public address yet.")),
            _ => TunnelStatus::Unhealthy(self.why.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn no() -> Result<(), String> {
        Err(String::from("No."))
    }

    #[test]
    fn a_new_address_is_asked_quickly_and_has_time() {
        let start = Instant::now();
        let mut pulse = Pulse::new(Pace::default(), start, true);
        assert_eq!((pulse.due(), pulse.status(start)), (start + 3 * SECOND, TunnelStatus::Starting));
        pulse.asked(start + 3 * SECOND, no());
        assert_eq!(pulse.status(start + 4 * SECOND), TunnelStatus::Starting, "its name may not be known yet");
        assert_eq!(pulse.due(), start + 6 * SECOND);
        assert_eq!(pulse.status(start + 30 * SECOND), TunnelStatus::Unhealthy(String::from("No.")));
        pulse.asked(start + 61 * SECOND, no());
        assert_eq!(pulse.due(), start + 91 * SECOND, "later it is asked less often");
        pulse.asked(start + 91 * SECOND, Ok(()));
        assert_eq!(pulse.status(start + 91 * SECOND), TunnelStatus::Healthy);
    }

    #[test]
    fn one_failure_is_chance_and_two_are_a_trouble() {
        let start = Instant::now();
        let mut pulse = Pulse::new(Pace::default(), start, false);
        assert_eq!(pulse.due(), start);
        pulse.asked(start, Ok(()));
        assert_eq!(pulse.due(), start + 30 * SECOND);
        let later = start + 3_000 * SECOND;
        pulse.asked(later, no());
        assert_eq!((pulse.status(later), pulse.due()), (TunnelStatus::Healthy, later + 3 * SECOND));
        pulse.asked(later + 3 * SECOND, no());
        assert_eq!(pulse.status(later + 3 * SECOND), TunnelStatus::Unhealthy(String::from("No.")));
        pulse.asked(later + 6 * SECOND, Ok(()));
        assert_eq!(pulse.status(later + 6 * SECOND), TunnelStatus::Healthy);
    }

    #[test]
    fn while_all_is_well_it_is_asked_seldom() {
        let start = Instant::now();
        let mut pulse = Pulse::new(Pace::default(), start, false);
        let mut checks = 0;
        while pulse.due() < start + Duration::from_hours(24) {
            pulse.asked(pulse.due(), Ok(()));
            checks += 1;
        }
        assert!((700..=750).contains(&checks), "{checks} rows a day");
    }

    #[test]
    fn a_complaint_is_looked_into_but_not_each_of_many() {
        let start = Instant::now();
        let mut pulse = Pulse::new(Pace::default(), start, false);
        pulse.asked(start, Ok(()));
        pulse.complained(start + SECOND);
        assert_eq!(pulse.due(), start + 5 * SECOND);
        pulse.asked(start + 5 * SECOND, Ok(()));
        pulse.complained(start + 20 * SECOND);
        assert_eq!(pulse.due(), start + 20 * SECOND);
        pulse.asked(start + 20 * SECOND, Ok(()));
        pulse.connected(start + 21 * SECOND);
        assert_eq!(pulse.due(), start + 50 * SECOND, "all is well: nothing to look into");
    }
}
