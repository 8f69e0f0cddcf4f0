//! The chunked transfer coding (RFC 9112, 7.1), a byte at a time or a lot at once. Pure. Extensions and trailers are
//! skipped within limits; anything that another reader could take differently is a fault.

use super::start_line::Fault;

/// The longest line that tells a chunk's size, extensions included, in bytes.
const SIZE_LINE_BYTES: usize = 256;

/// All trailer lines together, in bytes.
const TRAILER_BYTES: usize = 4 * 1024;

/// A decoder in the middle of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chunked {
    at: At,
    /// Of the chunk that is being read.
    left: u64,
    digits: usize,
    line_bytes: usize,
    trailer_bytes: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Size,
    Extension,
    SizeEnd,
    Content,
    ContentCr,
    ContentLf,
    TrailerStart,
    Trailer,
    TrailerEnd,
    LastLf,
    Done,
}

impl Chunked {
    pub(super) fn new() -> Self {
        Self { at: At::Size, left: 0, digits: 0, line_bytes: 0, trailer_bytes: 0 }
    }

    /// The last byte of the body was read.
    pub(super) fn is_done(&self) -> bool {
        self.at == At::Done
    }

    /// Decodes onto `body`, which may grow to `limit` bytes. Returns how many bytes of `input` belonged to it.
    pub(super) fn read(&mut self, input: &[u8], body: &mut Vec<u8>, limit: u64) -> Result<usize, Fault> {
        let mut used = 0;
        while let Some(&byte) = input.get(used)
            && self.at != At::Done
        {
            if self.at == At::Content {
                let rest = &input[used..];
                let length = usize::try_from(self.left).map_or(rest.len(), |left| left.min(rest.len()));
                body.extend_from_slice(&rest[..length]);
                used += length;
                self.left -= length as u64;
                if self.left == 0 {
                    self.at = At::ContentCr;
                }
                continue;
            }
            used += 1;
            self.step(byte, body.len() as u64, limit)?;
        }
        Ok(used)
    }

    fn step(&mut self, byte: u8, so_far: u64, limit: u64) -> Result<(), Fault> {
        let bad = |what: &str| Err(Fault::new(400, format!("the chunked body is malformed: {what}")));
        match (self.at, byte) {
            (At::Size, b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F') => {
                let digit = u64::from(char::from(byte).to_digit(16).unwrap_or_default());
                self.digits += 1;
                self.left = self.left.saturating_mul(16).saturating_add(digit);
                self.count_line()?;
                if self.left > limit.saturating_sub(so_far) {
                    return Err(Fault::new(413, format!("the body is longer than {limit} bytes")));
                }
            }
            (At::Size, b';' | b'\r') if self.digits == 0 => return bad("a chunk has no size"),
            (At::Size, b';') => self.at = At::Extension,
            (At::Size | At::Extension, b'\r') => self.at = At::SizeEnd,
            (At::Size, _) => return bad("a chunk's size is not a number"),
            (At::Extension, b'\t' | b' '..=b'~' | 0x80..) => self.count_line()?,
            (At::Extension, _) => return bad("a control character"),
            (At::SizeEnd, b'\n') => {
                self.at = if self.left == 0 { At::TrailerStart } else { At::Content };
                (self.digits, self.line_bytes) = (0, 0);
            }
            (At::ContentCr, b'\r') => self.at = At::ContentLf,
            (At::ContentCr, _) => return bad("a chunk is longer than its size says"),
            (At::ContentLf, b'\n') => self.at = At::Size,
            (At::TrailerStart, b'\r') => self.at = At::LastLf,
            (At::TrailerStart, b'\t' | b' ') => return bad("a trailer is folded over two lines"),
            (At::Trailer, b'\r') => self.at = At::TrailerEnd,
            (At::TrailerStart | At::Trailer, b'\t' | b' '..=b'~' | 0x80..) => {
                self.at = At::Trailer;
                self.trailer_bytes += 1;
                if self.trailer_bytes > TRAILER_BYTES {
                    return bad("its trailers are too long");
                }
            }
            (At::TrailerStart | At::Trailer, _) => return bad("a control character in a trailer"),
            (At::TrailerEnd, b'\n') => self.at = At::TrailerStart,
            (At::LastLf, b'\n') => self.at = At::Done,
            (At::SizeEnd | At::ContentLf | At::TrailerEnd | At::LastLf, _) => {
                return bad("a line does not end in CR LF");
            }
            (At::Content | At::Done, _) => unreachable!("read by the caller"),
        }
        Ok(())
    }

    fn count_line(&mut self) -> Result<(), Fault> {
        self.line_bytes += 1;
        if self.line_bytes > SIZE_LINE_BYTES {
            return Err(Fault::new(400, "the chunked body is malformed: a size line is too long"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(input: &[u8], limit: u64) -> Result<(Vec<u8>, usize, bool), u16> {
        let (mut decoder, mut body) = (Chunked::new(), Vec::new());
        let used = decoder.read(input, &mut body, limit).map_err(|fault| fault.status)?;
        Ok((body, used, decoder.is_done()))
    }

    #[test]
    fn chunks_extensions_and_trailers() {
        let input = b"4;a=b\r\nabcd\r\n0A\r\n0123456789\r\n000\r\nX: y\r\n\r\nnext";
        assert_eq!(decode(input, 100), Ok((b"abcd0123456789".to_vec(), input.len() - 4, true)));
        assert_eq!(decode(b"3\r\nab", 100), Ok((b"ab".to_vec(), 5, false)));
    }

    #[test]
    fn what_is_malformed_is_refused() {
        for input in [
            "\r\n",
            "x\r\n",
            " 3\r\n",
            "3 \r\n",
            "0x3\r\n",
            "-1\r\n",
            "3\nabc",
            "3\r\nabcd\r\n",
            "3\r\nabc\n",
            "3\r\nabc\rx",
            "3;a\0\r\n",
            "0\r\n\n",
            "0\r\nX\n",
            "0\r\n x\r\n",
            ";a\r\n",
        ] {
            assert_eq!(decode(input.as_bytes(), 100), Err(400), "{input:?}");
        }
        assert_eq!(decode(format!("1;{}", "x".repeat(300)).as_bytes(), 100), Err(400));
        assert_eq!(decode(format!("{}1\r\n", "0".repeat(300)).as_bytes(), 100), Err(400));
        assert_eq!(decode(format!("0\r\nX: {}", "x".repeat(5000)).as_bytes(), 100), Err(400));
    }

    #[test]
    fn more_than_the_limit_is_too_large_before_it_is_read() {
        assert_eq!(decode(b"65\r\n", 100), Err(413));
        assert_eq!(decode(b"ffffffffffffffffffff\r\n", 100), Err(413));
        assert_eq!(decode(b"60\r\n", 100).map(|(body, ..)| body.len()), Ok(0));
        let two = format!("60\r\n{}\r\n5\r\n", "x".repeat(96));
        assert_eq!(decode(two.as_bytes(), 100), Err(413));
    }
}
