//! `export` and the searches of `list`, through the real program on a folder that `serve` fills meanwhile.

#![expect(clippy::unwrap_used, reason = "a test may fail here")]

use std::path::Path;
use std::process::Output;

use serde_json::Value;

use crate::support::corpus::fixture;
use crate::support::program::{Served, folder, json_lines, run};

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What a command prints, which it does without complaint.
fn printed(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert!(output.status.success() && output.stderr.is_empty(), "{arguments:?}: {}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

fn text<'a>(call: &'a Value, path: &str) -> &'a str {
    call.pointer(path).and_then(Value::as_str).unwrap_or_default()
}

#[test]
fn what_is_exported_is_what_is_listed() {
    let folder = folder();
    let served = Served::start(folder.path());
    let url = format!("http://{}/webhook/call-completed", served.address);
    let sent = run(folder.path(), &["send", &url, "--count", "30", "--seed", "5", "--linger", "0"]);
    assert!(sent.status.success(), "{}", said(&sent));
    let listed = json_lines(folder.path(), &["list", "--json"]);

    let table = printed(folder.path(), &["export", "--format", "csv"]);
    let mut table = csv::Reader::from_reader(table.as_bytes());
    let heads = table.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    assert_eq!((rows.len(), listed.len()), (30, 30));
    for (row, call) in rows.iter().zip(&listed) {
        let cell = |name: &str| &row[heads.iter().position(|head| head == name).unwrap()];
        for (column, path) in [
            ("received", "/receivedAt"),
            ("call id", "/callId"),
            ("name", "/callerDetails/name"),
            ("phone", "/callerDetails/phoneNumber"),
            ("email", "/callerDetails/email"),
            ("mood", "/callAnalysis/mood"),
            ("outcome", "/callAnalysis/callOutcome"),
            ("summary", "/callAnalysis/summary"),
            ("recording uri", "/recordingUri"),
        ] {
            assert_eq!(cell(column), text(call, path), "{column} of {call}");
        }
        let score = call["score"].as_f64();
        assert_eq!(cell("score").parse().ok(), score, "{call}");
        assert_eq!(cell("unread"), call["unread"].to_string());
        let open = call["tasks"].as_array().unwrap().iter().filter(|task| task["done"] == false).count();
        assert_eq!(cell("open tasks"), open.to_string(), "{call}");
    }

    let listed = printed(folder.path(), &["list", "--json"]);
    assert_eq!(printed(folder.path(), &["export", "--format", "jsonl"]), listed);

    let found = printed(folder.path(), &["list", "--json", "score:>=50", "sort:score"]);
    assert_eq!(printed(folder.path(), &["export", "score:>=50", "sort:score", "--format", "jsonl"]), found);
    assert_eq!(printed(folder.path(), &["list", "score:>=50", "--count"]), format!("{}\n", found.lines().count()));
    let others = found.lines().count() + json_lines(folder.path(), &["list", "-score:>=50", "--json"]).len();
    assert_eq!(others, 30);
    let page = printed(folder.path(), &["export", "score:>=50", "--format", "html"]);
    assert_eq!(page.matches("<article ").count(), found.lines().count());
}

#[test]
fn a_page_holds_no_markup_of_a_payload() {
    let folder = folder();
    let served = Served::start(folder.path());
    served.post(&fixture("344-hostile-script.json"));
    let hostile = r#"{"callId":"\"><b>","callerDetails":{"name":"</h2><style>x","email":"a@b.co\" onclick=\"x"},"recordingUri":"javascript:alert(1)","callAnalysis":{"mood":"<svg/onload=x>","score":"<i>"}}"#;
    assert_eq!(served.post(hostile.as_bytes()).status, 200);
    // Every tag of the page is one of ours, with attributes of ours.
    let page = printed(folder.path(), &["export", "--format", "html"]);
    assert!(page.contains("&lt;script&gt;") && page.contains("&lt;svg/onload=x&gt;"));
    for tag in page.split('<').skip(1).map(|rest| rest.split('>').next().unwrap()) {
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap();
        assert!(!["script", "img", "svg", "b>", "i", "iframe", "link", "base"].contains(&name), "<{tag}>");
        assert!(!tag.contains(" on") && !tag.contains("javascript:"), "<{tag}>");
    }
    assert_eq!(page.matches("<style").count(), 1);
    // Nor is what was searched for.
    let page = printed(folder.path(), &["export", "\"<script>\"", "--format", "html"]);
    assert!(!page.contains("<script"), "{}", &page[..600]);
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let folder = folder();
    let served = Served::start(folder.path());
    served.post(br#"{"callId":"a"}"#);
    let out = tempfile::tempdir().unwrap();
    let file = out.path().join("calls.jsonl");
    let name = file.to_str().unwrap();
    let told = run(folder.path(), &["export", "--out", name]);
    assert_eq!((told.status.code(), said(&told)), (Some(0), format!("note: 1 call written to {name}\n")));
    assert!(told.stdout.is_empty());
    let first = std::fs::read_to_string(&file).unwrap();
    assert_eq!(first, printed(folder.path(), &["list", "--json"]));
    served.post(br#"{"callId":"b"}"#);
    assert_eq!(run(folder.path(), &["export", "--out", name]).status.code(), Some(0));
    assert_eq!(std::fs::read_to_string(&file).unwrap().lines().count(), 2);
    assert_eq!(std::fs::read_dir(out.path()).unwrap().count(), 1);

    let nowhere = out.path().join("nowhere").join("calls.csv");
    let told = run(folder.path(), &["export", "--out", nowhere.to_str().unwrap()]);
    assert_eq!(told.status.code(), Some(1));
    assert!(said(&told).contains("Nothing was exported to"), "{}", said(&told));
    if cfg!(target_os = "linux") {
        let told = run(folder.path(), &["export", "--format", "csv", "--out", "/dev/full"]);
        assert_eq!(told.status.code(), Some(1), "{}", said(&told));
        assert!(said(&told).contains("No space left"), "{}", said(&told));
        assert!(!Path::new("/dev/full").is_file());
    }
    assert_eq!(run(folder.path(), &["export"]).status.code(), Some(2));
}

#[test]
fn what_of_a_search_is_not_understood_is_said_and_the_rest_is_done() {
    let folder = folder();
    let served = Served::start(folder.path());
    served.post(br#"{"callId":"a","callerDetails":{"name":"Ann"}}"#);
    for arguments in
        [&["list", "ann", "score:many", "--count"][..], &["export", "ann", "score:many", "--format", "csv"]]
    {
        let told = run(folder.path(), arguments);
        let notes = said(&told);
        assert_eq!(told.status.code(), Some(0), "{notes}");
        assert!(notes.lines().count() == 1 && notes.starts_with("note: "), "{notes}");
    }
    assert_eq!(printed(folder.path(), &["list", "--count"]), "1\n");
    assert_eq!(printed(folder.path(), &["list", "-ann", "--count"]), "0\n");
}
