//! The small pieces of the JSON that is written here.

use jiff::Timestamp;

use crate::call::{Datum, UnixMillis};

/// A number as it is displayed.
pub fn number(value: impl core::fmt::Display) -> Datum {
    Datum::Number(value.to_string().into())
}

/// A string.
pub fn text(value: &str) -> Datum {
    Datum::Text(value.to_owned())
}

/// An object, in that order.
pub fn record<const N: usize>(fields: [(&str, Datum); N]) -> Datum {
    Datum::Record(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

/// RFC 3339 with milliseconds, in UTC.
pub fn stamp(at: UnixMillis) -> Datum {
    let at = Timestamp::from_millisecond(at.0).unwrap_or_default();
    Datum::Text(format!("{at:.3}"))
}
