//! A small HTTP/1.1 server that a handler has in its hands down to the single write: it can drip, stop in the middle and
//! never answer, which a well-behaved server can't. One request a connection. It does not decide what is answered.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::file_server::FileServerError;
use super::stop::StopSignal;

/// More connections than anybody who fetches politely has open; whoever comes later waits in the kernel's queue.
const MAX_CONNECTIONS: usize = 32;
/// As much of a request's head as is read.
const MAX_HEAD_BYTES: usize = 16 * 1024;
/// How long a reader may take over its request, or over what it is sent.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often [`PATIENCE`] may pass while a reader is kept waiting on purpose.
const MAX_WAITS: u32 = 20;
/// How soon a full house is looked at again, or a failed accept is tried again.
const BREATH: Duration = Duration::from_millis(20);

/// A request without its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// `GET`.
    pub method: String,
    /// What follows, without a query.
    pub path: String,
    fields: Vec<(String, String)>,
}

impl Asked {
    /// A field by its name, whatever its capitals.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Reads a head up to its empty line. Forgiving: it is for tests and demonstrations.
    fn parse(head: &str) -> Option<Self> {
        let mut lines = head.split("\r\n");
        let mut first = lines.next()?.split(' ');
        let (method, target) = (first.next()?.to_owned(), first.next()?);
        let path = target.split(['?', '#']).next()?.to_owned();
        let fields = lines.filter_map(|line| line.split_once(':'));
        let fields = fields.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect();
        Some(Self { method, path, fields })
    }
}

/// A connection whose request was read.
#[derive(Debug)]
pub struct Line<'a> {
    stream: TcpStream,
    stop: &'a StopSignal,
}

impl Line<'_> {
    /// Writes all of it now.
    ///
    /// # Errors
    /// The reader is gone, or takes nothing any more.
    pub fn say(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes)
    }

    /// Raised when the server ends.
    pub fn stop(&self) -> &StopSignal {
        self.stop
    }

    /// Waits until the reader hangs up, the server ends, or ten minutes have passed.
    pub fn wait_for_hanging_up(&mut self) {
        let mut rest = [0; 64];
        for _ in 0..MAX_WAITS {
            match self.stream.read(&mut rest) {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {}
                Err(_) => break,
            }
        }
    }
}

type Handler = dyn Fn(&Asked, &mut Line<'_>) -> io::Result<()> + Send + Sync;

struct Shared {
    stop: StopSignal,
    /// Open connections by number, so that the end of the server can cut them.
    open: Mutex<Vec<(u64, TcpStream)>>,
    handler: Box<Handler>,
}

/// A running server; stops at once when dropped, whatever it was saying.
pub struct RawServer {
    address: SocketAddr,
    shared: Arc<Shared>,
    accepting: Option<JoinHandle<()>>,
}

impl std::fmt::Debug for RawServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RawServer").field("address", &self.address).finish_non_exhaustive()
    }
}

