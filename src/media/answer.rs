//! What a server's answer means for a file that is being fetched. Pure.

use core::ops::Range;
use std::time::Duration;

use super::trouble::{Trouble, Turn};
use crate::call::{MediaCause, MediaKind};

/// The head of an answer, as far as it matters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Head {
    pub(super) status: u16,
    /// Of the body, if it was said.
    pub(super) length: Option<u64>,
    pub(super) range: Option<ContentRange>,
    pub(super) takes_ranges: bool,
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
    pub(super) location: Option<String>,
    pub(super) retry_after: Option<Duration>,
}

/// Which part of the whole the body is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ContentRange {
    /// `None` where the part asked for does not exist.
    pub(super) part: Option<Range<u64>>,
    /// How large the whole is, if that is known.
    pub(super) total: Option<u64>,
}

impl ContentRange {
    /// `bytes 0-99/1000`, `bytes 0-99/*`, `bytes */1000`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (unit, rest) = text.trim().split_once(' ')?;
        let (part, total) = rest.trim().split_once('/')?;
        if !unit.eq_ignore_ascii_case("bytes") {
            return None;
        }
        let total = if total == "*" { None } else { Some(total.parse().ok()?) };
        let part = if part == "*" {
            None
        } else {
            let (first, last) = part.split_once('-')?;
            let part: Range<u64> = first.parse().ok()?..last.parse::<u64>().ok()?.checked_add(1)?;
            if part.start >= part.end || total.is_some_and(|total| part.end > total) {
                return None;
            }
            Some(part)
        };
        Some(Self { part, total })
    }
}

/// What an answer means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The file, from its beginning.
    Whole {
        /// How large it is, if that is known.
        total: Option<u64>,
    },
    /// A part of it.
    Part {
        /// Its first byte.
        from: u64,
        /// Past its last, if that is known.
        to: Option<u64>,
        /// How large the whole is, if that is known.
        total: Option<u64>,
    },
    /// There is nothing from there on: this is how large it is.
    NoMore { total: Option<u64> },
    /// It is somewhere else.
    Moved(String),
    /// The body says more about it.
    Failed,
}

impl Head {
    /// What it means.
    pub(super) fn meaning(&self) -> Meaning {
        match (self.status, &self.range, &self.location) {
            (200 | 203, ..) => Meaning::Whole { total: self.length },
            (206, Some(ContentRange { part: Some(part), total }), _) => {
                Meaning::Part { from: part.start, to: Some(part.end), total: *total }
            }
            (416, range, _) => Meaning::NoMore { total: range.as_ref().and_then(|range| range.total) },
            (301 | 302 | 303 | 307 | 308, _, Some(location)) => Meaning::Moved(location.clone()),
            _ => Meaning::Failed,
        }
    }

    /// What tells this version of the file from others: what is sent as `If-Range`, too. A weak tag does not promise the
    /// same bytes, a date does.
    pub(super) fn version(&self) -> Option<String> {
        let strong = self.etag.clone().filter(|tag| !tag.starts_with("W/"));
        strong.or_else(|| self.last_modified.clone())
    }
}

/// As much of a body as is looked at to learn what is wrong.
pub(super) const MAX_PAGE_BYTES: usize = 4 * 1024;

/// What is wrong if a server answers so, with a body that begins like that.
pub(super) fn failure(head: &Head, page: &[u8], is_past_its_end: bool) -> Trouble {
    let said = Said::read(page);
    let status = head.status;
    let named = reason(status).map_or_else(|| status.to_string(), |reason| format!("{status} ({reason})"));
    let refuses_link = matches!(status, 400 | 401 | 403 | 404 | 410);
    if refuses_link && (is_past_its_end || said.is_expired()) {
        return Trouble::of(
            Turn::Expired,
            say!("The link has run out: the server no longer gives the file away under it."),
        );
    }
    let mut trouble = match status {
        202 | 204 | 205 => {
            Trouble::of(Turn::NotYet, say!("The server says that the file is not ready yet: {named}.", named = named))
        }
        401 | 407 => {
            let why = say!("The server asks for a login, and there is none for it: {named}.", named = named);
            Trouble::of(Turn::Refused(MediaCause::Other), why)
        }
        403 if said.code.as_deref() == Some("SignatureDoesNotMatch") => Trouble::of(
            Turn::NotYet,
            say!("The server does not accept the link's signature: 403 (SignatureDoesNotMatch)."),
        ),
        403 => {
            let code = said.code.unwrap_or_else(|| String::from("Forbidden"));
            let why = say!("The server keeps the file to itself, or does not have it yet: 403 ({code}).", code = code);
            Trouble::of(Turn::NotYet, why)
        }
        404 => Trouble::of(Turn::NotYet, say!("The server does not have the file: 404 (Not Found).")),
        410 => Trouble::of(Turn::Gone, say!("The server says that the file is gone for good: 410 (Gone).")),
        429 => Trouble::of(Turn::NotYet, say!("The server wants to be asked less often: 429 (Too Many Requests).")),
        500..=599 => Trouble::of(Turn::NotYet, say!("The server has trouble of its own: {named}.", named = named)),
        300..=399 => {
            Trouble::of(Turn::NotYet, say!("The server sends us on without saying where to: {named}.", named = named))
        }
        206 => Trouble::of(Turn::NotYet, say!("The server sent a part of the file without saying which: 206.")),
        _ => Trouble::of(Turn::NotYet, say!("The server does not give the file away: {named}.", named = named)),
    };
    trouble.not_before = head.retry_after;
    trouble
}

