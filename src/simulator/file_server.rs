//! Serves the recordings and transcripts that payloads name, over HTTP on this machine. The only file here that names
//! tiny_http. Keeps no list of calls: a call id tells which story it belongs to, and the file is made when asked for.
//! What fails on purpose is served beside it, by `fault_server`, at an address of its own.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::{Cursor, Write as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use flate2::Compression;
use flate2::write::GzEncoder;
use tiny_http::{Header, Method, Request, Response, Server};

use super::byte_range::{Wanted, wanted};
use super::fault_server::{DRIP_BYTES_PER_SEC, FaultServer};
use super::sample::Sample;
use super::story::Story;

/// As many files as are being fetched or played at a time, and a few; a recording is up to six megabytes.
const KEPT_FILES: usize = 8;
/// Two downloads at a time, so that one slow reader does not hold up all.
const WORKERS: usize = 2;

/// Why there is no server.
#[derive(Debug, thiserror::Error)]
pub enum FileServerError {
    /// No address could be bound.
    #[error("cannot serve recordings on this machine: {0}")]
    Bind(Box<dyn std::error::Error + Send + Sync>),
    /// No thread could be started.
    #[error("cannot start a thread to serve recordings: {0}")]
    Thread(std::io::Error),
}

/// A running server; stops when dropped.
#[derive(Debug)]
pub struct FileServer {
    address: SocketAddr,
    faults: FaultServer,
    shared: Arc<Shared>,
    workers: Vec<JoinHandle<()>>,
}

struct Shared {
    server: Server,
    is_stopping: AtomicBool,
    kept: Mutex<VecDeque<(String, Arc<File>)>>,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").field("is_stopping", &self.is_stopping).finish_non_exhaustive()
    }
}

#[derive(Debug)]
struct File {
    content_type: &'static str,
    /// Packed, as the server's storage has it: nobody is asked whether they can read that.
    is_packed: bool,
    etag: String,
    bytes: Cow<'static, [u8]>,
}

impl FileServer {
    /// Starts serving on free ports of 127.0.0.1.
    ///
    /// # Errors
    /// When no port or thread can be had.
    pub fn start() -> Result<Self, FileServerError> {
        Self::start_at(0)
    }

    /// Starts serving on that port of 127.0.0.1, and what fails on purpose on the next; 0 picks free ones.
    ///
    /// # Errors
    /// When a port or a thread can't be had.
    pub fn start_at(port: u16) -> Result<Self, FileServerError> {
        let server = Server::http((Ipv4Addr::LOCALHOST, port)).map_err(FileServerError::Bind)?;
        let address = server.server_addr().to_ip().ok_or_else(|| FileServerError::Bind("not an IP address".into()))?;
        let faults_port = if port == 0 { 0 } else { port.wrapping_add(1) };
        let faults = FaultServer::start(faults_port, &format!("http://{address}"), DRIP_BYTES_PER_SEC)?;
        let shared = Arc::new(Shared { server, is_stopping: AtomicBool::new(false), kept: Mutex::default() });
        let mut running = Self { address, faults, shared, workers: Vec::with_capacity(WORKERS) };
        for worker in 0..WORKERS {
            let shared = running.shared.clone();
            let named = thread::Builder::new().name(format!("simulator-files-{worker}"));
            let thread = named.spawn(move || shared.serve()).map_err(FileServerError::Thread)?;
            running.workers.push(thread);
        }
        Ok(running)
    }

    /// Where the files are.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Everything that listens: the files, and what fails on purpose.
    pub fn addresses(&self) -> [SocketAddr; 2] {
        [self.address, self.faults.address()]
    }

    /// What the URLs in payloads begin with: `http://127.0.0.1:PORT`.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The same for the recordings that fail on purpose.
    pub fn faults_url(&self) -> String {
        format!("http://{}", self.faults.address())
    }
}

