//! Handing on, the whole way: requests come in by the real port and arrive at a target on this machine, which is down, picky or
//! slow, or the inbox ends in between.

#![expect(clippy::unwrap_used, reason = "a test may fail here")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use call_inbox::bus::{Command, Event, TrafficCommand, TrafficEvent};
use call_inbox::call::DeliveryId;
use call_inbox::traffic::{FORWARD_HEADER, ForwardTarget, Forwarding, REPLAY_HEADER, Resend, TargetId};
use tempfile::TempDir;

use crate::support::engines::Running;
use crate::support::program::{DEADLINE, Served, folder, post};
use crate::support::target::{Heard, Target, address, answer};

const TARGET: TargetId = TargetId(1);

/// An inbox whose events are passed on as the program does.
struct Inbox {
    running: Running,
}

impl Inbox {
    fn start(folder: TempDir) -> Self {
        let running = Running::start_in(folder, "127.0.0.1:0");
        // It was told while nobody passed events on.
        running.engines().heard(&Event::ReachChanged(running.engines().reach()));
        Self { running }
    }

    fn with_target(url: &str) -> Self {
        let mut inbox = Self::start(folder());
        let target =
            ForwardTarget { id: None, name: String::new(), url: url.to_owned(), is_on: true, takes_unparsed: false };
        inbox.wish(TrafficCommand::SaveTarget(target));
        inbox.until(|forwarding| forwarding.targets.len() == 1);
        inbox
    }

    fn wish(&mut self, wish: TrafficCommand) {
        self.running.command(Command::Traffic(wish));
    }

    fn post(&self, body: &str) {
        assert_eq!(post(self.running.address, body.as_bytes()).unwrap().status, 200);
    }

    /// The next event of that kind, waited for; the others are passed on too.
    fn next<T>(&self, wanted: impl Fn(&Event) -> Option<T>) -> T {
        let deadline = Instant::now() + DEADLINE;
        loop {
            let event = self.running.next_event(deadline).expect("an event in time");
            self.running.engines().heard(&event);
            if let Some(found) = wanted(&event) {
                return found;
            }
        }
    }

    /// How handing on stands, once a condition holds.
    fn until(&mut self, condition: impl Fn(&Forwarding) -> bool) -> Arc<Forwarding> {
        loop {
            self.wish(TrafficCommand::LoadForwarding);
            let mut has_news = false;
            let found = loop {
                let found = self.next(|event| match event {
                    Event::Traffic(TrafficEvent::ForwardingLoaded(found)) => Some(Some(Arc::clone(found))),
                    Event::Traffic(TrafficEvent::ForwardingChanged) => Some(None),
                    _ => None,
                });
                match found {
                    Some(found) => break found,
                    None => has_news = true,
                }
            };
            if condition(&found) {
                return found;
            }
            if !has_news {
                let is_news = |event: &Event| *event == Event::Traffic(TrafficEvent::ForwardingChanged);
                self.next(|event| is_news(event).then_some(()));
            }
        }
    }
}

/// What is posted: calls in turn, each several times with other content.
fn bodies(calls: usize, each: usize) -> Vec<String> {
    let body = |call: usize, number: usize| {
        format!("{{ \"callId\" : \"c{call}\",\n\t\"callerDetails\":{{\"name\":\"Zoë ☎ {number}\"}}}}")
    };
    (0..each).flat_map(|number| (0..calls).map(move |call| body(call, number))).collect()
}

/// Bodies by call, in the order in which they are first there.
fn by_call(bodies: impl Iterator<Item = String>) -> BTreeMap<String, Vec<String>> {
    let mut calls: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for body in bodies {
        let call = body.split('"').nth(3).unwrap().to_owned();
        let of_call = calls.entry(call).or_default();
        if !of_call.contains(&body) {
            of_call.push(body);
        }
    }
    calls
}

fn texts(heard: &[Heard]) -> impl Iterator<Item = String> {
    heard.iter().map(Heard::text)
}

