//! The thread `contract-watch`: when deliveries are looked at, and when what was counted of them is written. Owns a reader of
//! the store of its own.
//!
//! What is written goes together with how far was counted, in one transaction, and only if that is where counting began.
//! So nothing is counted twice and nothing left out, whatever is lost on the way: what never arrived is counted again.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::asked::{Asked, List};
use super::count::Count;
use crate::app::clock;
use crate::bus::{Bus, Event, TrafficEvent};
use crate::call::{DeliveryId, EntryId};
use crate::store::{Reader, StoreError, Writer};

/// Deliveries looked at in one go.
const AT_ONCE: usize = 500;
/// Between two of them: at 500 requests a second, 50 share the cost of looking.
const REST: Duration = Duration::from_millis(100);
/// How often what was counted is written, unless something changed.
const WRITE_EVERY: Duration = Duration::from_secs(1);
/// How often it is looked whether it is on disk.
const ASK_EVERY: Duration = Duration::from_millis(100);
/// How long it may take; then it is taken for lost (a disk that is full), and counted again.
const LOST_AFTER: Duration = Duration::from_secs(10);
/// How far is counted ahead while something is on its way to the disk, in deliveries.
const MOST_AHEAD: i64 = 50_000;
/// How long whoever asks waits for what came before to be counted; then what is on disk has to do.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long is waited after the store could not be read.
const AFTER_TROUBLE: Duration = Duration::from_secs(5);
/// The most changes that are remembered from before.
const MOST_TOLD: usize = 100_000;

/// The thread's belongings.
pub(super) struct Watching {
    asked: Arc<Asked>,
    writer: Writer,
    reader: Reader,
    bus: Bus,
    /// `None` until it was read what was counted before.
    count: Option<Count>,
    /// Deliveries may be there that were not looked at.
    has_more: bool,
    /// The last delivery of what is on its way to the disk, and since when.
    flight: Option<(DeliveryId, Instant)>,
    /// The last delivery of what is on disk.
    landed: DeliveryId,
    last_written: Instant,
    /// Somebody waits for what was found up to that delivery, since when.
    waiting: Option<(DeliveryId, Instant)>,
    /// Seen in this run: the store may not have noted it yet.
    seen: Vec<EntryId>,
    /// All up to that one were seen.
    seen_upto: Option<EntryId>,
}

impl Watching {
    pub(super) fn new(asked: Arc<Asked>, writer: Writer, reader: Reader, bus: Bus) -> Self {
        Self {
            asked,
            writer,
            reader,
            bus,
            count: None,
            has_more: true,
            flight: None,
            landed: DeliveryId(0),
            last_written: Instant::now(),
            waiting: None,
            seen: Vec::new(),
            seen_upto: None,
        }
    }

    /// Watches until the end.
    pub(super) fn run(mut self) {
        let mut rested = Instant::now();
        while let Some(list) = self.asked.next(rested, self.due(rested)) {
            let rest = match self.turn(list) {
                Ok(()) => REST,
                Err(error) => {
                    log::warn!("what is sent can't be counted: {error}");
                    self.start_over();
                    AFTER_TROUBLE
                }
            };
            rested = Instant::now() + rest;
        }
        // What is on its way has to arrive before; what is counted behind it is counted again after the next start.
        if self.flight.is_none()
            && let Some(count) = self.count.as_mut().filter(|count| !count.is_written())
        {
            self.writer.keep_watched(count.take());
        }
    }

    /// When there is something to do by itself.
    fn due(&self, rested: Instant) -> Option<Instant> {
        let Some(count) = &self.count else { return Some(rested) };
        if let Some((_, since)) = self.flight {
            let asked_again = Instant::now() + ASK_EVERY;
            return Some(if self.may_go_on() { rested.min(asked_again) } else { asked_again.min(since + LOST_AFTER) });
        }
        if self.has_more {
            return Some(rested);
        }
        (!count.is_written()).then(|| self.last_written + WRITE_EVERY)
    }

