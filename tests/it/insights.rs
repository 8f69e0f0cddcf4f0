//! Insights in the window: the answers and every bar by its name, with the mouse and with the keyboard alone; and on the
//! command line.

use std::sync::Arc;

use call_inbox::bus::{Command, Event, Ticket};
use call_inbox::call::UnixMillis;
use call_inbox::call::insights::{Counted, InsightsQuestion, Period, Tally};
use call_inbox::inbox::{Action, InsightsAction, Screen};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use crate::support::program::{Served, folder, json_lines, run};
use crate::support::window::{NOW, Scene, window};

const DAY: i64 = 86_400_000;

fn call(days_ago: i64, outcome: &'static str, mood: &'static str, score: f64) -> Counted<'static> {
    Counted {
        received_at: UnixMillis(NOW.0 - days_ago * DAY),
        outcome: Some(outcome),
        mood: Some(mood),
        class: Some("Sales Inquiry"),
        score: Some(score),
        ..Counted::default()
    }
}

fn some_calls() -> Vec<Counted<'static>> {
    let mut calls: Vec<_> = (0..34).map(|number| call(number % 28, "Demo Scheduled", "Happy", 85.0)).collect();
    calls.extend((0..22).map(|number| call(31 + number, "Demo Scheduled", "Happy", 85.0)));
    calls.extend((0..6).map(|number| call(number, "Complaint", "Angry", 20.0)));
    calls.push(Counted { received_at: NOW, ..Counted::default() });
    calls
}

