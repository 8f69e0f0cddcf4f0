//! What could be typed next: operators, and values that exist.

use std::ops::Range;

use super::term::Place;

/// An operator, for the list that is offered and for the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operator {
    /// As it is typed (`score:`).
    pub typed: &'static str,
    /// An example (`score:>=80`).
    pub example: &'static str,
    /// What it finds.
    pub meaning: &'static str,
}

/// What could stand at the cursor.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Completions {
    /// What of the text they would replace, in bytes.
    pub replaces: Range<usize>,
    /// Values of this place that begin with what is typed are to be asked for: place, what is typed of it.
    pub values_of: Option<(ValueKind, String)>,
    /// Known at once.
    pub known: Vec<Completion>,
}

/// Whose values are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueKind {
    /// Values of a column.
    At(Place),
    /// Names of tags.
    Tag,
}

/// Something that could be typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What would stand in the box instead of what is replaced.
    pub text: String,
    /// What it means, beside it.
    pub meaning: String,
}

/// What could stand at the cursor, a position in bytes.
pub fn complete(_text: &str, _cursor: usize) -> Completions {
    Completions::default()
}

impl Operator {
    /// All there are.
    pub const ALL: &'static [Self] = &[];
}
