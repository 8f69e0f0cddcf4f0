//! The thread `store-reader`: answers the inbox's questions, the urgent before the long, and never ends one that nobody
//! waits for any more. What the answers are is decided in `reader`.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use rusqlite::InterruptHandle;

use super::StoreError;
use super::find::Search;
use super::folder::Folder;
use super::insights::Summing;
use super::reader::Reader;
use crate::bus::{Bus, Event, MAX_GAPS, Ticket};
use crate::call::insights::InsightsQuestion;
use crate::call::query::{Term, ValueKind};
use crate::call::{Callback, EntryId, Query, Seq, UnixMillis};

/// How many of the newest are told at once, before the whole order is known: several screens full.
const FIRST_ORDER: usize = 200;
/// Rows that come with a list: two screens full.
const FIRST_ROWS: usize = 64;
/// Calls read in a step of the queue of those to call back: a few milliseconds.
const CALLBACKS_A_STEP: usize = 100;
/// The most of them that are read: the newest.
const MAX_CALLBACKS: usize = 2_000;
/// Sums are told as far as they are whenever so many more calls were looked at: several times a second.
const SUMMED_TOLD: usize = 60_000;
/// Requests for rows that wait. The oldest falls out: it was scrolled past long ago.
const MAX_WAITING_ROWS: usize = 1_024;
/// Saved searches that wait to be counted.
const MAX_WAITING_COUNTS: usize = 256;
/// Calls that wait to be read whole, and as many transcripts. The oldest falls out: another was selected since.
const MAX_WAITING_CALLS: usize = 32;

/// What waits to be answered.
#[derive(Default)]
pub(super) struct Questions {
    state: Mutex<State>,
    came: Condvar,
}

#[derive(Default)]
struct State {
    list: Option<(Ticket, Query)>,
    rows: VecDeque<(Ticket, Vec<Seq>)>,
    calls: VecDeque<Seq>,
    transcripts: VecDeque<Seq>,
    counts: bool,
    values: Option<(ValueKind, String)>,
    /// What is to be counted, each once.
    counting: VecDeque<(EntryId, Query)>,
    callbacks: Option<CallingBack>,
    insights: Option<(Ticket, InsightsQuestion)>,
    unheard: Option<Option<Seq>>,
    closed: bool,
    /// Stops the step that runs, which is one of these.
    running: Option<(Steps, Arc<InterruptHandle>)>,
}

/// What is read in steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Steps {
    /// A list; a newer one stops it.
    List,
    /// Sums; newer ones stop them, and any list.
    Sums,
}

enum Question {
    Call(Seq),
    Transcript(Seq),
    Rows(Ticket, Vec<Seq>),
    Counts,
    Callbacks(CallingBack),
    Unheard(Option<Seq>),
    List(Ticket, Query),
    Values(ValueKind, String),
    Count(EntryId, Query),
    Insights(Ticket, InsightsQuestion),
    /// Nothing new: go on with the list.
    GoOn,
    /// Nothing new: go on with the sums.
    GoOnSumming,
}

impl Questions {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ask(&self, add: impl FnOnce(&mut State)) {
        add(&mut self.lock());
        self.came.notify_one();
    }

    /// Replaces the list that waits or is being read.
    pub fn ask_list(&self, ticket: Ticket, query: Query) {
        self.ask(|state| {
            state.list = Some((ticket, query));
            state.rows.retain(|(older, _)| *older >= ticket);
            state.stop();
        });
    }

    pub fn ask_rows(&self, ticket: Ticket, seqs: Vec<Seq>) {
        self.ask(|state| {
            if state.rows.len() >= MAX_WAITING_ROWS {
                state.rows.pop_front();
            }
            state.rows.push_back((ticket, seqs));
        });
    }

    pub fn ask_call(&self, seq: Seq) {
        self.ask(|state| put_last(&mut state.calls, seq));
    }

    pub fn ask_transcript(&self, seq: Seq) {
        self.ask(|state| put_last(&mut state.transcripts, seq));
    }

    pub fn ask_counts(&self) {
        self.ask(|state| state.counts = true);
    }

    /// Replaces the values that wait to be read.
    pub fn ask_values(&self, kind: ValueKind, begin: String) {
        self.ask(|state| state.values = Some((kind, begin)));
    }

    /// Replaces the counting of the same name that waits.
    pub fn ask_count(&self, id: EntryId, query: Query) {
        self.ask(|state| {
            state.counting.retain(|(waiting, _)| *waiting != id);
            if state.counting.len() >= MAX_WAITING_COUNTS {
                state.counting.pop_front();
            }
            state.counting.push_back((id, query));
        });
    }

