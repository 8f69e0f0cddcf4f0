//! The requests that are looked for: stories of the simulator, new, again and changed, and those that were turned away.
//! Written by hand into a database that the program has made, since a million commits are not what is measured here.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use call_inbox::bus::Bus;
use call_inbox::call::{Call, CallId, Datum, IdSource, UnixMillis};
use call_inbox::simulator::Story;
use call_inbox::store::{Access, Store};
use rusqlite::{Connection, params};
use sha2::{Digest as _, Sha256};

/// The time the bench plays in.
pub const NOW: UnixMillis = UnixMillis(1_765_539_682_000);
/// A request each three seconds.
const BETWEEN_MS: u64 = 3_000;
const SEED: u64 = 1;
/// Of a hundred requests so many are calls we did not have.
const NEW: u64 = 80;
/// Requests that share a transaction.
const GROUP: u64 = 20_000;

const JSON_HEADERS: &str =
    r#"[["Content-Type","application/json"],["User-Agent","calls/2.1"],["Host","127.0.0.1:8787"]]"#;
const CURL_HEADERS: &str = r#"[["Accept","*/*"],["User-Agent","curl/8.5.0"],["Host","127.0.0.1:8787"]]"#;

/// How a request ends: what became of it, our answer, and why.
type Ending = (&'static str, u16, Option<&'static str>);

const ENDINGS: [(u64, Ending); 6] = [
    (NEW, ("new", 200, None)),
    (88, ("repeat", 200, None)),
    (92, ("updated", 200, None)),
    (95, ("unparsed", 400, Some("The body is not JSON: expected value at line 1, column 1."))),
    (99, ("refused", 401, Some("The secret is missing or wrong."))),
    (100, ("checked", 200, Some("Somebody looked whether we are there."))),
];

/// The id of the call that a request of that number belongs to.
pub fn call_id(number: u64) -> String {
    Story::tell(SEED, story_of(number)).call_id()
}

/// Fills a folder with that many requests, unless it was filled before.
pub fn fill(folder: &Path, requests: u64) {
    std::fs::create_dir_all(folder).unwrap();
    let store = Store::open(folder, Access::Owner, Bus::default(), Arc::new(|| NOW)).unwrap();
    let there = store.reader().unwrap().request_count().unwrap();
    store.close();
    let file = folder.join("inbox.sqlite3");
    if there < requests {
        let begun = Instant::now();
        let connection = Connection::open(&file).unwrap();
        connection.pragma_update(None, "synchronous", "OFF").unwrap();
        for from in (there..requests).step_by(GROUP as usize) {
            connection.execute_batch("BEGIN").unwrap();
            (from..requests.min(from + GROUP)).for_each(|number| put(&connection, number, requests));
            connection.execute_batch("COMMIT").unwrap();
        }
        // What is watched, and forgotten, is not measured here.
        connection.execute("UPDATE watched SET last_delivery = ?1", [requests.cast_signed()]).unwrap();
        println!("{} requests written in {:.0} s", requests - there, begun.elapsed().as_secs_f64());
    }
    let size = std::fs::metadata(&file).map_or(0, |about| about.len());
    println!("{requests} requests, {:.2} GB", size as f64 / 1e9);
}

/// Repeats and updates are of the call before.
fn story_of(number: u64) -> u64 {
    let kind = kind_of(number);
    if kind < NEW { number } else { number - (kind - NEW) - 1 }
}

/// 0 to 99, each once in a hundred.
fn kind_of(number: u64) -> u64 {
    number % 100
}

fn put(connection: &Connection, number: u64, requests: u64) {
    let kind = kind_of(number);
    let (_, (verdict, status, reason)) = ENDINGS.iter().find(|(until, _)| kind < *until).copied().unwrap();
    let is_call = matches!(verdict, "new" | "repeat" | "updated");
    let story = Story::tell(SEED, story_of(number));
    let body = match verdict {
        "unparsed" => String::from("{\"callId\": oops"),
        "refused" | "checked" => String::new(),
        _ => story.payload("http://127.0.0.1:9"),
    };
    let at = NOW.0 - i64::try_from((requests - number) * BETWEEN_MS).unwrap();
    let call_id = story.call_id();
    if verdict == "new" {
        let document = Datum::parse(&body).unwrap();
        let call = Call::read(CallId::given(&call_id).unwrap(), IdSource::Given, document);
        connection
            .prepare_cached(
                "INSERT INTO calls (call_id, id_source, source, received_at, updated_at, title, has_recording, \
                 has_transcript, updated, unread, starred, done) \
                 VALUES (?1, 'given', 'default', ?2, ?2, ?3, 0, 0, 0, 1, 0, 0)",
            )
            .unwrap()
            .execute(params![call_id, at, call.title()])
            .unwrap();
    }
    let seq: Option<i64> = is_call.then(|| {
        let mut find = connection.prepare_cached("SELECT seq FROM calls WHERE call_id = ?1").unwrap();
        find.query_row([&call_id], |row| row.get(0)).unwrap()
    });
    let sha256 = Sha256::digest(body.as_bytes());
    let peer =
        format!("{}:{}", if kind.is_multiple_of(2) { "127.0.0.1" } else { "10.0.3.7" }, 40_000 + number % 20_000);
    let (method, path) = if verdict == "checked" { ("GET", "/") } else { ("POST", "/webhook/call-completed") };
    // Most within a millisecond or two; now and then a tenth of a second.
    let took_micros = 600 + (number * 7_919) % 1_900 + if number.is_multiple_of(997) { 100_000 } else { 0 };
    let replay_of = (number % 1_000 == 88).then(|| (number / 2).cast_signed());
    let id = (number + 1).cast_signed();
    connection
        .prepare_cached(
            "INSERT INTO deliveries (id, received_at, source, peer, method, path, status, verdict, reason, call_seq, \
             body_bytes, body_sha256, took_micros, replay_of) \
             VALUES (?1, ?2, 'default', ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )
        .unwrap()
        .execute(params![
            id,
            at,
            peer,
            method,
            path,
            status,
            verdict,
            reason,
            seq,
            body.len() as i64,
            &sha256[..],
            took_micros.cast_signed(),
            replay_of
        ])
        .unwrap();
    let headers = if kind % 10 == 9 { CURL_HEADERS } else { JSON_HEADERS };
    connection
        .prepare_cached("INSERT INTO bodies (delivery_id, headers, body) VALUES (?1, ?2, ?3)")
        .unwrap()
        .execute(params![id, headers, body.as_bytes()])
        .unwrap();
}
