//! The player takes its bytes from the fetcher, and keeps what it finds out in the store.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use crate::call::{MediaKind, Peaks, Seq, Sound};
use crate::media::{Fetcher, MediaReader};
use crate::playback::{ByteSource, Library};
use crate::store::{Reader, Writer};

/// The player's library is fetcher and store.
pub struct MediaLibrary {
    fetcher: Arc<Fetcher>,
    writer: Writer,
    reader: Mutex<Reader>,
}

impl MediaLibrary {
    /// On a reader of its own.
    pub fn new(fetcher: Arc<Fetcher>, writer: Writer, reader: Reader) -> Self {
        Self { fetcher, writer, reader: Mutex::new(reader) }
    }
}

impl Library for MediaLibrary {
    fn open(&self, seq: Seq) -> Result<Box<dyn ByteSource>, String> {
        let reader = self.fetcher.open(seq, MediaKind::Recording)?;
        Ok(Box::new(Arriving(reader)))
    }

    fn sound(&self, seq: Seq) -> Option<(Sound, Arc<Peaks>)> {
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        let found = reader.follow().and_then(|()| reader.sound(seq));
        found.unwrap_or_else(|error| {
            log::warn!("the waveform can't be read: {error}");
            None
        })
    }

    fn keep_sound(&self, seq: Seq, sound: &Sound, peaks: &Arc<Peaks>) {
        self.writer.keep_sound(seq, Some((sound.clone(), Arc::clone(peaks))));
    }

    fn found_faulty(&self, seq: Seq, is_readable: bool, why: &str) {
        self.fetcher.mark_faulty(seq, MediaKind::Recording, is_readable, why);
    }
}

/// A file that may still be arriving.
struct Arriving(MediaReader);

impl Read for Arriving {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.0.read(bytes)
    }
}

impl Seek for Arriving {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

impl ByteSource for Arriving {
    fn total_bytes(&self) -> Option<u64> {
        self.0.total_bytes()
    }

    fn can_jump(&self) -> Option<bool> {
        self.0.can_jump()
    }

    fn ready_bytes(&self, from: u64) -> u64 {
        self.0.ready_bytes(from)
    }

    fn is_settled(&self) -> bool {
        self.0.is_settled()
    }
}
