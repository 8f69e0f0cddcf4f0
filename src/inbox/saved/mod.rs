//! Saved searches: which there are, how many calls each finds, opening and deleting them. The form they are saved by is in
//! `draft`.
//!
//! **Invariant:** counts are asked for all together, never twice at a time, and never for more than a quarter of the time;
//! whatever was counted before stays in sight until the answer is there.

mod draft;
mod name;

pub use draft::SearchDraft;

use std::collections::{HashMap, HashSet};

use jiff::tz::TimeZone;

use super::undo::{Undo, Waits};
use super::{Action, Inbox, NoticeKind, Screen};
use crate::bus::Command;
use crate::call::query::parse;
use crate::call::{EntryId, Query, SavedSearch, Sort, UnixMillis, View};

/// The least time between two countings, in milliseconds.
const PAUSE_MS: i64 = 2_000;
/// The most, in milliseconds, however long a counting took.
const LONGEST_PAUSE_MS: i64 = 60_000;
/// How many are counted, from the first.
const COUNTED: usize = 200;

/// What a person does with saved searches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SavedAction {
    /// Count again: calls came or changed, or it is another day.
    Recount,
    /// Show what it finds.
    Open(EntryId),
    /// Save what is searched for, or change the saved search that it is.
    Save,
    /// Change this one.
    Edit(EntryId),
    /// Delete this one.
    Forget(EntryId),
    /// The field for the name holds this.
    TypeName(String),
    /// The field for the search holds this.
    TypeText(String),
    /// It is to tag calls that arrive, or not.
    GiveTag(bool),
    /// The field for the tag holds this.
    TypeTag(String),
    /// Save what the form holds.
    Confirm,
    /// Leave everything as it was.
    Cancel,
}

/// The saved searches as plain state.
#[derive(Debug, Default)]
pub struct SavedSearches {
    known: Vec<SavedSearch>,
    counts: HashMap<EntryId, u64>,
    /// Counts that were asked for.
    awaited: HashSet<EntryId>,
    /// Something changed since they were asked for.
    is_stale: bool,
    asked_at: UnixMillis,
    rests_until: UnixMillis,
    /// From then on it is another day than the one they were counted on.
    midnight: Option<UnixMillis>,
    /// The name of a new one whose number is not known yet.
    awaited_name: Option<String>,
}

impl SavedSearches {
    /// Every one of them, in order.
    pub fn all(&self) -> &[SavedSearch] {
        &self.known
    }

    /// How many calls it finds; `None` until it was counted.
    pub fn count_of(&self, id: EntryId) -> Option<u64> {
        self.counts.get(&id).copied()
    }

    fn of(&self, id: EntryId) -> Option<&SavedSearch> {
        self.known.iter().find(|search| search.id == id)
    }

    fn by_text(&self, text: &str) -> Option<&SavedSearch> {
        self.known.iter().find(|search| search.text.trim() == text.trim())
    }

    pub(super) fn spoil(&mut self) {
        self.is_stale = true;
    }

    /// Answers may be lost, or not come at all: what is still awaited is asked again when there is reason to.
    pub(super) fn stop_waiting(&mut self, now: UnixMillis) {
        if !self.awaited.is_empty() {
            self.awaited.clear();
            self.rests_until = UnixMillis(now.0 + PAUSE_MS);
        }
    }
}

impl Inbox {
    /// The saved search whose calls the list shows.
    pub fn open_saved_search(&self) -> Option<EntryId> {
        let is_listed = self.screen == Screen::Calls && self.view == View::All;
        is_listed.then(|| self.saved.by_text(&self.search)).flatten().map(|search| search.id)
    }

    /// What is searched for is saved already, under this name.
    pub fn is_saved_as(&self) -> Option<&str> {
        self.saved.by_text(&self.search).map(|search| search.name.as_str())
    }

    /// There is a search that could be saved.
    pub fn can_save_search(&self) -> bool {
        matches!(self.screen, Screen::Calls | Screen::Insights) && !self.search.trim().is_empty()
    }

