//! Types of fields, as JSON has them, and what says nothing.

use crate::call::Datum;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldType {
    /// Text.
    String,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Members by name.
    Object,
    /// Items in order.
    Array,
    /// Nothing: `null`, an empty text, an empty list or object. The field is there all the same.
    Null,
    /// Of one payload, here this and there that: a list's items, or a name that comes twice.
    Mixed,
}

impl FieldType {
    /// In the order they are shown when none is more frequent than another.
    pub const ALL: [Self; 7] =
        [Self::String, Self::Number, Self::Boolean, Self::Object, Self::Array, Self::Null, Self::Mixed];

    /// What a value is.
    pub fn of(value: &Datum) -> Self {
        match value {
            _ if value.is_blank() => Self::Null,
            Datum::Null => Self::Null,
            Datum::Bool(_) => Self::Boolean,
            Datum::Number(_) => Self::Number,
            Datum::Text(_) => Self::String,
            Datum::List(_) => Self::Array,
            Datum::Record(_) => Self::Object,
            Datum::Unread(raw) if raw.starts_with('{') => Self::Object,
            Datum::Unread(_) => Self::Array,
        }
    }

    /// The word that is stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Object => "object",
            Self::Array => "array",
            Self::Null => "null",
            Self::Mixed => "mixed",
        }
    }

    /// The inverse; unknown words read as mixed.
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word).unwrap_or(Self::Mixed)
    }

    /// Whether there is something inside.
    pub(super) fn has_inside(self) -> bool {
        matches!(self, Self::Object | Self::Array | Self::Mixed)
    }

    /// What a field is that was both in one payload; nothing gives way to anything.
    #[must_use]
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (same, other) if same == other => same,
            (Self::Null, other) | (other, Self::Null) => other,
            _ => Self::Mixed,
        }
    }
}
