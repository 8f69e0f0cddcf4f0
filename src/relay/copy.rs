//! Which headers of a request go along when it is sent to somebody else. Pure. The body is never touched.

use crate::bus::Secret;
use crate::call::Header;

/// What belongs to one connection, or is worked out anew for the next.
const OF_THE_CONNECTION: [&str; 12] = [
    "host",
    "content-length",
    "connection",
    "keep-alive",
    "proxy-connection",
    "proxy-authorization",
    "proxy-authenticate",
    "transfer-encoding",
    "te",
    "trailer",
    "upgrade",
    "expect",
];

/// Carries the secret that senders to our own listener know.
pub(super) const SECRET_HEADER: &str = "X-Webhook-Secret";

/// A text shorter than this may stand anywhere by chance.
const TELLING_BYTES: usize = 6;

/// Headers without those of the connection.
pub(super) fn end_to_end(headers: &[Header]) -> Vec<Header> {
    let named = headers.iter().filter(|header| is(header, "connection")).flat_map(|header| header.value.split(','));
    let named: Vec<&str> = named.map(str::trim).collect();
    let is_of_connection = |header: &Header| {
        let mut names = OF_THE_CONNECTION.iter().chain(&named);
        names.any(|name| is(header, name))
    };
    headers.iter().filter(|header| !is_of_connection(header)).cloned().collect()
}

/// Takes out what only senders to our own listener know: its own header as it came, and any other that holds the secret (a
/// bearer token, a path noted by a proxy). What a person has typed into that header since stays.
pub(super) fn without_secret(headers: &mut Vec<Header>, as_they_came: &[Header], secret: Option<&Secret>) {
    let secret = secret.filter(|secret| !secret.is_blank()).map(|secret| secret.reveal().trim());
    let holds = |value: &str| {
        secret.is_some_and(|secret| {
            let is_bearer = value.split_once(' ').is_some_and(|(_, token)| token.trim() == secret);
            value.trim() == secret || is_bearer || secret.len() >= TELLING_BYTES && value.contains(secret)
        })
    };
    let came = |header: &Header| {
        is(header, SECRET_HEADER)
            && as_they_came.iter().any(|before| is(before, SECRET_HEADER) && before.value == header.value)
    };
    headers.retain(|header| !came(header) && !holds(&header.value));
}

/// Puts a header in the place of all of that name.
pub(super) fn put(headers: &mut Vec<Header>, name: &str, value: String) {
    headers.retain(|header| !is(header, name));
    headers.push(Header { name: name.to_owned(), value });
}

/// Whether a header has that name.
pub(super) fn is(header: &Header, name: &str) -> bool {
    header.name.eq_ignore_ascii_case(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[(&str, &str)]) -> Vec<Header> {
        lines.iter().map(|(name, value)| Header { name: (*name).into(), value: (*value).into() }).collect()
    }

    #[test]
    fn what_is_of_the_connection_stays_and_the_rest_goes_in_order_with_repeats() {
        let sent = headers(&[
            ("HOST", "a"),
            ("X-B", "1"),
            ("content-length", "3"),
            ("Connection", "close, X-Hop"),
            ("x-hop", "1"),
            ("Content-Type", "application/json"),
            ("X-B", "2"),
            ("Expect", "100-continue"),
            ("Transfer-Encoding", "chunked"),
        ]);
        let wanted = headers(&[("X-B", "1"), ("Content-Type", "application/json"), ("X-B", "2")]);
        assert_eq!(end_to_end(&sent), wanted);
    }

    #[test]
    fn our_secret_goes_nowhere_and_others_go_along() {
        let sent = headers(&[
            ("x-webhook-secret", "anything"),
            ("Authorization", "Bearer s3cret-1"),
            ("X-Original-URI", "/hook/s3cret-1?x"),
            ("X-Api-Key", "theirs"),
        ]);
        let mut known = sent.clone();
        without_secret(&mut known, &sent, Some(&Secret::new("s3cret-1")));
        assert_eq!(known, headers(&[("X-Api-Key", "theirs")]));
        for other in [None, Some(Secret::new(" ")), Some(Secret::new("a"))] {
            let mut unknown = sent.clone();
            without_secret(&mut unknown, &sent, other.as_ref());
            assert_eq!(unknown, sent[1..]);
        }
        let mut short = headers(&[("Authorization", "bearer a"), ("Accept", "a/a")]);
        without_secret(&mut short, &[], Some(&Secret::new("a")));
        assert_eq!(short, headers(&[("Accept", "a/a")]));
    }

    #[test]
    fn a_secret_of_somebody_else_that_was_typed_stays() {
        let came = headers(&[("X-Webhook-Secret", "old")]);
        let mut edited = headers(&[("X-Webhook-Secret", "theirs"), ("x-webhook-secret", "old")]);
        without_secret(&mut edited, &came, None);
        assert_eq!(edited, headers(&[("X-Webhook-Secret", "theirs")]));
    }

    #[test]
    fn a_header_takes_the_place_of_all_of_its_name() {
        let mut all = headers(&[("X-A", "1"), ("x-a", "2"), ("B", "3")]);
        put(&mut all, "X-A", String::from("4"));
        assert_eq!(all, headers(&[("B", "3"), ("X-A", "4")]));
    }
}
