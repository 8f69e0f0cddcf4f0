//! What does not come: each in its own state, with its own sentence.

use std::io::Write;

use super::*;

/// What becomes of a file if every answer is that one.
fn outcome(status: &'static str, headers: &'static str, body: &'static [u8]) -> (Media, usize) {
    let server = Server::start(move |_, _, stream| {
        say(stream, status, &format!("{headers}Content-Length: {}\r\n", body.len()), body);
    });
    outcome_at(&server, "/x")
}

fn outcome_at(server: &Server, path: &str) -> (Media, usize) {
    let house = House::with(server);
    house.arrives(1, &server.url(path));
    let media = house.wait_settled(1);
    assert!(media.why.as_ref().unwrap().ends_with('.'), "{media:?}");
    assert_eq!(media.retry_at, None);
    (media, server.asked().len())
}

#[test]
fn what_never_comes_is_missing_after_all_tries() {
    for (status, says) in [
        ("404 Not Found", "does not have the file"),
        ("403 Forbidden", "keeps the file to itself"),
        ("202 Accepted", "not ready yet"),
        ("500 Oops", "trouble of its own"),
        ("429 Slow", "less often"),
        ("418 Teapot", "does not give the file away: 418"),
        ("302 Found", "without saying where to"),
    ] {
        let (media, asked) = outcome(status, "", b"x");
        assert_eq!((media.state, media.tries, asked), (MediaState::Missing, 7, 7), "{status}");
        let why = media.why.unwrap();
        assert!(why.contains(says) && why.ends_with("It was tried 7 times."), "{why}");
    }
    let (media, _) = outcome("200 OK", "", b"");
    assert_eq!(media.state, MediaState::Missing);
    let (media, asked) = outcome("410 Gone", "", b"");
    assert_eq!((media.state, asked), (MediaState::Missing, 1));
}

#[test]
fn a_login_is_not_tried_twice() {
    for status in ["401 Unauthorized", "407 Proxy"] {
        let (media, asked) = outcome(status, "WWW-Authenticate: Basic\r\n", b"");
        assert_eq!((media.state, media.cause, asked), (MediaState::Refused, Some(MediaCause::Other), 1));
        assert!(media.why.unwrap().contains("login"));
    }
}

#[test]
fn a_web_page_is_no_recording() {
    let (media, asked) = outcome("200 OK", "Content-Type: audio/ogg\r\n", b"\n<!DOCTYPE html><title>Sign in</title>");
    assert_eq!((media.state, asked), (MediaState::Refused, 7));
    assert!(media.why.unwrap().contains("a web page instead of the recording"));
    let (media, _) = outcome("200 OK", "", b"<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code></Error>");
    assert_eq!(media.state, MediaState::Missing);
    assert!(media.why.unwrap().contains("NoSuchKey"));
}

#[test]
fn a_link_that_has_run_out_is_told_from_one_that_has_not() {
    let expired = b"<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>";
    let (media, asked) = outcome("403 Forbidden", "", expired);
    assert_eq!((media.state, asked), (MediaState::Expired, 1));
    let server = Server::start(|_, _, stream| say_whole(stream, "403 Forbidden", b""));
    let (media, asked) = outcome_at(&server, "/x?X-Amz-Date=20251231T000000Z&X-Amz-Expires=3600");
    assert_eq!((media.state, asked), (MediaState::Expired, 1), "tried once even so");
    assert_eq!(media.expires_at, Some(UnixMillis(NOW - 23 * 3_600_000)));
    let server = Server::start(|_, _, stream| say_whole(stream, "403 Forbidden", b""));
    let (media, asked) = outcome_at(&server, "/x?X-Amz-Date=20260101T000000Z&X-Amz-Expires=3600");
    assert_eq!((media.state, asked), (MediaState::Missing, 7));
    assert_eq!(media.expires_at, Some(UnixMillis(NOW + 3_600_000)));
}

#[test]
fn a_link_past_its_end_is_fetched_if_the_server_still_gives() {
    let server = file_server(b"OggS");
    let house = House::with(&server);
    house.arrives(1, &server.url("/x?exp=1700000000"));
    assert_eq!(house.wait_for(1, MediaState::Kept).expires_at, Some(UnixMillis(1_700_000_000_000)));
    assert_eq!(house.history(1)[0].expires_at, Some(UnixMillis(1_700_000_000_000)), "known at once");
}

