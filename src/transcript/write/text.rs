//! Plain text: a line a turn, with when and who.

use super::Script;
use super::cue::one_line;

/// What was said, to be read; the file's own text where nothing was found in it.
pub fn text(script: &Script) -> String {
    let mut text = String::new();
    for line in script.spoken() {
        if let Some(start) = line.turn.start_ms {
            text.push_str(&format!("[{}] ", moment(start)));
        }
        let dash = if line.turn.is_interrupted { " —" } else { "" };
        text.push_str(&format!("{}: {}{dash}\n", one_line(line.name), one_line(&line.turn.text)));
    }
    if text.is_empty() { script.transcript().raw.clone() } else { text }
}

/// A moment of a recording (`0:09`, `1:02:03`).
pub fn moment(ms: u64) -> String {
    let secs = ms / 1_000;
    match secs / 3_600 {
        0 => format!("{}:{:02}", secs / 60, secs % 60),
        hours => format!("{hours}:{:02}:{:02}", secs / 60 % 60, secs % 60),
    }
}
