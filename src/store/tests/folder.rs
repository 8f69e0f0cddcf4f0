//! Owners and guests, files and their modes, other programs' and other versions' databases.

use super::*;
use crate::call::{DeliveryId, Query, Seq, Verdict};

fn open(folder: &Path, access: Access) -> Result<Store, StoreError> {
    Store::open(folder, access, Bus::default(), clock())
}

#[test]
fn a_second_owner_is_refused_and_told_who_holds_the_folder() {
    let inbox = Fixture::new();
    let error = open(inbox.path(), Access::Owner).unwrap_err();
    let process = format!("process {}", std::process::id());
    assert!(matches!(&error, StoreError::InUse { holder: Some(holder), .. } if *holder == process), "{error}");
    inbox.store().announce("http://127.0.0.1:8787");
    let sentence = open(inbox.path(), Access::Owner).unwrap_err().to_string();
    let wanted = format!("Call Inbox already runs on this folder ({process}, http://127.0.0.1:8787): ");
    assert!(sentence.starts_with(&wanted), "{sentence}");
    let path = inbox.folder.path().to_owned();
    drop(inbox.store);
    open(&path, Access::Owner).unwrap();
}

#[test]
fn a_guest_reads_beside_the_owner_and_writes_nothing() {
    let inbox = Fixture::new();
    inbox.keep(call("a", "{}"));
    let guest = open(inbox.path(), Access::Guest).unwrap();
    inbox.keep(call("b", "{}"));
    let rows = guest.reader().unwrap().rows(&Query::default(), 10).unwrap();
    assert_eq!(rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["b", "a"]);
    let (tell, outcome) = sync_channel(ONE);
    guest.writer().keep(call("c", "{}"), Box::new(move |result| tell.send(result).unwrap()));
    assert_eq!(outcome.recv().unwrap().unwrap_err(), "The inbox was opened for reading only.");
    drop(guest);
    assert_eq!(inbox.keep(call("c", "{}")).verdict, Verdict::New);
}

#[test]
fn a_guest_where_nothing_is_finds_nothing_and_makes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().to_owned(), folder.path().join("not/there")] {
        let guest = open(&path, Access::Guest).unwrap();
        let reader = guest.reader().unwrap();
        assert_eq!(reader.rows(&Query::default(), 10).unwrap(), []);
        assert_eq!((reader.call_count().unwrap(), reader.deliveries(None, 9).unwrap()), (0, Vec::new()));
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn folder_and_files_are_for_their_owners_eyes_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let parent = tempfile::tempdir().unwrap();
    let path = parent.path().join("deep/inbox");
    let store = open(&path, Access::Owner).unwrap();
    let (tell, outcome) = sync_channel(ONE);
    store.writer().keep(call("a", "{}"), Box::new(move |result| tell.send(result).unwrap()));
    outcome.recv_timeout(DEADLINE).unwrap().unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o700);
    let mut names: Vec<_> = std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    assert_eq!(names.len(), 4, "{names:?}");
    names.iter().for_each(|file| assert_eq!(mode(file), 0o600, "{file:?}"));
    store.close();
    assert!(!path.join("inbox.sqlite3-wal").exists(), "closing moves the journal into the database");
}

#[test]
fn all_is_found_again_after_closing_and_after_being_killed() {
    let mut inbox = Fixture::new();
    for n in 0..20 {
        inbox.keep(call(&format!("c{n}"), "{}"));
    }
    // What a killed process leaves: database and journal as they are, nothing closed.
    let killed = tempfile::tempdir().unwrap();
    for name in ["inbox.sqlite3", "inbox.sqlite3-wal"] {
        std::fs::copy(inbox.path().join(name), killed.path().join(name)).unwrap();
    }
    let guest = open(killed.path(), Access::Guest).unwrap();
    assert_eq!(guest.reader().unwrap().call_count().unwrap(), 20);
    drop(guest);
    let owner = open(killed.path(), Access::Owner).unwrap();
    assert_eq!(owner.reader().unwrap().call_count().unwrap(), 20);
    inbox.reopen();
    assert_eq!(inbox.reader().deliveries(None, 99).unwrap().len(), 20);
    let receipt = inbox.keep(call("c20", "{}"));
    assert_eq!((receipt.delivery, receipt.call.unwrap().0), (DeliveryId(21), Seq(21)));
}

#[test]
fn a_newer_programs_inbox_is_refused_in_a_sentence() {
    let mut inbox = Fixture::new();
    inbox.on_writer(|c| c.pragma_update(None, "user_version", 99).unwrap());
    inbox.store = None;
    for access in [Access::Owner, Access::Guest] {
        let error = open(inbox.path(), access).map(|store| store.reader().map(drop)).unwrap_err();
        assert!(matches!(error, StoreError::Newer { found: 99, known: schema::VERSION, .. }), "{error}");
        assert!(error.to_string().starts_with("The inbox was made by a newer Call Inbox"));
    }
}

#[test]
fn another_programs_database_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("inbox.sqlite3");
    rusqlite::Connection::open(&file).unwrap().execute_batch("CREATE TABLE theirs (a)").unwrap();
    assert!(matches!(open(folder.path(), Access::Owner).unwrap_err(), StoreError::NotOurs { .. }));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "database and lock");
}

