//! The desk as a whole: a store in a folder of its own, commands in, events out.

use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use super::*;
use crate::bus::{Subscriber, Ticket};
use crate::call::{CallId, DeliveryId, Disposition, Header, IdSource, NewDelivery, Payload, UnixMillis};
use crate::store::Access;
use crate::traffic::{OpenedDelivery, SaveForm, TrafficFilter, TrafficLimits, TrafficRow};

/// Longer than anything here takes; reached only by a test that fails.
const DEADLINE: Duration = Duration::from_secs(60);
const NOW: UnixMillis = UnixMillis(1_765_540_800_000);
const OWN: &str = "http://127.0.0.1:9/webhook/call-completed";

struct Fixture {
    desk: Option<Desk>,
    store: Store,
    subscriber: Subscriber,
    woken: Receiver<()>,
    folder: TempDir,
}

impl Fixture {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let bus = Bus::default();
        let (wake, woken) = sync_channel(1);
        let subscriber = bus.subscribe(Arc::new(move || _ = wake.try_send(())));
        let store = Store::open(folder.path(), Access::Owner, bus.clone(), Arc::new(|| NOW)).unwrap();
        let desk = Some(Desk::start(&store, &bus).unwrap());
        Self { desk, store, subscriber, woken, folder }
    }

    fn keep(&self, body: &[u8], disposition: Disposition) -> DeliveryId {
        let (tell, outcome) = sync_channel(1);
        let delivery = NewDelivery {
            source: String::from("default"),
            received_at: NOW,
            peer: None,
            method: String::from("POST"),
            path: String::from("/webhook/call-completed"),
            headers: vec![Header { name: String::from("Authorization"), value: String::from("Bearer s3cret") }],
            body: body.to_vec(),
            body_bytes: body.len() as u64,
            body_sha256: Sha256::digest(body).into(),
            disposition,
            answer: None,
            rehearsed: None,
            replay_of: None,
        };
        self.store.writer().keep(delivery, Box::new(move |result| tell.send(result).unwrap_or_default()));
        outcome.recv_timeout(DEADLINE).unwrap().unwrap().delivery
    }

    fn keep_call(&self, id: &str, name: &str) -> DeliveryId {
        let json = format!(r#"{{"callId":"{id}","callerDetails":{{"name":"{name}"}}}}"#);
        let payload = Payload {
            call_id: CallId::given(id).unwrap(),
            id_source: IdSource::Given,
            document: crate::call::Datum::parse(&json).unwrap(),
            warnings: Vec::new(),
        };
        self.keep(json.as_bytes(), Disposition::Admitted(Box::new(payload)))
    }

    fn refuse(&self, body: &[u8]) -> DeliveryId {
        self.keep(body, Disposition::Refused { status: 401, reason: String::from("The secret is wrong.") })
    }

    fn ask(&self, command: TrafficCommand) {
        let own = OwnHook { url: Some(String::from(OWN)), secret: None, signing: None };
        self.desk.as_ref().unwrap().command(command, &own);
    }

    /// The next event for which the picker has a value.
    fn find<T>(&self, pick: impl Fn(&Event) -> Option<T>) -> T {
        loop {
            while let Some(event) = self.subscriber.next() {
                if let Some(value) = pick(&event) {
                    return value;
                }
            }
            self.woken.recv_timeout(DEADLINE).expect("no event came in time");
        }
    }

    fn answer<T>(&self, command: TrafficCommand, pick: impl Fn(&TrafficEvent) -> Option<T>) -> T {
        self.ask(command);
        self.find(|event| match event {
            Event::Traffic(event) => pick(event),
            Event::CommandFailed { what, why } => panic!("{what}: {why}"),
            _ => None,
        })
    }

    fn failure(&self, command: TrafficCommand) -> (String, String) {
        self.ask(command);
        self.find(|event| match event {
            Event::CommandFailed { what, why } => Some((what.clone(), why.clone())),
            _ => None,
        })
    }

    /// All that a filter finds, oldest first, with the rows that came with it, and how many were looked at.
    fn found(&self, ticket: u64, filter: TrafficFilter) -> (Vec<i64>, Vec<TrafficRow>, u64) {
        self.answer(TrafficCommand::Find { ticket: Ticket(ticket), filter }, |event| match event {
            TrafficEvent::Found { ticket: of, ids, rows, looked_at, is_complete: true, .. } if of.0 == ticket => {
                Some((ids.iter().map(|id| id.0).collect(), rows.clone(), *looked_at))
            }
            _ => None,
        })
    }

    fn opened(&self, id: DeliveryId) -> Arc<OpenedDelivery> {
        self.answer(TrafficCommand::Open { id }, |event| match event {
            TrafficEvent::Opened(opened) => Some(Arc::clone(opened)),
            _ => None,
        })
    }

    fn copied(&self, id: DeliveryId, form: CopyForm) -> (&'static str, String) {
        self.answer(TrafficCommand::Copy { id, form, shows_secrets: false }, |event| match event {
            TrafficEvent::ToCopy { what, text } => Some((*what, text.clone())),
            _ => None,
        })
    }

    fn saved(&self, ids: &[DeliveryId], form: SaveForm) -> PathBuf {
        let command = TrafficCommand::Save { ids: ids.to_vec(), form, shows_secrets: false };
        self.answer(command, |event| match event {
            TrafficEvent::Saved { path } => Some(PathBuf::from(path)),
            _ => None,
        })
    }
}

