//! Scenes of calls: the first run, the list, the open call, whom to call back, what lies over them.

use std::sync::Arc;

use call_inbox::bus::{Event, ListenerState, Reach, StoreState};
use call_inbox::call::query::{Place, ValueKind};
use call_inbox::call::{
    CallDetail, Callback, EntryId, Gap, GapReason, History, Note, OwnTask, SavedSearch, Seq, UnixMillis,
};
use call_inbox::inbox::{Action, ChoiceAction, PickerAction, PickerKind, SavedAction, Screen, WorkAction};
use egui::Key;
use jiff::tz::{Offset, TimeZone};

use crate::callers::{JOHN, JOHNS, ODD, ago, call, calls, inbox, list, many, opened};
use crate::studio::{Picture, Window, click, press, still, write};
use crate::window::{NOW, Scene, detail};

pub fn pictures() -> Vec<Picture> {
    let clicked = |name, scene, then| Picture { family: "Calls", name, scene, then };
    vec![
        still("First run", "listening", Scene::empty),
        still("First run", "port taken", port_taken),
        still("First run", "starting", starting),
        still("Calls", "nothing open", inbox),
        still("Calls", "hundreds, with a gap", hundreds),
        still("Calls", "search with hits", hits),
        still("Calls", "search without hits", no_hits),
        still("Calls", "problem in a search", problem),
        clicked("suggestions", inbox, |window| {
            press(window, &[Key::Slash]);
            write(window, "mo");
        }),
        clicked("filter popup", inbox, |window| {
            click(window, "Filter by mood");
            answer_moods(window);
        }),
        still("Calls", "many selected", selected),
        still("Calls", "view is empty", nothing_unread),
        still("Detail", "full", full),
        still("Detail", "worked on", worked_on),
        still("Detail", "few fields", || opened(call(3))),
        still("Detail", "odd JSON", odd),
        still("Detail", "Devanagari", || opened(call(8))),
        still("Detail", "CJK", || opened(call(5))),
        still("Detail", "Arabic", || opened(call(4))),
        still("Detail", "long names", || opened(call(6))),
        still("Detail", "reading", reading),
        still("Detail", "missing", missing),
        still("Over", "snooze picker", || over(PickerKind::Snooze, "")),
        still("Over", "snooze picker, typed", || over(PickerKind::Snooze, "fri 14:00")),
        still("Over", "tags", || over(PickerKind::Tags, "Ho")),
        still("Over", "commands", || over(PickerKind::Acts, "")),
        still("Over", "commands, typed", || over(PickerKind::Acts, "sno")),
        still("Over", "keys", keys),
        still("Over", "saving a search", saving),
        still("Over", "saving a search, with a problem", saving_in_vain),
        still("Over", "messages", messages),
        still("Banners", "store failing", store_failing),
        still("Banners", "listener failed", listener_failed),
        still("Banners", "port taken", port_taken_with_calls),
        still("Call back", "queue", callbacks),
        still("Call back", "empty", no_callbacks),
    ]
}

fn port_taken() -> Scene {
    let mut scene = Scene::empty();
    scene.apply(taken());
    scene
}

fn taken() -> Event {
    Event::ListenerChanged(ListenerState::PortTaken {
        address: "127.0.0.1:8787".parse().unwrap(),
        holder: Some("node, process 4242".into()),
        offer: Some("127.0.0.1:8788".parse().unwrap()),
    })
}

fn starting() -> Scene {
    let mut scene = Scene::empty();
    let address = "127.0.0.1:8787".parse().unwrap();
    scene.apply(Event::ReachChanged(Reach { address, network_ip: None, secret: None, signing: None }));
    scene.apply(Event::ListenerChanged(ListenerState::Starting));
    scene
}

