//! Acts: names, keys and when they are possible.

use std::collections::HashSet;

use super::super::samples::{detail, filled};
use super::*;
use crate::bus::{Event, PlayerState, PlayerStatus};
use crate::call::Seq;
use crate::traffic::Rehearsal;

#[test]
fn every_act_has_a_name_of_its_own_and_no_key_does_two_things() {
    let (mut names, mut keys) = (HashSet::new(), HashSet::new());
    for act in ACTS {
        assert!(!act.name.trim().is_empty() && names.insert((act.group, act.name)), "{}", act.name);
        // The table of requests and Settings have screens of their own, and with it their own keys.
        for key in act.keys {
            assert!(keys.insert((act.group.has_own_screen().then_some(act.group), *key)), "{}: {key}", act.name);
        }
    }
    let keys: HashSet<&str> = keys.into_iter().map(|(_, key)| key).collect();
    // A key that begins another is never a key itself.
    for key in keys.iter().filter_map(|key| key.split_once(" then ")).map(|(first, _)| first) {
        assert!(!keys.contains(key), "{key}");
    }
}

/// By the palette: typed by its name, taken with Enter.
#[test]
fn every_act_can_be_done_by_its_name() {
    for act in ACTS {
        let mut inbox = filled(3);
        inbox.act(Action::SelectCall(Seq(2)));
        let json = r#"{"recordingUri":"https://x/a.ogg","transcriptUri":"https://x/a.json","callAnalysis":{"actionItems":["Call back"]}}"#;
        let mut call = detail(2, json);
        if act.name.starts_with("Remove the attached") {
            let uri = Some(format!("attached:{}/mine", "0f".repeat(32)));
            (call.call.recording_uri, call.call.transcript_uri) = (uri.clone(), uri);
        }
        call.triage.snoozed_until = Some(inbox.now);
        inbox.list.row_mut(Seq(2)).unwrap().triage = call.triage;
        inbox.apply(Event::CallLoaded(Box::new(call)));
        let (seq, looped) = (Some(Seq(2)), Some((0, 9_000)));
        let status = PlayerStatus::Paused;
        inbox.apply(Event::PlayerChanged(Box::new(PlayerState { seq, looped, status, ..PlayerState::default() })));
        let transcript = Some(std::sync::Arc::new(crate::inbox::transcript::samples::transcript(vec![
            crate::inbox::transcript::samples::said(crate::transcript::Side::Caller, "Hi", Some((0, None))),
        ])));
        inbox.apply(Event::TranscriptLoaded { seq: Seq(2), transcript, reading: Box::default() });
        if act.name == "Select none" {
            inbox.act(Action::Choose(ChoiceAction::All));
        }
        if act.name == "Disturb me again" {
            inbox.act(Action::Alerts(AlertAction::QuietUntilTomorrow));
        }
        if act.name == "Stop the rehearsal" {
            let rehearsal = Rehearsal { status: Some(503), body: None, delay_ms: 0, percent: 100 };
            inbox.apply(Event::RehearsalChanged(Some(rehearsal)));
        }
        if act.name == "Theme of the system" {
            inbox.act(Action::ChooseTheme(ThemeChoice::Dark));
        }
        if act.name == "Save this search" {
            inbox.search = "ann".into();
        }
        if act.group == Group::Settings && !act.keys.is_empty() {
            assert!(!(act.is_possible)(&inbox), "{}", act.name);
            inbox.act(Action::OpenScreen(Screen::Settings));
        }
        if act.group == Group::Inspect {
            assert!(!(act.is_possible)(&inbox), "{}", act.name);
            crate::inbox::traffic::samples::open_one(&mut inbox);
        }
        assert!((act.is_possible)(&inbox), "{}", act.name);
        inbox.act(Action::Picker(PickerAction::Open(PickerKind::Acts)));
        inbox.act(Action::Picker(PickerAction::Type(act.name.to_owned())));
        let lines = inbox.picker_lines();
        let at = lines.iter().position(|line| line.text == act.palette_name()).expect(act.name);
        inbox.act(Action::Picker(PickerAction::Take(at)));
        let is_palette = act.name == "Find a command";
        assert_eq!(inbox.picker.as_ref().is_some_and(|picker| picker.kind == PickerKind::Acts), is_palette);
        assert_eq!(inbox.recent_acts.first().map(String::as_str), Some(act.palette_name().as_str()));
    }
}
