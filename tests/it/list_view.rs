//! The list in the window: what stands above it in two lines, what a row offers that is pointed at, rows that come and go.

use call_inbox::bus::{Command, Event};
use call_inbox::call::{Counts, Seq, TriageChange, View};
use call_inbox::inbox::{Action, ChoiceAction, LooksAction, PickerKind, Screen, Wish};
use egui::{Rect, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use crate::support::window::{Scene, detail, window};

const ANN: &str = r#"{"callId":"c1","callerDetails":{"name":"Ann Lee","company":"Northwind"},
    "callAnalysis":{"summary":"Wants a demo.","mood":"Positive","score":85,"callOutcome":"Demo Scheduled"}}"#;
const BOB: &str = r#"{"callId":"c2","callerDetails":{"name":"Bob Ray"},"callAnalysis":{"mood":"Angry","score":0}}"#;
const CLEO: &str = r#"{"callId":"c3","callerDetails":{"name":"Cleo Park"}}"#;

type Window = Harness<'static, Scene>;

fn three() -> Window {
    window(Scene::of(&[ANN, BOB, CLEO]), 1280.0, 800.0, false)
}

/// Where the rows stand, from the top.
fn rows(window: &Window) -> Vec<Rect> {
    window.query_all_by_role(Role::ListItem).map(|row| row.rect()).collect()
}

fn marks(window: &mut Window) -> Vec<(Vec<i64>, TriageChange)> {
    let commands = std::mem::take(&mut window.state_mut().commands);
    let mark = |command| match command {
        Command::Mark { seqs, change, .. } => Some((seqs.iter().map(|seq| seq.0).collect(), change)),
        _ => None,
    };
    commands.into_iter().filter_map(mark).collect()
}

/// Where a text is painted that begins so.
fn painted(window: &Window, begin: &str) -> Option<egui::Pos2> {
    window.output().shapes.iter().find_map(|shape| match &shape.shape {
        egui::Shape::Text(text) if text.galley.text().starts_with(begin) => Some(text.pos),
        _ => None,
    })
}

#[test]
fn search_filters_and_order_stand_in_two_lines_whatever_is_set() {
    let all =
        "mood:Positive outcome:\"Demo scheduled with the head of sales\" class:Sales score:>=80 on:today sort:name";
    for (width, height) in [(1280.0, 800.0), (900.0, 600.0), (760.0, 480.0)] {
        for search in ["", "ann", "mood:Positive", "mood:Positive outcome:\"Demo scheduled\"", all] {
            let mut scene = Scene::of(&[ANN, BOB, CLEO]);
            if !search.is_empty() {
                scene.act(Action::Search(search.into()));
                scene.list(vec![detail(1, ANN).row()]);
            }
            let window = window(scene, width, height, false);
            assert_eq!(rows(&window)[0].top(), 86.0, "{search} at {width}");
            let order = window.get_by_label_contains("Order: ").rect();
            for filter in ["mood", "outcome", "class", "score", "date"] {
                let named = |label: &str| {
                    label.to_lowercase().starts_with(&format!("{filter}: ")) || *label == format!("Filter by {filter}")
                };
                let chip = window
                    .get_by(|node| node.role() == Role::Button && node.label().is_some_and(|label| named(&label)));
                assert!(
                    chip.rect().right() <= order.left() && chip.rect().center().y == order.center().y,
                    "{search} {filter}"
                );
            }
        }
    }
}

#[test]
fn how_many_calls_there_are_and_what_was_found_is_told() {
    let mut window = three();
    window.get_by_role_and_label(Role::Label, "3 calls");
    window.state_mut().act(Action::Search("ann".into()));
    window.run();
    window.get_by_role_and_label(Role::Label, "Searching…");
    assert!(painted(&window, "Searching…").is_some());
    window.state_mut().list(vec![detail(1, ANN).row()]);
    window.state_mut().apply(Event::Indexing { left: 1_200 });
    window.run();
    window.get_by_label("1 found, 1,200 calls still being made searchable");
    assert!(painted(&window, "1 found").is_some());
    window.get_by_label("1,200 calls are still being made searchable");
}

