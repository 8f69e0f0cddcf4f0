//! Insights as they are read: a few sentences, and charts whose every bar has its words.

use std::sync::Arc;

use jiff::civil::Date;

use super::narrowing::Narrowing;
use super::words::{calls_words, change, change_words, legend, points_words, talk_words};
use crate::call::Tone;
use crate::call::insights::{Bins, Insights, Period, SCORE_BARS, Step, Sums, Values};
use crate::call::{Mood, Score};
use crate::inbox::{count_label, sentence_case};
use crate::words::{date, decimal};

/// Values that have a bar of their own.
const MAX_BARS: usize = 8;
/// A number with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headline {
    /// What it is ("Calls").
    pub label: &'static str,
    /// The number, or a word.
    pub value: String,
    /// What it is of, and how it compares.
    pub words: String,
}

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
    /// What the fainter bars are; empty where there are none.
    pub legend: String,
    /// Calls of each day, week, month or year.
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
}

impl InsightsPage {
    /// Of what was summed for this search.
    pub fn of(insights: Arc<Insights>, is_complete: bool, text: &str) -> Self {
        let page =
            Drawn { sums: &insights.sums, before: insights.before.as_ref(), period: insights.window.period, text };
        let legend = match &insights.before {
            Some(before) => legend(page.period, before.calls),
            None => String::new(),
        };
        Self {
            headlines: page.headlines(),
            legend,
            calls: page.calls(&Bins::of(&insights), insights.window.today),
            outcomes: page.values(say!("Outcomes"), "outcome", |sums| &sums.outcomes),
            moods: page.values(say!("Moods"), "mood", |sums| &sums.moods),
            classes: page.values(say!("Classification"), "class", |sums| &sums.classes),
            scores: page.scores(),
            hours: page.hours(),
            weekdays: page.weekdays(),
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
    fn headlines(&self) -> Vec<Headline> {
        let sums = self.sums;
        let compare =
            |now: u64, of: fn(&Sums) -> u64| self.before.map(|before| change_words(now, of(before), self.period));
        let mut headlines = vec![Headline {
            label: say!("Calls"),
            value: count_label(sums.calls),
            words: compare(sums.calls, |sums| sums.calls)
                .unwrap_or_else(|| String::from(say!("In all the time looked at"))),
        }];
        let points = |now: f64, of: fn(&Sums) -> Option<f64>| {
            self.before.map(|before| points_words(now, of(before), self.period))
        };
        let said: u64 = sums.tones.iter().sum();
        headlines.push(match sums.good_share() {
            Some(share) => Headline {
                label: say!("Positive callers"),
                value: format!("{:.0} %", share * 100.0),
                words: points(share * 100.0, |sums| sums.good_share().map(|share| share * 100.0))
                    .unwrap_or_else(|| say!("Of {calls} whose mood is known", calls = calls_words(said))),
            },
            None => unknown(say!("Positive callers"), say!("No call says how the caller felt")),
        });
        headlines.push(match sums.median_score {
            Some(median) => Headline {
                label: say!("Median score"),
                value: score_label(median),
                words: points(median, |sums| sums.median_score).unwrap_or_else(|| {
                    say!("Of {calls} with a score", calls = calls_words(sums.calls - sums.unscored))
                }),
            },
            None => unknown(say!("Median score"), say!("No call has a score")),
        });
        headlines.push(match sums.outcomes.said.first() {
            Some(top) => {
                let before = self.before.map(|before| before.outcomes.count_of(&top.key));
                let change = before.filter(|before| *before != top.count).map(|before| change(top.count, before));
                let counted = calls_words(top.count);
                Headline {
                    label: say!("Most frequent outcome"),
                    value: sentence_case(&top.value),
                    words: change.map_or_else(|| counted.clone(), |change| format!("{counted}, {change}")),
                }
            }
            None => unknown(say!("Most frequent outcome"), say!("No call says how it ended")),
        });
        let callbacks = match sums.callbacks {
            0 => say!("None of them asks to be called back").to_owned(),
            count => say_many!(count, "{n} of them asks to be called back", "{n} of them ask to be called back"),
        };
        headlines.push(Headline { label: say!("Not done yet"), value: count_label(sums.open()), words: callbacks });
        if let Some(mean) = sums.mean_talk_ms() {
            let words = say!(
                "On average, of {calls} measured; {talk} in all",
                calls = calls_words(sums.measured),
                talk = talk_words(sums.talk_ms)
            );
            headlines.push(Headline { label: say!("Length of a call"), value: talk_words(mean), words });
        }
        headlines
    }

    fn calls(&self, bins: &Bins, today: Date) -> Chart {
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
                let label = match bins.step {
                    Step::Day | Step::Week => day_label(bin.first, today),
                    Step::Month => date(say_in!("date", "%b"), bin.first),
                    Step::Year => date(say_in!("date", "%Y"), bin.first),
                };
                let said = match bins.step {
                    Step::Day => date(say_in!("date", "%A %-d %B %Y"), bin.first),
                    Step::Week => date(say_in!("date", "Week from %-d %B %Y"), bin.first),
                    Step::Month => date(say_in!("date", "%B %Y"), bin.first),
                    Step::Year => date(say_in!("date", "%Y"), bin.first),
                };
                let narrowing = (bin.count > 0).then(|| Narrowing::to_days(bin, bins.step));
                self.bar(label, &said, (bin.count, bin.before), Ink::Plain, narrowing)
            })
            .collect();
        let busiest = bars.iter().enumerate().max_by_key(|(at, bar)| (bar.count, *at)).filter(|(_, bar)| bar.count > 0);
        let note = match busiest.and_then(|(at, bar)| Some((bar, bins.bins.get(at)?.first))) {
            Some((busiest, first)) if bars.len() > 1 => {
                let mean = decimal(self.sums.calls as f64 / bars.len() as f64, 1);
                let count = count_label(busiest.count);
                match bins.step {
                    Step::Day => say!(
                        "{mean} a day on average; most on {day}, {count}",
                        mean = mean,
                        day = date(say_in!("date", "%A %-d %B %Y"), first),
                        count = count
                    ),
                    Step::Week => say!(
                        "{mean} a week on average; most in the week from {day}, {count}",
                        mean = mean,
                        day = date(say_in!("date", "%-d %B %Y"), first),
                        count = count
                    ),
                    Step::Month => say!(
                        "{mean} a month on average; most on {month}, {count}",
                        mean = mean,
                        month = date(say_in!("date", "%B %Y"), first),
                        count = count
                    ),
                    Step::Year => say!(
                        "{mean} a year on average; most on {year}, {count}",
                        mean = mean,
                        year = date(say_in!("date", "%Y"), first),
                        count = count
                    ),
                }
            }
            _ => String::new(),
        };
        Chart { title, note, bars, ends_now: true }
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
            let label = String::from(say!("All others"));
            let shown = &values.said[..bars.len()];
            let before = before.map(|before| {
                let all = before.said.iter().map(|value| value.count).sum::<u64>() + before.others;
                all - shown.iter().map(|value| before.count_of(&value.key)).sum::<u64>()
            });
            bars.push(self.bar(label, say!("All other values"), (others, before), Ink::Gathered, None));
        }
        if values.blank > 0 {
            bars.push(self.bar(
                String::from(say!("Not said")),
                say!("Not said"),
                (values.blank, before.map(|before| before.blank)),
                Ink::Faint,
                None,
            ));
        }
        let note = match values.said.first() {
            Some(top) => {
                let share = top.count as f64 / self.sums.calls.max(1) as f64 * 100.0;
                say!(
                    "{value}: {count} of {calls}, {share} %",
                    value = sentence_case(&top.value),
                    count = count_label(top.count),
                    calls = calls_words(self.sums.calls),
                    share = decimal(share, 0)
                )
            }
            None => String::from(say!("No call says.")),
        };
        Chart { title, note, bars, ends_now: false }
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
            bars.push(self.bar(
                String::from(say!("None")),
                say!("No score"),
                unscored,
                Ink::Faint,
                Some(Narrowing::to_unscored()),
            ));
        }
        let note = match self.sums.median_score {
            Some(median) => say!("Half of them score {score} or more", score = score_label(median)),
            None => String::from(say!("No call has a score.")),
        };
        Chart { title: say!("Scores"), note, bars, ends_now: false }
    }

    fn hours(&self) -> Chart {
        let bars = (0..24).map(|hour| {
            let counts = (self.sums.hours[hour], self.before.map(|before| before.hours[hour]));
            self.bar(
                hour.to_string(),
                &say!("{hour}:00 to {next}:00", hour = hour, next = hour + 1),
                counts,
                Ink::Plain,
                None,
            )
        });
        let note = self.sums.peak_hour().map_or_else(String::new, |hour| {
            say!("Most calls come between {hour}:00 and {next}:00, your time", hour = hour, next = hour + 1)
        });
        Chart { title: say!("Hours of the day"), note, bars: bars.collect(), ends_now: false }
    }

    fn weekdays(&self) -> Chart {
        let names = [
            (say_in!("short day", "Mon"), say_in!("full day", "Monday")),
            (say_in!("short day", "Tue"), say_in!("full day", "Tuesday")),
            (say_in!("short day", "Wed"), say_in!("full day", "Wednesday")),
            (say_in!("short day", "Thu"), say_in!("full day", "Thursday")),
            (say_in!("short day", "Fri"), say_in!("full day", "Friday")),
            (say_in!("short day", "Sat"), say_in!("full day", "Saturday")),
            (say_in!("short day", "Sun"), say_in!("full day", "Sunday")),
        ];
        let bars = names.iter().enumerate().map(|(at, (short, full))| {
            let counts = (self.sums.weekdays[at], self.before.map(|before| before.weekdays[at]));
            self.bar((*short).to_owned(), full, counts, Ink::Plain, None)
        });
        let most = self.sums.weekdays.iter().copied().max().filter(|most| *most > 0);
        let busiest = most.and_then(|most| self.sums.weekdays.iter().position(|count| *count == most));
        let note = match busiest {
            None => "",
            Some(0) => say!("Most calls come on Mondays"),
            Some(1) => say!("Most calls come on Tuesdays"),
            Some(2) => say!("Most calls come on Wednesdays"),
            Some(3) => say!("Most calls come on Thursdays"),
            Some(4) => say!("Most calls come on Fridays"),
            Some(5) => say!("Most calls come on Saturdays"),
            Some(_) => say!("Most calls come on Sundays"),
        };
        Chart { title: say!("Days of the week"), note: note.to_owned(), bars: bars.collect(), ends_now: false }
    }

    fn bar(
        &self,
        label: String,
        said: &str,
        (count, before): (u64, Option<u64>),
        ink: Ink,
        narrowing: Option<Narrowing>,
    ) -> ChartBar {
        let calls = calls_words(count);
        let name = match before {
            Some(before) => format!("{said}: {calls}, {}", change(count, before)),
            None => format!("{said}: {calls}"),
        };
        let is_on = narrowing.as_ref().is_some_and(|narrowing| narrowing.is_set(self.text));
        ChartBar { label, name, count, before, ink, narrowing, is_on }
    }
}

fn unknown(label: &'static str, words: &str) -> Headline {
    Headline { label, value: String::from("–"), words: words.to_owned() }
}

fn score_label(score: f64) -> String {
    Score::stored(String::new(), Some(score)).label()
}

fn day_label(day: Date, today: Date) -> String {
    let pattern = if day.year() == today.year() { say_in!("date", "%-d %b") } else { say_in!("date", "%-d %b %y") };
    date(pattern, day)
}
