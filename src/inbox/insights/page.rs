//! Insights as they are read: a few sentences, and charts whose every bar has its words.

use std::sync::Arc;

use jiff::civil::Date;

use super::headlines::{Headline, Headlines};
use super::narrowing::Narrowing;
use super::words::{before_words, calls_words, change, length_words};
use crate::call::Tone;
use crate::call::insights::{Bins, Insights, LENGTHS, Period, SCORE_BARS, Step, Sums, Values};
use crate::call::{Mood, Score};
use crate::inbox::{count_label, sentence_case};
use crate::words::{date, say};

/// Values that have a bar of their own.
const MAX_BARS: usize = 8;
const WEEKDAYS: [&str; 7] = [
    say_later!("Monday"),
    say_later!("Tuesday"),
    say_later!("Wednesday"),
    say_later!("Thursday"),
    say_later!("Friday"),
    say_later!("Saturday"),
    say_later!("Sunday"),
];

/// What a bar is filled with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ink {
    /// As most are.
    Plain,
    /// By the tone of a mood, with its face.
    Tone(Tone),
    /// By a score.
    Score(f64),
    /// What was not said.
    Faint,
    /// All kinds of things together: a count, and no bar that would dwarf the others.
    Gathered,
}

/// A bar.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartBar {
    /// What stands beside or below it.
    pub label: String,
    /// All of it, for whoever hovers or does not see: "Demo Scheduled: 34 calls, 12 more".
    pub name: String,
    /// How many calls.
    pub count: u64,
    /// How many in the time before.
    pub before: Option<u64>,
    /// What it is filled with.
    pub ink: Ink,
    /// What pressing it looks at alone; `None` where the search has no word for that.
    pub narrowing: Option<Narrowing>,
    /// It is looked at alone.
    pub is_on: bool,
    /// It is a day on which most people do not work.
    pub is_weekend: bool,
}

/// Bars beside each other.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Chart {
    /// What they show.
    pub title: &'static str,
    /// What is most worth knowing of it, in a sentence; may be empty.
    pub note: String,
    /// In order.
    pub bars: Vec<ChartBar>,
    /// Where there is no room for every name, the last one stands there rather than the first.
    pub ends_now: bool,
    /// Where half of the calls are on either side, in bars from the beginning of the first, and what is said of it.
    pub middle: Option<(f64, String)>,
}

impl Chart {
    /// The longest bar, of now or before.
    pub fn most(&self) -> u64 {
        self.bars
            .iter()
            .filter(|bar| bar.ink != Ink::Gathered)
            .flat_map(|bar| [bar.count, bar.before.unwrap_or(0)])
            .max()
            .unwrap_or(0)
    }
}

/// Everything on screen.
#[derive(Debug, Clone, PartialEq)]
pub struct InsightsPage {
    /// Where it comes from.
    pub insights: Arc<Insights>,
    /// Every call was summed.
    pub is_complete: bool,
    /// The answers.
    pub headlines: Vec<Headline>,
    /// How most of them ended.
    pub top_outcome: Headline,
    /// Which days, and with what they are compared, in a line.
    pub span: String,
    /// What the fainter bars are; empty where there are none.
    pub legend: String,
    /// Calls of each day, week, month or year; of the only day there are calls of, each hour.
    pub calls: Chart,
    /// How calls ended.
    pub outcomes: Chart,
    /// How callers felt.
    pub moods: Chart,
    /// What calls were about.
    pub classes: Chart,
    /// Scores in tens.
    pub scores: Chart,
    /// Hours of the day.
    pub hours: Chart,
    /// Days of the week.
    pub weekdays: Chart,
    /// Hours of each day of the week: from Monday, 24 a day.
    pub week: Chart,
    /// How long calls are; no bars where no recording was measured.
    pub lengths: Chart,
}

impl InsightsPage {
    /// Of what was summed for this search.
    pub fn of(insights: Arc<Insights>, is_complete: bool, text: &str) -> Self {
        let bins = Bins::of(&insights);
        let (sums, before, period) = (&insights.sums, insights.before.as_ref(), insights.window.period);
        let headlines = Headlines { sums, before, period, bins: &bins };
        let page = Drawn { sums, before, period, text };
        let today = insights.window.today;
        let legend = match &insights.before {
            Some(before) if before.calls > 0 => say!(
                "Pale: {time}, up to the same time of day ({calls})",
                time = before_words(period),
                calls = calls_words(before.calls)
            ),
            _ => String::new(),
        };
        Self {
            headlines: headlines.all(),
            top_outcome: headlines.top_outcome(),
            span: page.span(&bins, today),
            legend,
            calls: page.calls(&bins, today),
            outcomes: page.values(say!("Outcomes"), "outcome", |sums| &sums.outcomes),
            moods: page.values(say!("Moods"), "mood", |sums| &sums.moods),
            classes: page.values(say!("Classification"), "class", |sums| &sums.classes),
            scores: page.scores(),
            hours: page.hours(),
            weekdays: page.weekdays(),
            week: page.week(),
            lengths: page.lengths(),
            is_complete,
            insights,
        }
    }