fn filter(text: &str) -> TrafficFilter {
    crate::traffic::parse(text, NOW, &jiff::tz::TimeZone::UTC).filter
}

#[test]
fn requests_are_found_followed_and_read() {
    let inbox = Fixture::new();
    for number in 0..250 {
        inbox.keep_call(&format!("c{number}"), "Ann");
        if number % 50 == 0 {
            inbox.refuse(b"x");
        }
    }
    let (ids, rows, looked_at) = inbox.found(1, TrafficFilter::default());
    assert_eq!((ids, rows.len(), looked_at), ((1..=255).collect(), 100, 255));
    assert_eq!((rows[0].note.id.0, rows[0].title.as_deref()), (255, Some("Ann")));
    let (ids, rows, looked_at) = inbox.found(2, filter("verdict:refused secret"));
    assert_eq!((ids.len(), rows.len(), looked_at), (5, 5, 255), "{ids:?}");
    inbox.keep_call("later", "Bob");
    let after = inbox.refuse(b"y");
    let command = |filter, after| TrafficCommand::Follow { ticket: Ticket(2), filter, after: DeliveryId(after) };
    let followed = |filter, after| {
        inbox.answer(command(filter, after), |event| match event {
            TrafficEvent::Followed { ids, rows, newest, .. } => Some((ids.clone(), rows.len(), *newest)),
            _ => None,
        })
    };
    assert_eq!(followed(filter("status:401"), 255), (vec![after], 1, Some(after)));
    assert_eq!(followed(filter(""), 257), (Vec::new(), 0, Some(after)));
    let rows = inbox.answer(
        TrafficCommand::LoadRows { ticket: Ticket(2), ids: vec![DeliveryId(3), DeliveryId(999)] },
        |event| match event {
            TrafficEvent::RowsLoaded { rows, .. } => Some(rows.iter().map(|row| row.note.id.0).collect::<Vec<_>>()),
            _ => None,
        },
    );
    assert_eq!(rows, [3]);
}

#[test]
fn only_the_newest_list_is_looked_for_to_the_end() {
    let inbox = Fixture::new();
    (0..40).for_each(|_| _ = inbox.refuse(b"x"));
    for ticket in 1..=300 {
        inbox.ask(TrafficCommand::Find { ticket: Ticket(ticket), filter: filter("body:x wrong") });
    }
    let mut complete = 0;
    while inbox.find(|event| match event {
        Event::Traffic(TrafficEvent::Found { ticket, is_complete: true, .. }) => Some(ticket.0),
        _ => None,
    }) < 300
    {
        complete += 1;
    }
    assert!(complete < 299, "{complete} lists that nobody waits for were looked for to the end");
}

