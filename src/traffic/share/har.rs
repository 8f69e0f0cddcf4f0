//! Requests as an HTTP archive (HAR 1.2), as browsers' developer tools read it. Written entry by entry, so that thousands
//! can be written without being held.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::written::{number, record, stamp, text};
use crate::call::{Datum, Delivery, Header, shown_header, shown_target};

/// What stands for unknown lengths.
const UNKNOWN: i64 = -1;
/// In the place of a cookie.
const MASK: &str = "•••";

/// How an archive begins; entries follow, with a comma between two.
pub fn har_begin() -> String {
    let creator = record([("name", text("Call Inbox")), ("version", text(env!("CARGO_PKG_VERSION")))]);
    format!("{{\"log\":{{\"version\":\"1.2\",\"creator\":{},\"pages\":[],\"entries\":[", creator.to_json())
}

/// How it ends.
pub fn har_end() -> &'static str {
    "\n]}}\n"
}

/// One request with the body of our answer, to stand after what was written before. `base_url` is where requests are sent
/// to, without a path.
pub fn har_entry(delivery: &Delivery, answer: &str, base_url: &str, shows_secrets: bool, is_first: bool) -> String {
    let comma = if is_first { "" } else { "," };
    format!("{comma}\n{}", entry(delivery, answer, base_url, shows_secrets).to_json())
}

/// An HTTP archive of requests, each with the body of our answer, oldest first.
pub fn har(deliveries: &[(Delivery, String)], base_url: &str, shows_secrets: bool) -> String {
    let mut archive = har_begin();
    for (at, (delivery, answer)) in deliveries.iter().enumerate() {
        archive.push_str(&har_entry(delivery, answer, base_url, shows_secrets, at == 0));
    }
    archive.push_str(har_end());
    archive
}

fn entry(delivery: &Delivery, answer: &str, base_url: &str, shows_secrets: bool) -> Datum {
    let note = &delivery.note;
    let took_ms = note.took_micros.map_or(0.0, |micros| micros as f64 / 1_000.0);
    let timings = [
        ("blocked", number(UNKNOWN)),
        ("dns", number(UNKNOWN)),
        ("connect", number(UNKNOWN)),
        ("ssl", number(UNKNOWN)),
        ("send", number(0)),
        ("wait", number(took_ms)),
        ("receive", number(0)),
    ];
    let mut fields = vec![
        (String::from("startedDateTime"), stamp(note.received_at)),
        (String::from("time"), number(took_ms)),
        (String::from("request"), request(delivery, base_url, shows_secrets)),
        (String::from("response"), response(note.status, answer)),
        (String::from("cache"), record([])),
        (String::from("timings"), record(timings)),
        (String::from("_delivery"), number(note.id.0)),
        (String::from("_verdict"), text(note.verdict.as_str())),
    ];
    let mut push = |key: &str, value: Option<&str>| {
        if let Some(value) = value {
            fields.push((key.to_owned(), text(value)));
        }
    };
    push("_from", note.peer.as_deref());
    push("_callId", note.call_id.as_ref().map(crate::call::CallId::as_str));
    push("comment", note.reason.as_deref());
    Datum::Record(fields)
}

fn request(delivery: &Delivery, base_url: &str, shows_secrets: bool) -> Datum {
    let note = &delivery.note;
    let url = absolute(base_url, &note.path);
    let url = if shows_secrets { url } else { shown_target(&url) };
    let query = pairs_of(query_of(&url), '&', |part| decoded(&part.replace('+', " ")));
    let mut fields = vec![
        (String::from("method"), text(&note.method)),
        (String::from("url"), text(&url)),
        (String::from("httpVersion"), text("HTTP/1.1")),
        (String::from("cookies"), Datum::List(cookies(&delivery.headers, shows_secrets))),
        (String::from("headers"), Datum::List(headers(&delivery.headers, shows_secrets))),
        (String::from("queryString"), Datum::List(query)),
        (String::from("headersSize"), number(UNKNOWN)),
        (String::from("bodySize"), number(note.body_bytes)),
    ];
    if !delivery.body.is_empty() {
        fields.push((String::from("postData"), post(delivery)));
    }
    Datum::Record(fields)
}

/// The format knows only text for what is posted; other bytes are told by a field of our own.
fn post(delivery: &Delivery) -> Datum {
    let kind = delivery.headers.iter().find(|header| header.name.eq_ignore_ascii_case("content-type"));
    let kind = kind.map_or("application/octet-stream", |header| header.value.as_str());
    let mut fields = vec![(String::from("mimeType"), text(kind)), (String::from("params"), Datum::List(Vec::new()))];
    let mut push = |key: &str, value: Datum| fields.push((key.to_owned(), value));
    match core::str::from_utf8(&delivery.body) {
        Ok(body) => push("text", text(body)),
        Err(_) => {
            push("text", Datum::Text(STANDARD.encode(&delivery.body)));
            push("_encoding", text("base64"));
            push("comment", text("The body is not UTF-8. `text` is its base64."));
        }
    }
    Datum::Record(fields)
}

