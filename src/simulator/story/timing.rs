//! When each line of a dialogue is spoken.

use fastrand::Rng;

use super::phrase::chance;

/// No call is longer: some recordings are WAV and should stay a few megabytes.
pub const MAX_CALL_SECS: f64 = 90.0;

/// One party speaking once.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// The voice agent, not the caller.
    pub is_agent: bool,
    /// What is said.
    pub text: String,
    /// From the start of the recording.
    pub start_secs: f64,
    /// From the start of the recording.
    pub end_secs: f64,
    /// The other party began before this one had finished.
    pub is_interrupted: bool,
}

/// The lines with their times; spoken faster when they would not fit.
pub fn turns(lines: &[(bool, String)], rng: &mut Rng) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::with_capacity(lines.len());
    let mut now = 0.5 + rng.f64() * 0.7;
    for (is_agent, text) in lines {
        let speed = if *is_agent { 1.0 } else { 0.95 + rng.f64() * 0.15 };
        let length = (speaking_secs(text) / speed).max(0.45);
        let is_overlapping = chance(5, rng) && turns.last().is_some_and(|last| last.end_secs - last.start_secs > 2.0);
        if is_overlapping && let Some(last) = turns.last_mut() {
            last.is_interrupted = true;
            now = last.end_secs - 0.35;
        }
        turns.push(Turn {
            is_agent: *is_agent,
            text: text.clone(),
            start_secs: now,
            end_secs: now + length,
            is_interrupted: false,
        });
        now += length + 0.25 + rng.f64() * 0.55;
    }
    let end = turns.last().map_or(0.0, |turn| turn.end_secs) + 0.6;
    let tempo = (MAX_CALL_SECS / end).min(1.0);
    for turn in &mut turns {
        turn.start_secs = round_ms(turn.start_secs * tempo);
        turn.end_secs = round_ms(turn.end_secs * tempo);
    }
    turns
}

fn round_ms(secs: f64) -> f64 {
    (secs * 1000.0).floor() / 1000.0
}

/// About how long a text takes to say: by letters, where a letter of a syllabic script counts for more.
fn speaking_secs(text: &str) -> f64 {
    text.chars()
        .map(|c| match c {
            '\u{3040}'..='\u{30ff}' => 0.13,
            '\u{3400}'..='\u{9fff}' => 0.19,
            '\u{ac00}'..='\u{d7af}' => 0.15,
            '\u{0900}'..='\u{0fff}' => 0.075,
            '.' | '?' | '!' | '。' | '？' => 0.22,
            ',' | '、' | '，' | ';' => 0.12,
            _ => 0.058,
        })
        .sum()
}
