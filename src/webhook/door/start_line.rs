//! The bytes of a head to facts and framing: where it ends, whether it is well formed, how its body is delimited. Pure.
//! Strict where two readers of the same bytes could disagree (request smuggling), tolerant of what values hold.

use super::conversation::Moment;
use crate::call::Header;
use crate::webhook::head::{RequestHead, readable};
use crate::webhook::limits::HEAD_LINES;

/// A head that is well formed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Opening {
    pub(super) head: RequestHead,
    pub(super) framing: Framing,
    /// The sender waits for `100 Continue`.
    pub(super) expects_continue: bool,
    /// The connection may go on after the answer.
    pub(super) stays: bool,
    /// HTTP/1.0 or HTTP/1.1.
    pub(super) minor_version: u8,
}

/// How a body is delimited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Framing {
    /// That many bytes.
    Length(u64),
    /// Chunks.
    Chunked,
}

/// Why a head or body is refused at the door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) status: u16,
    pub(super) reason: String,
}

impl Fault {
    pub(super) fn new(status: u16, reason: impl Into<String>) -> Self {
        Self { status, reason: reason.into() }
    }

    fn bad(reason: &str) -> Self {
        Self::new(400, reason)
    }
}

/// Looks for the end of a head in bytes of which `seen` were looked at before. The length up to and including the empty
/// line; `None` if that is not there yet.
pub(super) fn find_end(bytes: &[u8], seen: usize) -> Result<Option<usize>, Fault> {
    for at in seen..bytes.len() {
        let before = at.checked_sub(1).map(|before| bytes[before]);
        match (before, bytes[at]) {
            (Some(b'\r'), b'\n') if at >= 3 && &bytes[at - 3..at - 1] == b"\r\n" => return Ok(Some(at + 1)),
            (Some(b'\r'), b'\n') => {}
            (_, b'\n') => return Err(Fault::bad("a line of the head ends in a bare line feed")),
            (Some(b'\r'), _) => return Err(Fault::bad("a carriage return stands alone in the head")),
            _ => {}
        }
    }
    Ok(None)
}

/// Reads a whole head, its empty line included.
pub(super) fn read(bytes: &[u8], peer: std::net::SocketAddr, began: Moment) -> Result<Opening, Fault> {
    if bytes.windows(3).any(|three| matches!(three, b"\r\n " | b"\r\n\t")) {
        return Err(Fault::bad("a header is folded over two lines"));
    }
    let mut lines = [httparse::EMPTY_HEADER; HEAD_LINES];
    let mut request = httparse::Request::new(&mut lines);
    match request.parse(bytes) {
        Ok(httparse::Status::Complete(length)) if length == bytes.len() => {}
        Ok(_) => return Err(Fault::bad("the head does not end where it seems to")),
        Err(error) => return Err(malformed(error)),
    }
    let (Some(method), Some(target), Some(minor_version)) = (request.method, request.path, request.version) else {
        return Err(Fault::bad("the request line is not complete"));
    };
    let headers =
        request.headers.iter().map(|line| Header { name: line.name.to_owned(), value: readable(line.value) }).collect();
    let head = RequestHead {
        method: method.to_owned(),
        target: target.to_owned(),
        headers,
        peer,
        received_at: began.wall,
        began: began.instant,
    };
    if head.values("Host").count() > 1 {
        return Err(Fault::bad("there is more than one Host header"));
    }
    if minor_version >= 1 && head.values("Host").next().is_none() {
        return Err(Fault::bad("the Host header is missing"));
    }
    let framing = framing(&head, minor_version)?;
    let expects_continue = match head.values("Expect").next() {
        Some(what) if what.eq_ignore_ascii_case("100-continue") => minor_version >= 1,
        Some(_) => return Err(Fault::new(417, "only \"Expect: 100-continue\" can be met")),
        None => false,
    };
    let says = |word: &str| {
        head.values("Connection")
            .flat_map(|value| value.split(','))
            .any(|token| token.trim().eq_ignore_ascii_case(word))
    };
    let stays = if minor_version >= 1 { !says("close") } else { says("keep-alive") && !says("close") };
    Ok(Opening { framing, expects_continue, stays, minor_version, head })
}

