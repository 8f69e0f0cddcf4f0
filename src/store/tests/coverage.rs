//! The coverage record: gaps by reason, a clock that is set, beats that cost no extra commit.

use std::sync::atomic::{AtomicI64, Ordering};

use super::super::coverage::BEAT_MS;
use super::*;
use crate::call::{Gap, GapReason};

const MINUTE: i64 = 60_000;

/// A store whose clock is set by hand.
struct Watched {
    store: Option<Store>,
    bus: Bus,
    events: Events,
    folder: TempDir,
    now: Arc<AtomicI64>,
}

impl Watched {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let bus = Bus::default();
        let mut watched = Self { store: None, events: Events::of(&bus), bus, folder, now: Arc::default() };
        watched.open_at(0);
        watched
    }

    fn open_at(&mut self, minute: i64) {
        self.set(minute);
        let now = Arc::clone(&self.now);
        let clock: Clock = Arc::new(move || UnixMillis(now.load(Ordering::SeqCst)));
        self.store = Some(Store::open(self.folder.path(), Access::Owner, self.bus.clone(), clock).unwrap());
    }

    fn set(&self, minute: i64) {
        self.now.store(minute * MINUTE, Ordering::SeqCst);
    }

    fn store(&self) -> &Store {
        self.store.as_ref().unwrap()
    }

    /// The listener's state changes; waits until that is told.
    fn listening(&self, yes: bool) {
        self.events.all();
        self.store().writer().listening(yes);
        self.told();
    }

    fn told(&self) -> Vec<Gap> {
        self.events.find(|event| if let Event::GapsLoaded(gaps) = event { Some(gaps.to_vec()) } else { None })
    }

    /// Waits until a beat was written at the time that is set.
    fn beaten(&self) {
        let begun = Instant::now();
        let seen = || {
            let file = rusqlite::Connection::open(self.folder.path().join("inbox.sqlite3")).unwrap();
            file.query_row("SELECT max(last_seen_at) FROM coverage", [], |row| row.get::<_, i64>(0)).unwrap()
        };
        while seen() < self.now.load(Ordering::SeqCst) {
            assert!(begun.elapsed() < DEADLINE, "no beat");
            std::thread::yield_now();
        }
    }

    fn gaps(&self) -> Vec<(i64, Option<i64>, GapReason)> {
        let gaps = self.store().reader().unwrap().gaps(UnixMillis(i64::MIN)..UnixMillis(i64::MAX), 99).unwrap();
        gaps.iter().map(|gap| (gap.from.0 / MINUTE, gap.to.map(|to| to.0 / MINUTE), gap.reason)).collect()
    }

    /// What a killed process leaves, opened again later.
    fn crash_and_open_at(&mut self, minute: i64) {
        let kept = tempfile::tempdir().unwrap();
        for name in ["inbox.sqlite3", "inbox.sqlite3-wal"] {
            std::fs::copy(self.folder.path().join(name), kept.path().join(name)).unwrap();
        }
        self.store = None;
        self.folder = kept;
        self.open_at(minute);
    }

    fn keep(&self, id: &str) {
        let (tell, outcome) = sync_channel(ONE);
        let received_at = UnixMillis(self.now.load(Ordering::SeqCst));
        let delivery = NewDelivery { received_at, ..call(id, "{}") };
        self.store().writer().keep(delivery, Box::new(move |result| tell.send(result).unwrap_or_default()));
        outcome.recv_timeout(DEADLINE).unwrap().unwrap();
    }
}

#[test]
fn a_program_that_was_closed_leaves_a_gap_until_it_listens_again() {
    let mut inbox = Watched::new();
    inbox.listening(true);
    inbox.set(1);
    inbox.beaten();
    inbox.store = None;
    inbox.open_at(10);
    assert_eq!(inbox.gaps(), [(1, None, GapReason::Closed)]);
    inbox.set(11);
    inbox.listening(true);
    assert_eq!(inbox.gaps(), [(1, Some(11), GapReason::Closed)]);
}

#[test]
fn a_program_that_died_was_last_seen_at_its_last_beat_or_its_last_call() {
    let mut inbox = Watched::new();
    inbox.listening(true);
    inbox.set(1);
    inbox.beaten();
    inbox.crash_and_open_at(20);
    inbox.listening(true);
    assert_eq!(inbox.gaps(), [(1, Some(20), GapReason::Crashed)]);
    inbox.now.fetch_add(BEAT_MS / 2, Ordering::SeqCst);
    inbox.keep("a");
    inbox.crash_and_open_at(30);
    let from =
        inbox.store().reader().unwrap().gaps(UnixMillis(25 * MINUTE)..UnixMillis(26 * MINUTE), 9).unwrap()[0].from;
    assert_eq!(from, UnixMillis(20 * MINUTE + BEAT_MS / 2));
}

