//! Moments as they follow `after:` and `before:`: a time of today, so long ago, or a day as searches for calls name it.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use super::FactTest;
use crate::call::UnixMillis;
use crate::call::query::{Term, parse};

/// What an operator of time asks with a value; `None` if that is no time.
pub(super) fn received(operator: &str, value: &str, now: UnixMillis, zone: &TimeZone) -> Option<FactTest> {
    let moment = (operator != "on").then(|| moment(value, now, zone)).flatten();
    let (from, until) = match moment {
        Some(moment) if operator == "before" => (None, Some(moment)),
        Some(moment) => (Some(moment), None),
        None => days(operator, value, now, zone)?,
    };
    Some(FactTest::Received { from, until })
}

/// Whether it is the beginning of a time.
pub(super) fn could_become_time(value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    let is_number = value.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | ':'));
    let is_count = value.trim_start_matches(|c: char| c.is_ascii_digit()).len() < value.len()
        && "min".starts_with(value.trim_start_matches(|c: char| c.is_ascii_digit()));
    let is_word = ["today", "yesterday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    is_number || is_count || is_word.iter().any(|word| word.starts_with(&value))
}

/// `10:30`, `10:30:15`; `90s`, `15min`, `2h` ago. Days are read where searches for calls are.
fn moment(value: &str, now: UnixMillis, zone: &TimeZone) -> Option<UnixMillis> {
    let now = Timestamp::from_millisecond(now.0).ok()?;
    if value.contains(':') {
        let mut parts = value.split(':');
        let mut part = || parts.next().map_or(Some(0), two_digits);
        let (hour, minute, second) = (part()?, part()?, part()?);
        let time = Time::new(hour, minute, second, 0).ok().filter(|_| parts.next().is_none())?;
        let at = now.to_zoned_datetime(zone.clone()).date().to_datetime(time).to_zoned_datetime(zone.clone()).ok()?;
        return Some(UnixMillis(at.timestamp().as_millisecond()));
    }
    let value = value.to_ascii_lowercase();
    let end = value.find(|c: char| !c.is_ascii_digit())?;
    let (count, unit) = value.split_at(end);
    let count: i64 = count.parse().ok().filter(|count| (0..=999_999).contains(count))?;
    let ago = match unit {
        "s" => count.seconds(),
        "min" => count.minutes(),
        "h" => count.hours(),
        _ => return None,
    };
    Some(UnixMillis(now.checked_sub(ago).ok()?.as_millisecond()))
}

fn two_digits(text: &str) -> Option<i8> {
    let is_number = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// From when to before when.
type Stretch = (Option<UnixMillis>, Option<UnixMillis>);

/// The days that searches for calls know.
fn days(operator: &str, value: &str, now: UnixMillis, zone: &TimeZone) -> Option<Stretch> {
    let is_plain = !value.is_empty() && value.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let read = is_plain.then(|| parse(&format!("{operator}:{value}"), now, zone))?;
    match read.term {
        Term::Received { from, until } if read.problems.is_empty() => Some((from, until)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::NOW;
    use super::*;

    #[test]
    fn moments_and_days() {
        // Friday, 12 December 2025, 12:00 UTC: 13:00 in that zone.
        let zone = TimeZone::fixed(jiff::tz::offset(1));
        let shown = |at: Option<UnixMillis>| {
            at.map(|at| Timestamp::from_millisecond(at.0).unwrap().to_string()).unwrap_or_default()
        };
        let read = |operator, value| match received(operator, value, NOW, &zone) {
            Some(FactTest::Received { from, until }) => format!("{}..{}", shown(from), shown(until)),
            _ => String::from("none"),
        };
        for (operator, value, wanted) in [
            ("after", "10:30", "2025-12-12T09:30:00Z.."),
            ("before", "9:05:07", "..2025-12-12T08:05:07Z"),
            ("after", "15min", "2025-12-12T11:45:00Z.."),
            ("after", "2H", "2025-12-12T10:00:00Z.."),
            ("after", "90s", "2025-12-12T11:58:30Z.."),
            ("after", "7d", "2025-12-04T23:00:00Z.."),
            ("after", "2025-01-20", "2025-01-19T23:00:00Z.."),
            ("before", "today", "..2025-12-11T23:00:00Z"),
            ("on", "yesterday", "2025-12-10T23:00:00Z..2025-12-11T23:00:00Z"),
            ("on", "10:30", "none"),
            ("after", "25:00", "none"),
            ("after", "1:2:3:4", "none"),
            ("after", "h", "none"),
            ("after", "5 OR x", "none"),
            ("after", "", "none"),
        ] {
            assert_eq!(read(operator, value), wanted, "{operator}:{value}");
        }
        for begin in ["", "2", "2025-", "10:", "15m", "15mi", "yest"] {
            assert!(could_become_time(begin), "{begin}");
        }
        assert!(!could_become_time("soon") && !could_become_time("mi"));
    }
}
