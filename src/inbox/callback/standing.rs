//! Whether now is the time to call somebody back, and if not, when; in which group they stand, and why.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::local::Places;
use crate::call::{BestTime, Callback, Hours, Moment, UnixMillis};
use crate::words::date;

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
            Self::Now => say!("Now"),
            Self::NoTime => say!("No time given"),
            Self::LaterToday => say!("Later today"),
            Self::Later => say!("Later"),
            Self::Asleep => say!("Asleep now"),
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
                let said = quoted(said);
                let why = if places.is_known {
                    say!("Asked for {said}", said = said)
                } else {
                    say!("Asked for {said}; by your clock, theirs is not known", said = said)
                };
                Self { group: group_at(at, now, zone), is_due: false, at, why }
            }
            (Some(BestTime::Anytime), _) => {
                let is_now = places.is_civil();
                let at = if is_now { None } else { places.next_civil() };
                let group = if places.is_asleep() { CallbackGroup::Asleep } else { group_at(at, now, zone) };
                let why = if places.is_known {
                    say!("Can be called at any time").to_owned()
                } else {
                    say!("Can be called at any time; by your clock, theirs is not known").to_owned()
                };
                Self { group, is_due: false, at, why }
            }
            _ => Self::untimed(callback, places),
        }
    }

    fn untimed(callback: &Callback, places: &Places) -> Self {
        let is_asleep = places.is_asleep();
        let group = if is_asleep { CallbackGroup::Asleep } else { CallbackGroup::NoTime };
        let phrase = match (&callback.best, &callback.agreed_said, &callback.best_said) {
            (_, Some(said), _) if callback.agreed.is_none() => Some(say!("Agreed on {said}", said = quoted(said))),
            (Some(BestTime::Phrase(said)), _, _) => Some(say!("Asked for {said}", said = quoted(said))),
            _ => None,
        };
        let why = phrase.unwrap_or_else(|| {
            match (&callback.agreed_said, callback.is_asked, &callback.outcome, &callback.task) {
                (Some(said), _, _, _) => say!("Was agreed for {said}, long past", said = quoted(said)),
                (None, true, Some(outcome), _) => super::super::sentence_case(outcome),
                (None, _, _, Some(task)) => say!("To do: {task}", task = task),
                (None, _, Some(outcome), None) => super::super::sentence_case(outcome),
                (None, _, None, None) => String::from(say!("To be called back")),
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
    let is_guess = !places.is_known && !matches!(moment, Moment::At(_));
    // Of a day as a whole, only the day is told, and nobody is woken for it.
    if is_whole_day {
        let is_over = to <= now;
        let day = day_name(from, now, zone);
        let why = match (is_over, is_guess) {
            // Translators: {day} is such as "today", "tomorrow", "on Mon 15 Dec".
            (true, true) => say!("Was to be called {day}, by your clock", day = day),
            (true, false) => say!("Was to be called {day}", day = day),
            (false, true) => say!("To be called {day}, by your clock", day = day),
            (false, false) => say!("To be called {day}", day = day),
        };
        let is_now = is_due && places.is_civil();
        let at = if is_due { None } else { Some(from) };
        let group = match is_due {
            true if is_now => CallbackGroup::Now,
            true if places.is_asleep() => CallbackGroup::Asleep,
            true => group_at(places.next_civil(), now, zone),
            false => group_at(Some(from), now, zone),
        };
        return Standing { group, is_due: is_now, at, why };
    }
    let when = time_name(from, now, zone);
    let why = match (is_due, now.0 >= from.0, now.0 > to.0) {
        // The time by the person's clock stands beside it.
        (false, _, _) | (true, false, _) => match places.only_zone() {
            Some(there) => say!("Agreed for {time} there", time = time_name(from, now, there)),
            None if is_guess => say!("Agreed for {when}, by your clock", when = when),
            None => say!("Agreed for {when}", when = when),
        },
        (true, true, false) if is_guess => say!("Agreed for {when}, which is now, by your clock", when = when),
        (true, true, false) => say!("Agreed for {when}, which is now", when = when),
        (true, true, true) if is_guess => {
            say!("Agreed for {when}, {ago}, by your clock", when = when, ago = ago(to, now))
        }
        (true, true, true) => say!("Agreed for {when}, {ago}", when = when, ago = ago(to, now)),
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
        Some(0) => say!("today").to_owned(),
        Some(1) => say!("tomorrow").to_owned(),
        Some(-1) => say!("yesterday").to_owned(),
        _ => form(at, zone, say_in!("date", "on %a %-d %b")),
    }
}

/// "15:30", "tomorrow 15:30", "Mon 15 Dec 15:30": by the person's clock.
pub(super) fn time_name(at: UnixMillis, now: UnixMillis, zone: &TimeZone) -> String {
    match days_ahead(at, now, zone) {
        Some(0) => form(at, zone, say_in!("date", "%H:%M")),
        Some(1) => form(at, zone, say_in!("date", "tomorrow %H:%M")),
        Some(-1) => form(at, zone, say_in!("date", "yesterday %H:%M")),
        _ => form(at, zone, say_in!("date", "%a %-d %b %H:%M")),
    }
}

fn form(at: UnixMillis, zone: &TimeZone, form: &str) -> String {
    Timestamp::from_millisecond(at.0)
        .map_or_else(|_| String::new(), |at| date(form, &at.to_zoned_datetime(zone.clone())))
}

fn ago(at: UnixMillis, now: UnixMillis) -> String {
    let minutes = (now.0 - at.0) / 60_000;
    match minutes {
        0 => String::from(say!("which is now")),
        1..=90 => say!("{minutes} min ago", minutes = minutes),
        91..=2_879 => say!("{hours} h ago", hours = (minutes + 30) / 60),
        _ => say_many!((minutes / 1_440) as u64, "{n} day ago", "{n} days ago"),
    }
}
