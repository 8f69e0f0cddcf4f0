//! Fetches one file, on whatever thread: attempt after attempt, until it is whole, has to wait, or is left.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use super::attempt::{Attempt, End};
use super::desk::Desk;
use super::expiry::expires_at;
use super::link::Link;
use super::slot::{Slot, State};
use super::trouble::{Trouble, Turn};
use crate::call::{MediaCause, MediaState};

/// Why a file is not fetched that a person wants left.
pub(super) const STOPPED: &str = say_later!("Fetching it was stopped; what had arrived is kept.");

/// This much counts as a success, whatever happens next.
const GOOD_PROGRESS: u64 = 4 * 1024;
/// What breaks after some progress is at once taken up again, but no more often than that in a row.
const MAX_QUICK_RESUMES: u32 = 3;
/// A file that changes at the server that often while it is fetched is left alone for a while.
const MAX_CHANGES: u32 = 3;
/// Answers in a row that bring nothing.
const MAX_IDLE_ANSWERS: u32 = 50;
/// A machine that slept is noticed after that.
const MAX_NAP: Duration = Duration::from_secs(30);

/// Fetches a file for those who read it, for as long as they do: also waits with them for the next try.
pub(super) fn serve(desk: &Arc<Desk>, slot: &Arc<Slot>) {
    while is_due(desk, slot) {
        fetch(desk, slot, true);
    }
    let state = slot.lock();
    let is_waiting = state.media.state == MediaState::Waiting && !state.is_taken && !state.is_superseded;
    let retry_at = state.media.retry_at.filter(|_| is_waiting);
    drop(state);
    if let Some(at) = retry_at {
        desk.push_later(slot.key, at);
    }
    desk.forget_idle(slot);
}

/// Waits until a file may be tried. False if there is nothing to be tried, or nobody to try it for.
fn is_due(desk: &Desk, slot: &Slot) -> bool {
    let mut state = slot.lock();
    loop {
        let is_wanted = state.readers > 0 && !state.is_taken && !state.is_left && !state.is_superseded;
        if !is_wanted || state.media.state != MediaState::Waiting || desk.is_stopping() {
            return false;
        }
        let (now, at) = (desk.now(), state.media.retry_at.unwrap_or_default());
        if at <= now {
            return true;
        }
        let nap = Duration::from_millis(u64::try_from(at.0 - now.0).unwrap_or(0)).min(MAX_NAP);
        state = slot.changed.wait_timeout(state, nap).unwrap_or_else(PoisonError::into_inner).0;
    }
}

/// Fetches a file until it is whole, has to wait, or is left. Does nothing if another thread does so already. `is_served`:
/// whoever calls also sees to the next try.
pub(super) fn fetch(desk: &Arc<Desk>, slot: &Arc<Slot>, is_served: bool) {
    let follows = slot.lock().follows.take();
    if let Some(earlier) = follows {
        earlier.wait_until_left();
    }
    {
        let mut state = slot.lock();
        if state.is_taken || state.is_left || state.is_settled() || desk.is_stopping() {
            return;
        }
        state.is_taken = true;
        state.media.state = MediaState::Fetching;
        state.media.retry_at = None;
        if let Ok(link) = Link::parse(&state.media.uri) {
            state.media.expires_at = expires_at(&link);
        }
    }
    desk.keep(slot);
    // Whatever fails in one file, the thread goes on with the next.
    let run = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(desk, slot)));
    let trouble = run.unwrap_or_else(|_| {
        log::error!("fetching a file failed by a fault of this program");
        Some(Trouble::of(Turn::NotYet, say!("Fetching it failed by a fault of this program.")))
    });
    let is_offline = trouble.as_ref().is_some_and(|trouble| trouble.turn == Turn::Outside);
    let mut state = slot.lock();
    state.cursor = None;
    state.cutter = None;
    if !state.is_superseded {
        settle(desk, &mut state, trouble);
    }
    (state.is_taken, state.is_left, state.is_stop_asked) = (false, false, false);
    let (media, is_superseded, has_readers) = (state.snapshot(), state.is_superseded, state.readers > 0);
    drop(state);
    slot.changed.notify_all();
    if is_superseded {
        return;
    }
    desk.keep(slot);
    desk.shelve(&media);
    if let Some(at) = media.retry_at.filter(|_| media.state == MediaState::Waiting) {
        if is_offline {
            desk.is_offline(slot.key);
        }
        if !has_readers {
            desk.push_later(slot.key, at);
        } else if !is_served {
            desk.play(slot);
        }
    }
    desk.forget_idle(slot);
    if media.state.is_here() {
        desk.make_room();
    }
}

