//! Body bytes to a call's key and document: decoding, the odd top levels, the id. Pure and tolerant: whatever is JSON is
//! a payload, with warnings that say what had to be assumed. Envelopes are `envelope`'s, what a field means is `call`'s.

use std::borrow::Cow;

use super::envelope;
use crate::call::{CallId, Datum, IdSource, NamedId, Payload, find_id};

/// Why a body is not JSON, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct NotJson {
    /// The place and what is wrong there, in a sentence without a full stop.
    pub reason: String,
    /// 1-based line of the first fault in the decoded text.
    pub line: usize,
    /// 1-based column of the first fault in the decoded text, in bytes of UTF-8.
    pub column: usize,
}

/// Reads a body. `body_sha256` is the hash of `body`; an id is derived from it when the payload names none.
///
/// # Errors
/// The body is not one JSON value (RFC 8259) in UTF-8 or UTF-16.
pub fn read(body: &[u8], body_sha256: &[u8; 32]) -> Result<Payload, NotJson> {
    let mut warnings = Vec::new();
    let text = decode(body, &mut warnings);
    if text.trim_ascii().is_empty() {
        return Err(NotJson { reason: String::from("the body is empty"), line: 1, column: 1 });
    }
    let value = Datum::parse(&text).map_err(|e| NotJson { reason: e.to_string(), line: e.line, column: e.column })?;
    drop(text);
    let value = top_level(value, &mut warnings);
    let (named, document) = match envelope::take_off(value) {
        Ok(unwrapped) => {
            warnings.push(format!("The call was inside an envelope ({}).", unwrapped.shape));
            (unwrapped.id, unwrapped.document)
        }
        Err(bare) => (find_id(&bare), bare),
    };
    let (call_id, id_source) = match named {
        Some(NamedId { id, source, key }) => {
            if source == IdSource::Alias {
                warnings.push(format!("The call's id was taken from \"{key}\"."));
            }
            (id, source)
        }
        None => {
            warnings.push(String::from("No usable callId was sent; one was derived from the body."));
            (CallId::derived(body_sha256), IdSource::Derived)
        }
    };
    Ok(Payload { call_id, id_source, document, warnings })
}

/// A JSON text that holds a record is read once more; a list of one record is that record.
fn top_level(value: Datum, warnings: &mut Vec<String>) -> Datum {
    match value {
        Datum::Text(text) => match Datum::parse(&text) {
            Ok(inner @ Datum::Record(_)) => {
                warnings.push(String::from("The body was JSON inside a JSON text."));
                inner
            }
            _ => not_a_record(Datum::Text(text), warnings),
        },
        Datum::List(mut items) if matches!(items.as_slice(), [Datum::Record(_)]) => {
            warnings.push(String::from("The body was a list with one call in it."));
            items.remove(0)
        }
        record @ Datum::Record(_) => record,
        other => not_a_record(other, warnings),
    }
}

fn not_a_record(value: Datum, warnings: &mut Vec<String>) -> Datum {
    warnings.push(String::from("The body was JSON, but not an object."));
    value
}

/// The body as text. UTF-16 is told by its mark, or without one by a first `{` of two bytes; all else is UTF-8.
fn decode<'a>(body: &'a [u8], warnings: &mut Vec<String>) -> Cow<'a, str> {
    let text = match body {
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes, warnings),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes, warnings),
        [b'{', 0, ..] => utf16(body, u16::from_le_bytes, warnings),
        [0, b'{', ..] => utf16(body, u16::from_be_bytes, warnings),
        _ => String::from_utf8_lossy(body),
    };
    // Lossless decoding borrows: an owned text from UTF-8 had something replaced.
    if matches!(text, Cow::Owned(_)) && warnings.is_empty() {
        warnings.push(String::from("The body was not valid UTF-8; what could not be read was replaced by \u{FFFD}."));
    }
    text
}