    /// No call came in the period.
    pub fn is_empty(&self) -> bool {
        self.insights.sums.calls == 0
    }
}

struct Drawn<'a> {
    sums: &'a Sums,
    before: Option<&'a Sums>,
    period: Period,
    text: &'a str,
}

impl Drawn<'_> {
    /// "13 Nov to 12 Dec, compared with the 30 days before"
    fn span(&self, bins: &Bins, today: Date) -> String {
        let Some((first, last)) = bins.bins.first().zip(bins.bins.last()) else { return String::new() };
        let last = last.next.yesterday().unwrap_or(last.first).min(today);
        let days = match (first.first, last) {
            (first, last) if first >= last => day_label(last, today),
            (first, last) => say!("{first} to {last}", first = day_label(first, today), last = day_label(last, today)),
        };
        match self.before {
            Some(_) => say!("{days}, compared with {time}", days = days, time = before_words(self.period)),
            None => days,
        }
    }

    fn calls(&self, bins: &Bins, today: Date) -> Chart {
        let has_before = self.before.is_some_and(|before| before.calls > 0);
        if let Some(day) = self.sums.only_day().filter(|_| !has_before && bins.step == Step::Day) {
            return self.hours_of(day, bins.bins.len());
        }
        let title = match bins.step {
            Step::Day => say!("Calls per day"),
            Step::Week => say!("Calls per week"),
            Step::Month => say!("Calls per month"),
            Step::Year => say!("Calls per year"),
        };
        let bars: Vec<ChartBar> = bins
            .bins
            .iter()
            .map(|bin| {
                let (label, said) = match bins.step {
                    Step::Day => (day_label(bin.first, today), date(say_in!("date", "%A %-d %B %Y"), bin.first)),
                    Step::Week => {
                        let day = date(say_in!("date", "%-d %B %Y"), bin.first);
                        (day_label(bin.first, today), say!("Week from {day}", day = day))
                    }
                    Step::Month => (date(say_in!("date", "%b"), bin.first), date(say_in!("date", "%B %Y"), bin.first)),
                    Step::Year => (date(say_in!("date", "%Y"), bin.first), date(say_in!("date", "%Y"), bin.first)),
                };
                let narrowing = (bin.count > 0).then(|| Narrowing::to_days(bin, bins.step));
                let bar = self.bar(label, &said, (bin.count, bin.before), Ink::Plain, narrowing);
                let is_weekend = bins.step == Step::Day && bin.first.weekday().to_monday_zero_offset() >= 5;
                ChartBar { is_weekend, ..bar }
            })
            .collect();
        let busiest = bins.bins.iter().enumerate().max_by_key(|(at, bin)| (bin.count, *at));
        let note = match busiest.filter(|(_, bin)| bin.count > 0) {
            Some((_, busiest)) if bars.len() > 1 => {
                let mean = self.sums.calls as f64 / bars.len() as f64;
                let mean = if mean < 99.95 { format!("{mean:.1}") } else { count_label(mean.round() as u64) };
                most_words(bins.step, &mean, busiest.first, busiest.count)
            }
            _ => String::new(),
        };
        Chart { title, note, bars, ends_now: true, middle: None }
    }

    fn values(&self, title: &'static str, field: &'static str, of: fn(&Sums) -> &Values) -> Chart {
        let values = of(self.sums);
        let before = self.before.map(of);
        let mut bars: Vec<ChartBar> = Vec::new();
        for value in values.said.iter().take(MAX_BARS) {
            let label = sentence_case(&value.value);
            let ink = match Mood::read(&value.value) {
                Some(mood) if field == "mood" => Ink::Tone(mood.tone),
                _ => Ink::Plain,
            };
            let narrowing = Narrowing::to_value(field, &value.value);
            bars.push(self.bar(
                label.clone(),
                &label,
                (value.count, before.map(|before| before.count_of(&value.key))),
                ink,
                narrowing,
            ));
        }
        let rest = &values.said[bars.len()..];
        let others = rest.iter().map(|value| value.count).sum::<u64>() + values.others;
        if others > 0 {
            let label = say!("All others").to_owned();
            let shown = &values.said[..bars.len()];
            let before = before.map(|before| {
                let all = before.said.iter().map(|value| value.count).sum::<u64>() + before.others;
                all - shown.iter().map(|value| before.count_of(&value.key)).sum::<u64>()
            });
            bars.push(self.bar(label, say!("All other values"), (others, before), Ink::Gathered, None));
        }
        if values.blank > 0 {
            bars.push(self.bar(
                say!("Not said").to_owned(),
                say!("Not said"),
                (values.blank, before.map(|before| before.blank)),
                Ink::Faint,
                Some(Narrowing::to_nothing_said(field)),
            ));
        }
        let note = match values.said.first() {
            Some(top) => {
                let share = top.count as f64 / self.sums.calls.max(1) as f64 * 100.0;
                say!(
                    "{value}: {count} of {calls}, {percent} %",
                    value = sentence_case(&top.value),
                    count = count_label(top.count),
                    calls = calls_words(self.sums.calls),
                    percent = format!("{share:.0}")
                )
            }
            None => say!("No call says.").to_owned(),
        };
        Chart { title, note, bars, ..Chart::default() }
    }

    fn scores(&self) -> Chart {
        let mut bars: Vec<ChartBar> = (0..SCORE_BARS)
            .map(|bar| {
                let (from, to) = (bar * 10, if bar + 1 == SCORE_BARS { 100 } else { bar * 10 + 9 });
                let counts = (self.sums.scores[bar], self.before.map(|before| before.scores[bar]));
                let narrowing = (counts.0 > 0).then(|| Narrowing::to_scores(bar));
                self.bar(
                    from.to_string(),
                    &say!("Scores {from} to {to}", from = from, to = to),
                    counts,
                    Ink::Score(from as f64 + 5.0),
                    narrowing,
                )
            })
            .collect();
        let unscored = (self.sums.unscored, self.before.map(|before| before.unscored));
        if unscored.0 > 0 {
            let narrowing = Some(Narrowing::to_unscored());
            bars.push(self.bar(say!("None").to_owned(), say!("No score"), unscored, Ink::Faint, narrowing));
        }
        let note = match self.sums.median_score {
            Some(median) => say!("Half of them score {score} or more", score = score_label(median)),
            None => say!("No call has a score.").to_owned(),
        };
        let middle =
            self.sums.median_score.map(|median| (median / 10.0, say!("Median {score}", score = score_label(median))));
        Chart { title: say!("Scores"), note, bars, middle, ..Chart::default() }
    }

    fn hours(&self) -> Chart {
        let bars = (0..24).map(|hour| {
            let counts = (self.sums.hours[hour], self.before.map(|before| before.hours[hour]));
            self.bar(hour.to_string(), &hour_words(hour), counts, Ink::Plain, None)
        });
        let note = self.sums.peak_hour().map_or_else(String::new, |hour| {
            say!("Most calls come between {from}:00 and {to}:00, your time", from = hour, to = hour + 1)
        });
        Chart { title: say!("Hours of the day"), note, bars: bars.collect(), ..Chart::default() }
    }

    /// Of one day alone, hour by hour.
    fn hours_of(&self, day: Date, days: usize) -> Chart {
        let bars = (0..24).map(|hour| {
            let count = self.sums.hours[hour];
            let narrowing = (count > 0).then(|| Narrowing::to_hour(None, hour));
            self.bar(hour.to_string(), &hour_words(hour), (count, None), Ink::Plain, narrowing)
        });
        let day = date(say_in!("date", "%A %-d %B %Y"), day);
        let note = match days {
            0 | 1 => day,
            2 => say!("All of them came on {day}; none on the other day", day = day),
            days => say!("All of them came on {day}; none on the other {n} days", day = day, n = days - 1),
        };
        Chart { title: say!("Calls per hour"), note, bars: bars.collect(), ..Chart::default() }
    }

    /// Hours beside each other, days of the week below each other.
    fn week(&self) -> Chart {
        let cells = WEEKDAYS.iter().enumerate().flat_map(|(day, name)| (0..24).map(move |hour| (day, say(name), hour)));
        let bars = cells.map(|(day, name, hour)| {
            let count = self.sums.week[day][hour];
            let narrowing = (count > 0).then(|| Narrowing::to_hour(Some(day), hour));
            self.bar(
                short(name),
                &say!("{day} {hours}", day = name, hours = hour_words(hour)),
                (count, None),
                Ink::Plain,
                narrowing,
            )
        });
        let note = self.sums.peak().map_or_else(String::new, |(day, hour)| {
            say!("Most call on {day}s, {hours}, your time", day = say(WEEKDAYS[day]), hours = hour_words(hour))
        });
        Chart { title: say!("When people call"), note, bars: bars.collect(), ..Chart::default() }
    }

    fn lengths(&self) -> Chart {
        let sums = self.sums;
        let Some(mean) = sums.mean_talk_ms() else {
            let note = String::from(say!("No recording was measured yet."));
            return Chart { title: say!("Length of calls"), note, ..Chart::default() };
        };
        let mut bars: Vec<ChartBar> = LENGTHS
            .iter()
            .enumerate()
            .map(|(at, (from, to))| {
                let counts = (sums.lengths[at], self.before.map(|before| before.lengths[at]));
                let (label, said) = length_words(*from, *to);
                let narrowing = (counts.0 > 0).then(|| Narrowing::to_length(*from, *to));
                self.bar(label, &said, counts, Ink::Plain, narrowing)
            })
            .collect();
        if sums.unmeasured() > 0 {
            let counts = (sums.unmeasured(), self.before.map(Sums::unmeasured));
            let narrowing = Some(Narrowing::to_unmeasured());
            bars.push(self.bar(say!("Unknown").to_owned(), say!("Not measured"), counts, Ink::Faint, narrowing));
        }
        let note = say!("{mean} on average", mean = super::talk_words(mean));
        Chart { title: say!("Length of calls"), note, bars, ..Chart::default() }
    }

    fn weekdays(&self) -> Chart {
        let bars = WEEKDAYS.iter().enumerate().map(|(at, name)| {
            let counts = (self.sums.weekdays[at], self.before.map(|before| before.weekdays[at]));
            let name = say(name);
            self.bar(short(name), name, counts, Ink::Plain, None)
        });
        let most = self.sums.weekdays.iter().copied().max().filter(|most| *most > 0);
        let busiest = most.and_then(|most| self.sums.weekdays.iter().position(|count| *count == most));
        let note = busiest.map_or_else(String::new, |at| say!("Most calls come on {day}s", day = say(WEEKDAYS[at])));
        Chart { title: say!("Days of the week"), note, bars: bars.collect(), ..Chart::default() }
    }

    fn bar(
        &self,
        label: String,
        said: &str,
        (count, before): (u64, Option<u64>),
        ink: Ink,
        narrowing: Option<Narrowing>,
    ) -> ChartBar {
        let compared = match before {
            Some(before) => change(count, before).unwrap_or_else(|| say!("as many as before").to_owned()),
            None => String::new(),
        };
        let name = match compared.is_empty() {
            true => say!("{what}: {calls}", what = said, calls = calls_words(count)),
            false => say!("{what}: {calls}, {change}", what = said, calls = calls_words(count), change = compared),
        };
        let is_on = narrowing.as_ref().is_some_and(|narrowing| narrowing.is_set(self.text));
        ChartBar { label, name, count, before, ink, narrowing, is_on, is_weekend: false }
    }
}

