//! Files that a person wants received as calls: read, looked at, posted to our own listener like any other.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::call::Datum;
use crate::simulator::Sender;

/// The longest file that is read, in bytes: what a sender may post at most by default.
const MAX_BYTES: u64 = 10 * 1024 * 1024;
/// A payload has one of these names in it, or in what it is wrapped in.
const NAMES: [&str; 7] =
    ["callId", "call_id", "callID", "callerDetails", "callAnalysis", "recordingUri", "transcriptUri"];
/// What belongs beside a call and not in its place.
const RECORDINGS: [&str; 9] = ["wav", "mp3", "ogg", "opus", "oga", "m4a", "aac", "flac", "webm"];
const TRANSCRIPTS: [&str; 3] = ["vtt", "srt", "ttml"];

/// Posts each file that is a payload. Returns how many were received, and a sentence about each that was not.
pub fn receive(paths: &[PathBuf], sender: &Sender, url: &str) -> (usize, Vec<String>) {
    let mut received = 0;
    let mut refused = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        let outcome = payload_of(path).and_then(|payload| {
            let sent = sender.send_body(url, String::new(), &payload);
            sent.failure().map_or(Ok(()), Err)
        });
        match outcome {
            Ok(()) => received += 1,
            Err(why) => refused.push(format!("{name} was not received: {}.", why.trim_end_matches('.'))),
        }
    }
    (received, refused)
}

/// The payload in a file.
///
/// # Errors
/// A clause that says why there is none.
fn payload_of(path: &Path) -> Result<String, String> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let instead = |what: &str, field: &str| {
        Err(format!("{what} can't be attached to a call yet. Name its address in the payload's {field} instead"))
    };
    if RECORDINGS.contains(&ending.as_str()) {
        return instead("a recording", "recordingUri");
    }
    if TRANSCRIPTS.contains(&ending.as_str()) {
        return instead("a transcript", "transcriptUri");
    }
    if path.is_dir() {
        return Err(String::from("it is a folder. Drop the files in it"));
    }
    payload_in(&read(path).map_err(|error| format!("it can't be read ({error})"))?)
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

    #[test]
    fn recordings_transcripts_and_folders_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let why = |name: &str| payload_of(&folder.path().join(name)).unwrap_err();
        assert!(why("A.MP3").starts_with("a recording can't be attached"));
        assert!(why("a.vtt").contains("transcriptUri"));
        assert!(why("gone.json").starts_with("it can't be read"));
        assert!(why("").starts_with("it is a folder"));
    }
}
