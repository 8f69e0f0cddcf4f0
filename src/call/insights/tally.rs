//! Summing, one call after the other.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::period::Side;
use super::values::Counting;
use super::{DaySums, Insights, InsightsQuestion, LENGTHS, SCORE_BARS, Sums, TONES, Window};
use crate::call::query::shown_secs;
use crate::call::{Mood, UnixMillis};

/// What is counted of a call.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Counted<'a> {
    /// When its first delivery came.
    pub received_at: UnixMillis,
    /// How the caller felt.
    pub mood: Option<&'a str>,
    /// How it ended.
    pub outcome: Option<&'a str>,
    /// What it was about.
    pub class: Option<&'a str>,
    /// The score, where it is a number, 0 to 100.
    pub score: Option<f64>,
    /// A recording was named.
    pub has_recording: bool,
    /// Worked off.
    pub is_done: bool,
    /// The caller asked to be called back.
    pub wants_callback: bool,
    /// How long its recording is, once it was measured.
    pub talk_ms: Option<u64>,
}

/// Sums of the calls that were added so far.
#[derive(Debug, Clone)]
pub struct Tally {
    window: Window,
    zone: TimeZone,
    now: Summing,
    before: Summing,
}

impl Tally {
    /// Of no call yet.
    pub fn of(question: &InsightsQuestion) -> Self {
        let (window, zone) = (question.window.clone(), question.zone.clone());
        Self { window, zone, now: Summing::default(), before: Summing::default() }
    }

    /// Adds a call, to the period that it falls into.
    pub fn add(&mut self, call: &Counted<'_>) {
        let summing = match self.window.side(call.received_at) {
            Side::Now => &mut self.now,
            Side::Before => &mut self.before,
            Side::Neither => return,
        };
        summing.add(call, &self.zone);
    }

    /// The sums.
    pub fn insights(&self) -> Insights {
        let before = self.window.is_compared().then(|| self.before.sums());
        Insights { window: self.window.clone(), sums: self.now.sums(), before }
    }
}

#[derive(Debug, Clone, Default)]
struct Summing {
    /// What needs no more than to be added up.
    sums: Sums,
    outcomes: Counting,
    moods: Counting,
    classes: Counting,
    /// How often each score came, in hundredths.
    hundredths: BTreeMap<u16, u64>,
    days: BTreeMap<Date, DaySums>,
}

impl Summing {
    fn add(&mut self, call: &Counted<'_>, zone: &TimeZone) {
        let sums = &mut self.sums;
        sums.calls += 1;
        sums.recordings += u64::from(call.has_recording);
        sums.done += u64::from(call.is_done);
        sums.callbacks += u64::from(call.wants_callback && !call.is_done);
        sums.asked += u64::from(call.wants_callback);
        let at = zone.to_datetime(Timestamp::from_millisecond(call.received_at.0).unwrap_or_default());
        let day = self.days.entry(at.date()).or_default();
        day.calls += 1;
        day.asked += u64::from(call.wants_callback);
        day.done += u64::from(call.is_done);
        if let Some(talk_ms) = call.talk_ms {
            sums.measured += 1;
            sums.talk_ms = sums.talk_ms.saturating_add(talk_ms);
            day.talk = (day.talk.0 + 1, day.talk.1.saturating_add(talk_ms));
            let secs = shown_secs(talk_ms);
            if let Some(at) = LENGTHS.iter().position(|(from, to)| (*from..=*to).contains(&secs)) {
                sums.lengths[at] += 1;
            }
        }
        if let Some(mood) = call.mood.and_then(Mood::read)
            && let Some(at) = TONES.iter().position(|tone| *tone == mood.tone)
        {
            sums.tones[at] += 1;
            day.content = (day.content.0 + u64::from(at == 0), day.content.1 + 1);
        }
        match call.score {
            Some(score) => {
                sums.scores[score_bar(score)] += 1;
                *self.hundredths.entry(hundredths(score)).or_default() += 1;
                *day.scores.entry(hundredths(score)).or_default() += 1;
            }
            None => sums.unscored += 1,
        }
        let hour = usize::try_from(at.hour()).unwrap_or_default().min(23);
        let weekday = usize::try_from(at.date().weekday().to_monday_zero_offset()).unwrap_or_default().min(6);
        sums.hours[hour] += 1;
        sums.weekdays[weekday] += 1;
        sums.week[weekday][hour] += 1;
        self.outcomes.add(call.outcome);
        self.moods.add(call.mood);
        self.classes.add(call.class);
    }

    fn sums(&self) -> Sums {
        Sums {
            days: self.days.clone(),
            outcomes: self.outcomes.values(),
            moods: self.moods.values(),
            classes: self.classes.values(),
            median_score: median(&self.hundredths),
            ..self.sums.clone()
        }
    }
}

