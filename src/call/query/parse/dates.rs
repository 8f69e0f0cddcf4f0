//! The days that a search names, and when they begin in the person's zone.

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use crate::call::UnixMillis;

/// Days from one to before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Days {
    /// The first.
    pub from: Date,
    /// The first that does not belong to them.
    pub until: Date,
}

/// Words for days, as they are offered, and what they mean.
pub(in super::super) const DAY_WORDS: [(&str, &str); 12] = [
    ("today", "Today"),
    ("yesterday", "Yesterday"),
    ("monday", "The last Monday before today"),
    ("tuesday", "The last Tuesday before today"),
    ("wednesday", "The last Wednesday before today"),
    ("thursday", "The last Thursday before today"),
    ("friday", "The last Friday before today"),
    ("saturday", "The last Saturday before today"),
    ("sunday", "The last Sunday before today"),
    ("7d", "7 days ago"),
    ("2w", "2 weeks ago"),
    ("3m", "3 months ago"),
];

/// Months as they are written in English, folded.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The days of the week, as they are typed.
pub const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

/// The day it is.
pub(super) fn today(now: UnixMillis, zone: &TimeZone) -> Date {
    Timestamp::from_millisecond(now.0).unwrap_or_default().to_zoned_datetime(zone.clone()).date()
}

/// When a day begins: not always at midnight. `None` beyond the calendar.
pub(super) fn beginning(day: Date, zone: &TimeZone) -> Option<UnixMillis> {
    Some(UnixMillis(day.to_zoned_datetime(zone.clone()).ok()?.timestamp().as_millisecond()))
}

/// The days that a value names: a day, a month, a year, a word, or so long ago.
pub(super) fn days_named(value: &str, today: Date) -> Option<Days> {
    let value = value.to_ascii_lowercase();
    let one = |from: Date| Some(Days { from, until: from.tomorrow().ok()? });
    match value.as_str() {
        "today" => one(today),
        "yesterday" => one(today.yesterday().ok()?),
        _ => {
            if let Some((_, weekday)) = WEEKDAYS.iter().find(|(name, _)| *name == value) {
                return one(today.nth_weekday(-1, *weekday).ok()?);
            }
            ago(&value, today).and_then(one).or_else(|| calendar(&value))
        }
    }
}

/// Whether it is the beginning of a value.
pub(super) fn could_become_days(value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    let is_word = DAY_WORDS.iter().any(|(word, _)| word.starts_with(&value));
    is_word || value.starts_with(|c: char| c.is_ascii_digit()) && value.chars().all(|c| c.is_ascii_digit() || c == '-')
}

/// `7d`, `2w`, `3m`, `1y`
fn ago(value: &str, today: Date) -> Option<Date> {
    let count = number(value.get(..value.len().checked_sub(1)?)?, 4)?;
    let span = match value.as_bytes().last()? {
        b'd' => Span::new().try_days(count),
        b'w' => Span::new().try_weeks(count),
        b'm' => Span::new().try_months(count),
        b'y' => Span::new().try_years(count),
        _ => return None,
    };
    today.checked_sub(span.ok()?).ok()
}

/// `2025-01-20`, `2025-01`, `2025`
fn calendar(value: &str) -> Option<Days> {
    let mut parts = value.split('-');
    let year = parts.next().filter(|year| year.len() == 4).and_then(|year| number(year, 4))?;
    let month = parts.next();
    let day = parts.next();
    let two = |part: Option<&str>| part.map_or(Some(1), |part| number(part, 2));
    let from =
        Date::new(i16::try_from(year).ok()?, i8::try_from(two(month)?).ok()?, i8::try_from(two(day)?).ok()?).ok()?;
    let length = match (month, day) {
        (None, _) => Span::new().years(1),
        (_, None) => Span::new().months(1),
        _ => Span::new().days(1),
    };
    parts.next().is_none().then_some(Days { from, until: from.checked_add(length).ok()? })
}

fn number(digits: &str, most: usize) -> Option<i64> {
    let is_number = !digits.is_empty() && digits.len() <= most && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_are_named_in_many_ways() {
        // A Friday.
        let today = date(2025, 12, 12);
        for (value, from, until) in [
            ("2025-01-20", date(2025, 1, 20), date(2025, 1, 21)),
            ("2024-2-29", date(2024, 2, 29), date(2024, 3, 1)),
            ("2025-12", date(2025, 12, 1), date(2026, 1, 1)),
            ("2025", date(2025, 1, 1), date(2026, 1, 1)),
            ("Today", date(2025, 12, 12), date(2025, 12, 13)),
            ("yesterday", date(2025, 12, 11), date(2025, 12, 12)),
            ("thursday", date(2025, 12, 11), date(2025, 12, 12)),
            ("friday", date(2025, 12, 5), date(2025, 12, 6)),
            ("saturday", date(2025, 12, 6), date(2025, 12, 7)),
            ("7d", date(2025, 12, 5), date(2025, 12, 6)),
            ("2w", date(2025, 11, 28), date(2025, 11, 29)),
            ("10m", date(2025, 2, 12), date(2025, 2, 13)),
            ("1y", date(2024, 12, 12), date(2024, 12, 13)),
        ] {
            assert_eq!(days_named(value, today), Some(Days { from, until }), "{value}");
        }
        for value in ["", "d", "2025-13", "2025-02-30", "20250", "25-01-20", "2025-01-20-1", "99999d", "-5d", "²d"] {
            assert_eq!(days_named(value, today), None, "{value}");
        }
    }

    #[test]
    fn a_day_begins_when_its_zone_says_so() {
        let begins = |day: Date, zone: &str| {
            let zone = TimeZone::get(zone).unwrap();
            Timestamp::from_millisecond(beginning(day, &zone).unwrap().0).unwrap().to_string()
        };
        // Clocks go forward in that night, at two: the day is 23 hours long.
        assert_eq!(begins(date(2025, 3, 30), "Europe/Berlin"), "2025-03-29T23:00:00Z");
        assert_eq!(begins(date(2025, 3, 31), "Europe/Berlin"), "2025-03-30T22:00:00Z");
        // At midnight itself: the day begins at one.
        assert_eq!(begins(date(2024, 4, 26), "Africa/Cairo"), "2024-04-25T22:00:00Z");
        assert_eq!(beginning(Date::MAX, &TimeZone::UTC), None);
        assert_eq!(today(UnixMillis(i64::MIN), &TimeZone::UTC), date(1970, 1, 1));
    }
}
