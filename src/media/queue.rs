//! What is to be fetched, and in which order: what a person looks at, what has arrived, what was left over; and what waits
//! for a time. Values only.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet, VecDeque};

use super::desk::Key;
use crate::call::UnixMillis;

/// How urgent a file is that nobody plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Urgency {
    /// From earlier, when nothing else is to be done.
    LeftOver,
    /// Arrived just now, or due again.
    Arrived,
    /// Looked at.
    Looked,
}

/// Files to fetch; each is in it once.
#[derive(Debug, Default)]
pub(super) struct Queue {
    looked: VecDeque<Key>,
    arrived: VecDeque<Key>,
    left_over: VecDeque<Key>,
    members: HashSet<Key>,
    later: BinaryHeap<Reverse<(UnixMillis, Key)>>,
    /// The last word on when each is due; other entries of the heap are out of date.
    due: HashMap<Key, UnixMillis>,
}

impl Queue {
    /// To be fetched as soon as may be. What waits already is moved forward, never back.
    pub(super) fn push(&mut self, key: Key, urgency: Urgency) {
        if !self.members.insert(key) {
            let is_looked = self.looked.contains(&key);
            if urgency != Urgency::Looked || is_looked {
                return;
            }
            self.arrived.retain(|waiting| *waiting != key);
            self.left_over.retain(|waiting| *waiting != key);
        }
        match urgency {
            // What is looked at last is what is looked at now.
            Urgency::Looked => self.looked.push_front(key),
            Urgency::Arrived => self.arrived.push_back(key),
            Urgency::LeftOver => self.left_over.push_back(key),
        }
    }

    /// To be fetched at a time.
    pub(super) fn push_later(&mut self, key: Key, at: UnixMillis) {
        self.due.insert(key, at);
        self.later.push(Reverse((at, key)));
    }

    /// The next one. What has become due counts as arrived.
    pub(super) fn pop(&mut self, now: UnixMillis) -> Option<Key> {
        while self.later.peek().is_some_and(|Reverse((at, _))| *at <= now) {
            if let Some(Reverse((at, key))) = self.later.pop()
                && self.due.get(&key) == Some(&at)
            {
                self.due.remove(&key);
                self.push(key, Urgency::Arrived);
            }
        }
        let next = self.looked.pop_front().or_else(|| self.arrived.pop_front()).or_else(|| self.left_over.pop_front());
        if let Some(key) = &next {
            self.members.remove(key);
        }
        next
    }

    /// When the next one becomes due.
    pub(super) fn due_at(&self) -> Option<UnixMillis> {
        self.later.peek().map(|Reverse((at, _))| *at)
    }

    /// How many are left over.
    pub(super) fn left_over(&self) -> usize {
        self.left_over.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{MediaKind, Seq};

    fn key(seq: i64) -> Key {
        (Seq(seq), MediaKind::Recording)
    }

    #[test]
    fn what_is_looked_at_goes_first_and_what_is_left_over_last() {
        let mut queue = Queue::default();
        queue.push(key(1), Urgency::LeftOver);
        queue.push(key(2), Urgency::Arrived);
        queue.push(key(3), Urgency::Arrived);
        queue.push(key(4), Urgency::Looked);
        queue.push(key(3), Urgency::Looked);
        queue.push(key(3), Urgency::LeftOver);
        let order: Vec<i64> = std::iter::from_fn(|| queue.pop(UnixMillis(0))).map(|key| key.0.0).collect();
        assert_eq!(order, [3, 4, 2, 1]);
    }

    #[test]
    fn what_is_due_comes_out_at_its_time() {
        let mut queue = Queue::default();
        queue.push_later(key(1), UnixMillis(20));
        queue.push_later(key(2), UnixMillis(10));
        assert_eq!((queue.pop(UnixMillis(9)), queue.due_at()), (None, Some(UnixMillis(10))));
        assert_eq!((queue.pop(UnixMillis(10)), queue.pop(UnixMillis(10))), (Some(key(2)), None));
        queue.push_later(key(1), UnixMillis(30));
        assert_eq!(queue.pop(UnixMillis(29)), None, "the later time counts");
        assert_eq!(queue.pop(UnixMillis(99)), Some(key(1)));
    }
}
