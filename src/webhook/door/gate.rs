//! The door's event loop: one thread that owns the public socket, every sender's connection and every connection to the
//! server behind the door. What it decides is in `conversation`; here are only sockets, queues and clocks.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, TrySendError};
use std::time::{Duration, Instant};

use mio::net::TcpListener;
use mio::{Events, Interest, Poll, Token};

use super::DoorPorts;
use super::clients::{Came, Client, Flushed, Owed, Places, Then};
use super::conversation::{Moment, Refusal, Step};
use super::link::Link;
use super::reserve::Reserve;
use crate::webhook::reply::Reply;

pub(super) const LISTENER: Token = Token(0);
pub(super) const WAKER: Token = Token(1);

/// How often deadlines are looked at while anyone is connected.
const TICK: Duration = Duration::from_millis(250);

/// Connections let in before those inside get their turn.
const ACCEPTS_AT_ONCE: usize = 64;

/// How long no one is let in after the system had no descriptor left.
const PAUSE: Duration = Duration::from_millis(100);

/// How long who just came in, or was just answered, may still begin a request after the door is shut.
const LATE_TIME: Duration = Duration::from_millis(500);

/// Read at once from one socket, in bytes; also the most that is ever read ahead of an answer.
const SCRATCH_BYTES: usize = 64 * 1024;

/// Reads of one connection before the others get their turn.
const READS_AT_ONCE: usize = 16;

/// The event loop and all it owns.
pub(super) struct Gate {
    pub(super) poll: Poll,
    /// With what tells that it is closed, by being dropped too.
    listener: Option<(TcpListener, SyncSender<()>)>,
    pub(super) clients: Places<Client>,
    pub(super) links: Places<Link>,
    pub(super) idle_links: Vec<usize>,
    /// A link is being opened.
    pub(super) is_proving: bool,
    /// Senders whose whole requests wait for a link, in order.
    pub(super) waiting: VecDeque<usize>,
    /// Senders of whom there is more to read, after the others had their turn.
    again: Vec<usize>,
    pub(super) reserve: Reserve,
    buffered_bytes: usize,
    pub(super) last_number: u64,
    /// Someone may be waiting to be let in.
    accepts: bool,
    paused_until: Option<Instant>,
    pub(super) drain: Arc<AtomicBool>,
    draining_until: Option<Instant>,
    pub(super) scratch: Vec<u8>,
    pub(super) ports: DoorPorts,
}

fn client_token(at: usize) -> Token {
    Token(2 + 2 * at)
}

impl Gate {
    pub(super) fn new(
        poll: Poll,
        listener: (TcpListener, SyncSender<()>),
        ports: DoorPorts,
        drain: Arc<AtomicBool>,
    ) -> Self {
        Self {
            poll,
            listener: Some(listener),
            clients: Places::default(),
            links: Places::default(),
            idle_links: Vec::new(),
            is_proving: false,
            waiting: VecDeque::new(),
            again: Vec::new(),
            reserve: Reserve::default(),
            buffered_bytes: 0,
            last_number: 0,
            accepts: true,
            paused_until: None,
            drain,
            draining_until: None,
            scratch: vec![0; SCRATCH_BYTES],
            ports,
        }
    }

