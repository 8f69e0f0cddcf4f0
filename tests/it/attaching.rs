//! Files that a person attaches to a call, from the drop to the waveform and the search, over restarts and later deliveries.

#![expect(clippy::unwrap_used, reason = "a test may fail here")]

use std::fs;
use std::path::PathBuf;

use call_inbox::bus::{Command, Event};
use call_inbox::call::query::parse;
use call_inbox::call::{CallDetail, MediaKind, MediaState, Query, Seq, UnixMillis, attached_name};
use jiff::tz::TimeZone;

use crate::support::engines::Running;
use crate::support::program;

const SEQ: Seq = Seq(1);
const CALL: &str = r#"{"callId":"c1","callerDetails":{"name":"John Smith"}}"#;
const VTT: &str = "WEBVTT\n\n00:00.500 --> 00:02.000\n<v Agent>Good morning\n\n00:02.000 --> 00:04.000\n<v Caller>A zeppelin, please\n";

fn recording() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/audio/opus-stereo.ogg")
}

/// Waits for an event as the window does: whoever drains them passes them on.
fn hear<T>(running: &Running, mut wanted: impl FnMut(Event) -> Option<T>) -> T {
    running.wait_for(|event| {
        running.engines().heard(&event);
        if let Event::CommandFailed { what, why } = &event {
            panic!("{what}: {why}");
        }
        wanted(event)
    })
}

fn detail(running: &Running) -> CallDetail {
    running.engines().store().reader().unwrap().detail(SEQ).unwrap().unwrap()
}

/// The calls that a search finds.
fn found(running: &Running, text: &str) -> Vec<Seq> {
    let term = parse(text, UnixMillis(0), &TimeZone::UTC).term;
    running.engines().store().reader().unwrap().order(&Query { term, ..Query::default() }).unwrap()
}

/// An inbox with one call that names no file.
fn with_call() -> Running {
    let running = Running::start("127.0.0.1:0");
    assert_eq!(program::post(running.address, CALL.as_bytes()).unwrap().status, 200);
    hear(&running, |event| matches!(event, Event::CallArrived(_)).then_some(()));
    running
}

fn attach(running: &mut Running, paths: Vec<PathBuf>) {
    running.command(Command::TakeFiles { paths, attach_to: Some(SEQ) });
}

/// Waits until a recording was decoded and a transcript was read.
fn until_known(running: &Running) {
    let (mut is_heard, mut is_read) = (false, false);
    hear(running, |event| {
        match event {
            Event::SoundRead { peaks, .. } => is_heard |= peaks.is_complete,
            Event::TranscriptLoaded { transcript: Some(transcript), .. } => is_read |= transcript.turns.len() == 2,
            _ => {}
        }
        (is_heard && is_read).then_some(())
    });
}

#[test]
fn a_recording_and_a_transcript_are_kept_heard_read_found_and_survive() {
    let mut running = with_call();
    let desk = program::folder();
    let vtt = desk.path().join("said.vtt");
    fs::write(&vtt, VTT).unwrap();
    attach(&mut running, vec![recording(), vtt.clone()]);
    until_known(&running);
    // What was attached is ours: the person may throw theirs away.
    fs::remove_file(vtt).unwrap();

    let folder = running.stop();
    let running = Running::start_in(folder, "127.0.0.1:0");
    let call = detail(&running);
    let (sound, transcript) = (call.recording.unwrap(), call.transcript.unwrap());
    assert_eq!((sound.state, attached_name(&sound.uri)), (MediaState::Kept, Some("opus-stereo.ogg")));
    assert_eq!((transcript.state, attached_name(&transcript.uri)), (MediaState::Kept, Some("said.vtt")));
    assert_eq!(sound.sha256.map(|sum| sum.len()), Some(64));
    assert!(call.sound.is_some_and(|(sound, peaks)| sound.channels == 2 && peaks.is_complete));
    for search in ["zeppelin", "has:recording", "has:transcript"] {
        assert_eq!(found(&running, search), [SEQ], "{search}");
    }

    // Sent again with an address: what the person attached stays.
    let later = CALL.replace("\"c1\"", "\"c1\",\"recordingUri\":\"http://127.0.0.1:9/a.ogg\"");
    assert_eq!(program::post(running.address, later.as_bytes()).unwrap().status, 200);
    hear(&running, |event| matches!(event, Event::CallChanged(row) if row.updated && row.has_recording).then_some(()));
    let call = detail(&running);
    assert_eq!(call.recording.as_ref().map(|media| media.state), Some(MediaState::Kept));
    assert!(call.recording.is_some_and(|media| media.is_attached()) && call.sound.is_some());
    assert_eq!(found(&running, "zeppelin"), [SEQ]);
}

