//! Reads the time that was agreed on (`scheduledTime`) in the forms that occur: ISO 8601 with and without a zone, dates
//! where day and month can't be mixed up, seconds since 1970, and words.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use super::phrase;
use super::times::{Day, Hours, Moment};
use crate::call::UnixMillis;

/// Instants outside of these years are faults of whoever wrote them.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2199;

/// The time that was agreed on; `None` if the text can't be read as one.
pub fn agreed_time(text: &str) -> Option<Moment> {
    stamp(text).or_else(|| phrase::agreed(text))
}

/// A time that is written rather than said.
pub(super) fn stamp(text: &str) -> Option<Moment> {
    let text = text.trim();
    if text.len() > 64 || !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if let Some(at) = epoch(text) {
        return Some(Moment::At(at));
    }
    if let Ok(stamp) = text.parse::<Timestamp>() {
        return instant(stamp);
    }
    if let Ok(mail) = jiff::fmt::rfc2822::parse(text) {
        return instant(mail.timestamp());
    }
    let civil = civil(text)?;
    YEARS.contains(&civil.0.year()).then(|| on(civil.0, civil.1))
}

fn instant(stamp: Timestamp) -> Option<Moment> {
    let year = stamp.to_zoned_datetime(jiff::tz::TimeZone::UTC).year();
    YEARS.contains(&year).then(|| Moment::At(UnixMillis(stamp.as_millisecond())))
}

/// Seconds or milliseconds since 1970, by how many digits there are.
fn epoch(text: &str) -> Option<UnixMillis> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i64 = text.parse().ok()?;
    let millis = match text.len() {
        10 => number * 1_000,
        13 => number,
        _ => return None,
    };
    Some(UnixMillis(millis))
}

fn on(date: Date, minute: Option<u16>) -> Moment {
    Moment::On { day: Day::Date(date), hours: minute.map_or(Hours::ALL, |at| Hours { from: at, to: at }) }
}

/// A date, and the minute of the day if one is written.
fn civil(text: &str) -> Option<(Date, Option<u16>)> {
    let minute = |at: DateTime| u16::try_from(i32::from(at.hour()) * 60 + i32::from(at.minute())).ok();
    if text.len() >= 10 && text.as_bytes()[..4].iter().all(u8::is_ascii_digit) {
        if let Ok(date) = Date::strptime("%Y-%m-%d", text) {
            return Some((date, None));
        }
        return text.parse::<DateTime>().ok().map(|at| (at.date(), minute(at)));
    }
    for form in [
        "%d %B %Y, %H:%M",
        "%d %B %Y %H:%M",
        "%d %b %Y, %H:%M",
        "%d %b %Y %H:%M",
        "%B %d, %Y %I:%M %p",
        "%d %B %Y at %I:%M %p",
    ] {
        if let Ok(at) = DateTime::strptime(form, text) {
            return Some((at.date(), minute(at)));
        }
    }
    for form in ["%d %B %Y", "%d %b %Y", "%B %d, %Y"] {
        if let Ok(date) = Date::strptime(form, text) {
            return Some((date, None));
        }
    }
    slashed(text)
}

/// "20/01/2025", "01/20/2025 02:46 PM": only where one of both numbers can't be a month.
fn slashed(text: &str) -> Option<(Date, Option<u16>)> {
    let (date, time) = text.split_once(' ').map_or((text, None), |(date, time)| (date, Some(time.trim())));
    let parts: Vec<i16> = date.split(['/', '.']).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [first, second, year] = parts[..] else { return None };
    let (day, month) = match (first, second) {
        (13.., 1..=12) => (first, second),
        (1..=12, 13..) => (second, first),
        (same, other) if same == other => (same, other),
        _ => return None,
    };
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    let Some(time) = time else { return Some((date, None)) };
    let forms = ["%I:%M %p", "%H:%M:%S", "%H:%M"];
    let time = forms.iter().find_map(|form| jiff::civil::Time::strptime(form, time).ok())?;
    Some((date, u16::try_from(i32::from(time.hour()) * 60 + i32::from(time.minute())).ok()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Weekday, date};

    use super::*;

    fn point(day: Day, hour: u16, minute: u16) -> Option<Moment> {
        let at = hour * 60 + minute;
        Some(Moment::On { day, hours: Hours { from: at, to: at } })
    }

    #[test]
    fn instants_are_instants_in_every_form() {
        let noon = Some(Moment::At(UnixMillis(1_737_367_200_000)));
        for text in [
            "2025-01-20T10:00:00Z",
            "2025-01-20T15:30:00+05:30",
            "20250120T100000Z",
            "Mon, 20 Jan 2025 10:00:00 GMT",
            "1737367200",
            "1737367200000",
        ] {
            assert_eq!(agreed_time(text), noon, "{text}");
        }
    }

    #[test]
    fn times_without_a_zone_are_on_the_callers_clock() {
        let day = Day::Date(date(2025, 1, 20));
        for (text, wanted) in [
            ("2025-01-20T10:00", point(day, 10, 0)),
            ("2025-01-20 10:16:20.673", point(day, 10, 16)),
            ("2025-01-20 10:00", point(day, 10, 0)),
            ("20/01/2025 02:46 PM", point(day, 14, 46)),
            ("01/20/2025 02:46 PM", point(day, 14, 46)),
            ("20 January 2025, 16:30", point(day, 16, 30)),
            ("2025-01-20", Some(Moment::On { day, hours: Hours::ALL })),
            ("20/01/2025", Some(Moment::On { day, hours: Hours::ALL })),
            ("Tomorrow at 4 pm", point(Day::InDays(1), 16, 0)),
            ("Thursday at 10:30 am", point(Day::Next(Weekday::Thursday), 10, 30)),
            ("next Tuesday", Some(Moment::On { day: Day::Next(Weekday::Tuesday), hours: Hours::ALL })),
        ] {
            assert_eq!(agreed_time(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_can_be_read_in_two_ways_or_in_none_is_not_read() {
        for text in [
            "",
            "string",
            "05/04/2026 14:46:15",
            "0000-00-00",
            "2025-02-30T25:61:00Z",
            "+275760-09-13T00:00:00Z",
            "10:30",
            "२० जनवरी २०२५",
            "mornings",
            "weekdays 9-5",
            "12345",
        ] {
            assert_eq!(agreed_time(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_it(text in "\\PC{0,40}") {
            agreed_time(&text);
        }
    }
}
