//! Fetching from scripted servers, over real sockets: a house with a fetcher, a catalog in memory, and names of hosts that
//! a test makes up.
//!
//! **Invariant:** no test connects beyond this machine, waits for a time to pass, or depends on which thread comes first.

mod failing;
mod fetching;
mod guarding;
mod keeping;
mod reading;
mod server;

use std::collections::BTreeMap;
use std::io;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use server::{Asked, Gate, Server, say, say_whole, serve_file};

use super::desk::Key;
use super::names::Names;
use super::{Catalog, Fetcher, Kept, Policy};
use crate::bus::{Bus, Event, MediaCommand, Subscriber};
use crate::call::{Clock, Media, MediaCause, MediaKind, MediaState, Seq, UnixMillis};

const RECORDING: MediaKind = MediaKind::Recording;
/// Nothing here takes so long.
const PATIENCE: Duration = Duration::from_secs(20);
/// 2026-01-01T00:00:00Z.
const NOW: i64 = 1_767_225_600_000;

/// A catalog in memory.
#[derive(Default)]
struct Rows {
    rows: Mutex<BTreeMap<Key, Media>>,
    /// All that was ever kept, in order.
    history: Mutex<Vec<Media>>,
    changed: Condvar,
}

impl Catalog for Rows {
    fn find(&self, seq: Seq, kind: MediaKind) -> Option<Media> {
        self.rows.lock().unwrap().get(&(seq, kind)).cloned()
    }

    fn unsettled(&self, before: Option<Seq>, limit: usize) -> Vec<Media> {
        let rows = self.rows.lock().unwrap();
        let old = rows.values().rev().filter(|media| before.is_none_or(|before| media.seq < before));
        old.filter(|media| !media.state.is_settled()).take(limit).cloned().collect()
    }

    fn keep(&self, media: &Media) {
        self.history.lock().unwrap().push(media.clone());
        let mut rows = self.rows.lock().unwrap();
        if rows.get(&(media.seq, media.kind)).is_some_and(|known| known.uri == media.uri) {
            rows.insert((media.seq, media.kind), media.clone());
        }
        self.changed.notify_all();
    }

    fn here(&self) -> Vec<Kept> {
        let rows = self.rows.lock().unwrap();
        let here = rows.values().filter(|media| media.bytes_kept() > 0);
        let mut here: Vec<Kept> = here
            .map(|media| Kept {
                seq: media.seq,
                kind: media.kind,
                bytes: media.bytes_kept(),
                used_at: media.used_at.unwrap_or_default(),
                is_pinned: media.is_pinned,
            })
            .collect();
        here.sort_by_key(|kept| kept.used_at);
        here
    }
}

/// Names that a test makes up; the others do not exist.
#[derive(Debug, Default)]
struct MadeUpNames {
    names: Mutex<BTreeMap<String, Vec<IpAddr>>>,
    is_offline: AtomicBool,
    asked: Mutex<Vec<String>>,
}

