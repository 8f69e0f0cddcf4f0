//! What is asked of the reading thread, until it takes it: bounded, each call once. What finds no room is found again in the
//! store.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::call::{Media, Seq};

/// Files that wait to be read. At 500 calls a second, two seconds' worth.
const MOST_CHANGED: usize = 1_024;
/// Lengths of recordings that wait to be looked at. One that is lost is told again when the recording is looked at.
const MOST_LENGTHS: usize = 1_024;
/// Texts that somebody wants to see. The oldest falls out: another call was opened since.
const MOST_TEXTS: usize = 8;

/// What is asked.
#[derive(Default)]
pub(super) struct Asked {
    list: Mutex<List>,
    came: Condvar,
}

#[derive(Default)]
struct List {
    texts: VecDeque<Seq>,
    changed: VecDeque<Media>,
    lengths: VecDeque<(Seq, u64)>,
    has_missed: bool,
    is_stopped: bool,
}

/// What is to be done next.
#[derive(Debug, PartialEq)]
pub(super) enum Job {
    /// Somebody waits for the file's text.
    Text(Seq),
    /// A file is here, or stands otherwise than before.
    Changed(Box<Media>),
    /// A recording's length is known, in milliseconds.
    Length(Seq, u64),
    /// Files may be here that nobody told of.
    LookForMissed,
    /// Nothing came in the time that was waited for.
    Nothing,
}

impl Asked {
    fn list(&self) -> MutexGuard<'_, List> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ask(&self, add: impl FnOnce(&mut List)) {
        add(&mut self.list());
        self.came.notify_one();
    }

    pub(super) fn changed(&self, media: Media) {
        self.ask(|list| {
            list.changed.retain(|earlier| earlier.seq != media.seq);
            if list.changed.len() < MOST_CHANGED {
                list.changed.push_back(media);
            } else {
                list.has_missed = true;
            }
        });
    }

    pub(super) fn length_known(&self, seq: Seq, audio_ms: u64) {
        self.ask(|list| {
            list.lengths.retain(|(earlier, _)| *earlier != seq);
            if list.lengths.len() >= MOST_LENGTHS {
                list.lengths.pop_front();
            }
            list.lengths.push_back((seq, audio_ms));
        });
    }

    pub(super) fn missed(&self) {
        self.ask(|list| list.has_missed = true);
    }

    pub(super) fn text(&self, seq: Seq) {
        self.ask(|list| {
            list.texts.retain(|earlier| *earlier != seq);
            if list.texts.len() >= MOST_TEXTS {
                list.texts.pop_front();
            }
            list.texts.push_back(seq);
        });
    }

    /// Nothing more is done.
    pub(super) fn stop(&self) {
        self.ask(|list| list.is_stopped = true);
    }

    /// The most urgent job; waits for one for so long at most, for ever with `None`. `None` once the end has come.
    pub(super) fn next(&self, patience: Option<Duration>) -> Option<Job> {
        let deadline = patience.map(|patience| Instant::now() + patience);
        let mut list = self.list();
        loop {
            if list.is_stopped {
                return None;
            }
            if let Some(job) = list.take() {
                return Some(job);
            }
            list = match deadline.map(|deadline| deadline.saturating_duration_since(Instant::now())) {
                Some(Duration::ZERO) => return Some(Job::Nothing),
                Some(wait) => self.came.wait_timeout(list, wait).unwrap_or_else(PoisonError::into_inner).0,
                None => self.came.wait(list).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }
}

impl List {
    fn take(&mut self) -> Option<Job> {
        if let Some(seq) = self.texts.pop_back() {
            return Some(Job::Text(seq));
        }
        // Lengths before files: a transcript is read once, then, where both are here.
        if let Some((seq, audio_ms)) = self.lengths.pop_front() {
            return Some(Job::Length(seq, audio_ms));
        }
        if let Some(media) = self.changed.pop_front() {
            return Some(Job::Changed(Box::new(media)));
        }
        std::mem::take(&mut self.has_missed).then_some(Job::LookForMissed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{MediaKind, MediaState};

    const NO_TIME: Option<Duration> = Some(Duration::ZERO);

    fn media(seq: i64, state: MediaState) -> Media {
        Media { state, ..Media::named(Seq(seq), MediaKind::Transcript, String::new()) }
    }

    #[test]
    fn whoever_waits_comes_first_and_of_two_states_of_a_file_the_later_counts() {
        let asked = Asked::default();
        asked.changed(media(1, MediaState::Kept));
        asked.changed(media(2, MediaState::Kept));
        asked.changed(media(1, MediaState::Damaged));
        asked.length_known(Seq(2), 5);
        asked.length_known(Seq(2), 6);
        asked.missed();
        asked.text(Seq(3));
        asked.text(Seq(4));
        let jobs: Vec<Job> = (0..7).map(|_| asked.next(NO_TIME).unwrap()).collect();
        let changed = |seq, state| Job::Changed(Box::new(media(seq, state)));
        let wanted = [
            Job::Text(Seq(4)),
            Job::Text(Seq(3)),
            Job::Length(Seq(2), 6),
            changed(2, MediaState::Kept),
            changed(1, MediaState::Damaged),
            Job::LookForMissed,
            Job::Nothing,
        ];
        assert_eq!(jobs, wanted);
        asked.stop();
        assert_eq!(asked.next(None), None);
    }

    #[test]
    fn files_without_room_are_looked_for_later() {
        let asked = Asked::default();
        for seq in 0..=MOST_CHANGED as i64 {
            asked.changed(media(seq, MediaState::Kept));
        }
        for _ in 0..MOST_CHANGED {
            assert!(matches!(asked.next(NO_TIME), Some(Job::Changed(_))));
        }
        assert_eq!(asked.next(NO_TIME), Some(Job::LookForMissed));
        assert_eq!(asked.next(NO_TIME), Some(Job::Nothing));
    }
}
