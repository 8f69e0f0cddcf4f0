//! What the disk allows without HTTP: plain SQLite in groups, and the program's own store. Both commit before a call
//! counts as kept.

use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use call_inbox::bus::Bus;
use call_inbox::call::{Header, NewDelivery, UnixMillis};
use call_inbox::store::{Access, Store};
use call_inbox::webhook::RequestHead;
use rusqlite::Connection;

use crate::bare;
use crate::calls::Calls;
use crate::load::Answers;

/// A table of id and body, as plain as can be.
pub struct PlainSqlite(Connection);

impl PlainSqlite {
    pub fn open(folder: &Path) -> Self {
        let connection = Connection::open(folder.join("plain.db")).unwrap();
        connection.pragma_update(None, "journal_mode", "WAL").unwrap();
        connection.pragma_update(None, "synchronous", "FULL").unwrap();
        let table = "CREATE TABLE calls (call_id TEXT PRIMARY KEY, received_at INTEGER NOT NULL, body TEXT NOT NULL)";
        connection.execute_batch(table).unwrap();
        Self(connection)
    }

    /// Commits that many calls at a time.
    pub fn run(&self, group: usize, window: Duration, calls: &Calls) -> Answers {
        let mut answers = Answers { window, ..Answers::default() };
        let begun = Instant::now();
        while begun.elapsed() < window {
            let since = Instant::now();
            let transaction = self.0.unchecked_transaction().unwrap();
            for _ in 0..group {
                let mut body = Vec::new();
                let id = calls.next(&mut body);
                let body = std::str::from_utf8(&body).unwrap();
                let sql = "INSERT OR IGNORE INTO calls (call_id, received_at, body) VALUES (?1, ?2, ?3)";
                self.0.prepare_cached(sql).unwrap().execute((id, 0, body)).unwrap();
            }
            transaction.commit().unwrap();
            answers.received += group as u64;
            answers.micros.extend(std::iter::repeat_n(since.elapsed().as_micros() as u64, group));
        }
        answers.window = begun.elapsed();
        answers.micros.sort_unstable();
        answers
    }

    pub fn count(&self) -> u64 {
        let count: i64 = self.0.query_row("SELECT count(*) FROM calls", [], |row| row.get(0)).unwrap();
        count.unsigned_abs()
    }
}

/// Opens the program's store.
pub fn open_store(folder: &Path) -> Store {
    Store::open(folder, Access::Owner, Bus::default(), bare::clock()).unwrap()
}

/// Keeps calls in the program's store, so many in flight at a time, until the time is up or that many are kept.
pub fn keep(store: &Store, in_flight: usize, window: Duration, most: u64, calls: &Calls) -> Answers {
    let mut answers = Answers { window, ..Answers::default() };
    let writer = store.writer();
    let (done, kept) = sync_channel(in_flight);
    let begun = Instant::now();
    let mut posted = 0;
    let mut post = || {
        if posted >= most || begun.elapsed() >= window {
            return false;
        }
        posted += 1;
        let (done, since) = (done.clone(), Instant::now());
        let tell = move |outcome: Result<_, String>| {
            outcome.unwrap();
            done.send(since.elapsed()).unwrap();
        };
        writer.keep(delivery(calls), Box::new(tell));
        true
    };
    let mut waiting = (0..in_flight).filter(|_| post()).count();
    while waiting > 0 {
        let took = kept.recv().unwrap();
        answers.received += 1;
        answers.micros.push(took.as_micros() as u64);
        waiting -= usize::from(!post());
    }
    answers.window = begun.elapsed();
    answers.micros.sort_unstable();
    answers
}

fn delivery(calls: &Calls) -> NewDelivery {
    let mut body = Vec::new();
    calls.next(&mut body);
    let header = |name: &str, value: &str| Header { name: name.to_owned(), value: value.to_owned() };
    let head = RequestHead {
        method: String::from("POST"),
        target: String::from("/webhook/call-completed"),
        headers: vec![
            header("Host", "127.0.0.1:8787"),
            header("User-Agent", "ingest-bench"),
            header("Content-Type", "application/json"),
            header("Content-Length", &body.len().to_string()),
        ],
        peer: ([127, 0, 0, 1], 40_000).into(),
        received_at: UnixMillis(1_765_539_682_000),
        began: Instant::now(),
    };
    bare::delivery(&head, body)
}
