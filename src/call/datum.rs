//! `Datum`: any JSON as an ordered tree that loses nothing a reader could ask for: key order, repeated keys, every digit
//! of a number. Parsing foreign text into it is total up to memory: what is nested deeper than a screen could show stays
//! text. It does not decide what a field means.

use std::fmt::{self, Write as _};

use serde::Deserialize;
use serde::de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::spelling;

/// How many levels of lists and records are read as a tree. What lies deeper is kept as JSON text ([`Datum::Unread`]),
/// so that neither parsing, walking nor dropping a value can exhaust the stack.
pub const MAX_TREE_DEPTH: usize = 256;

/// The key under which serde_json, with `arbitrary_precision`, hands a number's digits to a visitor.
const NUMBER_TOKEN: &str = "$serde_json::private::Number";

/// Any JSON value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Datum {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, digit for digit as it was written; an exponent always as `e+N` or `e-N`.
    Number(Box<str>),
    /// A string, unescaped.
    Text(String),
    /// An array.
    List(Vec<Datum>),
    /// An object: order and repeated keys as they were written.
    Record(Vec<(String, Datum)>),
    /// JSON text nested deeper than [`MAX_TREE_DEPTH`], as it was written.
    Unread(Box<str>),
}

/// Why a text is not JSON, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
pub struct DatumError {
    /// 1-based line of the first fault.
    pub line: usize,
    /// 1-based column of the first fault.
    pub column: usize,
    /// What was wrong there, in plain words where serde_json's are not.
    pub message: String,
}

impl Datum {
    /// Reads one JSON document; anything but white space after it is a fault.
    ///
    /// # Errors
    /// The first place where `text` stops being JSON (RFC 8259).
    pub fn parse(text: &str) -> Result<Self, DatumError> {
        let mut source = serde_json::Deserializer::from_str(text);
        source.disable_recursion_limit();
        let mut value = Levels(MAX_TREE_DEPTH).deserialize(&mut source).map_err(|e| fault(&e))?;
        source.end().map_err(|e| fault(&e))?;
        spelling::restore(&mut value, text);
        Ok(value)
    }

    /// Says nothing: null, empty or white text, an empty list or record.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Record(fields) => fields.is_empty(),
            Self::Bool(_) | Self::Number(_) | Self::Unread(_) => false,
        }
    }

    /// A single value, not a container.
    pub fn is_scalar(&self) -> bool {
        !matches!(self, Self::List(_) | Self::Record(_) | Self::Unread(_))
    }

    /// The value of the last non-blank field of that name, else of the last one.
    pub fn get(&self, key: &str) -> Option<&Self> {
        let Self::Record(fields) = self else { return None };
        let mut named = fields.iter().rev().filter(|(name, _)| name == key).map(|(_, value)| value);
        named.clone().find(|value| !value.is_blank()).or_else(|| named.next())
    }

    /// The fields of a record; none for anything else.
    pub fn fields(&self) -> &[(String, Self)] {
        if let Self::Record(fields) = self { fields } else { &[] }
    }

    /// The value as a person would write it in one line; `None` when it says nothing.
    pub fn to_line(&self) -> Option<String> {
        let line = match self {
            _ if self.is_blank() => return None,
            Self::Null => return None,
            Self::Bool(yes) => yes.to_string(),
            Self::Number(digits) => digits.to_string(),
            Self::Text(text) => text.trim().to_owned(),
            Self::List(items) => items.iter().filter_map(Self::to_line).collect::<Vec<_>>().join(", "),
            Self::Record(_) => match self.get("value") {
                Some(value) if value.is_scalar() => return value.to_line(),
                _ => self.to_json(),
            },
            Self::Unread(raw) => raw.to_string(),
        };
        (!line.is_empty()).then_some(line)
    }

    /// Text that itself holds a JSON list or record, read once; anything else unchanged.
    #[must_use]
    pub fn unquoted(&self) -> std::borrow::Cow<'_, Self> {
        if let Self::Text(text) = self
            && matches!(text.trim_start().as_bytes().first(), Some(b'{' | b'['))
            && let Ok(inner) = Self::parse(text)
        {
            return std::borrow::Cow::Owned(inner);
        }
        std::borrow::Cow::Borrowed(self)
    }

    /// Every scalar with the path that leads to it (`callAnalysis.actionItems[0].task`), in order.
    pub fn leaves(&self) -> Vec<(String, &Self)> {
        let mut found = Vec::new();
        self.walk(&mut String::new(), &mut found);
        found
    }

    fn walk<'a>(&'a self, path: &mut String, found: &mut Vec<(String, &'a Self)>) {
        let length = path.len();
        match self {
            Self::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    let _ = write!(path, "[{index}]");
                    item.walk(path, found);
                    path.truncate(length);
                }
            }
            Self::Record(fields) => {
                for (key, value) in fields {
                    if length > 0 {
                        path.push('.');
                    }
                    path.push_str(key);
                    value.walk(path, found);
                    path.truncate(length);
                }
            }
            _ => found.push((path.clone(), self)),
        }
    }

    /// Compact JSON text that parses back to this very value.
    pub fn to_json(&self) -> String {
        let mut text = String::new();
        self.write_json(&mut text);
        text
    }

    fn write_json(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(yes) => out.push_str(if *yes { "true" } else { "false" }),
            Self::Number(digits) => out.push_str(digits),
            Self::Text(text) => write_json_text(text, out),
            Self::Unread(raw) => out.push_str(raw),
            Self::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    item.write_json(out);
                }
                out.push(']');
            }
            Self::Record(fields) => {
                out.push('{');
                for (index, (key, value)) in fields.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    write_json_text(key, out);
                    out.push(':');
                    value.write_json(out);
                }
                out.push('}');
            }
        }
    }
}

