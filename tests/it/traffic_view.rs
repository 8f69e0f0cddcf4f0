//! The table of requests and the open one, driven by accessible names and keys.

use std::ops::RangeInclusive;
use std::sync::Arc;

use call_inbox::bus::{Command, Event, TrafficCommand, TrafficEvent};
use call_inbox::call::{CallId, Delivery, DeliveryId, DeliveryNote, Header, UnixMillis, Verdict};
use call_inbox::inbox::{Action, Screen};
use call_inbox::traffic::{CopyForm, ForwardTally, OpenedDelivery, SaveForm, TrafficRow, compare};
use egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use crate::support::window::{NOW, Scene, window};

type Window = Harness<'static, Scene>;

pub const BODY: &str = r#"{"callId":"c1","callerDetails":{"name":"John Smith","pin":"4711"},
"callAnalysis":{"mood":"Positive","score":"85","followUpOwner":"Lena"}}"#;
const BROKEN: &str = "{\n  \"callId\": \"c1\",\n  \"score\": 85\n  \"mood\": \"x\"\n}";

fn row(id: i64) -> TrafficRow {
    let (verdict, status, reason) = match id % 5 {
        0 => (Verdict::Unparsed, 400, Some("line 4, column 3: expected a comma or a closing brace")),
        1 => (Verdict::Refused, 401, Some("the secret is missing")),
        2 => (Verdict::Repeat, 200, None),
        _ => (Verdict::New, 200, None),
    };
    let note = DeliveryNote {
        id: DeliveryId(id),
        received_at: UnixMillis(NOW.0 - 1_000_000 + id),
        source: "default".into(),
        peer: Some("192.168.1.44:50000".into()),
        method: "POST".into(),
        path: "/webhook/call-completed".into(),
        status,
        verdict,
        reason: reason.map(str::to_owned),
        call_id: CallId::given("c1"),
        body_bytes: 1_943,
        took_micros: Some(3_000),
        changes: Vec::new(),
    };
    let title = Some(format!("Caller {id}"));
    TrafficRow { note, title, replay_of: None, rehearsed: None, forwards: ForwardTally::default() }
}

fn delivery(id: i64, body: &str) -> Delivery {
    let header = |(name, value): (&str, &str)| Header { name: name.into(), value: value.into() };
    let headers =
        [("Host", "127.0.0.1:8787"), ("X-Custom", "one"), ("X-Custom", "two"), ("X-Webhook-Secret", "s3cret")];
    Delivery { note: row(id).note, headers: headers.map(header).to_vec(), body: body.as_bytes().to_vec() }
}

