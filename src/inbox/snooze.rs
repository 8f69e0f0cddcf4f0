//! Until when a call can be put off: what is offered, and what a person types. Pure: the time and the zone are arguments.

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, ZonedDateTime};

use crate::call::UnixMillis;
use crate::call::query::{MONTHS, WEEKDAYS};
use crate::words::date;

/// The hour a day's work begins.
const MORNING: i8 = 9;
/// Nothing is put off until later on the same day than this hour.
const LATEST: i8 = 20;

/// A time that is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnoozeChoice {
    /// "Tomorrow".
    pub name: &'static str,
    /// "Tue 09:00".
    pub when: String,
    /// The time.
    pub until: UnixMillis,
}

/// What is offered at this time.
pub fn snooze_choices(now: UnixMillis, zone: &TimeZone) -> Vec<SnoozeChoice> {
    let Some(here) = zoned(now, zone) else { return Vec::new() };
    let today = here.date();
    let later = here.checked_add(3.hours().minutes(30)).ok().map(|later| (later.date(), time(later.hour(), 0)));
    let later = later.filter(|(day, at)| *day == today && at.hour() <= LATEST);
    let morning = |day: Option<Date>| day.map(|day| (day, time(MORNING, 0)));
    let mut choices: Vec<SnoozeChoice> = Vec::new();
    for (name, at) in [
        (say!("Later today"), later),
        (say!("Tomorrow"), morning(today.tomorrow().ok())),
        (say!("Next week"), morning(today.nth_weekday(1, Weekday::Monday).ok())),
        (say!("In a month"), morning(today.checked_add(1.month()).ok())),
    ] {
        let Some(until) = at.and_then(|(day, at)| stamp(day, at, zone)) else { continue };
        if !choices.iter().any(|choice| choice.until == until) {
            choices.push(SnoozeChoice { name, when: until_label(until, now, zone), until });
        }
    }
    choices
}

/// "18:00" today, "Tue 09:00" within a week, "Thu 24 Dec 09:00" this year, "24 Dec 2026 09:00" later.
pub fn until_label(until: UnixMillis, now: UnixMillis, zone: &TimeZone) -> String {
    let (Some(until), Some(now)) = (zoned(until, zone), zoned(now, zone)) else { return String::new() };
    let days = now.date().until(until.date()).map_or(i32::MAX, |span| span.get_days());
    let format = match days {
        0 => say_in!("date", "%H:%M"),
        1..=6 => say_in!("date", "%a %H:%M"),
        _ if until.year() == now.year() => say_in!("date", "%a %-d %b %H:%M"),
        _ => say_in!("date", "%-d %b %Y %H:%M"),
    };
    date(format, &until)
}

/// The time that a person means by what they typed.
///
/// # Errors
/// A sentence for the person: it is not understood, or past.
pub fn snooze_time(typed: &str, now: UnixMillis, zone: &TimeZone) -> Result<UnixMillis, &'static str> {
    let unknown = || say!("Not understood. Try “fri 14:00”, “in 3 days” or “2026-12-24”.");
    let here = zoned(now, zone).ok_or_else(unknown)?;
    let typed = typed.to_lowercase().replace(',', " ");
    let words: Vec<&str> = typed.split_whitespace().filter(|word| !["at", "on", "the"].contains(word)).collect();
    let until = understood(&words, &here, zone).ok_or_else(unknown)?;
    if until <= now { Err(say!("That time is past. Choose one that is still to come.")) } else { Ok(until) }
}

fn understood(words: &[&str], here: &ZonedDateTime, zone: &TimeZone) -> Option<UnixMillis> {
    if let Some(until) = exact_delay(words, here) {
        return Some(until);
    }
    let mut day: Option<Date> = None;
    let mut at: Option<Time> = None;
    let mut is_weekday = false;
    let mut rest = words;
    while !rest.is_empty() {
        if day.is_none()
            && let Some((found, taken)) = day_of(rest, here.date())
        {
            is_weekday = weekday(rest[0]).is_some();
            if rest[0] == "tonight" {
                at = at.or(Some(time(LATEST, 0)));
            }
            (day, rest) = (Some(found), &rest[taken..]);
        } else if at.is_none()
            && let Some((found, taken)) = time_of(rest)
        {
            (at, rest) = (Some(found), &rest[taken..]);
        } else {
            return None;
        }
    }
    match (day, at) {
        (None, None) => None,
        (Some(day), at) => {
            let until = stamp(day, at.unwrap_or(time(MORNING, 0)), zone)?;
            // "mon" on a Monday is today as long as the time is to come, else the one in a week.
            if is_weekday && until.0 <= here.timestamp().as_millisecond() {
                return stamp(day.checked_add(1.week()).ok()?, at.unwrap_or(time(MORNING, 0)), zone);
            }
            Some(until)
        }
        (None, Some(at)) => {
            let today = stamp(here.date(), at, zone)?;
            let is_past = today.0 <= here.timestamp().as_millisecond();
            if is_past { stamp(here.date().tomorrow().ok()?, at, zone) } else { Some(today) }
        }
    }
}

