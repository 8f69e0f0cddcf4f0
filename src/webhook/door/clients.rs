//! The senders' connections: their sockets, what is owed to them, and which of them has to go when there is no room.

use std::io::{ErrorKind, Read, Write};
use std::net::{IpAddr, Shutdown, SocketAddr};
use std::time::{Duration, Instant};

use mio::net::TcpStream;

use super::conversation::{Conversation, Standing, WholeRequest};
use super::link::is_later;
use crate::webhook::limits::Limits;

/// How long a closed connection is still read from, so that the system does not cut off our last answer.
const LINGER_TIME: Duration = Duration::from_secs(2);

/// So much younger is a connection taken for that has brought a call: a flood of silent ones shall not close it between
/// two of them. Not more: who brings one call and then holds on has no right to stay.
const LEAD_OF_THE_KNOWN: Duration = Duration::from_secs(10);

/// One sender's connection.
pub(super) struct Client {
    pub(super) stream: TcpStream,
    pub(super) peer: SocketAddr,
    pub(super) talk: Conversation,
    /// The whole request that is owed an answer.
    pub(super) owed: Option<Owed>,
    /// A request of its was answered 2xx.
    pub(super) is_known: bool,
    /// Of the bytes held for it so many are in the common count.
    pub(super) counted_bytes: usize,
    is_dry: bool,
    is_closing: bool,
    out: Vec<u8>,
    written: usize,
    then: Then,
    writing_since: Option<Instant>,
    lingering_until: Option<Instant>,
}

/// A request that is on its way through the server, or waits for it.
pub(super) struct Owed {
    /// Its body is empty while the request is inside: there is only one of it.
    pub(super) request: WholeRequest,
    pub(super) body_bytes: usize,
    /// Under which it went inside last.
    pub(super) number: Option<u64>,
    /// How often a connection to the server broke under it.
    pub(super) tries: u8,
}

/// What follows when all is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    /// The same request goes on.
    GoOn,
    /// The next request.
    Next,
    /// The end.
    Close,
}

/// How writing went.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Flushed {
    /// There was nothing to write.
    Nothing,
    /// All is written.
    All(Then),
    /// The rest can't be written yet.
    Later,
    /// The connection is gone.
    Gone,
}

/// How reading went.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Came {
    /// So many bytes.
    Bytes(usize),
    /// Nothing yet.
    Later,
    /// Nothing ever more.
    End,
}

impl Client {
    pub(super) fn new(stream: TcpStream, peer: SocketAddr, limits: Limits, now: Instant) -> Self {
        _ = stream.set_nodelay(true);
        Self {
            stream,
            peer,
            talk: Conversation::new(limits, peer, now),
            owed: None,
            is_known: false,
            counted_bytes: 0,
            is_dry: false,
            is_closing: false,
            out: Vec::new(),
            written: 0,
            then: Then::GoOn,
            writing_since: None,
            lingering_until: None,
        }
    }

    /// Room for what is to be written next; [`Self::flush`] writes it.
    pub(super) fn say(&mut self, then: Then, now: Instant) -> &mut Vec<u8> {
        self.then = then;
        self.writing_since.get_or_insert(now);
        &mut self.out
    }

    /// Writes what can be without waiting.
    pub(super) fn flush(&mut self) -> Flushed {
        if self.writing_since.is_none() {
            return Flushed::Nothing;
        }
        while self.written < self.out.len() {
            match self.stream.write(&self.out[self.written..]) {
                Ok(0) => return Flushed::Gone,
                Ok(written) => self.written += written,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if is_later(&error) => return Flushed::Later,
                Err(_) => return Flushed::Gone,
            }
        }
        self.out.clear();
        self.written = 0;
        self.writing_since = None;
        Flushed::All(self.then)
    }

    /// Something happened on the socket: it is worth reading again. Once the sender has closed its side no more will
    /// be told, and only reading finds the end.
    pub(super) fn stir(&mut self, is_closed: bool) {
        self.is_closing |= is_closed;
        self.is_dry = false;
    }

    /// Reads once, unless the last read took all there was and nothing happened since.
    pub(super) fn read(&mut self, scratch: &mut [u8]) -> Came {
        loop {
            if self.is_dry {
                return Came::Later;
            }
            return match self.stream.read(scratch) {
                Ok(0) => Came::End,
                Ok(read) => {
                    // epoll and kqueue tell of whatever comes after a short read; Windows only after an attempt that
                    // found nothing.
                    self.is_dry = cfg!(unix) && read < scratch.len() && !self.is_closing;
                    Came::Bytes(read)
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) if is_later(&error) => Came::Later,
                Err(_) => Came::End,
            };
        }
    }

