//! Handing on: order, bytes, targets that are down, slow or picky, a disk that fails.

use std::sync::mpsc::sync_channel;
use std::sync::{Barrier, Mutex};

use super::target::{Target, address, answer};
use super::*;
use crate::bus::{Event, TrafficEvent};
use crate::traffic::{FORWARD_HEADER, REPLAY_HEADER};

/// Bodies of each call, in the order in which they were heard.
fn by_call(heard: &[target::Heard], calls: usize) -> Vec<Vec<String>> {
    let of = |call: usize| {
        let prefix = format!("{call}:");
        heard.iter().map(target::Heard::text).filter(|body| body.starts_with(&prefix)).collect()
    };
    (0..calls).map(of).collect()
}

fn wanted(calls: usize, each: usize) -> Vec<Vec<String>> {
    (0..calls).map(|call| (0..each).map(|number| format!("{call}:{number}")).collect()).collect()
}

fn arrive(memory: &Memory, calls: usize, each: usize) {
    for number in 0..each {
        for call in 0..calls {
            memory.arrives(Some(call as i64), &[], format!("{call}:{number}").as_bytes());
        }
    }
}

#[test]
fn everything_goes_out_once_and_in_order_per_call() {
    let (memory, target) = (Memory::new(), Target::start());
    memory.add_target(&target.url());
    arrive(&memory, 5, 6);
    let relay = relay(&memory, quick());
    let rows = memory.once_all(ForwardState::Sent);
    assert_eq!(by_call(&target.heard(), 5), wanted(5, 6));
    assert!(rows.iter().all(|row| row.due.tries == 1));
    let last = rows[0].last.clone().unwrap();
    assert!(last.last.starts_with("200 after ") && last.took_micros.is_some() && last.why.is_none(), "{last:?}");
    // What comes later goes out too, once it is told.
    memory.arrives(None, &[], b"later");
    relay.look();
    assert_eq!(target.hears(31)[30].text(), "later");
}

#[test]
fn headers_and_body_arrive_as_they_came_but_for_what_is_ours() {
    let (memory, target) = (Memory::new(), Target::start());
    memory.held.lock().unwrap().secret = Some(Some(Secret::new("s3cret-1")));
    memory.add_target(&target.url());
    let body: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let sent = [
        ("Host", "in.example"),
        ("X-Mixed-Case", "ü"),
        ("Content-Type", "application/json"),
        ("X-Twice", "1"),
        ("X-Twice", "2"),
        ("Content-Encoding", "gzip"),
        ("Content-Length", "5"),
        ("Connection", "close"),
        ("x-webhook-secret", "s3cret-1"),
        ("Authorization", "Bearer s3cret-1"),
        ("X-Forwarded-Uri", "/hook/s3cret-1"),
        ("User-Agent", "platform/1"),
    ];
    let id = memory.arrives(None, &sent, &body);
    let _relay = relay(&memory, quick());
    let heard = target.hears(1).remove(0);
    assert_eq!((heard.line.as_str(), &heard.body), ("POST /calls HTTP/1.1", &body));
    let is_added = |name: &str| ["host", "content-length"].contains(&name.to_ascii_lowercase().as_str());
    let came: Vec<(&str, &str)> =
        heard.headers.iter().map(|(name, value)| (&**name, &**value)).filter(|(name, _)| !is_added(name)).collect();
    let id = id.0.to_string();
    let wanted = [
        ("X-Mixed-Case", "ü"),
        ("Content-Type", "application/json"),
        ("X-Twice", "1"),
        ("X-Twice", "2"),
        ("Content-Encoding", "gzip"),
        ("User-Agent", "platform/1"),
        (FORWARD_HEADER, id.as_str()),
    ];
    assert_eq!(came, wanted);
    assert_eq!(heard.header("Host"), Some(target.address.to_string().as_str()));
}

