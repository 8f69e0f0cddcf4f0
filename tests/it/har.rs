//! Archives of requests, read by the very code with which Chromium's developer tools import them.

#![expect(clippy::unwrap_used, reason = "a test may fail here")]

use call_inbox::call::{Delivery, DeliveryId, DeliveryNote, Header, UnixMillis, Verdict};
use call_inbox::traffic::{har, har_begin, har_end, har_entry};
use serde_json::{Value, json};

use crate::support::browser::Browser;
use crate::support::corpus::{Fixture, fixtures};

/// The part of the developer tools that reads archives.
const IMPORTER: &str = "devtools://devtools/bundled/models/har/har.js";
const BASE: &str = "http://127.0.0.1:8787";

fn delivery(number: i64, body: &[u8]) -> Delivery {
    let header = |name: &str, value: &str| Header { name: name.to_owned(), value: value.to_owned() };
    let note = DeliveryNote {
        id: DeliveryId(number),
        received_at: UnixMillis(1_737_368_422_123 + number),
        source: String::from("default"),
        peer: Some(String::from("127.0.0.1:1")),
        method: String::from("POST"),
        path: String::from("/webhook/call-completed?a=b%20c&d"),
        status: 200,
        verdict: Verdict::New,
        reason: None,
        call_id: None,
        body_bytes: body.len() as u64,
        took_micros: Some(12_500),
        changes: Vec::new(),
    };
    let headers = vec![
        header("Content-Type", "application/json"),
        header("X-Twice", "1"),
        header("X-Twice", "2 \"é\""),
        header("Cookie", "a=1; b=2"),
    ];
    Delivery { note, headers, body: body.to_vec() }
}

/// A key and what its value is.
type Wanted = (&'static str, fn(&Value) -> bool);

/// What the developer tools make of an archive: the requests they would show, or why they refuse it.
fn imported(browser: &mut Browser, archive: &str) -> Value {
    let told = browser.evaluate(&format!(
        "(async () => {{
           const har = await import({});
           try {{
             const root = new har.HARFormat.HARRoot(JSON.parse({}));
             const requests = har.Importer.Importer.requestsFromHARLog(root.log);
             return JSON.stringify(await Promise.all(requests.map(async request => ({{
               url: request.url(), method: request.requestMethod, status: request.statusCode, phrase: request.statusText,
               start: request.startTime, took: request.duration, type: request.mimeType,
               headers: request.requestHeaders().map(header => [header.name, header.value]),
               body: await request.requestFormData(), answer: (await request.requestContentData()).text,
               query: request.queryParameters, cookies: request.includedRequestCookies().length,
             }}))));
           }} catch (error) {{ return JSON.stringify({{ refused: String(error) }}); }}
         }})()",
        Value::from(IMPORTER),
        Value::from(archive)
    ));
    serde_json::from_str(told.as_str().unwrap()).unwrap()
}

#[test]
fn the_developer_tools_of_a_browser_import_an_archive() {
    let mut browser = Browser::start(800, 600);
    browser.open_own(IMPORTER);
    an_archive_is_read_whole(&mut browser);
    every_body_of_the_corpus_is_read(&mut browser);
    what_lacks_a_part_is_refused(&mut browser);
}