    /// Runs until it has drained.
    pub(super) fn run(&mut self) -> io::Result<()> {
        let mut events = Events::with_capacity(1024);
        let mut next_tick = Instant::now();
        _ = self.reserve.fill();
        loop {
            match self.poll.poll(&mut events, self.patience()) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            }
            for event in &events {
                match event.token() {
                    LISTENER => self.accepts = true,
                    WAKER => {}
                    Token(token) if token % 2 == 0 => {
                        let at = (token - 2) / 2;
                        if let Some(client) = self.clients.get(at) {
                            client.stir(event.is_read_closed() || event.is_error());
                        }
                        self.attend(at);
                    }
                    Token(token) => self.go_on((token - 3) / 2),
                }
                self.hand_on();
            }
            for at in std::mem::take(&mut self.again) {
                self.attend(at);
            }
            if self.accepts {
                self.let_in();
            }
            if Instant::now() >= next_tick {
                self.tick();
                next_tick = Instant::now() + TICK;
            }
            self.hand_on();
            if self.drain.load(Ordering::Acquire) && self.has_drained() {
                return Ok(());
            }
        }
    }

    /// How long to wait for the next event.
    fn patience(&self) -> Option<Duration> {
        let more_wait_outside = self.accepts && self.listener.is_some() && self.paused_until.is_none();
        if more_wait_outside || !self.again.is_empty() {
            return Some(Duration::ZERO);
        }
        let resting = self.clients.len() == 0
            && !self.has_spare_links()
            && self.paused_until.is_none()
            && self.draining_until.is_none();
        (!resting).then_some(if self.paused_until.is_some() { PAUSE } else { TICK })
    }

    fn now(&self) -> Moment {
        Moment { instant: Instant::now(), wall: (self.ports.clock)() }
    }

    // --- letting in -----------------------------------------------------------------------------------------------

    fn let_in(&mut self) {
        let now = Instant::now();
        if self.paused_until.is_some_and(|until| now < until) {
            return;
        }
        self.paused_until = None;
        for _ in 0..ACCEPTS_AT_ONCE {
            let Some((listener, _)) = &self.listener else { return };
            let is_full = self.clients.len() >= self.ports.limits.connections;
            if is_full && self.clients.slowest(None).is_none() {
                // Every one is owed an answer: the next waits outside.
                self.paused_until = Some(now + PAUSE);
                return;
            }
            match listener.accept() {
                Ok((stream, peer)) => {
                    if is_full {
                        self.displace(None);
                    }
                    self.welcome(stream, peer);
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    self.accepts = false;
                    return;
                }
                Err(error) if is_of_one_connection(&error) => {}
                Err(error) => {
                    log::warn!("no connection can be accepted, one is closed for it: {error}");
                    self.displace(None);
                    self.paused_until = Some(now + PAUSE);
                    return;
                }
            }
        }
    }

    fn welcome(&mut self, mut stream: mio::net::TcpStream, peer: std::net::SocketAddr) {
        let ip = peer.ip();
        let share = self.ports.limits.connections_per_peer;
        if !ip.to_canonical().is_loopback() && self.clients.count_of(ip) >= share && !self.displace(Some(ip)) {
            return;
        }
        let both = Interest::READABLE | Interest::WRITABLE;
        if let Err(error) = self.poll.registry().register(&mut stream, client_token(self.clients.next()), both) {
            log::warn!("a connection can't be watched: {error}");
            return;
        }
        let at = self.clients.put(Client::new(stream, peer, self.ports.limits, Instant::now()));
        self.attend(at);
    }

    /// Closes the slowest connection; false if every one is owed an answer.
    fn displace(&mut self, of: Option<std::net::IpAddr>) -> bool {
        let Some(at) = self.clients.slowest(of) else { return false };
        if let Some(refusal) = self.clients.get(at).and_then(|client| client.talk.no_room()) {
            self.refuse(at, refusal);
            _ = self.clients.get(at).map(Client::flush);
        }
        self.dismiss(at);
        true
    }

    // --- senders --------------------------------------------------------------------------------------------------

    /// Does all for one sender that can be done without waiting.
    pub(super) fn attend(&mut self, at: usize) {
        let now = self.now();
        let mut reads = 0;
        loop {
            let Some(client) = self.clients.get(at) else { return };
            match client.flush() {
                Flushed::Gone => return self.dismiss(at),
                Flushed::Later => break,
                Flushed::All(Then::Close) if self.draining_until.is_some() => return self.dismiss(at),
                Flushed::All(Then::Close) => client.linger(now.instant),
                Flushed::All(Then::Next) => client.talk.answered(now.instant),
                Flushed::All(Then::GoOn) | Flushed::Nothing => {}
            }
            if client.is_lingering() {
                match client.read(&mut self.scratch) {
                    Came::Bytes(_) if reads < READS_AT_ONCE => reads += 1,
                    Came::Bytes(_) => return self.again.push(at),
                    Came::Later => break,
                    Came::End => return self.dismiss(at),
                }
                continue;
            }
            match client.talk.step(now) {
                Step::Continue => {
                    client.say(Then::GoOn, now.instant).extend_from_slice(b"HTTP/1.1 100 Continue\r\n\r\n");
                }
                Step::Whole(request) => {
                    let body_bytes = request.body.len();
                    client.owed = Some(Owed { request, body_bytes, number: None, tries: 0 });
                    self.waiting.push_back(at);
                    break;
                }
                Step::Refuse(refusal) => self.refuse(at, refusal),
                Step::Read if !client.talk.wants_bytes() => break,
                Step::Read if reads == READS_AT_ONCE => {
                    self.again.push(at);
                    break;
                }
                Step::Read => match client.read(&mut self.scratch) {
                    Came::Bytes(read) => {
                        reads += 1;
                        client.talk.take(&self.scratch[..read], now);
                        self.count(at);
                    }
                    Came::Later => break,
                    Came::End => {
                        let lost = client.talk.ended();
                        if let Some(refusal) = lost {
                            self.report(refusal);
                        }
                        return self.dismiss(at);
                    }
                },
            }
        }
        self.count(at);
    }

    /// Answers at the door; the connection ends with it.
    pub(super) fn refuse(&mut self, at: usize, refusal: Refusal) {
        let now = Instant::now();
        if let Some(client) = self.clients.get(at) {
            let bytes = Reply::refused(refusal.status, &refusal.reason).to_last_bytes();
            client.say(Then::Close, now).extend_from_slice(&bytes);
        }
        self.report(refusal);
    }

    /// Has a refusal noted, unless nothing of it could be read or the note-takers are overrun.
    fn report(&self, refusal: Refusal) {
        let Some(head) = &refusal.head else { return };
        let took = head.began.elapsed();
        if let Err(TrySendError::Full(_)) = self.ports.refusals.try_send((refusal, took)) {
            log::warn!("a refused request was not noted: too many at once");
        }
    }

    /// Closes a connection.
    fn dismiss(&mut self, at: usize) {
        let Some(mut client) = self.clients.take(at) else { return };
        self.buffered_bytes -= client.counted_bytes;
        _ = self.poll.registry().deregister(&mut client.stream);
    }

    /// Keeps the common count of bytes, and within its limit.
    fn count(&mut self, at: usize) {
        let Some(client) = self.clients.get(at) else { return };
        let held = client.held_bytes();
        self.buffered_bytes = self.buffered_bytes - client.counted_bytes + held;
        client.counted_bytes = held;
        while self.buffered_bytes > self.ports.limits.buffered_bytes {
            let Some(largest) = self.clients.largest() else { return };
            if let Some(refusal) = self.clients.get(largest).and_then(|client| client.talk.no_room()) {
                self.refuse(largest, refusal);
                self.again.push(largest);
            }
            self.count_without_limit(largest);
        }
    }

    fn count_without_limit(&mut self, at: usize) {
        if let Some(client) = self.clients.get(at) {
            let held = client.held_bytes();
            self.buffered_bytes = self.buffered_bytes - client.counted_bytes + held;
            client.counted_bytes = held;
        }
    }

    // --- time -----------------------------------------------------------------------------------------------------

    fn tick(&mut self) {
        let now = Instant::now();
        self.drop_unproven();
        self.drop_idle();
        // The server may just be about to take what was given free for a link.
        if !self.is_proving && !self.reserve.fill() {
            self.displace(None);
        }
        let limits = self.ports.limits;
        let late =
            |(at, client): (usize, &Client)| client.deadline(&limits).is_some_and(|end| end <= now).then_some(at);
        let late: Vec<usize> = self.clients.iter().filter_map(late).collect();
        for at in late {
            let Some(client) = self.clients.get(at) else { continue };
            let owing = client.is_lingering() || client.is_writing();
            match if owing { None } else { client.talk.time_is_up() } {
                Some(refusal) => {
                    self.refuse(at, refusal);
                    self.attend(at);
                }
                None => self.dismiss(at),
            }
        }
    }

    /// Begins or goes on to let go of everyone; true when nobody is left or the time is up.
    fn has_drained(&mut self) -> bool {
        let now = Instant::now();
        if self.draining_until.is_none() {
            self.accepts = true;
            self.let_in();
            self.draining_until = Some(now + self.ports.limits.drain_time);
            if let Some((mut listener, holds_address)) = self.listener.take() {
                _ = self.poll.registry().deregister(&mut listener);
                // In this order: who waits for the address binds it at once.
                drop(listener);
                drop(holds_address);
            }
        }
        for at in self.clients.taken() {
            self.attend(at);
            let Some(client) = self.clients.get(at) else { continue };
            let is_resting = client.talk.is_silent() && !client.is_writing();
            if client.is_lingering() || (is_resting && client.talk.silent_for(now) >= LATE_TIME) {
                self.dismiss(at);
            }
        }
        self.hand_on();
        self.clients.len() == 0 || self.draining_until.is_some_and(|until| now >= until)
    }
}

/// Errors of accepting that concern the one connection only, which is gone (accept(2)).
fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionReset | Interrupted)
}