    /// When the saved searches are to be counted again; `None` while there is no reason to.
    pub fn recount_due_at(&self) -> Option<UnixMillis> {
        let saved = &self.saved;
        if saved.known.is_empty() || !saved.awaited.is_empty() {
            return None;
        }
        let stale = saved.is_stale.then_some(saved.rests_until);
        [stale, saved.midnight].into_iter().flatten().min()
    }

    pub(super) fn act_on_saved(&mut self, action: SavedAction) -> Vec<Command> {
        match action {
            SavedAction::Recount => self.recount_saved(),
            SavedAction::Open(id) => match self.saved.of(id) {
                Some(search) => self.list_all(search.text.clone()),
                None => Vec::new(),
            },
            SavedAction::Forget(id) => self.forget_search(id),
            SavedAction::Confirm => self.confirm_draft(),
            other => {
                self.draft_search(other);
                Vec::new()
            }
        }
    }

    /// Searches all calls for this.
    pub(super) fn list_all(&mut self, text: String) -> Vec<Command> {
        self.screen = Screen::Calls;
        self.returns_to = None;
        if self.view == View::All && self.search.trim() == text.trim() {
            return Vec::new();
        }
        self.view = View::All;
        self.read_search(text);
        self.selection.clear();
        self.close_call();
        self.list.set_top(0.0);
        self.reload_list()
    }

    fn forget_search(&mut self, id: EntryId) -> Vec<Command> {
        let Some(search) = self.saved.of(id).cloned() else { return Vec::new() };
        self.search_draft = None;
        self.say_undoable(say!("Deleted saved search “{name}”", name = search.name), Command::SaveSearch(search));
        vec![Command::ForgetSearch { id }]
    }

    fn say_undoable(&mut self, what: String, back: Command) {
        self.notices.push(NoticeKind::Undoable, what.clone(), self.now);
        self.remember_undo(Undo { what, changes: Vec::new(), commands: vec![back], waits: Waits::Nothing });
    }

    pub(super) fn searches_loaded(&mut self, searches: Vec<SavedSearch>) -> Vec<Command> {
        let before = std::mem::replace(&mut self.saved.known, searches);
        let saved = &mut self.saved;
        let is_new = |search: &SavedSearch| before.iter().all(|known| known.id != search.id);
        let awaited = saved.awaited_name.as_ref();
        let added = awaited.and_then(|name| saved.known.iter().rfind(|known| is_new(known) && known.name == *name));
        let added = added.map(|search| (search.id, search.name.clone()));
        let is_same = |search: &SavedSearch| {
            before.iter().any(|known| known.id == search.id && known.text.trim() == search.text.trim())
        };
        let same: HashSet<EntryId> = saved.known.iter().filter(|known| is_same(known)).map(|known| known.id).collect();
        saved.counts.retain(|id, _| same.contains(id));
        saved.awaited.retain(|id| same.contains(id));
        if let Some((id, name)) = added {
            self.saved.awaited_name = None;
            self.say_undoable(say!("Saved search “{name}”", name = name), Command::ForgetSearch { id });
        }
        // Those that were there are counted when their time comes.
        let is_uncounted =
            |saved: &SavedSearches, id: EntryId| !saved.counts.contains_key(&id) && !saved.awaited.contains(&id);
        self.count_saved(is_uncounted)
    }

    pub(super) fn search_counted(&mut self, id: EntryId, count: u64) {
        let saved = &mut self.saved;
        if saved.of(id).is_some() {
            saved.counts.insert(id, count);
        }
        if saved.awaited.remove(&id) && saved.awaited.is_empty() {
            let took = self.now.0 - saved.asked_at.0;
            let pause = took.saturating_mul(3).clamp(PAUSE_MS, LONGEST_PAUSE_MS);
            saved.rests_until = UnixMillis(self.now.0 + pause);
        }
    }

    /// A command failed; if that was a counting, the answers that are missing are not waited for.
    pub(super) fn saving_failed(&mut self, what: &str) {
        self.saved.stop_waiting(self.now);
        if what.starts_with("Saving the search") {
            self.saved.awaited_name = None;
        }
    }

