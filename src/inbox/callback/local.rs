//! The clock where a caller is. Where that is one of several zones, a range of times: never one of them guessed.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, ZonedDateTime};

use crate::call::{DAY_MINUTES, Day, Hours, Moment, UnixMillis, Weekdays, Window};
use crate::words::date;

/// Finds a zone by its IANA name. A plain function, so that the state stays plain.
pub type ZoneNamed = fn(&str) -> Option<TimeZone>;

/// Nobody is called before or after that on their clock, unless they asked for it.
const CIVIL_HOURS: Hours = Hours::between(9, 20);
/// Where nothing they asked for lies within the civil hours.
const WAKING_HOURS: Hours = Hours::between(7, 22);
/// How many days are looked ahead for the next good time.
const DAYS_AHEAD: i32 = 8;

/// Where a caller may be: zones whose clocks differ now.
#[derive(Debug, Clone)]
pub(super) struct Places {
    zones: Vec<TimeZone>,
    now: UnixMillis,
    /// None of them is known: the person's own zone stands in.
    pub is_known: bool,
}

impl Places {
    pub fn of(names: &[&str], now: UnixMillis, own: &TimeZone, zone_named: ZoneNamed) -> Self {
        let mut zones: Vec<(i32, TimeZone)> = Vec::new();
        if let Ok(stamp) = Timestamp::from_millisecond(now.0) {
            for zone in names.iter().filter_map(|name| zone_named(name)) {
                let offset = zone.to_offset(stamp).seconds();
                if !zones.iter().any(|(known, _)| *known == offset) {
                    zones.push((offset, zone));
                }
            }
        }
        zones.sort_by_key(|(offset, _)| *offset);
        let is_known = !zones.is_empty();
        let zones = if is_known { zones.into_iter().map(|(_, zone)| zone).collect() } else { vec![own.clone()] };
        Self { zones, now, is_known }
    }

    /// "10:12", "09:12–12:12"; `None` where it is not known.
    pub fn clock(&self) -> Option<String> {
        let (first, last) = (clock_at(self.now, self.zones.first()?)?, clock_at(self.now, self.zones.last()?)?);
        let shown = |at: &ZonedDateTime| date(say_in!("date", "%H:%M"), at);
        match self.zones.len() {
            _ if !self.is_known => None,
            1 => Some(shown(&first)),
            _ => Some(format!("{}–{}", shown(&first), shown(&last))),
        }
    }

    /// Their zone, if there is only one that they can be in.
    pub fn only_zone(&self) -> Option<&TimeZone> {
        self.zones.first().filter(|_| self.is_known && self.zones.len() == 1)
    }

    /// It is night there, wherever they are.
    pub fn is_asleep(&self) -> bool {
        self.is_known && !self.is_anywhere(&[Window { days: Weekdays::ALL, hours: WAKING_HOURS }], self.now)
    }

    /// It is a time to call there, wherever they are.
    pub fn is_civil(&self) -> bool {
        self.is_everywhere(&civil_windows(), self.now)
    }

    /// Now is within what they asked for, wherever they are.
    pub fn is_within(&self, windows: &[Window]) -> bool {
        self.is_everywhere(&callable(windows), self.now)
    }

    /// The next instant at which it is a time to call there.
    pub fn next_civil(&self) -> Option<UnixMillis> {
        self.next(&civil_windows())
    }

    /// The next instant within what they asked for.
    pub fn next_within(&self, windows: &[Window]) -> Option<UnixMillis> {
        self.next(&callable(windows))
    }

    /// When a time that was agreed on begins at the earliest and ends at the latest.
    pub fn span_of(&self, moment: Moment, received_at: UnixMillis) -> Option<(UnixMillis, UnixMillis)> {
        match moment {
            Moment::At(at) => Some((at, at)),
            Moment::On { day, hours } => {
                let spans = self.zones.iter().filter_map(|zone| {
                    let date = date_of(day, clock_at(received_at, zone)?.date())?;
                    Some((instant(date, hours.from, zone)?, instant(date, hours.to, zone)?))
                });
                spans.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
            }
        }
    }

    fn is_everywhere(&self, windows: &[Window], at: UnixMillis) -> bool {
        self.zones.iter().all(|zone| holds(windows, at, zone))
    }

    fn is_anywhere(&self, windows: &[Window], at: UnixMillis) -> bool {
        self.zones.iter().any(|zone| holds(windows, at, zone))
    }

    fn next(&self, windows: &[Window]) -> Option<UnixMillis> {
        let mut begins: Vec<UnixMillis> = Vec::new();
        for zone in &self.zones {
            let today = clock_at(self.now, zone)?.date();
            for ahead in 0..=DAYS_AHEAD {
                let Ok(date) = today.checked_add(ahead.days()) else { continue };
                let on_that_day = windows.iter().filter(|window| window.days.holds(date.weekday()));
                begins.extend(on_that_day.filter_map(|window| instant(date, window.hours.from, zone)));
            }
        }
        begins.retain(|at| *at > self.now);
        begins.sort_unstable();
        begins.iter().copied().find(|at| self.is_everywhere(windows, *at)).or(begins.first().copied())
    }
}

fn clock_at(at: UnixMillis, zone: &TimeZone) -> Option<ZonedDateTime> {
    Timestamp::from_millisecond(at.0).ok().map(|stamp| stamp.to_zoned_datetime(zone.clone()))
}

