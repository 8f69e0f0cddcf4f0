//! The thread `store-writer`: takes what is queued, one transaction, one fsync, then answers all and tells the bus. Owns
//! the one connection that writes, notices when it can't be relied on, and opens it anew. What a delivery becomes is
//! decided in `keeping`.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::commit::{self, Outcomes};
use super::coverage::{Coverage, Step, Written};
use super::deed::{self, Deed, Fault};
use super::error::{Trouble, TroubleKind, in_words};
use super::folder::{FileIdentity, Files, Folder};
use super::forwards::WaitingStep;
use super::index::Indexing;
use super::keeping::Kept;
use super::opening::Open;
use super::requests::Pruning;
use super::rules::Rules;
use super::snooze::{self, Snoozes};
use super::writer::{Queue, Turn, Waiting};
use super::{StoreError, coverage, opening, saved};
use crate::bus::{Bus, Event, MAX_GAPS, StoreState, TrafficEvent};
use crate::call::{Clock, DeliveryId, UnixMillis, Verdict};

/// How often a store that failed tries whether it works again, so that the banner goes without waiting for a call.
const PROBE_EVERY: Duration = if cfg!(test) { Duration::from_millis(20) } else { Duration::from_secs(5) };
/// How often it is looked whether a beat of the coverage record is due.
const BEAT_EVERY: Duration =
    if cfg!(test) { Duration::from_millis(20) } else { Duration::from_millis(coverage::BEAT_MS.unsigned_abs()) };
/// How long nothing came before the index is brought up to date: so that a burst is answered first, and what trickles in
/// shares a commit.
const INDEX_AFTER: Duration = Duration::from_millis(if cfg!(test) { 5 } else { 100 });
/// How long closing waits for guests that still read, before it leaves the journal to them.
const CLOSING_PATIENCE: Duration = Duration::from_millis(200);

/// The writing thread's belongings.
pub(super) struct Writing {
    queue: Arc<Queue>,
    folder: Folder,
    bus: Bus,
    clock: Clock,
    open: Option<Open>,
    /// Which files were opened last.
    files: Files,
    /// What a person wants done, in turn with deliveries.
    deeds: VecDeque<Deed>,
    /// What gives calls tags as they arrive.
    rules: Rules,
    snoozes: Snoozes,
    /// What was told of a trouble that still lasts.
    failing: Option<String>,
    coverage: Coverage,
    /// A damaged database that was set aside, not told yet.
    set_aside: Option<PathBuf>,
    indexing: Indexing,
    pruning: Pruning,
}

impl Writing {
    /// Opens the database; makes or updates it first if need be.
    pub fn open(folder: Folder, queue: Arc<Queue>, bus: Bus, clock: Clock) -> Result<Self, StoreError> {
        let now = clock();
        let mut open = Open::at(&folder, now)?;
        // A program that died after a sync had failed leaves a journal that looks whole and may not be on disk, which no
        // later sync mends. What comes next must not stand behind it.
        open.move_journal();
        end_crashed(&open, now);
        bus.publish(&Event::StoreChanged(StoreState::Ready));
        let (files, set_aside) = (open.files.clone(), open.set_aside.take());
        let (deeds, rules, snoozes, coverage) =
            (VecDeque::new(), Rules::default(), Snoozes::default(), Coverage::default());
        let (open, failing, indexing, pruning) = (Some(open), None, Indexing::default(), Pruning::default());
        let mut writing = Self {
            queue,
            folder,
            bus,
            clock,
            open,
            files,
            deeds,
            rules,
            snoozes,
            failing,
            coverage,
            set_aside,
            indexing,
            pruning,
        };
        writing.tell_set_aside();
        writing.look_at_snoozes();
        Ok(writing)
    }

    /// Works until the queue is closed and empty; then moves the journal into the database.
    pub fn run(mut self) {
        let queue = Arc::clone(&self.queue);
        let _abandon = Abandon(&queue);
        while let Some(turn) = queue.take(self.patience()) {
            // Whoever waited for a group that panicked is answered as it is dropped.
            if catch_unwind(AssertUnwindSafe(|| self.turn(turn))).is_err() {
                log::error!("the writing thread panicked; the database is opened again");
                self.let_go();
            }
        }
        while let Some(deed) = self.deeds.pop_front() {
            self.work(deed);
        }
        if let Some(step) = self.coverage.last((self.clock)()) {
            self.cover(step);
        }
        if let Some(open) = self.open.take() {
            if let Err(error) = open.connection.busy_timeout(CLOSING_PATIENCE) {
                log::warn!("closing may take long: {}", in_words(&error));
            }
            open.move_journal();
        }
    }

