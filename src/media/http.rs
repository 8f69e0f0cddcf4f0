//! One GET over a connection of its own; the only file that names ureq. It connects to the addresses it is given and to
//! nothing else: no look-up, no redirect, no proxy, no cookie, no credentials. What an answer means is decided elsewhere.

use std::io::{self, Read};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use ureq::http::{HeaderMap, Uri, header};
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{
    ConnectionDetails, Connector, NextTimeout, RustlsConnector, TcpConnector, Transport,
};
use ureq::{Agent, Error, Timeout};

use super::answer::{ContentRange, Head};
use super::link::Link;

/// Between the socket and us, for each connection.
const BUFFER_BYTES: usize = 64 * 1024;
/// What a head may have.
const MAX_HEAD_BYTES: usize = 64 * 1024;
/// More addresses of a host are not tried.
const MAX_ADDRESSES: usize = 8;

/// Makes connections; they share what is costly to make.
#[derive(Debug, Default)]
pub(super) struct Http {
    tls: Arc<RustlsConnector>,
}

/// How long is waited for what.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    /// Until the connection stands.
    pub(super) connect: Duration,
    /// For the next byte.
    pub(super) stall: Duration,
}

/// What is asked for.
#[derive(Debug)]
pub(super) struct Ask<'a> {
    /// From that byte on.
    pub(super) from: u64,
    /// Up to this one, exclusive; else all the rest.
    pub(super) to: Option<u64>,
    /// Only if it is still this version; else all of it.
    pub(super) version: Option<&'a str>,
}

/// A connection that is yet to be made, for one question.
pub(super) struct Line {
    agent: Agent,
    uri: Uri,
}

/// Ends a line from another thread, whatever it waits for but the connecting.
pub(super) struct Cutter(Agent);

/// An answer whose body is yet to come.
pub(super) struct Answer {
    pub(super) head: Head,
    pub(super) body: Box<dyn Read + Send>,
}

/// Why there is no answer, or no more of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Break {
    /// No network.
    Offline,
    /// Nobody listens there.
    NobodyThere,
    /// The connection did not come about in time.
    ConnectTimeout,
    /// The server sent nothing for too long.
    Stalled,
    /// The server's certificate is not trusted, or it speaks no TLS.
    Tls(String),
    /// The connection was closed or broke.
    Closed,
    /// Not HTTP, or the machine's own trouble.
    Other(String),
}

impl Http {
    /// A line to a host at these addresses.
    ///
    /// # Errors
    /// The link can't be sent as it is, in a sentence.
    pub(super) fn line(&self, link: &Link, ips: &[IpAddr], patience: Patience) -> Result<Line, String> {
        let unusable = say!("The link can't be sent as it was given.");
        let uri = Uri::try_from(link.text.as_str()).map_err(|_| unusable)?;
        // Two readings of one link are how guards are passed by: they have to agree.
        let authority = uri.authority().ok_or(unusable)?;
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').trim_end_matches('.');
        let is_same_host = host.eq_ignore_ascii_case(&link.host)
            || link.ip.is_some_and(|ip| host.parse::<IpAddr>().is_ok_and(|read| read == ip));
        let default_port = if link.is_https { 443 } else { 80 };
        if !is_same_host || authority.port_u16().unwrap_or(default_port) != link.port || uri.to_string() != link.text {
            return Err(String::from(unusable));
        }
        let config = Agent::config_builder()
            .proxy(None)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_idle_connections(0)
            .max_response_header_size(MAX_HEAD_BYTES)
            .input_buffer_size(BUFFER_BYTES)
            .output_buffer_size(BUFFER_BYTES)
            .user_agent(concat!("call-inbox/", env!("CARGO_PKG_VERSION")))
            .accept("*/*")
            .accept_encoding("identity")
            .timeout_connect(Some(patience.connect))
            .timeout_send_request(Some(patience.connect))
            .timeout_recv_response(Some(patience.stall))
            .timeout_per_read(Some(patience.stall))
            .build();
        let addresses = ips.iter().take(MAX_ADDRESSES).map(|ip| SocketAddr::new(*ip, link.port)).collect();
        let connector = ().chain(TcpConnector::default()).chain(SharedTls(Arc::clone(&self.tls)));
        Ok(Line { agent: Agent::with_parts(config, connector, Given(addresses)), uri })
    }
}

impl Line {
    /// What ends it.
    pub(super) fn cutter(&self) -> Cutter {
        Cutter(self.agent.clone())
    }

    /// Asks, and waits for the head of the answer.
    pub(super) fn ask(self, ask: &Ask<'_>) -> Result<Answer, Break> {
        let range = match ask.to {
            Some(to) => format!("bytes={}-{}", ask.from, to.saturating_sub(1)),
            None => format!("bytes={}-", ask.from),
        };
        let mut request = self.agent.get(self.uri).header(header::RANGE, range);
        if let Some(version) = ask.version {
            request = request.header(header::IF_RANGE, version);
        }
        let response = request.call().map_err(broken)?;
        let (parts, body) = response.into_parts();
        let head = head(parts.status.as_u16(), &parts.headers);
        Ok(Answer { head, body: Box::new(body.into_with_config().reader()) })
    }
}