/// "in 3 hours", "45 min": to the minute.
fn exact_delay(words: &[&str], here: &ZonedDateTime) -> Option<UnixMillis> {
    let (count, unit, taken) = delay(words)?;
    let span = match unit {
        Unit::Minutes => count.minutes(),
        Unit::Hours => count.hours(),
        Unit::Days | Unit::Weeks | Unit::Months => return None,
    };
    let until = here.checked_add(span).ok()?;
    (taken == words.len()).then(|| UnixMillis(until.timestamp().as_millisecond()))
}

#[derive(Clone, Copy)]
enum Unit {
    Minutes,
    Hours,
    Days,
    Weeks,
    Months,
}

/// A number and a unit, with or without "in", in one word or two; how many words they took.
fn delay(words: &[&str]) -> Option<(i64, Unit, usize)> {
    let lead = usize::from(words.first() == Some(&"in"));
    let first = *words.get(lead)?;
    let digits = first.len() - first.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (count, unit, taken) = match first {
        "a" | "an" => (1, *words.get(lead + 1)?, 2),
        _ if digits == 0 => return None,
        _ if digits == first.len() => (first.parse().ok()?, *words.get(lead + 1)?, 2),
        _ => (first[..digits].parse().ok()?, &first[digits..], 1),
    };
    let unit = match unit {
        "m" | "min" | "mins" | "minute" | "minutes" => Unit::Minutes,
        "h" | "hour" | "hours" | "hr" | "hrs" => Unit::Hours,
        "d" | "day" | "days" => Unit::Days,
        "w" | "week" | "weeks" => Unit::Weeks,
        "month" | "months" => Unit::Months,
        _ => return None,
    };
    (count <= 10_000).then_some((count, unit, lead + taken))
}

/// A day at the beginning of the words, and how many of them name it.
fn day_of(words: &[&str], today: Date) -> Option<(Date, usize)> {
    if let Some((count, unit, taken)) = delay(words) {
        let span = match unit {
            Unit::Days => count.days(),
            Unit::Weeks => count.weeks(),
            Unit::Months => count.months(),
            Unit::Minutes | Unit::Hours => return None,
        };
        return Some((today.checked_add(span).ok()?, taken));
    }
    let first = *words.first()?;
    let second = words.get(1).copied().unwrap_or_default();
    match (first, second) {
        ("today" | "tonight", _) => return Some((today, 1)),
        ("tomorrow" | "tmrw" | "tmr", _) => return Some((today.tomorrow().ok()?, 1)),
        ("next", "week") => return Some((today.nth_weekday(1, Weekday::Monday).ok()?, 2)),
        ("next", "month") => return Some((today.checked_add(1.month()).ok()?, 2)),
        ("next", day) => return Some((today.nth_weekday(1, weekday(day)?).ok()?, 2)),
        _ => {}
    }
    if let Some(wanted) = weekday(first) {
        let day = if today.weekday() == wanted { today } else { today.nth_weekday(1, wanted).ok()? };
        return Some((day, 1));
    }
    if first.len() == 10
        && let Ok(day) = first.parse::<Date>()
    {
        return Some((day, 1));
    }
    let (day, month) = match (month(first), month(second)) {
        (Some(month), _) => (second, month),
        (_, Some(month)) => (first, month),
        _ => return None,
    };
    let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '.').parse().ok()?;
    let named = |year| Date::new(year, month, day).ok();
    if let Some(year) = words.get(2).filter(|year| year.len() == 4).and_then(|year| year.parse().ok()) {
        return Some((named(year)?, 3));
    }
    let this_year = named(today.year())?;
    Some((if this_year < today { named(today.year() + 1)? } else { this_year }, 2))
}

fn weekday(word: &str) -> Option<Weekday> {
    WEEKDAYS.into_iter().find(|(name, _)| word.len() >= 3 && name.starts_with(word)).map(|(_, day)| day)
}

fn month(word: &str) -> Option<i8> {
    let at = MONTHS.iter().position(|name| word.len() >= 3 && name.starts_with(word))?;
    i8::try_from(at + 1).ok()
}

/// A time of day at the beginning of the words ("14:00", "2pm", "8:30 am", "noon", "9"), and how many of them name it.
fn time_of(words: &[&str]) -> Option<(Time, usize)> {
    let first = *words.first()?;
    if first == "noon" {
        return Some((time(12, 0), 1));
    }
    if first == "morning" {
        return Some((time(MORNING, 0), 1));
    }
    let apart = words.get(1).copied().filter(|half| ["am", "pm"].contains(half));
    let half = apart.or_else(|| ["am", "pm"].into_iter().find(|half| first.ends_with(half)));
    let clock = first.trim_end_matches("am").trim_end_matches("pm");
    let (hour, minute) = match clock.split_once([':', '.']) {
        Some((_, minute)) if minute.len() != 2 => return None,
        Some((hour, minute)) => (hour.parse::<i8>().ok()?, minute.parse::<i8>().ok()?),
        None => (clock.parse::<i8>().ok()?, 0),
    };
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some("pm") => hour % 12 + 12,
        Some(_) => hour % 12,
    };
    let at = Time::new(hour, minute, 0, 0).ok()?;
    Some((at, 1 + usize::from(apart.is_some())))
}

