//! Scenes of the pages beside the requests (forwarding, contract, rehearsal, reach).

use std::sync::Arc;

use call_inbox::bus::{Event, Reach, Secret, TrafficEvent};
use call_inbox::call::{DeliveryId, EntryId, UnixMillis};
use call_inbox::inbox::{ContractAction, ForwardingAction, RehearsalAction, ToolAction, TrafficPage};
use call_inbox::traffic::{
    ContractWatch, FieldUse, ForwardId, ForwardNote, ForwardState, ForwardTarget, Forwarding, Rehearsal, ShapeChange,
    ShapeChangeKind, TargetId, TargetNote, Tunnel, TunnelFound, TunnelProgram, TunnelStatus,
};

use crate::callers::{ago, inbox, told};
use crate::studio::{Picture, still};
use crate::window::{NOW, Scene};

pub fn pictures() -> Vec<Picture> {
    vec![
        still("Pages", "forwarding, empty", || {
            page(TrafficPage::Forwarding, [told(TrafficEvent::ForwardingLoaded(Arc::default()))])
        }),
        still("Pages", "forwarding", || page(TrafficPage::Forwarding, [forwarding()])),
        still("Pages", "forwarding, working", || page(TrafficPage::Forwarding, [forwarding_working()])),
        still("Pages", "forwarding, down", || page(TrafficPage::Forwarding, [forwarding_down()])),
        still("Pages", "forwarding, adding and removing", changing_targets),
        still("Pages", "contract, empty", || {
            page(TrafficPage::Contract, [told(TrafficEvent::WatchLoaded(Arc::default()))])
        }),
        still("Pages", "contract", || page(TrafficPage::Contract, [watch()])),
        still("Pages", "contract, what differs", differing),
        still("Pages", "rehearsal", || page(TrafficPage::Rehearsal, [])),
        still("Pages", "rehearsal on", rehearsing),
        still("Banners", "rehearsal over calls", || {
            let mut scene = inbox();
            scene.apply(rehearsal());
            scene
        }),
        still("Pages", "reach, no tunnel", || page(TrafficPage::Reach, [tunnel(TunnelStatus::Off)])),
        still("Pages", "reach, starting", || page(TrafficPage::Reach, [tunnel(TunnelStatus::Starting)])),
        still("Pages", "reach, nothing installed", || page(TrafficPage::Reach, [no_programs()])),
        still("Pages", "reach, healthy", || page(TrafficPage::Reach, [tunnel(TunnelStatus::Healthy)])),
        still("Pages", "reach, failed", || {
            page(TrafficPage::Reach, [tunnel(TunnelStatus::Failed("it ended at once.".into()))])
        }),
    ]
}

fn reach() -> Event {
    Event::ReachChanged(Reach {
        address: "127.0.0.1:8787".parse().unwrap(),
        network_ip: Some("192.168.1.4".parse().unwrap()),
        secret: Some(Secret::new("k7Qm2xVb9RtLp4WzN8sYc3Hd")),
        signing: None,
    })
}

fn page(page: TrafficPage, events: impl IntoIterator<Item = Event>) -> Scene {
    let mut scene = inbox();
    scene.apply(reach());
    scene.act(ToolAction::OpenPage(page).into());
    events.into_iter().for_each(|event| scene.apply(event));
    scene
}

fn target(id: i64) -> ForwardTarget {
    let (name, url) = match id {
        1 => ("Staging", "http://localhost:3000/hook"),
        2 => ("", "https://ann:pw@h.example/x?token=t"),
        _ => ("The warehouse", "https://hooks.warehouse.example/v2/tenants/northwind/voice/call-completed/inbound"),
    };
    ForwardTarget {
        id: Some(TargetId(id)),
        name: name.into(),
        url: url.into(),
        is_on: id != 3,
        takes_unparsed: id == 2,
    }
}

fn forwarding() -> Event {
    let letter = |id: i64, state: ForwardState| ForwardNote {
        id: ForwardId(id),
        target: TargetId(1),
        target_name: "Staging".into(),
        delivery: DeliveryId(1_000 + id),
        state,
        tries: 12,
        next_at: (state == ForwardState::Waiting).then_some(UnixMillis(NOW.0 + 12_000)),
        status: None,
        why: Some("connection refused".into()),
        took_micros: None,
        tried_at: Some(ago(1)),
    };
    let note = |id: i64, waiting: u64, dead: u64, last: &str| TargetNote {
        target: target(id),
        waiting,
        sent: 1_204,
        dead,
        last: Some(last.into()),
        last_at: Some(ago(1)),
        next_at: (waiting > 0).then_some(UnixMillis(NOW.0 + 12_000)),
    };
    told(TrafficEvent::ForwardingLoaded(Arc::new(Forwarding {
        targets: vec![
            note(1, 3, 2, "connection refused"),
            note(2, 0, 0, "200 after 12 ms"),
            note(3, 0, 0, "200 after 85 ms"),
        ],
        dead: vec![letter(9, ForwardState::Dead), letter(8, ForwardState::Dead)],
        waiting: vec![letter(10, ForwardState::Waiting)],
    })))
}

