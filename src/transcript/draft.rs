//! What the readers of shapes hand on: turns with roles and times as the file has them. What a role means and what unit a
//! time has is decided afterwards, over the whole file, in one place.

use super::turn::Format;
use crate::call::Datum;

/// A file whose shape was recognised.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Draft {
    pub format: Format,
    pub turns: Vec<DraftTurn>,
    /// The moment that the recording begins, Unix milliseconds, where the file says so: times by the clock count from it.
    pub began_at: Option<f64>,
    /// Times are whole seconds or otherwise coarse.
    pub is_coarse: bool,
    /// Sentences for the person.
    pub remarks: Vec<String>,
}

/// An item of the file.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct DraftTurn {
    /// What the role is read from, as the file has it (`assistant`, `MESSAGE_ROLE_AGENT`, `0`).
    pub role: Option<String>,
    /// What the speaker is called, where that is something else than the role (`Main Agent`).
    pub speaker: Option<String>,
    /// The item is not speech whatever its role says.
    pub kind: Kind,
    pub text: String,
    pub translation: Option<String>,
    pub start: Stamp,
    pub end: Stamp,
    /// How long it lasts, where the file says that and no end.
    pub length: Stamp,
    pub words: Vec<DraftWord>,
    pub confidence: Option<f64>,
    pub is_interrupted: bool,
}

/// What an item is, where the shape itself says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Kind {
    /// As its role says.
    #[default]
    ByRole,
    /// A tool was asked, or answered.
    Tool,
    /// Instructions and the like.
    Hidden,
}

/// A word with times. Where it stands in the text is looked for afterwards, in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct DraftWord {
    pub text: String,
    pub start: Stamp,
    pub end: Stamp,
}

/// A time as a file has it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) enum Stamp {
    #[default]
    None,
    /// Seconds since the beginning: the shape or the key's name says so.
    Secs(f64),
    /// Milliseconds since the beginning: the shape or the key's name says so.
    Millis(f64),
    /// By the clock on the wall, in Unix milliseconds (an ISO stamp, an epoch whose unit is certain).
    Wall(f64),
    /// A number; what it counts is decided over the whole file.
    Unclear(f64),
}

/// A text, unless it says nothing; of numbers and truths their spelling.
pub(super) fn text_of(value: Option<&Datum>) -> Option<String> {
    match value? {
        Datum::Text(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Datum::Number(digits) => Some(digits.to_string()),
        Datum::Bool(yes) => Some(yes.to_string()),
        _ => None,
    }
}

/// A number, also one written as a text; finite.
pub(super) fn number_of(value: Option<&Datum>) -> Option<f64> {
    let number: f64 = match value? {
        Datum::Number(digits) => digits.parse().ok()?,
        Datum::Text(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    number.is_finite().then_some(number)
}

/// The items of a list; none of anything else.
pub(super) fn items_of(value: Option<&Datum>) -> &[Datum] {
    match value {
        Some(Datum::List(items)) => items,
        _ => &[],
    }
}

/// Seconds since the beginning, of a number or a text that holds one.
pub(super) fn secs_of(value: Option<&Datum>) -> Stamp {
    number_of(value).map_or(Stamp::None, Stamp::Secs)
}

/// Milliseconds since the beginning, of a number or a text that holds one.
pub(super) fn millis_of(value: Option<&Datum>) -> Stamp {
    number_of(value).map_or(Stamp::None, Stamp::Millis)
}
