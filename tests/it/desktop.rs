//! The window among others: what is told outside it, files dropped on it, what goes on without it, a second start.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use call_inbox::bus::{Command, Event};
use call_inbox::call::{Seq, UnixMillis};
use call_inbox::inbox::{Action, AlertPrefs, DesktopPrefs, QuietHours, SettingsAction, SettingsSection, TrayChoice};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use crate::support::engines::Running;
use crate::support::program::{self, Served};
use crate::support::window::{NOW, Scene, detail, window};

fn settings(section: SettingsSection) -> Harness<'static, Scene> {
    let mut scene = Scene::of(&[r#"{"callId":"c1"}"#]);
    scene.act(SettingsAction::Open(section).into());
    scene.inbox.desktop = DesktopPrefs { can_start_at_login: true, can_have_tray: true, ..DesktopPrefs::default() };
    window(scene, 1280.0, 800.0, false)
}

fn click(window: &mut Harness<'static, Scene>, label: &str) {
    window.get_by_label(label).click();
    window.run();
}

#[test]
fn settings_say_what_is_told_outside_the_window() {
    let mut window = settings(SettingsSection::Notifications);
    click(&mut window, "Only that there is one");
    click(&mut window, "With sound");
    click(&mut window, "Do not disturb until tomorrow");
    click(&mut window, "Quiet hours every day");
    window.get_by_label("Quiet from 20:00");
    let prefs = window.state().inbox.alerts.prefs;
    let hours = Some(QuietHours::NIGHT);
    let wanted = AlertPrefs { hides_details: true, has_sound: false, quiet_hours: hours, ..prefs };
    assert!(prefs.is_put_off(NOW) && prefs == wanted, "{prefs:?}");
    window.get_by_label("Nothing is told until Sat 08:00.");
    click(&mut window, "Show one now");
    assert!(window.state_mut().inbox.take_alert().is_some_and(|alert| alert.is_test));
    click(&mut window, "Do not disturb until tomorrow");
    click(&mut window, "Quiet hours every day");
    click(&mut window, "Tell me about new calls");
    assert!(window.query_by_label("With sound").is_none());
    let arrived = detail(2, r#"{"callId":"c2"}"#).row();
    window.state_mut().apply(Event::CallArrived(Box::new(arrived)));
    window.state_mut().inbox.tick(UnixMillis(NOW.0 + 60_000));
    assert_eq!(window.state_mut().inbox.take_alert(), None);
}

#[test]
fn settings_say_what_goes_on_without_the_window() {
    let mut window = settings(SettingsSection::Window);
    click(&mut window, "Keep receiving");
    assert!(window.state().inbox.desktop.keeps_listening);
    window.get_by_label_contains("Click its icon in the tray to see it, or start Call Inbox again.");
    click(&mut window, "Begin to receive at login");
    click(&mut window, "Always");
    assert_eq!(window.state().inbox.desktop.tray, TrayChoice::Always);
    click(&mut window, "No icon");
    window.get_by_label_contains("Start Call Inbox again to see it, or click a notification.");
    assert!(window.state().commands.contains(&Command::StartAtLogin(true)));
    click(&mut window, "Quit now");
    assert!(window.state().inbox.wants_to_quit);
}

#[derive(Debug)]
struct OnDisk(PathBuf);

impl egui::DroppedFile for OnDisk {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        fs::read(&self.0).map_err(|error| error.to_string())
    }
}

#[test]
fn files_over_the_window_say_what_letting_go_does() {
    let mut window = window(Scene::of(&[r#"{"callId":"c1"}"#]), 1280.0, 800.0, false);
    window.input_mut().hovered_files = vec![egui::HoveredFile::default()];
    window.step();
    window.step();
    window.get_by_label("Drop to receive as a call");
    window.input_mut().hovered_files = Vec::new();
    window.input_mut().dropped_files = vec![Arc::new(OnDisk("a.json".into())), Arc::new(OnDisk("b.json".into()))];
    window.run();
    assert!(window.query_by_label("Drop to receive as a call").is_none());
    let wanted = Command::TakeFiles { paths: vec!["a.json".into(), "b.json".into()], attach_to: None };
    assert!(window.state().commands.contains(&wanted), "{:?}", window.state().commands);
}

#[test]
fn a_recording_over_an_open_call_says_whose_it_becomes() {
    let mut scene = Scene::of(&[r#"{"callId":"c1"}"#]);
    scene.open(1, r#"{"callId":"c1","callerDetails":{"name":"John Smith"}}"#);
    let mut window = window(scene, 1280.0, 800.0, false);
    window.input_mut().hovered_files =
        vec![egui::HoveredFile { path: Some("call.wav".into()), ..egui::HoveredFile::default() }];
    window.step();
    window.step();
    window.get_by_label("Drop to attach to John Smith");
    window.get_by_label("As the recording of this call.");
    window.input_mut().hovered_files = Vec::new();
    window.input_mut().dropped_files = vec![Arc::new(OnDisk("call.wav".into()))];
    window.run();
    let wanted = Command::TakeFiles { paths: vec!["call.wav".into()], attach_to: Some(Seq(1)) };
    assert!(window.state().commands.contains(&wanted), "{:?}", window.state().commands);
}

#[test]
fn files_are_chosen_and_a_call_is_copied_by_keys() {
    let mut scene = Scene::of(&[r#"{"callId":"c1"}"#]);
    scene.open(1, r#"{"callId":"c1","callerDetails":{"name":"John Smith"}}"#);
    let mut window = window(scene, 1280.0, 800.0, false);
    window.state_mut().commands.clear();
    let command = egui::Modifiers::COMMAND;
    window.key_press_modifiers(command, egui::Key::O);
    window.key_press_modifiers(command.plus(egui::Modifiers::SHIFT), egui::Key::O);
    window.run();
    let asked = [None, Some(Seq(1))].map(|attach_to| Command::ChooseFiles { attach_to });
    assert!(asked.iter().all(|asked| window.state().commands.contains(asked)), "{:?}", window.state().commands);
    // As the system tells of Ctrl+C.
    window.event(egui::Event::Copy);
    window.run();
    window.get_by_label("Call copied");
    assert!(window.state().actions.contains(&Action::CopyCall));
}

#[test]
fn dropped_files_come_through_the_port_and_others_are_named() {
    let mut running = Running::start("127.0.0.1:0");
    let folder = program::folder();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let payload = file("call.json", r#"{"callId":"dropped-1","callerDetails":{"name":"Ann"}}"#);
    let notes = file("notes.txt", "Hello");
    running.command(Command::TakeFiles { paths: vec![payload, notes], attach_to: None });
    // Told by different threads, in any order.
    let (mut row, mut outcome) = (None, None);
    running.wait_for(|event| {
        match event {
            Event::CallArrived(arrived) => row = Some(arrived),
            Event::FilesReceived { received, refused } => outcome = Some((received, refused)),
            _ => {}
        }
        (row.is_some() && outcome.is_some()).then_some(())
    });
    let (row, outcome) = (row.unwrap(), outcome.unwrap());
    assert_eq!((row.id.as_str(), row.title.as_str()), ("dropped-1", "Ann"));
    assert_eq!(
        outcome,
        (
            1,
            vec![String::from(
                "notes.txt was not received: it is a transcript. Open the call it belongs to, and drop it there."
            )]
        )
    );
}

#[test]
fn a_second_start_brings_the_window_up_and_leaves_serve_alone() {
    let folder = program::folder();
    let _served = Served::start(folder.path());
    // `serve` has no window: that is said.
    let refused = program::program(folder.path(), &[]).output().unwrap();
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(refused.status.code() == Some(1) && said.contains("already runs on this folder (process"), "{said}");

    // The owner has one, as far as the folder tells.
    let window = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = window.local_addr().unwrap().port();
    let note = format!(r#"{{"port":{port},"knock":"sesame","answer":"here"}}"#);
    fs::write(folder.path().join("window.json"), note).unwrap();
    let answering = std::thread::Builder::new().spawn(move || {
        ["show", "look"].map(|_| {
            let (stream, _) = window.accept().unwrap();
            let mut line = String::new();
            BufReader::new(&stream).read_line(&mut line).unwrap();
            (&stream).write_all(b"here\n").unwrap();
            line
        })
    });
    for (arguments, part) in [(&[][..], "its window was brought up"), (&["--hidden"], "runs on this folder already")] {
        let second = program::program(folder.path(), arguments).output().unwrap();
        let said = String::from_utf8_lossy(&second.stderr).into_owned();
        assert!(second.status.code() == Some(0) && said.contains(part), "{said}");
    }
    assert_eq!(answering.unwrap().join().unwrap(), ["show sesame\n", "look sesame\n"]);
}
