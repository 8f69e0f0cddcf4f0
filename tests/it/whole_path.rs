//! From POST to page: what the platform sends is answered as ruled, stored to the byte, listed, and every leaf of it is on
//! the call's page. Over a real socket, with the real program.

#![expect(clippy::unwrap_used, reason = "a test may fail here")]

use std::collections::HashSet;

use call_inbox::bus::Bus;
use call_inbox::call::{CallId, Datum, UnixMillis};
use call_inbox::inbox::DetailPage;
use call_inbox::store::{Access, Store};
use jiff::tz::TimeZone;

use crate::support::corpus::{fixture, fixtures};
use crate::support::program::{Served, folder, json_lines, run};

/// What the scalars of a value say; JSON in a string is read once, as the page does.
fn spoken(value: &Datum, said: &mut Vec<String>) {
    match &*value.unquoted() {
        Datum::List(items) => items.iter().for_each(|item| spoken(item, said)),
        Datum::Record(fields) => fields.iter().for_each(|(_, value)| spoken(value, said)),
        scalar => said.extend(scalar.to_line()),
    }
}

fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Leaves of a document that no text of its page holds.
fn missing_on(page: &DetailPage, document: &Datum) -> Vec<String> {
    let texts = page.texts();
    // Most leaves stand alone, or behind a label in a line of several; only the others are looked for in all of it.
    let mut alone: HashSet<String> = texts.iter().flat_map(|text| [text.clone(), one_line(text)]).collect();
    for piece in texts.iter().filter(|text| text.len() < 400).flat_map(|text| text.split(" · ")) {
        alone.extend(piece.match_indices(' ').map(|(at, _)| piece[at + 1..].to_owned()));
    }
    let mut said = Vec::new();
    spoken(document, &mut said);
    said.retain(|leaf| !alone.contains(leaf) && !alone.contains(&one_line(leaf)));
    let (whole, flat) = (texts.join("\u{1}"), one_line(&texts.join(" ")));
    said.retain(|leaf| !whole.contains(leaf.as_str()) && !flat.contains(&one_line(leaf)));
    said
}

