//! The HTTP server behind the door; the only file that names tiny_http. It sees well-formed requests of the door alone,
//! whose bodies it fetches by ticket: workers decide, the ledger keeps, a responder answers what is kept. No worker waits for the disk.

use std::io::{self, Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::time::{Duration, Instant};

use super::admission::Rules;
use super::door::InnerAddress;
use super::facts::{Facts, PROBE_HEADER, TICKET_HEADER};
use super::intake::{Intake, take_in};
use super::listener::Chosen;
use super::private_folder::PrivateFolder;
use super::rehearsal::{Altered, alter, concerns};
use super::reply::{ALLOW, Reply, SERVER};
use super::waiting_room::{Place, WaitingRoom};
use super::{Ledger, NotKept};
use crate::call::{DeliveryId, Disposition, NewDelivery};
use crate::traffic::REHEARSAL_HEADER;

/// Workers that admit and parse. They wait for nothing but the next request.
const WORKERS: usize = 3;

/// Answers waiting for the responder: more than can be in hand at once, so that the store's thread never waits here.
const ANSWERS_WAITING: usize = 1024;

/// How long workers may take to end.
const END_TIME: Duration = Duration::from_secs(1);

/// The running server.
pub(super) struct Server {
    inner: Arc<tiny_http::Server>,
    address: InnerAddress,
    stopping: Arc<AtomicBool>,
    room: Arc<WaitingRoom<Answer>>,
    /// Disconnected when the last worker has ended.
    workers_ended: Receiver<()>,
    /// Removed after the server, whose socket is in it.
    _folder: Option<PrivateFolder>,
}

/// What the server needs of the others.
pub(super) struct ServerPorts {
    /// Where requests lie.
    pub(super) facts: Arc<Facts>,
    /// Where deliveries are kept.
    pub(super) ledger: Arc<dyn Ledger>,
    /// What is asked of senders, and how they are answered.
    pub(super) chosen: Chosen,
    /// The listener is bound to more than this machine's loopback.
    pub(super) beyond_loopback: bool,
    /// How many answers may be held back at the same time.
    pub(super) held_back: usize,
    /// Told when the server seems gone.
    pub(super) trouble: Arc<dyn Fn() + Send + Sync>,
}

/// What a worker needs.
#[derive(Clone)]
struct Worker {
    inner: Arc<tiny_http::Server>,
    facts: Arc<Facts>,
    ledger: Arc<dyn Ledger>,
    chosen: Chosen,
    beyond_loopback: bool,
    room: Arc<WaitingRoom<Answer>>,
    answers: SyncSender<Answer>,
    stopping: Arc<AtomicBool>,
    trouble: Arc<dyn Fn() + Send + Sync>,
}

/// An answer that may leave now.
struct Answer {
    request: tiny_http::Request,
    reply: Reply,
    /// How it was altered on purpose.
    rehearsed: Option<String>,
    /// Held back until then, on that place.
    until: Option<(Instant, Place)>,
    kept: Option<DeliveryId>,
    began: Instant,
}

impl Server {
    /// Starts the server where only the door finds it.
    ///
    /// # Errors
    /// No socket or no thread could be had.
    pub(super) fn start(ports: ServerPorts) -> io::Result<Self> {
        let ServerPorts { facts, ledger, chosen, beyond_loopback, held_back, trouble } = ports;
        let (listener, address, folder) = bind()?;
        let inner = Arc::new(tiny_http::Server::from_listener(listener, None).map_err(io::Error::other)?);
        let stopping = Arc::new(AtomicBool::new(false));
        let (answers, to_answer) = mpsc::sync_channel::<Answer>(ANSWERS_WAITING);
        let room = Arc::new(WaitingRoom::new(held_back));
        let closing = ClosesAtTheEnd(Arc::clone(&room));
        let (waiting_room, waiting_ledger) = (Arc::clone(&room), Arc::clone(&ledger));
        std::thread::Builder::new().name(String::from("webhook-rehearsal")).spawn(move || {
            while let Some(answer) = waiting_room.next() {
                respond(answer, &*waiting_ledger);
            }
        })?;
        let responder_ledger = Arc::clone(&ledger);
        std::thread::Builder::new().name(String::from("webhook-responder")).spawn(move || {
            for answer in &to_answer {
                let at_once = match answer.until.as_ref().map(|(until, _)| *until) {
                    Some(until) => closing.0.enter(answer, until),
                    None => Some(answer),
                };
                if let Some(answer) = at_once {
                    respond(answer, &*responder_ledger);
                }
            }
        })?;
        let worker = Worker {
            inner: Arc::clone(&inner),
            facts,
            ledger,
            chosen,
            beyond_loopback,
            room: Arc::clone(&room),
            answers,
            stopping: Arc::clone(&stopping),
            trouble,
        };
        let (alive, workers_ended) = mpsc::sync_channel::<()>(1);
        for number in 1..=WORKERS {
            let (worker, alive) = (worker.clone(), alive.clone());
            std::thread::Builder::new().name(format!("webhook-worker-{number}")).spawn(move || {
                worker.run();
                drop(alive);
            })?;
        }
        Ok(Self { inner, address, stopping, room, workers_ended, _folder: folder })
    }

    /// Where the door finds it.
    pub(super) fn address(&self) -> &InnerAddress {
        &self.address
    }

    /// A new connection, on which a stranger's question is asked: answered 403 as long as the server lives.
    ///
    /// # Errors
    /// It takes no more connections.
    pub(super) fn knock(&self, patience: Duration) -> io::Result<Box<dyn Read>> {
        const QUESTION: &[u8] = b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n";
        match &self.address {
            #[cfg(unix)]
            InnerAddress::Unix(path) => {
                let mut stream = std::os::unix::net::UnixStream::connect(path)?;
                stream.set_read_timeout(Some(patience))?;
                stream.write_all(QUESTION)?;
                Ok(Box::new(stream))
            }
            InnerAddress::Tcp(address) => {
                let mut stream = std::net::TcpStream::connect_timeout(address, patience)?;
                stream.set_read_timeout(Some(patience))?;
                stream.write_all(QUESTION)?;
                Ok(Box::new(stream))
            }
        }
    }

    /// Lets every answer leave that is held back, and holds none back any more: the listener ends.
    pub(super) fn hold_back_no_more(&self) {
        self.room.close();
    }

    /// Ends it; requests inside are no longer answered.
    pub(super) fn stop(self) {
        self.hold_back_no_more();
        self.stopping.store(true, Ordering::Release);
        for _ in 0..WORKERS {
            self.inner.unblock();
        }
        if self.workers_ended.recv_timeout(END_TIME) == Err(mpsc::RecvTimeoutError::Timeout) {
            log::warn!("a webhook worker still waits for the store; it is left behind");
        }
    }
}

#[cfg(unix)]
fn bind() -> io::Result<(tiny_http::Listener, InnerAddress, Option<PrivateFolder>)> {
    let in_folder = || -> io::Result<_> {
        let folder = PrivateFolder::make()?;
        let path = folder.path().join("door");
        let listener = std::os::unix::net::UnixListener::bind(&path)?;
        Ok((listener.into(), InnerAddress::Unix(path), Some(folder)))
    };
    // A temporary folder may be too deep for a socket's name, or on a file system without sockets.
    in_folder().or_else(|error| {
        log::info!("no private socket, a loopback port instead: {error}");
        bind_loopback()
    })
}

#[cfg(not(unix))]
fn bind() -> io::Result<(tiny_http::Listener, InnerAddress, Option<PrivateFolder>)> {
    bind_loopback()
}

fn bind_loopback() -> io::Result<(tiny_http::Listener, InnerAddress, Option<PrivateFolder>)> {
    let listener = std::net::TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0))?;
    let address = InnerAddress::Tcp(listener.local_addr()?);
    Ok((listener.into(), address, None))
}

