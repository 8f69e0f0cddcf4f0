//! The answers at the top: a number, how it compares with the time before, and how it went from bar to bar.

use super::words::{before_words, calls_words, change, change_words, percent_words, points_words, talk_words};
use crate::call::Score;
use crate::call::insights::{Bins, DaySums, Period, Sums, median};
use crate::inbox::{count_label, sentence_case};

/// A line of fewer points than this says nothing.
const MIN_POINTS: usize = 4;
/// And of more than this, it is a saw.
const MAX_POINTS: usize = 15;

/// A number with its words.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Headline {
    /// What it is ("Calls").
    pub label: &'static str,
    /// The number, or a word.
    pub value: String,
    /// What it is of, and how it compares: all of it, in a sentence.
    pub words: String,
    /// How it compares, in short; `None` where nothing can be compared.
    pub change: Option<Change>,
    /// What stands below: with what it is compared, or what it is of; shorter ones after it, for where there is less room.
    pub below: Vec<String>,
    /// Bar for bar, the oldest first; `None` where nothing is known. Empty where it says nothing.
    pub course: Vec<Option<f64>>,
}

/// How a number compares with the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which way it went.
    pub way: Way,
    /// Whether that is good; `None` where nobody can say.
    pub is_good: Option<bool>,
    /// "86 % more".
    pub words: String,
}

/// Which way a number went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Up.
    More,
    /// Down.
    Less,
    /// Neither.
    Same,
}

/// What they are made of.
pub(super) struct Headlines<'a> {
    pub sums: &'a Sums,
    pub before: Option<&'a Sums>,
    pub period: Period,
    pub bins: &'a Bins,
}

