//! What lies on the disk: across restarts, within the budget, and when somebody else touched it.

use std::fs;

use super::*;

#[test]
fn a_restart_goes_on_where_the_program_was_stopped() {
    let file = noise(500_000);
    let gate = Arc::new(Gate::default());
    let (waits, body) = (Arc::clone(&gate), file.clone());
    let server = Server::start(move |number, asked, stream| {
        if number == 0 {
            say(stream, "200 OK", "ETag: \"v1\"\r\nContent-Length: 500000\r\n", &body[..200_000]);
            return waits.pass();
        }
        serve_file(asked, stream, &body, "\"v1\"");
    });
    let house = House::with(&server);
    house.names(1, &server.url("/x"));
    let reader = house.fetcher().open(Seq(1), RECORDING).unwrap();
    let end = Instant::now() + PATIENCE;
    while reader.ready_bytes(0) < 200_000 {
        assert!(Instant::now() < end);
        std::thread::yield_now();
    }
    drop(reader);
    let began = Instant::now();
    let house = house.stopped();
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    gate.open();
    let left = house.row(1);
    assert_eq!((left.state, left.ranges), (MediaState::Waiting, one(0..200_000)));
    let house = house.started();
    house.wait_for(1, MediaState::Kept);
    assert_eq!(house.bytes_of(1), file);
    assert_eq!(server.asked()[1].range(), Some((200_000, None)));
}

#[test]
fn a_stop_is_quick_whatever_is_going_on() {
    let gate = Arc::new(Gate::default());
    let waits = Arc::clone(&gate);
    let server = Server::start(move |_, _, _| waits.pass());
    let house = House::with(&server);
    for seq in 1..10 {
        house.arrives(seq, &server.url("/x"));
    }
    let reader = house.fetcher().open(Seq(1), RECORDING).unwrap();
    let end = Instant::now() + PATIENCE;
    while server.accepts() < 3 {
        assert!(Instant::now() < end);
        std::thread::yield_now();
    }
    let began = Instant::now();
    let house = house.stopped();
    assert!(began.elapsed() < Duration::from_millis(700), "{:?}", began.elapsed());
    gate.open();
    drop(reader);
    assert!((1..10).all(|seq| !house.row(seq).state.is_settled()));
}

#[test]
fn what_was_left_over_is_taken_up_newest_first() {
    let server = file_server(b"OggS");
    let mut house =
        House::new(Policy { allowed_hosts: vec![server.address.to_string()], arrival_workers: 1, ..hasty() });
    for seq in 1..=300 {
        house.names(seq, &server.url(&format!("/{seq}")));
    }
    let mut waiting = house.row(300);
    waiting.retry_at = Some(UnixMillis(NOW + 3_600_000));
    house.put(waiting);
    house = house.stopped().started();
    house.wait_for(1, MediaState::Kept);
    let order: Vec<String> = server.asked().iter().map(|asked| asked.line.clone()).collect();
    let expected: Vec<String> = (1..=299).rev().map(|seq| format!("GET /{seq} HTTP/1.1")).collect();
    assert_eq!(order, expected);
    assert_eq!(house.row(300).state, MediaState::Waiting);
}

#[test]
fn the_least_recently_used_goes_when_there_is_too_much() {
    let server = file_server(&noise(1_000));
    let house = House::new(Policy { allowed_hosts: vec![server.address.to_string()], budget_bytes: 3_000, ..hasty() });
    for seq in 1..=3 {
        house.arrives(seq, &server.url("/x"));
        house.wait_for(seq, MediaState::Kept);
        house.now.fetch_add(1_000, Ordering::AcqRel);
    }
    house.fetcher().command(MediaCommand::Pin { seq: Seq(1), is_pinned: true });
    house.wait(1, "the pin", |media| media.is_pinned);
    let open = house.fetcher().open(Seq(2), RECORDING).unwrap();
    house.arrives(4, &server.url("/x"));
    let gone = house.wait_for(3, MediaState::Evicted);
    assert!(gone.why.unwrap().contains("make room") && gone.ranges.is_empty());
    assert!(!house.whole_of(3).exists() && house.whole_of(1).exists() && house.whole_of(2).exists());
    assert_eq!(house.fetcher().path_of(Seq(3), RECORDING), None);
    drop(open);
    // What is wanted again comes again.
    let reader = house.fetcher().open(Seq(3), RECORDING).unwrap();
    house.wait_for(3, MediaState::Kept);
    house.wait_for(2, MediaState::Evicted);
    drop(reader);
}

