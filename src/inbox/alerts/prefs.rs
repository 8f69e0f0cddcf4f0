//! What a person chose about messages outside the window, and when they want none.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use crate::call::UnixMillis;

/// What is told outside the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct AlertPrefs {
    /// New calls are told at all.
    pub is_on: bool,
    /// Who called, and how it ended, is not said.
    pub hides_details: bool,
    /// They can be heard.
    pub has_sound: bool,
    /// Nothing is told until then.
    pub quiet_until_ms: Option<i64>,
    /// Nothing is told within these hours, every day.
    pub quiet_hours: Option<QuietHours>,
}

/// Hours of every day, on the clock on the wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QuietHours {
    /// The hour that is quiet first, 0 to 23.
    pub from_hour: u8,
    /// The hour that is not any more; may be on the next day.
    pub to_hour: u8,
}

impl QuietHours {
    /// What is offered first: the night.
    pub const NIGHT: Self = Self { from_hour: 20, to_hour: 8 };

    fn holds(self, hour: u8) -> bool {
        let (from, to) = (self.from_hour, self.to_hour);
        if from <= to { (from..to).contains(&hour) } else { hour >= from || hour < to }
    }
}

impl Default for AlertPrefs {
    fn default() -> Self {
        Self { is_on: true, hides_details: false, has_sound: true, quiet_until_ms: None, quiet_hours: None }
    }
}

impl AlertPrefs {
    /// Whether a quiet time was asked for that is not over.
    pub fn is_put_off(&self, now: UnixMillis) -> bool {
        self.quiet_until_ms.is_some_and(|until| now.0 < until)
    }

    /// Whether nothing is to be told at that time.
    pub fn is_quiet(&self, now: UnixMillis, zone: &TimeZone) -> bool {
        self.is_put_off(now) || self.is_in_quiet_hours(now, zone)
    }

    fn is_in_quiet_hours(&self, now: UnixMillis, zone: &TimeZone) -> bool {
        let Some(hours) = self.quiet_hours else { return false };
        let here = Timestamp::from_millisecond(now.0).ok().map(|at| at.to_zoned_datetime(zone.clone()));
        here.and_then(|here| u8::try_from(here.hour()).ok()).is_some_and(|hour| hours.holds(hour))
    }

    /// When something is told again, if it is quiet now.
    pub fn quiet_until(&self, now: UnixMillis, zone: &TimeZone) -> Option<UnixMillis> {
        let mut until = now;
        // One may end within the other, each once.
        for _ in 0..3 {
            if let Some(put_off) = self.quiet_until_ms.filter(|put_off| until.0 < *put_off) {
                until = UnixMillis(put_off);
            }
            if self.is_in_quiet_hours(until, zone) {
                until = self.hours_end(until, zone)?;
            }
        }
        (until > now).then_some(until)
    }

    fn hours_end(&self, at: UnixMillis, zone: &TimeZone) -> Option<UnixMillis> {
        let to = i8::try_from(self.quiet_hours?.to_hour).ok()?;
        let here = Timestamp::from_millisecond(at.0).ok()?.to_zoned_datetime(zone.clone());
        let on = |day: jiff::civil::Date| day.at(to, 0, 0, 0).to_zoned_datetime(zone.clone()).ok();
        let today = on(here.date()).filter(|end| *end > here);
        let end = today.or_else(|| on(here.date().checked_add(1.day()).ok()?))?;
        Some(UnixMillis(end.timestamp().as_millisecond()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Friday 12 December 2025, 00:00 UTC.
    const MIDNIGHT_MS: i64 = 1_765_497_600_000;

    fn at(hour: i64) -> UnixMillis {
        UnixMillis(MIDNIGHT_MS + hour * 3_600_000)
    }

    #[test]
    fn quiet_hours_go_over_midnight() {
        let night = AlertPrefs { quiet_hours: Some(QuietHours::NIGHT), ..AlertPrefs::default() };
        let lunch = AlertPrefs { quiet_hours: Some(QuietHours { from_hour: 12, to_hour: 13 }), ..night };
        let none = AlertPrefs { quiet_hours: Some(QuietHours { from_hour: 9, to_hour: 9 }), ..night };
        let quiet =
            |prefs: &AlertPrefs| (0..24).filter(|hour| prefs.is_quiet(at(*hour), &TimeZone::UTC)).collect::<Vec<i64>>();
        assert_eq!(quiet(&night), [0, 1, 2, 3, 4, 5, 6, 7, 20, 21, 22, 23]);
        assert_eq!(quiet(&lunch), [12]);
        assert_eq!(quiet(&none), [0; 0]);
        assert_eq!(night.quiet_until(at(21), &TimeZone::UTC), Some(at(32)));
        assert_eq!(night.quiet_until(at(3), &TimeZone::UTC), Some(at(8)));
        assert_eq!(night.quiet_until(at(12), &TimeZone::UTC), None);
    }

    #[test]
    fn what_is_put_off_into_the_quiet_hours_ends_with_them() {
        let hours = Some(QuietHours::NIGHT);
        let prefs = AlertPrefs { quiet_until_ms: Some(at(31).0), quiet_hours: hours, ..AlertPrefs::default() };
        assert!(prefs.is_put_off(at(12)));
        assert_eq!(prefs.quiet_until(at(12), &TimeZone::UTC), Some(at(32)));
    }

    #[test]
    fn nonsense_hours_are_no_trouble() {
        let prefs = AlertPrefs {
            quiet_hours: Some(QuietHours { from_hour: 200, to_hour: 99 }),
            quiet_until_ms: Some(i64::MAX),
            ..AlertPrefs::default()
        };
        assert!(prefs.is_quiet(at(12), &TimeZone::UTC));
        let _ = prefs.quiet_until(at(12), &TimeZone::UTC);
        let _ = prefs.quiet_until(UnixMillis(i64::MAX), &TimeZone::UTC);
    }
}
