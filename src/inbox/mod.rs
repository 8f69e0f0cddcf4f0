//! DECIDE: everything on screen as plain state. Actions (a person did something) and events (something happened) go in,
//! commands (an engine shall do something) come out.
//!
//! **Invariant:** no I/O, no clock, no egui, no lock. Time, zone and answers come in as arguments.

mod act;
mod action;
mod acts;
mod alerts;
mod apply;
mod calendar;
mod callback;
mod desktop;
mod detail;
mod detail_reading;
mod fit;
mod format;
mod gaps;
mod health;
mod help;
mod insights;
mod list;
mod looks;
mod marking;
mod moments;
mod notices;
mod onboarding;
mod palette;
mod picker;
mod plain_text;
mod player;
mod saved;
mod search;
mod selection;
mod senders;
mod settings;
mod snooze;
mod tools;
mod traffic;
mod transcript;
mod undo;
mod work;

pub use action::{Action, Field, Motion, Screen, ThemeChoice};
pub use acts::{ACTS, Act, Group, MORE_KEYS};
pub use alerts::{Alert, AlertAction, AlertPrefs, Alerts, QuietHours};
pub use callback::{CallbackEntry, CallbackGroup, Callbacks, ZoneNamed, callback_line};
pub use desktop::{Badge, DesktopAction, DesktopPrefs, DropWords, TrayChoice};
pub use detail::{Contact, ContactKind, DeliveryLine, Detail, DetailPage, Fact, Section};
pub use format::{
    DueDay, bytes_label, count_label, day_label, due_day, full_stamp, initials, millis_label, moment_label,
    sentence_case, when_label, when_within,
};
pub use gaps::gap_label;
pub use health::{Health, HealthTone, Remedy};
pub use help::HelpLine;
pub use insights::{
    Change, Chart, ChartBar, Headline, Ink, InsightsAction, InsightsPage, InsightsView, Narrowing, Way, change_words,
    talk_words,
};
pub use list::{ListState, RowSlot, RowStep};
pub use looks::{Density, Looks, LooksAction, SystemLooks, Wish, ZOOMS, nearest_zoom};
pub use marking::MarkingProgress;
pub use moments::{Moment, in_reading_order, moment, moments};
pub use notices::{Notice, NoticeKind, Notices, Offer};
pub use onboarding::Onboarding;
pub use picker::{LineFace, Picker, PickerAction, PickerKind, PickerLine};
pub use player::{
    BUDGETS_GB, MediaRemedy, NowPlaying, OpenRecording, Player, PlayerAction, SPEEDS_OFFERED, SoundPrefs, Standing,
    StandingTone, USUAL_SPEEDS, VOLUME_STEPS, speed_label, talk_line, time_label,
};
pub use saved::{SavedAction, SavedSearches, SearchDraft};
pub use search::{Filter, FilterChoice, SearchAction, Searching, Suggestion};
pub use selection::{ChoiceAction, Selection};
pub use senders::{ReachChoice, SecretLine, SenderAction, Senders, SendersDraft, ready_url};
pub use settings::{
    KeyLine, Licences, SETTINGS_ROWS, SettingsAction, SettingsRow, SettingsSection, SettingsView, VERSION,
};
pub use snooze::{SnoozeChoice, snooze_choices, snooze_time, until_label};
pub use tools::{
    AGES_DAYS, COUNTS, ChangeLine, Check, CheckState, ContractAction, ContractPage, DELAYS_MS, EditedText, FieldLine,
    FieldMark, ForwardingAction, ForwardingPage, LimitsAction, NetworkCard, NextStep, PERCENTS, ProgramLine,
    ReachAction, ReachPage, RehearsalAction, RehearsalDraft, ResendAction, ResendForm, STATUSES, Snippet, ToolAction,
    Tools, TrafficPage, TunnelCard, age_label, delay_label, most_label, rehearsal_sentence, wait_label,
};
pub use traffic::{
    BUDGET_MICROS, BodyAction, BodyView, Comparing, OpenRequest, Pace, RequestKind, RequestList, RequestTab, RowMark,
    Traffic, TrafficAction, budget_label, changes_label, from_label, path_label, request_time, row_marks, spoken_row,
    took_label, what_happened,
};
pub use transcript::{
    ASIDE_CHARS, Conversation, FileText, Hit, Line, OpenTranscript, Renaming, Spoken, Tab, Timeline, TranscriptAction,
    TranscriptFace, TranscriptRemedy, TranscriptStanding, TranscriptView, sentences, turn_label,
};
pub use work::{Draft, TaskLine, WorkAction};

