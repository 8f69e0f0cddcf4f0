//! What a faulty server answers: a pure table from a fault, how often it was asked before, and what was asked for. How it
//! is sent is in `fault_server`.

use super::byte_range::{Wanted, wanted};
use super::fault::Fault;
use super::sample::{DAMAGED, OTHER, Sample, USUAL};

/// How often a file is not there before it is.
pub const FAILS_FIRST: u32 = 2;
/// An address of this machine that nothing listens at and nobody allows.
const INSIDE: &str = "http://127.0.0.2:9/latest/meta-data";
/// More than any recording, and than any disk it should be written to.
const TERABYTES: u64 = 3 << 40;
const LOGIN_PAGE: &[u8] = include_bytes!("../../tests/fixtures/audio/page.html");
const COMPLAINT: &[u8] = br#"{"error":{"code":"recording_unavailable","message":"The recording is not available."}}"#;
const EXPIRED: &[u8] = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code>\
    <Message>Request has expired</Message><X-Amz-Expires>3600</X-Amz-Expires><Expires>2024-01-01T10:00:00Z</Expires>\
    <RequestId>EXAMPLE</RequestId></Error>";
const DENIED: &[u8] = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code>\
    <Message>Access Denied</Message><RequestId>EXAMPLE</RequestId></Error>";
const NO_SUCH_KEY: &[u8] = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchKey</Code>\
    <Message>The specified key does not exist.</Message><RequestId>EXAMPLE</RequestId></Error>";

/// What was asked.
#[derive(Debug, Clone, Copy, Default)]
pub struct Question<'a> {
    /// GETs of the same URL before this one.
    pub before: u32,
    /// Only about the file, not for it.
    pub is_head: bool,
    /// `Range`.
    pub range: Option<&'a str>,
    /// `If-Range`.
    pub if_range: Option<&'a str>,
}

/// What is done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reaction {
    /// Nothing, until the reader gives up.
    Silence,
    /// The line is cut.
    HangUp,
    /// An answer, good or bad.
    Answer(Answer),
}

/// How the reader can tell where the body ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// `Content-Length`, which need not be true.
    Length(u64),
    /// In chunks.
    Chunked,
    /// When the connection ends.
    Close,
}

/// An answer as it goes over the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Without those that say how long the body is.
    pub fields: Vec<(&'static str, String)>,
    /// What is really sent of the body.
    pub body: &'static [u8],
    /// What is said of its length.
    pub framing: Framing,
    /// Dripped instead of poured.
    pub is_slow: bool,
    /// After the body the line stays open, and silent; else it is cut.
    pub is_left_hanging: bool,
}

