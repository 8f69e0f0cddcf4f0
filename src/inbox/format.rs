//! Times, numbers and names as people write them.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};
use unicode_segmentation::UnicodeSegmentation;

use crate::call::UnixMillis;
use crate::words::{date, decimal};

fn zoned(at: UnixMillis, zone: &TimeZone) -> Option<ZonedDateTime> {
    Timestamp::from_millisecond(at.0).ok().map(|stamp| stamp.to_zoned_datetime(zone.clone()))
}

/// "10:42" today, "Yesterday", "Tue" within the last six days, "12 Mar" this year, "12 Mar 2024" before.
pub fn day_label(at: UnixMillis, now: UnixMillis, zone: &TimeZone) -> String {
    let (Some(at), Some(now)) = (zoned(at, zone), zoned(now, zone)) else { return String::new() };
    match days_between(at.date(), now.date()) {
        0 => date(say_in!("date", "%H:%M"), &at),
        1 => String::from(say!("Yesterday")),
        2..=6 => date(say_in!("date", "%a"), &at),
        _ if at.year() == now.year() => date(say_in!("date", "%-d %b"), &at),
        _ => date(say_in!("date", "%-d %b %Y"), &at),
    }
}

/// "Today 10:42", "Yesterday 10:42", "Tue 12 Mar 10:42", "12 Mar 2024 10:42".
pub fn when_label(at: UnixMillis, now: UnixMillis, zone: &TimeZone) -> String {
    let (Some(at), Some(now)) = (zoned(at, zone), zoned(now, zone)) else { return String::new() };
    match days_between(at.date(), now.date()) {
        0 => date(say_in!("date", "Today %H:%M"), &at),
        1 => date(say_in!("date", "Yesterday %H:%M"), &at),
        _ if at.year() == now.year() => date(say_in!("date", "%a %-d %b %H:%M"), &at),
        _ => date(say_in!("date", "%-d %b %Y %H:%M"), &at),
    }
}

/// The same within a sentence: "today 10:42", "yesterday 10:42", "Tue 12 Mar 10:42".
pub fn when_within(at: UnixMillis, now: UnixMillis, zone: &TimeZone) -> String {
    let (Some(there), Some(today)) = (zoned(at, zone), zoned(now, zone)) else { return String::new() };
    match days_between(there.date(), today.date()) {
        0 => date(say_in!("date", "today %H:%M"), &there),
        1 => date(say_in!("date", "yesterday %H:%M"), &there),
        _ => when_label(at, now, zone),
    }
}

/// "10:42".
pub fn clock_label(at: UnixMillis, zone: &TimeZone) -> String {
    zoned(at, zone).map_or_else(String::new, |at| date(say_in!("date", "%H:%M"), &at))
}

fn days_between(earlier: Date, later: Date) -> i32 {
    earlier.until(later).map_or(i32::MAX, |span| span.get_days())
}

/// A day that something is due on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueDay {
    /// "Today", "Tomorrow", "Mon 15 Dec", "12 Mar 2027".
    pub text: String,
    /// It is today, or was.
    pub is_pressing: bool,
    /// It is over.
    pub is_overdue: bool,
}

/// When something is due that was sent as a plain date (`2025-12-15`); `None` for anything else, which stays as it was sent.
pub fn due_day(sent: &str, now: UnixMillis, zone: &TimeZone) -> Option<DueDay> {
    let sent = sent.trim();
    let day: Date = (sent.len() == "2025-12-15".len()).then(|| sent.parse().ok()).flatten()?;
    let today = zoned(now, zone)?.date();
    let text = match days_between(today, day) {
        0 => String::from(say!("Today")),
        1 => String::from(say!("Tomorrow")),
        -1 => String::from(say!("Yesterday")),
        _ if day.year() == today.year() => date(say_in!("date", "%a %-d %b"), day),
        _ => date(say_in!("date", "%-d %b %Y"), day),
    };
    Some(DueDay { text, is_pressing: day <= today, is_overdue: day < today })
}

/// "Friday 12 December": beside a time of the day.
pub fn date_label(at: UnixMillis, zone: &TimeZone) -> String {
    zoned(at, zone).map_or_else(String::new, |at| date(say_in!("date", "%A %-d %B"), &at))
}

