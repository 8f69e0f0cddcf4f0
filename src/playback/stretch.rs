//! Faster and slower with the pitch kept: WSOLA (waveform similarity, overlap and add) with a search on a thinned mono sum,
//! which costs a tenth of a full one. At exactly 1.0 samples pass as they are, and changing to and fro has no seam.

use super::ring::Frame;

/// Half of a window, in milliseconds: two or three periods of a low voice.
const HOP_MS: u32 = 15;
/// How far a better place is looked for, both ways.
const SEARCH_MS: u32 = 10;
/// The rate at which is searched first, coarsely; then around what was found.
const COARSE_RATE: u32 = 8_000;

/// A stretcher of stereo frames.
pub(super) struct Stretch {
    hop: usize,
    search: usize,
    thin: usize,
    /// First half of the window; the second is its mirror.
    rise: Vec<f32>,
    input: Vec<Frame>,
    /// Sum of both sides, as long as `input`.
    mono: Vec<f32>,
    /// Count of the first frame in `input`.
    origin: u64,
    /// Count of the frame that would follow what was put out last, as it is in the recording.
    next: u64,
    /// Where the next window would begin if there was no search.
    ideal: f64,
    speed: f64,
    is_stretching: bool,
}

/// Where a run of put out frames comes from: the count of the first frame, and how many frames of the recording go by in
/// each of them.
pub(super) type Run = (f64, f64);

impl Stretch {
    /// One for frames of that rate.
    pub(super) fn new(rate: u32) -> Self {
        let hop = (rate * HOP_MS / 1_000).max(16) as usize;
        let rise =
            (0..hop).map(|at| 0.5 - 0.5 * (core::f32::consts::PI * (at as f32 + 0.5) / hop as f32).cos()).collect();
        Self {
            hop,
            search: (rate * SEARCH_MS / 1_000).max(8) as usize,
            thin: (rate / COARSE_RATE).max(1) as usize,
            rise,
            input: Vec::new(),
            mono: Vec::new(),
            origin: 0,
            next: 0,
            ideal: 0.0,
            speed: 1.0,
            is_stretching: false,
        }
    }

    /// Forgets what it holds: other sound follows.
    pub(super) fn reset(&mut self) {
        self.input.clear();
        self.mono.clear();
        (self.origin, self.next, self.ideal, self.is_stretching) = (0, 0, 0.0, false);
    }

    /// From the next window on.
    pub(super) fn set_speed(&mut self, speed: f32) {
        self.speed = f64::from(speed);
    }

    /// Takes frames in.
    pub(super) fn push(&mut self, frames: &[Frame]) {
        self.input.extend_from_slice(frames);
        self.mono.extend(frames.iter().map(|frame| frame[0] + frame[1]));
    }

    /// Puts a run of frames out; `None` until more came in. `is_last` gives all that is left.
    pub(super) fn pull(&mut self, is_last: bool, out: &mut Vec<Frame>) -> Option<Run> {
        self.forget();
        let at = (self.next - self.origin) as usize;
        if self.speed == 1.0 && !self.is_stretching {
            // One window is held back: it is what a change of speed overlaps with.
            let keep = if is_last { 0 } else { self.hop };
            let end = self.input.len().saturating_sub(keep);
            if end <= at {
                return None;
            }
            out.extend_from_slice(&self.input[at..end]);
            let run = (self.next as f64, 1.0);
            self.next += (end - at) as u64;
            return Some(run);
        }
        if !self.is_stretching {
            self.ideal = self.next as f64;
            self.is_stretching = true;
        }
        self.step(at, is_last, out)
    }

    /// One window: what would follow by itself fades out, what stands at the wanted place fades in.
    fn step(&mut self, at: usize, is_last: bool, out: &mut Vec<Frame>) -> Option<Run> {
        let hop = self.hop;
        let wanted = (self.ideal.round() as u64).saturating_sub(self.origin) as usize;
        let need = (wanted + self.search + 2 * hop).max(at + hop);
        if need > self.input.len() {
            if is_last && at < self.input.len() {
                // Too little for a window: it is played as it is.
                out.extend_from_slice(&self.input[at..]);
                let run = (self.next as f64, 1.0);
                self.next = self.origin + self.input.len() as u64;
                return Some(run);
            }
            return None;
        }
        let found = if self.speed == 1.0 { at } else { self.find(at, wanted) };
        for index in 0..hop {
            let (fading, rising) = (self.input[at + index], self.input[found + index]);
            let up = self.rise[index];
            let down = 1.0 - up;
            out.push([fading[0] * down + rising[0] * up, fading[1] * down + rising[1] * up]);
        }
        let run = (self.ideal, self.speed);
        self.next = self.origin + (found + hop) as u64;
        self.ideal += hop as f64 * self.speed;
        if self.speed == 1.0 {
            // What was put out is now the recording itself: it goes on without windows.
            self.is_stretching = false;
        }
        Some(run)
    }