#[test]
fn what_was_deleted_by_hand_is_said_and_fetched_again() {
    let file = noise(1_000);
    let server = file_server(&file);
    let house = House::with(&server);
    for seq in 1..=3 {
        house.arrives(seq, &server.url("/x"));
        house.wait_for(seq, MediaState::Kept);
    }
    fs::remove_file(house.whole_of(1)).unwrap();
    fs::OpenOptions::new().write(true).open(house.whole_of(2)).unwrap().set_len(400).unwrap();
    fs::write(house.whole_of(3), noise(2_000)).unwrap();
    let house = house.stopped().started();
    for (seq, says) in [(1, "deleted"), (2, "cut off")] {
        house.wait(seq, says, |media| media.why.as_ref().is_some_and(|why| why.contains(says)) || media.tries == 0);
        house.wait_for(seq, MediaState::Kept);
        let end = Instant::now() + PATIENCE;
        while !house.whole_of(seq).exists() || fs::read(house.whole_of(seq)).unwrap() != file {
            assert!(Instant::now() < end);
            std::thread::yield_now();
        }
        house.wait(seq, "its return", |_| {
            house.history(seq).last().is_some_and(|media| media.state == MediaState::Kept)
        });
        let said = house.history(seq);
        assert!(said.iter().any(|media| media.why.as_ref().is_some_and(|why| why.contains(says))), "{said:?}");
    }
    assert_eq!(server.asked()[3..].iter().filter(|asked| asked.range() == Some((400, None))).count(), 1);
    // What is opened is compared with the disk, too.
    fs::remove_file(house.whole_of(1)).unwrap();
    let reader = house.fetcher().open(Seq(1), RECORDING).unwrap();
    house.wait(1, "its return", |media| media.state == MediaState::Kept && house.whole_of(1).exists());
    drop(reader);
}

#[test]
fn files_of_nobody_take_room_and_go_first() {
    let server = file_server(&noise(1_000));
    let house = House::with(&server).stopped();
    let orphan = house.whole_of(7);
    fs::create_dir_all(orphan.parent().unwrap()).unwrap();
    fs::write(&orphan, noise(5_000)).unwrap();
    fs::write(orphan.with_file_name("notes.txt"), "not ours").unwrap();
    let mut house = house;
    house.policy.budget_bytes = 3_000;
    let _house = house.started();
    let end = Instant::now() + PATIENCE;
    while orphan.exists() {
        assert!(Instant::now() < end);
        std::thread::yield_now();
    }
    assert!(orphan.with_file_name("notes.txt").exists());
}

#[test]
fn another_address_of_the_same_call_replaces_what_was_fetched() {
    let (old, new) = (noise(3_000), noise(2_000));
    let gate = Arc::new(Gate::default());
    let (waits, first, second) = (Arc::clone(&gate), old, new.clone());
    let server = Server::start(move |_, asked, stream| {
        if asked.line.contains("/old") {
            say(stream, "200 OK", "Content-Length: 3000\r\n", &first[..1_000]);
            return waits.pass();
        }
        serve_file(asked, stream, &second, "\"v2\"");
    });
    let house = House::with(&server);
    house.arrives(1, &server.url("/old"));
    let end = Instant::now() + PATIENCE;
    while server.asked().is_empty() {
        assert!(Instant::now() < end);
        std::thread::yield_now();
    }
    house.arrives(1, &server.url("/new"));
    let media = house.wait_for(1, MediaState::Kept);
    gate.open();
    assert_eq!((house.bytes_of(1), media.sha256), (new.clone(), Some(sha256(&new))));
}

#[test]
fn what_turned_out_faulty_is_marked_and_fetched_again_without_being_lost() {
    let file = noise(1_000);
    let body = file.clone();
    let server = Server::start(move |number, asked, stream| match number {
        0 => serve_file(asked, stream, &body, "\"v1\""),
        1 => say_whole(stream, "410 Gone", b""),
        _ => serve_file(asked, stream, &noise(1_500), "\"v2\""),
    });
    let house = House::with(&server);
    house.arrives(1, &server.url("/x"));
    house.wait_for(1, MediaState::Kept);
    house.fetcher().mark_faulty(Seq(1), RECORDING, false, "It is no sound.");
    assert_eq!(house.wait_for(1, MediaState::Unsupported).why.as_deref(), Some("It is no sound."));
    house.fetcher().command(MediaCommand::FetchAgain { seq: Seq(1), kind: RECORDING });
    let media = house.wait(1, "the old state", |media| {
        media.state == MediaState::Unsupported && media.why.as_ref().is_some_and(|why| why.contains("again failed"))
    });
    assert_eq!((media.ranges, house.bytes_of(1)), (one(0..1_000), file));
    house.fetcher().command(MediaCommand::FetchAgain { seq: Seq(1), kind: RECORDING });
    house.wait_for(1, MediaState::Kept);
    assert_eq!(house.bytes_of(1).len(), 1_500);
}

/// A call is in the catalog, but the one who should have said so fell behind.
#[test]
fn a_call_that_nobody_told_of_is_fetched_once_arrivals_are_said_to_be_missed() {
    let file = noise(4_000);
    let body = file.clone();
    let server = Server::start(move |_, asked, stream| serve_file(asked, stream, &body, "\"v1\""));
    let house = House::with(&server).stopped().started();
    house.arrives(1, &server.url("/x"));
    house.wait_for(1, MediaState::Kept);
    house.names(2, &server.url("/x"));
    house.fetcher().missed();
    house.wait_for(2, MediaState::Kept);
    assert_eq!(house.bytes_of(2), file);
}