fn an_archive_is_read_whole(browser: &mut Browser) {
    let mut refused = delivery(2, b"\xff\0");
    refused.note.status = 401;
    refused.note.took_micros = None;
    refused.note.reason = Some(String::from("the secret is wrong"));
    let mut looked = delivery(3, b"");
    looked.note.method = String::from("GET");
    looked.headers.clear();
    let answer = String::from(r#"{"received":true}"#);
    let all = [
        (delivery(1, "{\"a\":\"é\\n\"}\n".as_bytes()), answer),
        (refused, String::from("no")),
        (looked, String::new()),
    ];
    let found = imported(browser, &har(&all, BASE, true));
    let [first, second, third] = found.as_array().unwrap_or_else(|| panic!("{found}")).as_slice() else {
        panic!("{found}")
    };
    assert_eq!(first["url"], "http://127.0.0.1:8787/webhook/call-completed?a=b%20c&d");
    assert_eq!((&first["method"], &first["status"], &first["phrase"]), (&json!("POST"), &json!(200), &json!("OK")));
    assert_eq!(first["body"], "{\"a\":\"é\\n\"}\n");
    assert_eq!(first["answer"], r#"{"received":true}"#);
    assert_eq!(first["type"], "application/json");
    let headers =
        json!([["Content-Type", "application/json"], ["X-Twice", "1"], ["X-Twice", "2 \"é\""], ["Cookie", "a=1; b=2"]]);
    assert_eq!(first["headers"], headers);
    assert_eq!(first["cookies"], 2);
    assert!((first["start"].as_f64().unwrap() - 1_737_368_422.124).abs() < 0.0005, "{first}");
    assert!((first["took"].as_f64().unwrap() - 0.0125).abs() < 0.0005, "{first}");
    assert_eq!((&second["status"], &second["body"], &second["answer"]), (&json!(401), &json!("/wA="), &json!("no")));
    assert_eq!((&third["method"], &third["headers"]), (&json!("GET"), &json!([])));
    // Entry by entry it is the same.
    let entries =
        all.iter().enumerate().map(|(at, (delivery, answer))| har_entry(delivery, answer, BASE, true, at == 0));
    assert_eq!(har_begin() + &entries.collect::<String>() + har_end(), har(&all, BASE, true));
    let masked = imported(browser, &har(&all, BASE, false)).to_string();
    assert!(masked.contains("[\"Cookie\",\"•••\"]"), "{masked}");
}

fn every_body_of_the_corpus_is_read(browser: &mut Browser) {
    const MOST_BYTES: usize = 20_000;
    let bodies: Vec<Vec<u8>> =
        fixtures().iter().map(Fixture::body).filter(|body| body.len() < MOST_BYTES && !body.is_empty()).collect();
    let of_one = |(number, body): (usize, &Vec<u8>)| (delivery(number as i64, body), String::from("{}"));
    let all: Vec<_> = bodies.iter().enumerate().map(of_one).collect();
    let found = imported(browser, &har(&all, BASE, true));
    let found = found.as_array().unwrap_or_else(|| panic!("{found}"));
    assert_eq!(found.len(), bodies.len());
    for (body, request) in bodies.iter().zip(found) {
        if let Ok(text) = core::str::from_utf8(body) {
            assert_eq!(request["body"], text);
        }
    }
}

/// The importer forgives much that the format asks for.
#[test]
fn nothing_that_the_format_asks_for_is_missing() {
    let answered = [
        (delivery(1, b"{}"), String::from("{}")),
        (delivery(2, b"\xff"), String::new()),
        (delivery(3, b""), String::new()),
    ];
    let archive: Value = serde_json::from_str(&har(&answered, BASE, true)).unwrap();
    let has = |value: &Value, kinds: &[Wanted]| {
        kinds.iter().for_each(|(key, is)| assert!(is(&value[key]), "{key} in {value}"));
    };
    let lists =
        |value: &Value, keys: &[&str]| keys.iter().for_each(|key| assert!(value[key].is_array(), "{key} in {value}"));
    assert_eq!(archive["log"]["version"], "1.2");
    has(&archive["log"]["creator"], &[("name", Value::is_string), ("version", Value::is_string)]);
    let entries = archive["log"]["entries"].as_array().unwrap();
    assert_eq!(entries.len(), 3);
    for entry in entries {
        has(entry, &[("startedDateTime", Value::is_string), ("time", Value::is_number), ("cache", Value::is_object)]);
        let (request, response) = (&entry["request"], &entry["response"]);
        let both: [Wanted; 3] =
            [("httpVersion", Value::is_string), ("headersSize", Value::is_number), ("bodySize", Value::is_number)];
        has(request, &both);
        has(response, &both);
        has(request, &[("method", Value::is_string), ("url", Value::is_string)]);
        lists(request, &["cookies", "headers", "queryString"]);
        lists(response, &["cookies", "headers"]);
        has(
            response,
            &[("status", Value::is_number), ("statusText", Value::is_string), ("redirectURL", Value::is_string)],
        );
        has(
            &response["content"],
            &[("size", Value::is_number), ("mimeType", Value::is_string), ("text", Value::is_string)],
        );
        let timings = &entry["timings"];
        has(timings, &[("send", Value::is_number), ("wait", Value::is_number), ("receive", Value::is_number)]);
        let parts = timings.as_object().unwrap().values().filter_map(Value::as_f64).filter(|part| *part >= 0.0);
        assert_eq!(Some(parts.sum::<f64>()), entry["time"].as_f64());
        if !request["postData"].is_null() {
            has(
                &request["postData"],
                &[("mimeType", Value::is_string), ("text", Value::is_string), ("params", Value::is_array)],
            );
        }
    }
    assert!(entries[2]["request"]["postData"].is_null());
}

/// So that a pass means something.
fn what_lacks_a_part_is_refused(browser: &mut Browser) {
    let archive: Value = serde_json::from_str(&har(&[(delivery(1, b"{}"), String::new())], BASE, true)).unwrap();
    assert!(imported(browser, &archive.to_string()).is_array());
    let places = [
        "/log/creator",
        "/log/entries",
        "/log/entries/0/startedDateTime",
        "/log/entries/0/time",
        "/log/entries/0/request",
        "/log/entries/0/request/headersSize",
        "/log/entries/0/response/status",
        "/log/entries/0/response/content/size",
        "/log/entries/0/timings/wait",
    ];
    for place in places {
        let mut broken = archive.clone();
        let (parent, name) = place.rsplit_once('/').unwrap();
        broken.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name).unwrap();
        let told = imported(browser, &broken.to_string());
        assert!(told["refused"].is_string(), "without {place}: {told}");
    }
}