    /// How long to wait for something to do; for ever if nothing is left to do and nothing to try again.
    fn patience(&self) -> Option<Duration> {
        match &self.failing {
            _ if !self.deeds.is_empty() => Some(Duration::ZERO),
            Some(_) => Some(PROBE_EVERY),
            None if self.indexes() && self.indexing.is_batch() => Some(self.indexing.patience()),
            None => {
                let beat = self.coverage.is_listening().then_some(BEAT_EVERY);
                let index = self.indexes().then_some(INDEX_AFTER);
                let snoozes = self.snoozes.patience((self.clock)());
                beat.into_iter().chain(index).chain(snoozes).chain(self.pruning.patience()).min()
            }
        }
    }

    fn turn(&mut self, mut turn: Turn) {
        if let Some(rules) = turn.rules.take() {
            self.rules = rules;
        }
        if let Some(limits) = turn.limits.take() {
            self.pruning.limit(limits);
        }
        if turn.is_empty() && self.deeds.is_empty() {
            match self.failing {
                Some(_) => self.probe(),
                None => {
                    self.beat();
                    let queue = Arc::clone(&self.queue);
                    self.index(|| queue.has_deliveries());
                }
            }
        } else {
            self.go_on(turn);
        }
        if self.failing.is_none() && self.snoozes.is_due((self.clock)()) {
            self.end_snoozes();
        }
        if self.failing.is_none() && self.pruning.is_due() {
            self.prune();
        }
    }

    fn go_on(&mut self, turn: Turn) {
        if let Some(yes) = turn.listening {
            self.coverage.set_listening(yes);
        }
        #[cfg(test)]
        for errand in turn.errands {
            if let Some(open) = &self.open {
                errand(&open.connection);
            }
        }
        if !turn.deliveries.is_empty() || !turn.times.is_empty() || !turn.steps.is_empty() {
            self.keep(turn.deliveries, &turn.times, turn.steps);
            if self.indexing.is_its_turn() {
                self.index(|| false);
            }
        } else if turn.listening.is_some() {
            self.beat();
        }
        turn.deeds.into_iter().for_each(|deed| self.hear(deed));
        if let Some(deed) = self.deeds.pop_front() {
            self.work(deed);
        }
    }

    /// Puts a deed behind those that wait, but for what it may overtake; one that stops another counts at once.
    fn hear(&mut self, deed: Deed) {
        let Deed::StopMarking(ticket) = deed else {
            let before = self.deeds.iter().rev().take_while(|earlier| deed.may_overtake(earlier)).count();
            self.deeds.insert(self.deeds.len() - before, deed.in_order());
            return;
        };
        let (stopped, rest) = self.deeds.drain(..).partition(|deed| deed.marks_for(ticket));
        self.deeds = rest;
        let stopped: VecDeque<Deed> = stopped;
        stopped.iter().filter_map(Deed::stopped).for_each(|event| self.bus.publish(&event));
    }

    fn keep(&mut self, group: Vec<Waiting>, times: &[(DeliveryId, u64)], steps: Vec<WaitingStep>) {
        let mut written = self.reliably(|writing| writing.write(&group, times, &steps));
        if matches!(&written, Err(trouble) if trouble.kind == TroubleKind::Damaged) && self.set_aside() {
            written = self.write(&group, times, &steps);
        }
        match written {
            Ok(outcomes) => {
                self.works();
                let is_logged = !group.is_empty() || !times.is_empty();
                self.tell(group, outcomes.deliveries, is_logged);
                steps.into_iter().zip(outcomes.steps).for_each(|(step, outcome)| step.answer(outcome));
            }
            // One large delivery must not take the others with it.
            Err(trouble) if trouble.kind == TroubleKind::Full && group.len() > 1 => {
                for one in group {
                    self.keep(vec![one], &[], Vec::new());
                }
                steps.into_iter().for_each(|step| step.answer(Err(unwritten(&trouble.why))));
            }
            Err(trouble) => {
                self.fails(&trouble);
                for waiting in group {
                    waiting.answer(Err(unstored(&trouble.why)));
                }
                steps.into_iter().for_each(|step| step.answer(Err(unwritten(&trouble.why))));
            }
        }
    }