    fn recount_saved(&mut self) -> Vec<Command> {
        if self.recount_due_at().is_none_or(|at| at > self.now) {
            return Vec::new();
        }
        self.saved.is_stale = false;
        self.saved.midnight = None;
        self.count_saved(|_, _| true)
    }

    fn count_saved(&mut self, is_wanted: impl Fn(&SavedSearches, EntryId) -> bool) -> Vec<Command> {
        let (now, zone) = (self.now, &self.zone);
        let query = |text| Query { view: View::All, term: parse(text, now, zone).term, sort: Sort::default() };
        let saved = &mut self.saved;
        let wanted = saved.known.iter().take(COUNTED).filter(|search| is_wanted(saved, search.id));
        let wanted: Vec<(EntryId, Query)> = wanted.map(|search| (search.id, query(&search.text))).collect();
        if wanted.is_empty() {
            return Vec::new();
        }
        saved.awaited.extend(wanted.iter().map(|(id, _)| *id));
        saved.asked_at = now;
        saved.midnight = saved.midnight.or_else(|| next_midnight(now, zone));
        wanted.into_iter().map(|(id, query)| Command::Count { id, query }).collect()
    }
}

/// When `today` becomes another day.
fn next_midnight(now: UnixMillis, zone: &TimeZone) -> Option<UnixMillis> {
    let now = jiff::Timestamp::from_millisecond(now.0).ok()?.to_zoned_datetime(zone.clone());
    let midnight = now.tomorrow().ok()?.start_of_day().ok()?;
    Some(UnixMillis(midnight.timestamp().as_millisecond()))
}

