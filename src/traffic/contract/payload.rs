//! The payload in a body, and where in it the call is, the same way the listener finds it; paths stay as they are in the body.

use std::borrow::Cow;

use crate::call::{Datum, envelope_of};

/// A payload, and where in it the call is.
#[derive(Debug, PartialEq)]
pub(super) struct Payload {
    /// The object that was sent; anything else if none was.
    pub value: Datum,
    /// It stood alone in a list.
    pub is_in_list: bool,
    /// The fields that lead to the call; none where it is not wrapped.
    pub way: &'static [&'static str],
}

impl Payload {
    /// Reads a body; `None` for what is not JSON.
    pub fn read(body: &[u8]) -> Option<Self> {
        let (value, is_in_list) = match Datum::parse(&decoded(body)).ok()? {
            Datum::List(mut items) if matches!(items.as_slice(), [Datum::Record(_)]) => (items.remove(0), true),
            Datum::Text(text) => match Datum::parse(&text) {
                Ok(inner @ Datum::Record(_)) => (inner, false),
                _ => (Datum::Text(text), false),
            },
            value => (value, false),
        };
        let way = envelope_of(&value).map_or(&[][..], |(_, way)| way);
        Some(Self { value, is_in_list, way })
    }

    /// The call.
    pub fn call(&self) -> &Datum {
        self.way.iter().fold(&self.value, |outer, step| outer.get(step).unwrap_or(outer))
    }

    /// What stands before a path of the call to make it one of the payload (`call.`).
    pub fn before(&self) -> String {
        self.way.iter().flat_map(|step| [*step, "."]).collect()
    }
}

/// The body as text: UTF-16 by its mark or by a first `{` of two bytes, else UTF-8.
fn decoded(body: &[u8]) -> Cow<'_, str> {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks(2).map(|pair| unit([pair[0], *pair.get(1).unwrap_or(&0)])).collect();
        Cow::Owned(String::from_utf16_lossy(&units))
    };
    match body {
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest),
        [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
        [b'{', 0, ..] => wide(body, u16::from_le_bytes),
        [0, b'{', ..] => wide(body, u16::from_be_bytes),
        _ => String::from_utf8_lossy(body),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call_in(body: &[u8]) -> (String, String) {
        let payload = Payload::read(body).unwrap();
        (payload.call().to_json(), payload.before())
    }

    #[test]
    fn a_call_is_found_however_it_is_wrapped() {
        let call = r#"{"callId":"a"}"#;
        let wide: Vec<u8> = call.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (body, before) in [
            (call.as_bytes(), ""),
            (br#"[{"callId":"a"}]"#, ""),
            (br#""{\"callId\":\"a\"}""#, ""),
            (b"\xEF\xBB\xBF{\"callId\":\"a\"}", ""),
            (&wide, ""),
            (br#"{"event":"e","call":{"callId":"a"}}"#, "call."),
            (br#"{"data":{"event_type":"e","payload":{"callId":"a"}}}"#, "data.payload."),
        ] {
            assert_eq!(call_in(body), (call.to_owned(), before.to_owned()));
        }
        assert_eq!(call_in(b"[1,2]").0, "[1,2]");
        assert_eq!(Payload::read(b"{\"callId\":"), None);
    }
}