impl From<&str> for Datum {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

fn write_json_text(text: &str, out: &mut String) {
    out.push_str(&serde_json::to_string(text).expect("writing a string to memory cannot fail"));
}

fn fault(error: &serde_json::Error) -> DatumError {
    let full = error.to_string();
    let message = in_plain_words(full.split(" at line ").next().unwrap_or(&full)).to_owned();
    DatumError { line: error.line().max(1), column: error.column().max(1), message }
}

/// What serde_json says, for people who do not read parsers; what is not known here stays as it is.
fn in_plain_words(said: &str) -> &str {
    match said {
        "expected `,` or `}`" => say!("expected a comma or a closing brace"),
        "expected `,` or `]`" => say!("expected a comma or a closing bracket"),
        "expected `:`" => say!("expected a colon"),
        "expected value" => say!("expected a value"),
        "expected ident" => say!("expected true, false or null"),
        "key must be a string" => say!("expected a key in double quotes"),
        "trailing comma" => say!("a comma behind the last one is not allowed"),
        "trailing characters" => say!("nothing after the value was expected"),
        "EOF while parsing an object" => say!("the text ends within an object"),
        "EOF while parsing a list" => say!("the text ends within a list"),
        "EOF while parsing a string" => say!("the text ends within a string"),
        "EOF while parsing a value" => say!("the text ends where a value was expected"),
        "control character (\\u0000-\\u001F) found while parsing a string" => {
            say!("a control character inside a string")
        }
        "invalid escape" => say!("an escape that JSON does not know"),
        "invalid number" => say!("a number that JSON does not know"),
        other => other,
    }
}

/// Reads a value with that many levels of nesting still allowed to become a tree.
#[derive(Clone, Copy)]
struct Levels(usize);

impl<'de> DeserializeSeed<'de> for Levels {
    type Value = Datum;

    fn deserialize<D: de::Deserializer<'de>>(self, source: D) -> Result<Datum, D::Error> {
        if self.0 > 0 {
            return source.deserialize_any(self);
        }
        // serde_json skips over a raw value without recursion, however deep it is.
        let raw = Box::<RawValue>::deserialize(source)?;
        if raw.get().starts_with(['{', '[']) {
            return Ok(Datum::Unread(raw.get().into()));
        }
        let mut scalar = serde_json::Deserializer::from_str(raw.get());
        Levels(1).deserialize(&mut scalar).map_err(de::Error::custom)
    }
}

