//! The handle by which any thread hands something to the writing thread, and the bounded queue between them. Nothing is
//! written here, and no sender ever waits for room.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::deed::Deed;
use super::forwards::{ForwardStep, StepDone, WaitingStep};
use super::remark::{Remark, Remarks};
use super::rules::Rules;
use super::transcripts::ReadTranscript;
use super::watched::Counted;
use crate::bus::Bus;
use crate::call::query::Term;
use crate::call::{DeliveryId, EntryId, Listening, Media, NewDelivery, Peaks, Receipt, Seq, Sound, UnixMillis};
use crate::traffic::TrafficLimits;
use crate::transcript::Reading;

/// Deliveries waiting for the disk. Four times as many as the receiver lets wait for an answer, so only a disk that has
/// stopped answering fills it; then a quick "busy" serves a sender better than a long silence.
pub const MAX_WAITING_DELIVERIES: usize = 1_024;
/// Bytes of bodies waiting for the disk: what a desktop can spare.
pub const MAX_WAITING_BYTES: usize = 128 * 1024 * 1024;
/// Deliveries that share one commit. Measured: beyond 64 a group gains little more, and the first of it waits longer.
pub const MAX_GROUP_DELIVERIES: usize = 128;
/// Bytes of bodies that share one commit, unless one delivery alone has more: keeps the journal and the wait short.
pub const MAX_GROUP_BYTES: usize = 8 * 1024 * 1024;
/// Deeds that wait: a person clicks, nothing else makes them.
const MAX_WAITING_DEEDS: usize = 256;
/// Times of answers that wait to be noted; lost beyond that, they only adorn Traffic.
const MAX_WAITING_TIMES: usize = 8_192;
/// How long a time of an answer waits for a delivery whose commit it can share.
const TIMES_WAIT: Duration = Duration::from_millis(200);

/// How long a step of handing on waits for a delivery, or for other steps, whose commit it can share.
const STEPS_WAIT: Duration = Duration::from_millis(5);
/// Steps that wait: each sending thread has one, and waits for it.
const MAX_WAITING_STEPS: usize = 1_024;

const BUSY: &str = "The delivery can't be stored: the disk is too busy, too many deliveries wait for it.";
const GONE: &str = "The delivery can't be stored: the inbox is being closed.";

/// What is called with the outcome of a delivery: a receipt once it is on disk, else why it is not, in a sentence that
/// names no file. Called on the writing thread: must not block.
pub type Done = Box<dyn FnOnce(Result<Receipt, String>) + Send>;

/// Hands deliveries and what a person does to the thread that writes. Cheap to clone.
#[derive(Clone)]
pub struct Writer {
    queue: Arc<Queue>,
    bus: Bus,
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Writer")
    }
}

impl Writer {
    pub(super) fn new(queue: Arc<Queue>, bus: Bus) -> Self {
        Self { queue, bus }
    }

    /// Stores a delivery; returns at once. `done` learns the outcome, in any case and exactly once.
    pub fn keep(&self, delivery: NewDelivery, done: Done) {
        // A refused one answers for itself when it is dropped here, outside the lock.
        let waiting = Waiting { delivery: Box::new(delivery), done: Some(done) };
        if let Err((waiting, why)) = self.queue.push(waiting) {
            waiting.answer(Err(why.to_owned()));
        }
    }

    /// Notes how long we took to answer a delivery. Not waited for, and lost if the program is killed within a second.
    pub fn answered(&self, delivery: DeliveryId, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let mut state = self.queue.lock();
        if state.closed.is_none() && state.times.len() < MAX_WAITING_TIMES {
            state.times.push((delivery, micros));
            drop(state);
            self.queue.came.notify_one();
        }
    }

    /// Writes something about handing on; returns at once. `done` learns the outcome, in any case and exactly once.
    pub fn forward(&self, step: ForwardStep, done: StepDone) {
        let waiting = WaitingStep::new(step, done);
        let mut state = self.queue.lock();
        if state.closed.is_none() && state.steps.len() < MAX_WAITING_STEPS {
            state.steps_since.get_or_insert_with(Instant::now);
            state.steps.push(waiting);
            drop(state);
            self.queue.came.notify_one();
        } else {
            drop(state);
            waiting
                .answer(Err(String::from("It can't be written down: the disk is too busy, or the inbox is closed.")));
        }
    }

