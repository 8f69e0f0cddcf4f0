//! What is asked of the watching thread, until it takes it: bounded, since of each kind one is enough.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use crate::call::EntryId;

/// Changes that a person has seen and that wait to be noted; a person clicks, nothing else makes them. Beyond that the oldest
/// are left unseen.
const MOST_SEEN: usize = 256;

/// What is asked.
#[derive(Default)]
pub(super) struct Asked {
    list: Mutex<List>,
    came: Condvar,
}

/// All that was asked since the last time.
#[derive(Debug, Default, PartialEq)]
pub(super) struct List {
    /// Deliveries may have come.
    pub has_come: bool,
    /// Somebody wants to see what was found.
    pub loads: bool,
    /// Changes that were seen; `None` for all of them.
    pub seen: Vec<Option<EntryId>>,
    is_stopped: bool,
}

impl Asked {
    pub(super) fn look(&self) {
        let mut list = self.list();
        // At 500 requests a second nobody is woken twice for the same.
        if !std::mem::replace(&mut list.has_come, true) {
            drop(list);
            self.came.notify_one();
        }
    }

    pub(super) fn load(&self) {
        self.ask(|list| list.loads = true);
    }

    pub(super) fn see(&self, id: Option<EntryId>) {
        self.ask(|list| {
            if list.seen.len() >= MOST_SEEN {
                list.seen.remove(0);
            }
            list.seen.push(id);
        });
    }

    pub(super) fn stop(&self) {
        self.ask(|list| list.is_stopped = true);
    }

    /// What was asked: at once, if somebody waits for an answer; what came, not before `rested`; else nothing, at `until` (never for
    /// `None`). `None` once the end has come.
    pub(super) fn next(&self, rested: Instant, until: Option<Instant>) -> Option<List> {
        let mut list = self.list();
        loop {
            if list.is_stopped {
                return None;
            }
            let is_pressing = list.loads || !list.seen.is_empty();
            let now = Instant::now();
            let due = [list.has_come.then_some(rested), until].into_iter().flatten().min();
            match due {
                _ if is_pressing => return Some(std::mem::take(&mut *list)),
                Some(due) if due <= now => return Some(std::mem::take(&mut *list)),
                Some(due) => {
                    let waited = self.came.wait_timeout(list, due.saturating_duration_since(now));
                    list = waited.unwrap_or_else(PoisonError::into_inner).0;
                }
                None => list = self.came.wait(list).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }

    fn list(&self) -> MutexGuard<'_, List> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ask(&self, add: impl FnOnce(&mut List)) {
        add(&mut self.list());
        self.came.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn who_waits_is_served_at_once_and_what_came_after_a_rest() {
        let asked = Asked::default();
        let (now, later) = (Instant::now(), Instant::now() + Duration::from_secs(3_600));
        asked.look();
        asked.look();
        assert_eq!(asked.next(now, None), Some(List { has_come: true, ..List::default() }));
        assert_eq!(asked.next(now, Some(now)), Some(List::default()), "once");
        asked.look();
        asked.see(None);
        asked.load();
        let all = List { has_come: true, loads: true, seen: vec![None], is_stopped: false };
        assert_eq!(asked.next(later, None), Some(all));
        asked.look();
        let rested = Instant::now() + Duration::from_millis(10);
        assert!(asked.next(rested, None).is_some_and(|list| list.has_come) && Instant::now() >= rested);
        asked.stop();
        assert_eq!(asked.next(later, None), None);
    }
}
