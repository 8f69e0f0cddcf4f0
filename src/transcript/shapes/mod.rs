//! The shapes that transcripts really have, a file a family. Each looks at a JSON value that was unwrapped already and says
//! whether it knows it.
//!
//! **Invariant:** no shape decides about units, sides or clean-up: it hands on what the file has ([`Draft`]).

mod amazon_transcribe;
mod assemblyai;
mod contact_lens;
mod deepgram;
mod gong;
mod google_speech;
mod heard;
mod openai_diarized;
mod post_call_analytics;
mod rev;
mod twilio;
mod whisper;

use super::draft::Draft;
use crate::call::Datum;

/// Reads a value if it has this shape.
pub(super) type Shape = fn(&Datum) -> Option<Draft>;

/// All of them, the specific before the general.
pub(super) const ALL: &[Shape] = &[
    twilio::read,
    deepgram::read,
    assemblyai::read,
    whisper::read,
    openai_diarized::read,
    google_speech::read,
    amazon_transcribe::read,
    contact_lens::read,
    post_call_analytics::read,
    rev::read,
    gong::read,
];
