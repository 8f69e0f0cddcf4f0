//! The list of calls: which calls in which order, the rows known so far, what is selected, how far it is scrolled.
//! Rows are read as they come into sight; the order is known as a whole, so that scroll bar and jumps are exact.

use std::collections::HashMap;
use std::sync::Arc;

use super::Motion;
use crate::bus::Ticket;
use crate::call::{CallRow, Seq, Sort};

/// Rows kept beyond those in sight: a few screens of scrolling back and forth without reading again.
const ROWS_KEPT: usize = 2_000;
/// Rows read ahead of and behind those in sight.
const ROWS_AHEAD: usize = 40;
/// The most rows asked for at a time.
const ROWS_PER_QUESTION: usize = 256;

/// The list's state. Positions count from the newest call, 0 first.
#[derive(Debug, Default)]
pub struct ListState {
    order: Arc<Vec<Seq>>,
    rows: HashMap<Seq, CallRow>,
    asked: HashMap<Seq, ()>,
    arrived: Vec<Seq>,
    ticket: Ticket,
    stage: Stage,
    selected: Option<Seq>,
    /// Rows from the oldest end to the top of the sight: stays true when calls arrive at the other end.
    top_from_oldest: f64,
    at_newest: bool,
    page: usize,
    reveal: Option<Seq>,
    failure: Option<String>,
    sort: Sort,
    /// Something came while the answer was on its way, that only the store can put in its place.
    is_stale: bool,
    last_step: Option<RowStep>,
    steps: u64,
}

/// The last time that one row came or went, so that it can be seen to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowStep {
    /// Tells it from the others; the next one is one more.
    pub number: u64,
    /// Which call.
    pub seq: Seq,
    /// Where it stands now, or stood.
    pub position: usize,
    /// It came; else it went.
    pub has_come: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Stage {
    #[default]
    Asked,
    Partial,
    Complete,
}

/// A row's place on screen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RowSlot<'a> {
    /// Known.
    Known(&'a CallRow),
    /// Being read.
    Reading(Seq),
}

impl ListState {
    /// Forgets everything and waits for the answer to a new question, whose ticket is returned.
    pub(super) fn ask(&mut self, sort: Sort) -> Ticket {
        self.ticket = Ticket(self.ticket.0 + 1);
        self.sort = sort;
        self.is_stale = false;
        self.stage = Stage::Asked;
        self.failure = None;
        self.arrived.clear();
        self.asked.clear();
        self.ticket
    }

    /// The ticket of the last question.
    pub fn ticket(&self) -> Ticket {
        self.ticket
    }

    /// Takes an answer in, unless it is to an older question.
    pub(super) fn load(&mut self, ticket: Ticket, order: Arc<Vec<Seq>>, rows: Vec<CallRow>, complete: bool) {
        if ticket != self.ticket {
            return;
        }
        let first_answer = self.stage == Stage::Asked;
        let top = self.top();
        self.last_step = None;
        self.order = order;
        let newest = self.order.last().copied();
        let missed: Vec<Seq> = self.arrived.iter().copied().filter(|seq| Some(*seq) > newest).collect();
        if !missed.is_empty() {
            Arc::make_mut(&mut self.order).extend(missed);
        }
        if complete {
            self.arrived.clear();
        }
        self.stage = if complete { Stage::Complete } else { Stage::Partial };
        // What failed meanwhile was another question.
        self.failure = None;
        if first_answer && self.at_newest {
            self.set_top(0.0);
        } else {
            self.set_top(top);
        }
        self.keep_rows(rows);
    }

    /// The question failed.
    pub(super) fn fail(&mut self, why: String) {
        if self.stage == Stage::Asked {
            self.stage = Stage::Complete;
            self.failure = Some(why);
        }
    }

    /// Why the list can't be shown, if it can't.
    pub fn failure(&self) -> Option<&str> {
        self.failure.as_deref()
    }

    /// A call of this list arrived. False if it was there already.
    pub(super) fn push(&mut self, row: CallRow) -> bool {
        let seq = row.seq;
        if self.order.last().is_some_and(|newest| *newest >= seq) {
            self.rows.insert(seq, row);
            return false;
        }
        if self.stage != Stage::Complete {
            self.arrived.push(seq);
        }
        if self.stage != Stage::Asked {
            let top = self.top();
            Arc::make_mut(&mut self.order).push(seq);
            // Rows in sight keep their place unless the newest one is in sight.
            if top < 1e-6 {
                self.set_top(0.0);
            }
            self.step(seq, 0, true);
        }
        self.rows.insert(seq, row);
        true
    }

