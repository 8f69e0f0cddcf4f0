//! Scenes of Insights: months of calls, one day alone, none, while counting, each period.

use std::sync::Arc;

use call_inbox::bus::{Command, Event};
use call_inbox::call::UnixMillis;
use call_inbox::call::insights::{Counted, Period, Tally};
use call_inbox::inbox::{Action, InsightsAction, Screen};

use crate::callers::inbox;
use crate::studio::{Picture, Window, still};
use crate::window::{NOW, Scene};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

pub fn pictures() -> Vec<Picture> {
    let of = |name, scene| still("Insights", name, scene);
    let then = |name, scene, then| Picture { family: "Insights", name, scene, then };
    vec![
        of("30 days", || shown(Period::Days(30), &months())),
        of("7 days", || shown(Period::Days(7), &months())),
        of("90 days", || shown(Period::Days(90), &months())),
        of("12 months", || shown(Period::Year, &months())),
        of("all time", || shown(Period::All, &months())),
        then("30 days, further down", || shown(Period::Days(30), &months()), scrolled),
        then("30 days, by the keyboard", || shown(Period::Days(30), &months()), walked),
        of("one day only", || shown(Period::Days(30), &one_day())),
        of("no lengths, nothing before", || shown(Period::Days(30), &young())),
        of("narrowed to an outcome", narrowed),
        of("empty", || shown(Period::Days(30), &[])),
        of("search without match", no_match),
        of("loading", || opened(Period::Days(30))),
        of("counting another time", recounting),
        of("failed", failed),
    ]
}

/// Opened, with that period asked for.
fn opened(period: Period) -> Scene {
    let mut scene = inbox();
    scene.act(Action::OpenScreen(Screen::Insights));
    scene.act(InsightsAction::Choose(period).into());
    scene
}

fn shown(period: Period, calls: &[Counted<'_>]) -> Scene {
    let mut scene = opened(period);
    answer(&mut scene, calls);
    scene
}

/// Answers the last question as the store would if these were all the calls.
fn answer(scene: &mut Scene, calls: &[Counted<'_>]) {
    let asked = scene.commands.iter().rev().find_map(|command| match command {
        Command::LoadInsights { ticket, question } => Some((*ticket, (**question).clone())),
        _ => None,
    });
    let (ticket, question) = asked.unwrap();
    let mut tally = Tally::of(&question);
    calls.iter().for_each(|call| tally.add(call));
    scene.apply(Event::InsightsLoaded { ticket, insights: Arc::new(tally.insights()), is_complete: true });
}

const OUTCOMES: [Option<&str>; 16] = [
    Some("Demo Scheduled"),
    Some("Callback Requested"),
    Some("Demo Scheduled"),
    Some("Information Provided"),
    Some("Not Interested"),
    Some("Demo Scheduled"),
    Some("Transferred to the colleague who looks after the northern regions"),
    Some("Callback Requested"),
    Some("Voicemail"),
    Some("Demo Scheduled"),
    None,
    Some("Information Provided"),
    Some("Complaint Resolved"),
    Some("Wrong Number"),
    Some("Appointment Moved"),
    Some("Order Placed"),
];
const MOODS: [Option<&str>; 11] = [
    Some("Positive"),
    Some("Neutral"),
    Some("Happy"),
    Some("Positive"),
    Some("Frustrated"),
    Some("Mixed"),
    Some("Curious"),
    Some("Positive"),
    None,
    Some("Angry"),
    Some("Happy"),
];
const CLASSES: [Option<&str>; 7] = [
    Some("Sales Inquiry"),
    Some("Support"),
    Some("Sales Inquiry"),
    Some("Billing"),
    Some("Sales Inquiry"),
    Some("Partnership"),
    None,
];

/// Numbers that look like chance and are the same each time.
fn dice(seed: i64) -> impl FnMut(usize) -> usize {
    let mut state = u64::try_from(seed).unwrap().wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    move |of| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap() % of
    }
}

fn call(number: i64, received_at: i64) -> Counted<'static> {
    let mut roll = dice(number + 1);
    let score = 25 + roll(30) + roll(25) + roll(22);
    Counted {
        received_at: UnixMillis(received_at),
        mood: MOODS[roll(MOODS.len())],
        outcome: OUTCOMES[roll(OUTCOMES.len())],
        class: CLASSES[roll(CLASSES.len())],
        score: (roll(12) > 0).then_some(score as f64),
        has_recording: true,
        is_done: NOW.0 - received_at > 4 * DAY && roll(8) > 0,
        wants_callback: roll(6) == 0,
        talk_ms: (roll(9) > 0).then(|| 20_000 + 1_000 * (roll(120) * roll(6)) as u64),
    }
}

