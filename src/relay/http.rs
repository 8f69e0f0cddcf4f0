//! One request over a connection of its own; the only file here that names ureq. No redirect is followed and no connection is
//! used twice: one that was just closed could not be told from a request that was lost. A person has typed the address, so
//! any may be meant, also of this machine.

use std::io::{self, Read as _};
use std::net::IpAddr;
use std::time::{Duration, Instant};

use ureq::http::{HeaderMap, StatusCode, Uri, header};
use ureq::{Agent, Error, Timeout};

use crate::call::Header;

/// Until a connection stands.
const CONNECT_WITHIN: Duration = Duration::from_secs(10);
/// Until the answer is here.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);
/// As much of an answer's body as is read.
const MAX_ANSWER_BYTES: u64 = 64 * 1024;

/// Sends requests. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Http {
    direct: Agent,
    proxied: Agent,
}

/// What is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// `POST`
    pub method: String,
    /// Where to.
    pub url: String,
    /// In order, repeats too. Of the same name they stay in order; each name goes out where it stood first.
    pub headers: Vec<Header>,
    /// The whole body.
    pub body: Vec<u8>,
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// As it was sent.
    pub retry_after: Option<String>,
    /// Where a redirect points.
    pub location: Option<String>,
    /// The beginning of the body.
    pub body: Vec<u8>,
    /// From the first byte sent to the last one read.
    pub took: Duration,
}

/// Why nothing was answered; each in a few words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// The request can't be sent as it is; nothing went out.
    #[error("{0}")]
    Unsendable(String),
    /// No connection came about: the request was not seen.
    #[error("{0}")]
    Unreachable(String),
    /// The request went out, and nobody knows what became of it.
    #[error("{0}")]
    Unanswered(String),
}

impl Default for Http {
    fn default() -> Self {
        let agent = |is_direct: bool| {
            let config = Agent::config_builder()
                .http_status_as_error(false)
                .max_redirects(0)
                .max_redirects_will_error(false)
                .max_idle_connections(0)
                .timeout_resolve(Some(CONNECT_WITHIN))
                .timeout_connect(Some(CONNECT_WITHIN))
                .timeout_global(Some(ANSWER_WITHIN))
                .no_delay(true)
                // What the sender did not say is not said for it.
                .user_agent("")
                .accept("")
                .accept_encoding("");
            if is_direct { config.proxy(None).build() } else { config.build() }.new_agent()
        };
        Self { direct: agent(true), proxied: agent(false) }
    }
}

impl Http {
    /// Sends a request and waits for the answer, whatever it is.
    ///
    /// # Errors
    /// There was none.
    pub fn send(&self, outgoing: &Outgoing) -> Result<Answer, NoAnswer> {
        let uri = uri_of(&outgoing.url).map_err(NoAnswer::Unsendable)?;
        // What a proxy is for is never on this machine.
        let agent = if is_loopback(&uri) { &self.direct } else { &self.proxied };
        let began = Instant::now();
        let mut response = request(agent, uri, outgoing)?;
        let head = response.headers();
        let (retry_after, location) = (text(head, &header::RETRY_AFTER), text(head, &header::LOCATION));
        let status = response.status();
        let mut body = Vec::new();
        // What was answered counts, even if the rest of it never comes.
        if status != StatusCode::NO_CONTENT
            && let Err(error) = response.body_mut().as_reader().take(MAX_ANSWER_BYTES).read_to_end(&mut body)
        {
            log::debug!("an answer broke off: {error}");
        }
        Ok(Answer { status: status.as_u16(), retry_after, location, body, took: began.elapsed() })
    }

    /// Ends whatever is under way, but for the connecting.
    pub fn cut(&self) {
        self.direct.clone().shutdown();
        self.proxied.clone().shutdown();
    }
}

