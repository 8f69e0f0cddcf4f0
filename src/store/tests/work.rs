//! What a person does to calls: every command and its way back, snoozes, rules, and what becomes of it when calls are sent
//! again.

use std::sync::atomic::{AtomicI64, Ordering};

use proptest::prelude::*;

use super::*;
use crate::bus::Entry;
use crate::call::{CallDetail, CallRow, EntryId, SavedSearch, TaskKey, TaskRef, Triage, Verdict};
use crate::store::deed::Deed;
use crate::store::{keeping, reader, rows, schema, words};

const QUOTE: &str = r#"{"callAnalysis":{"summary":"Solar","actionItems":["Send quote","Call back"]}}"#;

impl Fixture {
    fn detail(&self, seq: i64) -> CallDetail {
        self.reader().detail(Seq(seq)).unwrap().unwrap()
    }

    /// Carries a command out that changes one call; gives its row.
    fn change(&self, command: Command) -> CallRow {
        self.store().command(command);
        let row = self.events.find(|event| match event {
            Event::CallChanged(row) => Some(*row),
            Event::CommandFailed { what, why } => panic!("{what}: {why}"),
            _ => None,
        });
        assert_eq!(row, self.detail(row.seq.0).row(), "the list and the detail say the same");
        row
    }

    fn added(&self, command: Command) -> EntryId {
        self.store().command(command);
        let (of, id) = self.events.find(|event| match event {
            Event::EntryAdded { seq, entry: Entry::Note(id) | Entry::Task(id) } => Some((seq, id)),
            _ => None,
        });
        let told = self.events.next();
        assert!(matches!(&told, Event::CallChanged(row) if row.seq == of), "{told:?}");
        id
    }

    fn refusal(&self, command: Command) -> String {
        self.store().command(command);
        let failure = |event| if let Event::CommandFailed { what, why } = event { Some((what, why)) } else { None };
        let (what, why) = self.events.find(failure);
        format!("{what}: {why}")
    }

    /// Marks to the end; gives what takes it back, in the order in which it is to be done.
    fn mark(&self, seqs: &[i64], change: TriageChange) -> Vec<(Vec<Seq>, TriageChange)> {
        let seqs: Vec<_> = seqs.iter().copied().map(Seq).collect();
        self.store().command(mark(&seqs, change));
        self.marked()
    }

    fn marked(&self) -> Vec<(Vec<Seq>, TriageChange)> {
        let mut whole = Vec::new();
        loop {
            let (back, is_done) = self.events.find(|event| match event {
                Event::Marked { marked, of, back, .. } => Some((back, marked == of)),
                Event::CommandFailed { what, why } => panic!("{what}: {why}"),
                _ => None,
            });
            whole.extend(back);
            if is_done {
                return whole;
            }
        }
    }

    fn searches(&self, command: Command) -> Vec<SavedSearch> {
        self.store().command(command);
        self.events.find(|event| match event {
            Event::SavedSearchesLoaded(searches) => Some(searches),
            Event::CommandFailed { what, why } => panic!("{what}: {why}"),
            _ => None,
        })
    }

    /// The `notes` column that waits for the index.
    fn waiting_notes(&self, seq: i64) -> String {
        let sql = "SELECT notes FROM unindexed WHERE call_seq = ?1";
        self.on_writer(move |c| c.query_row(sql, [seq], |row| row.get(0)).unwrap())
    }

    fn all_tags(&self) -> Vec<String> {
        self.on_writer(|c| {
            let mut names = c.prepare("SELECT name FROM tags ORDER BY folded").unwrap();
            names.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
        })
    }
}

fn tagged(name: &str, yes: bool) -> TriageChange {
    TriageChange::Tagged(name.to_owned(), yes)
}

fn at(millis: i64) -> TriageChange {
    TriageChange::Snoozed(Some(UnixMillis(millis)))
}

/// Far after the fixture's clock.
const LATER: i64 = 2_000_000_000_000;