#[test]
fn what_came_while_the_target_was_down_arrives_once_and_in_order_also_after_a_restart() {
    let place = address();
    let mut inbox = Inbox::with_target(&format!("http://{place}/calls"));
    let sent = bodies(20, 3);
    let (before, after) = sent.split_at(45);
    before.iter().for_each(|body| inbox.post(body));
    let down = inbox.until(|all| all.targets[0].waiting == 45 && all.targets[0].last.is_some());
    assert_eq!(down.targets[0].last.as_deref(), Some("connection refused"));
    let mut inbox = Inbox::start(inbox.running.stop());
    after.iter().for_each(|body| inbox.post(body));
    inbox.until(|all| all.targets[0].waiting == 60 && all.dead.is_empty());
    let target = Target::at(place, |_, _| answer("200 OK", ""));
    inbox.wish(TrafficCommand::HurryTarget { id: TARGET });
    let done = inbox.until(|all| all.targets[0].waiting == 0);
    assert_eq!((done.targets[0].sent, done.targets[0].dead, done.targets[0].next_at), (60, 0, None));
    inbox.running.stop();
    let heard = target.heard();
    assert_eq!(heard.len(), 60, "each arrives once");
    assert_eq!(by_call(texts(&heard)), by_call(sent.into_iter()));
    let marks: BTreeSet<_> = heard.iter().map(|heard| heard.header(FORWARD_HEADER).unwrap().to_owned()).collect();
    assert_eq!(marks.len(), 60);
}

#[test]
fn an_end_in_the_middle_sends_nothing_twice() {
    let target = Target::start();
    let mut inbox = Inbox::with_target(&target.url());
    let sent = bodies(10, 4);
    sent.iter().for_each(|body| inbox.post(body));
    inbox.until(|all| all.targets[0].sent >= 3);
    let mut inbox = Inbox::start(inbox.running.stop());
    let done = inbox.until(|all| all.targets[0].waiting == 0);
    assert_eq!((done.targets[0].sent, target.heard().len()), (40, 40));
    assert_eq!(by_call(texts(&target.heard())), by_call(sent.into_iter()));
    inbox.running.stop();
}

