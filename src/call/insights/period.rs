//! Which time is looked at, and with which time before it is compared.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan as _, ZonedDateTime};

use crate::call::UnixMillis;

/// How far back one looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// Today and the days before, so many in all.
    Days(u16),
    /// This month and the eleven before.
    Year,
    /// Everything there is.
    All,
}

impl Default for Period {
    fn default() -> Self {
        Self::Days(30)
    }
}

impl Period {
    /// In the order they are offered.
    pub const OFFERED: [Self; 5] = [Self::Days(7), Self::Days(30), Self::Days(90), Self::Year, Self::All];

    /// What a person reads.
    pub fn label(self) -> String {
        match self {
            Self::Days(days) => say_many!(days, "{n} day", "{n} days"),
            Self::Year => String::from(say!("12 months")),
            Self::All => String::from(say!("All")),
        }
    }
}

/// The time that is looked at, and the time before it.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    /// How far back.
    pub period: Period,
    /// The first day; `None` looks at everything.
    pub first: Option<Date>,
    /// The last day.
    pub today: Date,
    from: Option<UnixMillis>,
    until: Option<UnixMillis>,
    before: Option<(UnixMillis, UnixMillis)>,
}

/// Where a call falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Now,
    Before,
    Neither,
}

impl Window {
    /// A period that ends now. It is compared with as much time before it: up to the same time of day, since today is not
    /// over either.
    pub fn of(period: Period, now: UnixMillis, zone: &TimeZone) -> Self {
        let now = Timestamp::from_millisecond(now.0).unwrap_or_default().to_zoned_datetime(zone.clone());
        let today = now.date();
        let (first, back) = match period {
            Period::Days(days) => {
                let days = i64::from(days.max(1));
                (today.checked_sub((days - 1).days()).ok(), days.days())
            }
            Period::Year => (today.first_of_month().checked_sub(11.months()).ok(), 1.year()),
            Period::All => return Self::everything(today),
        };
        let from = first.and_then(|first| beginning(first, zone));
        let until = today.tomorrow().ok().and_then(|tomorrow| beginning(tomorrow, zone));
        let before = first.and_then(|first| before(first, &now, back, zone));
        Self { period, first, today, from, until, before }
    }

    /// All time, compared with nothing.
    pub fn all(now: UnixMillis, zone: &TimeZone) -> Self {
        Self::of(Period::All, now, zone)
    }

    fn everything(today: Date) -> Self {
        Self { period: Period::All, first: None, today, from: None, until: None, before: None }
    }

    /// There is a time before to compare with.
    pub fn is_compared(&self) -> bool {
        self.before.is_some()
    }

    /// From when on, and until when, calls of either period came.
    pub(super) fn bounds(&self) -> (Option<UnixMillis>, Option<UnixMillis>) {
        (self.before.map(|(from, _)| from).or(self.from), self.until)
    }

    /// Where a call falls that came then.
    pub(super) fn side(&self, at: UnixMillis) -> Side {
        if self.from.is_none_or(|from| at >= from) && self.until.is_none_or(|until| at < until) {
            Side::Now
        } else if self.before.is_some_and(|(from, until)| at >= from && at < until) {
            Side::Before
        } else {
            Side::Neither
        }
    }

    /// The day of the period before that a day is compared with.
    pub(super) fn day_before(&self, day: Date) -> Option<Date> {
        match self.period {
            Period::Days(days) => day.checked_sub(i64::from(days).days()).ok(),
            Period::Year => day.checked_sub(1.year()).ok(),
            Period::All => None,
        }
    }
}

fn before(first: Date, now: &ZonedDateTime, back: Span, zone: &TimeZone) -> Option<(UnixMillis, UnixMillis)> {
    let from = beginning(first.checked_sub(back).ok()?, zone)?;
    let until = now.checked_sub(back).ok()?.timestamp().as_millisecond();
    Some((from, UnixMillis(until)))
}

/// When a day begins: not always at midnight. `None` beyond the calendar.
fn beginning(day: Date, zone: &TimeZone) -> Option<UnixMillis> {
    Some(UnixMillis(day.to_zoned_datetime(zone.clone()).ok()?.timestamp().as_millisecond()))
}