#[test]
fn several_calls_go_out_at_a_time_and_of_one_call_never_two() {
    let memory = Memory::new();
    // Each of the first four is answered only once all four are there.
    let (barrier, busy) = (Barrier::new(4), Mutex::new(Vec::<String>::new()));
    let target = Target::answering(move |number, heard| {
        let call = heard.text().split_once(':').unwrap().0.to_owned();
        let mut at_a_time = busy.lock().unwrap();
        assert!(!at_a_time.contains(&call), "two of one call at a time");
        at_a_time.push(call.clone());
        assert!(at_a_time.len() <= 4, "{at_a_time:?}");
        drop(at_a_time);
        if number < 4 {
            barrier.wait();
        }
        busy.lock().unwrap().retain(|other| *other != call);
        answer("200 OK", "")
    });
    memory.add_target(&target.url());
    arrive(&memory, 6, 4);
    let _relay = relay(&memory, quick());
    memory.once_all(ForwardState::Sent);
    assert_eq!(by_call(&target.heard(), 6), wanted(6, 4));
}

#[test]
fn while_a_target_is_down_everything_waits_and_nothing_is_given_up() {
    let (memory, place) = (Memory::new(), address());
    let id = memory.add_target(&format!("http://{place}/calls"));
    arrive(&memory, 3, 2);
    let relay = relay(&memory, quick());
    // More often than any other failure would be borne.
    let rows = memory.once_settled(50);
    let tried = rows.iter().find_map(|row| row.last.clone()).unwrap();
    assert!(rows.iter().all(|row| row.state == ForwardState::Waiting && row.due.tries == 0), "{rows:?}");
    assert_eq!(tried.why.as_deref(), Some("The target can't be reached: connection refused."));
    assert!(tried.down_until.is_some() && tried.last == "connection refused", "{tried:?}");
    let target = Target::at(place, |_, _| answer("204 No Content", ""));
    relay.hurry(id);
    let rows = memory.once_all(ForwardState::Sent);
    assert_eq!(by_call(&target.heard(), 3), wanted(3, 2));
    assert!(rows.iter().all(|row| row.last.as_ref().unwrap().down_until.is_none()));
}

#[test]
fn a_request_that_the_target_does_not_want_becomes_a_dead_letter_and_the_next_of_its_call_goes_on() {
    let memory = Memory::new();
    let target = Target::answering(|_, heard| match heard.text().as_str() {
        "0:0" => answer("400 Bad Request", "no such agent"),
        "1:0" => answer("302 Found", ""),
        _ => answer("200 OK", ""),
    });
    memory.add_target(&target.url());
    arrive(&memory, 2, 2);
    let _relay = relay(&memory, quick());
    let rows = memory.once(|rows| rows.iter().all(|row| row.state != ForwardState::Waiting));
    let states: Vec<_> = rows.iter().map(|row| (row.state, row.due.tries)).collect();
    let (dead, sent) = ((ForwardState::Dead, 3), (ForwardState::Sent, 1));
    assert_eq!(states, [dead, dead, sent, sent]);
    let last = rows[0].last.clone().unwrap();
    assert_eq!((last.status, last.why.as_deref()), (Some(400), Some("The target answered 400: no such agent")));
    let heard: Vec<String> = target.heard().iter().map(target::Heard::text).collect();
    let at = |body: &str| heard.iter().rposition(|heard| heard == body).unwrap();
    assert!(at("0:1") > at("0:0") && heard.len() == 8, "{heard:?}");
}

#[test]
fn a_target_that_is_busy_is_asked_again_and_one_that_fails_is_given_up() {
    let memory = Memory::new();
    let target = Target::answering(|number, heard| match heard.text().as_str() {
        "0:0" if number < 30 => answer("503 Service Unavailable", ""),
        "1:0" => answer("500 Internal Server Error", ""),
        _ => answer("200 OK", ""),
    });
    memory.add_target(&target.url());
    arrive(&memory, 2, 1);
    let _relay = relay(&memory, quick());
    let rows = memory.once(|rows| rows.iter().all(|row| row.state != ForwardState::Waiting));
    assert_eq!((rows[0].state, rows[1].state, rows[1].due.tries), (ForwardState::Sent, ForwardState::Dead, 7));
    assert!(rows[0].due.tries > 7);
}

