//! Transcripts that are text rather than JSON: captions, and lines with speakers before them.
//!
//! **Invariant:** as with the shapes, nothing here decides about units, sides or clean-up.

mod cues;
mod labels;
mod lines;

pub(super) use cues::captions;
pub(super) use lines::{draft_of, plain, turns_in, turns_of_lines};
