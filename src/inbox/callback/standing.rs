//! Whether now is the time to call somebody back, and if not, when; in which group they stand, and why.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::local::Places;
use crate::call::{BestTime, Callback, Hours, Moment, UnixMillis};

/// An agreed time counts as now from so long before it, in milliseconds: time to dial and to read the call again.
const DUE_AHEAD_MS: i64 = 5 * 60_000;
/// An appointment that long past is no reason to call at once any more, in milliseconds.
const LONG_PAST_MS: i64 = 7 * 24 * 3_600_000;

/// Where somebody stands in the queue, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CallbackGroup {
    /// Due, or a good time.
    Now,
    /// Nobody said when.
    NoTime,
    /// Later today, by the person's clock.
    LaterToday,
    /// On another day.
    Later,
    /// It is night there, and nobody said when.
    Asleep,
}

impl CallbackGroup {
    /// In the order they are shown.
    pub const ALL: [Self; 5] = [Self::Now, Self::NoTime, Self::LaterToday, Self::Later, Self::Asleep];

    /// What a person reads.
    pub fn label(self) -> &'static str {
        match self {
            Self::Now => "Now",
            Self::NoTime => "No time given",
            Self::LaterToday => "Later today",
            Self::Later => "Later",
            Self::Asleep => "Asleep now",
        }
    }
}

/// Where a call stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Standing {
    pub group: CallbackGroup,
    /// An appointment that has come.
    pub is_due: bool,
    /// When it was, or is to be.
    pub at: Option<UnixMillis>,
    pub why: String,
}

impl Standing {
    pub fn of(callback: &Callback, places: &Places, now: UnixMillis, zone: &TimeZone) -> Self {
        let moment = match (&callback.agreed, &callback.best) {
            (Some(agreed), _) => Some(*agreed),
            (None, Some(BestTime::Once(moment))) => Some(*moment),
            (None, _) => None,
        };
        let span = moment.and_then(|moment| Some((moment, places.span_of(moment, callback.received_at)?)));
        if let Some((moment, span)) = span
            && span.1.0 > now.0 - LONG_PAST_MS
        {
            return agreed(moment, span, places, now, zone);
        }
        match (&callback.best, callback.best_said.as_deref()) {
            (Some(BestTime::Windows(windows)), Some(said)) => {
                let is_now = places.is_within(windows);
                let at = if is_now { None } else { places.next_within(windows) };
                let why = format!("Asked for {}{}", quoted(said), by_whose_clock(places));
                Self { group: group_at(at, now, zone), is_due: false, at, why }
            }
            (Some(BestTime::Anytime), _) => {
                let is_now = places.is_civil();
                let at = if is_now { None } else { places.next_civil() };
                let group = if places.is_asleep() { CallbackGroup::Asleep } else { group_at(at, now, zone) };
                let why = format!("Can be called at any time{}", by_whose_clock(places));
                Self { group, is_due: false, at, why }
            }
            _ => Self::untimed(callback, places),
        }
    }

    fn untimed(callback: &Callback, places: &Places) -> Self {
        let is_asleep = places.is_asleep();
        let group = if is_asleep { CallbackGroup::Asleep } else { CallbackGroup::NoTime };
        let phrase = match (&callback.best, &callback.agreed_said, &callback.best_said) {
            (_, Some(said), _) if callback.agreed.is_none() => Some(format!("Agreed on {}", quoted(said))),
            (Some(BestTime::Phrase(said)), _, _) => Some(format!("Asked for {}", quoted(said))),
            _ => None,
        };
        let why = phrase.unwrap_or_else(|| {
            match (&callback.agreed_said, callback.is_asked, &callback.outcome, &callback.task) {
                (Some(said), _, _, _) => format!("Was agreed for {}, long past", quoted(said)),
                (None, true, Some(outcome), _) => super::super::sentence_case(outcome),
                (None, _, _, Some(task)) => format!("To do: {task}"),
                (None, _, Some(outcome), None) => super::super::sentence_case(outcome),
                (None, _, None, None) => String::from("To be called back"),
            }
        });
        let at = if is_asleep { places.next_civil() } else { None };
        Self { group, is_due: false, at, why }
    }
}

