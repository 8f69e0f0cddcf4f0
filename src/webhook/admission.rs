//! Who may send: a request's head to a verdict. Pure. Neither the body nor the network is looked at here.
//!
//! Without a secret only requests that no web page can forge are let in: from this machine, with a JSON content type, no
//! `Origin`, a loopback `Host`. Whatever came from elsewhere needs the secret, compared in constant time.

use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;

use subtle::ConstantTimeEq;

use super::RequestHead;
use crate::bus::{Secret, Signing};
use crate::call::shown_target;

/// Where calls are posted.
pub const HOOK_PATH: &str = "/webhook/call-completed";

/// The short way to the same place: `/hook/<secret>`.
const TOKEN_PREFIX: &str = "/hook/";

/// The header that may carry the secret.
const SECRET_HEADER: &str = "X-Webhook-Secret";

/// Headers that only something between the sender and us adds.
const FORWARDING: [&str; 12] = [
    "forwarded",
    "via",
    "x-real-ip",
    "x-client-ip",
    "x-cluster-client-ip",
    "x-original-forwarded-for",
    "x-envoy-external-address",
    "true-client-ip",
    "fastly-client-ip",
    "fly-client-ip",
    "cdn-loop",
    "x-azure-clientip",
];

/// Beginnings of such headers' names.
const FORWARDING_PREFIXES: [&str; 4] = ["x-forwarded-", "cf-", "tailscale-", "ngrok-"];

/// What is asked of senders, as it was chosen; changed while the listener runs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// What a sender from elsewhere has to know; blank counts as none.
    pub secret: Option<Secret>,
    /// How every call has to be signed, wherever it comes from; not looked at here but once the body is.
    pub signing: Option<Signing>,
}

/// What a request is judged by.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// As it was chosen.
    pub terms: Arc<Terms>,
    /// The listener is bound to more than this machine's loopback: everyone needs the secret.
    pub beyond_loopback: bool,
}

/// The verdict on a head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admission {
    /// A call is in the body.
    Call,
    /// Someone looked whether we are there.
    Check,
    /// Turned away.
    Refused {
        /// The answer to give.
        status: u16,
        /// Why, in a sentence without a full stop.
        reason: String,
    },
}

/// Whether what was presented is the secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Presented {
    Nothing,
    Wrong,
    Right,
}

/// Decides on a request.
pub fn admit(head: &RequestHead, rules: &Rules) -> Admission {
    let secret = rules.terms.secret.as_ref().filter(|secret| !secret.is_blank()).map(Secret::reveal);
    let Some(token) = hook_token(head.path()) else { return refused(404, not_here(head)) };
    if secret.is_none() && token.is_some() {
        return refused(404, not_here(head));
    }
    let presented = present(head, token, secret);
    match head.method.as_str() {
        "GET" | "HEAD" if token.is_none() || presented == Presented::Right => return Admission::Check,
        "GET" | "HEAD" => return refused(401, String::from("the secret in the path is wrong")),
        "POST" => {}
        method => return refused(405, format!("{method} is not accepted here, send the call with POST")),
    }
    if presented == Presented::Right {
        return Admission::Call;
    }
    if presented == Presented::Wrong {
        return refused(401, format!("the secret is wrong, from {}", head.peer.ip()));
    }
    if let Some(origin) = from_elsewhere(head, rules) {
        let todo = match secret {
            Some(_) => "the secret is missing",
            None => "a secret is needed and none is set in Call Inbox",
        };
        return refused(401, format!("{todo}: {origin}"));
    }
    if let Some(origin) = head.values("Origin").next() {
        return refused(403, format!("the request was made by a web page ({})", shorten(origin)));
    }
    if !is_json(head) {
        let sent = head
            .values("Content-Type")
            .next()
            .map_or(String::from("none was sent"), |sent| format!("it was {}", shorten(sent)));
        return refused(415, format!("the Content-Type must be application/json, {sent}"));
    }
    Admission::Call
}

/// How many bytes of a refused request's body are kept: strangers shall not fill the disk, but whatever may have been a
/// call is kept whole.
pub fn kept_bytes(status: u16) -> usize {
    const STRANGERS: usize = 64 * 1024;
    match status {
        401 | 403 | 404 | 405 => STRANGERS,
        _ => usize::MAX,
    }
}