fn utf16<'a>(body: &[u8], unit: fn([u8; 2]) -> u16, warnings: &mut Vec<String>) -> Cow<'a, str> {
    warnings.push(String::from("The body was UTF-16."));
    let pairs = body.chunks_exact(2);
    let odd_end = !pairs.remainder().is_empty();
    let units = pairs.map(|pair| unit([pair[0], pair[1]]));
    let mut replaced = odd_end;
    let mut text: String = char::decode_utf16(units)
        .map(|letter| {
            letter.unwrap_or_else(|_| {
                replaced = true;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    if odd_end {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    if replaced {
        warnings.push(String::from("It was not valid UTF-16; what could not be read was replaced by \u{FFFD}."));
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHA: [u8; 32] = [0xAB; 32];

    fn read_text(body: &str) -> Payload {
        read(body.as_bytes(), &SHA).unwrap()
    }

    fn id_of(body: &str) -> (String, IdSource) {
        let payload = read_text(body);
        (payload.call_id.to_string(), payload.id_source)
    }

    #[test]
    fn ids_are_given_aliased_or_derived() {
        use IdSource::{Alias, Derived, Given};
        let derived = "sha256-abababababababababababab";
        let long = format!(r#"{{"callId":"{}"}}"#, "x".repeat(513));
        for (body, id, source) in [
            (r#"{"callId":" a1 "}"#, "a1", Given),
            (r#"{"callId":693.50}"#, "693.50", Given),
            (r#"{"callId":"one","callId":"two","callId":null}"#, "two", Given),
            (r#"{"callId":"a","call_id":"b"}"#, "a", Given),
            (r#"{"callId":null,"id":"i","call_id":"c"}"#, "c", Alias),
            (r#"{"callID":7}"#, "7", Alias),
            (r#"{"_id":{"$oid":"o1"}}"#, "o1", Alias),
            (r#"{"callId":{"$oid":"o2"}}"#, "o2", Alias),
            (r#"{"callId":["x"]}"#, derived, Derived),
            (r#"{"callId":true}"#, derived, Derived),
            (r#"{"callId":{"$oid":null}}"#, derived, Derived),
            (r#"{"callId":"  "}"#, derived, Derived),
            (r#"{"callerDetails":{"id":"x"}}"#, derived, Derived),
            (&long, derived, Derived),
            ("null", derived, Derived),
            ("[1,2]", derived, Derived),
        ] {
            assert_eq!(id_of(body), (String::from(id), source), "{body}");
        }
    }

    #[test]
    fn a_bare_document_is_the_payload_untouched() {
        let body = r#"{"z":1,"call_id":"x","recording_url":"u","a":{"b":[1.50]},"z":2}"#;
        assert_eq!(read_text(body).document.to_json(), body);
    }

    #[test]
    fn odd_top_levels_are_opened_once() {
        assert_eq!(read_text(r#"" {\"callId\":\"a\"} ""#).document.to_json(), r#"{"callId":"a"}"#);
        assert_eq!(read_text(r#"[{"callId":"a"}]"#).call_id.as_str(), "a");
        assert_eq!(read_text(r#"[[{"callId":"a"}]]"#).id_source, IdSource::Derived);
        assert_eq!(read_text(r#""\"{\\\"callId\\\":\\\"a\\\"}\"""#).id_source, IdSource::Derived);
    }

    #[test]
    fn utf16_is_told_by_its_mark_or_its_first_letter() {
        let text = r#"{"callId":"Zoë 😀"}"#;
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for body in [le.clone(), be.clone(), [&[0xFF, 0xFE], &le[..]].concat(), [&[0xFE, 0xFF], &be[..]].concat()] {
            let payload = read(&body, &SHA).unwrap();
            assert_eq!((payload.call_id.as_str(), payload.warnings.len()), ("Zoë 😀", 1));
        }
        assert!(read(&le[..le.len() - 1], &SHA).is_err());
    }

    #[test]
    fn a_mark_is_skipped_once_and_bad_utf8_is_replaced_with_a_warning() {
        assert!(read(b"\xEF\xBB\xBF{\"callId\":\"a\"}", &SHA).unwrap().warnings.is_empty());
        assert!(read(b"\xEF\xBB\xBF\xEF\xBB\xBF{}", &SHA).is_err());
        let payload = read(b"{\"callId\":\"Jos\xE9\"}", &SHA).unwrap();
        assert_eq!((payload.call_id.as_str(), payload.warnings.len()), ("Jos\u{FFFD}", 1));
    }

    #[test]
    fn what_is_not_json_says_where() {
        let error = read(b"{\n \"a\": x}", &SHA).unwrap_err();
        assert_eq!(error.line, 2);
        assert!(error.reason.starts_with("line 2, column "), "{}", error.reason);
        assert_eq!(read(b" \r\n", &SHA).unwrap_err().reason, "the body is empty");
        assert!(read(b"{} {}", &SHA).is_err());
    }
}
