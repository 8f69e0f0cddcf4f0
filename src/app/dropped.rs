//! Files that a person dropped or chose: read, looked at, and taken for what they are. Payloads are posted to our own
//! listener like any other; recordings and transcripts are attached to the call that is open.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::call::{Datum, MediaKind};
use crate::playback::{Sniffed, sniff};
use crate::transcript::{Known, read as parse};

/// The longest file that is read, in bytes: what a sender may post at most by default.
const MAX_BYTES: u64 = 10 * 1024 * 1024;
/// How recordings are called. Which of them can be played shows in their bytes.
const RECORDINGS: [&str; 9] = ["wav", "mp3", "ogg", "opus", "oga", "m4a", "aac", "flac", "webm"];
/// A payload has one of these names in it, or in what it is wrapped in.
const NAMES: [&str; 7] =
    ["callId", "call_id", "callID", "callerDetails", "callAnalysis", "recordingUri", "transcriptUri"];
/// How files are called that may hold what was said, and are not looked at any further.
const TRANSCRIPTS: [&str; 4] = ["vtt", "srt", "ttml", "txt"];

/// What is done with what is in a file.
pub trait Receiving {
    /// Posts a payload to our own listener.
    ///
    /// # Errors
    /// Why it was not received, in a clause.
    fn post(&self, payload: &str) -> Result<(), String>;

    /// Attaches a file to the call that is open; `None` if none is.
    fn attach(&self, kind: MediaKind, path: &Path, name: &str) -> Option<Result<(), String>>;
}

/// What a file is.
#[derive(Debug, PartialEq, Eq)]
enum Content {
    Payload(String),
    Media(MediaKind),
}

/// Takes each file in for what it is. Returns how many were received as calls, and a sentence about each that was not taken.
pub fn take_in(paths: &[PathBuf], receiving: &impl Receiving) -> (usize, Vec<String>) {
    let mut received = 0;
    let mut refused = Vec::new();
    let mut attached = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        let (verb, outcome) = match content_of(path) {
            Ok(Content::Payload(payload)) => ("received", receiving.post(&payload).map(|()| received += 1)),
            Ok(Content::Media(kind)) if attached.contains(&kind) => {
                ("attached", Err(format!("a call has one {}, and another file is that now", noun(kind))))
            }
            Ok(Content::Media(kind)) => match receiving.attach(kind, path, &name) {
                Some(outcome) => ("attached", outcome.map(|()| attached.push(kind))),
                None => {
                    let noun = noun(kind);
                    ("received", Err(format!("it is a {noun}. Open the call it belongs to, and drop it there")))
                }
            },
            Err(why) => ("received", Err(why)),
        };
        if let Err(why) = outcome {
            refused.push(format!("{name} was not {verb}: {}.", why.trim_end_matches('.')));
        }
    }
    (received, refused)
}

fn noun(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Recording => "recording",
        MediaKind::Transcript => "transcript",
    }
}