impl Headlines<'_> {
    pub fn all(&self) -> Vec<Headline> {
        let mut all = vec![self.calls(), self.content(), self.scores(), self.asked(), self.open()];
        all.push(self.length());
        all
    }

    /// How most of them ended: a chart says it in the window, a sentence elsewhere.
    pub fn top_outcome(&self) -> Headline {
        let label = say!("Most frequent outcome");
        let Some(top) = self.sums.outcomes.said.first() else {
            return unknown(label, say!("No call says how it ended"));
        };
        let before = self.before.map(|before| before.outcomes.count_of(&top.key));
        let counted = calls_words(top.count);
        let words = match before.and_then(|before| change(top.count, before)) {
            Some(change) => say!("{counted}, {change}", counted = counted, change = change),
            None => counted,
        };
        Headline { label, value: sentence_case(&top.value), words, ..Headline::default() }
    }

    fn calls(&self) -> Headline {
        let calls = self.sums.calls;
        let before = self.before.map(|before| before.calls);
        let in_all = || String::from(say!("In all the time looked at"));
        Headline {
            label: say!("Calls"),
            value: count_label(calls),
            words: before.map_or_else(in_all, |before| change_words(calls, before, self.period)),
            change: before.and_then(|before| of_counts(calls, before)),
            below: before.map_or_else(|| vec![in_all()], |before| self.against(before > 0)),
            course: self.course(|days| Some(days.iter().map(|day| day.calls as f64).sum())),
        }
    }

    fn content(&self) -> Headline {
        let label = say!("Positive callers");
        let Some(share) = self.sums.good_share() else {
            return unknown(label, say!("No call says how the caller felt"));
        };
        let said = calls_words(self.sums.tones.iter().sum());
        let of = say!("Of {calls} whose mood is known", calls = said);
        let in_short = say!("Of {calls}", calls = said);
        let before = self.before.map(|before| before.good_share().map(|share| share * 100.0));
        let course = self.course(|days| {
            let (good, said) = sum_pairs(days.iter().map(|day| day.content));
            (said > 0).then(|| good as f64 / said as f64)
        });
        Headline {
            label,
            value: say!("{percent} %", percent = format!("{:.0}", share * 100.0)),
            words: before.map_or_else(|| of.clone(), |before| points_words(share * 100.0, before, self.period)),
            change: before.flatten().map(|before| of_points(share * 100.0, before)),
            below: before.map_or_else(|| vec![of, in_short], |before| self.against(before.is_some())),
            course,
        }
    }

    fn scores(&self) -> Headline {
        let label = say!("Median score");
        let Some(now) = self.sums.median_score else { return unknown(label, say!("No call has a score")) };
        let scored = calls_words(self.sums.calls - self.sums.unscored);
        let of = say!("Of {calls} with a score", calls = scored);
        let in_short = say!("Of {calls}", calls = scored);
        let before = self.before.map(|before| before.median_score);
        let course = self.course(|days| {
            let mut all = std::collections::BTreeMap::new();
            for (score, count) in days.iter().flat_map(|day| &day.scores) {
                *all.entry(*score).or_default() += count;
            }
            median(&all)
        });
        Headline {
            label,
            value: Score::stored(String::new(), Some(now)).label(),
            words: before.map_or_else(|| of.clone(), |before| points_words(now, before, self.period)),
            change: before.flatten().map(|before| of_points(now, before)),
            below: before.map_or_else(|| vec![of, in_short], |before| self.against(before.is_some())),
            course,
        }
    }

    /// How many asked to be called back, and for how many that is done.
    fn asked(&self) -> Headline {
        let (asked, open) = (self.sums.asked, self.sums.callbacks);
        let label = say!("Asked for a call back");
        let done = asked.saturating_sub(open);
        let words = match (asked, open) {
            (0, _) => String::from(say!("No caller asked")),
            (_, 0) => String::from(say!("All of them are done")),
            (_, open) => say!("{done} done, {open} still open", done = count_label(done), open = count_label(open)),
        };
        let course = self.course(|days| Some(days.iter().map(|day| day.asked as f64).sum()));
        Headline {
            label,
            value: count_label(asked),
            below: vec![words.clone()],
            words,
            change: None,
            course: if asked > 0 { course } else { Vec::new() },
        }
    }

    fn open(&self) -> Headline {
        let (open, calls) = (self.sums.open(), self.sums.calls);
        let percent = (open as f64 / calls.max(1) as f64 * 100.0).round() as u64;
        let words = match (calls, open) {
            (0, _) => String::from(say!("No calls")),
            (_, 0) => String::from(say!("All calls are done")),
            _ => say!("{percent} % of {calls}", percent = percent, calls = calls_words(calls)),
        };
        let course = self.course(|days| Some(days.iter().map(|day| (day.calls - day.done) as f64).sum()));
        Headline {
            label: say!("Not done yet"),
            value: count_label(open),
            below: vec![words.clone()],
            words,
            change: None,
            course: if open > 0 { course } else { Vec::new() },
        }
    }

    /// How long a call is on average, where recordings were measured.
    fn length(&self) -> Headline {
        let (sums, label) = (self.sums, say!("Length of a call"));
        let Some(mean) = sums.mean_talk_ms() else { return unknown(label, say!("No recording was measured")) };
        let measured = calls_words(sums.measured);
        let words = say!(
            "On average, of {measured} measured; {all} in all",
            measured = measured,
            all = talk_words(sums.talk_ms)
        );
        let before = self.before.and_then(Sums::mean_talk_ms);
        let course = self.course(|days| {
            let (measured, talk) = sum_pairs(days.iter().map(|day| day.talk));
            (measured > 0).then(|| talk as f64 / measured as f64)
        });
        Headline {
            label,
            value: talk_words(mean),
            change: before.and_then(|before| of_lengths(mean, before)),
            below: match (self.before, before) {
                (Some(_), before) => self.against(before.is_some()),
                (None, _) => vec![say!("On average, of {calls}", calls = measured), say!("On average").to_owned()],
            },
            words,
            course,
        }
    }

    /// With what it is compared ("18 % more than the 30 days before"); or that there is nothing to compare it with.
    fn against(&self, is_known: bool) -> Vec<String> {
        let time = before_words(self.period);
        if is_known {
            let mut below = vec![say!("than {time}", time = time)];
            if self.period == Period::Year {
                below.push(say!("than the year before").to_owned());
            }
            below.push(say!("than before").to_owned());
            below
        } else {
            vec![say!("None in {time}", time = time), say!("None before").to_owned()]
        }
    }

    fn course(&self, of: impl Fn(&[&DaySums]) -> Option<f64>) -> Vec<Option<f64>> {
        // Several bars a point where there are many: how it went is to be seen, not every day. The newest are whole.
        let a_point = self.bins.bins.len().div_ceil(MAX_POINTS).max(1);
        let mut points: Vec<Option<f64>> = self
            .bins
            .bins
            .rchunks(a_point)
            .map(|bins| of(&bins.iter().flat_map(|bin| bin.days(self.sums)).collect::<Vec<_>>()))
            .collect();
        points.reverse();
        let known = points.iter().flatten().count();
        let above = points.iter().flatten().filter(|point| **point > 0.0).count();
        if known < MIN_POINTS || above < 2 { Vec::new() } else { points }
    }
}