    /// Notes that the listener listens from now on, or that it does not; once it was noted, a gap that begins or ends is
    /// told by `GapsLoaded`.
    pub fn listening(&self, yes: bool) {
        self.queue.lock().listening = Some(yes);
        self.queue.came.notify_one();
    }

    /// Whether the search's index follows behind what is stored, as it does from the start. Calls are found without it, too,
    /// only slower; to be turned off while very many are stored at once.
    pub fn set_indexing(&self, yes: bool) {
        self.queue.is_index_left.store(!yes, Ordering::Relaxed);
        self.queue.came.notify_one();
    }

    /// From now on gives each of these tags to calls that arrive and match its search, instead of those given before. They
    /// are read on the writing thread, and again as the day changes, which changes what `today` means.
    pub fn use_rules(&self, read: impl Fn(UnixMillis) -> Vec<(Term, String)> + Send + 'static) {
        self.queue.lock().rules = Some(Rules::new(Box::new(read)));
    }

    /// From now on keeps no more requests than that. What is too much goes at once and then each minute, in steps between
    /// which deliveries are stored; told by `Pruned`.
    pub fn limit_requests(&self, limits: TrafficLimits) {
        self.queue.lock().limits = Some(limits);
        self.queue.came.notify_one();
    }

    /// Keeps what is known of a file. Not waited for: of several that come within a moment, the last is written.
    pub fn keep_media(&self, media: Media) {
        self.remark(Remark::Media(Box::new(media)));
    }

    /// Keeps what a recording holds, and its waveform; with `None`, forgets it. In the same way.
    pub fn keep_sound(&self, seq: Seq, sound: Option<(Sound, Arc<Peaks>)>) {
        self.remark(Remark::Sound(seq, sound.map(Box::new)));
    }

    /// Keeps how a call was listened to. In the same way.
    pub fn remember_listening(&self, seq: Seq, listening: Listening) {
        self.remark(Remark::Listening(seq, listening));
    }

    /// Keeps what is in a transcript; told by `TranscriptLoaded` once it is on disk. In the same way.
    pub fn keep_transcript(&self, read: ReadTranscript) {
        self.remark(Remark::Transcript(Box::new(read)));
    }

    /// Notes that a transcript reads the same now that the recording's length in milliseconds is known. In the same way.
    pub fn note_transcript_length(&self, seq: Seq, audio_ms: u64) {
        self.remark(Remark::TranscriptLength(seq, audio_ms));
    }

    /// Keeps how a person reads a call's transcript. In the same way.
    pub fn remember_reading(&self, seq: Seq, reading: Reading) {
        self.remark(Remark::Reading(seq, reading));
    }

    /// Keeps what the contract watch counted; each change that is new is told by `ShapeChanged` once it is on disk. In the
    /// same way.
    pub fn keep_watched(&self, counted: Counted) {
        self.remark(Remark::Watched(Box::new(counted)));
    }

    /// Notes that a person has seen a change in what a source sends, or all of them.
    pub fn see_change(&self, id: Option<EntryId>) {
        self.work(Deed::SeeChange(id));
    }

    /// Puts a file that a person attached in the place of what its call names; told by `Attached` or `CommandFailed`.
    pub fn attach(&self, media: Media) {
        self.work(Deed::Attach(Box::new(media)));
    }

    fn remark(&self, remark: Remark) {
        let mut state = self.queue.lock();
        if state.closed.is_none() {
            state.remarks.add(remark);
            drop(state);
            self.queue.came.notify_one();
        }
    }

