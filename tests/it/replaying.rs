//! Sending again from the command line: to the inbox that runs, and to others.

use call_inbox::bus::{Command, Scheme, Secret, Signing};
use serde_json::json;

use crate::support::engines::Running;
use crate::support::program::{Served, folder, json_lines, post, run};
use crate::support::target::{Target, answer};

const BODY: &[u8] = b"{\"callId\":\"c1\" }";

#[test]
fn to_the_inbox_that_runs_it_is_a_repeat_that_changes_nothing() {
    let folder = folder();
    let served = Served::start(folder.path());
    served.post(BODY);
    let tries = json_lines(folder.path(), &["replay", "1", "--json", "--times", "2"]);
    let answers: Vec<_> = tries.iter().map(|line| (&line["try"], &line["status"], &line["answer"])).collect();
    let received = json!(r#"{"received":true}"#);
    assert_eq!(answers, [(&json!(1), &json!(200), &received), (&json!(2), &json!(200), &received)]);
    assert!(tries[0]["tookMs"].as_f64().unwrap() > 0.0);
    let traffic = json_lines(folder.path(), &["traffic", "--json"]);
    let verdicts: Vec<_> = traffic.iter().map(|line| line["verdict"].as_str().unwrap()).collect();
    assert_eq!(verdicts, ["repeat", "repeat", "new"]);
    assert_eq!(json_lines(folder.path(), &["list", "--json"]).len(), 1);
}

#[test]
fn the_secret_and_a_fresh_signature_let_it_in() {
    let mut running = Running::start("127.0.0.1:0");
    running.command(Command::UseSecret { secret: Some(Secret::new("s3cret-of-ours")) });
    let signing = Signing { scheme: Scheme::Retell, key: Secret::new("k"), header: String::new() };
    assert_eq!(post(running.address, BODY).unwrap().status, 200);
    running.command(Command::CheckSignatures { signing: Some(signing) });
    assert_eq!(post(running.address, BODY).unwrap().status, 401, "unsigned");
    let url = format!("http://{}/webhook/call-completed", running.address);
    running.engines().store().announce(&url);
    let folder = running.engines().store().folder().to_owned();
    for arguments in [vec!["replay", "2"], vec!["replay", "2", &url]] {
        let output = run(&folder, &arguments);
        let (said, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success() && said.starts_with("1/1  200  "), "{said}{wrong}");
    }
    running.stop();
}

#[test]
fn to_others_it_goes_as_it_was_changed_and_a_refusal_is_a_failure() {
    let folder = folder();
    let served = Served::start(folder.path());
    served.post(BODY);
    served.terminate();
    let target = Target::answering(|number, _| match number {
        0 => answer("200 OK", "thanks"),
        _ => answer("422 Unprocessable Content", "no"),
    });
    let file = folder.path().join("body.json");
    std::fs::write(&file, "changed").unwrap();
    let url = target.url();
    let changes = ["--header", "Content-Type: text/plain", "--header", "x-new: 1", "--method", "put", "--body"];
    let mut arguments = vec!["replay", "1", &url, "--times", "2"];
    arguments.extend(changes);
    arguments.push(file.to_str().unwrap());
    let output = run(folder.path(), &arguments);
    let (said, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(1), "{said}{wrong}");
    let lines: Vec<&str> = said.lines().collect();
    assert!(lines[0].starts_with("1/2  200  ") && lines[0].ends_with("  thanks"), "{said}");
    assert!(lines[1].starts_with("2/2  422  ") && wrong.contains("422: no"), "{said}{wrong}");
    let heard = target.heard().remove(0);
    assert_eq!((heard.line.as_str(), heard.text().as_str()), ("PUT /calls HTTP/1.1", "changed"));
    let header = |name| heard.header(name);
    assert_eq!((header("Content-Type"), header("x-new")), (Some("text/plain"), Some("1")));
    assert_eq!(header("X-Call-Inbox-Replay"), Some("1"));
    // With nobody to send it to, or nothing to send, that is said.
    for (arguments, part) in [(["replay", "1"], "No inbox runs on this folder"), (["replay", "9"], "number 9")] {
        let output = run(folder.path(), &arguments);
        let wrong = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(1) && wrong.contains(part), "{wrong}");
    }
}
