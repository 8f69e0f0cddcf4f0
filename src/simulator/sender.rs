//! Posts payloads the way the calling platform does: once, ten seconds at most, and no second try. The only file here
//! that names ureq. It does not decide what is sent.

use std::net::IpAddr;
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use ureq::http::Uri;

use super::stop::StopSignal;
use super::story::Story;

/// The contract's limit for an answer.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// As much of an answer's body as is kept; ours are a line.
const MAX_ANSWER_BYTES: u64 = 64 * 1024;
/// A kept connection is not used again after this: shorter than common servers wait, so that no post meets one that is
/// just being closed.
const MAX_IDLE: Duration = Duration::from_secs(3);
/// Results waiting to be taken: posting may run ahead of a slow listener by that much and no further.
const RESULTS_AHEAD: usize = 64;

/// What the receiver answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The body, up to 64 KiB.
    pub body: String,
}

impl Answer {
    /// The contract's "successful receipt": 2xx.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Why there was no answer.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// Not a web address.
    #[error("not a web address that can be posted to: {0}")]
    BadUrl(String),
    /// Nobody listens there.
    #[error("connection refused: nothing is listening at that address")]
    Refused,
    /// The host name is unknown.
    #[error("no such host, or no network to look it up")]
    HostNotFound,
    /// Too late.
    #[error("no answer within {} seconds", ANSWER_WITHIN.as_secs())]
    Timeout,
    /// The connection broke.
    #[error("the connection was closed before there was an answer")]
    Broken,
    /// Anything else.
    #[error("could not post: {0}")]
    Other(ureq::Error),
}

/// One payload and what became of it.
#[derive(Debug)]
pub struct Sent {
    /// The story's call id.
    pub call_id: String,
    /// Length of the payload.
    pub body_bytes: usize,
    /// From the first byte sent to the last one received.
    pub took_ms: f64,
    /// The answer, or why there was none.
    pub answer: Result<Answer, SendError>,
}

impl Sent {
    /// Why the call was not received, in a sentence; `None` if it was.
    pub fn failure(&self) -> Option<String> {
        match &self.answer {
            Ok(answer) if answer.is_success() => None,
            Ok(answer) => Some(format!("it was answered {}: {}", answer.status, answer.body.trim())),
            Err(error) => Some(error.to_string()),
        }
    }
}

/// How many posts ended how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Answered 2xx.
    pub received: u64,
    /// Answered anything else.
    pub refused: u64,
    /// Not answered.
    pub failed: u64,
}

impl Tally {
    /// The sum of both.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            received: self.received + other.received,
            refused: self.refused + other.refused,
            failed: self.failed + other.failed,
        }
    }

    /// Adds one.
    pub fn count(&mut self, sent: &Sent) {
        match &sent.answer {
            Ok(answer) if answer.is_success() => self.received += 1,
            Ok(_) => self.refused += 1,
            Err(_) => self.failed += 1,
        }
    }
}

/// The headers that sign a body.
type Signer = Arc<dyn Fn(&[u8]) -> Vec<(String, String)> + Send + Sync>;

/// Posts payloads. Cloning is cheap and shares the kept connections.
#[derive(Clone)]
pub struct Sender {
    media_base: String,
    headers: Vec<(String, String)>,
    signer: Option<Signer>,
    concurrency: usize,
    stop: StopSignal,
    direct: ureq::Agent,
    proxied: ureq::Agent,
}

impl Sender {
    /// `media_base` is where the recordings and transcripts that stories name are served, such as
    /// [`FileServer::base_url`](super::FileServer::base_url).
    pub fn new(media_base: &str) -> Self {
        let agent = |is_direct: bool| {
            let config = ureq::Agent::config_builder()
                .http_status_as_error(false)
                .max_redirects(0)
                .max_redirects_will_error(false)
                .timeout_global(Some(ANSWER_WITHIN))
                .max_idle_age(MAX_IDLE)
                .max_idle_connections(256)
                .max_idle_connections_per_host(256)
                .no_delay(true)
                .user_agent(concat!("call-inbox-simulator/", env!("CARGO_PKG_VERSION")));
            if is_direct { config.proxy(None).build() } else { config.build() }.new_agent()
        };
        Self {
            media_base: media_base.to_owned(),
            headers: Vec::new(),
            signer: None,
            concurrency: 1,
            stop: StopSignal::default(),
            direct: agent(true),
            proxied: agent(false),
        }
    }

    /// Adds a header to every post.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Adds to every post the headers that sign its body.
    #[must_use]
    pub fn with_signature(mut self, signer: impl Fn(&[u8]) -> Vec<(String, String)> + Send + Sync + 'static) -> Self {
        self.signer = Some(Arc::new(signer));
        self
    }