#[test]
fn a_mark_tells_what_it_changed_and_that_takes_it_back() {
    let inbox = Fixture::new();
    (1..=4).for_each(|n| _ = inbox.keep(call(&format!("c{n}"), "{}")));
    inbox.mark(&[1], at(LATER));
    inbox.mark(&[2], at(LATER + 1));
    inbox.mark(&[4], TriageChange::Done(true));
    let before: Vec<_> = (1..=4).map(|seq| inbox.detail(seq).triage).collect();
    let back = inbox.mark(&[1, 2, 3, 4, 9], TriageChange::Done(true));
    let seqs = |seqs: &[i64]| seqs.iter().copied().map(Seq).collect::<Vec<_>>();
    let wanted = [(seqs(&[1, 2, 3]), TriageChange::Done(false)), (seqs(&[1]), at(LATER)), (seqs(&[2]), at(LATER + 1))];
    assert_eq!(back, wanted);
    assert!((1..=4).all(|seq| inbox.detail(seq).triage == Triage { unread: true, done: true, ..Triage::default() }));
    for (seqs, change) in back {
        inbox.store().command(mark(&seqs, change));
        inbox.marked();
    }
    assert_eq!((1..=4).map(|seq| inbox.detail(seq).triage).collect::<Vec<_>>(), before);
}

#[test]
fn a_tag_is_shown_as_written_first_and_goes_with_its_last_call() {
    let inbox = Fixture::new();
    (1..=2).for_each(|n| _ = inbox.keep(call(&format!("c{n}"), "{}")));
    inbox.mark(&[1], tagged(" Größe L ", true));
    assert_eq!(inbox.mark(&[1, 2], tagged("GROSSE, l", true)), [(vec![Seq(2)], tagged("Größe L", false))]);
    inbox.mark(&[2], tagged("a", true));
    let rows = inbox.reader().rows(&Query::default(), 9).unwrap();
    assert_eq!((&rows[0].tags[..], &rows[1].tags[..]), (&["a".into(), "Größe L".into()][..], &["Größe L".into()][..]));
    assert_eq!(inbox.detail(2).tags, rows[0].tags);
    let back = inbox.mark(&[1, 2], tagged("größe l", false));
    assert_eq!(back, [(vec![Seq(1), Seq(2)], tagged("Größe L", true))]);
    assert_eq!(inbox.all_tags(), ["a"]);
    assert_eq!(inbox.mark(&[1], tagged("never there", false)), []);
    assert_eq!(
        inbox.refusal(mark(&[Seq(1)], tagged("—!", true))),
        "Tagging the calls: A tag needs a letter or a digit."
    );
    assert_eq!(inbox.marked(), [], "its progress ends");
}

#[test]
fn notes_are_written_changed_taken_away_and_brought_back() {
    let inbox = Fixture::new();
    inbox.store().writer().set_indexing(false);
    inbox.keep(call("c", "{}"));
    let id =
        inbox
            .added(Command::AddNote { seq: Seq(1), text: String::from(" Wants Größe L\n"), at_ms: None, turn: None });
    let note = inbox.detail(1).notes.remove(0);
    assert_eq!((note.id, note.text.as_str(), note.written_at, note.edited_at), (id, "Wants Größe L", clock()(), None));
    assert_eq!(inbox.waiting_notes(1), "wants grosse l");
    assert_eq!(inbox.change(Command::EditNote { id, text: String::from("Wants M") }).notes, 1);
    assert_eq!(inbox.detail(1).notes[0].edited_at, Some(clock()()));
    assert_eq!(inbox.change(Command::RemoveNote { id, is_removed: true }).notes, 0);
    assert_eq!((inbox.detail(1).notes, inbox.waiting_notes(1).as_str()), (Vec::new(), ""));
    assert_eq!(inbox.change(Command::RemoveNote { id, is_removed: false }).notes, 1);
    assert_eq!(inbox.waiting_notes(1), "wants m");
    for (command, sentence) in [
        (
            Command::AddNote { seq: Seq(1), text: String::from(" \n"), at_ms: None, turn: None },
            "Adding the note: A note needs some words.",
        ),
        (
            Command::AddNote { seq: Seq(9), text: String::from("x"), at_ms: None, turn: None },
            "Adding the note: The call is not there any more.",
        ),
        (Command::EditNote { id, text: String::new() }, "Changing the note: A note needs some words."),
        (
            Command::RemoveNote { id: EntryId(9), is_removed: true },
            "Removing the note: The note is not there any more.",
        ),
    ] {
        assert_eq!(inbox.refusal(command), sentence);
    }
    assert_eq!(inbox.keep(call("d", "{}")).verdict, Verdict::New, "a refusal is no trouble of the disk");
}

