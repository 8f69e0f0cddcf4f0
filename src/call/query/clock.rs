//! Hours of the day and days of the week, by the clock on the wall of a zone: of a time, and as numbers that SQL can count with.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::call::UnixMillis;

/// An hour, in milliseconds.
pub const HOUR_MS: i64 = 3_600_000;
/// Whole weeks, so many that a time before 1970 becomes a positive number too, in milliseconds.
pub const WEEKS_MS: i64 = 604_800_000 * 200_000;
/// 1 January 1970 was a Thursday: days after Monday.
pub const FIRST_WEEKDAY: i64 = 3;
const DAY_MS: i64 = 24 * HOUR_MS;
/// Clocks that were set are remembered so far back: thirty years where it is done twice a year.
const MAX_SHIFTS: usize = 60;
/// Clocks that will be set are known so far ahead, in milliseconds: a search may stay for a while.
const AHEAD_MS: i64 = 400 * DAY_MS;

/// Hours of the day on days of the week, in a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// A bit for each hour from midnight on.
    pub hours: u32,
    /// A bit for each day from Monday on.
    pub weekdays: u8,
    /// Since when clocks are ahead of Greenwich by so much, in milliseconds: the newest first.
    pub shifts: Vec<(UnixMillis, i64)>,
    /// How far they were ahead before all of these.
    pub first_shift: i64,
}

impl Clock {
    /// Every hour of each day of the week, in a zone.
    pub fn of(zone: &TimeZone, now: UnixMillis) -> Self {
        let until = Timestamp::from_millisecond(now.0.saturating_add(AHEAD_MS)).unwrap_or(Timestamp::MAX);
        let shifts: Vec<(UnixMillis, i64)> = zone
            .preceding(until)
            .take(MAX_SHIFTS)
            .map(|shift| (UnixMillis(shift.timestamp().as_millisecond()), ahead_ms(shift.offset())))
            .collect();
        let before = shifts.last().map_or(until, |(at, _)| Timestamp::from_millisecond(at.0 - 1).unwrap_or(until));
        Self { hours: 0xff_ffff, weekdays: 0x7f, first_shift: ahead_ms(zone.to_offset(before)), shifts }
    }

    /// Whether a time is among them.
    pub fn holds(&self, at: UnixMillis) -> bool {
        let shift = self.shifts.iter().find(|(since, _)| at >= *since).map_or(self.first_shift, |(_, shift)| *shift);
        let local = at.0.saturating_add(shift).saturating_add(WEEKS_MS);
        let hour = local.div_euclid(HOUR_MS).rem_euclid(24);
        let weekday = (local.div_euclid(DAY_MS) + FIRST_WEEKDAY).rem_euclid(7);
        self.hours >> hour & 1 == 1 && self.weekdays >> weekday & 1 == 1
    }
}

fn ahead_ms(offset: jiff::tz::Offset) -> i64 {
    i64::from(offset.seconds()) * 1_000
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 12 December 2025, 11:41:22 in Greenwich, a Friday.
    const NOW: UnixMillis = UnixMillis(1_765_539_682_000);

    #[test]
    fn the_hour_and_the_weekday_are_those_of_the_zone_through_the_years() {
        for name in ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"] {
            let zone = TimeZone::get(name).unwrap();
            let all = Clock::of(&zone, NOW);
            // Every seven hours and a bit, over six years and half a year ahead.
            for step in -7_500..600_i64 {
                let at = UnixMillis(NOW.0 + step * (7 * HOUR_MS + 777_000));
                let on_the_wall = zone.to_datetime(Timestamp::from_millisecond(at.0).unwrap());
                let hours = 1 << on_the_wall.hour();
                let weekdays = 1 << on_the_wall.weekday().to_monday_zero_offset();
                assert!(Clock { hours, weekdays, ..all.clone() }.holds(at), "{name} {on_the_wall}");
                assert!(!Clock { hours: !hours, ..all.clone() }.holds(at), "{name} {on_the_wall}");
                assert!(!Clock { weekdays: !weekdays, ..all.clone() }.holds(at), "{name} {on_the_wall}");
            }
        }
    }
}