    /// So many posts at a time; at least one.
    #[must_use]
    pub fn with_concurrency(mut self, posts: usize) -> Self {
        self.concurrency = posts.max(1);
        self
    }

    /// Raising that signal ends [`Self::send`] after the posts under way.
    #[must_use]
    pub fn with_stop(mut self, stop: StopSignal) -> Self {
        self.stop = stop;
        self
    }

    /// Posts one body and waits for the answer. A redirect is an answer like any other and not followed.
    ///
    /// # Errors
    /// When there was no answer.
    pub fn post(&self, url: &str, body: &str) -> Result<Answer, SendError> {
        let uri: Uri = url.parse().map_err(|_| SendError::BadUrl(url.to_owned()))?;
        if !matches!(uri.scheme_str(), Some("http" | "https")) || uri.host().is_none() {
            return Err(SendError::BadUrl(url.to_owned()));
        }
        // What a proxy is for is never on this machine.
        let agent = if is_loopback(&uri) { &self.direct } else { &self.proxied };
        let mut request = agent.post(uri).header("Content-Type", "application/json");
        let signature = self.signer.as_ref().map(|sign| sign(body.as_bytes())).unwrap_or_default();
        for (name, value) in self.headers.iter().chain(&signature) {
            request = request.header(name, value);
        }
        let mut response = request.send(body).map_err(plain)?;
        let status = response.status().as_u16();
        let body = response.body_mut().with_config().limit(MAX_ANSWER_BYTES).lossy_utf8(true).read_to_string();
        Ok(Answer { status, body: body.map_err(plain)? })
    }

    /// Posts one story.
    pub fn send_one(&self, url: &str, story: &Story) -> Sent {
        self.send_body(url, story.call_id(), &story.payload(&self.media_base))
    }

    /// Posts one body that was made elsewhere.
    pub fn send_body(&self, url: &str, call_id: String, body: &str) -> Sent {
        let started = Instant::now();
        let answer = self.post(url, body);
        Sent { call_id, body_bytes: body.len(), took_ms: started.elapsed().as_secs_f64() * 1000.0, answer }
    }

    /// Posts stories, at most `rate_per_sec` a second if one is given, and tells of each on this thread as it is done.
    pub fn send<I>(&self, url: &str, stories: I, rate_per_sec: Option<f64>, mut on_result: impl FnMut(Sent)) -> Tally
    where
        I: IntoIterator<Item = Story>,
        I::IntoIter: Send,
    {
        let queue = Mutex::new((0_u32, stories.into_iter()));
        let started = Instant::now();
        let every = rate_per_sec.filter(|rate| *rate > 0.0).map(|rate| Duration::from_secs_f64((1.0 / rate).min(1e6)));
        let next = || {
            let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
            let due = every.map(|every| started + every * queue.0);
            queue.0 = queue.0.saturating_add(1);
            queue.1.next().map(|story| (story, due))
        };
        let (results, done) = sync_channel(RESULTS_AHEAD);
        let mut tally = Tally::default();
        thread::scope(|scope| {
            for worker in 0..self.concurrency {
                let results = results.clone();
                let work = || {
                    let results = results;
                    while !self.stop.is_raised()
                        && let Some((story, due)) = next()
                    {
                        if due.is_some_and(|due| !self.stop.pause_until(due)) {
                            break;
                        }
                        if results.send(self.send_one(url, &story)).is_err() {
                            break;
                        }
                    }
                };
                let named = thread::Builder::new().name(format!("simulator-send-{worker}"));
                if let Err(error) = named.spawn_scoped(scope, work) {
                    log::warn!("posting with fewer threads than asked for: {error}");
                }
            }
            drop(results);
            for sent in done {
                tally.count(&sent);
                on_result(sent);
            }
        });
        tally
    }
}

/// Whether an address names this machine.
fn is_loopback(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    host.eq_ignore_ascii_case("localhost")
        || host.to_ascii_lowercase().ends_with(".localhost")
        || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn plain(error: ureq::Error) -> SendError {
    use std::io::ErrorKind as Kind;
    match &error {
        ureq::Error::HostNotFound => SendError::HostNotFound,
        ureq::Error::Timeout(_) => SendError::Timeout,
        ureq::Error::BadUri(url) => SendError::BadUrl(url.clone()),
        ureq::Error::Io(cause) => match cause.kind() {
            Kind::ConnectionRefused => SendError::Refused,
            Kind::TimedOut | Kind::WouldBlock => SendError::Timeout,
            Kind::ConnectionReset | Kind::ConnectionAborted | Kind::BrokenPipe | Kind::UnexpectedEof => {
                SendError::Broken
            }
            _ => SendError::Other(error),
        },
        _ => SendError::Other(error),
    }
}

#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    reason = "tests may wait for a thread without a name, and for any number of answers"
)]
mod tests {
    use super::*;
    use std::io::{BufRead, BufReader, Read, Write};
    use std::net::TcpListener;