    /// Tries a second time, with the database opened anew, if the first time showed that the connection is no good.
    fn reliably<T>(&mut self, mut work: impl FnMut(&mut Self) -> Result<T, Trouble>) -> Result<T, Trouble> {
        match work(self) {
            Err(trouble) if matches!(trouble.kind, TroubleKind::Broken | TroubleKind::Damaged) => {
                log::warn!("the database is opened again: {}", trouble.why);
                self.let_go();
                work(self)
            }
            result => result,
        }
    }

    fn write(
        &mut self,
        group: &[Waiting],
        times: &[(DeliveryId, u64)],
        steps: &[WaitingStep],
    ) -> Result<Outcomes, Trouble> {
        let now = (self.clock)();
        self.connected()?;
        let Some(open) = &self.open else { return Err(Trouble::broken("the database is closed")) };
        let (outcomes, covered) =
            commit::write_group(&open.connection, group, times, steps, self.rules.at(now), &self.coverage, now)?;
        // Committed into a file that nobody will find again is not kept.
        if !open.files.are_in_place() {
            return Err(Trouble::broken("the database file was deleted or replaced"));
        }
        if open.files.are_cut_short() {
            return Err(Trouble::broken("the database file was cut short"));
        }
        if let Some(written) = covered {
            self.covered(written);
        }
        let has_row = |outcome: &&Result<Kept, String>| outcome.as_ref().is_ok_and(|kept| kept.row.is_some());
        let changed = outcomes.deliveries.iter().filter(has_row).count();
        self.indexing.more(changed as u64);
        self.pruning.arrived(group.len());
        #[cfg(test)]
        if !group.is_empty() {
            self.queue.commits.fetch_add(1, Ordering::SeqCst);
        }
        Ok(outcomes)
    }

    /// Answers all, then tells the bus.
    fn tell(&self, group: Vec<Waiting>, outcomes: Vec<Result<Kept, String>>, is_logged: bool) {
        let mut events = Vec::new();
        let mut traffic_grew = false;
        for (waiting, outcome) in group.into_iter().zip(outcomes) {
            match outcome {
                Ok(kept) => {
                    match (kept.receipt.verdict, kept.row) {
                        (Verdict::New, Some(row)) => events.push(Event::CallArrived(Box::new(row))),
                        (_, Some(row)) => events.push(Event::CallChanged(Box::new(row))),
                        (_, None) => traffic_grew = true,
                    }
                    waiting.answer(Ok(kept.receipt));
                }
                Err(why) => {
                    log::error!("a delivery could not be stored: {why}");
                    waiting.answer(Err(unstored(&why)));
                }
            }
        }
        if traffic_grew {
            events.push(Event::TrafficGrew);
        }
        if is_logged {
            events.push(Event::RequestsLogged);
        }
        events.iter().for_each(|event| self.bus.publish(event));
    }

    /// Does the next step of a deed; it is put back if there is more of it.
    fn work(&mut self, deed: Deed) {
        let now = (self.clock)();
        let worked = self.reliably(|writing| {
            writing.connected()?;
            let Some(open) = &writing.open else { return Err(Trouble::broken("the database is closed")) };
            let rules = writing.rules.at(now);
            let write = || commit::write(&open.connection, |connection| deed.write(connection, rules, now));
            match catch_unwind(AssertUnwindSafe(write)) {
                Ok(Ok(events)) => Ok(Ok(events)),
                Ok(Err(Fault::Refused(why))) => Ok(Err(why)),
                Ok(Err(Fault::Database(error))) => Err(Trouble::at_large(&error)),
                Err(_) => Err(Trouble::broken("it failed unexpectedly")),
            }
        });
        match worked {
            Ok(Ok(events)) => {
                self.works();
                self.look_at_snoozes();
                if deed.adds_words() {
                    // A note has words too; where there is nothing to index, the next turn sees so.
                    self.indexing.more(1);
                }
                events.iter().for_each(|event| self.bus.publish(event));
                if let Some(rest) = deed.rest() {
                    self.deeds.push_front(rest);
                }
            }
            Ok(Err(why)) => deed.failed(why).iter().for_each(|event| self.bus.publish(event)),
            Err(trouble) => {
                let why = format!("{}.", capitalised(&trouble.why));
                deed.failed(&why).iter().for_each(|event| self.bus.publish(event));
                self.fails(&trouble);
            }
        }
    }

    fn indexes(&self) -> bool {
        self.indexing.is_due() && !self.queue.is_index_left.load(Ordering::Relaxed)
    }

