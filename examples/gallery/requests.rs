//! Scenes of requests: the table in its states, an open request in every view.

use std::sync::Arc;

use call_inbox::bus::{Command, Event, TrafficCommand, TrafficEvent};
use call_inbox::call::{CallId, Delivery, DeliveryId, DeliveryNote, Header, UnixMillis, Verdict};
use call_inbox::inbox::{Action, BodyView, RequestTab, ResendAction, Screen, ToolAction, TrafficAction};
use call_inbox::traffic::{Deviation, DeviationKind, ForwardTally, OpenedDelivery, SentAgain, TrafficRow, compare};

use crate::callers::{JOHN, inbox, told};
use crate::studio::{Picture, still};
use crate::window::{NOW, Scene};

const BROKEN: &str =
    "{\n  \"callId\": \"c1\",\n  \"callAnalysis\": {\n    \"score\": 85\n    \"mood\": \"Positive\"\n  }\n}";

pub fn pictures() -> Vec<Picture> {
    vec![
        still("Traffic", "table", || table(60)),
        still("Traffic", "empty", || table(0)),
        still("Traffic", "filter without match", no_match),
        still("Traffic", "problem in a filter", problem),
        still("Traffic", "paused", paused),
        still("Traffic", "reading a request", || {
            let mut scene = table(60);
            scene.act(TrafficAction::Take(DeliveryId(58)).into());
            scene
        }),
        still("Request", "pretty", || open(JOHN)),
        still("Request", "raw", || viewed(JOHN, BodyView::Raw)),
        still("Request", "hex", || viewed(JOHN, BodyView::Hex)),
        still("Request", "not JSON, pretty", || open(BROKEN)),
        still("Request", "not JSON, raw", || viewed(BROKEN, BodyView::Raw)),
        still("Request", "empty body", || open("")),
        still("Request", "answer", answer),
        still("Request", "altered answer", altered),
        still("Request", "pick another to compare", || {
            let mut scene = open(JOHN);
            scene.act(TrafficAction::Compare.into());
            scene
        }),
        still("Request", "compared", compared),
        still("Request", "send again", || sending(false)),
        still("Request", "send again, edited, under way", || sending(true)),
    ]
}

fn row(id: i64) -> TrafficRow {
    let (verdict, status, reason) = match id % 7 {
        0 => (Verdict::Unparsed, 400, Some("line 5, column 5: expected a comma or a closing brace")),
        1 => (Verdict::Refused, 401, Some("the secret is missing")),
        2 => (Verdict::Repeat, 200, None),
        3 => (Verdict::Updated, 200, None),
        4 => (Verdict::Checked, 200, Some("a browser or a health check")),
        _ => (Verdict::New, 200, None),
    };
    let is_known = matches!(verdict, Verdict::New | Verdict::Repeat | Verdict::Updated);
    let names =
        ["John Smith", "आशा राव", "陳偉", "ليلى حداد", "María-José Fernández de la Vega y Santa Cruz de la Sierra"];
    let which = usize::try_from(id).unwrap() % names.len();
    let note = DeliveryNote {
        id: DeliveryId(id),
        received_at: UnixMillis(NOW.0 - (60 - id) * 47_318),
        source: "default".into(),
        peer: Some(if id % 7 == 1 { "192.168.1.44:50000" } else { "127.0.0.1:50000" }.into()),
        method: if verdict == Verdict::Checked { "GET" } else { "POST" }.into(),
        path: "/webhook/call-completed".into(),
        status: if id == 55 { 503 } else { status },
        verdict,
        reason: reason.map(str::to_owned),
        call_id: is_known.then(|| CallId::given("693bff62619c51fac21acf50")).flatten(),
        body_bytes: if verdict == Verdict::Checked { 0 } else { 1_943 + 31 * u64::try_from(id).unwrap() },
        took_micros: Some(if id == 55 { 10_400_000 } else { 900 + 410 * u64::try_from(id % 9).unwrap() }),
        changes: Vec::new(),
    };
    TrafficRow {
        note,
        title: is_known.then(|| names[which].to_owned()),
        replay_of: (id == 54).then_some(DeliveryId(48)),
        rehearsed: (id == 55).then(|| "503 instead of 200, after 10 s".to_owned()),
        forwards: ForwardTally::default(),
    }
}

fn delivery(id: i64, body: &str) -> Delivery {
    let header = |(name, value): (&str, &str)| Header { name: name.into(), value: value.into() };
    let headers = [
        ("Host", "127.0.0.1:8787"),
        ("Content-Type", "application/json"),
        ("User-Agent", "node-fetch/1.0 (+https://github.com/bitinn/node-fetch)"),
        ("Accept-Encoding", "gzip,deflate"),
        ("X-Custom", "one"),
        ("X-Custom", "two"),
        ("X-Webhook-Secret", "s3cret"),
    ];
    let mut note = row(id).note;
    note.body_bytes = body.len() as u64;
    Delivery { note, headers: headers.map(header).to_vec(), body: body.as_bytes().to_vec() }
}

