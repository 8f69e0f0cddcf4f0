//! What was said, written as files: by the running inbox, by the command line beside it, and the page to review in a real
//! browser, without a network, where it plays and highlights.

#![expect(clippy::unwrap_used, reason = "a test may fail here")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use call_inbox::bus::{Command, Event, TranscriptForm};
use call_inbox::call::{MediaKind, MediaState, Seq};
use call_inbox::simulator::{FileServer, Sample};
use call_inbox::store::ReadTranscript;
use call_inbox::transcript::{Clock, Format, Reading, Side, Transcript, Turn, Word};
use tempfile::TempDir;

use crate::support::browser::Browser;
use crate::support::engines::Running;
use crate::support::program::{post, run};

const NAME: &str = "Zoë <script>document.title='broken'</script> \\\"../O'Neil";

/// Turns a second long with four words each, in a recording of ten seconds or so.
fn transcript() -> Transcript {
    let lines = [
        "Hello, Mira speaking here",
        "Hi, the <b>boiler</b> leaks",
        "Since when does it",
        "Since Tuesday at noon",
        "I will send someone",
        "Thank you very much",
    ];
    let turn = |(number, line): (usize, &&str)| {
        let start_ms = 500 + 1_200 * number as u64;
        let mut words = Vec::new();
        let mut from = 0;
        for (place, word) in line.split(' ').enumerate() {
            let start_ms = start_ms + 250 * place as u64;
            words.push(Word { at: from..from + word.len(), start_ms, end_ms: start_ms + 250 });
            from += word.len() + 1;
        }
        let side = if number.is_multiple_of(2) { Side::Agent } else { Side::Caller };
        let (start_ms, end_ms) = (Some(start_ms), Some(start_ms + 1_000));
        Turn { side, text: (*line).to_owned(), start_ms, end_ms, words, ..Turn::default() }
    };
    let turns = lines.iter().enumerate().map(turn).collect();
    Transcript { format: Format::Retell, clock: Clock::Recording, turns, ..Transcript::default() }
}

/// An inbox that has a call, its recording, and what was said in it.
fn inbox(recording: &str) -> (Running, FileServer) {
    let files = FileServer::start().unwrap();
    let running = Running::start("127.0.0.1:0");
    running.engines().allow_hosts(&[files.address()]);
    let sound = Sample::named(recording).unwrap().url(&files.base_url());
    let uri = format!("{}/no-such-file", files.base_url());
    let call = format!(
        r#"{{"callId":"c1","recordingUri":"{sound}","transcriptUri":"{uri}","callerDetails":{{"name":"{NAME}"}},"callAnalysis":{{"mood":"Positive","score":82,"callOutcome":"Repair booked","summary":"Calm call. The boiler leaks since Tuesday noon.","actionItems":["Send someone"]}}}}"#
    );
    assert_eq!(post(running.address, call.as_bytes()).unwrap().status, 200);
    running.wait_for(|event| {
        running.engines().heard(&event);
        match event {
            Event::MediaChanged(media) if media.kind == MediaKind::Recording => {
                (media.state == MediaState::Kept).then_some(())
            }
            _ => None,
        }
    });
    let sha256 = "0".repeat(64);
    let names = [(String::from("agent"), String::from("Mira"))].into();
    let reading = Reading { names, ..Reading::default() };
    let read = ReadTranscript::new(Seq(1), (uri, sha256), None, Arc::new(transcript()), reading.clone());
    let writer = running.engines().store().writer();
    writer.remember_reading(Seq(1), reading);
    writer.keep_transcript(read);
    (running, files)
}

fn saved(running: &mut Running, form: TranscriptForm) -> Result<PathBuf, String> {
    running.command(Command::SaveTranscript { seq: Seq(1), form });
    running.wait_for(|event| match event {
        Event::TranscriptSaved { path } => Some(Ok(PathBuf::from(path))),
        Event::CommandFailed { what, why } if what == "Saving the transcript" => Some(Err(why)),
        _ => None,
    })
}