/// The answer of that fault. `files_base` is the server that has the file when this one sends readers there; `own_url` is
/// the address that was asked for.
pub fn react(fault: Fault, asked: Question<'_>, files_base: &str, own_url: &str) -> Reaction {
    let whole = Question { range: None, ..asked };
    let is_early = asked.before < FAILS_FIRST;
    Reaction::Answer(match fault {
        Fault::Silence => return Reaction::Silence,
        Fault::HangUp => return Reaction::HangUp,
        Fault::HeadRefused if asked.is_head => plain(403, "application/xml", DENIED),
        Fault::HeadRefused => served(USUAL, asked),
        Fault::NoRanges => rangeless(USUAL.bytes),
        Fault::NoLength => Answer { framing: Framing::Chunked, ..rangeless(USUAL.bytes) },
        Fault::UntilClose => Answer { framing: Framing::Close, ..rangeless(USUAL.bytes) },
        Fault::Redirect => moved(USUAL.url(files_base)),
        Fault::RedirectLoop => moved(own_url.to_owned()),
        Fault::RedirectInside => moved(INSIDE.to_owned()),
        Fault::ForbiddenFirst if is_early => plain(403, "application/xml", DENIED),
        Fault::MissingFirst if is_early => plain(404, "application/xml", NO_SUCH_KEY),
        Fault::AcceptedFirst if is_early => plain(202, "application/json", b"{\"status\":\"processing\"}"),
        Fault::BusyFirst if is_early => {
            let mut answer = plain(503, "text/plain", b"slow down\n");
            answer.fields.push(("Retry-After", String::from("1")));
            answer
        }
        Fault::EmptyFirst if is_early => plain(200, USUAL.content_type, b""),
        Fault::ForbiddenFirst | Fault::MissingFirst | Fault::AcceptedFirst | Fault::BusyFirst | Fault::EmptyFirst => {
            served(USUAL, asked)
        }
        Fault::SlowDrip => Answer { is_slow: true, ..served(USUAL, asked) },
        Fault::CutOff => cut(served(USUAL, asked)),
        Fault::CutForGood => cut(rangeless(USUAL.bytes)),
        Fault::StallMidway => Answer { is_left_hanging: true, ..cut(served(USUAL, asked)) },
        Fault::LengthTooLong => {
            Answer { framing: Framing::Length(USUAL.bytes.len() as u64 + 4_096), ..rangeless(USUAL.bytes) }
        }
        Fault::LengthTooShort => {
            Answer { framing: Framing::Length(USUAL.bytes.len() as u64 / 2), ..rangeless(USUAL.bytes) }
        }
        Fault::WrongRange => wrong_range(asked),
        Fault::LoginPage => plain(200, "text/html; charset=utf-8", LOGIN_PAGE),
        Fault::ErrorJson => plain(200, "application/json", COMPLAINT),
        Fault::Expired => plain(403, "application/xml", EXPIRED),
        Fault::Unauthorized => {
            let mut answer = plain(401, "text/plain", b"sign in\n");
            answer.fields.push(("WWW-Authenticate", String::from("Basic realm=\"recordings\"")));
            answer
        }
        Fault::Forbidden => plain(403, "application/xml", DENIED),
        Fault::Missing => plain(404, "application/xml", NO_SUCH_KEY),
        Fault::Empty => plain(200, USUAL.content_type, b""),
        Fault::Damaged => served(DAMAGED, asked),
        Fault::Changed if asked.before == 0 => cut(served(USUAL, whole)),
        Fault::Changed => served(OTHER, asked),
        Fault::TooLarge => {
            Answer { framing: Framing::Length(TERABYTES), is_left_hanging: true, ..rangeless(USUAL.bytes) }
        }
    })
}

/// As a good server answers: with ranges, a length and a version.
fn served(sample: Sample, asked: Question<'_>) -> Answer {
    let total = sample.bytes.len();
    let etag = format!("\"{}\"", sample.name);
    let is_changed = asked.if_range.is_some_and(|known| known != etag);
    let (status, body, content_range) = match wanted(asked.range.filter(|_| !is_changed), total) {
        Wanted::Whole => (200, sample.bytes, None),
        Wanted::Part(part) => {
            (206, &sample.bytes[part.clone()], Some(format!("bytes {}-{}/{total}", part.start, part.end - 1)))
        }
        Wanted::Unsatisfiable => (416, &[][..], Some(format!("bytes */{total}"))),
    };
    let mut answer = plain(status, sample.content_type, body);
    answer.fields.push(("Accept-Ranges", String::from("bytes")));
    answer.fields.push(("ETag", etag));
    answer.fields.extend(content_range.map(|range| ("Content-Range", range)));
    answer
}

fn rangeless(body: &'static [u8]) -> Answer {
    let mut answer = plain(200, USUAL.content_type, body);
    answer.fields.push(("Accept-Ranges", String::from("none")));
    answer
}

/// Says the part that was asked for but begins at the beginning.
fn wrong_range(asked: Question<'_>) -> Answer {
    let mut answer = served(USUAL, asked);
    if answer.status == 206 {
        let total = USUAL.bytes.len();
        answer.body = &USUAL.bytes[..answer.body.len()];
        answer.fields.retain(|(name, _)| *name != "Content-Range");
        answer.fields.push(("Content-Range", format!("bytes 0-{}/{total}", answer.body.len() - 1)));
    }
    answer
}

fn moved(to: String) -> Answer {
    let mut answer = plain(302, "text/plain", b"");
    answer.fields.push(("Location", to));
    answer
}

/// The first half of what was to be sent; the length stays what it was.
fn cut(answer: Answer) -> Answer {
    Answer { body: &answer.body[..answer.body.len().div_ceil(2)], ..answer }
}

