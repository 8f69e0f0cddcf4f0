//! The door's way inside: hands whole requests to the server behind it over a bounded number of links, and its answers
//! back to the senders.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use mio::Token;

use super::answer;
use super::clients::Then;
use super::conversation::Refusal;
use super::gate::Gate;
use super::link::Link;

/// How long a new connection to the server may stay unproven.
const PROVING_TIME: Duration = Duration::from_secs(2);

/// Links kept when there is nothing to do.
const LINKS_KEPT: usize = 4;

/// How long a link beyond those rests before it is closed.
const SPARE_TIME: Duration = Duration::from_secs(5);

/// How often a request that the server has not taken yet is handed on again after a connection broke under it.
const TRIES: u8 = 3;

fn link_token(at: usize) -> Token {
    Token(3 + 2 * at)
}

impl Gate {
    /// Hands waiting requests on, as long as there are links.
    pub(super) fn hand_on(&mut self) {
        while let Some(&at) = self.waiting.front() {
            let owed = self.clients.get(at).and_then(|client| client.owed.as_ref());
            // The place may be another sender's by now, whose request is inside already.
            if owed.is_none_or(|owed| owed.number.is_some()) {
                self.waiting.pop_front();
                continue;
            }
            let Some(link_at) = self.idle_links.pop() else {
                if self.is_proving || self.links.len() >= self.ports.limits.in_hand {
                    return;
                }
                if !self.open_link() && self.links.len() == 0 {
                    self.waiting.pop_front();
                    self.give_up(at);
                    continue;
                }
                return;
            };
            self.waiting.pop_front();
            self.last_number += 1;
            let number = self.last_number;
            let owed = self.clients.get(at).and_then(|client| client.owed.as_mut());
            let (Some(owed), Some(link)) = (owed, self.links.get(link_at)) else { continue };
            owed.number = Some(number);
            let head = Arc::clone(&owed.request.head);
            let ticket = self.ports.facts.enter(number, Arc::clone(&head), std::mem::take(&mut owed.request.body));
            link.begin(number, at, &head, &ticket);
            if link.write(self.poll.registry()).is_err() {
                self.link_broke(link_at);
            }
        }
    }

    /// Opens one more link; it is of use once it is proven.
    fn open_link(&mut self) -> bool {
        self.reserve.spend();
        let token = link_token(self.links.next());
        match Link::open(&self.ports.inner, self.poll.registry(), token, &self.ports.facts.ping_ticket()) {
            Ok(link) => {
                self.links.put(link);
                self.is_proving = true;
                true
            }
            Err(error) => {
                log::warn!("no connection to the server behind the door: {error}");
                (self.ports.trouble)();
                false
            }
        }
    }

    /// Gives up links on which the server says nothing at all.
    pub(super) fn drop_unproven(&mut self) {
        let is_late = |link: &Link| link.unproven_since.is_some_and(|since| since.elapsed() > PROVING_TIME);
        let late: Vec<usize> = self.links.iter().filter(|(_, link)| is_late(link)).map(|(at, _)| at).collect();
        for at in late {
            log::warn!("the server behind the door leaves a connection without an answer");
            self.link_broke(at);
        }
    }

    /// Closes links that a burst has left behind: each costs a thread and three descriptors.
    pub(super) fn drop_idle(&mut self) {
        // Taken from the end, so that those at the beginning rest longest.
        while self.has_spare_links()
            && let Some(&at) = self.idle_links.first()
            && self.links.get(at).is_none_or(|link| link.idle_since.elapsed() > SPARE_TIME)
        {
            self.idle_links.remove(0);
            _ = self.links.take(at).map(|link| link.close(self.poll.registry()));
        }
    }

    /// More links rest than are kept.
    pub(super) fn has_spare_links(&self) -> bool {
        self.idle_links.len() > LINKS_KEPT
    }

    /// A link has something to read or room to write.
    pub(super) fn go_on(&mut self, link_at: usize) {
        let Some(link) = self.links.get(link_at) else { return };
        match link.go_on(self.poll.registry(), &mut self.scratch) {
            Ok(None) => {}
            Ok(Some(answer)) => {
                let busy = link.busy.take();
                if link.unproven_since.take().is_some() {
                    self.is_proving = false;
                }
                link.idle_since = Instant::now();
                self.idle_links.push(link_at);
                let Some(busy) = busy else { return };
                self.ports.facts.leave(busy.number);
                self.pass_on(busy.client, busy.number, &answer);
            }
            Err(error) => {
                log::warn!("a connection to the server behind the door broke: {error}");
                self.link_broke(link_at);
            }
        }
    }

    /// Gives a sender its answer, if it is still there.
    fn pass_on(&mut self, at: usize, number: u64, answer: &[u8]) {
        let now = Instant::now();
        let draining = self.drain.load(Ordering::Relaxed);
        let Some(client) = self.clients.get(at) else { return };
        let Some(owed) = client.owed.take_if(|owed| owed.number == Some(number)) else { return };
        let stays = owed.request.stays && !draining;
        client.is_known |= answer.starts_with(b"HTTP/1.1 2");
        let out = client.say(if stays { Then::Next } else { Then::Close }, now);
        answer::relay(answer, &owed.request, stays, out);
        self.attend(at);
    }

    fn link_broke(&mut self, link_at: usize) {
        let Some(link) = self.links.take(link_at) else { return };
        self.idle_links.retain(|idle| *idle != link_at);
        if link.unproven_since.is_some() {
            self.is_proving = false;
        }
        (self.ports.trouble)();
        let Some(busy) = link.close(self.poll.registry()) else { return };
        let not_taken = self.ports.facts.leave(busy.number);
        let Some(owed) = self.clients.get(busy.client).and_then(|client| client.owed.as_mut()) else { return };
        if owed.number != Some(busy.number) {
            return;
        }
        owed.tries += 1;
        match not_taken {
            Some(body) => {
                owed.request.body = body;
                owed.number = None;
                if owed.tries < TRIES { self.waiting.push_front(busy.client) } else { self.give_up(busy.client) }
            }
            // The server has it, and notes what becomes of it; only the way back is broken.
            None => self.give_up(busy.client),
        }
    }

    /// Tells a sender that the server is gone.
    fn give_up(&mut self, at: usize) {
        let Some(owed) = self.clients.get(at).and_then(|client| client.owed.take()) else { return };
        let is_noted = owed.number.is_some();
        let refusal = Refusal {
            status: 503,
            reason: String::from("Call Inbox can't take calls at the moment"),
            head: (!is_noted).then(|| Arc::unwrap_or_clone(owed.request.head)),
            body: owed.request.body,
            body_bytes: owed.body_bytes as u64,
            is_answered: true,
        };
        self.refuse(at, refusal);
        self.attend(at);
    }
}
