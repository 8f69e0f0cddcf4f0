//! What a person can do to the player. "The call" is the open one if it has a recording, else the one that plays.

use crate::call::{EntryId, Sides};
use crate::inbox::Action;

/// Something a person did to the player.
#[derive(Debug, Clone, PartialEq)]
pub enum PlayerAction {
    /// Play the call, go on, or stop where it is.
    Toggle,
    /// Go on with what is loaded, or stop it, whichever call is open.
    TogglePlaying,
    /// Stop what is loaded and put its strip away.
    PutAway,
    /// Open the call that is loaded.
    ReturnToPlaying,
    /// Go there, in milliseconds; plays from there if it was not loaded.
    SeekTo(u64),
    /// Go so far ahead or back, in milliseconds.
    Step(i64),
    /// Go back to before the last jump.
    UndoSeek,
    /// Play so fast.
    SetSpeed(f32),
    /// The next speed that is offered.
    Faster,
    /// The speed before.
    Slower,
    /// Pass over silence, or no longer.
    ToggleSkipSilence,
    /// So loud, 0 to 2.
    SetVolume(f32),
    /// So many steps louder or, below 0, less loud.
    StepVolume(i32),
    /// A step of the volume is so much, in percent.
    SetVolumeStep(u8),
    /// Calls that nobody has listened to are played so fast.
    SetUsualSpeed(f32),
    /// Silence without stopping, or sound again.
    ToggleMute,
    /// Hear these channels.
    SetSides(Sides),
    /// Say who is on which side.
    SetCallerLeft(Option<bool>),
    /// A loop begins here.
    LoopFrom,
    /// A loop ends here.
    LoopTo,
    /// No loop.
    ClearLoop,
    /// Write the loop into a file.
    SaveClip,
    /// Mark this moment without words.
    Bookmark,
    /// Write a note about this moment.
    NoteHere,
    /// Go to the moment of a note.
    GoTo(EntryId),
    /// Never take the file away, or do so again.
    Pin(bool),
    /// Try to fetch it now, whatever came of it before.
    FetchAgain,
    /// Leave fetching it.
    StopFetching,
    /// Fetch from that host from now on.
    AllowHost(String),
    /// Do not fetch from that host any more unless its address is a public one.
    ForbidHost(String),
    /// Recordings may take so much room, in gigabytes.
    SetBudget(u32),
    /// Say that it was heard, or that it was not.
    MarkHeard(bool),
    /// Open and play the next recording that nobody has heard.
    NextUnheard,
    /// Look which devices there are.
    FindDevices,
    /// Play on that device; `None` for the system's choice.
    UseDevice(Option<String>),
}

impl From<PlayerAction> for Action {
    fn from(action: PlayerAction) -> Self {
        Self::Player(action)
    }
}
