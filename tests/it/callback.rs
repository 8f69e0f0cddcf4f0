//! Calling back, in the window and through the store: who is shown and why, what the clicks do, whose calls belong together.

use std::collections::BTreeSet;
use std::sync::Arc;

use call_inbox::bus::{Command, Event};
use call_inbox::call::{BestTime, Callback, CallerField, History, Seq, TriageChange, best_time, zones_of};
use call_inbox::inbox::{Action, Screen};
use call_inbox::simulator::Story;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use jiff::tz::TimeZone;

use crate::support::window::{Scene, detail, window};

// It is 11:41 in Greenwich in these windows, 17:11 in India, on a Friday.
pub const ASHA: &str = r#"{"callId":"a","callerDetails":{"name":"Asha Rao","company":"Rao Textiles","phoneNumber":"+91 98200 12345",
    "email":"asha@example.com","country":"India","bestTimeToCall":"Evenings"},"callAnalysis":{"actionItems":["Send the quote"]}}"#;
pub const BEN: &str = r#"{"callId":"b","callerDetails":{"name":"Ben Cole","phoneNumber":"+91 98200 54321","country":"India",
    "scheduledTime":"2025-12-15T10:00:00+05:30"}}"#;
pub const CLEO: &str =
    r#"{"callId":"c","callerDetails":{"name":"Cleo Park","bestTimeToCall":"when the shop is quiet"}}"#;

pub fn waiting(payloads: &[&str]) -> Scene {
    let mut scene = Scene::of(payloads);
    scene.inbox.zone_named = |name| {
        (name == "Asia/Kolkata")
            .then(|| TimeZone::fixed(jiff::tz::Offset::from_seconds(19_800).expect("less than a day")))
    };
    let calls = payloads
        .iter()
        .zip(1..)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .filter_map(|(json, seq)| Callback::of(&detail(seq, json)));
    scene.apply(Event::CallbacksLoaded(Arc::new(calls.collect())));
    scene
}

fn shown(width: f32, is_dark: bool) -> Harness<'static, Scene> {
    let mut window = window(waiting(&[ASHA, BEN, CLEO]), width, 800.0, is_dark);
    window.key_press(egui::Key::G);
    window.run();
    window.key_press(egui::Key::C);
    window.run();
    assert_eq!(window.state().inbox.screen, Screen::Callbacks);
    window
}

#[test]
fn the_rail_counts_who_can_be_called_now_and_leads_there() {
    let mut window = window(waiting(&[ASHA, BEN, CLEO]), 1280.0, 800.0, false);
    assert!(window.state().commands.contains(&Command::LoadCallbacks));
    window.get_by_label("Call back, 1").click();
    window.run();
    window.get_by_label("One person to call now.");
}

#[test]
fn a_row_says_who_why_and_how() {
    let window = shown(1280.0, false);
    window.get_by_label_contains("Asha Rao, Rao Textiles, 17:11 there, Asked for “Evenings”");
    window.get_by_label_contains("Ben Cole, 17:11 there, Agreed for Mon 15 Dec 10:00 there, next Mon 15 Dec 04:30");
    window.get_by_label_contains("Cleo Park, Asked for “when the shop is quiet”");
    window.get_by_label("+91 98200 12345");
    window.get_by_label("asha@example.com");
    for group in ["Now, 1", "No time given, 1", "Later, 1"] {
        window.get_by_label(group);
    }
}

#[test]
fn a_row_opens_its_call_even_out_of_the_list() {
    let mut window = shown(900.0, true);
    window.state_mut().list(Vec::new());
    window.get_by_label_contains("Open the call of Ben Cole").click();
    window.run();
    assert!(window.state().commands.contains(&Command::LoadCall { seq: Seq(2) }));
    window.state_mut().apply(Event::CallLoaded(Box::new(detail(2, BEN))));
    window.run();
    assert_eq!(window.state().inbox.detail.seq(), Some(Seq(2)));
    let is_read = |command: &Command| matches!(command, Command::Mark { seqs, change: TriageChange::Unread(false), .. } if **seqs == [Seq(2)]);
    assert!(window.state().commands.iter().any(is_read));
}

#[test]
fn done_takes_a_person_away_and_undo_is_offered() {
    let mut window = shown(1280.0, false);
    window.get_by_label("Done with Asha Rao").click();
    window.run();
    let is_done = |command: &Command| matches!(command, Command::Mark { seqs, change: TriageChange::Done(true), .. } if **seqs == [Seq(1)]);
    assert!(window.state().commands.iter().any(is_done));
    assert!(window.query_by_label_contains("Open the call of Asha Rao").is_none());
    window.get_by_label("Undo").click();
    window.run();
    assert!(window.state().actions.contains(&Action::Undo));
}

