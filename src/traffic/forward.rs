//! Handing requests on as they arrive: to whom, and what became of each.

use crate::call::{DeliveryId, Seq, UnixMillis, shown_target};

/// The number of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TargetId(pub i64);

/// The number of one request on its way to one target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ForwardId(pub i64);

/// Where calls are handed on to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForwardTarget {
    /// `None` while it was never saved.
    pub id: Option<TargetId>,
    /// What a person calls it; blank for its URL.
    pub name: String,
    /// `http` or `https`.
    pub url: String,
    /// What arrives from now on is handed on.
    pub is_on: bool,
    /// Bodies that are not JSON, too; refused requests never are.
    pub takes_unparsed: bool,
}

impl ForwardTarget {
    /// Its name, else its URL without anything secret.
    pub fn label(&self) -> String {
        match self.name.trim() {
            "" => shown_url(&self.url),
            name => name.to_owned(),
        }
    }
}

/// A URL without what may be secret in it: who signs in, a token behind one of our own paths, the values of its query.
pub fn shown_url(url: &str) -> String {
    let url = url.split('#').next().unwrap_or_default();
    let (before, query) = url.split_once('?').map_or((url, None), |(before, query)| (before, Some(query)));
    let (scheme, rest) = before.split_once("://").unwrap_or(("", before));
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = authority.rsplit('@').next().unwrap_or_default();
    let colon = if scheme.is_empty() { "" } else { "://" };
    let query = if query.is_some_and(|query| !query.is_empty()) { "?…" } else { "" };
    format!("{scheme}{colon}{host}{}{query}", shown_target(path))
}

/// Where one request stands on its way to one target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ForwardState {
    /// To be sent, for the first time or again.
    Waiting,
    /// The target answered 2xx.
    Sent,
    /// Given up after many tries: a dead letter.
    Dead,
}

impl ForwardState {
    /// The word that is stored and printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Dead => "dead",
        }
    }

    /// The inverse; unknown words read as dead.
    pub fn from_word(word: &str) -> Self {
        match word {
            "waiting" => Self::Waiting,
            "sent" => Self::Sent,
            _ => Self::Dead,
        }
    }
}

/// One request on its way to one target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForwardNote {
    /// Its number.
    pub id: ForwardId,
    /// To whom.
    pub target: TargetId,
    /// The target's name, else its URL without anything secret.
    pub target_name: String,
    /// Which request.
    pub delivery: DeliveryId,
    /// Where it stands.
    pub state: ForwardState,
    /// How often the target had it; a target that could not be reached has not.
    pub tries: u32,
    /// When it is tried next.
    pub next_at: Option<UnixMillis>,
    /// What the target answered last.
    pub status: Option<u16>,
    /// Why it is not there, in a sentence.
    pub why: Option<String>,
    /// How long the target took for its last answer, in microseconds.
    pub took_micros: Option<u64>,
    /// When it was last tried.
    pub tried_at: Option<UnixMillis>,
}

/// One request that is to be sent to one target now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueForward {
    /// Its number.
    pub id: ForwardId,
    /// Which request.
    pub delivery: DeliveryId,
    /// The call it belongs to: the next of the same call waits for it.
    pub call: Option<Seq>,
    /// How often the target had it so far.
    pub tries: u32,
}

/// What came of one try, to be noted of the request and of its target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForwardOutcome {
    /// What was tried.
    pub due: DueForward,
    /// To whom.
    pub target: TargetId,
    /// Where it stands now.
    pub state: ForwardState,
    /// How often the target had it; a target that could not be reached has not.
    pub tries: u32,
    /// When it is tried next, if that is later than as soon as its turn comes.
    pub next_at: Option<UnixMillis>,
    /// What the target answered.
    pub status: Option<u16>,
    /// Why it is not there, in a sentence.
    pub why: Option<String>,
    /// How long the answer took, in microseconds.
    pub took_micros: Option<u64>,
    /// When it was tried.
    pub at: UnixMillis,
    /// The answer or failure in a few words (`200 after 12 ms`, `connection refused`).
    pub last: String,
    /// When the target is tried again, while it is down.
    pub down_until: Option<UnixMillis>,
}

/// What became of handing a request on, for its line in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ForwardTally {
    /// Targets it is still on its way to.
    pub waiting: u32,
    /// Targets that have it.
    pub sent: u32,
    /// Targets it was given up for.
    pub dead: u32,
}

/// A target and how it goes there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetNote {
    /// The target.
    pub target: ForwardTarget,
    /// Requests on their way.
    pub waiting: u64,
    /// Requests it has.
    pub sent: u64,
    /// Requests given up.
    pub dead: u64,
    /// The last answer or failure, in a few words (`200 after 12 ms`, `connection refused`).
    pub last: Option<String>,
    /// When that was.
    pub last_at: Option<UnixMillis>,
    /// When what waits is tried again, while the target is down.
    pub next_at: Option<UnixMillis>,
}

/// All of it, for its page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Forwarding {
    /// In the order in which they were added.
    pub targets: Vec<TargetNote>,
    /// Dead letters, newest first, at most 200.
    pub dead: Vec<ForwardNote>,
    /// What waits and was tried already, newest first, at most 200.
    pub waiting: Vec<ForwardNote>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_without_a_name_is_called_by_its_url_and_no_secret_is_in_it() {
        for (url, shown) in [
            ("http://localhost:3000/hooks/calls", "http://localhost:3000/hooks/calls"),
            ("https://ann:pw@a.example/x?token=t#here", "https://a.example/x?…"),
            ("https://a.example?token=t", "https://a.example?…"),
            ("http://a@b@127.0.0.1:8787/hook/s3cret", "http://127.0.0.1:8787/hook/•••"),
            ("nonsense", "nonsense"),
            ("", ""),
        ] {
            let target =
                ForwardTarget { id: None, name: " ".into(), url: url.into(), is_on: true, takes_unparsed: false };
            assert_eq!(target.label(), shown);
            assert_eq!(ForwardTarget { name: "Mine".into(), ..target }.label(), "Mine");
        }
    }
}