#[test]
fn a_port_that_was_lost_is_a_gap_while_it_lasts_and_after() {
    let inbox = Watched::new();
    inbox.listening(true);
    inbox.set(1);
    inbox.listening(false);
    assert_eq!(inbox.gaps(), [(1, None, GapReason::PortLost)]);
    inbox.set(3);
    inbox.listening(true);
    assert_eq!(inbox.gaps(), [(1, Some(3), GapReason::PortLost)]);
}

#[test]
fn a_machine_that_slept_is_found_out_by_its_clock() {
    let inbox = Watched::new();
    inbox.listening(true);
    inbox.set(1);
    inbox.beaten();
    inbox.set(60);
    assert_eq!(inbox.told().len(), 1);
    assert_eq!(inbox.gaps(), [(1, Some(60), GapReason::Asleep)]);
}

#[test]
fn a_clock_that_is_set_back_makes_no_gap_and_hides_none() {
    let mut inbox = Watched::new();
    inbox.set(100);
    inbox.listening(true);
    inbox.set(101);
    inbox.beaten();
    inbox.set(50);
    inbox.keep("a");
    inbox.keep("b");
    assert_eq!(inbox.gaps(), []);
    inbox.store = None;
    inbox.open_at(60);
    inbox.listening(true);
    assert_eq!(inbox.gaps(), []);
    inbox.store = None;
    inbox.open_at(70);
    inbox.listening(true);
    assert_eq!(inbox.gaps(), [(60, Some(70), GapReason::Closed)]);
}

#[test]
fn only_gaps_that_overlap_are_found_the_newest_first_to_stay() {
    let mut inbox = Watched::new();
    for start in [0, 10, 20, 30] {
        inbox.store = None;
        inbox.open_at(start);
        inbox.listening(true);
        inbox.set(start + 1);
        inbox.listening(false);
    }
    let within = |from: i64, to: i64, limit| {
        let gaps =
            inbox.store().reader().unwrap().gaps(UnixMillis(from * MINUTE)..UnixMillis(to * MINUTE), limit).unwrap();
        gaps.iter().map(|gap| gap.from.0 / MINUTE).collect::<Vec<_>>()
    };
    assert_eq!(within(0, 99, 99), [1, 11, 21, 31]);
    assert_eq!(within(0, 99, 2), [21, 31]);
    assert!(within(10, 11, 9).is_empty());
    assert_eq!(within(9, 12, 9), [1, 11]);
    assert_eq!(within(98, 99, 9), [31]);
}

#[test]
fn a_store_that_could_not_keep_calls_was_no_listener() {
    let inbox = Watched::new();
    inbox.listening(true);
    let other = rusqlite::Connection::open(inbox.folder.path().join("inbox.sqlite3")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    inbox.store().queue.errand(Box::new(|c| c.busy_timeout(Duration::ZERO).unwrap()));
    inbox.set(1);
    inbox
        .events
        .find(|event| matches!(event, Event::StoreChanged(crate::bus::StoreState::Failing { .. })).then_some(()));
    inbox.set(4);
    other.execute_batch("COMMIT").unwrap();
    assert_eq!(inbox.told().len(), 1);
    assert_eq!(inbox.gaps(), [(1, Some(4), GapReason::NotKept)]);
}

#[test]
fn a_beat_shares_the_commit_of_deliveries() {
    let inbox = Watched::new();
    inbox.listening(true);
    let before = inbox.store().queue.commits.load(Ordering::SeqCst);
    let (hold, held) = sync_channel::<()>(ONE);
    let (tell, begun) = sync_channel(ONE);
    inbox.store().queue.errand(Box::new(move |_| {
        tell.send(()).unwrap();
        let _ = held.recv();
    }));
    begun.recv_timeout(DEADLINE).unwrap();
    inbox.set(1);
    let (done, outcome) = sync_channel(ONE);
    inbox.store().writer().keep(call("a", "{}"), Box::new(move |result| done.send(result).unwrap()));
    drop(hold);
    outcome.recv_timeout(DEADLINE).unwrap().unwrap();
    let reader = rusqlite::Connection::open(inbox.folder.path().join("inbox.sqlite3")).unwrap();
    let seen = reader.query_row("SELECT last_seen_at FROM coverage", [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!((seen, inbox.store().queue.commits.load(Ordering::SeqCst) - before), (MINUTE, 1));
}
