//! The table of requests: which in which order, the rows known so far, what is selected, how far it is scrolled, what
//! came while it stood still. As with the list of calls, the order is known as a whole and rows are read as they are seen.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::bus::Ticket;
use crate::call::{DeliveryId, UnixMillis};
use crate::inbox::{Flight, Motion};
use crate::traffic::TrafficRow;

/// Rows kept beyond those in sight.
const ROWS_KEPT: usize = 2_000;
/// Rows read ahead of and behind those in sight.
const ROWS_AHEAD: usize = 40;
/// The most rows asked for at a time.
const ROWS_PER_QUESTION: usize = 200;
/// How long after a request its answer may still be under way, in milliseconds: the longest delay of a rehearsal, twice.
const ANSWERED_WITHIN_MS: i64 = 120_000;

/// The table's state. Positions count from the newest request, 0 first.
#[derive(Debug, Default)]
pub struct RequestList {
    ids: Arc<Vec<DeliveryId>>,
    rows: HashMap<DeliveryId, TrafficRow>,
    asked: HashSet<DeliveryId>,
    /// Told by following while the answer to the whole question was not complete.
    arrived: Vec<DeliveryId>,
    /// Came while it stands still.
    held: Vec<DeliveryId>,
    is_paused: bool,
    /// The newest request there was: where following goes on.
    newest: Option<DeliveryId>,
    ticket: Ticket,
    stage: Stage,
    following: Flight,
    /// Something came that was not asked for yet.
    is_behind: bool,
    looked_at: u64,
    selected: Option<DeliveryId>,
    /// Rows from the oldest end to the top of the sight: stays true when requests arrive at the other end.
    top_from_oldest: f64,
    at_newest: bool,
    sight: (usize, usize),
    page: usize,
    reveal: Option<DeliveryId>,
    failure: Option<String>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Stage {
    #[default]
    Never,
    Asked,
    Partial,
    Complete,
}

/// What a search for requests has found.
pub(super) struct FoundRequests {
    pub ids: Arc<Vec<DeliveryId>>,
    pub rows: Vec<TrafficRow>,
    pub looked_at: u64,
    pub is_complete: bool,
    pub newest: Option<DeliveryId>,
}

impl RequestList {
    /// Waits for the answer to a new question, whose ticket is returned. What is shown stays until then.
    pub(super) fn ask(&mut self) -> Ticket {
        self.ticket = Ticket(self.ticket.0 + 1);
        if self.stage == Stage::Never {
            self.at_newest = true;
        }
        self.stage = Stage::Asked;
        self.following = Flight::Idle;
        self.failure = None;
        self.looked_at = 0;
        self.arrived.clear();
        self.asked.clear();
        self.ticket
    }

    /// The ticket of the last question.
    pub fn ticket(&self) -> Ticket {
        self.ticket
    }

    /// Nothing was asked yet.
    pub(super) fn was_never_asked(&self) -> bool {
        self.stage == Stage::Never
    }

    /// Takes an answer in; false if it is to an older question.
    pub(super) fn load(&mut self, ticket: Ticket, found: FoundRequests) -> bool {
        if ticket != self.ticket {
            return false;
        }
        let anchor = self.anchor();
        self.ids = found.ids;
        let last = self.ids.last().copied();
        let missed = self.arrived.iter().copied().filter(|id| Some(*id) > last);
        let missed: Vec<DeliveryId> = missed.collect();
        if !missed.is_empty() {
            Arc::make_mut(&mut self.ids).extend(missed);
        }
        if found.is_complete {
            self.arrived.clear();
        }
        // What was held back is in the answer.
        self.held.clear();
        self.looked_at = found.looked_at;
        self.newest = self.newest.max(found.newest);
        self.stage = if found.is_complete { Stage::Complete } else { Stage::Partial };
        self.failure = None;
        self.keep_rows(found.rows);
        self.return_to(anchor);
        true
    }

    /// The question failed.
    pub(super) fn fail(&mut self, why: &str) {
        self.following = Flight::Idle;
        self.asked.clear();
        if self.stage == Stage::Asked {
            self.stage = Stage::Complete;
            self.failure = Some(why.to_owned());
        }
    }

    /// Why the table can't be shown, if it can't.
    pub fn failure(&self) -> Option<&str> {
        self.failure.as_deref()
    }

    /// Something came. After which request to ask for what came, if that is to be asked now.
    pub(super) fn follow(&mut self) -> Option<DeliveryId> {
        match self.stage {
            Stage::Never => return None,
            Stage::Asked => {
                self.is_behind = true;
                return None;
            }
            Stage::Partial | Stage::Complete => self.is_behind = false,
        }
        self.following.ask().then(|| self.newest.unwrap_or(DeliveryId(0)))
    }