fn hundreds() -> Scene {
    let mut scene = inbox();
    list(&mut scene, &many(300));
    let gap = Gap { from: ago(160), to: Some(ago(120)), reason: GapReason::Closed };
    scene.apply(Event::GapsLoaded(Arc::new(vec![gap])));
    scene.apply(Event::SavedSearchesLoaded(vec![
        SavedSearch { id: EntryId(1), name: "Hot leads".into(), text: "score:>=80".into(), tag: None },
        SavedSearch {
            id: EntryId(2),
            name: "Unhappy callers of this month".into(),
            text: "mood:frustrated".into(),
            tag: None,
        },
    ]));
    scene.apply(Event::Counted { id: EntryId(1), count: 12 });
    scene.apply(Event::Counted { id: EntryId(2), count: 1_234 });
    scene
}

fn hits() -> Scene {
    let mut scene = inbox();
    scene.act(Action::Search("demo".into()));
    list(&mut scene, &[call(JOHNS)]);
    scene
}

fn no_hits() -> Scene {
    let mut scene = inbox();
    scene.act(Action::Search("zeppelin mood:angry".into()));
    list(&mut scene, &[]);
    scene
}

fn problem() -> Scene {
    let mut scene = inbox();
    scene.act(Action::Search("demo score:abc".into()));
    list(&mut scene, &[call(JOHNS)]);
    scene
}

/// The moods that exist.
fn answer_moods(window: &mut Window) {
    let values = ["Positive", "Neutral", "Frustrated", "Mixed", "Angry"].map(String::from).to_vec();
    let kind = ValueKind::At(Place::Mood);
    window.state_mut().apply(Event::ValuesLoaded { kind, begin: String::new(), values });
    window.run_ok();
}

fn selected() -> Scene {
    let mut scene = full();
    for seq in [9, 8, 6] {
        scene.act(Action::Choose(ChoiceAction::Toggle(Seq(seq))));
    }
    scene
}

fn nothing_unread() -> Scene {
    let mut scene = inbox();
    scene.act(Action::SelectView(call_inbox::call::View::Unread));
    list(&mut scene, &[]);
    scene
}

fn full() -> Scene {
    let mut call = call(JOHNS);
    let before: Vec<_> = calls().iter().skip(6).take(2).map(CallDetail::row).collect();
    call.history = History { total: 2, rows: before };
    opened(call)
}

fn worked_on() -> Scene {
    let mut call = call(JOHNS);
    let note = |id: i64, text: &str, at_ms| Note {
        id: EntryId(id),
        written_at: ago(30 - id),
        edited_at: (id == 2).then_some(ago(3)),
        text: text.into(),
        at_ms,
        turn: None,
    };
    call.notes = vec![
        note(1, "Prefers the morning. Their lawyer has to read the contract first, so plan a week.", None),
        note(2, "Here he says what they pay today.", Some(95_000)),
        note(3, "", Some(120_000)),
    ];
    let task =
        |id: i64, text: &str, done_at| OwnTask { id: EntryId(id), text: text.into(), created_at: ago(20), done_at };
    call.own_tasks = vec![task(4, "Ask Lena for the slides", None), task(5, "Reserve a room", Some(ago(5)))];
    call.tags = vec!["Hot".into(), "Enterprise".into()];
    call.triage.starred = true;
    call.triage.unread = false;
    let mut scene = opened(call);
    scene.act(WorkAction::TypeNote("A note that is being written".into()).into());
    scene
}

fn odd() -> Scene {
    let mut call = detail(JOHNS, ODD);
    call.received_at = ago(59);
    opened(call)
}

fn reading() -> Scene {
    let mut scene = inbox();
    scene.act(Action::SelectCall(Seq(JOHNS)));
    scene
}

fn missing() -> Scene {
    let mut scene = reading();
    scene.apply(Event::CallMissing { seq: Seq(JOHNS) });
    scene
}