/// Waits until what was said is stored, which is told.
fn wait_for_turns(running: &Running) {
    let reader = running.engines().store().reader().unwrap();
    while reader.transcript(Seq(1)).unwrap().0.is_none() {
        running.wait_for(|event| matches!(event, Event::TranscriptLoaded { .. }).then_some(()));
    }
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn the_window_saves_every_form_and_the_command_line_writes_the_same_beside_it() {
    let (mut running, _files) = inbox("wav-named.ogg");
    wait_for_turns(&running);
    let out = TempDir::new().unwrap();
    for form in TranscriptForm::ALL {
        let path = saved(&mut running, form).unwrap();
        let data = running.engines().store().folder().to_owned();
        assert!(path.starts_with(data.join("exports")), "{}", path.display());
        let is_page = form == TranscriptForm::Page;
        let named = if is_page { path.parent().unwrap() } else { &path };
        assert!(named.file_name().unwrap().to_str().unwrap().contains("Zoë script document title broken"), "{named:?}");
        let ending = if is_page { "page" } else { form.extension() };
        let other = out.path().join(format!("said.{ending}"));
        let written = run(&data, &["transcript", "c1", "--format", ending, "--out", other.to_str().unwrap()]);
        assert!(written.status.success(), "{}", String::from_utf8_lossy(&written.stderr));
        if is_page {
            // By what the file is, whatever the call names it.
            assert_eq!(names_in(named), ["recording.wav", "review.html"]);
            assert_eq!(names_in(&other), ["recording.wav", "review.html"]);
            let (one, two) = (std::fs::read(named.join("recording.wav")), std::fs::read(other.join("recording.wav")));
            assert_eq!(
                (one.unwrap(), two.unwrap().len()),
                (Sample::named("wav-named.ogg").unwrap().bytes.to_vec(), 80_044)
            );
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains("Mira") && text.contains("Tuesday"), "{text}");
        assert_eq!(text, std::fs::read_to_string(&other).unwrap());
        assert_eq!(text.as_bytes(), run(&data, &["transcript", "c1", "--format", ending]).stdout);
    }
    let folder = running.stop();
    assert_eq!(run(folder.path(), &["transcript", "c1"]).stdout, std::fs::read(out.path().join("said.txt")).unwrap());
    for (arguments, why) in [
        (&["transcript", "nobody"][..], "There is no call with the id nobody."),
        (&["transcript", "c1", "--format", "page"], "--out FOLDER"),
    ] {
        let output = run(folder.path(), arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(1) && said.contains(why), "{said}");
    }
}

#[test]
fn what_is_not_there_is_said_in_a_sentence() {
    let files = FileServer::start().unwrap();
    let mut running = Running::start("127.0.0.1:0");
    running.engines().allow_hosts(&[files.address()]);
    assert_eq!(post(running.address, br#"{"callId":"c1"}"#).unwrap().status, 200);
    assert_eq!(saved(&mut running, TranscriptForm::Srt), Err(String::from("This call names no transcript.")));
    let page = std::fs::read_to_string(saved(&mut running, TranscriptForm::Page).unwrap()).unwrap();
    assert!(
        page.contains("There is no transcript of this call.") && page.contains("This call names no recording."),
        "{page}"
    );
    running.command(Command::SaveTranscript { seq: Seq(9), form: TranscriptForm::Text });
    let why = running.wait_for(|event| match event {
        Event::CommandFailed { why, .. } => Some(why),
        _ => None,
    });
    assert_eq!(why, "The call is not there any more.");
}

#[test]
fn the_page_plays_and_highlights_in_a_browser_without_a_network() {
    let (mut running, files) = inbox("opus-stereo.ogg");
    wait_for_turns(&running);
    let page = saved(&mut running, TranscriptForm::Page).unwrap();
    // Nothing is left that it could ask.
    drop(files);
    let folder = running.stop();
    let mut browser = Browser::start(1_280, 800);
    browser.open(&page);
    // What a payload says has done nothing.
    let title = browser.evaluate("document.title");
    assert!(title.as_str().unwrap().starts_with("Zoë <script>"), "{title}");
    browser
        .wait_until("document.querySelector('audio').duration > 8 && document.getElementById('clock').offsetWidth > 0");
    assert_eq!(browser.evaluate("document.querySelectorAll('.on').length"), 0);

    // A turn is clicked and heard from there on.
    browser.click("#t3 .text");
    browser.wait_until(
        "(() => { const audio = document.querySelector('audio');
           return !audio.paused && audio.currentTime >= 4.1 && document.querySelector('#t3.on'); })()",
    );
    // What is highlighted is what the sound says at that moment, word by word.
    browser.wait_until(&at_once("Tuesday", 4.35, 4.7));
    browser.wait_until(&at_once("noon", 4.85, 5.2));
    browser.wait_until("document.querySelector('#t4.on') && document.querySelectorAll('.turn.on').length == 1");

    // Somewhere else, by a key, by the summary, by the mouse.
    browser.press(" ", "Space");
    browser.wait_until("document.querySelector('audio').paused");
    browser.press("ArrowLeft", "ArrowLeft");
    browser.wait_until("document.querySelector('audio').currentTime < 2 && !document.querySelector('#t4.on')");
    browser.evaluate("document.querySelector('audio').currentTime = 0.6");
    browser.wait_until("document.querySelector('#t0.on')");
    browser.press("ArrowDown", "ArrowDown");
    browser.wait_until("document.querySelector('#t1.on') && document.querySelector('audio').currentTime == 1.7");
    browser.click("a.said[href='#t3']");
    browser.wait_until("document.querySelector('#t3.on') && document.querySelector('#t3 b.on')");
    browser.click("#t5 button");
    browser.wait_until("document.querySelector('#t5.on') && !document.querySelector('#t3.on') && document.querySelector('audio').currentTime > 6.5");
    assert_eq!(
        browser.evaluate("performance.getEntriesByType('resource').every(entry => entry.name.startsWith('file:'))"),
        true
    );

    // Light and dark, in a small window and on paper.
    let ground = "getComputedStyle(document.body).backgroundColor";
    let shown = "getComputedStyle(document.querySelector('.player')).display";
    for (scheme, medium, colour, player) in [
        ("light", "screen", "rgb(251, 251, 250)", "flex"),
        ("dark", "screen", "rgb(23, 24, 27)", "flex"),
        ("dark", "print", "rgb(255, 255, 255)", "none"),
    ] {
        browser.prefer(scheme, medium);
        assert_eq!(browser.evaluate(&format!("{ground} + {shown}")), format!("{colour}{player}"), "{scheme} {medium}");
    }
    browser.prefer("light", "screen");
    for width in [900, 400] {
        browser.resize(width, 600);
        browser.wait_until(&format!("innerWidth == {width} && document.documentElement.scrollWidth <= {width}"));
    }
    drop(folder);
}

/// The word is highlighted, and the sound is within these seconds.
fn at_once(word: &str, from: f64, to: f64) -> String {
    format!(
        "(() => {{ const word = document.querySelector('b.on'); const at = document.querySelector('audio').currentTime;
           return word?.textContent == '{word}' && at >= {from} && at <= {to}; }})()"
    )
}
