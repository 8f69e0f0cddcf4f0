//! The standing selections of the rail, the searches that were saved, and the orders of a list.

use crate::call::Triage;
use crate::call::task::EntryId;

/// Which calls: a standing selection of the rail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum View {
    /// Neither done nor snoozed.
    #[default]
    Inbox,
    /// In the inbox and unread.
    Unread,
    /// In the inbox, with something still to do.
    Tasks,
    /// Starred, done or not.
    Starred,
    /// Put off until a time.
    Snoozed,
    /// Done.
    Done,
    /// Every call.
    All,
}

impl View {
    /// In the rail's order.
    pub const ALL: [Self; 7] =
        [Self::Inbox, Self::Unread, Self::Tasks, Self::Starred, Self::Snoozed, Self::Done, Self::All];

    /// Whether a call with these marks and so many open tasks belongs to the view.
    pub fn holds(self, triage: Triage, open_tasks: u32) -> bool {
        let is_snoozed = triage.snoozed_until.is_some();
        let is_in_inbox = !triage.done && !is_snoozed;
        match self {
            Self::Inbox => is_in_inbox,
            Self::Unread => is_in_inbox && triage.unread,
            Self::Tasks => is_in_inbox && open_tasks > 0,
            Self::Starred => triage.starred,
            Self::Snoozed => is_snoozed,
            Self::Done => triage.done,
            Self::All => true,
        }
    }
}

/// How many calls each view holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// In the inbox.
    pub inbox: u64,
    /// In the inbox and unread.
    pub unread: u64,
    /// In the inbox, with something still to do.
    pub tasks: u64,
    /// Starred.
    pub starred: u64,
    /// Snoozed.
    pub snoozed: u64,
    /// Done.
    pub done: u64,
    /// Every call.
    pub all: u64,
}

impl Counts {
    /// The count of a view.
    pub fn of(&self, view: View) -> u64 {
        match view {
            View::Inbox => self.inbox,
            View::Unread => self.unread,
            View::Tasks => self.tasks,
            View::Starred => self.starred,
            View::Snoozed => self.snoozed,
            View::Done => self.done,
            View::All => self.all,
        }
    }
}

/// In what order a list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sort {
    /// The last arrived first.
    #[default]
    Newest,
    /// The first arrived first.
    Oldest,
    /// The highest score first, calls without one last; equal ones newest first.
    ScoreDown,
    /// The lowest score first, calls without one last; equal ones newest first.
    ScoreUp,
    /// By name, A to Z; equal ones newest first.
    Name,
}

impl Sort {
    /// In the order they are offered.
    pub const ALL: [Self; 5] = [Self::Newest, Self::Oldest, Self::ScoreDown, Self::ScoreUp, Self::Name];

    /// What follows `sort:`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::ScoreDown => "score",
            Self::ScoreUp => "score-up",
            Self::Name => "name",
        }
    }

    /// What a person reads.
    pub fn label(self) -> &'static str {
        match self {
            Self::Newest => say!("Newest first"),
            Self::Oldest => say!("Oldest first"),
            Self::ScoreDown => say!("Highest score first"),
            Self::ScoreUp => say!("Lowest score first"),
            Self::Name => say!("By name"),
        }
    }
}

/// A search that was given a name. Looks at every call, whichever view is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedSearch {
    /// Which.
    pub id: EntryId,
    /// What a person calls it.
    pub name: String,
    /// As it was typed.
    pub text: String,
    /// Calls that arrive and match are given this tag.
    pub tag: Option<String>,
}
