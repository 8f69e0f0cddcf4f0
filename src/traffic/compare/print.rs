//! A number for each value of a body by which the same values are brought together, whatever the order of their keys and
//! their spelling. Two values may have the same number by chance: it brings together, it does not say that they are the same.

use core::ops::Range;
use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher as _};

use crate::traffic::{LineKind, Outline};

pub(super) fn of_bytes(bytes: &[u8]) -> u64 {
    print(bytes)
}

/// Of the values that begin on these lines of valid JSON, with all that is in them; into the place of each line. 0 for
/// closing brackets.
pub(super) fn of_lines(outline: &Outline, body: &[u8], lines: Range<usize>, prints: &mut [u64]) {
    // What is within comes after, so it is done before.
    for line in lines.rev() {
        prints[line] = match outline.lines[line].kind {
            LineKind::Opens { is_object: true, children, .. } => {
                let members = outline.children_of(line).map(|child| of_member(outline, body, child, prints[child]));
                print((0_u8, children, members.fold(0, u64::wrapping_add)))
            }
            LineKind::Opens { is_object: false, .. } => {
                let mut list = DefaultHasher::new();
                outline.children_of(line).for_each(|child| prints[child].hash(&mut list));
                print((1_u8, list.finish()))
            }
            LineKind::String => print((2_u8, outline.unescaped(line, body))),
            LineKind::Number => print((3_u8, Decimal::of(&outline.value_text(line, body)))),
            LineKind::Bool | LineKind::Null => print((4_u8, outline.value_text(line, body))),
            LineKind::Closes => 0,
        };
    }
}

/// Of a member of an object.
pub(super) fn of_member(outline: &Outline, body: &[u8], line: usize, value: u64) -> u64 {
    print((outline.key_text(line, body), value))
}

fn print(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// A number by its value: `85`, `85.0` and `8.5e1` are one; `-0` is `0`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Decimal<'a> {
    is_negative: bool,
    /// Without zeros at the ends; empty for zero.
    digits: Cow<'a, str>,
    /// Of the last digit, in powers of ten. As it was written where that is out of all bounds.
    exponent: Result<i64, String>,
}

impl<'a> Decimal<'a> {
    /// Of a number as JSON spells it.
    pub(super) fn of(spelled: &'a str) -> Self {
        let (is_negative, rest) = spelled.strip_prefix('-').map_or((false, spelled), |rest| (true, rest));
        let (digits, power) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let fraction = fraction.trim_end_matches('0');
        let (digits, zeros) = if fraction.is_empty() {
            let shortened = whole.trim_end_matches('0');
            (Cow::Borrowed(shortened.trim_start_matches('0')), whole.len() - shortened.len())
        } else {
            (Cow::Owned([whole, fraction].concat().trim_start_matches('0').to_owned()), 0)
        };
        if digits.is_empty() {
            return Self { is_negative: false, digits, exponent: Ok(0) };
        }
        let count = |len: usize| i64::try_from(len).unwrap_or(i64::MAX);
        let exponent = power
            .parse::<i64>()
            .ok()
            .and_then(|power| power.checked_sub(count(fraction.len()))?.checked_add(count(zeros)));
        Self { is_negative, digits, exponent: exponent.ok_or_else(|| spelled.to_ascii_lowercase()) }
    }
}
