//! A request in forms that other programs and other people take: a command line, an archive, a fixture, a safe sample.
//!
//! **Invariant:** what is written holds exactly the bytes that came, or, in a safe sample, none that tell of a person.

use crate::call::{Delivery, Header};

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

/// A command for a POSIX shell that sends the same bytes to a URL.
pub fn curl(_delivery: &Delivery, _url: &str, _shows_secrets: bool) -> String {
    String::new()
}

/// An HTTP archive of requests, each with the body of our answer, oldest first.
pub fn har(_deliveries: &[(Delivery, String)], _base_url: &str, _shows_secrets: bool) -> String {
    String::new()
}

/// A request and our answer as a JSON file for tests.
pub fn fixture(_delivery: &Delivery, _answer: &str, _shows_secrets: bool) -> String {
    String::new()
}

/// The same shape with nothing personal in it.
pub fn safe_body(_body: &[u8]) -> Vec<u8> {
    Vec::new()
}

/// Headers with nothing personal and nothing secret in them.
pub fn safe_headers(_headers: &[Header]) -> Vec<Header> {
    Vec::new()
}
