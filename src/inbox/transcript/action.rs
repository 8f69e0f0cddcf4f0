//! What a person can do with the open call's transcript. "Here" is the turn that was chosen last, else the one that is
//! heard, else the first in sight.

use super::Tab;
use crate::bus::TranscriptForm;
use crate::inbox::Action;

/// Something a person did with the transcript. Turns are counted from 0, as the file has them.
#[derive(Debug, Clone, PartialEq)]
pub enum TranscriptAction {
    /// Show the call or its transcript where there is no room for both.
    ChooseTab(Tab),
    /// Show the other of the two.
    SwitchTab,
    /// Acts are about that turn from now on.
    Choose(usize),
    /// Play from that turn on.
    Hear(usize),
    /// Play from the turn here on.
    HearHere,
    /// Show that turn, and draw the eye to it.
    GoTo(usize),
    /// Go to the next turn of the caller.
    NextCaller,
    /// Go to the turn of the caller before.
    PreviousCaller,
    /// It was scrolled: lines above the top, with the fraction of the line that is cut.
    Scrolled {
        /// So many lines.
        top: f64,
        /// By wheel or bar, not by following or by a jump.
        is_by_hand: bool,
    },
    /// The file's text was scrolled.
    FileScrolled(f64),
    /// Follow what is heard again.
    Follow,
    /// Open the field to find in the transcript.
    Find,
    /// That field holds this.
    TypeFind(String),
    /// Go to the next place that was found, or that the search found.
    NextHit,
    /// Go to the place before.
    PreviousHit,
    /// Close the field.
    CloseFind,
    /// Show tool calls and prompts, or no longer.
    ToggleAsides,
    /// Show the file as it is.
    ShowFile,
    /// Show the turns again.
    ShowTurns,
    /// Show the file if the turns are shown, and the other way round.
    SwitchFile,
    /// Put a turn on the clipboard.
    Copy(usize),
    /// Put the turn here on the clipboard.
    CopyHere,
    /// Put all of it on the clipboard.
    CopyAll,
    /// Begin to change the name of a turn's speaker.
    Rename(usize),
    /// Of the speaker here.
    RenameHere,
    /// The field for the name holds this.
    TypeName(String),
    /// Store what it holds; nothing takes the name away.
    SaveName,
    /// Leave the name as it was.
    CancelName,
    /// The agent is the caller, and the other way round.
    Swap,
    /// Everything is said that much later, in milliseconds; negative for earlier.
    Shift(i64),
    /// That turn is said now.
    SaidNow(usize),
    /// The turn here is said now.
    SaidNowHere,
    /// Times as the file has them.
    NoShift,
    /// Write a note about a turn.
    NoteOn(usize),
    /// Write a note about the turn here.
    NoteHere,
    /// Write it as a file.
    Save(TranscriptForm),
    /// Try to fetch it now, whatever came of it before.
    FetchAgain,
    /// Leave fetching it.
    StopFetching,
}

impl From<TranscriptAction> for Action {
    fn from(action: TranscriptAction) -> Self {
        Self::Transcript(action)
    }
}