fn over(kind: PickerKind, typed: &str) -> Scene {
    let mut scene = full();
    scene.act(Action::Picker(PickerAction::Open(kind)));
    if kind == PickerKind::Tags {
        let values = ["Hot", "Holiday", "Enterprise"].map(String::from).to_vec();
        scene.apply(Event::ValuesLoaded { kind: ValueKind::Tag, begin: String::new(), values });
    }
    if !typed.is_empty() {
        scene.act(Action::Picker(PickerAction::Type(typed.into())));
    }
    scene
}

fn keys() -> Scene {
    let mut scene = full();
    scene.act(Action::ToggleShortcuts);
    scene
}

fn saving() -> Scene {
    let mut scene = hits();
    scene.act(SavedAction::Save.into());
    scene
}

fn saving_in_vain() -> Scene {
    let mut scene = problem();
    scene.act(SavedAction::Save.into());
    scene.act(SavedAction::GiveTag(true).into());
    scene.act(SavedAction::TypeTag("Hot".into()).into());
    scene
}

fn messages() -> Scene {
    let mut scene = full();
    scene.apply(Event::CommandFailed {
        what: "Marking the call".into(),
        why: "The disk is full: 0 bytes are free in the folder of the calls.".into(),
    });
    scene.apply(Event::ClipSaved { path: "clips/John Smith 1.00–1.30.wav".into() });
    scene.act(Action::Snooze(Some(UnixMillis(NOW.0 + 3_600_000))));
    scene
}

fn store_failing() -> Scene {
    let mut scene = full();
    scene.apply(Event::StoreChanged(StoreState::Failing { reason: "The disk is full.".into() }));
    scene
}

fn listener_failed() -> Scene {
    let mut scene = full();
    scene.apply(Event::ListenerChanged(ListenerState::Failed {
        address: "192.168.1.4:8787".parse().unwrap(),
        reason: "This machine has no such address any more.".into(),
    }));
    scene
}

fn port_taken_with_calls() -> Scene {
    let mut scene = full();
    scene.apply(taken());
    scene
}

pub fn callbacks() -> Scene {
    let asked = [
        (JOHN, 59),
        (
            r#"{"callId":"q1","callerDetails":{"name":"Asha Rao","company":"Rao Textiles","phoneNumber":"+91 98200 12345","email":"asha@example.com","country":"India","bestTimeToCall":"Evenings"},"callAnalysis":{"actionItems":["Send the quote"]}}"#,
            70,
        ),
        (
            r#"{"callId":"q2","callerDetails":{"name":"Ben Cole","phoneNumber":"+91 98200 54321","country":"India","scheduledTime":"2025-12-15T10:00:00+05:30"}}"#,
            120,
        ),
        (r#"{"callId":"q3","callerDetails":{"name":"Cleo Park","bestTimeToCall":"when the shop is quiet"}}"#, 300),
        (
            r#"{"callId":"q4","callerDetails":{"name":"María-José Fernández de la Vega y Santa Cruz","company":"Clínica Dental del Mediterráneo, Sociedad Limitada","phoneNumber":"+34 612 345 678","bestTimeToCall":"Mornings"},"callAnalysis":{"callOutcome":"Callback requested"}}"#,
            1_500,
        ),
    ];
    let mut scene = inbox();
    scene.inbox.zone_named =
        |name| (name == "Asia/Kolkata").then(|| TimeZone::fixed(Offset::from_seconds(19_800).unwrap()));
    let waiting = asked.into_iter().zip((10..20).rev()).collect::<Vec<_>>();
    let callbacks = waiting.into_iter().filter_map(|((json, minutes), seq)| {
        let mut call = detail(seq, json);
        call.received_at = ago(minutes);
        Callback::of(&call)
    });
    scene.apply(Event::CallbacksLoaded(Arc::new(callbacks.collect())));
    scene.act(Action::OpenScreen(Screen::Callbacks));
    scene
}

fn no_callbacks() -> Scene {
    let mut scene = inbox();
    scene.apply(Event::CallbacksLoaded(Arc::default()));
    scene.act(Action::OpenScreen(Screen::Callbacks));
    scene
}