impl<'de> Visitor<'de> for Levels {
    type Value = Datum;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Datum, E> {
        Ok(Datum::Null)
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Datum, E> {
        Ok(Datum::Bool(yes))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Datum, E> {
        Ok(Datum::Number(number.to_string().into()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Datum, E> {
        Ok(Datum::Number(number.to_string().into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Datum, E> {
        Ok(Datum::Number(number.to_string().into()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Datum, E> {
        Ok(Datum::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Datum, E> {
        Ok(Datum::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut source: A) -> Result<Datum, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = source.next_element_seed(Levels(self.0 - 1))? {
            items.push(item);
        }
        Ok(Datum::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut source: A) -> Result<Datum, A::Error> {
        let mut fields: Vec<(String, Datum)> = Vec::new();
        while let Some(key) = source.next_key::<String>()? {
            // A number's digits arrive as text under a private key, one level down that the text does not have.
            let value = source.next_value_seed(Levels((self.0 - 1).max(usize::from(key == NUMBER_TOKEN))))?;
            fields.push((key, value));
        }
        Ok(match fields.as_slice() {
            [(key, Datum::Text(digits))] if key == NUMBER_TOKEN && is_number(digits) => {
                Datum::Number(digits.as_str().into())
            }
            _ => Datum::Record(fields),
        })
    }
}

/// A payload may really carry the private key; only what JSON writes without quotes is taken for a number.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.strip_prefix('-').unwrap_or(text);
    let whole = digits(rest);
    if whole == 0 || (whole > 1 && rest.starts_with('0')) {
        return false;
    }
    let mut rest = &rest[whole..];
    if let Some(fraction) = rest.strip_prefix('.') {
        let places = digits(fraction);
        if places == 0 {
            return false;
        }
        rest = &fraction[places..];
    }
    match rest.strip_prefix(['e', 'E']) {
        Some(exponent) => {
            let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            !exponent.is_empty() && digits(exponent) == exponent.len()
        }
        None => rest.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_repeated_keys_and_digits_survive_a_round_trip() {
        let text = r#"{"b":1.50,"a":12345678901234567890123,"b":[null,true,"x\u0000y"],"":{}}"#;
        let value = Datum::parse(text).unwrap();
        assert_eq!(value.to_json(), text);
        assert_eq!(Datum::parse(&value.to_json()).unwrap(), value);
    }

    #[test]
    fn the_last_value_that_says_something_wins() {
        let value = Datum::parse(r#"{"a":"first","a":"second","a":null}"#).unwrap();
        assert_eq!(value.get("a"), Some(&Datum::from("second")));
    }

    #[test]
    fn a_hundred_thousand_levels_are_kept_as_text_below_the_limit() {
        let text = format!("{}7{}", "[".repeat(100_000), "]".repeat(100_000));
        let value = Datum::parse(&text).unwrap();
        assert_eq!(value.to_json(), text);
        assert!(matches!(value.leaves()[0].1, Datum::Unread(_)));
    }

    #[test]
    fn numbers_and_texts_at_the_very_limit_are_read() {
        let open = "[".repeat(MAX_TREE_DEPTH);
        let close = "]".repeat(MAX_TREE_DEPTH);
        let value = Datum::parse(&format!("{open}1,\"x\",null{close}")).unwrap();
        let leaves: Vec<_> = value.leaves().into_iter().map(|(_, leaf)| leaf.clone()).collect();
        assert_eq!(leaves, [Datum::Number("1".into()), Datum::from("x"), Datum::Null]);
    }

    #[test]
    fn a_fault_says_where() {
        let error = Datum::parse("{\n  \"a\": x\n}").unwrap_err();
        assert_eq!((error.line, error.message.is_empty()), (2, false));
        assert!(Datum::parse("{} {}").is_err());
        assert!(Datum::parse("").is_err());
    }

    #[test]
    fn what_is_wrong_is_said_in_plain_words() {
        for (text, said) in [
            ("{\"a\": 1\n \"b\": 2}", "line 2, column 2: expected a comma or a closing brace"),
            ("[1 2]", "line 1, column 4: expected a comma or a closing bracket"),
            ("{\"a\" 1}", "line 1, column 6: expected a colon"),
            ("{\"a\":}", "line 1, column 6: expected a value"),
            ("{a:1}", "line 1, column 2: expected a key in double quotes"),
            ("[1,]", "line 1, column 4: a comma behind the last one is not allowed"),
            ("{} x", "line 1, column 4: nothing after the value was expected"),
            ("{\"a\":1", "line 1, column 6: the text ends within an object"),
            ("[1", "line 1, column 2: the text ends within a list"),
            ("\"a", "line 1, column 2: the text ends within a string"),
            ("\"\n\"", "line 2, column 1: a control character inside a string"),
            ("nul", "line 1, column 3: the text ends where a value was expected"),
            ("nux", "line 1, column 3: expected true, false or null"),
            ("1.x", "line 1, column 3: a number that JSON does not know"),
        ] {
            assert_eq!(Datum::parse(text).unwrap_err().to_string(), said, "{text}");
        }
    }

    #[test]
    fn a_payload_with_serde_jsons_private_keys_is_only_a_payload() {
        let text = r#"{"$serde_json::private::Number":"not digits"}"#;
        assert_eq!(Datum::parse(text).unwrap().to_json(), text);
        for imitated in ["06", "-", "-inf", "1.", ".5", "1e", "1e+", "0x1", "1 ", "--1", "1.5.5", ""] {
            let text = format!(r#"{{"$serde_json::private::Number":"{imitated}"}}"#);
            assert_eq!(Datum::parse(&text).unwrap().to_json(), text);
        }
        for number in ["0", "-0", "-0.0", "12345678901234567890123.50", "1e5", "1.5E-07", "9e+99999"] {
            assert!(is_number(number) && Datum::parse(number).unwrap().to_json() == number, "{number}");
        }
        let text = r#"{"$serde_json::private::RawValue":{"a":1}}"#;
        assert_eq!(Datum::parse(text).unwrap().to_json(), text);
    }

    #[test]
    fn json_in_a_string_is_read_once() {
        assert_eq!(Datum::from(r#"{"a":"b"}"#).unquoted().to_json(), r#"{"a":"b"}"#);
        assert_eq!(*Datum::from("[not json").unquoted(), Datum::from("[not json"));
    }
}
