//! A server that answers as a test says, request by request, and remembers what it was asked.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

/// A request, as it came.
#[derive(Debug, Clone)]
pub struct Asked {
    pub line: String,
    pub headers: Vec<(String, String)>,
}

impl Asked {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// First byte asked for, and past the last.
    pub fn range(&self) -> Option<(u64, Option<u64>)> {
        let (first, last) = self.header("range")?.strip_prefix("bytes=")?.split_once('-')?;
        Some((first.parse().ok()?, last.parse::<u64>().ok().map(|last| last + 1)))
    }
}

type Script = dyn Fn(usize, &Asked, &mut TcpStream) + Send + Sync;

/// A running server.
pub struct Server {
    pub address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    accepts: Arc<AtomicUsize>,
    ended: Arc<AtomicBool>,
}

impl Server {
    /// Answers by a script: how many requests came before, the request, the connection.
    pub fn start(script: impl Fn(usize, &Asked, &mut TcpStream) + Send + Sync + 'static) -> Self {
        Self::start_at("127.0.0.1:0", script)
    }

    pub fn start_at(at: &str, script: impl Fn(usize, &Asked, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(at).unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            asked: Arc::default(),
            accepts: Arc::default(),
            ended: Arc::default(),
        };
        let (asked, accepts, ended) =
            (Arc::clone(&server.asked), Arc::clone(&server.accepts), Arc::clone(&server.ended));
        let script: Arc<Script> = Arc::new(script);
        let accept = move || {
            for stream in listener.incoming() {
                if ended.load(Ordering::Acquire) {
                    return;
                }
                accepts.fetch_add(1, Ordering::AcqRel);
                let (asked, script) = (Arc::clone(&asked), Arc::clone(&script));
                let serve = move || serve(stream.unwrap(), &asked, &*script);
                std::thread::Builder::new().name(String::from("scripted")).spawn(serve).unwrap();
            }
        };
        std::thread::Builder::new().name(String::from("scripted-accept")).spawn(accept).unwrap();
        server
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    pub fn accepts(&self) -> usize {
        self.accepts.load(Ordering::Acquire)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Release);
        _ = TcpStream::connect(self.address);
    }
}

fn serve(mut stream: TcpStream, asked: &Mutex<Vec<Asked>>, script: &Script) {
    let mut lines = BufReader::new(stream.try_clone().unwrap());
    let mut read = || {
        let mut line = String::new();
        lines.read_line(&mut line).ok().filter(|read| *read > 0).map(|_| line.trim_end().to_owned())
    };
    let Some(line) = read() else { return };
    let mut headers = Vec::new();
    while let Some(line) = read().filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':').unwrap();
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let request = Asked { line, headers };
    let number = {
        let mut asked = asked.lock().unwrap();
        asked.push(request.clone());
        asked.len() - 1
    };
    script(number, &request, &mut stream);
    // So that what was sent is not lost in a reset.
    _ = stream.shutdown(std::net::Shutdown::Write);
    _ = stream.set_read_timeout(Some(Duration::from_millis(200)));
    _ = stream.read(&mut [0; 64]);
}

/// Sends a head and a body; a client that has gone away is no fault.
pub fn say(stream: &mut TcpStream, status: &str, headers: &str, body: &[u8]) {
    let head = format!("HTTP/1.1 {status}\r\nConnection: close\r\n{headers}\r\n");
    _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
}

/// Sends a whole body with its length.
pub fn say_whole(stream: &mut TcpStream, status: &str, body: &[u8]) {
    say(stream, status, &format!("Content-Length: {}\r\n", body.len()), body);
}

/// Serves a file as a good server does: ranges, `If-Range`, 416.
pub fn serve_file(asked: &Asked, stream: &mut TcpStream, file: &[u8], etag: &str) {
    let head = |body: &[u8]| format!("ETag: {etag}\r\nAccept-Ranges: bytes\r\nContent-Length: {}\r\n", body.len());
    let is_current = asked.header("if-range").is_none_or(|version| version == etag);
    let Some((from, to)) = asked.range().filter(|_| is_current) else {
        return say(stream, "200 OK", &head(file), file);
    };
    let total = file.len() as u64;
    if from >= total {
        return say(
            stream,
            "416 Range Not Satisfiable",
            &format!("Content-Range: bytes */{total}\r\nContent-Length: 0\r\n"),
            b"",
        );
    }
    let to = to.unwrap_or(total).min(total);
    let body = &file[from as usize..to as usize];
    let range = format!("Content-Range: bytes {from}-{}/{total}\r\n", to - 1);
    say(stream, "206 Partial Content", &(range + &head(body)), body);
}

/// Opens when a test says so.
#[derive(Default)]
pub struct Gate {
    is_open: Mutex<bool>,
    changed: Condvar,
}

impl Gate {
    pub fn open(&self) {
        *self.is_open.lock().unwrap() = true;
        self.changed.notify_all();
    }

    /// Waits until it is open, ten seconds at most.
    pub fn pass(&self) {
        let end = Instant::now() + Duration::from_secs(10);
        let mut is_open = self.is_open.lock().unwrap();
        while !*is_open && Instant::now() < end {
            is_open = self.changed.wait_timeout(is_open, Duration::from_millis(50)).unwrap().0;
        }
    }
}