#[test]
fn tasks_are_ticked_added_and_counted() {
    let inbox = Fixture::new();
    inbox.store().writer().set_indexing(false);
    inbox.keep(call("c", QUOTE));
    let tick = |task: &TaskRef, is_done| Command::Tick { seq: Seq(1), task: task.clone(), is_done };
    let said = TaskRef::Said(TaskKey::of("send  QUOTE"));
    assert_eq!(inbox.change(tick(&said, true)).open_tasks, 1);
    let id = inbox.added(Command::AddTask { seq: Seq(1), text: String::from("Ring Ann") });
    assert_eq!(inbox.detail(1).own_tasks[0].text, "Ring Ann");
    assert_eq!(inbox.waiting_notes(1), "ring ann");
    let own = TaskRef::Own(id);
    let open = |command| inbox.change(command).open_tasks;
    assert_eq!([true, false, true].map(|is_done| open(tick(&own, is_done))), [1, 2, 1]);
    assert_eq!([true, false].map(|is_removed| open(Command::RemoveTask { id, is_removed })), [1, 1]);
    assert_eq!(open(tick(&said, false)), 2);
    assert_eq!(inbox.reader().counts().unwrap().tasks, 1);
    let gone = "Ticking the task: The task is not there any more.";
    assert_eq!(inbox.refusal(tick(&TaskRef::Own(EntryId(9)), true)), gone);
    let blank = Command::AddTask { seq: Seq(1), text: String::from("\t") };
    assert_eq!(inbox.refusal(blank), "Adding the task: A task needs some words.");
}

#[test]
fn repeats_and_updates_leave_what_a_person_did() {
    let inbox = Fixture::new();
    inbox.store().writer().set_indexing(false);
    inbox.keep(call("c", QUOTE));
    for change in [TriageChange::Starred(true), TriageChange::Unread(false), at(LATER), tagged("vip", true)] {
        inbox.mark(&[1], change);
    }
    inbox.added(Command::AddNote { seq: Seq(1), text: String::from("Careful"), at_ms: None, turn: None });
    inbox.added(Command::AddTask { seq: Seq(1), text: String::from("Ring") });
    let task = TaskRef::Said(TaskKey::of("Send quote"));
    inbox.change(Command::Tick { seq: Seq(1), task, is_done: true });
    let before = inbox.detail(1);
    inbox.events.all();
    assert_eq!(inbox.keep(call("c", QUOTE)).verdict, Verdict::Repeat);
    let later = r#"{"callAnalysis":{"summary":"Roof","actionItems":["Visit",{"task":"Send quote!","status":"open"}]}}"#;
    assert_eq!(inbox.keep(call("c", later)).verdict, Verdict::Updated);
    let after = inbox.detail(1);
    assert_eq!((after.triage, &after.tags, &after.notes), (before.triage, &before.tags, &before.notes));
    assert_eq!((&after.own_tasks, &after.ticks, after.open_tasks()), (&before.own_tasks, &before.ticks, 2));
    let told = inbox.events.find(|event| if let Event::CallChanged(row) = event { Some(*row) } else { None });
    assert_eq!(told, after.row());
    assert_eq!(inbox.waiting_notes(1), "careful ring");
}