fn malformed(error: httparse::Error) -> Fault {
    use httparse::Error;
    match error {
        Error::HeaderName => Fault::bad("a header's name has a character that no name may have"),
        Error::HeaderValue => Fault::bad("a header's value has a control character"),
        Error::NewLine => Fault::bad("a line does not end in CR LF"),
        Error::Status | Error::Token => Fault::bad("the request line or a header is not well formed"),
        Error::TooManyHeaders => Fault::new(431, format!("there are more than {HEAD_LINES} header lines")),
        Error::Version => Fault::new(505, "only HTTP/1.1 and HTTP/1.0 are spoken here"),
    }
}

/// RFC 9112, 6.3, without its leniency: what two readers could take for two different lengths is refused.
fn framing(head: &RequestHead, minor_version: u8) -> Result<Framing, Fault> {
    let mut codings = head.values("Transfer-Encoding");
    let mut lengths = head.values("Content-Length");
    let (coding, length) = (codings.next(), lengths.next());
    if codings.next().is_some() || lengths.next().is_some() {
        return Err(Fault::bad("the length of the body is told twice"));
    }
    match (coding, length) {
        (Some(_), Some(_)) => Err(Fault::bad("there are both a Content-Length and a Transfer-Encoding")),
        (Some(_), None) if minor_version == 0 => Err(Fault::bad("HTTP/1.0 has no Transfer-Encoding")),
        (Some(coding), None) if coding.eq_ignore_ascii_case("chunked") => Ok(Framing::Chunked),
        (Some(_), None) => Err(Fault::bad("the only Transfer-Encoding understood is \"chunked\"")),
        (None, Some(digits)) if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) => {
            Err(Fault::bad("the Content-Length is not a number"))
        }
        // Only digits, and still no u64: longer than anything there is.
        (None, Some(digits)) => Ok(Framing::Length(digits.parse().unwrap_or(u64::MAX))),
        (None, None) => Ok(Framing::Length(0)),
    }
}

