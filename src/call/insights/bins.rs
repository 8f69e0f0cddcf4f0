//! The calls of each day, week, month or year, as bars beside each other: none left out, and not more of them than can be seen.

use jiff::civil::Date;
use jiff::{Span, ToSpan as _, Unit};

use super::{DaySums, Insights, Period, Sums};

/// A bar a day up to so many days.
const MAX_DAYS: i32 = 92;
/// A bar a week up to so many days.
const MAX_WEEKS: i32 = 371;
/// A bar a month up to so many days.
const MAX_MONTHS: i32 = 3_660;
/// The most bars: the newest.
const MAX_BARS: usize = 130;

/// What a bar stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Step {
    /// A day.
    #[default]
    Day,
    /// Monday to Sunday.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// A bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bin {
    /// Its first day.
    pub first: Date,
    /// The first day that is not in it.
    pub next: Date,
    /// How many calls.
    pub count: u64,
    /// How many in the same part of the period before.
    pub before: Option<u64>,
}

/// The bars of a period, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bins {
    /// What each stands for.
    pub step: Step,
    /// They follow each other without a gap.
    pub bins: Vec<Bin>,
}

impl Bins {
    /// Of what was summed.
    pub fn of(insights: &Insights) -> Self {
        let (window, sums) = (&insights.window, &insights.sums);
        let first = window.first.or_else(|| sums.days.keys().next().copied());
        let last = match window.first {
            Some(_) => Some(window.today),
            None => sums.days.keys().next_back().copied(),
        };
        let Some((first, last)) = first.zip(last) else { return Self::default() };
        let step = step(window.period, first, last);
        let mut bins = Vec::new();
        // From the newest, so that what is left out is the oldest.
        let mut at = step.beginning(last);
        while bins.len() < MAX_BARS {
            let Ok(next) = at.checked_add(step.span()) else { break };
            let before = insights.before.as_ref().zip(window.day_before(at)).zip(window.day_before(next));
            let before = before.map(|((sums, first), next)| within(sums, first, next));
            bins.push(Bin { first: at, next, count: within(sums, at, next), before });
            match at.checked_sub(step.span()) {
                Ok(earlier) if at > first => at = earlier,
                _ => break,
            }
        }
        bins.reverse();
        Self { step, bins }
    }
}

impl Bin {
    /// What its calls say, day by day.
    pub fn days<'a>(&self, sums: &'a Sums) -> impl Iterator<Item = &'a DaySums> {
        sums.days.range(self.first..self.next).map(|(_, day)| day)
    }
}

impl Step {
    fn span(self) -> Span {
        match self {
            Self::Day => 1.day(),
            Self::Week => 1.week(),
            Self::Month => 1.month(),
            Self::Year => 1.year(),
        }
    }

    fn beginning(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            Self::Week => day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).unwrap_or(day),
            Self::Month => day.first_of_month(),
            Self::Year => day.first_of_year(),
        }
    }
}

fn step(period: Period, first: Date, last: Date) -> Step {
    let days = first.until((Unit::Day, last)).map_or(i32::MAX, |span| span.get_days());
    match period {
        Period::Year => Step::Month,
        _ if days < MAX_DAYS => Step::Day,
        _ if days < MAX_WEEKS => Step::Week,
        _ if days < MAX_MONTHS => Step::Month,
        _ => Step::Year,
    }
}

fn within(sums: &Sums, first: Date, next: Date) -> u64 {
    sums.days.range(first..next).map(|(_, day)| day.calls).sum()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    use super::super::{Counted, InsightsQuestion, Tally, Window};
    use super::*;
    use crate::call::UnixMillis;
    use crate::call::query::Term;

    const DAY: i64 = 86_400_000;
    /// 12 December 2025, 11:41:22 in Greenwich, a Friday.
    const NOW: i64 = 1_765_539_682_000;

    fn bins(period: Period, days_ago: &[i64]) -> Bins {
        let window = Window::of(period, UnixMillis(NOW), &TimeZone::UTC);
        let mut tally = Tally::of(&InsightsQuestion { term: Term::default(), window, zone: TimeZone::UTC });
        for days in days_ago {
            tally.add(&Counted { received_at: UnixMillis(NOW - days * DAY), ..Counted::default() });
        }
        Bins::of(&tally.insights())
    }

    #[test]
    fn every_day_has_its_bar_beside_the_one_before() {
        let bins = bins(Period::Days(7), &[0, 0, 6, 8, 8, 8]);
        let counts: Vec<_> = bins.bins.iter().map(|bin| (bin.count, bin.before)).collect();
        let none = (0, Some(0));
        assert_eq!(counts, [(1, Some(0)), none, none, none, none, (0, Some(3)), (2, Some(0))]);
        assert_eq!((bins.step, bins.bins[0].first), (Step::Day, date(2025, 12, 6)));
    }

    #[test]
    fn a_year_has_twelve_months() {
        let bins = bins(Period::Year, &[0, 40, 340, 370]);
        assert_eq!((bins.step, bins.bins.len()), (Step::Month, 12));
        assert_eq!((bins.bins[0].first, bins.bins[11].before, bins.bins[11].count), (date(2025, 1, 1), Some(1), 1));
    }

    #[test]
    fn bars_get_wider_with_the_time_and_cover_all_of_it() {
        for (oldest, step, bars) in [
            (0, Step::Day, 1),
            (91, Step::Day, 92),
            (92, Step::Week, 14),
            (371, Step::Month, 13),
            (3_660, Step::Year, 11),
            (1_000_000, Step::Year, MAX_BARS),
        ] {
            let bins = bins(Period::All, &[0, oldest]);
            assert_eq!((bins.step, bins.bins.len()), (step, bars), "{oldest} days");
            assert!(bins.bins.windows(2).all(|pair| pair[0].next == pair[1].first));
            let counted: u64 = bins.bins.iter().map(|bin| bin.count).sum();
            assert_eq!(counted, if bars == MAX_BARS { 1 } else { 2 }, "{oldest} days");
        }
        assert_eq!(bins(Period::All, &[]), Bins::default());
    }
}
