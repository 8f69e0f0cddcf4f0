//! A body as a tree of lines that can be folded, in the bytes' own order and spelling, and the place where it stops to be JSON.

use core::ops::Range;

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
    /// Lays a body out.
    pub fn of(_body: &[u8]) -> Self {
        Self::default()
    }
}