impl Worker {
    fn run(&self) {
        loop {
            match self.inner.recv() {
                Ok(request) => {
                    // Whatever fails in one request, the next one finds a worker. A request that is dropped on the way
                    // answers for itself.
                    let served = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.serve(request)));
                    if served.is_err() {
                        log::error!("a webhook worker failed at a request; it goes on with the next");
                    }
                }
                Err(_) if self.stopping.load(Ordering::Acquire) => return,
                Err(error) => {
                    log::error!("the server behind the door accepts no more connections: {error}");
                    (self.trouble)();
                }
            }
        }
    }

    fn serve(&self, request: tiny_http::Request) {
        let header = request.headers().iter().find(|header| header.field.equiv(TICKET_HEADER));
        let ticket = header.map_or("", |header| header.value.as_str());
        if self.facts.is_ping(ticket) {
            return say(request, &Reply::here(), None);
        }
        let Some((head, body)) = self.facts.fetch(ticket) else {
            return say(request, &Reply::refused(403, "only the door may come in here"), None);
        };
        if head.values(PROBE_HEADER).any(|token| self.facts.is_probe(token)) {
            return say(request, &Reply::here(), None);
        }
        let rules = Rules { terms: self.chosen.terms.now(), beyond_loopback: self.beyond_loopback };
        let Intake { mut delivery, reply } = take_in(&head, body, &rules);
        // Decided before it is kept, so that it is kept with what the sender reads.
        let altered = self.alter(&delivery, &reply);
        let (reply, rehearsed, until) = match altered {
            None => (reply, None, None),
            Some((Altered { reply, rehearsed, delay }, place)) => {
                let what = rehearsed.what.clone();
                delivery.answer = reply.noted();
                delivery.rehearsed = Some(rehearsed);
                (reply, Some(what), place.map(|place| (head.began + delay, place)))
            }
        };
        let is_refused = matches!(delivery.disposition, Disposition::Refused { .. });
        let mut debt = Debt { request: Some(request) };
        let (answers, began) = (self.answers.clone(), head.began);
        self.ledger.keep(
            delivery,
            Box::new(move |kept| {
                let Some(request) = debt.request.take() else { return };
                let answer = match kept {
                    Ok(receipt) => Answer { request, reply, rehearsed, until, kept: Some(receipt.delivery), began },
                    // A refusal stands whether or not it could be noted.
                    Err(_) if is_refused => Answer { request, reply, rehearsed: None, until: None, kept: None, began },
                    // What is not kept is not played with.
                    Err(NotKept { reason }) => {
                        let reply = Reply::not_kept(&reason);
                        Answer { request, reply, rehearsed: None, until: None, kept: None, began }
                    }
                };
                _ = answers.send(answer);
            }),
        );
    }

    /// The answer to be given instead of our own, with a place to wait if it is to; `None` for our own.
    fn alter(&self, delivery: &NewDelivery, own: &Reply) -> Option<(Altered, Option<Place>)> {
        let rehearsing = self.chosen.rehearsing.now();
        let rehearsing = rehearsing.as_ref().as_ref().filter(|_| concerns(delivery))?;
        if !rehearsing.is_its_turn() {
            return None;
        }
        let place = if rehearsing.rehearsal.delay_ms > 0 { self.room.promise() } else { None };
        Some((alter(own, &rehearsing.rehearsal, place.is_some())?, place))
    }
}