#[test]
fn the_contracts_example_and_its_curl_test_are_calls_with_every_leaf_on_their_page() {
    let folder = folder();
    let served = Served::start(folder.path());
    for (file, id) in
        [("001-contract-example.json", "693bff62619c51fac21acf50"), ("002-contract-test-request.json", "test-call-123")]
    {
        let body = fixture(file);
        let answer = served.post(&body);
        assert_eq!((answer.status, answer.body.as_str()), (200, r#"{"received":true}"#), "{file}");
        let raw = run(folder.path(), &["show", id, "--raw"]).stdout;
        assert!(raw == body, "{file} came back changed");
        let store = Store::open(folder.path(), Access::Guest, Bus::default(), clock()).unwrap();
        let detail = store.reader().unwrap().detail_by_id(&CallId::given(id).unwrap()).unwrap().unwrap();
        let page = DetailPage::of(detail, UnixMillis(0), &TimeZone::UTC);
        let document = Datum::parse(std::str::from_utf8(&body).unwrap()).unwrap();
        assert_eq!(missing_on(&page, &document), [""; 0], "{file}");
    }
    let listed = json_lines(folder.path(), &["list", "--json"]);
    assert_eq!(listed.len(), 2);
    assert_eq!(listed[1]["callerDetails"]["name"], "John Smith");
    assert_eq!(listed[1]["score"], 85);
    assert_eq!(served.terminate(), Some(0));
}

#[test]
fn every_payload_of_the_corpus_is_answered_as_ruled_and_kept_to_the_byte() {
    let folder = folder();
    let served = Served::start(folder.path());
    let fixtures = fixtures();
    let mut wrong = Vec::new();
    for fixture in &fixtures {
        let answer = served.post(&fixture.body());
        if answer.status != fixture.status {
            wrong.push(format!("{} ({}): {} {}", fixture.file, fixture.about, answer.status, answer.body));
        }
    }
    assert!(wrong.is_empty(), "{} answers:\n{}", wrong.len(), wrong.join("\n"));

    let store = Store::open(folder.path(), Access::Guest, Bus::default(), clock()).unwrap();
    let reader = store.reader().unwrap();
    let mut deliveries = Vec::new();
    let mut before = None;
    loop {
        let page = reader.deliveries(before, 500).unwrap();
        let Some(last) = page.last() else { break };
        before = Some(last.id);
        deliveries.extend(page);
    }
    deliveries.reverse();
    assert_eq!(deliveries.len(), fixtures.len());
    for (fixture, note) in fixtures.iter().zip(&deliveries) {
        let delivery = reader.delivery(note.id).unwrap().unwrap();
        if delivery.body != fixture.body() {
            wrong.push(format!("{}: the body came back changed", fixture.file));
        }
        let id = note.call_id.as_ref().map(CallId::as_str);
        if (note.verdict.as_str(), id) != (&fixture.verdict, fixture.call_id.as_deref()) {
            wrong.push(format!("{} ({}): {} {id:?}", fixture.file, fixture.about, note.verdict.as_str()));
        }
        let Some(id) = &note.call_id else { continue };
        let detail = reader.detail_by_id(id).unwrap().unwrap();
        let is_first = fixture.verdict == "new";
        if is_first && Some(detail.call.id_source.as_str()) != fixture.id_source.as_deref() {
            wrong.push(format!("{}: the id is {}", fixture.file, detail.call.id_source.as_str()));
        }
        let document = detail.call.document.clone();
        let page = DetailPage::of(detail, UnixMillis(0), &TimeZone::UTC);
        let missing = missing_on(&page, &document);
        if !missing.is_empty() {
            let shown: String = missing[0].chars().take(80).collect();
            wrong.push(format!("{}: {} leaves are not on the page: {shown}", fixture.file, missing.len()));
        }
    }
    assert!(wrong.is_empty(), "{} payloads:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn values_are_mapped_as_the_corpus_expects() {
    let folder = folder();
    let served = Served::start(folder.path());
    let fixtures = fixtures();
    for fixture in &fixtures {
        served.post(&fixture.body());
    }
    let listed = json_lines(folder.path(), &["list", "--json"]);
    let by_id: std::collections::HashMap<_, _> =
        listed.iter().map(|call| (call["callId"].as_str().unwrap(), call)).collect();
    let mut wrong = Vec::new();
    for fixture in fixtures.iter().filter(|fixture| !fixture.expect.is_empty()) {
        let Some(id) = &fixture.call_id else { continue };
        let Some(call) = by_id.get(id.as_str()) else { continue };
        for (key, wanted) in &fixture.expect {
            let found = if key == "score" { call["score"].clone() } else { mapped(folder.path(), id, key) };
            let same = match (wanted.as_f64(), found.as_f64()) {
                (Some(wanted), Some(found)) => (wanted - found).abs() < 1e-9,
                _ => *wanted == found,
            };
            if !same {
                wrong.push(format!("{} ({}): {key} is {found}, not {wanted}", fixture.file, fixture.about));
            }
        }
    }
    assert!(wrong.is_empty(), "{} values:\n{}", wrong.len(), wrong.join("\n"));
}

/// A field as the program reads it, whatever its type was.
fn mapped(folder: &std::path::Path, id: &str, key: &str) -> serde_json::Value {
    use call_inbox::call::CallerField;
    thread_local!(static STORE: std::cell::RefCell<Option<Store>> = const { std::cell::RefCell::new(None) });
    STORE.with_borrow_mut(|store| {
        let store = store.get_or_insert_with(|| Store::open(folder, Access::Guest, Bus::default(), clock()).unwrap());
        let detail = store.reader().unwrap().detail_by_id(&CallId::given(id).unwrap()).unwrap().unwrap();
        let call = detail.call;
        let text = match key {
            "name" => call.caller.get(CallerField::Name).map(str::to_owned),
            "phoneNumber" => call.caller.get(CallerField::PhoneNumber).map(str::to_owned),
            "mood" => call.analysis.mood.map(|mood| mood.word),
            "summary" => call.analysis.summary,
            other => panic!("the corpus expects {other}, which this test does not know"),
        };
        text.map_or(serde_json::Value::Null, serde_json::Value::String)
    })
}

fn clock() -> call_inbox::call::Clock {
    std::sync::Arc::new(|| UnixMillis(0))
}
