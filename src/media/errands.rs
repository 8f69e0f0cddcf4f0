//! What is asked of the fetcher and need not be done at once: noted without waiting, done by a thread in turn.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::desk::{Desk, Key};
use super::download::STOPPED;
use super::expiry::expires_at;
use super::link::Link;
use super::queue::Urgency;
use crate::bus::MediaCommand;
use crate::call::{MediaCause, MediaKind, MediaState, Seq};

/// Arrivals noted at most: at 500 a second, eight seconds of a stalled disk. What is missed is found in the catalog.
const MAX_ARRIVALS: usize = 4_096;

const KINDS: [MediaKind; 2] = [MediaKind::Recording, MediaKind::Transcript];

/// Something that is asked of the fetcher.
#[derive(Debug)]
pub(super) enum Errand {
    /// A call has arrived or was updated.
    Arrived(Seq),
    /// A person wants something.
    Command(MediaCommand),
    /// A file is not what it should be.
    Faulty { key: Key, is_readable: bool, why: String },
    /// Another file stands in that place than before: a person attached one, or took it away.
    Replaced(Key),
    /// A file that was unsupported can be read.
    Readable(Key),
}

/// What is noted.
#[derive(Debug, Default)]
pub(super) struct Errands {
    list: Mutex<List>,
    came: Condvar,
}

#[derive(Debug, Default)]
struct List {
    errands: VecDeque<Errand>,
    is_stopped: bool,
}

impl Errands {
    fn list(&self) -> MutexGuard<'_, List> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes an arrival; false if there are too many.
    pub(super) fn arrived(&self, seq: Seq) -> bool {
        let mut list = self.list();
        if list.errands.len() >= MAX_ARRIVALS {
            return false;
        }
        list.errands.push_back(Errand::Arrived(seq));
        drop(list);
        self.came.notify_one();
        true
    }

    /// Notes what a person wants, which is never too much.
    pub(super) fn push(&self, errand: Errand) {
        self.list().errands.push_back(errand);
        self.came.notify_one();
    }

    /// The end has come.
    pub(super) fn stop(&self) {
        self.list().is_stopped = true;
        self.came.notify_all();
    }

