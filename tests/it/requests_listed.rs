//! `traffic` as people and scripts use it: filters, following what arrives beside a `serve` that runs, and limits.

#![expect(clippy::unwrap_used, reason = "a test may fail here")]

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

use call_inbox::app::Engines;
use call_inbox::bus::{Bus, Command as Wish, Event, TrafficCommand, TrafficEvent};
use call_inbox::traffic::TrafficLimits;
use serde_json::Value;

use crate::support::engines::Running;
use crate::support::program::{DEADLINE, Served, folder, json_lines, post, program, request, run};

/// `traffic --follow`, running.
struct Following {
    child: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
}

impl Following {
    fn start(folder: &std::path::Path, arguments: &[&str]) -> Self {
        let all = [&["traffic", "--follow"], arguments].concat();
        let mut child = program(folder, &all).stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    fn next(&mut self) -> Value {
        serde_json::from_str(&self.lines.next().unwrap().unwrap()).unwrap()
    }

    /// As Ctrl-C does; the exit code.
    fn interrupt(&mut self) -> Option<i32> {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn ids(rows: &[Value]) -> Vec<i64> {
    rows.iter().map(|row| row["id"].as_i64().unwrap()).collect()
}

#[test]
fn a_filter_narrows_the_requests() {
    let folder = folder();
    let served = Served::start(folder.path());
    served.post(br#"{"callId":"a","callerDetails":{"name":"Ann Lee"}}"#);
    served.post(b"no JSON");
    served.post(br#"{"callId":"a","callerDetails":{"name":"Ann Lee"}}"#);
    let found = |words: &[&str]| ids(&json_lines(folder.path(), &[&["traffic", "--json"], words].concat()));
    assert_eq!(found(&[]), [3, 2, 1]);
    assert_eq!(found(&["status:4xx"]), [2]);
    assert_eq!(found(&["-verdict:unparsed", "ann"]), [3, 1]);
    assert_eq!(found(&["ANN", "--limit", "1"]), [3]);
    assert_eq!(found(&["body:no"]), [2]);
    let wrong = run(folder.path(), &["traffic", "stauts:404"]);
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("Did you mean status:"), "{wrong:?}");
    let lines = String::from_utf8(run(folder.path(), &["traffic", "status:400"]).stdout).unwrap();
    assert!(lines.lines().count() == 1 && lines.contains("unparsed"), "{lines}");
    assert_eq!(served.terminate(), Some(0));
}

#[test]
fn what_arrives_is_followed_with_how_long_we_took() {
    let folder = folder();
    let served = Served::start(folder.path());
    for number in 0..4 {
        served.post(format!(r#"{{"callId":"c{number}"}}"#).as_bytes());
    }
    let mut following = Following::start(folder.path(), &["--json", "--limit", "2"]);
    let mut only_refused = Following::start(folder.path(), &["--json", "status:4xx"]);
    assert_eq!([following.next(), following.next()].map(|row| row["id"].as_i64()), [Some(3), Some(4)]);
    served.post(br#"{"callId":"later"}"#);
    let row = following.next();
    assert_eq!((&row["id"], &row["callId"], &row["verdict"]), (&5.into(), &"later".into(), &"new".into()));
    assert!(row["tookMs"].as_f64().is_some_and(|took| took > 0.0), "{row}");
    let head = format!(
        "POST /elsewhere HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
        served.address
    );
    assert_eq!(request(served.address, head.as_bytes(), b"").unwrap().status, 404);
    for followed in [&mut following, &mut only_refused] {
        let row = followed.next();
        assert_eq!((&row["id"], &row["status"]), (&6.into(), &404.into()), "{row}");
        assert_eq!(followed.interrupt(), Some(0));
    }
    assert_eq!(served.terminate(), Some(0));
}

#[test]
fn following_ends_when_nobody_reads_it_any_more() {
    let folder = folder();
    let served = Served::start(folder.path());
    served.post(br#"{"callId":"a"}"#);
    let mut child = program(folder.path(), &["traffic", "--follow"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.next().unwrap().unwrap().contains("new"));
    drop(lines);
    served.post(br#"{"callId":"b"}"#);
    let (tell, ended) = sync_channel(1);
    let wait = move || tell.send(child.wait().unwrap().code()).unwrap();
    std::thread::Builder::new().name(String::from("waits")).spawn(wait).unwrap();
    assert_eq!(ended.recv_timeout(DEADLINE).expect("it ends without a reader"), Some(0));
}

#[test]
fn limits_are_remembered_from_one_run_to_the_next() {
    let pruned = |running: &Running| {
        running.wait_for(|event| match event {
            Event::Traffic(TrafficEvent::Pruned { count }) => Some(count),
            _ => None,
        })
    };
    let mut running = Running::start("127.0.0.1:0");
    for body in [&b"no JSON"[..], br#"{"callId":"a"}"#, b"nor this", b"nor that"] {
        post(running.address, body).unwrap();
    }
    let limits = TrafficLimits { most_days: None, most_requests: Some(1) };
    running.command(Wish::Traffic(TrafficCommand::SetLimits(limits)));
    assert_eq!((pruned(&running), running.engines().settings().traffic_limits), (2, limits));
    post(running.address, b"later").unwrap();
    let folder = running.stop();
    assert_eq!(ids(&json_lines(folder.path(), &["traffic", "--json"])), [5, 4, 2]);
    // Heard from the first event on: it may be told before the listener is there.
    let bus = Bus::default();
    let (wake, woken) = sync_channel(1);
    let subscriber = bus.subscribe(Arc::new(move || _ = wake.try_send(())));
    let engines = Engines::start(folder.path(), Some("127.0.0.1:0".parse().unwrap()), bus).unwrap();
    let gone = loop {
        match subscriber.next() {
            Some(Event::Traffic(TrafficEvent::Pruned { count })) => break count,
            Some(_) => {}
            None => woken.recv_timeout(DEADLINE).unwrap(),
        }
    };
    assert_eq!(gone, 1);
    engines.stop();
    assert_eq!(ids(&json_lines(folder.path(), &["traffic", "--json"])), [5, 2]);
}