/// Has the waiting room empty itself when nobody can enter any more.
struct ClosesAtTheEnd(Arc<WaitingRoom<Answer>>);

impl Drop for ClosesAtTheEnd {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// A request that must be answered, even if the ledger forgets to say what became of it.
struct Debt {
    request: Option<tiny_http::Request>,
}

impl Drop for Debt {
    fn drop(&mut self) {
        if let Some(request) = self.request.take() {
            say(request, &Reply::not_kept("the call could not be stored"), None);
        }
    }
}

fn respond(answer: Answer, ledger: &dyn Ledger) {
    let Answer { request, reply, rehearsed, until, kept, began } = answer;
    say(request, &reply, rehearsed.as_deref());
    drop(until);
    if let Some(delivery) = kept {
        ledger.answered(delivery, began.elapsed());
    }
}

fn say(request: tiny_http::Request, reply: &Reply, rehearsed: Option<&str>) {
    let mut response = tiny_http::Response::from_data(reply.body.as_bytes())
        .with_status_code(reply.status)
        // Always a Content-Length: the door reads nothing else.
        .with_chunked_threshold(usize::MAX);
    let allow = (reply.status == 405).then_some(("Allow", ALLOW));
    let rehearsed = rehearsed.map(|what| (REHEARSAL_HEADER, what));
    let headers = [("Server", SERVER), ("Content-Type", reply.content_type)];
    for (name, value) in headers.into_iter().chain(allow).chain(rehearsed) {
        if let Ok(header) = tiny_http::Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    if let Err(error) = request.respond(response) {
        log::warn!("an answer did not reach the door: {error}");
    }
}
