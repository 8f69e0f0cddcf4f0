//! What hostile and broken senders do, each with the answer it gets; and an honest one after it, who is answered as ever.

#![expect(clippy::unwrap_used, reason = "a test may fail here")]

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use call_inbox::bus::{Bus, Event, ListenerState};
use call_inbox::call::{DeliveryId, Disposition, NewDelivery, Receipt, UnixMillis, Verdict};
use call_inbox::webhook::{KeepDone, Ledger, Limits, Listener, ListenerConfig, Terms};

use crate::support::program::{DEADLINE, Served, folder, post, program};

/// How long an honest sender may wait beside hostile ones. On a machine of its own it waits a few milliseconds.
const HONEST_WAIT: Duration = Duration::from_secs(5);

/// Deliveries a test may leave unread.
const NOTES: usize = 4_096;

struct Notes {
    kept: Mutex<SyncSender<NewDelivery>>,
    last: AtomicI64,
}

impl Ledger for Notes {
    fn keep(&self, delivery: NewDelivery, done: KeepDone) {
        _ = self.kept.lock().unwrap().try_send(delivery);
        let delivery = DeliveryId(self.last.fetch_add(1, Ordering::Relaxed));
        done(Ok(Receipt { delivery, call: None, verdict: Verdict::New }));
    }

    fn answered(&self, _delivery: DeliveryId, _took: Duration) {}
}

struct Up {
    _listener: Listener,
    address: SocketAddr,
    kept: Receiver<NewDelivery>,
}

fn up(limits: Limits) -> Up {
    let (kept_in, kept) = sync_channel(NOTES);
    let bus = Bus::default();
    let (wake, woken) = sync_channel(1);
    let subscriber = bus.subscribe(Arc::new(move || _ = wake.try_send(())));
    let ledger = Arc::new(Notes { kept: Mutex::new(kept_in), last: AtomicI64::new(1) });
    let config = ListenerConfig { address: "127.0.0.1:0".parse().unwrap(), terms: Terms::default(), limits };
    let listener = Listener::start(config, ledger, Arc::new(|| UnixMillis(0)), bus);
    let address = loop {
        match subscriber.next() {
            Some(Event::ListenerChanged(ListenerState::Listening { address })) => break address,
            Some(_) => {}
            None => woken.recv_timeout(DEADLINE).unwrap(),
        }
    };
    Up { _listener: listener, address, kept }
}

