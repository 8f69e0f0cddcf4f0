//! Requests that are inside: the door leaves head and body here and sends the server a ticket, with which it fetches
//! them. So no body ever passes through the server's own reading, and its traps (it allocates what is declared, it reads
//! late and on our worker) can't be reached. Only who knows the process's token can write a ticket, so nobody else can
//! talk to the server behind the door.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use subtle::ConstantTimeEq;

use super::RequestHead;

/// The header between door and server: token and number.
pub(super) const TICKET_HEADER: &str = "X-Door-Ticket";

/// The header of our own probe: the token.
pub(super) const PROBE_HEADER: &str = "X-Call-Inbox-Probe";

/// The number of no request.
const PING: &str = "0";

type Inside = HashMap<u64, (Arc<RequestHead>, Vec<u8>)>;

/// Requests that are inside, by number.
pub(super) struct Facts {
    token: String,
    probe_token: String,
    inside: Mutex<Inside>,
}

impl Facts {
    pub(super) fn new() -> Self {
        Self { token: unguessable(), probe_token: unguessable(), inside: Mutex::default() }
    }

    /// What our own probe says to be recognised. Not the door's token: whoever else might listen at our address reads it.
    pub(super) fn probe_token(&self) -> &str {
        &self.probe_token
    }

    /// Whether a text is the probe's token.
    pub(super) fn is_probe(&self, token: &str) -> bool {
        same(token, &self.probe_token)
    }

    /// Notes a request that goes inside. Its ticket is the header's value.
    pub(super) fn enter(&self, number: u64, head: Arc<RequestHead>, body: Vec<u8>) -> String {
        self.lock().insert(number, (head, body));
        format!("{} {number}", self.token)
    }

    /// The ticket of a question whether the server is there; no request has its number.
    pub(super) fn ping_ticket(&self) -> String {
        format!("{} {PING}", self.token)
    }

    /// Whether a ticket is that of a ping.
    pub(super) fn is_ping(&self, ticket: &str) -> bool {
        ticket.split_once(' ').is_some_and(|(token, number)| number == PING && same(token, &self.token))
    }

    /// Takes a request back that the server did not fetch; its body.
    pub(super) fn leave(&self, number: u64) -> Option<Vec<u8>> {
        self.lock().remove(&number).map(|(_, body)| body)
    }

    /// Fetches the request with that ticket, once.
    pub(super) fn fetch(&self, ticket: &str) -> Option<(Arc<RequestHead>, Vec<u8>)> {
        let (token, number) = ticket.split_once(' ')?;
        if !same(token, &self.token) {
            return None;
        }
        self.lock().remove(&number.parse().ok()?)
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Compares in a time that does not tell how much is right.
fn same(given: &str, token: &str) -> bool {
    given.as_bytes().ct_eq(token.as_bytes()).into()
}

/// 32 hex digits nobody outside this process can guess: the standard library keys its hasher with the system's randomness.
pub(super) fn unguessable() -> String {
    let (one, two) = (RandomState::new(), RandomState::new());
    format!("{:016x}{:016x}", one.hash_one(std::process::id()), two.hash_one(std::time::Instant::now()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::webhook::head::tests::head;

    #[test]
    fn only_the_ticket_fetches_the_request_and_only_once() {
        let facts = Facts::new();
        let head = Arc::new(head("GET /a", &[], "127.0.0.1:1"));
        let ticket = facts.enter(7, Arc::clone(&head), b"x".to_vec());
        assert_eq!(facts.fetch(&format!("{} 7", Facts::new().token)), None);
        assert_eq!(facts.fetch(&ticket), Some((Arc::clone(&head), b"x".to_vec())));
        assert_eq!((facts.fetch(&ticket), facts.leave(7)), (None, None));
        facts.enter(8, head, b"y".to_vec());
        assert_eq!(facts.leave(8), Some(b"y".to_vec()));
    }
}
