//! What is measured of a recording as it is decoded: columns of the waveform, where somebody speaks, who spoke how long.
//! Pure: samples in, values out.

use crate::call::{PEAK_MS, Peaks, Talk};

/// Columns in which a side falls silent before it is believed: pauses within a sentence are speech.
const HANGOVER: usize = 5;
/// Columns a sound has to last to be speech: shorter is a click.
const SHORTEST: usize = 2;
/// Never taken for speech, and never for silence: -50 and -26 dB.
const QUIET: f32 = 0.0032;
const LOUD: f32 = 0.05;
/// So much louder than the room begins speech (12 dB), and so much carries it on (7 dB).
const BEGINS: f32 = 4.0;
const GOES_ON: f32 = 2.2;
/// A side that is so much quieter than the other hears only its echo: 17 dB.
const ECHO: f32 = 0.14;
/// The part of the columns, of 1, that are as quiet as the room or quieter.
const ROOM_PART: f32 = 0.1;
/// Silence of everybody for so many columns is dead air: two seconds.
const DEAD_AIR: usize = 2_000 / PEAK_MS as usize;
/// How different two sides have to be, as a part of their energy, to be two: codecs leave a little of a difference.
const DIFFERENT: f64 = 0.003;
/// The mean energy of a difference that can be heard at all: -66 dB.
const AUDIBLE: f64 = 2.5e-7;
/// The least a side has to have spoken to be told, in columns.
const LEAST_SPEECH: usize = 4;

/// Collects columns.
pub(super) struct Columns {
    lanes: usize,
    /// Frames of a column.
    length: f64,
    sides: [Side; 2],
    /// Frames of the column that is being filled, and its number.
    filled: usize,
    energy: f64,
    difference: f64,
    /// Frames of both.
    frames: u64,
}

#[derive(Default)]
struct Side {
    peaks: Vec<u8>,
    levels: Vec<f32>,
    peak: f32,
    sum: f32,
}

impl Columns {
    /// For samples of that rate, interleaved in one or two lanes.
    pub(super) fn new(rate: u32, lanes: usize) -> Self {
        let length = f64::from(rate) * f64::from(PEAK_MS) / 1_000.0;
        Self { lanes, length, sides: Default::default(), filled: 0, energy: 0.0, difference: 0.0, frames: 0 }
    }

    /// Takes samples that begin at that frame; what was left out before them is silence.
    pub(super) fn take(&mut self, at: u64, samples: &[f32]) {
        let column = (at as f64 / self.length) as usize;
        // A hole of more than a day is a wrong count.
        if column > self.columns() && column - self.columns() < 24 * 3_600 * 1_000 / PEAK_MS as usize {
            self.close();
            for side in &mut self.sides[..self.lanes] {
                side.peaks.resize(column, 0);
                side.levels.resize(column, 0.0);
            }
        }
        for frame in samples.chunks_exact(self.lanes) {
            for (side, sample) in self.sides.iter_mut().zip(frame) {
                side.peak = side.peak.max(sample.abs());
                side.sum += sample * sample;
            }
            if let [left, right] = *frame {
                self.energy += f64::from(left * left + right * right);
                self.difference += f64::from((left - right) * (left - right)) / 2.0;
                self.frames += 1;
            }
            self.filled += 1;
            let end = (self.columns() + 1) as f64 * self.length;
            if self.filled >= (end - (self.columns() as f64 * self.length).floor()) as usize {
                self.close();
            }
        }
    }

    fn close(&mut self) {
        if self.filled == 0 {
            return;
        }
        for side in &mut self.sides[..self.lanes] {
            side.peaks.push((side.peak * 255.0).round().clamp(0.0, 255.0) as u8);
            side.levels.push((side.sum / self.filled as f32).sqrt());
            (side.peak, side.sum) = (0.0, 0.0);
        }
        self.filled = 0;
    }

    /// Columns so far.
    pub(super) fn columns(&self) -> usize {
        self.sides[0].peaks.len()
    }

