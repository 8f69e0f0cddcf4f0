//! Times of a recording, speeds and shares as people write them.

use crate::call::{Sound, Talk};

/// "0:16", "1:02:03".
pub fn time_label(position_ms: u64) -> String {
    let secs = position_ms / 1_000;
    let (hours, minutes, secs) = (secs / 3_600, secs / 60 % 60, secs % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{secs:02}") } else { format!("{minutes}:{secs:02}") }
}

/// "1×", "1.25×".
pub fn speed_label(speed: f32) -> String {
    let hundredths = format!("{speed:.2}");
    format!("{}×", hundredths.trim_end_matches('0').trim_end_matches('.'))
}

/// How long until then: "12 s", "5 min", "2 h".
pub(super) fn wait_label(wait_ms: i64) -> String {
    let secs = (wait_ms + 999) / 1_000;
    match secs {
        ..90 => say!("{secs} s", secs = secs.max(1)),
        90..5_400 => say!("{minutes} min", minutes = (secs + 30) / 60),
        _ => say!("{hours} h", hours = (secs + 1_800) / 3_600),
    }
}

/// Who is on the left, and who on the right.
pub(super) fn side_names(is_caller_left: Option<bool>) -> (&'static str, &'static str) {
    match is_caller_left {
        Some(true) => (say!("Caller"), say!("Agent")),
        Some(false) => (say!("Agent"), say!("Caller")),
        None => (say!("Left"), say!("Right")),
    }
}

/// "Agent 58 % · Caller 35 % · both 3 % · silence 4 %, longest 7 s"; `None` where nobody's share is known.
pub fn talk_line(sound: &Sound, is_caller_left: Option<bool>) -> Option<String> {
    let Talk { left_ms, right_ms, overlap_ms, dead_air_ms, longest_pause_ms } = sound.talk?;
    if sound.duration_ms == 0 {
        return None;
    }
    let percent = |part: u64| (part * 100 + sound.duration_ms / 2) / sound.duration_ms;
    let (left, right) = side_names(is_caller_left);
    let mut shares = [(left, left_ms), (right, right_ms)];
    // The agent comes first, whichever side.
    if is_caller_left == Some(true) {
        shares.reverse();
    }
    let mut parts: Vec<String> = shares.iter().map(|(name, ms)| format!("{name} {} %", percent(*ms))).collect();
    if overlap_ms > 0 {
        parts.push(say!("both {percent} %", percent = percent(overlap_ms)));
    }
    if dead_air_ms > 0 {
        parts.push(say!(
            "silence {percent} %, longest {secs} s",
            percent = percent(dead_air_ms),
            secs = (longest_pause_ms + 500) / 1_000
        ));
    }
    Some(parts.join(" · "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_speeds_and_waits() {
        for (ms, label) in [(0, "0:00"), (16_900, "0:16"), (198_000, "3:18"), (3_723_000, "1:02:03")] {
            assert_eq!(time_label(ms), label);
        }
        for (speed, label) in [(1.0, "1×"), (1.25, "1.25×"), (0.5, "0.5×"), (3.0, "3×")] {
            assert_eq!(speed_label(speed), label);
        }
        for (ms, label) in [(1, "1 s"), (11_001, "12 s"), (300_000, "5 min"), (7_200_000, "2 h")] {
            assert_eq!(wait_label(ms), label);
        }
    }

    #[test]
    fn shares_are_told_by_name_and_left_out_where_nobody_knows_them() {
        let talk =
            Talk { left_ms: 58_000, right_ms: 35_000, overlap_ms: 3_000, dead_air_ms: 10_000, longest_pause_ms: 7_200 };
        let mut sound = Sound {
            codec: "Opus in Ogg".into(),
            channels: 2,
            sample_rate: 48_000,
            duration_ms: 100_000,
            has_sides: true,
            damage: None,
            talk: Some(talk),
        };
        let line = |sound: &Sound, side| talk_line(sound, side).unwrap();
        assert_eq!(line(&sound, Some(false)), "Agent 58 % · Caller 35 % · both 3 % · silence 10 %, longest 7 s");
        assert!(line(&sound, Some(true)).starts_with("Agent 35 % · Caller 58 %"));
        assert!(line(&sound, None).starts_with("Left 58 % · Right 35 %"));
        sound.talk = None;
        assert_eq!(talk_line(&sound, None), None);
    }
}
