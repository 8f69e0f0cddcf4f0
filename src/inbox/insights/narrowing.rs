//! What a bar says in the language of the search: the operators that leave its calls alone, and take them back.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::call::insights::{Bin, Period, SCORE_BARS, Step};
use crate::call::query::{tokens_of, value_of, with_operator};

/// The operators that say when calls came.
const DATES: [&str; 3] = ["on", "after", "before"];

/// Operators that a bar sets in the search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Narrowing {
    sets: Vec<(&'static str, String)>,
}

impl Narrowing {
    /// To one value of an open vocabulary; `None` if it holds no word that could be looked for.
    pub(super) fn to_value(field: &'static str, value: &str) -> Option<Self> {
        tokens_of(value).next()?;
        Some(Self { sets: vec![(field, value.to_owned())] })
    }

    /// To the scores of a bar.
    pub(super) fn to_scores(bar: usize) -> Self {
        let from = bar * 10;
        // What is below the next bar; scores are shown to a hundredth.
        let to = if bar + 1 == SCORE_BARS { String::from("100") } else { format!("{}.99", from + 9) };
        Self { sets: vec![("score", format!("{from}..{to}"))] }
    }

    /// To calls whose score is no number.
    pub(super) fn to_unscored() -> Self {
        Self { sets: vec![("score", String::from("none"))] }
    }

    /// To the days of a bar.
    pub(super) fn to_days(bin: &Bin, step: Step) -> Self {
        let day = |day: Date| day.strftime("%Y-%m-%d").to_string();
        let sets = match step {
            Step::Day => vec![("on", day(bin.first))],
            Step::Week => vec![("after", day(bin.first)), ("before", day(bin.next))],
            Step::Month => vec![("on", bin.first.strftime("%Y-%m").to_string())],
            Step::Year => vec![("on", bin.first.strftime("%Y").to_string())],
        };
        Self { sets }
    }

    /// The search is narrowed so already.
    pub(super) fn is_set(&self, text: &str) -> bool {
        self.sets.iter().all(|(field, value)| {
            value_of(text, field)
                .is_some_and(|set| set.eq_ignore_ascii_case(value) || set.to_lowercase() == value.to_lowercase())
        })
    }

    /// The search narrowed so, or not any more.
    pub(super) fn turned(&self, text: &str) -> String {
        let is_set = self.is_set(text);
        let mut turned = text.to_owned();
        for (field, _) in &self.sets {
            let fields = if DATES.contains(field) { &DATES[..] } else { std::slice::from_ref(field) };
            for field in fields {
                turned = with_operator(&turned, field, None);
            }
        }
        if !is_set {
            for (field, value) in &self.sets {
                turned = with_operator(&turned, field, Some(value));
            }
        }
        turned.trim().to_owned()
    }
}

/// What a search says of when calls came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dates {
    /// Nothing.
    None,
    /// So long until now, which can be compared with what was before.
    Period(Period),
    /// Something else.
    Own,
}

pub(super) fn dates_of(text: &str, today: Date) -> Dates {
    // In every frame, and mostly there is none.
    if !text.contains(':') {
        return Dates::None;
    }
    let [on, after, before] = DATES.map(|field| value_of(text, field));
    match (on, after, before) {
        (None, None, None) => Dates::None,
        (None, Some(after), None) => match days_back(&after) {
            Some(days) => Dates::Period(Period::Days(days)),
            None if Some(after) == year_begins(today) => Dates::Period(Period::Year),
            None => Dates::Own,
        },
        _ => Dates::Own,
    }
}

/// `after:6d`: today and the six days before.
fn days_back(after: &str) -> Option<u16> {
    let days = after.strip_suffix(['d', 'D'])?;
    (days.len() <= 4).then(|| days.parse::<u16>().ok()).flatten()?.checked_add(1)
}

fn year_begins(today: Date) -> Option<String> {
    Some(today.first_of_month().checked_sub(11.months()).ok()?.strftime("%Y-%m-%d").to_string())
}

pub(super) fn without_dates(text: &str) -> String {
    let text = DATES.iter().fold(text.to_owned(), |text, field| with_operator(&text, field, None));
    text.trim().to_owned()
}

/// The search that finds what was summed.
pub(super) fn with_period(text: &str, period: Period, today: Date) -> String {
    let after = match period {
        Period::Days(days) => Some(say!("{days}d", days = days.max(1) - 1)),
        Period::Year => year_begins(today),
        Period::All => None,
    };
    with_operator(text, "after", after.as_deref())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2025, 12, 12);

    #[test]
    fn a_bar_narrows_the_search_and_takes_it_back() {
        let outcome = Narrowing::to_value("outcome", "Demo Scheduled").unwrap();
        let narrowed = outcome.turned("ann outcome:lost");
        assert_eq!(narrowed, "ann outcome:\"Demo Scheduled\"");
        assert!(outcome.is_set(&narrowed) && !outcome.is_set("ann"));
        assert_eq!(outcome.turned(&narrowed), "ann");
        assert_eq!(Narrowing::to_value("mood", "🙂"), None);
    }

    #[test]
    fn days_weeks_and_months_take_each_others_place() {
        let bin = |first, next| Bin { first, next, count: 1, before: None };
        let week = Narrowing::to_days(&bin(date(2025, 12, 1), date(2025, 12, 8)), Step::Week);
        assert_eq!(week.turned("ann after:6d"), "ann after:2025-12-01 before:2025-12-08");
        let month = Narrowing::to_days(&bin(date(2025, 12, 1), date(2026, 1, 1)), Step::Month);
        assert_eq!(month.turned("ann after:2025-12-01 before:2025-12-08"), "ann on:2025-12");
        assert_eq!(
            Narrowing::to_days(&bin(date(2025, 12, 1), date(2025, 12, 2)), Step::Day).turned(""),
            "on:2025-12-01"
        );
    }

    #[test]
    fn the_calls_of_a_period_are_found_by_the_search_that_says_it() {
        for (period, text) in [
            (Period::Days(7), "ann after:6d"),
            (Period::Days(1), "ann after:0d"),
            (Period::Year, "ann after:2025-01-01"),
            (Period::All, "ann"),
        ] {
            assert_eq!(with_period("ann", period, TODAY), text);
            let read = if period == Period::All { Dates::None } else { Dates::Period(period) };
            assert_eq!(dates_of(text, TODAY), read, "{text}");
            assert_eq!(without_dates(text), "ann");
        }
        for text in ["on:today", "after:6d before:1d", "after:monday", "after:2025-01-02"] {
            assert_eq!(dates_of(text, TODAY), Dates::Own, "{text}");
        }
        assert_eq!(dates_of("mood:calm", TODAY), Dates::None);
    }

    #[test]
    fn scores_are_asked_for_in_tens() {
        assert_eq!(Narrowing::to_scores(8).turned("score:<40"), "score:80..89.99");
        assert_eq!(Narrowing::to_scores(9).turned(""), "score:90..100");
        assert_eq!(Narrowing::to_unscored().turned("a"), "a score:none");
    }
}