/// How a file stands after it was fetched, or was not.
fn settle(desk: &Desk, state: &mut State, trouble: Option<Trouble>) {
    state.media.ranges = state.map.ranges().to_vec();
    let key = (state.media.seq, state.media.kind);
    if let Some(trouble) = trouble {
        if let Some(before) = state.before.take().filter(|_| state.map.bytes() == 0) {
            let earlier = before.why.clone().unwrap_or_default();
            state.media = *before;
            state.media.why = Some(
                say!("{earlier} Fetching it again failed: {why}", earlier = earlier, why = trouble.why)
                    .trim()
                    .to_owned(),
            );
            state.map = super::range_map::RangeMap::of(&state.media.ranges);
            return;
        }
        let is_waited_for = state.readers > 0;
        trouble.apply(&mut state.media, desk.now(), &desk.policy(), is_waited_for);
    } else if state.media.state == MediaState::Fetching {
        // It was left.
        state.media.state = MediaState::Waiting;
    }
    if state.is_stop_asked && !state.media.state.is_settled() {
        (state.media.state, state.media.why) = (MediaState::Refused, Some(STOPPED.to_owned()));
        (state.media.cause, state.media.retry_at) = (Some(MediaCause::Other), None);
    }
    if state.media.state == MediaState::Damaged
        && let Err(error) = desk.folder.settle_for_less(key, state.map.end())
    {
        log::warn!("a file that ended too early can't be renamed: {error}");
    }
    if matches!(state.media.cause, Some(MediaCause::TooLarge(_))) {
        let total = state.media.total_bytes;
        state.begin_anew();
        (state.media.ranges, state.media.total_bytes) = (Vec::new(), total);
        if let Err(error) = desk.folder.remove(key) {
            log::warn!("a file that is too large can't be removed: {error}");
        }
    }
    if !matches!(state.media.state, MediaState::Waiting) {
        state.before = None;
    }
}

/// `None` if it is whole or was left.
fn run(desk: &Arc<Desk>, slot: &Arc<Slot>) -> Option<Trouble> {
    let mut attempt = Attempt::new(desk, slot);
    let (mut quick_resumes, mut changes, mut idle_answers) = (0, 0, 0);
    loop {
        if desk.is_stopping() || slot.lock().is_left {
            return None;
        }
        let before = slot.lock().map.bytes();
        let end = attempt.make();
        let progress = slot.lock().map.bytes().saturating_sub(before);
        idle_answers = if progress == 0 { idle_answers + 1 } else { 0 };
        match end {
            End::Whole => match attempt.finish() {
                Ok(()) => return None,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Some(Trouble::disk(&error)),
            },
            End::GoOn if idle_answers > MAX_IDLE_ANSWERS => {
                return Some(Trouble::of(
                    Turn::NotYet,
                    say!("The server keeps answering without sending more of the file."),
                ));
            }
            End::GoOn => {}
            End::Changed => {
                changes += 1;
                slot.lock().begin_anew();
                slot.changed.notify_all();
                if changes >= MAX_CHANGES {
                    return Some(Trouble::of(Turn::NotYet, say!("The file keeps changing at the server.")));
                }
            }
            End::Failed(trouble) => {
                // A server that cuts the line after each piece gives all of it in the end.
                if progress >= GOOD_PROGRESS || progress > 0 && trouble.turn == Turn::CutOff {
                    slot.lock().media.tries = 0;
                }
                if progress == 0 || trouble.turn != Turn::CutOff || quick_resumes >= MAX_QUICK_RESUMES {
                    return Some(trouble);
                }
                quick_resumes += 1;
            }
        }
    }
}
