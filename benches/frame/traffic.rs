//! The table of requests and an open one: scrolled, and followed while 500 requests a second come.

use std::sync::Arc;
use std::time::{Duration, Instant};

use call_inbox::bus::{Command, Event, TrafficCommand, TrafficEvent};
use call_inbox::call::{CallId, Delivery, DeliveryId, DeliveryNote, Header, UnixMillis, Verdict};
use call_inbox::inbox::{Action, Screen, TrafficAction};
use call_inbox::traffic::{ForwardTally, OpenedDelivery, TrafficRow};
use egui::{Event as Input, Modifiers, MouseWheelUnit, Pos2, TouchPhase, Vec2};

use super::{FRAMES, Window};

/// Requests that come between two frames: 500 a second at 60 frames.
const A_FRAME: i64 = 8;

fn row(id: i64) -> TrafficRow {
    let verdict = [Verdict::New, Verdict::New, Verdict::Repeat, Verdict::Refused][id.unsigned_abs() as usize % 4];
    let note = DeliveryNote {
        id: DeliveryId(id),
        received_at: UnixMillis(1_765_539_682_000 - id),
        source: "default".into(),
        peer: Some("192.168.1.44:50000".into()),
        method: "POST".into(),
        path: "/webhook/call-completed".into(),
        status: if verdict == Verdict::Refused { 401 } else { 200 },
        verdict,
        reason: (verdict == Verdict::Refused).then(|| "the secret is missing".into()),
        call_id: CallId::given(&format!("call-{id}")),
        body_bytes: 1_943,
        took_micros: Some(3_000),
        changes: Vec::new(),
    };
    let title = Some(format!("Caller {id}"));
    TrafficRow { note, title, replay_of: None, rehearsed: None, forwards: ForwardTally::default() }
}

/// Answers what is asked about requests, as the store would.
fn answer(window: &mut Window, commands: Vec<Command>, count: i64) {
    for command in commands {
        let event = match command {
            Command::Traffic(TrafficCommand::Find { ticket, .. }) => TrafficEvent::Found {
                ticket,
                ids: Arc::new((1..=count).map(DeliveryId).collect()),
                rows: Vec::new(),
                looked_at: count.unsigned_abs(),
                is_complete: true,
                newest: Some(DeliveryId(count)),
            },
            Command::Traffic(TrafficCommand::LoadRows { ticket, ids }) => {
                TrafficEvent::RowsLoaded { ticket, rows: ids.into_iter().map(|id| row(id.0)).collect() }
            }
            _ => continue,
        };
        let more = window.inbox.apply(Event::Traffic(event));
        answer(window, more, count);
    }
}

fn table(count: i64) -> Window {
    let mut window = Window::open(0, Vec::new());
    let commands = window.inbox.act(Action::OpenScreen(Screen::Traffic));
    answer(&mut window, commands, count);
    for _ in 0..5 {
        frame(&mut window, Vec::new(), count);
    }
    window
}

fn frame(window: &mut Window, events: Vec<Input>, count: i64) -> Duration {
    let (took, actions) = window.draw(events);
    for action in actions {
        let commands = window.inbox.act(action);
        answer(window, commands, count);
    }
    took
}

fn wheel(y: f32) -> Input {
    Input::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: Vec2::new(0.0, y),
        phase: TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    }
}

fn scrolled(window: &mut Window, over: Pos2, count: i64) -> Vec<Duration> {
    let to = |frame: usize| wheel(if frame % 200 < 150 { -160.0 } else { 90.0 });
    (0..FRAMES).map(|at| frame(window, vec![Input::PointerMoved(over), to(at)], count)).collect()
}

/// The table is scrolled.
pub fn scroll(count: i64) -> Vec<Duration> {
    let mut window = table(count);
    let took = scrolled(&mut window, Pos2::new(700.0, 500.0), count);
    assert!(count < 10_000 || window.inbox.traffic.list.top() > 100.0);
    took
}

/// Requests come while the newest are looked at; taking them in is counted.
pub fn follow(count: i64) -> Vec<Duration> {
    let mut window = table(count);
    let mut newest = count;
    let took = (0..FRAMES)
        .map(|_| {
            let ids: Vec<i64> = (newest + 1..=newest + A_FRAME).collect();
            newest += A_FRAME;
            let rows = ids.iter().map(|id| row(*id)).collect();
            let begun = Instant::now();
            window.inbox.apply(Event::RequestsLogged);
            let ticket = window.inbox.traffic.list.ticket();
            let ids = ids.into_iter().map(DeliveryId).collect();
            let newest = Some(DeliveryId(newest));
            window.inbox.apply(Event::Traffic(TrafficEvent::Followed { ticket, ids, rows, newest }));
            let taken_in = begun.elapsed();
            taken_in + frame(&mut window, Vec::new(), count)
        })
        .collect();
    assert_eq!(window.inbox.traffic.list.len() as i64, newest);
    took
}

/// A body of about that size is scrolled as a tree.
pub fn body(bytes: usize) -> Vec<Duration> {
    let mut window = table(100);
    let item = r#"{"id":1,"name":"John Smith","score":85,"text":"Customer called to schedule a demo."},"#;
    let items = item.repeat(bytes / item.len());
    let body = format!(r#"{{"items":[{}]}}"#, items.trim_end_matches(',')).into_bytes();
    let row = row(100);
    let headers = vec![Header { name: "Content-Type".into(), value: "application/json".into() }];
    let delivery = Delivery { note: row.note.clone(), headers, body };
    let opened = OpenedDelivery::of(row, delivery, String::from(r#"{"received":true}"#), Vec::new());
    window.inbox.act(TrafficAction::Take(DeliveryId(100)).into());
    window.inbox.apply(Event::Traffic(TrafficEvent::Opened(Arc::new(opened))));
    for _ in 0..5 {
        frame(&mut window, Vec::new(), 100);
    }
    scrolled(&mut window, Pos2::new(1_000.0, 640.0), 100)
}
