//! The window, driven by accessible names as a screen reader would: every click does something, nothing is unnamed, and
//! no payload breaks the layout.

use call_inbox::bus::{Command, Event, ListenerState, Reach, Scheme, Secret, Signing};
use call_inbox::call::{Seq, TriageChange, View};
use call_inbox::inbox::{Action, Screen, SettingsAction, SettingsSection};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use crate::support::corpus;
use crate::support::window::{Scene, detail, window};

const ANN: &str = r#"{"callId":"c1","callerDetails":{"name":"Ann Lee","phoneNumber":"+1-555-0100","email":"ann@example.com"},
    "callAnalysis":{"summary":"Wants a demo.","mood":"Positive","score":85,"callOutcome":"Demo Scheduled"}}"#;
const BOB: &str = r#"{"callId":"c2","callerDetails":{"name":"Bob Ray"},"callAnalysis":{"mood":"Angry","score":0}}"#;

fn two_calls() -> Harness<'static, Scene> {
    window(Scene::of(&[ANN, BOB]), 1280.0, 800.0, false)
}

#[test]
fn the_first_run_sends_a_test_call_through_the_port() {
    let mut window = window(Scene::empty(), 1280.0, 800.0, false);
    window.get_by_label("Ready for the first call");
    window.get_by_label("Send a test call").click();
    window.run();
    assert!(window.state().commands.contains(&Command::SendTestCall));
}

#[test]
fn a_click_on_a_row_opens_the_call_and_marks_it_read() {
    let mut window = two_calls();
    window.get_by_label_contains("Ann Lee, unread").click();
    window.run();
    let commands = &window.state().commands;
    assert!(commands.contains(&Command::LoadCall { seq: Seq(1) }));
    let is_read = |command: &Command| matches!(command, Command::Mark { seqs, change: TriageChange::Unread(false), .. } if **seqs == [Seq(1)]);
    assert!(commands.iter().any(is_read));
}

#[test]
fn the_open_call_can_be_starred_and_done_by_its_buttons() {
    let mut scene = Scene::of(&[ANN, BOB]);
    scene.open(1, ANN);
    let mut window = window(scene, 1280.0, 800.0, true);
    window.get_by_label("Star (S)").click();
    window.run();
    window.get_by_label("Mark done").click();
    window.run();
    let actions = &window.state().actions;
    assert!(actions.contains(&Action::ToggleStar) && actions.contains(&Action::ToggleDone), "{actions:?}");
}

#[test]
fn keys_walk_and_mark_but_never_while_typing() {
    let mut window = two_calls();
    for key in [egui::Key::J, egui::Key::J, egui::Key::S, egui::Key::E, egui::Key::Z] {
        window.key_press(key);
        window.run();
    }
    let wanted = [Action::ToggleStar, Action::ToggleDone, Action::Undo];
    assert!(wanted.iter().all(|action| window.state().actions.contains(action)), "{:?}", window.state().actions);
    window.key_press(egui::Key::Slash);
    window.run();
    window.state_mut().actions.clear();
    window.key_press(egui::Key::E);
    window.run();
    assert!(!window.state().actions.contains(&Action::ToggleDone));
    window.key_press(egui::Key::Escape);
    window.run();
}

#[test]
fn the_rail_changes_views_and_screens() {
    let mut window = two_calls();
    window.get_by_label("All calls").click();
    window.run();
    assert_eq!(window.state().inbox.view, View::All);
    window.get_by_label("Settings").click();
    window.run();
    assert_eq!(window.state().inbox.screen, Screen::Settings);
    window.get_by_label("Dark").click();
    window.run();
    assert_eq!(window.state().inbox.theme, call_inbox::inbox::ThemeChoice::Dark);
}

#[test]
fn a_taken_port_says_who_and_offers_another() {
    let mut scene = Scene::empty();
    scene.apply(Event::ListenerChanged(ListenerState::PortTaken {
        address: "127.0.0.1:8787".parse().unwrap(),
        holder: Some("nginx, process 42,".into()),
        offer: Some("127.0.0.1:8788".parse().unwrap()),
    }));
    let mut window = window(scene, 900.0, 600.0, false);
    window.get_by_label_contains("nginx, process 42, already listens on 127.0.0.1:8787");
    window.get_by_label("Listen on 127.0.0.1:8788").click();
    window.run();
    assert!(window.state().commands.contains(&Command::Listen { address: "127.0.0.1:8788".parse().unwrap() }));
}

#[test]
fn the_keys_are_shown_and_put_away() {
    let mut window = two_calls();
    window.get_by_label("Keys").click();
    window.run();
    window.get_by_label("Done, or not done: E");
    window.get_by_label("Close").click();
    window.run();
    assert!(!window.state().inbox.shortcuts_shown);
}

