//! Headers with nothing personal and nothing secret in them.

use super::disguise::Disguise;
use super::field::field_of;
use super::place::{is_here, is_host, is_ip, safe_host, safe_url};
use super::value::safe_value;
use crate::call::{Header, shown_header};

/// Tell of programs and of the body alone.
const PLAIN: [&str; 24] = [
    "content-type",
    "content-length",
    "content-encoding",
    "user-agent",
    "accept",
    "accept-encoding",
    "accept-charset",
    "accept-language",
    "cache-control",
    "connection",
    "date",
    "dnt",
    "expect",
    "keep-alive",
    "pragma",
    "priority",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "upgrade-insecure-requests",
    "x-forwarded-proto",
    "x-forwarded-port",
    "x-requested-with",
];
/// Parts of the names of headers that hold secrets.
const SECRET_PARTS: [&str; 9] =
    ["auth", "secret", "token", "key", "signature", "password", "session", "credential", "cookie"];
/// In the place of a secret.
const MASK: &str = "•••";

/// What stands for a header's value.
pub fn safe_header(header: &Header, disguise: &mut Disguise) -> Header {
    let Header { name, value } = header;
    let small = name.to_ascii_lowercase();
    let made = if small == "cookie" || small == "set-cookie" {
        cookies(value)
    } else if *shown_header(name, value) != **value {
        shown_header(name, value).into_owned()
    } else if PLAIN.contains(&small.as_str()) || small.starts_with("sec-") {
        value.clone()
    } else if SECRET_PARTS.iter().any(|part| small.contains(part)) {
        MASK.to_owned()
    } else if ["origin", "referer"].contains(&small.as_str()) && value.contains("://") {
        address(value, disguise)
    } else if small == "host"
        || small == "via"
        || small.contains("forwarded")
        || small.contains("-ip")
        || small.contains("host")
    {
        hops(value, disguise)
    } else {
        safe_value(value, field_of(name), disguise)
    };
    Header { name: name.clone(), value: made }
}

/// One that leads to this machine stays: much depends on that.
fn address(value: &str, disguise: &mut Disguise) -> String {
    let host = value.split_once("://").map_or(value, |(_, rest)| rest.split('/').next().unwrap_or_default());
    if is_here(host) { value.to_owned() } else { safe_url(value, disguise) }
}

/// Names stay, what they are worth does not.
fn cookies(value: &str) -> String {
    let mask = |part: &str| match part.split_once('=') {
        Some((name, _)) => format!("{}={MASK}", name.trim()),
        None => MASK.to_owned(),
    };
    value.split(';').map(mask).collect::<Vec<_>>().join("; ")
}

/// Addresses in a row, with words between them: `for=203.0.113.9;proto=https, 1.1 proxy.acme.io`.
fn hops(value: &str, disguise: &mut Disguise) -> String {
    const PLAIN_WORDS: [&str; 11] =
        ["for", "by", "proto", "host", "http", "https", "HTTP", "1.1", "1.0", "2", "unknown"];
    let mut out = String::new();
    let mut rest = value;
    let is_between = |c: char| c.is_whitespace() || ",;=\"()<>".contains(c);
    while !rest.is_empty() {
        let end = rest.find(is_between).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        if is_here(word) || is_ip(word) || is_host(word) {
            out.push_str(&safe_host(word, disguise));
        } else if PLAIN_WORDS.contains(&word) {
            out.push_str(word);
        } else {
            out.push_str(&disguise.parts(word));
        }
        let next = after.find(|c| !is_between(c)).unwrap_or(after.len());
        out.push_str(&after[..next]);
        rest = &after[next..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_cookies_addresses_and_hosts_are_replaced() {
        for (name, value, made) in [
            ("Content-Type", "application/json; charset=utf-8", "application/json; charset=utf-8"),
            ("User-Agent", "platform/2.1", "platform/2.1"),
            ("Authorization", "Bearer abc", "Bearer •••"),
            ("X-Acme-Token", "abc", "•••"),
            ("X-Hub-Signature-256", "sha256=99", "•••"),
            ("Cookie", "sid=99; a", "sid=•••; •••"),
            ("Host", "inbox.acme.io", "example.com"),
            ("Host", "127.0.0.1:8787", "127.0.0.1:8787"),
            ("X-Forwarded-For", "203.0.113.9, 203.0.113.8", "192.0.2.1, 192.0.2.2"),
            ("Forwarded", "for=\"[2a00::1]\";proto=https", "for=\"[2001:db8::1]\";proto=https"),
            ("Via", "1.1 proxy.acme.io", "1.1 example.com"),
            ("Origin", "http://localhost:3000", "http://localhost:3000"),
            ("Origin", "https://acme.io", "https://example.com"),
        ] {
            let header = Header { name: name.to_owned(), value: value.to_owned() };
            assert_eq!(safe_header(&header, &mut Disguise::default()).value, made, "{name}: {value}");
        }
        let id = Header { name: String::from("X-Request-Id"), value: String::from("ann-77123") };
        let made = safe_header(&id, &mut Disguise::default()).value;
        assert!(made.len() == 9 && !made.contains("ann") && !made.contains("77123"), "{made}");
    }
}
