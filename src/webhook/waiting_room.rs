//! Answers that are held back on purpose, until their time has come: the thread `webhook-rehearsal`. Whoever is answered at
//! once never waits for one that is not.
//!
//! An answer that waits keeps its request in hand, and so a connection between door and server, and its sender's place at the
//! door, which gives a request in hand all the time it needs and learns only when it answers that the sender is gone. So only
//! so many may wait as leave half of what can be in hand to everyone else. Who gets a place is decided before the call is
//! kept, so that what is stored of its answer is true.

use std::collections::BinaryHeap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// Answers that wait, and those to whom a place was promised.
pub(super) struct WaitingRoom<T> {
    state: Mutex<State<T>>,
    came: Condvar,
    taken: Arc<AtomicUsize>,
    places: usize,
}

struct State<T> {
    /// The next one on top.
    waiting: BinaryHeap<Waiting<T>>,
    entered: u64,
    is_closed: bool,
}

/// A place that was promised; given free when it is dropped.
#[derive(Debug)]
pub(super) struct Place(Arc<AtomicUsize>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

struct Waiting<T> {
    until: Instant,
    number: u64,
    answer: T,
}

impl<T> WaitingRoom<T> {
    pub(super) fn new(places: usize) -> Self {
        let state = State { waiting: BinaryHeap::new(), entered: 0, is_closed: false };
        Self { state: Mutex::new(state), came: Condvar::new(), taken: Arc::default(), places }
    }

    /// Promises a place, if there is one.
    pub(super) fn promise(&self) -> Option<Place> {
        let taken = self.taken.fetch_add(1, Ordering::AcqRel);
        // Given back at once if it is beyond the last.
        let place = Place(Arc::clone(&self.taken));
        (taken < self.places && !self.lock().is_closed).then_some(place)
    }

    /// Lets an answer wait until then; gives it back if nobody waits here any more.
    pub(super) fn enter(&self, answer: T, until: Instant) -> Option<T> {
        let mut state = self.lock();
        if state.is_closed {
            return Some(answer);
        }
        state.entered += 1;
        let number = state.entered;
        state.waiting.push(Waiting { until, number, answer });
        drop(state);
        self.came.notify_one();
        None
    }

    /// Has everyone who waits leave at once, and nobody wait any more.
    pub(super) fn close(&self) {
        self.lock().is_closed = true;
        self.came.notify_all();
    }

    /// The next answer whose time has come, waited for; `None` once it is closed and empty.
    pub(super) fn next(&self) -> Option<T> {
        let mut state = self.lock();
        loop {
            let now = Instant::now();
            let wait = state.waiting.peek().map(|next| next.until.saturating_duration_since(now));
            state = match wait {
                Some(wait) if wait.is_zero() || state.is_closed => return state.waiting.pop().map(|next| next.answer),
                None if state.is_closed => return None,
                Some(wait) => self.came.wait_timeout(state, wait).unwrap_or_else(PoisonError::into_inner).0,
                None => self.came.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The sooner, the greater: a heap gives the greatest.
impl<T> Ord for Waiting<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (other.until, other.number).cmp(&(self.until, self.number))
    }
}

impl<T> PartialOrd for Waiting<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> PartialEq for Waiting<T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<T> Eq for Waiting<T> {}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn they_leave_in_the_order_of_their_times() {
        let room = WaitingRoom::new(9);
        let now = Instant::now();
        for (name, after_ms) in [("later", 20), ("soon", 5), ("now", 0), ("now, too", 0), ("last", 40)] {
            assert_eq!(room.enter(name, now + Duration::from_millis(after_ms)), None);
        }
        let mut left = Vec::new();
        for after_ms in [0, 0, 5, 20, 40] {
            left.extend(room.next());
            assert!(now.elapsed() >= Duration::from_millis(after_ms), "left too early");
        }
        assert_eq!(left, ["now", "now, too", "soon", "later", "last"]);
    }

    #[test]
    fn a_closed_room_lets_everyone_go_and_nobody_in() {
        let room = WaitingRoom::new(9);
        let later = Instant::now() + Duration::from_secs(3_600);
        assert_eq!((room.enter(1, later), room.enter(2, later)), (None, None));
        room.close();
        assert_eq!((room.next(), room.next(), room.next()), (Some(1), Some(2), None));
        assert_eq!(room.enter(3, later), Some(3));
        assert!(room.promise().is_none());
    }

    #[test]
    fn no_more_places_are_promised_than_there_are() {
        let room = WaitingRoom::<()>::new(2);
        let (one, two) = (room.promise(), room.promise());
        assert!(one.is_some() && two.is_some());
        assert!(room.promise().is_none() && room.promise().is_none());
        drop(one);
        let again = room.promise();
        assert!(again.is_some() && room.promise().is_none());
        assert!(WaitingRoom::<()>::new(0).promise().is_none());
    }
}