/// "Friday 12 December 2025, 11:41:22 (UTC)": for hovering.
pub fn full_stamp(at: UnixMillis, zone: &TimeZone) -> String {
    zoned(at, zone).map_or_else(String::new, |at| date(say_in!("date", "%A %-d %B %Y, %H:%M:%S (%Z)"), &at))
}

/// An ISO 8601 time in the person's zone ("20 Jan 2025, 10:00"); anything else as it is. A time without a zone stays as
/// the caller said it.
pub fn scheduled_label(text: &str, zone: &TimeZone) -> String {
    if let Ok(stamp) = text.parse::<Timestamp>() {
        return date(say_in!("date", "%-d %b %Y, %H:%M"), &stamp.to_zoned_datetime(zone.clone()));
    }
    if text.contains('T')
        && let Ok(civil) = text.parse::<jiff::civil::DateTime>()
    {
        return date(say_in!("date", "%-d %b %Y, %H:%M"), civil);
    }
    text.to_owned()
}

/// "1.9 KB", "214 B", "5.2 MB": powers of 1,000, as file sizes are named elsewhere on the desktop.
pub fn bytes_label(bytes: u64) -> String {
    let scaled = |unit: u64| bytes as f64 / unit as f64;
    match bytes {
        0..1_000 => say!("{size} B", size = bytes),
        1_000..999_950 => say!("{size} KB", size = decimal(scaled(1_000), 1)),
        999_950..999_950_000 => say!("{size} MB", size = decimal(scaled(1_000_000), 1)),
        _ => say!("{size} GB", size = decimal(scaled(1_000_000_000), 1)),
    }
}

/// "0.4 ms", "3 ms", "1.2 s".
pub fn millis_label(micros: u64) -> String {
    match micros {
        0..1_000 => say!("{millis} ms", millis = decimal(micros as f64 / 1e3, 1)),
        1_000..1_000_000 => say!("{millis} ms", millis = micros / 1_000),
        _ => say!("{secs} s", secs = decimal(micros as f64 / 1e6, 1)),
    }
}

/// A moment of a recording: "0:42", "1:02:03".
pub fn moment_label(ms: u64) -> String {
    let secs = ms / 1_000;
    let (hours, minutes, secs) = (secs / 3_600, secs / 60 % 60, secs % 60);
    match hours {
        0 => format!("{minutes}:{secs:02}"),
        _ => format!("{hours}:{minutes:02}:{secs:02}"),
    }
}

/// Thousands set apart: "48,213".
pub fn count_label(count: u64) -> String {
    crate::words::number(count)
}

/// Up to two letters for a name, `#` for a number, `?` for nothing a letter could be taken from.
pub fn initials(title: &str) -> String {
    let is_name = |word: &&str| word.chars().next().is_some_and(char::is_alphabetic);
    let words: Vec<&str> = title.split_whitespace().filter(is_name).collect();
    let first = |word: &str| word.graphemes(true).next().unwrap_or_default().to_uppercase();
    match words.as_slice() {
        [] if title.contains(|c: char| c.is_ascii_digit()) => String::from("#"),
        [] => String::from("?"),
        [only] => first(only),
        [one, .., other] => {
            // A second letter only where a script has capitals: two Devanagari or CJK clusters would not fit the circle.
            let (a, b) = (first(one), first(other));
            if a.is_ascii() || a.chars().all(char::is_uppercase) { a + &b } else { a }
        }
    }
}

