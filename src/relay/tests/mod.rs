//! Tests of handing on and sending again: with an outbox in memory, and real connections to a target on this machine.
//!
//! **Invariant:** no sleeping, nothing outside this machine, nothing that depends on how fast it is.

mod again;
mod forwarding;
mod target;

use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant, SystemTime};

use super::*;
use crate::bus::Bus;
use crate::call::{Clock, DeliveryNote, Header, Seq, Verdict};
use crate::traffic::{ForwardId, ForwardState};

/// Longer than anything here takes; reached only by a test that fails.
const DEADLINE: Duration = Duration::from_secs(60);

/// The system's clock: what waits, waits in real time, but for milliseconds only.
fn clock() -> Clock {
    Arc::new(|| {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
        UnixMillis(i64::try_from(since.as_millis()).unwrap())
    })
}

/// Steps of milliseconds.
fn quick() -> Pace {
    let ms = Duration::from_millis;
    Pace {
        down: vec![ms(1), ms(5)],
        later: vec![ms(1)],
        again: ms(1),
        told_every: ms(1),
        ending: ms(50),
        ..Pace::default()
    }
}

/// One request on its way.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    due: DueForward,
    target: TargetId,
    state: ForwardState,
    next_at: Option<UnixMillis>,
    last: Option<ForwardOutcome>,
}

#[derive(Default)]
struct Held {
    targets: Vec<ForwardTarget>,
    rows: Vec<Row>,
    secret: Option<Option<Secret>>,
    deliveries: Vec<Delivery>,
    /// So many outcomes can't be written.
    faults: usize,
    settled: usize,
}

/// An outbox in memory, by the same rules as the store's.
#[derive(Default)]
struct Memory {
    held: Mutex<Held>,
    changed: Condvar,
}

impl Memory {
    fn new() -> Arc<Self> {
        let memory = Self::default();
        memory.held.lock().unwrap().secret = Some(None);
        Arc::new(memory)
    }

    fn add_target(&self, url: &str) -> TargetId {
        let mut held = self.held.lock().unwrap();
        let id = TargetId(held.targets.len() as i64 + 1);
        let url = url.to_owned();
        held.targets.push(ForwardTarget { id: Some(id), name: String::new(), url, is_on: true, takes_unparsed: true });
        id
    }

    /// A request of a call arrives and is put on its way to all targets.
    fn arrives(&self, call: Option<i64>, headers: &[(&str, &str)], body: &[u8]) -> DeliveryId {
        let mut held = self.held.lock().unwrap();
        let delivery = delivery(held.deliveries.len() as i64 + 1, headers, body);
        let id = delivery.note.id;
        held.deliveries.push(delivery);
        for target in held.targets.clone() {
            let due =
                DueForward { id: ForwardId(held.rows.len() as i64 + 1), delivery: id, call: call.map(Seq), tries: 0 };
            let target = target.id.unwrap();
            held.rows.push(Row { due, target, state: ForwardState::Waiting, next_at: None, last: None });
        }
        id
    }

    /// What stands there, once a condition holds.
    fn once(&self, condition: impl Fn(&[Row]) -> bool) -> Vec<Row> {
        self.once_held(|held| condition(&held.rows))
    }

    /// The same, once so many outcomes were written.
    fn once_settled(&self, count: usize) -> Vec<Row> {
        self.once_held(|held| held.settled >= count)
    }

    fn once_held(&self, condition: impl Fn(&Held) -> bool) -> Vec<Row> {
        let begun = Instant::now();
        let mut held = self.held.lock().unwrap();
        while !condition(&held) {
            let left = DEADLINE.checked_sub(begun.elapsed());
            let left = left.unwrap_or_else(|| panic!("it never came to that: {:?}", held.rows));
            held = self.changed.wait_timeout(held, left).unwrap().0;
        }
        held.rows.clone()
    }

    fn once_all(&self, state: ForwardState) -> Vec<Row> {
        self.once(|rows| rows.iter().all(|row| row.state == state))
    }
}

impl Outbox for Memory {
    fn targets(&self) -> Result<Vec<ForwardTarget>, String> {
        Ok(self.held.lock().unwrap().targets.clone())
    }

    fn due(&self, target: TargetId, now: UnixMillis, limit: usize) -> Result<Vec<DueForward>, String> {
        let held = self.held.lock().unwrap();
        let waiting: Vec<&Row> =
            held.rows.iter().filter(|row| row.target == target && row.state == ForwardState::Waiting).collect();
        let is_first = |row: &Row| {
            let of_call = waiting.iter().find(|other| other.due.call == row.due.call);
            row.due.call.is_none() || of_call.is_some_and(|first| first.due.id == row.due.id)
        };
        let is_due = |row: &&&Row| row.next_at.is_none_or(|at| at <= now) && is_first(row);
        Ok(waiting.iter().filter(is_due).map(|row| row.due).take(limit).collect())
    }

    fn next_at(&self, target: TargetId, now: UnixMillis) -> Result<Option<UnixMillis>, String> {
        let held = self.held.lock().unwrap();
        let waiting = held.rows.iter().filter(|row| row.target == target && row.state == ForwardState::Waiting);
        Ok(waiting.filter_map(|row| row.next_at).filter(|at| *at > now).min())
    }

    fn request(&self, id: DeliveryId) -> Result<Option<Delivery>, String> {
        Ok(self.held.lock().unwrap().deliveries.iter().find(|delivery| delivery.note.id == id).cloned())
    }

    fn settle(&self, outcome: &ForwardOutcome) -> Result<(), String> {
        let mut held = self.held.lock().unwrap();
        if held.faults > 0 {
            held.faults -= 1;
            drop(held);
            self.changed.notify_all();
            return Err(String::from("the disk is full"));
        }
        held.settled += 1;
        let row = held.rows.iter_mut().find(|row| row.due.id == outcome.due.id).unwrap();
        (row.state, row.due.tries, row.next_at) = (outcome.state, outcome.tries, outcome.next_at);
        row.last = Some(outcome.clone());
        drop(held);
        self.changed.notify_all();
        Ok(())
    }

    fn leave_out(&self, _: TargetId, due: &DueForward) -> Result<(), String> {
        self.held.lock().unwrap().rows.retain(|row| row.due.id != due.id);
        self.changed.notify_all();
        Ok(())
    }

    fn own_secret(&self) -> Option<Option<Secret>> {
        self.held.lock().unwrap().secret.clone()
    }
}

fn delivery(id: i64, headers: &[(&str, &str)], body: &[u8]) -> Delivery {
    let note = DeliveryNote {
        id: DeliveryId(id),
        received_at: UnixMillis(0),
        source: String::from("default"),
        peer: None,
        method: String::from("POST"),
        path: String::from("/webhook/call-completed?agent=7"),
        status: 200,
        verdict: Verdict::New,
        reason: None,
        call_id: None,
        body_bytes: body.len() as u64,
        took_micros: None,
        changes: Vec::new(),
    };
    let headers = headers.iter().map(|(name, value)| Header { name: (*name).into(), value: (*value).into() }).collect();
    Delivery { note, headers, body: body.to_vec() }
}

fn relay(memory: &Arc<Memory>, pace: Pace) -> Relay {
    let outbox: Arc<dyn Outbox> = Arc::<Memory>::clone(memory);
    Relay::start(outbox, pace, clock(), Bus::default()).unwrap()
}
