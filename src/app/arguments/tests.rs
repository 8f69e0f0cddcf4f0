//! Every command line that scripts rely on is read, and what is wrong is told.

use super::*;

fn read(line: &str) -> Result<Arguments, clap::Error> {
    Arguments::read_from(line.split(' ').map(OsString::from))
}

#[test]
fn the_definition_holds_together() {
    Arguments::command().debug_assert();
}

#[test]
fn the_names_that_scripts_rely_on_are_understood() {
    for line in [
        "call-inbox --data-dir d --listen 127.0.0.1:0 --allow-host a --allow-host b:1",
        "call-inbox serve --data-dir d --listen 127.0.0.1:0 --allow-host a",
        "call-inbox serve --rehearse status=503,delay=2s,percent=50",
        "call-inbox --rehearse delay=9s",
        "call-inbox --data-dir d serve",
        "call-inbox serve --tunnel cloudflared --listen 127.0.0.1:0",
        "call-inbox serve --tunnel ngrok",
        "call-inbox reach --json --data-dir d",
        "call-inbox reach --listen 127.0.0.1:1",
        "call-inbox serve --tunnel tailscale",
        "call-inbox demo",
        "call-inbox send http://127.0.0.1:1/x --count 3 --rate 2.5 --seed 7",
        "call-inbox send --samples --faults --media-port 9001 --linger 0",
        "call-inbox list ann smith --json --limit 5 --data-dir d",
        "call-inbox insights",
        "call-inbox insights ann -smith --days 7 --json --data-dir d",
        "call-inbox insights --all",
        "call-inbox show id-1 --json",
        "call-inbox show id-1 --raw --data-dir d",
        "call-inbox traffic --json --limit 3",
        "call-inbox contract --json --data-dir d",
        "call-inbox replay 7",
        "call-inbox replay 7 http://127.0.0.1:1/x --times 3 --body b.json --header X-A:1 --method PUT --json",
        "call-inbox traffic status:4xx -verdict:checked --follow --json",
        "call-inbox transcript id-1",
        "call-inbox transcript id-1 --format page --out folder --data-dir d",
        "call-inbox list --count ann",
        "call-inbox inspect 7",
        "call-inbox inspect 7 --format curl --show-secrets --url http://h/x --out file --data-dir d",
        "call-inbox diff 7 8 --json",
        "call-inbox export ann -smith --format jsonl --out calls.jsonl --data-dir d",
    ] {
        assert!(read(line).is_ok(), "{line}");
    }
    for line in [
        "call-inbox --listen nowhere",
        "call-inbox serve --rehearse status=99",
        "call-inbox show",
        "call-inbox fly",
        "call-inbox serve --tunnel",
        "call-inbox serve --tunnel mole",
        "call-inbox inspect",
        "call-inbox inspect 7 --format pdf",
        "call-inbox diff 7",
        "call-inbox replay",
        "call-inbox replay c1",
        "call-inbox replay 0",
        "call-inbox replay 7 --times 1001",
        "call-inbox insights --days 0",
        "call-inbox insights --days 7 --all",
        "call-inbox send --media-port 65535",
        "call-inbox send --media-port 0",
    ] {
        assert!(read(line).is_err(), "{line}");
    }
}

#[test]
fn a_word_that_begins_with_a_hyphen_is_looked_for_and_options_stay_options() {
    let listed = |line: &str| match read(line).unwrap().task {
        Some(Task::List(wish)) => (wish.query.join(" "), wish.json, wish.limit),
        other => panic!("{line}: {other:?}"),
    };
    let both = (String::from("NOT demo ann NOT mood:calm"), true, Some(5));
    assert_eq!(listed("call-inbox list -demo ann --limit 5 -mood:calm --json"), both);
    assert_eq!(listed("call-inbox --data-dir list list --data-dir=-d -a"), (String::from("NOT a"), false, None));
    assert_eq!(listed("call-inbox list --json -- -demo --limit"), (String::from("-demo --limit"), true, None));
    for line in [
        "call-inbox list --limit -5",
        "call-inbox export --out -x.csv",
        "call-inbox list --flimit 5",
        "call-inbox -x",
        "call-inbox send -x",
    ] {
        assert_eq!(read(line).unwrap_err().exit_code(), 2, "{line}");
    }
    assert_eq!(read("call-inbox list -h").unwrap_err().exit_code(), 0);
}

#[test]
fn a_transcript_is_written_as_asked_for_or_as_its_file_is_named() {
    let form = |line: &str| match read(line).unwrap().task {
        Some(Task::Transcript(wish)) => wish.form(),
        other => panic!("{line}: {other:?}"),
    };
    for (end, wanted) in [
        ("", TranscriptForm::Text),
        (" --out a.VTT", TranscriptForm::Vtt),
        (" --out a.srt --format json", TranscriptForm::Json),
        (" --format page --out a", TranscriptForm::Page),
    ] {
        assert_eq!(form(&format!("call-inbox transcript id-1{end}")), wanted, "{end}");
    }
    assert_eq!(read("call-inbox transcript id-1 --out a.HTML").unwrap_err().exit_code(), 2);
}

#[test]
fn what_is_exported_is_said_or_is_in_the_files_name() {
    let format = |line: &str| match read(line).map(|arguments| arguments.task) {
        Ok(Some(Task::Export(wish))) => wish.format(),
        _ => None,
    };
    assert_eq!(format("call-inbox export ann --format csv"), Some(Format::Csv));
    assert_eq!(format("call-inbox export --format html --out calls.csv"), Some(Format::Html));
    for (name, named) in [("a.CSV", Format::Csv), ("a.jsonl", Format::Jsonl), ("b.x.html", Format::Html)] {
        assert_eq!(format(&format!("call-inbox export --out {name}")), Some(named));
    }
    for line in ["export", "export ann --out calls", "export --out calls.pdf", "export --format pdf"] {
        assert_eq!(read(&format!("call-inbox {line}")).unwrap_err().exit_code(), 2, "{line}");
    }
}