/// A word shouted or whispered by the platform, as a label among others: "POSITIVE" and
/// "positive" as "Positive", "callback_requested" as "Callback requested".
pub fn sentence_case(words: &str) -> String {
    let is_cased = |c: char| c.is_uppercase() || c.is_lowercase();
    let spaced = words.replace('_', " ");
    let words = spaced.as_str();
    let letters = || words.chars().filter(|c| is_cased(*c));
    let is_shouted = letters().count() > 3 && letters().all(char::is_uppercase);
    if !is_shouted && !letters().all(char::is_lowercase) {
        return words.to_owned();
    }
    let mut chars = words.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> UnixMillis {
        UnixMillis(text.parse::<Timestamp>().unwrap().as_millisecond())
    }

    #[test]
    fn times_are_as_near_as_they_are() {
        let now = at("2026-03-12T12:00:00Z");
        for (stamp, short, long) in [
            ("2026-03-12T10:42:00Z", "10:42", "Today 10:42"),
            ("2026-03-11T23:59:00Z", "Yesterday", "Yesterday 23:59"),
            ("2026-03-09T08:00:00Z", "Mon", "Mon 9 Mar 08:00"),
            ("2026-01-02T08:00:00Z", "2 Jan", "Fri 2 Jan 08:00"),
            ("2024-03-12T08:00:00Z", "12 Mar 2024", "12 Mar 2024 08:00"),
        ] {
            assert_eq!(day_label(at(stamp), now, &TimeZone::UTC), short);
            assert_eq!(when_label(at(stamp), now, &TimeZone::UTC), long);
            let within = long.replace("Today", "today").replace("Yesterday", "yesterday");
            assert_eq!(when_within(at(stamp), now, &TimeZone::UTC), within);
        }
    }

    #[test]
    fn due_days_are_as_near_as_they_are_and_phrases_stay() {
        let now = at("2026-03-12T23:30:00Z");
        let due = |sent: &str, zone: &TimeZone| due_day(sent, now, zone).map(|day| (day.text, day.is_pressing));
        for (sent, text, is_pressing) in [
            ("2026-03-12", "Today", true),
            ("2026-03-13", "Tomorrow", false),
            (" 2026-03-11 ", "Yesterday", true),
            ("2026-03-16", "Mon 16 Mar", false),
            ("2027-03-16", "16 Mar 2027", false),
        ] {
            assert_eq!(due(sent, &TimeZone::UTC), Some((text.to_owned(), is_pressing)), "{sent}");
        }
        let ahead = TimeZone::fixed(jiff::tz::offset(2));
        assert_eq!(due("2026-03-13", &ahead), Some(("Today".into(), true)));
        for sent in ["next week", "", "2026-13-40", "2026-03-12T10:00:00Z"] {
            assert_eq!(due(sent, &TimeZone::UTC), None, "{sent}");
        }
    }

    #[test]
    fn shouting_and_whispering_become_labels() {
        for (word, label) in [
            ("POSITIVE", "Positive"),
            ("calm", "Calm"),
            ("VIP", "VIP"),
            ("callback_requested", "Callback requested"),
            ("Demo Booked", "Demo Booked"),
        ] {
            assert_eq!(sentence_case(word), label);
        }
    }

    #[test]
    fn initials_fit_their_circle() {
        for (title, letters) in [
            ("John Smith", "JS"),
            ("María-José Fernández de la Vega", "MV"),
            ("आशा राव", "आ"),
            ("陳偉", "陳"),
            ("+44 20 7946 0958", "#"),
            ("madonna", "M"),
            ("…", "?"),
        ] {
            assert_eq!(initials(title), letters, "{title}");
        }
    }

    #[test]
    fn sizes_counts_and_durations() {
        assert_eq!(
            (bytes_label(214), bytes_label(1_943), bytes_label(5_242_880)),
            ("214 B".into(), "1.9 KB".into(), "5.2 MB".into())
        );
        assert_eq!(
            (count_label(7), count_label(48_213), count_label(1_000_000)),
            ("7".into(), "48,213".into(), "1,000,000".into())
        );
        assert_eq!(
            (millis_label(400), millis_label(3_400), millis_label(1_200_000)),
            ("0.4 ms".into(), "3 ms".into(), "1.2 s".into())
        );
    }

    #[test]
    fn scheduled_times_are_shown_in_the_persons_zone_and_phrases_stay() {
        let zone = TimeZone::fixed(jiff::tz::offset(2));
        assert_eq!(scheduled_label("2025-01-20T10:00:00Z", &zone), "20 Jan 2025, 12:00");
        assert_eq!(scheduled_label("2025-01-20T10:00:00", &zone), "20 Jan 2025, 10:00");
        assert_eq!(scheduled_label("next Tuesday", &zone), "next Tuesday");
    }
}
