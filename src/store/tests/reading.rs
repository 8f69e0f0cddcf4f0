//! Lists, pages, words, and the thread that answers for the window.

use super::*;
use crate::bus::Ticket;
use crate::call::{CallRow, Counts, DeliveryId, Query, Seq, TriageChange, View};

impl Fixture {
    /// Keeps that many calls, written in few groups.
    fn fill(&self, calls: i64) {
        let outcomes: Vec<_> = (1..=calls)
            .map(|n| {
                let json = format!(
                    r#"{{"callerDetails":{{"name":"Caller {n}"}},"callAnalysis":{{"summary":"word{}"}}}}"#,
                    n % 7
                );
                while self.store().queue.waiting() >= MAX_WAITING_DELIVERIES {
                    std::thread::yield_now();
                }
                self.begin(call(&format!("c{n}"), &json))
            })
            .collect();
        outcomes.iter().for_each(|outcome| _ = outcome.recv_timeout(DEADLINE).unwrap().unwrap());
        // Events follow the answers; after this they are all there.
        self.on_writer(|_| ());
    }

    fn list(&self, ticket: u64, query: Query) {
        self.store().command(Command::LoadList { ticket: Ticket(ticket), query });
    }

    /// The next piece of a list.
    fn piece(&self) -> (Ticket, Vec<i64>, Vec<CallRow>, bool) {
        self.events.find(|event| match event {
            Event::ListLoaded { ticket, order, rows, complete } => {
                Some((ticket, order.iter().map(|seq| seq.0).collect(), rows, complete))
            }
            Event::CommandFailed { what, why } => panic!("{what}: {why}"),
            _ => None,
        })
    }
}

fn words(words: &str) -> Query {
    search(View::All, words)
}

#[test]
fn a_long_list_comes_in_two_pieces_and_a_short_one_in_one() {
    let inbox = Fixture::new();
    inbox.fill(1_000);
    inbox.list(7, Query::default());
    let (ticket, order, rows, complete) = inbox.piece();
    assert_eq!((ticket, complete, rows.len(), rows[0].seq), (Ticket(7), false, 64, Seq(1_000)));
    assert_eq!(order, (801..=1_000).collect::<Vec<_>>());
    let (ticket, order, rows, complete) = inbox.piece();
    assert_eq!((ticket, complete, rows.len(), rows[63].seq), (Ticket(7), true, 64, Seq(937)));
    assert_eq!(order, (1..=1_000).collect::<Vec<_>>());
    inbox.list(8, words("WORD3 caller"));
    let (ticket, order, rows, complete) = inbox.piece();
    assert_eq!((ticket, complete, rows.len()), (Ticket(8), true, 64));
    assert_eq!(order, (1..=1_000).filter(|n| n % 7 == 3).collect::<Vec<_>>());
    inbox.list(9, Query::view(View::Starred));
    assert_eq!(inbox.piece(), (Ticket(9), Vec::new(), Vec::new(), true));
}

#[test]
fn a_list_of_exactly_the_first_piece_is_complete() {
    let inbox = Fixture::new();
    inbox.fill(200);
    inbox.list(1, Query::default());
    let (_, order, _, complete) = inbox.piece();
    assert_eq!((order.len(), complete), (200, true));
    inbox.fill(202);
    inbox.list(2, Query::default());
    let pieces = [inbox.piece(), inbox.piece()].map(|(_, order, _, complete)| (order.len(), complete));
    assert_eq!(pieces, [(200, false), (202, true)]);
}

#[test]
fn only_the_newest_list_is_answered_to_the_end() {
    let inbox = Fixture::new();
    inbox.fill(3_000);
    for ticket in 1..=500 {
        inbox.list(ticket, words(if ticket % 2 == 0 { "caller" } else { "word1 2" }));
    }
    let mut answered = 0;
    while inbox.piece().0 < Ticket(500) {
        answered += 1;
    }
    assert!(answered < 500, "{answered} pieces of lists that nobody waits for");
    inbox.list(501, words("word2"));
    let piece = std::iter::from_fn(|| Some(inbox.piece())).find(|piece| piece.0 == Ticket(501) && piece.3).unwrap();
    assert_eq!(piece.1, (1..=3_000).filter(|n| n % 7 == 2).collect::<Vec<_>>());
}

#[test]
fn rows_calls_and_counts_are_answered() {
    let inbox = Fixture::new();
    inbox.fill(3);
    inbox.store().command(Command::LoadRows { ticket: Ticket(4), seqs: vec![Seq(2), Seq(99), Seq(1)] });
    let rows = inbox.events.find(|event| match event {
        Event::RowsLoaded { ticket: Ticket(4), rows } => Some(rows),
        _ => None,
    });
    assert_eq!(rows.iter().map(|row| row.seq.0).collect::<Vec<_>>(), [2, 1]);
    inbox.store().command(Command::LoadCall { seq: Seq(3) });
    let detail = inbox.events.find(|event| if let Event::CallLoaded(detail) = event { Some(detail) } else { None });
    assert_eq!((detail.seq, detail.deliveries.len()), (Seq(3), 1));
    inbox.store().command(Command::LoadCall { seq: Seq(4) });
    assert_eq!(
        inbox.events.find(|event| if let Event::CallMissing { seq } = event { Some(seq) } else { None }),
        Seq(4)
    );
    inbox.store().command(Command::LoadCounts);
    let counts = inbox.events.find(|event| if let Event::CountsLoaded(counts) = event { Some(counts) } else { None });
    assert_eq!(counts, Counts { inbox: 3, unread: 3, all: 3, ..Counts::default() });
}

