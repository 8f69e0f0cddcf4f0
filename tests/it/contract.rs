//! The contract watch, from POST to notice: what a source usually sends is learned behind the answers, each change is told once,
//! with an example, and counted on; also after a restart.

#![expect(clippy::unwrap_used, reason = "a test may fail here")]

use std::time::Instant;

use call_inbox::bus::{Command, Event, TrafficCommand, TrafficEvent};
use call_inbox::call::DeliveryId;
use call_inbox::traffic::{ContractWatch, ShapeChange, ShapeChangeKind};

use crate::support::engines::Running;
use crate::support::program::{DEADLINE, Served, folder, json_lines, post, request, run};

/// An inbox that is watched, with all notices so far.
struct Watched {
    running: Running,
    notices: Vec<ShapeChange>,
}

impl Watched {
    fn new(running: Running) -> Self {
        Self { running, notices: Vec::new() }
    }

    fn post(&self, number: usize, owner: Option<&str>, score: &str) {
        let owner = owner.map(|owner| format!(r#""followUpOwner":"{owner}","#)).unwrap_or_default();
        let body = format!(
            r#"{{"callId":"c{number}","recordingUri":"","callerDetails":{{"name":"Ann","email":"a@example.com"}},
            "callAnalysis":{{"summary":"Call {number}",{owner}"score":{score},"actionItems":{{"k{number}":1}}}}}}"#
        );
        assert_eq!(post(self.running.address, body.as_bytes()).unwrap().status, 200);
    }

    /// Takes events in until there is one that is looked for.
    fn hear<T>(&mut self, wanted: impl Fn(&Self, &Event) -> Option<T>) -> T {
        let deadline = Instant::now() + DEADLINE;
        loop {
            let event = self.running.next_event(deadline).expect("it never came");
            self.running.engines().heard(&event);
            if let Event::Traffic(TrafficEvent::ShapeChanged(change)) = &event {
                self.notices.push((**change).clone());
            }
            if let Some(found) = wanted(self, &event) {
                return found;
            }
        }
    }

    /// What was found, once so many payloads were looked at.
    fn found(&mut self, payloads: u64) -> ContractWatch {
        let deadline = Instant::now() + DEADLINE;
        loop {
            self.running.command(Command::Traffic(TrafficCommand::LoadWatch));
            let found = self.hear(|_, event| match event {
                Event::Traffic(TrafficEvent::WatchLoaded(found)) => Some((**found).clone()),
                _ => None,
            });
            if found.payloads == payloads {
                return found;
            }
            assert!(Instant::now() < deadline && found.payloads < payloads, "{} of {payloads}", found.payloads);
        }
    }
}

fn changed(change: &ShapeChange) -> (&str, &ShapeChangeKind) {
    (&change.path, &change.kind)
}

#[test]
fn a_changed_payload_is_told_once_with_an_example_and_counted_on() {
    let new = ShapeChangeKind::New { found: String::from("string") };
    let retyped = ShapeChangeKind::Retyped { usual: String::from("number"), found: String::from("string") };
    let wanted = [("callAnalysis.followUpOwner", &new), ("callAnalysis.score", &retyped)];

    let mut watched = Watched::new(Running::start("127.0.0.1:0"));
    (1..=25).for_each(|number| watched.post(number, None, "85"));
    watched.post(26, Some("Lena"), "\"85\"");
    watched.hear(|watched, _| (watched.notices.len() == 2).then_some(()));
    assert_eq!(watched.notices.iter().map(changed).collect::<Vec<_>>(), wanted);
    assert!(watched.notices.iter().all(|notice| (notice.example, notice.count) == (DeliveryId(26), 1)));

    (27..=36).for_each(|number| watched.post(number, Some("Max"), "\"7\""));
    let found = watched.found(36);
    assert_eq!(watched.notices.len(), 2, "{:?}", watched.notices);
    assert_eq!(found.changes.iter().map(|change| (change.count, change.is_seen)).collect::<Vec<_>>(), [(11, false); 2]);
    let score = found.fields.iter().find(|field| field.path == "callAnalysis.score").unwrap();
    assert_eq!(score.types, [(String::from("number"), 25), (String::from("string"), 11)]);
    assert_eq!((score.documented, score.present, score.example), (Some("number"), 36, Some(DeliveryId(36))));
    assert_eq!(score.days.iter().map(|(_, present, _)| *present).sum::<u64>(), 36);

    // What was sent again from here is nobody's habit.
    let head = format!(
        "POST /webhook/call-completed HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nX-Call-Inbox-Replay: 1\r\n\
         Content-Length: 11\r\nConnection: close\r\n\r\n",
        watched.running.address
    );
    assert_eq!(request(watched.running.address, head.as_bytes(), br#"{"other":1}"#).unwrap().status, 200);
    watched.running.command(Command::Traffic(TrafficCommand::SeeChange { id: None }));
    assert!(watched.found(36).changes.iter().all(|change| change.is_seen));

    let folder = watched.running.stop();
    let mut watched = Watched::new(Running::start_in(folder, "127.0.0.1:0"));
    watched.post(37, Some("Lena"), "\"85\"");
    let found = watched.found(37);
    assert_eq!(watched.notices, [], "told before the restart");
    assert_eq!(found.changes.iter().map(|change| (change.count, change.is_seen)).collect::<Vec<_>>(), [(12, true); 2]);

    let folder = watched.running.stop();
    let printed = &json_lines(folder.path(), &["contract", "--json"])[0];
    assert_eq!(printed["payloads"], 37);
    assert_eq!(printed["changes"][0]["path"], "callAnalysis.score");
    assert_eq!((&printed["changes"][0]["count"], &printed["changes"][0]["example"]), (&12.into(), &26.into()));
    let fields = printed["fields"].as_array().unwrap();
    let owner = fields.iter().find(|field| field["path"] == "callAnalysis.followUpOwner").unwrap();
    assert_eq!((&owner["documented"], &owner["present"]), (&serde_json::Value::Null, &12.into()));
    let text = String::from_utf8(run(folder.path(), &["contract"]).stdout).unwrap();
    assert!(text.contains("37 payloads were looked at.") && text.contains("string instead of number"), "{text}");
}

#[test]
fn what_is_counted_when_the_program_is_killed_is_counted_once() {
    let folder = folder();
    let mut posted = 0;
    for round in 0..4 {
        let served = Served::start(folder.path());
        // Killed while the one is on its way to the disk, the other was just looked at, the next is not even that.
        for number in 0..30 {
            let body = format!(r#"{{"callId":"c{round}-{number}"}}"#);
            assert_eq!(served.post(body.as_bytes()).status, 200);
        }
        posted += 30;
        served.kill();
    }
    let served = Served::start(folder.path());
    let deadline = Instant::now() + DEADLINE;
    loop {
        let counted = json_lines(folder.path(), &["contract", "--json"])[0]["payloads"].as_u64().unwrap();
        assert!(counted <= posted && Instant::now() < deadline, "{counted} of {posted}");
        if counted == posted {
            break;
        }
    }
    assert_eq!(served.terminate(), Some(0));
    assert_eq!(json_lines(folder.path(), &["contract", "--json"])[0]["payloads"], posted);
}

#[test]
fn an_inbox_without_calls_still_tells_the_contract() {
    let folder = folder();
    let printed = &json_lines(folder.path(), &["contract", "--json"])[0];
    assert_eq!((&printed["payloads"], printed["fields"].as_array().unwrap().len()), (&0.into(), 29));
    assert!(printed["fields"].as_array().unwrap().iter().all(|field| field["documented"].is_string()));
}
