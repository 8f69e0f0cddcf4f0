//! An answer of the server behind the door: whether it is whole, and how it is passed on to the sender. Pure.

use super::conversation::WholeRequest;

/// An answer longer than this is none of ours.
const MOST_BYTES: usize = 64 * 1024;

/// The server said something that is not one of its answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Broken;

/// The length of the answer at the start of `bytes`, once all of it is there.
pub(super) fn whole_length(bytes: &[u8], to_head_request: bool) -> Result<Option<usize>, Broken> {
    let mut lines = [httparse::EMPTY_HEADER; 32];
    let mut answer = httparse::Response::new(&mut lines);
    let head = match answer.parse(bytes) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) if bytes.len() < MOST_BYTES => return Ok(None),
        _ => return Err(Broken),
    };
    let length = answer.headers.iter().find(|line| line.name.eq_ignore_ascii_case("Content-Length")).ok_or(Broken)?;
    let body: usize = std::str::from_utf8(length.value).ok().and_then(|digits| digits.parse().ok()).ok_or(Broken)?;
    let whole = head + if to_head_request { 0 } else { body };
    if whole > MOST_BYTES {
        return Err(Broken);
    }
    Ok((bytes.len() >= whole).then_some(whole))
}

/// Writes a whole answer as the sender shall see it: the same, with what becomes of *its* connection.
pub(super) fn relay(answer: &[u8], request: &WholeRequest, stays: bool, out: &mut Vec<u8>) {
    let connection: &[u8] = match (stays, request.minor_version) {
        (false, _) => b"Connection: close\r\n",
        (true, 0) => b"Connection: keep-alive\r\n",
        (true, _) => b"",
    };
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").map_or(answer.len(), |at| at + 2);
    let (head, rest) = answer.split_at(end);
    out.reserve(answer.len() + connection.len());
    out.extend_from_slice(head);
    out.extend_from_slice(connection);
    out.extend_from_slice(rest);
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::webhook::head::tests::head;

    const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\nServer: s\r\nContent-Length: 2\r\n\r\nok";

    #[test]
    fn an_answer_is_whole_when_its_body_is_there() {
        for cut in 0..ANSWER.len() {
            assert_eq!(whole_length(&ANSWER[..cut], false), Ok(None), "{cut}");
        }
        assert_eq!(whole_length(ANSWER, false), Ok(Some(ANSWER.len())));
        assert_eq!(whole_length(&ANSWER[..ANSWER.len() - 2], true), Ok(Some(ANSWER.len() - 2)));
        assert_eq!(whole_length(b"nonsense\r\n\r\n", false), Err(Broken));
        assert_eq!(whole_length(b"HTTP/1.1 200 OK\r\n\r\n", false), Err(Broken));
    }

    #[test]
    fn the_sender_is_told_what_becomes_of_its_connection() {
        let request = |minor_version| WholeRequest {
            head: Arc::new(head("GET /", &[], "127.0.0.1:1")),
            body: Arc::default(),
            stays: true,
            minor_version,
        };
        let relayed = |minor_version, stays| {
            let mut out = Vec::new();
            relay(ANSWER, &request(minor_version), stays, &mut out);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(relayed(1, true).as_bytes(), ANSWER);
        assert!(relayed(1, false).contains("\r\nConnection: close\r\n\r\nok"));
        assert!(relayed(0, true).contains("\r\nConnection: keep-alive\r\n\r\nok"));
    }
}
