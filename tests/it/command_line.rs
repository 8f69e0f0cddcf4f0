//! The command line, as scripts use it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};

use call_inbox::simulator::{Fault, Sample};

use crate::support::program::{Served, folder, json_lines, program, request, run};

fn said(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn simulated_calls_are_sent_listed_and_shown() {
    let folder = folder();
    let served = Served::start(folder.path());
    let url = format!("http://{}/webhook/call-completed", served.address);
    let sent = run(folder.path(), &["send", &url, "--count", "7", "--seed", "3", "--linger", "0"]);
    assert!(sent.status.success(), "{}", said(&sent));
    let listed = json_lines(folder.path(), &["list", "--json"]);
    assert_eq!(listed.len(), 7);
    assert_eq!(json_lines(folder.path(), &["list", "--json", "--limit", "3"]), listed[..3]);
    let newest = &listed[0];
    for key in ["callId", "receivedAt", "deliveries", "unread", "starred", "tags", "score"] {
        assert!(newest.get(key).is_some(), "{key} is missing in {newest}");
    }
    let id = newest["callId"].as_str().unwrap();
    let shown = json_lines(folder.path(), &["show", id, "--json"]);
    assert_eq!(shown[0]["callId"], newest["callId"]);
    let text = String::from_utf8(run(folder.path(), &["show", id]).stdout).unwrap();
    assert!(text.contains(id) && text.contains("Deliveries (1)"), "{text}");
    assert_eq!(served.terminate(), Some(0));
}

#[test]
fn samples_and_faults_are_sent_and_can_be_fetched_while_it_lingers() {
    let folder = folder();
    let served = Served::start(folder.path());
    let url = format!("http://{}/webhook/call-completed", served.address);
    let mut sending = program(folder.path(), &["send", &url, "--samples", "--faults", "--quiet"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let remarks = BufReader::new(sending.stderr.take().unwrap()).lines();
    let serving = remarks.map_while(Result::ok).find(|line| line.contains("recordings are served at"));
    let serving = serving.expect("it says where, once all are sent");
    let calls = json_lines(folder.path(), &["list", "--json"]);
    assert_eq!(calls.len(), Sample::ALL.len() + Fault::ALL.len());
    for (id, bytes) in [
        (Sample::ALL[0].call_id(1), Some(Sample::ALL[0].bytes)),
        (Fault::NoRanges.call_id(1), None),
        (Fault::Expired.call_id(1), None),
    ] {
        let body = json_lines(folder.path(), &["show", &id, "--raw"]).remove(0);
        let uri = body["recordingUri"].as_str().unwrap();
        let (address, path) = uri.strip_prefix("http://").unwrap().split_once('/').unwrap();
        assert!(serving.contains(&format!("--allow-host {address}")), "{serving}");
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "GET /{path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let status = if id.contains("expired") { &b"HTTP/1.1 403"[..] } else { b"HTTP/1.1 200" };
        assert!(answer.starts_with(status), "{id}: {}", String::from_utf8_lossy(&answer[..12]));
        assert!(bytes.is_none_or(|bytes| answer.ends_with(bytes)), "{id}");
    }
    let interrupt = Command::new("kill").args(["-INT", &sending.id().to_string()]).status().unwrap();
    assert!(interrupt.success() && sending.wait().unwrap().success());
}

#[test]
fn words_narrow_the_list() {
    let folder = folder();
    let served = Served::start(folder.path());
    served
        .post(br#"{"callId":"a","callerDetails":{"name":"Ann Lee"},"callAnalysis":{"summary":"Wants solar panels"}}"#);
    served.post(br#"{"callId":"b","callerDetails":{"name":"Bob Ray"},"callAnalysis":{"summary":"Wants a refund"}}"#);
    let ids = |words: &[&str]| -> Vec<String> {
        let arguments = [&["list", "--json"], words].concat();
        let calls = json_lines(folder.path(), &arguments);
        calls.iter().map(|call| call["callId"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(&["wants"]), ["b", "a"]);
    assert_eq!(ids(&["wants", "SOLAR"]), ["a"]);
    assert!(ids(&["nowhere"]).is_empty());
}

#[test]
fn every_request_is_in_traffic_with_its_answer_and_reason() {
    let folder = folder();
    let served = Served::start(folder.path());
    let host = format!("Host: {}\r\nConnection: close\r\n", served.address);
    let hook = "/webhook/call-completed";
    let body = br#"{"callId":"x"}"#;
    let json = format!("Content-Type: application/json\r\nContent-Length: {}\r\n", body.len());
    let ask = |head: String, body: &[u8]| request(served.address, head.as_bytes(), body).unwrap();
    let cases = [
        (ask(format!("POST {hook} HTTP/1.1\r\n{host}{json}\r\n"), body).status, 200, "new"),
        (ask(format!("POST {hook} HTTP/1.1\r\n{host}{json}\r\n"), body).status, 200, "repeat"),
        (
            ask(format!("POST {hook} HTTP/1.1\r\n{host}{json}Origin: https://evil.example\r\n\r\n"), body).status,
            403,
            "refused",
        ),
        (ask(format!("POST /elsewhere HTTP/1.1\r\n{host}{json}\r\n"), body).status, 404, "refused"),
        (ask(format!("PUT {hook} HTTP/1.1\r\n{host}{json}\r\n"), body).status, 405, "refused"),
        (
            ask(format!("POST {hook} HTTP/1.1\r\n{host}Content-Type: text/plain\r\nContent-Length: 14\r\n\r\n"), body)
                .status,
            415,
            "refused",
        ),
        (
            ask(format!("POST {hook} HTTP/1.1\r\nHost: inbox.example\r\nConnection: close\r\n{json}\r\n"), body).status,
            401,
            "refused",
        ),
        (ask(format!("POST {hook} HTTP/1.1\r\n{host}{json}\r\n"), b"not a JSON doc").status, 400, "unparsed"),
        (ask(format!("GET {hook} HTTP/1.1\r\n{host}\r\n"), b"").status, 200, "checked"),
    ];
    let logged = json_lines(folder.path(), &["traffic", "--json"]);
    assert_eq!(logged.len(), cases.len());
    for ((answered, status, verdict), row) in cases.iter().zip(logged.iter().rev()) {
        assert_eq!(
            (answered, &row["status"], &row["verdict"]),
            (status, &(*status).into(), &(*verdict).into()),
            "{row}"
        );
        assert!(*verdict == "new" || *verdict == "repeat" || row["reason"].is_string(), "{row}");
        for key in ["id", "receivedAt", "method", "path", "bodyBytes", "tookMs", "callId", "reason"] {
            assert!(row.get(key).is_some(), "{key} is missing in {row}");
        }
    }
}

#[test]
fn an_inbox_has_one_owner_and_the_second_is_told_who() {
    let folder = folder();
    let _served = Served::start(folder.path());
    let second = run(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(second.status.code(), Some(1));
    assert!(said(&second).contains("process"), "{}", said(&second));
}

#[test]
fn a_taken_port_is_said_in_a_sentence() {
    let folder = folder();
    let holder = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = holder.local_addr().unwrap().to_string();
    let output = run(folder.path(), &["serve", "--listen", &address]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains(&format!("already listens on {address}")), "{}", said(&output));
}

#[test]
fn without_a_display_the_window_names_serve() {
    let folder = folder();
    let output = program(folder.path(), &["--listen", "127.0.0.1:0"])
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .output()
        .unwrap();
    if cfg!(target_os = "linux") {
        assert_eq!(output.status.code(), Some(1));
        assert!(said(&output).contains("call-inbox serve"), "{}", said(&output));
    }
}

#[test]
fn an_inbox_nobody_made_reads_as_an_empty_one() {
    let folder = folder();
    let nowhere = folder.path().join("nothing here");
    for arguments in [["list", "--json"], ["traffic", "--json"]] {
        assert!(json_lines(&nowhere, &arguments).is_empty());
    }
    let output = run(&nowhere, &["show", "nobody"]);
    assert_eq!((output.status.code(), said(&output).contains("nobody")), (Some(1), true), "{}", said(&output));
    assert!(!nowhere.exists());
}

#[test]
fn wrong_usage_is_exit_code_2() {
    let folder = folder();
    let wrong: [&[&str]; 4] = [&["fly"], &["show"], &["list", "--limit", "many"], &["--listen", "nowhere"]];
    for arguments in wrong {
        assert_eq!(run(folder.path(), arguments).status.code(), Some(2), "{arguments:?}");
    }
    assert_eq!(run(folder.path(), &["--help"]).status.code(), Some(0));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = folder();
    let served = Served::start(folder.path());
    for number in 0..40 {
        let filler = "x".repeat(4_000);
        let body = format!(r#"{{"callId":"c{number}","callAnalysis":{{"summary":"{filler}"}}}}"#);
        assert_eq!(served.post(body.as_bytes()).status, 200);
    }
    let mut list = program(folder.path(), &["list", "--json"]).stdout(Stdio::piped()).spawn().unwrap();
    drop(list.stdout.take());
    assert_eq!(list.wait().unwrap().code(), Some(0));
}

#[test]
fn traffic_tells_people_when_nothing_could_arrive() {
    let folder = folder();
    let served = Served::start(folder.path());
    assert_eq!(served.post(br#"{"callId":"before"}"#).status, 200);
    assert_eq!(served.terminate(), Some(0));
    let served = Served::start(folder.path());
    assert_eq!(served.post(br#"{"callId":"after"}"#).status, 200);
    let printed = run(folder.path(), &["traffic"]).stdout;
    let text = String::from_utf8(printed).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert!(lines[0].contains("after") && lines[1].starts_with("-- Closed ") && lines[2].contains("before"), "{text}");
    assert_eq!(json_lines(folder.path(), &["traffic", "--json"]).len(), 2);
}
