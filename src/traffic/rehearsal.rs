//! Answering otherwise on purpose, to see what the sender makes of it. Values; who rolls the dice is the listener's business.

/// Tells in an altered answer that it was altered, and how.
pub const REHEARSAL_HEADER: &str = "X-Call-Inbox-Rehearsal";

/// How answers to calls are altered.
#[derive(Debug, Clone, PartialEq)]
pub struct Rehearsal {
    /// This status instead of our own.
    pub status: Option<u16>,
    /// This body instead of our own.
    pub body: Option<String>,
    /// Not answered before so long, in milliseconds; at most 60 s.
    pub delay_ms: u64,
    /// Of a hundred calls, about so many are answered so: 0 to 100.
    pub percent: u8,
}

impl Rehearsal {
    /// The longest delay, in milliseconds.
    pub const MOST_DELAY_MS: u64 = 60_000;

    /// Whether it changes anything.
    pub fn is_any(&self) -> bool {
        self.percent > 0 && (self.status.is_some() || self.body.is_some() || self.delay_ms > 0)
    }
}
