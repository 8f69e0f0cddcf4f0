//! Whom to call back, and the other calls of a caller.

use super::*;
use crate::call::{Callback, Traits};
use crate::store::rows;

impl Fixture {
    /// Keeps calls with these payloads, each with what is worked out of it.
    fn callers(&self, payloads: &[&str]) {
        for (number, json) in payloads.iter().enumerate() {
            self.keep(call(&format!("c{number}"), json));
        }
        self.on_writer(|connection| {
            let seqs: Vec<i64> = {
                let mut all = connection.prepare("SELECT seq FROM calls").unwrap();
                all.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
            };
            for seq in seqs {
                let document = rows::document_at(connection, Seq(seq)).unwrap().unwrap();
                let traits = Traits::of(&rows::read_call(CallId::given("c").unwrap(), IdSource::Given, &document));
                let sql =
                    "UPDATE calls SET phone_key = ?2, email_key = ?3, callback = ?4, open_tasks = ?5 WHERE seq = ?1";
                let tasks = traits.open_tasks.len() as u32;
                let values = rusqlite::params![seq, traits.phone_key, traits.email_key, traits.wants_callback, tasks];
                connection.execute(sql, values).unwrap();
            }
        });
    }

    fn waiting(&self) -> Vec<Callback> {
        self.store().command(Command::LoadCallbacks);
        let loaded = self.events.find(|event| match event {
            Event::CallbacksLoaded(calls) => Some(calls),
            Event::CommandFailed { what, why } => panic!("{what}: {why}"),
            _ => None,
        });
        loaded.to_vec()
    }
}

fn history_of(inbox: &Fixture, seq: i64) -> (Vec<i64>, u64) {
    let history = inbox.reader().detail(Seq(seq)).unwrap().unwrap().history;
    (history.rows.iter().map(|row| row.seq.0).collect(), history.total)
}

#[test]
fn calls_of_a_number_belong_together_however_it_is_written() {
    let inbox = Fixture::new();
    inbox.callers(&[
        r#"{"callerDetails":{"phoneNumber":"+91 98200 12345"}}"#,
        r#"{"callerDetails":{"phoneNumber":"098200-12345","country":"India","email":"Asha@Example.com"}}"#,
        r#"{"callerDetails":{"email":"asha@example.com "}}"#,
        r#"{"callerDetails":{"phoneNumber":"98200 54321","country":"India"}}"#,
        r#"{"callerDetails":{"phoneNumber":"0091 98200 12345","email":"asha@example.com"}}"#,
        "{}",
    ]);
    assert_eq!(history_of(&inbox, 2), (vec![5, 3, 1], 3));
    assert_eq!(history_of(&inbox, 1), (vec![5, 2], 2));
    assert_eq!(history_of(&inbox, 3), (vec![5, 2], 2));
    assert_eq!(history_of(&inbox, 4), (vec![], 0));
    assert_eq!(history_of(&inbox, 6), (vec![], 0));
}

#[test]
fn many_calls_of_a_number_are_counted_and_the_newest_shown() {
    let inbox = Fixture::new();
    inbox.callers(&[r#"{"callerDetails":{"phoneNumber":"+91 98200 12345"}}"#; 40]);
    let (rows, total) = history_of(&inbox, 30);
    assert_eq!((rows.len(), rows[0], total), (20, 40, 39));
}

#[test]
fn those_who_wait_are_read_newest_first_in_steps() {
    let inbox = Fixture::new();
    let asks = r#"{"callerDetails":{"name":"A","bestTimeToCall":"Mornings"}}"#;
    let nothing = "{}";
    let tasks = r#"{"callAnalysis":{"actionItems":["Send the quote"]}}"#;
    let declined = r#"{"callAnalysis":{"callOutcome":"Do Not Call","actionItems":["Send the quote"]}}"#;
    let mut payloads = vec![asks; 130];
    payloads.extend([nothing, tasks, declined]);
    inbox.callers(&payloads);
    let seqs: Vec<i64> = inbox.waiting().iter().map(|call| call.seq.0).collect();
    assert_eq!(seqs.len(), 131);
    assert_eq!((seqs[0], seqs[1], seqs[130]), (132, 130, 1));
    inbox.store().command(mark(&[Seq(132), Seq(130)], TriageChange::Done(true)));
    for seq in [Seq(130), Seq(132)] {
        inbox
            .events
            .find(|event| matches!(event, Event::CallChanged(row) if row.seq == seq && row.triage.done).then_some(()));
    }
    assert_eq!(inbox.waiting().len(), 129);
}

#[test]
fn what_a_person_ticked_or_added_counts() {
    let inbox = Fixture::new();
    inbox.callers(&[r#"{"callAnalysis":{"actionItems":["Send the quote","Call Ann back"]}}"#]);
    inbox.on_writer(|connection| {
        let sql = "INSERT INTO ticks (call_seq, key, done, at) VALUES (1, 'send the quote', 1, 0)";
        connection.execute(sql, []).unwrap();
        let sql = "INSERT INTO own_tasks (call_seq, created_at, text) VALUES (1, 0, 'Ask for the address')";
        connection.execute(sql, []).unwrap();
    });
    let waiting = inbox.waiting();
    assert_eq!((waiting[0].open_tasks, waiting[0].task.as_deref()), (2, Some("Call Ann back")));
}

#[test]
fn both_questions_are_answered_from_their_indexes() {
    let inbox = Fixture::new();
    let plan = inbox.on_writer(|connection| {
        let sql = "EXPLAIN QUERY PLAN SELECT seq FROM calls WHERE phone_key = ?1 ORDER BY seq DESC LIMIT 1001";
        let mut plan = connection.prepare(sql).unwrap();
        plan.query_map(["x"], |row| row.get::<_, String>(3)).unwrap().map(Result::unwrap).collect::<Vec<_>>().join("; ")
    });
    assert!(plan.contains("calls_phone") && !plan.contains("TEMP B-TREE"), "{plan}");
}
