//! A body as lines of text, whatever its bytes are, long lines broken; and as rows of hexadecimal numbers.

use core::fmt;
use core::ops::Range;
use std::borrow::Cow;
use std::fmt::Write as _;

/// Longer lines are broken: a window draws a line whole.
const MOST_LINE_BYTES: usize = 2_000;
const HEX_ROW_BYTES: usize = 16;
/// Two digits and a space for a byte, and one space more in the middle.
const HEX_WIDTH: usize = HEX_ROW_BYTES * 3;

/// The places of lines in a body. Lines over 2,000 bytes are broken where a character begins.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextLines {
    /// Without their ends (`\n`, `\r\n`).
    pub lines: Vec<Range<u32>>,
    /// Those that go on from the one before, in order.
    broken: Vec<u32>,
}

impl TextLines {
    /// Finds the lines; none in an empty body, an empty one after a last line end.
    pub fn of(body: &[u8]) -> Self {
        let mut text = Self::default();
        // Places in a longer one could not be told; requests are far smaller.
        if body.is_empty() || u32::try_from(body.len()).is_err() {
            return text;
        }
        let mut start = 0;
        for line in body.split(|byte| *byte == b'\n') {
            let is_last = start + line.len() == body.len();
            let shown = if is_last { line } else { line.strip_suffix(b"\r").unwrap_or(line) };
            text.push(body, start..start + shown.len());
            start += line.len() + 1;
        }
        text.lines.shrink_to_fit();
        text
    }

    fn push(&mut self, body: &[u8], line: Range<usize>) {
        let mut start = line.start;
        while line.end - start > MOST_LINE_BYTES {
            let end = character_end(body, start + MOST_LINE_BYTES);
            self.push_piece(start..end);
            start = end;
            self.broken.push(place(self.lines.len()));
        }
        self.push_piece(start..line.end);
    }

    fn push_piece(&mut self, piece: Range<usize>) {
        self.lines.push(place(piece.start)..place(piece.end));
    }

    /// A line as text, what is not UTF-8 replaced.
    pub fn text<'a>(&self, index: usize, body: &'a [u8]) -> Cow<'a, str> {
        String::from_utf8_lossy(self.bytes(index, body))
    }

    /// A line as it came, without its end.
    pub fn bytes<'a>(&self, index: usize, body: &'a [u8]) -> &'a [u8] {
        let range = self.lines.get(index).map_or(0..0, |range| range.start as usize..range.end as usize);
        body.get(range).unwrap_or_default()
    }

    /// The number of a line in the body, from 1; `None` where a line that was broken goes on.
    pub fn number(&self, index: usize) -> Option<usize> {
        let goes_on = self.broken.binary_search_by_key(&index, |broken| *broken as usize);
        goes_on.is_err().then(|| self.body_line(index))
    }

    /// Of which line of the body it is, from 1.
    pub fn body_line(&self, index: usize) -> usize {
        index + 1 - self.broken.partition_point(|broken| *broken as usize <= index)
    }

    /// Which of them holds this byte; the end of a line belongs to it. `None` if there are none.
    pub fn line_at(&self, at: usize) -> Option<usize> {
        self.lines.partition_point(|line| line.start as usize <= at).checked_sub(1)
    }
}

/// Where a character ends, at this place or up to three bytes before; the place itself if there is none.
fn character_end(body: &[u8], at: usize) -> usize {
    let goes_on = |at: &usize| body[*at] & 0xC0 == 0x80;
    (at - 3..=at).rev().find(|at| !goes_on(at)).unwrap_or(at)
}

fn place(at: usize) -> u32 {
    u32::try_from(at).expect("a body that is longer has no lines")
}

/// Sixteen bytes as a row of hexadecimal numbers. As text: `00000010  7b 22 63 …  |{"callId|`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HexRow {
    /// Where the row begins (`00000010`).
    pub offset: String,
    /// The bytes (`7b 22 63 61 6c 6c 49 64  22 3a 22 61 62 63 22 7d`), filled up with spaces to the full width.
    pub bytes: String,
    /// As letters, with a point for what is none (`{"callId":"abc"}`).
    pub ascii: String,
}

impl fmt::Display for HexRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}  {}  |{}|", self.offset, self.bytes, self.ascii)
    }
}

/// How many rows of hexadecimal numbers that many bytes make.
pub fn hex_rows(bytes: usize) -> usize {
    bytes.div_ceil(HEX_ROW_BYTES)
}

