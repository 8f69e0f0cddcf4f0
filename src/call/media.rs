//! A file that a call names (its recording, its transcript): where it stands, and what is known of it. Values only.

use core::ops::Range;

use super::{Seq, UnixMillis};

/// Which of a call's files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MediaKind {
    /// The sound.
    Recording,
    /// What was said.
    Transcript,
}

/// Where a file stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MediaState {
    /// Not to be had yet; tried again by itself.
    Waiting,
    /// On its way.
    Fetching,
    /// Here, whole, with its checksum.
    Kept,
    /// The link has run out.
    Expired,
    /// The server does not have it, after all retries.
    Missing,
    /// Not fetched on purpose: an address we keep away from, a file that is too large, a server that asks for a login.
    Refused,
    /// Here, but not whole or not sound; it plays as far as it goes.
    Damaged,
    /// Here and whole, but nothing we can read.
    Unsupported,
    /// Was here; taken away to make room for newer ones.
    Evicted,
}

impl MediaState {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Waiting,
        Self::Fetching,
        Self::Kept,
        Self::Expired,
        Self::Missing,
        Self::Refused,
        Self::Damaged,
        Self::Unsupported,
        Self::Evicted,
    ];

    /// As scripts read it, and as it is stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Fetching => "fetching",
            Self::Kept => "kept",
            Self::Expired => "expired",
            Self::Missing => "missing",
            Self::Refused => "refused",
            Self::Damaged => "damaged",
            Self::Unsupported => "unsupported",
            Self::Evicted => "evicted",
        }
    }

    /// The state of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Nothing more happens unless a person asks for it.
    pub fn is_settled(self) -> bool {
        !matches!(self, Self::Waiting | Self::Fetching)
    }

    /// Bytes of it are on disk, and are all that will be.
    pub fn is_here(self) -> bool {
        matches!(self, Self::Kept | Self::Damaged | Self::Unsupported)
    }
}

/// What stood in the way, where a person can do something about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaCause {
    /// The host's address is one that is not fetched from unless a person allows the host (`10.0.0.7:9000`, `files.local`).
    HostNotAllowed(String),
    /// It is larger than allowed, in bytes; `None` where the server did not say how large.
    TooLarge(Option<u64>),
    /// Another reason: trying again is all there is.
    Other,
}

/// All that is known of a file that a call names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// Of this call.
    pub seq: Seq,
    /// Which of its files.
    pub kind: MediaKind,
    /// Where it is fetched from, as sent.
    pub uri: String,
    /// Where it stands.
    pub state: MediaState,
    /// Why, in a sentence, unless all is well.
    pub why: Option<String>,
    /// What stood in the way, when `Refused`.
    pub cause: Option<MediaCause>,
    /// How often it was tried without success.
    pub tries: u32,
    /// When it is tried again.
    pub retry_at: Option<UnixMillis>,
    /// When the link runs out, if the link says so.
    pub expires_at: Option<UnixMillis>,
    /// Which bytes are here, in order, without overlap.
    pub ranges: Vec<Range<u64>>,
    /// How many bytes it has, once that is known.
    pub total_bytes: Option<u64>,
    /// Of the whole file, in lower-case hex, once it is here.
    pub sha256: Option<String>,
    /// Version, as the server named it; parts of different versions are never put together.
    pub etag: Option<String>,
    /// Never taken away to make room.
    pub is_pinned: bool,
    /// When it was last read, or fetched.
    pub used_at: Option<UnixMillis>,
}

impl Media {
    /// One that was never tried.
    pub fn named(seq: Seq, kind: MediaKind, uri: String) -> Self {
        Self {
            seq,
            kind,
            uri,
            state: MediaState::Waiting,
            why: None,
            cause: None,
            tries: 0,
            retry_at: None,
            expires_at: None,
            ranges: Vec::new(),
            total_bytes: None,
            sha256: None,
            etag: None,
            is_pinned: false,
            used_at: None,
        }
    }

    /// One that a person attached: it is here, whole. `name` is what they called it.
    pub fn attached(
        (seq, kind): (Seq, MediaKind),
        sha256: String,
        name: &str,
        total_bytes: u64,
        now: UnixMillis,
    ) -> Self {
        let uri = format!("{ATTACHED}{sha256}/{}", file_words(name));
        Self {
            state: MediaState::Kept,
            ranges: std::iter::once(0..total_bytes).filter(|range| range.end > 0).collect(),
            total_bytes: Some(total_bytes),
            sha256: Some(sha256),
            used_at: Some(now),
            ..Self::named(seq, kind, uri)
        }
    }

    /// Whether a person attached it: it came from nowhere, so it can't be fetched, and is never taken away to make room.
    pub fn is_attached(&self) -> bool {
        attached_sum(&self.uri).is_some()
    }

    /// How many bytes of it are here.
    pub fn bytes_kept(&self) -> u64 {
        self.ranges.iter().map(|range| range.end - range.start).sum()
    }
}

/// How the address of an attached file begins; its checksum and its name follow. No server has such an address: where a
/// payload names one, it is refused like any other that is not http.
const ATTACHED: &str = "attached:";
/// The longest name of an attached file that is kept, in characters.
const NAME_CHARS: usize = 120;

/// The checksum of an attached file, by its address; `None` of all others.
pub fn attached_sum(uri: &str) -> Option<&str> {
    let (sum, _) = uri.strip_prefix(ATTACHED)?.split_once('/')?;
    let is_sum = sum.len() == 64 && sum.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    is_sum.then_some(sum)
}

/// The name of an attached file, by its address; `None` of all others.
pub fn attached_name(uri: &str) -> Option<&str> {
    attached_sum(uri)?;
    uri.split_once('/').map(|(_, name)| name)
}

/// A name as it can be shown: in one line, without signs that turn text round.
fn file_words(name: &str) -> String {
    let is_shown =
        |letter: &char| !letter.is_control() && !matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    name.chars().filter(is_shown).take(NAME_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attached_file_is_told_by_its_address() {
        let sum = "0f".repeat(32);
        let key = (Seq(7), MediaKind::Recording);
        let media = Media::attached(key, sum.clone(), "a/b\u{202e}\n.wav", 9, UnixMillis(1));
        assert_eq!((attached_sum(&media.uri), attached_name(&media.uri)), (Some(&*sum), Some("a/b.wav")));
        assert!(media.is_attached() && media.bytes_kept() == 9);
        for uri in ["https://a/b", "attached:x/y", "attached:../../etc/passwd", "attached:"] {
            assert_eq!((attached_sum(uri), attached_name(uri)), (None, None), "{uri}");
        }
    }
}
