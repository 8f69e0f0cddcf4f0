//! The repeat rule, groups and what is told, byte-exactness.

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::*;
use crate::call::{Change, DeliveryId, Mood, Query, Seq, Triage, TriageChange, Verdict, View};

#[test]
fn a_new_call_is_a_row_a_document_a_delivery_and_an_event() {
    let inbox = Fixture::new();
    let json = r#"{"callId":"c1","callerDetails":{"name":"Ann","company":"Acme"},"callAnalysis":{"mood":"Happy","score":"0","callOutcome":"Demo","summary":"Hi\nthere"},"recordingUri":"http://r","x":1.50}"#;
    let receipt = inbox.keep(call("c1", json));
    assert_eq!((receipt.verdict, receipt.call), (Verdict::New, Some((Seq(1), CallId::given("c1").unwrap()))));
    let reader = inbox.reader();
    let detail = reader.detail(Seq(1)).unwrap().unwrap();
    assert_eq!(detail.call.document.to_json(), json);
    let rows = reader.rows(&Query::default(), 10).unwrap();
    assert_eq!(rows, [detail.row()]);
    assert_eq!((rows[0].mood.clone(), rows[0].score.as_ref().unwrap().value), (Mood::read("Happy"), Some(0.0)));
    assert_eq!((rows[0].has_recording, rows[0].has_transcript, rows[0].updated), (true, false, false));
    assert_eq!(rows[0].triage, Triage { unread: true, ..Triage::default() });
    let arrived = inbox.events.find(|event| if let Event::CallArrived(row) = event { Some(*row) } else { None });
    assert_eq!(arrived, rows[0]);
    assert_eq!(reader.detail_by_id(&detail.call.id).unwrap().unwrap(), detail);
    assert_eq!((reader.detail(Seq(2)).unwrap(), reader.call_count().unwrap()), (None, 1));
}