#[test]
fn a_mark_is_told_for_each_call_and_of_many_only_that_it_is_done() {
    let inbox = Fixture::new();
    inbox.fill(300);
    inbox.events.all();
    let mark = |seqs: std::ops::RangeInclusive<i64>, change| {
        inbox.store().command(mark(&seqs.map(Seq).collect::<Vec<_>>(), change));
    };
    mark(1..=2, TriageChange::Starred(true));
    for wanted in [1, 2] {
        let event = inbox.events.next();
        assert!(matches!(&event, Event::CallChanged(row) if row.seq.0 == wanted && row.triage.starred), "{event:?}");
    }
    let marked = |of, back| Event::Marked { ticket: Ticket(1), marked: of, of, back };
    let seqs = |range: std::ops::RangeInclusive<i64>| range.map(Seq).collect::<Vec<_>>();
    assert_eq!(inbox.events.next(), marked(2, vec![(seqs(1..=2), TriageChange::Starred(false))]));
    mark(1..=300, TriageChange::Unread(false));
    assert_eq!(inbox.events.next(), marked(300, vec![(seqs(1..=300), TriageChange::Unread(true))]));
    mark(400..=401, TriageChange::Done(true));
    assert_eq!(inbox.events.next(), marked(2, Vec::new()));
    mark(300..=300, TriageChange::Done(true));
    let event = inbox.events.next();
    assert!(matches!(&event, Event::CallChanged(row) if row.seq.0 == 300 && row.triage.done), "{event:?}");
    let counts = inbox.reader().counts().unwrap();
    assert_eq!(counts, Counts { inbox: 299, starred: 2, done: 1, all: 300, ..Counts::default() });
}

#[test]
fn marking_many_takes_turns_with_deliveries() {
    let mut inbox = Fixture::new();
    inbox.fill(10);
    let hold = inbox.hold_writer();
    // Calls that are not there cost a step like any other.
    let seqs: Vec<_> = (1..=50_000).map(Seq).collect();
    inbox.store().command(Command::Mark {
        ticket: Ticket(1),
        seqs: Arc::new(seqs.clone()),
        change: TriageChange::Done(true),
    });
    let outcome = inbox.begin(call("between", "{}"));
    drop(hold);
    outcome.recv_timeout(DEADLINE).unwrap().unwrap();
    inbox.events.find(|event| matches!(event, Event::Marked { marked, of, .. } if marked == of).then_some(()));
    // It was stored before all were marked, so it was marked with them.
    assert_eq!(inbox.reader().counts().unwrap().done, 11);
    inbox.store().command(Command::Mark { ticket: Ticket(2), seqs: Arc::new(seqs), change: TriageChange::Done(false) });
    inbox.reopen();
    assert_eq!(inbox.reader().counts().unwrap().done, 0);
}

#[test]
fn pages_cover_everything_once() {
    let inbox = Fixture::new();
    inbox.fill(103);
    let reader = inbox.reader();
    for query in [Query::default(), words("word5"), words("1 word2")] {
        let order = reader.order(&query).unwrap();
        assert!(order.is_sorted_by(|a, b| a > b));
        assert_eq!(reader.head(&query, 10).unwrap(), order[..order.len().min(10)]);
    }
    let mut notes: Vec<DeliveryId> = Vec::new();
    while let page = reader.deliveries(notes.last().copied(), 10).unwrap()
        && !page.is_empty()
    {
        notes.extend(page.iter().map(|note| note.id));
    }
    assert_eq!(notes, (1..=103).rev().map(DeliveryId).collect::<Vec<_>>());
}

#[test]
fn words_are_looked_for_in_what_tells_calls_apart() {
    let inbox = Fixture::new();
    let json = r#"{"callerDetails":{"name":"Zoë ÅNGSTRÖM","company":"100%_Acme","phoneNumber":"+1-555-123-4567",
        "email":"zoe@acme.example","city":"Köln"},"callAnalysis":{"mood":"Frustrated","callOutcome":"Callback Requested",
        "classification":"Support","summary":"Die STRASSE ist gesperrt."}}"#;
    inbox.keep(call("c", json));
    let finds = |text: &str| !inbox.reader().order(&words(text)).unwrap().is_empty();
    for text in [
        "",
        "  ",
        "zoë",
        "ZOË ångström",
        "acme",
        "100%_a",
        "zoe angstrom",
        "koln strasse",
        "%",
        "555-123",
        "15551234567",
        "(555)",
        "@acme",
        "KÖLN",
        "frustr",
        "callback requested",
        "requested callback",
        "support",
        "straße",
        "gesperrt. zoë",
    ] {
        assert!(finds(text), "{text:?}");
    }
    for text in ["zzz", "zoë zzz", "acmefrustrated", "cme", "666"] {
        assert!(!finds(text), "{text:?}");
    }
    inbox.keep(call("c", r#"{"callAnalysis":{"summary":"Now open."}}"#));
    assert!(finds("open") && !finds("gesperrt"));
}