/// Of our answer only the status and the body are kept.
fn response(status: u16, answer: &str) -> Datum {
    let kind = if serde_json::from_str::<serde::de::IgnoredAny>(answer).is_ok() {
        "application/json"
    } else {
        "text/plain; charset=utf-8"
    };
    let content = record([("size", number(answer.len())), ("mimeType", text(kind)), ("text", text(answer))]);
    record([
        ("status", number(status)),
        ("statusText", text(phrase(status))),
        ("httpVersion", text("HTTP/1.1")),
        ("cookies", Datum::List(Vec::new())),
        ("headers", Datum::List(vec![record([("name", text("Content-Type")), ("value", text(kind))])])),
        ("content", content),
        ("redirectURL", text("")),
        ("headersSize", number(UNKNOWN)),
        ("bodySize", number(answer.len())),
    ])
}

fn headers(headers: &[Header], shows_secrets: bool) -> Vec<Datum> {
    let shown = |Header { name, value }: &Header| {
        let value = if shows_secrets { value.into() } else { shown_header(name, value) };
        record([("name", text(name)), ("value", text(&value))])
    };
    headers.iter().map(shown).collect()
}

fn cookies(headers: &[Header], shows_secrets: bool) -> Vec<Datum> {
    let sent = headers.iter().filter(|header| header.name.eq_ignore_ascii_case("cookie"));
    let value = |part: &str| if shows_secrets { part.to_owned() } else { MASK.to_owned() };
    sent.flat_map(|header| pairs_of(&header.value, ';', value)).collect()
}

/// `a=1&b=2` as names and values. Names are read as values are, but never masked.
fn pairs_of(text_of_pairs: &str, between: char, value_of: impl Fn(&str) -> String) -> Vec<Datum> {
    let parts = text_of_pairs.split(between).map(str::trim).filter(|part| !part.is_empty());
    let pair = |part: &str| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let name = if between == '&' { value_of(name) } else { name.to_owned() };
        record([("name", text(&name)), ("value", Datum::Text(value_of(value)))])
    };
    parts.map(pair).collect()
}

/// The target of a request as a URL.
pub(super) fn absolute(base_url: &str, target: &str) -> String {
    if target.contains("://") && !target.starts_with('/') {
        return target.to_owned();
    }
    let slash = if target.starts_with('/') { "" } else { "/" };
    format!("{}{slash}{target}", base_url.trim_end_matches('/'))
}

fn query_of(url: &str) -> &str {
    let url = url.split('#').next().unwrap_or_default();
    url.split_once('?').map_or("", |(_, query)| query)
}

/// Percent signs resolved, where what comes out is text.
fn decoded(part: &str) -> String {
    let bytes = part.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let digits = part.get(at + 1..at + 3).filter(|_| *byte == b'%');
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                plain.push(byte);
                at += 3;
            }
            None => {
                plain.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8(plain).unwrap_or_else(|_| part.to_owned())
}

/// The reason phrase of a status.
fn phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        301 => "Moved Permanently",
        302 => "Found",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        417 => "Expectation Failed",
        421 => "Misdirected Request",
        422 => "Unprocessable Content",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        505 => "HTTP Version Not Supported",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::delivery;
    use super::*;

    fn header(name: &str, value: &str) -> Header {
        Header { name: name.to_owned(), value: value.to_owned() }
    }

    #[test]
    fn an_entry_holds_what_came_and_what_was_answered() {
        let mut call = delivery("{\"a\":\"é\"}".as_bytes());
        call.note.path = String::from("/hook/s3cret?a=b%20c&d=%ff+x&e");
        call.headers = vec![header("Content-Type", "application/json"), header("Cookie", "a=1; b"), header("X", "1")];
        let read = |shows| {
            let archive = har(&[(call.clone(), String::from("{\"received\":true}"))], "http://h:1/", shows);
            serde_json::from_str::<serde_json::Value>(&archive).unwrap()["log"]["entries"][0].take()
        };
        let entry = read(true);
        assert_eq!(entry["startedDateTime"], "2025-01-20T10:20:22.123Z");
        assert_eq!((&entry["time"], &entry["timings"]["wait"]), (&12.5.into(), &12.5.into()));
        let request = &entry["request"];
        assert_eq!(request["url"], "http://h:1/hook/s3cret?a=b%20c&d=%ff+x&e");
        assert_eq!(request["postData"]["text"], "{\"a\":\"é\"}");
        assert_eq!(request["bodySize"], 10);
        let query =
            serde_json::json!([{"name":"a","value":"b c"},{"name":"d","value":"%ff x"},{"name":"e","value":""}]);
        assert_eq!(request["queryString"], query);
        assert_eq!(request["cookies"], serde_json::json!([{"name":"a","value":"1"},{"name":"b","value":""}]));
        assert_eq!(request["headers"].as_array().unwrap().len(), 3);
        assert_eq!(entry["response"]["content"]["mimeType"], "application/json");
        let masked = read(false).to_string();
        assert!(!masked.contains("s3cret") && !masked.contains("a=1"), "{masked}");
    }

    #[test]
    fn bytes_that_are_no_text_are_base64_and_say_so() {
        let entry = har_entry(&delivery(b"\xff\0"), "", "http://h", true, false);
        assert!(entry.starts_with(",\n{"), "{entry}");
        assert!(entry.contains(r#""text":"/wA=","_encoding":"base64""#), "{entry}");
    }

    #[test]
    fn an_archive_of_nothing_is_one() {
        let archive: serde_json::Value = serde_json::from_str(&har(&[], "http://h", true)).unwrap();
        assert_eq!(archive["log"]["entries"], serde_json::json!([]));
    }
}