/// Answers the last question as the store would if these were all the calls.
fn answer(scene: &mut Scene, calls: &[Counted<'_>]) {
    let (ticket, question) = last_question(scene);
    let mut tally = Tally::of(&question);
    calls.iter().for_each(|call| tally.add(call));
    scene.apply(Event::InsightsLoaded { ticket, insights: Arc::new(tally.insights()), is_complete: true });
}

fn last_question(scene: &Scene) -> (Ticket, InsightsQuestion) {
    let asked = scene.commands.iter().rev().find_map(|command| match command {
        Command::LoadInsights { ticket, question } => Some((*ticket, (**question).clone())),
        _ => None,
    });
    asked.expect("insights are asked for")
}

fn shown(width: f32, height: f32, is_dark: bool, calls: &[Counted<'_>]) -> Harness<'static, Scene> {
    let mut scene = Scene::of(&["{}"]);
    scene.act(Action::OpenScreen(Screen::Insights));
    answer(&mut scene, calls);
    window(scene, width, height, is_dark)
}

#[test]
fn the_rail_and_a_key_lead_there() {
    let mut window = window(Scene::of(&["{}"]), 1280.0, 800.0, false);
    window.get_by_label("Insights").click();
    window.run();
    assert_eq!(window.state().inbox.screen, Screen::Insights);
    window.key_press(egui::Key::Escape);
    window.run();
    assert_eq!(window.state().inbox.screen, Screen::Calls);
    window.key_press(egui::Key::G);
    window.run();
    window.key_press(egui::Key::B);
    window.run();
    assert_eq!(window.state().inbox.screen, Screen::Insights);
}

#[test]
fn answers_and_bars_are_read_by_their_names() {
    let window = shown(1280.0, 2_000.0, false, &some_calls());
    for name in [
        "Calls: 41. 19 more than in the 30 days before, +86 %",
        "Asked for a call back: 0. No caller asked",
        "Demo Scheduled: 34 calls, 12 more",
        "Complaint: 6 calls, 6 more",
        "Happy: 34 calls, 12 more",
        "Sales Inquiry: 40 calls, 18 more",
        "Scores 80 to 89: 34 calls, 12 more",
        "No score: 1 call, 1 more",
        "Friday 12 December 2025: 4 calls, 4 more",
        "Friday 11:00 to 12:00: 7 calls",
        "Monday 3:00 to 4:00: 0 calls",
        "Period: the last 30 days, chosen",
    ] {
        window.get_by_label(name);
    }
    assert_eq!(window.query_all_by_label("Not said: 1 call, 1 more").count(), 3);
    // What a chart shows, for whoever does not see it.
    window.get_by_label_contains("Scores. Half of them score 85 or more. Median 85. 11 values");
    window.get_by_label_contains("When people call. Most call on ");
}

#[test]
fn a_bar_narrows_the_search_by_a_click_or_by_the_keyboard_alone() {
    let mut window = shown(1280.0, 2_000.0, true, &some_calls());
    window.get_by_label("Complaint: 6 calls, 6 more").click();
    window.run();
    assert_eq!(window.state().inbox.search, "outcome:=Complaint");
    answer(window.state_mut(), &some_calls());
    window.run();
    walk_to(&mut window, "Scores 0 to 9: 0 calls, as many as before");
    window.key_press(egui::Key::ArrowRight);
    window.run();
    window.key_press(egui::Key::ArrowRight);
    window.run();
    window.key_press(egui::Key::Enter);
    window.run();
    assert_eq!(window.state().inbox.search, "outcome:=Complaint score:20..29.99");
    answer(window.state_mut(), &some_calls());
    window.run();
    walk_to(&mut window, "Friday 12 December 2025: 4 calls, 4 more");
    window.key_press(egui::Key::ArrowLeft);
    window.run();
    window.key_press(egui::Key::Enter);
    window.run();
    assert!(window.state().inbox.search.ends_with(" on:2025-12-11"), "{}", window.state().inbox.search);
    // Nothing came then: it is read and not pressed.
    answer(window.state_mut(), &some_calls());
    window.run();
    let search = window.state().inbox.search.clone();
    window.get_by_label("Monday 3:00 to 4:00: 0 calls").click();
    window.run();
    assert_eq!(window.state().inbox.search, search);
    window.get_by_label_contains("Friday 11:00 to 12:00: ").click();
    window.run();
    assert!(window.state().inbox.search.ends_with(" weekday:friday hour:11"), "{}", window.state().inbox.search);
}

/// What has the keyboard, by its name: that of a text is its value.
fn focused(window: &Harness<'static, Scene>) -> String {
    let node = window.root().children_recursive().find(|node| node.accesskit_node().is_focused());
    let name = node.and_then(|node| node.accesskit_node().label().or_else(|| node.accesskit_node().value()));
    name.unwrap_or_default()
}

/// Presses Tab until that has the keyboard.
fn walk_to(window: &mut Harness<'static, Scene>, name: &str) {
    for _ in 0..80 {
        window.key_press(egui::Key::Tab);
        window.run();
        if focused(window) == name {
            return;
        }
    }
    panic!("Tab does not lead to {name}");
}

#[test]
fn each_chart_is_one_stop_and_the_arrows_walk_in_it() {
    let mut window = shown(1280.0, 2_400.0, false, &some_calls());
    let mut stops = Vec::new();
    for _ in 0..60 {
        window.key_press(egui::Key::Tab);
        window.run();
        let name = focused(&window);
        if stops.first() == Some(&name) {
            break;
        }
        stops.push(name);
    }
    let charts = stops.iter().filter(|name| name.contains(" call")).count();
    assert!(stops.len() <= 32 && (7..=9).contains(&charts), "{stops:#?}");
    // Down and up in the week: from hour to the same hour of the next day.
    walk_to(&mut window, stops.iter().find(|name| name.contains("11:00 to 12:00")).unwrap());
    let day = focused(&window);
    window.key_press(egui::Key::ArrowUp);
    window.run();
    let before = focused(&window);
    assert!(before != day && before.contains(" 11:00 to 12:00"), "{day} {before}");
    window.key_press(egui::Key::Home);
    window.run();
    assert!(focused(&window).contains(" 0:00 to 1:00"), "{}", focused(&window));
    window.key_press(egui::Key::ArrowLeft);
    window.run();
    assert!(focused(&window).contains(" 23:00 to 24:00"), "{}", focused(&window));
}

#[test]
fn a_period_is_chosen_and_the_calls_are_listed() {
    let mut window = shown(1280.0, 800.0, false, &some_calls());
    window.get_by_label("Period: the last 7 days").click();
    window.run();
    assert_eq!(last_question(window.state()).1.window.period, Period::Days(7));
    answer(window.state_mut(), &some_calls());
    window.run();
    window.get_by_label("Period: the last 7 days, chosen");
    let label = window.state().inbox.insights.page().map(|page| page.insights.sums.calls).unwrap();
    window.get_by_label(&format!("Show these {label} calls")).click();
    window.run();
    assert_eq!((window.state().inbox.screen, window.state().inbox.search.as_str()), (Screen::Calls, "after:6d"));
}

#[test]
fn a_period_is_chosen_by_the_palette_from_anywhere() {
    let mut window = window(Scene::of(&["{}"]), 1280.0, 800.0, false);
    window.key_press_modifiers(egui::Modifiers::COMMAND | egui::Modifiers::SHIFT, egui::Key::P);
    window.run();
    window.event(egui::Event::Text(String::from("insights 90")));
    window.run();
    window.key_press(egui::Key::Enter);
    window.run();
    assert_eq!(window.state().inbox.screen, Screen::Insights);
    assert_eq!(last_question(window.state()).1.window.period, Period::Days(90));
}

#[test]
fn wheel_and_drag_leave_a_chart_as_it_is() {
    let mut window = shown(1280.0, 2_000.0, false, &some_calls());
    let place =
        |window: &Harness<'static, Scene>| window.get_by_label("Friday 12 December 2025: 4 calls, 4 more").rect();
    let before = place(&window);
    window.drag_at(before.center());
    window.run();
    window.drop_at(before.center() - egui::vec2(200.0, 0.0));
    window.run();
    window.hover_at(before.center());
    window.event(egui::Event::Zoom(2.0));
    window.run();
    assert_eq!(place(&window), before);
}

#[test]
fn the_search_box_is_the_same_and_a_click_on_a_filter_sums_again() {
    let mut window = shown(1280.0, 800.0, false, &some_calls());
    window.get_by_label("Search calls").focus();
    window.run();
    window.get_by_label("Search calls").type_text("mood:happy");
    window.run();
    assert_eq!(window.state().inbox.search, "mood:happy");
    assert!(!last_question(window.state()).1.term.is_everything());
    answer(window.state_mut(), &some_calls());
    window.run();
    window.get_by_label("Any mood").click();
    window.run();
    assert!(last_question(window.state()).1.term.is_everything());
}

#[test]
fn nothing_found_waiting_and_failing_say_so() {
    let mut window = shown(900.0, 600.0, true, &[]);
    window.get_by_label("No calls in this period");
    window.get_by_label("Look at all time").click();
    window.run();
    assert_eq!(last_question(window.state()).1.window.period, Period::All);
    let why = String::from("the disk is gone");
    window.state_mut().apply(Event::CommandFailed { what: String::from("Summing the calls"), why });
    window.run();
    window.get_by_label("The calls can't be summed");
    window.get_by_label("Try again").click();
    window.run();
    assert!(window.state().actions.contains(&Action::Insights(InsightsAction::Refresh)));
    answer(window.state_mut(), &some_calls());
    window.run();
    window.get_by_label("Show these 63 calls");
}

#[test]
fn cards_keep_to_a_narrow_window_with_long_words() {
    let long: &'static str =
        "Transferred to the colleague who looks after customers of the northern regions and was called back twice";
    let mut calls = some_calls();
    calls.extend((0..90).map(|_| call(0, long, long, 100.0)));
    let window = shown(900.0, 600.0, false, &calls);
    let nodes =
        window.root().children_recursive().filter_map(|node| Some((node.accesskit_node().bounding_box()?, node)));
    let too_wide: Vec<_> = nodes
        .filter(|(rect, _)| rect.x1 > 901.0 && rect.y0 < 600.0)
        .filter_map(|(_, node)| node.accesskit_node().label())
        .collect();
    assert!(too_wide.is_empty(), "{too_wide:?}");
}

#[test]
fn the_command_line_says_the_same() {
    let folder = folder();
    let served = Served::start(folder.path());
    for (id, analysis) in [
        ("a", r#"{"callOutcome":"Demo Scheduled","mood":"Happy","score":90,"classification":"Sales"}"#),
        ("b", r#"{"callOutcome":"DEMO SCHEDULED","mood":"Angry","score":"40"}"#),
        ("c", r#"{"callOutcome":"Complaint"}"#),
    ] {
        let body = format!(r#"{{"callId":"{id}","callAnalysis":{analysis}}}"#);
        assert_eq!(served.post(body.as_bytes()).status, 200);
    }
    let told = json_lines(folder.path(), &["insights", "--json", "--days", "7"]).remove(0);
    assert_eq!((&told["period"]["calls"], &told["before"]["calls"]), (&3.into(), &0.into()));
    assert_eq!(told["period"]["outcomes"]["said"][0]["calls"], 2);
    assert_eq!((&told["period"]["medianScore"], &told["period"]["unscored"]), (&65.into(), &1.into()));
    let narrowed = json_lines(folder.path(), &["insights", "--json", "--all", "outcome:demo", "-mood:angry"]).remove(0);
    assert_eq!((&narrowed["period"]["calls"], &narrowed["before"]), (&1.into(), &serde_json::Value::Null));
    let text = String::from_utf8(run(folder.path(), &["insights"]).stdout).unwrap();
    let exact = json_lines(folder.path(), &["insights", "--json", "--all", "outcome:=demo"]).remove(0);
    assert_eq!(exact["period"]["calls"], 0, "that is no whole outcome");
    let exact = json_lines(folder.path(), &["insights", "--json", "--all", "outcome:=\"demo scheduled\""]).remove(0);
    assert_eq!((&exact["period"]["calls"], &exact["period"]["askedForCallback"]), (&2.into(), &0.into()));
    let unsaid = json_lines(folder.path(), &["insights", "--json", "--all", "mood:=\"\""]).remove(0);
    assert_eq!(unsaid["period"]["calls"], 1);
    for line in ["Calls: 3. None in the 30 days before.", "Most frequent outcome:", "Median score: 65."] {
        assert!(text.contains(line), "{text}");
    }
    let empty = String::from_utf8(run(folder.path(), &["insights", "nobody"]).stdout).unwrap();
    assert!(
        empty.starts_with("Calls: 0. None in the 30 days before either.") && !empty.contains("Outcomes"),
        "{empty}"
    );
}
