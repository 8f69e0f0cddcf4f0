//! Scenes of calls: the list, the open call, whom to call back.

use std::sync::Arc;

use call_inbox::bus::Event;
use call_inbox::call::query::{Place, ValueKind};
use call_inbox::call::{CallDetail, Callback, EntryId, Gap, GapReason, History, Note, OwnTask, SavedSearch, Seq};
use call_inbox::inbox::{Action, ChoiceAction, SavedAction, Screen, WorkAction};
use egui::Key;
use jiff::tz::{Offset, TimeZone};

use crate::callers::{JOHN, JOHNS, ODD, ago, call, calls, inbox, list, many, opened};
use crate::studio::{Picture, Window, click, press, still, write};
use crate::window::{Scene, detail};

pub fn pictures() -> Vec<Picture> {
    let clicked = |name, scene, then| Picture { family: "Calls", name, scene, then };
    vec![
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
        still("Detail", "missing", missing),
        still("Over", "saving a search", saving),
        still("Over", "saving a search, with a problem", saving_in_vain),
        still("Call back", "queue", callbacks),
        still("Call back", "empty", no_callbacks),
    ]
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
    crate::lists::empty_view(call_inbox::call::View::Unread)
}

pub fn full() -> Scene {
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
