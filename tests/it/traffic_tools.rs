//! The pages beside the requests, in the window: driven by their accessible names and by keys, on scripted events, wide and
//! narrow.

#![expect(clippy::unwrap_used, reason = "a test may fail here")]

use std::sync::Arc;

use call_inbox::bus::{Command, Event, Reach, Secret, TrafficCommand, TrafficEvent};
use call_inbox::call::{Delivery, DeliveryId, EntryId, Header, UnixMillis};
use call_inbox::inbox::{
    Action, ContractAction, ForwardingAction, RehearsalAction, ResendAction, Screen, SettingsAction, SettingsSection,
    ToolAction, TrafficPage,
};
use call_inbox::traffic::{
    ContractWatch, FieldUse, ForwardId, ForwardNote, ForwardState, ForwardTally, ForwardTarget, Forwarding,
    OpenedDelivery, Rehearsal, Resend, SentAgain, ShapeChange, ShapeChangeKind, TargetId, TargetNote, TrafficLimits,
    TrafficRow, Tunnel, TunnelFound, TunnelProgram, TunnelStatus,
};
use egui::accesskit::{Role, Toggled};
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use crate::support::window::{NOW, Scene, detail, window};

type Window = Harness<'static, Scene>;

const SIZES: [(f32, f32, bool); 3] = [(1280.0, 800.0, false), (900.0, 600.0, true), (760.0, 480.0, false)];

pub fn opened_on(page: TrafficPage, events: impl IntoIterator<Item = Event>) -> Scene {
    let mut scene = Scene::empty();
    scene.apply(Event::ReachChanged(Reach {
        address: "127.0.0.1:8787".parse().unwrap(),
        network_ip: Some("192.168.1.4".parse().unwrap()),
        secret: Some(Secret::new("s3cret")),
        signing: None,
    }));
    scene.act(ToolAction::OpenPage(page).into());
    events.into_iter().for_each(|event| scene.apply(event));
    scene
}

fn shown(page: TrafficPage, events: impl IntoIterator<Item = Event>) -> Window {
    window(opened_on(page, events), 1280.0, 800.0, false)
}