    /// Two lanes that hold different sound.
    pub(super) fn has_sides(&self) -> bool {
        let least = self.frames as f64 * AUDIBLE;
        self.lanes == 2 && self.difference > (self.energy * DIFFERENT).max(least)
    }

    /// The waveform so far. `is_complete` closes the last column.
    pub(super) fn peaks(&mut self, is_complete: bool) -> Peaks {
        if is_complete {
            self.close();
        }
        let speech = self.speech();
        let is_speech = match &speech[..] {
            [one] => one.clone(),
            [left, right] => left.iter().zip(right).map(|(left, right)| *left || *right).collect(),
            _ => Vec::new(),
        };
        let [left, right] = &self.sides;
        let lanes = if self.has_sides() {
            vec![left.peaks.clone(), right.peaks.clone()]
        } else if self.lanes == 2 {
            vec![left.peaks.iter().zip(&right.peaks).map(|(left, right)| *left.max(right)).collect()]
        } else {
            vec![left.peaks.clone()]
        };
        Peaks { lanes, is_speech, is_complete }
    }

    /// Who spoke how long; `None` unless there are two sides on which somebody spoke.
    pub(super) fn talk(&self) -> Option<Talk> {
        if !self.has_sides() {
            return None;
        }
        let speech = self.speech();
        let [left, right] = &speech[..] else { return None };
        let count = |side: &[bool]| side.iter().filter(|speaks| **speaks).count();
        if count(left) < LEAST_SPEECH || count(right) < LEAST_SPEECH {
            return None;
        }
        let ms = |columns: usize| columns as u64 * u64::from(PEAK_MS);
        let overlap = left.iter().zip(right).filter(|(left, right)| **left && **right).count();
        let (mut dead, mut longest, mut pause) = (0, 0, 0);
        for speaks in left.iter().zip(right).map(|(left, right)| *left || *right).chain([true]) {
            if !speaks {
                pause += 1;
                continue;
            }
            if pause >= DEAD_AIR {
                dead += pause;
                longest = longest.max(pause);
            }
            pause = 0;
        }
        Some(Talk {
            left_ms: ms(count(left)),
            right_ms: ms(count(right)),
            overlap_ms: ms(overlap),
            dead_air_ms: ms(dead),
            longest_pause_ms: ms(longest),
        })
    }

    /// In which columns somebody speaks, on each side that there is.
    fn speech(&self) -> Vec<Vec<bool>> {
        let [left, right] = &self.sides;
        if !self.has_sides() {
            let levels = left.levels.iter().enumerate();
            let louder = |(at, level): (usize, &f32)| right.levels.get(at).map_or(*level, |other| other.max(*level));
            return vec![voices(&levels.map(louder).collect::<Vec<_>>())];
        }
        let without_echo = |side: &Side, other: &Side| -> Vec<bool> {
            let voices = voices(&side.levels);
            let pairs = voices.iter().zip(side.levels.iter().zip(around(&other.levels)));
            pairs
                .map(|(speaks, (level, other))| *speaks && *level > other * ECHO * f32::from(u8::from(*level < LOUD)))
                .collect()
        };
        vec![without_echo(left, right), without_echo(right, left)]
    }
}

/// Loudest of a column and its neighbours: an echo comes a little later.
fn around(levels: &[f32]) -> impl Iterator<Item = f32> {
    (0..levels.len()).map(|at| {
        let part = &levels[at.saturating_sub(2)..levels.len().min(at + 2)];
        part.iter().copied().fold(0.0, f32::max)
    })
}

