//! Sending a request again: what, where to, how often, and what came of it.

use crate::call::{DeliveryId, Header};

/// Marks a request that was sent again from here; its value is the number of the delivery.
pub const REPLAY_HEADER: &str = "X-Call-Inbox-Replay";
/// Marks a request that was handed on as it arrived; its value is the number of the delivery.
pub const FORWARD_HEADER: &str = "X-Call-Inbox-Forward";

/// A request to be sent again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resend {
    /// Which.
    pub id: DeliveryId,
    /// Where to; `None` for our own listener.
    pub url: Option<String>,
    /// How often, 1 to 1000.
    pub times: u32,
    /// As it was changed first; `None` for just as it came.
    pub edited: Option<EditedRequest>,
}

/// A request as a person changed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditedRequest {
    /// `POST`
    pub method: String,
    /// In order, repeats too.
    pub headers: Vec<Header>,
    /// The whole body.
    pub body: Vec<u8>,
}

/// What came of sending one again, so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentAgain {
    /// Which.
    pub id: DeliveryId,
    /// Where to, without anything secret.
    pub to: String,
    /// How often it was tried so far.
    pub tried: u32,
    /// Of how many.
    pub of: u32,
    /// How often 2xx was answered.
    pub taken: u32,
    /// The last answer's status.
    pub status: Option<u16>,
    /// The last answer's body, its beginning.
    pub answer: String,
    /// How long the last answer took, in microseconds.
    pub took_micros: Option<u64>,
    /// Why there was no answer the last time, in a sentence.
    pub why: Option<String>,
}

impl SentAgain {
    /// Nothing more comes.
    pub fn is_over(&self) -> bool {
        self.tried >= self.of
    }
}

/// Of which delivery a request is a repeat sent from here, by its headers.
pub fn replay_of(headers: &[Header]) -> Option<DeliveryId> {
    let marked = headers.iter().find(|header| header.name.eq_ignore_ascii_case(REPLAY_HEADER))?;
    marked.value.trim().parse().ok().filter(|id| *id > 0).map(DeliveryId)
}