fn time(hour: i8, minute: i8) -> Time {
    Time::new(hour, minute, 0, 0).unwrap_or(Time::midnight())
}

fn zoned(at: UnixMillis, zone: &TimeZone) -> Option<ZonedDateTime> {
    Timestamp::from_millisecond(at.0).ok().map(|stamp| stamp.to_zoned_datetime(zone.clone()))
}

fn stamp(day: Date, at: Time, zone: &TimeZone) -> Option<UnixMillis> {
    let zoned = day.to_datetime(at).to_zoned_datetime(zone.clone()).ok()?;
    Some(UnixMillis(zoned.timestamp().as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> UnixMillis {
        UnixMillis(text.parse::<Timestamp>().unwrap().as_millisecond())
    }

    /// A Thursday.
    const NOW: &str = "2026-03-12T14:10:00Z";

    #[test]
    fn what_is_offered_depends_on_the_hour() {
        let offered = |now: &str| -> Vec<String> {
            let choices = snooze_choices(at(now), &TimeZone::UTC);
            choices.iter().map(|choice| format!("{} ({})", choice.name, choice.when)).collect()
        };
        assert_eq!(
            offered(NOW),
            ["Later today (17:00)", "Tomorrow (Fri 09:00)", "Next week (Mon 09:00)", "In a month (Sun 12 Apr 09:00)"]
        );
        assert_eq!(offered("2026-03-12T18:00:00Z")[0], "Tomorrow (Fri 09:00)", "too late for later today");
        assert_eq!(offered("2026-03-15T23:00:00Z")[..2], ["Tomorrow (Mon 09:00)", "In a month (Wed 15 Apr 09:00)"]);
    }

    #[test]
    fn what_people_type_is_understood() {
        for (typed, wanted) in [
            ("fri 14:00", "2026-03-13T14:00:00Z"),
            ("Friday", "2026-03-13T09:00:00Z"),
            ("thu", "2026-03-19T09:00:00Z"),
            ("thu 18:00", "2026-03-12T18:00:00Z"),
            ("next thursday", "2026-03-19T09:00:00Z"),
            ("2026-12-24", "2026-12-24T09:00:00Z"),
            ("2026-12-24 8:15", "2026-12-24T08:15:00Z"),
            ("24 dec", "2026-12-24T09:00:00Z"),
            ("Dec 24th, at 10", "2026-12-24T10:00:00Z"),
            ("2 jan", "2027-01-02T09:00:00Z"),
            ("2 jan 2028 noon", "2028-01-02T12:00:00Z"),
            ("in 3 days", "2026-03-15T09:00:00Z"),
            ("in 3 days 14:00", "2026-03-15T14:00:00Z"),
            ("in 2 hours", "2026-03-12T16:10:00Z"),
            ("in an hour", "2026-03-12T15:10:00Z"),
            ("45min", "2026-03-12T14:55:00Z"),
            ("2w", "2026-03-26T09:00:00Z"),
            ("in a month", "2026-04-12T09:00:00Z"),
            ("tomorrow 8:30", "2026-03-13T08:30:00Z"),
            ("tomorrow 8:30 pm", "2026-03-13T20:30:00Z"),
            ("2pm tomorrow", "2026-03-13T14:00:00Z"),
            ("tonight", "2026-03-12T20:00:00Z"),
            ("17:30", "2026-03-12T17:30:00Z"),
            ("9:00", "2026-03-13T09:00:00Z"),
            ("next week", "2026-03-16T09:00:00Z"),
        ] {
            assert_eq!(snooze_time(typed, at(NOW), &TimeZone::UTC), Ok(at(wanted)), "{typed}");
        }
    }

    #[test]
    fn what_is_not_understood_or_past_says_so() {
        for typed in
            ["", "soon", "24/12", "25:00", "fri fri", "31 feb", "13pm", "in days", "2026-13-01", "in 99999 days"]
        {
            let said = snooze_time(typed, at(NOW), &TimeZone::UTC).unwrap_err();
            assert!(said.starts_with("Not understood"), "{typed}");
        }
        for typed in ["today 9:00", "2020-01-01", "2 jan 2020"] {
            assert!(snooze_time(typed, at(NOW), &TimeZone::UTC).unwrap_err().contains("past"), "{typed}");
        }
    }

    #[test]
    fn times_are_the_persons_also_when_the_clocks_change() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        // The night of 29 March 2026 has no 02:30 there.
        assert_eq!(snooze_time("2026-03-29 9:00", at(NOW), &zone), Ok(at("2026-03-29T07:00:00Z")));
        assert!(snooze_time("2026-03-29 2:30", at(NOW), &zone).is_ok());
    }
}