#[test]
fn a_request_that_is_not_wanted_becomes_a_dead_letter_and_can_be_revived() {
    let is_picky = Arc::new(AtomicBool::new(true));
    let picky = Arc::clone(&is_picky);
    let target = Target::answering(move |_, heard| {
        let is_refused = picky.load(Ordering::SeqCst) && heard.text().contains("poison");
        if is_refused { answer("400 Bad Request", "what is this?") } else { answer("200 OK", "") }
    });
    let mut inbox = Inbox::with_target(&target.url());
    inbox.post(r#"{"callId":"poison"}"#);
    inbox.post(r#"{"callId":"good"}"#);
    for tries in 1..=2 {
        inbox.until(|all| all.dead.iter().chain(&all.waiting).any(|note| note.tries >= tries));
        inbox.wish(TrafficCommand::HurryTarget { id: TARGET });
    }
    let all = inbox.until(|all| !all.dead.is_empty() && all.targets[0].sent == 1);
    let dead = &all.dead[0];
    assert_eq!((dead.tries, dead.status), (3, Some(400)));
    assert_eq!(dead.why.as_deref(), Some("The target answered 400: what is this?"));
    is_picky.store(false, Ordering::SeqCst);
    inbox.wish(TrafficCommand::Revive { target: TARGET, forward: Some(dead.id) });
    let all = inbox.until(|all| all.targets[0].sent == 2);
    assert!(all.dead.is_empty() && all.targets[0].dead == 0);
    inbox.running.stop();
}

#[test]
fn a_target_that_takes_its_time_keeps_no_sender_waiting() {
    let (release, held) = sync_channel::<()>(1);
    let held = Mutex::new(held);
    let target = Target::answering(move |_, _| {
        let _ = held.lock().unwrap().recv();
        answer("200 OK", "")
    });
    let mut inbox = Inbox::with_target(&target.url());
    inbox.post(r#"{"callId":"c0"}"#);
    inbox.next(|event| matches!(event, Event::RequestsLogged).then_some(()));
    target.hears(1);
    // It holds the first while all of these are answered.
    (1..40).for_each(|number| inbox.post(&format!(r#"{{"callId":"c{number}"}}"#)));
    let all = inbox.until(|all| all.targets[0].waiting == 40);
    assert_eq!(all.targets[0].sent, 0);
    drop(release);
    inbox.until(|all| all.targets[0].sent == 40);
    inbox.running.stop();
}

#[test]
fn what_is_sent_again_to_ourselves_is_a_repeat_and_not_handed_on_once_more() {
    let target = Target::start();
    let mut inbox = Inbox::with_target(&target.url());
    inbox.post(r#"{"callId":"c0"}"#);
    inbox.until(|all| all.targets[0].sent == 1);
    inbox.wish(TrafficCommand::SendAgain(Resend { id: DeliveryId(1), url: None, times: 3, edited: None }));
    let told = inbox.next(|event| match event {
        Event::Traffic(TrafficEvent::SentAgain(told)) if told.is_over() => Some(told.clone()),
        _ => None,
    });
    assert_eq!((told.tried, told.taken, told.status), (3, 3, Some(200)));
    let reader = inbox.running.engines().store().reader().unwrap();
    assert_eq!((reader.call_count().unwrap(), reader.deliveries(None, 9).unwrap().len()), (1, 4));
    let again = reader.delivery(DeliveryId(4)).unwrap().unwrap();
    assert!(again.headers.iter().any(|header| header.name == REPLAY_HEADER && header.value == "1"), "{again:?}");
    assert_eq!(again.body, br#"{"callId":"c0"}"#);
    assert_eq!(reader.forwards_of(DeliveryId(4)).unwrap(), []);
    // To somebody else it goes too; what can't go anywhere says so.
    let url = Some(target.url());
    inbox.wish(TrafficCommand::SendAgain(Resend { id: DeliveryId(1), url, times: 1, edited: None }));
    assert_eq!(target.hears(2)[1].header(REPLAY_HEADER), Some("1"));
    for (id, url) in [(99, None), (1, Some(String::from("nowhere")))] {
        inbox.wish(TrafficCommand::SendAgain(Resend { id: DeliveryId(id), url, times: 1, edited: None }));
        inbox.next(|event| matches!(event, Event::CommandFailed { what, .. } if what == "Sending again").then_some(()));
    }
    inbox.running.stop();
}

#[test]
fn a_target_must_be_a_web_address_and_not_our_own() {
    let mut inbox = Inbox::start(folder());
    let own = format!("http://{}/webhook/call-completed", inbox.running.address);
    for url in ["localhost:3000", &own] {
        let target =
            ForwardTarget { id: None, name: String::new(), url: url.to_owned(), is_on: true, takes_unparsed: false };
        inbox.wish(TrafficCommand::SaveTarget(target));
        let what = inbox.next(|event| match event {
            Event::CommandFailed { what, .. } => Some(what.clone()),
            _ => None,
        });
        assert_eq!(what, "Saving the target");
    }
    inbox.until(|all| all.targets.is_empty());
    inbox.running.stop();
}

#[test]
fn after_a_kill_nothing_is_missing_and_at_most_what_was_under_way_comes_twice() {
    /// As many go out at a time.
    const UNDER_WAY: usize = 4;
    let is_held = Arc::new(AtomicBool::new(true));
    let (release, held) = sync_channel::<()>(1);
    let (holding, held) = (Arc::clone(&is_held), Mutex::new(held));
    let target = Target::answering(move |number, _| {
        // Some are answered, and that is noted; then it hangs.
        if number >= 6 && holding.load(Ordering::SeqCst) {
            let _ = held.lock().unwrap().recv();
        }
        answer("200 OK", "")
    });
    let folder = Inbox::with_target(&target.url()).running.stop();
    let served = Served::start(folder.path());
    let sent = bodies(10, 3);
    sent.iter().for_each(|body| assert_eq!(served.post(body.as_bytes()).status, 200));
    target.hears(6 + UNDER_WAY);
    served.kill();
    is_held.store(false, Ordering::SeqCst);
    drop(release);
    let served = Served::start(folder.path());
    let heard = target.hears_until(|heard| texts(heard).collect::<BTreeSet<_>>().len() == 30);
    assert_eq!(served.terminate(), Some(0));
    assert_eq!(by_call(texts(&heard)), by_call(sent.into_iter()));
    let total = target.heard().len();
    assert!(total <= 30 + UNDER_WAY, "{total} arrived");
}
