//! What the threads that fetch share: what is to be done, what is under way, how much room there is. Keeps and tells every
//! change of a file's state.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, Instant};

use super::Catalog;
use super::download;
use super::folder::Folder;
use super::guard::Allowed;
use super::http::Http;
use super::names::Names;
use super::policy::Policy;
use super::queue::{Queue, Urgency};
use super::range_map::RangeMap;
use super::shelf::{Book, Shelf};
use super::slot::Slot;
use crate::bus::{Bus, Event};
use crate::call::{Clock, Media, MediaCause, MediaKind, MediaState, Seq, UnixMillis};

/// Names a file.
pub(super) type Key = (Seq, MediaKind);

/// A nap of a worker at most: a clock that was set, or a machine that slept, is noticed after that.
const MAX_NAP: Duration = Duration::from_secs(30);
/// How long one that nobody waits for makes way for one that somebody does, before each block.
const MAKE_WAY: Duration = Duration::from_secs(2);
/// Progress is told five times a second.
const TELL_EVERY: Duration = Duration::from_millis(200);
/// How long the catalog may take to know what it was told.
const CATALOG_LAGS: Duration = Duration::from_secs(10);
/// What was told lately, at most.
const MAX_RECENT: usize = 512;
/// Files remembered for each host that was not allowed.
const MAX_REFUSED: usize = 10_000;
/// Files that are played or exported at the same time, each with a thread of its own.
const MAX_PLAYING: usize = 8;

/// What the threads that fetch share.
pub(super) struct Desk {
    pub(super) catalog: Arc<dyn Catalog>,
    pub(super) bus: Bus,
    pub(super) clock: Clock,
    pub(super) folder: Folder,
    pub(super) http: Http,
    pub(super) names: Arc<dyn Names>,
    policy: RwLock<Arc<Policy>>,
    allowed: RwLock<Allowed>,
    tray: Mutex<Tray>,
    /// Something is to be done, or the end has come.
    came: Condvar,
    shelf: Mutex<Shelf>,
    starving: Mutex<usize>,
    fed: Condvar,
    stopping: AtomicBool,
    /// More calls arrived than could be noted: they are looked for in the catalog.
    pub(super) has_missed: AtomicBool,
    /// Dropped by each thread that ends.
    alive: Mutex<Option<std::sync::mpsc::SyncSender<()>>>,
}

#[derive(Default)]
struct Tray {
    queue: Queue,
    slots: HashMap<Key, Arc<Slot>>,
    playing: usize,
    refused: HashMap<String, HashSet<Key>>,
    /// They wait for the network.
    offline: HashSet<Key>,
    recent: HashMap<Key, (Media, Instant)>,
}

impl Desk {
    pub(super) fn new(
        (catalog, bus, clock): (Arc<dyn Catalog>, Bus, Clock),
        folder: Folder,
        names: Arc<dyn Names>,
        policy: Policy,
        alive: std::sync::mpsc::SyncSender<()>,
    ) -> Self {
        Self {
            catalog,
            bus,
            clock,
            folder,
            http: Http::default(),
            names,
            allowed: RwLock::new(Allowed::of(&policy.allowed_hosts)),
            policy: RwLock::new(Arc::new(policy)),
            tray: Mutex::default(),
            came: Condvar::new(),
            shelf: Mutex::default(),
            starving: Mutex::new(0),
            fed: Condvar::new(),
            stopping: AtomicBool::new(false),
            has_missed: AtomicBool::new(false),
            alive: Mutex::new(Some(alive)),
        }
    }

    fn tray(&self) -> MutexGuard<'_, Tray> {
        self.tray.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn now(&self) -> UnixMillis {
        (self.clock)()
    }