impl Names for MadeUpNames {
    fn look_up(&self, host: &str, _: Duration) -> io::Result<Vec<IpAddr>> {
        self.asked.lock().unwrap().push(host.to_owned());
        if self.is_offline.load(Ordering::Acquire) {
            return Err(io::ErrorKind::NetworkDown.into());
        }
        self.names.lock().unwrap().get(host).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// A fetcher and all it needs.
struct House {
    folder: tempfile::TempDir,
    rows: Arc<Rows>,
    names: Arc<MadeUpNames>,
    bus: Bus,
    now: Arc<AtomicI64>,
    policy: Policy,
    fetcher: Option<Fetcher>,
}

/// As in life, a thousand times faster.
fn hasty() -> Policy {
    Policy {
        retry_after: [5, 15, 30, 30, 30, 30].map(Duration::from_millis).to_vec(),
        connect_within: Duration::from_secs(5),
        stall_after: Duration::from_secs(5),
        // Nothing is left over, in most tests.
        take_up_after: Duration::from_secs(3_600),
        ..Policy::default()
    }
}

impl House {
    fn new(policy: Policy) -> Self {
        let house = Self {
            folder: tempfile::tempdir().unwrap(),
            rows: Arc::default(),
            names: Arc::default(),
            bus: Bus::default(),
            now: Arc::new(AtomicI64::new(NOW)),
            policy,
            fetcher: None,
        };
        house.started()
    }

    /// One in which that server may be asked.
    fn with(server: &Server) -> Self {
        Self::new(Policy { allowed_hosts: vec![server.address.to_string()], ..hasty() })
    }

    fn started(mut self) -> Self {
        // A clock that goes on from where the test sets it.
        let (now, began) = (Arc::clone(&self.now), Instant::now());
        let clock: Clock = Arc::new(move || {
            UnixMillis(now.load(Ordering::Acquire) + i64::try_from(began.elapsed().as_millis()).unwrap())
        });
        let (catalog, names): (Arc<dyn Catalog>, Arc<dyn Names>) = (self.rows.clone(), self.names.clone());
        let outside = (catalog, self.bus.clone(), clock);
        let fetcher = Fetcher::start_with(self.folder.path(), outside, self.policy.clone(), names).unwrap();
        self.fetcher = Some(fetcher);
        self
    }

    /// Stopped; once started again, it takes up what was left at once.
    fn stopped(mut self) -> Self {
        self.fetcher.take().unwrap().stop();
        self.policy.take_up_after = Duration::ZERO;
        self
    }

    fn fetcher(&self) -> &Fetcher {
        self.fetcher.as_ref().unwrap()
    }

    /// A call that names a recording.
    fn names(&self, seq: i64, uri: &str) {
        self.put(Media::named(Seq(seq), RECORDING, uri.to_owned()));
    }

    fn put(&self, media: Media) {
        self.rows.rows.lock().unwrap().insert((media.seq, media.kind), media);
    }

    fn arrives(&self, seq: i64, uri: &str) {
        self.names(seq, uri);
        self.fetcher().arrived(Seq(seq));
    }

    fn row(&self, seq: i64) -> Media {
        self.rows.find(Seq(seq), RECORDING).unwrap()
    }

    /// Waits until a recording's row is so.
    fn wait(&self, seq: i64, what: &str, mut is_so: impl FnMut(&Media) -> bool) -> Media {
        let end = Instant::now() + PATIENCE;
        let mut rows = self.rows.rows.lock().unwrap();
        loop {
            let media = &rows[&(Seq(seq), RECORDING)];
            if is_so(media) {
                return media.clone();
            }
            assert!(Instant::now() < end, "waited in vain for {what}: {media:?}");
            rows = self.rows.changed.wait_timeout(rows, Duration::from_millis(100)).unwrap().0;
        }
    }

    fn wait_for(&self, seq: i64, state: MediaState) -> Media {
        self.wait(seq, state.name(), |media| media.state == state)
    }

    fn wait_settled(&self, seq: i64) -> Media {
        self.wait(seq, "the end of it", |media| media.state.is_settled())
    }

    fn bytes_of(&self, seq: i64) -> Vec<u8> {
        std::fs::read(self.fetcher().path_of(Seq(seq), RECORDING).unwrap()).unwrap()
    }

    fn part_of(&self, seq: i64) -> std::path::PathBuf {
        self.folder.path().join(format!("media/{:02x}/{seq}-recording.part", seq & 0xff))
    }

    fn whole_of(&self, seq: i64) -> std::path::PathBuf {
        self.part_of(seq).with_extension("")
    }

    fn subscribe(&self) -> Subscriber {
        self.bus.subscribe(Arc::new(|| ()))
    }

    fn history(&self, seq: i64) -> Vec<Media> {
        self.rows.history.lock().unwrap().iter().filter(|media| media.seq == Seq(seq)).cloned().collect()
    }
}

/// One range, as rows have them.
fn one(range: std::ops::Range<u64>) -> Vec<std::ops::Range<u64>> {
    std::iter::once(range).collect()
}

/// Bytes that differ everywhere.
fn noise(len: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    (0..len).map(|_| next()).collect()
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Serves one file well.
fn file_server(file: &[u8]) -> Server {
    let file = file.to_vec();
    Server::start(move |_, asked, stream| serve_file(asked, stream, &file, "\"v1\""))
}