impl Drop for FileServer {
    fn drop(&mut self) {
        self.shared.is_stopping.store(true, Ordering::Release);
        for _ in &self.workers {
            // Frees one worker a call.
            self.shared.server.unblock();
        }
        for worker in self.workers.drain(..) {
            if worker.join().is_err() {
                log::error!("a thread of the simulator's file server panicked");
            }
        }
    }
}

impl Shared {
    fn serve(&self) {
        while !self.is_stopping.load(Ordering::Acquire) {
            match self.server.recv() {
                Ok(request) => self.answer(request),
                Err(_) if self.is_stopping.load(Ordering::Acquire) => break,
                Err(error) => log::debug!("simulator's file server: {error}"),
            }
        }
    }

    fn answer(&self, request: Request) {
        let header = |name: &'static str| {
            request.headers().iter().find(|header| header.field.equiv(name)).map(|header| header.value.as_str())
        };
        let response = match (request.method(), self.file(request.url())) {
            (Method::Get | Method::Head, Some(file)) => {
                let is_changed = header("If-Range").is_some_and(|etag| etag != file.etag);
                reply(&file, header("Range").filter(|_| !is_changed), header("If-None-Match"))
            }
            (Method::Get | Method::Head, None) => plain(404, "no such recording or transcript\n"),
            _ => plain(405, "only GET\n").with_header(field("Allow", "GET, HEAD")),
        };
        // Whoever went away does not want the rest.
        if let Err(error) = request.respond(response) {
            log::debug!("simulator's file server: a reader left: {error}");
        }
    }

    /// The file of that path, made unless it was asked for a moment ago.
    fn file(&self, url: &str) -> Option<Arc<File>> {
        let path = url.split(['?', '#']).next()?;
        let kept = |list: &VecDeque<(String, Arc<File>)>| {
            list.iter().find(|(known, _)| known == path).map(|(_, file)| file.clone())
        };
        let known = kept(&self.kept.lock().unwrap_or_else(PoisonError::into_inner));
        if known.is_some() {
            return known;
        }
        let file = Arc::new(make(path)?);
        let mut list = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        list.truncate(KEPT_FILES - 1);
        list.push_front((path.to_owned(), file.clone()));
        Some(file)
    }
}

fn make(path: &str) -> Option<File> {
    let (kind, rest) = path.strip_prefix('/')?.split_once('/')?;
    let (id, is_recording) = match kind {
        "samples" => return Sample::named(rest).map(sample),
        "recordings" => (rest.split_once("/call_recording.")?.0, true),
        "transcripts" => (rest.strip_prefix("transcript_")?.strip_suffix(".json")?, false),
        _ => return None,
    };
    let story = Story::from_call_id(id)?;
    let named = if is_recording { story.recording_url("") } else { story.transcript_url("") };
    if path != named {
        return None;
    }
    let etag = format!("\"{id}-{}\"", if is_recording { 'r' } else { 't' });
    Some(if is_recording {
        let content_type = story.recording_format().content_type();
        File { content_type, is_packed: false, etag, bytes: story.recording().into() }
    } else {
        let (content_type, is_packed) = transcript_head(id);
        let bytes = story.transcript().into_bytes();
        File { content_type, is_packed, etag, bytes: if is_packed { packed(&bytes) } else { bytes }.into() }
    })
}

/// What storages say that a transcript is, and whether they keep it packed: seldom what it is, and always the same of a call.
fn transcript_head(call_id: &str) -> (&'static str, bool) {
    match call_id.bytes().map(usize::from).sum::<usize>() % 8 {
        0 => ("application/json", true),
        1 => ("application/gzip", true),
        2 => ("binary/octet-stream", false),
        3 => ("text/plain; charset=utf-8", false),
        _ => ("application/json", false),
    }
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(bytes).and_then(|()| packer.finish()).expect("writing to memory cannot fail")
}

fn sample(sample: Sample) -> File {
    let etag = format!("\"{}\"", sample.name);
    File { content_type: sample.content_type, is_packed: false, etag, bytes: Cow::Borrowed(sample.bytes) }
}

type Body = Response<Cursor<Vec<u8>>>;

