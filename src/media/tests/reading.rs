//! Reading what is still arriving: at once what is here, a jump to what is not, and no queueing behind others.

use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};

use super::*;
use crate::media::MediaReader;

/// Reads until there are so many bytes, as a player would.
fn read(reader: &mut MediaReader, len: usize) -> Vec<u8> {
    let end = Instant::now() + PATIENCE;
    let (mut bytes, mut block) = (Vec::new(), vec![0; 10_000]);
    while bytes.len() < len {
        let most = block.len().min(len - bytes.len());
        match reader.read(&mut block[..most]) {
            Ok(0) => break,
            Ok(read) => bytes.extend_from_slice(&block[..read]),
            Err(error) => assert_eq!(error.kind(), ErrorKind::WouldBlock, "{error}"),
        }
        assert!(Instant::now() < end, "only {} of {len} bytes came", bytes.len());
    }
    bytes
}

/// Serves a file with ranges, but from byte 0 only so much until a gate opens.
fn gated(file: &[u8], first: usize) -> (Server, Arc<Gate>) {
    let gate = Arc::new(Gate::default());
    let (waits, file) = (Arc::clone(&gate), file.to_vec());
    let server = Server::start(move |_, asked, stream| {
        if asked.range().is_some_and(|range| range.0 > 0) {
            return serve_file(asked, stream, &file, "\"v1\"");
        }
        let total = file.len();
        let head =
            format!("ETag: \"v1\"\r\nContent-Range: bytes 0-{}/{total}\r\nContent-Length: {total}\r\n", total - 1);
        say(stream, "206 Partial Content", &head, &file[..first]);
        waits.pass();
        _ = stream.write_all(&file[first..]);
    });
    (server, gate)
}

#[test]
fn what_is_here_is_read_while_the_rest_arrives() {
    let file = noise(500_000);
    let (server, gate) = gated(&file, 100_000);
    let house = House::with(&server);
    house.names(1, &server.url("/x"));
    let mut reader = house.fetcher().open(Seq(1), RECORDING).unwrap();
    assert_eq!(reader.can_jump(), None);
    assert_eq!(read(&mut reader, 100_000), file[..100_000]);
    assert_eq!((reader.total_bytes(), reader.can_jump(), reader.is_settled()), (Some(500_000), Some(true), false));
    assert_eq!((reader.ready_bytes(0), reader.ready_bytes(100_000)), (100_000, 0));
    let began = Instant::now();
    assert_eq!(reader.read(&mut [0; 10]).unwrap_err().kind(), ErrorKind::WouldBlock);
    assert!(began.elapsed() >= Duration::from_millis(90) && began.elapsed() < Duration::from_secs(2));
    gate.open();
    assert_eq!(read(&mut reader, 400_001), file[100_000..]);
    house.wait_for(1, MediaState::Kept);
    assert_eq!((reader.is_settled(), reader.read(&mut [0; 10]).unwrap()), (true, 0));
    assert_eq!(reader.seek(SeekFrom::End(-10)).unwrap(), 499_990);
    assert_eq!(read(&mut reader, 100), file[499_990..]);
}

#[test]
fn a_seek_into_what_is_missing_jumps_there_and_the_hole_is_filled_later() {
    let file = noise(2_000_000);
    let (server, gate) = gated(&file, 50_000);
    let house = House::with(&server);
    house.names(1, &server.url("/x"));
    let mut reader = house.fetcher().open(Seq(1), RECORDING).unwrap();
    read(&mut reader, 50_000);
    reader.seek(SeekFrom::Start(1_500_000)).unwrap();
    let began = Instant::now();
    assert_eq!(read(&mut reader, 1_000), file[1_500_000..1_501_000]);
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    house.wait_for(1, MediaState::Kept);
    assert_eq!(house.bytes_of(1), file);
    let ranges: Vec<_> = server.asked().iter().filter_map(Asked::range).collect();
    assert_eq!(ranges, [(0, None), (1_500_000, None), (50_000, Some(1_500_000))]);
    gate.open();
}

#[test]
fn two_readers_have_places_of_their_own() {
    let file = noise(2_000_000);
    let (server, _gate) = gated(&file, 50_000);
    let house = House::with(&server);
    house.names(1, &server.url("/x"));
    let mut first = house.fetcher().open(Seq(1), RECORDING).unwrap();
    let mut second = house.fetcher().open(Seq(1), RECORDING).unwrap();
    assert_eq!(read(&mut first, 1_000), file[..1_000]);
    second.seek(SeekFrom::Start(1_900_000)).unwrap();
    assert_eq!(read(&mut second, 100_000), file[1_900_000..]);
    assert!(read(&mut first, 1_999_000) == file[1_000..]);
}

