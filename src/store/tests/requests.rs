//! Requests as the developer's view asks for them: what a filter finds, rows, one whole.

use jiff::tz::TimeZone;
use proptest::prelude::*;
use rusqlite::params;

use super::*;
use crate::call::{DeliveryId, Rehearsed, Verdict};
use crate::traffic::{self, ForwardTally, TrafficFilter, matches, samples};

/// What is random about a request.
#[derive(Debug, Clone)]
struct Draft {
    kind: u8,
    call: u8,
    name: &'static str,
    path: &'static str,
    method: &'static str,
    peer: Option<&'static str>,
    agent: &'static str,
    age_ms: i64,
    took_micros: Option<u32>,
    replay_of: Option<i64>,
    is_rehearsed: bool,
    forwards: Vec<&'static str>,
}

fn draft() -> impl Strategy<Value = Draft> {
    use proptest::option;
    use proptest::sample::select;
    let request = (
        0..5_u8,
        1..4_u8,
        select(&["Ann Lee", "ZOË", "Bob", "überall"][..]),
        select(&["/webhook/call-completed", "/HOOK/x", "/?x=1", "/secret"][..]),
        select(&["POST", "GET", "put"][..]),
        option::of(select(&["127.0.0.1:50000", "10.0.0.12:1", "[fe80::1]:9"][..])),
        select(&["curl/8", "python"][..]),
        0..2_000_000_i64,
    );
    let fate = (
        option::of(select(&[400_u32, 900, 1_500, 90_000, 2_000_000][..])),
        option::of(1..3_i64),
        any::<bool>(),
        proptest::collection::vec(select(&["waiting", "sent", "dead"][..]), 0..3),
    );
    (request, fate).prop_map(|((kind, call, name, path, method, peer, agent, age_ms), fate)| {
        let (took_micros, replay_of, is_rehearsed, forwards) = fate;
        Draft { kind, call, name, path, method, peer, agent, age_ms, took_micros, replay_of, is_rehearsed, forwards }
    })
}

