//! `WebVTT` subtitles, with the speakers as voices.

use super::cue::{cues, stamp};
use super::{Script, Untimed};

/// What was said, as `WebVTT`.
///
/// # Errors
/// There are no times.
pub fn vtt(script: &Script) -> Result<String, Untimed> {
    let mut text = String::from("WEBVTT\n\n");
    for cue in cues(script)? {
        let (start, end) = (stamp(cue.start_ms, '.'), stamp(cue.end_ms, '.'));
        text.push_str(&format!("{start} --> {end}\n<v {}>{}\n\n", escaped(&cue.name), escaped(&cue.text)));
    }
    Ok(text)
}

/// What is markup in a cue as the text it is; the arrow is none any more either.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
