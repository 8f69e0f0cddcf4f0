//! `SubRip` subtitles: numbered, with the speaker before what is said.

use super::cue::{cues, stamp};
use super::{Script, Untimed};

/// What was said, as `SubRip`.
///
/// # Errors
/// There are no times.
pub fn srt(script: &Script) -> Result<String, Untimed> {
    let mut text = String::new();
    for (number, cue) in cues(script)?.iter().enumerate() {
        let (start, end) = (stamp(cue.start_ms, ','), stamp(cue.end_ms, ','));
        // The arrow is what players look for.
        let said = format!("{}: {}", cue.name, cue.text).replace("-->", "→");
        text.push_str(&format!("{}\n{start} --> {end}\n{said}\n\n", number + 1));
    }
    Ok(text)
}
