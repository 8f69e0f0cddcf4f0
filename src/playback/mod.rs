//! HEAR: bytes of a recording become sound, a waveform, and what can be measured of it.
//!
//! **Invariant:** the device's callback never waits, decodes or allocates. Nothing here knows URLs, SQL or a screen; where
//! bytes come from is the library's care. Formats are told by their first bytes, never by a name.

mod chain;
mod clip;
mod deck;
mod decode;
mod engine;
#[cfg(fuzzing)]
pub mod fuzzing;
mod machine;
mod output;
mod peaks;
mod player;
mod ring;
mod scan;
mod silence;
mod sniff;
mod source;
mod stretch;
#[cfg(test)]
mod tests;

use std::io::{Read, Seek};
use std::sync::Arc;

use crate::call::{Peaks, Seq, Sound};

pub use output::{Lost, MakeTap, Opened, Output};
pub use player::Player;
pub use ring::Tap;
pub use sniff::{Format, SNIFF_BYTES, Sniffed, sniff};

/// The bytes of a recording, which may still be arriving.
///
/// `read` waits for what has not arrived, at most a tenth of a second, and then gives `ErrorKind::WouldBlock`: nothing is
/// lost, the same read can be tried again. Any other error means that those bytes will never come. A read beyond what has
/// arrived tells the fetcher to go on from there. `seek` never waits; from the end only where the length is known.
pub trait ByteSource: Read + Seek + Send {
    /// The length of the file, once it is known.
    fn total_bytes(&self) -> Option<u64>;

    /// Whether bytes far ahead can be had without all that lies between (the file is here, or the server serves ranges);
    /// `None` until the server has answered.
    fn can_jump(&self) -> Option<bool>;

    /// How many bytes can be read from there on without waiting.
    fn ready_bytes(&self, from: u64) -> u64;

    /// Nothing more will arrive: what is not here now will not come.
    fn is_settled(&self) -> bool;
}

/// Where recordings, and what was found out about them, are kept. Media and store, in a running inbox.
pub trait Library: Send + Sync {
    /// Opens the recording of a call; each opening has a position of its own. Fetching begins, or is moved to the front.
    ///
    /// # Errors
    /// Why it can't be had, in a sentence.
    fn open(&self, seq: Seq) -> Result<Box<dyn ByteSource>, String>;

    /// What was found out about it before.
    fn sound(&self, seq: Seq) -> Option<(Sound, Arc<Peaks>)>;

    /// Keeps what was found out, once all of it was seen. Returns at once.
    fn keep_sound(&self, seq: Seq, sound: &Sound, peaks: &Arc<Peaks>);

    /// The file is not what it should be, or nothing that can be read (a sentence): told to whoever keeps its state.
    fn found_faulty(&self, seq: Seq, is_readable: bool, why: &str);
}
