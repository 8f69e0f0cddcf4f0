//! A body as a tree of lines that can be folded, in the bytes' own order and spelling, and the place where it stops to be JSON.

mod folds;

use core::ops::Range;
use std::borrow::Cow;

pub use folds::Folds;

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
    /// The value's place: a scalar whole, of a list or an object its bracket.
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
    pub fn of(_body: &[u8]) -> Self {
        Self::default()
    }

    /// The place of what stands on a line, of a list or an object with all that is in it; without the key.
    pub fn range_of(&self, line: usize) -> Range<usize> {
        let value = self.lines.get(line).map_or(0..0, |line| line.value.clone());
        value.start as usize..value.end as usize
    }

    /// The value of a line as it is spelled, of a list or an object with all that is in it.
    pub fn value_text<'a>(&self, line: usize, body: &'a [u8]) -> Cow<'a, str> {
        String::from_utf8_lossy(body.get(self.range_of(line)).unwrap_or_default())
    }

    /// The value of a line without white space between its parts, for where it has to stand in one line.
    pub fn compact(&self, line: usize, body: &[u8]) -> String {
        self.value_text(line, body).into_owned()
    }

    /// A string without quotes and escapes; anything else as it is spelled.
    pub fn unescaped<'a>(&self, line: usize, body: &'a [u8]) -> Cow<'a, str> {
        self.value_text(line, body)
    }

    /// The key of a line without quotes and escapes; `None` for items of lists and closing brackets.
    pub fn key_text<'a>(&self, _line: usize, _body: &'a [u8]) -> Option<Cow<'a, str>> {
        None
    }

    /// Where a line stands in the whole: `callAnalysis.items[2].name`; keys that are not plain names as `["odd key"]`;
    /// empty for the whole itself. A closing bracket has the path of its opening one.
    pub fn path_of(&self, _line: usize, _body: &[u8]) -> String {
        String::new()
    }

    /// The line of a path. Of keys that occur twice the last, which is what programs read; `[]` is the first item.
    pub fn line_of(&self, _path: &str, _body: &[u8]) -> Option<usize> {
        None
    }

    /// The line that holds this byte, or the last before it: where a fault is to be marked.
    pub fn line_at(&self, _at: usize) -> Option<usize> {
        None
    }

    /// What of the body is not laid out: from behind the last line to the end, white space aside; empty without a fault.
    pub fn rest(&self, body: &[u8]) -> Range<usize> {
        body.len()..body.len()
    }

    /// Lines whose key or value contains a text, as it is spelled (quotes included) or as it reads; case does not count.
    /// Of lists and objects only the key counts. None for an empty text.
    pub fn hits(&self, _query: &str, _body: &[u8]) -> Vec<u32> {
        Vec::new()
    }
}
