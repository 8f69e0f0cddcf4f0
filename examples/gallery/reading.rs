//! Scenes of the open call: everything that can be known of one, and a call that is still being read.

use std::sync::Arc;

use call_inbox::bus::Event;
use call_inbox::call::{
    CallDetail, Change, DeliveryId, EntryId, History, Media, MediaKind, MediaState, Note, OwnTask, Seq, UnixMillis,
    Verdict,
};
use call_inbox::inbox::{Action, Field};
use egui::Key;

use crate::callers::{JOHNS, ago, call, calls, inbox, opened, transcript_shown};
use crate::calls::callbacks;
use crate::listening::{demo, heard, plays};
use crate::studio::{Picture, press, still, write};
use crate::window::{NOW, Scene, detail};

/// The same call with dates on each side of today, words for a date, and what stands beside a task.
const TASKS: &str = r#"{"callId":"693bff62619c51fac21acf51","callerDetails":{"name":"Asha Rao","company":"Rao Textiles",
"phoneNumber":"+91 98200 12345"},"callAnalysis":{"summary":"Wants the quote again, with the longer warranty.","mood":"Neutral",
"score":62,"callOutcome":"Callback requested","actionItems":[
{"task":"Send the quote with the longer warranty","dueDate":"2025-12-09","owner":"Lena","priority":"High"},
{"task":"Ask the workshop for a date","dueDate":"2025-12-11"},
{"task":"Ring back about the delivery to the second address, which is a warehouse with no bell","dueDate":"2025-12-12","owner":"Mira Okafor"},
{"task":"Prepare the contract","dueDate":"2025-12-13","owner":"Lena"},
{"task":"Visit","dueDate":"as soon as the monsoon has ended and roads are dry"},
{"task":"Write down the measures","dueDate":"2025-12-08","status":"done","owner":"Lena"}]}}"#;

pub fn pictures() -> Vec<Picture> {
    vec![
        still("Detail", "everything known", everything),
        still("Detail", "playing with a transcript", || {
            let mut scene = everything();
            plays(&mut scene, call_inbox::bus::PlayerStatus::Playing, 16_400);
            scene
        }),
        still("Detail", "snoozed, tagged, starred", put_off),
        still("Detail", "overdue tasks", || opened(detail(JOHNS, TASKS))),
        Picture {
            family: "Detail",
            name: "typing a task",
            scene: || {
                let mut scene = opened(detail(JOHNS, TASKS));
                scene.act(Action::FocusField(Field::Task));
                scene
            },
            then: |window| {
                window.run_ok();
                write(window, "Ask for the lawyer's name");
            },
        },
        Picture {
            family: "Detail",
            name: "typing a note",
            scene: || opened(call(3)),
            then: |window| {
                press(window, &[Key::N]);
                write(window, "Two lines\nof a note");
            },
        },
        Picture {
            family: "Detail",
            name: "pointing at the line for a note",
            scene: || opened(call(8)),
            then: |window| {
                use egui_kittest::kittest::Queryable;
                let at = window.get_by_label("Add a note").rect().center();
                window.event(egui::Event::PointerMoved(at));
                window.run_ok();
            },
        },
        still("Detail", "reading, at once", || being_read(0)),
        still("Detail", "reading, slowly", || being_read(200)),
        still("Detail", "reading, without its row", unlisted),
        still("Detail", "could not be read", not_read),
        Picture {
            family: "Call back",
            name: "one chosen by key",
            scene: callbacks,
            then: |window| press(window, &[Key::J, Key::J]),
        },
        still("Player", "strip of a call that was never opened", || {
            let mut scene = inbox();
            plays(&mut scene, call_inbox::bus::PlayerStatus::Playing, 61_000);
            scene.act(Action::OpenScreen(call_inbox::inbox::Screen::Insights));
            scene
        }),
        still("Transcript", "being read", || transcript_being_read(200)),
        still("Transcript", "being read for long", || transcript_being_read(1_200)),
    ]
}

/// A call of which everything is known.
fn whole() -> CallDetail {
    let mut call = heard();
    call.history = History { total: 14, rows: calls().iter().skip(2).take(4).map(CallDetail::row).collect() };
    let first = call.deliveries.remove(0);
    let again = DeliveryId(first.id.0 + 1);
    let changes = vec![Change { path: "callAnalysis.score".into(), before: Some("62".into()), after: "85".into() }];
    call.deliveries = vec![
        first.clone(),
        call_inbox::call::DeliveryNote { id: again, verdict: Verdict::Updated, received_at: ago(40), changes, ..first },
    ];
    call
}

fn everything() -> Scene {
    let mut scene = opened(whole());
    scene.apply(Event::TranscriptLoaded {
        seq: Seq(JOHNS),
        transcript: Some(Arc::new(demo())),
        reading: Box::default(),
    });
    scene
}

fn put_off() -> Scene {
    let mut call = call(JOHNS);
    call.tags = vec!["Hot".into(), "Enterprise".into(), "Lena's".into()];
    call.triage.starred = true;
    call.triage.unread = false;
    call.triage.snoozed_until = Some(UnixMillis(NOW.0 + 20 * 3_600_000));
    call.own_tasks =
        vec![OwnTask { id: EntryId(4), text: "Ask Lena for the slides".into(), created_at: ago(20), done_at: None }];
    call.notes = vec![Note {
        id: EntryId(1),
        written_at: ago(30),
        edited_at: None,
        text: "Prefers the morning. Their lawyer has to read the contract first.".into(),
        at_ms: None,
        turn: None,
    }];
    let mut scene = inbox();
    scene.apply(Event::CallChanged(Box::new(call.row())));
    scene.act(Action::SelectCall(call.seq));
    scene.apply(Event::CallLoaded(Box::new(call)));
    scene
}

fn being_read(for_ms: i64) -> Scene {
    let mut scene = inbox();
    scene.act(Action::SelectCall(Seq(JOHNS)));
    scene.inbox.tick(UnixMillis(NOW.0 + for_ms));
    scene
}

fn unlisted() -> Scene {
    let mut scene = inbox();
    scene.act(Action::SelectCall(Seq(4_000)));
    scene.inbox.tick(UnixMillis(NOW.0 + 200));
    scene
}

fn not_read() -> Scene {
    let mut scene = being_read(20);
    scene.apply(Event::CommandFailed { what: "Reading the call".into(), why: "The disk does not answer.".into() });
    scene
}

fn transcript_being_read(for_ms: i64) -> Scene {
    let mut call = heard();
    let uri = "https://files.example/a.json".into();
    call.transcript = Some(Media { state: MediaState::Kept, ..Media::named(Seq(JOHNS), MediaKind::Transcript, uri) });
    let mut scene = transcript_shown(opened(call));
    scene.inbox.tick(UnixMillis(NOW.0 + for_ms));
    scene
}
