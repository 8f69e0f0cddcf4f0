//! Which half of the day is meant where it was not said: "9-5" is the working day, "evenings after 7" is not breakfast,
//! and "after 6" may be both, so it is not known.

use std::cell::Cell;

use super::times::{DAY_MINUTES, Hours};
use super::word::{Clock, Word};

/// How far from a part of the day a time may be that is said with it, in minutes: "mornings from 7".
const NEAR: u16 = 60;

/// What a phrase tells of the half of the day.
pub(super) struct Half {
    /// The only part of the day in the phrase.
    hint: Option<Hours>,
    is_used: Cell<bool>,
}

impl Half {
    /// Of a whole phrase.
    pub fn of(words: &[Word]) -> Self {
        let mut parts = words.iter().filter_map(|word| if let Word::Part(hours) = word { Some(*hours) } else { None });
        let hint = parts.next().filter(|_| parts.next().is_none());
        Self { hint, is_used: Cell::new(false) }
    }

    /// A time was understood by the part of the day it was said with.
    pub fn is_used(&self) -> bool {
        self.is_used.get()
    }

    /// Minutes from midnight.
    pub fn at(&self, clock: Clock) -> Option<u16> {
        clock.certain().or_else(|| self.hinted(clock))
    }

    /// "After 10" is in the morning, "after 6" is not known.
    pub fn after(&self, clock: Clock) -> Option<Hours> {
        let from = self.morning(clock, 9).or_else(|| self.at(clock))?;
        Some(Hours { from, to: DAY_MINUTES })
    }

    /// "Before 10" is in the morning, "before 6" is not known: some would like to be called before supper.
    pub fn before(&self, clock: Clock) -> Option<Hours> {
        let to = self.morning(clock, 8).or_else(|| self.at(clock))?;
        Some(Hours { from: 0, to })
    }

    /// From one time to another.
    pub fn range(&self, first: Clock, last: Clock) -> Option<Hours> {
        let (from, to) = match (first.certain(), last.certain()) {
            (Some(from), Some(to)) => (from, to),
            // "4 and 5 pm", "9 to 12 pm".
            (None, Some(to)) => {
                let is_pm = last.is_pm?;
                let same = first.minutes(is_pm);
                (if same < to { same } else { first.minutes(!is_pm) }, to)
            }
            // "10 am to 2", "2 pm to 4".
            (Some(from), None) => {
                let same = last.minutes(first.is_pm?);
                (from, if same > from { same } else { last.minutes(true) })
            }
            (None, None) if self.hint.is_some() => (self.hinted(first)?, self.hinted(last)?),
            // "9-5", "10-12": in the working day. "2-4" may be either.
            (None, None) => {
                let from = self.morning(first, 7)?;
                let same = last.minutes(last.hour == 12);
                (from, if same > from { same } else { last.minutes(true) })
            }
        };
        (from < to).then_some(Hours { from, to })
    }

    /// A bare hour from `first` to noon, where no part of the day is named.
    fn morning(&self, clock: Clock, first: u8) -> Option<u16> {
        let is_bare = clock.is_pm.is_none() && self.hint.is_none();
        (is_bare && (first..=12).contains(&clock.hour)).then(|| clock.minutes(clock.hour == 12))
    }

    /// Which of both is near the part of the day it is said with, if only one is.
    fn hinted(&self, clock: Clock) -> Option<u16> {
        let hint = self.hint?;
        let near = Hours { from: hint.from.saturating_sub(NEAR), to: (hint.to + NEAR).min(DAY_MINUTES) };
        let mut halves = [false, true].into_iter().map(|is_pm| clock.minutes(is_pm)).filter(|at| near.holds(*at));
        let only = halves.next().filter(|_| halves.next().is_none());
        self.is_used.set(self.is_used.get() || only.is_some());
        only
    }
}
