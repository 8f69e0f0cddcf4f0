//! The index behind the calls: what is searched for is found whatever state it is in, and it is never waited for.

use super::*;
use crate::call::View;
use crate::store::find::Search;
use crate::store::index::Indexing;
use crate::store::writing::Writing;
use crate::store::{callbacks as store_callbacks, keeping, schema};

/// A database of one's own, and what indexes it, step by step.
struct Inbox {
    connection: rusqlite::Connection,
    indexing: Indexing,
}

impl Inbox {
    fn of(summaries: &[&str]) -> Self {
        let inbox = Self { connection: schema::connect_empty().unwrap(), indexing: Indexing::default() };
        for (at, summary) in summaries.iter().enumerate() {
            inbox.keep(&format!("c{at}"), &format!(r#"{{"callAnalysis":{{"summary":"{summary}"}}}}"#));
        }
        inbox
    }

    fn keep(&self, id: &str, json: &str) {
        keeping::keep(&self.connection, &call(id, json), &[], UnixMillis(1)).unwrap();
    }

    fn index_all(&mut self) {
        self.indexing.more(1);
        while self.indexing.is_due() {
            self.indexing.turn(&self.connection, || false);
        }
    }

    fn unindexed(&self) -> u64 {
        find::count_unindexed(&self.connection).unwrap()
    }

    fn search(&self, text: &str) -> Search {
        Search::begin(&self.connection, &search(View::All, text)).unwrap()
    }

    /// What is found, and whether the index was of use.
    fn found(&self, text: &str) -> (Vec<i64>, bool) {
        let mut search = self.search(text);
        while !search.is_complete() {
            search.step(&self.connection).unwrap();
        }
        (search.found.into_iter().map(|seq| seq.0).collect(), search.trouble.is_none())
    }
}

#[test]
fn calls_that_lost_their_word_hide_none_behind_them() {
    let mut inbox = Inbox::of(&["A demo."; 8]);
    inbox.index_all();
    for at in 2..8 {
        inbox.keep(&format!("c{at}"), r#"{"callAnalysis":{"summary":"Nothing."}}"#);
    }
    assert_eq!(inbox.found("demo"), (vec![2, 1], true));
}

#[test]
fn a_word_that_comes_into_the_index_between_two_steps_is_found() {
    let mut inbox = Inbox::of(&["Demolished.", "A demon.", "x", "x", "x", "x"]);
    inbox.connection.execute_batch("DELETE FROM unindexed WHERE call_seq = 1").unwrap();
    inbox.index_all();
    inbox.keep("c0", r#"{"callAnalysis":{"summary":"Demolished again."}}"#);
    // With a condition beside the words the calls are gone through from the newest on.
    let mut search = inbox.search("demo is:unread");
    search.step(&inbox.connection).unwrap();
    assert!(!search.is_complete());
    inbox.index_all();
    while !search.is_complete() {
        search.step(&inbox.connection).unwrap();
    }
    assert_eq!(search.found, [Seq(2), Seq(1)]);
}

#[test]
fn letters_in_a_number_are_found_by_their_beginning() {
    let mut inbox = Inbox::of(&["A flowery demo."]);
    inbox.keep("n", r#"{"callerDetails":{"phoneNumber":"1-800-FLOWERS"}}"#);
    inbox.index_all();
    assert_eq!(inbox.found("flowe"), (vec![2, 1], true));
}

#[test]
fn the_deepest_search_that_can_be_typed_is_asked_of_the_index() {
    let mut inbox = Inbox::of(&["aa bb"]);
    inbox.index_all();
    for (before, after) in [("bb (aa OR (", "))"), ("bb -(zz OR (", "))")] {
        let text = format!("{}aa{}", before.repeat(16), after.repeat(16));
        assert_eq!(inbox.found(&text), (vec![1], true), "{text}");
    }
    let long = vec!["\"aa bb\""; 32].join(" OR ");
    assert_eq!(inbox.found(&long), (vec![1], true));
}

#[test]
fn without_an_index_each_call_is_looked_at() {
    let mut inbox = Inbox::of(&["A demo."; 9]);
    inbox.index_all();
    inbox.connection.execute_batch("DROP TABLE calls_text").unwrap();
    assert_eq!(inbox.found("dem"), ((1..=9).rev().collect(), false));
    assert_eq!(inbox.found("-dem").0, [0; 0]);
    assert_eq!(inbox.found("is:unread").0.len(), 9);
}

#[test]
fn a_damaged_index_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let open = || schema::connect_writer(&folder.path().join("inbox.sqlite3")).unwrap();
    let mut inbox = Inbox { connection: open(), indexing: Indexing::default() };
    inbox.keep("c0", r#"{"callAnalysis":{"summary":"A demo."}}"#);
    inbox.keep("c1", r#"{"callAnalysis":{"summary":"A demo."}}"#);
    inbox.index_all();
    let noise = "UPDATE calls_text_data SET block = x'00000000ffffff7fffffff7f00' WHERE id = 10";
    inbox.connection.execute_batch(noise).unwrap();
    // What the index is made of is read anew.
    inbox.connection = open();
    assert_eq!(inbox.found("demo"), (vec![2, 1], false));
    inbox.keep("c0", r#"{"callAnalysis":{"summary":"A demonstration."}}"#);
    inbox.index_all();
    assert_eq!((inbox.found("demo"), inbox.unindexed()), ((vec![2, 1], true), 0));
}

#[test]
fn deliveries_are_let_through_unless_too_many_calls_wait() {
    let mut inbox = Inbox::of(&["x"; 10]);
    inbox.indexing.turn(&inbox.connection, || true);
    assert_eq!(inbox.unindexed(), 9);
    let mut inbox = Inbox::of(&["x"; 40]);
    inbox.indexing.turn(&inbox.connection, || true);
    let turns: Vec<bool> = (0..6).map(|_| inbox.indexing.is_its_turn()).collect();
    assert_eq!(turns, [false, false, true, false, false, true]);
    inbox.indexing.turn(&inbox.connection, || false);
    assert!(inbox.unindexed() < 38);
}

#[test]
fn closing_does_not_wait_for_the_index() {
    let mut inbox = Fixture::new();
    inbox.store().writer().set_indexing(false);
    inbox.on_writer(|_| ());
    for at in 0..300 {
        inbox.begin(call(&format!("c{at}"), "{}"));
    }
    inbox.on_writer(|_| ());
    inbox.store = None;
    let waiting = || {
        let guest = Store::open(inbox.path(), Access::Guest, Bus::default(), clock()).unwrap();
        guest.reader().unwrap().unindexed_count().unwrap()
    };
    let before = waiting();
    assert!(before > 256);
    let queue = Arc::new(Queue::default());
    queue.close(None);
    let folder = Folder::at(inbox.path());
    Writing::open(folder, queue, Bus::default(), clock()).unwrap().run();
    assert_eq!(waiting(), before);
    inbox.reopen();
    inbox.indexed();
}

#[cfg(unix)]
#[test]
fn another_database_is_indexed_from_its_own_beginning() {
    let inbox = Fixture::new();
    let json = r#"{"callAnalysis":{"summary":"A demonstration."}}"#;
    inbox.keep(call("a", json));
    inbox.indexed();
    std::fs::remove_file(inbox.path().join("inbox.sqlite3")).unwrap();
    inbox.keep(call("b", json));
    inbox.keep(call("c", r#"{"callAnalysis":{"summary":"Demons."}}"#));
    inbox.indexed();
    assert_eq!(inbox.reader().order(&search(View::All, "demon")).unwrap(), [Seq(2), Seq(1)]);
}

#[test]
fn an_older_inbox_is_searched_before_and_after_it_is_read() {
    for version in 1..FIRST_INDEXED_FORMAT {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("inbox.sqlite3");
        let older = schema::connect_older(&file, version);
        for (id, name) in [("a", "Zoë"), ("b", "Ann"), ("c", "Bob"), ("d", "Cho")] {
            older
                .execute(
                    "INSERT INTO calls (call_id, id_source, source, received_at, updated_at, title, has_recording, \
                     has_transcript, updated, unread, starred, done) VALUES (?1, 'given', 'default', 5, 5, ?2, 0, 0, 0, 1, 1, 0)",
                    [id, name],
                )
                .unwrap();
            let document = format!(
                r#"{{"callerDetails":{{"name":"{name}"}},"callAnalysis":{{"summary":"A demo for {name}.","actionItems":["Call"]}}}}"#
            );
            older.execute("INSERT INTO documents VALUES ((SELECT max(seq) FROM calls), ?1)", [document]).unwrap();
        }
        drop(older);
        let connection = schema::connect_writer(&file).unwrap();
        let mut inbox = Inbox { connection, indexing: Indexing::default() };
        let sorted = |inbox: &Inbox, text: &str| {
            let mut search = inbox.search(text);
            while !search.is_complete() {
                search.step(&inbox.connection).unwrap();
            }
            search.sort(&inbox.connection).unwrap();
            search.found.into_iter().map(|seq| seq.0).collect::<Vec<_>>()
        };
        let history = history::history(&inbox.connection, Seq(1)).unwrap();
        assert_eq!(inbox.found("demo -zoe"), (vec![4, 3, 2], true));
        assert_eq!(inbox.found("zo"), (vec![1], true));
        assert_eq!(sorted(&inbox, "demo sort:name").len(), 4);
        assert!(store_callbacks::callbacks(&inbox.connection, None, 9).unwrap().found.is_empty());
        assert!(!inbox.indexing.has_derived());
        inbox.index_all();
        assert!(inbox.indexing.has_derived() && !inbox.indexing.has_derived());
        assert_eq!(inbox.found("demo -zoe"), (vec![4, 3, 2], true));
        assert_eq!(inbox.found("zo"), (vec![1], true));
        assert_eq!(sorted(&inbox, "demo sort:name"), [2, 3, 4, 1]);
        assert_eq!(store_callbacks::callbacks(&inbox.connection, None, 9).unwrap().found.len(), 4);
        assert_eq!(history::history(&inbox.connection, Seq(1)).unwrap(), history);
    }
}

#[test]
fn a_list_comes_without_the_index_and_that_is_said_once() {
    let inbox = Fixture::new();
    for id in ["a", "b"] {
        inbox.keep(call(id, r#"{"callAnalysis":{"summary":"A demo."}}"#));
    }
    inbox.on_writer(|c| c.execute_batch("DROP TABLE calls_text").unwrap());
    let mut failures = Vec::new();
    for ticket in [1, 2] {
        inbox.store().command(Command::LoadList { ticket: Ticket(ticket), query: search(View::All, "demo") });
        inbox.store().command(Command::LoadCounts);
    }
    let order = loop {
        match inbox.events.next() {
            Event::CommandFailed { what, .. } => failures.push(what),
            Event::ListLoaded { ticket: Ticket(2), order, complete: true, .. } => break order,
            _ => {}
        }
    };
    assert_eq!(*order, [Seq(1), Seq(2)]);
    // A step that began before is answered before the next question.
    inbox.store().command(Command::LoadCall { seq: Seq(1) });
    while let event = inbox.events.next()
        && !matches!(event, Event::CallLoaded(_))
    {
        failures.extend(if let Event::CommandFailed { what, .. } = event { Some(what) } else { None });
    }
    assert_eq!(failures, ["Asking the search's index"]);
}
