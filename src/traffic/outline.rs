//! A body as a tree of lines that can be folded, in the bytes' own order and spelling, and the place where it stops to be JSON.

mod folds;
mod hits;
mod paths;
mod scan;
#[cfg(test)]
mod tests;
mod words;

use core::ops::Range;
use std::borrow::Cow;

pub use folds::Folds;
pub(super) use paths::{push_item, push_key};

/// A body laid out. Holds places in the body, not copies of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outline {
    /// Top to bottom. Empty where nothing of it is JSON.
    pub lines: Vec<OutlineLine>,
    /// Where it stops to be JSON.
    pub fault: Option<JsonFault>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlineLine {
    /// How deep, from 0.
    pub depth: u16,
    /// The key's place with its quotes, of a member of an object.
    pub key: Option<Range<u32>>,
    /// The value's place: a scalar whole, of a list or an object its bracket, of an empty one both.
    pub value: Range<u32>,
    /// What stands there.
    pub kind: LineKind,
}

/// What stands on a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// A string.
    String,
    /// A number.
    Number,
    /// `true` or `false`.
    Bool,
    /// `null`
    Null,
    /// An object or a list begins (and ends on the same line if it is empty: `children == 0`).
    Opens {
        /// `{`, else `[`.
        is_object: bool,
        /// How many members or items.
        children: u32,
        /// The line with its closing bracket; its own where it is empty; past the last where it never ends.
        end: u32,
    },
    /// An object or a list ends.
    Closes,
}

/// Where a body stops to be JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonFault {
    /// The byte.
    pub at: usize,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
    /// What was expected there, in plain words (`expected a comma or a closing brace`).
    pub what: String,
}

impl Outline {
    /// Lays a body out: the JSON of RFC 8259 in UTF-8, after a byte order mark if there is one. All before the first fault
    /// is laid out; bytes that are not UTF-8 and escaped halves of characters are faults too, but what follows them is
    /// laid out still. Takes any bytes and any depth.
    pub fn of(body: &[u8]) -> Self {
        scan::outline(body)
    }

    /// The place of what stands on a line, of a list or an object with all that is in it; without the key. Of what never
    /// ends up to the end of the last line.
    pub fn range_of(&self, line: usize) -> Range<usize> {
        let Some(first) = self.lines.get(line) else { return 0..0 };
        let last = self.lines.get(self.last_of(line)).unwrap_or(first);
        first.value.start as usize..last.value.end as usize
    }

    /// The value of a line as it is spelled, of a list or an object with all that is in it.
    pub fn value_text<'a>(&self, line: usize, body: &'a [u8]) -> Cow<'a, str> {
        String::from_utf8_lossy(body.get(self.range_of(line)).unwrap_or_default())
    }

    /// The value of a line without the white space between its parts, for where it has to stand in one line.
    pub fn compact(&self, line: usize, body: &[u8]) -> String {
        let text = |place: &Range<u32>| {
            String::from_utf8_lossy(body.get(place.start as usize..place.end as usize).unwrap_or_default())
        };
        let mut compact = String::new();
        let mut is_first = true;
        for (index, part) in self.lines.iter().enumerate().take(self.last_of(line) + 1).skip(line) {
            if !is_first && part.kind != LineKind::Closes {
                compact.push(',');
            }
            if let Some(key) = part.key.as_ref().filter(|_| index > line) {
                compact.push_str(&text(key));
                compact.push(':');
            }
            match part.kind {
                LineKind::Opens { is_object, end, .. } if end as usize == index => {
                    compact.push_str(if is_object { "{}" } else { "[]" });
                }
                _ => compact.push_str(&text(&part.value)),
            }
            is_first = matches!(part.kind, LineKind::Opens { end, .. } if end as usize != index);
        }
        compact
    }

    /// The last line of what begins on a line: of a list or an object the one with its closing bracket.
    pub fn last_of(&self, line: usize) -> usize {
        match self.lines.get(line).map(|line| line.kind) {
            Some(LineKind::Opens { end, .. }) => (end as usize).min(self.lines.len() - 1),
            _ => line,
        }
    }

    /// A string without quotes and escapes; anything else as it is spelled.
    pub fn unescaped<'a>(&self, line: usize, body: &'a [u8]) -> Cow<'a, str> {
        match self.lines.get(line) {
            Some(OutlineLine { kind: LineKind::String, .. }) => {
                words::unquoted(body.get(self.range_of(line)).unwrap_or_default())
            }
            _ => self.value_text(line, body),
        }
    }

    /// The line that holds this byte, or the last before it: where a fault is to be marked.
    pub fn line_at(&self, at: usize) -> Option<usize> {
        let begins = |line: &OutlineLine| line.key.as_ref().map_or(line.value.start, |key| key.start) as usize;
        self.lines.partition_point(|line| begins(line) <= at).checked_sub(1)
    }

    /// What of the body is not laid out because of its fault: from behind the last line to the end. Empty without one.
    pub fn rest(&self, body: &[u8]) -> Range<usize> {
        let laid_out = self.lines.last().map_or(0, |line| line.value.end as usize);
        let rest = body.get(laid_out..).unwrap_or_default();
        body.len() - rest.trim_ascii_start().len()..body.len()
    }
}