    fn turn(&mut self, list: List) -> Result<(), StoreError> {
        self.has_more |= list.has_come;
        if list.loads {
            // Whatever fails now, who asked is answered in the end.
            self.waiting = Some((DeliveryId(i64::MAX), Instant::now()));
        }
        if self.reader.follow_and_tell()? {
            self.start_over();
        }
        if self.count.is_none() {
            self.recall()?;
        }
        for id in list.seen {
            self.see(id)?;
        }
        if list.loads {
            let newest = self.reader.deliveries(None, 1)?.first().map_or(DeliveryId(0), |note| note.id);
            self.waiting = Some((newest, Instant::now()));
            self.has_more |= newest > self.landed;
        }
        self.land()?;
        if self.has_more && self.may_go_on() {
            self.look()?;
        }
        self.write();
        self.answer()
    }

    /// Forgets what was counted, for what is on disk.
    fn start_over(&mut self) {
        self.count = None;
        self.flight = None;
        self.has_more = true;
        // Another database has other changes under these numbers.
        self.seen.clear();
        self.seen_upto = None;
    }

    fn recall(&mut self) -> Result<(), StoreError> {
        let (after, habits, told) =
            (self.reader.last_counted()?, self.reader.habits()?, self.reader.shape_changes(MOST_TOLD)?);
        self.landed = after;
        self.count = Some(Count::new(after, habits, told));
        Ok(())
    }

    fn see(&mut self, id: Option<EntryId>) -> Result<(), StoreError> {
        match id {
            Some(id) => self.seen.push(id),
            None => {
                self.seen.clear();
                self.seen_upto = self.reader.shape_changes(1)?.first().map(|newest| newest.id).max(self.seen_upto);
            }
        }
        self.writer.see_change(id);
        Ok(())
    }

    /// Whether what is on its way has arrived.
    fn land(&mut self) -> Result<(), StoreError> {
        let Some((upto, since)) = self.flight else { return Ok(()) };
        if self.reader.last_counted()? >= upto {
            self.flight = None;
            self.landed = upto;
        } else if since.elapsed() > LOST_AFTER {
            log::warn!("what was counted of deliveries did not reach the disk; it is counted again");
            self.start_over();
            self.recall()?;
        }
        Ok(())
    }

    /// Not for ever ahead of a disk that does not answer.
    fn may_go_on(&self) -> bool {
        let ahead = |upto: DeliveryId| self.count.as_ref().is_some_and(|count| count.upto().0 - upto.0 < MOST_AHEAD);
        self.has_more && self.flight.is_none_or(|(upto, _)| ahead(upto))
    }

    fn look(&mut self) -> Result<(), StoreError> {
        let Some(count) = &mut self.count else { return Ok(()) };
        let last = self.reader.deliveries_to_count(count.upto(), AT_ONCE, |delivery| count.look_at(delivery))?;
        match last {
            Some(last) => count.looked_upto(last),
            None => self.has_more = false,
        }
        Ok(())
    }

    /// Hands on what was counted, if it is time.
    fn write(&mut self) {
        let Some(count) = self.count.as_mut().filter(|count| self.flight.is_none() && !count.is_written()) else {
            return;
        };
        let is_due = self.last_written.elapsed() >= WRITE_EVERY || count.has_news() || self.waiting.is_some();
        if is_due {
            let counted = count.take();
            self.flight = Some((counted.upto, Instant::now()));
            self.last_written = Instant::now();
            self.writer.keep_watched(counted);
        }
    }

    /// Answers who waits, once all is counted that came before.
    fn answer(&mut self) -> Result<(), StoreError> {
        let Some((upto, since)) = self.waiting else { return Ok(()) };
        if self.landed < upto && since.elapsed() < PATIENCE {
            return Ok(());
        }
        self.waiting = None;
        let mut found = self.reader.contract_watch(clock::now())?;
        for change in &mut found.changes {
            change.is_seen |= self.seen.contains(&change.id) || self.seen_upto.is_some_and(|upto| change.id <= upto);
        }
        self.bus.publish(&Event::Traffic(TrafficEvent::WatchLoaded(Arc::new(found))));
        Ok(())
    }
}
