//! The open call's transcript as plain state: the turns as they are shown, what is spoken when, what was found, where it is
//! scrolled to, and what is said where there are no turns.
//!
//! **Invariant:** no clock, no file and nothing of a screen but how far it is scrolled: what is heard is worked out from the
//! player's state, what is to be read or kept goes out as a command.

mod act;
mod action;
mod conversation;
mod find;
mod hear;
mod open;
mod reading;
mod standing;
#[cfg(test)]
mod tests;
mod timeline;

use core::ops::Range;
use std::collections::HashMap;
use std::sync::Arc;

pub use action::TranscriptAction;
pub use conversation::{ASIDE_CHARS, Conversation, Line};
pub use find::Hit;
pub use hear::sentences;
pub use open::{OpenTranscript, TranscriptFace, turn_label};
pub use standing::{TranscriptRemedy, TranscriptStanding};
pub use timeline::{Spoken, Timeline};

use crate::call::{Seq, UnixMillis};
use crate::transcript::{Places, Reading, Transcript};

/// Which side of a narrow window is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// Summary, tasks, notes, facts.
    #[default]
    Call,
    /// The transcript.
    Transcript,
}

/// A name that is being changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renaming {
    /// Where: above this turn.
    pub turn: usize,
    /// So far.
    pub typed: String,
}

/// Text as a file has it, in pieces that are laid out one by one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileText {
    text: Arc<str>,
    pieces: Vec<Range<usize>>,
}

/// A piece of a file's text ends at the first break behind so many bytes.
const PIECE_BYTES: usize = 1_200;
/// Without a break it ends here.
const LONGEST_PIECE_BYTES: usize = 2_400;

impl FileText {
    fn of(text: Arc<str>) -> Self {
        let mut pieces = Vec::new();
        let mut start = 0;
        while start < text.len() {
            let floor = |at: usize| text.floor_char_boundary(at.min(text.len()));
            let (least, most) = (floor(start + PIECE_BYTES), floor(start + LONGEST_PIECE_BYTES));
            let end = if least == text.len() {
                least
            } else {
                text[least..most].find('\n').map_or(most, |at| least + at + 1)
            };
            pieces.push(start..end);
            start = end;
        }
        Self { text, pieces }
    }

    /// How many pieces there are.
    pub fn len(&self) -> usize {
        self.pieces.len()
    }

    /// There is no text.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// A piece, without the break at its end.
    pub fn piece(&self, at: usize) -> &str {
        self.pieces.get(at).map_or("", |piece| self.text[piece.clone()].trim_end_matches(['\n', '\r']))
    }

    /// How much stands above a piece, in bytes.
    pub fn above(&self, at: usize) -> u64 {
        self.pieces.get(at).map_or(self.text.len(), |piece| piece.start) as u64
    }
}

/// The file as it is, where that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
enum ShownFile {
    Asked,
    Read(FileText),
}

/// All that is known of the open call's transcript.
#[derive(Debug, Default)]
pub struct TranscriptView {
    /// What a narrow window shows.
    pub tab: Tab,
    /// Tool calls and prompts are shown.
    pub shows_asides: bool,
    /// What is heard is kept in sight.
    pub is_following: bool,
    /// A name that is being changed.
    pub renaming: Option<Renaming>,
    /// What is typed to be found, while its field is open.
    pub find: Option<String>,
    /// How a person reads calls, as they said in this run: stands above what is stored.
    readings: HashMap<Seq, Reading>,
    seq: Option<Seq>,
    asked_at: Option<UnixMillis>,
    /// What was told of it: that it was not read, or what is in it.
    told: Option<Option<Arc<Transcript>>>,
    reading: Reading,
    conversation: Option<Conversation>,
    /// The words of the file, and where they stand: the same however it is read.
    places: Option<Arc<Places>>,
    /// Text that is shown since no turns were found in it.
    raw: Option<FileText>,
    file: Option<ShownFile>,
    top: f64,
    file_top: f64,
    /// To be brought into sight.
    reveal: Option<usize>,
    chosen: Option<usize>,
    flash: Option<(usize, UnixMillis)>,
    hits: Vec<Hit>,
    hit_at: Option<usize>,
    /// Where sentences of the analysis were said.
    said_at: HashMap<String, usize>,
}

impl TranscriptView {
    /// When something else is spoken, after a position of the recording, both in milliseconds.
    pub fn changes_at(&self, position_ms: u64) -> Option<u64> {
        self.conversation.as_ref()?.timeline().changes_after(position_ms)
    }

    /// How the person reads it.
    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    /// How far it is scrolled: lines above the top, with the fraction of the line that is cut.
    pub fn top(&self) -> f64 {
        self.top
    }

    /// The same of the file's text.
    pub fn file_top(&self) -> f64 {
        self.file_top
    }

    /// The turn that is to be brought into sight.
    pub fn reveal(&self) -> Option<usize> {
        self.reveal
    }

    /// The turn that acts are about, once one was chosen.
    pub fn chosen(&self) -> Option<usize> {
        self.chosen
    }

    /// What was found, in order: by the field while it is open, else by the search.
    pub fn hits(&self) -> &[Hit] {
        &self.hits
    }

    /// Which of them was gone to last.
    pub fn hit_at(&self) -> Option<usize> {
        self.hit_at
    }

    /// The turns, if there are any.
    pub fn conversation(&self) -> Option<&Conversation> {
        self.conversation.as_ref()
    }

    /// The turn in which something that the analysis says was said.
    pub fn place_of(&self, said: &str) -> Option<usize> {
        self.said_at.get(said.trim()).copied()
    }

    /// Another call: what belongs to the one before is forgotten, what a person chose for all is kept.
    fn begin(&mut self, seq: Seq) {
        let before = core::mem::take(self);
        self.tab = before.tab;
        self.shows_asides = before.shows_asides;
        self.readings = before.readings;
        self.seq = Some(seq);
        self.is_following = true;
    }
}

#[cfg(test)]
pub(super) mod samples {
    //! Ready-made transcripts for the tests of this folder.

    use core::ops::Range;

    use crate::transcript::{Clock, Format, Side, Transcript, Turn, Word};

    pub fn said(side: Side, text: &str, times: Option<(u64, Option<u64>)>) -> Turn {
        let (start_ms, end_ms) = times.map_or((None, None), |(start, end)| (Some(start), end));
        Turn { side, text: text.into(), start_ms, end_ms, ..Turn::default() }
    }

    pub fn word(at: Range<usize>, start_ms: u64, end_ms: u64) -> Word {
        Word { at, start_ms, end_ms }
    }

    pub fn transcript(turns: Vec<Turn>) -> Transcript {
        Transcript { format: Format::TimedTurns, turns, clock: Clock::Recording, ..Transcript::default() }
    }
}
