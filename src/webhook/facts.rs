//! What the door knows of a request that is inside: its head, looked up by the server by number. Only who knows the
//! process's token can name a number, so nobody else can talk to the server behind the door.

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

/// Heads of requests that are inside.
pub(super) struct Facts {
    token: String,
    probe_token: String,
    heads: Mutex<HashMap<u64, Arc<RequestHead>>>,
}

impl Facts {
    pub(super) fn new() -> Self {
        Self { token: unguessable(), probe_token: unguessable(), heads: Mutex::default() }
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
    pub(super) fn enter(&self, number: u64, head: Arc<RequestHead>) -> String {
        self.lock().insert(number, head);
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

    /// Forgets a request that was answered.
    pub(super) fn leave(&self, number: u64) {
        self.lock().remove(&number);
    }

    /// The head of the request with that ticket.
    pub(super) fn find(&self, ticket: &str) -> Option<Arc<RequestHead>> {
        let (token, number) = ticket.split_once(' ')?;
        if !same(token, &self.token) {
            return None;
        }
        self.lock().get(&number.parse().ok()?).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Arc<RequestHead>>> {
        self.heads.lock().unwrap_or_else(PoisonError::into_inner)
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
    fn only_the_ticket_finds_the_head() {
        let facts = Facts::new();
        let ticket = facts.enter(7, Arc::new(head("GET /a", &[], "127.0.0.1:1")));
        assert_eq!(facts.find(&ticket).unwrap().target, "/a");
        assert_eq!(facts.find(&format!("{} 7", Facts::new().token)), None);
        facts.leave(7);
        assert_eq!(facts.find(&ticket), None);
    }
}
