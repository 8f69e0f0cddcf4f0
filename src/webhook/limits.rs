//! What one sender, and all senders together, may take of us. Numbers only.

use std::time::Duration;

/// The listener's limits. The defaults are meant for everyone; tests choose smaller ones.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// The longest head (request line and headers), in bytes.
    pub head_bytes: usize,
    /// The longest body, in bytes, decoded. Ten minutes of sound inlined as base64 are about 13 MB.
    pub body_bytes: u64,
    /// How long a head may take, from its first byte; also how long a new connection may stay silent.
    pub head_time: Duration,
    /// How long a body may take before its pace is looked at.
    pub body_time: Duration,
    /// What a longer body must keep up on average, in bytes a second.
    pub body_pace: u64,
    /// How long a connection may rest between two requests.
    pub idle_time: Duration,
    /// How long a sender may take to read our answer.
    pub answer_time: Duration,
    /// How long requests in hand may take to end when the listener stops.
    pub drain_time: Duration,
    /// Open connections. What is over it displaces the slowest.
    pub connections: usize,
    /// Open connections of one address, unless it is this machine.
    pub connections_per_peer: usize,
    /// Requests inside at the same time: read whole, not yet answered.
    pub in_hand: usize,
    /// Bytes of heads and bodies held for all connections together.
    pub buffered_bytes: usize,
}

/// What the rest of the program has open when it rests: ten connections to the database with two files each, sockets of
/// its own, event loops, the lock, the log; and some to work with.
const OTHERS_DESCRIPTORS: usize = 48;

/// Header lines of one request.
pub const HEAD_LINES: usize = 100;

impl Default for Limits {
    fn default() -> Self {
        Self {
            head_bytes: 16 * 1024,
            body_bytes: 32 * 1024 * 1024,
            head_time: Duration::from_secs(10),
            body_time: Duration::from_secs(30),
            body_pace: 64 * 1024,
            idle_time: Duration::from_secs(60),
            answer_time: Duration::from_secs(10),
            drain_time: Duration::from_secs(5),
            connections: 512,
            connections_per_peer: 128,
            in_hand: 128,
            buffered_bytes: 256 * 1024 * 1024,
        }
    }
}

impl Limits {
    /// How many answers may be held back on purpose at the same time. Each keeps its request in hand; half of those stay
    /// for everyone else.
    pub fn held_back(&self) -> usize {
        self.in_hand / 2
    }

    /// The same limits, within what the system lets this process open. A request in hand costs three descriptors (ours
    /// and two of the server behind the door), a connection one; a quarter stays for the store, the media and the window,
    /// and never less than they need.
    #[must_use]
    pub fn within_descriptors(mut self, descriptors: usize) -> Self {
        let ours = descriptors.saturating_sub((descriptors / 4).max(OTHERS_DESCRIPTORS));
        self.in_hand = self.in_hand.min(ours / 6).max(1);
        self.connections = self.connections.min(ours.saturating_sub(self.in_hand * 3)).max(1);
        self
    }
}

/// How many files and sockets this process may have open, as far as that can be known without asking in C.
pub fn descriptors() -> usize {
    if cfg!(windows) {
        return usize::MAX;
    }
    // macOS gives 256 to programs started from the desktop.
    const SMALLEST: usize = 256;
    let Ok(text) = std::fs::read_to_string("/proc/self/limits") else { return SMALLEST };
    let line = text.lines().find_map(|line| line.strip_prefix("Max open files"));
    line.and_then(|rest| rest.split_whitespace().next()).map_or(SMALLEST, |soft| soft.parse().unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_fit_into_few_descriptors() {
        let usual = Limits::default().within_descriptors(1024);
        assert_eq!((usual.in_hand, usual.connections), (128, 384));
        let few = Limits::default().within_descriptors(256);
        assert!(few.in_hand * 3 + few.connections <= 192, "{few:?}");
        let fewest = Limits::default().within_descriptors(64);
        assert!(fewest.in_hand >= 1 && fewest.in_hand * 3 + fewest.connections <= 16, "{fewest:?}");
        assert_eq!(Limits::default().within_descriptors(usize::MAX), Limits::default());
        assert!(descriptors() >= 64);
    }
}
