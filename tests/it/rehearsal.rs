//! Answers altered on purpose, from the command to the sender: calls are kept all the same, the truth about the answer is
//! stored, and nothing of it outlives the run.

#![expect(clippy::unwrap_used, reason = "a test may fail here")]

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use call_inbox::bus::{Command, Event, TrafficCommand};
use call_inbox::traffic::Rehearsal;

use crate::support::engines::Running;
use crate::support::program::{DEADLINE, Served, folder, json_lines, post, program, run};

fn rehearse(running: &mut Running, words: Option<&str>) {
    let rehearsal: Option<Rehearsal> = words.map(|words| words.parse().unwrap());
    running.command(Command::Traffic(TrafficCommand::Rehearse(rehearsal.clone())));
    let told = running.wait_for(|event| match event {
        Event::RehearsalChanged(rehearsal) => Some(rehearsal),
        _ => None,
    });
    assert_eq!(told, rehearsal);
}

/// Posts a call and leaves the answer in the socket.
fn send(running: &Running, id: &str) -> TcpStream {
    let mut stream = TcpStream::connect(running.address).unwrap();
    stream.set_read_timeout(Some(DEADLINE)).unwrap();
    let body = format!(r#"{{"callId":"{id}"}}"#);
    let (address, length) = (running.address, body.len());
    let head = format!(
        "POST /webhook/call-completed HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: \
         {length}\r\nConnection: close\r\n\r\n{body}"
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream
}

fn answer(mut stream: TcpStream) -> String {
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_delayed_answer_is_overtaken_by_one_of_a_later_call_and_both_calls_are_kept() {
    let mut running = Running::start("127.0.0.1:0");
    rehearse(&mut running, Some("status=503,delay=60s,body=busy"));
    let delayed = send(&running, "delayed");
    running.wait_for(|event| matches!(event, Event::CallArrived(_)).then_some(()));
    rehearse(&mut running, None);
    let later = answer(send(&running, "later"));
    assert!(later.starts_with("HTTP/1.1 200 ") && !later.contains("X-Call-Inbox-Rehearsal"), "{later}");

    // Ended while it waits: answered before, not cut off.
    let folder = running.stop();
    let delayed = answer(delayed);
    assert!(delayed.starts_with("HTTP/1.1 503 ") && delayed.ends_with("\r\n\r\nbusy"), "{delayed}");
    let said = "\r\nX-Call-Inbox-Rehearsal: 503 instead of 200, another body, after 60 s\r\n";
    assert!(delayed.contains(said), "{delayed}");

    let listed = json_lines(folder.path(), &["list", "--json"]);
    assert_eq!(listed.iter().map(|call| &call["callId"]).collect::<Vec<_>>(), ["later", "delayed"]);
    let traffic = json_lines(folder.path(), &["traffic", "--json"]);
    let told: Vec<_> = traffic.iter().map(|delivery| (&delivery["status"], &delivery["verdict"])).collect();
    assert_eq!(told, [(&200.into(), &"new".into()), (&503.into(), &"new".into())]);
}

#[test]
fn what_can_not_be_answered_is_refused_with_a_reason_and_changes_nothing() {
    let mut running = Running::start("127.0.0.1:0");
    let rehearsal = Rehearsal { status: Some(101), body: None, delay_ms: 0, percent: 100 };
    running.command(Command::Traffic(TrafficCommand::Rehearse(Some(rehearsal))));
    let why = running.wait_for(|event| match event {
        Event::CommandFailed { why, .. } => Some(why),
        _ => None,
    });
    assert!(why.contains("from 200 to 599"), "{why}");
    assert!(answer(send(&running, "c")).starts_with("HTTP/1.1 200 "));
}

#[test]
fn the_command_line_begins_it_says_so_and_the_next_run_knows_nothing_of_it() {
    let folder = folder();
    let arguments = ["serve", "--listen", "127.0.0.1:0", "--rehearse", "status=503,delay=20ms"];
    let served = Served::launch_heard(&mut program(folder.path(), &arguments));
    served.hears("Answers are altered on purpose in this run (503 after 20 ms, all calls).");
    let began = std::time::Instant::now();
    let answered = post(served.address, br#"{"callId":"c"}"#).unwrap();
    assert_eq!((answered.status, answered.body.as_str()), (503, r#"{"received":true}"#));
    assert!(began.elapsed() >= std::time::Duration::from_millis(20));
    assert_eq!(served.terminate(), Some(0));

    let served = Served::start(folder.path());
    assert_eq!(post(served.address, br#"{"callId":"c"}"#).unwrap().status, 200);
    assert_eq!(served.terminate(), Some(0));

    let refused = run(folder.path(), &["serve", "--rehearse", "delay=2h"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("no time such as 2s"));
}
