//! The shapes that transcripts really have, a file a family. Each looks at a JSON value that was unwrapped already and says
//! whether it knows it.
//!
//! **Invariant:** no shape decides about units, sides or clean-up: it hands on what the file has ([`Draft`]).

mod amazon_transcribe;
mod assemblyai;
mod bland;
mod contact_lens;
mod deepgram;
mod elevenlabs;
mod gong;
mod google_speech;
mod heard;
mod labelled;
mod livekit;
mod openai_diarized;
mod openmic;
mod post_call_analytics;
mod retell;
mod rev;
mod sarvam;
mod spoken;
#[cfg(test)]
mod tests;
mod twilio;
mod ultravox;
mod vapi;
mod whisper;

pub(super) use labelled::unlabelled;

use super::draft::Draft;
use crate::call::Datum;

/// Reads a value if it has this shape.
pub(super) type Shape = fn(&Datum) -> Option<Draft>;

/// All of them, the specific before the general.
pub(super) const ALL: &[Shape] = &[
    livekit::report,
    livekit::history,
    retell::retell,
    vapi::vapi,
    elevenlabs::elevenlabs,
    ultravox::ultravox,
    bland::bland,
    openmic::openmic,
    sarvam::sarvam,
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
    spoken::timed,
    spoken::chat,
    labelled::labelled,
];

/// The list itself, or the first list under one of the names.
fn list<'a>(value: &'a Datum, names: &[&str]) -> Option<&'a [Datum]> {
    match value {
        Datum::List(items) => Some(items),
        _ => names.iter().find_map(|name| match value.get(name) {
            Some(Datum::List(items)) => Some(items.as_slice()),
            _ => None,
        }),
    }
}