/// Every target takes what it is sent.
fn forwarding_working() -> Event {
    let note = |id: i64, last: &str| TargetNote {
        target: ForwardTarget { is_on: true, ..target(id) },
        waiting: 0,
        sent: 1_204,
        dead: 0,
        last: Some(last.into()),
        last_at: Some(ago(1)),
        next_at: None,
    };
    told(TrafficEvent::ForwardingLoaded(Arc::new(Forwarding {
        targets: vec![note(1, "200 after 12 ms"), note(3, "204 after 85 ms")],
        ..Forwarding::default()
    })))
}

/// The only target takes nothing, and has a long name.
fn forwarding_down() -> Event {
    let name = "The warehouse of the northern regions";
    let letter = |id: i64, state: ForwardState| ForwardNote {
        id: ForwardId(id),
        target: TargetId(3),
        target_name: name.into(),
        delivery: DeliveryId(1_000 + id),
        state,
        tries: 7,
        next_at: (state == ForwardState::Waiting).then_some(UnixMillis(NOW.0 + 240_000)),
        status: Some(502),
        why: Some("it answered 502 Bad Gateway: upstream connect error or disconnect before headers".into()),
        took_micros: None,
        tried_at: Some(ago(3)),
    };
    told(TrafficEvent::ForwardingLoaded(Arc::new(Forwarding {
        targets: vec![TargetNote {
            target: ForwardTarget { is_on: true, name: name.into(), ..target(3) },
            waiting: 41,
            sent: 12,
            dead: 3,
            last: Some("502 Bad Gateway".into()),
            last_at: Some(ago(3)),
            next_at: Some(UnixMillis(NOW.0 + 240_000)),
        }],
        dead: (1..4).map(|id| letter(id, ForwardState::Dead)).collect(),
        waiting: (4..9).map(|id| letter(id, ForwardState::Waiting)).collect(),
    })))
}

fn changing_targets() -> Scene {
    let mut scene = page(TrafficPage::Forwarding, [forwarding()]);
    scene.act(ForwardingAction::Add.into());
    scene.act(ForwardingAction::TypeUrl("ftp://example".into()).into());
    scene.act(ForwardingAction::Save.into());
    scene.act(ForwardingAction::Remove(TargetId(1)).into());
    scene
}

fn watch() -> Event {
    let field = |path: &str, documented, types: &[(&str, u64)], present: u64| FieldUse {
        path: path.into(),
        documented,
        types: types.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect(),
        present,
        days: (0..14).rev().map(|day| (ago(day * 24 * 60), present / 14, 40)).collect(),
        example: Some(DeliveryId(1_042)),
    };
    let change = |id: i64, path: &str, kind, is_seen| ShapeChange {
        id: EntryId(id),
        source: "default".into(),
        path: path.into(),
        kind,
        example: DeliveryId(1_042),
        at: ago(id * 40),
        count: 12,
        is_seen,
    };
    told(TrafficEvent::WatchLoaded(Arc::new(ContractWatch {
        payloads: 560,
        changes: vec![
            change(1, "callAnalysis.followUpOwner", ShapeChangeKind::New { found: "string".into() }, false),
            change(2, "callerDetails.pincode", ShapeChangeKind::Missing, true),
        ],
        fields: vec![
            field("callId", Some("string"), &[("string", 560)], 560),
            field("recordingUri", Some("string"), &[("string", 552)], 552),
            field("callerDetails", Some("object"), &[("object", 560)], 560),
            field("callerDetails.name", Some("string"), &[("string", 430), ("null", 20)], 450),
            field("callerDetails.pincode", Some("string"), &[], 0),
            field("callAnalysis.score", Some("number"), &[("string", 500), ("number", 60)], 560),
            field("callAnalysis.followUpOwner", None, &[("string", 12)], 12),
            field("callAnalysis.interestsAndNeeds", Some("object"), &[("list", 300), ("object", 260)], 560),
        ],
    })))
}

fn differing() -> Scene {
    let mut scene = page(TrafficPage::Contract, [watch()]);
    scene.act(ContractAction::OnlyWhatDiffers(true).into());
    scene
}

fn rehearsal() -> Event {
    Event::RehearsalChanged(Some(Rehearsal { status: Some(503), body: None, delay_ms: 2_000, percent: 50 }))
}

fn rehearsing() -> Scene {
    let mut scene = page(TrafficPage::Rehearsal, [rehearsal()]);
    scene.act(RehearsalAction::TypeStatus("418".into()).into());
    scene
}

fn tunnel(status: TunnelStatus) -> Event {
    let is_off = status == TunnelStatus::Off;
    let found = |program, path: Option<&str>| TunnelFound { program, path: path.map(str::to_owned) };
    Event::TunnelChanged(Box::new(Tunnel {
        program: (!is_off).then_some(TunnelProgram::Cloudflared),
        public_url: (status == TunnelStatus::Healthy).then(|| "https://abc-def-ghi.trycloudflare.com".into()),
        log: if is_off {
            Vec::new()
        } else {
            vec!["INF Requesting new quick Tunnel".into(), "ERR no such host".into()]
        },
        status,
        found: vec![
            found(TunnelProgram::Cloudflared, Some("/usr/local/bin/cloudflared")),
            found(TunnelProgram::Ngrok, None),
            found(TunnelProgram::Tailscale, None),
        ],
    }))
}

fn no_programs() -> Event {
    let found = TunnelProgram::ALL.map(|program| TunnelFound { program, path: None }).into();
    Event::TunnelChanged(Box::new(Tunnel {
        program: None,
        public_url: None,
        log: Vec::new(),
        status: TunnelStatus::Off,
        found,
    }))
}
