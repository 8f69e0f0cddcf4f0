//! A time as a file spells it: a number, `"4.87"`, `"1.2s"`, `"00:02"`, a moment by the clock. What plain numbers count is
//! decided in `clock`, over the whole file; only names that say it are heard here.

use core::str::FromStr as _;

use jiff::civil::DateTime;
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::draft::{Stamp, number_of};
use crate::call::Datum;

/// The time in a field of that name.
pub(super) fn stamp_of(key: &str, value: Option<&Datum>) -> Stamp {
    match value {
        Some(Datum::Text(text)) => spelled(key, text),
        Some(Datum::Number(_)) => number_of(value).map_or(Stamp::None, |number| named(key, number)),
        Some(record @ Datum::Record(_)) => in_record(key, record),
        _ => Stamp::None,
    }
}

/// `{"$date": ..}` as MongoDB exports it, `{"seconds": 1, "nanos": 5}` as protobuf and Firestore do.
fn in_record(key: &str, record: &Datum) -> Stamp {
    if let Some(date) = record.get("$date") {
        return stamp_of("$date", Some(date));
    }
    if let Some(number) = number_of(record.get("$numberLong").or_else(|| record.get("$numberDouble"))) {
        return if key == "$date" { Stamp::Wall(number) } else { named(key, number) };
    }
    let whole = number_of(record.get("seconds").or_else(|| record.get("_seconds")));
    let nanos = ["nanos", "nanoseconds", "_nanoseconds"].iter().find_map(|name| number_of(record.get(name)));
    match (whole, nanos) {
        (None, None) => Stamp::None,
        (whole, nanos) => Stamp::Secs(whole.unwrap_or(0.0) + nanos.unwrap_or(0.0) / 1e9),
    }
}

/// A number under a name that may say what it counts.
fn named(key: &str, number: f64) -> Stamp {
    let lower = key.to_ascii_lowercase();
    let ends = |ends: &[&str]| ends.iter().any(|end| lower.ends_with(end));
    // `ms` only as a word: `items` ends so as well.
    if lower.contains("milli") || key.ends_with("Ms") || key.ends_with("MS") || lower.ends_with("_ms") || lower == "ms"
    {
        Stamp::Millis(number)
    } else if lower.contains("seconds") || ends(&["secs", "_sec", "_s"]) || key.ends_with("Sec") {
        Stamp::Secs(number)
    } else {
        Stamp::Unclear(number)
    }
}

/// A time in a text.
pub(super) fn spelled(key: &str, text: &str) -> Stamp {
    let text = text.trim();
    if text.is_empty() {
        return Stamp::None;
    }
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    if let Some(number) = number(text) {
        return named(key, number);
    }
    if let Some(millis) = text.strip_suffix("ms").and_then(number) {
        return Stamp::Millis(millis);
    }
    if let Some(secs) = text.strip_suffix(['s', 'S']).and_then(number) {
        return Stamp::Secs(secs);
    }
    if let Some(secs) = clock(text) {
        return Stamp::Secs(secs);
    }
    if text.starts_with(['P', 'p'])
        && let Ok(length) = SignedDuration::from_str(text)
    {
        return Stamp::Secs(length.as_secs_f64());
    }
    moment(text).map_or(Stamp::None, Stamp::Wall)
}

/// Seconds of `02:03`, `01:02:03.5`, `00:00:01,200`, also as a time of day (`2:46:15 PM`).
pub(super) fn clock(text: &str) -> Option<f64> {
    let lower = text.trim().to_ascii_lowercase();
    let (text, half) = match lower.strip_suffix("pm").or_else(|| lower.strip_suffix("am")) {
        Some(rest) => (rest.trim_end(), Some(lower.ends_with("pm"))),
        None => (lower.as_str(), None),
    };
    let parts: Vec<&str> = text.split(':').collect();
    if !(2..=3).contains(&parts.len()) {
        return None;
    }
    let mut secs = 0.0;
    for (at, part) in parts.iter().enumerate() {
        let is_last = at + 1 == parts.len();
        let is_number = !part.is_empty()
            && part.len() <= 12
            && part.starts_with(|letter: char| letter.is_ascii_digit())
            && part.bytes().all(|byte| byte.is_ascii_digit() || is_last && (byte == b'.' || byte == b','));
        if !is_number {
            return None;
        }
        secs = secs * 60.0 + part.replace(',', ".").parse::<f64>().ok()?;
    }
    // A time of day has hours first, also where it has no seconds.
    let Some(is_pm) = half else { return Some(secs) };
    let secs = if parts.len() == 2 { secs * 60.0 } else { secs };
    let noon = 43_200.0;
    Some(if is_pm && secs < noon {
        secs + noon
    } else if !is_pm && secs >= noon {
        secs - noon
    } else {
        secs
    })
}