    /// Puts a counting back that has to begin again, unless another of its name was asked for since.
    fn put_back_count(&self, id: EntryId, query: Query) {
        self.ask(|state| {
            if state.counting.iter().all(|(waiting, _)| *waiting != id) {
                state.counting.push_front((id, query));
            }
        });
    }

    pub fn ask_callbacks(&self) {
        self.ask(|state| state.callbacks = Some(CallingBack::default()));
    }

    /// Replaces the sums that wait or are being made.
    pub fn ask_insights(&self, ticket: Ticket, question: InsightsQuestion) {
        self.ask(|state| {
            state.insights = Some((ticket, question));
            if matches!(state.running, Some((Steps::Sums, _))) {
                state.stop();
            }
        });
    }

    pub fn ask_unheard(&self, after: Option<Seq>) {
        self.ask(|state| state.unheard = Some(after));
    }

    /// Ends the thread; what waits is not answered.
    pub fn close(&self) {
        self.ask(|state| {
            state.closed = true;
            state.stop();
        });
    }

    /// The most urgent question; the newest selected call before all else. `None` once closed.
    fn next(&self, is_listing: bool, is_summing: bool) -> Option<Question> {
        let mut state = self.lock();
        loop {
            if state.closed {
                return None;
            }
            if let Some(seq) = state.calls.pop_back() {
                return Some(Question::Call(seq));
            }
            if let Some(seq) = state.transcripts.pop_back() {
                return Some(Question::Transcript(seq));
            }
            if let Some((ticket, seqs)) = state.rows.pop_front() {
                return Some(Question::Rows(ticket, seqs));
            }
            if let Some(after) = state.unheard.take() {
                return Some(Question::Unheard(after));
            }
            if std::mem::take(&mut state.counts) {
                return Some(Question::Counts);
            }
            if let Some((ticket, query)) = state.list.take() {
                return Some(Question::List(ticket, query));
            }
            if let Some((kind, begin)) = state.values.take() {
                return Some(Question::Values(kind, begin));
            }
            if let Some(calling_back) = state.callbacks.take() {
                return Some(Question::Callbacks(calling_back));
            }
            if is_listing {
                return Some(Question::GoOn);
            }
            if let Some((ticket, question)) = state.insights.take() {
                return Some(Question::Insights(ticket, question));
            }
            if is_summing {
                return Some(Question::GoOnSumming);
            }
            // Only now: a list that is being read is looked at, a count is glanced at.
            if let Some((id, query)) = state.counting.pop_front() {
                return Some(Question::Count(id, query));
            }
            state = self.came.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Runs a step so that something newer can stop it; `None` if it was, or something newer waits already.
    fn step<T>(&self, steps: Steps, handle: &Arc<InterruptHandle>, work: impl FnOnce() -> T) -> Option<T> {
        let mut state = self.lock();
        if state.is_stopped(steps) {
            return None;
        }
        state.running = Some((steps, Arc::clone(handle)));
        drop(state);
        let result = work();
        // Under the same lock as the interruption: it can't hit the question after this one.
        let mut state = self.lock();
        state.running = None;
        (!state.is_stopped(steps)).then_some(result)
    }
}

impl State {
    fn stop(&self) {
        if let Some((_, running)) = &self.running {
            running.interrupt();
        }
    }

    /// Something newer goes first.
    fn is_stopped(&self, steps: Steps) -> bool {
        self.list.is_some() || self.closed || steps == Steps::Sums && self.insights.is_some()
    }
}

/// The last one asked for is the first to be answered.
fn put_last(waiting: &mut VecDeque<Seq>, seq: Seq) {
    waiting.retain(|earlier| *earlier != seq);
    if waiting.len() >= MAX_WAITING_CALLS {
        waiting.pop_front();
    }
    waiting.push_back(seq);
}

/// The queue of those to call back, as far as it is read.
#[derive(Default)]
struct CallingBack {
    found: Vec<Callback>,
    looked_at: usize,
    /// Only calls before this one are still to be looked at.
    below: Option<Seq>,
}

/// The reading thread's belongings.
pub(super) struct Reading {
    questions: Arc<Questions>,
    folder: Folder,
    bus: Bus,
    reader: Reader,
    handle: Arc<InterruptHandle>,
    listing: Option<Listing>,
    summing: Option<Summed>,
    /// What the list looks for whose rows are asked for.
    looked_for: (Ticket, Term),
    /// That the index is no help was told; once is enough.
    is_trouble_told: bool,
}

/// A search that is being read.
struct Listing {
    what: Wanted,
    search: Search,
    is_first_told: bool,
}

/// Sums that are being made.
struct Summed {
    ticket: Ticket,
    summing: Summing,
    /// How many calls they were of when they were told last.
    told: usize,
}

/// What is wanted of a search.
#[derive(Clone, Copy)]
enum Wanted {
    /// The calls themselves.
    List(Ticket),
    /// How many they are.
    Count(EntryId),
}

impl Reading {
    pub fn open(folder: Folder, questions: Arc<Questions>, bus: Bus) -> Result<Self, StoreError> {
        let reader = Reader::open(folder.clone())?;
        let handle = Arc::new(reader.interrupt_handle());
        let looked_for = (Ticket::default(), Term::default());
        let (listing, summing) = (None, None);
        Ok(Self { questions, folder, bus, reader, handle, listing, summing, looked_for, is_trouble_told: false })
    }

    /// Answers until closed.
    pub fn run(mut self) {
        while let Some(question) = self.questions.next(self.listing.is_some(), self.summing.is_some()) {
            if let Err(error) = self.answer(question) {
                self.bus.publish(&failed(&error));
            }
        }
    }

    fn answer(&mut self, question: Question) -> Result<(), StoreError> {
        if self.reader.is_outdated() {
            self.reader = Reader::open(self.folder.clone())?;
            self.handle = Arc::new(self.reader.interrupt_handle());
            if let Some(listing) = &mut self.listing {
                listing.search = self.reader.begin(listing.search.query())?;
            }
            if let Some(summed) = &mut self.summing {
                summed.summing = self.reader.begin_summing(summed.summing.question.clone())?;
                summed.told = 0;
            }
        }
        match question {
            Question::Call(seq) => {
                let detail = self.reader.detail(seq)?;
                let event = detail.map_or(Event::CallMissing { seq }, |detail| Event::CallLoaded(Box::new(detail)));
                self.bus.publish(&event);
            }
            Question::Transcript(seq) => {
                let (transcript, reading) = self.reader.transcript(seq)?;
                let (transcript, reading) = (transcript.map(Arc::new), Box::new(reading));
                self.bus.publish(&Event::TranscriptLoaded { seq, transcript, reading });
            }
            Question::Rows(ticket, seqs) => {
                let (of, term) = &self.looked_for;
                let rows =
                    if *of == ticket { self.reader.rows_found(&seqs, term)? } else { self.reader.rows_of(&seqs)? };
                self.bus.publish(&Event::RowsLoaded { ticket, rows });
            }
            Question::Counts => self.bus.publish(&Event::CountsLoaded(self.reader.counts()?)),
            Question::Values(kind, begin) => {
                let values = self.reader.values(kind, &begin)?;
                self.bus.publish(&Event::ValuesLoaded { kind, begin, values });
            }
            Question::Unheard(after) => {
                self.bus.publish(&Event::UnheardFound { seq: self.reader.unheard(after)? });
            }
            Question::Callbacks(calling_back) => self.call_back(calling_back)?,
            Question::List(ticket, query) => {
                self.put_off_counting();
                self.looked_for = (ticket, query.term.clone());
                self.begin(Wanted::List(ticket), &query)?;
            }
            Question::Count(id, query) => self.begin(Wanted::Count(id), &query)?,
            Question::Insights(ticket, question) => {
                self.summing = None;
                let summing = self.reader.begin_summing(question)?;
                self.sum(Summed { ticket, summing, told: 0 })?;
            }
            Question::GoOnSumming => {
                if let Some(summed) = self.summing.take() {
                    self.sum(summed)?;
                }
            }
            Question::GoOn => {
                if let Some(listing) = self.listing.take() {
                    self.list(listing)?;
                }
            }
        }
        Ok(())
    }

    /// One step of the queue of those to call back; other questions are answered between two of them.
    fn call_back(&mut self, mut read: CallingBack) -> Result<(), StoreError> {
        let limit = CALLBACKS_A_STEP.min(MAX_CALLBACKS - read.looked_at);
        let step = self.reader.callbacks(read.below, limit)?;
        read.looked_at += step.looked_at;
        read.found.extend(step.found);
        match step.below {
            Some(below) if read.looked_at < MAX_CALLBACKS => {
                read.below = Some(below);
                // A newer question is not overwritten by an older one.
                self.questions.ask(|state| state.callbacks = state.callbacks.take().or(Some(read)));
            }
            _ => self.bus.publish(&Event::CallbacksLoaded(Arc::new(read.found))),
        }
        Ok(())
    }

    fn begin(&mut self, what: Wanted, query: &Query) -> Result<(), StoreError> {
        let search = self.reader.begin(query)?;
        self.list(Listing { what, search, is_first_told: false })
    }

    /// One step of a search; it is put back if there is more to read.
    fn list(&mut self, mut listing: Listing) -> Result<(), StoreError> {
        let step = || {
            self.reader.step(&mut listing.search)?;
            if listing.search.is_complete() { self.reader.sort(&mut listing.search) } else { Ok(()) }
        };
        let Some(stepped) = self.questions.step(Steps::List, &self.handle, step) else {
            self.listing = Some(listing);
            self.put_off_counting();
            return Ok(());
        };
        stepped?;
        let is_complete = listing.search.is_complete();
        match listing.what {
            Wanted::List(ticket) => self.tell(ticket, &mut listing, is_complete)?,
            Wanted::Count(id) if is_complete => {
                self.bus.publish(&Event::Counted { id, count: listing.search.found.len() as u64 });
            }
            Wanted::Count(_) => {}
        }
        if let Some(why) = listing.search.trouble.as_ref().filter(|_| listing.is_first_told && !self.is_trouble_told) {
            self.is_trouble_told = true;
            let why = format!("{why}. Every call is looked at instead, which is slow.");
            self.bus.publish(&Event::CommandFailed { what: String::from("Asking the search's index"), why });
        }
        if !is_complete {
            self.listing = Some(listing);
        }
        Ok(())
    }

    /// One step of summing; it is put back if there is more to sum, or if it was stopped by something else.
    fn sum(&mut self, mut summed: Summed) -> Result<(), StoreError> {
        let Some(stepped) = self.questions.step(Steps::Sums, &self.handle, || self.reader.sum(&mut summed.summing))
        else {
            self.summing = Some(summed);
            return Ok(());
        };
        stepped?;
        let is_complete = summed.summing.is_complete();
        let looked_at = summed.summing.looked_at();
        if is_complete || looked_at >= summed.told + SUMMED_TOLD {
            summed.told = looked_at;
            let insights = Arc::new(summed.summing.insights());
            self.bus.publish(&Event::InsightsLoaded { ticket: summed.ticket, insights, is_complete });
        }
        if !is_complete {
            self.summing = Some(summed);
        }
        Ok(())
    }

    /// A newer list goes first; what was being counted is counted after it, from the start.
    fn put_off_counting(&mut self) {
        if let Some(Listing { what: Wanted::Count(id), search, .. }) = self.listing.take() {
            self.questions.put_back_count(id, search.query().clone());
        }
    }

    fn tell(&self, ticket: Ticket, listing: &mut Listing, complete: bool) -> Result<(), StoreError> {
        let found = &listing.search.found;
        let is_first = !listing.is_first_told && listing.search.is_in_order() && found.len() > FIRST_ORDER;
        if !complete && !is_first {
            return Ok(());
        }
        listing.is_first_told = true;
        let rows = self.reader.rows_found(found.get(..FIRST_ROWS).unwrap_or(found), &listing.search.query().term)?;
        let told = if complete { &found[..] } else { &found[..FIRST_ORDER] };
        let order = Arc::new(told.iter().rev().copied().collect());
        self.bus.publish(&Event::ListLoaded { ticket, order, rows, complete });
        if complete {
            let gaps = self.reader.gaps(UnixMillis(i64::MIN)..UnixMillis(i64::MAX), MAX_GAPS)?;
            self.bus.publish(&Event::GapsLoaded(Arc::new(gaps)));
        }
        Ok(())
    }
}

fn failed(error: &StoreError) -> Event {
    let (what, why) = match error {
        StoreError::Question { what, why } => ((*what).to_owned(), why.clone()),
        other => (String::from("Reading the inbox"), other.to_string()),
    };
    Event::CommandFailed { what, why }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::View;

    #[test]
    fn counting_that_was_put_off_never_takes_the_place_of_a_newer_one() {
        let questions = Questions::default();
        let query = |view| Query { view, ..Query::default() };
        questions.ask_count(EntryId(1), query(View::Done));
        questions.put_back_count(EntryId(1), query(View::Inbox));
        questions.put_back_count(EntryId(2), query(View::All));
        let next = || match questions.next(false, false) {
            Some(Question::Count(id, query)) => (id, query.view),
            _ => (EntryId(0), View::All),
        };
        assert_eq!([next(), next()], [(EntryId(2), View::All), (EntryId(1), View::Done)]);
    }
}
