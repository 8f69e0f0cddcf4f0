//! What comes whole: with and without ranges, lengths and versions, broken and resumed, at the first try or later.

use std::io::Write;

use super::*;

#[test]
fn a_file_is_fetched_on_arrival_and_checksummed() {
    let file = noise(300_000);
    let server = file_server(&file);
    let house = House::with(&server);
    let events = house.subscribe();
    house.arrives(1, &server.url("/a%2Fb/c+d?sig=x%2By%20z&q=(1)"));
    let media = house.wait_for(1, MediaState::Kept);
    assert_eq!(house.bytes_of(1), file);
    assert_eq!(media.sha256, Some(sha256(&file)));
    assert_eq!((media.total_bytes, media.ranges.as_slice()), (Some(300_000), one(0..300_000).as_slice()));
    assert_eq!((media.why, media.tries, media.etag.as_deref()), (None, 0, Some("\"v1\"")));
    assert!(!house.part_of(1).exists());
    let asked = &server.asked()[0];
    assert_eq!(asked.line, "GET /a%2Fb/c+d?sig=x%2By%20z&q=(1) HTTP/1.1");
    assert_eq!(asked.header("range"), Some("bytes=0-"));
    assert_eq!(asked.header("if-range"), None);
    assert_eq!(asked.header("accept-encoding"), Some("identity"));
    assert_eq!(asked.header("accept"), Some("*/*"));
    assert_eq!(asked.header("user-agent"), Some(concat!("call-inbox/", env!("CARGO_PKG_VERSION"))));
    assert_eq!(asked.header("authorization"), None);
    let mut states = Vec::new();
    let end = Instant::now() + PATIENCE;
    while states.last() != Some(&MediaState::Kept) {
        assert!(Instant::now() < end, "{states:?}");
        if let Some(Event::MediaChanged(media)) = events.next() {
            states.push(media.state);
        }
    }
    assert_eq!((states.first(), states.last()), (Some(&MediaState::Waiting), Some(&MediaState::Kept)));
    assert!(states.len() <= 6, "progress is not told with every block: {states:?}");
}

#[test]
fn both_files_of_a_call_are_fetched() {
    let server = file_server(b"{\"turns\":[]}");
    let house = House::with(&server);
    house.put(Media::named(Seq(1), MediaKind::Transcript, server.url("/t")));
    house.arrives(1, &server.url("/r"));
    house.wait_for(1, MediaState::Kept);
    let end = Instant::now() + PATIENCE;
    while house.fetcher().path_of(Seq(1), MediaKind::Transcript).is_none() {
        assert!(Instant::now() < end);
        std::thread::yield_now();
    }
}

#[test]
fn a_server_without_ranges_and_lengths_is_fine() {
    let file = noise(200_000);
    let body = file.clone();
    let chunked = Server::start(move |_, _, stream| {
        say(stream, "200 OK", "Transfer-Encoding: chunked\r\n", b"");
        for chunk in body.chunks(7_000) {
            _ = write!(stream, "{:x}\r\n", chunk.len()).and_then(|()| stream.write_all(chunk));
            _ = stream.write_all(b"\r\n");
        }
        _ = stream.write_all(b"0\r\n\r\n");
    });
    let body = file.clone();
    let until_closed = Server::start(move |_, _, stream| say(stream, "200 OK", "", &body));
    for server in [chunked, until_closed] {
        let house = House::with(&server);
        house.arrives(1, &server.url("/x"));
        let media = house.wait_for(1, MediaState::Kept);
        assert_eq!((media.total_bytes, server.asked().len()), (Some(200_000), 1));
        assert_eq!(house.bytes_of(1), file);
    }
}

#[test]
fn parts_without_a_length_of_the_whole_come_to_an_end() {
    let file = noise(50_000);
    let body = file.clone();
    let server = Server::start(move |_, asked, stream| {
        let (from, to) = asked.range().unwrap();
        let (from, to) =
            (from as usize, to.map_or(body.len(), |to| to as usize).min(from as usize + 20_000).min(body.len()));
        if from >= body.len() {
            return say(stream, "416 No", "Content-Length: 0\r\n", b"");
        }
        let part = &body[from..to];
        let head = format!("Content-Range: bytes {from}-{}/*\r\nContent-Length: {}\r\n", to - 1, part.len());
        say(stream, "206 Partial Content", &head, part);
    });
    let house = House::with(&server);
    house.arrives(1, &server.url("/x"));
    assert_eq!(house.wait_for(1, MediaState::Kept).total_bytes, Some(50_000));
    assert_eq!(house.bytes_of(1), file);
}