    /// Does what a person wants done; told by events, as the commands say. Marks on thousands of calls are set in several
    /// steps, between which deliveries are stored.
    pub(super) fn work(&self, deed: Deed) {
        let mut state = self.queue.lock();
        let refused = match state.closed {
            Some(why) => Some(why),
            None if state.deeds.len() >= MAX_WAITING_DEEDS => Some("The disk is too busy."),
            None => None,
        };
        let Some(why) = refused else {
            state.deeds.push_back(deed);
            drop(state);
            self.queue.came.notify_one();
            return;
        };
        drop(state);
        deed.failed(why).iter().for_each(|event| self.bus.publish(event));
    }
}

/// A delivery and who waits for its outcome. Whatever happens to it, an outcome is told.
pub(super) struct Waiting {
    pub delivery: Box<NewDelivery>,
    done: Option<Done>,
}

impl Waiting {
    /// Tells the outcome. A fault of the one who is told is not the others' trouble.
    pub fn answer(mut self, outcome: Result<Receipt, String>) {
        let done = self.done.take();
        if catch_unwind(AssertUnwindSafe(|| done.map(|done| done(outcome)))).is_err() {
            log::error!("whoever was told of a delivery's outcome panicked");
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some(done) = self.done.take() {
            done(Err(GONE.to_owned()));
        }
    }
}

/// What the writing thread takes at once.
#[derive(Default)]
pub(super) struct Turn {
    /// One commit's worth.
    pub deliveries: Vec<Waiting>,
    /// Deliveries' answers and how long they took, in microseconds.
    pub times: Vec<(DeliveryId, u64)>,
    /// What is to be written about handing on, in order.
    pub steps: Vec<WaitingStep>,
    /// What a person wants done, in order.
    pub deeds: VecDeque<Deed>,
    /// Whether the listener listens, if that has changed.
    pub listening: Option<bool>,
    /// The rules from now on, if they have changed.
    pub rules: Option<Rules>,
    /// How many requests are kept from now on, if that has changed.
    pub limits: Option<TrafficLimits>,
    #[cfg(test)]
    pub errands: VecDeque<Errand>,
}

impl Turn {
    /// Nothing to do came while there was patience.
    pub fn is_empty(&self) -> bool {
        #[cfg(test)]
        if !self.errands.is_empty() {
            return false;
        }
        let has_none = self.deliveries.is_empty() && self.times.is_empty() && self.steps.is_empty();
        has_none && self.deeds.is_empty() && self.listening.is_none()
    }
}

/// Something a test does on the writing thread with its connection.
#[cfg(test)]
pub(super) type Errand = Box<dyn FnOnce(&rusqlite::Connection) + Send>;

/// The queue into the writing thread.
#[derive(Default)]
pub(super) struct Queue {
    state: Mutex<State>,
    came: Condvar,
    /// The index is left as it is.
    pub is_index_left: AtomicBool,
    /// How many groups of deliveries were committed.
    #[cfg(test)]
    pub commits: std::sync::atomic::AtomicUsize,
}

#[derive(Default)]
struct State {
    deliveries: VecDeque<Waiting>,
    /// Bytes of their bodies.
    bytes: usize,
    times: Vec<(DeliveryId, u64)>,
    steps: Vec<WaitingStep>,
    /// When the first of them came.
    steps_since: Option<Instant>,
    deeds: VecDeque<Deed>,
    /// What nobody waits for.
    remarks: Remarks,
    /// Told and not taken yet; only the newest counts.
    listening: Option<bool>,
    /// In the same way. Nobody waits for them: they go with the next delivery.
    rules: Option<Rules>,
    /// In the same way.
    limits: Option<TrafficLimits>,
    #[cfg(test)]
    errands: VecDeque<Errand>,
    /// Why nothing more is taken.
    closed: Option<&'static str>,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives the delivery back, with the reason, if there is no room.
    fn push(&self, waiting: Waiting) -> Result<(), (Waiting, &'static str)> {
        let bytes = waiting.delivery.body.len();
        let mut state = self.lock();
        if let Some(why) = state.closed {
            return Err((waiting, why));
        }
        let is_full = state.bytes + bytes > MAX_WAITING_BYTES && !state.deliveries.is_empty();
        if is_full || state.deliveries.len() >= MAX_WAITING_DELIVERIES {
            return Err((waiting, BUSY));
        }
        state.bytes += bytes;
        state.deliveries.push_back(waiting);
        drop(state);
        self.came.notify_one();
        Ok(())
    }