fn score_label(score: f64) -> String {
    Score::stored(String::new(), Some(score)).label()
}

fn hour_words(hour: usize) -> String {
    say!("{from}:00 to {to}:00", from = hour, to = hour + 1)
}

/// "Mon"
fn short(day: &str) -> String {
    day.chars().take(3).collect()
}

/// "4.4 a day on average; most on Wednesday 10 December 2025, 10"
fn most_words(step: Step, mean: &str, first: Date, count: u64) -> String {
    let (day, count) = (date(say_in!("date", "%-d %B %Y"), first), count_label(count));
    match step {
        Step::Day => {
            let day = date(say_in!("date", "%A %-d %B %Y"), first);
            say!("{mean} a day on average; most on {day}, {count}", mean = mean, day = day, count = count)
        }
        Step::Week => {
            say!(
                "{mean} a week on average; most in the week from {day}, {count}",
                mean = mean,
                day = day,
                count = count
            )
        }
        Step::Month => {
            let month = date(say_in!("date", "%B %Y"), first);
            say!("{mean} a month on average; most in {month}, {count}", mean = mean, month = month, count = count)
        }
        Step::Year => {
            let year = date(say_in!("date", "%Y"), first);
            say!("{mean} a year on average; most in {year}, {count}", mean = mean, year = year, count = count)
        }
    }
}

fn day_label(day: Date, today: Date) -> String {
    if day.year() == today.year() {
        date(say_in!("date", "%-d %b"), day)
    } else {
        date(say_in!("date", "%-d %b %y"), day)
    }
}