pub fn opened(id: i64, body: &str) -> Event {
    let answer = String::from(r#"{"received":true}"#);
    let opened = OpenedDelivery::of(row(id), delivery(id, body), answer, Vec::new());
    Event::Traffic(TrafficEvent::Opened(Arc::new(opened)))
}

/// The screen with so many requests in it, from 1 on.
pub fn scene(count: i64) -> Scene {
    let mut scene = Scene::empty();
    scene.act(Action::OpenScreen(Screen::Traffic));
    find(&mut scene, count);
    scene
}

/// Answers the last question of the table.
pub fn find(scene: &mut Scene, count: i64) {
    let last = |command: &Command| match command {
        Command::Traffic(TrafficCommand::Find { ticket, .. }) => Some(*ticket),
        _ => None,
    };
    let ticket = scene.commands.iter().rev().find_map(last).expect("it asks for requests");
    let newest = (count > 0).then_some(DeliveryId(count));
    let ids: Vec<DeliveryId> = (1..=count).map(DeliveryId).collect();
    let rows = ids.iter().rev().take(40).map(|id| row(id.0)).collect();
    let looked_at = ids.len() as u64;
    let ids = Arc::new(ids);
    scene.apply(Event::Traffic(TrafficEvent::Found { ticket, ids, rows, looked_at, is_complete: true, newest }));
}

fn follow(scene: &mut Scene, ids: RangeInclusive<i64>) {
    scene.apply(Event::RequestsLogged);
    let newest = Some(DeliveryId(*ids.end()));
    let rows = ids.clone().map(row).collect();
    let ids = ids.map(DeliveryId).collect();
    let ticket = scene.inbox.traffic.list.ticket();
    scene.apply(Event::Traffic(TrafficEvent::Followed { ticket, ids, rows, newest }));
}

/// With request 4 open, of this body.
fn open(body: &str, width: f32, height: f32, is_dark: bool) -> Window {
    let mut window = window(scene(5), width, height, is_dark);
    click(&mut window, "Caller 4");
    window.state_mut().apply(opened(4, body));
    window.run();
    window
}

fn click(window: &mut Window, label: &str) {
    window.get_by_label_contains(label).click();
    window.run();
}

fn press(window: &mut Window, keys: &[Key]) {
    for key in keys {
        window.key_press(*key);
        window.run();
    }
}

fn write(window: &mut Window, text: &str) {
    window.event(egui::Event::Text(text.to_owned()));
    window.run();
}

/// What was asked about requests since the last time.
fn asked(window: &mut Window) -> Vec<TrafficCommand> {
    let commands = std::mem::take(&mut window.state_mut().commands);
    let of_traffic = |command| match command {
        Command::Traffic(command) => Some(command),
        _ => None,
    };
    commands.into_iter().filter_map(of_traffic).collect()
}

#[test]
fn a_click_opens_a_request_with_its_headers_in_order_and_its_secret_masked() {
    let mut window = window(scene(5), 1280.0, 800.0, false);
    window.get_by_label("11:24:42 POST 401 refused the secret is missing");
    click(&mut window, "POST 200 new Caller 4");
    assert_eq!(asked(&mut window).last(), Some(&TrafficCommand::Open { id: DeliveryId(4) }));
    window.state_mut().apply(opened(4, BODY));
    window.run();
    let (one, two) = (window.get_by_label("one").rect(), window.get_by_label("two").rect());
    assert!(one.bottom() <= two.top(), "headers stand in their order");
    assert!(window.query_by_label_contains("s3cret").is_none());
    click(&mut window, "Show the secret in X-Webhook-Secret");
    window.get_by_label("s3cret");
    click(&mut window, "new Caller 3");
    window.state_mut().apply(opened(3, BODY));
    window.run();
    assert!(window.query_by_label_contains("s3cret").is_none(), "of this one it was not asked for");
}

#[test]
fn keys_walk_open_copy_and_close() {
    let mut window = window(scene(5), 1280.0, 800.0, true);
    press(&mut window, &[Key::J, Key::J, Key::Enter]);
    window.state_mut().apply(opened(4, BODY));
    window.run();
    asked(&mut window);
    press(&mut window, &[Key::C, Key::S]);
    let url = "http://127.0.0.1:8787/webhook/call-completed".to_owned();
    let (id, shows_secrets) = (DeliveryId(4), false);
    assert_eq!(
        asked(&mut window),
        [
            TrafficCommand::Copy { id, form: CopyForm::Curl { url }, shows_secrets },
            TrafficCommand::Save { ids: vec![id], form: SaveForm::Fixture, shows_secrets },
        ]
    );
    press(&mut window, &[Key::Escape]);
    assert!(window.state().inbox.traffic.open.is_none());
    assert_eq!(window.state().inbox.screen, Screen::Traffic);
}

#[test]
fn keys_of_calls_do_nothing_here_and_ours_nothing_there() {
    let mut window = open(BODY, 1280.0, 800.0, false);
    window.state_mut().actions.clear();
    press(&mut window, &[Key::E, Key::U, Key::H, Key::L, Key::N, Key::A, Key::W]);
    assert_eq!((&window.state().inbox.picker, window.state().inbox.focus), (&None, None));
    let marks = |command: &Command| matches!(command, Command::Mark { .. } | Command::AddNote { .. });
    assert!(!window.state().commands.iter().any(marks));
    press(&mut window, &[Key::G, Key::I, Key::P, Key::D, Key::Num2]);
    assert!(!window.state().inbox.traffic.list.is_paused());
    press(&mut window, &[Key::G, Key::T]);
    assert_eq!(window.state().inbox.screen, Screen::Traffic);
    press(&mut window, &[Key::P]);
    window.get_by_label("Paused");
}

#[test]
fn the_filter_is_typed_after_a_slash_and_kinds_are_a_click_away() {
    let mut window = window(scene(5), 1280.0, 800.0, false);
    asked(&mut window);
    press(&mut window, &[Key::Slash]);
    write(&mut window, "/webhook");
    // A slash within it is a letter like another.
    press(&mut window, &[Key::Slash]);
    assert_eq!(window.state().inbox.traffic.filter, "/webhook");
    assert!(matches!(asked(&mut window)[..], [TrafficCommand::Find { .. }]));
    press(&mut window, &[Key::Escape]);
    click(&mut window, "Only refused");
    assert_eq!(window.state().inbox.traffic.filter, "/webhook verdict:refused");
    find(window.state_mut(), 0);
    window.run();
    window.get_by_label("No request fits the filter");
    window.get_by_label("0 found");
    window.get_by_label("Show every request").click();
    window.run();
    assert_eq!(window.state().inbox.traffic.filter, "");
}

#[test]
fn an_operator_is_taken_by_a_click_and_typed_on() {
    let mut window = window(scene(5), 900.0, 600.0, false);
    press(&mut window, &[Key::Slash]);
    click(&mut window, "status:4xx");
    assert_eq!(window.state().inbox.traffic.filter, "status:");
    write(&mut window, "404");
    assert_eq!(window.state().inbox.traffic.filter, "status:404");
}

#[test]
fn before_the_first_request_it_says_where_to_send_one() {
    let mut scene = scene(0);
    scene.inbox.traffic.filter.clear();
    let mut window = window(scene, 900.0, 600.0, false);
    window.get_by_label("No request yet");
    window.get_by_label("Copy the webhook URL").click();
    window.run();
    assert!(window.state().actions.contains(&Action::Copied("Webhook URL")));
    window.get_by_label("Send a test call").click();
    window.run();
    assert!(window.state().commands.contains(&Command::SendTestCall));
}

#[test]
fn a_paused_table_counts_what_comes() {
    let mut window = window(scene(5), 1280.0, 800.0, false);
    window.get_by_label("Pause").click();
    window.run();
    follow(window.state_mut(), 6..=42);
    window.run();
    window.get_by_label("Paused · 37 new");
    assert!(window.query_by_label_contains("Caller 42").is_none());
    window.get_by_label("Resume").click();
    window.run();
    window.get_by_label("42 requests");
    let reads = |command: &TrafficCommand| matches!(command, TrafficCommand::LoadRows { ids, .. } if ids.contains(&DeliveryId(42)));
    assert!(asked(&mut window).iter().any(reads));
}

#[test]
fn of_a_million_only_those_in_sight_are_read_and_drawn() {
    let mut scene = scene(1_000_000);
    let last = Action::Traffic(call_inbox::inbox::TrafficAction::Scrolled(700_000.0));
    scene.act(last);
    let mut window = window(scene, 1280.0, 800.0, false);
    let ids: Vec<usize> = asked(&mut window)
        .iter()
        .filter_map(|command| match command {
            TrafficCommand::LoadRows { ids, .. } => Some(ids.len()),
            _ => None,
        })
        .collect();
    assert_eq!(ids.len(), 1, "{ids:?}");
    assert!(ids[0] <= 200);
    let rows = window.get_all_by_role(Role::ListItem).count();
    assert!((10..40).contains(&rows), "{rows} rows are drawn");
}

#[test]
fn a_body_folds_and_its_values_and_paths_are_copied() {
    let mut window = open(BODY, 1280.0, 800.0, false);
    window.get_by_label("name: \"John Smith\"");
    click(&mut window, "callerDetails: {");
    window.get_by_label("callerDetails: { … }  2 fields");
    assert!(window.query_by_label("name: \"John Smith\"").is_none());
    click(&mut window, "Unfold all");
    click(&mut window, "name: \"John Smith\"");
    window.get_by_label("Copy the path").click();
    window.run();
    assert_eq!(window.state().inbox.notices.shown()[0].text, "Path copied");
    window.get_by_label("Copy the value").click();
    window.run();
    assert_eq!(window.state().inbox.notices.shown()[0].text, "Value copied");
}

#[test]
fn a_long_value_is_cut_and_shown_whole_on_a_click() {
    let long = "word ".repeat(400);
    let mut window = open(&format!(r#"{{"note":"{long}end"}}"#), 900.0, 600.0, true);
    click(&mut window, "note: \"word word");
    window.get_by_label("2,003 characters");
    press(&mut window, &[Key::Escape]);
    assert!(window.query_by_label("2,003 characters").is_none());
    assert!(window.state().inbox.traffic.open.is_some());
}

#[test]
fn what_is_not_json_is_shown_with_the_place_of_the_fault() {
    let mut window = open(BROKEN, 1280.0, 800.0, false);
    window.get_by_label_contains("Line 4, column 3: ");
    window.get_by_label("callId: \"c1\"");
    press(&mut window, &[Key::Num2]);
    window.get_by_label("The fault is in this line:   \"mood\": \"x\"");
    press(&mut window, &[Key::Num3]);
    window.get_by_label_contains("00000000 7b 0a 20 20");
    click(&mut window, "Show the place of the fault");
}

#[test]
fn it_is_found_in_the_body_and_walked() {
    let mut window = open(BODY, 1280.0, 800.0, false);
    window.key_press_modifiers(Modifiers::COMMAND, Key::F);
    window.run();
    write(&mut window, "o");
    let count = window.state().inbox.traffic.open.as_ref().map_or(0, |open| open.hits().len());
    assert!(count > 2);
    window.get_by_label(&format!("1 of {count}"));
    press(&mut window, &[Key::F3]);
    window.get_by_label(&format!("2 of {count}"));
    press(&mut window, &[Key::Escape]);
    assert!(window.query_by_label(&format!("2 of {count}")).is_none());
}

#[test]
fn two_are_compared_by_a_key_and_a_click() {
    let mut window = open(BODY, 1280.0, 800.0, false);
    asked(&mut window);
    press(&mut window, &[Key::D]);
    window.get_by_label("Compare with which?");
    click(&mut window, "new Caller 3");
    let (one, other) = (DeliveryId(3), DeliveryId(4));
    assert_eq!(asked(&mut window), [TrafficCommand::Compare { one, other }]);
    let before = BODY.replace("Positive", "Negative").replace(",\"followUpOwner\":\"Lena\"", "");
    let comparison = compare(&delivery(3, &before), &delivery(4, BODY));
    window.state_mut().apply(Event::Traffic(TrafficEvent::Compared(Arc::new(comparison))));
    window.run();
    window.get_by_label("callAnalysis.mood changed: \"Negative\" → \"Positive\"");
    window.get_by_label("callAnalysis.followUpOwner added: – → \"Lena\"");
    window.get_by_label_contains("2 fields differ");
}

#[test]
fn an_altered_answer_says_so() {
    let mut scene = scene(5);
    let mut altered = row(4);
    altered.note.status = 503;
    altered.note.took_micros = Some(10_400_000);
    altered.rehearsed = Some("503 instead of 200, after 10 s".into());
    let ticket = scene.inbox.traffic.list.ticket();
    scene.apply(Event::Traffic(TrafficEvent::RowsLoaded { ticket, rows: vec![altered.clone()] }));
    let mut window = window(scene, 900.0, 600.0, false);
    click(&mut window, "POST 503 altered new Caller 4");
    let opened = OpenedDelivery::of(altered, delivery(4, BODY), String::from("{}"), Vec::new());
    window.state_mut().apply(Event::Traffic(TrafficEvent::Opened(Arc::new(opened))));
    window.run();
    window.get_by_role_and_label(Role::Tab, "Answer").click();
    window.run();
    window.get_by_label_contains("Altered on purpose: 503 instead of 200, after 10 s");
    window.get_by_label_contains("X-Call-Inbox-Rehearsal: 503 instead of 200");
    window.get_by_label_contains("longer than the sender's 10 s");
}

#[test]
fn a_deviation_leads_to_its_field() {
    let mut window = open(BODY, 1280.0, 1400.0, false);
    let mut opened = OpenedDelivery::of(row(4), delivery(4, BODY), String::new(), Vec::new());
    let deviation = |path: &str, kind| call_inbox::traffic::Deviation { path: path.into(), kind };
    opened.contract = vec![
        deviation("callerDetails.age", call_inbox::traffic::DeviationKind::Missing),
        deviation("callAnalysis.followUpOwner", call_inbox::traffic::DeviationKind::New),
    ];
    // Read again from elsewhere, with another answer.
    press(&mut window, &[Key::Escape]);
    click(&mut window, "new Caller 4");
    window.state_mut().apply(Event::Traffic(TrafficEvent::Opened(Arc::new(opened))));
    window.run();
    window.get_by_label("followUpOwner: \"Lena\", new field");
    click(&mut window, "Show callAnalysis.followUpOwner in the body");
    let open = window.state().inbox.traffic.open.as_ref().expect("it is open");
    let line = open.chosen().expect("a line is chosen");
    let shown = open.shown().expect("it was read");
    assert_eq!(shown.outline.path_of(line, &shown.body), "callAnalysis.followUpOwner");
}

#[test]
fn of_a_large_body_only_the_rows_in_sight_are_drawn() {
    let items = r#"{"id":1,"text":"some words of an item"},"#.repeat(20_000);
    let mut window = open(&format!(r#"{{"items":[{}]}}"#, items.trim_end_matches(',')), 1280.0, 800.0, false);
    let rows = window.get_all_by_role(Role::TreeItem).count();
    assert!((10..40).contains(&rows), "{rows} rows are drawn");
    press(&mut window, &[Key::Num2]);
    press(&mut window, &[Key::Num3]);
    window.get_by_label_contains("00000000 7b 22 69 74 65 6d 73 22");
}

#[test]
fn everything_has_room_and_a_name_in_a_small_window() {
    for (body, keys) in
        [(BODY, &[][..]), (BODY, &[Key::Num2]), (BROKEN, &[]), (BROKEN, &[Key::Num3]), (BODY, &[Key::D])]
    {
        let mut window = open(body, 900.0, 600.0, false);
        press(&mut window, keys);
        for node in window.root().children_recursive() {
            let node = node.accesskit_node();
            let name = node.label().unwrap_or_default();
            if matches!(node.role(), Role::Button | Role::Tab | Role::ListItem | Role::TreeItem | Role::TextInput) {
                assert!(!name.trim().is_empty(), "a {:?} has no name", node.role());
            }
            let Some(rect) = node.bounding_box() else { continue };
            let is_in_sight = rect.y0 < 600.0 && rect.y1 > 0.0;
            assert!(rect.x1 <= 901.0 || !is_in_sight, "{name:?} reaches {}", rect.x1);
        }
        window.get_by_label("Close the request (Esc)");
    }
}