/// The score in the middle, of how often each came in hundredths; of an even number of scores, halfway between the two in
/// the middle.
pub fn median(hundredths: &BTreeMap<u16, u64>) -> Option<f64> {
    let count: u64 = hundredths.values().sum();
    let last = count.checked_sub(1)?;
    let at = |rank: u64| {
        let mut passed = 0;
        let mut scores = hundredths.iter();
        scores.find_map(|(score, count)| {
            passed += count;
            (passed > rank).then_some(f64::from(*score))
        })
    };
    Some((at(last / 2)? + at(count / 2)?) / 200.0)
}

/// The bar of a score of 0 to 100.
fn score_bar(score: f64) -> usize {
    ((score / 10.0) as usize).min(SCORE_BARS - 1)
}

fn hundredths(score: f64) -> u16 {
    (score * 100.0).round() as u16
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::Period;
    use super::*;
    use crate::call::query::Term;

    const DAY: i64 = 86_400_000;
    /// 12 December 2025, 11:41:22 in Greenwich, a Friday.
    const NOW: UnixMillis = UnixMillis(1_765_539_682_000);

    fn tally(period: Period, calls: &[Counted<'_>]) -> Insights {
        let window = Window::of(period, NOW, &TimeZone::UTC);
        let mut tally = Tally::of(&InsightsQuestion { term: Term::default(), window, zone: TimeZone::UTC });
        calls.iter().for_each(|call| tally.add(call));
        tally.insights()
    }

    fn ago(ms: i64) -> Counted<'static> {
        Counted { received_at: UnixMillis(NOW.0 - ms), ..Counted::default() }
    }

    #[test]
    fn calls_fall_into_a_period_or_the_one_before_up_to_the_same_time_of_day() {
        let hour = DAY / 24;
        let ages = [0, 6 * DAY + 11 * hour, 6 * DAY + 12 * hour, 7 * DAY, 13 * DAY, 14 * DAY];
        let insights = tally(Period::Days(7), &ages.map(ago));
        // What came a week ago this afternoon is compared with nothing: this afternoon is still to come.
        assert_eq!((insights.sums.calls, insights.before.as_ref().unwrap().calls), (2, 1));
        assert_eq!(insights.sums.days.keys().collect::<Vec<_>>(), [&date(2025, 12, 6), &date(2025, 12, 12)]);
        assert_eq!(insights.before.unwrap().days[&date(2025, 11, 29)].calls, 1);
        let all = tally(Period::All, &ages.map(ago));
        assert_eq!((all.sums.calls, all.before), (6, None));
    }

    #[test]
    fn a_year_is_twelve_months_beside_the_twelve_before() {
        let insights = tally(Period::Year, &[0, 340 * DAY, 350 * DAY, 366 * DAY, 800 * DAY].map(ago));
        assert_eq!(insights.window.first, Some(date(2025, 1, 1)));
        assert_eq!((insights.sums.calls, insights.before.unwrap().calls), (2, 1));
    }

    #[test]
    fn what_is_not_said_is_counted_and_zero_is_a_score() {
        let said = |mood, score| Counted { mood, score, ..ago(0) };
        let calls = [
            said(Some("Happy"), Some(0.0)),
            said(Some("Angry"), Some(100.0)),
            said(None, None),
            said(Some("Happy"), Some(89.5)),
        ];
        let sums = tally(Period::Days(7), &calls).sums;
        assert_eq!((sums.scores, sums.unscored), ([1, 0, 0, 0, 0, 0, 0, 0, 1, 1], 1));
        assert_eq!((sums.tones, sums.moods.blank, sums.outcomes.blank), ([2, 0, 0, 1], 1, 4));
        assert_eq!((sums.median_score, sums.good_share()), (Some(89.5), Some(2.0 / 3.0)));
        assert_eq!((sums.peak_hour(), sums.hours[11], sums.weekdays[4]), (Some(11), 4, 4));
    }

    #[test]
    fn the_median_of_an_even_number_lies_between_two() {
        let scored = |score| Counted { score: Some(score), ..ago(0) };
        assert_eq!(tally(Period::All, &[40.0, 90.0, 60.0, 10.0].map(scored)).sums.median_score, Some(50.0));
        assert_eq!(tally(Period::All, &[]).sums.median_score, None);
    }

    #[test]
    fn work_and_talk_are_summed() {
        let calls = [
            Counted { is_done: true, wants_callback: true, talk_ms: Some(60_000), has_recording: true, ..ago(0) },
            Counted { wants_callback: true, talk_ms: Some(30_000), ..ago(0) },
            ago(0),
        ];
        let sums = tally(Period::Days(1), &calls).sums;
        assert_eq!((sums.done, sums.open(), sums.callbacks, sums.asked, sums.recordings), (1, 2, 1, 2, 1));
        assert_eq!((sums.lengths, sums.unmeasured()), ([0, 1, 1, 0, 0, 0], 1));
        let day = &sums.days[&date(2025, 12, 12)];
        assert_eq!((day.calls, day.asked, day.done, day.talk), (3, 2, 1, (2, 90_000)));
        assert_eq!((sums.only_day(), sums.peak()), (Some(date(2025, 12, 12)), Some((4, 11))));
        assert_eq!((sums.mean_talk_ms(), Sums::default().mean_talk_ms()), (Some(45_000), None));
    }
}