    /// Something came while nobody looks: it is asked for later.
    pub(super) fn fall_behind(&mut self) {
        self.is_behind = true;
    }

    /// Something came that was not asked for yet.
    pub(super) fn is_behind(&self) -> bool {
        self.is_behind
    }

    /// Takes in what came since. True if it is to be asked for again at once.
    pub(super) fn take_followed(
        &mut self,
        ticket: Ticket,
        ids: Vec<DeliveryId>,
        rows: Vec<TrafficRow>,
        newest: Option<DeliveryId>,
    ) -> bool {
        if ticket != self.ticket {
            return false;
        }
        self.newest = self.newest.max(newest);
        let last = self.held.last().or(self.ids.last()).copied();
        let ids: Vec<DeliveryId> = ids.into_iter().filter(|id| Some(*id) > last).collect();
        if self.stage == Stage::Partial {
            self.arrived.extend(&ids);
        }
        if self.is_paused {
            self.held.extend(ids);
        } else if !ids.is_empty() {
            self.extend(ids);
            self.keep_rows(rows);
        }
        // Asked again by whoever hears this.
        matches!(std::mem::replace(&mut self.following, Flight::Idle), Flight::AskedAndStale)
    }

    /// Rows in sight keep their place unless the newest one is in sight.
    fn extend(&mut self, ids: Vec<DeliveryId>) {
        Arc::make_mut(&mut self.ids).extend(ids);
        if self.at_newest {
            self.set_top(0.0);
        }
    }

    /// Freezes it, or lets it go on.
    pub(super) fn toggle_pause(&mut self) {
        self.is_paused = !self.is_paused;
        let held = std::mem::take(&mut self.held);
        if !held.is_empty() {
            self.extend(held);
        }
    }

    /// It stands still.
    pub fn is_paused(&self) -> bool {
        self.is_paused
    }

    /// How many came while it stands still.
    pub fn held(&self) -> usize {
        self.held.len()
    }

    pub(super) fn keep_rows(&mut self, rows: Vec<TrafficRow>) {
        if self.rows.len() + rows.len() > ROWS_KEPT {
            let (first, end) = self.sight;
            let near: HashSet<DeliveryId> =
                (first.saturating_sub(ROWS_AHEAD)..end + ROWS_AHEAD).filter_map(|at| self.id_at(at)).collect();
            let selected = self.selected;
            self.rows.retain(|id, _| near.contains(id) || Some(*id) == selected);
            self.asked.clear();
        }
        for row in rows {
            self.asked.remove(&row.note.id);
            self.rows.insert(row.note.id, row);
        }
    }

    /// Rows are read again as they come into sight.
    pub(super) fn forget_rows(&mut self) {
        self.rows.clear();
        self.asked.clear();
    }

    /// Rows in sight that were told before all of it was known: how long the answer took. They count as asked for.
    pub(super) fn unsettled(&mut self, now: UnixMillis) -> Vec<DeliveryId> {
        let is_young = |row: &TrafficRow| now.0 - row.note.received_at.0 < ANSWERED_WITHIN_MS;
        self.ask_for_in_sight(|row| row.note.took_micros.is_none() && is_young(row))
    }

    /// Rows in sight that are still being handed on. They count as asked for.
    pub(super) fn underway(&mut self) -> Vec<DeliveryId> {
        self.ask_for_in_sight(|row| row.forwards.waiting > 0)
    }

    fn ask_for_in_sight(&mut self, is_wanted: impl Fn(&TrafficRow) -> bool) -> Vec<DeliveryId> {
        let (first, end) = self.sight;
        let ids = (first..end).filter_map(|at| self.id_at(at));
        let is_wanted = |id: &DeliveryId| !self.asked.contains(id) && self.rows.get(id).is_some_and(&is_wanted);
        let ids: Vec<DeliveryId> = ids.filter(is_wanted).take(ROWS_PER_QUESTION).collect();
        self.asked.extend(&ids);
        ids
    }

    /// Whether showing these rows would tell anything new: something is to be read, or it is known otherwise what is in sight.
    pub fn is_news(&self, first: usize, end: usize, page: usize) -> bool {
        self.sight != (first, end)
            || self.page != page
            || self.reveal.is_some()
            || (first..end).any(|at| self.is_missing(at).is_some())
    }