#[test]
fn a_target_that_hangs_holds_up_neither_the_others_nor_the_end() {
    let memory = Memory::new();
    let (release, held) = sync_channel::<()>(1);
    let held = Mutex::new(held);
    let slow = Target::answering(move |_, _| {
        let _ = held.lock().unwrap().recv();
        answer("200 OK", "")
    });
    let quick_one = Target::start();
    memory.add_target(&slow.url());
    memory.add_target(&quick_one.url());
    arrive(&memory, 8, 1);
    let relay = relay(&memory, quick());
    quick_one.hears(8);
    slow.hears(4);
    drop(relay);
    let rows = memory.once(|_| true);
    let waiting = rows.iter().filter(|row| row.state == ForwardState::Waiting && row.last.is_none()).count();
    assert_eq!(waiting, 8, "what was cut off says nothing of the target");
    assert_eq!(slow.heard().len(), 4, "no more than four at a time");
    drop(release);
}

#[test]
fn what_was_sent_is_not_sent_again_because_our_own_disk_fails() {
    let (memory, target) = (Memory::new(), Target::start());
    memory.held.lock().unwrap().faults = 5;
    memory.add_target(&target.url());
    arrive(&memory, 1, 2);
    let relay = relay(&memory, quick());
    (0..10).for_each(|_| relay.look());
    memory.once_all(ForwardState::Sent);
    assert_eq!(by_call(&target.heard(), 1), wanted(1, 2));
}

#[test]
fn what_came_from_an_inbox_is_not_handed_on() {
    let (memory, target) = (Memory::new(), Target::start());
    memory.add_target(&target.url());
    memory.arrives(None, &[(FORWARD_HEADER, "7")], b"looped");
    memory.arrives(None, &[("x-call-inbox-replay", "7")], b"replayed");
    memory.arrives(None, &[], b"new");
    assert!(REPLAY_HEADER.eq_ignore_ascii_case("x-call-inbox-replay"));
    let _relay = relay(&memory, quick());
    let rows = memory.once(|rows| rows.len() == 1 && rows[0].state == ForwardState::Sent);
    assert_eq!((rows.len(), target.heard().len(), target.heard()[0].text().as_str()), (1, 1, "new"));
}

#[test]
fn nothing_goes_out_before_it_is_known_what_must_not_or_while_a_target_is_off() {
    let (memory, off, on) = (Memory::new(), Target::start(), Target::start());
    memory.held.lock().unwrap().secret = None;
    memory.add_target(&off.url());
    memory.add_target(&on.url());
    memory.arrives(None, &[("X-Webhook-Secret", "s")], b"x");
    memory.held.lock().unwrap().targets[0].is_on = false;
    let first = relay(&memory, quick());
    drop(first);
    assert!(on.heard().is_empty());
    let relay = relay(&memory, quick());
    memory.held.lock().unwrap().secret = Some(None);
    relay.look();
    assert_eq!(on.hears(1)[0].header("X-Webhook-Secret"), None);
    memory.once(|rows| rows[1].state == ForwardState::Sent);
    drop(relay);
    assert!(off.heard().is_empty());
}

#[test]
fn it_is_told_that_something_went_further_once_it_can_be_read() {
    let (memory, target, bus) = (Memory::new(), Target::start(), Bus::default());
    let (tell, told) = sync_channel(100);
    let (for_waker, woken) = (Arc::clone(&memory), Mutex::new(tell));
    let waker = move || woken.lock().unwrap().send(for_waker.held.lock().unwrap().settled).unwrap();
    let events = bus.subscribe(Arc::new(waker));
    memory.add_target(&target.url());
    memory.held.lock().unwrap().faults = usize::MAX;
    arrive(&memory, 1, 1);
    let outbox: Arc<dyn Outbox> = Arc::<Memory>::clone(&memory);
    let relay = Relay::start(outbox, quick(), clock(), bus).unwrap();
    memory.once_held(|held| held.faults < usize::MAX - 3);
    (0..10).for_each(|_| relay.look());
    memory.held.lock().unwrap().faults = 0;
    assert_eq!(told.recv_timeout(DEADLINE).unwrap(), 1);
    assert_eq!(events.next(), Some(Event::Traffic(TrafficEvent::ForwardingChanged)));
}
