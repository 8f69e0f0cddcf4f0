//! What a person can do, whichever key, click or menu did it.

use core::net::SocketAddr;
use std::path::PathBuf;

use super::{
    AlertAction, ChoiceAction, DesktopAction, InsightsAction, LooksAction, PickerAction, PlayerAction, SavedAction,
    SearchAction, SenderAction, SettingsAction, ToolAction, TrafficAction, TranscriptAction, WorkAction,
};
use crate::call::{Seq, UnixMillis, View};
use crate::words;

/// Something a person did.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Show a screen.
    OpenScreen(Screen),
    /// Show the calls of a view.
    SelectView(View),
    /// The search box now holds this.
    Search(String),
    /// Type a search, take what is offered, set a filter.
    SearchBox(SearchAction),
    /// Put the keyboard into the search box.
    FocusSearch,
    /// The search box has the keyboard now.
    SearchFocused,
    /// Open a call.
    SelectCall(Seq),
    /// Open the call that far from the open one.
    Move(Motion),
    /// Open the call where the keyboard is.
    OpenHere,
    /// Close the open call.
    CloseCall,
    /// Close what lies uppermost: what is picked from, the help, the choice, the search, the open call.
    Back,
    /// Choose calls to act on.
    Choose(ChoiceAction),
    /// Star or unstar the chosen calls, else the open one.
    ToggleStar,
    /// Star or unstar a call.
    ToggleStarOf(Seq),
    /// Mark the chosen calls done, or not done; else the open one.
    ToggleDone,
    /// Mark a call done, or not done.
    ToggleDoneOf(Seq),
    /// Mark the chosen calls unread, or read; else the open one.
    ToggleUnread,
    /// Look at the queue of those to call back again: something changed, or a minute is over.
    RefreshCallbacks,
    /// Mark every waiting call of a person done, by the newest of them.
    CallbackDone(Seq),
    /// Save what was agreed on for a calendar, by the person's newest call.
    SaveCalendar(Seq),
    /// Put the chosen calls off until then, or bring them back; else the open one.
    Snooze(Option<UnixMillis>),
    /// Tag the chosen calls, or take the tag away; else the open one.
    Tag(String, bool),
    /// Leave the rest of a long marking as it is.
    StopMarking,
    /// Write on the open call.
    Work(WorkAction),
    /// Pick a command, a time, a tag.
    Picker(PickerAction),
    /// Listen.
    Player(PlayerAction),
    /// Read along.
    Transcript(TranscriptAction),
    /// Look at requests.
    Traffic(TrafficAction),
    /// Hand requests on, send one again, rehearse answers, be reached.
    Tool(ToolAction),
    /// Look at what calls say together.
    Insights(InsightsAction),
    /// Save a search, open or change one that was saved.
    Saved(SavedAction),
    /// Put the keyboard into a field.
    FocusField(Field),
    /// That field has the keyboard now.
    FieldFocused,
    /// Take the last act back.
    Undo,
    /// Post a test call through the real port.
    SendTestCall,
    /// Post a hundred simulated calls.
    SendSampleCalls,
    /// Put what the open call says on the clipboard, as plain text.
    CopyCall,
    /// Something was put on the clipboard (`URL`).
    Copied(&'static str),
    /// Choose light, dark, or the system's.
    ChooseTheme(ThemeChoice),
    /// Size, distances, contrast, motion.
    Looks(LooksAction),
    /// Listen there.
    ListenAt(SocketAddr),
    /// Change who may send.
    Senders(SenderAction),
    /// Change what is told outside the window.
    Alerts(AlertAction),
    /// Change what goes on without the window.
    Desktop(DesktopAction),
    /// Receive files as calls: they were dropped on the window.
    DropFiles(Vec<PathBuf>),
    /// Go about in Settings.
    Settings(SettingsAction),
    /// Show or hide the keys.
    ToggleShortcuts,
    /// The field to find a key by holds this.
    FindKey(String),
    /// Take all messages away.
    DismissNotices,
    /// Take a message away.
    DismissNotice(u64),
    /// These rows are on screen (positions, newest first), so that they can be read.
    RowsShown {
        /// First position.
        first: usize,
        /// Past the last.
        end: usize,
        /// How many rows fit.
        page: usize,
    },
    /// The list was scrolled to there: a position, and the part of a row above the top.
    ListScrolled {
        /// Rows from the newest, with fraction.
        top: f64,
    },
    /// Read the list again after a failure.
    Reload,
}

/// A field that takes the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// For a new note.
    Note,
    /// For a new thing to do.
    Task,
    /// To find in the transcript.
    Find,
    /// Of what is picked from.
    Picker,
    /// To find a setting.
    Setting,
    /// To filter the requests.
    Requests,
    /// To find in the body of the open request.
    BodyFind,
    /// For the name of a search that is saved.
    SearchName,
    /// For the tag that it gives.
    SearchTag,
    /// For the URL of a target that requests are handed on to.
    TargetUrl,
    /// The button by which a request is sent again.
    ResendSend,
    /// For the URL that it is sent to.
    ResendUrl,
    /// For its body.
    ResendBody,
}

/// How far to go in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    /// The next older call.
    Down,
    /// The next newer call.
    Up,
    /// A screenful older.
    PageDown,
    /// A screenful newer.
    PageUp,
    /// The newest.
    First,
    /// The oldest.
    Last,
}

/// What fills the window beside the rail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Screen {
    /// List and detail.
    #[default]
    Calls,
    /// Whom to call back.
    Callbacks,
    /// The developer's view of requests.
    Traffic,
    /// What the calls of the search say together.
    Insights,
    /// Settings.
    Settings,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ThemeChoice {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl ThemeChoice {
    /// In the order they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// What a person reads.
    pub fn label(self) -> &'static str {
        words::say(self.stored())
    }

    /// As it is stored, whatever the language.
    pub fn stored(self) -> &'static str {
        match self {
            Self::System => say_later!("System"),
            Self::Light => say_later!("Light"),
            Self::Dark => say_later!("Dark"),
        }
    }
}