#[test]
fn one_is_opened_compared_and_copied() {
    let inbox = Fixture::new();
    let (one, other) = (inbox.keep_call("a", "Ann"), inbox.keep_call("b", "Ann"));
    let strange = inbox.refuse(b"\xff");
    let opened = inbox.opened(other);
    assert_eq!((opened.row.note.id, opened.answer.as_str(), opened.headers.len()), (other, r#"{"received":true}"#, 1));
    assert_eq!(opened.body.as_slice(), br#"{"callId":"b","callerDetails":{"name":"Ann"}}"#);
    let compared = inbox.answer(TrafficCommand::Compare { one, other }, |event| match event {
        TrafficEvent::Compared(compared) => Some((compared.one, compared.other, compared.has_same_bytes)),
        _ => None,
    });
    assert_eq!(compared, (one, other, false));
    let gone = |command| {
        inbox.answer(command, |event| match event {
            TrafficEvent::Gone { id } => Some(*id),
            _ => None,
        })
    };
    let missing = DeliveryId(99);
    assert_eq!(gone(TrafficCommand::Open { id: missing }), missing);
    assert_eq!(gone(TrafficCommand::Compare { one, other: missing }), missing);
    let (what, command) = inbox.copied(one, CopyForm::Curl { url: String::new() });
    assert!(what == "cURL command" && command.contains(OWN) && !command.contains("s3cret"), "{command}");
    let (_, command) = inbox.copied(one, CopyForm::Curl { url: String::from("http://127.0.0.1:1/there") });
    assert!(command.contains("http://127.0.0.1:1/there") && !command.contains(OWN), "{command}");
    assert!(inbox.copied(one, CopyForm::Body).1.contains("Ann"));
    assert!(!inbox.copied(one, CopyForm::Safe).1.contains("Ann"));
    let text = CopyForm::Text { what: "Path", text: String::from("a.b") };
    assert_eq!(inbox.copied(missing, text), ("Path", String::from("a.b")));
    let (what, why) = inbox.failure(TrafficCommand::Copy { id: strange, form: CopyForm::Body, shows_secrets: false });
    assert!(what == "Copying the body" && why.contains("Save it as a file"), "{what}: {why}");
}

#[test]
fn requests_are_saved_as_files_of_the_inbox() {
    let inbox = Fixture::new();
    let ids = [inbox.keep_call("a", "Ann"), inbox.keep_call("b", "Ann"), inbox.refuse(b"\xff")];
    let saved = inbox.folder.path().join("saved");
    let read = |path: &std::path::Path| std::fs::read(path).unwrap();
    let path = inbox.saved(&[ids[1], ids[0], DeliveryId(9), ids[1]], SaveForm::Har);
    assert_eq!(path, saved.join("requests-1-to-9.har"));
    let archive: serde_json::Value = serde_json::from_slice(&read(&path)).unwrap();
    let urls: Vec<_> =
        archive["log"]["entries"].as_array().unwrap().iter().map(|entry| &entry["request"]["url"]).collect();
    assert_eq!(urls, [OWN, OWN]);
    let path = inbox.saved(&ids[2..], SaveForm::Body);
    assert_eq!((path, read(&saved.join("body-3.bin"))), (saved.join("body-3.bin"), b"\xff".to_vec()));
    let path = inbox.saved(&ids, SaveForm::SafeFixture);
    assert_eq!(path, saved.join("requests-1-to-3"));
    assert!(!String::from_utf8(read(&path.join("safe-1.json"))).unwrap().contains("Ann"));
    let path = inbox.saved(&ids[..1], SaveForm::Fixture);
    assert!(path.ends_with("request-1.json") && !String::from_utf8(read(&path)).unwrap().contains("s3cret"));
    let command = TrafficCommand::Save { ids: vec![DeliveryId(9)], form: SaveForm::Har, shows_secrets: false };
    let (what, why) = inbox.failure(command);
    assert_eq!((what.as_str(), why.as_str()), ("Saving the request", "The request is not there any more."));
    assert!(!saved.join("request-9.har.part").exists());
}

#[test]
fn limits_reach_the_store_and_another_database_is_followed() {
    let mut inbox = Fixture::new();
    (0..3).for_each(|_| _ = inbox.refuse(b"x"));
    let limits = TrafficLimits { most_days: None, most_requests: Some(1) };
    let count = inbox.answer(TrafficCommand::SetLimits(limits), |event| match event {
        TrafficEvent::Pruned { count } => Some(*count),
        _ => None,
    });
    assert_eq!((count, inbox.found(1, TrafficFilter::default()).0), (2, vec![3]));
    std::fs::remove_file(inbox.folder.path().join("inbox.sqlite3")).unwrap();
    inbox.refuse(b"anew");
    inbox.find(|event| matches!(event, Event::CommandFailed { what, .. } if what == "Keeping the calls").then_some(()));
    assert_eq!(inbox.found(2, TrafficFilter::default()).0, [1]);
    inbox.desk = None;
}
