//! `callAnalysis`: three plain words, a score, and three fields of which nobody has ever fixed the shape.

use fastrand::Rng;

use super::Story;
use super::payload::{Fields, number, record, text, texts};
use super::phrase::{chance, pick};
use crate::call::Datum;

/// Adds the analysis of a story, or what some platforms send instead.
pub fn push(fields: &mut Fields, story: &Story, rng: &mut Rng) {
    if story.is_test() {
        fields.push(("callAnalysis".into(), Datum::Record(whole(story, rng, |_, _| true))));
        return;
    }
    let analysis = match rng.u8(..100) {
        0..=3 => return,
        4..=5 => Datum::Null,
        6 => record([]),
        7..=9 => Datum::Record(whole(story, rng, |key, _| key == "summary")),
        10..=11 => Datum::Record(whole(story, rng, |key, _| matches!(key, "mood" | "callOutcome"))),
        12..=15 => Datum::Record(whole(story, rng, |_, rng| chance(55, rng))),
        _ => Datum::Record(whole(story, rng, |key, rng| {
            chance(
                match key {
                    "interestsAndNeeds" => 62,
                    "actionItems" => 66,
                    "sentiment" => 52,
                    _ => 99,
                },
                rng,
            )
        })),
    };
    fields.push(("callAnalysis".into(), analysis));
}

fn whole(story: &Story, rng: &mut Rng, is_told: impl Fn(&str, &mut Rng) -> bool) -> Fields {
    let plot = &story.plot;
    let all = [
        ("summary", text(&*plot.summary)),
        ("mood", text(&*plot.mood)),
        ("score", score(story, rng)),
        ("callOutcome", text(&*plot.outcome)),
        ("classification", text(&*plot.classification)),
        ("interestsAndNeeds", interests(story, rng)),
        ("actionItems", action_items(story, rng)),
        ("sentiment", sentiment(story, rng)),
    ];
    let mut fields = Fields::new();
    for (key, value) in all {
        if is_told(key, rng) {
            fields.push((key.to_owned(), value));
        }
    }
    fields
}

fn score(story: &Story, rng: &mut Rng) -> Datum {
    let score = story.plot.score;
    if story.is_test() {
        return number(score);
    }
    match rng.u8(..100) {
        0..=7 => text(score.to_string()),
        8 => text(format!("{score}/100")),
        9..=12 => number(format!("{}.5", score.min(99))),
        13 => Datum::Null,
        14 => number(0),
        15 => text(""),
        _ => number(score),
    }
}

fn interests(story: &Story, rng: &mut Rng) -> Datum {
    let needs = &story.plot.needs;
    let Some((_, main)) = needs.first() else { return blank(rng) };
    let values: Vec<String> = needs.iter().map(|(_, value)| value.clone()).collect();
    let all = || Datum::Record(needs.iter().map(|(key, value)| ((*key).to_owned(), text(&**value))).collect());
    let nested = || {
        record([
            ("primary", text(&**main)),
            ("needs", texts(&values[1..])),
            ("budget", needs.iter().find(|(key, _)| *key == "budget").map_or(Datum::Null, |(_, value)| text(&**value))),
        ])
    };
    if story.is_test() {
        return all();
    }
    match rng.u8(..100) {
        0..=44 => all(),
        45..=64 => nested(),
        65..=74 => texts(&values),
        75..=81 => text(values.join("; ")),
        82..=86 => text(nested().to_json()),
        87..=92 => record([
            ("interests", texts(&values[..1])),
            (
                "needs",
                Datum::List(
                    needs[1..]
                        .iter()
                        .map(|(key, value)| record([("type", text(*key)), ("detail", text(&**value))]))
                        .collect(),
                ),
            ),
            ("urgency", text(pick("high|medium|low", rng))),
            ("openQuestions", number(rng.u8(0..4))),
        ]),
        _ => blank(rng),
    }
}