impl Answer {
    /// The target has it.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Whether requests can be sent to a URL.
///
/// # Errors
/// Why not, in a sentence.
pub fn check_url(url: &str) -> Result<(), String> {
    uri_of(url).map(drop)
}

fn uri_of(url: &str) -> Result<Uri, String> {
    let url = url.trim();
    let said =
        || format!("“{}” is no web address: it has to begin with http:// or https://.", crate::traffic::shown_url(url));
    let uri: Uri = url.split('#').next().unwrap_or_default().parse().map_err(|_| said())?;
    let has_host = uri.host().is_some_and(|host| !host.is_empty());
    if matches!(uri.scheme_str(), Some("http" | "https")) && has_host { Ok(uri) } else { Err(said()) }
}

fn request(agent: &Agent, uri: Uri, outgoing: &Outgoing) -> Result<ureq::http::Response<ureq::Body>, NoAnswer> {
    let Outgoing { method, headers, body, .. } = outgoing;
    let sent = match method.to_ascii_uppercase().as_str() {
        "POST" => with(agent.post(uri), headers).send(body.as_slice()),
        "PUT" => with(agent.put(uri), headers).send(body.as_slice()),
        "PATCH" => with(agent.patch(uri), headers).send(body.as_slice()),
        bare @ ("GET" | "HEAD" | "DELETE" | "OPTIONS") => {
            let builder = match bare {
                "GET" => agent.get(uri),
                "HEAD" => agent.head(uri),
                "DELETE" => agent.delete(uri),
                _ => agent.options(uri),
            };
            let builder = with(builder, headers);
            if body.is_empty() { builder.call() } else { builder.force_send_body().send(body.as_slice()) }
        }
        _ => return Err(NoAnswer::Unsendable(format!("the method {method} can't be sent from here"))),
    };
    sent.map_err(told)
}

/// Adds headers as they were written; what no header can be is left out.
fn with<B>(mut builder: ureq::RequestBuilder<B>, headers: &[Header]) -> ureq::RequestBuilder<B> {
    for Header { name, value } in headers {
        let is_name = ureq::http::HeaderName::from_bytes(name.as_bytes()).is_ok();
        if is_name && ureq::http::HeaderValue::from_bytes(value.as_bytes()).is_ok() {
            builder = builder.header_raw(name, value.as_bytes());
        } else {
            log::warn!("a header is left out of what is sent, since it can't be written: {name:?}");
        }
    }
    builder
}

fn text(headers: &HeaderMap, name: &header::HeaderName) -> Option<String> {
    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// Whether an address names this machine.
fn is_loopback(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']).to_ascii_lowercase();
    host == "localhost" || host.ends_with(".localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn told(error: Error) -> NoAnswer {
    let unreachable = |why: &str| NoAnswer::Unreachable(why.to_owned());
    match error {
        Error::HostNotFound | Error::Timeout(Timeout::Resolve) => {
            unreachable("no such host, or no network to look it up")
        }
        Error::Timeout(Timeout::Connect) => unreachable("no connection within 10 seconds"),
        Error::Timeout(_) => NoAnswer::Unanswered(String::from("no answer within 30 seconds")),
        Error::ConnectionFailed => unreachable("connection refused"),
        Error::Tls(why) => NoAnswer::Unreachable(format!("no encrypted connection: {why}")),
        Error::Rustls(why) => NoAnswer::Unreachable(format!("no encrypted connection: {why}")),
        Error::TlsRequired => unreachable("no encrypted connection"),
        Error::Io(error) => told_io(&error),
        Error::Http(_) | Error::BadUri(_) => NoAnswer::Unsendable(error.to_string()),
        Error::Protocol(why) => NoAnswer::Unanswered(format!("no HTTP was answered: {why}")),
        other => NoAnswer::Unanswered(other.to_string()),
    }
}

fn told_io(error: &io::Error) -> NoAnswer {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::ConnectionRefused => NoAnswer::Unreachable(String::from("connection refused")),
        Kind::NetworkDown | Kind::NetworkUnreachable | Kind::HostUnreachable | Kind::AddrNotAvailable => {
            NoAnswer::Unreachable(String::from("no way to that address"))
        }
        Kind::InvalidData => NoAnswer::Unreachable(format!("no encrypted connection: {error}")),
        Kind::TimedOut | Kind::WouldBlock => NoAnswer::Unanswered(String::from("no answer in time")),
        Kind::ConnectionReset
        | Kind::ConnectionAborted
        | Kind::NotConnected
        | Kind::BrokenPipe
        | Kind::UnexpectedEof => {
            NoAnswer::Unanswered(String::from("the connection was closed before there was an answer"))
        }
        _ => NoAnswer::Unanswered(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_taken() {
        for url in ["http://localhost:3000/x", "https://a.example", " http://10.0.0.1/a?b#c ", "http://[::1]:8/"] {
            assert_eq!(check_url(url), Ok(()), "{url}");
        }
        for url in ["", "localhost:3000", "ftp://a/b", "http://", "file:///etc/passwd", "http://a b/", "/x"] {
            assert!(check_url(url).is_err(), "{url}");
        }
    }
}