impl Cutter {
    /// Ends it now.
    pub(super) fn cut(self) {
        self.0.shutdown();
    }
}

/// What broke while a body was read.
pub(super) fn broken_body(error: io::Error) -> Break {
    broken(Error::from(error))
}

fn broken(error: Error) -> Break {
    match error {
        Error::Timeout(Timeout::Connect | Timeout::Resolve | Timeout::SendRequest) => Break::ConnectTimeout,
        Error::Timeout(_) => Break::Stalled,
        Error::ConnectionFailed | Error::HostNotFound => Break::NobodyThere,
        Error::Tls(why) => Break::Tls(why.to_owned()),
        Error::Rustls(why) => Break::Tls(why.to_string()),
        Error::Io(error) => broken_io(&error),
        Error::Protocol(why) => Break::Other(why.to_string()),
        Error::LargeResponseHeader(..) => Break::Other(String::from(say!("the answer's head is too large"))),
        Error::BodyStalled => Break::Closed,
        other => Break::Other(other.to_string()),
    }
}

fn broken_io(error: &io::Error) -> Break {
    if let Some(why) = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) {
        return match why {
            Error::Timeout(Timeout::Connect) => Break::ConnectTimeout,
            Error::Timeout(_) => Break::Stalled,
            other => Break::Other(other.to_string()),
        };
    }
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Break::NobodyThere,
        io::ErrorKind::NetworkDown | io::ErrorKind::NetworkUnreachable => Break::Offline,
        io::ErrorKind::HostUnreachable => Break::ConnectTimeout,
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Break::Stalled,
        io::ErrorKind::UnexpectedEof
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::NotConnected
        | io::ErrorKind::BrokenPipe => Break::Closed,
        io::ErrorKind::InvalidData => Break::Tls(error.to_string()),
        _ => Break::Other(error.to_string()),
    }
}

fn head(status: u16, headers: &HeaderMap) -> Head {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let is_chunked = headers.contains_key(header::TRANSFER_ENCODING);
    Head {
        status,
        length: text(header::CONTENT_LENGTH).and_then(|length| length.parse().ok()).filter(|_| !is_chunked),
        range: text(header::CONTENT_RANGE).and_then(ContentRange::parse),
        takes_ranges: text(header::ACCEPT_RANGES).is_some_and(|unit| unit.eq_ignore_ascii_case("bytes")),
        etag: text(header::ETAG).filter(|tag| !tag.is_empty()).map(str::to_owned),
        last_modified: text(header::LAST_MODIFIED).filter(|date| !date.is_empty()).map(str::to_owned),
        location: text(header::LOCATION).map(str::to_owned),
        retry_after: text(header::RETRY_AFTER).and_then(|secs| secs.parse().ok()).map(Duration::from_secs),
    }
}

/// Gives the addresses that were passed, and knows no others.
#[derive(Debug)]
struct Given(Vec<SocketAddr>);

impl Resolver for Given {
    fn resolve(&self, _: &Uri, _: &ureq::config::Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let mut addresses = self.empty();
        self.0.iter().for_each(|address| addresses.push(*address));
        if addresses.is_empty() { Err(Error::HostNotFound) } else { Ok(addresses) }
    }
}

/// TLS, with roots and sessions that all lines share.
#[derive(Debug)]
struct SharedTls(Arc<RustlsConnector>);

impl<In: Transport> Connector<In> for SharedTls {
    type Out = <RustlsConnector as Connector<In>>::Out;

    fn connect(&self, details: &ConnectionDetails<'_>, chained: Option<In>) -> Result<Option<Self::Out>, Error> {
        self.0.connect(details, chained)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PATIENCE: Patience = Patience { connect: Duration::ZERO, stall: Duration::ZERO };

    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("http://"),
            Just("https://"),
            Just("127.0.0.1"),
            Just("[::1]"),
            Just("[::ffff:127.0.0.1]"),
            Just("a.example"),
            Just(":80"),
            Just(":"),
            Just("@"),
            Just("/"),
            Just("\\"),
            Just("?"),
            Just("#"),
            Just("%2F"),
            Just("%"),
            Just("."),
            Just("0x7f"),
            Just("1"),
            Just("["),
            Just("]"),
            Just("é"),
            Just("。"),
            Just(" "),
            Just("\t"),
            Just("{|}"),
            Just("//"),
        ];
        prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn whatever_passes_as_a_link_is_read_alike_by_both_parsers(
            text in prop_oneof![pieces(), pieces().prop_map(|rest| format!("http://{rest}")), any::<String>()],
        ) {
            if let Ok(link) = Link::parse(&text) {
                let line = Http::default().line(&link, &[], PATIENCE);
                prop_assert!(line.is_ok(), "{:?}", link);
                prop_assert_eq!(Link::parse(&link.text), Ok(link.clone()), "what is sent means the same");
                prop_assert!(!link.text.contains(['#', ' ', '\\', '@', '\r', '\n']) || link.text.find('@') > link.text[8..].find('/'));
                _ = link.follow(&text);
            }
        }
    }
}
