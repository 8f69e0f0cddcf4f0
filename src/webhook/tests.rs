//! The listener on a real socket, with a ledger that does as it is told.

mod rehearsing;

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::{KeepDone, Ledger, Limits, Listener, ListenerConfig, NotKept, Terms};
use crate::bus::{Bus, Event, ListenerState, Scheme, Secret, Signing, Subscriber};
use crate::call::{DeliveryId, Disposition, NewDelivery, Receipt, UnixMillis, Verdict};

/// Nothing here takes longer unless it is broken.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a test may leave unread.
const NOTES: usize = 1024;

#[derive(Clone, Copy, PartialEq)]
enum Mode {
    Keep,
    Fail,
    Hold,
    Forget,
}

struct FakeLedger {
    mode: Mode,
    kept: Mutex<SyncSender<NewDelivery>>,
    held: Mutex<SyncSender<KeepDone>>,
    answered: Mutex<SyncSender<DeliveryId>>,
    last: AtomicI64,
}

impl FakeLedger {
    fn receipt(&self) -> Receipt {
        let delivery = DeliveryId(self.last.fetch_add(1, Ordering::Relaxed) + 1);
        Receipt { delivery, call: None, verdict: Verdict::New }
    }
}

impl Ledger for FakeLedger {
    fn keep(&self, delivery: NewDelivery, done: KeepDone) {
        _ = self.kept.lock().unwrap().send(delivery);
        match self.mode {
            Mode::Keep => done(Ok(self.receipt())),
            Mode::Fail => done(Err(NotKept { reason: String::from("the disk is full") })),
            Mode::Hold => _ = self.held.lock().unwrap().send(done),
            Mode::Forget => drop(done),
        }
    }

    fn answered(&self, delivery: DeliveryId, _took: Duration) {
        _ = self.answered.lock().unwrap().send(delivery);
    }
}

struct Up {
    listener: Listener,
    address: SocketAddr,
    kept: Receiver<NewDelivery>,
    held: Receiver<KeepDone>,
    answered: Receiver<DeliveryId>,
    events: Events,
}

struct Events {
    subscriber: Subscriber,
    woken: Receiver<()>,
}

impl Events {
    fn of(bus: &Bus) -> Self {
        let (wake, woken) = mpsc::sync_channel(NOTES);
        let wake = Mutex::new(wake);
        Self { subscriber: bus.subscribe(Arc::new(move || _ = wake.lock().unwrap().try_send(()))), woken }
    }

    fn wait_for(&self, wanted: impl Fn(&ListenerState) -> bool) -> ListenerState {
        let end = Instant::now() + PATIENCE;
        loop {
            while let Some(event) = self.subscriber.next() {
                if let Event::ListenerChanged(state) = event
                    && wanted(&state)
                {
                    return state;
                }
            }
            self.woken.recv_timeout(end.saturating_duration_since(Instant::now())).expect("the state never came");
        }
    }

    fn wait_until_listening(&self) -> SocketAddr {
        match self.wait_for(|state| matches!(state, ListenerState::Listening { .. })) {
            ListenerState::Listening { address } => address,
            _ => unreachable!(),
        }
    }
}

fn up_with(mode: Mode, address: &str, secret: Option<&str>, limits: Limits) -> Up {
    let (kept_in, kept) = mpsc::sync_channel(NOTES);
    let (held_in, held) = mpsc::sync_channel(NOTES);
    let (answered_in, answered) = mpsc::sync_channel(NOTES);
    let ledger = FakeLedger {
        mode,
        kept: Mutex::new(kept_in),
        held: Mutex::new(held_in),
        answered: Mutex::new(answered_in),
        last: AtomicI64::new(0),
    };
    let bus = Bus::default();
    let events = Events::of(&bus);
    let terms = Terms { secret: secret.map(Secret::new), signing: None };
    let config = ListenerConfig { address: address.parse().unwrap(), terms, limits };
    let listener = Listener::start(config, Arc::new(ledger), Arc::new(|| UnixMillis(1_700_000_000_000)), bus);
    let address = events.wait_until_listening();
    Up { listener, address, kept, held, answered, events }
}

fn up(mode: Mode) -> Up {
    up_with(mode, "127.0.0.1:0", None, Limits::default())
}

impl Up {
    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    fn next(&self) -> NewDelivery {
        self.kept.recv_timeout(PATIENCE).expect("no delivery was kept")
    }

    /// Status and body of the answer to bytes on a connection of their own.
    fn ask(&self, bytes: &[u8]) -> (u16, String) {
        let mut stream = self.connect();
        stream.write_all(bytes).unwrap();
        read_answer(&mut stream)
    }
}

