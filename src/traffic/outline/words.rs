//! Strings of a body as they read: without quotes and escapes.

use std::borrow::Cow;

use super::scan::unit;

/// A string with its quotes, as it reads. Bytes that are not UTF-8 and halves of characters are replaced by U+FFFD.
pub(super) fn unquoted(spelled: &[u8]) -> Cow<'_, str> {
    let inner = spelled.strip_prefix(b"\"").unwrap_or(spelled);
    let inner = inner.strip_suffix(b"\"").unwrap_or(inner);
    if inner.contains(&b'\\') {
        Cow::Owned(String::from_utf8_lossy(&unescaped(inner)).into_owned())
    } else {
        String::from_utf8_lossy(inner)
    }
}

fn unescaped(mut rest: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(rest.len());
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        text.extend_from_slice(&rest[..at]);
        let (letter, bytes) = character(&rest[at..]);
        text.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
        rest = &rest[at + bytes..];
    }
    text.extend_from_slice(rest);
    text
}

/// What an escape stands for, and how many bytes it has.
fn character(escape: &[u8]) -> (char, usize) {
    let letter = match escape.get(1) {
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{C}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return coded(escape),
        Some(letter) if letter.is_ascii() => char::from(*letter),
        _ => return ('\\', 1),
    };
    (letter, 2)
}

fn coded(escape: &[u8]) -> (char, usize) {
    let Some(first) = unit(&escape[2..]) else { return ('\\', 1) };
    let second = escape[6..].strip_prefix(b"\\u").and_then(unit);
    let units = [first, second.unwrap_or_default()];
    match char::decode_utf16(units).next() {
        Some(Ok(letter)) => (letter, if letter.len_utf16() == 2 { 12 } else { 6 }),
        _ => (char::REPLACEMENT_CHARACTER, 6),
    }
}
