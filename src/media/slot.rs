//! A file under way: what is known of it, which bytes are here, who reads it and where. Shared by the thread that fetches
//! it and those that read it; decides where the fetch goes on and when it jumps.

use core::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::desk::Key;
use super::http::Cutter;
use super::range_map::RangeMap;
use crate::call::{Media, MediaState};

/// Bytes that come anyway, sooner than a new connection could bring them, are waited for.
const NEAR_BYTES: u64 = 16 * 1024;
/// How long a new connection takes, about.
const NEAR_TIME: Duration = Duration::from_millis(300);
/// A reader that has not sought, but finds the fetch elsewhere, waits that long before it is turned round.
const TURN_AFTER: Duration = Duration::from_secs(2);
/// Places to come back to.
const MAX_LEFT_OFF: usize = 32;

/// A file under way, or being read.
pub(super) struct Slot {
    pub(super) key: Key,
    state: Mutex<State>,
    /// More bytes are here, or it stands somewhere else.
    pub(super) changed: Condvar,
    /// Somebody reads it; seen without the lock.
    pub(super) is_read: AtomicBool,
}

pub(super) struct State {
    pub(super) media: Media,
    pub(super) map: RangeMap,
    /// The server serves ranges.
    pub(super) can_jump: Option<bool>,
    /// Grows when what is here was thrown away, because the file has changed at the server.
    pub(super) epoch: u32,
    pub(super) readers: usize,
    /// A thread fetches it.
    pub(super) is_taken: bool,
    /// Whoever fetches it shall leave it.
    pub(super) is_left: bool,
    /// A person wants it left.
    pub(super) is_stop_asked: bool,
    /// How it stood before it was fetched once more; comes back if that fails.
    pub(super) before: Option<Box<Media>>,
    /// The one of another address that it follows, and whose file on the disk it takes over.
    pub(super) follows: Option<Arc<Slot>>,
    /// The call names another file now: nothing of this one is told any more.
    pub(super) is_superseded: bool,
    /// Where a reader waits.
    want: Option<u64>,
    /// The reader that sought last and had to wait, and where it is: the fetch goes on with what it needs next.
    leader: Option<(ReaderId, u64)>,
    /// Where the fetch was before it jumped, newest last.
    left_off: Vec<u64>,
    pub(super) cursor: Option<Cursor>,
    pub(super) cutter: Option<Cutter>,
    /// The connection was cut to jump.
    pub(super) is_jumping: bool,
    jumped_at: Option<Instant>,
    pub(super) told_at: Option<Instant>,
}

/// Tells readers of one file apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ReaderId(u64);

impl ReaderId {
    /// One that nobody else has.
    pub(super) fn fresh() -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        Self(LAST.fetch_add(1, Ordering::Relaxed))
    }
}

/// A reader that waits for a byte.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wait {
    pub(super) reader: ReaderId,
    pub(super) at: u64,
    /// It sought that place, and did not read up to it.
    pub(super) has_sought: bool,
    pub(super) since: Instant,
}

/// Where bytes arrive.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor {
    pub(super) at: u64,
    began: Instant,
    began_at: u64,
}

impl Cursor {
    pub(super) fn new(at: u64) -> Self {
        Self { at, began: Instant::now(), began_at: at }
    }

    /// Those bytes will be here about as soon as a new connection would.
    fn is_near(&self, wanted: u64) -> bool {
        // What comes first comes in a burst.
        let elapsed = self.began.elapsed().as_secs_f64().max(0.25);
        let rate = (self.at - self.began_at) as f64 / elapsed;
        let near = NEAR_BYTES.max((rate * NEAR_TIME.as_secs_f64()) as u64);
        wanted >= self.at && wanted - self.at <= near
    }
}