    /// Answers every request of every connection with that status; returns what it heard when asked.
    fn receiver(status: &'static str) -> (String, Arc<Mutex<Vec<String>>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/webhook/call-completed", listener.local_addr().unwrap());
        let heard = Arc::new(Mutex::new(Vec::new()));
        let all = heard.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (mut stream, all) = (stream.unwrap(), all.clone());
                thread::spawn(move || {
                    let mut reader = BufReader::new(stream.try_clone().unwrap());
                    loop {
                        let (mut head, mut length) = (String::new(), 0);
                        loop {
                            let mut line = String::new();
                            if reader.read_line(&mut line).unwrap_or(0) == 0 {
                                return;
                            }
                            if let Some(n) = line.to_lowercase().strip_prefix("content-length:") {
                                length = n.trim().parse().unwrap();
                            }
                            if line == "\r\n" {
                                break;
                            }
                            head.push_str(&line);
                        }
                        let mut body = vec![0; length];
                        reader.read_exact(&mut body).unwrap();
                        all.lock().unwrap().push(head + "\n" + &String::from_utf8(body).unwrap());
                        write!(stream, "HTTP/1.1 {status}\r\nContent-Length: 17\r\n\r\n{{\"received\":true}}").unwrap();
                    }
                });
            }
        });
        (url, heard)
    }

    #[test]
    fn a_story_arrives_as_the_platform_would_send_it() {
        let (url, heard) = receiver("200 OK");
        let story = Story::tell(1, 1);
        let sender = Sender::new("http://127.0.0.1:9").with_header("X-Secret", "s1");
        let mut results = Vec::new();
        let tally = sender.send(&url, [story.clone()], None, |sent| results.push(sent));
        assert_eq!(tally, Tally { received: 1, refused: 0, failed: 0 });
        assert_eq!(results[0].answer.as_ref().unwrap().body, r#"{"received":true}"#);
        let heard = heard.lock().unwrap();
        let (head, body) = heard[0].split_once("\n\n").unwrap();
        let head = head.to_lowercase();
        assert!(head.starts_with("post /webhook/call-completed http/1.1"), "{head}");
        assert!(head.contains("content-type: application/json\r\n") && head.contains("x-secret: s1"), "{head}");
        assert!(head.contains(concat!("user-agent: call-inbox-simulator/", env!("CARGO_PKG_VERSION"))), "{head}");
        assert_eq!(body, story.payload("http://127.0.0.1:9"));
    }

    #[test]
    fn many_at_a_time_all_arrive_once() {
        let (url, heard) = receiver("200 OK");
        let stories = (0..60).map(|number| Story::tell(2, number));
        let tally = Sender::new("http://x").with_concurrency(8).send(&url, stories, None, |_| {});
        assert_eq!((tally.received, heard.lock().unwrap().len()), (60, 60));
    }

    #[test]
    fn a_refusal_is_an_answer_and_silence_is_said_plainly() {
        let (url, _) = receiver("401 Unauthorized");
        let sender = Sender::new("http://x");
        assert_eq!(sender.post(&url, "{}").unwrap().status, 401);
        let (url, _) = receiver("302 Found");
        assert_eq!(sender.post(&url, "{}").unwrap().status, 302);
        let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let error = sender.post(&format!("http://{closed}/"), "{}").unwrap_err();
        assert!(matches!(error, SendError::Refused), "{error}");
        assert!(matches!(sender.post("ftp://x/y", "{}"), Err(SendError::BadUrl(_))));
    }

    #[test]
    fn a_rate_spreads_the_posts_and_a_stop_ends_them() {
        let (url, _) = receiver("200 OK");
        let started = Instant::now();
        let stories = (0..5).map(|number| Story::tell(3, number));
        Sender::new("http://x").send(&url, stories, Some(100.0), |_| {});
        assert!(started.elapsed() >= Duration::from_millis(40));
        let stop = StopSignal::default();
        let slow = Sender::new("http://x").with_stop(stop.clone());
        let tally = slow.send(&url, (0..5).map(|n| Story::tell(3, n)), Some(0.001), |_| stop.raise());
        assert_eq!(tally.received, 1);
    }

    #[test]
    fn this_machine_is_known_by_its_names() {
        for (url, wanted) in [
            ("http://127.0.0.1:1/", true),
            ("http://[::1]:8/x", true),
            ("http://LocalHost/", true),
            ("https://example.com/", false),
            ("http://10.0.0.1/", false),
        ] {
            assert_eq!(is_loopback(&url.parse().unwrap()), wanted, "{url}");
        }
    }
}
