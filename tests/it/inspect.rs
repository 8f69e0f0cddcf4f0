//! `inspect` and `diff`: one request in every form, and two side by side.

#![expect(clippy::unwrap_used, reason = "a test may fail here")]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::Value;

use crate::support::program::{DEADLINE, Served, folder, json_lines, request, run};

const BODY: &[u8] =
    b"{\"callId\": \"c-77123\",\r\n \"callerDetails\": {\"name\": \"Asha Verma\"}, \"callAnalysis\":{\"score\": 85}}\n";

/// What a command prints, once it has ended well.
fn printed(folder: &Path, arguments: &[&str]) -> Vec<u8> {
    let output = run(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn text(folder: &Path, arguments: &[&str]) -> String {
    String::from_utf8(printed(folder, arguments)).unwrap()
}

/// Sends a body with a secret in a header; the id of the delivery, once how long its answer took was noted.
fn deliver(served: &Served, folder: &Path, body: &[u8]) -> String {
    let head = format!(
        "POST /webhook/call-completed?x=1 HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nX-Webhook-Secret: \
         s3cret\r\nX-Twice: 1\r\nx-twice: 2\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        served.address,
        body.len()
    );
    request(served.address, head.as_bytes(), body).unwrap();
    let deadline = Instant::now() + DEADLINE;
    loop {
        let newest = json_lines(folder, &["traffic", "--json", "--limit", "1"]).remove(0);
        if !newest["tookMs"].is_null() {
            return newest["id"].to_string();
        }
        assert!(Instant::now() < deadline, "{newest}");
    }
}

#[test]
fn one_request_is_shown_in_every_form() {
    let folder = folder();
    let folder = folder.path();
    let served = Served::start(folder);
    let id = deliver(&served, folder, BODY);
    let inspect = |more: &[&str]| printed(folder, &[&["inspect", &id], more].concat());

    let people = String::from_utf8(inspect(&[])).unwrap();
    for part in [
        "POST /webhook/call-completed?x=1\n",
        "X-Webhook-Secret: •••\nX-Twice: 1\nx-twice: 2\n",
        "\n{\n  \"callId\": \"c-77123\",\n  \"callerDetails\": {\n    \"name\": \"Asha Verma\"\n  },\n",
        "Answer 200",
        "  {\"received\":true}\n",
        "Verdict    new\n",
        "Call       c-77123\n",
        "Caller     Asha Verma\n",
    ] {
        assert!(people.contains(part), "{part:?} is missing in {people}");
    }
    assert!(String::from_utf8(inspect(&["--show-secrets"])).unwrap().contains("X-Webhook-Secret: s3cret\n"));

    let json: Value = serde_json::from_slice(&inspect(&["--format", "json"])).unwrap();
    let row = &json_lines(folder, &["traffic", "--json"])[0];
    for (key, value) in row.as_object().unwrap() {
        assert_eq!(&json[key], value, "{key}");
    }
    assert_eq!((json["body"].as_str().unwrap().as_bytes(), &json["answer"]), (BODY, &r#"{"received":true}"#.into()));
    let headers = json["headers"].as_array().unwrap();
    assert_eq!(headers.iter().find(|header| header["name"] == "X-Webhook-Secret").unwrap()["value"], "•••");

    assert_eq!(inspect(&["--format", "raw"]), BODY);
    let har: Value =
        serde_json::from_slice(&inspect(&["--format", "har", "--url", "https://inbox.example/x"])).unwrap();
    assert_eq!(har["log"]["entries"][0]["request"]["url"], "https://inbox.example/webhook/call-completed?x=1");
    let fixture: Value = serde_json::from_slice(&inspect(&["--format", "fixture"])).unwrap();
    assert_eq!(fixture["request"]["body"].as_str().unwrap().as_bytes(), BODY);
    assert_eq!((&fixture["verdict"], &fixture["answer"]["status"]), (&"new".into(), &200.into()));
    let safe = String::from_utf8(inspect(&["--format", "safe"])).unwrap();
    assert!(
        !safe.contains("77123") && !safe.contains("Asha") && safe.ends_with("\"callAnalysis\":{\"score\": 85}}\n"),
        "{safe}"
    );
    assert!(safe.contains("\",\r\n \"callerDetails\": {\"name\": \""), "{safe}");
    let curl = String::from_utf8(inspect(&["--format", "curl"])).unwrap();
    assert!(
        curl.contains("curl 'http://127.0.0.1:8787/webhook/call-completed?x=1'") && !curl.contains("s3cret"),
        "{curl}"
    );
}

#[test]
fn the_command_delivers_the_same_bytes_once_more() {
    let folder = folder();
    let folder = folder.path();
    let served = Served::start(folder);
    let url = format!("http://{}/webhook/call-completed?x=1", served.address);
    for body in [BODY, b"{\"callId\":\"b\",\"n\":\"it's \\u0000\t\"}", b"not JSON \xff\0"] {
        let id = deliver(&served, folder, body);
        let command = text(folder, &["inspect", &id, "--format", "curl", "--show-secrets", "--url", &url]);
        let mut shell = Command::new("sh");
        shell.args(["-c", &command]).stdin(Stdio::null()).env("CURL_HOME", folder).env_remove("http_proxy");
        assert!(shell.output().unwrap().status.success(), "{command}");
        let again = json_lines(folder, &["traffic", "--json", "--limit", "1"]).remove(0);
        assert_ne!(again["id"].to_string(), id);
        let again_id = again["id"].to_string();
        assert_eq!(printed(folder, &["inspect", &again_id, "--format", "raw"]), body);
        let headers = |id: &str| -> Vec<Value> {
            let json: Value =
                serde_json::from_slice(&printed(folder, &["inspect", id, "--format", "json", "--show-secrets"]))
                    .unwrap();
            let own = |header: &&Value| {
                !["host", "content-length", "connection"].contains(&&*header["name"].as_str().unwrap().to_lowercase())
            };
            json["headers"].as_array().unwrap().iter().filter(own).cloned().collect()
        };
        assert_eq!(headers(&again_id), headers(&id));
        let compared = text(folder, &["diff", &id, &again_id]);
        assert!(compared.contains("The bodies are the same, byte for byte."), "{compared}");
    }
}

#[test]
fn a_refused_request_is_shown_with_the_reason_and_what_is_no_json_with_its_fault() {
    let folder = folder();
    let folder = folder.path();
    let served = Served::start(folder);
    let id = deliver(&served, folder, b"{\"callId\":\"x\",}");
    let shown = text(folder, &["inspect", &id]);
    assert!(
        shown.contains("\nNot JSON from line 1, column 15") && shown.contains("Verdict    unparsed\nReason "),
        "{shown}"
    );
    assert!(shown.contains("Answer 400") && shown.contains("  {\"received\":false,\"reason\":"), "{shown}");
    let id = deliver(&served, folder, b"\xff\xfe\0\x1b");
    let json: Value = serde_json::from_slice(&printed(folder, &["inspect", &id, "--format", "json"])).unwrap();
    assert_eq!((&json["bodyBase64"], json.get("body")), (&"//4AGw==".into(), None));
    assert!(text(folder, &["inspect", &id]).contains("ff fe 00 1b"));
}

#[test]
fn two_requests_are_compared_field_by_field() {
    let folder = folder();
    let folder = folder.path();
    let served = Served::start(folder);
    let one = deliver(&served, folder, br#"{"callId":"a","callAnalysis":{"score":85,"mood":"Calm"},"n":1}"#);
    let other =
        deliver(&served, folder, br#"{"n": 1, "callAnalysis":{"mood":"Calm","score":31,"tags":[1]},"callId":"a"}"#);
    let shown = text(folder, &["diff", &one, &other]);
    assert!(
        shown.contains("  callAnalysis.score  85 → 31\n") && shown.contains("  callAnalysis.tags  + [1]\n"),
        "{shown}"
    );
    assert!(shown.ends_with("2 fields differ, 3 the same.\n"), "{shown}");
    let json: Value = serde_json::from_slice(&printed(folder, &["diff", &one, &other, "--json"])).unwrap();
    let score = json["body"].as_array().unwrap().iter().find(|one| one["path"] == "callAnalysis.score").unwrap();
    assert_eq!(
        *score,
        serde_json::json!({ "path": "callAnalysis.score", "kind": "changed", "before": 85, "after": 31 })
    );
    assert_eq!((&json["sameBytes"], &json["same"]), (&false.into(), &3.into()));
}

#[test]
fn what_is_not_there_is_said_and_files_are_written_whole() {
    let folder = folder();
    let folder = folder.path();
    let served = Served::start(folder);
    let id = deliver(&served, folder, BODY);
    let gone = run(folder, &["inspect", "4711"]);
    let said = String::from_utf8_lossy(&gone.stderr).into_owned();
    assert_eq!((gone.status.code(), said.contains("There is no request 4711")), (Some(1), true), "{said}");
    assert_eq!(run(folder, &["diff", &id, "4711"]).status.code(), Some(1));
    assert_eq!(run(folder, &["inspect", "x"]).status.code(), Some(2));
    let file = folder.join("request.har");
    let named = file.to_str().unwrap();
    assert!(printed(folder, &["inspect", &id, "--out", named]).is_empty());
    let har: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    assert_eq!(har["log"]["version"], "1.2");
    printed(folder, &["inspect", &id, "--format", "raw", "--out", named]);
    assert_eq!(std::fs::read(&file).unwrap(), BODY);
}
