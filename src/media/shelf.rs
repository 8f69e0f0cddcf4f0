//! How much room the files take, and which goes first when there is too little. Values only; nothing is deleted here.

use std::collections::HashMap;

use super::desk::Key;
use crate::call::UnixMillis;

/// Files that take room.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    files: HashMap<Key, Book>,
    bytes: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Book {
    pub(super) bytes: u64,
    pub(super) used_at: UnixMillis,
    pub(super) is_pinned: bool,
}

impl Shelf {
    /// Puts a file there, or notes that it has changed.
    pub(super) fn put(&mut self, key: Key, book: Book) {
        self.remove(key);
        if book.bytes > 0 {
            self.bytes += book.bytes;
            self.files.insert(key, book);
        }
    }

    pub(super) fn remove(&mut self, key: Key) {
        if let Some(book) = self.files.remove(&key) {
            self.bytes -= book.bytes;
        }
    }

    pub(super) fn has(&self, key: Key) -> bool {
        self.files.contains_key(&key)
    }

    pub(super) fn pin(&mut self, key: Key, is_pinned: bool) {
        if let Some(book) = self.files.get_mut(&key) {
            book.is_pinned = is_pinned;
        }
    }

    pub(super) fn used(&mut self, key: Key, at: UnixMillis) {
        if let Some(book) = self.files.get_mut(&key) {
            book.used_at = at;
        }
    }

    /// Together.
    #[cfg(test)]
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// What has to go to keep within the budget: the least recently used, without what is pinned or in use.
    pub(super) fn too_much(&self, budget: u64, is_in_use: impl Fn(Key) -> bool) -> Vec<Key> {
        if self.bytes <= budget {
            return Vec::new();
        }
        let mut files: Vec<(&Key, &Book)> =
            self.files.iter().filter(|(key, book)| !book.is_pinned && !is_in_use(**key)).collect();
        files.sort_unstable_by_key(|(key, book)| (book.used_at, **key));
        let mut left = self.bytes;
        let goes = files.into_iter().take_while(|(_, book)| {
            let goes = left > budget;
            left -= if goes { book.bytes } else { 0 };
            goes
        });
        goes.map(|(key, _)| *key).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{MediaKind, Seq};

    fn key(seq: i64) -> Key {
        (Seq(seq), MediaKind::Recording)
    }

    fn shelf() -> Shelf {
        let mut shelf = Shelf::default();
        for (seq, used_at) in [(1, 30), (2, 10), (3, 20)] {
            shelf.put(key(seq), Book { bytes: 10, used_at: UnixMillis(used_at), is_pinned: false });
        }
        shelf
    }

    #[test]
    fn the_least_recently_used_goes_first_and_no_more_than_has_to() {
        let mut shelf = shelf();
        assert_eq!(shelf.too_much(30, |_| false), []);
        assert_eq!(shelf.too_much(29, |_| false), [key(2)]);
        assert_eq!(shelf.too_much(15, |_| false), [key(2), key(3)]);
        shelf.used(key(2), UnixMillis(40));
        assert_eq!(shelf.too_much(15, |_| false), [key(3), key(1)]);
        shelf.remove(key(1));
        shelf.remove(key(1));
        assert_eq!((shelf.bytes(), shelf.has(key(1))), (20, false));
    }

    #[test]
    fn what_is_pinned_or_in_use_stays() {
        let mut shelf = shelf();
        shelf.pin(key(2), true);
        assert_eq!(shelf.too_much(0, |key| key.0 == Seq(3)), [key(1)]);
    }
}