/// In which columns of that loudness there is a voice: begun above one mark, carried on above a lower one.
fn voices(levels: &[f32]) -> Vec<bool> {
    let mut sorted: Vec<f32> = levels.to_vec();
    let index = (sorted.len() as f32 * ROOM_PART) as usize;
    let room = if sorted.is_empty() {
        0.0
    } else {
        *sorted.select_nth_unstable_by(index.min(levels.len() - 1), f32::total_cmp).1
    };
    let begins = (room * BEGINS).clamp(QUIET, LOUD);
    let goes_on = (room * GOES_ON).clamp(QUIET / 2.0, LOUD / 2.0);
    let mut speaks = vec![false; levels.len()];
    let (mut is_on, mut since, mut last) = (false, 0, 0);
    for (at, level) in levels.iter().enumerate() {
        if !is_on && *level >= begins {
            (is_on, since, last) = (true, at, at);
        } else if is_on && *level >= goes_on {
            last = at;
        }
        let is_over = is_on && (at - last >= HANGOVER || at + 1 == levels.len());
        if is_over {
            if last + 1 - since >= SHORTEST {
                speaks[since..=last].fill(true);
            }
            is_on = false;
        }
    }
    speaks
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two seconds of the left, three of nobody, two of the right, one of both.
    fn call() -> Columns {
        let mut columns = Columns::new(16_000, 2);
        let (left, right) = (|second: usize| [0, 1, 7].contains(&second), |second: usize| [5, 6, 7].contains(&second));
        let voice = |at: usize, period: usize| if at % period < period / 2 { 0.3 } else { -0.3 };
        let samples: Vec<f32> = (0..8 * 16_000)
            .flat_map(|at| {
                let second = at / 16_000;
                [if left(second) { voice(at, 80) } else { 0.0 }, if right(second) { voice(at, 110) } else { 0.0 }]
            })
            .collect();
        for (index, chunk) in samples.chunks(2 * 777).enumerate() {
            columns.take(index as u64 * 777, chunk);
        }
        columns
    }

    #[test]
    fn who_spoke_how_long_is_measured_from_two_sides() {
        let mut columns = call();
        let peaks = columns.peaks(true);
        assert_eq!((peaks.lanes.len(), peaks.lanes[0].len(), peaks.is_speech.len()), (2, 160, 160));
        assert_eq!((peaks.lanes[0][10], peaks.lanes[1][10]), (77, 0));
        let expected =
            Talk { left_ms: 3_000, right_ms: 3_000, overlap_ms: 1_000, dead_air_ms: 3_000, longest_pause_ms: 3_000 };
        assert_eq!(columns.talk(), Some(expected));
    }

    #[test]
    fn the_same_twice_is_one_side_and_tells_nothing_of_who_spoke() {
        let mut columns = Columns::new(8_000, 2);
        let samples: Vec<f32> = (0..16_000).flat_map(|at| [if at % 20 < 10 { 0.4 } else { -0.4 }; 2]).collect();
        columns.take(0, &samples);
        let peaks = columns.peaks(true);
        assert_eq!((peaks.lanes.len(), peaks.lanes[0].len(), columns.talk()), (1, 40, None));
    }

    #[test]
    fn a_silent_side_tells_nothing_of_who_spoke() {
        let mut columns = Columns::new(8_000, 2);
        let samples: Vec<f32> = (0..16_000).flat_map(|at| [if at % 20 < 10 { 0.4 } else { -0.4 }, 0.0]).collect();
        columns.take(0, &samples);
        assert_eq!((columns.peaks(true).lanes.len(), columns.talk()), (2, None));
    }

    #[test]
    fn columns_are_50_ms_at_any_rate_and_holes_are_silent() {
        for rate in [8_000, 11_025, 22_050, 44_100, 48_000] {
            let mut columns = Columns::new(rate, 1);
            columns.take(0, &vec![0.5; rate as usize]);
            columns.take(u64::from(rate) * 2, &vec![0.5; rate as usize]);
            let peaks = columns.peaks(true);
            assert!(peaks.lanes[0].len().abs_diff(60) <= 1, "{rate}: {}", peaks.lanes[0].len());
            assert_eq!((peaks.lanes[0][10], peaks.lanes[0][30], peaks.lanes[0][50]), (128, 0, 128), "{rate}");
        }
    }
}