use jiff::tz::TimeZone;

use std::collections::HashMap;

use crate::bus::{ListenerState, Reach, StoreState, Ticket};
use crate::call::{Counts, Gap, Seq, UnixMillis, View};

/// The whole state of the window.
pub struct Inbox {
    /// Which screen fills the window beside the rail.
    pub screen: Screen,
    /// Which calls the list shows.
    pub view: View,
    /// What is typed into the search box.
    pub search: String,
    /// What is known of it.
    pub searching: Searching,
    /// How many calls are not in the search's index yet, if they are many.
    pub unindexed: u64,
    /// The list.
    pub list: ListState,
    /// The call that is open.
    pub detail: Detail,
    /// The calls chosen to be acted on together.
    pub selection: Selection,
    /// What is open to be picked from.
    pub picker: Option<Picker>,
    /// A field that is to take the keyboard, once.
    pub focus: Option<Field>,
    /// How many calls each view holds; `None` until it was counted.
    pub counts: Option<Counts>,
    /// The listener's health.
    pub listener: ListenerState,
    /// Who may send, and what they have to know; `None` until it is told.
    pub reach: Option<Reach>,
    /// What is typed about senders in Settings.
    pub senders_draft: SendersDraft,
    /// The store's health.
    pub store: StoreState,
    /// When calls could not reach us, oldest first: the newest of these times.
    pub gaps: std::sync::Arc<Vec<Gap>>,
    /// Short messages at the foot of the window.
    pub notices: Notices,
    /// What is told outside the window.
    pub alerts: Alerts,
    /// What goes on while the window is closed, or before it is opened.
    pub desktop: DesktopPrefs,
    /// Light, dark, or as the system says.
    pub theme: ThemeChoice,
    /// Size, distances, contrast and motion, as they were chosen.
    pub looks: Looks,
    /// What the system asks for.
    pub system_looks: SystemLooks,
    /// Where one is in Settings.
    pub settings: SettingsView,
    /// The keys are shown.
    pub shortcuts_shown: bool,
    /// What is typed to find a key by.
    pub help_find: String,
    /// The search box is to take the keyboard, once.
    pub focus_search: bool,
    /// The path part of the webhook's URL.
    pub hook_path: String,
    /// Where calls are kept, for Settings.
    pub data_folder: String,
    /// The person's zone.
    pub zone: TimeZone,
    /// Finds other zones. None are found until the window says how.
    pub zone_named: ZoneNamed,
    /// What plays, and how calls were listened to.
    pub player: Player,
    /// The open call's transcript.
    pub transcript: TranscriptView,
    /// The requests on screen.
    pub traffic: Traffic,
    /// What stands beside the requests.
    pub tools: Tools,
    /// What the calls of the search say together.
    pub insights: InsightsView,
    /// To be put on the clipboard, once: what it is, and the text.
    pub to_copy: Option<(&'static str, String)>,
    /// Whom to call back.
    pub callbacks: Callbacks,
    /// The searches that were given a name.
    pub saved: SavedSearches,
    /// A search that is being saved or changed.
    pub search_draft: Option<SearchDraft>,
    /// When this frame is drawn.
    pub now: UnixMillis,
    /// A test call is on its way.
    pub test_call_waits: bool,
    /// The program is to end, even where closing the window would not.
    pub wants_to_quit: bool,
    undo: Vec<undo::Undo>,
    /// Things that were added and taken back before their number was told.
    undone_early: Vec<(Seq, undo::EntryKind)>,
    markings: Vec<marking::Marking>,
    last_marking: Ticket,
    /// Marks on their way that are not taken back.
    quiet_marks: usize,
    drafts: HashMap<Seq, Draft>,
    /// Names of the acts that were picked last, the last first.
    recent_acts: Vec<String>,
    counting: Flight,
    reloading_detail: Flight,
    /// The call that is read to be shown, and since when.
    read_since: Option<(Seq, UnixMillis)>,
    /// How the open caller likes to be reached and how late it is there, and the minute that was said in.
    reach_line: Option<String>,
    reach_minute: i64,
    /// A call that was opened without its row: whether it is unread is seen when it is read.
    opened_unseen: Option<Seq>,
    /// Where the open call was opened from, if Back leads there again.
    returns_to: Option<Screen>,
}

/// A question that is asked again after its answer if the ground moved meanwhile, and never twice at a time.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Flight {
    #[default]
    Idle,
    Asked,
    AskedAndStale,
}

