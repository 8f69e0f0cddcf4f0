//! Handing on, on disk: what is put on its way, whose turn it is, what is written of it and taken back.

use super::*;
use crate::call::DeliveryId;
use crate::traffic::{DueForward, ForwardId, ForwardOutcome, ForwardState, ForwardTarget, TargetId};

const TARGET: TargetId = TargetId(1);

fn target(name: &str) -> ForwardTarget {
    ForwardTarget {
        id: None,
        name: name.to_owned(),
        url: String::from("http://127.0.0.1:9/x?token=t"),
        is_on: true,
        takes_unparsed: false,
    }
}

fn unparsed() -> NewDelivery {
    raw(b"x", Disposition::Unparsed { status: 400, reason: String::from("line 1") })
}

fn outcome(due: DueForward, state: ForwardState) -> Box<ForwardOutcome> {
    Box::new(ForwardOutcome {
        due,
        target: TARGET,
        state,
        tries: due.tries + 1,
        next_at: None,
        status: Some(200),
        why: None,
        took_micros: Some(1_500),
        at: UnixMillis(7),
        last: String::from("200 after 1 ms"),
        down_until: None,
    })
}

impl Fixture {
    fn step(&self, step: ForwardStep) -> Result<bool, String> {
        let (tell, told) = sync_channel(ONE);
        self.store().writer().forward(step, Box::new(move |outcome| tell.send(outcome).unwrap_or_default()));
        told.recv_timeout(DEADLINE).expect("an outcome in time")
    }

    fn with_target() -> Self {
        let inbox = Self::new();
        inbox.step(ForwardStep::SaveTarget(target(""))).unwrap();
        inbox
    }

    fn due(&self, now: i64) -> Vec<DueForward> {
        self.reader().due_forwards(TARGET, UnixMillis(now), 100).unwrap()
    }

    fn due_deliveries(&self, now: i64) -> Vec<DeliveryId> {
        self.due(now).iter().map(|due| due.delivery).collect()
    }

    /// Waiting, sent, dead.
    fn counts(&self) -> (u64, u64, u64) {
        let forwarding = self.reader().forwarding().unwrap();
        let note = &forwarding.targets[0];
        (note.waiting, note.sent, note.dead)
    }
}