fn refused(status: u16, reason: String) -> Admission {
    Admission::Refused { status, reason }
}

fn not_here(head: &RequestHead) -> String {
    // A path may hold a secret, if only one that was right yesterday.
    format!("nothing is at {}, calls are accepted at {HOOK_PATH}", shorten(&shown_target(head.path())))
}

/// `None`: not the hook. `Some(None)`: the hook. `Some(Some(token))`: the hook with a secret in the path.
fn hook_token(path: &str) -> Option<Option<&str>> {
    let token = match path.strip_prefix(HOOK_PATH) {
        Some("" | "/") => return Some(None),
        Some(rest) => rest.strip_prefix('/')?,
        None => path.strip_prefix(TOKEN_PREFIX)?,
    };
    let token = token.strip_suffix('/').unwrap_or(token);
    (!token.is_empty() && !token.contains('/')).then_some(Some(token))
}

fn present(head: &RequestHead, token: Option<&str>, secret: Option<&str>) -> Presented {
    let Some(secret) = secret else { return Presented::Nothing };
    let decoded = token.map(percent_decoded);
    // A bearer token may be the platform's own: a wrong one is only worth nothing, not a wrong secret.
    let bearer = head.values("Authorization").filter_map(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().as_bytes())
    });
    let explicit: Vec<&[u8]> = head
        .values(SECRET_HEADER)
        .map(str::as_bytes)
        .chain(token.map(str::as_bytes))
        .chain(decoded.as_deref())
        .collect();
    let right =
        explicit.iter().copied().chain(bearer).fold(false, |right, given| right | same(given, secret.as_bytes()));
    match (right, explicit.is_empty()) {
        (true, _) => Presented::Right,
        (false, true) => Presented::Nothing,
        (false, false) => Presented::Wrong,
    }
}

/// Compares in a time that does not tell where the first difference is.
fn same(given: &[u8], secret: &[u8]) -> bool {
    given.ct_eq(secret).into()
}

fn percent_decoded(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
        let escape = (byte == b'%').then(|| Some(digit(at + 1)? * 16 + digit(at + 2)?)).flatten();
        match escape.and_then(|value| u8::try_from(value).ok()) {
            Some(value) => {
                decoded.push(value);
                at += 3;
            }
            None => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    decoded
}

/// What tells that a request was not made on this machine, in words; `None` if it was.
fn from_elsewhere(head: &RequestHead, rules: &Rules) -> Option<String> {
    if rules.beyond_loopback {
        return Some(format!("the listener is open to the network, from {}", head.peer.ip()));
    }
    if !head.peer.ip().to_canonical().is_loopback() {
        return Some(format!("the request came from {}", head.peer.ip()));
    }
    let forwarded = head.headers.iter().find(|header| {
        let name = header.name.to_ascii_lowercase();
        FORWARDING.contains(&name.as_str()) || FORWARDING_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
    });
    if let Some(header) = forwarded {
        return Some(format!("the request was forwarded ({}: {})", header.name, shorten(&header.value)));
    }
    let mut hosts = head.values("Host").chain(head.target_authority());
    let other = hosts.find(|host| !is_loopback_host(host))?;
    Some(format!("the request was sent to {}", shorten(other)))
}

/// `localhost`, `127.0.0.0/8`, `[::1]`, with or without a port.
fn is_loopback_host(host: &str) -> bool {
    let host = host.trim();
    let is_port = |port: &str| port.bytes().all(|digit| digit.is_ascii_digit());
    if let Some(rest) = host.strip_prefix('[') {
        let Some((address, rest)) = rest.split_once(']') else { return false };
        let address = address.parse::<Ipv6Addr>().map(|address| IpAddr::V6(address).to_canonical());
        return address.is_ok_and(|address| address.is_loopback())
            && (rest.is_empty() || rest.strip_prefix(':').is_some_and(is_port));
    }
    let (name, port) = host.split_once(':').unwrap_or((host, ""));
    if !is_port(port) {
        return false;
    }
    let name = name.strip_suffix('.').unwrap_or(name);
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// `application/json`, `application/…+json`, `text/json`, with or without parameters; every one if several were sent.
fn is_json(head: &RequestHead) -> bool {
    let mut types = head.values("Content-Type").peekable();
    types.peek().is_some()
        && types.all(|sent| {
            let essence = sent.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            let is_token = |text: &str| {
                !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b))
            };
            essence == "application/json"
                || essence == "text/json"
                || essence
                    .strip_prefix("application/")
                    .and_then(|rest| rest.strip_suffix("+json"))
                    .is_some_and(is_token)
        })
}