    fn next(&self) -> Option<Errand> {
        let mut list = self.list();
        loop {
            if list.is_stopped {
                return None;
            }
            if let Some(errand) = list.errands.pop_front() {
                return Some(errand);
            }
            list = self.came.wait(list).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Does what is noted, until the end.
    pub(super) fn run(&self, desk: &Arc<Desk>) {
        while let Some(errand) = self.next() {
            match errand {
                Errand::Arrived(seq) => KINDS.iter().for_each(|kind| arrived(desk, (seq, *kind))),
                Errand::Command(command) => carry_out(desk, command),
                Errand::Faulty { key, is_readable, why } => faulty(desk, key, is_readable, why),
                Errand::Replaced(key) => replaced(desk, key),
                Errand::Readable(key) => readable(desk, key),
            }
        }
    }
}

fn carry_out(desk: &Arc<Desk>, command: MediaCommand) {
    match command {
        MediaCommand::Look { seq } => KINDS.iter().for_each(|kind| look(desk, (seq, *kind))),
        MediaCommand::FetchAgain { seq, kind } => fetch_again(desk, (seq, kind)),
        MediaCommand::StopFetching { seq, kind } => stop_fetching(desk, (seq, kind)),
        MediaCommand::Pin { seq, is_pinned } => KINDS.iter().for_each(|kind| pin(desk, (seq, *kind), is_pinned)),
        MediaCommand::AllowHost(host) => desk.allow(&host),
        MediaCommand::ForbidHost(host) => desk.forbid(&host),
        MediaCommand::SetBudget { bytes } => {
            desk.set_budget(bytes);
            desk.make_room();
        }
    }
}

fn arrived(desk: &Arc<Desk>, key: Key) {
    let Some(slot) = desk.slot(key) else { return };
    let mut state = slot.lock();
    let (is_new, is_missing) = (state.media.used_at.is_none(), state.media.state == MediaState::Missing);
    if state.media.state.is_settled() {
        drop(state);
        desk.forget_idle(&slot);
        if is_missing {
            // The sender may have sent it again because the file is there now.
            desk.revive(key, |media| media.state == MediaState::Missing, Urgency::Arrived);
        }
        return;
    }
    let is_idle = !state.is_taken && state.media.tries == 0 && is_new;
    if is_idle && let Ok(link) = Link::parse(&state.media.uri) {
        state.media.expires_at = expires_at(&link);
    }
    drop(state);
    if is_idle {
        desk.keep(&slot);
    }
    desk.push(key, Urgency::Arrived);
    desk.forget_idle(&slot);
}

fn replaced(desk: &Arc<Desk>, key: Key) {
    // What is under way or read there gives way.
    let Some(slot) = desk.slot(key) else {
        desk.give_way(key);
        return;
    };
    let is_settled = slot.lock().media.state.is_settled();
    desk.keep(&slot);
    desk.forget_idle(&slot);
    if !is_settled {
        desk.push(key, Urgency::Looked);
    }
}

fn look(desk: &Arc<Desk>, key: Key) {
    let Some(media) = desk.find(key) else { return };
    match (&media.state, &media.cause) {
        (MediaState::Refused, Some(MediaCause::HostNotAllowed(host))) if desk.allowed().has_named(host) => {
            desk.revive(key, |media| matches!(media.cause, Some(MediaCause::HostNotAllowed(_))), Urgency::Looked);
        }
        (MediaState::Waiting | MediaState::Fetching, _) if media.retry_at.is_none_or(|at| at <= desk.now()) => {
            desk.push(key, Urgency::Looked);
        }
        _ => {}
    }
}

fn fetch_again(desk: &Arc<Desk>, key: Key) {
    let Some(slot) = desk.slot(key) else { return };
    let mut state = slot.lock();
    if state.is_taken {
        return;
    }
    if state.media.state == MediaState::Kept || state.media.is_attached() {
        // It is here, and was looked for on the disk just now.
        drop(state);
        desk.keep(&slot);
        desk.forget_idle(&slot);
        return;
    }
    if state.media.state.is_here() {
        let is_whole = state.media.total_bytes.is_some_and(|total| state.map.is_whole(total));
        if is_whole {
            // It came so; if the server has no better one, it stays.
            state.before = Some(Box::new(state.snapshot()));
            state.begin_anew();
        } else {
            desk.folder.unsettle(key);
        }
    }
    state.is_left = false;
    let media = &mut state.media;
    (media.state, media.why, media.cause, media.retry_at, media.tries) = (MediaState::Waiting, None, None, None, 0);
    let has_readers = state.readers > 0;
    drop(state);
    desk.keep(&slot);
    if has_readers {
        desk.play(&slot);
    } else {
        desk.push(key, Urgency::Looked);
    }
}

fn stop_fetching(desk: &Arc<Desk>, key: Key) {
    let Some(slot) = desk.slot(key) else { return };
    let mut state = slot.lock();
    if state.is_taken {
        state.is_stop_asked = true;
        drop(state);
        slot.leave();
        return;
    }
    if !state.media.state.is_settled() {
        let media = &mut state.media;
        (media.state, media.why) = (MediaState::Refused, Some(STOPPED.to_owned()));
        (media.cause, media.retry_at) = (Some(MediaCause::Other), None);
        drop(state);
        desk.keep(&slot);
    } else {
        drop(state);
    }
    desk.forget_idle(&slot);
}

fn pin(desk: &Arc<Desk>, key: Key, is_pinned: bool) {
    let Some(slot) = desk.slot(key) else { return };
    slot.lock().media.is_pinned = is_pinned;
    desk.shelf().pin(key, is_pinned);
    desk.keep(&slot);
    desk.forget_idle(&slot);
    if !is_pinned {
        desk.make_room();
    }
}

fn faulty(desk: &Arc<Desk>, key: Key, is_readable: bool, why: String) {
    let Some(slot) = desk.slot(key) else { return };
    let mut state = slot.lock();
    let is_here = state.media.state.is_here();
    // What is known to end too early has its sentence already.
    let is_news = is_here && (state.media.state != MediaState::Damaged || !is_readable);
    if is_news {
        state.media.state = if is_readable { MediaState::Damaged } else { MediaState::Unsupported };
        state.media.why = Some(why);
    }
    drop(state);
    if is_news {
        desk.keep(&slot);
    }
    desk.forget_idle(&slot);
}

fn readable(desk: &Arc<Desk>, key: Key) {
    let Some(slot) = desk.slot(key) else { return };
    let mut state = slot.lock();
    let is_news = state.media.state == MediaState::Unsupported && !state.is_taken;
    if is_news {
        // One that is not whole was damaged before.
        let is_whole = state.media.total_bytes.is_none_or(|total| state.map.is_whole(total));
        state.media.state = if is_whole { MediaState::Kept } else { MediaState::Damaged };
        state.media.why = (!is_whole).then(|| String::from(say!("The file ends too early.")));
    }
    drop(state);
    if is_news {
        desk.keep(&slot);
    }
    desk.forget_idle(&slot);
}
