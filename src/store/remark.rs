//! What nobody waits for: where files stand, what recordings hold, how calls were listened to. Collected for a moment, so
//! that many share one commit; of two about the same thing the later counts.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::{media, sounds};
use crate::call::{Listening, Media, MediaKind, Peaks, Seq, Sound};

/// Remarks that wait, at most: a disk that is full keeps them waiting. Beyond that the oldest are lost, and found out again
/// from the files themselves.
const MAX_WAITING: usize = 4_096;

/// How long they are collected: deliveries shall not wait for a second sync of the disk each time.
const COLLECTING: Duration = Duration::from_millis(200);

/// One thing to write down.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Remark {
    Media(Box<Media>),
    /// `None`: what was known is forgotten.
    Sound(Seq, Option<Box<(Sound, Arc<Peaks>)>>),
    Listening(Seq, Listening),
}

impl Remark {
    pub fn write(&self, connection: &Connection) -> rusqlite::Result<()> {
        match self {
            Self::Media(media) => media::put(connection, media),
            Self::Sound(seq, Some(sound)) => sounds::put(connection, *seq, &sound.0, &sound.1),
            Self::Sound(seq, None) => sounds::forget(connection, *seq),
            Self::Listening(seq, listening) => sounds::listen(connection, *seq, listening),
        }
    }

    /// Of two with the same subject one is enough.
    fn subject(&self) -> (u8, Seq) {
        match self {
            Self::Media(media) => (u8::from(media.kind == MediaKind::Transcript), media.seq),
            Self::Sound(seq, _) => (2, *seq),
            Self::Listening(seq, _) => (3, *seq),
        }
    }
}

/// Remarks that wait.
#[derive(Default)]
pub(super) struct Remarks {
    remarks: Vec<Remark>,
    /// When the first of them came.
    since: Option<Instant>,
}

impl Remarks {
    /// How much longer they are to be collected; `None` if there are none.
    pub fn patience(&self) -> Option<Duration> {
        self.since.map(|since| COLLECTING.saturating_sub(since.elapsed()))
    }

    /// Takes one in; what was said of the same before is void.
    pub fn add(&mut self, remark: Remark) {
        self.since.get_or_insert_with(Instant::now);
        self.remarks.retain(|earlier| earlier.subject() != remark.subject());
        if self.remarks.len() >= MAX_WAITING {
            self.remarks.remove(0);
        }
        self.remarks.push(remark);
    }

    /// All of them, in order, if there are any.
    pub fn take(&mut self) -> Option<Vec<Remark>> {
        self.since = None;
        (!self.remarks.is_empty()).then(|| std::mem::take(&mut self.remarks))
    }
}
