//! Scenes of what lies over the window or stands before there is anything: the first run, banners, commands, keys, pickers,
//! menus, messages.

use call_inbox::bus::{Event, ListenerState, Reach, Secret, StoreState, TrafficEvent};
use call_inbox::call::query::ValueKind;
use call_inbox::call::{DeliveryId, EntryId, UnixMillis};
use call_inbox::inbox::{Action, BodyAction, PickerAction, PickerKind, Screen, ToolAction, TrafficPage};
use call_inbox::traffic::{Rehearsal, ShapeChange, ShapeChangeKind};

use crate::callers::{inbox, told, transcript_shown};
use crate::calls::full;
use crate::requests::open_request;
use crate::studio::{Picture, click, still};
use crate::window::{NOW, Scene};

pub fn pictures() -> Vec<Picture> {
    let menu = |name, scene, then| Picture { family: "Menus", name, scene, then };
    vec![
        still("First run", "listening", Scene::empty),
        still("First run", "sending", sending),
        still("First run", "in the network", in_the_network),
        still("First run", "port taken", port_taken),
        still("First run", "starting", starting),
        still("Over", "snooze picker", || over(PickerKind::Snooze, "")),
        still("Over", "snooze picker, typed", || over(PickerKind::Snooze, "fri 14:00")),
        still("Over", "tags", || over(PickerKind::Tags, "Ho")),
        still("Over", "tags, none like it", || over(PickerKind::Tags, "Warehouse")),
        still("Over", "commands", || over(PickerKind::Acts, "")),
        still("Over", "commands used before", recent),
        still("Over", "commands, typed", || over(PickerKind::Acts, "sno")),
        still("Over", "commands, some not now", || over(PickerKind::Acts, "com")),
        still("Over", "commands, a caller", || over(PickerKind::Acts, "pri")),
        still("Over", "commands, nothing like it", || over(PickerKind::Acts, "invoice 4711")),
        still("Over", "commands in Traffic", || picking(open_request(), PickerKind::Acts, "")),
        still("Over", "keys", || help(full(), "")),
        still("Over", "keys in Traffic", || help(open_request(), "")),
        still("Over", "keys, found", || help(full(), "next")),
        still("Over", "keys, none found", || help(full(), "zebra")),
        still("Over", "messages", messages),
        still("Over", "messages, many", many_messages),
        still("Over", "messages in Traffic", contract_changed),
        still("Over", "whole value", whole_value),
        still("Banners", "store failing", store_failing),
        still("Banners", "listener failed", listener_failed),
        still("Banners", "port taken", port_taken_with_calls),
        still("Banners", "two at once", two_banners),
        menu("order", inbox, |window| click(window, "Order: ")),
        menu("of a transcript", || transcript_shown(full()), |window| click(window, "More about the transcript")),
        menu("of a recording", full, |window| click(window, "More about the recording")),
        menu("of a request", open_request, |window| click(window, "More to do with the request")),
    ]
}

fn sending() -> Scene {
    let mut scene = Scene::empty();
    scene.act(Action::SendTestCall);
    scene.inbox.desktop.can_start_at_login = true;
    scene
}

fn in_the_network() -> Scene {
    let mut scene = Scene::empty();
    let address = "0.0.0.0:8787".parse().unwrap();
    scene.apply(Event::ListenerChanged(ListenerState::Listening { address }));
    scene.apply(Event::ReachChanged(Reach {
        address,
        network_ip: Some("192.168.1.4".parse().unwrap()),
        secret: Some(Secret::new("k7Qm2xVb9RtLp4WzN8sYc3Hd")),
        signing: None,
    }));
    scene
}

fn over(kind: PickerKind, typed: &str) -> Scene {
    picking(full(), kind, typed)
}

fn picking(mut scene: Scene, kind: PickerKind, typed: &str) -> Scene {
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

fn recent() -> Scene {
    let mut scene = full();
    scene.inbox.remember_commands(["Snooze", "Go to Traffic", "Star", "Dark theme"].map(String::from).to_vec());
    scene.act(Action::Picker(PickerAction::Open(PickerKind::Acts)));
    scene.act(Action::Picker(PickerAction::Step(2)));
    scene
}

fn help(mut scene: Scene, typed: &str) -> Scene {
    scene.act(Action::ToggleShortcuts);
    scene.act(Action::FindKey(typed.into()));
    scene
}

fn many_messages() -> Scene {
    let mut scene = messages();
    for (what, why) in
        [("Saving the clip", "the folder is gone"), ("Fetching the recording", "the host is not allowed")]
    {
        scene.apply(Event::CommandFailed { what: what.into(), why: why.into() });
    }
    scene
}

fn contract_changed() -> Scene {
    let mut scene = inbox();
    scene.act(ToolAction::OpenPage(TrafficPage::Requests).into());
    for id in 1..=4 {
        let is_new = id < 4;
        let kind = if is_new { ShapeChangeKind::New { found: "string".into() } } else { ShapeChangeKind::Missing };
        let change = ShapeChange {
            id: EntryId(id),
            source: "default".into(),
            path: format!("callAnalysis.field{id}"),
            kind,
            example: DeliveryId(id),
            at: NOW,
            count: 1,
            is_seen: false,
        };
        scene.apply(told(TrafficEvent::ShapeChanged(Box::new(change))));
    }
    scene
}

fn whole_value() -> Scene {
    let mut scene = open_request();
    scene.act(BodyAction::ShowWhole(Some(2)).into());
    scene
}

fn two_banners() -> Scene {
    let mut scene = port_taken_with_calls();
    scene.apply(Event::RehearsalChanged(Some(Rehearsal {
        status: Some(503),
        body: None,
        delay_ms: 2_000,
        percent: 50,
    })));
    scene.act(Action::OpenScreen(Screen::Calls));
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

fn port_taken() -> Scene {
    let mut scene = Scene::empty();
    scene.apply(taken());
    scene
}

fn starting() -> Scene {
    let mut scene = Scene::empty();
    let address = "127.0.0.1:8787".parse().unwrap();
    scene.apply(Event::ReachChanged(Reach { address, network_ip: None, secret: None, signing: None }));
    scene.apply(Event::ListenerChanged(ListenerState::Starting));
    scene
}

fn taken() -> Event {
    Event::ListenerChanged(ListenerState::PortTaken {
        address: "127.0.0.1:8787".parse().unwrap(),
        holder: Some("node, process 4242".into()),
        offer: Some("127.0.0.1:8788".parse().unwrap()),
    })
}