/// What is wrong with a body that came instead of a file, if one did.
pub(super) fn impostor(kind: MediaKind, page: &[u8], is_past_its_end: bool) -> Option<Trouble> {
    if !begins_like_markup(page) {
        return None;
    }
    let said = Said::read(page);
    if said.is_expired() || is_past_its_end && said.code.is_some() {
        return Some(Trouble::of(Turn::Expired, say!("The link has run out: the server sent a notice about that.")));
    }
    if let Some(code) = said.code {
        return Some(Trouble::of(
            Turn::NotYet,
            say!("The server sent an error instead of the file: {code}.", code = code),
        ));
    }
    let is_html = is_html(page);
    (is_html || kind == MediaKind::Recording).then(|| {
        let is_recording = kind == MediaKind::Recording;
        let why = match (is_html, is_recording) {
            (true, true) => {
                say!("The server sent a web page instead of the recording, most likely to ask for a login.")
            }
            (true, false) => {
                say!("The server sent a web page instead of the transcript, most likely to ask for a login.")
            }
            (false, true) => say!("The server sent markup instead of the recording."),
            (false, false) => say!("The server sent markup instead of the transcript."),
        };
        Trouble::of(Turn::Page, why)
    })
}

/// No sound begins like that, nor does JSON.
pub(super) fn begins_like_markup(page: &[u8]) -> bool {
    let text = page.strip_prefix(b"\xef\xbb\xbf").unwrap_or(page);
    text.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<')
}

fn is_html(page: &[u8]) -> bool {
    let text = String::from_utf8_lossy(page).to_ascii_lowercase();
    ["<!doctype html", "<html", "<head", "<body"].iter().any(|mark| text.contains(mark))
}

/// What an object store says about an error, in XML.
struct Said {
    code: Option<String>,
    message: String,
}

impl Said {
    fn read(page: &[u8]) -> Self {
        let text = String::from_utf8_lossy(page);
        let element = |name: &str| {
            let (_, rest) = text.split_once(&format!("<{name}>"))?;
            let (value, _) = rest.split_once("</")?;
            let value = value.trim();
            (!value.is_empty() && value.len() <= 200).then(|| value.to_owned())
        };
        let is_error = text.contains("<Error");
        // A code is a word; anything else would end up on screen.
        let is_word = |code: &String| code.len() <= 60 && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
        Self {
            code: element("Code").filter(|code| is_error && is_word(code)),
            message: element("Message").or_else(|| element("Details")).unwrap_or_default(),
        }
    }

    fn is_expired(&self) -> bool {
        let Some(code) = &self.code else { return false };
        let message = self.message.to_ascii_lowercase();
        code.to_ascii_lowercase().contains("expired") || message.contains("expired") || message.contains("expiry")
    }
}

fn reason(status: u16) -> Option<&'static str> {
    Some(match status {
        202 => "Accepted",
        204 => "No Content",
        205 => "Reset Content",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        407 => "Proxy Authentication Required",
        408 => "Request Timeout",
        409 => "Conflict",
        412 => "Precondition Failed",
        414 => "URI Too Long",
        451 => "Unavailable For Legal Reasons",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_range_is_read_or_left() {
        let of = |text: &str| ContentRange::parse(text).map(|range| (range.part, range.total));
        assert_eq!(of("bytes 0-99/1000"), Some((Some(0..100), Some(1000))));
        assert_eq!(of("Bytes 5-5/*"), Some((Some(5..6), None)));
        assert_eq!(of("bytes */1000"), Some((None, Some(1000))));
        for text in ["", "bytes", "bytes 9-5/10", "bytes 0-10/10", "items 0-1/2", "bytes 0-18446744073709551615/*"] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn a_version_that_promises_bytes_is_asked_for() {
        let head = |etag: &str, date: &str| Head {
            etag: Some(etag.to_owned()),
            last_modified: (!date.is_empty()).then(|| date.to_owned()),
            ..Head::default()
        };
        assert_eq!(head("\"a\"", "Wed").version().as_deref(), Some("\"a\""));
        assert_eq!(head("W/\"a\"", "Wed").version().as_deref(), Some("Wed"));
        assert_eq!(head("W/\"a\"", "").version(), None);
    }

    #[test]
    fn what_the_server_says_about_a_403_counts() {
        let turn = |body: &str, past: bool| {
            let head = Head { status: 403, ..Head::default() };
            failure(&head, body.as_bytes(), past).turn
        };
        let xml = |code: &str, message: &str| {
            format!("<?xml version=\"1.0\"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>")
        };
        assert_eq!(turn(&xml("AccessDenied", "Request has expired"), false), Turn::Expired);
        assert_eq!(turn(&xml("ExpiredToken", "The provided token has expired."), false), Turn::Expired);
        assert_eq!(turn(&xml("AccessDenied", "Access Denied"), false), Turn::NotYet);
        assert_eq!(turn(&xml("AccessDenied", "Access Denied"), true), Turn::Expired);
        assert_eq!(turn(&xml("NoSuchKey", "The specified key does not exist."), false), Turn::NotYet);
        assert_eq!(turn("your session has expired", false), Turn::NotYet);
    }

    #[test]
    fn a_page_is_no_recording() {
        let of = |kind, page: &str| impostor(kind, page.as_bytes(), false).map(|trouble| trouble.turn);
        assert_eq!(of(MediaKind::Recording, "\u{feff}\n <!DOCTYPE html><html>"), Some(Turn::Page));
        assert_eq!(of(MediaKind::Recording, "<x/>"), Some(Turn::Page));
        assert_eq!(of(MediaKind::Recording, "OggS"), None);
        assert_eq!(of(MediaKind::Transcript, "<html>"), Some(Turn::Page));
        assert_eq!(of(MediaKind::Transcript, "<tt xmlns='http://www.w3.org/ns/ttml'>"), None);
        let error = "<Error><Code>NoSuchKey</Code></Error>";
        assert_eq!(of(MediaKind::Transcript, error), Some(Turn::NotYet));
    }
}