/// The head of a request that was refused, as far as a person can read it: what a strict reader would not take.
pub(super) fn read_leniently(bytes: &[u8], peer: std::net::SocketAddr, began: Moment) -> Option<RequestHead> {
    let mut lines = bytes.split(|&byte| byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let first = readable(lines.next()?);
    let mut words = first.split(' ').filter(|word| !word.is_empty());
    let (method, target) = (words.next()?, words.next()?);
    if method.len() > 32 || !method.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let header = |line: &[u8]| {
        let colon = line.iter().position(|&byte| byte == b':')?;
        let text = |part: &[u8]| readable(part.trim_ascii());
        Some(Header { name: text(&line[..colon]), value: text(&line[colon + 1..]) })
    };
    Some(RequestHead {
        method: method.to_owned(),
        target: target.to_owned(),
        headers: lines.take_while(|line| !line.is_empty()).filter_map(header).take(HEAD_LINES).collect(),
        peer,
        received_at: began.wall,
        began: began.instant,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::UnixMillis;

    fn parse(text: &str) -> Result<Opening, Fault> {
        let moment = Moment { instant: std::time::Instant::now(), wall: UnixMillis(7) };
        let bytes = text.as_bytes();
        let end = find_end(bytes, 0)?.unwrap_or(bytes.len());
        read(&bytes[..end], "127.0.0.1:1".parse().unwrap(), moment)
    }

    fn post(headers: &str) -> Result<Opening, Fault> {
        parse(&format!("POST /x HTTP/1.1\r\nHost: a\r\n{headers}\r\n"))
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        for headers in [
            "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
            "Content-Length: 1\r\nContent-Length: 1\r\n",
            "Content-Length: 1\r\nContent-Length: 2\r\n",
            "Content-Length: 1, 1\r\n",
            "Content-Length: +1\r\n",
            "Content-Length: -1\r\n",
            "Content-Length: 0x1\r\n",
            "Content-Length: 1 2\r\n",
            "Content-Length:\r\n",
            "Content-Length : 1\r\n",
            "Transfer-Encoding: identity\r\n",
            "Transfer-Encoding: gzip, chunked\r\n",
            "Transfer-Encoding: chunked, chunked\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
            "Transfer-Encoding: xchunked\r\n",
            "Transfer-Encoding\r\n : chunked\r\n",
            "X: a\r\n b\r\n",
            "X: a\r\n\tb\r\n",
            "X: a\nY: b\r\n",
            "X: a\rY: b\r\n",
            "X: a\0b\r\n",
            "X\u{e9}: a\r\n",
            "X Y: a\r\n",
            ": a\r\n",
            "no colon\r\n",
            "Host: b\r\n",
        ] {
            assert_eq!(post(headers).map_err(|fault| fault.status).map(|_| ()), Err(400), "{headers:?}");
        }
        assert_eq!(parse("POST /x HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n").unwrap_err().status, 400);
        assert_eq!(parse("POST /x HTTP/1.1\r\n\r\n").unwrap_err().status, 400);
        assert_eq!(parse("POST /x HTTP/2.0\r\nHost: a\r\n\r\n").unwrap_err().status, 505);
        assert_eq!(parse("POST /x\r\nHost: a\r\n\r\n").unwrap_err().status, 400);
    }

    #[test]
    fn the_framing_is_told() {
        assert_eq!(post("").unwrap().framing, Framing::Length(0));
        assert_eq!(post("content-length: 0012\r\n").unwrap().framing, Framing::Length(12));
        assert_eq!(post("Transfer-Encoding: Chunked\r\n").unwrap().framing, Framing::Chunked);
        assert_eq!(
            post(&format!("Content-Length: {}\r\n", "9".repeat(40))).unwrap().framing,
            Framing::Length(u64::MAX)
        );
    }

    #[test]
    fn values_outside_ascii_are_readable() {
        let head = post("X-Name: Zoë\r\n").unwrap().head;
        assert_eq!(head.values("x-name").collect::<Vec<_>>(), ["Zoë"]);
    }

    #[test]
    fn whether_the_connection_stays() {
        let stays = |version: &str, connection: &str| {
            parse(&format!("GET / HTTP/{version}\r\nHost: a\r\nConnection: {connection}\r\n\r\n")).unwrap().stays
        };
        assert!(stays("1.1", "") && stays("1.1", "keep-alive") && stays("1.0", "Keep-Alive"));
        assert!(!stays("1.1", "Close") && !stays("1.1", "x, close") && !stays("1.0", "") && !stays("1.0", "x"));
    }

    #[test]
    fn too_many_lines_are_refused_and_the_most_allowed_pass() {
        assert!(post(&"A: b\r\n".repeat(HEAD_LINES - 1)).is_ok());
        assert_eq!(post(&"A: b\r\n".repeat(HEAD_LINES)).unwrap_err().status, 431);
    }

    #[test]
    fn a_refused_head_is_still_readable() {
        let moment = Moment { instant: std::time::Instant::now(), wall: UnixMillis(7) };
        let peer = "127.0.0.1:1".parse().unwrap();
        let head = read_leniently(b"POST /x HTTP/1.1\nHost: a\nX\xE9 : b\r\n\r\nbody", peer, moment).unwrap();
        assert_eq!((head.method.as_str(), head.target.as_str(), head.headers.len()), ("POST", "/x", 2));
        assert_eq!(read_leniently(b"\x16\x03\x01 x", peer, moment), None);
        assert_eq!(read_leniently(b"PO", peer, moment), None);
    }
}
