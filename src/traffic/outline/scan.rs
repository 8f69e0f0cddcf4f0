//! Bytes to lines: a reader of JSON (RFC 8259) that keeps places alone, needs no recursion, and says in plain words where
//! the bytes stop to be JSON.

use core::ops::Range;

use super::{JsonFault, LineKind, Outline, OutlineLine};

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
/// So much of a word that is no JSON is repeated in a fault.
const MOST_FOUND_BYTES: usize = 24;

/// Lays a body out.
pub(super) fn outline(body: &[u8]) -> Outline {
    let mut scan = Scan::of(body);
    if let Err(fault) = scan.whole() {
        scan.note(fault);
    }
    scan.finish()
}

/// What may come next.
enum Next {
    /// A value.
    Value,
    /// The first item of a list, or its end.
    FirstItem,
    /// The first key of an object, or its end.
    FirstKey,
    /// A key.
    Key,
    /// A comma, or the end of the list or object.
    Comma,
    /// White space.
    Nothing,
}

/// A list or an object that has begun.
struct Open {
    line: usize,
    is_object: bool,
    children: u32,
}

struct Fault {
    at: usize,
    what: String,
}

struct Scan<'a> {
    body: &'a [u8],
    at: usize,
    lines: Vec<OutlineLine>,
    open: Vec<Open>,
    /// The key of the value that comes next.
    key: Option<Range<u32>>,
    /// The first so far.
    fault: Option<Fault>,
}

impl<'a> Scan<'a> {
    fn of(body: &'a [u8]) -> Self {
        Self { body, at: 0, lines: Vec::new(), open: Vec::new(), key: None, fault: None }
    }

    fn whole(&mut self) -> Result<(), Fault> {
        if u32::try_from(self.body.len()).is_err() {
            return Err(fault(0, "the body is too long to be laid out"));
        }
        if is_utf16(self.body) {
            return Err(fault(0, "the body is UTF-16, UTF-8 was expected"));
        }
        if self.body.starts_with(BYTE_ORDER_MARK) {
            self.at = BYTE_ORDER_MARK.len();
        }
        self.skip_white();
        if self.peek().is_none() {
            return Err(fault(0, "the body is empty"));
        }
        let mut next = Next::Value;
        loop {
            self.skip_white();
            next = match (next, self.peek()) {
                (Next::Nothing, None) => return Ok(()),
                (Next::Nothing, Some(_)) => return Err(fault(self.at, "nothing after the value was expected")),
                (Next::FirstItem, Some(b']')) | (Next::FirstKey, Some(b'}')) => self.close(),
                (Next::Value | Next::FirstItem, byte) => self.value(byte)?,
                (Next::Key | Next::FirstKey, byte) => self.member(byte)?,
                (Next::Comma, byte) => self.comma(byte)?,
            };
        }
    }

    fn peek(&self) -> Option<u8> {
        self.body.get(self.at).copied()
    }

    fn skip_white(&mut self) {
        let rest = &self.body[self.at..];
        self.at += rest.iter().position(|byte| !is_white(*byte)).unwrap_or(rest.len());
    }

    fn value(&mut self, byte: Option<u8>) -> Result<Next, Fault> {
        let start = self.at;
        let kind = match byte {
            Some(b'"') => {
                self.string()?;
                LineKind::String
            }
            Some(b'-' | b'0'..=b'9') => {
                self.number()?;
                LineKind::Number
            }
            Some(bracket @ (b'{' | b'[')) => return Ok(self.begin(bracket == b'{')),
            _ => match self.word() {
                b"true" | b"false" => LineKind::Bool,
                b"null" => LineKind::Null,
                _ => return Err(self.no_value(byte)),
            },
        };
        if matches!(kind, LineKind::Bool | LineKind::Null) {
            self.at += self.word().len();
        }
        self.push(start, kind);
        Ok(self.after_value())
    }

    fn begin(&mut self, is_object: bool) -> Next {
        self.at += 1;
        let line = self.push(self.at - 1, LineKind::Opens { is_object, children: 0, end: 0 });
        self.open.push(Open { line, is_object, children: 0 });
        if is_object { Next::FirstKey } else { Next::FirstItem }
    }

    /// At the closing bracket of what was begun last.
    fn close(&mut self) -> Next {
        self.at += 1;
        if let Some(open) = self.open.pop() {
            let end = if open.line + 1 == self.lines.len() {
                self.lines[open.line].value.end = place(self.at);
                open.line
            } else {
                self.push_line(self.at - 1, LineKind::Closes)
            };
            self.end(&open, end);
        }
        self.after_value()
    }