#[test]
fn a_broken_fetch_goes_on_where_it_broke() {
    let file = noise(400_000);
    let body = file.clone();
    let server = Server::start(move |number, asked, stream| {
        if number == 0 {
            let head = format!("ETag: \"v1\"\r\nContent-Length: {}\r\n", body.len());
            return say(stream, "200 OK", &head, &body[..150_000]);
        }
        serve_file(asked, stream, &body, "\"v1\"");
    });
    let house = House::with(&server);
    house.arrives(1, &server.url("/x"));
    house.wait_for(1, MediaState::Kept);
    assert_eq!(house.bytes_of(1), file);
    let again = &server.asked()[1];
    assert_eq!((again.range(), again.header("if-range")), (Some((150_000, None)), Some("\"v1\"")));
}

#[test]
fn a_last_modified_date_and_an_overlap_do_where_there_is_no_tag() {
    let file = noise(100_000);
    for date in [Some("Last-Modified: Wed, 21 Oct 2026 07:28:00 GMT\r\n"), None] {
        let body = file.clone();
        let server = Server::start(move |number, asked, stream| {
            let from = asked.range().unwrap().0 as usize;
            let to = if number == 0 { 60_000 } else { body.len() };
            let range = format!("Content-Range: bytes {from}-{}/{}\r\n", body.len() - 1, body.len());
            let head = format!("{range}{}Content-Length: {}\r\n", date.unwrap_or_default(), body.len() - from);
            say(stream, "206 Partial Content", &head, &body[from..to]);
        });
        let house = House::with(&server);
        house.arrives(1, &server.url("/x"));
        house.wait_for(1, MediaState::Kept);
        assert_eq!(house.bytes_of(1), file);
        let again = &server.asked()[1];
        let expected = date.map(|_| "Wed, 21 Oct 2026 07:28:00 GMT");
        assert_eq!(again.header("if-range"), expected);
        assert_eq!(again.range().unwrap().0, if date.is_some() { 60_000 } else { 60_000 - 512 });
    }
}

#[test]
fn parts_of_different_versions_are_never_put_together() {
    let (old, new) = (noise(300_000), noise(300_001)[1..].to_vec());
    // One says so by its tag, one by a different length, one only by other bytes.
    for (etags, cut) in [(["\"v1\"", "\"v2\""], 0), (["", ""], 1_000), (["", ""], 0)] {
        let (before, after) = (old.clone(), new[..new.len() - cut].to_vec());
        let expected = after.clone();
        let server = Server::start(move |number, asked, stream| {
            let (file, etag) = if number == 0 { (&before, etags[0]) } else { (&after, etags[1]) };
            let is_current = asked.header("if-range").is_none_or(|version| version == etag);
            let tag = if etag.is_empty() { String::new() } else { format!("ETag: {etag}\r\n") };
            let from = if is_current { asked.range().unwrap().0 as usize } else { 0 };
            let sent = if number == 0 { &file[..100_000] } else { &file[from..] };
            let range = format!("Content-Range: bytes {from}-{}/{}\r\n", file.len() - 1, file.len());
            let head = format!("{tag}Content-Length: {}\r\n", file.len() - from);
            if is_current {
                say(stream, "206 Partial Content", &(range + &head), sent);
            } else {
                say(stream, "200 OK", &head, sent);
            }
        });
        let house = House::with(&server);
        house.arrives(1, &server.url("/x"));
        let media = house.wait_for(1, MediaState::Kept);
        assert!(house.bytes_of(1) == expected, "{etags:?} {cut}");
        assert_eq!(media.sha256, Some(sha256(&expected)));
    }
}

#[test]
fn what_is_not_there_yet_is_tried_again() {
    for status in ["403 Forbidden", "404 Not Found", "202 Accepted", "503 Busy", "429 Slow Down"] {
        let file = noise(1_000);
        let body = file.clone();
        let server = Server::start(move |number, asked, stream| match number {
            0 | 1 => say_whole(stream, status, b"not yet"),
            2 => say_whole(stream, "200 OK", b""),
            _ => serve_file(asked, stream, &body, "\"v1\""),
        });
        let house = House::with(&server);
        house.arrives(1, &server.url("/x"));
        house.wait_for(1, MediaState::Kept);
        assert_eq!((house.bytes_of(1), server.asked().len()), (file, 4));
        let waited: Vec<Media> =
            house.history(1).into_iter().filter(|media| media.tries > 0 && media.retry_at.is_some()).collect();
        assert_eq!(waited.len(), 3, "{status}");
        let why = waited[0].why.as_deref().unwrap();
        assert!(why.contains(&status[..3]) && why.ends_with('.'), "{why}");
        assert_eq!(waited[2].why.as_deref(), Some("The file is still empty at the server."));
    }
}

