//! FETCH: what calls name (recordings, transcripts) comes to this machine, under a guard, in the background.
//!
//! **Invariant:** nothing is asked of an address that the guard has not passed; a URL is used as it was sent, with GET; no
//! file is written outside the media folder, and no name in it comes from a payload. Nothing here decodes, draws or knows
//! SQL.

mod answer;
mod attempt;
mod desk;
mod download;
mod errands;
mod expiry;
mod fetcher;
mod folder;
mod guard;
mod http;
mod link;
mod names;
mod policy;
mod queue;
mod range_map;
mod reader;
mod shelf;
mod slot;
mod take_up;
#[cfg(test)]
mod tests;
mod trouble;

pub use fetcher::Fetcher;
pub use folder::{RoomTaken, open_kept, room_taken};
pub use policy::{MediaError, Policy};
pub use reader::MediaReader;

use crate::call::{Media, MediaKind, Seq, UnixMillis};

/// Remembers what is known of files. The store, in a running inbox.
pub trait Catalog: Send + Sync {
    /// The file as the call names it now, with what is known of it. `None` if the call names none or is gone. If the call
    /// names another address than before, what was known is forgotten.
    fn find(&self, seq: Seq, kind: MediaKind) -> Option<Media>;

    /// Files that nobody has settled: never tried, waiting, or under way when the program ended. Newest call first, those of
    /// calls older than `before` only; at most `limit`.
    fn unsettled(&self, before: Option<Seq>, limit: usize) -> Vec<Media>;

    /// Keeps what is known of a file. Returns at once.
    fn keep(&self, media: &Media);

    /// Files that are here, in whole or in part, least recently used first.
    fn here(&self) -> Vec<Kept>;
}

/// A file that takes room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// Of this call.
    pub seq: Seq,
    /// Which of its files.
    pub kind: MediaKind,
    /// How much room.
    pub bytes: u64,
    /// When it was last read, or fetched.
    pub used_at: UnixMillis,
    /// Never taken away.
    pub is_pinned: bool,
}
