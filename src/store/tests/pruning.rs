//! Limits of requests: what goes, and above all what stays.

use super::*;
use crate::bus::TrafficEvent;
use crate::call::{DeliveryId, Verdict};
use crate::traffic::TrafficLimits;

const NONE: TrafficLimits = TrafficLimits { most_days: None, most_requests: None };

impl Fixture {
    /// Limits requests and waits until so many are gone.
    fn prune(&self, limits: TrafficLimits, gone: u64) {
        self.store().writer().limit_requests(limits);
        let mut left = gone;
        while left > 0 {
            left -= self.events.find(|event| match event {
                Event::Traffic(TrafficEvent::Pruned { count }) => Some(count),
                _ => None,
            });
        }
    }

    /// The numbers of all that are there.
    fn numbers(&self) -> Vec<i64> {
        let notes = self.reader().deliveries(None, 1_000).unwrap();
        notes.iter().rev().map(|note| note.id.0).collect()
    }

    fn verdict(&self, id: &str, json: &str) -> Verdict {
        self.keep(call(id, json)).verdict
    }

    fn bodies(&self) -> i64 {
        self.on_writer(|connection| {
            connection.query_row("SELECT count(*) FROM bodies", [], |row| row.get::<_, i64>(0)).unwrap()
        })
    }
}

fn unparsed() -> NewDelivery {
    raw(b"{", Disposition::Unparsed { status: 400, reason: String::from("It is not JSON.") })
}

fn at(received_at: i64, delivery: NewDelivery) -> NewDelivery {
    NewDelivery { received_at: UnixMillis(received_at), ..delivery }
}

#[test]
fn calls_their_first_bodies_and_the_repeat_rule_survive() {
    let inbox = Fixture::new();
    let (first, spelt_otherwise, later) = (r#"{"a":1}"#, r#"{ "a": 1 }"#, r#"{"a":2}"#);
    assert_eq!(inbox.verdict("c", first), Verdict::New);
    assert_eq!(inbox.verdict("c", first), Verdict::Repeat);
    assert_eq!(inbox.verdict("c", spelt_otherwise), Verdict::Repeat);
    assert_eq!(inbox.verdict("c", later), Verdict::Updated);
    for _ in 0..9 {
        inbox.keep(refused(b"x"));
        inbox.keep(unparsed());
    }
    assert_eq!(inbox.verdict("c", spelt_otherwise), Verdict::Repeat);
    inbox.prune(TrafficLimits { most_requests: Some(2), ..NONE }, 18);
    assert_eq!((inbox.numbers(), inbox.bodies()), (vec![1, 3, 4, 22, 23], 5));
    assert_eq!(inbox.reader().first_body(&CallId::given("c").unwrap()).unwrap().as_deref(), Some(first.as_bytes()));
    for bytes in [first, spelt_otherwise, later] {
        assert_eq!(inbox.verdict("c", bytes), Verdict::Repeat, "{bytes}");
    }
    let detail = inbox.reader().detail_by_id(&CallId::given("c").unwrap()).unwrap().unwrap();
    assert_eq!(detail.call.document.to_json(), later);
}

#[test]
fn what_still_waits_to_be_handed_on_stays_until_it_is_there() {
    let inbox = Fixture::new();
    (0..4).for_each(|_| _ = inbox.keep(refused(b"x")));
    let set = |state: &'static str| {
        inbox.on_writer(move |connection| {
            let target = "INSERT OR IGNORE INTO forward_targets (id, name, url, is_on, takes_unparsed) \
                          VALUES (1, '', 'http://127.0.0.1:1', 0, 0)";
            connection.execute(target, []).unwrap();
            let forward = "INSERT OR REPLACE INTO forwards (target_id, delivery_id, state, tries) VALUES (1, 1, ?1, 0)";
            connection.execute(forward, [state]).unwrap();
        });
    };
    set("waiting");
    inbox.prune(TrafficLimits { most_requests: Some(1), ..NONE }, 2);
    assert_eq!(inbox.numbers(), [1, 4]);
    set("sent");
    inbox.prune(TrafficLimits { most_requests: Some(1), ..NONE }, 1);
    assert_eq!(inbox.numbers(), [4]);
}

#[test]
fn the_old_go_and_the_newest_stays_whatever_its_age() {
    let inbox = Fixture::new();
    let now = (clock())().0;
    let day = 24 * 60 * 60 * 1_000;
    for age in [9 * day, 3 * day + 1, 3 * day, day] {
        inbox.keep(at(now - age, refused(b"x")));
    }
    inbox.prune(TrafficLimits { most_days: Some(3), ..NONE }, 2);
    assert_eq!(inbox.numbers(), [3, 4]);
    inbox.prune(TrafficLimits { most_days: Some(0), ..NONE }, 1);
    assert_eq!(inbox.numbers(), [4]);
    // Its number is not given a second time.
    assert_eq!(inbox.keep(refused(b"x")).delivery, DeliveryId(5));
    inbox.prune(TrafficLimits { most_days: Some(0), ..NONE }, 1);
    assert_eq!(inbox.numbers(), [5]);
}

#[test]
fn of_many_the_newest_are_kept_and_nothing_goes_unless_it_is_asked_for() {
    let mut inbox = Fixture::new();
    for number in 0..40_i64 {
        // Clocks go back now and then.
        inbox.keep(at(
            (clock())().0 + number % 7,
            if number % 10 == 0 { call(&format!("c{number}"), "{}") } else { unparsed() },
        ));
    }
    inbox.store().writer().limit_requests(NONE);
    inbox.store().writer().limit_requests(TrafficLimits { most_requests: Some(40), ..NONE });
    inbox.on_writer(|_| ());
    assert_eq!(inbox.numbers().len(), 40);
    inbox.prune(TrafficLimits { most_requests: Some(12), ..NONE }, 25);
    let wanted: Vec<i64> = [1, 11, 21].into_iter().chain(29..=40).collect();
    assert_eq!(inbox.numbers(), wanted);
    inbox.reopen();
    let left = inbox.numbers();
    inbox.keep(refused(b"x"));
    inbox.on_writer(|_| ());
    assert_eq!(inbox.numbers().len(), left.len() + 1);
}

#[test]
fn deliveries_are_stored_between_the_steps() {
    let inbox = Fixture::new();
    (0..60).for_each(|_| _ = inbox.keep(unparsed()));
    let hold = inbox.hold_writer();
    inbox.store().writer().limit_requests(TrafficLimits { most_requests: Some(1), ..NONE });
    let between = inbox.begin(refused(b"x"));
    drop(hold);
    between.recv_timeout(DEADLINE).unwrap().unwrap();
    // The first step takes five at most, and it came before the second.
    assert!(inbox.numbers().len() > 2 || inbox.numbers() == [61]);
    let mut gone = 0;
    while gone < 60 {
        gone += inbox.events.find(|event| match event {
            Event::Traffic(TrafficEvent::Pruned { count }) => Some(count),
            _ => None,
        });
    }
    assert_eq!(inbox.numbers(), [61]);
}
