//! Serves one file over a line of a given speed, with ranges, and keeps account of who asked for what and when: what two
//! players need to have heard the first word is measured here. All connections share the line.

use std::net::SocketAddr;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::byte_range::{Wanted, wanted};
use super::file_server::FileServerError;
use super::raw_server::{Asked, Line, RawServer, head};

/// What leaves at once. Small, so that the pace is even; a slice of that many bytes takes 16 ms at 1 Mbit/s.
const SLICE_BYTES: usize = 2 * 1024;
/// A line that was late, because a thread was, may make up for so much of it.
const CATCH_UP: Duration = Duration::from_millis(20);
/// The path of the file. Nothing depends on what it ends in.
const PATH: &str = "/call_recording";

/// A line that bytes leave one after the other.
#[derive(Debug)]
pub struct Pace {
    bytes_per_sec: f64,
    free_at: Mutex<Option<Instant>>,
}

impl Pace {
    /// So many bytes a second.
    pub fn new(bytes_per_sec: u64) -> Self {
        Self { bytes_per_sec: bytes_per_sec.max(1) as f64, free_at: Mutex::default() }
    }

    /// When so many bytes, handed over now, have all arrived.
    pub fn arrival(&self, bytes: usize, now: Instant) -> Instant {
        let mut free_at = self.free_at.lock().unwrap_or_else(PoisonError::into_inner);
        let earliest = now.checked_sub(CATCH_UP).unwrap_or(now);
        let begins = free_at.map_or(now, |free| if free < earliest { now } else { free });
        let arrives = begins + Duration::from_secs_f64(bytes as f64 / self.bytes_per_sec);
        *free_at = Some(arrives);
        arrives
    }
}

/// One request, as the server saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PacedRequest {
    /// When its head had arrived.
    pub at: Instant,
    /// Which bytes it asked for.
    pub wanted: Range<u64>,
    /// How many of them have been sent so far.
    pub sent: u64,
}

#[derive(Debug)]
struct Account {
    file: Arc<[u8]>,
    content_type: &'static str,
    pace: Pace,
    delay: Duration,
    sent: AtomicU64,
    requests: Mutex<Vec<PacedRequest>>,
}

/// A running server; stops at once when dropped.
#[derive(Debug)]
pub struct PacedServer {
    server: RawServer,
    account: Arc<Account>,
}

impl PacedServer {
    /// Serves the file on a free port of 127.0.0.1, at so many bits a second. `delay` passes before each answer begins, as
    /// on the way to a distant server and back.
    ///
    /// # Errors
    /// When no port or thread can be had.
    pub fn start(
        file: impl Into<Arc<[u8]>>,
        content_type: &'static str,
        bits_per_sec: u64,
        delay: Duration,
    ) -> Result<Self, FileServerError> {
        let account = Arc::new(Account {
            file: file.into(),
            content_type,
            pace: Pace::new(bits_per_sec / 8),
            delay,
            sent: AtomicU64::new(0),
            requests: Mutex::default(),
        });
        let server = {
            let account = account.clone();
            RawServer::start(0, move |asked, line| account.answer(asked, line))?
        };
        Ok(Self { server, account })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// The file's address.
    pub fn url(&self) -> String {
        format!("http://{}{PATH}", self.address())
    }

    /// Bytes of the file sent so far, over all requests.
    pub fn bytes_sent(&self) -> u64 {
        self.account.sent.load(Ordering::Acquire)
    }

    /// All requests so far, in the order they came.
    pub fn requests(&self) -> Vec<PacedRequest> {
        self.account.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Counts from 0 again, and forgets what was asked.
    pub fn reset(&self) {
        // An answer under way finds its request gone and goes on uncounted in it.
        self.account.requests.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.account.sent.store(0, Ordering::Release);
    }
}

impl Account {
    fn answer(&self, asked: &Asked, line: &mut Line<'_>) -> std::io::Result<()> {
        let at = Instant::now();
        let total = self.file.len();
        let is_known = asked.path.starts_with(PATH);
        let (status, part) = match wanted(asked.field("Range"), total) {
            _ if !is_known => (404, 0..0),
            Wanted::Whole => (200, 0..total),
            Wanted::Part(part) => (206, part),
            Wanted::Unsatisfiable => (416, 0..0),
        };
        let mut fields = vec![
            ("Content-Type", self.content_type.to_owned()),
            ("Content-Length", part.len().to_string()),
            ("Accept-Ranges", String::from("bytes")),
            ("ETag", format!("\"paced-{total}\"")),
        ];
        match status {
            206 => fields.push(("Content-Range", format!("bytes {}-{}/{total}", part.start, part.end - 1))),
            416 => fields.push(("Content-Range", format!("bytes */{total}"))),
            _ => {}
        }
        if !line.stop().pause_until(at + self.delay) {
            return Ok(());
        }
        line.say(&head(status, &fields))?;
        if asked.method != "GET" || part.is_empty() {
            return Ok(());
        }
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).push(PacedRequest {
            at,
            wanted: part.start as u64..part.end as u64,
            sent: 0,
        });
        for slice in self.file[part].chunks(SLICE_BYTES) {
            if !line.stop().pause_until(self.pace.arrival(slice.len(), Instant::now())) {
                break;
            }
            line.say(slice)?;
            self.sent.fetch_add(slice.len() as u64, Ordering::AcqRel);
            let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(request) = requests.iter_mut().find(|request| request.at == at) {
                request.sent += slice.len() as u64;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpStream;

    fn ask(server: &PacedServer, range: &str) -> Vec<u8> {
        let mut stream = TcpStream::connect(server.address()).unwrap();
        write!(stream, "GET {PATH}.ogg HTTP/1.1\r\nRange: {range}\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
        answer.split_off(end)
    }

    #[test]
    fn a_line_takes_its_time_for_every_byte() {
        let (pace, now) = (Pace::new(1_000), Instant::now());
        let after = |millis| now + Duration::from_millis(millis);
        assert_eq!(pace.arrival(500, now), after(500));
        assert_eq!(pace.arrival(250, after(100)), after(750));
        // It was idle: nothing is saved up.
        assert_eq!(pace.arrival(1_000, after(5_000)), after(6_000));
        // It was hardly late: that is made up for.
        assert_eq!(pace.arrival(1_000, after(6_010)), after(7_000));
    }

    #[test]
    fn what_is_sent_is_counted_by_request() {
        let file: Vec<u8> = (0..50_000_u32).map(|i| (i % 251) as u8).collect();
        let server = PacedServer::start(file.clone(), "audio/ogg", 400_000_000, Duration::ZERO).unwrap();
        assert_eq!(ask(&server, "bytes=100-199"), file[100..200]);
        assert_eq!(ask(&server, "bytes=40000-"), file[40_000..]);
        assert_eq!(server.bytes_sent(), 10_100);
        let requests = server.requests();
        assert_eq!(
            requests.iter().map(|r| (r.wanted.clone(), r.sent)).collect::<Vec<_>>(),
            [(100..200, 100), (40_000..50_000, 10_000)]
        );
        assert!(requests[0].at < requests[1].at);
        server.reset();
        assert_eq!((server.bytes_sent(), server.requests().len()), (0, 0));
    }

    #[test]
    fn the_pace_is_kept() {
        let server = PacedServer::start(vec![7; 20_000], "audio/ogg", 1_600_000, Duration::ZERO).unwrap();
        let started = Instant::now();
        assert_eq!(ask(&server, "bytes=0-").len(), 20_000);
        assert!(started.elapsed() >= Duration::from_millis(95), "{:?}", started.elapsed());
    }
}
