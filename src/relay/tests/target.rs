//! A target for tests: a small HTTP server that notes what it hears, byte for byte, and answers as it is told. It can be down: its
//! address then refuses connections, and is its own again later.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

/// Longer than anything here takes; reached only by a test that fails.
const DEADLINE: Duration = Duration::from_secs(60);

/// A request as it was heard.
#[derive(Debug, Clone)]
pub struct Heard {
    /// `POST /x HTTP/1.1`
    pub line: String,
    /// As they were written, in order.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Heard {
    /// The first value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

type Answering = Arc<dyn Fn(usize, &Heard) -> String + Send + Sync>;

#[derive(Default)]
struct Notes {
    heard: Mutex<Vec<Heard>>,
    came: Condvar,
}

/// A running target.
pub struct Target {
    pub address: SocketAddr,
    notes: Arc<Notes>,
    is_ending: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// An answer with that status and body.
pub fn answer(status: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
}

/// An address of this machine where nobody listens, and that nobody else is given.
pub fn address() -> SocketAddr {
    // Others bind to 127.0.0.1; only Linux has the rest of the loopback too.
    let host = if cfg!(target_os = "linux") { "127.77.0.1:0" } else { "127.0.0.1:0" };
    TcpListener::bind(host).unwrap().local_addr().unwrap()
}

impl Target {
    /// Answers everything 200.
    pub fn start() -> Self {
        Self::answering(|_, _| answer("200 OK", "{}"))
    }

    /// Answers the so-manieth request, from 0.
    pub fn answering(answering: impl Fn(usize, &Heard) -> String + Send + Sync + 'static) -> Self {
        Self::at(address(), answering)
    }

    /// The same, at an address.
    pub fn at(address: SocketAddr, answering: impl Fn(usize, &Heard) -> String + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(address).unwrap();
        let address = listener.local_addr().unwrap();
        let (notes, is_ending) = (Arc::new(Notes::default()), Arc::new(AtomicBool::new(false)));
        let (for_notes, ending) = (Arc::clone(&notes), Arc::clone(&is_ending));
        let answering: Answering = Arc::new(answering);
        let accept = move || {
            for stream in listener.incoming() {
                if ending.load(Ordering::SeqCst) {
                    return;
                }
                let (notes, answering) = (Arc::clone(&for_notes), Arc::clone(&answering));
                let serve = move || _ = serve(stream.unwrap(), &notes, &answering);
                Builder::new().name(String::from("target-connection")).spawn(serve).unwrap();
            }
        };
        let thread = Builder::new().name(String::from("target")).spawn(accept).unwrap();
        Self { address, notes, is_ending, thread: Some(thread) }
    }

    pub fn url(&self) -> String {
        format!("http://{}/calls", self.address)
    }

    /// What was heard so far.
    pub fn heard(&self) -> Vec<Heard> {
        self.notes.heard.lock().unwrap().clone()
    }

    /// What was heard, once it is at least so many.
    pub fn hears(&self, count: usize) -> Vec<Heard> {
        self.hears_until(|heard| heard.len() >= count)
    }

    /// What was heard, once a condition holds.
    pub fn hears_until(&self, condition: impl Fn(&[Heard]) -> bool) -> Vec<Heard> {
        let begun = Instant::now();
        let mut heard = self.notes.heard.lock().unwrap();
        while !condition(&heard) {
            let left = DEADLINE.checked_sub(begun.elapsed());
            let left =
                left.unwrap_or_else(|| panic!("only {} requests arrived, and not what was waited for", heard.len()));
            heard = self.notes.came.wait_timeout(heard, left).unwrap().0;
        }
        heard.clone()
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        self.is_ending.store(true, Ordering::SeqCst);
        // Wakes the thread; with the listener gone, connections are refused.
        let _ = TcpStream::connect(self.address);
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

fn serve(mut stream: TcpStream, notes: &Notes, answering: &Answering) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(());
    }
    let mut heard = Heard { line: line.trim_end().to_owned(), headers: Vec::new(), body: Vec::new() };
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line == "\r\n" {
            break;
        }
        let (name, value) = line.trim_end().split_once(':').unwrap();
        heard.headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let length = heard.header("Content-Length").map_or(0, |length| length.parse().unwrap());
    heard.body = vec![0; length];
    reader.read_exact(&mut heard.body)?;
    let number = {
        let mut all = notes.heard.lock().unwrap();
        all.push(heard.clone());
        all.len() - 1
    };
    notes.came.notify_all();
    stream.write_all(answering(number, &heard).as_bytes())
}