#[test]
fn what_is_kept_is_on_its_way_and_what_is_refused_or_came_from_here_is_not() {
    let inbox = Fixture::new();
    inbox.keep(call("before", r#"{"callId":"before"}"#));
    inbox.step(ForwardStep::SaveTarget(target(""))).unwrap();
    let wanted = [
        inbox.keep(call("a", r#"{"callId":"a"}"#)).delivery,
        inbox.keep(call("a", r#"{"callId":"a"}"#)).delivery,
        inbox.keep(call("a", r#"{"callId":"a","x":1}"#)).delivery,
    ];
    inbox.keep(refused(b"x"));
    inbox.keep(unparsed());
    let again = inbox.keep(NewDelivery { replay_of: Some(wanted[0]), ..call("a", r#"{"callId":"a"}"#) }).delivery;
    let replay_of = inbox.on_writer(move |connection| {
        let sql = "SELECT replay_of FROM deliveries WHERE id = ?1";
        connection.query_row(sql, [again.0], |row| row.get::<_, Option<i64>>(0)).unwrap()
    });
    assert_eq!(replay_of, Some(wanted[0].0));
    assert_eq!(inbox.counts(), (3, 0, 0));
    let with_unparsed = ForwardTarget { id: Some(TARGET), takes_unparsed: true, ..target("Mine") };
    inbox.step(ForwardStep::SaveTarget(with_unparsed.clone())).unwrap();
    let unparsed = inbox.keep(unparsed()).delivery;
    inbox.step(ForwardStep::SaveTarget(ForwardTarget { is_on: false, ..with_unparsed })).unwrap();
    inbox.keep(call("b", r#"{"callId":"b"}"#));
    assert_eq!(inbox.counts(), (4, 0, 0));
    let notes = inbox.reader().forwards_of(unparsed).unwrap();
    assert_eq!((notes.len(), notes[0].target_name.as_str(), notes[0].state), (1, "Mine", ForwardState::Waiting));
    assert_eq!(inbox.reader().forwards_of(again).unwrap(), []);
}

#[test]
fn of_a_call_the_first_goes_first_and_the_rest_waits_for_it() {
    let inbox = Fixture::with_target();
    let keep = |id: &str, x: u32| inbox.keep(call(id, &format!(r#"{{"callId":"{id}","x":{x}}}"#))).delivery;
    let (a1, b1, a2, b2) = (keep("a", 1), keep("b", 1), keep("a", 2), keep("b", 2));
    assert_eq!(inbox.due_deliveries(0), [a1, b1]);
    assert_eq!(inbox.reader().due_forwards(TARGET, UnixMillis(0), 1).unwrap().len(), 1);
    // A later time of the first holds the next up.
    let later = ForwardOutcome { next_at: Some(UnixMillis(100)), ..*outcome(inbox.due(0)[0], ForwardState::Waiting) };
    inbox.step(ForwardStep::Settle(Box::new(later))).unwrap();
    assert_eq!(inbox.due_deliveries(99), [b1]);
    assert_eq!(inbox.reader().next_forward_at(TARGET, UnixMillis(0)).unwrap(), Some(UnixMillis(100)));
    assert_eq!(inbox.due_deliveries(100), [a1, b1]);
    inbox.step(ForwardStep::Settle(outcome(inbox.due(100)[0], ForwardState::Sent))).unwrap();
    inbox.step(ForwardStep::Settle(outcome(inbox.due(100)[0], ForwardState::Dead))).unwrap();
    assert_eq!(inbox.due_deliveries(100), [a2, b2]);
    assert_eq!(inbox.counts(), (2, 1, 1));
    let note = inbox.reader().forwards_of(a1).unwrap().remove(0);
    assert_eq!(
        (note.state, note.tries, note.status, note.took_micros),
        (ForwardState::Sent, 2, Some(200), Some(1_500))
    );
    assert_eq!(note.tried_at, Some(UnixMillis(7)));
    assert_eq!(note.target_name, "http://127.0.0.1:9/x?…");
}

#[test]
fn dead_letters_are_shown_and_revived_one_or_all() {
    let inbox = Fixture::with_target();
    for id in ["a", "b", "c"] {
        inbox.keep(call(id, &format!(r#"{{"callId":"{id}"}}"#)));
    }
    for due in inbox.due(0) {
        let why = Some(String::from("The target answered 400."));
        let dead = ForwardOutcome { status: Some(400), why, ..*outcome(due, ForwardState::Dead) };
        inbox.step(ForwardStep::Settle(Box::new(dead))).unwrap();
    }
    let dead = inbox.reader().forwarding().unwrap().dead;
    assert_eq!(dead.iter().map(|note| note.id.0).collect::<Vec<_>>(), [3, 2, 1]);
    assert_eq!(dead[0].why.as_deref(), Some("The target answered 400."));
    inbox.step(ForwardStep::Revive(TARGET, Some(dead[1].id))).unwrap();
    assert_eq!((inbox.counts(), inbox.due(0).len(), inbox.due(0)[0].tries), ((1, 0, 2), 1, 0));
    // It shows why it had died until it is tried again.
    assert_eq!(inbox.reader().forwarding().unwrap().waiting[0].status, Some(400));
    inbox.step(ForwardStep::Revive(TARGET, None)).unwrap();
    assert_eq!(inbox.counts(), (3, 0, 0));
}

#[test]
fn a_target_that_is_hurried_has_nothing_to_wait_for_and_one_that_is_forgotten_nothing_at_all() {
    let inbox = Fixture::with_target();
    let delivery = inbox.keep(call("a", r#"{"callId":"a"}"#)).delivery;
    let down = ForwardOutcome {
        next_at: Some(UnixMillis(100)),
        down_until: Some(UnixMillis(100)),
        ..*outcome(inbox.due(0)[0], ForwardState::Waiting)
    };
    inbox.step(ForwardStep::Settle(Box::new(down))).unwrap();
    let note = inbox.reader().forwarding().unwrap().targets.remove(0);
    assert_eq!(
        (note.next_at, note.last_at, note.last.as_deref()),
        (Some(UnixMillis(100)), Some(UnixMillis(7)), Some("200 after 1 ms"))
    );
    inbox.step(ForwardStep::Hurry(TARGET)).unwrap();
    assert_eq!((inbox.due(0).len(), inbox.reader().forwarding().unwrap().targets[0].next_at), (1, None));
    // More than are taken away at once.
    inbox.on_writer(move |connection| {
        connection
            .execute_batch(&format!(
                "INSERT INTO deliveries (received_at, source, method, path, status, verdict, body_bytes, body_sha256) \
                 WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500) \
                 SELECT {0}, 'default', 'POST', '/', 200, 'new', 0, x'' FROM n",
                delivery.0
            ))
            .unwrap();
    });
    assert_eq!(inbox.counts().0, 2_501);
    let steps = (0..).take_while(|_| inbox.step(ForwardStep::ForgetTarget(TARGET)).unwrap()).count();
    assert_eq!((steps, inbox.reader().forward_targets().unwrap().len()), (2, 0));
    assert_eq!(inbox.reader().forwards_of(delivery).unwrap(), []);
    assert!(inbox.reader().delivery(delivery).unwrap().is_some(), "the request itself stays");
}

#[test]
fn an_outcome_is_noted_of_no_other_request() {
    let inbox = Fixture::with_target();
    inbox.keep(call("a", r#"{"callId":"a"}"#));
    let due = inbox.due(0)[0];
    let others = [DueForward { delivery: DeliveryId(99), ..due }, DueForward { id: ForwardId(99), ..due }];
    for other in others {
        inbox.step(ForwardStep::Settle(outcome(other, ForwardState::Sent))).unwrap();
        inbox.step(ForwardStep::LeaveOut(TARGET, other)).unwrap();
    }
    assert_eq!(inbox.counts(), (1, 0, 0));
    // Nor twice of the same.
    for _ in 0..2 {
        inbox.step(ForwardStep::Settle(outcome(due, ForwardState::Sent))).unwrap();
    }
    assert_eq!(inbox.counts(), (0, 1, 0));
    inbox.step(ForwardStep::LeaveOut(TARGET, due)).unwrap();
    assert_eq!(inbox.reader().forwards_of(due.delivery).unwrap(), []);
}

#[test]
fn what_somebody_left_behind_turns_no_delivery_away() {
    let inbox = Fixture::with_target();
    let first = inbox.keep(call("a", r#"{"callId":"a"}"#)).delivery;
    inbox.step(ForwardStep::Settle(outcome(inbox.due(0)[0], ForwardState::Sent))).unwrap();
    // As another program would that does not care for what belongs together.
    inbox.on_writer(|connection| {
        let sql = "PRAGMA foreign_keys = OFF; DELETE FROM bodies; DELETE FROM deliveries; PRAGMA foreign_keys = ON";
        connection.execute_batch(sql).unwrap();
    });
    let second = inbox.keep(call("b", r#"{"callId":"b"}"#)).delivery;
    assert_eq!((second, inbox.due_deliveries(0)), (first, vec![second]));
}

#[test]
fn an_outcome_shares_the_commit_of_deliveries_and_survives() {
    let mut inbox = Fixture::with_target();
    inbox.keep(call("a", r#"{"callId":"a"}"#));
    let (due, hold) = (inbox.due(0)[0], inbox.hold_writer());
    let (tell, told) = sync_channel(ONE);
    let done = Box::new(move |outcome| tell.send(outcome).unwrap_or_default());
    inbox.store().writer().forward(ForwardStep::Settle(outcome(due, ForwardState::Sent)), done);
    let kept = inbox.begin(call("b", r#"{"callId":"b"}"#));
    drop(hold);
    assert!(kept.recv_timeout(DEADLINE).unwrap().is_ok());
    assert_eq!(told.recv_timeout(DEADLINE).unwrap(), Ok(false));
    inbox.reopen();
    assert_eq!(inbox.counts(), (1, 1, 0));
    inbox.store = None;
}

#[test]
fn a_store_that_is_closed_says_so_and_a_guest_writes_nothing() {
    let inbox = Fixture::with_target();
    let writer = inbox.store().writer();
    let guest = Store::open(inbox.path(), Access::Guest, Bus::default(), clock()).unwrap();
    assert_eq!(guest.reader().unwrap().forward_targets().unwrap().len(), 1);
    drop(inbox);
    for writer in [writer, guest.writer()] {
        let (tell, told) = sync_channel(ONE);
        let done = Box::new(move |outcome| tell.send(outcome).unwrap_or_default());
        writer.forward(ForwardStep::Hurry(TARGET), done);
        assert!(told.recv_timeout(DEADLINE).unwrap().is_err());
    }
}

#[test]
fn a_guest_learns_where_the_owner_listens() {
    let mut inbox = Fixture::new();
    let guest = Store::open(inbox.path(), Access::Guest, Bus::default(), clock()).unwrap();
    assert_eq!(guest.announced(), None);
    inbox.store().announce("http://127.0.0.1:8787/webhook/call-completed");
    assert_eq!(guest.announced().as_deref(), Some("http://127.0.0.1:8787/webhook/call-completed"));
    inbox.store = None;
    assert_eq!(guest.announced(), None);
}
