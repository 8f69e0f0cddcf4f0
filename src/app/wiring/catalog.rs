//! What the fetcher knows of files is remembered by the store.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::call::{Media, MediaKind, MediaState, Seq, UnixMillis};
use crate::media::{Catalog, Kept};
use crate::store::{Reader, Writer};

/// Files whose newest state is kept here until it is surely on disk: more than are written down in one go.
const RECENT: usize = 4_096;

/// The fetcher's catalog is the store.
pub struct StoreCatalog {
    writer: Writer,
    reader: Mutex<Reader>,
    /// What was told last, the newest last: the store writes it a moment later.
    recent: Mutex<VecDeque<Media>>,
}

impl StoreCatalog {
    /// On a reader of its own.
    pub fn new(writer: Writer, reader: Reader) -> Self {
        Self { writer, reader: Mutex::new(reader), recent: Mutex::default() }
    }

    fn reader(&self) -> MutexGuard<'_, Reader> {
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = reader.follow() {
            log::warn!("a new database can't be read: {error}");
        }
        reader
    }

    fn recent(&self) -> MutexGuard<'_, VecDeque<Media>> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn newest(&self, stored: Media) -> Media {
        let is_it = |media: &&Media| (media.seq, media.kind, &media.uri) == (stored.seq, stored.kind, &stored.uri);
        let newer = self.recent().iter().rev().find(is_it).cloned();
        newer.unwrap_or(stored)
    }
}

impl Catalog for StoreCatalog {
    fn find(&self, seq: Seq, kind: MediaKind) -> Option<Media> {
        let found = self.reader().media(seq, kind);
        found.unwrap_or_else(|error| said(&error)).map(|stored| self.newest(stored))
    }

    fn unsettled(&self, before: Option<Seq>, limit: usize) -> Vec<Media> {
        let found = self.reader().unsettled_media(before, limit).unwrap_or_else(|error| said(&error));
        found.into_iter().map(|stored| self.newest(stored)).filter(|media| !media.state.is_settled()).collect()
    }

    fn keep(&self, media: &Media) {
        let mut recent = self.recent();
        recent.retain(|older| (older.seq, older.kind) != (media.seq, media.kind));
        if recent.len() >= RECENT {
            recent.pop_front();
        }
        recent.push_back(media.clone());
        drop(recent);
        self.writer.keep_media(media.clone());
    }

    fn here(&self) -> Vec<Kept> {
        let found = self.reader().media_here().unwrap_or_else(|error| said(&error));
        let mut all: Vec<Media> = found.into_iter().map(|stored| self.newest(stored)).collect();
        for media in self.recent().iter() {
            if all.iter().all(|known| (known.seq, known.kind) != (media.seq, media.kind)) {
                all.push(media.clone());
            }
        }
        let is_here = |media: &Media| media.state != MediaState::Evicted && media.bytes_kept() > 0;
        let mut here: Vec<Kept> = all.iter().filter(|media| is_here(media)).map(kept).collect();
        here.sort_by_key(|kept| kept.used_at);
        here
    }
}

fn kept(media: &Media) -> Kept {
    Kept {
        seq: media.seq,
        kind: media.kind,
        bytes: media.bytes_kept(),
        used_at: media.used_at.unwrap_or(UnixMillis(0)),
        is_pinned: media.is_pinned,
    }
}

/// A question that failed has no answer; what is unknown is asked again later.
fn said<T: Default>(error: &crate::store::StoreError) -> T {
    log::warn!("the store does not know where a file stands: {error}");
    T::default()
}