    /// Puts some calls into the search's index.
    fn index(&mut self, is_wanted: impl Fn() -> bool) {
        let Some(open) = self.open.as_ref().filter(|_| self.indexes()) else { return };
        if let Some(left) = self.indexing.turn(&open.connection, is_wanted) {
            self.bus.publish(&Event::Indexing { left });
        }
        if self.indexing.has_derived() {
            self.bus.publish(&Event::Resync);
        }
    }

    /// Takes some of the requests away that are too many or too old.
    fn prune(&mut self) {
        let now = (self.clock)();
        let stepped = self.reliably(|writing| {
            writing.connected()?;
            let Some(open) = &writing.open else { return Err(Trouble::broken("the database is closed")) };
            commit::write(&open.connection, |connection| writing.pruning.step(connection, now))
                .map_err(|error: rusqlite::Error| Trouble::at_large(&error))
        });
        match stepped {
            Ok(stepped) => self.pruning.committed(stepped),
            Err(trouble) => {
                self.pruning.put_off();
                self.fails(&trouble);
            }
        }
        if let Some(count) = self.pruning.told() {
            self.bus.publish(&Event::Traffic(TrafficEvent::Pruned { count }));
        }
    }

    /// Brings calls back that were put off until now, in steps if they are many.
    fn end_snoozes(&mut self) {
        let now = (self.clock)();
        let ended = self.reliably(|writing| {
            let open = writing.connected()?;
            commit::write(&open.connection, |connection| {
                let ended = snooze::end(connection, now, deed::AT_ONCE)?;
                let told = if ended.len() <= deed::MAX_TOLD { deed::changes(connection, &ended)? } else { Vec::new() };
                Ok((ended.len(), told))
            })
            .map_err(|error: rusqlite::Error| Trouble::at_large(&error))
        });
        match ended {
            Ok((ended, told)) => {
                self.look_at_snoozes();
                let events = self.snoozes.ended(ended, told);
                events.iter().for_each(|event| self.bus.publish(event));
            }
            Err(trouble) => self.fails(&trouble),
        }
    }

    /// Looks when calls come back that were put off.
    fn look_at_snoozes(&mut self) {
        if let Some(open) = &self.open
            && let Err(error) = self.snoozes.look(&open.connection)
        {
            log::warn!("when calls come back can't be read: {}", in_words(&error));
        }
    }

    /// Whether a failing store works again.
    fn probe(&mut self) {
        let probed = self.reliably(|writing| {
            let open = writing.connected()?;
            commit::write_probe(&open.connection).map_err(|error| Trouble::at_large(&error))
        });
        match probed {
            Ok(()) => self.works(),
            Err(trouble) => self.fails(&trouble),
        }
    }

    /// Writes what is due of the coverage record; false if that failed.
    fn beat(&mut self) -> bool {
        self.coverage.next((self.clock)()).is_none_or(|step| self.cover(step))
    }

    fn cover(&mut self, step: Step) -> bool {
        let written = self.reliably(|writing| {
            writing.connected()?;
            let Some(open) = &writing.open else { return Err(Trouble::broken("the database is closed")) };
            commit::write(&open.connection, |connection| writing.coverage.write(connection, step))
                .map_err(|error| Trouble::at_large(&error))
        });
        match written {
            Ok(written) => self.covered(written),
            Err(ref trouble) => self.fails(trouble),
        }
        written.is_ok()
    }

    fn covered(&mut self, written: Written) {
        self.coverage.committed(written);
        let Some(open) = self.open.as_ref().filter(|_| written.is_told) else { return };
        match coverage::gaps(&open.connection, UnixMillis(i64::MIN)..UnixMillis(i64::MAX), MAX_GAPS) {
            Ok(gaps) => self.bus.publish(&Event::GapsLoaded(Arc::new(gaps))),
            Err(error) => log::warn!("the gaps can't be read: {}", in_words(&error)),
        }
    }

    /// The open database: the one that has the file's name now, opened anew if it is another one.
    fn connected(&mut self) -> Result<&Open, Trouble> {
        if self.open.as_ref().is_some_and(|open| !open.files.are_in_place()) {
            self.let_go();
        }
        if self.open.is_none() {
            self.reopen()?;
        }
        self.open.as_ref().ok_or_else(|| Trouble::broken("the database is closed"))
    }

    fn let_go(&mut self) {
        if let Some(open) = self.open.take() {
            open.let_go();
        }
    }