    /// Where around `wanted` the sound is most like what would follow at `at`.
    fn find(&self, at: usize, wanted: usize) -> usize {
        let low = wanted.saturating_sub(self.search);
        let high = wanted + self.search;
        let coarse = self.best(at, (low..=high).step_by(self.thin), self.thin);
        let around = coarse.saturating_sub(self.thin).max(low)..=(coarse + self.thin).min(high);
        if self.thin == 1 { coarse } else { self.best(at, around, self.thin.min(3)) }
    }

    fn best(&self, at: usize, candidates: impl Iterator<Item = usize>, thin: usize) -> usize {
        let target: Vec<f32> = self.mono[at..at + self.hop].iter().step_by(thin).copied().collect();
        let mut best = (f32::NEG_INFINITY, at);
        for candidate in candidates {
            let (mut product, mut energy) = (0.0, 1e-9);
            for (sample, wanted) in self.mono[candidate..candidate + self.hop].iter().step_by(thin).zip(&target) {
                product += sample * wanted;
                energy += sample * sample;
            }
            let likeness = product / energy.sqrt();
            if likeness > best.0 {
                best = (likeness, candidate);
            }
        }
        best.1
    }

    /// Drops what can't be needed any more.
    fn forget(&mut self) {
        let ideal = if self.is_stretching { self.ideal as u64 } else { self.next };
        let keep_from = self.next.min(ideal.saturating_sub(self.search as u64)).max(self.origin);
        let count = ((keep_from - self.origin) as usize).min(self.input.len());
        if count > 4 * self.hop {
            self.input.drain(..count);
            self.mono.drain(..count);
            self.origin += count as u64;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(rate: u32, hertz: f32, seconds: f32) -> Vec<Frame> {
        let step = core::f32::consts::TAU * hertz / rate as f32;
        (0..(rate as f32 * seconds) as usize).map(|at| [0.5 * (step * at as f32).sin(); 2]).collect()
    }

    fn stretched(input: &[Frame], rate: u32, speeds: &[(usize, f32)]) -> Vec<Frame> {
        let mut stretch = Stretch::new(rate);
        let mut out = Vec::new();
        for (index, chunk) in input.chunks(960).enumerate() {
            if let Some((_, speed)) = speeds.iter().find(|(from, _)| *from == index) {
                stretch.set_speed(*speed);
            }
            stretch.push(chunk);
            while stretch.pull(false, &mut out).is_some() {}
        }
        while stretch.pull(true, &mut out).is_some() {}
        out
    }

    /// Counts rising zero crossings, with the places between samples.
    fn hertz(frames: &[Frame], rate: u32) -> f32 {
        let crossings: Vec<f32> = frames
            .windows(2)
            .enumerate()
            .filter(|(_, pair)| pair[0][0] < 0.0 && pair[1][0] >= 0.0)
            .map(|(at, pair)| at as f32 + pair[0][0] / (pair[0][0] - pair[1][0]))
            .collect();
        (crossings.len() - 1) as f32 * rate as f32 / (crossings[crossings.len() - 1] - crossings[0])
    }

    fn largest_step(frames: &[Frame]) -> f32 {
        frames.windows(2).map(|pair| (pair[1][0] - pair[0][0]).abs()).fold(0.0, f32::max)
    }

    #[test]
    fn a_tone_keeps_its_pitch_and_the_time_is_what_was_asked_for() {
        for rate in [8_000, 16_000, 44_100, 48_000] {
            for speed in [0.5, 0.75, 1.25, 1.5, 2.0, 3.0] {
                let input = tone(rate, 440.0, 4.0);
                let out = stretched(&input, rate, &[(0, speed)]);
                let heard = hertz(&out[out.len() / 10..out.len() * 9 / 10], rate);
                assert!((heard - 440.0).abs() < 4.4, "{heard} Hz at {speed}x and {rate}");
                let ratio = input.len() as f32 / out.len() as f32 / speed;
                assert!((ratio - 1.0).abs() < 0.03, "{ratio} at {speed}x and {rate}");
                assert!(largest_step(&out) < 1.3 * largest_step(&input), "a click at {speed}x and {rate}");
            }
        }
    }

    #[test]
    fn at_normal_speed_nothing_is_changed() {
        let input = tone(48_000, 331.0, 1.0);
        assert_eq!(stretched(&input, 48_000, &[]), input);
    }

    #[test]
    fn changing_the_speed_to_and_fro_has_no_seam() {
        let input = tone(48_000, 440.0, 6.0);
        let out = stretched(&input, 48_000, &[(50, 2.0), (100, 1.0), (150, 0.75), (200, 1.0), (220, 3.0)]);
        assert!(largest_step(&out) < 1.1 * largest_step(&input), "{} {}", largest_step(&out), largest_step(&input));
        let quiet = out
            .chunks(480)
            .map(|part| part.iter().map(|frame| frame[0] * frame[0]).sum::<f32>())
            .fold(f32::MAX, f32::min);
        assert!(quiet > 0.5 * 480.0 * 0.125 * 0.5, "a gap: {quiet}");
    }
}