    /// Takes nothing more from now on and tells why (a sentence); what waits is still taken out.
    pub fn close(&self, why: Option<&'static str>) {
        self.lock().closed = Some(why.unwrap_or(GONE));
        self.came.notify_all();
    }

    /// Closes, and answers all who wait that nothing becomes of it: the writing thread is gone.
    pub fn abandon(&self) {
        self.close(None);
        let mut state = self.lock();
        let abandoned = (std::mem::take(&mut state.deliveries), std::mem::take(&mut state.steps));
        drop(state);
        drop(abandoned);
    }

    /// What there is to do, as soon as there is something; nothing after `patience`; `None` once closed and empty.
    pub fn take(&self, patience: Option<Duration>) -> Option<Turn> {
        let begun = Instant::now();
        let mut state = self.lock();
        let mut times_since: Option<Instant> = None;
        loop {
            if state.is_pressing() {
                return Some(state.turn());
            }
            if state.closed.is_some() {
                let is_all = state.times.is_empty() && state.steps.is_empty() && state.remarks.patience().is_none();
                return (!is_all).then(|| state.turn());
            }
            if !state.times.is_empty() {
                times_since.get_or_insert_with(Instant::now);
            }
            let for_times = times_since.map(|since| TIMES_WAIT.saturating_sub(since.elapsed()));
            let for_patience = patience.map(|patience| patience.saturating_sub(begun.elapsed()));
            let for_steps = state.steps_since.map(|since| STEPS_WAIT.saturating_sub(since.elapsed()));
            state = match for_times
                .into_iter()
                .chain(for_steps)
                .chain(for_patience)
                .chain(state.remarks.patience())
                .min()
            {
                Some(Duration::ZERO) => return Some(state.turn()),
                Some(wait) => self.came.wait_timeout(state, wait).unwrap_or_else(PoisonError::into_inner).0,
                None => self.came.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    /// Whether deliveries wait.
    pub fn has_deliveries(&self) -> bool {
        !self.lock().deliveries.is_empty()
    }

    /// Has a test's errand run on the writing thread, between two groups.
    #[cfg(test)]
    pub fn errand(&self, errand: Errand) {
        self.lock().errands.push_back(errand);
        self.came.notify_one();
    }

    /// How many deliveries wait.
    #[cfg(test)]
    pub fn waiting(&self) -> usize {
        self.lock().deliveries.len()
    }
}

impl State {
    /// Something is there that somebody waits for.
    fn is_pressing(&self) -> bool {
        #[cfg(test)]
        if !self.errands.is_empty() {
            return true;
        }
        !self.deliveries.is_empty() || !self.deeds.is_empty() || self.listening.is_some() || self.limits.is_some()
    }

    fn turn(&mut self) -> Turn {
        let mut deliveries = Vec::new();
        let mut bytes = 0;
        while let Some(next) = self.deliveries.front() {
            let more = next.delivery.body.len();
            if deliveries.len() >= MAX_GROUP_DELIVERIES || !deliveries.is_empty() && bytes + more > MAX_GROUP_BYTES {
                break;
            }
            bytes += more;
            deliveries.extend(self.deliveries.pop_front());
        }
        self.bytes -= bytes;
        if self.closed.is_some() || self.remarks.patience() == Some(Duration::ZERO) {
            self.deeds.extend(self.remarks.take().into_iter().map(Deed::Remark));
        }
        self.steps_since = None;
        Turn {
            deliveries,
            times: std::mem::take(&mut self.times),
            steps: std::mem::take(&mut self.steps),
            deeds: std::mem::take(&mut self.deeds),
            listening: self.listening.take(),
            rules: self.rules.take(),
            limits: self.limits.take(),
            #[cfg(test)]
            errands: std::mem::take(&mut self.errands),
        }
    }
}