#[test]
fn a_note_from_before_moments_is_about_the_whole_call() {
    let mut inbox = Fixture::new();
    inbox.store = None;
    std::fs::remove_file(inbox.path().join("inbox.sqlite3")).unwrap();
    let older = schema::connect_older(&inbox.path().join("inbox.sqlite3"), 3);
    older
        .execute_batch(
            r#"INSERT INTO calls (call_id, id_source, source, received_at, updated_at, title, has_recording,
                has_transcript, updated, unread, starred, done) VALUES ('a', 'given', 'default', 5, 5, 'A', 1, 0, 0, 1, 1, 0);
            INSERT INTO documents VALUES (1, '{"recordingUri":"https://x.example/a.ogg"}');
            INSERT INTO notes (call_seq, written_at, text) VALUES (1, 6, 'Old');"#,
        )
        .unwrap();
    drop(older);
    inbox.reopen();
    let detail = inbox.reader().detail(Seq(1)).unwrap().unwrap();
    assert_eq!((detail.notes[0].text.as_str(), detail.notes[0].at_ms), ("Old", None));
    assert_eq!(inbox.reader().unsettled_media(None, 9).unwrap().len(), 1);
}

#[test]
fn a_note_from_before_transcripts_is_about_no_turn_and_the_files_here_are_found_unread() {
    let mut inbox = Fixture::new();
    inbox.store = None;
    std::fs::remove_file(inbox.path().join("inbox.sqlite3")).unwrap();
    let older = schema::connect_older(&inbox.path().join("inbox.sqlite3"), 4);
    older
        .execute_batch(
            r#"INSERT INTO calls (call_id, id_source, source, received_at, updated_at, title, has_recording,
                has_transcript, updated, unread, starred, done) VALUES ('a', 'given', 'default', 5, 5, 'A', 0, 1, 0, 1, 1, 0);
            INSERT INTO documents VALUES (1, '{"transcriptUri":"https://x.example/a.json"}');
            INSERT INTO notes (call_seq, written_at, text, at_ms) VALUES (1, 6, 'Old', 7);
            INSERT INTO media (call_seq, kind, uri, state, tries, ranges, kept_bytes, total_bytes, sha256, pinned)
                VALUES (1, 'transcript', 'https://x.example/a.json', 'kept', 0, '0-8', 8, 8, 'ab', 0);"#,
        )
        .unwrap();
    drop(older);
    inbox.reopen();
    let detail = inbox.reader().detail(Seq(1)).unwrap().unwrap();
    assert_eq!((detail.notes[0].at_ms, detail.notes[0].turn), (Some(7), None));
    assert_eq!(inbox.reader().transcript(Seq(1)).unwrap(), Default::default());
    assert_eq!(inbox.reader().unread_transcripts(None, 9).unwrap(), (vec![Seq(1)], None));
}

#[test]
fn an_older_format_is_brought_up_to_date_with_all_its_calls() {
    for version in 1..FIRST_INDEXED_FORMAT {
        let mut inbox = Fixture::new();
        inbox.store = None;
        std::fs::remove_file(inbox.path().join("inbox.sqlite3")).unwrap();
        let older = schema::connect_older(&inbox.path().join("inbox.sqlite3"), version);
        older
            .execute_batch(
                r#"INSERT INTO calls (call_id, id_source, source, received_at, updated_at, title, has_recording,
                    has_transcript, updated, unread, starred, done) VALUES ('a', 'given', 'default', 5, 5, 'Zoë', 0, 0, 0, 1, 1, 0);
                INSERT INTO documents VALUES (1, '{"callerDetails":{"name":"Zoë","email":"Z@x.example"},"callAnalysis":{"actionItems":["Call"]}}');
                INSERT INTO haystacks VALUES (1, 'zoë');"#,
            )
            .unwrap();
        drop(older);
        let updated = schema::connect_writer(&inbox.path().join("inbox.sqlite3")).unwrap();
        let waits = || {
            let sql = "SELECT is_new, name, notes FROM unindexed WHERE call_seq = 1";
            let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
            updated.query_row::<(bool, Option<String>, Option<String>), _, _>(sql, [], read).unwrap()
        };
        assert_eq!(waits(), (true, None, None));
        assert!(words::derive(&updated, Seq(1)).unwrap() && !words::derive(&updated, Seq(9)).unwrap());
        assert_eq!(waits(), (true, Some(String::from("zoe")), Some(String::new())));
        let haystacks: i64 = updated.query_row("SELECT count(*) FROM haystacks", [], |row| row.get(0)).unwrap();
        assert_eq!(haystacks, 0);
        let sql = "SELECT sort_name, email_key FROM calls WHERE seq = 1";
        let key: (String, String) = updated.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        assert_eq!(key, (String::from("zoe"), String::from("z@x.example")));
        drop(updated);
        inbox.reopen();
        assert_eq!(inbox.keep(call("b", "{}")).call.unwrap().0, Seq(2));
        assert_eq!(inbox.reader().gaps(UnixMillis(0)..UnixMillis(i64::MAX), 9).unwrap(), []);
        let counts = inbox.reader().counts().unwrap();
        assert_eq!((counts.inbox, counts.unread, counts.starred, counts.all), (2, 2, 1, 2));
        let detail = inbox.reader().detail(Seq(1)).unwrap().unwrap();
        assert_eq!((detail.open_tasks(), inbox.reader().counts().unwrap().tasks), (1, 1));
    }
}

#[test]
fn a_folder_that_can_not_be_made_is_told_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "x").unwrap();
    let sentence = open(&file.join("inbox"), Access::Owner).unwrap_err().to_string();
    assert!(sentence.starts_with("The inbox folder can't be used: "), "{sentence}");
    let sentence = open(&file, Access::Owner).unwrap_err().to_string();
    assert!(sentence.starts_with("The inbox folder can't be used: "), "{sentence}");
}
