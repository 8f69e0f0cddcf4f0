//! What many calls say together: how many came each day, how they ended, how callers felt, how they were scored, at which
//! hours; over a period, beside the period before.
//!
//! **Invariant:** sums follow from the calls alone, whatever order and however many steps they are added in; what a call does
//! not say is counted too, as not said.

mod bins;
mod period;
mod tally;
mod values;

pub use bins::{Bin, Bins, Step};
pub use period::{Period, Window};
pub use tally::{Counted, Tally, median};
pub use values::{ValueCount, Values};

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::query::Term;
use super::{Query, Tone, View};

/// Bars of the scores: 0 to 9, 10 to 19, … 90 to 100.
pub const SCORE_BARS: usize = 10;

/// What is asked: of which calls, over which time, on whose clock.
#[derive(Debug, Clone, PartialEq)]
pub struct InsightsQuestion {
    /// Which calls, whenever they came.
    pub term: Term,
    /// When they came.
    pub window: Window,
    /// Where a day begins at midnight.
    pub zone: TimeZone,
}

impl InsightsQuestion {
    /// Every call that has to be looked at, of both periods.
    pub fn query(&self) -> Query {
        let (from, until) = self.window.bounds();
        let received = (from.is_some() || until.is_some()).then_some(Term::Received { from, until });
        Query { view: View::All, term: Term::all([self.term.clone()].into_iter().chain(received)), ..Query::default() }
    }
}

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Insights {
    /// Of the question.
    pub window: Window,
    /// Of the period.
    pub sums: Sums,
    /// Of the period before, if there is one.
    pub before: Option<Sums>,
}

/// What the calls of a period say together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sums {
    /// How many they are.
    pub calls: u64,
    /// With a recording.
    pub recordings: u64,
    /// Worked off.
    pub done: u64,
    /// Not worked off, and the caller asked to be called back.
    pub callbacks: u64,
    /// The caller asked to be called back, worked off or not.
    pub asked: u64,
    /// What the calls of a day say, where there are some.
    pub days: BTreeMap<Date, DaySums>,
    /// How they ended.
    pub outcomes: Values,
    /// How callers felt, as it was said.
    pub moods: Values,
    /// What they were about.
    pub classes: Values,
    /// Callers by the tone of their mood: in the order of [`TONES`].
    pub tones: [u64; TONES.len()],
    /// Scores in tens.
    pub scores: [u64; SCORE_BARS],
    /// Calls without a score that is a number.
    pub unscored: u64,
    /// The score in the middle, to a hundredth.
    pub median_score: Option<f64>,
    /// Calls of an hour of the day, from midnight.
    pub hours: [u64; 24],
    /// Calls of a day of the week, from Monday.
    pub weekdays: [u64; 7],
    /// Calls of an hour of a day of the week: from Monday, from midnight.
    pub week: [[u64; 24]; 7],
    /// Calls whose recording is so long: in the order of [`LENGTHS`].
    pub lengths: [u64; LENGTHS.len()],
    /// Calls whose recording was measured.
    pub measured: u64,
    /// How long those are together, in milliseconds.
    pub talk_ms: u64,
}

/// What the calls of one day say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DaySums {
    /// How many they are.
    pub calls: u64,
    /// Callers who were content, and those whose mood is known.
    pub content: (u64, u64),
    /// How often each score came, in hundredths.
    pub scores: BTreeMap<u16, u64>,
    /// Callers who asked to be called back.
    pub asked: u64,
    /// Worked off.
    pub done: u64,
    /// Calls whose recording was measured, and how long those are together, in milliseconds.
    pub talk: (u64, u64),
}

/// Lengths of calls in whole seconds, as they are shown: from, to.
pub const LENGTHS: [(u64, u64); 6] = [(0, 29), (30, 59), (60, 119), (120, 299), (300, 599), (600, u64::MAX)];

/// The tones, the best first.
pub const TONES: [Tone; 4] = [Tone::Good, Tone::Mixed, Tone::Neutral, Tone::Bad];

impl Sums {
    /// The part of callers who were content, of those whose mood was said; `None` if none was.
    pub fn good_share(&self) -> Option<f64> {
        let said: u64 = self.tones.iter().sum();
        (said > 0).then(|| self.tones[0] as f64 / said as f64)
    }

    /// How long a call is on average, in milliseconds, of those whose recording was measured.
    pub fn mean_talk_ms(&self) -> Option<u64> {
        self.talk_ms.checked_div(self.measured)
    }

    /// Calls whose recording was not measured.
    pub fn unmeasured(&self) -> u64 {
        self.calls.saturating_sub(self.measured)
    }

    /// The one day on which all calls came; `None` if there is none, or several.
    pub fn only_day(&self) -> Option<Date> {
        let mut days = self.days.keys();
        days.next().copied().filter(|_| days.next().is_none())
    }

    /// The hour of a day of the week in which most calls come; the earliest of several. `None` without calls.
    pub fn peak(&self) -> Option<(usize, usize)> {
        let cells =
            self.week.iter().enumerate().flat_map(|(day, hours)| (0..24).map(move |hour| (day, hour, hours[hour])));
        let most = cells.clone().map(|(.., count)| count).max().filter(|most| *most > 0)?;
        cells.into_iter().find(|(.., count)| *count == most).map(|(day, hour, _)| (day, hour))
    }

    /// Not worked off.
    pub fn open(&self) -> u64 {
        self.calls.saturating_sub(self.done)
    }

    /// The hour at which most calls come; the earliest of several. `None` without calls.
    pub fn peak_hour(&self) -> Option<usize> {
        let most = self.hours.iter().copied().max().filter(|most| *most > 0)?;
        self.hours.iter().position(|count| *count == most)
    }
}
