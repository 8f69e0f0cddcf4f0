//! How numbers with an exponent were written: serde_json hands `1E5` and `1e5` on as `1e+5`, but a payload's digits, and an
//! id made of them, are kept as they were sent. Only texts with such numbers are gone through again.

use std::iter::Peekable;

use super::Datum;

/// Gives every number of a parsed text that has an exponent its own spelling back.
pub(super) fn restore(value: &mut Datum, text: &str) {
    let mut spellings = exponents(text).peekable();
    if spellings.peek().is_some() {
        walk(value, &mut spellings);
    }
}

fn walk<'a>(value: &mut Datum, spellings: &mut Peekable<impl Iterator<Item = &'a str>>) {
    match value {
        Datum::Number(digits) if digits.contains(['e', 'E']) => {
            // Out of step only if a payload imitates serde_json's private key for numbers: then nothing is changed.
            if let Some(spelling) = spellings.next_if(|spelling| as_handed_on(spelling) == **digits) {
                *digits = spelling.into();
            }
        }
        Datum::List(items) => items.iter_mut().for_each(|item| walk(item, spellings)),
        Datum::Record(fields) => fields.iter_mut().for_each(|(_, field)| walk(field, spellings)),
        // Kept as it was written: its numbers are only passed over.
        Datum::Unread(raw) => exponents(raw).for_each(|_| _ = spellings.next()),
        _ => {}
    }
}

/// What serde_json makes of a number's spelling.
fn as_handed_on(spelling: &str) -> String {
    let (number, exponent) = spelling.split_once(['e', 'E']).unwrap_or((spelling, ""));
    let sign = if exponent.starts_with(['+', '-']) { "" } else { "+" };
    format!("{number}e{sign}{exponent}")
}

/// The numbers with an exponent in valid JSON, in order.
fn exponents(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(&byte) = bytes.get(at) {
            let start = at;
            at += 1;
            if byte == b'"' {
                while bytes.get(at).is_some_and(|byte| *byte != b'"') {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                at += 1;
            } else if byte == b'-' || byte.is_ascii_digit() {
                let is_part = |byte: &u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
                at += bytes[at..].iter().take_while(|byte| is_part(byte)).count();
                let number = &text[start..at];
                if number.contains(['e', 'E']) {
                    return Some(number);
                }
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponents_keep_their_spelling() {
        for text in [r#"{"a":1e5,"b":[1E+2,-0e0,1.5E-07,3],"c":"1e9 \" 2e9","d":1e400,"1e1":9e99}"#, "1E5", r#""1e5""#]
        {
            assert_eq!(Datum::parse(text).unwrap().to_json(), text);
        }
    }

    #[test]
    fn a_payload_with_serde_jsons_private_key_is_left_alone() {
        let text = r#"{"\u0024serde_json::private::Number":"7e7"}"#;
        assert_eq!(Datum::parse(&format!("[{text},1E5]")).unwrap().to_json(), "[7e7,1E5]");
    }

    #[test]
    fn what_is_too_deep_to_be_a_tree_is_passed_over() {
        let deep = format!("[1e1,{}2E2{},3e3]", "[".repeat(300), "]".repeat(300));
        assert_eq!(Datum::parse(&deep).unwrap().to_json(), deep);
    }
}