    fn is_missing(&self, at: usize) -> Option<DeliveryId> {
        self.id_at(at).filter(|id| !self.rows.contains_key(id) && !self.asked.contains(id))
    }

    /// These rows are in sight. Rows in or near it that are neither known nor asked for; they count as asked for.
    pub(super) fn show(&mut self, first: usize, end: usize, page: usize) -> Vec<DeliveryId> {
        self.sight = (first, end);
        self.page = page;
        self.reveal_selected();
        if !(first..end).any(|at| self.is_missing(at).is_some()) {
            return Vec::new();
        }
        let near = first.saturating_sub(ROWS_AHEAD)..(end + ROWS_AHEAD).min(self.len());
        let ids: Vec<DeliveryId> = near.filter_map(|at| self.is_missing(at)).take(ROWS_PER_QUESTION).collect();
        self.asked.extend(&ids);
        ids
    }

    /// How many requests it holds.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// None, as far as is known.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// No answer has come yet.
    pub fn is_loading(&self) -> bool {
        matches!(self.stage, Stage::Never | Stage::Asked)
    }

    /// Requests are still being looked at.
    pub fn is_looking(&self) -> bool {
        matches!(self.stage, Stage::Asked | Stage::Partial)
    }

    /// How many were looked at so far.
    pub fn looked_at(&self) -> u64 {
        self.looked_at
    }

    /// All of them, oldest first.
    pub(super) fn ids(&self) -> &[DeliveryId] {
        &self.ids
    }

    /// The request at a position.
    pub fn id_at(&self, position: usize) -> Option<DeliveryId> {
        let last = self.ids.len().checked_sub(1)?;
        self.ids.get(last.checked_sub(position)?).copied()
    }

    /// The position of a request.
    pub fn position_of(&self, id: DeliveryId) -> Option<usize> {
        self.ids.binary_search(&id).ok().map(|at| self.ids.len() - 1 - at)
    }

    /// A row, if it is known.
    pub fn row(&self, id: DeliveryId) -> Option<&TrafficRow> {
        self.rows.get(&id)
    }

    /// The request where the keyboard is.
    pub fn selected(&self) -> Option<DeliveryId> {
        self.selected
    }

    pub(super) fn select(&mut self, id: Option<DeliveryId>) {
        self.selected = id;
        self.reveal = id;
    }

    /// The request that far from the selected one; from nowhere, at either end.
    pub(super) fn moved(&self, motion: Motion) -> Option<DeliveryId> {
        let last = self.len().checked_sub(1)?;
        let page = self.page.max(1);
        let at = self.selected.and_then(|id| self.position_of(id));
        self.id_at(match (motion, at) {
            (Motion::Last, _) => last,
            (Motion::First, _) | (_, None) => 0,
            (Motion::Down, Some(at)) => (at + 1).min(last),
            (Motion::Up, Some(at)) => at.saturating_sub(1),
            (Motion::PageDown, Some(at)) => (at + page).min(last),
            (Motion::PageUp, Some(at)) => at.saturating_sub(page),
        })
    }

    /// Rows from the newest to the top of the sight, with fraction.
    pub fn top(&self) -> f64 {
        if self.at_newest { 0.0 } else { (self.ids.len() as f64 - self.top_from_oldest).max(0.0) }
    }

    /// Scrolls to there.
    pub(super) fn set_top(&mut self, top: f64) {
        let last = (self.ids.len() as f64 - self.page.max(1) as f64 + 1.0).max(0.0);
        let top = top.clamp(0.0, last);
        self.at_newest = top <= 0.0;
        self.top_from_oldest = self.ids.len() as f64 - top;
    }

    /// What stands at the top, if that is not simply the newest.
    fn anchor(&self) -> Option<(DeliveryId, f64)> {
        let top = self.top();
        if self.at_newest { None } else { self.id_at(top as usize).map(|id| (id, top)) }
    }

    fn return_to(&mut self, anchor: Option<(DeliveryId, f64)>) {
        let top = anchor.map_or(0.0, |(id, top)| self.position_of(id).map_or(top, |at| at as f64 + top.fract()));
        self.set_top(top);
    }

    /// Where to scroll so that the selected row is in sight, once after each selection.
    fn reveal_selected(&mut self) {
        let Some(position) = self.reveal.take().and_then(|id| self.position_of(id)) else { return };
        let (top, page) = (self.top(), self.page.max(1) as f64);
        let position = position as f64;
        if position < top {
            self.set_top(position);
        } else if position + 1.0 > top + page {
            self.set_top(position + 1.0 - page);
        }
    }
}