fn reply(file: &File, range: Option<&str>, known_etag: Option<&str>) -> Body {
    let total = file.bytes.len();
    let (status, bytes, content_range) = match wanted(range, total) {
        _ if known_etag == Some(&file.etag) => (304, &[][..], None),
        Wanted::Whole => (200, &file.bytes[..], None),
        Wanted::Part(part) => {
            let named = format!("bytes {}-{}/{total}", part.start, part.end - 1);
            (206, &file.bytes[part], Some(named))
        }
        Wanted::Unsatisfiable => (416, &[][..], Some(format!("bytes */{total}"))),
    };
    let response = body(status, bytes.to_vec())
        .with_header(field("Content-Type", file.content_type))
        .with_header(field("ETag", &file.etag))
        .with_header(field("Accept-Ranges", "bytes"));
    // What is a packed file by its type is not packed on its way.
    let response = match file.content_type {
        "application/json" if file.is_packed => response.with_header(field("Content-Encoding", "gzip")),
        _ => response,
    };
    match content_range {
        Some(range) => response.with_header(field("Content-Range", &range)),
        None => response,
    }
}

fn plain(status: u16, text: &str) -> Body {
    body(status, text.as_bytes().to_vec()).with_header(field("Content-Type", "text/plain; charset=utf-8"))
}

/// Always with its length: tiny_http would otherwise send longer bodies in chunks.
fn body(status: u16, bytes: Vec<u8>) -> Body {
    let length = bytes.len();
    Response::new(status.into(), Vec::new(), Cursor::new(bytes), Some(length), None).with_chunked_threshold(usize::MAX)
}

