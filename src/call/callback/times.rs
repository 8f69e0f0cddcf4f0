//! Times of days and days of weeks, as callers ask for them. On the caller's clock; which instant that is, is worked out
//! where the zone is known.

use jiff::civil::{Date, Weekday};

use crate::call::UnixMillis;

/// Minutes of a day.
pub const DAY_MINUTES: u16 = 24 * 60;

/// A set of days of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Weekdays(u8);

impl Weekdays {
    /// Every day.
    pub const ALL: Self = Self(0b111_1111);
    /// Monday to Friday.
    pub const WORKDAYS: Self = Self(0b001_1111);
    /// Saturday and Sunday.
    pub const WEEKEND: Self = Self(0b110_0000);

    /// One day.
    pub fn of(day: Weekday) -> Self {
        Self(1 << day.to_monday_zero_offset())
    }

    /// From one day to another, over Sunday if need be.
    pub fn between(first: Self, last: Self) -> Self {
        let (first, last) = (first.0.trailing_zeros(), last.0.trailing_zeros());
        let count = (last + 7 - first) % 7;
        Self((0..=count).fold(0, |days, ahead| days | 1 << ((first + ahead) % 7)))
    }

    /// The day, if it is a single one.
    pub fn single(self) -> Option<Weekday> {
        let is_one = self.0.count_ones() == 1;
        is_one.then(|| Weekday::from_monday_zero_offset(self.0.trailing_zeros() as i8).ok()).flatten()
    }

    /// Whether a day is among them.
    pub fn holds(self, day: Weekday) -> bool {
        self.0 & Self::of(day).0 != 0
    }

    /// No day.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those of both.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those that are not of the other.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

/// A part of a day, in minutes from midnight; `from <= to <= DAY_MINUTES`. A point in time has both the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// Its begin.
    pub from: u16,
    /// Its end, which is not in it.
    pub to: u16,
}

impl Hours {
    /// The whole day.
    pub const ALL: Self = Self { from: 0, to: DAY_MINUTES };

    /// From one full hour to another.
    pub const fn between(from: u16, to: u16) -> Self {
        Self { from: from * 60, to: to * 60 }
    }

    /// What is in both, if anything is.
    pub fn within(self, other: Self) -> Option<Self> {
        let both = Self { from: self.from.max(other.from), to: self.to.min(other.to) };
        (both.from < both.to).then_some(both)
    }

    /// Both at once: "afternoons after 3", "Monday morning at 10". `None` if they contradict each other.
    pub fn meet(self, other: Self) -> Option<Self> {
        match (self.is_point(), other.is_point()) {
            (true, true) => None,
            (true, false) => (other.from <= self.from && self.from <= other.to).then_some(self),
            (false, true) => other.meet(self),
            (false, false) => self.within(other),
        }
    }

    /// A minute of the day is in it.
    pub fn holds(self, minute: u16) -> bool {
        (self.from..self.to).contains(&minute)
    }

    /// A point in time rather than a stretch of it.
    pub fn is_point(self) -> bool {
        self.from == self.to
    }
}

/// Times that come again every week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// On these days.
    pub days: Weekdays,
    /// In these hours.
    pub hours: Hours,
}

/// A day, as one names it on the phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    /// By its date.
    Date(Date),
    /// So many days after the call.
    InDays(u8),
    /// The first such day after that of the call.
    Next(Weekday),
}

/// A time that was agreed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// An instant.
    At(UnixMillis),
    /// On the caller's clock.
    On {
        /// The day.
        day: Day,
        /// When on it: a point in time, a part of the day, or the whole of it.
        hours: Hours,
    },
}

/// When somebody likes to be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BestTime {
    /// Whenever.
    Anytime,
    /// At these times of a week; never none.
    Windows(Vec<Window>),
    /// At one time only.
    Once(Moment),
    /// In words that are not understood.
    Phrase(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_of_days_goes_over_sunday() {
        let day = Weekdays::of;
        let range = Weekdays::between(day(Weekday::Saturday), day(Weekday::Monday));
        assert_eq!(range, Weekdays::WEEKEND.with(day(Weekday::Monday)));
        assert_eq!(Weekdays::between(day(Weekday::Monday), day(Weekday::Friday)), Weekdays::WORKDAYS);
        assert_eq!(day(Weekday::Tuesday).single(), Some(Weekday::Tuesday));
        assert_eq!(Weekdays::ALL.single(), None);
    }

    #[test]
    fn hours_that_do_not_meet_have_nothing_in_common() {
        assert_eq!(Hours::between(9, 12).within(Hours::between(11, 18)), Some(Hours::between(11, 12)));
        assert_eq!(Hours::between(9, 12).within(Hours::between(12, 18)), None);
        assert!(Hours::between(9, 12).holds(9 * 60) && !Hours::between(9, 12).holds(12 * 60));
    }
}
