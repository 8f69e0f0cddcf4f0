//! A waveform's columns put together to as many bars as there is room for: the loudest of each stretch. Pure.

use crate::call::{PEAK_MS, Peaks};

/// A waveform as bars.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bars {
    /// One lane, or two: from 0 to 1, where 1 is the loudest moment of the recording.
    pub lanes: Vec<Vec<f32>>,
    /// How many bars, from the left, there is anything known of.
    pub seen: usize,
}

/// Below this, recordings are not made to look louder: of 255.
const LOUDEST_AT_LEAST: u8 = 40;
/// Makes quiet voices visible beside loud ones.
const GAMMA: f32 = 0.75;

/// As many bars as asked for, over the whole length. Where nobody speaks a bar is 0.
pub fn pool(peaks: &Peaks, duration_ms: u64, bars: usize) -> Bars {
    let columns = peaks.lanes.iter().map(Vec::len).min().unwrap_or(0);
    if duration_ms == 0 || bars == 0 || columns == 0 {
        return Bars::default();
    }
    let per_bar = duration_ms as f64 / f64::from(PEAK_MS) / bars as f64;
    let column_of = |bar: usize| ((bar as f64 * per_bar) as usize).min(columns);
    let loudest = peaks.lanes.iter().flatten().copied().max().unwrap_or(0).max(LOUDEST_AT_LEAST);
    let is_speech = |from: usize, to: usize| peaks.is_speech.get(from..to).is_none_or(|part| part.contains(&true));
    let lane = |lane: &Vec<u8>| {
        let bar = |at: usize| {
            let from = column_of(at);
            let to = column_of(at + 1).max(from + 1).min(columns);
            let height = lane.get(from..to).and_then(|part| part.iter().max()).copied().unwrap_or(0);
            if is_speech(from, to) { (f32::from(height) / f32::from(loudest)).powf(GAMMA) } else { 0.0 }
        };
        (0..bars).map(bar).collect()
    };
    let seen = if peaks.is_complete { bars } else { ((columns as f64 / per_bar) as usize).min(bars) };
    Bars { lanes: peaks.lanes.iter().map(lane).collect(), seen }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_the_loudest_of_its_stretch_and_silence_is_flat() {
        let mut peaks =
            Peaks { lanes: vec![vec![10; 72_000], vec![0; 72_000]], is_speech: vec![true; 72_000], is_complete: true };
        peaks.lanes[0][700] = 200;
        peaks.is_speech[36_000..].fill(false);
        let bars = pool(&peaks, 3_600_000, 100);
        assert_eq!((bars.lanes.len(), bars.lanes[0].len(), bars.seen), (2, 100, 100));
        assert_eq!((bars.lanes[0][0], bars.lanes[1][0], bars.lanes[0][99]), (1.0, 0.0, 0.0));
        assert!(bars.lanes[0][1] > 0.0 && bars.lanes[0][1] < 0.2);
    }

    #[test]
    fn what_is_not_decoded_yet_has_no_bars_and_short_files_have_all() {
        let peaks = Peaks { lanes: vec![vec![100; 20]], is_speech: vec![true; 20], is_complete: false };
        assert_eq!(pool(&peaks, 2_000, 10).seen, 5);
        let bars = pool(&Peaks { is_complete: true, ..peaks }, 1_000, 200);
        assert!(bars.seen == 200 && bars.lanes[0].iter().all(|height| *height == 1.0));
        assert_eq!(pool(&Peaks::default(), 1_000, 100), Bars::default());
    }
}
