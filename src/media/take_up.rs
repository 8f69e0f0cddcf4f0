//! After the start: compares what is known with what lies on the disk, and takes up what was left unsettled, newest first,
//! while nothing more urgent is to be done.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::desk::{Desk, Key};
use super::folder::Found;
use super::queue::Urgency;
use super::shelf::Book;
use crate::call::Seq;

/// Read from the catalog at a time.
const PAGE: usize = 128;
/// So many are waiting at most: the rest stays in the catalog until they are done.
const MAX_LEFT_OVER: usize = 256;
/// A wait without end, in effect.
const LONG: Duration = Duration::from_secs(24 * 60 * 60);

/// Takes up what was left, once, and again when arrivals were missed.
pub(super) fn take_up(desk: &Arc<Desk>) {
    if !desk.wait_until(desk.policy().take_up_after, |_| false) {
        return;
    }
    take_stock(desk);
    loop {
        desk.has_missed.store(false, Ordering::Release);
        if !pages(desk) {
            return;
        }
        while !desk.has_missed.load(Ordering::Acquire) {
            if !desk.wait_until(LONG, |_| desk.has_missed.load(Ordering::Acquire)) {
                return;
            }
        }
    }
}

/// False if the end has come.
fn pages(desk: &Arc<Desk>) -> bool {
    let mut before = None;
    loop {
        let page = desk.catalog.unsettled(before, PAGE);
        let now = desk.now();
        for media in &page {
            let key = (media.seq, media.kind);
            match media.retry_at.filter(|at| *at > now) {
                Some(at) => desk.push_later(key, at),
                None => desk.push(key, Urgency::LeftOver),
            }
        }
        let Some(last) = page.last().filter(|_| page.len() >= PAGE) else { return !desk.is_stopping() };
        // The other file of the last call may be on the next page: that call is read once more.
        let next = Some(Seq(last.seq.0.saturating_add(1)));
        if next == before {
            return !desk.is_stopping();
        }
        before = next;
        if !desk.wait_until(LONG, |queue| queue.left_over() < MAX_LEFT_OVER) {
            return false;
        }
    }
}

/// Learns how much room is taken, and which files are gone.
fn take_stock(desk: &Arc<Desk>) {
    let known = desk.catalog.here();
    let mut there: HashMap<Key, Found> = HashMap::new();
    for found in desk.folder.list() {
        let known = there.entry(found.key).or_insert(found);
        if known.is_part && !found.is_part {
            *known = found;
        }
    }
    let mut named = HashSet::new();
    for file in known {
        let key = (file.seq, file.kind);
        named.insert(key);
        let book = Book { bytes: file.bytes, used_at: file.used_at, is_pinned: file.is_pinned };
        let is_sound = there.get(&key).is_some_and(|found| found.bytes >= file.bytes);
        if desk.shelf().has(key) || desk.slot_under_way(key).is_some() {
            continue;
        }
        if is_sound {
            desk.shelf().put(key, book);
        } else if let Some(slot) = desk.slot(key) {
            // Compared with the disk as it was made: it says by now what is wrong.
            let media = slot.lock().snapshot();
            desk.shelve(&media);
            if !media.state.is_settled() {
                desk.push(key, Urgency::LeftOver);
            }
            desk.forget_idle(&slot);
        }
    }
    // Files of calls that are gone take room, too, and are the first to make some.
    for (key, found) in there {
        if !named.contains(&key) && !desk.shelf().has(key) && desk.slot_under_way(key).is_none() {
            desk.shelf().put(key, Book { bytes: found.bytes, used_at: found.changed_at, is_pinned: false });
        }
    }
    desk.make_room();
}
