//! Transcripts as files that people and other programs read: plain text, subtitles, JSON. Each is a function of a
//! [`Script`].
//!
//! **Invariant:** texts only; where they are put is decided elsewhere. What is written here is read by
//! [`read`](super::read) with the same words.

mod cue;
mod json;
mod script;
mod srt;
#[cfg(test)]
mod tests;
mod text;
mod vtt;

pub use json::json;
pub use script::{Line, Script};
pub use srt::srt;
pub use text::{moment, text};
pub use vtt::vtt;

/// There is nothing to show subtitles by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("This transcript has no times, which subtitles need. It can be saved as text, as JSON or as a page.")]
pub struct Untimed;
