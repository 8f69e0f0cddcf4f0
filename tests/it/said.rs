//! What was said, from the platform's file to the search: fetched, read in whatever shape it has, shown, found, and found
//! again after a restart. With the real program or its engines, and the simulator's files.

#![expect(clippy::unwrap_used, reason = "a test may fail here")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::time::Instant;

use call_inbox::bus::{Command, Event, MediaCommand};
use call_inbox::call::{Media, MediaKind, MediaState, Seq};
use call_inbox::simulator::{FileServer, Sample, Story};
use serde_json::Value;

use crate::support::engines::Running;
use crate::support::program::{DEADLINE, Served, folder, json_lines, post, program, run};

/// A server that answers every request with its path's file, as JSON.
struct Files(SocketAddr);

impl Files {
    fn of(files: Vec<(&'static str, Vec<u8>)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let answer = move || {
            for mut stream in listener.incoming().flatten() {
                let mut request = [0; 4_096];
                let length = stream.read(&mut request).unwrap_or(0);
                let asked = String::from_utf8_lossy(&request[..length]).into_owned();
                let path = asked.split(' ').nth(1).unwrap_or_default();
                let body = files.iter().find(|(known, _)| *known == path).map_or(&b""[..], |(_, body)| body);
                let status = if body.is_empty() { "404 Not Found" } else { "200 OK" };
                let head = format!(
                    "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                    body.len()
                );
                let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
            }
        };
        std::thread::Builder::new().name(String::from("files")).spawn(answer).unwrap();
        Self(address)
    }

    fn call(&self, id: &str, path: &str) -> String {
        format!(
            r#"{{"callId":"{id}","transcriptUri":"http://{}{path}","callAnalysis":{{"summary":"Nothing."}}}}"#,
            self.0
        )
    }
}

/// What `show --json` says of a call's transcript once it is so.
fn shown(folder: &Path, id: &str, is_so: impl Fn(&Value) -> bool) -> Value {
    let begun = Instant::now();
    loop {
        let transcript = json_lines(folder, &["show", id, "--json"]).remove(0)["transcript"].take();
        if is_so(&transcript) {
            return transcript;
        }
        assert!(begun.elapsed() < DEADLINE, "{transcript}");
    }
}

fn was_read(transcript: &Value) -> bool {
    transcript["format"].is_string()
}

fn listed(folder: &Path, words: &str) -> Vec<String> {
    let found = json_lines(folder, &["list", "--json", words]);
    found.iter().map(|call| call["callId"].as_str().unwrap().to_owned()).collect()
}

fn loaded(event: Event) -> Option<(Seq, Option<Vec<String>>)> {
    match event {
        Event::TranscriptLoaded { seq, transcript, .. } => {
            let texts = transcript.map(|read| read.turns.iter().map(|turn| turn.text.clone()).collect());
            Some((seq, texts))
        }
        _ => None,
    }
}

/// Engines that take note of what they tell, as window and `serve` do.
fn wait<T>(running: &Running, wanted: impl Fn(Event) -> Option<T>) -> T {
    running.wait_for(|event| {
        running.engines().heard(&event);
        wanted(event)
    })
}

#[test]
fn every_shape_the_platform_writes_is_read_shown_and_found_also_after_a_kill() {
    let files = FileServer::start().unwrap();
    let folder = folder();
    let allowed = files.address().to_string();
    let serve =
        || Served::launch(&mut program(folder.path(), &["serve", "--listen", "127.0.0.1:0", "--allow-host", &allowed]));
    let served = serve();
    let mut formats = std::collections::BTreeSet::new();
    let stories: Vec<Story> =
        (0..40).map(|number| Story::tell(9, number)).filter(|story| !story.turns().is_empty()).collect();
    for story in &stories {
        // The sound is another test's business.
        let payload = story.payload(&files.base_url()).replace("recordingUri", "noRecording");
        assert_eq!(served.post(payload.as_bytes()).status, 200);
    }
    let is_named = |story: &&Story| story.payload("http://x").contains("transcriptUri");
    let told: Vec<&Story> = stories.iter().filter(is_named).collect();
    for story in &told {
        let said = shown(folder.path(), &story.call_id(), was_read);
        let spoken = |turn: &&Value| ["agent", "caller", "speaker"].contains(&turn["role"].as_str().unwrap());
        let turns: Vec<&Value> = said["turns"].as_array().unwrap().iter().filter(spoken).collect();
        assert_eq!(turns.len(), story.turns().len(), "{said}");
        for (turn, wanted) in turns.iter().zip(story.turns()) {
            assert_eq!(turn["text"], *wanted.text, "{said}");
            assert_eq!(turn["role"] == "agent", wanted.is_agent, "{turn}");
        }
        if said["times"] == "recording" {
            let last = turns.last().unwrap();
            let wanted = story.turns().last().unwrap();
            assert!(
                (last["startSecs"].as_f64().unwrap() - wanted.start_secs).abs() < 0.01,
                "{last} {}",
                wanted.start_secs
            );
        }
        formats.insert(said["format"].as_str().unwrap().to_owned());
    }
    assert!(formats.len() > 3, "{formats:?}");
    // Words that one of them said, next to each other, as they stand.
    let story = told[0];
    let said = story.turns().iter().max_by_key(|turn| turn.text.len()).unwrap();
    let words = format!("transcript:\"{}\"", said.text.replace(['"', '“', '”', '„'], " "));
    assert!(listed(folder.path(), &words).contains(&story.call_id()), "{words}");
    let text = String::from_utf8(run(folder.path(), &["show", &story.call_id()]).stdout).unwrap();
    assert!(
        text.contains("\nTranscript\n") && text.contains(story.turns()[0].text.split('\n').next().unwrap()),
        "{text}"
    );
    served.kill();
    assert!(listed(folder.path(), &words).contains(&story.call_id()), "after the kill");
    drop(files);
    // What was not written before the end is read of the files that are here.
    rusqlite::Connection::open(folder.path().join("inbox.sqlite3"))
        .unwrap()
        .execute_batch("DELETE FROM transcripts")
        .unwrap();
    assert!(!was_read(&shown(folder.path(), &story.call_id(), |_| true)));
    let served = serve();
    for story in &told {
        shown(folder.path(), &story.call_id(), was_read);
    }
    assert_eq!(served.terminate(), Some(0));
    assert!(listed(folder.path(), &words).contains(&story.call_id()), "after the restart");
}