fn click(window: &mut Window, name: &str) {
    window.get_by_label(name).click();
    window.run();
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

fn write(window: &mut Window, text: &str) {
    window.event(egui::Event::Text(text.to_owned()));
    window.run();
}

/// The commands since the last time that are about requests, but for questions.
fn asked(window: &mut Window) -> Vec<TrafficCommand> {
    let commands = std::mem::take(&mut window.state_mut().commands);
    let is_question = |command: &TrafficCommand| {
        matches!(
            command,
            TrafficCommand::LoadForwarding
                | TrafficCommand::LoadWatch
                | TrafficCommand::FindTunnels
                | TrafficCommand::Find { .. }
                | TrafficCommand::Follow { .. }
                | TrafficCommand::LoadRows { .. }
        )
    };
    let of_traffic = commands.into_iter().filter_map(|command| match command {
        Command::Traffic(command) => Some(command),
        _ => None,
    });
    of_traffic.filter(|command| !is_question(command)).collect()
}

fn told(event: TrafficEvent) -> Event {
    Event::Traffic(event)
}

fn target(id: i64) -> ForwardTarget {
    ForwardTarget {
        id: Some(TargetId(id)),
        name: if id == 1 { "Staging".into() } else { String::new() },
        url: if id == 1 { "http://localhost:3000/hook".into() } else { "https://ann:pw@h.example/x?token=t".into() },
        is_on: true,
        takes_unparsed: false,
    }
}

fn letter(id: i64, state: ForwardState) -> ForwardNote {
    ForwardNote {
        id: ForwardId(id),
        target: TargetId(1),
        target_name: "Staging".into(),
        delivery: DeliveryId(1_000 + id),
        state,
        tries: 12,
        next_at: (state == ForwardState::Waiting).then_some(UnixMillis(NOW.0 + 12_000)),
        status: None,
        why: Some("connection refused".into()),
        took_micros: None,
        tried_at: Some(UnixMillis(NOW.0 - 60_000)),
    }
}

/// Something waits for the first target, and two were given up for it.
pub fn forwarding() -> Event {
    let note = |id: i64, waiting: u64, dead| TargetNote {
        target: target(id),
        waiting,
        sent: 1_204,
        dead,
        last: Some("connection refused".into()),
        last_at: Some(UnixMillis(NOW.0 - 60_000)),
        next_at: (waiting > 0).then_some(UnixMillis(NOW.0 + 12_000)),
    };
    told(TrafficEvent::ForwardingLoaded(Arc::new(Forwarding {
        targets: vec![note(1, 3, 2), note(2, 0, 0)],
        dead: vec![letter(9, ForwardState::Dead), letter(8, ForwardState::Dead)],
        waiting: vec![letter(10, ForwardState::Waiting)],
    })))
}

fn change(id: i64) -> ShapeChange {
    ShapeChange {
        id: EntryId(id),
        source: "default".into(),
        path: "callAnalysis.followUpOwner".into(),
        kind: ShapeChangeKind::New { found: "string".into() },
        example: DeliveryId(1_042),
        at: UnixMillis(NOW.0 - 60_000),
        count: 12,
        is_seen: false,
    }
}

pub fn watch(payloads: u64) -> Event {
    let field = |path: &str, documented, word: &str| FieldUse {
        path: path.into(),
        documented,
        types: vec![(word.into(), payloads)],
        present: payloads,
        days: vec![(NOW, payloads, payloads)],
        example: Some(DeliveryId(1_042)),
    };
    told(TrafficEvent::WatchLoaded(Arc::new(ContractWatch {
        payloads,
        changes: vec![change(1)],
        fields: vec![
            field("callId", Some("string"), "string"),
            field("callAnalysis.score", Some("number"), "string"),
            field("callAnalysis.followUpOwner", None, "string"),
        ],
    })))
}

pub fn rehearsal() -> Rehearsal {
    Rehearsal { status: Some(503), body: None, delay_ms: 2_000, percent: 50 }
}

pub fn tunnel(status: TunnelStatus) -> Event {
    let found = |program, path: Option<&str>| TunnelFound { program, path: path.map(str::to_owned) };
    Event::TunnelChanged(Box::new(Tunnel {
        program: Some(TunnelProgram::Cloudflared),
        status,
        public_url: Some("https://abc.trycloudflare.com".into()),
        log: vec!["ERR no such host".into()],
        found: vec![found(TunnelProgram::Cloudflared, Some("/opt/cloudflared")), found(TunnelProgram::Ngrok, None)],
    }))
}

/// Request 7, with a secret in a header and in its path.
pub fn request(body: &[u8]) -> Arc<OpenedDelivery> {
    let mut note = detail(7, r#"{"callId":"a"}"#).deliveries.remove(0);
    note.path = "/webhook/call-completed/s3cret".into();
    let header = |name: &str, value: &str| Header { name: name.into(), value: value.into() };
    let headers = vec![header("Content-Type", "application/json"), header("X-Webhook-Secret", "s3cret")];
    let row = TrafficRow {
        note: note.clone(),
        title: Some("Ann Lee".into()),
        replay_of: None,
        rehearsed: None,
        forwards: ForwardTally::default(),
    };
    Arc::new(OpenedDelivery::of(row, Delivery { note, headers, body: body.to_vec() }, String::new(), Vec::new()))
}

fn resending(body: &[u8]) -> Window {
    let mut scene = opened_on(TrafficPage::Requests, []);
    scene.act(ToolAction::OpenResend(request(body)).into());
    window(scene, 1280.0, 800.0, false)
}

fn sent(tried: u32, of: u32) -> Event {
    told(TrafficEvent::SentAgain(Box::new(SentAgain {
        id: DeliveryId(7),
        to: "our own listener".into(),
        tried,
        of,
        taken: tried,
        status: Some(200),
        answer: r#"{"received":true}"#.into(),
        took_micros: Some(4_000),
        why: None,
    })))
}

/// Every name on screen.
fn names(window: &Window) -> Vec<String> {
    let nodes = window.root().children_recursive().filter_map(|node| node.accesskit_node().label());
    let values = window.root().children_recursive().filter_map(|node| node.accesskit_node().value());
    nodes.chain(values).collect()
}

#[test]
fn the_tabs_lead_to_the_pages_and_say_what_is_to_be_seen_there() {
    let events = [forwarding(), watch(40), Event::RehearsalChanged(Some(rehearsal())), tunnel(TunnelStatus::Healthy)];
    let mut window = shown(TrafficPage::Requests, events);
    for (name, page) in [
        ("Forwarding, 2 requests given up", TrafficPage::Forwarding),
        ("Contract, 1 change not seen", TrafficPage::Contract),
        ("Rehearsal, answers are altered on purpose", TrafficPage::Rehearsal),
        ("Reach, the tunnel is healthy", TrafficPage::Reach),
        ("Requests", TrafficPage::Requests),
    ] {
        window.get_by_role_and_label(Role::Tab, name).click();
        window.run();
        assert_eq!(window.state().inbox.tools.page, page);
        let tab = window.get_by_role_and_label(Role::Tab, name);
        assert_eq!(tab.accesskit_node().toggled(), Some(Toggled::True), "{name}");
    }
}

#[test]
fn pages_are_opened_by_keys_from_anywhere() {
    let mut window = window(Scene::empty(), 1280.0, 800.0, false);
    for (key, page) in [
        (Key::F, TrafficPage::Forwarding),
        (Key::W, TrafficPage::Contract),
        (Key::E, TrafficPage::Rehearsal),
        (Key::P, TrafficPage::Reach),
    ] {
        window.state_mut().act(Action::OpenScreen(Screen::Settings));
        window.run();
        window.key_press(Key::G);
        press(&mut window, Modifiers::NONE, key);
        assert_eq!((window.state().inbox.screen, window.state().inbox.tools.page), (Screen::Traffic, page));
    }
}

#[test]
fn a_target_is_added_by_the_keyboard() {
    let mut window = shown(TrafficPage::Forwarding, [told(TrafficEvent::ForwardingLoaded(Arc::default()))]);
    window.get_by_label_contains("Our own answer to the sender never waits for it.");
    click(&mut window, "Add a target");
    write(&mut window, "ftp://x");
    press(&mut window, Modifiers::NONE, Key::Enter);
    window.get_by_label("Only http and https can be sent to.");
    assert!(asked(&mut window).is_empty());
    press(&mut window, Modifiers::COMMAND, Key::A);
    write(&mut window, "http://localhost:3000/hook");
    click(&mut window, "Hand on what is not JSON, too");
    click(&mut window, "Add");
    let wanted = ForwardTarget { id: None, name: String::new(), takes_unparsed: true, ..target(1) };
    assert_eq!(asked(&mut window), [TrafficCommand::SaveTarget(wanted)]);
}

#[test]
fn no_key_does_anything_else_while_a_target_is_typed() {
    let mut window = shown(TrafficPage::Forwarding, [forwarding()]);
    click(&mut window, "Add a target");
    for key in [Key::G, Key::W, Key::Questionmark] {
        press(&mut window, Modifiers::NONE, key);
    }
    assert_eq!(window.state().inbox.tools.page, TrafficPage::Forwarding);
    assert!(!window.state().inbox.shortcuts_shown);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(
        (window.state().inbox.tools.forwarding.draft.clone(), window.state().inbox.screen),
        (None, Screen::Traffic)
    );
}

#[test]
fn targets_say_how_they_are_and_show_no_password() {
    let mut window = shown(TrafficPage::Forwarding, [forwarding()]);
    assert_eq!(window.query_all_by_label_contains("Tried again in 12 s.").count(), 1);
    window.get_by_label_contains("3 waiting");
    assert!(names(&window).iter().all(|name| !name.contains("pw") && !name.contains("token=t")));
    click(&mut window, "Try now");
    click(&mut window, "Hand on to Staging");
    let off = ForwardTarget { is_on: false, ..target(1) };
    assert_eq!(asked(&mut window), [TrafficCommand::HurryTarget { id: TargetId(1) }, TrafficCommand::SaveTarget(off)]);
    click(&mut window, "Remove Staging");
    assert!(asked(&mut window).is_empty(), "something waits for it");
    window.get_by_label_contains("3 requests on the way to Staging and 2 given up are forgotten with it.");
    click(&mut window, "Remove it");
    assert_eq!(asked(&mut window), [TrafficCommand::ForgetTarget { id: TargetId(1) }]);
}

#[test]
fn dead_letters_are_opened_and_sent_again() {
    let mut window = shown(TrafficPage::Forwarding, [forwarding()]);
    click(&mut window, "Send #1009 to Staging again");
    click(&mut window, "Send all again");
    let revive = |forward| TrafficCommand::Revive { target: TargetId(1), forward };
    assert_eq!(asked(&mut window), [revive(Some(ForwardId(9))), revive(None)]);
    click(&mut window, "#1008");
    assert_eq!(window.state().inbox.tools.page, TrafficPage::Requests);
    assert_eq!(asked(&mut window), [TrafficCommand::Open { id: DeliveryId(1_008) }]);
}

#[test]
fn changes_are_shown_with_their_example_and_seen() {
    let mut window = shown(TrafficPage::Contract, [watch(40)]);
    window
        .get_by_label_contains("not seen, New field callAnalysis.followUpOwner (string), first in #1042, today 11:40");
    click(&mut window, "Seen: New field callAnalysis.followUpOwner (string)");
    assert_eq!(asked(&mut window), [TrafficCommand::SeeChange { id: Some(EntryId(1)) }]);
    window.get_by_role_and_label(Role::Tab, "Contract");
    click(&mut window, "Show #1042, the example of: New field callAnalysis.followUpOwner (string)");
    assert_eq!(asked(&mut window), [TrafficCommand::Open { id: DeliveryId(1_042) }]);
}

#[test]
fn fields_are_listed_and_filtered() {
    let mut window = shown(TrafficPage::Contract, [watch(40)]);
    window.get_by_label("callId, contract string, sent as string, present 100 %");
    click(&mut window, "Only what differs");
    assert!(window.query_by_label_contains("callId, contract").is_none());
    window.get_by_label("callAnalysis.score, another type, contract number, sent as string, present 100 %");
    window.get_by_label(
        "callAnalysis.followUpOwner, not in the contract, contract not in it, sent as string, present 100 %",
    );
}

#[test]
fn before_twenty_payloads_it_says_what_it_needs() {
    let window = shown(TrafficPage::Contract, [watch(7)]);
    window.get_by_label("It needs 20 payloads to know what is usual: 7 so far.");
    let window = shown(TrafficPage::Contract, [told(TrafficEvent::WatchLoaded(Arc::default()))]);
    window.get_by_label("It needs 20 payloads to know what is usual: none came so far.");
}

#[test]
fn changes_are_a_mark_at_traffic_and_one_message_there_that_leads_to_them() {
    let mut window = window(Scene::empty(), 1280.0, 800.0, false);
    for id in [1, 2] {
        window.state_mut().apply(told(TrafficEvent::ShapeChanged(Box::new(change(id)))));
    }
    window.run();
    assert!(window.state().inbox.notices.shown().is_empty());
    click(&mut window, "Traffic, 2");
    window.state_mut().apply(told(TrafficEvent::ShapeChanged(Box::new(change(3)))));
    window.run();
    let message = window.get_by_label("The platform's payload changed: 3 new fields.");
    assert_eq!(message.accesskit_node().live(), egui::accesskit::Live::Polite);
    click(&mut window, "Show");
    assert_eq!(
        (window.state().inbox.screen, window.state().inbox.tools.page),
        (Screen::Traffic, TrafficPage::Contract)
    );
    assert!(window.state().inbox.notices.shown().is_empty());
}

#[test]
fn a_rehearsal_is_chosen_started_and_ended_from_any_screen() {
    let mut window = shown(TrafficPage::Rehearsal, []);
    assert!(window.query_by_label("Stop altering answers").is_none(), "never on by itself");
    click(&mut window, "429");
    click(&mut window, "11 s");
    window.get_by_label_contains("The sender gives up after 10 s");
    click(&mut window, "503");
    click(&mut window, "50 %");
    window.get_by_label("Another delay in seconds").focus();
    window.run();
    write(&mut window, "2");
    click(&mut window, "Start the rehearsal");
    assert_eq!(asked(&mut window), [TrafficCommand::Rehearse(Some(rehearsal()))]);
    window.state_mut().apply(Event::RehearsalChanged(Some(rehearsal())));
    for screen in [Screen::Calls, Screen::Callbacks, Screen::Settings, Screen::Traffic] {
        window.state_mut().act(Action::OpenScreen(screen));
        window.run();
        window.get_by_label("Answers are altered on purpose: 503 after 2 s for half of the calls.");
    }
    click(&mut window, "Stop altering answers");
    assert_eq!(asked(&mut window), [TrafficCommand::Rehearse(None)]);
    window.state_mut().apply(Event::RehearsalChanged(None));
    window.run();
    assert!(window.query_by_label_contains("Answers are altered on purpose").is_none());
}

#[test]
fn a_tunnel_is_started_and_its_url_copied_with_the_secret_and_not_shown() {
    let mut window = shown(TrafficPage::Reach, [tunnel(TunnelStatus::Off)]);
    window.get_by_label("Next: start cloudflared");
    click(&mut window, "Start cloudflared");
    assert_eq!(asked(&mut window), [TrafficCommand::StartTunnel(TunnelProgram::Cloudflared)]);
    assert!(window.query_by_label("Start ngrok").is_none(), "it is not installed");
    window.state_mut().apply(tunnel(TunnelStatus::Healthy));
    window.run();
    window.get_by_label("The public URL answers as ours, done");
    let whole = "https://abc.trycloudflare.com/webhook/call-completed/s3cret";
    assert!(names(&window).iter().all(|name| !name.contains("s3cret")));
    click(&mut window, "Copy the Public URL");
    assert_eq!(window.state().actions.last(), Some(&Action::Copied("Public URL")));
    click(&mut window, "Show the secret");
    assert!(names(&window).iter().any(|name| name == whole));
    assert!(names(&window).iter().any(|name| name.contains(&format!("\"postCall\": \"{whole}\""))));
    click(&mut window, "Stop cloudflared");
    assert_eq!(asked(&mut window), [TrafficCommand::StopTunnel]);
}

#[test]
fn a_tunnel_that_failed_says_why_and_shows_its_lines() {
    let failed = tunnel(TunnelStatus::Failed("it ended at once.".into()));
    let window = shown(TrafficPage::Reach, [failed]);
    window.get_by_label("cloudflared does not run: it ended at once.");
    window.get_by_label("ERR no such host");
    window.get_by_label("Start cloudflared");
}

#[test]
fn the_lines_for_a_proxy_are_there_once_they_are_asked_for() {
    let mut window = shown(TrafficPage::Reach, []);
    assert!(window.query_by_label("Copy the lines for nginx").is_none());
    click(&mut window, "A reverse proxy of your own");
    window.get_by_label("Copy the lines for nginx");
}

#[test]
fn a_request_that_is_being_read_says_so() {
    let mut scene = crate::traffic_view::scene(5);
    scene.act(call_inbox::inbox::TrafficAction::Take(DeliveryId(4)).into());
    window(scene, 900.0, 600.0, false).get_by_label("Reading request 4…");
}

#[test]
fn the_listener_is_opened_to_the_network() {
    let mut window = shown(TrafficPage::Reach, []);
    // Further down: the keyboard brings it into sight.
    window.get_by_label("Listen for the network").focus();
    window.run();
    press(&mut window, Modifiers::NONE, Key::Enter);
    let listen = Command::Listen { address: "0.0.0.0:8787".parse().unwrap() };
    assert!(window.state().commands.contains(&listen));
}

#[test]
fn a_request_is_sent_again_by_the_keyboard_alone() {
    let mut window = resending(br#"{"callId":"a"}"#);
    window.get_by_label_contains("POST /webhook/call-completed/•••");
    // The button has the keyboard.
    press(&mut window, Modifiers::NONE, Key::Enter);
    let as_it_came = Resend { id: DeliveryId(7), url: None, times: 1, edited: None };
    assert_eq!(asked(&mut window), [TrafficCommand::SendAgain(as_it_came.clone())]);
    window.state_mut().apply(sent(1, 1));
    window.run();
    window.get_by_label_contains("answered 200 after 4 ms");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert_eq!(asked(&mut window), [TrafficCommand::SendAgain(as_it_came)]);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.state().inbox.tools.resend.is_none());
    assert_eq!(window.state().inbox.screen, Screen::Traffic);
}

#[test]
fn it_goes_to_a_url_ten_times_with_progress_and_a_stop() {
    let mut window = resending(b"{}");
    click(&mut window, "A URL");
    write(&mut window, "http://localhost:9/x");
    click(&mut window, "10");
    click(&mut window, "Send");
    let wanted = Resend { id: DeliveryId(7), url: Some("http://localhost:9/x".into()), times: 10, edited: None };
    assert_eq!(asked(&mut window), [TrafficCommand::SendAgain(wanted)]);
    window.state_mut().apply(sent(3, 10));
    window.run();
    window.get_by_label_contains("3 of 10 · 3 × 200 · last 200 after 4 ms");
    click(&mut window, "Stop");
    assert_eq!(asked(&mut window), [TrafficCommand::StopSending]);
    window.get_by_label_contains("stopped");
}

#[test]
fn an_edited_body_says_where_it_is_no_json_and_keys_are_text() {
    let mut window = resending(br#"{"callId":"a"}"#);
    click(&mut window, "Edit first");
    window.get_by_role_and_label(Role::MultilineTextInput, "Body").focus();
    window.run();
    press(&mut window, Modifiers::COMMAND, Key::A);
    write(&mut window, "{\"a\" g t j ?}");
    press(&mut window, Modifiers::NONE, Key::J);
    window.get_by_label_contains("Not JSON: line 1, column 6");
    assert_eq!(window.state().inbox.tools.page, TrafficPage::Requests);
    assert!(!names(&window).iter().any(|name| name.contains("s3cret")));
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    let [TrafficCommand::SendAgain(resend)] = &asked(&mut window)[..] else { panic!("nothing was sent") };
    let edited = resend.edited.as_ref().unwrap();
    assert_eq!(String::from_utf8_lossy(&edited.body), "{\"a\" g t j ?}");
    assert_eq!(edited.headers[1].value, "s3cret");
}

#[test]
fn a_large_body_is_sent_as_it_came() {
    let window = resending(&vec![b' '; 300_000]);
    window.get_by_label_contains("The body is too large to be edited here (300.0 KB)");
}

#[test]
fn settings_ask_before_requests_are_taken_away() {
    let mut scene = Scene::empty();
    scene.act(SettingsAction::Open(SettingsSection::Requests).into());
    let mut window = window(scene, 1280.0, 800.0, false);
    click(&mut window, "30 days");
    assert!(asked(&mut window).is_empty());
    window.get_by_label_contains("Requests that are older than 30 days are taken away");
    click(&mut window, "Take them away");
    let limits = TrafficLimits { most_days: Some(30), most_requests: None };
    assert_eq!(asked(&mut window), [TrafficCommand::SetLimits(limits)]);
}

/// Every button has a name, and nothing is drawn beyond the window's edge.
#[test]
fn everything_has_a_name_and_fits_at_every_width() {
    let events =
        || [forwarding(), watch(40), tunnel(TunnelStatus::Healthy), Event::RehearsalChanged(Some(rehearsal()))];
    for (width, height, is_dark) in SIZES {
        for page in [TrafficPage::Forwarding, TrafficPage::Contract, TrafficPage::Rehearsal, TrafficPage::Reach] {
            let mut scene = opened_on(page, events());
            scene.act(ForwardingAction::Add.into());
            scene.act(ForwardingAction::Remove(TargetId(1)).into());
            scene.act(ContractAction::OnlyWhatDiffers(false).into());
            scene.act(RehearsalAction::TypeStatus("418".into()).into());
            fits(&window(scene, width, height, is_dark), width);
        }
        let mut scene = opened_on(TrafficPage::Requests, events());
        scene.act(ToolAction::OpenResend(request(b"{ x }")).into());
        scene.act(ResendAction::ToUrl(true).into());
        scene.act(ResendAction::Edit(true).into());
        let resend = window(scene, width, height, is_dark);
        fits(&resend, width);
        let send = resend.get_by_label("Send").rect();
        assert!(send.bottom() <= height, "{send:?} in {width} x {height}");
    }
}

fn fits(window: &Window, width: f32) {
    for role in [Role::Button, Role::Tab, Role::CheckBox, Role::Switch, Role::TextInput, Role::MultilineTextInput] {
        for node in window.query_all_by_role(role) {
            let name = node.accesskit_node().label().unwrap_or_default();
            assert!(!name.trim().is_empty(), "{role:?} at {:?}", node.rect());
            let rect = node.rect();
            assert!(rect.left() >= 0.0 && rect.right() <= width, "{name}: {rect:?} in {width}");
        }
    }
}
