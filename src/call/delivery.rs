//! How a call reached us: one HTTP request, what it held, what became of it.

use super::{CallId, Change, Datum, IdSource, Seq};

/// A moment: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct UnixMillis(pub i64);

/// Tells the time; handed to whoever needs it, so that tests can hand in another.
pub type Clock = std::sync::Arc<dyn Fn() -> UnixMillis + Send + Sync>;

/// The number of a stored delivery, in order of arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeliveryId(pub i64);

/// One header line, in the order sent. Bytes that are not UTF-8 are read as Latin-1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// As written by the sender.
    pub name: String,
    /// Without the white space around it.
    pub value: String,
}

/// A request as it arrived, before anything is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct NewDelivery {
    /// Which endpoint it came in by; `default` for the hook path.
    pub source: String,
    /// When its first byte was here.
    pub received_at: UnixMillis,
    /// `address:port` of the sender, if known.
    pub peer: Option<String>,
    /// `POST`
    pub method: String,
    /// The request target as sent, query included.
    pub path: String,
    /// In the order sent.
    pub headers: Vec<Header>,
    /// Byte for byte, as far as it was read (a body over the limit may be cut).
    pub body: Vec<u8>,
    /// Length of the body as declared or read; more than `body` holds if it was cut.
    pub body_bytes: u64,
    /// SHA-256 of `body`.
    pub body_sha256: [u8; 32],
    /// What admission and parsing made of it.
    pub disposition: Disposition,
    /// The body of our answer, where it is not the contract's `{"received":true}`.
    pub answer: Option<String>,
    /// How our answer was altered on purpose.
    pub rehearsed: Option<Rehearsed>,
    /// It was sent again from here: of that delivery.
    pub replay_of: Option<DeliveryId>,
}

/// An answer that was altered on purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rehearsed {
    /// What was answered instead.
    pub status: u16,
    /// What was altered, in a few words (`503 instead of 200, after 2 s`).
    pub what: String,
}

/// What admission and parsing made of a request.
#[derive(Debug, Clone, PartialEq)]
pub enum Disposition {
    /// A call; whether new, repeat or update the store knows.
    Admitted(Box<Payload>),
    /// Admitted, but not JSON.
    Unparsed {
        /// The answer given.
        status: u16,
        /// Where and why, in a sentence.
        reason: String,
    },
    /// Turned away.
    Refused {
        /// The answer given.
        status: u16,
        /// Why, in a sentence.
        reason: String,
    },
    /// Answered kindly, but not a call: someone looked whether we are there (GET or HEAD on the hook path).
    Checked {
        /// The answer given.
        status: u16,
        /// What it was, in a few words.
        reason: String,
    },
}

/// A body that was read: the call's key and document.
#[derive(Debug, Clone, PartialEq)]
pub struct Payload {
    /// The key.
    pub call_id: CallId,
    /// How we came by it.
    pub id_source: IdSource,
    /// The payload in the contract's names, envelope taken off; unknown fields kept, in order.
    pub document: Datum,
    /// What had to be assumed to read it, in sentences.
    pub warnings: Vec<String>,
}

/// What became of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// A call we did not have.
    New,
    /// Bytes we had for this call; nothing changed.
    Repeat,
    /// A call we had, with other content.
    Updated,
    /// Not JSON; kept.
    Unparsed,
    /// Turned away; kept.
    Refused,
    /// A browser or a health check looked whether we are there.
    Checked,
}

impl Verdict {
    /// The word that is stored and printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Repeat => "repeat",
            Self::Updated => "updated",
            Self::Unparsed => "unparsed",
            Self::Refused => "refused",
            Self::Checked => "checked",
        }
    }

    /// The inverse of [`Self::as_str`]; unknown words read as refused.
    pub fn from_word(word: &str) -> Self {
        match word {
            "new" => Self::New,
            "repeat" => Self::Repeat,
            "updated" => Self::Updated,
            "unparsed" => Self::Unparsed,
            "checked" => Self::Checked,
            _ => Self::Refused,
        }
    }
}

/// Proof that a delivery is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The stored delivery.
    pub delivery: DeliveryId,
    /// The call it belongs to, if it is one.
    pub call: Option<(Seq, CallId)>,
    /// What became of it.
    pub verdict: Verdict,
}

/// A stored delivery without its body: a row of Traffic, an entry under "Deliveries".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryNote {
    /// Its number.
    pub id: DeliveryId,
    /// When its first byte was here.
    pub received_at: UnixMillis,
    /// Which endpoint it came in by.
    pub source: String,
    /// `address:port` of the sender, if known.
    pub peer: Option<String>,
    /// `POST`
    pub method: String,
    /// The request target as sent.
    pub path: String,
    /// Our answer.
    pub status: u16,
    /// What became of it.
    pub verdict: Verdict,
    /// Why it was refused or not parsed, or what had to be assumed.
    pub reason: Option<String>,
    /// The call it belongs to.
    pub call_id: Option<CallId>,
    /// Length of the body as declared or read.
    pub body_bytes: u64,
    /// From the first byte to our answer, in microseconds; `None` while that is not known.
    pub took_micros: Option<u64>,
    /// What an update changed.
    pub changes: Vec<Change>,
}

/// A stored delivery whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// All but headers and body.
    pub note: DeliveryNote,
    /// In the order sent.
    pub headers: Vec<Header>,
    /// Byte for byte.
    pub body: Vec<u8>,
}