#[test]
fn taking_it_back_brings_back_what_was_there_and_loses_neither() {
    let mut running = with_call();
    attach(&mut running, vec![recording()]);
    let kind = MediaKind::Recording;
    let first = hear(&running, |event| match event {
        Event::Attached { uri, replaces: false, .. } => Some(uri),
        _ => None,
    });
    let other = recording().with_file_name("mp3-cbr.mp3");
    attach(&mut running, vec![other]);
    let second = hear(&running, |event| match event {
        Event::Attached { uri, replaces: true, .. } => Some(uri),
        _ => None,
    });
    let show = |running: &mut Running, uri: &str, is_removed| {
        running.command(Command::ShowAttached { seq: SEQ, kind, uri: uri.to_owned(), is_removed });
        hear(running, |event| matches!(event, Event::FileReplaced { .. }).then_some(()));
        detail(running).recording.map(|media| media.uri)
    };
    assert_eq!(detail(&running).recording.map(|media| media.uri).as_deref(), Some(&*second));
    assert_eq!(show(&mut running, &second, true).as_deref(), Some(&*first));
    // It is decoded anew: nothing of the other stands below its name.
    hear(&running, |event| matches!(event, Event::SoundRead { peaks, .. } if peaks.is_complete).then_some(()));
    assert_eq!(show(&mut running, &first, true), None);
    assert_eq!(found(&running, "has:recording"), []);
    assert_eq!(show(&mut running, &second, false).as_deref(), Some(&*second));
    assert_eq!(found(&running, "has:recording"), [SEQ]);
    hear(&running, |event| match event {
        Event::SoundRead { sound, peaks, .. } if peaks.is_complete && sound.codec == "MP3" => Some(()),
        _ => None,
    });
}

#[test]
fn an_attached_file_that_is_gone_says_so_and_is_not_fetched() {
    let mut running = with_call();
    attach(&mut running, vec![recording()]);
    hear(&running, |event| matches!(event, Event::SoundRead { peaks, .. } if peaks.is_complete).then_some(()));
    let folder = running.stop();
    let room = folder.path().join("media/01");
    let copy = fs::read_dir(&room).unwrap().next().unwrap().unwrap().path();
    assert_eq!(fs::read(&copy).unwrap(), fs::read(recording()).unwrap());
    fs::remove_file(copy).unwrap();
    let mut running = Running::start_in(folder, "127.0.0.1:0");
    let look = call_inbox::bus::MediaCommand::FetchAgain { seq: SEQ, kind: MediaKind::Recording };
    running.command(Command::Media(look));
    let why = hear(&running, |event| match event {
        Event::MediaChanged(media) if media.state == MediaState::Missing => media.why,
        _ => None,
    });
    assert!(why.starts_with("The attached file was deleted"), "{why}");
    // The same once more mends it.
    attach(&mut running, vec![recording()]);
    hear(&running, |event| {
        matches!(event, Event::MediaChanged(media) if media.state == MediaState::Kept).then_some(())
    });
}

#[test]
fn what_is_attached_twice_or_to_nothing_is_said() {
    let mut running = with_call();
    attach(&mut running, vec![recording()]);
    running.wait_for(|event| matches!(event, Event::Attached { .. }).then_some(()));
    attach(&mut running, vec![recording()]);
    let refused = |event| match event {
        Event::CommandFailed { why, .. } => Some(why),
        Event::FilesReceived { mut refused, .. } => refused.pop(),
        _ => None,
    };
    assert_eq!(running.wait_for(refused), "opus-stereo.ogg was not attached: it is attached to this call already.");
    running.command(Command::TakeFiles { paths: vec![recording()], attach_to: None });
    let why = running.wait_for(refused);
    assert!(why.ends_with("Open the call it belongs to, and drop it there."), "{why}");
}