#[test]
fn a_redirect_is_followed_to_another_host_and_asked_anew_next_time() {
    let file = noise(200_000);
    let body = file.clone();
    let store = Server::start(move |number, asked, stream| {
        if number == 0 {
            return say(stream, "200 OK", "ETag: \"v1\"\r\nContent-Length: 200000\r\n", &body[..50_000]);
        }
        // The signed link of the second try has run out by then.
        if number == 1 {
            return say_whole(stream, "403 Forbidden", b"");
        }
        serve_file(asked, stream, &body, "\"v1\"");
    });
    let target = store.url("/signed?X=%2F");
    let server = Server::start(move |_, _, stream| {
        say(stream, "302 Found", &format!("Location: {target}\r\nContent-Length: 0\r\n"), b"");
    });
    let allowed_hosts = vec![server.address.to_string(), store.address.to_string()];
    let house = House::new(Policy { allowed_hosts, ..hasty() });
    house.arrives(1, &server.url("/x"));
    let media = house.wait_for(1, MediaState::Kept);
    assert_eq!(house.bytes_of(1), file);
    assert_eq!(media.uri, server.url("/x"), "the link as it was sent stays");
    assert_eq!(store.asked()[0].line, "GET /signed?X=%2F HTTP/1.1");
    assert_eq!((server.asked().len(), store.asked().len()), (2, 3));
}

#[test]
fn a_slow_drip_arrives() {
    let file = noise(3_000);
    let body = file.clone();
    let server = Server::start(move |_, _, stream| {
        say(stream, "200 OK", "Content-Length: 3000\r\n", b"");
        let (_never, wait) = std::sync::mpsc::sync_channel::<()>(1);
        for drop in body.chunks(100) {
            _ = wait.recv_timeout(Duration::from_millis(10));
            _ = stream.write_all(drop);
        }
    });
    let house = House::new(Policy {
        allowed_hosts: vec![server.address.to_string()],
        stall_after: Duration::from_millis(250),
        ..hasty()
    });
    house.arrives(1, &server.url("/x"));
    house.wait_for(1, MediaState::Kept);
    assert_eq!((house.bytes_of(1), server.asked().len()), (file, 1));
}

#[test]
fn a_stalled_server_is_left_and_asked_again() {
    let file = noise(100_000);
    let body = file.clone();
    let gate = Arc::new(Gate::default());
    let stays = Arc::clone(&gate);
    let server = Server::start(move |number, asked, stream| {
        if number == 0 {
            say(stream, "200 OK", "ETag: \"v1\"\r\nContent-Length: 100000\r\n", &body[..30_000]);
            return stays.pass();
        }
        serve_file(asked, stream, &body, "\"v1\"");
    });
    let house = House::new(Policy {
        allowed_hosts: vec![server.address.to_string()],
        stall_after: Duration::from_millis(150),
        ..hasty()
    });
    house.arrives(1, &server.url("/x"));
    house.wait_for(1, MediaState::Kept);
    gate.open();
    assert_eq!(house.bytes_of(1), file);
    assert_eq!(server.asked()[1].range(), Some((30_000, None)));
}

/// How much memory this process takes, in bytes.
#[cfg(target_os = "linux")]
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1_024
}

#[test]
#[cfg(target_os = "linux")]
fn a_large_file_takes_no_memory() {
    const LEN: usize = 96 * 1024 * 1024;
    let server = Server::start(|_, _, stream| {
        let block = noise(64 * 1024);
        say(stream, "200 OK", &format!("Content-Length: {LEN}\r\n"), b"");
        for _ in 0..LEN / block.len() {
            _ = stream.write_all(&block);
        }
    });
    let house = House::with(&server);
    let before = memory();
    house.arrives(1, &server.url("/x"));
    let mut most = before;
    house.wait(1, "a large file", |media| {
        most = most.max(memory());
        media.state == MediaState::Kept
    });
    assert!(most < before + 24 * 1024 * 1024, "{} KB more", (most - before) / 1024);
}

#[test]
fn an_answer_in_gzip_is_kept_as_it_is() {
    let zipped = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3];
    let server = Server::start(move |_, _, stream| {
        let head = format!("Content-Encoding: gzip\r\nContent-Length: {}\r\n", zipped.len());
        say(stream, "200 OK", &head, &zipped);
    });
    let house = House::with(&server);
    house.arrives(1, &server.url("/x"));
    house.wait_for(1, MediaState::Kept);
    assert_eq!(house.bytes_of(1), zipped);
}