fn post(body: &str) -> Vec<u8> {
    let length = body.len();
    format!("POST /webhook/call-completed HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}").into_bytes()
}

/// Reads one answer byte by byte, so that the next one stays in the socket.
fn read_answer(stream: &mut TcpStream) -> (u16, String) {
    let (head, body) = read_whole_answer(stream);
    (head[9..12].parse().unwrap(), body)
}

/// The same with its head as it is.
fn read_whole_answer(stream: &mut TcpStream) -> (String, String) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).unwrap_or_else(|e| panic!("{e} after {:?}", String::from_utf8_lossy(&head)));
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: ")).unwrap().parse().unwrap();
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    (head, String::from_utf8(body).unwrap())
}

const RECEIVED: &str = r#"{"received":true}"#;

#[test]
fn a_call_is_kept_and_answered() {
    let up = up(Mode::Keep);
    assert_eq!(up.ask(&post(r#"{"callId":"c1"}"#)), (200, String::from(RECEIVED)));
    let delivery = up.next();
    assert_eq!((delivery.method.as_str(), delivery.path.as_str()), ("POST", "/webhook/call-completed"));
    assert_eq!(
        (delivery.body.as_slice(), delivery.received_at),
        (&br#"{"callId":"c1"}"#[..], UnixMillis(1_700_000_000_000))
    );
    assert_eq!(delivery.headers[0].name, "Host");
    assert!(delivery.peer.unwrap().starts_with("127.0.0.1:"));
    assert!(matches!(delivery.disposition, Disposition::Admitted(_)));
    assert_eq!(up.answered.recv_timeout(PATIENCE), Ok(DeliveryId(1)));
    assert!(up.kept.try_recv().is_err(), "our own probe is not a delivery");
}

#[test]
fn many_requests_share_a_connection_one_after_another_or_all_at_once() {
    let up = up(Mode::Keep);
    let mut stream = up.connect();
    for _ in 0..3 {
        stream.write_all(&post("{}")).unwrap();
        assert_eq!(read_answer(&mut stream).0, 200);
    }
    let pipelined: Vec<u8> = (0..20).flat_map(|number| post(&format!("[{number}]"))).collect();
    stream.write_all(&pipelined).unwrap();
    for _ in 0..20 {
        assert_eq!(read_answer(&mut stream).0, 200);
    }
    let bodies: Vec<Vec<u8>> = (0..23).map(|_| up.next().body).skip(3).collect();
    assert_eq!(bodies, (0..20).map(|number| format!("[{number}]").into_bytes()).collect::<Vec<_>>());
}

#[test]
fn bodies_of_every_framing_and_size_arrive_whole() {
    let up = up(Mode::Keep);
    let chunked = b"POST /webhook/call-completed HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{\"a\":1,\"\r\n5;x=y\r\nb\":2}\r\n0\r\nT: v\r\n\r\n";
    assert_eq!(up.ask(chunked).0, 200);
    assert_eq!(up.next().body, br#"{"a":1,"b":2}"#);
    for size in [1_000, 1_100, 20_000, 300_000, 5_000_000] {
        let body = format!(r#"{{"callId":"{size}","pad":"{}"}}"#, "x".repeat(size));
        assert_eq!(up.ask(&post(&body)).0, 200, "{size}");
        assert!(up.next().body == body.as_bytes(), "{size}");
    }
}

#[test]
fn connections_end_as_agreed() {
    let up = up(Mode::Keep);
    for request in [
        "GET /webhook/call-completed HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /webhook/call-completed HTTP/1.0\r\n\r\n",
    ] {
        let mut stream = up.connect();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.contains("\r\nConnection: close\r\n"), "{answer}");
        assert!(matches!(up.next().disposition, Disposition::Checked { status: 200, .. }));
    }
    let mut stream = up.connect();
    stream.write_all(b"HEAD /webhook/call-completed HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.ends_with("\r\n\r\n") && answer.contains("\r\nConnection: keep-alive\r\n"), "{answer}");
}

#[test]
fn a_sender_that_asks_first_is_told_to_go_on() {
    let up = up(Mode::Keep);
    let mut stream = up.connect();
    stream.write_all(b"POST /webhook/call-completed HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/json\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n").unwrap();
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(b"{}").unwrap();
    assert_eq!(read_answer(&mut stream).0, 200);
}

#[test]
fn a_huge_declared_length_is_refused_and_nothing_dies() {
    let up = up(Mode::Keep);
    let huge = b"POST /webhook/call-completed HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1099511627776\r\n\r\n{}";
    let (status, body) = up.ask(huge);
    assert_eq!(status, 413);
    assert!(body.starts_with(r#"{"received":false,"reason":"#), "{body}");
    let delivery = up.next();
    assert_eq!((delivery.body_bytes, delivery.body.as_slice()), (1_099_511_627_776, &b"{}"[..]));
    assert!(matches!(delivery.disposition, Disposition::Refused { status: 413, .. }));
    assert_eq!(up.ask(&post("{}")).0, 200);
}

#[test]
fn smuggling_and_bare_lines_are_refused_and_noted() {
    let up = up(Mode::Keep);
    for headers in [
        "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
        "Content-Length: 2\r\nContent-Length: 2\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "X: a\r\n folded\r\n",
        "X: a\nY: b\r\n",
        "N\u{e4}me: a\r\n",
    ] {
        let request = format!("POST /webhook/call-completed HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n{{}}");
        let (status, body) = up.ask(request.as_bytes());
        assert_eq!(status, 400, "{headers:?} {body}");
        assert!(matches!(up.next().disposition, Disposition::Refused { status: 400, .. }), "{headers:?}");
    }
    let accented = "POST /webhook/call-completed HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nX-Name: Zoë\r\nContent-Length: 2\r\n\r\n{}";
    assert_eq!(up.ask(accented.as_bytes()).0, 200);
    assert_eq!(up.next().headers[2].value, "Zoë");
}

#[test]
fn refusals_say_why_and_are_noted() {
    let up = up_with(Mode::Keep, "127.0.0.1:0", Some("s3cret"), Limits::default());
    for (request, wanted) in [
        ("POST /elsewhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n", 404),
        ("PUT /webhook/call-completed HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n", 405),
        ("POST /webhook/call-completed HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 0\r\n\r\n", 401),
        ("POST /webhook/call-completed HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}", 415),
        ("POST /hook/s3cret HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 1\r\n\r\n{", 400),
        ("POST /hook/s3cret HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 2\r\n\r\n{}", 200),
    ] {
        let (status, body) = up.ask(request.as_bytes());
        assert_eq!(status, wanted, "{request}");
        assert_eq!(body == RECEIVED, status == 200);
        let noted = match up.next().disposition {
            Disposition::Admitted(_) => 200,
            Disposition::Refused { status, .. } | Disposition::Unparsed { status, .. } => status,
            Disposition::Checked { .. } => unreachable!(),
        };
        assert_eq!(noted, wanted);
    }
}

#[test]
fn silent_connections_do_not_keep_an_honest_one_out() {
    let limits = Limits { connections: 64, ..Limits::default() };
    let up = up_with(Mode::Keep, "127.0.0.1:0", None, limits);
    let silent: Vec<TcpStream> = (0..300)
        .map(|number| {
            let mut stream = up.connect();
            if number % 2 == 0 {
                _ = stream.write_all(b"POST /webhook/call-comp");
            }
            stream
        })
        .collect();
    assert_eq!(up.ask(&post("{}")).0, 200);
    drop(silent);
}

#[test]
fn silent_connections_do_not_close_one_that_has_brought_a_call() {
    let limits = Limits { connections: 64, ..Limits::default() };
    let up = up_with(Mode::Keep, "127.0.0.1:0", None, limits);
    let mut known = up.connect();
    known.write_all(&post("{}")).unwrap();
    assert_eq!(read_answer(&mut known).0, 200);
    let silent: Vec<TcpStream> = (0..300).map(|_| up.connect()).collect();
    // Whoever is answered came in after all of them.
    assert_eq!(up.ask(&post("{}")).0, 200);
    known.write_all(&post("{}")).unwrap();
    assert_eq!(read_answer(&mut known).0, 200);
    drop(silent);
}

#[test]
fn slow_bodies_do_not_keep_an_honest_one_waiting() {
    let up = up(Mode::Keep);
    let slow: Vec<TcpStream> = (0..200)
        .map(|_| {
            let mut stream = up.connect();
            let request = post(&"x".repeat(4_000));
            stream.write_all(&request[..request.len() - 1]).unwrap();
            stream
        })
        .collect();
    assert_eq!(up.ask(&post("{}")).0, 200);
    assert_eq!(up.next().body, b"{}");
    drop(slow);
    let cut = up.next();
    assert_eq!((cut.body.len(), cut.body_bytes), (3_999, 4_000), "what was cut off is not hidden");
}

#[test]
fn all_unfinished_bodies_together_are_bounded() {
    let limits = Limits { buffered_bytes: 1_000_000, ..Limits::default() };
    let up = up_with(Mode::Keep, "127.0.0.1:0", None, limits);
    let request = post(&"x".repeat(400_000));
    let hoarders: Vec<TcpStream> = (0..4)
        .map(|_| {
            let mut stream = up.connect();
            _ = stream.write_all(&request[..request.len() - 1]);
            stream
        })
        .collect();
    let refused = up.next();
    assert!(matches!(refused.disposition, Disposition::Refused { status: 503, .. }), "{:?}", refused.disposition);
    assert_eq!(up.ask(&post("{}")).0, 200);
    drop(hoarders);
}

#[test]
fn deadlines_are_kept() {
    let short = Duration::from_millis(300);
    let limits = Limits { head_time: short, body_time: short, idle_time: short, ..Limits::default() };
    let up = up_with(Mode::Keep, "127.0.0.1:0", None, limits);
    assert_eq!(up.ask(b"POST /webhook/call-completed HTTP/1.1\r\nHo").0, 408);
    let request = post("{}");
    assert_eq!(up.ask(&request[..request.len() - 1]).0, 408);
    for bytes in [&b""[..], &request] {
        let mut stream = up.connect();
        stream.write_all(bytes).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        assert_eq!(answer.is_empty(), bytes.is_empty(), "a resting connection is closed without a word");
    }
}

#[test]
fn no_answer_leaves_before_the_ledger_says_so() {
    let up = up(Mode::Hold);
    let mut stream = up.connect();
    stream.write_all(&post("{}")).unwrap();
    let done = up.held.recv_timeout(PATIENCE).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
    assert!(stream.read(&mut [0]).is_err(), "answered before it was kept");
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    done(Ok(Receipt { delivery: DeliveryId(7), call: None, verdict: Verdict::New }));
    assert_eq!(read_answer(&mut stream).0, 200);
    assert_eq!(up.answered.recv_timeout(PATIENCE), Ok(DeliveryId(7)));
}

#[test]
fn a_hundred_wait_for_the_ledger_together_and_all_are_answered() {
    let up = up(Mode::Hold);
    let mut streams: Vec<TcpStream> = (0..100).map(|_| up.connect()).collect();
    for stream in &mut streams {
        stream.write_all(&post("{}")).unwrap();
    }
    let held: Vec<KeepDone> = (0..100).map(|_| up.held.recv_timeout(PATIENCE).unwrap()).collect();
    for (number, done) in held.into_iter().enumerate() {
        done(Ok(Receipt { delivery: DeliveryId(number as i64), call: None, verdict: Verdict::New }));
    }
    for stream in &mut streams {
        assert_eq!(read_answer(stream).0, 200);
    }
}

#[test]
fn what_is_not_kept_is_answered_503() {
    let failing = up(Mode::Fail);
    let (status, body) = failing.ask(&post("{}"));
    assert_eq!((status, body.as_str()), (503, r#"{"received":false,"reason":"the disk is full"}"#));
    assert_eq!(failing.ask(&post("not json")).0, 503);
    assert_eq!(failing.ask(b"GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n").0, 404);
    let forgetful = up(Mode::Forget);
    assert_eq!(forgetful.ask(&post("{}")).0, 503);
}

#[test]
fn stopping_finishes_what_is_in_hand() {
    let up = up(Mode::Hold);
    let mut idle = up.connect();
    let mut stream = up.connect();
    stream.write_all(&post("{}")).unwrap();
    let done = up.held.recv_timeout(PATIENCE).unwrap();
    let Up { listener, events, address, .. } = up;
    let stopping = std::thread::Builder::new().spawn(move || listener.stop()).unwrap();
    assert_eq!(idle.read(&mut [0]).unwrap(), 0, "a resting connection is closed soon");
    done(Ok(Receipt { delivery: DeliveryId(1), call: None, verdict: Verdict::New }));
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("Connection: close"), "{answer}");
    stopping.join().unwrap();
    events.wait_for(|state| *state == ListenerState::Stopped);
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn stopping_does_not_wait_for_ever() {
    let limits = Limits { drain_time: Duration::from_millis(100), ..Limits::default() };
    let up = up_with(Mode::Hold, "127.0.0.1:0", None, limits);
    let mut stream = up.connect();
    stream.write_all(&post("{}")).unwrap();
    let _done = up.held.recv_timeout(PATIENCE).unwrap();
    let began = Instant::now();
    up.listener.stop();
    assert!(began.elapsed() < PATIENCE / 2);
}

#[test]
fn a_taken_port_is_told_and_taken_over_when_it_is_free() {
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = other.local_addr().unwrap();
    let up = up(Mode::Keep);
    up.listener.listen(address);
    let state = up.events.wait_for(|state| matches!(state, ListenerState::PortTaken { .. }));
    let ListenerState::PortTaken { address: wanted, offer, .. } = state else { unreachable!() };
    assert_eq!((wanted, offer.is_none_or(|offer| offer != address)), (address, true));
    drop(other);
    up.listener.listen(address);
    assert_eq!(up.events.wait_until_listening(), address);
    assert_eq!(up.listener.state(), ListenerState::Listening { address });
    assert_eq!(Up { address, ..up }.ask(&post("{}")).0, 200);
}

#[test]
fn a_changed_secret_counts_at_once_and_who_is_in_hand_is_answered() {
    let up = up_with(Mode::Hold, "127.0.0.1:0", Some("old"), Limits::default());
    let by = |secret: &str| {
        format!("POST /hook/{secret} HTTP/1.1\r\nHost: elsewhere\r\nContent-Length: 2\r\n\r\n{{}}").into_bytes()
    };
    let mut in_hand = up.connect();
    in_hand.write_all(&by("old")).unwrap();
    let done = up.held.recv_timeout(PATIENCE).unwrap();
    up.listener.ask(Terms { secret: Some(Secret::new("new")), signing: None });
    let mut stranger = up.connect();
    stranger.write_all(&by("old")).unwrap();
    let refuse = up.held.recv_timeout(PATIENCE).unwrap();
    refuse(Err(NotKept { reason: String::from("no") }));
    assert_eq!(read_answer(&mut stranger).0, 401);
    let mut knowing = up.connect();
    knowing.write_all(&by("new")).unwrap();
    let known = up.held.recv_timeout(PATIENCE).unwrap();
    for (done, stream) in [(done, &mut in_hand), (known, &mut knowing)] {
        done(Ok(Receipt { delivery: DeliveryId(1), call: None, verdict: Verdict::New }));
        assert_eq!(read_answer(stream).0, 200);
    }
}

#[test]
fn signatures_are_asked_for_and_no_longer() {
    let up = up(Mode::Keep);
    let signing = Signing { scheme: Scheme::Prefixed, key: Secret::new("key"), header: String::from("X-Sign") };
    up.listener.ask(Terms { secret: None, signing: Some(signing.clone()) });
    assert_eq!(up.ask(&post(r#"{"callId":"unsigned"}"#)).0, 401);
    assert!(matches!(up.next().disposition, Disposition::Refused { status: 401, .. }));
    let body = r#"{"callId":"signed"}"#;
    let (name, value) = super::sign(&signing, body.as_bytes(), UnixMillis(0)).remove(0);
    let signed = String::from_utf8(post(body)).unwrap().replacen("\r\n", &format!("\r\n{name}: {value}\r\n"), 1);
    assert_eq!(up.ask(signed.as_bytes()).0, 200);
    assert_eq!(up.ask(signed.replace("signed", "forged").as_bytes()).0, 401);
    up.listener.ask(Terms::default());
    assert_eq!(up.ask(&post("{}")).0, 200);
}

#[test]
fn moving_loses_nobody_and_who_is_in_hand_is_answered_at_the_old_address() {
    let Up { listener, address, held, events, kept, answered } = up(Mode::Hold);
    let mut old = address;
    // Another port, then the same port of more addresses, for which the old socket has to go first.
    for is_same_port in [false, true] {
        let to = SocketAddr::from(if is_same_port { ([0, 0, 0, 0], old.port()) } else { ([127, 0, 0, 1], 0) });
        let mut in_hand = TcpStream::connect(old).unwrap();
        in_hand.set_read_timeout(Some(PATIENCE)).unwrap();
        in_hand.write_all(&post("{}")).unwrap();
        let done = held.recv_timeout(PATIENCE).unwrap();
        listener.listen(to);
        let moved = |state: &ListenerState| matches!(state, ListenerState::Listening { address } if *address != old);
        let ListenerState::Listening { address: new } = events.wait_for(moved) else { unreachable!() };
        assert_eq!((new.ip(), new.port() == old.port()), (to.ip(), is_same_port));
        assert!(TcpStream::connect(new).is_ok(), "the new address waits for the old one's senders");
        done(Ok(Receipt { delivery: DeliveryId(1), call: None, verdict: Verdict::New }));
        assert_eq!(read_answer(&mut in_hand).0, 200);
        old = new;
    }
    drop((kept, answered));
}

#[test]
fn it_listens_on_ipv6_too() {
    if TcpListener::bind("[::1]:0").is_err() {
        return;
    }
    let up = up_with(Mode::Keep, "[::1]:0", None, Limits::default());
    assert_eq!(up.ask(&post("{}")).0, 200);
    assert!(up.next().peer.unwrap().starts_with("[::1]:"));
}