#[test]
fn without_ranges_a_seek_waits_for_the_bytes() {
    let file = noise(600_000);
    let gate = Arc::new(Gate::default());
    let (waits, body) = (Arc::clone(&gate), file.clone());
    let server = Server::start(move |_, _, stream| {
        say(stream, "200 OK", "Content-Length: 600000\r\n", &body[..50_000]);
        waits.pass();
        _ = stream.write_all(&body[50_000..]);
    });
    let house = House::with(&server);
    house.names(1, &server.url("/x"));
    let mut reader = house.fetcher().open(Seq(1), RECORDING).unwrap();
    read(&mut reader, 1_000);
    assert_eq!(reader.can_jump(), Some(false));
    reader.seek(SeekFrom::Start(500_000)).unwrap();
    assert_eq!(reader.read(&mut [0; 10]).unwrap_err().kind(), ErrorKind::WouldBlock);
    gate.open();
    assert_eq!(read(&mut reader, 100_000), file[500_000..]);
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn what_is_played_never_waits_behind_others() {
    let gate = Arc::new(Gate::default());
    let (waits, file) = (Arc::clone(&gate), noise(100_000));
    let body = file.clone();
    let server = Server::start(move |_, asked, stream| {
        if asked.line.contains("/slow") {
            say(stream, "200 OK", "Content-Length: 1000\r\n", b"x");
            return waits.pass();
        }
        serve_file(asked, stream, &body, "\"v1\"");
    });
    let house = House::with(&server);
    for seq in 1..=20 {
        house.arrives(seq, &server.url("/slow"));
    }
    let end = Instant::now() + PATIENCE;
    while server.asked().len() < 3 {
        assert!(Instant::now() < end);
        std::thread::yield_now();
    }
    house.names(99, &server.url("/played"));
    let began = Instant::now();
    let mut reader = house.fetcher().open(Seq(99), RECORDING).unwrap();
    assert_eq!(read(&mut reader, 100_000), file);
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    gate.open();
}

#[test]
fn a_reader_waits_with_the_file_for_the_next_try() {
    let server = Server::start(|number, asked, stream| {
        if number < 3 { say_whole(stream, "404 Not Found", b"") } else { serve_file(asked, stream, b"OggS", "\"v1\"") }
    });
    let house = House::with(&server);
    house.names(1, &server.url("/x"));
    let mut reader = house.fetcher().open(Seq(1), RECORDING).unwrap();
    assert_eq!(read(&mut reader, 4), b"OggS");
}

#[test]
fn a_reader_learns_why_bytes_will_never_come() {
    let body = noise(80_000);
    let server = Server::start(move |_, asked, stream| {
        let from = asked.range().unwrap().0 as usize;
        let head = format!(
            "ETag: \"a\"\r\nContent-Range: bytes {from}-99999/100000\r\nContent-Length: {}\r\n",
            100_000 - from
        );
        say(stream, "206 Partial Content", &head, &body[from..]);
    });
    let house = House::with(&server);
    house.names(1, &server.url("/x"));
    let mut reader = house.fetcher().open(Seq(1), RECORDING).unwrap();
    read(&mut reader, 80_000);
    house.wait_for(1, MediaState::Damaged);
    let error = reader.read(&mut [0; 10]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedEof);
    assert!(error.to_string().contains("missing"), "{error}");
}

#[test]
fn a_reader_never_reads_two_versions_as_one() {
    let (old, new) = (noise(300_000), noise(300_001)[1..].to_vec());
    let gate = Arc::new(Gate::default());
    let waits = Arc::clone(&gate);
    let server = Server::start(move |number, asked, stream| {
        if number == 0 {
            say(stream, "200 OK", "ETag: \"v1\"\r\nContent-Length: 300000\r\n", &old[..100_000]);
            return waits.pass();
        }
        serve_file(asked, stream, &new, "\"v2\"");
    });
    let house = House::with(&server);
    house.names(1, &server.url("/x"));
    let mut reader = house.fetcher().open(Seq(1), RECORDING).unwrap();
    read(&mut reader, 100_000);
    gate.open();
    let end = Instant::now() + PATIENCE;
    let error = loop {
        match reader.read(&mut [0; 10]) {
            Err(error) if error.kind() != ErrorKind::WouldBlock => break error,
            other => assert!(Instant::now() < end && other.is_err(), "{other:?}"),
        }
    };
    assert!(error.to_string().contains("has changed"), "{error}");
    house.wait_for(1, MediaState::Kept);
    assert_eq!(read(&mut house.fetcher().open(Seq(1), RECORDING).unwrap(), 300_000).len(), 300_000);
}

#[test]
fn what_a_call_does_not_name_can_not_be_opened() {
    let house = House::new(hasty());
    assert_eq!(house.fetcher().open(Seq(1), RECORDING).unwrap_err(), "The call names no recording.");
}
