//! The open call, in the window: what is written on stays where it is, what is due is said in words, nested values stay in
//! their column, and a call that takes long is shown by its row.

use call_inbox::bus::Event;
use call_inbox::call::{Seq, UnixMillis};
use call_inbox::inbox::Action;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use crate::support::window::{NOW, Scene, window};

const CALL: &str = r#"{"callId":"c1","callerDetails":{"name":"Ann Lee","phoneNumber":"+1-555-0100"},
    "callAnalysis":{"summary":"Wants a demo.","mood":"Positive","score":85,"callOutcome":"Demo Scheduled","actionItems":[
    {"task":"Send the quote","dueDate":"2025-12-09","owner":"Lena"},{"task":"Ring back","dueDate":"2025-12-12"},
    {"task":"Sent long ago","dueDate":"2025-12-01","status":"done"}],
    "interestsAndNeeds":{"plan":"gold","nested":{"deep":{"deeper":{"deepest":"yes"}}},
    "team":{"size":12,"roles":{"sales":{"count":4,"lead":"Mira"},"support":{"count":8,"lead":"Ben"}}}}}}"#;

fn opened(width: f32) -> Harness<'static, Scene> {
    let mut scene = Scene::of(&[CALL]);
    scene.open(1, CALL);
    window(scene, width, 1_000.0, false)
}

fn left(window: &Harness<'static, Scene>, name: &str) -> f32 {
    window.get_by_label(name).rect().left()
}

#[test]
fn what_is_written_on_does_not_move_when_it_is_typed_into() {
    let mut window = opened(1280.0);
    let below = |window: &Harness<'static, Scene>| {
        ["Add a task", "Add a note", "Interests and needs"].map(|name| window.get_by_label(name).rect())
    };
    let at_rest = below(&window);
    for key in [egui::Key::A, egui::Key::Escape, egui::Key::N] {
        window.key_press(key);
        window.run();
        assert_eq!(below(&window), at_rest, "{key:?}");
    }
    let at = window.get_by_label("Add a task").rect().center();
    window.hover_at(at);
    window.run();
    assert_eq!(below(&window), at_rest);
}

#[test]
fn what_is_due_is_said_in_words_at_the_end_of_its_line() {
    let window = opened(1280.0);
    let task = window.get_by_role_and_label(Role::CheckBox, "Send the quote");
    let due = window.get_by_label("Overdue, Tue 9 Dec");
    assert!((task.rect().center().y - due.rect().center().y).abs() < 2.0, "{:?} {:?}", task.rect(), due.rect());
    let person = window.get_by_label("Lena").rect();
    assert!(person.right() < due.rect().left());
    window.get_by_label("Today");
    // Nothing presses once it is done.
    window.get_by_label("Mon 1 Dec");
}

#[test]
fn nested_values_stay_in_their_column() {
    let window = opened(1280.0);
    let (label, value) = (left(&window, "Plan"), left(&window, "gold"));
    assert!((left(&window, "Nested › Deep › Deeper › Deepest") - label).abs() < 1.0);
    assert!((left(&window, "12") - value).abs() < 1.0, "a value of a deeper level stands below those above it");
    assert!((left(&window, "Mira") - value).abs() < 1.0);
    let steps = ["Team", "Size", "Sales"].map(|name| left(&window, name) - label);
    assert!(
        steps[0].abs() < 1.0 && (12.0..=16.0).contains(&steps[1]) && (24.0..=32.0).contains(&steps[2]),
        "{steps:?}"
    );
}

#[test]
fn a_call_that_takes_long_is_shown_by_its_row() {
    let mut scene = Scene::of(&[CALL]);
    scene.act(Action::SelectCall(Seq(1)));
    let mut window = window(scene, 1280.0, 800.0, false);
    // At once: who, and how it went.
    window.get_by_label("Ann Lee");
    window.get_by_label("Score 85");
    assert!(window.query_by_label("Reading the call").is_none());
    window.state_mut().inbox.tick(UnixMillis(NOW.0 + 150));
    window.run();
    window.get_by_label("Reading the call");
    window.state_mut().apply(Event::CommandFailed { what: "Reading the call".into(), why: "no disk".into() });
    window.run();
    window.get_by_label("Try again").click();
    window.run();
    assert!(window.query_by_label("This call can't be shown").is_none());
}

#[test]
fn the_head_holds_at_every_width_and_is_no_taller_than_it_must_be() {
    for (width, most) in [(1280.0, 107.0), (900.0, 150.0)] {
        let window = opened(width);
        let summary = window.get_by_label("Summary").rect();
        assert!(summary.top() - 16.0 <= most, "{width}: {summary:?}");
    }
    let window = opened(640.0);
    for node in window.root().children_recursive() {
        let Some(rect) = node.accesskit_node().bounding_box() else { continue };
        assert!(rect.x1 <= 641.0, "{:?} reaches {}", node.accesskit_node().label(), rect.x1);
    }
}