#[test]
fn what_is_too_large_is_refused_before_it_comes() {
    let policy =
        |server: &Server| Policy { allowed_hosts: vec![server.address.to_string()], max_file_bytes: 50_000, ..hasty() };
    let server = file_server(&noise(60_000));
    let house = House::new(policy(&server));
    house.arrives(1, &server.url("/x"));
    let media = house.wait_for(1, MediaState::Refused);
    assert_eq!(media.cause, Some(MediaCause::TooLarge(Some(60_000))));
    assert!(!house.part_of(1).exists());
    let body = noise(60_000);
    let server = Server::start(move |_, _, stream| say(stream, "200 OK", "", &body));
    let house = House::new(policy(&server));
    house.arrives(1, &server.url("/x"));
    let media = house.wait_for(1, MediaState::Refused);
    assert_eq!((media.cause, media.ranges.len()), (Some(MediaCause::TooLarge(None)), 0));
    assert!(!house.part_of(1).exists());
}

#[test]
fn a_server_that_keeps_ending_too_early_leaves_what_it_gave() {
    let file = noise(80_000);
    let body = file.clone();
    // Promises 100 000 bytes, with ranges or without, and has 80 000.
    for has_ranges in [true, false] {
        let body = body.clone();
        let server = Server::start(move |_, asked, stream| {
            let from = asked.range().map_or(0, |range| range.0 as usize);
            if has_ranges && from > 0 {
                let head = format!(
                    "ETag: \"a\"\r\nContent-Range: bytes {from}-99999/100000\r\nContent-Length: {}\r\n",
                    100_000 - from
                );
                return say(stream, "206 Partial Content", &head, &body[from..]);
            }
            say(stream, "200 OK", "ETag: \"a\"\r\nContent-Length: 100000\r\n", &body);
        });
        let house = House::with(&server);
        house.arrives(1, &server.url("/x"));
        let media = house.wait_settled(1);
        assert_eq!((media.state, media.total_bytes), (MediaState::Damaged, Some(100_000)));
        assert_eq!(media.ranges, one(0..80_000));
        assert_eq!(house.bytes_of(1), file);
        let why = media.why.unwrap();
        assert!(why.contains("20.0 KB of 100.0 KB are missing"), "{why}");
        assert!(server.asked().len() <= 5);
    }
}

#[test]
fn a_server_that_gives_a_quarter_of_the_rest_each_time_gives_all_of_it_in_the_end() {
    let file = noise(2_000);
    let body = file.clone();
    let server = Server::start(move |_, asked, stream| {
        let from = asked.range().map_or(0, |range| range.0 as usize);
        let (rest, last) = (body.len() - from, body.len() - 1);
        let head = format!("ETag: \"a\"\r\nContent-Range: bytes {from}-{last}/2000\r\nContent-Length: {rest}\r\n");
        say(stream, "206 Partial Content", &head, &body[from..from + rest.div_ceil(4)]);
    });
    let house = House::with(&server);
    house.arrives(1, &server.url("/x"));
    assert_eq!(house.wait_settled(1).state, MediaState::Kept);
    assert_eq!(house.bytes_of(1), file);
}

#[test]
fn a_length_that_was_wrong_is_put_right_by_the_server() {
    let file = noise(80_000);
    let body = file.clone();
    let server = Server::start(move |number, asked, stream| {
        if number == 0 {
            return say(stream, "200 OK", "ETag: \"a\"\r\nContent-Length: 100000\r\n", &body);
        }
        serve_file(asked, stream, &body, "\"a\"");
    });
    let house = House::with(&server);
    house.arrives(1, &server.url("/x"));
    let media = house.wait_for(1, MediaState::Kept);
    assert_eq!((media.total_bytes, house.bytes_of(1)), (Some(80_000), file));
}

#[test]
fn nobody_there_no_such_host_and_no_network_differ() {
    let house = House::new(Policy { allowed_hosts: vec![String::from("127.0.0.1")], ..hasty() });
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    house.arrives(1, &format!("http://{free}/x"));
    house.arrives(2, "http://nowhere.example/x");
    let nobody = house.wait_settled(1);
    assert_eq!((nobody.state, nobody.tries), (MediaState::Missing, 7));
    assert!(nobody.why.unwrap().contains("Nothing answers at 127.0.0.1"));
    let unknown = house.wait_settled(2);
    assert_eq!(unknown.state, MediaState::Missing);
    assert!(unknown.why.unwrap().contains("no host named nowhere.example"));
}

