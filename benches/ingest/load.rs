//! The load: one thread that posts over any number of kept connections, either as fast as it is answered or at a steady
//! pace, and measures every answer. With a pace the time counts from when a call was due, so that a receiver that stalls
//! can't hide behind a sender that waits for it.

use std::io::{ErrorKind, Read, Write};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};

use crate::calls::Calls;

/// How long answers are waited for after the end.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is to be posted.
pub struct Load {
    pub address: SocketAddr,
    pub connections: usize,
    /// Each connection asks something before the next is opened: bare tiny_http leaves some without a thread for ever when
    /// many come at once.
    pub knocks: bool,
    /// Calls a second; as fast as they are answered without.
    pub per_sec: Option<f64>,
    /// Posted before it is measured.
    pub warm_up: Duration,
    pub window: Duration,
}

/// How it was answered.
#[derive(Default)]
pub struct Answers {
    /// Of each 200 within the window, in microseconds, shortest first.
    pub micros: Vec<u64>,
    pub window: Duration,
    /// 200s in all, before and after the window too.
    pub received: u64,
    /// Other answers.
    pub refused: u64,
    /// No answer.
    pub broken: u64,
}

impl Answers {
    pub fn per_sec(&self) -> f64 {
        self.micros.len() as f64 / self.window.as_secs_f64()
    }

    /// The time that this share of the answers kept within, in milliseconds.
    pub fn ms(&self, share: f64) -> f64 {
        let last = self.micros.len().saturating_sub(1) as f64;
        self.micros.get((last * share).round() as usize).map_or(f64::NAN, |micros| *micros as f64 / 1e3)
    }
}

struct Connection {
    stream: TcpStream,
    out: Vec<u8>,
    written: usize,
    answer: Vec<u8>,
    due: Option<Instant>,
}

struct Sender<'a> {
    load: &'a Load,
    calls: &'a Calls,
    poll: Poll,
    connections: Vec<Connection>,
    free: Vec<usize>,
    in_flight: usize,
    begin: Instant,
    end: Instant,
    answers: Answers,
}

impl Load {
    /// Posts until the window is over and every answer is here.
    pub fn run(&self, calls: &Calls) -> Answers {
        let now = Instant::now();
        let mut sender = Sender {
            load: self,
            calls,
            poll: Poll::new().unwrap(),
            connections: Vec::new(),
            free: (0..self.connections).collect(),
            in_flight: 0,
            begin: now,
            end: now,
            answers: Answers { window: self.window, ..Answers::default() },
        };
        for at in 0..self.connections {
            let connection = sender.connect(at);
            sender.connections.push(connection);
        }
        let now = Instant::now();
        (sender.begin, sender.end) = (now + self.warm_up, now + self.warm_up + self.window);
        sender.run(now);
        sender.answers.micros.sort_unstable();
        sender.answers
    }
}