    fn end(&mut self, open: &Open, end: usize) {
        self.lines[open.line].kind =
            LineKind::Opens { is_object: open.is_object, children: open.children, end: place(end) };
    }

    fn after_value(&self) -> Next {
        if self.open.is_empty() { Next::Nothing } else { Next::Comma }
    }

    fn comma(&mut self, byte: Option<u8>) -> Result<Next, Fault> {
        let is_object = self.is_in_object();
        match byte {
            Some(b',') => {
                self.at += 1;
                Ok(if is_object { Next::Key } else { Next::Value })
            }
            Some(b'}') if is_object => Ok(self.close()),
            Some(b']') if !is_object => Ok(self.close()),
            _ => Err(self.expected(&format!("a comma or a closing {}", if is_object { "brace" } else { "bracket" }))),
        }
    }

    fn is_in_object(&self) -> bool {
        self.open.last().is_some_and(|open| open.is_object)
    }

    /// A key and the colon behind it.
    fn member(&mut self, byte: Option<u8>) -> Result<Next, Fault> {
        if byte != Some(b'"') {
            return Err(self.no_key(byte));
        }
        let key = self.string()?;
        self.skip_white();
        if self.peek() != Some(b':') {
            return Err(self.expected("a colon after the key"));
        }
        self.at += 1;
        self.key = Some(key);
        Ok(Next::Value)
    }

    /// Over a string with its quotes. What is wrong in it but does not hide where it ends is noted alone.
    fn string(&mut self) -> Result<Range<u32>, Fault> {
        let start = self.at;
        let mut at = start + 1;
        let end = loop {
            let rest = &self.body[at..];
            at += rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)).unwrap_or(rest.len());
            match self.body.get(at) {
                None => break Err(fault(start, "a string that is not closed")),
                Some(b'"') => break Ok(at + 1),
                Some(b'\\') => match escape(&self.body[at..]) {
                    Escape::Whole(bytes) => at += bytes,
                    Escape::Half => {
                        // Half a character by itself; programs refuse it, but the string goes on.
                        self.note(fault(at, "an escape that is half a character without its other half"));
                        at += 6;
                    }
                    Escape::Wrong(what) => break Err(fault(at, what)),
                    Escape::Cut => break Err(fault(start, "a string that is not closed")),
                },
                Some(b'\n' | b'\r') => {
                    break Err(fault(at, "a line break inside a string, where it has to be written as \\n"));
                }
                Some(_) => break Err(fault(at, "a control character inside a string")),
            }
        };
        let read = end.as_ref().map_or(at, |end| *end);
        if let Err(error) = core::str::from_utf8(&self.body[start..read]) {
            self.note(fault(start + error.valid_up_to(), "bytes that are not UTF-8 inside a string"));
        }
        self.at = end?;
        Ok(place(start)..place(self.at))
    }

    fn number(&mut self) -> Result<(), Fault> {
        self.at += usize::from(self.peek() == Some(b'-'));
        let start = self.at;
        self.digits("a digit after the minus")?;
        if self.body[start] == b'0' && self.at - start > 1 {
            return Err(fault(start, "a number may not begin with 0"));
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits("a digit after the point")?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            self.digits("a digit of the exponent")?;
        }
        Ok(())
    }

    /// Over one digit and more.
    fn digits(&mut self, what: &str) -> Result<(), Fault> {
        let rest = &self.body[self.at..];
        let count = rest.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(rest.len());
        if count == 0 {
            return Err(self.expected(what));
        }
        self.at += count;
        Ok(())
    }

    /// The letters, digits and underscores that stand here.
    fn word(&self) -> &'a [u8] {
        let rest = &self.body[self.at..];
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        &rest[..rest.iter().position(|byte| !is_part(byte)).unwrap_or(rest.len())]
    }

    /// A value and, in a list or an object, one more of its children.
    fn push(&mut self, start: usize, kind: LineKind) -> usize {
        if let Some(open) = self.open.last_mut() {
            open.children += 1;
        }
        self.push_line(start, kind)
    }

    fn push_line(&mut self, start: usize, kind: LineKind) -> usize {
        let depth = u16::try_from(self.open.len()).unwrap_or(u16::MAX);
        self.lines.push(OutlineLine { depth, key: self.key.take(), value: place(start)..place(self.at), kind });
        self.lines.len() - 1
    }

    fn expected(&self, what: &str) -> Fault {
        let end = if self.peek().is_none() { ", but the body ends here" } else { "" };
        fault(self.at, format!("expected {what}{end}"))
    }

    fn no_value(&self, byte: Option<u8>) -> Fault {
        let is_behind_comma = self.body[..self.at].trim_ascii_end().ends_with(b",");
        match byte {
            Some(b']' | b'}') if is_behind_comma => {
                fault(self.at, "expected another item; a comma behind the last one is not allowed")
            }
            Some(b'\'') => fault(self.at, "a string has to be in double quotes"),
            Some(b'/') => fault(self.at, "a comment is not allowed"),
            Some(b'+') => fault(self.at, "a number may not begin with +"),
            Some(b'.') => fault(self.at, "a number may not begin with a point"),
            _ => self.expected(&format!("a value{}", self.found())),
        }
    }

    fn no_key(&self, byte: Option<u8>) -> Fault {
        let is_behind_comma = self.body[..self.at].trim_ascii_end().ends_with(b",");
        match byte {
            Some(b'}') if is_behind_comma => {
                fault(self.at, "expected another key; a comma behind the last member is not allowed")
            }
            Some(b'/') => fault(self.at, "a comment is not allowed"),
            None => self.expected("a key"),
            _ => self.expected(&format!("a key in double quotes{}", self.found())),
        }
    }

    /// The word that stands where something else was expected.
    fn found(&self) -> String {
        let word = self.word();
        let end = if word.len() > MOST_FOUND_BYTES { "…" } else { "" };
        let word = String::from_utf8_lossy(&word[..word.len().min(MOST_FOUND_BYTES)]);
        if word.is_empty() { String::new() } else { format!(", found {word}{end}") }
    }

    /// Remembers a fault, unless there is an earlier one.
    fn note(&mut self, fault: Fault) {
        if self.fault.as_ref().is_none_or(|first| fault.at < first.at) {
            self.fault = Some(fault);
        }
    }

    fn finish(mut self) -> Outline {
        let past_the_last = self.lines.len();
        while let Some(open) = self.open.pop() {
            self.end(&open, past_the_last);
        }
        self.lines.shrink_to_fit();
        Outline { lines: self.lines, fault: self.fault.map(|fault| placed(self.body, fault)) }
    }
}