impl Up {
    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        stream.set_write_timeout(Some(DEADLINE)).unwrap();
        stream
    }

    /// All that is answered to these bytes until the connection is closed; what is not taken any more is not sent.
    fn say(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// An honest sender is answered 200, and soon.
    fn assert_honest(&self, beside: &str) {
        let began = Instant::now();
        assert_eq!(post(self.address, br#"{"callId":"honest"}"#).unwrap().status, 200, "beside {beside}");
        assert!(began.elapsed() < HONEST_WAIT, "{:?} beside {beside}", began.elapsed());
    }
}

const START: &str = "POST /webhook/call-completed HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

/// Limits under which a test is over soon.
fn short() -> Limits {
    let moment = Duration::from_millis(400);
    Limits { head_time: moment, body_time: moment, idle_time: moment, answer_time: moment, ..Limits::default() }
}

#[test]
fn each_abuse_has_its_answer_and_harms_nobody() {
    let up = up(Limits { body_bytes: 10_000, ..short() });
    let many = "X-Filler: y\r\n".repeat(200);
    let long = "x".repeat(40_000);
    let cases: Vec<(&str, String, &[u16])> = vec![
        ("a terabyte declared", format!("{START}Content-Length: 1099511627776\r\n\r\n{{}}"), &[413]),
        ("a length no number holds", format!("{START}Content-Length: {}\r\n\r\n", "9".repeat(40)), &[413]),
        ("one byte over the limit", format!("{START}Content-Length: 10001\r\n\r\n"), &[413]),
        ("a chunk over the limit", format!("{START}Transfer-Encoding: chunked\r\n\r\nffffffff\r\n"), &[413]),
        ("an endless header line", format!("{START}X-Long: {long}"), &[431]),
        ("an endless request line", format!("POST /{long}"), &[431]),
        ("two hundred header lines", format!("{START}{many}Content-Length: 2\r\n\r\n{{}}"), &[431]),
        ("a bare line feed", String::from("POST /webhook/call-completed HTTP/1.1\nHost: localhost\n\n"), &[400]),
        ("a bare carriage return", format!("{START}X: a\rY: b\r\n\r\n"), &[400]),
        ("a folded header", format!("{START}X: a\r\n b\r\nContent-Length: 2\r\n\r\n{{}}"), &[400]),
        ("a NUL in a header", format!("{START}X: a\0b\r\n\r\n"), &[400]),
        ("a letter outside ASCII in a name", format!("{START}Näme: a\r\n\r\n"), &[400]),
        ("a letter outside ASCII in a value", closing("X-Name: Zoë", "{}"), &[200]),
        ("a space before the colon", format!("{START}Content-Length : 2\r\n\r\n{{}}"), &[400]),
        ("no colon", format!("{START}nonsense\r\n\r\n"), &[400]),
        (
            "length and chunks",
            format!("{START}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            &[400],
        ),
        (
            "chunks and length",
            format!("{START}Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n"),
            &[400],
        ),
        ("two lengths", format!("{START}Content-Length: 2\r\nContent-Length: 5\r\n\r\n{{}}"), &[400]),
        ("the same length twice", format!("{START}Content-Length: 2\r\nContent-Length: 2\r\n\r\n{{}}"), &[400]),
        ("a list of lengths", format!("{START}Content-Length: 2, 2\r\n\r\n{{}}"), &[400]),
        ("a signed length", format!("{START}Content-Length: +2\r\n\r\n{{}}"), &[400]),
        ("a negative length", format!("{START}Content-Length: -1\r\n\r\n"), &[400]),
        (
            "chunked twice",
            format!("{START}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            &[400],
        ),
        ("chunked in a list", format!("{START}Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"), &[400]),
        ("chunked and another", format!("{START}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"), &[400]),
        ("almost chunked", format!("{START}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"), &[400]),
        ("chunked with a vertical tab", format!("{START}Transfer-Encoding: \u{b}chunked\r\n\r\n0\r\n\r\n"), &[400]),
        ("chunked in HTTP/1.0", START.replace("1.1", "1.0") + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", &[400]),
        ("a chunk size that is none", format!("{START}Transfer-Encoding: chunked\r\n\r\nxyz\r\n"), &[400]),
        ("a chunk size with a sign", format!("{START}Transfer-Encoding: chunked\r\n\r\n+2\r\n{{}}\r\n"), &[400]),
        ("a chunk size in 0x", format!("{START}Transfer-Encoding: chunked\r\n\r\n0x2\r\n{{}}\r\n"), &[400]),
        ("a chunk longer than its size", format!("{START}Transfer-Encoding: chunked\r\n\r\n2\r\n{{}}{{}}\r\n"), &[400]),
        ("a chunk ended by a bare line feed", format!("{START}Transfer-Encoding: chunked\r\n\r\n2\n{{}}\r\n"), &[400]),
        ("an endless chunk extension", format!("{START}Transfer-Encoding: chunked\r\n\r\n2;{long}"), &[400]),
        ("an endless trailer", format!("{START}Transfer-Encoding: chunked\r\n\r\n0\r\nX: {long}"), &[400]),
        ("two hosts", format!("{START}Host: other\r\n\r\n"), &[400]),
        ("no host", String::from("GET /webhook/call-completed HTTP/1.1\r\n\r\n"), &[400]),
        ("an expectation nobody meets", format!("{START}Expect: 200-ok\r\nContent-Length: 2\r\n\r\n{{}}"), &[417]),
        ("HTTP/2 without asking", String::from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), &[505]),
        ("HTTP/0.9", String::from("GET /webhook/call-completed\r\n\r\n"), &[400]),
        ("a TLS handshake", String::from("\u{16}\u{3}\u{1}\u{2}"), &[400]),
        (
            "a proxy's CONNECT",
            String::from("CONNECT localhost:22 HTTP/1.1\r\nHost: localhost:22\r\nConnection: close\r\n\r\n"),
            &[404],
        ),
        ("a smuggled second request", smuggled(), &[400]),
        ("a head that never ends", String::from("POST /webhook/call-completed HTTP/1.1\r\nHo"), &[408]),
        ("a body that never ends", format!("{START}Content-Length: 20\r\n\r\n{{}}"), &[408]),
        ("a chunk that never ends", format!("{START}Transfer-Encoding: chunked\r\n\r\n5\r\n{{}}"), &[408]),
        ("silence", String::new(), &[]),
        ("empty lines", "\r\n".repeat(100), &[]),
        ("not JSON at all", closing("X: y", &"[".repeat(9_000)), &[400]),
    ];
    for (what, bytes, wanted) in &cases {
        let answer = up.say(bytes.as_bytes());
        let statuses: Vec<u16> = answer.split("HTTP/1.1 ").filter_map(|answer| answer.get(..3)?.parse().ok()).collect();
        assert_eq!(statuses, *wanted, "{what}: {answer}");
        for refusal in answer.split("\r\n\r\n").skip(1).filter(|_| wanted.iter().any(|status| *status >= 400)) {
            assert!(refusal.starts_with(r#"{"received":false,"reason":""#), "{what}: {answer}");
        }
        up.assert_honest(what);
    }
    let admitted = up.kept.try_iter().filter(|kept| matches!(kept.disposition, Disposition::Admitted(_))).count();
    assert_eq!(admitted, cases.len() + 1, "the honest ones, and the one with a name that is only unusual");
}

fn closing(header: &str, body: &str) -> String {
    let length = body.len();
    format!("{START}{header}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}")
}

/// To a reader that goes by the length one request, to one that goes by the chunks two.
fn smuggled() -> String {
    let inner = closing("X: smuggled", r#"{"callId":"smuggled"}"#);
    let body = format!("0\r\n\r\n{inner}");
    format!("{START}Content-Length: {}\r\nTransfer-Encoding: chunked\r\n\r\n{body}", body.len())
}

#[test]
fn silent_and_slow_connections_by_the_hundred_keep_nobody_out() {
    let up = up(Limits { connections: 100, ..Limits::default() });
    let threads_before = threads();
    let beginnings = ["", "P", START, &format!("{START}Content-Length: 4000\r\n\r\n{{")];
    let held: Vec<TcpStream> = (0..400)
        .map(|number| {
            let mut stream = up.connect();
            _ = stream.write_all(beginnings[number % beginnings.len()].as_bytes());
            stream
        })
        .collect();
    for _ in 0..20 {
        up.assert_honest("four hundred that say nothing");
    }
    // A thread for each connection to the server behind the door, of which there are few; not one for each sender.
    assert!(threads() < threads_before + 40, "{} threads, {threads_before} before", threads());
    drop(held);
    up.assert_honest("four hundred that leave at once");
}

fn threads() -> usize {
    std::fs::read_dir("/proc/self/task").map_or(0, Iterator::count)
}

#[test]
fn who_sends_and_never_reads_is_not_listened_to_for_ever() {
    let up = up(short());
    let ask = b"GET /webhook/call-completed HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(1_000);
    let mut greedy = up.connect();
    let mut sent = 0;
    // Once nothing more is taken off it, it is let go after the time for reading an answer.
    let end = loop {
        match greedy.write(&ask) {
            Ok(written) => sent += written,
            Err(error) => break error.kind(),
        }
        assert!(sent < 256 << 20, "it takes all that is sent");
    };
    assert!(matches!(end, ErrorKind::ConnectionReset | ErrorKind::BrokenPipe), "{end:?} after {sent} bytes");
    up.assert_honest("one that sends and never reads");
}

#[test]
fn what_is_broken_off_is_noted_as_far_as_it_came() {
    let up = up(Limits::default());
    for (what, bytes) in [
        ("a body", format!("{START}Content-Length: 4000\r\n\r\n{{\"callId\":\"half")),
        ("a chunk", format!("{START}Transfer-Encoding: chunked\r\n\r\nff\r\n{{\"callId\":\"half")),
    ] {
        let mut stream = up.connect();
        stream.write_all(bytes.as_bytes()).unwrap();
        drop(stream);
        let noted = up.kept.recv_timeout(DEADLINE).unwrap();
        assert!(matches!(noted.disposition, Disposition::Refused { status: 400, .. }), "{what}: {noted:?}");
        assert_eq!(noted.body, br#"{"callId":"half"#, "{what}");
        up.assert_honest(what);
        _ = up.kept.recv_timeout(DEADLINE).unwrap();
    }
    drop(up.connect());
    let mut early = up.connect();
    early.write_all(b"POST /webh").unwrap();
    drop(early);
    up.assert_honest("connections that say nothing of use");
    assert!(matches!(up.kept.recv_timeout(DEADLINE).unwrap().disposition, Disposition::Admitted(_)));
}

#[cfg(unix)]
#[test]
fn a_server_that_died_behind_the_door_is_started_again_at_the_same_address() {
    let (folder, session) = (folder(), folder());
    let mut command = program(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
    command.env("XDG_RUNTIME_DIR", session.path());
    let served = Served::launch(&mut command);
    assert_eq!(served.post(br#"{"callId":"before"}"#).status, 200);
    let before = door_of(session.path()).expect("the server has a private socket");
    std::fs::remove_file(&before).unwrap();
    let deadline = Instant::now() + DEADLINE;
    while door_of(session.path()).is_none_or(|door| door == before) {
        assert!(Instant::now() < deadline, "nothing was started again");
        std::thread::park_timeout(Duration::from_millis(20));
    }
    // It is let in again a moment after its socket is there.
    while !post(served.address, br#"{"callId":"after"}"#).is_ok_and(|answer| answer.status == 200) {
        assert!(Instant::now() < deadline, "nobody is let in again");
        std::thread::park_timeout(Duration::from_millis(20));
    }
    assert_eq!(served.terminate(), Some(0));
}

#[cfg(unix)]
fn door_of(session: &std::path::Path) -> Option<std::path::PathBuf> {
    let folders = std::fs::read_dir(session).unwrap().flatten();
    folders.map(|folder| folder.path().join("door")).find(|door| door.exists())
}