    pub(super) fn policy(&self) -> Arc<Policy> {
        Arc::clone(&self.policy.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn allowed(&self) -> Allowed {
        self.allowed.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Fetches from that host from now on; what was refused because of it is tried again.
    pub(super) fn allow(&self, host: &str) {
        self.allowed.write().unwrap_or_else(PoisonError::into_inner).add(host);
        let allowed = self.allowed();
        let mut tray = self.tray();
        let names: Vec<String> = tray.refused.keys().filter(|name| allowed.has_named(name)).cloned().collect();
        let keys: Vec<Key> = names.iter().filter_map(|name| tray.refused.remove(name)).flatten().collect();
        drop(tray);
        for key in keys {
            self.revive(key, |media| matches!(media.cause, Some(MediaCause::HostNotAllowed(_))), Urgency::Looked);
        }
    }

    /// Fetches from that host no longer, unless its address is a public one.
    pub(super) fn forbid(&self, host: &str) {
        self.allowed.write().unwrap_or_else(PoisonError::into_inner).remove(host);
    }

    /// Files may take so much room together; the caller makes it.
    pub(super) fn set_budget(&self, bytes: u64) {
        let mut policy = self.policy.write().unwrap_or_else(PoisonError::into_inner);
        *policy = Arc::new(Policy { budget_bytes: bytes, ..Policy::clone(&policy) });
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Acquire)
    }

    /// The end has come: every thread leaves what it does.
    pub(super) fn stop(&self) {
        self.stopping.store(true, Ordering::Release);
        let slots: Vec<Arc<Slot>> = self.tray().slots.values().cloned().collect();
        slots.iter().for_each(|slot| slot.leave());
        self.came.notify_all();
        self.fed.notify_all();
        *self.alive.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Held by a thread for as long as it lives.
    pub(super) fn alive(&self) -> Option<std::sync::mpsc::SyncSender<()>> {
        self.alive.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits for the end, or until a condition holds that is notified through `came`. False if the end has come.
    pub(super) fn wait_until(&self, within: Duration, holds: impl Fn(&Queue) -> bool) -> bool {
        let deadline = Instant::now() + within;
        let mut tray = self.tray();
        while !self.is_stopping() && !holds(&tray.queue) {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            tray = self.came.wait_timeout(tray, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        !self.is_stopping()
    }

    /// What is to be fetched next; waits for something. `None` once the end has come.
    pub(super) fn next(&self) -> Option<Key> {
        let mut tray = self.tray();
        loop {
            if self.is_stopping() {
                return None;
            }
            let now = self.now();
            if let Some(key) = tray.queue.pop(now) {
                // Whoever fills the queue may wait for room.
                self.came.notify_all();
                return Some(key);
            }
            let due = tray.queue.due_at().map(|at| u64::try_from(at.0 - now.0).unwrap_or(0));
            let nap = due.map_or(MAX_NAP, |ms| Duration::from_millis(ms).min(MAX_NAP));
            tray = self.came.wait_timeout(tray, nap).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// A call arrived that could not be noted.
    pub(super) fn missed(&self) {
        self.has_missed.store(true, Ordering::Release);
        self.came.notify_all();
    }

    /// To be fetched.
    pub(super) fn push(&self, key: Key, urgency: Urgency) {
        self.tray().queue.push(key, urgency);
        self.came.notify_all();
    }

    /// To be fetched at a time.
    pub(super) fn push_later(&self, key: Key, at: UnixMillis) {
        self.tray().queue.push_later(key, at);
        self.came.notify_all();
    }

    /// The file as the call names it, with what is known of it: the catalog may lag behind what it was told.
    pub(super) fn find(&self, key: Key) -> Option<Media> {
        let found = self.catalog.find(key.0, key.1)?;
        let tray = self.tray();
        match tray.recent.get(&key) {
            Some((recent, at)) if recent.uri == found.uri && at.elapsed() < CATALOG_LAGS => Some(recent.clone()),
            _ => Some(found),
        }
    }

    /// The file under way, made so if it is not, and compared with what lies on the disk. One of another address gives way.
    pub(super) fn slot(&self, key: Key) -> Option<Arc<Slot>> {
        let mut found = self.find(key)?;
        let mut tray = self.tray();
        if let Some(slot) = tray.slots.get(&key).cloned() {
            let mut state = slot.lock();
            if state.media.uri == found.uri {
                let mut media = state.snapshot();
                let is_idle = !state.is_taken && state.readers == 0;
                let is_corrected = is_idle && reconcile(&self.folder, &mut media);
                if is_corrected {
                    state.map = RangeMap::of(&media.ranges);
                    state.media = media;
                }
                drop(state);
                drop(tray);
                if is_corrected {
                    self.keep(&slot);
                }
                return Some(slot);
            }
            state.is_superseded = true;
            state.epoch += 1;
            drop(state);
            slot.leave();
        }
        let follows = tray.slots.remove(&key);
        let is_corrected = reconcile(&self.folder, &mut found);
        let slot = Arc::new(Slot::new(found));
        slot.lock().follows = follows;
        tray.slots.insert(key, Arc::clone(&slot));
        drop(tray);
        if is_corrected {
            self.keep(&slot);
        }
        Some(slot)
    }

    /// The call names no such file any more: what is under way or read there ends.
    pub(super) fn give_way(&self, key: Key) {
        let Some(slot) = self.tray().slots.remove(&key) else { return };
        let mut state = slot.lock();
        state.is_superseded = true;
        state.epoch += 1;
        drop(state);
        slot.leave();
    }

    /// The file under way, if it is.
    pub(super) fn slot_under_way(&self, key: Key) -> Option<Arc<Slot>> {
        self.tray().slots.get(&key).cloned()
    }

    /// Forgets a file that nobody fetches or reads.
    pub(super) fn forget_idle(&self, slot: &Arc<Slot>) {
        let mut tray = self.tray();
        let state = slot.lock();
        let is_idle = state.readers == 0 && !state.is_taken && state.before.is_none();
        drop(state);
        if is_idle && tray.slots.get(&slot.key).is_some_and(|known| Arc::ptr_eq(known, slot)) {
            tray.slots.remove(&slot.key);
        }
    }

    /// A reader is there: whoever fetches the file no longer makes way for others.
    pub(super) fn opened(&self, slot: &Slot) {
        slot.is_read.store(true, Ordering::Release);
        drop(self.starving.lock().unwrap_or_else(PoisonError::into_inner));
        self.fed.notify_all();
    }

    /// A reader is gone.
    pub(super) fn closed(&self, slot: &Arc<Slot>) {
        let mut state = slot.lock();
        state.readers -= 1;
        slot.is_read.store(state.readers > 0, Ordering::Release);
        drop(state);
        slot.changed.notify_all();
        self.forget_idle(slot);
    }

    /// Fetches it on a thread of its own; if that can't be had, before all others.
    pub(super) fn play(self: &Arc<Self>, slot: &Arc<Slot>) {
        {
            let mut tray = self.tray();
            if tray.playing >= MAX_PLAYING || self.is_stopping() {
                let retry_at = slot.lock().media.retry_at;
                match retry_at {
                    Some(at) => tray.queue.push_later(slot.key, at),
                    None => tray.queue.push(slot.key, Urgency::Looked),
                }
                self.came.notify_all();
                return;
            }
            tray.playing += 1;
        }
        let (desk, its, alive) = (Arc::clone(self), Arc::clone(slot), self.alive());
        let thread = std::thread::Builder::new().name(String::from("media-play")).spawn(move || {
            download::serve(&desk, &its);
            desk.tray().playing -= 1;
            drop(alive);
        });
        if let Err(error) = thread {
            log::warn!("no thread of its own for what is played: {error}");
            self.tray().playing -= 1;
            self.push(slot.key, Urgency::Looked);
        }
    }

    /// Tells how it stands, and has it remembered.
    pub(super) fn keep(&self, slot: &Slot) {
        let mut state = slot.lock();
        if state.is_superseded {
            return;
        }
        state.told_at = Some(Instant::now());
        let media = state.snapshot();
        drop(state);
        slot.changed.notify_all();
        self.keep_media(media);
    }

    /// Tells how a file stands, and has it remembered.
    pub(super) fn keep_media(&self, media: Media) {
        let key = (media.seq, media.kind);
        let mut tray = self.tray();
        if tray.recent.len() >= MAX_RECENT {
            tray.recent.retain(|_, (_, at)| at.elapsed() < CATALOG_LAGS);
        }
        if tray.recent.len() < MAX_RECENT {
            tray.recent.insert(key, (media.clone(), Instant::now()));
        } else {
            tray.recent.remove(&key);
        }
        if let Some(MediaCause::HostNotAllowed(host)) = &media.cause {
            let keys = tray.refused.entry(host.clone()).or_default();
            if keys.len() < MAX_REFUSED {
                keys.insert(key);
            }
        }
        // In this order, so that nobody finds less than was told.
        self.catalog.keep(&media);
        drop(tray);
        self.bus.publish(&Event::MediaChanged(Box::new(media)));
    }

    /// Tells how far it is, a few times a second.
    pub(super) fn tell_progress(&self, slot: &Slot) {
        let mut state = slot.lock();
        if state.is_superseded || state.told_at.is_some_and(|told| told.elapsed() < TELL_EVERY) {
            return;
        }
        state.told_at = Some(Instant::now());
        let media = state.snapshot();
        drop(state);
        self.bus.publish(&Event::MediaChanged(Box::new(media)));
    }

    /// Tries a file again that was settled, if that says so.
    pub(super) fn revive(&self, key: Key, says_so: impl Fn(&Media) -> bool, urgency: Urgency) {
        let Some(slot) = self.slot(key) else { return };
        {
            let mut state = slot.lock();
            if !says_so(&state.media) || state.is_taken || state.media.is_attached() {
                drop(state);
                self.forget_idle(&slot);
                return;
            }
            let media = &mut state.media;
            (media.state, media.why, media.cause, media.retry_at, media.tries) =
                (MediaState::Waiting, None, None, None, 0);
            state.is_left = false;
        }
        self.keep(&slot);
        self.forget_idle(&slot);
        self.push(key, urgency);
    }

    /// It waits for the network: tried again as soon as anything comes through.
    pub(super) fn is_offline(&self, key: Key) {
        self.tray().offline.insert(key);
    }

    /// Something came through.
    pub(super) fn is_online(&self) {
        let mut tray = self.tray();
        if tray.offline.is_empty() {
            return;
        }
        let keys = std::mem::take(&mut tray.offline);
        keys.into_iter().for_each(|key| tray.queue.push(key, Urgency::Arrived));
        drop(tray);
        self.came.notify_all();
    }

    /// A reader waits for bytes, as long as what is given back lives.
    pub(super) fn starve(self: &Arc<Self>) -> Starving {
        *self.starving.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        Starving(Arc::clone(self))
    }

    /// One that nobody waits for lets those go before that somebody waits for.
    pub(super) fn make_way(&self, slot: &Slot) {
        let is_read = || slot.is_read.load(Ordering::Acquire);
        let starving = self.starving.lock().unwrap_or_else(PoisonError::into_inner);
        let starves = |count: &mut usize| *count > 0 && !is_read() && !self.is_stopping();
        drop(self.fed.wait_timeout_while(starving, MAKE_WAY, starves));
    }

    /// Takes away what was not used for longest, until all that is left is within the budget.
    pub(super) fn make_room(&self) {
        let budget = self.policy().budget_bytes;
        let goes = {
            let tray = self.tray();
            self.shelf().too_much(budget, |key| tray.slots.contains_key(&key))
        };
        for key in goes {
            let tray = self.tray();
            if tray.slots.contains_key(&key) {
                continue;
            }
            // Under the lock: whoever opens it now finds it gone.
            let removed = self.folder.remove(key);
            drop(tray);
            if let Err(error) = removed {
                log::warn!("a recording can't be taken away to make room: {error}");
                continue;
            }
            self.shelf().remove(key);
            if let Some(mut media) = self.find(key).filter(|media| !media.ranges.is_empty() && !media.is_attached()) {
                media.state = MediaState::Evicted;
                media.why = Some(String::from(say!("It was taken away to make room for newer ones.")));
                (media.ranges, media.sha256, media.etag) = (Vec::new(), None, None);
                (media.cause, media.retry_at, media.tries) = (None, None, 0);
                self.keep_media(media);
            }
        }
    }

    /// Notes how much room a file takes.
    pub(super) fn shelve(&self, media: &Media) {
        if media.is_attached() {
            // Never taken away: it could not be fetched again.
            return;
        }
        let used_at = media.used_at.unwrap_or_else(|| self.now());
        let book = Book { bytes: media.bytes_kept(), used_at, is_pinned: media.is_pinned };
        self.shelf().put((media.seq, media.kind), book);
    }
}

/// A reader that waits for bytes.
pub(super) struct Starving(Arc<Desk>);

impl Drop for Starving {
    fn drop(&mut self) {
        *self.0.starving.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.0.fed.notify_all();
    }
}

/// Corrects what is known of a file by what lies on the disk: somebody may have deleted it, or a power cut shortened it.
/// True if anything was wrong.
fn reconcile(folder: &Folder, media: &mut Media) -> bool {
    let key = (media.seq, media.kind);
    let path = if media.state.is_here() { folder.place(media) } else { folder.part(key) };
    let known = media.ranges.iter().map(|range| range.end).max().unwrap_or(0);
    let there = Folder::len(&path);
    if known == 0 || there.is_some_and(|len| len == known || len > known && !media.state.is_here()) {
        return false;
    }
    if media.is_attached() {
        // Nobody has it but the person.
        let why = "The attached file was deleted or changed in the media folder. Attach it again.";
        (media.state, media.why, media.ranges) = (MediaState::Missing, Some(why.to_owned()), Vec::new());
        return true;
    }
    let is_here = media.state.is_here();
    let why = match there {
        None => say!("The file was deleted from the media folder; it is fetched again."),
        Some(len) if len > known => say!("The file was changed in the media folder; it is fetched again."),
        Some(_) => say!("The file was cut off in the media folder; the rest is fetched again."),
    };
    match there {
        Some(len) if len < known => {
            let mut map = RangeMap::of(&media.ranges);
            map.cut(len);
            media.ranges = map.ranges().to_vec();
            if is_here {
                folder.unsettle(key);
            }
        }
        _ => media.ranges.clear(),
    }
    if is_here {
        media.sha256 = None;
        (media.state, media.why, media.tries) = (MediaState::Waiting, Some(why.to_owned()), 0);
    }
    true
}