/// What a backslash begins.
enum Escape {
    /// A character, written with so many bytes.
    Whole(usize),
    /// One half of a character above U+FFFF, without the other.
    Half,
    /// None.
    Wrong(&'static str),
    /// The bytes end in it.
    Cut,
}

fn escape(bytes: &[u8]) -> Escape {
    match bytes.get(1) {
        None => Escape::Cut,
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Escape::Whole(2),
        Some(b'u') => match unit(&bytes[2..]) {
            None if bytes.len() < 6 && bytes[2..].iter().all(u8::is_ascii_hexdigit) => Escape::Cut,
            None => Escape::Wrong("expected four hexadecimal digits after \\u"),
            Some(0xD800..0xDC00) => match bytes[6..].strip_prefix(b"\\u").and_then(unit) {
                Some(0xDC00..0xE000) => Escape::Whole(12),
                _ => Escape::Half,
            },
            Some(0xDC00..0xE000) => Escape::Half,
            Some(_) => Escape::Whole(6),
        },
        Some(_) => Escape::Wrong("a backslash inside a string has to be followed by one of \" \\ / b f n r t u"),
    }
}

/// Four hexadecimal digits.
pub(super) fn unit(bytes: &[u8]) -> Option<u16> {
    let digits = bytes.get(..4)?;
    digits.iter().try_fold(0_u16, |unit, digit| {
        let digit = char::from(*digit).to_digit(16)?;
        Some(unit << 4 | u16::try_from(digit).ok()?)
    })
}

/// Told as the listener tells it.
fn is_utf16(body: &[u8]) -> bool {
    matches!(body, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [b'{', 0, ..] | [0, b'{', ..])
}

fn is_white(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}

fn fault(at: usize, what: impl Into<String>) -> Fault {
    Fault { at, what: what.into() }
}

fn place(at: usize) -> u32 {
    u32::try_from(at).expect("a body that is longer is not laid out")
}

fn placed(body: &[u8], Fault { at, what }: Fault) -> JsonFault {
    let before = &body[..at];
    let before = before.strip_prefix(BYTE_ORDER_MARK).unwrap_or(before);
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let begins = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    // A character has one byte that is none of those that go on.
    let column = before[begins..].iter().filter(|byte| **byte & 0xC0 != 0x80).count() + 1;
    JsonFault { at, line, column, what }
}