fn field(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("our own headers are ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpStream;

    /// Status, lower-case head and body of an answer.
    fn ask(server: &FileServer, method: &str, url: &str, extra: &str) -> (u16, String, Vec<u8>) {
        let mut stream = TcpStream::connect(server.address()).unwrap();
        let path = url.strip_prefix(&server.base_url()).unwrap_or(url);
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{extra}\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(answer[..end].to_vec()).unwrap().to_lowercase() + "\r\n";
        (head[9..12].parse().unwrap(), head, answer[end + 4..].to_vec())
    }

    #[test]
    fn what_a_payload_names_can_be_fetched() {
        let server = FileServer::start().unwrap();
        for story in [Story::tell(4, 11), Story::tell_at(4, 12, 1_790_000_000), Story::test_call(1_790_000_000_123)] {
            let base = server.base_url();
            let (status, head, sound) = ask(&server, "GET", &story.recording_url(&base), "");
            assert_eq!(status, 200, "{head}");
            assert!(head.contains(&format!("content-length: {}\r\n", sound.len())), "{head}");
            assert!(head.contains("content-type: audio/ogg") && head.contains("etag: ") && sound == story.recording());
            let (_, _, text) = ask(&server, "GET", &story.transcript_url(&base), "");
            let text = if transcript_head(&story.call_id()).1 { unpacked(&text) } else { text };
            assert_eq!(String::from_utf8(text).unwrap(), story.transcript());
        }
    }

    fn unpacked(bytes: &[u8]) -> Vec<u8> {
        let mut text = Vec::new();
        flate2::read::GzDecoder::new(bytes).read_to_end(&mut text).unwrap();
        text
    }

    #[test]
    fn transcripts_come_under_several_types_and_some_of_them_packed() {
        let server = FileServer::start().unwrap();
        let mut heads = std::collections::BTreeMap::new();
        for number in 0..60 {
            let story = Story::tell(4, number);
            if heads.contains_key(&transcript_head(&story.call_id())) {
                continue;
            }
            let (status, head, bytes) = ask(&server, "GET", &story.transcript_url(&server.base_url()), "");
            let (content_type, is_packed) = transcript_head(&story.call_id());
            assert!(status == 200 && head.contains(&format!("content-type: {content_type}\r\n")), "{head}");
            assert_eq!(bytes.starts_with(&[0x1f, 0x8b]), is_packed, "{head}");
            heads.insert((content_type, is_packed), head.contains("content-encoding: gzip\r\n"));
        }
        let wanted = [
            (("application/gzip", true), false),
            (("application/json", false), false),
            (("application/json", true), true),
            (("binary/octet-stream", false), false),
            (("text/plain; charset=utf-8", false), false),
        ];
        assert_eq!(heads.into_iter().collect::<Vec<_>>(), wanted);
    }

    #[test]
    fn every_sample_can_be_fetched() {
        let server = FileServer::start().unwrap();
        for sample in Sample::ALL {
            let (status, head, bytes) = ask(&server, "GET", &sample.url(&server.base_url()), "");
            assert_eq!((status, &bytes[..]), (200, sample.bytes), "{}", sample.name);
            assert!(head.contains(&format!("content-type: {}\r\n", sample.content_type)), "{head}");
        }
    }

    #[test]
    fn faults_have_an_address_of_their_own() {
        let server = FileServer::start().unwrap();
        let [files, faults] = server.addresses();
        assert_eq!((files, server.faults_url()), (server.address(), format!("http://{faults}")));
        assert!(files != faults && files.ip().is_loopback() && faults.ip().is_loopback());
    }

    #[test]
    fn a_port_can_be_chosen_and_the_next_is_for_faults() {
        // A port that was free a moment ago is still free, or another is tried.
        let started = (0..50).find_map(|_| {
            let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            Some((port, FileServer::start_at(port).ok()?))
        });
        let (port, server) = started.unwrap();
        assert_eq!(server.addresses().map(|address| address.port()), [port, port + 1]);
        assert!(matches!(FileServer::start_at(port), Err(FileServerError::Bind(_))));
    }

    #[test]
    fn parts_can_be_fetched() {
        let server = FileServer::start().unwrap();
        let story = Story::tell(4, 3);
        assert!(story.recording_url("").ends_with(".wav"));
        let (url, whole) = (story.recording_url(&server.base_url()), story.recording());
        let total = whole.len();
        let (status, head, part) = ask(&server, "GET", &url, "Range: bytes=44-1043\r\n");
        assert_eq!((status, &part[..]), (206, &whole[44..1044]));
        assert!(head.contains(&format!("content-range: bytes 44-1043/{total}\r\n")), "{head}");
        assert!(head.contains("content-length: 1000\r\n"), "{head}");
        let (status, head, part) = ask(&server, "GET", &url, &format!("Range: bytes={total}-\r\n"));
        assert_eq!((status, part.len()), (416, 0));
        assert!(head.contains(&format!("content-range: bytes */{total}\r\n")), "{head}");
        let (status, _, part) = ask(&server, "GET", &url, "Range: bytes=0-9\r\nIf-Range: \"other\"\r\n");
        assert_eq!((status, part.len()), (200, total));
        let (status, head, part) = ask(&server, "HEAD", &url, "");
        assert_eq!((status, part.len()), (200, 0));
        assert!(head.contains(&format!("content-length: {total}\r\n")), "{head}");
    }

    #[test]
    fn what_was_never_told_is_not_there() {
        let server = FileServer::start().unwrap();
        let wrong_name = Story::tell(4, 3).recording_url("").replace(".wav", ".ogg");
        for path in [
            "/",
            "/recordings/test-call-123/call_recording.wav",
            "/transcripts/../../etc/passwd",
            "/recordings//x",
            "/samples/../labels.json",
            &wrong_name,
        ] {
            assert_eq!(ask(&server, "GET", path, "").0, 404, "{path}");
        }
        assert_eq!(ask(&server, "POST", "/", "Content-Length: 0\r\n").0, 405);
    }

    #[test]
    fn a_stopped_server_is_gone_and_keeps_no_more_than_it_may() {
        let server = FileServer::start().unwrap();
        for number in 0..12 {
            ask(&server, "GET", &Story::tell(4, number).transcript_url(&server.base_url()), "");
        }
        assert!(server.shared.kept.lock().unwrap().len() <= KEPT_FILES);
        let shared = Arc::downgrade(&server.shared);
        drop(server);
        assert!(shared.upgrade().is_none());
    }
}
