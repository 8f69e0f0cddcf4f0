//! A connection from the door to the server behind it: one request at a time, written and its answer read without waiting.

use std::io::{self, ErrorKind, Read, Write};
use std::path::PathBuf;
use std::time::Instant;

use mio::{Interest, Registry, Token, event::Source};

use super::answer::{self, Broken};
use crate::webhook::facts::TICKET_HEADER;
use crate::webhook::head::RequestHead;

/// Where the server behind the door listens: nowhere that another person could reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::webhook) enum InnerAddress {
    /// A socket in a folder only we may enter.
    #[cfg(unix)]
    Unix(PathBuf),
    /// A loopback port, where there are no such sockets.
    Tcp(std::net::SocketAddr),
}

enum Stream {
    #[cfg(unix)]
    Unix(mio::net::UnixStream),
    Tcp(mio::net::TcpStream),
}

/// One connection to the server.
pub(super) struct Link {
    stream: Stream,
    /// The request it is busy with.
    pub(super) busy: Option<Busy>,
    /// The server has not yet answered anything on it; since when.
    pub(super) unproven_since: Option<Instant>,
    /// Since when it rests, if it does.
    pub(super) idle_since: Instant,
    token: Token,
    /// Told the system that we want to know when there is room. Not asked for else: a Unix socket would tell it after
    /// every write.
    waits_to_write: bool,
}

/// A request on its way through the server.
pub(super) struct Busy {
    /// Of the request.
    pub(super) number: u64,
    /// The sender's place.
    pub(super) client: usize,
    to_head_request: bool,
    /// Request line and ticket. The body does not come this way, it is found by the ticket.
    head: Vec<u8>,
    written: usize,
    answer: Vec<u8>,
}

impl Link {
    /// Connects and asks whether the server has a thread for this connection; the answer comes by [`Self::go_on`]. While
    /// one is unproven no other must be opened: tiny_http counts its free threads wrongly when two connections come at
    /// once, and leaves the second without one for as long as the first stays open.
    ///
    /// # Errors
    /// The server is gone, or the system has no descriptor left.
    pub(super) fn open(address: &InnerAddress, registry: &Registry, token: Token, ping: &str) -> io::Result<Self> {
        let mut stream = match address {
            #[cfg(unix)]
            InnerAddress::Unix(path) => Stream::Unix(mio::net::UnixStream::connect(path)?),
            InnerAddress::Tcp(address) => {
                let stream = mio::net::TcpStream::connect(*address)?;
                _ = stream.set_nodelay(true);
                Stream::Tcp(stream)
            }
        };
        stream.source().register(registry, token, Interest::READABLE)?;
        let now = Instant::now();
        let mut link =
            Self { stream, token, busy: None, unproven_since: Some(now), idle_since: now, waits_to_write: false };
        link.begin_ping(ping);
        link.write(registry)?;
        Ok(link)
    }

    /// Begins with a request; [`Self::write`] sends it.
    pub(super) fn begin(&mut self, number: u64, client: usize, head: &RequestHead, ticket: &str) {
        // The server behind the door drops the connection of a target outside ASCII; it learns the true one by number.
        let target = if head.target.bytes().all(|b| b.is_ascii_graphic()) { &head.target } else { "/" };
        self.start(number, client, &head.method, target, ticket);
    }

    fn begin_ping(&mut self, ticket: &str) {
        self.start(0, usize::MAX, "GET", "/", ticket);
    }

    fn start(&mut self, number: u64, client: usize, method: &str, target: &str, ticket: &str) {
        let head = format!("{method} {target} HTTP/1.1\r\n{TICKET_HEADER}: {ticket}\r\n\r\n").into_bytes();
        let to_head_request = method == "HEAD";
        self.busy = Some(Busy { number, client, to_head_request, head, written: 0, answer: Vec::new() });
    }

    /// Writes and reads what can be without waiting. The whole answer, once it is there.
    ///
    /// # Errors
    /// The server has closed the connection or talks nonsense; the link is of no more use.
    pub(super) fn go_on(&mut self, registry: &Registry, scratch: &mut [u8]) -> io::Result<Option<Vec<u8>>> {
        self.write(registry)?;
        loop {
            let read = match self.stream.io().read(scratch) {
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(read) => read,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) if is_later(&error) => return Ok(None),
                Err(error) => return Err(error),
            };
            let broken = |_: Broken| io::Error::from(ErrorKind::InvalidData);
            let Some(busy) = &mut self.busy else { return Err(broken(Broken)) };
            busy.answer.extend_from_slice(&scratch[..read]);
            match answer::whole_length(&busy.answer, busy.to_head_request).map_err(broken)? {
                // An answer before the request was read whole, or more than one: the two would be out of step.
                Some(length) if length == busy.answer.len() && busy.is_written() => {
                    return Ok(Some(std::mem::take(&mut busy.answer)));
                }
                Some(_) => return Err(broken(Broken)),
                None => {}
            }
        }
    }

    /// Writes what can be without waiting.
    ///
    /// # Errors
    /// The server has closed the connection.
    pub(super) fn write(&mut self, registry: &Registry) -> io::Result<()> {
        let Some(busy) = &mut self.busy else { return Ok(()) };
        let mut no_room = false;
        while !busy.is_written() && !no_room {
            match self.stream.io().write(&busy.head[busy.written..]) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(written) => busy.written += written,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if is_later(&error) => no_room = true,
                Err(error) => return Err(error),
            }
        }
        if no_room != self.waits_to_write {
            self.waits_to_write = no_room;
            let readable = Interest::READABLE;
            let interest = if no_room { readable | Interest::WRITABLE } else { readable };
            self.stream.source().reregister(registry, self.token, interest)?;
        }
        Ok(())
    }

    /// Takes the link off the event loop.
    pub(super) fn close(mut self, registry: &Registry) -> Option<Busy> {
        _ = self.stream.source().deregister(registry);
        self.busy.take()
    }
}

impl Busy {
    fn is_written(&self) -> bool {
        self.written == self.head.len()
    }
}

/// Nothing is wrong, it only has to be tried again after the next event.
pub(super) fn is_later(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::NotConnected)
}

trait Io: Read + Write {}
impl<T: Read + Write> Io for T {}

impl Stream {
    fn io(&mut self) -> &mut dyn Io {
        match self {
            #[cfg(unix)]
            Self::Unix(stream) => stream,
            Self::Tcp(stream) => stream,
        }
    }

    fn source(&mut self) -> &mut dyn Source {
        match self {
            #[cfg(unix)]
            Self::Unix(stream) => stream,
            Self::Tcp(stream) => stream,
        }
    }
}
