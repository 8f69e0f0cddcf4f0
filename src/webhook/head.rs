//! The head of one request as plain facts: what was asked, by whom, when. Everything later stations decide on.

use std::net::SocketAddr;

use crate::call::{Header, UnixMillis};

/// Request line, headers and circumstances of one request.
#[derive(Debug, Clone, PartialEq)]
pub struct RequestHead {
    /// `POST`
    pub method: String,
    /// The request target as sent, query included.
    pub target: String,
    /// In the order sent.
    pub headers: Vec<Header>,
    /// Who sent it.
    pub peer: SocketAddr,
    /// When its first byte was here, by the clock.
    pub received_at: UnixMillis,
    /// When its first byte was here, for measuring how long we took.
    pub began: std::time::Instant,
}

impl RequestHead {
    /// The values of a header, whatever the case of its name, in the order sent.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |header| header.name.eq_ignore_ascii_case(name)).map(|h| h.value.as_str())
    }

    /// The path of the target: without its query, and without scheme and host if they were sent (RFC 9112, 3.2.2).
    pub fn path(&self) -> &str {
        let target = match split_absolute(&self.target) {
            Some((_, rest)) => rest,
            None => &self.target,
        };
        target.split(['?', '#']).next().unwrap_or_default()
    }

    /// The host a target in absolute form names.
    pub fn target_authority(&self) -> Option<&str> {
        split_absolute(&self.target).map(|(authority, _)| authority)
    }
}

fn split_absolute(target: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = target.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    Some(rest.split_at(end))
}

/// Bytes of a head as text: UTF-8, else Latin-1, so that whatever was sent can be read in Traffic.
pub(super) fn readable(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A head for tests, from its lines.
    pub(crate) fn head(request_line: &str, headers: &[(&str, &str)], peer: &str) -> RequestHead {
        let mut parts = request_line.split(' ');
        RequestHead {
            method: parts.next().unwrap().to_owned(),
            target: parts.next().unwrap().to_owned(),
            headers: headers
                .iter()
                .map(|(name, value)| Header { name: (*name).to_owned(), value: (*value).to_owned() })
                .collect(),
            peer: peer.parse().unwrap(),
            received_at: UnixMillis(0),
            began: std::time::Instant::now(),
        }
    }

    #[test]
    fn the_path_is_found_in_every_form_of_target() {
        for (target, path, authority) in [
            ("/a/b?c=/d", "/a/b", None),
            ("http://h:1/a?b", "/a", Some("h:1")),
            ("HTTPS://h", "", Some("h")),
            ("*", "*", None),
        ] {
            let head = head(&format!("GET {target}"), &[], "127.0.0.1:9");
            assert_eq!((head.path(), head.target_authority()), (path, authority));
        }
    }

    #[test]
    fn bytes_are_readable_whatever_they_are() {
        assert_eq!((readable("Zoë".as_bytes()), readable(b"Jos\xE9")), (String::from("Zoë"), String::from("José")));
    }
}
