//! What stands between the quotes of a JSON string: read into text, and other text written as that one was.

/// How a character of a string was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spelling {
    /// As it is.
    Plain,
    /// `\n`, `\/`
    Short,
    /// `\u00e9`
    Code { is_upper: bool },
    /// Half of a pair, which stands for no character: its four digits.
    Half([u8; 4]),
}

/// Stands in the text for half of a pair.
const HALF: char = '\u{fffd}';

/// A string as text, with how it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelled {
    /// What it says.
    pub text: String,
    /// A character each; `None` where all of them are plain.
    spellings: Option<Vec<Spelling>>,
}

impl Spelled {
    /// Reads what stands between the quotes of a well-formed string.
    pub fn read(raw: &str) -> Self {
        if !raw.contains('\\') {
            return Self { text: raw.to_owned(), spellings: None };
        }
        let (mut text, mut spellings) = (String::with_capacity(raw.len()), Vec::new());
        let mut rest = raw;
        while let Some(c) = rest.chars().next() {
            let (c, spelling, length) = if c == '\\' { escaped(rest) } else { (c, Spelling::Plain, c.len_utf8()) };
            text.push(c);
            spellings.push(spelling);
            rest = rest.get(length..).unwrap_or_default();
        }
        Self { text, spellings: Some(spellings) }
    }

    /// Writes other text in the manner of this one: character by character where both are as long.
    pub fn write(&self, text: &str, out: &mut String) {
        let Some(spellings) = &self.spellings else {
            text.chars().for_each(|c| push(c, Spelling::Plain, out));
            return;
        };
        if text.chars().count() == spellings.len() {
            text.chars().zip(spellings).for_each(|(c, spelling)| push(c, *spelling, out));
            return;
        }
        let code = spellings.iter().copied().find(|spelling| matches!(spelling, Spelling::Code { .. }));
        let escapes_slash = self.text.chars().zip(spellings).any(|(c, s)| c == '/' && *s == Spelling::Short);
        for c in text.chars() {
            let spelling = match c {
                '/' if escapes_slash => Spelling::Short,
                _ if c.is_ascii() => Spelling::Plain,
                _ => code.unwrap_or(Spelling::Plain),
            };
            push(c, spelling, out);
        }
    }
}

/// The character of the escape that the text begins with, and how long that is.
fn escaped(rest: &str) -> (char, Spelling, usize) {
    let short = |c| (c, Spelling::Short, 2);
    match rest.as_bytes().get(1) {
        Some(b'n') => short('\n'),
        Some(b't') => short('\t'),
        Some(b'r') => short('\r'),
        Some(b'b') => short('\u{8}'),
        Some(b'f') => short('\u{c}'),
        Some(b'u') => coded(rest),
        _ => short(rest.chars().nth(1).unwrap_or('\\')),
    }
}

fn coded(rest: &str) -> (char, Spelling, usize) {
    let unit = |at: usize| rest.get(at..at + 4).and_then(|digits| u16::from_str_radix(digits, 16).ok());
    let first = unit(2).unwrap_or_default();
    let is_pair = rest.get(6..8) == Some("\\u");
    let second = unit(8).filter(|_| is_pair);
    let digits = rest.get(2..6).unwrap_or("0000");
    let is_upper = digits.bytes().any(|digit| digit.is_ascii_uppercase());
    let mut decoded = char::decode_utf16([first].into_iter().chain(second));
    match decoded.next() {
        Some(Ok(c)) => (c, Spelling::Code { is_upper }, if c.len_utf16() == 2 { 12 } else { 6 }),
        _ => {
            let mut half = [b'0'; 4];
            half.iter_mut().zip(digits.bytes()).for_each(|(to, digit)| *to = digit);
            (HALF, Spelling::Half(half), 6)
        }
    }
}

fn push(c: char, spelling: Spelling, out: &mut String) {
    let push_code = |is_upper: bool, out: &mut String| {
        for unit in c.encode_utf16(&mut [0; 2]) {
            out.push_str(&if is_upper { format!("\\u{unit:04X}") } else { format!("\\u{unit:04x}") });
        }
    };
    match spelling {
        Spelling::Half(digits) if c == HALF => {
            out.push_str("\\u");
            out.extend(digits.map(char::from));
        }
        Spelling::Code { is_upper } => push_code(is_upper, out),
        Spelling::Short if c == '/' => out.push_str("\\/"),
        Spelling::Plain | Spelling::Short | Spelling::Half(_) => match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            c if c < ' ' => push_code(false, out),
            c => out.push(c),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_written_the_same_way() {
        for raw in
            ["", "plain é", r#"a\/b\n\"\\"#, r"\u00e9\u00E9 \ud83d\ude00", r"\ud800x\uDC00", r"\b\f\r\t\u0000\u001F"]
        {
            let spelled = Spelled::read(raw);
            let mut written = String::new();
            spelled.write(&spelled.text, &mut written);
            assert_eq!(written, raw);
        }
        assert_eq!(Spelled::read(r"\u0041\ud83d\ude00").text, "A😀");
    }

    #[test]
    fn other_text_is_written_in_its_manner() {
        let written = |raw: &str, text: &str| {
            let mut out = String::new();
            Spelled::read(raw).write(text, &mut out);
            out
        };
        assert_eq!(written(r"\u0041b", "xy"), r"\u0078y");
        assert_eq!(written(r"https:\/\/a", "http://example.com/é"), r"http:\/\/example.com\/é");
        assert_eq!(written(r"\u00E9a", "ünd so"), r"\u00FCnd so");
        assert_eq!(written("abc", "a\"\n"), r#"a\"\n"#);
    }
}
