//! `insights`: what calls say together, as sentences and tables for people, as one object for scripts.

use std::fmt::Write as _;

use anyhow::Result;
use jiff::tz::TimeZone;

use super::json::number;
use super::{open, query_of};
use crate::app::arguments::{Common, InsightsWish};
use crate::app::{clock, printed};
use crate::call::Datum;
use crate::call::insights::{Bins, Insights, InsightsQuestion, Period, SCORE_BARS, Step, Sums, Values, Window};
use crate::inbox::{Chart, InsightsPage, count_label};

/// Bars are so many signs long at most.
const BAR_CHARS: u64 = 24;
/// Names of values are shown so far.
const NAME_CHARS: usize = 28;

/// What calls say together.
///
/// # Errors
/// The inbox can't be read, or stdout is gone.
pub fn insights(common: &Common, wish: &InsightsWish) -> Result<()> {
    let (_store, reader) = open(common)?;
    let period = if wish.all { Period::All } else { Period::Days(wish.days) };
    let zone = TimeZone::system();
    let window = Window::of(period, clock::now(), &zone);
    let term = query_of(&wish.query).term;
    let insights = reader.insights(InsightsQuestion { term, window, zone })?;
    if wish.json {
        return Ok(printed::line(&insights_json(&insights).to_json())?);
    }
    let page = InsightsPage::of(std::sync::Arc::new(insights), true, "");
    Ok(printed::bytes(page_text(&page).as_bytes())?)
}

fn page_text(page: &InsightsPage) -> String {
    let mut text = String::new();
    for headline in page.headlines.iter().chain([&page.top_outcome]) {
        let _ = writeln!(text, "{}: {}. {}.", headline.label, headline.value, headline.words);
    }
    if page.is_empty() {
        return text;
    }
    for chart in [
        &page.outcomes,
        &page.moods,
        &page.classes,
        &page.scores,
        &page.lengths,
        &page.weekdays,
        &page.hours,
        &page.calls,
    ] {
        let _ = writeln!(text, "\n{}", chart.title);
        text.push_str(&chart_text(chart));
    }
    text
}

fn chart_text(chart: &Chart) -> String {
    let most = chart.most().max(1);
    let mut text = String::new();
    for bar in chart.bars.iter().filter(|bar| bar.count > 0 || bar.before.is_some_and(|before| before > 0)) {
        // Without the sentence that follows: what is short below a bar is said in full here.
        let name = bar.name.rsplit_once(": ").map_or(bar.label.as_str(), |(name, _)| name);
        let name: String = name.chars().take(NAME_CHARS).map(|c| if c.is_control() { ' ' } else { c }).collect();
        let length = usize::try_from((bar.count.min(most) * BAR_CHARS).div_ceil(most)).unwrap_or_default();
        let before = bar.before.map_or_else(String::new, |before| format!("  before {}", count_label(before)));
        let _ = writeln!(text, "  {name:<NAME_CHARS$} {:>9}  {}{before}", count_label(bar.count), "#".repeat(length));
    }
    text
}

fn insights_json(insights: &Insights) -> Datum {
    let days = |sums: &Sums| {
        let day = |(day, count): (&jiff::civil::Date, &u64)| (day.to_string(), number(count));
        Datum::Record(sums.days.iter().map(|(day, sums)| (day, &sums.calls)).map(day).collect())
    };
    let bins = Bins::of(insights);
    let first = insights.window.first.or_else(|| bins.bins.first().map(|bin| bin.first));
    record(vec![
        ("from", first.map_or(Datum::Null, |first| Datum::Text(first.to_string()))),
        ("to", Datum::Text(insights.window.today.to_string())),
        ("step", Datum::from(step_word(bins.step))),
        ("period", sums_json(&insights.sums, days(&insights.sums))),
        ("before", insights.before.as_ref().map_or(Datum::Null, |before| sums_json(before, days(before)))),
    ])
}

fn step_word(step: Step) -> &'static str {
    match step {
        Step::Day => "day",
        Step::Week => "week",
        Step::Month => "month",
        Step::Year => "year",
    }
}

fn sums_json(sums: &Sums, days: Datum) -> Datum {
    let scores = (0..SCORE_BARS).map(|bar| number(sums.scores[bar])).collect();
    let numbers = |counts: &[u64]| Datum::List(counts.iter().map(number).collect());
    record(vec![
        ("calls", number(sums.calls)),
        ("recordings", number(sums.recordings)),
        ("done", number(sums.done)),
        ("open", number(sums.open())),
        ("callbacks", number(sums.callbacks)),
        ("askedForCallback", number(sums.asked)),
        ("positiveShare", sums.good_share().map_or(Datum::Null, |share| number((share * 10_000.0).round() / 10_000.0))),
        ("medianScore", sums.median_score.map_or(Datum::Null, number)),
        ("measured", number(sums.measured)),
        ("talkMs", number(sums.talk_ms)),
        ("days", days),
        ("outcomes", values_json(&sums.outcomes)),
        ("moods", values_json(&sums.moods)),
        ("classes", values_json(&sums.classes)),
        ("scores", Datum::List(scores)),
        ("unscored", number(sums.unscored)),
        ("hours", numbers(&sums.hours)),
        ("weekdays", numbers(&sums.weekdays)),
        ("week", Datum::List(sums.week.iter().map(|hours| numbers(hours)).collect())),
        ("lengths", numbers(&sums.lengths)),
    ])
}

/// A list, since a value may be any text and comes in an order.
fn values_json(values: &Values) -> Datum {
    let said = values
        .said
        .iter()
        .map(|value| record(vec![("value", Datum::from(value.value.as_str())), ("calls", number(value.count))]));
    record(vec![
        ("said", Datum::List(said.collect())),
        ("others", number(values.others)),
        ("notSaid", number(values.blank)),
    ])
}

fn record(fields: Vec<(&str, Datum)>) -> Datum {
    Datum::Record(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}
