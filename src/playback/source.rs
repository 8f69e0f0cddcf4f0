//! Reads a recording that may still be arriving: waits as long as it takes, unless whoever asked wants something else.
//! Decoders see an ordinary reader; that bytes are late never reaches them.

use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::ByteSource;

/// A recording's bytes, for any number of readers one after the other.
#[derive(Clone)]
pub(super) struct Bytes {
    source: Arc<Mutex<Box<dyn ByteSource>>>,
    leave: Leave,
    /// Why bytes will never come, as the source said it.
    refusal: Arc<Mutex<Option<String>>>,
    /// The furthest that was read.
    reached: Arc<AtomicU64>,
}

/// Tells a reader that waits to give up: what it reads for is no longer wanted.
#[derive(Clone, Default)]
pub(super) struct Leave(Arc<AtomicBool>);

impl Leave {
    /// Waiting ends now, and is not begun again.
    pub(super) fn now(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// Waiting is meant again.
    pub(super) fn stay(&self) {
        self.0.store(false, Ordering::Release);
    }

    /// Whether to give up.
    pub(super) fn is_asked(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

impl Bytes {
    /// The bytes of a source; `leave` ends waiting.
    pub(super) fn new(source: Box<dyn ByteSource>, leave: Leave) -> Self {
        let source = Arc::new(Mutex::new(source));
        Self { source, leave, refusal: Arc::default(), reached: Arc::default() }
    }

    /// A reader from the beginning.
    pub(super) fn reader(&self) -> Reader {
        Reader { bytes: self.clone(), position: 0, may_seek: true, claimed: None }
    }

    /// The length, once it is known.
    pub(super) fn total(&self) -> Option<u64> {
        self.lock().total_bytes()
    }

    /// Whether it pays to read far ahead; not before the server has answered.
    pub(super) fn can_jump(&self) -> bool {
        let source = self.lock();
        source.can_jump() == Some(true) || is_whole(&**source)
    }

    /// How much can be read from there on without waiting.
    pub(super) fn ready(&self, from: u64) -> u64 {
        self.lock().ready_bytes(from)
    }

    /// All of it is here.
    pub(super) fn is_whole(&self) -> bool {
        is_whole(&**self.lock())
    }

    /// Nothing more will arrive.
    pub(super) fn is_settled(&self) -> bool {
        self.lock().is_settled()
    }

    /// Why reading failed, if it did.
    pub(super) fn refusal(&self) -> Option<String> {
        self.refusal.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The furthest byte that was read.
    pub(super) fn reached(&self) -> u64 {
        self.reached.load(Ordering::Relaxed)
    }

    /// Whether a reader was told to give up.
    pub(super) fn is_left(&self) -> bool {
        self.leave.is_asked()
    }

    fn lock(&self) -> MutexGuard<'_, Box<dyn ByteSource>> {
        self.source.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read_at(&self, position: u64, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.leave.is_asked() {
                return Err(io::Error::other("no longer wanted"));
            }
            let mut source = self.lock();
            let read = source.seek(SeekFrom::Start(position)).and_then(|_| source.read(buffer));
            drop(source);
            match read {
                Ok(count) => {
                    self.reached.fetch_max(position.saturating_add(count as u64), Ordering::Relaxed);
                    return Ok(count);
                }
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {}
                Err(error) => {
                    let mut refusal = self.refusal.lock().unwrap_or_else(PoisonError::into_inner);
                    refusal.get_or_insert_with(|| error.to_string());
                    drop(refusal);
                    // What never comes is the end of what can be heard; `refusal` tells why.
                    return Ok(0);
                }
            }
        }
    }
}

fn is_whole(source: &dyn ByteSource) -> bool {
    source.total_bytes().is_some_and(|total| source.ready_bytes(0) >= total)
}

/// A reader with a position of its own. Seeking costs nothing until something is read.
pub(super) struct Reader {
    bytes: Bytes,
    position: u64,
    may_seek: bool,
    /// The length that decoders are told, if not the true one.
    claimed: Option<u64>,
}

impl Reader {
    /// One that pretends it can only go forward: decoders then begin at once, without looking at the end first.
    pub(super) fn forward_only(mut self) -> Self {
        self.may_seek = false;
        self
    }

    /// One that pretends to be longer than it is, if it is shorter.
    pub(super) fn claiming(mut self, length: u64) -> Self {
        self.claimed = Some(length);
        self
    }

    /// The length that decoders are told.
    pub(super) fn claimed(&self) -> Option<u64> {
        self.bytes.total().map(|total| self.claimed.map_or(total, |claimed| claimed.max(total)))
    }

    /// The bytes it reads.
    pub(super) fn file(&self) -> &Bytes {
        &self.bytes
    }

    /// Whether decoders are told that they may seek.
    pub(super) fn may_seek(&self) -> bool {
        self.may_seek && self.bytes.total().is_some()
    }
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read_at(self.position, buffer)?;
        self.position = self.position.saturating_add(count as u64);
        Ok(count)
    }
}

impl Seek for Reader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
            SeekFrom::End(by) => self.claimed().and_then(|total| total.checked_add_signed(by)),
        };
        self.position = position.ok_or_else(|| io::Error::from(ErrorKind::InvalidInput))?;
        Ok(self.position)
    }
}