#[test]
fn the_same_bytes_are_a_repeat_even_after_an_update() {
    let inbox = Fixture::new();
    let (first, second) = (r#"{"a":1}"#, r#"{"a":2,"b":3}"#);
    let verdicts: Vec<_> = [first, first, second, first, second].map(|json| inbox.keep(call("c", json)).verdict).into();
    assert_eq!(verdicts, [Verdict::New, Verdict::Repeat, Verdict::Updated, Verdict::Repeat, Verdict::Repeat]);
    let detail = inbox.reader().detail(Seq(1)).unwrap().unwrap();
    assert_eq!(detail.call.document.to_json(), r#"{"a":2,"b":3}"#);
    assert_eq!(detail.deliveries.len(), 5);
    let change = |path: &str, before: Option<&str>, after: &str| Change {
        path: path.to_owned(),
        before: before.map(str::to_owned),
        after: after.to_owned(),
    };
    assert_eq!(detail.deliveries[2].changes, [change("a", Some("1"), "2"), change("b", None, "3")]);
    assert_eq!(inbox.reader().delivery_count(Seq(1)).unwrap(), 5);
}

#[test]
fn other_bytes_of_the_same_content_are_a_repeat_that_says_so() {
    let inbox = Fixture::new();
    inbox.keep(call("c", r#"{"a":1,"b":2}"#));
    let receipt = inbox.keep(call("c", r#"{"b":2, "a":1, "c":null}"#));
    assert_eq!(receipt.verdict, Verdict::Repeat);
    let delivery = inbox.reader().delivery(receipt.delivery).unwrap().unwrap();
    assert_eq!(delivery.note.reason.as_deref(), Some("same content, other bytes"));
    assert_eq!(delivery.body, br#"{"b":2, "a":1, "c":null}"#);
    assert!(!inbox.reader().detail(Seq(1)).unwrap().unwrap().row().updated);
}

#[test]
fn an_update_keeps_the_persons_marks_and_what_it_does_not_mention() {
    let inbox = Fixture::new();
    inbox.keep(call("c", r#"{"callAnalysis":{"score":10,"mood":"Calm"}}"#));
    for change in [TriageChange::Unread(false), TriageChange::Starred(true), TriageChange::Done(true)] {
        inbox.store().command(mark(&[Seq(1)], change));
        inbox.events.find(|event| matches!(event, Event::CallChanged(_)).then_some(()));
    }
    inbox.keep(call("c", r#"{"callAnalysis":{"score":20,"mood":""}}"#));
    let row = inbox.events.find(|event| match event {
        Event::CallChanged(row) if row.updated => Some(*row),
        _ => None,
    });
    assert_eq!(row.triage, Triage { starred: true, done: true, ..Triage::default() });
    assert_eq!((row.score.as_ref().unwrap().value, row.mood.clone().unwrap().word), (Some(20.0), String::from("Calm")));
    assert_eq!(inbox.reader().rows(&Query::view(View::Done), 9).unwrap(), [row]);
}

#[test]
fn fifty_at_once_are_one_call_and_one_event() {
    let inbox = Fixture::new();
    let (tell, outcomes) = sync_channel(50);
    std::thread::scope(|scope| {
        for _ in 0..50 {
            scope.spawn(|| tell.send(inbox.keep(call("c", r#"{"a":1}"#)).verdict).unwrap());
        }
    });
    let mut counted = HashMap::new();
    outcomes.iter().take(50).for_each(|verdict| *counted.entry(verdict).or_insert(0) += 1);
    assert_eq!(counted, HashMap::from([(Verdict::New, 1), (Verdict::Repeat, 49)]));
    inbox.on_writer(|_| ());
    assert_eq!(inbox.events.all().iter().filter(|event| matches!(event, Event::CallArrived(_))).count(), 1);
}

#[test]
fn what_waits_together_shares_one_commit() {
    let inbox = Fixture::new();
    let hold = inbox.hold_writer();
    let outcomes: Vec<_> = (0..60).map(|n| inbox.begin(call(&format!("c{}", n % 30), r#"{"a":1}"#))).collect();
    assert_eq!(inbox.store().queue.waiting(), 60);
    drop(hold);
    let verdicts: Vec<_> = outcomes.iter().map(|o| o.recv_timeout(DEADLINE).unwrap().unwrap().verdict).collect();
    assert!(verdicts[..30].iter().all(|v| *v == Verdict::New) && verdicts[30..].iter().all(|v| *v == Verdict::Repeat));
    inbox.on_writer(|_| ());
    assert_eq!(inbox.store().queue.commits.load(Ordering::SeqCst), 1);
}

#[test]
fn a_full_queue_says_busy_at_once() {
    let inbox = Fixture::new();
    let hold = inbox.hold_writer();
    let waiting: Vec<_> = (0..MAX_WAITING_DELIVERIES).map(|_| inbox.begin(refused(b""))).collect();
    let outcome = inbox.begin(refused(b"")).try_recv().expect("an answer at once");
    assert!(outcome.unwrap_err().contains("busy"));
    drop(hold);
    assert!(waiting.iter().all(|outcome| outcome.recv_timeout(DEADLINE).unwrap().is_ok()));
}

#[test]
fn bodies_and_headers_come_back_byte_for_byte() {
    let inbox = Fixture::new();
    let odd = b"\0\xff\xfe{\"a\":\0}\r\n\xc3\x28 \xed\xa0\x80";
    for body in [&odd[..], b"", b"\0", "ü\u{0}ü".as_bytes()] {
        let mut sent = raw(body, Disposition::Unparsed { status: 400, reason: String::from("Not JSON.") });
        sent.body_bytes = 7_000_000_000;
        let receipt = inbox.keep(sent.clone());
        assert_eq!((receipt.verdict, receipt.call), (Verdict::Unparsed, None));
        let delivery = inbox.reader().delivery(receipt.delivery).unwrap().unwrap();
        assert_eq!((delivery.body, delivery.headers), (sent.body, sent.headers));
        assert_eq!(
            (delivery.note.status, delivery.note.body_bytes, delivery.note.took_micros),
            (400, 7_000_000_000, None)
        );
        assert_eq!(delivery.note.reason.as_deref(), Some("Not JSON."));
    }
}

#[test]
fn a_deep_and_a_large_document_are_kept() {
    let inbox = Fixture::new();
    let deep = format!(r#"{{"callId":"deep","x":{}7{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    let large = format!(r#"{{"callId":"large","callAnalysis":{{"summary":"{}"}}}}"#, "wörd ".repeat(1_000_000));
    assert!(large.len() > 5_000_000);
    for (id, json) in [("deep", &deep), ("large", &large)] {
        inbox.keep(call(id, json));
        inbox.keep(call(id, &json.replace('7', "8").replacen("wörd", "word", 1)));
        let id = CallId::given(id).unwrap();
        assert_eq!(inbox.reader().first_body(&id).unwrap().unwrap(), json.as_bytes());
        let detail = inbox.reader().detail_by_id(&id).unwrap().unwrap();
        assert_eq!(detail.deliveries[1].verdict, Verdict::Updated);
        assert!(detail.deliveries[1].changes[0].after.len() < 3_000);
    }
}

#[test]
fn odd_ids_are_keys_like_any_other() {
    let inbox = Fixture::new();
    for id in ["a\0b", "a\0c", "a", "A", "ä", "a\u{308}", "'; DROP TABLE calls; --"] {
        assert_eq!(inbox.keep(call(id, "{}")).verdict, Verdict::New, "{id:?}");
        let detail = inbox.reader().detail_by_id(&CallId::given(id).unwrap()).unwrap().unwrap();
        assert_eq!(detail.call.id.as_str(), id);
    }
}

#[test]
fn how_long_an_answer_took_is_noted_with_a_later_group_or_alone() {
    let mut inbox = Fixture::new();
    let first = inbox.keep(refused(b"1")).delivery;
    inbox.store().writer().answered(first, Duration::from_micros(1_234));
    let second = inbox.keep(refused(b"2")).delivery;
    let took = |inbox: &Fixture, id: DeliveryId| inbox.reader().delivery(id).unwrap().unwrap().note.took_micros;
    assert_eq!((took(&inbox, first), took(&inbox, second)), (Some(1_234), None));
    inbox.store().writer().answered(second, Duration::from_secs(2));
    inbox.reopen();
    assert_eq!(took(&inbox, second), Some(2_000_000));
}

#[test]
fn a_delivery_that_can_not_be_stored_fails_alone() {
    let inbox = Fixture::new();
    inbox.on_writer(|c| {
        c.execute_batch(
            "CREATE TEMP TRIGGER no BEFORE INSERT ON main.deliveries WHEN NEW.path = '/bad' \
             BEGIN SELECT raise(ABORT, 'no'); END",
        )
        .unwrap();
    });
    let hold = inbox.hold_writer();
    let mut bad = call("bad", "{}");
    bad.path = String::from("/bad");
    let outcomes = [call("a", "{}"), bad, call("b", "{}")].map(|delivery| inbox.begin(delivery));
    drop(hold);
    let outcomes = outcomes.map(|outcome| outcome.recv_timeout(DEADLINE).unwrap());
    assert_eq!(outcomes.clone().map(|outcome| outcome.is_ok()), [true, false, true]);
    assert_eq!(outcomes[1].clone().unwrap_err(), "The delivery can't be stored: no.");
    assert_eq!(inbox.reader().detail_by_id(&CallId::given("bad").unwrap()).unwrap(), None);
    assert_eq!((inbox.reader().call_count().unwrap(), inbox.reader().deliveries(None, 9).unwrap().len()), (2, 2));
}
