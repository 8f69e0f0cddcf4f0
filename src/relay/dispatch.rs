//! The thread `relay`: looks what is due, lets as much of it go out at a time as a target may be asked, and waits for the next.
//! Each request goes out on a thread of its own (`flight`).

use std::collections::{HashMap, HashSet};
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::Outbox;
use super::flight::Flight;
use super::http::Http;
use super::pace::Pace;
use super::standing::Standing;
use crate::bus::{Bus, Event, Secret, TrafficEvent};
use crate::call::{Clock, DeliveryId, UnixMillis};
use crate::traffic::{DueForward, ForwardId, ForwardTarget, TargetId};

/// After that long it is looked again even if nothing seems due: a clock may be set, a machine may sleep.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Hands requests on. What is under way gets a moment to end when it is dropped.
pub struct Relay {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// What the thread and the flights share.
pub(super) struct Shared {
    pub outbox: Arc<dyn Outbox>,
    pub http: Http,
    pub pace: Pace,
    pub clock: Clock,
    bus: Bus,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// Something may be due.
    is_due: bool,
    is_ending: bool,
    /// What is under way, until what came of it is on disk.
    flying: HashSet<Place>,
    standings: HashMap<TargetId, Standing>,
    /// Something went further and was not told.
    has_news: bool,
}

/// One request on its way to one target. A number alone may be given anew.
type Place = (TargetId, ForwardId, DeliveryId);

impl Relay {
    /// Starts the thread.
    ///
    /// # Errors
    /// No thread can be had.
    pub fn start(outbox: Arc<dyn Outbox>, pace: Pace, clock: Clock, bus: Bus) -> io::Result<Self> {
        let state = Mutex::new(State { is_due: true, ..State::default() });
        let shared = Shared { outbox, http: Http::default(), pace, clock, bus, state, changed: Condvar::new() };
        let shared = Arc::new(shared);
        let work = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name(String::from("relay")).spawn(move || work.run())?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// Something may be due. Returns at once.
    pub fn look(&self) {
        self.shared.lock().is_due = true;
        self.shared.changed.notify_all();
    }

    /// A target is not waited for any longer: it is tried now.
    pub fn hurry(&self, target: TargetId) {
        if let Some(standing) = self.shared.lock().standings.get_mut(&target) {
            standing.hurry();
        }
        self.look();
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.shared.lock().is_ending = true;
        self.shared.changed.notify_all();
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            log::error!("the thread that hands requests on had panicked");
        }
        let patience = self.shared.pace.ending;
        if !self.shared.all_landed(patience) {
            self.shared.http.cut();
            // Only what is connecting can't be cut.
            if !self.shared.all_landed(patience / 4) {
                log::warn!("a request is handed on once more after the next start: its target did not answer");
            }
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(self: Arc<Self>) {
        let mut wait = Duration::ZERO;
        let mut told: Option<Instant> = None;
        while self.wait_until_due(wait) {
            let next = self.look();
            wait = next.map_or(LONGEST_WAIT, |at| self.left_until(at)).min(LONGEST_WAIT);
            let since = told.map(|at| at.elapsed());
            let left = since.map_or(Duration::ZERO, |since| self.pace.told_every.saturating_sub(since));
            let has_news = self.lock().has_news;
            match has_news {
                true if left.is_zero() => {
                    told = Some(Instant::now());
                    self.tell();
                }
                true => wait = wait.min(left),
                false => {}
            }
        }
        self.tell();
    }

    fn tell(&self) {
        if std::mem::take(&mut self.lock().has_news) {
            self.bus.publish(&Event::Traffic(TrafficEvent::ForwardingChanged));
        }
    }

    /// Waits until something may be due, at most so long; false once all ends.
    fn wait_until_due(&self, longest: Duration) -> bool {
        let deadline = Instant::now() + longest;
        let mut state = self.lock();
        while !state.is_due && !state.is_ending {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        state.is_due = false;
        !state.is_ending
    }

    /// Lets go out what is due; when there is more to do.
    fn look(self: &Arc<Self>) -> Option<UnixMillis> {
        // What must not go further is known a moment after the start; whoever learns of it has us look again.
        let secret = self.outbox.own_secret()?;
        let served = self.outbox.targets().and_then(|targets| {
            let serve = |target| self.serve(target, secret.as_ref());
            let next = targets.iter().map(serve).collect::<Result<Vec<_>, _>>()?;
            Ok(next.into_iter().flatten().min())
        });
        served.unwrap_or_else(|why| {
            log::warn!("what is to be handed on can't be read: {why}");
            Some(after((self.clock)(), self.pace.again))
        })
    }

    /// Lets go out what is due at one target; when there is more to do for it.
    fn serve(self: &Arc<Self>, target: &ForwardTarget, secret: Option<&Secret>) -> Result<Option<UnixMillis>, String> {
        let Some(id) = target.id.filter(|_| target.is_on) else { return Ok(None) };
        let now = (self.clock)();
        // Before the question: what lands meanwhile would look as if it had never gone out.
        let (standing, flying) = {
            let mut state = self.lock();
            let flying: HashSet<Place> = state.flying.iter().filter(|place| place.0 == id).copied().collect();
            (*state.standings.entry(id).or_default(), flying)
        };
        if let Some(until) = standing.down_until(now) {
            return Ok(Some(until));
        }
        let room = standing.at_a_time(&self.pace).saturating_sub(flying.len());
        if room == 0 {
            // Whatever lands has us look again.
            return Ok(None);
        }
        let due = self.outbox.due(id, now, room + flying.len())?;
        let is_new = |due: &DueForward| !flying.contains(&(id, due.id, due.delivery));
        let mut begun = 0;
        for due in due.into_iter().filter(is_new).take(room) {
            begun += 1;
            self.lock().flying.insert((id, due.id, due.delivery));
            let flight = Flight::new(Arc::clone(self), target.clone(), id, due, standing.era(), secret.cloned());
            let thread = std::thread::Builder::new().name(String::from("relay-send"));
            if let Err(error) = thread.spawn(move || flight.go()) {
                log::warn!("a request has to wait for a thread: {error}");
                self.lock().standings.entry(id).or_default().unreachable(standing.era(), now, &self.pace);
            }
        }
        if begun == room { Ok(None) } else { self.outbox.next_at(id, now) }
    }

    fn left_until(&self, at: UnixMillis) -> Duration {
        let left = at.0.saturating_sub((self.clock)().0);
        Duration::from_millis(u64::try_from(left).unwrap_or_default())
    }

    /// Takes note of how a target stands after a try, by the rule that is given; until when it is down now.
    pub(super) fn note(&self, target: TargetId, rule: impl FnOnce(&mut Standing)) -> Option<UnixMillis> {
        let mut state = self.lock();
        let standing = state.standings.entry(target).or_default();
        rule(standing);
        standing.down_until(UnixMillis(i64::MIN))
    }

    /// It is not under way any more, and what came of it is on disk.
    pub(super) fn landed(&self, target: TargetId, due: &DueForward) {
        let mut state = self.lock();
        state.flying.remove(&(target, due.id, due.delivery));
        // Not before: whoever reads it again shall find it.
        state.has_news = true;
        state.is_due = true;
        drop(state);
        self.changed.notify_all();
    }

    /// All ends.
    pub(super) fn is_ending(&self) -> bool {
        self.lock().is_ending
    }

    /// Pauses that long; false as soon as all ends.
    pub(super) fn pause(&self, length: Duration) -> bool {
        let deadline = Instant::now() + length;
        let mut state = self.lock();
        while !state.is_ending {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return true;
            }
            state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        false
    }

    /// Waits for what is under way, but not long; whether nothing is any more.
    fn all_landed(&self, patience: Duration) -> bool {
        let deadline = Instant::now() + patience;
        let mut state = self.lock();
        while !state.flying.is_empty() {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }
}

/// A moment later than another.
pub(super) fn after(at: UnixMillis, wait: Duration) -> UnixMillis {
    UnixMillis(at.0.saturating_add(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX)))
}