#[test]
fn saved_searches_are_saved_changed_forgotten_and_brought_back() {
    let inbox = Fixture::new();
    let search = |id, name: &str, text: &str, tag: Option<&str>| {
        let (name, text, tag) = (name.to_owned(), text.to_owned(), tag.map(str::to_owned));
        SavedSearch { id: EntryId(id), name, text, tag }
    };
    let first = search(1, "Roofs", "roof", Some("Roof"));
    inbox.searches(Command::SaveSearch(search(0, " Roofs ", "roof ", Some("Roof"))));
    let both = inbox.searches(Command::SaveSearch(search(0, "Solar", "solar", Some(" "))));
    assert_eq!(both, [first.clone(), search(2, "Solar", "solar", None)]);
    assert_eq!(inbox.all_tags(), ["Roof"], "it can be looked for before a call has it");
    assert_eq!(inbox.searches(Command::ForgetSearch { id: EntryId(1) }).len(), 1);
    assert_eq!(inbox.all_tags(), Vec::<String>::new());
    inbox.searches(Command::ForgetSearch { id: EntryId(2) });
    assert_eq!(inbox.searches(Command::SaveSearch(search(0, "New", "x", None)))[0].id, EntryId(3), "no id comes again");
    assert_eq!(inbox.searches(Command::SaveSearch(first.clone()))[0], first);
    let changed = search(1, "Roofs", "roof", None);
    assert_eq!(inbox.searches(Command::SaveSearch(changed.clone()))[0], changed);
    assert_eq!(inbox.searches(Command::LoadSavedSearches), inbox.reader().saved_searches().unwrap());
    for (refused, sentence) in [
        (search(0, " ", "x", None), "Saving the search: A saved search needs a name."),
        (search(0, "x", "", None), "Saving the search: There is nothing to look for yet."),
        (search(0, "x", "x", Some("!")), "Saving the search: A tag needs a letter or a digit."),
    ] {
        assert_eq!(inbox.refusal(Command::SaveSearch(refused)), sentence);
    }
}

