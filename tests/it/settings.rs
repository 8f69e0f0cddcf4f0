//! Settings as a screen: its sections by clicks, keys, the palette and a search; what it says of the folder and of the program.

#![expect(clippy::unwrap_used, reason = "a test may fail here")]

use std::collections::BTreeSet;

use call_inbox::bus::{Command, Event, FolderFacts, Reach};
use call_inbox::inbox::{
    Action, DesktopPrefs, Licences, PickerAction, PickerKind, SETTINGS_ROWS, Screen, SettingsAction, SettingsSection,
};
use egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use crate::support::window::{Scene, window};

type Window = Harness<'static, Scene>;

pub fn at(section: SettingsSection) -> Scene {
    let mut scene = Scene::of(&[r#"{"callId":"c1","callerDetails":{"name":"Ann"}}"#]);
    scene.inbox.desktop = DesktopPrefs { can_start_at_login: true, ..DesktopPrefs::default() };
    scene.apply(Event::ReachChanged(Reach {
        address: "127.0.0.1:8787".parse().unwrap(),
        network_ip: None,
        secret: Some(call_inbox::bus::Secret::new("s3cret")),
        signing: None,
    }));
    scene.act(SettingsAction::Open(section).into());
    scene.apply(Event::FolderMeasured(Box::new(FolderFacts {
        database_bytes: 412_300_000,
        recordings: 1_804,
        recording_bytes: 1_630_000_000,
        free_bytes: Some(184_000_000_000),
        format: 14,
        system: "Some Linux 13, x86_64".into(),
        ..FolderFacts::default()
    })));
    scene
}

fn shown(section: SettingsSection) -> Window {
    window(at(section), 1280.0, 800.0, false)
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

fn open_section(window: &Window) -> SettingsSection {
    window.state().inbox.settings.section
}

#[test]
fn sections_are_opened_by_clicks_and_walked_by_arrows() {
    let mut window = shown(SettingsSection::Appearance);
    window.get_by_role_and_label(Role::Tab, "Storage").click();
    window.run();
    assert_eq!(open_section(&window), SettingsSection::Storage);
    press(&mut window, Modifiers::NONE, Key::ArrowUp);
    assert_eq!(open_section(&window), SettingsSection::Senders);
    window.get_by_role_and_label(Role::Tab, "Senders and security").focus();
    window.run();
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(open_section(&window), SettingsSection::Fetching);
    // The keyboard goes along, and only the open one is a stop of Tab.
    let focused = |window: &Window| window.get_by_role_and_label(Role::Tab, "Fetching").accesskit_node().is_focused();
    assert!(focused(&window));
    press(&mut window, Modifiers::NONE, Key::K);
    assert_eq!(open_section(&window), SettingsSection::Storage);
    press(&mut window, Modifiers::NONE, Key::Tab);
    assert!(!focused(&window));
}

#[test]
fn arrows_on_a_control_leave_the_section_alone() {
    let mut window = shown(SettingsSection::Playback);
    window.get_by_role_and_label(Role::Switch, "Skip silence").focus();
    window.run();
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(open_section(&window), SettingsSection::Playback);
    press(&mut window, Modifiers::NONE, Key::J);
    assert_eq!(open_section(&window), SettingsSection::Notifications);
}

#[test]
fn settings_open_as_desktop_programs_do_and_remember_where_one_was() {
    let mut window = window(Scene::of(&[r#"{"callId":"c1"}"#]), 1280.0, 800.0, false);
    press(&mut window, Modifiers::NONE, Key::Slash);
    press(&mut window, Modifiers::COMMAND, Key::Comma);
    assert_eq!((window.state().inbox.screen, open_section(&window)), (Screen::Settings, SettingsSection::Appearance));
    for action in [PickerAction::Open(PickerKind::Acts), PickerAction::Type("settings storage".into())] {
        window.state_mut().act(Action::Picker(action));
    }
    let lines = window.state().inbox.picker_lines();
    assert_eq!(lines[0].text, "Go to Settings: Storage");
    window.state_mut().act(Action::Picker(PickerAction::Take(0)));
    window.run();
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(window.state().inbox.screen, Screen::Calls);
    press(&mut window, Modifiers::COMMAND, Key::Comma);
    assert_eq!(open_section(&window), SettingsSection::Storage);
}

#[test]
fn a_setting_is_found_by_a_word() {
    let mut window = shown(SettingsSection::Appearance);
    press(&mut window, Modifiers::COMMAND, Key::F);
    window.event(egui::Event::Text("night".into()));
    window.run();
    window.get_by_label("Quiet hours, in Notifications");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(open_section(&window), SettingsSection::Notifications);
    assert_eq!(window.state().inbox.settings.pointed, Some("Quiet hours"));
    press(&mut window, Modifiers::COMMAND, Key::F);
    window.event(egui::Event::Text("teapot".into()));
    window.run();
    window.get_by_label("No setting is called that.");
}

#[test]
fn every_row_that_is_found_is_there() {
    for (width, height) in [(1280.0, 1200.0), (640.0, 1200.0)] {
        let mut window = window(at(SettingsSection::Appearance), width, height, false);
        window.state_mut().inbox.desktop.can_have_tray = true;
        for row in SETTINGS_ROWS {
            window.state_mut().act(SettingsAction::GoTo(*row).into());
            window.run();
            let is_label = |node: &egui_kittest::Node<'_>| node.accesskit_node().role() == Role::Label;
            assert!(window.query_all_by_label(row.name).any(|node| is_label(&node)), "{width}: {row:?}");
        }
    }
}

#[test]
fn the_folder_is_opened_its_path_copied_and_its_size_told() {
    let mut window = shown(SettingsSection::Storage);
    window.get_by_label("Database 412.3 MB");
    window.get_by_label("Recordings 1,804 files 1.6 GB");
    window.get_by_label("Free on this disk 184.0 GB");
    window.get_by_label("Open folder").click();
    window.run();
    assert!(window.state().commands.contains(&Command::OpenFolder));
    window.get_by_label("Copy path").click();
    window.step();
    let is_copied = |output: &egui::PlatformOutput| {
        output.commands.iter().any(|command| matches!(command, egui::OutputCommand::CopyText(text) if text == "calls"))
    };
    assert!(is_copied(&window.output().platform_output), "{:?}", window.output().platform_output.commands);
}

#[test]
fn the_program_says_what_it_is_and_who_made_what_is_in_it() {
    let mut window = shown(SettingsSection::About);
    window.get_by_label("The icon of Call Inbox");
    window.get_by_label(env!("CARGO_PKG_VERSION"));
    window.get_by_label("An SQLite database, format 14, with files beside it");
    window.get_by_label("Copy details for a report").click();
    window.run();
    assert!(window.state().inbox.notices.shown().iter().any(|notice| notice.text == "Details copied"));
    window.get_by_label("Licences: What is in it").click();
    window.run();
    assert_eq!(window.state().inbox.settings.licences, Licences::Parts);
    window.get_by_label_contains("SIL Open Font License 1.1");
    window.get_by_label("Licences: MIT").click();
    window.run();
    window.get_by_label_contains("Permission is hereby granted");
}

#[test]
fn keys_are_listed_and_found() {
    let mut window = shown(SettingsSection::Shortcuts);
    window.get_by_label("Snooze: H");
    window.get_by_label("Settings: G then ,  or  Ctrl+,");
    let field = window.get_by_label("Find a key");
    field.focus();
    field.type_text("snooz");
    window.run();
    window.get_by_label("Snooze: H");
    assert!(window.query_by_label("Star: S").is_none());
}

#[test]
fn where_there_is_little_room_the_sections_are_a_menu() {
    let mut window = window(at(SettingsSection::Storage), 640.0, 400.0, false);
    assert!(window.query_by_role(Role::Tab).is_none());
    window.get_by_label("Section: Storage").click();
    window.run();
    window.get_by_label("Playback").click();
    window.run();
    assert_eq!(open_section(&window), SettingsSection::Playback);
}

#[test]
fn everything_fits_in_every_window() {
    for (width, height) in [(1280.0, 800.0), (900.0, 600.0), (760.0, 600.0), (640.0, 400.0)] {
        let mut window = window(at(SettingsSection::Appearance), width, height, false);
        for section in SettingsSection::ALL {
            window.state_mut().act(SettingsAction::Open(section).into());
            window.run();
            for node in window.root().children_recursive() {
                if node.accesskit_node().bounding_box().is_none() || node.accesskit_node().role() == Role::TextRun {
                    continue;
                }
                let rect = node.rect();
                let is_within = rect.left() >= -1.0 && rect.right() <= width + 1.0;
                assert!(is_within, "{section:?} in {width}: {:?} {:?}", node.accesskit_node().label(), rect);
            }
        }
    }
}

/// The packages of a text: names with versions, as `Cargo.lock` has them.
fn locked() -> BTreeSet<(String, String)> {
    let value = |line: &str, key: &str| Some(line.strip_prefix(key)?.trim_matches('"').to_owned());
    let lock = include_str!("../../Cargo.lock");
    let mut packages = BTreeSet::new();
    for package in lock.split("[[package]]").skip(1) {
        let name = package.lines().find_map(|line| value(line, "name = ")).unwrap();
        let version = package.lines().find_map(|line| value(line, "version = ")).unwrap();
        packages.insert((name, version));
    }
    packages.remove(&(env!("CARGO_PKG_NAME").to_owned(), env!("CARGO_PKG_VERSION").to_owned()));
    packages
}

#[test]
fn licences_are_those_of_the_crates_that_are_used() {
    let text = include_str!("../../assets/licences.txt");
    let (_, crates) = text.split_once("\nCrates in the program").unwrap();
    let mut listed = BTreeSet::new();
    for line in crates.lines().skip(1).filter(|line| !line.starts_with("Crates that") && !line.starts_with('-')) {
        let mut words = line.split_whitespace();
        let Some((name, version)) = words.next().zip(words.next()) else { continue };
        assert!(words.next().is_some(), "{line} names no licence");
        assert!(!line.contains("not said"), "{line}");
        listed.insert((name.to_owned(), version.to_owned()));
    }
    let locked = locked();
    let missing: Vec<_> = locked.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&locked).collect();
    assert!(missing.is_empty() && gone.is_empty(), "run scripts/licences: missing {missing:?}, gone {gone:?}");
}