    /// A call changed; a row that is not known stays unknown.
    pub(super) fn update(&mut self, row: CallRow) {
        if let Some(known) = self.rows.get_mut(&row.seq) {
            // What was found of it is only told with the answer to the question.
            let said = known.said.take();
            *known = CallRow { said: row.said.clone().or(said), ..row };
        }
    }

    /// The list is to be read again: true if at once, else when the answer that is on its way has come.
    pub(super) fn spoil(&mut self) -> bool {
        self.is_stale = self.stage != Stage::Complete;
        !self.is_stale
    }

    /// Whether it was spoiled meanwhile, once the whole answer is here.
    pub(super) fn is_to_be_read_again(&mut self) -> bool {
        self.stage == Stage::Complete && std::mem::take(&mut self.is_stale)
    }

    /// Where a call stands in the order: else where it would.
    fn find(&self, seq: Seq) -> Result<usize, usize> {
        match self.sort {
            Sort::Newest => self.order.binary_search(&seq),
            Sort::Oldest => self.order.binary_search_by(|known| seq.cmp(known)),
            // Without the scores and names of all it can only be looked for; a million take half a millisecond.
            Sort::ScoreDown | Sort::ScoreUp | Sort::Name => {
                self.order.iter().position(|known| *known == seq).ok_or(self.order.len())
            }
        }
    }

    /// Takes a call out of the list; the call that takes its place is returned.
    pub(super) fn remove(&mut self, seq: Seq) -> Option<Seq> {
        let at = self.find(seq).ok()?;
        let top = self.top();
        let position = self.order.len() - 1 - at;
        Arc::make_mut(&mut self.order).remove(at);
        // What is in sight stays where it is.
        self.set_top(if position as f64 + 1.0 <= top { top - 1.0 } else { top });
        self.step(seq, position, false);
        let next = at.checked_sub(1).or_else(|| (!self.order.is_empty()).then_some(0))?;
        self.order.get(next).copied()
    }

    /// Takes many calls out of the list, given in rising order.
    pub(super) fn remove_all(&mut self, seqs: &Arc<Vec<Seq>>) {
        let top = self.top();
        self.last_step = None;
        // Not in place: whoever chose all calls shares the order.
        let is_all = Arc::ptr_eq(seqs, &self.order);
        let stays = |seq: &Seq| !is_all && seqs.binary_search(seq).is_err();
        self.order = Arc::new(self.order.iter().copied().filter(stays).collect());
        self.set_top(top);
    }

    /// Puts a call back where it belongs; at the head, where only the store knows its place.
    pub(super) fn restore(&mut self, seq: Seq) {
        if let Err(at) = self.find(seq) {
            let top = self.top();
            Arc::make_mut(&mut self.order).insert(at, seq);
            let position = self.order.len() - 1 - at;
            self.set_top(if top > 0.0 && position as f64 <= top { top + 1.0 } else { top });
            self.step(seq, position, true);
        }
    }

    fn step(&mut self, seq: Seq, position: usize, has_come: bool) {
        self.steps += 1;
        self.last_step = Some(RowStep { number: self.steps, seq, position, has_come });
    }

    /// The last row that came or went by itself, since the list was read.
    pub fn last_step(&self) -> Option<RowStep> {
        self.last_step
    }

    pub(super) fn keep_rows(&mut self, rows: Vec<CallRow>) {
        if self.rows.len() + rows.len() > ROWS_KEPT {
            let (first, end) = self.sight();
            let near: std::collections::HashSet<Seq> =
                (first.saturating_sub(ROWS_AHEAD)..end + ROWS_AHEAD).filter_map(|at| self.seq_at(at)).collect();
            let selected = self.selected;
            self.rows.retain(|seq, _| near.contains(seq) || Some(*seq) == selected);
            self.asked.clear();
        }
        for row in rows {
            self.asked.remove(&row.seq);
            self.rows.insert(row.seq, row);
        }
    }

    /// Rows are read again as they come into sight.
    pub(super) fn forget_rows(&mut self) {
        self.rows.clear();
        self.asked.clear();
    }

    /// The rows that are known, in no order.
    pub(super) fn known_rows(&self) -> impl Iterator<Item = &CallRow> {
        self.rows.values()
    }

    pub(super) fn known_rows_mut(&mut self) -> impl Iterator<Item = &mut CallRow> {
        self.rows.values_mut()
    }