fn action_items(story: &Story, rng: &mut Rng) -> Datum {
    let (tasks, asks) = (&story.plot.tasks, &story.plot.asks);
    if tasks.is_empty() {
        return blank(rng);
    }
    let everything: Vec<String> = tasks.iter().chain(asks).cloned().collect();
    if story.is_test() {
        return Datum::List(tasks.iter().map(|item| task(item, "Sales team", story, rng)).collect());
    }
    match rng.u8(..100) {
        0..=23 => texts(&everything),
        24..=58 => {
            let ours = tasks.iter().map(|item| task(item, story.plot.agent, story, rng)).collect::<Vec<_>>();
            let theirs = asks.iter().map(|item| task(item, "customer", story, rng)).collect::<Vec<_>>();
            Datum::List(ours.into_iter().chain(theirs).collect())
        }
        59..=70 => record([("agent", texts(tasks)), ("customer", texts(asks))]),
        71..=78 => record([
            ("immediate", texts(&tasks[..1])),
            ("followUp", Datum::List(tasks[1..].iter().map(|item| task(item, "back office", story, rng)).collect())),
            ("followUpRequired", Datum::Bool(true)),
        ]),
        79..=83 => text(texts(&everything).to_json()),
        84..=88 => text(everything.join(". ")),
        89..=92 => {
            Datum::Record(everything.iter().enumerate().map(|(i, item)| (i.to_string(), text(&**item))).collect())
        }
        _ => blank(rng),
    }
}

/// A task with whom, when and how urgent, as far as a platform says so.
fn task(what: &str, owner: &str, story: &Story, rng: &mut Rng) -> Datum {
    let mut fields: Fields = vec![(pick("task|task|action|title", rng).to_owned(), text(what))];
    let mut push = |key: &str, value: Datum| fields.push((key.to_owned(), value));
    if chance(75, rng) {
        push("owner", text(owner));
    }
    if chance(70, rng) {
        push("dueDate", text(story.due_date(rng)));
    }
    if chance(55, rng) {
        push("priority", text(pick("high|medium|medium|low|High", rng)));
    }
    if chance(55, rng) {
        push("status", text(pick("pending|pending|open|open|in_progress|done", rng)));
    }
    Datum::Record(fields)
}

fn sentiment(story: &Story, rng: &mut Rng) -> Datum {
    let polarity = story.plot.feeling.polarity;
    let word = |value: f32| match value {
        v if v > 0.25 => "positive",
        v if v < -0.25 => "negative",
        _ => "neutral",
    };
    let overall = word(polarity);
    let timeline = || {
        let steps = 4_u8;
        let at = |step: u8| story.duration_secs() * f64::from(step) / f64::from(steps);
        // Starts near neutral and ends where the caller's mood went.
        let value = |step: u8| word(polarity * f32::from(step) / f32::from(steps - 1));
        let point = |step: u8| record([("t", number(at(step).round())), ("value", text(value(step)))]);
        Datum::List((0..steps).map(point).collect())
    };
    if story.is_test() {
        return record([("overall", text(overall)), ("timeline", timeline())]);
    }
    match rng.u8(..100) {
        0..=19 => text(overall),
        20..=49 => {
            record([("overall", text(overall)), ("score", number(format!("{polarity:.2}"))), ("timeline", timeline())])
        }
        50..=64 => record([
            ("overall", text(overall)),
            ("caller", text(&*story.plot.mood)),
            ("agent", text(pick("calm|friendly|professional", rng))),
            ("confidence", number(format!("0.{}", rng.u8(61..98)))),
        ]),
        65..=74 => Datum::List(
            story
                .turns()
                .iter()
                .filter(|turn| !turn.is_agent)
                .take(3)
                .map(|turn| record([("text", text(&*turn.text)), ("sentiment", text(overall.to_uppercase()))]))
                .collect(),
        ),
        75..=81 => text(record([("overall", text(overall)), ("score", number(format!("{polarity:.1}")))]).to_json()),
        82..=89 => record([
            (
                "OverallSentiment",
                record([("AGENT", number("0.4")), ("CUSTOMER", number(format!("{:.1}", polarity * 5.0)))]),
            ),
            ("emotions", texts(&[story.plot.feeling.name.to_owned()])),
        ]),
        _ => blank(rng),
    }
}

/// Nothing, said in one of the ways of saying nothing.
fn blank(rng: &mut Rng) -> Datum {
    match rng.u8(..4) {
        0 => Datum::Null,
        1 => text(""),
        2 => Datum::List(Vec::new()),
        _ => record([]),
    }
}