/// Foreign text short enough to stand in a sentence.
fn shorten(text: &str) -> String {
    const CHARS: usize = 80;
    let clean = |c: char| if c.is_control() { '\u{FFFD}' } else { c };
    let mut short: String = text.chars().take(CHARS).map(clean).collect();
    if text.chars().nth(CHARS).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::webhook::head::tests::head;

    const JSON: (&str, &str) = ("Content-Type", "application/json");
    const HOST: (&str, &str) = ("Host", "127.0.0.1:8787");
    const HERE: &str = "127.0.0.1:50000";
    const POST: &str = "POST /webhook/call-completed";

    fn status(line: &str, headers: &[(&str, &str)], peer: &str, rules: &Rules) -> u16 {
        match admit(&head(line, headers, peer), rules) {
            Admission::Call => 200,
            Admission::Check => 299,
            Admission::Refused { status, reason } => {
                assert!(!reason.is_empty());
                status
            }
        }
    }

    fn open() -> Rules {
        Rules::default()
    }

    fn with_secret(secret: &str, beyond_loopback: bool) -> Rules {
        let terms = Terms { secret: Some(Secret::new(secret)), signing: None };
        Rules { terms: Arc::new(terms), beyond_loopback }
    }

    fn guarded() -> Rules {
        with_secret("s3/cr t", false)
    }

    #[test]
    fn paths_and_methods() {
        for (line, wanted) in [
            (POST, 200),
            ("POST /webhook/call-completed?agent=1", 200),
            ("POST /webhook/call-completed/", 200),
            ("POST http://localhost/webhook/call-completed", 200),
            ("GET /webhook/call-completed", 299),
            ("HEAD /webhook/call-completed?x", 299),
            ("PUT /webhook/call-completed", 405),
            ("OPTIONS /webhook/call-completed", 405),
            ("POST /", 404),
            ("GET /favicon.ico", 404),
            ("POST /webhook/call-completed/token", 404),
            ("POST /webhook/call-completedx", 404),
            ("POST /Webhook/call-completed", 404),
            ("POST /hook/token", 404),
            ("POST /hook/", 404),
            ("OPTIONS *", 404),
        ] {
            assert_eq!(status(line, &[HOST, JSON], HERE, &open()), wanted, "{line}");
        }
    }

    #[test]
    fn content_types() {
        for (sent, wanted) in [
            ("application/json", 200),
            ("Application/JSON; charset=utf-8", 200),
            ("text/json", 200),
            ("application/cloudevents+json", 200),
            ("text/plain", 415),
            ("text/plain; application/json", 415),
            ("application/x-www-form-urlencoded", 415),
            ("application/jsonp", 415),
            ("text/plain+json", 415),
            ("application/+json", 415),
            ("", 415),
        ] {
            assert_eq!(status(POST, &[HOST, ("content-type", sent)], HERE, &open()), wanted, "{sent}");
        }
        assert_eq!(status(POST, &[HOST], HERE, &open()), 415);
        assert_eq!(status(POST, &[HOST, JSON, ("Content-Type", "text/plain")], HERE, &open()), 415);
    }

    #[test]
    fn hosts() {
        for (host, wanted) in [
            ("localhost", 200),
            ("LocalHost.:80", 200),
            ("127.0.0.1", 200),
            ("127.9.8.7:1", 200),
            ("[::1]:8787", 200),
            ("[::ffff:127.0.0.1]", 200),
            ("evil.example", 401),
            ("localhost.evil.example", 401),
            ("localhost:80@evil.example", 401),
            ("192.168.1.4:8787", 401),
            ("[fe80::1]", 401),
            ("", 401),
        ] {
            assert_eq!(status(POST, &[("Host", host), JSON], HERE, &open()), wanted, "{host}");
        }
        assert_eq!(status("POST http://evil.example/webhook/call-completed", &[HOST, JSON], HERE, &open()), 401);
    }

    #[test]
    fn whatever_came_from_elsewhere_needs_the_secret() {
        for header in [
            ("X-Forwarded-For", "1.2.3.4"),
            ("x-forwarded-host", "a"),
            ("Forwarded", "for=1.2.3.4"),
            ("X-Real-IP", "1.2.3.4"),
            ("CF-Connecting-IP", "1.2.3.4"),
            ("True-Client-IP", "1.2.3.4"),
            ("Via", "1.1 proxy"),
            ("Tailscale-User-Login", "a@b"),
            ("ngrok-agent-ips", "x"),
        ] {
            assert_eq!(status(POST, &[HOST, JSON, header], HERE, &open()), 401, "{header:?}");
            assert_eq!(status(POST, &[HOST, JSON, header], HERE, &guarded()), 401, "{header:?}");
            let with = [HOST, JSON, header, ("X-Webhook-Secret", "s3/cr t")];
            assert_eq!(status(POST, &with, HERE, &guarded()), 200, "{header:?}");
        }
        for peer in ["192.168.1.44:5", "[2001:db8::1]:5"] {
            assert_eq!(status(POST, &[HOST, JSON], peer, &open()), 401);
        }
        assert_eq!(status(POST, &[HOST, JSON], "[::ffff:127.0.0.1]:5", &open()), 200);
        assert_eq!(status(POST, &[HOST, JSON], "[::1]:5", &open()), 200);
    }

    #[test]
    fn bound_beyond_loopback_everyone_needs_the_secret() {
        let rules = Rules { beyond_loopback: true, ..guarded() };
        assert_eq!(status(POST, &[HOST, JSON], HERE, &rules), 401);
        assert_eq!(status(POST, &[HOST, JSON, ("Authorization", "bearer s3/cr t")], HERE, &rules), 200);
        let unset = with_secret(" ", true);
        assert_eq!(status(POST, &[HOST, JSON, ("X-Webhook-Secret", " ")], HERE, &unset), 401);
    }

    #[test]
    fn the_secret_opens_by_path_header_or_bearer() {
        let far = "9.9.9.9:9";
        for (line, headers, wanted) in [
            ("POST /webhook/call-completed/s3%2Fcr%20t", vec![], 200),
            ("POST /hook/s3%2fcr%20t/?x=1", vec![], 200),
            ("GET /hook/s3%2Fcr%20t", vec![], 299),
            ("GET /hook/wrong", vec![], 401),
            ("POST /hook/wrong", vec![], 401),
            ("POST /hook/%zz%", vec![], 401),
            (POST, vec![("X-Webhook-Secret", "s3/cr t")], 200),
            (POST, vec![("X-Webhook-Secret", "s3/cr")], 401),
            (POST, vec![("Authorization", "Bearer s3/cr t")], 200),
            (POST, vec![("Authorization", "Basic s3/cr t")], 401),
            (POST, vec![("Origin", "https://a"), ("X-Webhook-Secret", "s3/cr t")], 200),
            (POST, vec![("Content-Type", "text/plain"), ("X-Webhook-Secret", "s3/cr t")], 200),
        ] {
            assert_eq!(status(line, &headers, far, &guarded()), wanted, "{line} {headers:?}");
        }
    }

    #[test]
    fn on_this_machine_no_secret_is_asked_for_but_a_wrong_one_is_said() {
        assert_eq!(status(POST, &[HOST, JSON], HERE, &guarded()), 200);
        assert_eq!(status(POST, &[HOST, JSON, ("Authorization", "Bearer other")], HERE, &guarded()), 200);
        assert_eq!(status(POST, &[HOST, JSON, ("X-Webhook-Secret", "no")], HERE, &guarded()), 401);
        assert_eq!(status(POST, &[HOST, JSON, ("Origin", "https://evil.example")], HERE, &open()), 403);
        assert_eq!(status(POST, &[HOST, JSON, ("Origin", "null")], HERE, &open()), 403);
    }

    #[test]
    fn bodies_of_strangers_are_cut() {
        assert_eq!((kept_bytes(401), kept_bytes(415), kept_bytes(400)), (65_536, usize::MAX, usize::MAX));
    }
}