/// What a file is: a recording by its first bytes, a payload by what stands in it, else a transcript if it may be one.
///
/// # Errors
/// A clause that says why it is nothing we take.
fn content_of(path: &Path) -> Result<Content, String> {
    if path.is_dir() {
        return Err(String::from("it is a folder. Drop the files in it"));
    }
    let bytes = read(path).map_err(|error| format!("it can't be read ({error})"))?;
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let is_text = std::str::from_utf8(&bytes).is_ok();
    if !is_text && matches!(sniff(&bytes), Sniffed::Known(_)) {
        return Ok(Content::Media(MediaKind::Recording));
    }
    if RECORDINGS.contains(&ending.as_str()) {
        return Err(String::from("it holds no sound that can be played"));
    }
    payload_in(&bytes).map(Content::Payload).or_else(|why| {
        let may_be_one = is_text && !bytes.is_empty() && TRANSCRIPTS.contains(&ending.as_str());
        let is_one = may_be_one || !parse(&bytes, &Known::default()).turns.is_empty();
        if is_one { Ok(Content::Media(MediaKind::Transcript)) } else { Err(why) }
    })
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The payload in the bytes of a file: the text as it is, or the body of a request that was saved as a test case.
fn payload_in(bytes: &[u8]) -> Result<String, String> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(String::from("it is larger than 10 MB"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| String::from("it holds no JSON"))?;
    let datum = Datum::parse(text.trim_start_matches('\u{feff}')).map_err(|_| String::from("it holds no JSON"))?;
    if is_call(&datum) {
        return Ok(text.to_owned());
    }
    match datum.get("request").and_then(|request| request.get("body")) {
        Some(Datum::Text(body)) => Ok(body.clone()),
        _ => Err(String::from("it does not look like a call. There is no callId, callerDetails or callAnalysis in it")),
    }
}

/// One of the contract's names is in it, at most one level down.
fn is_call(datum: &Datum) -> bool {
    let names = |datum: &Datum| NAMES.iter().any(|name| datum.get(name).is_some());
    match datum {
        Datum::Record(fields) => names(datum) || fields.iter().any(|(_, value)| names(value)),
        Datum::List(items) => items.first().is_some_and(names),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn payloads_are_taken_as_they_are_and_saved_requests_by_their_body() {
        let as_it_is = "{ \"callId\" : \"c1\" }\n";
        assert_eq!(payload_in(as_it_is.as_bytes()).as_deref(), Ok(as_it_is));
        for text in [r#"{"data":{"callAnalysis":{}}}"#, r#"[{"callId":1}]"#, r#"{"callerDetails":null}"#] {
            assert_eq!(payload_in(text.as_bytes()).as_deref(), Ok(text));
        }
        let fixture = r#"{"request":{"method":"POST","body":"{\"callId\": 7}"},"answer":{"status":200}}"#;
        assert_eq!(payload_in(fixture.as_bytes()).as_deref(), Ok(r#"{"callId": 7}"#));
    }

    #[test]
    fn what_is_no_payload_says_why() {
        let why = |bytes: &[u8]| payload_in(bytes).unwrap_err();
        assert_eq!(why(b"Hello"), "it holds no JSON");
        assert_eq!(why(b"\xff\xfe\x00"), "it holds no JSON");
        assert!(why(br#"{"name":"tool","version":"1"}"#).starts_with("it does not look like a call"));
        assert!(why(b"[]").starts_with("it does not look like a call"));
        assert_eq!(why(&vec![b' '; 10 * 1024 * 1024 + 1]), "it is larger than 10 MB");
    }

    /// What came of each file.
    #[derive(Default)]
    struct Noted {
        has_call: bool,
        posted: RefCell<Vec<String>>,
        attached: RefCell<Vec<(MediaKind, String)>>,
    }

    impl Receiving for Noted {
        fn post(&self, payload: &str) -> Result<(), String> {
            self.posted.borrow_mut().push(payload.to_owned());
            Ok(())
        }

        fn attach(&self, kind: MediaKind, _: &Path, name: &str) -> Option<Result<(), String>> {
            self.has_call.then(|| {
                self.attached.borrow_mut().push((kind, name.to_owned()));
                Ok(())
            })
        }
    }

    /// A folder with a file of each sort.
    fn desk() -> (tempfile::TempDir, Vec<PathBuf>) {
        let folder = tempfile::tempdir().unwrap();
        let mut wav = b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data".to_vec();
        wav.extend([0xff; 64]);
        let turns = r#"[{"speaker":"Agent","text":"Hello"},{"speaker":"Caller","text":"Hi"}]"#;
        let files: [(&str, &[u8]); 7] = [
            ("a.json", br#"{"callId":"c1"}"#),
            ("call.wav", &wav),
            ("call.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello"),
            ("said.json", turns.as_bytes()),
            ("fake.MP3", b"not a sound at all, only text"),
            ("package.json", br#"{"name":"tool","version":"1"}"#),
            ("notes.pdf", b"%PDF-1.7\xff\xff"),
        ];
        let paths = files.map(|(name, bytes)| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            path
        });
        (folder, paths.to_vec())
    }

    #[test]
    fn each_file_is_taken_for_what_it_is() {
        let (_folder, paths) = desk();
        let noted = Noted { has_call: true, ..Noted::default() };
        let (received, refused) = take_in(&paths, &noted);
        assert_eq!((received, noted.posted.into_inner().len()), (1, 1));
        let attached = noted.attached.into_inner();
        let wanted = [(MediaKind::Recording, "call.wav"), (MediaKind::Transcript, "call.vtt")];
        assert_eq!(attached, wanted.map(|(kind, name)| (kind, name.to_owned())));
        let starts = [
            "said.json was not attached: a call has one transcript",
            "fake.MP3 was not received: it holds no sound that can be played.",
            "package.json was not received: it does not look like a call.",
            "notes.pdf was not received: it holds no JSON.",
        ];
        assert!(refused.len() == starts.len(), "{refused:?}");
        assert!(refused.iter().zip(starts).all(|(said, start)| said.starts_with(start)), "{refused:?}");
    }

    #[test]
    fn without_an_open_call_it_is_said_where_to_drop_it() {
        let (_folder, paths) = desk();
        let (received, refused) = take_in(&paths[1..4], &Noted::default());
        assert_eq!(received, 0);
        assert_eq!(
            refused[0],
            "call.wav was not received: it is a recording. Open the call it belongs to, and drop it there."
        );
        assert!(refused[1..].iter().all(|said| said.contains("it is a transcript.")), "{refused:?}");
    }

    #[test]
    fn folders_and_what_is_gone_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let why = |name: &str| content_of(&folder.path().join(name)).unwrap_err();
        assert!(why("gone.json").starts_with("it can't be read"));
        assert!(why("").starts_with("it is a folder"));
    }
}