#[test]
fn without_a_network_it_waits_and_goes_on_as_soon_as_there_is_one() {
    let server = file_server(b"OggS");
    let mut policy = hasty();
    policy.retry_after = [5, 5, 5].map(Duration::from_millis).to_vec();
    policy.allowed_hosts = vec![String::from("files.local")];
    let house = House::new(policy);
    house.names.names.lock().unwrap().insert(String::from("files.local"), vec![server.address.ip()]);
    house.names.is_offline.store(true, Ordering::Release);
    house.arrives(1, &format!("http://files.local:{}/x", server.address.port()));
    // More often than the schedule has steps.
    let end = Instant::now() + PATIENCE;
    while house.names.asked.lock().unwrap().len() < 10 {
        assert!(Instant::now() < end);
        std::thread::yield_now();
    }
    let media = house.wait_for(1, MediaState::Waiting);
    assert_eq!(media.tries, 0);
    house.wait(1, "the sentence", |media| media.why.as_ref().is_some_and(|why| why.contains("offline")));
    house.names.is_offline.store(false, Ordering::Release);
    house.wait_for(1, MediaState::Kept);
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_said_and_nothing_is_lost() {
    let file = noise(10_000);
    let server = file_server(&file);
    let house = House::with(&server);
    let part = house.part_of(1);
    std::fs::create_dir_all(part.parent().unwrap()).unwrap();
    std::os::unix::fs::symlink("/dev/full", &part).unwrap();
    house.arrives(1, &server.url("/x"));
    house.wait(1, "a full disk", |media| {
        media.state == MediaState::Waiting && media.why.as_ref().is_some_and(|why| why.contains("The disk is full"))
    });
    std::fs::remove_file(&part).unwrap();
    house.wait_for(1, MediaState::Kept);
    assert_eq!(house.bytes_of(1), file);
}

#[test]
fn an_answer_that_is_no_http_is_said_so() {
    let server = Server::start(|_, _, stream| _ = stream.write_all(b"SSH-2.0-hello\r\n\r\n"));
    let (media, _) = outcome_at(&server, "/x");
    assert_eq!(media.state, MediaState::Missing);
    let server = Server::start(|_, _, _| ());
    let (media, _) = outcome_at(&server, "/x");
    assert!(media.why.unwrap().contains("closed the connection without an answer"));
}

#[test]
fn a_server_that_speaks_no_tls_is_said_so() {
    let plain = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = plain.local_addr().unwrap();
    let answer = move || {
        let mut held = Vec::new();
        for stream in plain.incoming().take(7).flatten() {
            held.push(stream);
            say_whole(held.last_mut().unwrap(), "400 Bad Request", b"");
        }
    };
    let server = std::thread::Builder::new().name(String::from("plain")).spawn(answer).unwrap();
    let house = House::new(Policy { allowed_hosts: vec![address.to_string()], ..hasty() });
    house.arrives(1, &format!("https://{address}/x"));
    let media = house.wait_settled(1);
    server.join().unwrap();
    assert_eq!(media.state, MediaState::Missing);
    assert!(media.why.as_ref().unwrap().contains("No secure connection to 127.0.0.1"), "{media:?}");
}

#[test]
fn a_person_can_have_it_tried_again_or_left() {
    let gate = Arc::new(Gate::default());
    let waits = Arc::clone(&gate);
    let body = noise(100_000);
    let file = body.clone();
    let server = Server::start(move |number, asked, stream| match number {
        0 => say_whole(stream, "410 Gone", b""),
        1 => {
            say(stream, "200 OK", "ETag: \"v1\"\r\nContent-Length: 100000\r\n", &body[..40_000]);
            waits.pass();
        }
        _ => serve_file(asked, stream, &body, "\"v1\""),
    });
    let house = House::with(&server);
    house.arrives(1, &server.url("/x"));
    house.wait_for(1, MediaState::Missing);
    house.fetcher().command(MediaCommand::FetchAgain { seq: Seq(1), kind: RECORDING });
    let reader = {
        let end = Instant::now() + PATIENCE;
        loop {
            match house.fetcher().open(Seq(1), RECORDING) {
                Ok(reader) => break reader,
                Err(_) => assert!(Instant::now() < end),
            }
        }
    };
    let end = Instant::now() + PATIENCE;
    while reader.ready_bytes(0) < 40_000 {
        assert!(Instant::now() < end);
        std::thread::yield_now();
    }
    drop(reader);
    house.fetcher().command(MediaCommand::StopFetching { seq: Seq(1), kind: RECORDING });
    let left = house.wait_for(1, MediaState::Refused);
    assert_eq!((left.ranges, left.cause), (one(0..40_000), Some(MediaCause::Other)));
    assert!(left.why.unwrap().contains("stopped"));
    gate.open();
    house.fetcher().command(MediaCommand::FetchAgain { seq: Seq(1), kind: RECORDING });
    house.wait_for(1, MediaState::Kept);
    assert_eq!(house.bytes_of(1), file);
    assert_eq!(server.asked()[2].range(), Some((40_000, None)));
}
