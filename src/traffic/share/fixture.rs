//! A request and our answer as a JSON file for tests: what came, byte for byte, and what has to become of it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::safe::safe_delivery;
use super::written::{number, record, stamp, text};
use crate::call::{CallId, Datum, Delivery, Header, shown_header, shown_target};

/// A request and our answer as a JSON file for tests.
pub fn fixture(delivery: &Delivery, answer: &str, shows_secrets: bool) -> String {
    let note = &delivery.note;
    let header = |Header { name, value }: &Header| {
        let value = if shows_secrets { value.into() } else { shown_header(name, value) };
        record([("name", text(name)), ("value", text(&value))])
    };
    let path = if shows_secrets { note.path.clone() } else { shown_target(&note.path) };
    let body = match core::str::from_utf8(&delivery.body) {
        Ok(body) => ("body", text(body)),
        Err(_) => ("bodyBase64", Datum::Text(STANDARD.encode(&delivery.body))),
    };
    let request = record([
        ("method", text(&note.method)),
        ("path", Datum::Text(path)),
        ("headers", Datum::List(delivery.headers.iter().map(header).collect())),
        body,
    ]);
    let answer = record([("status", number(note.status)), ("body", text(answer))]);
    let or_null = |words: Option<&str>| words.map_or(Datum::Null, text);
    let whole = record([
        ("request", request),
        ("answer", answer),
        ("receivedAt", stamp(note.received_at)),
        ("verdict", text(note.verdict.as_str())),
        ("reason", or_null(note.reason.as_deref())),
        ("callId", or_null(note.call_id.as_ref().map(CallId::as_str))),
    ]);
    // Laid out, so that a change of one can be read in a diff.
    let mut written = String::new();
    lay_out(&whole, 0, &mut written);
    written.push('\n');
    written
}

/// The same with nothing personal in it.
pub fn safe_fixture(delivery: &Delivery, answer: &str) -> String {
    let (safe, safe_answer) = safe_delivery(delivery, answer);
    fixture(&safe, &safe_answer, false)
}

fn lay_out(value: &Datum, depth: usize, out: &mut String) {
    let new_line = |depth: usize, out: &mut String| {
        out.push('\n');
        out.extend(core::iter::repeat_n("  ", depth));
    };
    match value {
        Datum::Record(fields) if fields.iter().any(|(_, value)| !value.is_scalar()) || depth == 1 => {
            for (at, (key, value)) in fields.iter().enumerate() {
                out.push_str(if at == 0 { "{" } else { "," });
                new_line(depth + 1, out);
                out.push_str(&Datum::from(key.as_str()).to_json());
                out.push_str(": ");
                lay_out(value, depth + 1, out);
            }
            new_line(depth, out);
            out.push('}');
        }
        Datum::List(items) if !items.is_empty() => {
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at == 0 { "[" } else { "," });
                new_line(depth + 1, out);
                lay_out(item, depth + 1, out);
            }
            new_line(depth, out);
            out.push(']');
        }
        _ => out.push_str(&value.to_json()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::delivery;
    use super::*;

    #[test]
    fn a_fixture_holds_the_request_and_what_became_of_it() {
        let mut call = delivery(b"{\"callId\": \"x\"}\n");
        call.headers = vec![Header { name: String::from("Authorization"), value: String::from("Bearer s3cret") }];
        let written = fixture(&call, "{\"received\":true}", false);
        assert_eq!(
            written,
            r#"{
  "request": {
    "method": "POST",
    "path": "/webhook/call-completed",
    "headers": [
      {"name":"Authorization","value":"Bearer •••"}
    ],
    "body": "{\"callId\": \"x\"}\n"
  },
  "answer": {
    "status": 200,
    "body": "{\"received\":true}"
  },
  "receivedAt": "2025-01-20T10:20:22.123Z",
  "verdict": "new",
  "reason": null,
  "callId": null
}
"#
        );
        assert!(fixture(&call, "", true).contains("s3cret"));
        let binary = fixture(&delivery(b"\xff"), "", true);
        assert!(binary.contains("\"bodyBase64\": \"/w==\"") && !binary.contains("\"body\": \"/"), "{binary}");
    }
}