#[test]
fn a_rule_tags_what_arrives_and_never_twice() {
    let inbox = Fixture::new();
    let rules = |rules: &[(&str, &str)]| {
        let read = |(text, tag): &(&str, &str)| (search(View::All, text).term, (*tag).to_owned());
        let rules: Vec<_> = rules.iter().map(read).collect();
        inbox.store().writer().use_rules(move |_| rules.clone());
    };
    inbox.keep(call("before", QUOTE));
    rules(&[("solar", "Sun"), ("roof", "Roof"), ("roof", "!")]);
    inbox.keep(call("c", QUOTE));
    let arrived = inbox.events.find(|event| match event {
        Event::CallArrived(row) if row.seq == Seq(2) => Some(*row),
        _ => None,
    });
    assert_eq!((arrived.tags.as_slice(), inbox.detail(1).tags), (&[String::from("Sun")][..], Vec::new()));
    assert_eq!(arrived, inbox.detail(2).row());
    inbox.mark(&[2], tagged("sun", false));
    inbox.keep(call("c", r#"{"callAnalysis":{"summary":"Solar roof"}}"#));
    assert_eq!(inbox.detail(2).tags, ["Roof"], "what a person took away stays away");
    inbox.keep(call("c", r#"{"callAnalysis":{"summary":"Nothing"}}"#));
    assert_eq!(inbox.detail(2).tags, ["Roof"], "what no longer matches keeps its tag");
    rules(&[]);
    inbox.keep(call("d", QUOTE));
    assert_eq!(inbox.detail(3).tags, Vec::<String>::new());
}

/// Rows without much of a call, quicker made than delivered.
fn fill(inbox: &Fixture, calls: i64) {
    inbox.on_writer(move |c| {
        let insert = "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?1) \
                      INSERT INTO calls (call_id, id_source, source, received_at, updated_at, title, has_recording, \
                      has_transcript, updated, unread, starred, done) \
                      SELECT 'n' || n, 'given', 'default', 5, 5, 't', 0, 0, 0, 0, 0, 0 FROM n";
        c.execute(insert, [calls]).unwrap();
    });
}

#[test]
fn thousands_are_marked_in_steps_with_deliveries_between_and_taken_back() {
    let inbox = Fixture::new();
    fill(&inbox, 12_000);
    let hold = inbox.hold_writer();
    let seqs: Vec<_> = (1..=12_000).map(Seq).collect();
    inbox.store().command(mark(&seqs, TriageChange::Done(true)));
    let outcome = inbox.begin(call("between", "{}"));
    drop(hold);
    assert_eq!(outcome.recv_timeout(DEADLINE).unwrap().unwrap().verdict, Verdict::New);
    let step = |event| match event {
        Event::Marked { marked, of: 12_000, back, .. } => Some((marked, back)),
        Event::CallChanged(_) | Event::Resync => panic!("{event:?}"),
        _ => None,
    };
    let steps: Vec<_> = (0..3).map(|_| inbox.events.find(step)).collect();
    assert_eq!(steps.iter().map(|(marked, _)| *marked).collect::<Vec<_>>(), [5_000, 10_000, 12_000]);
    let back: Vec<_> = steps.into_iter().flat_map(|(_, back)| back).collect();
    assert_eq!(inbox.reader().counts().unwrap().done, 12_000);
    for (seqs, change) in back {
        inbox.store().command(mark(&seqs, change));
        inbox.marked();
    }
    assert_eq!(inbox.reader().counts().unwrap().done, 0);
}

#[test]
fn a_marking_is_stopped_between_two_steps() {
    let inbox = Fixture::new();
    fill(&inbox, 12_000);
    let seqs = Arc::new((1..=12_000).map(Seq).collect::<Vec<_>>());
    let begin =
        |ticket| Command::Mark { ticket: Ticket(ticket), seqs: Arc::clone(&seqs), change: TriageChange::Starred(true) };
    let hold = inbox.hold_writer();
    inbox.store().command(begin(1));
    inbox.store().command(begin(2));
    inbox.store().command(Command::StopMarking { ticket: Ticket(1) });
    inbox.store().command(Command::StopMarking { ticket: Ticket(9) });
    drop(hold);
    let stopped = Event::Marked { ticket: Ticket(1), marked: 0, of: 0, back: Vec::new() };
    inbox.events.find(|event| (event == stopped).then_some(()));
    assert_eq!(inbox.marked()[0].0.len(), 5_000);
    assert_eq!(inbox.reader().counts().unwrap().starred, 12_000, "the other one goes on");
}

#[test]
fn what_is_quick_does_not_wait_for_what_takes_long_unless_the_order_matters() {
    let inbox = Fixture::new();
    fill(&inbox, 12_000);
    let long: Vec<_> = (1..=12_000).map(Seq).collect();
    let hold = inbox.hold_writer();
    inbox.store().command(mark(&long, TriageChange::Done(true)));
    inbox.store().command(mark(&[Seq(1)], TriageChange::Done(false)));
    inbox.store().command(mark(&[Seq(2)], TriageChange::Starred(true)));
    inbox.store().command(Command::LoadSavedSearches);
    drop(hold);
    let order = |event| match event {
        Event::Marked { of, .. } => Some(of),
        Event::SavedSearchesLoaded(_) => Some(0),
        _ => None,
    };
    assert_eq!((0..6).map(|_| inbox.events.find(order)).collect::<Vec<_>>(), [0, 1, 12_000, 12_000, 12_000, 1]);
    assert_eq!(inbox.reader().counts().unwrap().done, 11_999);
}

#[test]
fn marks_go_by_place_and_what_is_left_of_a_stopped_marking_is_told() {
    let marking = Command::Mark {
        ticket: Ticket(3),
        seqs: Arc::new((0..12_000).rev().map(Seq).collect()),
        change: TriageChange::Done(true),
    };
    let deed = Deed::of(marking).unwrap().in_order();
    assert!(matches!(&deed, Deed::Mark(marking) if marking.seqs.is_sorted()));
    let rest = deed.rest().unwrap();
    assert!(rest.marks_for(Ticket(3)) && !rest.marks_for(Ticket(4)));
    let stopped = Event::Marked { ticket: Ticket(3), marked: 5_000, of: 5_000, back: Vec::new() };
    assert_eq!(rest.stopped(), Some(stopped));
    assert!(rest.rest().unwrap().rest().is_none());
}

#[test]
fn a_marking_that_fails_says_so_and_ends() {
    let inbox = Fixture::new();
    fill(&inbox, 6_000);
    inbox.on_writer(|c| {
        c.execute_batch(
            "CREATE TRIGGER no BEFORE UPDATE ON calls WHEN NEW.seq = 5500 BEGIN SELECT raise(FAIL, 'no'); END",
        )
        .unwrap();
    });
    let seqs: Vec<_> = (1..=6_000).map(Seq).collect();
    inbox.store().command(mark(&seqs, TriageChange::Done(true)));
    let failure = |event| if let Event::CommandFailed { what, why } = event { Some((what, why)) } else { None };
    let ended = |of| Event::Marked { ticket: Ticket(1), marked: of, of, back: Vec::new() };
    let (what, why) = inbox.events.find(failure);
    assert_eq!((what.as_str(), why.as_str()), ("Marking the calls", "No."));
    assert_eq!(inbox.events.next(), ended(5_000));
    assert_eq!(inbox.reader().counts().unwrap().done, 5_000);
    inbox.store().queue.close(None);
    inbox.store().command(mark(&seqs, TriageChange::Done(false)));
    assert_eq!(inbox.events.find(failure).0, "Marking the calls");
    assert_eq!(inbox.events.find(|event| matches!(event, Event::Marked { .. }).then_some(event)), ended(0));
}

/// A store whose clock is set by hand.
fn with_clock(inbox: &mut Fixture, now: &Arc<AtomicI64>) {
    inbox.store = None;
    let clock: Clock = {
        let now = Arc::clone(now);
        Arc::new(move || UnixMillis(now.load(Ordering::SeqCst)))
    };
    inbox.store = Some(Store::open(inbox.path(), Access::Owner, inbox.bus.clone(), clock).unwrap());
}

fn came_back(inbox: &Fixture) -> (usize, Vec<Event>) {
    let mut told = Vec::new();
    loop {
        match inbox.events.next() {
            Event::SnoozesEnded { count } => return (count, told),
            event => told.push(event),
        }
    }
}

#[test]
fn a_snoozed_call_comes_back_unread_at_its_time_and_after_a_restart() {
    let mut inbox = Fixture::new();
    let now = Arc::new(AtomicI64::new(1_000));
    with_clock(&mut inbox, &now);
    (1..=3).for_each(|n| _ = inbox.keep(call(&format!("c{n}"), "{}")));
    inbox.mark(&[1, 2, 3], TriageChange::Unread(false));
    inbox.mark(&[1], at(2_000));
    inbox.mark(&[2, 3], at(3_000));
    assert_eq!(inbox.reader().counts().unwrap().snoozed, 3);
    inbox.events.all();
    now.store(2_000, Ordering::SeqCst);
    let (count, told) = came_back(&inbox);
    let [Event::CallChanged(row)] = &told[..] else { panic!("{told:?}") };
    assert_eq!((count, row.seq, row.triage), (1, Seq(1), Triage { unread: true, ..Triage::default() }));
    inbox.store = None;
    inbox.events.all();
    now.store(90_000_000, Ordering::SeqCst);
    with_clock(&mut inbox, &now);
    assert_eq!(came_back(&inbox).0, 2);
    let counts = inbox.reader().counts().unwrap();
    assert_eq!((counts.snoozed, counts.inbox, counts.unread), (0, 3, 3));
}

#[test]
fn thousands_of_snoozes_end_in_steps_and_are_told_once() {
    let mut inbox = Fixture::new();
    let now = Arc::new(AtomicI64::new(0));
    with_clock(&mut inbox, &now);
    fill(&inbox, 10_000);
    let seqs: Vec<_> = (1..=10_000).collect();
    inbox.mark(&seqs, at(500));
    inbox.events.all();
    now.store(500, Ordering::SeqCst);
    assert_eq!(came_back(&inbox), (10_000, vec![Event::Resync]));
    assert_eq!(inbox.reader().counts().unwrap().unread, 10_000);
}

#[test]
fn a_snooze_into_the_past_ends_at_once() {
    let inbox = Fixture::new();
    inbox.keep(call("c", "{}"));
    inbox.mark(&[1], at(5));
    assert_eq!(came_back(&inbox).0, 1);
    assert_eq!(inbox.detail(1).triage.snoozed_until, None);
}

#[derive(Debug, Clone)]
enum Step {
    Deliver(Vec<(&'static str, Option<bool>)>),
    Do(Command),
}

fn step() -> impl Strategy<Value = Step> {
    let words = || prop::sample::select(vec!["Call", "call!", "Send", "§", "Ä"]);
    let items = prop::collection::vec((words(), any::<Option<bool>>()), 0..4);
    let id = || (1..4_i64).prop_map(EntryId);
    let tick = (words(), any::<bool>()).prop_map(|(text, is_done)| (TaskRef::Said(TaskKey::of(text)), is_done));
    let tick_own = (id(), any::<bool>()).prop_map(|(id, is_done)| (TaskRef::Own(id), is_done));
    let ticks = prop_oneof![tick, tick_own];
    let text = || words().prop_map(str::to_owned);
    let seq = Seq(1);
    prop_oneof![
        4 => items.prop_map(Step::Deliver),
        4 => ticks.prop_map(move |(task, is_done)| Step::Do(Command::Tick { seq, task, is_done })),
        2 => text().prop_map(move |text| Step::Do(Command::AddTask { seq, text })),
        2 => text().prop_map(move |text| Step::Do(Command::AddNote { seq, text, at_ms: None, turn: None })),
        1 => (id(), any::<bool>()).prop_map(|(id, is_removed)| Step::Do(Command::RemoveTask { id, is_removed })),
        1 => (id(), any::<bool>()).prop_map(|(id, is_removed)| Step::Do(Command::RemoveNote { id, is_removed })),
        1 => (id(), text()).prop_map(|(id, text)| Step::Do(Command::EditNote { id, text })),
    ]
}

/// What waits for the index, beside whether it is new.
fn waiting(connection: &rusqlite::Connection) -> Vec<Option<String>> {
    let sql = "SELECT name, company, phone, email, city, mood, outcome, class, language, text, notes, transcript \
               FROM unindexed WHERE call_seq = 1";
    connection.query_row(sql, [], |row| (0..12).map(|at| row.get(at)).collect()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn row_detail_and_words_agree_whatever_was_done(steps in prop::collection::vec(step(), 1..25)) {
        let connection = schema::connect_empty().unwrap();
        keeping::keep(&connection, &call("c", "{}"), &[], UnixMillis(1)).unwrap();
        for (number, step) in steps.into_iter().enumerate() {
            match step {
                Step::Deliver(items) => {
                    let item = |(text, done): &(&str, Option<bool>)| match done {
                        Some(done) => format!(r#"{{"task":"{text}","done":{done}}}"#),
                        None => format!("\"{text}\""),
                    };
                    let items: Vec<_> = items.iter().map(item).collect();
                    let json = format!(r#"{{"n":{number},"callAnalysis":{{"actionItems":[{}]}}}}"#, items.join(","));
                    let kept = keeping::keep(&connection, &call("c", &json), &[], UnixMillis(1)).unwrap();
                    let row = kept.row.unwrap();
                    prop_assert_eq!(Some(row), rows::row_at(&connection, Seq(1)).unwrap());
                }
                // What is not there is refused, before anything is written.
                Step::Do(command) => _ = Deed::of(command).unwrap().write(&connection, &[], UnixMillis(2)),
            }
            let detail = reader::detail_at(&connection, Seq(1)).unwrap().unwrap();
            let row = rows::row_at(&connection, Seq(1)).unwrap().unwrap();
            prop_assert_eq!(&row, &detail.row());
            let before = waiting(&connection);
            words::derive(&connection, Seq(1)).unwrap();
            prop_assert_eq!(before, waiting(&connection));
            prop_assert_eq!(row, rows::row_at(&connection, Seq(1)).unwrap().unwrap());
        }
    }
}

/// Undoing "not done" once took a snooze away: a call is never both.
#[test]
fn what_is_put_off_is_not_done_and_either_can_be_taken_back() {
    let mut marks = Triage { done: true, ..Triage::default() };
    marks = marks.with(&TriageChange::Snoozed(Some(UnixMillis(7))));
    assert_eq!((marks.done, marks.snoozed_until), (false, Some(UnixMillis(7))));
    marks = marks.with(&TriageChange::Done(true));
    assert_eq!((marks.done, marks.snoozed_until), (true, None));
}