    /// Sets a damaged database aside; false if it can't be.
    fn set_aside(&mut self) -> bool {
        self.let_go();
        match opening::set_aside(&self.folder, (self.clock)()) {
            Ok(place) => self.set_aside = Some(place),
            Err(ref error) => log::error!("{error}"),
        }
        self.set_aside.is_some()
    }

    fn tell_set_aside(&mut self) {
        let Some(place) = self.set_aside.take() else { return };
        let sentences = format!(
            "The database file was damaged. It is set aside, and a new, empty inbox was begun so that calls are kept. \
             Don't delete the old one, what is whole in it can still be saved: {}",
            place.display()
        );
        log::error!("{sentences}");
        self.bus.publish(&Event::DatabaseSetAside { sentences });
        self.bus.publish(&Event::Resync);
    }

    fn reopen(&mut self) -> Result<(), Trouble> {
        // A folder made anew in the place of a disk that is not there would hide the calls on it.
        if !self.folder.path().is_dir() {
            return Err(Trouble::broken("the inbox folder is gone"));
        }
        let found = FileIdentity::of(&self.folder.database());
        let is_same = found.is_some() && found.as_ref() == self.files.database_identity();
        if !is_same {
            self.files.clear_beside().map_err(|error| Trouble::broken(error.to_string()))?;
        }
        if is_same && self.files.are_cut_short() {
            self.set_aside();
        }
        let now = (self.clock)();
        let mut open = Open::at(&self.folder, now).map_err(|error| {
            log::error!("{error}");
            Trouble::broken(error.clause())
        })?;
        let set_aside = open.set_aside.take().or(self.set_aside.take());
        let is_other = !is_same || set_aside.is_some();
        if is_other {
            self.coverage.forget_period();
            end_crashed(&open, now);
        }
        let lost = match found {
            _ if set_aside.is_some() => None,
            None => Some("was deleted while Call Inbox was running; a new, empty one was begun"),
            Some(_) if is_same => None,
            Some(_) => Some("was replaced by another while Call Inbox was running; that one is used now"),
        };
        self.files.clone_from(&open.files);
        self.open = Some(open);
        // What the index holds is known of the file before at most.
        self.indexing = Indexing::default();
        self.pruning.begin_anew();
        self.set_aside = set_aside;
        self.tell_set_aside();
        self.look_at_snoozes();
        if is_other {
            self.tell_saved();
        }
        if let Some(lost) = lost {
            let why = format!("The database file {lost}: {}", self.folder.database().display());
            log::error!("{why}");
            self.bus.publish(&Event::CommandFailed { what: String::from("Keeping the calls"), why });
            self.bus.publish(&Event::Resync);
        }
        Ok(())
    }

    /// Another database has other saved searches.
    fn tell_saved(&self) {
        if let Some(open) = &self.open
            && let Ok(searches) = saved::all(&open.connection)
        {
            self.bus.publish(&Event::SavedSearchesLoaded(searches));
        }
    }

    fn works(&mut self) {
        if self.failing.is_some() && self.beat() {
            self.failing = None;
            self.coverage.works();
            self.bus.publish(&Event::StoreChanged(StoreState::Ready));
        }
    }

    fn fails(&mut self, trouble: &Trouble) {
        self.coverage.fails((self.clock)());
        let reason = format!("{}: {}", capitalised(&trouble.why), self.folder.path().display());
        if self.failing.as_ref() != Some(&reason) {
            log::error!("calls can't be stored: {reason}");
            self.failing = Some(reason.clone());
            self.bus.publish(&Event::StoreChanged(StoreState::Failing { reason }));
        }
    }
}

/// Answers whoever still waits when the thread ends, in whatever way it ends.
struct Abandon<'a>(&'a Queue);

impl Drop for Abandon<'_> {
    fn drop(&mut self) {
        self.0.abandon();
    }
}

/// A record that can't be mended is no reason not to receive.
fn end_crashed(open: &Open, now: UnixMillis) {
    if let Err(error) = coverage::end_crashed(&open.connection, now) {
        log::warn!("when the program ended last can't be noted: {}", in_words(&error));
    }
}

fn unstored(why: &str) -> String {
    format!("The delivery can't be stored: {why}.")
}

fn unwritten(why: &str) -> String {
    format!("It can't be written down: {why}.")
}

fn capitalised(clause: &str) -> String {
    let mut chars = clause.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
