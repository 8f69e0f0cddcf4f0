//! What a list of calls is asked for.

/// Which calls: a standing selection of the rail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum View {
    /// Not done.
    #[default]
    Inbox,
    /// Not done and unread.
    Unread,
    /// Starred, done or not.
    Starred,
    /// Done.
    Done,
    /// Every call.
    All,
}

impl View {
    /// In the rail's order.
    pub const ALL: [Self; 5] = [Self::Inbox, Self::Unread, Self::Starred, Self::Done, Self::All];

    /// Whether a call with these marks belongs to the view.
    pub fn holds(self, triage: super::Triage) -> bool {
        match self {
            Self::Inbox => !triage.done,
            Self::Unread => !triage.done && triage.unread,
            Self::Starred => triage.starred,
            Self::Done => triage.done,
            Self::All => true,
        }
    }
}

/// A view narrowed by words. Newest first.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Query {
    /// Which calls.
    pub view: View,
    /// Every one of these words must occur in the caller's details, summary, outcome or classification.
    pub words: String,
}

impl Query {
    /// All calls of a view.
    pub fn view(view: View) -> Self {
        Self { view, words: String::new() }
    }
}

/// How many calls each view holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Not done.
    pub inbox: u64,
    /// Not done and unread.
    pub unread: u64,
    /// Starred.
    pub starred: u64,
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
            View::Starred => self.starred,
            View::Done => self.done,
            View::All => self.all,
        }
    }
}
