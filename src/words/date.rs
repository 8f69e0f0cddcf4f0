//! Days and times as people write them: the pattern is a text like any other (`say_in!("date", "%-d %b")`, with the letters
//! of `strftime`), and so are the names of days and months.

use jiff::civil::Weekday;
use jiff::fmt::strtime::BrokenDownTime;

use super::{chosen::other_than_english, say_in};

const DAYS: [&str; 7] = [
    say_later!("full day", "Monday"),
    say_later!("full day", "Tuesday"),
    say_later!("full day", "Wednesday"),
    say_later!("full day", "Thursday"),
    say_later!("full day", "Friday"),
    say_later!("full day", "Saturday"),
    say_later!("full day", "Sunday"),
];
const SHORT_DAYS: [&str; 7] = [
    say_later!("short day", "Mon"),
    say_later!("short day", "Tue"),
    say_later!("short day", "Wed"),
    say_later!("short day", "Thu"),
    say_later!("short day", "Fri"),
    say_later!("short day", "Sat"),
    say_later!("short day", "Sun"),
];
const MONTHS: [&str; 12] = [
    say_later!("full month", "January"),
    say_later!("full month", "February"),
    say_later!("full month", "March"),
    say_later!("full month", "April"),
    say_later!("full month", "May"),
    say_later!("full month", "June"),
    say_later!("full month", "July"),
    say_later!("full month", "August"),
    say_later!("full month", "September"),
    say_later!("full month", "October"),
    say_later!("full month", "November"),
    say_later!("full month", "December"),
];
const SHORT_MONTHS: [&str; 12] = [
    say_later!("short month", "Jan"),
    say_later!("short month", "Feb"),
    say_later!("short month", "Mar"),
    say_later!("short month", "Apr"),
    say_later!("short month", "May"),
    say_later!("short month", "Jun"),
    say_later!("short month", "Jul"),
    say_later!("short month", "Aug"),
    say_later!("short month", "Sep"),
    say_later!("short month", "Oct"),
    say_later!("short month", "Nov"),
    say_later!("short month", "Dec"),
];

/// A moment by a pattern that was said in the context "date": "12 Mar", "Fri 14:00". Empty where the moment has not what
/// the pattern asks for.
pub fn date(pattern: &str, at: impl Into<BrokenDownTime>) -> String {
    let at = at.into();
    if other_than_english().is_none() {
        return at.to_string(pattern).unwrap_or_default();
    }
    let weekday = |day: Weekday| usize::try_from(day.to_monday_zero_offset()).ok();
    let month = |month: i8| usize::try_from(month).ok()?.checked_sub(1);
    let (day, month) =
        (at.weekday().or_else(|| Some(at.to_date().ok()?.weekday())).and_then(weekday), at.month().and_then(month));
    let mut named = pattern.to_owned();
    for (sign, context, names, index) in [
        ("%A", "full day", &DAYS[..], day),
        ("%a", "short day", &SHORT_DAYS[..], day),
        ("%B", "full month", &MONTHS[..], month),
        ("%b", "short month", &SHORT_MONTHS[..], month),
    ] {
        if named.contains(sign)
            && let Some(name) = index.and_then(|index| names.get(index).copied())
        {
            named = named.replace(sign, &say_in(context, name).replace('%', "%%"));
        }
    }
    at.to_string(&named).unwrap_or_default()
}

/// Whether a pattern can be followed.
pub(super) fn is_pattern(pattern: &str) -> bool {
    let moment = jiff::Timestamp::UNIX_EPOCH.to_zoned_datetime(jiff::tz::TimeZone::UTC);
    BrokenDownTime::from(&moment).to_string(pattern).is_ok()
}
