//! Events: what happened, in the past tense. A hint to read again, never the only place where something is known.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use super::{AudioDevice, FolderFacts, PlayerCommand, PlayerState, Reach, TrafficEvent};
use crate::call::insights::Insights;
use crate::call::query::ValueKind;
use crate::call::{
    CallDetail, CallRow, Callback, Counts, EntryId, Gap, Media, MediaKind, Peaks, SavedSearch, Seq, Sound, TriageChange,
};
use crate::traffic::{Rehearsal, Tunnel};
use crate::transcript::{Reading, Transcript};

/// The most gaps told at once.
pub const MAX_GAPS: usize = 200;

/// Tells answers to one question from answers to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Ticket(pub u64);

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A call we did not have is on disk.
    CallArrived(Box<CallRow>),
    /// A call we had was changed, by a delivery or by a person's mark.
    CallChanged(Box<CallRow>),
    /// Deliveries were logged that changed no call. At most one of these waits in a queue.
    TrafficGrew,
    /// What a query selects.
    ListLoaded {
        /// Of the command.
        ticket: Ticket,
        /// Every call it selects, the last of the list first (newest first means oldest here), so that arrivals are pushed
        /// at the end; with `complete == false` only those at the head of the list.
        order: Arc<Vec<Seq>>,
        /// Rows of those at the head of the list.
        rows: Vec<CallRow>,
        /// The whole answer; a second event follows otherwise.
        complete: bool,
    },
    /// Rows that were asked for; what is gone is left out.
    RowsLoaded {
        /// The list they are for.
        ticket: Ticket,
        /// In no order.
        rows: Vec<CallRow>,
    },
    /// A call that was asked for.
    CallLoaded(Box<CallDetail>),
    /// A call that was asked for is not there.
    CallMissing {
        /// Which.
        seq: Seq,
    },
    /// How many calls each view holds.
    CountsLoaded(Counts),
    /// A marking went on, or is done.
    Marked {
        /// Of the command.
        ticket: Ticket,
        /// How many calls were looked at so far.
        marked: usize,
        /// Of how many; the last event of a marking has both the same.
        of: usize,
        /// What was there before, of those that were changed since the last such event: marking them so takes it back.
        back: Vec<(Vec<Seq>, TriageChange)>,
    },
    /// A note or a task was added by a command.
    EntryAdded {
        /// To this call.
        seq: Seq,
        /// Which it is.
        entry: Entry,
    },
    /// Snoozed calls came back; each is told by `CallChanged` too if they are few, else by `Resync`.
    SnoozesEnded {
        /// How many.
        count: usize,
    },
    /// The saved searches, in order.
    SavedSearchesLoaded(Vec<SavedSearch>),
    /// How many calls a saved search finds.
    Counted {
        /// Of the command.
        id: EntryId,
        /// How many.
        count: u64,
    },
    /// Values that exist, the most frequent first.
    ValuesLoaded {
        /// Of the command.
        kind: ValueKind,
        /// Of the command.
        begin: String,
        /// As they were sent or written.
        values: Vec<String>,
    },
    /// Who might be called back, newest first.
    CallbacksLoaded(Arc<Vec<Callback>>),
    /// What the calls of a search say together.
    InsightsLoaded {
        /// Of the command.
        ticket: Ticket,
        /// The sums.
        insights: Arc<Insights>,
        /// Of every call; more such events follow otherwise.
        is_complete: bool,
    },
    /// An appointment was kept as a file.
    CalendarSaved {
        /// Where it is.
        path: String,
    },
    /// So many calls are not in the search's index yet; they are found all the same, a little slower. Told when work on it
    /// begins, now and then, and at the end (0).
    Indexing {
        /// How many.
        left: u64,
    },
    /// The newest times in which calls could not reach us, oldest first, at most [`MAX_GAPS`]. Comes with every complete
    /// list, and whenever one begins or ends.
    GapsLoaded(Arc<Vec<Gap>>),
    /// The database was damaged: it was given another name, and a new one was begun. Told to late subscribers too.
    DatabaseSetAside {
        /// What happened, where the old one is and what to do, in sentences.
        sentences: String,
    },
    /// Files were posted to our own listener.
    FilesReceived {
        /// How many were answered 200.
        received: usize,
        /// Sentences about the others.
        refused: Vec<String>,
    },
    /// Files were chosen by the system's dialog.
    FilesChosen {
        /// Which.
        paths: Vec<PathBuf>,
        /// Of the command.
        attach_to: Option<Seq>,
    },
    /// A file that a person attached is kept, and stands in the place of what the call names.
    Attached {
        /// To this call.
        seq: Seq,
        /// In the place of which of its files.
        kind: MediaKind,
        /// Which: `call::attached_name` says what the person called it.
        uri: String,
        /// There was one before, or the call names one; it is kept beside it.
        replaces: bool,
    },
    /// An attached file was taken away or brought back: another file stands in that place now, or none.
    FileReplaced {
        /// Of this call.
        seq: Seq,
        /// Which of its files.
        kind: MediaKind,
    },
    /// Whether the program begins when the person logs in.
    StartsAtLogin(bool),
    /// How much room the folder takes.
    FolderMeasured(Box<FolderFacts>),
    /// A command could not be carried out.
    CommandFailed {
        /// What was tried (`Marking the call`).
        what: String,
        /// Why not, in a sentence.
        why: String,
    },
    /// The listener's health.
    ListenerChanged(ListenerState),
    /// The store's health.
    StoreChanged(StoreState),
    /// Who may send, and what they have to know.
    ReachChanged(Reach),
    /// A file that a call names has come further, a few times a second at most, or stands somewhere else.
    MediaChanged(Box<Media>),
    /// More of a recording was decoded for its waveform; `peaks.is_complete` once all of it was.
    SoundRead {
        /// Of this call.
        seq: Seq,
        /// What is known so far.
        sound: Box<Sound>,
        /// So far.
        peaks: Arc<Peaks>,
    },
    /// The player.
    PlayerChanged(Box<PlayerState>),
    /// Devices that can be played on.
    DevicesFound(Vec<AudioDevice>),
    /// A person said where the player shall save something: the command as it is to be carried out now.
    PlaceChosen(Box<PlayerCommand>),
    /// A stretch was written as a file.
    ClipSaved {
        /// Where it is.
        path: String,
    },
    /// The next call with a recording that nobody has heard.
    UnheardFound {
        /// Which; `None` if all were heard.
        seq: Option<Seq>,
    },
    /// A transcript that was asked for, or that was just read of its file.
    TranscriptLoaded {
        /// Of this call.
        seq: Seq,
        /// What is in it; `None` while its file was not read (it is not here, or it is just being read).
        transcript: Option<Arc<Transcript>>,
        /// How the person reads it.
        reading: Box<Reading>,
    },
    /// A transcript's file as it is.
    TranscriptTextLoaded {
        /// Of this call.
        seq: Seq,
        /// Its text, what is no text replaced; cut where it is too long to be shown.
        text: Arc<str>,
    },
    /// A transcript was written as a file.
    TranscriptSaved {
        /// Where it is.
        path: String,
    },
    /// Requests were stored, or how long their answers took was noted. At most one of these waits in a queue.
    RequestsLogged,
    /// Of requests, for the developer's view.
    Traffic(TrafficEvent),
    /// How answers are altered on purpose; `None` while they are not. Told to late subscribers too.
    RehearsalChanged(Option<Rehearsal>),
    /// The tunnel by which the platform reaches us. Told to late subscribers too.
    TunnelChanged(Box<Tunnel>),
    /// Events were dropped because this subscriber fell behind: read everything again.
    Resync,
}

/// Something that a person added to a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// A note.
    Note(EntryId),
    /// A thing to do.
    Task(EntryId),
}

/// The listener's health.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ListenerState {
    /// Not there yet.
    #[default]
    Starting,
    /// Requests are accepted, which was seen by asking.
    Listening {
        /// Where.
        address: SocketAddr,
    },
    /// Another program listens there.
    PortTaken {
        /// Where we wanted to.
        address: SocketAddr,
        /// Which program, if it could be found out (`nginx, process 4242`).
        holder: Option<String>,
        /// An address that was free when we looked.
        offer: Option<SocketAddr>,
    },
    /// Listening failed for another reason; tried again.
    Failed {
        /// Where we wanted to.
        address: SocketAddr,
        /// Why, in a sentence.
        reason: String,
    },
    /// Ended on purpose.
    Stopped,
}

/// The store's health.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum StoreState {
    /// Deliveries are stored.
    #[default]
    Ready,
    /// Deliveries can't be stored; senders are answered 503.
    Failing {
        /// Why, in a sentence.
        reason: String,
    },
}
