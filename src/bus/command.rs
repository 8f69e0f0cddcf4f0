//! Commands: what the inbox wants an engine to do. In the imperative.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use super::{MediaCommand, PlayerCommand, Secret, Signing, Ticket, TrafficCommand, TranscriptForm};
use crate::call::insights::InsightsQuestion;
use crate::call::query::ValueKind;
use crate::call::{EntryId, Listening, MediaKind, Query, SavedSearch, Seq, TaskRef, TriageChange};
use crate::transcript::Reading;

/// Something an engine shall do; it answers with events.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Find what a query selects: answered by `ListLoaded`. Replaces any such command not yet begun.
    LoadList {
        /// Comes back in the answer.
        ticket: Ticket,
        /// What to find.
        query: Query,
    },
    /// Read these rows: answered by `RowsLoaded`.
    LoadRows {
        /// The list they are for.
        ticket: Ticket,
        /// Which; at most a few hundred.
        seqs: Vec<Seq>,
    },
    /// Read one call whole: answered by `CallLoaded` or `CallMissing`.
    LoadCall {
        /// Which.
        seq: Seq,
    },
    /// Count the views: answered by `CountsLoaded`.
    LoadCounts,
    /// Set or clear a mark: told by `CallChanged` for each if they are few, answered by `Marked` once or in steps, or by
    /// `CommandFailed`.
    Mark {
        /// Comes back in the answer.
        ticket: Ticket,
        /// Which calls.
        seqs: Arc<Vec<Seq>>,
        /// The mark.
        change: TriageChange,
    },
    /// Leave the rest of a marking as it is. Answered by a last `Marked`.
    StopMarking {
        /// Of that marking.
        ticket: Ticket,
    },
    /// Tick a thing to do, or untick it. Told by `CallChanged`.
    Tick {
        /// Of this call.
        seq: Seq,
        /// Which.
        task: TaskRef,
        /// Done, or not done after all.
        is_done: bool,
    },
    /// Add a thing to do. Told by `EntryAdded` and `CallChanged`.
    AddTask {
        /// To this call.
        seq: Seq,
        /// What.
        text: String,
    },
    /// Take away a thing to do that a person added, or bring it back. Told by `CallChanged`.
    RemoveTask {
        /// Which.
        id: EntryId,
        /// Away, or back.
        is_removed: bool,
    },
    /// Write a note. Told by `EntryAdded` and `CallChanged`.
    AddNote {
        /// On this call.
        seq: Seq,
        /// What; may be empty if it is about a moment: a bookmark.
        text: String,
        /// The moment of the recording it is about, in milliseconds.
        at_ms: Option<u64>,
        /// The turn of the transcript it is about, counted from 0.
        turn: Option<u32>,
    },
    /// Change a note's words. Told by `CallChanged`.
    EditNote {
        /// Which.
        id: EntryId,
        /// What it says from now on.
        text: String,
    },
    /// Take a note away, or bring it back. Told by `CallChanged`.
    RemoveNote {
        /// Which.
        id: EntryId,
        /// Away, or back.
        is_removed: bool,
    },
    /// Read the saved searches: answered by `SavedSearchesLoaded`.
    LoadSavedSearches,
    /// Save a search; with the id of one that is there, change that one. `EntryId(0)` makes a new one. Answered by
    /// `SavedSearchesLoaded`.
    SaveSearch(SavedSearch),
    /// Forget a saved search. Answered by `SavedSearchesLoaded`.
    ForgetSearch {
        /// Which.
        id: EntryId,
    },
    /// Count what a query selects, when nothing more urgent is asked: answered by `Counted`.
    Count {
        /// Comes back in the answer: which saved search it is.
        id: EntryId,
        /// What to count.
        query: Query,
    },
    /// Read values that exist and begin with something: answered by `ValuesLoaded`. Replaces any such command not yet begun.
    LoadValues {
        /// Whose.
        kind: ValueKind,
        /// What they begin with, in any case; empty for all.
        begin: String,
    },
    /// Read who might be called back: answered by `CallbacksLoaded`.
    LoadCallbacks,
    /// Sum what the calls of a search say together: answered by `InsightsLoaded`. Replaces any such command not yet answered.
    LoadInsights {
        /// Comes back in the answer.
        ticket: Ticket,
        /// Of which calls, over which time.
        question: Box<InsightsQuestion>,
    },
    /// Keep an appointment as a file and open it with whatever calendar there is: answered by `CalendarSaved`.
    SaveCalendar {
        /// The file's name.
        file_name: String,
        /// What is in it (RFC 5545).
        text: String,
    },
    /// Play recordings.
    Player(PlayerCommand),
    /// Fetch what calls name.
    Media(MediaCommand),
    /// Remember how a call was listened to.
    RememberListening {
        /// Which.
        seq: Seq,
        /// How.
        listening: Listening,
    },
    /// Read a call's transcript, and how a person reads it: answered by `TranscriptLoaded`.
    LoadTranscript {
        /// Which.
        seq: Seq,
    },
    /// Read the transcript's file as it is: answered by `TranscriptTextLoaded`.
    LoadTranscriptText {
        /// Of which call.
        seq: Seq,
    },
    /// Remember how a person reads a call's transcript.
    RememberReading {
        /// Which.
        seq: Seq,
        /// How.
        reading: Reading,
    },
    /// Write a call's transcript as a file: answered by `TranscriptSaved`.
    SaveTranscript {
        /// Which.
        seq: Seq,
        /// As what.
        form: TranscriptForm,
    },
    /// Find the next call with a recording that nobody has heard, older than that one, else the newest: answered by
    /// `UnheardFound`.
    FindUnheard {
        /// Begin behind this one.
        after: Option<Seq>,
    },
    /// What a developer wants of requests.
    Traffic(TrafficCommand),
    /// Post one test call to our own listener, through the real port.
    SendTestCall,
    /// Post a hundred simulated calls to our own listener.
    SendSampleCalls,
    /// Take files in: payloads are posted to our own listener, through the real port; recordings and transcripts are
    /// attached. Answered by `FilesReceived`, and by `Attached` for each that was.
    TakeFiles {
        /// Which.
        paths: Vec<PathBuf>,
        /// The call that recordings and transcripts are of; without one they are refused.
        attach_to: Option<Seq>,
    },
    /// Have a person choose files by the system's own dialog: answered by `FilesChosen`, or by nothing if they choose none.
    ChooseFiles {
        /// The call that they are of, if they are to be attached to one.
        attach_to: Option<Seq>,
    },
    /// Take an attached file away, so that what the call names is back, or bring it back. Told by `FileReplaced` and
    /// `CallChanged`.
    ShowAttached {
        /// Of this call.
        seq: Seq,
        /// In the place of which of its files.
        kind: MediaKind,
        /// Which.
        uri: String,
        /// Away, or back.
        is_removed: bool,
    },
    /// Hand a link (`tel:`, `mailto:`) to the program that the system has for it. Answered only by `CommandFailed`.
    OpenLink(String),
    /// Have the program begin when the person logs in, or no longer. Answered by `StartsAtLogin` or `CommandFailed`.
    StartAtLogin(bool),
    /// Measure the folder that everything is kept in: answered by `FolderMeasured`.
    MeasureFolder,
    /// Open that folder with what the system has for folders.
    OpenFolder,
    /// Listen at another address, or try the same again. Beyond this machine a secret is made if there is none.
    Listen {
        /// Where.
        address: SocketAddr,
    },
    /// Make a secret; the one before is refused from then on. Answered by `ReachChanged`.
    NewSecret,
    /// Ask for this secret, or for none. Answered by `ReachChanged`.
    UseSecret {
        /// Which.
        secret: Option<Secret>,
    },
    /// Check signatures this way, or not at all. Answered by `ReachChanged`.
    CheckSignatures {
        /// How.
        signing: Option<Signing>,
    },
}
