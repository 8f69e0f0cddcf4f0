//! What is asked of the reading thread, until it takes it: the urgent before the long, and each queue bounded. What falls
//! out was scrolled past or left.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::bus::Ticket;
use crate::call::DeliveryId;
use crate::traffic::{CopyForm, TrafficFilter};

/// Requests that wait to be opened.
const MOST_OPENS: usize = 32;
/// Comparisons and copies that wait.
const MOST_ERRANDS: usize = 64;
/// Questions for rows that wait.
const MOST_ROWS: usize = 1_024;
/// Questions for what came since that wait.
const MOST_FOLLOWS: usize = 64;

/// What is asked.
#[derive(Default)]
pub(super) struct Asked {
    list: Mutex<List>,
    came: Condvar,
}

#[derive(Default)]
struct List {
    opens: VecDeque<DeliveryId>,
    errands: VecDeque<Job>,
    rows: VecDeque<(Ticket, Vec<DeliveryId>)>,
    follows: VecDeque<(Ticket, TrafficFilter, DeliveryId)>,
    find: Option<(Ticket, TrafficFilter)>,
    is_closed: bool,
}

/// What is to be done next.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Job {
    Open(DeliveryId),
    Compare(DeliveryId, DeliveryId),
    /// With secrets or without.
    Copy(DeliveryId, CopyForm, bool),
    Rows(Ticket, Vec<DeliveryId>),
    Follow(Ticket, TrafficFilter, DeliveryId),
    Find(Ticket, TrafficFilter),
    /// Nothing new: look at more for the list.
    GoOn,
}

impl Asked {
    fn list(&self) -> MutexGuard<'_, List> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ask(&self, add: impl FnOnce(&mut List)) {
        add(&mut self.list());
        self.came.notify_one();
    }

    /// Replaces the list that waits or is being looked for, and what was asked of it.
    pub fn find(&self, ticket: Ticket, filter: TrafficFilter) {
        self.ask(|list| {
            list.find = Some((ticket, filter));
            list.follows.retain(|(earlier, ..)| *earlier >= ticket);
            list.rows.retain(|(earlier, _)| *earlier >= ticket);
        });
    }

    pub fn follow(&self, ticket: Ticket, filter: TrafficFilter, after: DeliveryId) {
        self.ask(|list| {
            make_room(&mut list.follows, MOST_FOLLOWS);
            list.follows.push_back((ticket, filter, after));
        });
    }

    pub fn rows(&self, ticket: Ticket, ids: Vec<DeliveryId>) {
        self.ask(|list| {
            make_room(&mut list.rows, MOST_ROWS);
            list.rows.push_back((ticket, ids));
        });
    }

    /// The last one asked for is the first to be opened.
    pub fn open(&self, id: DeliveryId) {
        self.ask(|list| {
            list.opens.retain(|earlier| *earlier != id);
            make_room(&mut list.opens, MOST_OPENS);
            list.opens.push_back(id);
        });
    }

    pub fn errand(&self, job: Job) {
        self.ask(|list| {
            make_room(&mut list.errands, MOST_ERRANDS);
            list.errands.push_back(job);
        });
    }

    /// Ends the thread; what waits is left.
    pub fn close(&self) {
        self.ask(|list| list.is_closed = true);
    }

    /// Whether what is being found out for a list is of no use any more.
    pub fn is_left(&self, ticket: Ticket) -> bool {
        let list = self.list();
        list.is_closed || list.find.as_ref().is_some_and(|(newer, _)| *newer > ticket)
    }

    /// The most urgent; waits for one unless a list is being looked for. `None` once closed.
    pub fn next(&self, is_finding: bool) -> Option<Job> {
        let mut list = self.list();
        loop {
            if list.is_closed {
                return None;
            }
            if let Some(job) = list.take() {
                return Some(job);
            }
            if is_finding {
                return Some(Job::GoOn);
            }
            list = self.came.wait(list).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl List {
    fn take(&mut self) -> Option<Job> {
        if let Some(id) = self.opens.pop_back() {
            return Some(Job::Open(id));
        }
        if let Some(job) = self.errands.pop_front() {
            return Some(job);
        }
        if let Some((ticket, ids)) = self.rows.pop_front() {
            return Some(Job::Rows(ticket, ids));
        }
        if let Some((ticket, filter)) = self.find.take() {
            return Some(Job::Find(ticket, filter));
        }
        self.follows.pop_front().map(|(ticket, filter, after)| Job::Follow(ticket, filter, after))
    }
}

fn make_room<T>(queue: &mut VecDeque<T>, most: usize) {
    if queue.len() >= most {
        queue.pop_front();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_urgent_comes_first_and_the_newest_list_replaces_an_older_one() {
        let asked = Asked::default();
        let filter = TrafficFilter::default;
        asked.find(Ticket(1), filter());
        asked.follow(Ticket(1), filter(), DeliveryId(5));
        asked.rows(Ticket(1), vec![DeliveryId(1)]);
        asked.find(Ticket(2), filter());
        asked.follow(Ticket(2), filter(), DeliveryId(6));
        asked.rows(Ticket(2), vec![DeliveryId(2)]);
        asked.errand(Job::Compare(DeliveryId(1), DeliveryId(2)));
        for id in [7, 8, 7] {
            asked.open(DeliveryId(id));
        }
        assert!(asked.is_left(Ticket(1)) && !asked.is_left(Ticket(2)));
        let wanted = [
            Job::Open(DeliveryId(7)),
            Job::Open(DeliveryId(8)),
            Job::Compare(DeliveryId(1), DeliveryId(2)),
            Job::Rows(Ticket(2), vec![DeliveryId(2)]),
            Job::Find(Ticket(2), filter()),
            Job::Follow(Ticket(2), filter(), DeliveryId(6)),
            Job::GoOn,
        ];
        for job in wanted {
            assert_eq!(asked.next(true), Some(job));
        }
        asked.close();
        assert_eq!(asked.next(false), None);
    }
}