fn plain(status: u16, content_type: &'static str, body: &'static [u8]) -> Answer {
    Answer {
        status,
        fields: vec![("Content-Type", content_type.to_owned())],
        body,
        framing: Framing::Length(body.len() as u64),
        is_slow: false,
        is_left_hanging: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(fault: Fault, asked: Question<'_>) -> Answer {
        match react(fault, asked, "http://127.0.0.1:9", "http://127.0.0.1:8/x") {
            Reaction::Answer(answer) => answer,
            other => panic!("{fault:?}: {other:?}"),
        }
    }

    fn has<'a>(answer: &'a Answer, name: &str) -> Option<&'a str> {
        answer.fields.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    #[test]
    fn what_is_late_is_there_in_the_end() {
        for (fault, status) in [
            (Fault::ForbiddenFirst, 403),
            (Fault::MissingFirst, 404),
            (Fault::AcceptedFirst, 202),
            (Fault::BusyFirst, 503),
            (Fault::EmptyFirst, 200),
        ] {
            for before in 0..FAILS_FIRST {
                let answer = answer(fault, Question { before, ..Question::default() });
                assert_eq!(answer.status, status, "{fault:?}");
                assert_ne!(answer.body, USUAL.bytes);
            }
            let there = answer(fault, Question { before: FAILS_FIRST, ..Question::default() });
            assert_eq!((there.status, there.body), (200, USUAL.bytes), "{fault:?}");
        }
    }

    #[test]
    fn whoever_asks_on_gets_all_of_what_is_cut_off() {
        for fault in [Fault::CutOff, Fault::StallMidway] {
            let mut got: Vec<u8> = Vec::new();
            for before in 0..32 {
                let range = format!("bytes={}-", got.len());
                let answer = answer(fault, Question { before, range: Some(&range), ..Question::default() });
                let Framing::Length(length) = answer.framing else { panic!("{answer:?}") };
                assert_eq!(length as usize, USUAL.bytes.len() - got.len());
                got.extend(answer.body);
                if got.len() == USUAL.bytes.len() {
                    break;
                }
            }
            assert_eq!(got, USUAL.bytes, "{fault:?}");
        }
    }

    #[test]
    fn lengths_are_lied_about_in_both_directions() {
        for (fault, is_longer) in
            [(Fault::LengthTooLong, true), (Fault::LengthTooShort, false), (Fault::TooLarge, true)]
        {
            let answer = answer(fault, Question::default());
            let Framing::Length(length) = answer.framing else { panic!("{answer:?}") };
            assert_eq!((length > answer.body.len() as u64, length == answer.body.len() as u64), (is_longer, false));
        }
        assert_eq!(answer(Fault::NoLength, Question::default()).framing, Framing::Chunked);
        assert_eq!(answer(Fault::UntilClose, Question::default()).framing, Framing::Close);
    }

    #[test]
    fn a_file_that_changed_is_another_version() {
        let first = answer(Fault::Changed, Question::default());
        let etag = has(&first, "ETag").unwrap();
        assert!(first.body.len() < USUAL.bytes.len());
        let asked = Question { before: 1, range: Some("bytes=100-"), if_range: Some(etag), is_head: false };
        let second = answer(Fault::Changed, asked);
        assert_eq!((second.status, second.body), (200, OTHER.bytes));
        let asked = Question { if_range: None, ..asked };
        assert_eq!(answer(Fault::Changed, asked).status, 206);
        assert_ne!(has(&second, "ETag"), has(&first, "ETag"));
    }

    #[test]
    fn redirects_never_leave_this_machine() {
        for fault in [Fault::Redirect, Fault::RedirectLoop, Fault::RedirectInside] {
            let answer = answer(fault, Question::default());
            assert!(has(&answer, "Location").unwrap().starts_with("http://127.0.0."), "{fault:?}");
        }
    }

    #[test]
    fn parts_are_the_parts_asked_for_except_where_that_is_the_fault() {
        let asked = Question { range: Some("bytes=100-199"), ..Question::default() };
        let part = answer(Fault::SlowDrip, asked);
        assert_eq!((part.status, part.body, part.is_slow), (206, &USUAL.bytes[100..200], true));
        assert_eq!(answer(Fault::NoRanges, asked).status, 200);
        let wrong = answer(Fault::WrongRange, asked);
        let range = format!("bytes 0-99/{}", USUAL.bytes.len());
        assert_eq!((wrong.status, has(&wrong, "Content-Range")), (206, Some(range.as_str())));
    }
}
