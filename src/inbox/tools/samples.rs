//! Ready-made values for the tests of this folder.

use crate::call::{CallId, Delivery, DeliveryId, DeliveryNote, EntryId, Header, UnixMillis, Verdict};
use crate::inbox::{Action, Inbox};
use crate::traffic::{
    ContractWatch, FieldUse, ForwardId, ForwardNote, ForwardState, ForwardTally, ForwardTarget, Forwarding,
    OpenedDelivery, ShapeChange, ShapeChangeKind, TargetId, TargetNote, TrafficRow, Tunnel, TunnelProgram,
    TunnelStatus,
};

/// The time of `inbox::samples::inbox`.
const NOW: UnixMillis = UnixMillis(1_765_539_682_000);
/// 10:42 of that day.
const MORNING: UnixMillis = UnixMillis(1_765_536_127_000);

pub fn acted(inbox: &mut Inbox, actions: &[Action]) {
    for action in actions {
        inbox.act(action.clone());
    }
}

pub fn target(id: i64) -> ForwardTarget {
    ForwardTarget {
        id: Some(TargetId(id)),
        name: if id == 1 { "Staging".into() } else { String::new() },
        url: if id == 1 { "http://localhost:3000/hook".into() } else { "https://ann:pw@h.example/x".into() },
        is_on: true,
        takes_unparsed: false,
    }
}

/// Two targets; for the first something waits and two are dead.
pub fn forwarding() -> Forwarding {
    let note = |id: i64, waiting, dead| TargetNote {
        target: target(id),
        waiting,
        sent: 120,
        dead,
        last: Some(if waiting > 0 { "connection refused".into() } else { "200 after 12 ms".into() }),
        last_at: Some(MORNING),
        next_at: (waiting > 0).then_some(UnixMillis(NOW.0 + 12_000)),
    };
    Forwarding {
        targets: vec![note(1, 3, 2), note(2, 0, 0)],
        dead: vec![dead_letter(7), dead_letter(6)],
        waiting: vec![],
    }
}

pub fn dead_letter(id: i64) -> ForwardNote {
    ForwardNote {
        id: ForwardId(id),
        target: TargetId(1),
        target_name: "Staging".into(),
        delivery: DeliveryId(1_000 + id),
        state: ForwardState::Dead,
        tries: 12,
        next_at: None,
        status: Some(410),
        why: Some("it answered 410 Gone".into()),
        took_micros: Some(3_000),
        tried_at: Some(MORNING),
    }
}

pub fn change(id: i64) -> ShapeChange {
    ShapeChange {
        id: EntryId(id),
        source: "default".into(),
        path: "callAnalysis.followUpOwner".into(),
        kind: ShapeChangeKind::New { found: "string".into() },
        example: DeliveryId(1_042),
        at: MORNING,
        count: 12,
        is_seen: false,
    }
}

pub fn watch() -> ContractWatch {
    let field = |path: &str, documented, types: &[(&str, u64)], present| FieldUse {
        path: path.into(),
        documented,
        types: types.iter().map(|(word, count)| ((*word).into(), *count)).collect(),
        present,
        days: vec![(UnixMillis(0), 0, 0), (UnixMillis(86_400_000), 20, 20), (UnixMillis(172_800_000), 10, 20)],
        example: (present > 0).then_some(DeliveryId(1_042)),
    };
    let retyped = ShapeChangeKind::Retyped { usual: "number".into(), found: "string".into() };
    ContractWatch {
        payloads: 40,
        changes: vec![
            change(1),
            ShapeChange { path: "callAnalysis.score".into(), kind: retyped, ..change(2) },
            ShapeChange { is_seen: true, ..change(3) },
        ],
        fields: vec![
            field("callId", Some("string"), &[("string", 40)], 40),
            field("callAnalysis.score", Some("number"), &[("string", 24), ("number", 16)], 40),
            field("callAnalysis.summary", Some("string"), &[("null", 30), ("string", 10)], 40),
            field("callerDetails.age", Some("number"), &[], 0),
            field("callAnalysis.followUpOwner", None, &[("string", 12)], 12),
        ],
    }
}

pub fn tunnel(status: TunnelStatus) -> Tunnel {
    Tunnel {
        program: Some(TunnelProgram::Cloudflared),
        status,
        public_url: Some("https://abc.trycloudflare.com".into()),
        log: vec!["INF Starting".into(), "ERR failed".into()],
        found: Vec::new(),
    }
}

/// Request 7, with a secret among its headers.
pub fn opened(body: &[u8]) -> OpenedDelivery {
    let note = DeliveryNote {
        id: DeliveryId(7),
        received_at: MORNING,
        source: "default".into(),
        peer: Some("127.0.0.1:50000".into()),
        method: "POST".into(),
        path: "/webhook/call-completed".into(),
        status: 200,
        verdict: Verdict::New,
        reason: None,
        call_id: CallId::given("a"),
        body_bytes: body.len() as u64,
        took_micros: Some(3_000),
        changes: Vec::new(),
    };
    let header = |name: &str, value: &str| Header { name: name.into(), value: value.into() };
    let headers = vec![header("Content-Type", "application/json"), header("X-Webhook-Secret", "s3cret")];
    let row = TrafficRow {
        note: note.clone(),
        title: None,
        replay_of: None,
        rehearsed: None,
        forwards: ForwardTally::default(),
    };
    OpenedDelivery::of(row, Delivery { note, headers, body: body.to_vec() }, String::new(), Vec::new())
}