/// A year and a half, more in the last months, few on weekends, most in the morning and after lunch.
fn months() -> Vec<Counted<'static>> {
    let mut calls = Vec::new();
    for days in 0..520_i64 {
        let mut roll = dice(days + 7_000);
        let midnight = NOW.0 - NOW.0.rem_euclid(DAY) - days * DAY;
        let is_weekend = (midnight / DAY + 3).rem_euclid(7) >= 5;
        let most = if is_weekend { 2 } else { 9 - usize::try_from(days / 75).unwrap() };
        for _ in 0..roll(most.max(1) + 1) + usize::from(!is_weekend) {
            let hour = [9, 9, 10, 10, 10, 11, 11, 13, 14, 14, 15, 16, 17, 19, 8, 12][roll(16)];
            let at = midnight + hour * HOUR + i64::try_from(roll(3_600)).unwrap() * 1_000;
            if at <= NOW.0 {
                calls.push(call(i64::try_from(calls.len()).unwrap(), at));
            }
        }
    }
    calls
}

fn one_day() -> Vec<Counted<'static>> {
    (0..120).map(|number| call(number, NOW.0 - number * 210_000)).collect()
}

/// Since last week, and no recording was measured.
fn young() -> Vec<Counted<'static>> {
    let since = |call: &Counted<'_>| NOW.0 - call.received_at.0 < 8 * DAY;
    months().into_iter().filter(since).map(|call| Counted { talk_ms: None, ..call }).collect()
}

fn narrowed() -> Scene {
    let mut scene = shown(Period::Days(30), &months());
    let bar = scene.inbox.insights.page().unwrap().outcomes.bars[0].clone();
    scene.act(InsightsAction::Narrow(bar.narrowing.unwrap()).into());
    let is_it = |call: &Counted<'_>| call.outcome == Some("Demo Scheduled");
    let calls: Vec<_> = months().into_iter().filter(is_it).collect();
    answer(&mut scene, &calls);
    scene
}

fn no_match() -> Scene {
    let mut scene = shown(Period::Days(30), &months());
    scene.act(Action::Search("mood:furious zebra".into()));
    answer(&mut scene, &[]);
    scene
}

fn recounting() -> Scene {
    let mut scene = shown(Period::Days(30), &months());
    scene.act(InsightsAction::Choose(Period::Days(90)).into());
    scene
}

fn failed() -> Scene {
    let mut scene = opened(Period::Days(30));
    scene.apply(Event::CommandFailed { what: "Summing the calls".into(), why: "the disk is gone".into() });
    scene
}

fn scrolled(window: &mut Window) {
    window.hover_at(egui::pos2(700.0, 400.0));
    window.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, -2_000.0),
        phase: egui::TouchPhase::Move,
        modifiers: egui::Modifiers::NONE,
        source: egui::MouseWheelSource::Unknown,
    });
    window.run_ok();
    window.remove_cursor();
    window.run_ok();
}

/// To the calls per day, and some days back.
fn walked(window: &mut Window) {
    use egui_kittest::kittest::NodeT as _;
    for _ in 0..60 {
        window.key_press(egui::Key::Tab);
        window.run_ok();
        let is_there = window.root().children_recursive().any(|node| {
            let node = node.accesskit_node();
            node.is_focused() && node.label().is_some_and(|label| label.starts_with("Friday 12 December"))
        });
        if is_there {
            break;
        }
    }
    for _ in 0..4 {
        window.key_press(egui::Key::ArrowLeft);
        window.run_ok();
    }
}
