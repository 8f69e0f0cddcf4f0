//! Telephone numbers in one form, whatever way they are written.

use super::query::digits_of;

/// The one form that all spellings of a number share; `None` if it is no number. `country` is what the payload says of the
/// caller's, for numbers that are written without their country code.
pub fn phone_key(number: &str, _country: Option<&str>) -> Option<String> {
    let digits = digits_of(number);
    (digits.len() >= 5).then_some(digits)
}