/// A moment by the clock, in Unix milliseconds. Without a zone it is taken for UTC: mostly differences are asked for, and
/// where it is compared with a known beginning, what is out of the recording is not believed.
fn moment(text: &str) -> Option<f64> {
    if let Ok(moment) = Timestamp::from_str(text) {
        return Some(moment.as_microsecond() as f64 / 1e3);
    }
    if let Ok(moment) = rfc2822::parse(text) {
        return Some(moment.timestamp().as_microsecond() as f64 / 1e3);
    }
    let text = text.strip_suffix("UTC").or_else(|| text.strip_suffix("GMT")).map_or(text, str::trim_end);
    let local = DateTime::from_str(text).ok().or_else(|| slashed(text))?;
    Some(TimeZone::UTC.to_timestamp(local).ok()?.as_microsecond() as f64 / 1e3)
}

/// `05/04/2026 14:46:15`: the day first, unless that can't be. Which of both is right hardly ever matters within a call.
fn slashed(text: &str) -> Option<DateTime> {
    let (date, time) = text.split_once([' ', ','])?;
    let parts: Vec<&str> = date.split('/').collect();
    let [first, second, year] = parts[..] else { return None };
    let secs = clock(time)?;
    let number = |text: &str| text.parse::<i8>().ok();
    let year: i16 = year.parse().ok()?;
    let (first, second) = (number(first)?, number(second)?);
    let date =
        jiff::civil::Date::new(year, second, first).or_else(|_| jiff::civil::Date::new(year, first, second)).ok()?;
    let millis = (secs * 1e3).clamp(0.0, 86_399_999.0) as i64;
    date.at(0, 0, 0, 0).checked_add(SignedDuration::from_millis(millis)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Stamp {
        stamp_of("start", Some(&Datum::from(text)))
    }

    #[test]
    fn every_spelling_of_a_time_is_read() {
        let cases = [
            ("4.87", Stamp::Unclear(4.87)),
            ("1.2s", Stamp::Secs(1.2)),
            ("350ms", Stamp::Millis(350.0)),
            ("00:02", Stamp::Secs(2.0)),
            ("1:02:03.5", Stamp::Secs(3723.5)),
            ("00:00:04,250", Stamp::Secs(4.25)),
            ("2:46:15 PM", Stamp::Secs(53_175.0)),
            ("12:00:05 am", Stamp::Secs(5.0)),
            ("PT1M2.5S", Stamp::Secs(62.5)),
            ("2025-12-12T11:41:26.1Z", Stamp::Wall(1_765_539_686_100.0)),
            ("2025-12-12T17:11:26.1+05:30", Stamp::Wall(1_765_539_686_100.0)),
            ("2025-12-12T11:41:26.100000", Stamp::Wall(1_765_539_686_100.0)),
            ("2025-12-12 11:41:26.1", Stamp::Wall(1_765_539_686_100.0)),
            ("12/12/2025 11:41:26", Stamp::Wall(1_765_539_686_000.0)),
            ("12/25/2025 11:41:26", Stamp::Wall(1_766_662_886_000.0)),
            ("Fri, 12 Dec 2025 11:41:26 GMT", Stamp::Wall(1_765_539_686_000.0)),
            ("", Stamp::None),
            ("soon", Stamp::None),
            ("NaN", Stamp::None),
            ("1:2:3:4", Stamp::None),
        ];
        for (spelled, stamp) in cases {
            assert_eq!(text(spelled), stamp, "{spelled}");
        }
    }

    #[test]
    fn names_say_what_numbers_count() {
        let five = Datum::parse("5").unwrap();
        for key in ["startMs", "start_ms", "BeginOffsetMillis", "offset_milliseconds"] {
            assert_eq!(stamp_of(key, Some(&five)), Stamp::Millis(5.0), "{key}");
        }
        for key in ["secondsFromStart", "time_in_call_secs", "time_sec", "start_seconds"] {
            assert_eq!(stamp_of(key, Some(&five)), Stamp::Secs(5.0), "{key}");
        }
        for key in ["start", "items", "timestamp", "ts"] {
            assert_eq!(stamp_of(key, Some(&five)), Stamp::Unclear(5.0), "{key}");
        }
    }

    #[test]
    fn times_of_databases_are_read() {
        let read = |text: &str| stamp_of("created_at", Some(&Datum::parse(text).unwrap()));
        let moment = Stamp::Wall(1_765_539_686_100.0);
        assert_eq!(read(r#"{"$date":"2025-12-12T11:41:26.100Z"}"#), moment);
        assert_eq!(read(r#"{"$date":{"$numberLong":"1765539686100"}}"#), moment);
        assert_eq!(read(r#"{"seconds":3,"nanos":500000000}"#), Stamp::Secs(3.5));
        assert_eq!(read("null"), Stamp::None);
        assert_eq!(read("[1]"), Stamp::None);
    }
}
