//! Recordings for tests: from memory, counted, late, cut, or served without jumps.

use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use super::super::{ByteSource, Library};
use crate::call::{Peaks, Seq, Sound};

/// A fixture's bytes.
pub(super) fn fixture(name: &str) -> Vec<u8> {
    let path = folder().join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Where the fixtures are.
pub(super) fn folder() -> PathBuf {
    PathBuf::from(option_env!("FIXTURES").unwrap_or(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/audio")))
}

/// A file whose bytes arrive when a test says so.
#[derive(Clone)]
pub(super) struct Server {
    inner: Arc<Inner>,
}

struct Inner {
    bytes: Vec<u8>,
    can_jump: bool,
    arrived: Mutex<Arrived>,
    bell: Condvar,
    /// Bytes that readers took.
    taken: AtomicU64,
    /// Times a reader went elsewhere than where it stood.
    jumps: AtomicU64,
}

struct Arrived {
    /// All before is here.
    until: u64,
    is_settled: bool,
}

impl Server {
    /// All is here.
    pub(super) fn whole(bytes: Vec<u8>) -> Self {
        let until = bytes.len() as u64;
        Self::new(bytes, until, true, true)
    }

    /// Any byte can be had at once, but none is here: what is read is counted as fetched.
    pub(super) fn ranged(bytes: Vec<u8>) -> Self {
        Self::new(bytes, 0, true, false)
    }

    /// Nothing is here yet, and nothing can be had out of order.
    pub(super) fn slow(bytes: Vec<u8>) -> Self {
        Self::new(bytes, 0, false, false)
    }

    fn new(bytes: Vec<u8>, until: u64, can_jump: bool, is_settled: bool) -> Self {
        let arrived = Mutex::new(Arrived { until, is_settled });
        let (taken, jumps) = (AtomicU64::new(0), AtomicU64::new(0));
        Self { inner: Arc::new(Inner { bytes, can_jump, arrived, bell: Condvar::new(), taken, jumps }) }
    }

    /// So much is here now.
    pub(super) fn arrive(&self, until: u64) {
        self.inner.arrived.lock().unwrap().until = until;
        self.inner.bell.notify_all();
    }

    /// Nothing more comes.
    pub(super) fn settle(&self) {
        self.inner.arrived.lock().unwrap().is_settled = true;
        self.inner.bell.notify_all();
    }

    /// Bytes that readers took so far.
    pub(super) fn taken(&self) -> u64 {
        self.inner.taken.load(Ordering::Relaxed)
    }

    /// How often readers went elsewhere.
    pub(super) fn jumps(&self) -> u64 {
        self.inner.jumps.load(Ordering::Relaxed)
    }

    /// How long the file is.
    pub(super) fn length(&self) -> u64 {
        self.inner.bytes.len() as u64
    }

    /// A reader of its own.
    pub(super) fn source(&self) -> Box<dyn ByteSource> {
        Box::new(Source { inner: Arc::clone(&self.inner), position: 0, last: 0 })
    }
}

struct Source {
    inner: Arc<Inner>,
    position: u64,
    last: u64,
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = &self.inner.bytes;
        let position = self.position.min(bytes.len() as u64);
        let mut end = bytes.len() as u64;
        if !self.inner.can_jump {
            let arrived = self.inner.arrived.lock().unwrap();
            let is_waiting = |arrived: &mut Arrived| arrived.until <= position && !arrived.is_settled;
            let (arrived, _) =
                self.inner.bell.wait_timeout_while(arrived, Duration::from_millis(20), is_waiting).unwrap();
            if arrived.until <= position && position < end {
                return Err(io::Error::from(if arrived.is_settled {
                    ErrorKind::ConnectionReset
                } else {
                    ErrorKind::WouldBlock
                }));
            }
            end = end.min(arrived.until);
        }
        let count = buffer.len().min((end - position) as usize);
        buffer[..count].copy_from_slice(&bytes[position as usize..position as usize + count]);
        if self.last != position {
            self.inner.jumps.fetch_add(1, Ordering::Relaxed);
        }
        self.inner.taken.fetch_add(count as u64, Ordering::Relaxed);
        self.position = position + count as u64;
        self.last = self.position;
        Ok(count)
    }
}

impl Seek for Source {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.position = match to {
            SeekFrom::Start(position) => position,
            SeekFrom::Current(by) => self.position.saturating_add_signed(by),
            SeekFrom::End(by) => (self.inner.bytes.len() as u64).saturating_add_signed(by),
        };
        Ok(self.position)
    }
}

impl ByteSource for Source {
    fn total_bytes(&self) -> Option<u64> {
        Some(self.inner.bytes.len() as u64)
    }

    fn can_jump(&self) -> Option<bool> {
        Some(self.inner.can_jump)
    }

    fn ready_bytes(&self, from: u64) -> u64 {
        self.inner.arrived.lock().unwrap().until.saturating_sub(from)
    }

    fn is_settled(&self) -> bool {
        self.inner.arrived.lock().unwrap().is_settled
    }
}

/// A library of one recording, or several.
#[derive(Default)]
pub(super) struct Shelf {
    pub servers: Vec<(Seq, Server)>,
    pub kept: Mutex<Vec<(Seq, Sound, Arc<Peaks>)>>,
    pub faulty: Mutex<Vec<(Seq, bool, String)>>,
}

impl Shelf {
    /// With this one, numbered 1.
    pub(super) fn of(server: Server) -> Arc<Self> {
        Arc::new(Self { servers: vec![(Seq(1), server)], ..Self::default() })
    }
}

impl Library for Shelf {
    fn open(&self, seq: Seq) -> Result<Box<dyn ByteSource>, String> {
        let server = self.servers.iter().find(|(held, _)| *held == seq);
        server.map(|(_, server)| server.source()).ok_or_else(|| String::from("There is no recording."))
    }

    fn sound(&self, seq: Seq) -> Option<(Sound, Arc<Peaks>)> {
        let kept = self.kept.lock().unwrap();
        kept.iter().find(|(held, ..)| *held == seq).map(|(_, sound, peaks)| (sound.clone(), Arc::clone(peaks)))
    }

    fn keep_sound(&self, seq: Seq, sound: &Sound, peaks: &Arc<Peaks>) {
        self.kept.lock().unwrap().push((seq, sound.clone(), Arc::clone(peaks)));
    }

    fn found_faulty(&self, seq: Seq, is_readable: bool, why: &str) {
        self.faulty.lock().unwrap().push((seq, is_readable, why.to_owned()));
    }
}