/// A row of hexadecimal numbers; `None` past the end.
pub fn hex_row(body: &[u8], row: usize) -> Option<HexRow> {
    let bytes = body.chunks(HEX_ROW_BYTES).nth(row)?;
    let mut hex = String::with_capacity(HEX_WIDTH);
    for (index, byte) in bytes.iter().enumerate() {
        let space = match index {
            0 => "",
            8 => "  ",
            _ => " ",
        };
        let _ = write!(hex, "{space}{byte:02x}");
    }
    let letter = |byte: &u8| if matches!(byte, b' '..=b'~') { char::from(*byte) } else { '.' };
    Some(HexRow {
        offset: format!("{:08x}", row * HEX_ROW_BYTES),
        bytes: format!("{hex:<HEX_WIDTH$}"),
        ascii: bytes.iter().map(letter).collect(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(body: &[u8]) -> Vec<String> {
        let lines = TextLines::of(body);
        (0..lines.lines.len()).map(|index| lines.text(index, body).into_owned()).collect()
    }

    #[test]
    fn lines_end_with_a_line_feed_and_what_goes_with_it() {
        assert_eq!(texts(b"a\r\nb\n\n\rc\r"), ["a", "b", "", "\rc\r"]);
        assert_eq!(texts(b"a\n"), ["a", ""]);
        assert_eq!(texts(b"\xFFa"), ["\u{FFFD}a"]);
        assert!(texts(b"").is_empty());
    }

    #[test]
    fn long_lines_are_broken_where_a_character_begins_and_keep_their_number() {
        let long = format!("one\n{}é{}\nthree", "x".repeat(1_999), "y".repeat(2_001));
        let lines = TextLines::of(long.as_bytes());
        let lengths: Vec<usize> = lines.lines.iter().map(ExactSizeIterator::len).collect();
        assert_eq!(lengths, [3, 1_999, 2_000, 3, 5]);
        let numbers: Vec<_> = (0..5).map(|index| lines.number(index)).collect();
        assert_eq!(numbers, [Some(1), Some(2), None, None, Some(3)]);
        assert_eq!([0, 3, 4, 2_003, 4_007].map(|at| lines.line_at(at)), [0, 0, 1, 2, 4].map(Some));
        assert_eq!(TextLines::of(&[0x80; 4_001]).lines, [0..2_000, 2_000..4_000, 4_000..4_001]);
        assert_eq!(TextLines::of(&[b'x'; 2_000]).lines.len(), 1);
    }

    #[test]
    fn a_row_of_hexadecimal_numbers_has_always_the_same_width() {
        let body = b"{\"callId\":\"abc\"}\n\xC3\xA9~\x7F";
        let rows: Vec<String> = (0..).map_while(|row| hex_row(body, row)).map(|row| row.to_string()).collect();
        assert_eq!(
            rows,
            [
                "00000000  7b 22 63 61 6c 6c 49 64  22 3a 22 61 62 63 22 7d  |{\"callId\":\"abc\"}|",
                "00000010  0a c3 a9 7e 7f                                    |...~.|",
            ]
        );
        assert_eq!([0, 1, 16, 17].map(hex_rows), [0, 1, 1, 2]);
    }

    proptest! {
        #[test]
        fn no_byte_is_lost(
            pieces in prop::collection::vec(
                prop_oneof![
                    Just(b"\n".to_vec()),
                    Just(b"\r\n".to_vec()),
                    Just(b"\r".to_vec()),
                    prop::collection::vec(any::<u8>(), 0..9),
                    (1_990_usize..4_010).prop_map(|len| vec![b'x'; len]),
                    (660_usize..1_400).prop_map(|len| "漢".repeat(len).into_bytes()),
                ],
                0..9,
            ),
        ) {
            let body = pieces.concat();
            let lines = TextLines::of(&body);
            let (mut at, mut number) = (0, 0);
            for (index, line) in lines.lines.iter().enumerate() {
                let (start, end) = (line.start as usize, line.end as usize);
                let between = &body[at..start];
                let goes_on = lines.number(index).is_none();
                prop_assert_eq!(goes_on, between.is_empty() && index > 0);
                prop_assert!(matches!(between, b"" | b"\n" | b"\r\n"));
                prop_assert!(end - start <= 2_000 && !body[start..end].contains(&b'\n'));
                number += usize::from(!goes_on);
                prop_assert!(goes_on || lines.number(index) == Some(number));
                prop_assert!((start..=end).all(|at| lines.line_at(at) == Some(index) || at == end));
                at = end;
            }
            prop_assert_eq!(at, body.len());
            // What is text stays text in every piece.
            if core::str::from_utf8(&body).is_ok() {
                prop_assert!(lines.lines.iter().all(|line| core::str::from_utf8(&body[line.start as usize..line.end as usize]).is_ok()));
            }
            let hex: Vec<u8> = (0..hex_rows(body.len())).flat_map(|row| {
                let row = hex_row(&body, row).unwrap();
                row.bytes.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect::<Vec<_>>()
            }).collect();
            prop_assert_eq!(hex, body);
        }
    }
}