#[test]
fn no_payload_breaks_the_layout() {
    let mut too_wide = Vec::new();
    let mut window = window(Scene::of(&[ANN]), 900.0, 600.0, false);
    for fixture in corpus::fixtures().iter().filter(|fixture| fixture.status == 200) {
        let body = fixture.body();
        let text = String::from_utf8_lossy(&body);
        let call = detail(1, &text);
        let scene = window.state_mut();
        scene.apply(Event::CallChanged(Box::new(call.row())));
        scene.act(Action::SelectCall(Seq(1)));
        scene.apply(Event::CallLoaded(Box::new(call)));
        window.step();
        window.step();
        for node in window.root().children_recursive() {
            let Some(rect) = node.accesskit_node().bounding_box() else { continue };
            if rect.x1 > 901.0 && rect.y0 < 600.0 && rect.y1 > 0.0 {
                let name: String = node.accesskit_node().label().unwrap_or_default().chars().take(60).collect();
                too_wide.push(format!("{}: {name:?} reaches {}", fixture.file, rect.x1));
                break;
            }
        }
    }
    assert!(too_wide.is_empty(), "{} payloads:\n{}", too_wide.len(), too_wide.join("\n"));
}

/// Seen once: a screen painted its ground over the banner.
#[test]
fn nothing_is_painted_over_the_banner() {
    let taken = || {
        let address = "127.0.0.1:8787".parse().unwrap();
        Event::ListenerChanged(ListenerState::PortTaken { address, holder: None, offer: None })
    };
    let screens: [(Screen, &[&str]); 3] = [(Screen::Calls, &[]), (Screen::Settings, &[]), (Screen::Calls, &[ANN])];
    for (screen, payloads) in screens {
        let mut scene = Scene::of(payloads);
        if !payloads.is_empty() {
            scene.open(1, ANN);
        }
        scene.apply(taken());
        scene.act(Action::OpenScreen(screen));
        let window = window(scene, 1280.0, 800.0, false);
        let banner = window.get_by_label_contains("already listens on").rect();
        let text_at = |shape: &egui::Shape| matches!(shape, egui::Shape::Text(text) if text.galley.text().contains("already listens"));
        let shapes = &window.output().shapes;
        let at = shapes.iter().position(|shape| text_at(&shape.shape)).expect("the banner's text is painted");
        let over = shapes[at + 1..].iter().find(|shape| match &shape.shape {
            egui::Shape::Rect(rect) => {
                rect.fill.a() == 255
                    && rect.rect.contains_rect(banner.shrink(2.0))
                    && shape.clip_rect.contains_rect(banner.shrink(2.0))
            }
            _ => false,
        });
        assert!(over.is_none(), "{screen:?}: {over:?}");
    }
}

#[test]
fn the_reach_is_chosen_and_the_secret_shown_only_on_request() {
    let mut scene = Scene::empty();
    scene.act(SettingsAction::Open(SettingsSection::Senders).into());
    let reach = Reach {
        address: "127.0.0.1:8787".parse().unwrap(),
        network_ip: Some("192.168.1.4".parse().unwrap()),
        secret: None,
        signing: None,
    };
    scene.apply(Event::ReachChanged(reach.clone()));
    let mut window = window(scene, 1280.0, 800.0, false);
    window.get_by_label("Make a secret").click();
    window.run();
    window.state_mut().act(SettingsAction::Open(SettingsSection::Listener).into());
    window.run();
    window.get_by_label("The local network").click();
    window.run();
    let address = "0.0.0.0:8787".parse().unwrap();
    let commands = window.state().commands.clone();
    assert!(commands.contains(&Command::NewSecret) && commands.contains(&Command::Listen { address }), "{commands:?}");

    let secret = Some(Secret::new("s3cret"));
    window.state_mut().apply(Event::ListenerChanged(ListenerState::Listening { address }));
    window.state_mut().apply(Event::ReachChanged(Reach { address, secret: secret.clone(), ..reach }));
    window.run();
    window.get_by_label("http://192.168.1.4:8787/webhook/call-completed/••••••••");
    assert!(window.query_by_label_contains("s3cret").is_none());
    window.state_mut().act(SettingsAction::Open(SettingsSection::Senders).into());
    window.run();
    assert!(window.query_by_label_contains("s3cret").is_none());
    window.get_by_label("Show the secret").click();
    window.run();
    window.get_by_label("http://192.168.1.4:8787/webhook/call-completed/s3cret");
    window.get_by_label("Authorization: Bearer s3cret");
    window.get_by_label("Make a new secret").click();
    window.run();
    window.key_press(egui::Key::Z);
    window.run();
    assert_eq!(window.state().commands.last(), Some(&Command::UseSecret { secret }));
}

#[test]
fn signatures_are_checked_with_the_key_that_was_typed() {
    let mut scene = Scene::empty();
    scene.act(SettingsAction::Open(SettingsSection::Senders).into());
    let mut window = window(scene, 1280.0, 800.0, true);
    window.get_by_label("Signatures: Not checked").click();
    window.run();
    window.get_by_label("Retell").click();
    window.run();
    let key = window.get_by_label("Signing key");
    key.focus();
    key.type_text("key_1");
    window.run();
    window.get_by_label("Check signatures").click();
    window.run();
    let signing = Signing { scheme: Scheme::Retell, key: Secret::new("key_1"), header: String::new() };
    assert!(window.state().commands.contains(&Command::CheckSignatures { signing: Some(signing) }));
}