    /// Every call, the last of the list first.
    pub(super) fn order(&self) -> &Arc<Vec<Seq>> {
        &self.order
    }

    /// Rows in or near sight that are neither known nor asked for; they count as asked for from now on.
    pub(super) fn unread_near(&mut self, first: usize, end: usize) -> Vec<Seq> {
        let missing = |at: usize| {
            let seq = self.seq_at(at)?;
            (!self.rows.contains_key(&seq) && !self.asked.contains_key(&seq)).then_some(seq)
        };
        if !(first..end).any(|at| missing(at).is_some()) {
            return Vec::new();
        }
        let near = first.saturating_sub(ROWS_AHEAD)..(end + ROWS_AHEAD).min(self.len());
        let seqs: Vec<Seq> = near.filter_map(missing).take(ROWS_PER_QUESTION).collect();
        self.asked.extend(seqs.iter().map(|seq| (*seq, ())));
        seqs
    }

    /// How many calls the list holds.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// No call, as far as is known.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The answer has not come yet.
    pub fn is_loading(&self) -> bool {
        self.stage == Stage::Asked
    }

    /// The whole answer is here.
    pub fn is_complete(&self) -> bool {
        self.stage == Stage::Complete && self.failure.is_none()
    }

    /// The call at a position.
    pub fn seq_at(&self, position: usize) -> Option<Seq> {
        let last = self.order.len().checked_sub(1)?;
        self.order.get(last.checked_sub(position)?).copied()
    }

    /// The position of a call.
    pub fn position_of(&self, seq: Seq) -> Option<usize> {
        self.find(seq).ok().map(|at| self.order.len() - 1 - at)
    }