impl Sender<'_> {
    fn run(&mut self, start: Instant) {
        let mut events = Events::with_capacity(1024);
        let every = self.load.per_sec.map(|rate| Duration::from_secs_f64(1.0 / rate));
        let mut due = start;
        loop {
            let now = Instant::now();
            while due <= now && due < self.end && now < self.end + PATIENCE {
                let Some(at) = self.free.pop() else { break };
                self.post(at, if every.is_some() { due } else { Instant::now() });
                due += every.unwrap_or_default();
            }
            if every.is_none() {
                due = if now < self.end { start } else { self.end };
            }
            if due >= self.end && self.in_flight == 0 {
                return;
            }
            if now > self.end + PATIENCE {
                self.answers.broken += self.in_flight as u64;
                return;
            }
            let wait = if due < self.end && !self.free.is_empty() { due - now.min(due) } else { PATIENCE };
            self.poll.poll(&mut events, Some(wait)).unwrap();
            for event in &events {
                self.go_on(event.token().0);
            }
        }
    }

    fn connect(&self, at: usize) -> Connection {
        let mut stream = std::net::TcpStream::connect(self.load.address).unwrap();
        stream.set_nodelay(true).unwrap();
        if self.load.knocks {
            write!(stream, "GET / HTTP/1.1\r\nHost: {}\r\n\r\n", self.load.address).unwrap();
            let mut answer = Vec::new();
            while whole(&answer).is_none() {
                let mut scratch = [0; 4096];
                let read = stream.read(&mut scratch).unwrap();
                assert!(read > 0, "the receiver hangs up on a question");
                answer.extend_from_slice(&scratch[..read]);
            }
        }
        stream.set_nonblocking(true).unwrap();
        let mut stream = TcpStream::from_std(stream);
        let both = Interest::READABLE | Interest::WRITABLE;
        self.poll.registry().register(&mut stream, Token(at), both).unwrap();
        Connection { stream, out: Vec::new(), written: 0, answer: Vec::new(), due: None }
    }

    fn post(&mut self, at: usize, due: Instant) {
        let mut body = Vec::new();
        self.calls.next(&mut body);
        let connection = &mut self.connections[at];
        connection.out.clear();
        request(self.load.address, &body, &mut connection.out);
        connection.written = 0;
        connection.due = Some(due);
        self.in_flight += 1;
        self.write(at);
    }

    fn write(&mut self, at: usize) {
        let connection = &mut self.connections[at];
        while connection.written < connection.out.len() {
            match connection.stream.write(&connection.out[connection.written..]) {
                Ok(written) => connection.written += written,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                // Reading says the same.
                Err(_) => return,
            }
        }
    }

    fn go_on(&mut self, at: usize) {
        self.write(at);
        let connection = &mut self.connections[at];
        let mut scratch = [0; 4096];
        loop {
            match connection.stream.read(&mut scratch) {
                Ok(0) => return self.lost(at),
                Ok(read) => {
                    connection.answer.extend_from_slice(&scratch[..read]);
                    if let Some((status, stays)) = whole(&connection.answer) {
                        connection.answer.clear();
                        return self.answered(at, status, stays);
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(_) => return self.lost(at),
            }
        }
    }

    fn answered(&mut self, at: usize, status: u16, stays: bool) {
        let now = Instant::now();
        let Some(due) = self.connections[at].due.take() else { return };
        self.in_flight -= 1;
        if status == 200 {
            self.answers.received += 1;
            // A paced call belongs to the window in which it was due, any other to that of its answer.
            let counts = if self.load.per_sec.is_some() { due } else { now };
            if counts >= self.begin && counts < self.end {
                self.answers.micros.push((now - due).as_micros() as u64);
            }
        } else {
            self.answers.refused += 1;
        }
        if !stays {
            self.connections[at] = self.connect(at);
        }
        if self.load.per_sec.is_none() && now < self.end {
            self.post(at, now);
        } else {
            self.free.push(at);
        }
    }

    fn lost(&mut self, at: usize) {
        if self.connections[at].due.is_some() {
            self.answers.broken += 1;
            self.in_flight -= 1;
            self.free.push(at);
        }
        self.connections[at] = self.connect(at);
    }
}

/// Appends the request that posts this body.
pub fn request(address: SocketAddr, body: &[u8], out: &mut Vec<u8>) {
    write!(
        out,
        "POST /webhook/call-completed HTTP/1.1\r\nHost: {address}\r\nUser-Agent: ingest-bench\r\nContent-Type: \
         application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    )
    .unwrap();
    out.extend_from_slice(body);
}

/// Status, and whether the connection goes on, once the whole answer is there.
pub fn whole(answer: &[u8]) -> Option<(u16, bool)> {
    let mut lines = [httparse::EMPTY_HEADER; 32];
    let mut head = httparse::Response::new(&mut lines);
    let Ok(httparse::Status::Complete(head_bytes)) = head.parse(answer) else { return None };
    let value = |name: &str| {
        let line = head.headers.iter().find(|line| line.name.eq_ignore_ascii_case(name))?;
        std::str::from_utf8(line.value).ok()
    };
    let body_bytes: usize = value("Content-Length")?.parse().ok()?;
    let stays = !value("Connection").is_some_and(|word| word.eq_ignore_ascii_case("close"));
    (answer.len() >= head_bytes + body_bytes).then(|| (head.code.unwrap_or_default(), stays))
}