impl Slot {
    pub(super) fn new(media: Media) -> Self {
        let state = State {
            map: RangeMap::of(&media.ranges),
            can_jump: None,
            epoch: 0,
            readers: 0,
            is_taken: false,
            is_left: false,
            is_stop_asked: false,
            before: None,
            follows: None,
            is_superseded: false,
            want: None,
            leader: None,
            left_off: Vec::new(),
            cursor: None,
            cutter: None,
            is_jumping: false,
            jumped_at: None,
            told_at: None,
            media,
        };
        Self {
            key: (state.media.seq, state.media.kind),
            state: Mutex::new(state),
            changed: Condvar::new(),
            is_read: AtomicBool::new(false),
        }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until nobody fetches it any more.
    pub(super) fn wait_until_left(&self) {
        let mut state = self.lock();
        while state.is_taken {
            state = self.changed.wait_timeout(state, NEAR_TIME).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Whoever fetches it leaves it soon.
    pub(super) fn leave(&self) {
        let mut state = self.lock();
        state.is_left = true;
        let cutter = state.cutter.take();
        drop(state);
        cutter.into_iter().for_each(Cutter::cut);
        self.changed.notify_all();
    }
}

impl State {
    /// What is known of it, with the bytes that are here.
    pub(super) fn snapshot(&self) -> Media {
        Media { ranges: self.map.ranges().to_vec(), ..self.media.clone() }
    }

    pub(super) fn is_settled(&self) -> bool {
        self.is_superseded || self.media.state.is_settled()
    }

    /// The file is here, or the server lets us go anywhere.
    pub(super) fn can_jump(&self) -> Option<bool> {
        if self.media.state == MediaState::Kept { Some(true) } else { self.can_jump }
    }

    /// A reader waits for a byte. Gives what has to be cut, if the fetch shall jump there.
    pub(super) fn wait_for(&mut self, wait: Wait) -> Option<Cutter> {
        let Wait { reader, at, has_sought, since } = wait;
        if has_sought {
            self.leader = Some((reader, at));
        }
        let is_leader = self.leader.is_some_and(|(leader, _)| leader == reader);
        // What came by itself is wanted no more.
        if is_leader || self.want.is_none_or(|want| self.map.ready(want) > 0) {
            self.want = Some(at);
        }
        let is_starving =
            since.elapsed() > TURN_AFTER && self.jumped_at.is_none_or(|jumped| jumped.elapsed() > TURN_AFTER);
        if is_leader || is_starving { self.jump() } else { None }
    }

    /// A reader has reached that place.
    pub(super) fn has_read(&mut self, reader: ReaderId, at: u64) {
        if let Some((leader, place)) = &mut self.leader
            && *leader == reader
        {
            *place = at;
        }
    }

    /// A reader is gone.
    pub(super) fn forget_reader(&mut self, reader: ReaderId) {
        self.leader = self.leader.filter(|(leader, _)| *leader != reader);
    }

    /// Jumps if a reader waits where the fetch won't be soon.
    fn jump(&mut self) -> Option<Cutter> {
        let (cursor, wanted) = (self.cursor?, self.want?);
        if self.can_jump != Some(true) || self.is_jumping || cursor.is_near(wanted) || self.map.ready(wanted) > 0 {
            return None;
        }
        self.is_jumping = true;
        self.jumped_at = Some(Instant::now());
        self.cutter.take()
    }

    /// An answer has begun: whether a reader waits for something else by now.
    pub(super) fn has_to_jump(&mut self) -> bool {
        self.jump();
        self.is_jumping
    }

    /// The fetch was left off there and comes back to it.
    pub(super) fn left_off(&mut self, at: u64) {
        if self.left_off.len() >= MAX_LEFT_OFF {
            self.left_off.remove(0);
        }
        self.left_off.push(at);
    }

    /// Where to go on. `None` if nothing is missing.
    pub(super) fn next_hole(&mut self) -> Option<Range<u64>> {
        self.is_jumping = false;
        let total = self.media.total_bytes;
        if self.can_jump != Some(false) {
            if let Some(hole) = self.want.take().and_then(|at| self.map.hole(at, total)) {
                return Some(hole);
            }
            if let Some(hole) = self.leader.and_then(|(_, at)| self.map.hole(at, total)) {
                return Some(hole);
            }
            while let Some(at) = self.left_off.pop() {
                if let Some(hole) = self.map.hole(at, total) {
                    return Some(hole);
                }
            }
        }
        self.map.hole(0, total)
    }

    /// The file has changed at the server: what is here belongs to another one.
    pub(super) fn begin_anew(&mut self) {
        self.epoch += 1;
        self.map = RangeMap::default();
        self.left_off.clear();
        self.want = None;
        self.media.total_bytes = None;
        self.media.etag = None;
        self.media.sha256 = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{MediaKind, Seq};

    fn state(range: Range<u64>) -> Slot {
        let mut media = Media::named(Seq(1), MediaKind::Recording, String::new());
        (media.ranges, media.total_bytes) = (Vec::from([range]), Some(10_000_000));
        Slot::new(media)
    }

    const ONE: ReaderId = ReaderId(u64::MAX);
    const OTHER: ReaderId = ReaderId(u64::MAX - 1);

    fn wait(reader: ReaderId, at: u64, has_sought: bool) -> Wait {
        Wait { reader, at, has_sought, since: Instant::now() }
    }

    #[test]
    fn what_was_wanted_and_came_by_itself_keeps_nobody_waiting() {
        let slot = state(0..1_000_000);
        let mut state = slot.lock();
        state.can_jump = Some(true);
        state.cursor = Some(Cursor::new(1_000_000));
        state.wait_for(wait(ONE, 1_000_100, true));
        state.map.insert(1_000_000..1_100_000);
        state.has_read(ONE, 1_100_000);
        state.map.insert(5_000_000..5_100_000);
        state.cursor = Some(Cursor::new(2_000_000));
        state.wait_for(wait(ONE, 5_100_000, false));
        assert!(state.is_jumping);
    }

    #[test]
    fn the_fetch_goes_on_with_what_is_read_and_then_fills_what_was_left_out() {
        let slot = state(0..1_000_000);
        let mut state = slot.lock();
        state.can_jump = Some(true);
        state.cursor = Some(Cursor::new(1_000_000));
        state.wait_for(wait(ONE, 5_000_000, true));
        state.left_off(1_000_000);
        assert_eq!(state.next_hole(), Some(5_000_000..10_000_000));
        // A guess landed too far; the right place was found in what is there.
        state.map.insert(5_000_000..5_100_000);
        state.wait_for(wait(ONE, 4_900_000, true));
        assert_eq!(state.next_hole(), Some(4_900_000..5_000_000));
        state.map.insert(4_900_000..5_000_000);
        state.has_read(ONE, 4_950_000);
        state.has_read(OTHER, 10);
        assert_eq!(state.next_hole(), Some(5_100_000..10_000_000));
        state.forget_reader(OTHER);
        state.forget_reader(ONE);
        assert_eq!(state.next_hole(), Some(1_000_000..4_900_000));
    }

    #[test]
    fn the_fetch_comes_back_to_where_it_was_left_off() {
        let slot = state(0..1_000_000);
        let mut state = slot.lock();
        state.can_jump = Some(true);
        state.cursor = Some(Cursor::new(1_000_000));
        assert!(state.wait_for(wait(ONE, 5_000_000, true)).is_none());
        assert!(state.is_jumping);
        state.left_off(1_000_000);
        assert_eq!(state.next_hole(), Some(5_000_000..10_000_000));
        state.map.insert(5_000_000..10_000_000);
        assert_eq!(state.next_hole(), Some(1_000_000..5_000_000));
        state.map.insert(1_000_000..5_000_000);
        assert_eq!(state.next_hole(), None);
    }

    #[test]
    fn nothing_jumps_to_what_comes_anyway_or_where_it_can_not() {
        let slot = state(0..1_000_000);
        let mut state = slot.lock();
        state.cursor = Some(Cursor::new(1_000_000));
        state.can_jump = Some(true);
        state.wait_for(wait(ONE, 1_000_100, true));
        assert!(!state.is_jumping);
        state.wait_for(wait(OTHER, 5_000_000, false));
        assert!(!state.is_jumping, "a reader that has not sought waits its turn");
        state.can_jump = Some(false);
        state.wait_for(wait(ONE, 5_000_000, true));
        assert!(!state.is_jumping);
        assert_eq!(state.next_hole(), Some(1_000_000..10_000_000));
    }
}
