//! A JSON text as pieces in a row, without recursion, up to where it stops to be JSON.

use super::field::{Field, field_of};

/// A piece of a JSON text. All of them together are the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// White space, brackets, commas, colons, quotes, `true`, `false`, `null`.
    Frame(&'a str),
    /// What stands between the quotes of a key.
    Key(&'a str),
    /// What stands between the quotes of a string, and which field it is of.
    Text(&'a str, Field),
    /// A number.
    Number(&'a str, Field),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expected {
    Value,
    ItemOrEnd,
    KeyOrEnd,
    Key,
    Colon,
    CommaOrEnd,
    Nothing,
}

/// Hands out the pieces; the place where the text stops to be JSON, up to which pieces were handed out.
pub fn pieces<'a>(text: &'a str, mut each: impl FnMut(Piece<'a>)) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut levels: Vec<(bool, Field)> = Vec::new();
    let (mut expected, mut field) = (Expected::Value, Field::Other);
    // What stands before is handed out.
    let (mut done, mut at) = (0, 0);
    if text.starts_with('\u{feff}') {
        at = '\u{feff}'.len_utf8();
    }
    let mut flush = |done: &mut usize, to: usize, each: &mut dyn FnMut(Piece<'a>)| {
        if *done < to {
            each(Piece::Frame(&text[*done..to]));
        }
        *done = to;
    };
    loop {
        while bytes.get(at).is_some_and(|byte| b" \t\r\n".contains(byte)) {
            at += 1;
        }
        let Some(byte) = bytes.get(at) else {
            flush(&mut done, at, &mut each);
            return (expected != Expected::Nothing).then_some(at);
        };
        let takes_value = matches!(expected, Expected::Value | Expected::ItemOrEnd);
        let is_key = matches!(expected, Expected::Key | Expected::KeyOrEnd);
        let length = match byte {
            b'"' if takes_value || is_key => string_length(&bytes[at..]),
            b'-' | b'0'..=b'9' if takes_value => number_length(&bytes[at..]),
            b't' | b'f' | b'n' if takes_value => literal_length(&bytes[at..]),
            b'{' | b'[' if takes_value => Some(1),
            b'}' if expected == Expected::KeyOrEnd => Some(1),
            b']' if expected == Expected::ItemOrEnd => Some(1),
            b'}' | b']' if expected == Expected::CommaOrEnd => {
                levels.last().filter(|(is_object, _)| *is_object == (*byte == b'}')).map(|_| 1)
            }
            b':' if expected == Expected::Colon => Some(1),
            b',' if expected == Expected::CommaOrEnd => Some(1),
            _ => None,
        };
        let Some(length) = length else {
            flush(&mut done, at, &mut each);
            return Some(at);
        };
        let end = at + length;
        let after_value = |levels: &[_]| if levels.is_empty() { Expected::Nothing } else { Expected::CommaOrEnd };
        match byte {
            b'"' => {
                flush(&mut done, at + 1, &mut each);
                let inner = &text[at + 1..end - 1];
                if is_key {
                    field = field_of(inner);
                    each(Piece::Key(inner));
                    expected = Expected::Colon;
                } else {
                    each(Piece::Text(inner, field));
                    expected = after_value(&levels);
                }
                done = end - 1;
            }
            b'-' | b'0'..=b'9' => {
                flush(&mut done, at, &mut each);
                each(Piece::Number(&text[at..end], field));
                done = end;
                expected = after_value(&levels);
            }
            b'{' | b'[' => {
                levels.push((*byte == b'{', field));
                expected = if *byte == b'{' { Expected::KeyOrEnd } else { Expected::ItemOrEnd };
            }
            b'}' | b']' => {
                field = levels.pop().map_or(Field::Other, |(_, field)| field);
                expected = after_value(&levels);
            }
            b':' => expected = Expected::Value,
            b',' => match levels.last() {
                Some((true, _)) => expected = Expected::Key,
                Some((false, of_list)) => (expected, field) = (Expected::Value, *of_list),
                None => {}
            },
            // A literal.
            _ => expected = after_value(&levels),
        }
        at = end;
    }
}

/// With its quotes.
fn string_length(bytes: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => match bytes.get(at + 1)? {
                b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => at += 2,
                b'u' if bytes.get(at + 2..at + 6)?.iter().all(u8::is_ascii_hexdigit) => at += 6,
                _ => return None,
            },
            0..0x20 => return None,
            _ => at += 1,
        }
    }
}

fn number_length(bytes: &[u8]) -> Option<usize> {
    let digits = |at: usize| bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut at = usize::from(bytes.first() == Some(&b'-'));
    at += match bytes.get(at)? {
        b'0' => 1,
        b'1'..=b'9' => digits(at),
        _ => return None,
    };
    if bytes.get(at) == Some(&b'.') {
        at += 1 + Some(digits(at + 1)).filter(|count| *count > 0)?;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        at += 1 + usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        at += Some(digits(at)).filter(|count| *count > 0)?;
    }
    Some(at)
}

fn literal_length(bytes: &[u8]) -> Option<usize> {
    ["true", "false", "null"].iter().find(|word| bytes.starts_with(word.as_bytes())).map(|word| word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, Option<usize>) {
        let mut whole = String::new();
        let fault = pieces(text, |piece| match piece {
            Piece::Frame(text) | Piece::Key(text) | Piece::Text(text, _) | Piece::Number(text, _) => {
                whole.push_str(text);
            }
        });
        (whole, fault)
    }

    #[test]
    fn all_pieces_together_are_the_text() {
        for text in [
            "{}",
            " [ ] ",
            "\u{feff}{\"a\" : [1, -2.5e+7, \"x\\u00e9\\\"\", null, true, {\"b\":{}}], \"a\":false}\r\n",
            "\"\"",
            "0",
        ] {
            assert_eq!(read(text), (text.to_owned(), None));
        }
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        assert_eq!(read(&deep).1, None);
    }

    #[test]
    fn the_fault_is_where_it_stops_to_be_json() {
        for (text, fault) in [
            ("", 0),
            ("hello", 0),
            ("{\"a\":1,}", 7),
            ("[1,2", 4),
            ("01", 1),
            ("[1.]", 1),
            ("{\"a\":\"\\q\"}", 5),
            ("{}{}", 2),
            ("[}", 1),
            ("{\"a\" 1}", 5),
            ("\"a\nb\"", 0),
            ("nul", 0),
            ("[\"\\ud8\"]", 1),
        ] {
            assert_eq!(read(text), (text[..fault].to_owned(), Some(fault)), "{text}");
        }
    }

    #[test]
    fn a_value_is_of_the_field_it_stands_in() {
        let mut found = Vec::new();
        pieces(r#"{"mood":["a",{"email":"b"},"c"],"x":"d"}"#, |piece| {
            if let Piece::Text(text, field) = piece {
                found.push((text, field));
            }
        });
        assert_eq!(found[0], ("a", Field::Vocabulary));
        assert_eq!((found[2], found[3]), (("c", Field::Vocabulary), ("d", Field::Other)));
    }
}
