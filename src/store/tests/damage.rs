//! Full disks, deleted and replaced files, a reader of a vanished database: nothing is pretended, and it works again.

use super::*;
use crate::bus::StoreState;
use crate::call::{Query, Seq, TriageChange, Verdict};

impl Events {
    fn until_ready(&self) {
        self.find(|event| (event == Event::StoreChanged(StoreState::Ready)).then_some(()));
    }

    fn until_failing(&self) -> String {
        self.find(|event| match event {
            Event::StoreChanged(StoreState::Failing { reason }) => Some(reason),
            _ => None,
        })
    }
}

fn limit_pages(inbox: &Fixture, more: i64) {
    inbox.on_writer(move |c| {
        let pages: i64 = c.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
        let set = |row: &rusqlite::Row<'_>| row.get::<_, i64>(0);
        c.pragma_update_and_check(None, "max_page_count", pages + more, set).unwrap();
    });
}

#[test]
fn a_full_disk_is_told_and_nothing_is_pretended() {
    let mut inbox = Fixture::new();
    inbox.events.until_ready();
    inbox.keep(call("before", "{}"));
    limit_pages(&inbox, 2);
    let large = format!(r#"{{"x":"{}"}}"#, "y".repeat(100_000));
    let hold = inbox.hold_writer();
    let outcomes: Vec<_> = (0..5).map(|n| inbox.begin(call(&format!("large{n}"), &large))).collect();
    drop(hold);
    for outcome in outcomes {
        let why = outcome.recv_timeout(DEADLINE).unwrap().unwrap_err();
        assert_eq!(why, "The delivery can't be stored: the disk is full.");
    }
    assert_eq!(inbox.reader().call_count().unwrap(), 1);
    let reason = inbox.events.until_failing();
    assert!(reason.starts_with("The disk is full: "), "{reason}");
    // Told once: every probe since has failed, too.
    inbox.on_writer(|_| ());
    assert!(!inbox.events.all().iter().any(|event| matches!(event, Event::StoreChanged(_))));
    limit_pages(&inbox, 10_000);
    inbox.events.until_ready();
    assert_eq!(inbox.keep(call("large0", &large)).verdict, Verdict::New);
    inbox.reopen();
    assert_eq!(inbox.reader().order(&Query::default()).unwrap(), [Seq(2), Seq(1)]);
}

#[test]
fn what_still_fits_is_kept_beside_what_does_not() {
    let inbox = Fixture::new();
    limit_pages(&inbox, 8);
    let large = format!(r#"{{"x":"{}"}}"#, "y".repeat(1_000_000));
    let hold = inbox.hold_writer();
    let outcomes = [("a", "{}"), ("large", &large), ("b", "{}")].map(|(id, json)| inbox.begin(call(id, json)));
    drop(hold);
    let kept = outcomes.map(|outcome| outcome.recv_timeout(DEADLINE).unwrap().is_ok());
    assert_eq!((kept, inbox.reader().call_count().unwrap()), ([true, false, true], 2));
}

#[test]
fn a_mark_that_can_not_be_stored_is_told() {
    let inbox = Fixture::new();
    inbox.keep(call("a", "{}"));
    inbox.on_writer(|c| c.pragma_update(None, "query_only", true).unwrap());
    // A connection that refuses is replaced by one that does not.
    inbox.store().command(mark(&[Seq(1)], TriageChange::Done(true)));
    inbox.events.find(|event| matches!(event, Event::CallChanged(_)).then_some(()));
    inbox.store().queue.close(None);
    inbox.store().command(mark(&[Seq(1)], TriageChange::Done(false)));
    let what = inbox.events.find(|event| if let Event::CommandFailed { what, .. } = event { Some(what) } else { None });
    assert_eq!(what, "Marking the calls");
}

#[test]
fn a_delivery_fails_in_words_while_another_program_keeps_the_file_busy() {
    let inbox = Fixture::new();
    inbox.on_writer(|c| c.busy_timeout(Duration::ZERO).unwrap());
    let other = rusqlite::Connection::open(inbox.path().join("inbox.sqlite3")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let why = inbox.try_keep(call("a", "{}")).unwrap_err();
    assert_eq!(why, "The delivery can't be stored: another program keeps the database file busy.");
    inbox.events.until_failing();
    other.execute_batch("COMMIT").unwrap();
    inbox.events.until_ready();
    inbox.keep(call("a", "{}"));
}

#[cfg(unix)]
#[test]
fn a_deleted_database_is_begun_anew_and_that_is_said() {
    let inbox = Fixture::new();
    inbox.keep(call("a", "{}"));
    std::fs::remove_file(inbox.path().join("inbox.sqlite3")).unwrap();
    assert_eq!(inbox.keep(call("b", "{}")).call.unwrap().0, Seq(1));
    let why = inbox.events.find(|event| if let Event::CommandFailed { why, .. } = event { Some(why) } else { None });
    assert!(why.starts_with("The database file was deleted while Call Inbox was running; "), "{why}");
    inbox.events.find(|event| (event == Event::Resync).then_some(()));
    inbox.store().command(Command::LoadCall { seq: Seq(1) });
    let detail = inbox.events.find(|event| if let Event::CallLoaded(detail) = event { Some(detail) } else { None });
    assert_eq!(detail.call.id.as_str(), "b");
    let mut inbox = inbox;
    inbox.reopen();
    assert_eq!(inbox.reader().call_count().unwrap(), 1);
}

#[cfg(unix)]
#[test]
fn a_database_that_is_moved_away_takes_all_with_it() {
    let inbox = Fixture::new();
    (0..20).for_each(|n| _ = inbox.keep(call(&format!("c{n}"), "{}")));
    let elsewhere = tempfile::tempdir().unwrap();
    std::fs::rename(inbox.path().join("inbox.sqlite3"), elsewhere.path().join("inbox.sqlite3")).unwrap();
    inbox.keep(call("next", "{}"));
    let count = |folder: &Path| {
        let guest = Store::open(folder, Access::Guest, Bus::default(), clock()).unwrap();
        guest.reader().unwrap().call_count().unwrap()
    };
    assert_eq!((count(elsewhere.path()), count(inbox.path())), (20, 1));
}

#[cfg(unix)]
#[test]
fn a_replaced_database_is_used_from_then_on_and_that_is_said() {
    let other = Fixture::new();
    other.keep(call("theirs", "{}"));
    let (file, theirs) = (Path::new("inbox.sqlite3"), other.path().to_owned());
    let inbox = Fixture::new();
    inbox.keep(call("ours", "{}"));
    drop(other.store);
    std::fs::rename(theirs.join(file), inbox.path().join(file)).unwrap();
    assert_eq!(inbox.keep(call("a", "{}")).call.unwrap().0, Seq(2));
    let why = inbox.events.find(|event| if let Event::CommandFailed { why, .. } = event { Some(why) } else { None });
    assert!(why.starts_with("The database file was replaced by another while Call Inbox was running; "), "{why}");
    let ids: Vec<_> = inbox.reader().rows(&Query::default(), 9).unwrap().into_iter().map(|row| row.id).collect();
    assert_eq!(ids, ["a", "theirs"].map(|id| CallId::given(id).unwrap()));
}

#[cfg(unix)]
#[test]
fn without_its_folder_the_store_fails_until_the_folder_is_back() {
    let inbox = Fixture::new();
    inbox.keep(call("a", "{}"));
    let away = inbox.path().with_extension("away");
    std::fs::rename(inbox.path(), &away).unwrap();
    let why = inbox.try_keep(call("b", "{}")).unwrap_err();
    assert_eq!(why, "The delivery can't be stored: the inbox folder is gone.");
    inbox.events.until_failing();
    std::fs::rename(&away, inbox.path()).unwrap();
    inbox.events.until_ready();
    inbox.keep(call("b", "{}"));
    assert_eq!(inbox.reader().call_count().unwrap(), 2);
}

impl Events {
    /// What is told of a database that was set aside.
    fn set_aside(&self) -> String {
        self.find(|event| if let Event::DatabaseSetAside { sentences } = event { Some(sentences) } else { None })
    }
}

/// The one database that was set aside.
fn damaged(folder: &Path) -> std::path::PathBuf {
    let name = folder.join("inbox.sqlite3.damaged-20251212-114122");
    assert!(name.exists(), "{:?}", std::fs::read_dir(folder).unwrap().collect::<Vec<_>>());
    name
}

#[test]
fn what_is_no_database_is_set_aside_and_a_new_inbox_begun() {
    let folder = tempfile::tempdir().unwrap();
    let noise = vec![7_u8; 10_000];
    for end in ["", "-wal"] {
        std::fs::write(folder.path().join(format!("inbox.sqlite3{end}")), &noise).unwrap();
    }
    let guest = Store::open(folder.path(), Access::Guest, Bus::default(), clock()).unwrap_err().to_string();
    assert!(guest.starts_with("The inbox can't be opened: the database file is damaged: "), "{guest}");
    let bus = Bus::default();
    let store = Store::open(folder.path(), Access::Owner, bus.clone(), clock()).unwrap();
    let place = damaged(folder.path());
    // Those who come later, like a window, are told too.
    let sentences = Events::of(&bus).set_aside();
    assert!(sentences.contains("damaged") && sentences.contains(&place.display().to_string()), "{sentences}");
    for end in ["", "-wal"] {
        assert_eq!(std::fs::read(format!("{}{end}", place.display())).unwrap(), noise);
    }
    assert_eq!(store.reader().unwrap().call_count().unwrap(), 0);
    drop(store);
    Store::open(folder.path(), Access::Owner, Bus::default(), clock()).unwrap();
}

#[test]
fn a_journal_without_its_database_is_set_aside_and_not_thrown_away() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("inbox.sqlite3-wal"), b"all that is left").unwrap();
    let store = Store::open(folder.path(), Access::Owner, Bus::default(), clock()).unwrap();
    let left = folder.path().join("inbox.sqlite3.damaged-20251212-114122-wal");
    assert_eq!(std::fs::read(left).unwrap(), b"all that is left");
    assert_eq!(store.reader().unwrap().call_count().unwrap(), 0);
}

/// Overwrites all but the head of the database file.
fn spoil(folder: &Path, from: u64, with: u8) {
    use std::io::{Seek as _, SeekFrom, Write as _};
    let mut file = std::fs::OpenOptions::new().write(true).open(folder.join("inbox.sqlite3")).unwrap();
    let bytes = file.metadata().unwrap().len() - from;
    file.seek(SeekFrom::Start(from)).unwrap();
    file.write_all(&vec![with; usize::try_from(bytes).unwrap()]).unwrap();
}

#[test]
fn a_database_damaged_while_it_is_used_is_set_aside_and_the_delivery_kept() {
    for from in [0, 4_096] {
        let mut inbox = Fixture::new();
        inbox.keep(call("before", "{}"));
        // All of it in the file, and nothing of it in memory.
        inbox.reopen();
        spoil(inbox.path(), from, 0x5a);
        let spoilt = std::fs::read(inbox.path().join("inbox.sqlite3")).unwrap();
        assert_eq!(inbox.keep(call("after", "{}")).verdict, Verdict::New);
        let sentences = inbox.events.set_aside();
        let place = damaged(inbox.path());
        assert!(sentences.contains(&place.display().to_string()), "{sentences}");
        assert!(std::fs::read(place).unwrap() == spoilt, "not as it was found");
        inbox.events.find(|event| (event == Event::Resync).then_some(()));
        inbox.reopen();
        let ids: Vec<_> = inbox.reader().rows(&Query::default(), 9).unwrap();
        assert_eq!(ids.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["after"]);
    }
}

#[test]
fn a_database_cut_short_while_it_is_used_is_set_aside_at_once() {
    for bytes in [0, 8_192] {
        let mut inbox = Fixture::new();
        inbox.keep(call("before", "{}"));
        inbox.reopen();
        inbox.keep(call("in the journal", "{}"));
        let file = std::fs::OpenOptions::new().write(true).open(inbox.path().join("inbox.sqlite3")).unwrap();
        file.set_len(bytes).unwrap();
        // SQLite itself would take it, into a journal that it throws away at the next start.
        inbox.keep(call("after", "{}"));
        inbox.events.set_aside();
        let journal = format!("{}-wal", damaged(inbox.path()).display());
        assert!(std::fs::metadata(journal).unwrap().len() > 0);
        inbox.reopen();
        inbox.keep(call("later", "{}"));
        let ids = inbox.reader().rows(&Query::default(), 9).unwrap();
        assert_eq!(ids.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["later", "after"]);
    }
}

#[test]
fn a_panic_of_one_who_is_told_harms_no_other() {
    let inbox = Fixture::new();
    let hold = inbox.hold_writer();
    let (tell, outcome) = sync_channel(ONE);
    let writer = inbox.store().writer();
    writer.keep(call("a", "{}"), Box::new(|_| panic!("a receiver's own fault")));
    writer.keep(call("b", "{}"), Box::new(move |result| tell.send(result).unwrap()));
    drop(hold);
    assert_eq!(outcome.recv_timeout(DEADLINE).unwrap().unwrap().verdict, Verdict::New);
}

#[test]
fn whoever_waits_is_answered_even_if_the_writing_thread_panics() {
    let inbox = Fixture::new();
    let hold = inbox.hold_writer();
    inbox.store().queue.errand(Box::new(|_| panic!("a fault of our own")));
    let outcome = inbox.begin(call("a", "{}"));
    drop(hold);
    assert!(outcome.recv_timeout(DEADLINE).unwrap().unwrap_err().starts_with("The delivery can't be stored: "));
    assert_eq!(inbox.keep(call("a", "{}")).verdict, Verdict::New);
}

#[test]
fn closing_answers_all_and_then_refuses() {
    let mut inbox = Fixture::new();
    let hold = inbox.hold_writer();
    let outcomes: Vec<_> = (0..300).map(|n| inbox.begin(call(&format!("c{n}"), "{}"))).collect();
    let writer = inbox.store().writer();
    let store = inbox.store.take().unwrap();
    drop(hold);
    store.close();
    assert!(outcomes.iter().all(|outcome| outcome.recv().unwrap().is_ok()));
    let (tell, outcome) = sync_channel(ONE);
    writer.keep(call("late", "{}"), Box::new(move |result| tell.send(result).unwrap()));
    assert!(outcome.recv().unwrap().unwrap_err().contains("is being closed"));
}