impl RawServer {
    /// Starts serving on 127.0.0.1; port 0 picks a free one. Every request is handed to `handler`, on a thread of its own;
    /// an error from it means that the reader went away.
    ///
    /// # Errors
    /// When the port or a thread can't be had.
    pub fn start(
        port: u16,
        handler: impl Fn(&Asked, &mut Line<'_>) -> io::Result<()> + Send + Sync + 'static,
    ) -> Result<Self, FileServerError> {
        let listener =
            TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| FileServerError::Bind(error.into()))?;
        let address = listener.local_addr().map_err(|error| FileServerError::Bind(error.into()))?;
        let shared =
            Arc::new(Shared { stop: StopSignal::default(), open: Mutex::default(), handler: Box::new(handler) });
        let accepting = {
            let shared = shared.clone();
            let named = thread::Builder::new().name(String::from("simulator-raw-accept"));
            named.spawn(move || accept(&listener, &shared)).map_err(FileServerError::Thread)?
        };
        Ok(Self { address, shared, accepting: Some(accepting) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for RawServer {
    fn drop(&mut self) {
        self.shared.stop.raise();
        for (_, stream) in self.shared.open.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            // Whoever is gone already needs no more cutting.
            let _ = stream.shutdown(Shutdown::Both);
        }
        // Ends the waiting for the next connection.
        drop(TcpStream::connect(self.address));
        if self.accepting.take().is_some_and(|thread| thread.join().is_err()) {
            log::error!("a thread of the simulator's raw server panicked");
        }
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    let mut serving: Vec<JoinHandle<()>> = Vec::new();
    for number in 0.. {
        while serving.len() >= MAX_CONNECTIONS && shared.stop.pause(BREATH) {
            serving.retain(|thread| !thread.is_finished());
        }
        let accepted = listener.accept();
        if shared.stop.is_raised() {
            break;
        }
        serving.retain(|thread| !thread.is_finished());
        let started = accepted.and_then(|(stream, _)| serve_on_a_thread(number, stream, shared));
        match started {
            Ok(thread) => serving.push(thread),
            Err(error) => {
                log::debug!("simulator's raw server: {error}");
                shared.stop.pause(BREATH);
            }
        }
    }
    for thread in serving {
        if thread.join().is_err() {
            log::error!("a thread of the simulator's raw server panicked");
        }
    }
}

fn serve_on_a_thread(number: u64, stream: TcpStream, shared: &Arc<Shared>) -> io::Result<JoinHandle<()>> {
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let other_end = stream.try_clone()?;
    shared.open.lock().unwrap_or_else(PoisonError::into_inner).push((number, other_end));
    let work = {
        let shared = shared.clone();
        move || {
            // The server may have ended between accepting and the line above.
            if !shared.stop.is_raised()
                && let Err(error) = serve(stream, &shared)
            {
                log::debug!("simulator's raw server: a reader left: {error}");
            }
            shared.forget(number);
        }
    };
    let thread = thread::Builder::new().name(format!("simulator-raw-{number}")).spawn(work);
    if thread.is_err() {
        shared.forget(number);
    }
    thread
}

impl Shared {
    fn forget(&self, number: u64) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = open.iter().position(|(known, _)| *known == number) {
            let (_, stream) = open.swap_remove(at);
            // The copy kept here would hold the connection open.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

fn serve(mut stream: TcpStream, shared: &Shared) -> io::Result<()> {
    let Some(asked) = read_head(&mut stream)?.as_deref().and_then(Asked::parse) else { return Ok(()) };
    (shared.handler)(&asked, &mut Line { stream, stop: &shared.stop })
}

/// The head of a request; `None` if it ends early or never.
fn read_head(stream: &mut TcpStream) -> io::Result<Option<String>> {
    let mut head = Vec::with_capacity(1024);
    let mut buffer = [0; 1024];
    loop {
        let read = stream.read(&mut buffer)?;
        head.extend(&buffer[..read]);
        if let Some(end) = head.windows(4).position(|window| window == b"\r\n\r\n") {
            return Ok(Some(String::from_utf8_lossy(&head[..end]).into_owned()));
        }
        if read == 0 || head.len() > MAX_HEAD_BYTES {
            return Ok(None);
        }
    }
}

/// Status line and fields, ready to be sent.
pub fn head(status: u16, fields: &[(&str, String)]) -> Vec<u8> {
    let reason = match status {
        200 => "OK",
        202 => "Accepted",
        206 => "Partial Content",
        302 => "Found",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        416 => "Range Not Satisfiable",
        503 => "Service Unavailable",
        _ => "Answer",
    };
    let mut head = format!("HTTP/1.1 {status} {reason}\r\n");
    for (name, value) in fields {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("Connection: close\r\n\r\n");
    head.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::sync_channel;

    fn ask(address: SocketAddr) -> Vec<u8> {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(b"GET /a/b?c HTTP/1.1\r\nHost: x\r\nRANGE:  bytes=0-1 \r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        answer
    }

    #[test]
    fn a_request_is_read_and_answered() {
        let server = RawServer::start(0, |asked, line| {
            let said = format!("{} {} {:?}", asked.method, asked.path, asked.field("range"));
            line.say(&head(200, &[]))?;
            line.say(said.as_bytes())
        })
        .unwrap();
        let answer = String::from_utf8(ask(server.address())).unwrap();
        assert_eq!(answer, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nGET /a/b Some(\"bytes=0-1\")");
    }

    #[test]
    fn a_server_that_ends_cuts_who_is_kept_waiting() {
        let (waiting, waits) = sync_channel(1);
        let server = RawServer::start(0, move |_, line| {
            waiting.send(()).unwrap();
            line.wait_for_hanging_up();
            Ok(())
        })
        .unwrap();
        let mut stream = TcpStream::connect(server.address()).unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
        waits.recv_timeout(Duration::from_secs(20)).unwrap();
        let shared = Arc::downgrade(&server.shared);
        drop(server);
        assert!(shared.upgrade().is_none());
        assert_eq!(stream.read(&mut [0; 8]).unwrap_or(0), 0);
    }

    #[test]
    fn what_is_no_request_is_hung_up_on() {
        let server = RawServer::start(0, |_, line| line.say(b"?")).unwrap();
        for said in ["", "GET / HTTP/1.1\r\n", "\r\n\r\n"] {
            let mut stream = TcpStream::connect(server.address()).unwrap();
            stream.write_all(said.as_bytes()).unwrap();
            stream.shutdown(Shutdown::Write).unwrap();
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).unwrap();
            assert!(answer.is_empty(), "{said:?}");
        }
    }
}