#[test]
fn the_row_that_is_pointed_at_can_be_done_starred_and_put_off_without_being_opened() {
    let mut window = three();
    let name = painted(&window, "Ann Lee");
    assert!(window.query_by_label("Mark the call of Ann Lee done").is_none());
    window.get_by_label_contains("Ann Lee, Northwind").hover();
    window.run();
    assert_eq!(painted(&window, "Ann Lee"), name, "nothing moves");
    window.get_by_label("Star the call of Ann Lee").click();
    window.run();
    window.get_by_label("Remove the star of Ann Lee");
    window.get_by_label("Mark the call of Ann Lee done").click();
    window.run();
    assert_eq!(marks(&mut window), [(vec![1], TriageChange::Starred(true)), (vec![1], TriageChange::Done(true))]);
    window.get_by_label_contains("Bob Ray, ").hover();
    window.run();
    window.get_by_label("Snooze the call of Bob Ray").click();
    window.run();
    let picker = window.state().inbox.picker.as_ref();
    assert!(picker.is_some_and(|picker| picker.kind == PickerKind::Snooze && picker.about == Some(Seq(2))));
    window.get_by_label_contains("Tomorrow").click();
    window.run();
    assert!(matches!(&marks(&mut window)[..], [(seqs, TriageChange::Snoozed(Some(_)))] if *seqs == [2]));
    assert_eq!((window.state().inbox.list.len(), window.state().inbox.list.selected()), (1, None));
}

#[test]
fn while_calls_are_chosen_rows_offer_nothing_else() {
    let mut window = three();
    window.state_mut().act(Action::Choose(ChoiceAction::Toggle(Seq(3))));
    window.run();
    window.get_by_label_contains("Ann Lee, Northwind").hover();
    window.run();
    assert!(window.query_by_label("Mark the call of Ann Lee done").is_none());
    window.get_by_label("Select the call of Ann Lee");
}

#[test]
fn a_row_that_goes_makes_room_and_one_that_comes_takes_it() {
    let mut window = three();
    let still = rows(&window);
    window.state_mut().act(Action::ToggleDoneOf(Seq(2)));
    window.step();
    assert_eq!(rows(&window), [still[0], still[2]], "it begins where it was");
    window.run();
    assert_eq!(rows(&window), still[..2]);
    window.state_mut().apply(Event::CallArrived(Box::new(detail(4, BOB).row())));
    window.step();
    assert_eq!(rows(&window)[1..], still[..2], "what was the first is where it was");
    window.run();
    assert_eq!(rows(&window), still);
    assert_eq!(window.state().inbox.list.top(), 0.0);
    // So it is after the list was read again.
    window.state_mut().list(vec![detail(1, ANN).row(), detail(2, BOB).row(), detail(3, CLEO).row()]);
    window.run();
    window.state_mut().act(Action::ToggleDoneOf(Seq(2)));
    window.step();
    assert_eq!(rows(&window), [still[0], still[2]]);
}

#[test]
fn nothing_moves_where_nothing_shall_nor_in_a_burst_nor_when_nobody_looked() {
    let mut window = three();
    let still = rows(&window);
    window.state_mut().act(LooksAction::Stillness(Wish::On).into());
    window.run();
    window.state_mut().act(Action::ToggleDoneOf(Seq(2)));
    window.step();
    assert_eq!(rows(&window), still[..2]);
    window.state_mut().act(LooksAction::Stillness(Wish::Off).into());
    window.run();
    for seq in 4..7 {
        window.state_mut().apply(Event::CallArrived(Box::new(detail(seq, BOB).row())));
    }
    window.step();
    assert_eq!(rows(&window)[..3], still);
    window.state_mut().act(Action::OpenScreen(Screen::Settings));
    window.run();
    window.state_mut().apply(Event::CallArrived(Box::new(detail(7, BOB).row())));
    window.run();
    window.state_mut().act(Action::OpenScreen(Screen::Calls));
    window.step();
    assert_eq!(rows(&window)[..3], still);
}

#[test]
fn an_emptied_inbox_says_so_and_leads_to_what_waits() {
    let mut scene = Scene::of(&[]);
    scene.apply(Event::CountsLoaded(Counts { tasks: 3, snoozed: 1, done: 9, all: 9, ..Counts::default() }));
    let mut window = window(scene, 900.0, 600.0, false);
    window.get_by_label("All done");
    window.get_by_label("What is next");
    window.get_by_label("1 snoozed call will come back");
    window.get_by_label("3 calls with something to do").click();
    window.run();
    assert_eq!(window.state().inbox.view, View::Tasks);
}

#[test]
fn with_no_call_open_the_first_is_a_click_away() {
    let mut window = three();
    window.get_by_label("No call open");
    window.get_by_label("Open the first call").click();
    window.run();
    assert_eq!(window.state().inbox.list.selected(), Some(Seq(3)));
}
