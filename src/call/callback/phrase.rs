//! Reads when somebody wants to be called out of the words they used. Understands a phrase whole or not at all: a wrong
//! time is worse than a phrase that a person reads.

use super::half::Half;
use super::times::{BestTime, DAY_MINUTES, Day, Hours, Moment, Weekdays, Window};
use super::word::{Clock, Word, words_of};

/// The longest phrase that is looked at, in bytes.
const MAX_BYTES: usize = 160;
/// How long "at 5 pm" lasts, in minutes, and how far "around 5 pm" reaches to both sides.
const AT_LASTS: u16 = 60;
const AROUND_REACHES: u16 = 30;

/// When somebody likes to be called, from their words.
pub fn best_time(text: &str) -> BestTime {
    let text = text.trim();
    understood(text).unwrap_or_else(|| BestTime::Phrase(text.to_owned()))
}

/// A time that was agreed on in words: "tomorrow at 4 pm", "Thursday at 10:30 am", "next Tuesday".
pub(super) fn agreed(text: &str) -> Option<Moment> {
    let said = Said::read(text)?;
    let day = match said.day {
        Some(day) => day,
        None => match said.groups.as_slice() {
            [group] => Day::Next(group.days?.single().filter(|_| group.excluded.is_empty())?),
            _ => return None,
        },
    };
    said.only_hours().map(|hours| Moment::On { day, hours })
}

fn understood(text: &str) -> Option<BestTime> {
    if let Some(moment) = super::agreed::stamp(text) {
        return Some(BestTime::Once(moment));
    }
    let said = Said::read(text)?;
    if let Some(day) = said.day {
        return said.only_hours().map(|hours| BestTime::Once(Moment::On { day, hours }));
    }
    let mut windows = Vec::new();
    for group in &said.groups {
        let days = group.days.unwrap_or(Weekdays::ALL).without(group.excluded);
        if days.is_empty() {
            return None;
        }
        if group.hours.is_empty() {
            windows.push(Window { days, hours: Hours::ALL });
        }
        windows.extend(group.hours.iter().map(|hours| Window { days, hours: stretched(*hours) }));
    }
    let is_anytime = |window: &Window| window.days == Weekdays::ALL && window.hours == Hours::ALL;
    match windows.iter().any(is_anytime) {
        true if said.is_any => Some(BestTime::Anytime),
        true => None,
        false => Some(BestTime::Windows(windows)),
    }
}

/// A point in time as a stretch that one can be called in.
fn stretched(hours: Hours) -> Hours {
    if hours.is_point() { Hours { to: (hours.from + AT_LASTS).min(DAY_MINUTES), ..hours } } else { hours }
}

/// What a phrase says.
#[derive(Default)]
struct Said {
    is_any: bool,
    day: Option<Day>,
    groups: Vec<Group>,
}

/// Days with the hours that are meant on them.
#[derive(Default)]
struct Group {
    days: Option<Weekdays>,
    excluded: Weekdays,
    hours: Vec<Hours>,
}

impl Said {
    fn read(text: &str) -> Option<Self> {
        if text.len() > MAX_BYTES {
            return None;
        }
        let words = words_of(text)?;
        if words.is_empty() {
            return None;
        }
        let half = Half::of(&words);
        let said = Self { groups: vec![Group::default()], ..Self::default() };
        Reading { words: &words, at: 0, half, has_others: false, said }.run()
    }

    /// The hours of a single day: the only ones named, the whole day if none are.
    fn only_hours(&self) -> Option<Hours> {
        match self.groups.as_slice() {
            [group] if self.day.is_some() && group.days.is_some() => None,
            [group] => match group.hours.as_slice() {
                [] => Some(Hours::ALL),
                [hours] => Some(*hours),
                _ => None,
            },
            _ => None,
        }
    }
}

/// How a part of a phrase goes with the one before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    Nothing,
    Comma,
    Or,
}

struct Reading<'a> {
    words: &'a [Word],
    at: usize,
    half: Half,
    /// Hours were named that are meant as well as others.
    has_others: bool,
    said: Said,
}

