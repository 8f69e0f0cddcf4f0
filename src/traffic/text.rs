//! A body as lines of text, whatever its bytes are; long lines are broken.

use core::ops::Range;
use std::borrow::Cow;

/// The places of lines in a body. Lines over 2,000 bytes are broken where a character begins.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextLines {
    /// Without their ends (`\n`, `\r\n`).
    pub lines: Vec<Range<u32>>,
}

impl TextLines {
    /// Finds the lines; none in an empty body, an empty one after a last line end.
    pub fn of(_body: &[u8]) -> Self {
        Self::default()
    }

    /// A line as text, what is not UTF-8 replaced.
    pub fn text<'a>(&self, index: usize, body: &'a [u8]) -> Cow<'a, str> {
        let range = self.lines.get(index).map_or(0..0, |range| range.start as usize..range.end as usize);
        String::from_utf8_lossy(body.get(range).unwrap_or_default())
    }

    /// The number of a line in the body, from 1; `None` where a line that was broken goes on.
    pub fn number(&self, index: usize) -> Option<usize> {
        Some(index + 1)
    }

    /// Which of them holds this byte.
    pub fn line_at(&self, _at: usize) -> Option<usize> {
        None
    }
}

/// Sixteen bytes as a row of hexadecimal numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HexRow {
    /// Where the row begins (`00000010`).
    pub offset: String,
    /// The bytes (`7b 22 63 61 6c 6c 49 64  22 3a 22 61 62 63 22 7d`), filled up with spaces to the full width.
    pub bytes: String,
    /// As letters, with a point for what is none (`{"callId":"abc"}`).
    pub ascii: String,
}

/// How many rows of hexadecimal numbers that many bytes make.
pub fn hex_rows(bytes: usize) -> usize {
    bytes.div_ceil(16)
}

/// A row of hexadecimal numbers; `None` past the end. As text: `00000010  7b 22 ...  |{"callId|`
pub fn hex_row(_body: &[u8], _row: usize) -> Option<HexRow> {
    None
}