impl Draft {
    fn delivery(&self) -> NewDelivery {
        let json = format!(r#"{{"callerDetails":{{"name":"{}"}}}}"#, self.name);
        let said = |status, reason: &str| (status, String::from(reason));
        let new = match self.kind {
            0 | 1 => call(&format!("Call-{}", self.call), &json),
            2 => {
                let (status, reason) = said(400, "It is not JSON.");
                raw(b"{zo\xc3\xab", Disposition::Unparsed { status, reason })
            }
            3 => {
                let (status, reason) = said(401, "The secret is wrong.");
                raw(b"", Disposition::Refused { status, reason })
            }
            _ => {
                let (status, reason) = said(200, "A look.");
                raw(b"\xffname", Disposition::Checked { status, reason })
            }
        };
        let mut headers = new.headers.clone();
        headers.push(Header { name: String::from("User-Agent"), value: String::from(self.agent) });
        let what = String::from("503 instead of 200");
        NewDelivery {
            received_at: UnixMillis(samples::NOW.0 - self.age_ms * 1_000),
            path: String::from(self.path),
            method: String::from(self.method),
            peer: self.peer.map(String::from),
            headers,
            replay_of: self.replay_of.map(DeliveryId),
            rehearsed: self.is_rehearsed.then_some(Rehearsed { status: 503, what }),
            ..new
        }
    }
}

impl Fixture {
    fn put(&self, drafts: &[Draft]) {
        let outcomes: Vec<_> = drafts.iter().map(|draft| self.begin(draft.delivery())).collect();
        let receipts = outcomes.iter().map(|outcome| outcome.recv_timeout(DEADLINE).unwrap().unwrap());
        let fates: Vec<_> = receipts
            .zip(drafts)
            .map(|(receipt, draft)| (receipt.delivery.0, draft.took_micros, draft.forwards.clone()))
            .collect();
        self.on_writer(move |connection| {
            for (id, took, forwards) in fates {
                let took = took.map(i64::from);
                connection.execute("UPDATE deliveries SET took_micros = ?2 WHERE id = ?1", params![id, took]).unwrap();
                for (target, state) in (1..).zip(forwards) {
                    let target_sql = "INSERT OR IGNORE INTO forward_targets (id, name, url, is_on, takes_unparsed) \
                                      VALUES (?1, '', 'http://127.0.0.1:1', 0, 0)";
                    connection.execute(target_sql, [target]).unwrap();
                    let forward = "INSERT INTO forwards (target_id, delivery_id, state, tries) VALUES (?1, ?2, ?3, 0)";
                    connection.execute(forward, params![target, id, state]).unwrap();
                }
            }
        });
    }
}

fn filter(text: &str) -> TrafficFilter {
    let read = traffic::parse(text, samples::NOW, &TimeZone::UTC);
    assert!(read.problems.is_empty(), "{text}: {:?}", read.problems);
    read.filter
}

/// What a filter finds, newest first, and how many were looked at.
fn find(reader: &Reader, text: &str, after: Option<DeliveryId>) -> (Vec<i64>, u64) {
    let mut search = reader.begin_finding(filter(text), after).unwrap();
    while !search.is_complete() {
        reader.find_more(&mut search).unwrap();
    }
    (search.found.iter().map(|id| id.0).collect(), search.looked_at)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn what_the_database_finds_is_what_the_filter_means(
        drafts in proptest::collection::vec(draft(), 0..30),
        texts in proptest::collection::vec(samples::filter_text(), 25),
        gone in proptest::collection::vec(1..30_i64, 0..6),
    ) {
        let inbox = Fixture::new();
        inbox.put(&drafts);
        inbox.on_writer(move |connection| {
            for id in gone {
                connection.execute("DELETE FROM deliveries WHERE id = ?1", [id]).unwrap();
            }
        });
        let reader = inbox.reader();
        let everything: Vec<i64> = find(&reader, "", None).0;
        let ids: Vec<_> = everything.iter().map(|id| DeliveryId(*id)).collect();
        let rows = reader.requests(&ids).unwrap();
        prop_assert_eq!(rows.len(), everything.len());
        for text in texts {
            let wanted: Vec<i64> = rows
                .iter()
                .filter(|row| {
                    let delivery = reader.delivery(row.note.id).unwrap().unwrap();
                    matches(&filter(&text), row, &delivery.headers, &delivery.body)
                })
                .map(|row| row.note.id.0)
                .collect();
            prop_assert_eq!(find(&reader, &text, None), (wanted.clone(), rows.len() as u64), "{}", text);
            let later: Vec<i64> = wanted.into_iter().filter(|id| *id > 7).collect();
            prop_assert_eq!(find(&reader, &text, Some(DeliveryId(7))).0, later, "{} after 7", text);
        }
    }
}

#[test]
fn a_row_shows_whose_it_is_and_what_became_of_it() {
    let inbox = Fixture::new();
    let new = call("c", r#"{"callerDetails":{"name":"Ann"}}"#);
    let (status, what) = (503, String::from("503 instead of 200, after 2 s"));
    inbox.keep(NewDelivery {
        rehearsed: Some(Rehearsed { status, what: what.clone() }),
        replay_of: Some(DeliveryId(9)),
        ..new
    });
    inbox.keep(refused(b"{}"));
    inbox.on_writer(|connection| {
        let sql =
            "INSERT INTO forward_targets (id, name, url, is_on, takes_unparsed) VALUES (?1, '', 'http://a', 0, 0)";
        for (target, state) in [(1, "sent"), (2, "sent"), (3, "waiting"), (4, "dead")] {
            connection.execute(sql, [target]).unwrap();
            let sql = "INSERT INTO forwards (target_id, delivery_id, state, tries) VALUES (?1, 1, ?2, 1)";
            connection.execute(sql, params![target, state]).unwrap();
        }
    });
    let rows = inbox.reader().requests(&[DeliveryId(2), DeliveryId(7), DeliveryId(1)]).unwrap();
    let [refused, new] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!((refused.note.id, refused.note.status, &refused.title), (DeliveryId(2), 401, &None));
    assert_eq!((new.note.status, new.note.verdict, new.title.as_deref()), (503, Verdict::New, Some("Ann")));
    assert_eq!((new.replay_of, &new.rehearsed), (Some(DeliveryId(9)), &Some(what)));
    assert_eq!(new.forwards, ForwardTally { waiting: 1, sent: 2, dead: 1 });
}

#[test]
fn one_is_read_whole_with_our_answer() {
    let inbox = Fixture::new();
    let body = br#"{"callId":"c"}"#;
    inbox.keep(call("c", r#"{"callId":"c"}"#));
    inbox.keep(refused(b"x"));
    inbox.keep(raw(b"", Disposition::Checked { status: 200, reason: String::from("A look.") }));
    inbox.keep(NewDelivery { answer: Some(String::from("so")), ..refused(b"") });
    let reader = inbox.reader();
    let (row, delivery, answer) = reader.request(DeliveryId(1)).unwrap().unwrap();
    assert_eq!(
        (&row.note, delivery.body.as_slice(), answer.as_str()),
        (&delivery.note, &body[..], r#"{"received":true}"#)
    );
    assert_eq!(delivery.headers.len(), 3);
    let answer = |id| reader.answer(DeliveryId(id)).unwrap();
    assert_eq!(answer(2).as_deref(), Some(r#"{"received":false,"reason":"The secret is wrong."}"#));
    assert!(answer(3).unwrap().starts_with("Call Inbox is listening."));
    assert_eq!((answer(4).as_deref(), answer(5)), (Some("so"), None));
    assert_eq!(reader.request(DeliveryId(5)).unwrap(), None);
    assert_eq!((reader.newest_request().unwrap(), reader.request_count().unwrap()), (Some(DeliveryId(4)), 4));
}

#[test]
fn a_search_says_how_far_it_is_and_ends_where_it_began() {
    let inbox = Fixture::new();
    let reader = inbox.reader();
    let search = reader.begin_finding(TrafficFilter::default(), None).unwrap();
    assert!(search.is_complete() && search.newest.is_none());
    for _ in 0..40 {
        inbox.keep(refused(b"x"));
    }
    let mut search = reader.begin_finding(filter("status:401"), None).unwrap();
    reader.find_more(&mut search).unwrap();
    assert_eq!((search.found.len(), search.looked_at, search.is_complete()), (3, 3, false));
    inbox.keep(refused(b"x"));
    while !search.is_complete() {
        reader.find_more(&mut search).unwrap();
    }
    assert_eq!((search.found.len(), search.looked_at, search.newest), (40, 40, Some(DeliveryId(40))));
}

#[test]
fn that_the_time_of_an_answer_was_noted_is_told() {
    let inbox = Fixture::new();
    let receipt = inbox.keep(refused(b"x"));
    inbox.events.find(|event| (event == Event::RequestsLogged).then_some(()));
    inbox.store().writer().answered(receipt.delivery, Duration::from_micros(1_500));
    inbox.events.find(|event| (event == Event::RequestsLogged).then_some(()));
    assert_eq!(inbox.reader().requests(&[receipt.delivery]).unwrap()[0].note.took_micros, Some(1_500));
}
