//! The key of a call and how we came by it.

use std::fmt;

/// The longest id that is used as a key, in bytes of UTF-8. A longer one is kept in the payload, the key is derived.
pub const MAX_CALL_ID_BYTES: usize = 512;

/// The key of a call: the sender's `callId`, or one derived from the body's hash.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CallId(Box<str>);

impl CallId {
    /// The id a sender gave, trimmed; `None` if it can't serve as a key (blank, or over [`MAX_CALL_ID_BYTES`]).
    pub fn given(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty() && text.len() <= MAX_CALL_ID_BYTES).then(|| Self(text.into()))
    }

    /// The id of a body that names none: `sha256-` and the first 24 hex digits of its hash.
    pub fn derived(body_sha256: &[u8; 32]) -> Self {
        use fmt::Write as _;
        let mut text = String::from("sha256-");
        for byte in &body_sha256[..12] {
            let _ = write!(text, "{byte:02x}");
        }
        Self(text.into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Unix seconds told by an id shaped like a MongoDB ObjectId (24 hex digits, the first 8 are the time), if it is
    /// within the years 2015 to 2100. Only ever "about": nothing promises that the platform means it.
    pub fn object_id_secs(&self) -> Option<i64> {
        if self.0.len() != 24 || !self.0.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let secs = i64::from_str_radix(&self.0[..8], 16).ok()?;
        (1_420_070_400..4_102_444_800).contains(&secs).then_some(secs)
    }
}

impl fmt::Display for CallId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How we came by a call's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IdSource {
    /// The payload's `callId`.
    #[default]
    Given,
    /// A field of another name (`call_id`, `id`, `_id`, …) or inside an envelope.
    Alias,
    /// The payload names no usable id: derived from the body's hash.
    Derived,
}

impl IdSource {
    /// The word that is stored and printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Alias => "alias",
            Self::Derived => "derived",
        }
    }

    /// The inverse of [`Self::as_str`]; unknown words read as given.
    pub fn from_word(word: &str) -> Self {
        match word {
            "alias" => Self::Alias,
            "derived" => Self::Derived,
            _ => Self::Given,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_trimmed_and_must_say_something_short() {
        assert_eq!(CallId::given("  a1 ").unwrap().as_str(), "a1");
        assert_eq!(CallId::given("   "), None);
        assert_eq!(CallId::given(&"x".repeat(513)), None);
    }

    #[test]
    fn the_contracts_example_id_tells_its_time() {
        assert_eq!(CallId::given("693bff62619c51fac21acf50").unwrap().object_id_secs(), Some(1_765_539_682));
        assert_eq!(CallId::given("test-call-123").unwrap().object_id_secs(), None);
    }
}