impl Flight {
    /// True if the question is to be asked now.
    fn ask(&mut self) -> bool {
        let now = *self == Self::Idle;
        *self = if now { Self::Asked } else { Self::AskedAndStale };
        now
    }

    /// True if the question is to be asked again.
    fn landed(&mut self) -> bool {
        let again = *self == Self::AskedAndStale;
        *self = if again { Self::Asked } else { Self::Idle };
        again
    }
}

impl Inbox {
    /// An inbox that knows nothing yet. [`Inbox::begin`] asks the first questions.
    pub fn new(zone: TimeZone, now: UnixMillis, hook_path: &str, data_folder: &str) -> Self {
        Self {
            screen: Screen::Calls,
            view: View::Inbox,
            search: String::new(),
            searching: Searching::default(),
            unindexed: 0,
            list: ListState::default(),
            detail: Detail::Nothing,
            selection: Selection::default(),
            picker: None,
            focus: None,
            counts: None,
            listener: ListenerState::Starting,
            reach: None,
            senders_draft: SendersDraft::default(),
            store: StoreState::Ready,
            gaps: std::sync::Arc::default(),
            notices: Notices::default(),
            alerts: Alerts::default(),
            desktop: DesktopPrefs::default(),
            theme: ThemeChoice::System,
            looks: Looks::default(),
            system_looks: SystemLooks::default(),
            settings: SettingsView::default(),
            shortcuts_shown: false,
            help_find: String::new(),
            focus_search: false,
            hook_path: hook_path.to_owned(),
            data_folder: data_folder.to_owned(),
            zone,
            zone_named: |_| None,
            player: Player::default(),
            transcript: TranscriptView::default(),
            traffic: Traffic::default(),
            tools: Tools::default(),
            insights: InsightsView::default(),
            to_copy: None,
            callbacks: Callbacks::default(),
            saved: SavedSearches::default(),
            search_draft: None,
            now,
            test_call_waits: false,
            wants_to_quit: false,
            undo: Vec::new(),
            undone_early: Vec::new(),
            markings: Vec::new(),
            last_marking: Ticket(0),
            quiet_marks: 0,
            drafts: HashMap::new(),
            recent_acts: Vec::new(),
            counting: Flight::Idle,
            reloading_detail: Flight::Idle,
            read_since: None,
            reach_line: None,
            reach_minute: 0,
            opened_unseen: None,
            returns_to: None,
        }
    }

    /// Nothing was ever received: the first-run screen takes the place of the list.
    pub fn is_first_run(&self) -> bool {
        self.counts.is_some_and(|counts| counts.all == 0) && self.list.is_complete() && self.list.is_empty()
    }

    /// The listener's health in words.
    pub fn health(&self) -> Health {
        Health::of(&self.listener, &self.store, &self.hook_path)
    }

    /// What the first-run screen says.
    pub fn onboarding(&self) -> Onboarding {
        Onboarding::of(&self.listener, self.reach.as_ref(), &self.hook_path)
    }
}

#[cfg(test)]
pub(crate) mod samples {
    //! Ready-made values for the tests of this folder.

    use super::*;
    use crate::call::{Call, CallDetail, CallId, CallRow, Datum, IdSource, Triage};

    pub fn inbox() -> Inbox {
        Inbox::new(TimeZone::UTC, UnixMillis(1_765_539_682_000), "/webhook/call-completed", "calls")
    }

    /// An inbox whose list holds these calls, from 1.
    pub fn filled(count: i64) -> Inbox {
        let mut inbox = inbox();
        inbox.begin();
        let order = std::sync::Arc::new((1..=count).map(Seq).collect());
        let rows = (1..=count.min(100)).map(row).collect();
        inbox.apply(crate::bus::Event::ListLoaded { ticket: inbox.list.ticket(), order, rows, complete: true });
        inbox
    }

    pub fn detail(seq: i64, json: &str) -> CallDetail {
        let document = Datum::parse(json).unwrap();
        let id = document.get("callId").and_then(Datum::to_line).unwrap_or_else(|| format!("c{seq}"));
        CallDetail::new(
            Seq(seq),
            UnixMillis(1_765_539_682_000),
            Call::read(CallId::given(&id).unwrap(), IdSource::Given, document),
            Triage { unread: true, ..Triage::default() },
            Vec::new(),
        )
    }

    pub fn row(seq: i64) -> CallRow {
        detail(seq, "{}").row()
    }
}
