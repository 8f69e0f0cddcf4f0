//! Whether a text holds another, whatever its case and accents. Written for a million short texts in a row.

use crate::call::query::folded_text;

/// Whether a text holds a folded one.
pub(super) fn holds(text: &str, folded: &str) -> bool {
    if text.is_ascii() { holds_ascii(text.as_bytes(), folded.as_bytes()) } else { folded_text(text).contains(folded) }
}

/// Whether a text begins with a folded one.
pub(super) fn begins(text: &str, folded: &str) -> bool {
    if text.is_ascii() {
        let start = text.as_bytes().get(..folded.len());
        return start.is_some_and(|start| start.eq_ignore_ascii_case(folded.as_bytes()));
    }
    folded_text(text).starts_with(folded)
}

/// Whether bytes hold a folded text.
pub(super) fn bytes_hold(bytes: &[u8], folded: &str) -> bool {
    holds(&String::from_utf8_lossy(bytes), folded)
}

fn holds_ascii(text: &[u8], folded: &[u8]) -> bool {
    let Some((first, rest)) = folded.split_first() else { return true };
    let Some(last) = text.len().checked_sub(folded.len()) else { return false };
    text[..=last].iter().enumerate().any(|(at, byte)| {
        byte.to_ascii_lowercase() == *first && text[at + 1..at + folded.len()].eq_ignore_ascii_case(rest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_make_no_difference() {
        for (text, looked_for, is_in) in [
            ("/Webhook/Call", "hook/c", true),
            ("abc", "", true),
            ("", "a", false),
            ("ab", "abc", false),
            ("aab", "ab", true),
            ("Zoë ÅNGSTRÖM", "zoe ang", true),
            ("Straße", "strasse", true),
            ("plain", "ü", false),
        ] {
            assert_eq!(holds(text, looked_for), is_in, "{looked_for} in {text}");
        }
        assert!(begins("Čall-1", "call") && begins("CALL-1", "call-") && !begins("call", "call-1"));
        assert!(bytes_hold(b"\xff{\"A\":\"Follow UP\"}", "follow up") && bytes_hold("MÜLLER".as_bytes(), "muller"));
    }
}
