//! Tests of the store as a whole: in a folder of its own, through its public face.
//!
//! **Invariant:** no sleeping, no shared folder, nothing that depends on how fast the disk is.

mod callbacks;
mod coverage;
mod damage;
mod finding;
mod folder;
mod forwards;
mod indexing;
mod insights;
mod keeping;
mod media;
mod model;
mod pruning;
mod reading;
mod requests;
mod searching;
mod transcripts;
mod watched;
mod work;

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use super::*;
use crate::bus::{Event, Subscriber, Ticket, Waker};
use crate::call::query::parse;
use crate::call::{
    CallId, Datum, Disposition, Header, IdSource, NewDelivery, Payload, Query, Receipt, Seq, TriageChange, UnixMillis,
    View,
};

/// Room in a channel that carries one answer.
const ONE: usize = 1;
/// Longer than anything here takes; reached only by a test that fails.
const DEADLINE: Duration = Duration::from_secs(60);

/// The first format that has the index of words. Calls of an older one have to be read for it.
const FIRST_INDEXED_FORMAT: i64 = 3;

/// A store in a folder of its own, and everything it tells.
struct Fixture {
    store: Option<Store>,
    bus: Bus,
    events: Events,
    folder: TempDir,
}

/// A subscriber that can be waited for.
struct Events {
    subscriber: Subscriber,
    woken: Arc<(Mutex<bool>, Condvar)>,
}

fn clock() -> Clock {
    Arc::new(|| UnixMillis(1_765_539_682_000))
}

impl Events {
    fn of(bus: &Bus) -> Self {
        let woken = Arc::new((Mutex::new(false), Condvar::new()));
        let waker: Waker = {
            let woken = Arc::clone(&woken);
            Arc::new(move || {
                *woken.0.lock().unwrap() = true;
                woken.1.notify_all();
            })
        };
        Self { subscriber: bus.subscribe(waker), woken }
    }

    fn next(&self) -> Event {
        let begun = Instant::now();
        loop {
            if let Some(event) = self.subscriber.next() {
                return event;
            }
            let mut woken = self.woken.0.lock().unwrap();
            while !*woken {
                let left = DEADLINE.checked_sub(begun.elapsed()).expect("no event came in time");
                woken = self.woken.1.wait_timeout(woken, left).unwrap().0;
            }
            *woken = false;
        }
    }

    /// The next event for which the picker has a value; others are passed over.
    fn find<T>(&self, pick: impl Fn(Event) -> Option<T>) -> T {
        loop {
            if let Some(value) = pick(self.next()) {
                return value;
            }
        }
    }

    /// What came so far.
    fn all(&self) -> Vec<Event> {
        std::iter::from_fn(|| self.subscriber.next()).collect()
    }
}

impl Fixture {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let bus = Bus::default();
        let events = Events::of(&bus);
        let store = Store::open(folder.path(), Access::Owner, bus.clone(), clock()).unwrap();
        Self { store: Some(store), bus, events, folder }
    }

    fn store(&self) -> &Store {
        self.store.as_ref().unwrap()
    }

    fn reader(&self) -> Reader {
        self.store().reader().unwrap()
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Begins to keep a delivery; the outcome comes by the channel.
    fn begin(&self, delivery: NewDelivery) -> Receiver<Result<Receipt, String>> {
        let (tell, outcome) = sync_channel(ONE);
        self.store().writer().keep(delivery, Box::new(move |result| tell.send(result).unwrap_or_default()));
        outcome
    }

    fn try_keep(&self, delivery: NewDelivery) -> Result<Receipt, String> {
        self.begin(delivery).recv_timeout(DEADLINE).expect("an outcome in time")
    }

    fn keep(&self, delivery: NewDelivery) -> Receipt {
        self.try_keep(delivery).unwrap()
    }

    /// Does something on the writing thread and waits for it.
    fn on_writer<T: Send + 'static>(&self, work: impl FnOnce(&rusqlite::Connection) -> T + Send + 'static) -> T {
        let (tell, outcome) = sync_channel(ONE);
        let errand = Box::new(move |connection: &rusqlite::Connection| tell.send(work(connection)).unwrap_or_default());
        self.store().queue.errand(errand);
        outcome.recv_timeout(DEADLINE).expect("the writing thread is there")
    }

    /// Holds the writing thread until the returned sender is dropped.
    fn hold_writer(&self) -> SyncSender<()> {
        let (hold, held) = sync_channel::<()>(ONE);
        let (tell, begun) = sync_channel(ONE);
        let errand = Box::new(move |_: &rusqlite::Connection| {
            tell.send(()).unwrap_or_default();
            let _ = held.recv();
        });
        self.store().queue.errand(errand);
        begun.recv_timeout(DEADLINE).expect("the writing thread is there");
        hold
    }

    fn reopen(&mut self) {
        self.store = None;
        self.store = Some(Store::open(self.path(), Access::Owner, self.bus.clone(), clock()).unwrap());
    }
}

fn raw(body: &[u8], disposition: Disposition) -> NewDelivery {
    NewDelivery {
        source: String::from("default"),
        received_at: UnixMillis(1_765_539_682_123),
        peer: Some(String::from("127.0.0.1:50000")),
        method: String::from("POST"),
        path: String::from("/webhook/call-completed"),
        headers: vec![
            Header { name: String::from("X-B"), value: String::from("2") },
            Header { name: String::from("X-A"), value: String::from("\"ü\"") },
            Header { name: String::from("X-B"), value: String::new() },
        ],
        body: body.to_vec(),
        body_bytes: body.len() as u64,
        body_sha256: Sha256::digest(body).into(),
        disposition,
        answer: None,
        rehearsed: None,
        replay_of: None,
    }
}

/// A call as the webhook would hand it over.
fn call(id: &str, json: &str) -> NewDelivery {
    let payload = Payload {
        call_id: CallId::given(id).unwrap(),
        id_source: IdSource::Given,
        document: Datum::parse(json).unwrap(),
        warnings: Vec::new(),
    };
    raw(json.as_bytes(), Disposition::Admitted(Box::new(payload)))
}

/// Marks calls.
fn mark(seqs: &[Seq], change: TriageChange) -> Command {
    Command::Mark { ticket: Ticket(1), seqs: Arc::new(seqs.to_vec()), change }
}

/// A search of a view, as it would be typed.
fn search(view: View, text: &str) -> Query {
    let read = parse(text, UnixMillis(1_765_539_682_000), &jiff::tz::TimeZone::UTC);
    assert!(read.problems.is_empty(), "{:?}", read.problems);
    Query { view, term: read.term, sort: read.sort.unwrap_or_default() }
}

fn refused(body: &[u8]) -> NewDelivery {
    raw(body, Disposition::Refused { status: 401, reason: String::from("The secret is wrong.") })
}