impl From<SavedAction> for Action {
    fn from(action: SavedAction) -> Self {
        Self::Saved(action)
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{filled, row};
    use super::*;
    use crate::bus::Event;

    const DAY_MS: i64 = 24 * 3_600_000;

    fn search(id: i64, name: &str, text: &str) -> SavedSearch {
        SavedSearch { id: EntryId(id), name: name.into(), text: text.into(), tag: None }
    }

    fn counted(commands: &[Command]) -> Vec<i64> {
        let ids = commands.iter().filter_map(|command| match command {
            Command::Count { id, .. } => Some(id.0),
            _ => None,
        });
        ids.collect()
    }

    /// Two saved searches that were counted.
    fn saved() -> Inbox {
        let mut inbox = filled(3);
        let searches = vec![search(1, "Angry", "mood:angry"), search(2, "Today", "date:today")];
        assert_eq!(counted(&inbox.apply(Event::SavedSearchesLoaded(searches))), [1, 2]);
        for (id, count) in [(1, 4), (2, 1_234)] {
            inbox.apply(Event::Counted { id: EntryId(id), count });
        }
        inbox
    }

    fn due(inbox: &mut Inbox, after_ms: i64) -> Vec<i64> {
        inbox.tick(UnixMillis(inbox.now.0 + after_ms));
        counted(&inbox.act(SavedAction::Recount.into()))
    }

    #[test]
    fn they_are_asked_for_at_the_beginning_and_counted_over_all_calls() {
        assert!(filled(1).begin().contains(&Command::LoadSavedSearches));
        let mut inbox = filled(1);
        let commands = inbox.apply(Event::SavedSearchesLoaded(vec![search(1, "Angry", "mood:angry sort:score")]));
        let term = parse("mood:angry", inbox.now, &inbox.zone).term;
        let query = Query { view: View::All, term, sort: Sort::Newest };
        assert_eq!(commands, [Command::Count { id: EntryId(1), query }]);
        assert_eq!(inbox.saved.count_of(EntryId(1)), None);
    }

    #[test]
    fn a_burst_counts_again_after_a_pause_and_once_more_at_its_end() {
        let mut inbox = saved();
        let arrive = |inbox: &mut Inbox, seq| inbox.apply(Event::CallArrived(Box::new(row(seq))));
        assert_eq!(inbox.recount_due_at(), next_midnight(inbox.now, &inbox.zone));
        (4..20).for_each(|seq| drop(arrive(&mut inbox, seq)));
        assert_eq!(due(&mut inbox, PAUSE_MS - 1), [0; 0]);
        assert_eq!(due(&mut inbox, 1), [1, 2]);
        arrive(&mut inbox, 20);
        assert_eq!(due(&mut inbox, PAUSE_MS), [0; 0], "they are being counted");
        inbox.apply(Event::Counted { id: EntryId(1), count: 5 });
        inbox.apply(Event::Counted { id: EntryId(2), count: 6 });
        // It took two seconds: it rests for six.
        assert_eq!(due(&mut inbox, 3 * PAUSE_MS - 1), [0; 0]);
        assert_eq!(due(&mut inbox, 1), [1, 2]);
        assert_eq!(inbox.saved.count_of(EntryId(1)), Some(5));
    }

    #[test]
    fn another_day_is_counted_anew() {
        let mut inbox = saved();
        let midnight = next_midnight(inbox.now, &inbox.zone).unwrap();
        assert_eq!(inbox.recount_due_at(), Some(midnight));
        inbox.tick(midnight);
        let commands = inbox.act(SavedAction::Recount.into());
        assert_eq!(counted(&commands), [1, 2]);
        let Command::Count { query, .. } = &commands[1] else { unreachable!() };
        assert_eq!(query.term, parse("date:today", midnight, &inbox.zone).term);
        assert_eq!(inbox.saved.midnight, Some(UnixMillis(midnight.0 + DAY_MS)));
    }

    #[test]
    fn only_what_is_new_is_counted_at_once_and_answers_that_were_lost_are_asked_again() {
        let mut inbox = saved();
        let searches =
            vec![search(1, "Cross", "mood:angry"), search(2, "Today", "date:yesterday"), search(3, "X", "x")];
        assert_eq!(counted(&inbox.apply(Event::SavedSearchesLoaded(searches.clone()))), [2, 3]);
        assert_eq!((inbox.saved.count_of(EntryId(1)), inbox.saved.count_of(EntryId(2))), (Some(4), None));
        inbox.apply(Event::Resync);
        assert_eq!(counted(&inbox.apply(Event::SavedSearchesLoaded(searches))), [2, 3]);
        inbox.apply(Event::CommandFailed { what: "Counting".into(), why: "gone".into() });
        assert_eq!(due(&mut inbox, PAUSE_MS), [1, 2, 3]);
    }

    #[test]
    fn one_is_opened_over_all_calls_and_is_open_while_its_words_stand() {
        let mut inbox = saved();
        inbox.act(Action::OpenScreen(Screen::Settings));
        let commands = inbox.act(SavedAction::Open(EntryId(1)).into());
        assert!(matches!(&commands[..], [Command::LoadList { query, .. }] if query.view == View::All));
        assert_eq!((inbox.screen, inbox.view, inbox.search.as_str()), (Screen::Calls, View::All, "mood:angry"));
        assert_eq!(inbox.open_saved_search(), Some(EntryId(1)));
        assert!(inbox.act(SavedAction::Open(EntryId(1)).into()).is_empty());
        inbox.act(Action::Search(" mood:angry ".into()));
        assert_eq!(inbox.open_saved_search(), Some(EntryId(1)));
        inbox.act(Action::Search("mood:angr".into()));
        assert_eq!(inbox.open_saved_search(), None);
    }

    #[test]
    fn one_that_is_deleted_comes_back_as_it_was() {
        let mut inbox = saved();
        assert_eq!(inbox.act(SavedAction::Forget(EntryId(1)).into()), [Command::ForgetSearch { id: EntryId(1) }]);
        inbox.apply(Event::SavedSearchesLoaded(vec![search(2, "Today", "date:today")]));
        assert_eq!(inbox.notices.shown()[0].text, "Deleted saved search “Angry”");
        assert_eq!(inbox.act(Action::Undo), [Command::SaveSearch(search(1, "Angry", "mood:angry"))]);
        assert!(inbox.act(SavedAction::Forget(EntryId(9)).into()).is_empty());
    }
}