    /// The row at a position.
    pub fn slot(&self, position: usize) -> Option<RowSlot<'_>> {
        let seq = self.seq_at(position)?;
        Some(self.rows.get(&seq).map_or(RowSlot::Reading(seq), RowSlot::Known))
    }

    /// A row, if it is known.
    pub fn row(&self, seq: Seq) -> Option<&CallRow> {
        self.rows.get(&seq)
    }

    /// A row to change in place, if it is known.
    pub(super) fn row_mut(&mut self, seq: Seq) -> Option<&mut CallRow> {
        self.rows.get_mut(&seq)
    }

    /// The call that is selected.
    pub fn selected(&self) -> Option<Seq> {
        self.selected
    }

    pub(super) fn select(&mut self, seq: Option<Seq>) {
        self.selected = seq;
        self.reveal = seq;
    }

    /// Scrolls a call into sight.
    pub(super) fn reveal(&mut self, seq: Seq) {
        self.reveal = Some(seq);
    }

    /// The position that far from another one; from nowhere, at either end.
    pub(super) fn moved(&self, at: Option<usize>, motion: Motion) -> Option<usize> {
        let last = self.len().checked_sub(1)?;
        let page = self.page();
        Some(match (motion, at) {
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
        if self.at_newest { 0.0 } else { (self.order.len() as f64 - self.top_from_oldest).max(0.0) }
    }

    /// Scrolls to there.
    pub(super) fn set_top(&mut self, top: f64) {
        let last = (self.order.len() as f64 - self.page.max(1) as f64 + 1.0).max(0.0);
        let top = top.clamp(0.0, last.max(0.0));
        self.at_newest = top <= 0.0;
        self.top_from_oldest = self.order.len() as f64 - top;
    }

    pub(super) fn set_page(&mut self, page: usize) {
        self.page = page;
    }

    /// How many whole rows fit.
    pub fn page(&self) -> usize {
        self.page.max(1)
    }

    fn sight(&self) -> (usize, usize) {
        let first = self.top() as usize;
        (first, first + self.page() + 1)
    }

    /// Where to scroll so that the selected row is in sight, once after each selection.
    pub(super) fn reveal_selected(&mut self) {
        let Some(position) = self.reveal.take().and_then(|seq| self.position_of(seq)) else { return };
        let (top, page) = (self.top(), self.page() as f64);
        let position = position as f64;
        if position < top {
            self.set_top(position);
        } else if position + 1.0 > top + page {
            self.set_top(position + 1.0 - page);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::row;
    use super::*;

    fn list(seqs: std::ops::RangeInclusive<i64>) -> ListState {
        let mut list = ListState::default();
        let ticket = list.ask(Sort::Newest);
        list.set_page(5);
        list.load(ticket, Arc::new(seqs.map(Seq).collect()), Vec::new(), true);
        list.set_top(0.0);
        list
    }

    #[test]
    fn newest_is_first() {
        let list = list(1..=10);
        assert_eq!((list.seq_at(0), list.seq_at(9), list.seq_at(10)), (Some(Seq(10)), Some(Seq(1)), None));
        assert_eq!(list.position_of(Seq(4)), Some(6));
    }

    #[test]
    fn an_arrival_does_not_move_what_is_in_sight() {
        let mut list = list(1..=100);
        list.set_top(40.5);
        let in_sight = list.seq_at(40);
        assert!(list.push(row(101)));
        assert_eq!((list.top(), list.seq_at(41)), (41.5, in_sight));
    }

    #[test]
    fn at_the_top_an_arrival_comes_into_sight() {
        let mut list = list(1..=100);
        list.push(row(101));
        assert_eq!((list.top(), list.seq_at(0)), (0.0, Some(Seq(101))));
    }

    #[test]
    fn calls_that_arrive_while_a_question_is_open_are_not_lost() {
        let mut list = list(1..=3);
        let ticket = list.ask(Sort::Newest);
        list.push(row(4));
        list.push(row(5));
        list.load(ticket, Arc::new(vec![Seq(2), Seq(3), Seq(4)]), Vec::new(), false);
        assert_eq!(list.seq_at(0), Some(Seq(5)));
        list.load(ticket, Arc::new((1..=4).map(Seq).collect()), Vec::new(), true);
        assert_eq!((list.len(), list.seq_at(0)), (5, Some(Seq(5))));
    }

    #[test]
    fn an_answer_to_an_older_question_is_ignored() {
        let mut list = list(1..=3);
        let old = list.ask(Sort::Newest);
        list.ask(Sort::Newest);
        list.load(old, Arc::new(vec![Seq(9)]), Vec::new(), true);
        assert!(list.is_loading());
    }

    #[test]
    fn what_is_in_sight_stays_when_a_row_above_it_goes_or_comes_back() {
        let mut list = list(1..=100);
        list.set_top(40.5);
        let in_sight = list.seq_at(41);
        list.remove(Seq(90));
        assert_eq!((list.top(), list.seq_at(40)), (39.5, in_sight));
        list.restore(Seq(90));
        assert_eq!((list.top(), list.seq_at(41)), (40.5, in_sight));
        // Below and within the sight nothing above moves.
        list.remove(Seq(40));
        assert_eq!((list.top(), list.seq_at(41)), (40.5, in_sight));
    }

    #[test]
    fn the_last_row_that_came_or_went_is_known_until_the_list_is_read_again() {
        let mut list = list(1..=10);
        assert_eq!(list.last_step(), None);
        list.remove(Seq(8));
        let gone = RowStep { number: 1, seq: Seq(8), position: 2, has_come: false };
        assert_eq!(list.last_step(), Some(gone));
        list.restore(Seq(8));
        assert_eq!(list.last_step(), Some(RowStep { number: 2, has_come: true, ..gone }));
        list.push(row(11));
        let come = RowStep { number: 3, seq: Seq(11), position: 0, has_come: true };
        assert_eq!(list.last_step(), Some(come));
        let ticket = list.ask(Sort::Newest);
        list.load(ticket, Arc::new((1..=4).map(Seq).collect()), Vec::new(), true);
        assert_eq!(list.last_step(), None);
    }

    #[test]
    fn removing_names_the_next_older_call() {
        let mut list = list(1..=3);
        assert_eq!(list.remove(Seq(2)), Some(Seq(1)));
        assert_eq!(list.remove(Seq(1)), Some(Seq(3)));
        assert_eq!(list.remove(Seq(3)), None);
        list.restore(Seq(2));
        assert_eq!(list.seq_at(0), Some(Seq(2)));
    }

    #[test]
    fn rows_in_sight_are_asked_for_once_with_some_around_them() {
        let mut list = list(1..=1000);
        let asked = list.unread_near(100, 110);
        assert_eq!(asked.len(), 90);
        assert!(list.unread_near(100, 110).is_empty());
    }

    #[test]
    fn a_selected_row_is_scrolled_into_sight_once() {
        let mut list = list(1..=100);
        list.select(Some(Seq(80)));
        list.reveal_selected();
        assert_eq!(list.top(), 16.0);
        list.set_top(50.0);
        list.reveal_selected();
        assert_eq!(list.top(), 50.0);
    }
}