#[test]
fn an_appointment_is_saved_for_the_calendar() {
    let mut window = shown(1280.0, true);
    window.get_by_label("Save to calendar: Ben Cole").click();
    window.run();
    let saved = window.state().commands.iter().find_map(|command| match command {
        Command::SaveCalendar { file_name, text } => Some((file_name.clone(), text.clone())),
        _ => None,
    });
    let (file_name, text) = saved.expect("a file is asked for");
    assert!(file_name.ends_with("-20251215T043000Z.ics") && !file_name.contains("Ben"), "{file_name}");
    assert!(text.contains("DTSTART:20251215T043000Z"), "{text}");
    window.state_mut().apply(Event::CalendarSaved { path: "calendar/Ben.ics".into() });
    window.run();
    window.get_by_label_contains("Saved as calendar/Ben.ics");
}

#[test]
fn nobody_waiting_is_said() {
    let mut scene = waiting(&[]);
    scene.list(vec![detail(1, CLEO).row()]);
    scene.act(Action::OpenScreen(Screen::Callbacks));
    let window = window(scene, 1280.0, 800.0, false);
    window.get_by_label("Nobody waits for a call");
}

#[test]
fn two_thousand_people_and_long_names_keep_their_places() {
    let long = "Bartholomew Alexander Featherstonhaugh-Montgomery ".repeat(6);
    let json = |number: i64| {
        format!(
            r#"{{"callerDetails":{{"name":"{long}{number}","company":"{long}","phoneNumber":"+91 98{number:08}",
            "email":"{}@example.com","country":"India","bestTimeToCall":"evenings, {long}"}}}}"#,
            "x".repeat(200)
        )
    };
    let calls = (1..=2_000).rev().filter_map(|number| {
        let call = Callback::of(&detail(number, &json(number)))?;
        Some(Callback { email_key: None, ..call })
    });
    let mut scene = waiting(&[CLEO]);
    scene.apply(Event::CallbacksLoaded(Arc::new(calls.collect())));
    scene.act(Action::OpenScreen(Screen::Callbacks));
    let window = window(scene, 900.0, 600.0, false);
    let rows = window.root().children_recursive().filter(|node| node.accesskit_node().bounding_box().is_some());
    let too_wide: Vec<_> = rows
        .filter(|node| node.accesskit_node().bounding_box().is_some_and(|rect| rect.x1 > 901.0 && rect.y1 < 600.0))
        .filter_map(|node| node.accesskit_node().label())
        .collect();
    assert!(too_wide.is_empty(), "{too_wide:?}");
    assert!(window.query_all_by_label_contains("Open the call of").count() < 40);
}

#[test]
fn the_open_call_shows_the_callers_other_calls() {
    let mut scene = Scene::of(&[ASHA]);
    scene.act(Action::SelectCall(Seq(1)));
    let mut open = detail(1, ASHA);
    open.history = History { rows: vec![detail(7, BEN).row()], total: 1 };
    scene.apply(Event::CallLoaded(Box::new(open)));
    let mut window = window(scene, 1280.0, 1400.0, false);
    window.get_by_label("Earlier and later calls of this caller (1)");
    window.get_by_label_contains("Open the call of 11:41").click();
    window.run();
    assert!(window.state().commands.contains(&Command::LoadCall { seq: Seq(7) }));
}

#[test]
fn what_simulated_callers_say_is_understood_and_their_zones_are_known() {
    const IN_THEIR_WORDS: [&str; 2] = ["After the children are in bed", "بعد صلاة العصر"];
    let mut zones = BTreeSet::new();
    for number in 0..400 {
        let payload = Story::tell(7, number).payload("http://127.0.0.1:1");
        let caller = detail(1, &payload).call.caller;
        zones.extend(zones_of(&caller));
        let Some(said) = caller.known(CallerField::BestTimeToCall) else { continue };
        let is_phrase = matches!(best_time(said), BestTime::Phrase(_));
        assert_eq!(is_phrase, IN_THEIR_WORDS.contains(&said), "{said}");
    }
    assert!(zones.len() > 20);
    assert!(zones.iter().all(|zone| TimeZone::get(zone).is_ok()), "{zones:?}");
}