#[test]
fn what_is_no_transcript_is_said_to_be_none_once() {
    let page = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj".to_vec();
    let files = Files::of(vec![("/a", page)]);
    let running = Running::start("127.0.0.1:0");
    running.engines().allow_hosts(&[files.0]);
    post(running.address, files.call("a", "/a").as_bytes()).unwrap();
    let unsupported = |event| match event {
        Event::MediaChanged(media) if media.state == MediaState::Unsupported => Some(*media),
        _ => None,
    };
    let media: Media = wait(&running, unsupported);
    assert_eq!((media.kind, media.why.as_deref()), (MediaKind::Transcript, Some("This is a PDF, not a transcript.")));
    // Fetched again it is the same: it is said again, and nothing goes on after that.
    let mut running = running;
    running.command(Command::Media(MediaCommand::FetchAgain { seq: Seq(1), kind: MediaKind::Transcript }));
    wait(&running, |event| match event {
        Event::MediaChanged(media) if media.state == MediaState::Kept => Some(()),
        _ => None,
    });
    wait(&running, unsupported);
    running.command(Command::LoadTranscriptText { seq: Seq(1) });
    let told = wait(&running, |event| match event {
        Event::MediaChanged(media) => Some(Err(media)),
        Event::TranscriptTextLoaded { seq, text } => Some(Ok((seq, text))),
        _ => None,
    });
    let (seq, text) = told.unwrap();
    assert!(seq == Seq(1) && text.starts_with("%PDF-1.7\n"), "{text}");
    let folder = running.stop();
    let said = shown(folder.path(), "a", |_| true);
    assert_eq!((&said["state"], &said["format"]), (&Value::from("unsupported"), &Value::from("not-a-transcript")));
    assert_eq!(said["why"], "This is a PDF, not a transcript.");
}

#[test]
fn another_file_at_another_address_takes_the_place_of_the_one_before() {
    let turns =
        |text: &str| format!(r#"{{"items":[{{"type":"message","role":"user","content":["{text}"]}}]}}"#).into_bytes();
    let files = Files::of(vec![
        ("/a", turns("I want a refund")),
        ("/b", turns("I want a refill")),
        ("/c", turns("I want a refill")),
    ]);
    let running = Running::start("127.0.0.1:0");
    running.engines().allow_hosts(&[files.0]);
    for (path, text) in [("/a", "I want a refund"), ("/b", "I want a refill"), ("/c", "I want a refill")] {
        post(running.address, files.call("a", path).as_bytes()).unwrap();
        assert_eq!(wait(&running, loaded), (Seq(1), Some(vec![text.to_owned()])), "{path}");
    }
    let folder = running.stop();
    assert_eq!((listed(folder.path(), "refund"), listed(folder.path(), "refill")), (vec![], vec![String::from("a")]));
}

#[test]
fn times_are_read_again_when_the_recording_tells_its_length_and_nothing_else_is() {
    // Whole numbers: seconds by themselves, milliseconds beside a recording of few seconds.
    let unclear = br#"[{"role":"agent","content":"Hello there","start":0,"end":30},
        {"role":"user","content":"Hi","start":40,"end":80},{"role":"agent","content":"Bye","start":90,"end":120}]"#;
    let timeless = br#"{"items":[{"type":"message","role":"user","content":["Hi"]}]}"#;
    let files = Files::of(vec![("/a", unclear.to_vec()), ("/b", timeless.to_vec())]);
    let sounds = FileServer::start().unwrap();
    let running = Running::start("127.0.0.1:0");
    running.engines().allow_hosts(&[files.0, sounds.address()]);
    let tone = Sample::named("tone-440.wav").unwrap().url(&sounds.base_url());
    let last_start = |event| match event {
        Event::TranscriptLoaded { seq, transcript: Some(read), .. } => Some((seq, read.turns.last().unwrap().start_ms)),
        _ => None,
    };
    for (seq, id, path, before) in [(Seq(1), "b", "/b", None), (Seq(2), "a", "/a", Some(90_000))] {
        post(running.address, files.call(id, path).as_bytes()).unwrap();
        assert_eq!(wait(&running, last_start), (seq, before));
        let with_sound = format!(r#"{{"callId":"{id}","recordingUri":"{tone}"}}"#);
        post(running.address, with_sound.as_bytes()).unwrap();
        wait(&running, |event| matches!(event, Event::SoundRead { ref peaks, .. } if peaks.is_complete).then_some(()));
    }
    // The first one to be read again is the one that reads otherwise.
    assert_eq!(wait(&running, last_start), (Seq(2), Some(90)));
    let reader = running.engines().store().reader().unwrap();
    let begun = Instant::now();
    let length_of = |seq| reader.transcript_note(seq).unwrap().unwrap().audio_ms;
    while length_of(Seq(1)).is_none() {
        assert!(begun.elapsed() < DEADLINE);
        std::thread::yield_now();
    }
    assert_eq!(length_of(Seq(1)), length_of(Seq(2)));
    let folder = running.stop();
    assert_eq!(shown(folder.path(), "a", was_read)["turns"][2]["startSecs"], 0.09);
}
