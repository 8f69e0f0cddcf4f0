//! Asks a public address whether our listener answers there; the only file here that names ureq.
//!
//! The answer is told from a stranger's by its text. Its `Server` header would not do: Cloudflare writes its own. No secret is
//! sent: looking with GET needs none, and it would pass through others' hands.

use std::io;
use std::net::IpAddr;
use std::time::Duration;

use ureq::http::{Response, Uri};
use ureq::{Agent, Body, Error};

use crate::traffic::REACH_CHECK_AGENT;

/// Longer nobody waits: the platform does not either.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// As much of an answer as is looked at; ours is a line.
const LOOKED_AT_BYTES: u64 = 16 * 1024;

/// How our listener is told from others.
#[derive(Debug, Clone)]
pub struct Landmark {
    /// The path that is asked for.
    pub path: String,
    /// What it answers to GET.
    pub answer: String,
}

/// Asks.
#[derive(Debug)]
pub struct Asker {
    landmark: Landmark,
    direct: Agent,
    proxied: Agent,
}

impl Asker {
    /// Ready to ask for that.
    pub fn new(landmark: Landmark) -> Self {
        let agent = |is_direct: bool| {
            let config = Agent::config_builder()
                .http_status_as_error(false)
                .max_redirects(0)
                .max_redirects_will_error(false)
                .max_idle_connections(0)
                .timeout_global(Some(ANSWER_WITHIN))
                .user_agent(REACH_CHECK_AGENT);
            if is_direct { config.proxy(None).build() } else { config.build() }.new_agent()
        };
        Self { landmark, direct: agent(true), proxied: agent(false) }
    }

    /// Whether our listener answers at that base URL.
    ///
    /// # Errors
    /// Why not, in a sentence.
    pub fn ask(&self, base: &str) -> Result<(), String> {
        let url = format!("{base}{}", self.landmark.path);
        let uri: Uri = url.parse().map_err(|_| format!("{url} can't be asked for."))?;
        // What a proxy is for is never on this machine.
        let agent = if is_loopback(&uri) { &self.direct } else { &self.proxied };
        // What an answer from a cache would say is of no interest.
        let response = agent.get(uri).header("Cache-Control", "no-cache").call().map_err(|error| broken(&error))?;
        self.judge(response)
    }

    fn judge(&self, mut response: Response<Body>) -> Result<(), String> {
        let status = response.status().as_u16();
        let is_ngrok_error = response.headers().contains_key("ngrok-error-code");
        let read = response.body_mut().with_config().limit(LOOKED_AT_BYTES).lossy_utf8(true).read_to_string();
        match status {
            200 if read.as_ref().is_ok_and(|body| body.trim() == self.landmark.answer.trim()) => Ok(()),
            404 | 502..=504 | 520..=530 | 400..=403 if is_ngrok_error || status > 500 => Err(format!(
                "The tunnel's servers answer {status}: the tunnel is not connected, or Call Inbox does not listen where it leads."
            )),
            429 => {
                Err(String::from("The tunnel's servers answer 429: too many requests went through it. Wait a moment."))
            }
            _ => Err(format!("Something else answers there, with {status}: it is not this inbox.")),
        }
    }
}

/// Why there is no answer, in a sentence.
fn broken(error: &Error) -> String {
    const UNKNOWN_NAME: &str = "Its name is not known in the internet. A new one may take a minute or two to be.";
    const REFUSED: &str = "Nobody answers there: the connection was refused.";
    const NOT_SECURE: &str =
        "There is no secure connection to it yet. A certificate may take a minute or two to be made.";
    let said = match error {
        Error::HostNotFound => UNKNOWN_NAME,
        Error::Timeout(_) => "There was no answer within 10 seconds.",
        Error::ConnectionFailed => REFUSED,
        Error::Tls(_) | Error::Rustls(_) => NOT_SECURE,
        // Looking a name up has no kind of its own.
        Error::Io(error) if error.to_string().contains("lookup") => UNKNOWN_NAME,
        Error::Io(error) => match error.kind() {
            io::ErrorKind::ConnectionRefused => REFUSED,
            io::ErrorKind::NetworkDown | io::ErrorKind::NetworkUnreachable => "There is no network.",
            io::ErrorKind::InvalidData => NOT_SECURE,
            _ => return format!("The connection broke: {error}."),
        },
        other => return format!("It could not be asked: {other}."),
    };
    said.to_owned()
}

fn is_loopback(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::{Ipv4Addr, TcpListener};

    use super::*;

    /// What is thought of that answer, and what was asked.
    fn ask(answer: &str) -> (Result<(), String>, String) {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let asker = Asker::new(Landmark { path: String::from("/hook"), answer: String::from("Here.\n") });
        std::thread::scope(|scope| {
            let asked = std::thread::Builder::new().spawn_scoped(scope, move || {
                let (mut stream, _) = listener.accept().unwrap();
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    let mut byte = [0];
                    assert_eq!(stream.read(&mut byte).unwrap(), 1);
                    head.push(byte[0]);
                }
                stream.write_all(answer.as_bytes()).unwrap();
                String::from_utf8(head).unwrap()
            });
            let outcome = asker.ask(&base);
            (outcome, asked.unwrap().join().unwrap())
        })
    }

    fn answer(status: &str, headers: &str, body: &str) -> String {
        format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
    }

    #[test]
    fn ours_is_told_by_its_text_whoever_serves_it() {
        let (outcome, asked) = ask(&answer("200 OK", "Server: cloudflare\r\n", "Here.\n"));
        assert_eq!(outcome, Ok(()));
        assert!(asked.starts_with("GET /hook HTTP/1.1\r\n"), "{asked}");
        assert!(asked.to_lowercase().contains(&format!("user-agent: {REACH_CHECK_AGENT}\r\n")), "{asked}");
        assert!(!asked.to_lowercase().contains("secret"), "{asked}");
    }

    #[test]
    fn what_is_not_ours_is_said() {
        for (answer, part) in [
            (answer("200 OK", "", "<html>You are about to visit</html>"), "Something else answers there"),
            (answer("302 Found", "Location: https://login.example\r\n", ""), "with 302"),
            (answer("404 Not Found", "ngrok-error-code: ERR_NGROK_3200\r\n", "offline"), "the tunnel is not connected"),
            (answer("404 Not Found", "", "nothing"), "Something else answers there"),
            (answer("530 ", "", "error code: 1033"), "the tunnel is not connected"),
            (answer("502 Bad Gateway", "", "bad gateway"), "does not listen"),
            (answer("429 Too Many Requests", "", ""), "Wait a moment"),
            (answer("200 OK", "", &"x".repeat(100_000)), "Something else"),
            (String::from("nonsense\r\n\r\n"), "It could not be asked"),
            (String::new(), "The connection broke"),
        ] {
            let (outcome, _) = ask(&answer);
            assert!(outcome.as_ref().is_err_and(|why| why.contains(part)), "{part}: {outcome:?}");
        }
    }

    #[test]
    fn nobody_there_is_said() {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap();
        let asker = Asker::new(Landmark { path: String::from("/"), answer: String::new() });
        let outcome = asker.ask(&format!("http://{free}"));
        assert!(outcome.as_ref().is_err_and(|why| why.contains("refused")), "{outcome:?}");
    }
}
