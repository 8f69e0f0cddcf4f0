//! What is not JSON: letters and digits are replaced where they stand, so that its fault stays where it was.

use super::disguise::Disguise;
use super::field::is_known_key;
use super::place::safe_percent;
use super::words::says_nothing;

/// What stands for a text that is no JSON, or no more. Names of fields that everyone uses stay, where they name one.
pub fn safe_text(text: &str, disguise: &mut Disguise) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c == '\\' {
            rest = &rest[push_escape(rest, &mut out)..];
            continue;
        }
        if let Some(made) = safe_percent(rest) {
            out.push_str(made);
            rest = &rest[made.len()..];
            continue;
        }
        if !c.is_alphanumeric() {
            out.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        }
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        if stays(word, &out, after) {
            out.push_str(word);
        } else {
            out.push_str(&disguise.by_words(word, replaced));
        }
        rest = after;
    }
    out
}

fn replaced(disguise: &mut Disguise, word: &str) -> String {
    if word.chars().all(char::is_alphabetic) {
        disguise.word(word)
    } else if word.len() < 5 {
        disguise.scrambled(word)
    } else {
        disguise.part(word)
    }
}

/// What the language of the text needs, and names of fields.
fn stays(word: &str, before: &str, after: &str) -> bool {
    let names_field = after.trim_start_matches(['"', '\'']).trim_start().starts_with([':', '='])
        || after.starts_with("%22%3A")
        || before.ends_with('<')
        || before.ends_with("</");
    let is_scheme = after.starts_with("://") && matches!(word, "http" | "https");
    let is_literal = matches!(word, "true" | "false" | "null");
    is_scheme || is_literal || (names_field && is_known_key(word)) || (says_nothing(word) && !word.is_empty())
}

/// An escape: what it says is taken away, whether it is a good one stays. How long it was.
fn push_escape(rest: &str, out: &mut String) -> usize {
    out.push('\\');
    let Some(kind) = rest[1..].chars().next() else { return 1 };
    let mut length = 1 + kind.len_utf8();
    out.push(kind);
    if kind == 'u' {
        for digit in rest[length..].chars().take(4).take_while(char::is_ascii_alphanumeric) {
            out.push(if digit.is_ascii_hexdigit() { if out.ends_with("\\u00") { '7' } else { '0' } } else { 'z' });
            length += 1;
        }
    }
    length
}

/// What stands for bytes that are no text.
pub fn safe_bytes(body: &[u8], disguise: &mut Disguise) -> Vec<u8> {
    const GZIP_HEAD: usize = 10;
    let is_packed = body.starts_with(&[0x1f, 0x8b])
        || body.starts_with(b"PK\x03\x04")
        || body.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]);
    if is_packed {
        // Whatever is left of it could be unpacked.
        let (head, packed) = body.split_at(GZIP_HEAD.min(body.len()));
        let mut made = head.to_vec();
        made.extend(packed.iter().map(|_| disguise.byte(0, 256)));
        return made;
    }
    let mut made = Vec::with_capacity(body.len());
    for chunk in body.utf8_chunks() {
        made.extend_from_slice(safe_text(chunk.valid(), disguise).as_bytes());
        // These are never UTF-8, whatever follows.
        made.extend(chunk.invalid().iter().map(|_| disguise.byte(0xf8, 8)));
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    fn safe(text: &str) -> String {
        safe_text(text, &mut Disguise::default())
    }

    #[test]
    fn what_names_a_field_stays_and_the_rest_does_not() {
        let made = safe("<name>Ann</name>&email=ann%40x.io\n{\"callId\": 'k7', \"Ann\": true}");
        assert!(
            made.starts_with("<name>") && made.contains("</name>&email=") && made.contains("{\"callId\": '"),
            "{made}"
        );
        assert!(made.ends_with(": true}") && !made.contains("Ann") && !made.contains("ann"), "{made}");
    }

    #[test]
    fn a_bad_escape_stays_bad_and_a_good_one_good() {
        assert_eq!(&safe(r"\qab")[..2], r"\q");
        assert_eq!(safe(r"\u0041"), r"\u0070");
        assert_eq!(safe(r"\u12G4"), r"\u00z0");
        assert_eq!(safe("\\"), "\\");
    }

    #[test]
    fn bytes_that_are_no_text_stay_none() {
        let made = safe_bytes(b"Jos\xe9 9\0\xc3", &mut Disguise::default());
        assert_eq!((made.len(), made[4], made[6]), (8, b' ', 0));
        assert!(core::str::from_utf8(&made).is_err() && !made.starts_with(b"Jos"));
        let packed = safe_bytes(b"\x1f\x8b\x08\0\0\0\0\0\0\x03Ann Lee", &mut Disguise::default());
        assert!(packed.starts_with(b"\x1f\x8b\x08") && packed.len() == 17 && !packed.ends_with(b"Ann Lee"));
    }
}