fn holds(windows: &[Window], at: UnixMillis, zone: &TimeZone) -> bool {
    clock_at(at, zone).is_some_and(|at| {
        let minute = at.hour() as u16 * 60 + at.minute() as u16;
        windows.iter().any(|window| window.days.holds(at.weekday()) && window.hours.holds(minute))
    })
}

fn civil_windows() -> [Window; 1] {
    [Window { days: Weekdays::ALL, hours: CIVIL_HOURS }]
}

/// What they asked for, within the hours in which one calls; their wish stands above those where nothing would be left.
fn callable(windows: &[Window]) -> Vec<Window> {
    let limited = |limits: Hours| -> Vec<Window> {
        let within = |window: &Window| Some(Window { hours: window.hours.within(limits)?, ..*window });
        windows.iter().filter_map(within).collect()
    };
    let civil = limited(CIVIL_HOURS);
    let callable = if civil.is_empty() { limited(WAKING_HOURS) } else { civil };
    if callable.is_empty() { windows.to_vec() } else { callable }
}

fn date_of(day: Day, called: Date) -> Option<Date> {
    match day {
        Day::Date(date) => Some(date),
        Day::InDays(days) => called.checked_add(i32::from(days).days()).ok(),
        Day::Next(weekday) => called.nth_weekday(1, weekday).ok(),
    }
}

fn instant(date: Date, minute: u16, zone: &TimeZone) -> Option<UnixMillis> {
    let (date, minute) = if minute >= DAY_MINUTES { (date.tomorrow().ok()?, 0) } else { (date, minute) };
    let civil = date.at((minute / 60) as i8, (minute % 60) as i8, 0, 0);
    civil.to_zoned_datetime(zone.clone()).ok().map(|at| UnixMillis(at.timestamp().as_millisecond()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Weekday, date};

    use super::super::samples::{at, zone_named};
    use super::*;
    use crate::call::{BestTime, best_time};

    /// Friday 12 December 2025, 11:41 in Greenwich.
    fn places(names: &[&str]) -> Places {
        Places::of(names, at("2025-12-12T11:41:00Z"), &TimeZone::UTC, zone_named)
    }

    fn windows(phrase: &str) -> Vec<Window> {
        match best_time(phrase) {
            BestTime::Windows(windows) => windows,
            other => panic!("{phrase}: {other:?}"),
        }
    }

    #[test]
    fn a_clock_is_exact_or_a_range_or_not_known() {
        assert_eq!(places(&["Asia/Kolkata"]).clock().as_deref(), Some("17:11"));
        let several = ["America/New_York", "America/Chicago", "America/Detroit", "America/Los_Angeles"];
        assert_eq!(places(&several).clock().as_deref(), Some("03:41–06:41"));
        assert_eq!(places(&[]).clock(), None);
        assert_eq!(places(&["No/Where"]).clock(), None);
    }

    #[test]
    fn asleep_means_wherever_they_are() {
        assert!(places(&["America/Los_Angeles"]).is_asleep());
        assert!(!places(&["America/Los_Angeles", "Asia/Kolkata"]).is_asleep());
        assert!(!places(&[]).is_asleep());
    }

    #[test]
    fn the_next_time_is_the_first_that_suits_everywhere() {
        let next = |names: &[&str], phrase: &str| places(names).next_within(&windows(phrase));
        assert_eq!(next(&["Asia/Kolkata"], "Mornings"), Some(at("2025-12-13T03:30:00Z")));
        assert_eq!(next(&["Asia/Kolkata"], "weekday mornings"), Some(at("2025-12-15T03:30:00Z")));
        assert_eq!(next(&["America/New_York", "America/Los_Angeles"], "afternoons"), Some(at("2025-12-12T20:00:00Z")));
        // Never both at once: the first of them.
        assert_eq!(next(&["Asia/Kolkata", "America/New_York"], "mornings"), Some(at("2025-12-12T14:00:00Z")));
    }

    #[test]
    fn a_wish_for_odd_hours_stands_above_the_civil_ones() {
        let kolkata = places(&["Asia/Kolkata"]);
        assert_eq!(kolkata.next_within(&windows("before 9 am")), Some(at("2025-12-13T01:30:00Z")));
        assert_eq!(kolkata.next_within(&windows("after 21:00")), Some(at("2025-12-12T15:30:00Z")));
        assert!(kolkata.is_within(&windows("evenings")) && !kolkata.is_within(&windows("mornings")));
    }

    #[test]
    fn an_agreed_time_without_a_zone_is_on_the_callers_clock() {
        let received = at("2025-12-12T20:00:00Z");
        let four = Hours { from: 960, to: 960 };
        let kolkata = places(&["Asia/Kolkata"]);
        // It was the 13th there when they called.
        for (day, wanted) in [
            (Day::InDays(1), "2025-12-14T10:30:00Z"),
            (Day::Next(Weekday::Monday), "2025-12-15T10:30:00Z"),
            (Day::Date(date(2025, 12, 20)), "2025-12-20T10:30:00Z"),
        ] {
            assert_eq!(kolkata.span_of(Moment::On { day, hours: four }, received), Some((at(wanted), at(wanted))));
        }
        let two = places(&["America/New_York", "America/Los_Angeles"]);
        let span = two.span_of(Moment::On { day: Day::Date(date(2025, 12, 20)), hours: four }, received);
        assert_eq!(span, Some((at("2025-12-20T21:00:00Z"), at("2025-12-21T00:00:00Z"))));
    }
}