fn table(count: i64) -> Scene {
    let mut scene = inbox();
    scene.act(Action::OpenScreen(Screen::Traffic));
    find(&mut scene, count);
    scene
}

/// Answers the last question of the table.
fn find(scene: &mut Scene, count: i64) {
    let last = |command: &Command| match command {
        Command::Traffic(TrafficCommand::Find { ticket, .. }) => Some(*ticket),
        _ => None,
    };
    let ticket = scene.commands.iter().rev().find_map(last).unwrap();
    let newest = (count > 0).then_some(DeliveryId(count));
    let ids: Vec<DeliveryId> = (1..=count).map(DeliveryId).collect();
    let rows = ids.iter().rev().map(|id| row(id.0)).collect();
    let (looked_at, ids) = (ids.len() as u64, Arc::new(ids));
    scene.apply(told(TrafficEvent::Found { ticket, ids, rows, looked_at, is_complete: true, newest }));
}

fn no_match() -> Scene {
    let mut scene = table(60);
    scene.act(TrafficAction::Filter("status:418".into()).into());
    find(&mut scene, 0);
    scene
}

fn problem() -> Scene {
    let mut scene = table(60);
    scene.act(TrafficAction::Filter("status:abc verdict:refused".into()).into());
    find(&mut scene, 0);
    scene
}

fn paused() -> Scene {
    let mut scene = table(40);
    scene.act(TrafficAction::TogglePause.into());
    scene.apply(Event::RequestsLogged);
    let ids = (41..=60).map(DeliveryId).collect();
    let rows = (41..=60).map(row).collect();
    let ticket = scene.inbox.traffic.list.ticket();
    scene.apply(told(TrafficEvent::Followed { ticket, ids, rows, newest: Some(DeliveryId(60)) }));
    scene
}

fn opened(id: i64, body: &str) -> OpenedDelivery {
    let mut row = row(id);
    row.note.body_bytes = body.len() as u64;
    let mut opened = OpenedDelivery::of(row, delivery(id, body), r#"{"received":true}"#.into(), Vec::new());
    if body == JOHN {
        let deviation = |path: &str, kind| Deviation { path: path.into(), kind };
        opened.contract = vec![
            deviation("callerDetails.age", DeviationKind::Missing),
            deviation("callAnalysis.sentiment.start", DeviationKind::New),
        ];
    }
    opened
}

/// The table with John's call open.
pub fn open_request() -> Scene {
    open(JOHN)
}

fn open(body: &str) -> Scene {
    let id = if body == BROKEN { 56 } else { 58 };
    let id = if body == JOHN { 59 } else { id };
    taken(opened(id, body))
}

fn taken(opened: OpenedDelivery) -> Scene {
    let mut scene = table(60);
    scene.act(TrafficAction::Take(opened.row.note.id).into());
    scene.apply(told(TrafficEvent::Opened(Arc::new(opened))));
    scene
}

fn viewed(body: &str, view: BodyView) -> Scene {
    let mut scene = open(body);
    scene.act(TrafficAction::Body(view).into());
    scene
}

fn answer() -> Scene {
    let mut scene = open(JOHN);
    scene.act(TrafficAction::Tab(RequestTab::Answer).into());
    scene
}

fn altered() -> Scene {
    let mut scene = taken(opened(55, JOHN));
    scene.act(TrafficAction::Tab(RequestTab::Answer).into());
    scene
}

fn compared() -> Scene {
    let mut scene = open(JOHN);
    scene.act(TrafficAction::Compare.into());
    scene.act(TrafficAction::TakeOther(DeliveryId(51)).into());
    let before = JOHN.replace("\"Positive\",\"score\":85", "\"Neutral\",\"score\":62").replace("\"seats\":12,", "");
    let comparison = compare(&delivery(51, &before), &delivery(59, JOHN));
    scene.apply(told(TrafficEvent::Compared(Arc::new(comparison))));
    scene
}

fn sending(is_edited: bool) -> Scene {
    let mut scene = open(JOHN);
    scene.act(ToolAction::OpenResend(Arc::new(opened(59, JOHN))).into());
    if is_edited {
        scene.act(ResendAction::ToUrl(true).into());
        scene.act(ResendAction::TypeUrl("http://localhost:3000/webhook/call-completed".into()).into());
        scene.act(ResendAction::TypeTimes("10".into()).into());
        scene.act(ResendAction::Edit(true).into());
        scene.act(ResendAction::Send.into());
        scene.apply(told(TrafficEvent::SentAgain(Box::new(SentAgain {
            id: DeliveryId(59),
            to: "http://localhost:3000".into(),
            tried: 3,
            of: 10,
            taken: 3,
            status: Some(200),
            answer: r#"{"received":true}"#.into(),
            took_micros: Some(4_000),
            why: None,
        }))));
    }
    scene
}
