//! A request in forms that other programs and other people take: a command line, an archive, a fixture, a safe sample.
//!
//! **Invariant:** what is written holds exactly the bytes that came, or, in a safe sample, none that tell of a person.

mod curl;
mod fixture;
mod har;
mod safe;
#[cfg(test)]
mod samples;
mod written;

pub use curl::curl;
pub use fixture::{fixture, safe_fixture};
pub use har::{har, har_begin, har_end, har_entry};
pub use safe::{safe_body, safe_delivery, safe_headers, safe_target};

/// What is copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CopyForm {
    /// A `curl` command that sends the same bytes again.
    Curl {
        /// Where to.
        url: String,
    },
    /// The body as it came.
    Body,
    /// The same shape with nothing personal in it.
    Safe,
    /// A piece of text that the window has already: a path, a value, a header.
    Text {
        /// What it is (`Path`).
        what: &'static str,
        /// The text.
        text: String,
    },
}

/// What is written as a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SaveForm {
    /// An HTTP archive (HAR 1.2).
    Har,
    /// A JSON file with request and answer, for tests.
    Fixture,
    /// The same with nothing personal in it.
    SafeFixture,
    /// The body as it came.
    Body,
}