fn unknown(label: &'static str, words: &str) -> Headline {
    Headline {
        label,
        value: String::from("–"),
        words: words.to_owned(),
        below: vec![words.to_owned(), say!("Not known").to_owned()],
        ..Headline::default()
    }
}

fn sum_pairs(pairs: impl Iterator<Item = (u64, u64)>) -> (u64, u64) {
    pairs.fold((0, 0), |sum, pair| (sum.0 + pair.0, sum.1.saturating_add(pair.1)))
}

/// Whether more calls are good is not for us to say.
fn of_counts(now: u64, before: u64) -> Option<Change> {
    let way = way(now as f64, before as f64);
    let percent = percent_words(now, before)?;
    let words = match way {
        Way::Same => say!("No more and no fewer").to_owned(),
        Way::More => say!("{percent} more", percent = percent),
        Way::Less => say!("{percent} fewer", percent = percent),
    };
    Some(Change { way, is_good: None, words })
}

fn of_lengths(now: u64, before: u64) -> Option<Change> {
    let way = way(now as f64, before as f64);
    let percent = percent_words(now, before)?;
    let words = match way {
        Way::Same => say!("No longer and no shorter").to_owned(),
        Way::More => say!("{percent} longer", percent = percent),
        Way::Less => say!("{percent} shorter", percent = percent),
    };
    Some(Change { way, is_good: None, words })
}

/// Moods and scores: more of them is better.
fn of_points(now: f64, before: f64) -> Change {
    let by = now.round() - before.round();
    let way = way(now.round(), before.round());
    let points = by.abs() as u64;
    let words = match way {
        Way::Same => say!("No more and no less").to_owned(),
        Way::More => say_many!(points, "{n} point more", "{n} points more"),
        Way::Less => say_many!(points, "{n} point less", "{n} points less"),
    };
    Change { way, is_good: (way != Way::Same).then_some(way == Way::More), words }
}

fn way(now: f64, before: f64) -> Way {
    match now.total_cmp(&before) {
        std::cmp::Ordering::Greater => Way::More,
        std::cmp::Ordering::Less => Way::Less,
        std::cmp::Ordering::Equal => Way::Same,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_called_good_only_where_more_is_better() {
        let counted = |now, before| of_counts(now, before).map(|change| (change.way, change.is_good, change.words));
        assert_eq!(counted(41, 22), Some((Way::More, None, "86 % more".into())));
        assert_eq!(counted(11, 22), Some((Way::Less, None, "50 % fewer".into())));
        assert_eq!(counted(22, 22), Some((Way::Same, None, "No more and no fewer".into())));
        assert_eq!(counted(22, 0), None);
        assert_eq!(counted(10_001, 10_000).unwrap().2, "less than 1 % more");
        let points = |now, before| of_points(now, before);
        let change = points(64.4, 59.6);
        assert_eq!((change.way, change.is_good, change.words.as_str()), (Way::More, Some(true), "4 points more"));
        let change = points(59.0, 60.0);
        assert_eq!((change.way, change.is_good, change.words.as_str()), (Way::Less, Some(false), "1 point less"));
        assert_eq!(points(60.2, 60.0).is_good, None);
        assert_eq!(of_lengths(30_000, 60_000).unwrap().words, "50 % shorter");
    }
}