/// Of a time that was agreed on, or named for once.
fn agreed(
    moment: Moment,
    (from, to): (UnixMillis, UnixMillis),
    places: &Places,
    now: UnixMillis,
    zone: &TimeZone,
) -> Standing {
    let is_whole_day = matches!(moment, Moment::On { hours: Hours::ALL, .. });
    let is_due = from.0 - DUE_AHEAD_MS <= now.0;
    let guess = if places.is_known || matches!(moment, Moment::At(_)) { "" } else { ", by your clock" };
    // Of a day as a whole, only the day is told, and nobody is woken for it.
    if is_whole_day {
        let is_over = to <= now;
        let why = if is_over { "Was to be called" } else { "To be called" };
        let is_now = is_due && places.is_civil();
        let at = if is_due { None } else { Some(from) };
        let group = match is_due {
            true if is_now => CallbackGroup::Now,
            true if places.is_asleep() => CallbackGroup::Asleep,
            true => group_at(places.next_civil(), now, zone),
            false => group_at(Some(from), now, zone),
        };
        let why = format!("{why} {}{guess}", day_name(from, now, zone));
        return Standing { group, is_due: is_now, at, why };
    }
    let when = time_name(from, now, zone);
    let why = match (is_due, now.0 >= from.0, now.0 > to.0) {
        // The time by the person's clock stands beside it.
        (false, _, _) | (true, false, _) => match places.only_zone() {
            Some(there) => format!("Agreed for {} there", time_name(from, now, there)),
            None => format!("Agreed for {when}{guess}"),
        },
        (true, true, false) => format!("Agreed for {when}, which is now{guess}"),
        (true, true, true) => format!("Agreed for {when}, {}{guess}", ago(to, now)),
    };
    let group = if is_due { CallbackGroup::Now } else { group_at(Some(from), now, zone) };
    Standing { group, is_due, at: Some(from), why }
}

fn group_at(at: Option<UnixMillis>, now: UnixMillis, zone: &TimeZone) -> CallbackGroup {
    match at {
        None => CallbackGroup::Now,
        Some(at) if days_ahead(at, now, zone) == Some(0) => CallbackGroup::LaterToday,
        Some(_) => CallbackGroup::Later,
    }
}

fn by_whose_clock(places: &Places) -> &'static str {
    if places.is_known { "" } else { "; by your clock, theirs is not known" }
}

/// The words of a caller, so that one sees that they are theirs.
fn quoted(said: &str) -> String {
    const CHARS: usize = 60;
    let line: Vec<&str> = said.split_whitespace().collect();
    let line = line.join(" ");
    let cut: String = line.chars().take(CHARS).collect();
    if cut.len() < line.len() { format!("“{cut}…”") } else { format!("“{line}”") }
}

fn days_ahead(at: UnixMillis, now: UnixMillis, zone: &TimeZone) -> Option<i32> {
    let date = |at: UnixMillis| Some(Timestamp::from_millisecond(at.0).ok()?.to_zoned_datetime(zone.clone()).date());
    date(now)?.until(date(at)?).ok().map(|span| span.get_days())
}

fn day_name(at: UnixMillis, now: UnixMillis, zone: &TimeZone) -> String {
    match days_ahead(at, now, zone) {
        Some(0) => String::from("today"),
        Some(1) => String::from("tomorrow"),
        Some(-1) => String::from("yesterday"),
        _ => form(at, zone, "on %a %-d %b"),
    }
}

/// "15:30", "tomorrow 15:30", "Mon 15 Dec 15:30": by the person's clock.
pub(super) fn time_name(at: UnixMillis, now: UnixMillis, zone: &TimeZone) -> String {
    match days_ahead(at, now, zone) {
        Some(0) => form(at, zone, "%H:%M"),
        Some(1) => form(at, zone, "tomorrow %H:%M"),
        Some(-1) => form(at, zone, "yesterday %H:%M"),
        _ => form(at, zone, "%a %-d %b %H:%M"),
    }
}

fn form(at: UnixMillis, zone: &TimeZone, form: &str) -> String {
    Timestamp::from_millisecond(at.0)
        .map_or_else(|_| String::new(), |at| at.to_zoned_datetime(zone.clone()).strftime(form).to_string())
}

fn ago(at: UnixMillis, now: UnixMillis) -> String {
    let minutes = (now.0 - at.0) / 60_000;
    match minutes {
        0 => String::from("which is now"),
        1..=90 => format!("{minutes} min ago"),
        91..=2_879 => format!("{} h ago", (minutes + 30) / 60),
        _ => format!("{} days ago", minutes / 1_440),
    }
}