    /// Ends our side; what the sender still sends is thrown away until it ends its own.
    pub(super) fn linger(&mut self, now: Instant) {
        _ = self.stream.shutdown(Shutdown::Write);
        self.lingering_until = Some(now + LINGER_TIME);
    }

    pub(super) fn is_lingering(&self) -> bool {
        self.lingering_until.is_some()
    }

    /// Something waits to be written.
    pub(super) fn is_writing(&self) -> bool {
        self.writing_since.is_some()
    }

    /// When patience with it ends.
    pub(super) fn deadline(&self, limits: &Limits) -> Option<Instant> {
        self.lingering_until
            .or_else(|| self.writing_since.map(|since| since + limits.answer_time))
            .or_else(|| self.talk.deadline())
    }

    /// Bytes held for it.
    pub(super) fn held_bytes(&self) -> usize {
        self.talk.held_bytes() + self.out.capacity() + self.owed.as_ref().map_or(0, |owed| owed.body_bytes)
    }

    /// How soon it has to go when there is no room: the smaller, the sooner. `None`: not at all.
    fn expendable(&self) -> Option<(bool, Standing)> {
        match self.talk.standing() {
            _ if self.is_lingering() => Some((false, Standing::Owed)),
            Standing::Owed => None,
            Standing::Head(since) if self.is_known => Some((true, Standing::Head(since + LEAD_OF_THE_KNOWN))),
            standing => Some((true, standing)),
        }
    }
}

/// Things with a place number, which is used again after they are gone.
pub(super) struct Places<T> {
    places: Vec<Option<T>>,
    free: Vec<usize>,
}

impl<T> Default for Places<T> {
    fn default() -> Self {
        Self { places: Vec::new(), free: Vec::new() }
    }
}

impl<T> Places<T> {
    /// The place that [`Self::put`] would take now.
    pub(super) fn next(&self) -> usize {
        self.free.last().copied().unwrap_or(self.places.len())
    }

    pub(super) fn put(&mut self, thing: T) -> usize {
        let at = self.next();
        if self.free.pop().is_some() {
            self.places[at] = Some(thing);
        } else {
            self.places.push(Some(thing));
        }
        at
    }

    pub(super) fn get(&mut self, at: usize) -> Option<&mut T> {
        self.places.get_mut(at)?.as_mut()
    }

    pub(super) fn take(&mut self, at: usize) -> Option<T> {
        let thing = self.places.get_mut(at)?.take()?;
        self.free.push(at);
        Some(thing)
    }

    pub(super) fn len(&self) -> usize {
        self.places.len() - self.free.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &T)> {
        self.places.iter().enumerate().filter_map(|(at, thing)| Some((at, thing.as_ref()?)))
    }

    /// The places taken, for going through them while they change.
    pub(super) fn taken(&self) -> Vec<usize> {
        self.iter().map(|(at, _)| at).collect()
    }
}

impl Places<Client> {
    /// The connection that has to go first: one that is over, else the slowest that is not owed an answer.
    pub(super) fn slowest(&self, of: Option<IpAddr>) -> Option<usize> {
        let of_them = self.iter().filter(|(_, client)| of.is_none_or(|ip| client.peer.ip() == ip));
        of_them.filter_map(|(at, client)| Some((client.expendable()?, at))).min().map(|(_, at)| at)
    }

    /// The connection with the largest unfinished body.
    pub(super) fn largest(&self) -> Option<usize> {
        let unfinished = self.iter().filter(|(_, client)| matches!(client.talk.standing(), Standing::Body(_)));
        unfinished.max_by_key(|(_, client)| client.talk.held_bytes()).map(|(at, _)| at)
    }

    /// How many connections an address has.
    pub(super) fn count_of(&self, ip: IpAddr) -> usize {
        self.iter().filter(|(_, client)| client.peer.ip() == ip).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_used_again() {
        let mut places = Places::default();
        assert_eq!((places.put('a'), places.put('b'), places.len()), (0, 1, 2));
        assert_eq!((places.take(0), places.take(0), places.next()), (Some('a'), None, 0));
        assert_eq!((places.put('c'), places.taken(), places.get(1).copied()), (0, vec![0, 1], Some('b')));
    }
}
