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
use super::listener::CurrentTerms;
use super::private_folder::PrivateFolder;
use super::reply::{ALLOW, Reply, SERVER};
use super::{Ledger, NotKept};
use crate::call::{DeliveryId, Disposition};

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
    /// Disconnected when the last worker has ended.
    workers_ended: Receiver<()>,
    /// Removed after the server, whose socket is in it.
    _folder: Option<PrivateFolder>,
}

/// What a worker needs.
#[derive(Clone)]
struct Worker {
    inner: Arc<tiny_http::Server>,
    facts: Arc<Facts>,
    ledger: Arc<dyn Ledger>,
    terms: CurrentTerms,
    beyond_loopback: bool,
    answers: SyncSender<Answer>,
    stopping: Arc<AtomicBool>,
    trouble: Arc<dyn Fn() + Send + Sync>,
}

/// An answer that may leave now.
struct Answer {
    request: tiny_http::Request,
    reply: Reply,
    kept: Option<DeliveryId>,
    began: Instant,
}

impl Server {
    /// Starts the server where only the door finds it.
    ///
    /// # Errors
    /// No socket or no thread could be had.
    pub(super) fn start(
        facts: Arc<Facts>,
        ledger: Arc<dyn Ledger>,
        terms: CurrentTerms,
        beyond_loopback: bool,
        trouble: Arc<dyn Fn() + Send + Sync>,
    ) -> io::Result<Self> {
        let (listener, address, folder) = bind()?;
        let inner = Arc::new(tiny_http::Server::from_listener(listener, None).map_err(io::Error::other)?);
        let stopping = Arc::new(AtomicBool::new(false));
        let (answers, to_answer) = mpsc::sync_channel(ANSWERS_WAITING);
        let responder_ledger = Arc::clone(&ledger);
        std::thread::Builder::new()
            .name(String::from("webhook-responder"))
            .spawn(move || to_answer.iter().for_each(|answer| respond(answer, &*responder_ledger)))?;
        let worker = Worker {
            inner: Arc::clone(&inner),
            facts,
            ledger,
            terms,
            beyond_loopback,
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
        Ok(Self { inner, address, stopping, workers_ended, _folder: folder })
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

    /// Ends it; requests inside are no longer answered.
    pub(super) fn stop(self) {
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
            return say(request, &Reply::here());
        }
        let Some((head, body)) = self.facts.fetch(ticket) else {
            return say(request, &Reply::refused(403, "only the door may come in here"));
        };
        if head.values(PROBE_HEADER).any(|token| self.facts.is_probe(token)) {
            return say(request, &Reply::here());
        }
        let rules = Rules { terms: self.terms.now(), beyond_loopback: self.beyond_loopback };
        let Intake { delivery, reply } = take_in(&head, body, &rules);
        let is_refused = matches!(delivery.disposition, Disposition::Refused { .. });
        let mut debt = Debt { request: Some(request) };
        let (answers, began) = (self.answers.clone(), head.began);
        self.ledger.keep(
            delivery,
            Box::new(move |kept| {
                let (reply, kept) = match kept {
                    Ok(receipt) => (reply, Some(receipt.delivery)),
                    // A refusal stands whether or not it could be noted.
                    Err(_) if is_refused => (reply, None),
                    Err(NotKept { reason }) => (Reply::not_kept(&reason), None),
                };
                if let Some(request) = debt.request.take() {
                    _ = answers.send(Answer { request, reply, kept, began });
                }
            }),
        );
    }
}

/// A request that must be answered, even if the ledger forgets to say what became of it.
struct Debt {
    request: Option<tiny_http::Request>,
}

impl Drop for Debt {
    fn drop(&mut self) {
        if let Some(request) = self.request.take() {
            say(request, &Reply::not_kept("the call could not be stored"));
        }
    }
}

fn respond(answer: Answer, ledger: &dyn Ledger) {
    let Answer { request, reply, kept, began } = answer;
    say(request, &reply);
    if let Some(delivery) = kept {
        ledger.answered(delivery, began.elapsed());
    }
}

fn say(request: tiny_http::Request, reply: &Reply) {
    let mut response = tiny_http::Response::from_data(reply.body.as_bytes())
        .with_status_code(reply.status)
        // Always a Content-Length: the door reads nothing else.
        .with_chunked_threshold(usize::MAX);
    let allow = (reply.status == 405).then_some(("Allow", ALLOW));
    for (name, value) in [("Server", SERVER), ("Content-Type", reply.content_type)].into_iter().chain(allow) {
        if let Ok(header) = tiny_http::Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    if let Err(error) = request.respond(response) {
        log::warn!("an answer did not reach the door: {error}");
    }
}