impl Reading<'_> {
    fn run(mut self) -> Option<Said> {
        let mut joint = Joint::Nothing;
        let mut is_negated = false;
        // Whether the hours before are a part of a day, for the comma in "mornings, after 10".
        let mut was_part = None;
        let mut has_excluded = false;
        while let Some(word) = self.next() {
            if has_excluded && !matches!(word, Word::Or | Word::Comma | Word::Days(_)) {
                // "Not on Fridays after 5" may mean either; "not on Fridays, after 5" means one.
                if joint == Joint::Nothing {
                    return None;
                }
                (is_negated, has_excluded) = (false, false);
            }
            match word {
                Word::Or => {
                    joint = Joint::Or;
                    continue;
                }
                Word::Comma => {
                    joint = if joint == Joint::Or { joint } else { Joint::Comma };
                    continue;
                }
                Word::Not => {
                    is_negated = true;
                    continue;
                }
                Word::Days(first) => {
                    let days = self.days_from(first)?;
                    self.take_days(days, is_negated)?;
                    has_excluded = is_negated;
                    joint = Joint::Nothing;
                    continue;
                }
                Word::Any if !is_negated => self.said.is_any = true,
                Word::InDays(days) if self.said.day.is_none() && !is_negated => self.said.day = Some(Day::InDays(days)),
                Word::Next if self.said.day.is_none() && !is_negated => {
                    let Some(Word::Days(days)) = self.next() else { return None };
                    self.said.day = Some(Day::Next(days.single()?));
                }
                word => {
                    let (hours, is_part) = self.hours(word, is_negated)?;
                    is_negated = false;
                    self.take_hours(hours, joint, was_part, is_part)?;
                    was_part = Some(is_part);
                }
            }
            if is_negated {
                return None;
            }
            joint = Joint::Nothing;
        }
        // "Not on Sundays" alone is understood; "or" or "not" at the end is not.
        let is_whole = joint == Joint::Nothing && (has_excluded || !is_negated);
        // "8-9 or evenings": the part of the day is said of something else.
        let is_stretched = self.half.is_used() && (self.has_others || self.said.groups.len() > 1);
        (is_whole && !is_stretched).then_some(self.said)
    }

    fn next(&mut self) -> Option<Word> {
        let word = self.words.get(self.at).copied();
        self.at += 1;
        word
    }

    fn peek(&self) -> Option<Word> {
        self.words.get(self.at).copied()
    }

    fn take(&mut self, wanted: Word) -> bool {
        let is_there = self.peek() == Some(wanted);
        self.at += usize::from(is_there);
        is_there
    }

    /// "Mon", "Mon-Thu".
    fn days_from(&mut self, first: Weekdays) -> Option<Weekdays> {
        if self.peek() != Some(Word::To) {
            return Some(first);
        }
        match self.words.get(self.at + 1) {
            Some(Word::Days(last)) => {
                self.at += 2;
                first.single().and(last.single())?;
                Some(Weekdays::between(first, *last))
            }
            // "Mondays - mornings"
            _ => {
                self.at += 1;
                Some(first)
            }
        }
    }

    fn take_days(&mut self, days: Weekdays, is_negated: bool) -> Option<()> {
        let group = self.said.groups.last_mut()?;
        if is_negated {
            group.excluded = group.excluded.with(days);
        } else if group.days.is_some() && !group.hours.is_empty() {
            // "Weekdays after 6, weekends any time" is two wishes.
            self.said.groups.push(Group { days: Some(days), ..Group::default() });
        } else {
            group.days = Some(group.days.unwrap_or_default().with(days));
        }
        Some(())
    }

    fn take_hours(&mut self, hours: Hours, joint: Joint, was_part: Option<bool>, is_part: bool) -> Option<()> {
        let group = self.said.groups.last_mut()?;
        let is_more = match (joint, was_part) {
            (_, None) | (Joint::Or, _) => true,
            (Joint::Comma, Some(was_part)) => was_part == is_part,
            (Joint::Nothing, Some(_)) => false,
        };
        self.has_others |= is_more && !group.hours.is_empty();
        match group.hours.last_mut() {
            Some(before) if !is_more => *before = before.meet(hours)?,
            _ => group.hours.push(hours),
        }
        Some(())
    }

    /// The hours that begin with this word, and whether they are a part of a day.
    fn hours(&mut self, word: Word, is_negated: bool) -> Option<(Hours, bool)> {
        let hours = match word {
            Word::Early | Word::Late => {
                let Some(Word::Part(part)) = self.next() else { return None };
                let third = (part.to - part.from) / 3;
                let is_early = word == Word::Early;
                let part = if is_early {
                    Hours { to: part.to - third, ..part }
                } else {
                    Hours { from: part.from + third, ..part }
                };
                return (!is_negated).then_some((part, true));
            }
            Word::Part(part) => return (!is_negated).then_some((part, true)),
            Word::After | Word::Before if is_negated => self.open(word == Word::Before)?,
            _ if is_negated => return None,
            Word::After | Word::Before => self.open(word == Word::After)?,
            Word::Between => {
                let first = self.clock()?;
                if !self.take(Word::Or) && !self.take(Word::To) {
                    return None;
                }
                let last = self.clock()?;
                self.half.range(first, last)?
            }
            Word::From => {
                let first = self.clock()?;
                if self.take(Word::To) {
                    let last = self.clock()?;
                    self.half.range(first, last)?
                } else {
                    self.take(Word::Onwards);
                    self.half.after(first)?
                }
            }
            // "Until 11 am".
            Word::To => self.open(false)?,
            Word::Around => {
                let clock = self.clock()?;
                let at = self.half.at(clock)?;
                Hours { from: at.saturating_sub(AROUND_REACHES), to: (at + AROUND_REACHES).min(DAY_MINUTES) }
            }
            Word::Clock(clock) if self.take(Word::Onwards) => self.half.after(clock)?,
            Word::Clock(first) if self.take(Word::To) => {
                let last = self.clock()?;
                self.half.range(first, last)?
            }
            Word::Clock(clock) => {
                let at = self.half.at(clock)?;
                Hours { from: at, to: at }
            }
            _ => return None,
        };
        (hours.from <= hours.to && hours.from < DAY_MINUTES && hours.to > 0).then_some((hours, false))
    }

    fn clock(&mut self) -> Option<Clock> {
        if let Some(Word::Clock(clock)) = self.next() { Some(clock) } else { None }
    }

    /// After a time, or before it.
    fn open(&mut self, is_after: bool) -> Option<Hours> {
        let clock = self.clock()?;
        if is_after { self.half.after(clock) } else { self.half.before(clock) }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::Weekday;

    use super::*;

    /// "Mon-Fri 9:00-17:00": windows as one reads them.
    fn shown(text: &str) -> String {
        let clock = |minute: u16| format!("{}:{:02}", minute / 60, minute % 60);
        match best_time(text) {
            BestTime::Anytime => "anytime".to_owned(),
            BestTime::Phrase(_) => "?".to_owned(),
            BestTime::Once(moment) => format!("{moment:?}"),
            BestTime::Windows(windows) => {
                let shown = windows.iter().map(|window| {
                    let letters = "MTWTFSS".chars().enumerate().map(|(at, letter)| {
                        let day = Weekday::from_monday_zero_offset(at as i8).unwrap();
                        if window.days.holds(day) { letter } else { '.' }
                    });
                    let days: String = letters.collect();
                    let days = if window.days == Weekdays::ALL { String::new() } else { format!("{days} ") };
                    format!("{days}{}-{}", clock(window.hours.from), clock(window.hours.to))
                });
                shown.collect::<Vec<_>>().join(" + ")
            }
        }
    }

    #[test]
    fn phrases_that_occur_are_understood() {
        for (text, wanted) in [
            ("Mornings", "8:00-12:00"),
            ("morning", "8:00-12:00"),
            ("Evenings", "17:00-21:00"),
            ("After 6 pm", "18:00-24:00"),
            ("Weekdays 10-12", "MTWTF.. 10:00-12:00"),
            ("weekdays 9-5", "MTWTF.. 9:00-17:00"),
            ("Mon-Fri, 9am-5pm", "MTWTF.. 9:00-17:00"),
            ("Lunch break", "12:00-14:00"),
            ("Any time", "anytime"),
            ("anytime", "anytime"),
            ("any time on weekdays", "MTWTF.. 0:00-24:00"),
            ("not on Fridays, after 5 pm", "MTWT.SS 17:00-24:00"),
            ("evenings, not on Fridays", "MTWT.SS 17:00-21:00"),
            ("Weekends only", ".....SS 0:00-24:00"),
            ("weekend", ".....SS 0:00-24:00"),
            ("Between 4 and 5 pm", "16:00-17:00"),
            ("between 10 and 12", "10:00-12:00"),
            ("before 9 am", "0:00-9:00"),
            ("Mon-Thu after 17:00", "MTWT... 17:00-24:00"),
            ("Tuesday or Thursday", ".T.T... 0:00-24:00"),
            ("afternoons after 3pm", "15:00-18:00"),
            ("after 3 in the afternoon", "15:00-18:00"),
            ("evenings after 7", "19:00-21:00"),
            ("Monday morning", "M...... 8:00-12:00"),
            ("mornings or evenings", "8:00-12:00 + 17:00-21:00"),
            ("mornings, evenings", "8:00-12:00 + 17:00-21:00"),
            ("mornings, after 10", "10:00-12:00"),
            ("mornings or after 6pm", "8:00-12:00 + 18:00-24:00"),
            ("weekdays after 6pm, weekends mornings", "MTWTF.. 18:00-24:00 + .....SS 8:00-12:00"),
            ("not before 10", "10:00-24:00"),
            ("at 5 pm", "17:00-18:00"),
            ("around noon", "11:30-12:30"),
            ("2 pm to 4", "14:00-16:00"),
            ("10 am - 2", "10:00-14:00"),
            ("11-2", "11:00-14:00"),
            ("from 9:30 to 17:00", "9:30-17:00"),
            ("10:00–12:00", "10:00-12:00"),
            ("office hours", "9:00-17:00"),
            ("early morning", "8:00-10:40"),
            ("6 pm onwards", "18:00-24:00"),
            ("until noon", "0:00-12:00"),
            ("except Sundays", "MTWTFS. 0:00-24:00"),
            ("werktags ab 17 Uhr", "MTWTF.. 17:00-24:00"),
            ("por las tardes", "13:00-20:00"),
            ("le matin, avant 10 h", "8:00-10:00"),
            ("शाम को 6 बजे के बाद", "18:00-21:00"),
            ("平日の午前中", "MTWTF.. 8:00-12:00"),
        ] {
            assert_eq!(shown(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_may_mean_two_things_stays_a_phrase() {
        for text in [
            "After the children are in bed",
            "بعد صلاة العصر",
            "after 6",
            "2-4",
            "at 5",
            "10:30",
            "mornings IST",
            "after work",
            "not mornings",
            "mornings not",
            "not on Fridays after 5 pm",
            "or",
            "after",
            "between 4",
            "5 pm to 9 am",
            "morning after 3 pm",
            "mornings or",
            "PM",
            "8-9 or evenings",
            "Mondays 8-9, Fridays evenings",
            "-",
            "",
            "weekdays except weekdays",
            "when I'm back",
        ] {
            let best = best_time(text);
            assert!(matches!(best, BestTime::Phrase(_)), "{text}: {best:?}");
        }
    }

    #[test]
    fn days_named_from_the_call_are_days_once() {
        let once = |day, hours| BestTime::Once(Moment::On { day, hours });
        let ten = Hours { from: 600, to: 600 };
        assert_eq!(best_time("tomorrow 10am"), once(Day::InDays(1), ten));
        assert_eq!(best_time("Tomorrow morning"), once(Day::InDays(1), Hours::between(8, 12)));
        assert_eq!(best_time("next Tuesday"), once(Day::Next(Weekday::Tuesday), Hours::ALL));
        assert_eq!(best_time("day after tomorrow, after 3 pm"), once(Day::InDays(2), Hours::between(15, 24)));
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_read_into_an_impossible_time(
            words in proptest::collection::vec("(mon|weekdays|weekend|morning|evening|after|before|between|and|or|to|-|,|not|next|tomorrow|any|noon|midnight|around|from|[0-9]{1,2}|[0-9]{1,2}:[0-9]{2}|[0-9]{1,2} ?[ap]m|\\PC{1,6})", 0..8),
        ) {
            let text = words.join(" ");
            let is_day = |hours: Hours| hours.from <= hours.to && hours.from < DAY_MINUTES && hours.to <= DAY_MINUTES;
            match best_time(&text) {
                BestTime::Windows(windows) => {
                    proptest::prop_assert!(!windows.is_empty());
                    for window in windows {
                        proptest::prop_assert!(is_day(window.hours) && !window.hours.is_point() && !window.days.is_empty(), "{text}");
                    }
                }
                BestTime::Once(Moment::On { hours, .. }) => proptest::prop_assert!(is_day(hours), "{text}"),
                BestTime::Phrase(said) => proptest::prop_assert_eq!(said, text.trim()),
                BestTime::Anytime | BestTime::Once(Moment::At(_)) => {}
            }
        }
    }
}
