//! Recordings: two voices that never were, one in each ear, speaking when the dialogue says so.
//!
//! **Invariant:** pure, and no recorded sound: everything is computed from a story. It babbles along the letters of the
//! text; what is said can't be understood, who speaks when can.

mod speech;
mod voice;

use fastrand::Rng;

use super::story::Story;
use voice::Voice;

/// Samples a second, in each channel.
pub const SAMPLE_RATE: u32 = 16_000;
/// Bytes before the first sample.
const HEADER_BYTES: usize = 44;
/// The loudest sample of a channel: about 4 dB below full scale.
const PEAK: f32 = 0.62;

/// The story's call as WAV: 16 bit, 16 kHz, the agent on the left, the caller on the right.
pub fn recording(story: &Story) -> Vec<u8> {
    let samples = (story.duration_secs() * f64::from(SAMPLE_RATE)) as usize;
    let mut rng = Rng::with_seed(story.voice_seed());
    let agent = Voice::agent(&mut rng);
    let caller = Voice::caller(story.is_caller_a_woman(), &mut rng);
    let mut left = vec![0.0; samples];
    let mut right = vec![0.0; samples];
    for turn in story.turns() {
        let at = |secs: f64| ((secs * f64::from(SAMPLE_RATE)) as usize).min(samples);
        let (voice, channel) = if turn.is_agent { (&agent, &mut left) } else { (&caller, &mut right) };
        voice.speak(&turn.text, &mut channel[at(turn.start_secs)..at(turn.end_secs)], &mut rng);
    }
    level(&mut left);
    level(&mut right);
    telephone(&mut right);
    // A machine speaks from silence; a caller stands in a kitchen, a street, an office.
    room(&mut left, 0.000_3, &mut rng);
    let loudness = 0.002 + 0.004 * rng.f32();
    room(&mut right, loudness, &mut rng);
    wav(&left, &right)
}

/// Scales a channel so that its loudest sample is [`PEAK`].
fn level(channel: &mut [f32]) {
    let loudest = channel.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
    if loudest > 0.0 {
        channel.iter_mut().for_each(|sample| *sample *= PEAK / loudest);
    }
}

/// What a telephone leaves of a voice: nothing below 250 Hz, little above 3.4 kHz.
fn telephone(channel: &mut [f32]) {
    let (mut low, mut top, mut top2) = (0.0, 0.0, 0.0);
    for sample in channel {
        low += 0.09 * (*sample - low);
        top += 0.75 * (*sample - low - top);
        top2 += 0.75 * (top - top2);
        *sample = (top2 * 1.15).clamp(-0.95, 0.95);
    }
}

/// Adds the hiss and rumble of a place.
fn room(channel: &mut [f32], loudness: f32, rng: &mut Rng) {
    let mut rumble = 0.0_f32;
    for sample in channel {
        let hiss = rng.f32() * 2.0 - 1.0;
        rumble += 0.02 * (hiss - rumble);
        *sample += loudness * (0.35 * hiss + 4.0 * rumble);
    }
}

fn wav(left: &[f32], right: &[f32]) -> Vec<u8> {
    const CHANNELS: u16 = 2;
    const BITS: u16 = 16;
    let frame_bytes = CHANNELS * BITS / 8;
    let data_bytes = left.len() * usize::from(frame_bytes);
    // A call lasts 90 seconds at most: a few megabytes.
    let data = u32::try_from(data_bytes).expect("a recording is far below 4 GiB");
    let mut file = Vec::with_capacity(HEADER_BYTES + data_bytes);
    file.extend(b"RIFF");
    file.extend((data + 36).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16_u32.to_le_bytes());
    file.extend(1_u16.to_le_bytes());
    file.extend(CHANNELS.to_le_bytes());
    file.extend(SAMPLE_RATE.to_le_bytes());
    file.extend((SAMPLE_RATE * u32::from(frame_bytes)).to_le_bytes());
    file.extend(frame_bytes.to_le_bytes());
    file.extend(BITS.to_le_bytes());
    file.extend(b"data");
    file.extend(data.to_le_bytes());
    for (left, right) in left.iter().zip(right) {
        for sample in [left, right] {
            file.extend(((sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)) as i16).to_le_bytes());
        }
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    fn channels(file: &[u8]) -> (Vec<f32>, Vec<f32>) {
        let sample = |bytes: &[u8]| f32::from(i16::from_le_bytes([bytes[0], bytes[1]])) / 32_768.0;
        file[HEADER_BYTES..].chunks_exact(4).map(|frame| (sample(frame), sample(&frame[2..]))).unzip()
    }

    fn rms(samples: &[f32]) -> f32 {
        (samples.iter().map(|s| s * s).sum::<f32>() / samples.len().max(1) as f32).sqrt()
    }

    /// Energy of a band by Goertzel's recurrence, summed over frequencies 50 Hz apart.
    fn band(samples: &[f32], from_hz: u32, to_hz: u32) -> f32 {
        (from_hz..to_hz)
            .step_by(50)
            .map(|hz| {
                let turn = 2.0 * (std::f32::consts::TAU * hz as f32 / SAMPLE_RATE as f32).cos();
                let (a, b) = samples.iter().fold((0.0, 0.0), |(a, b), s| (s + turn * a - b, a));
                a * a + b * b - turn * a * b
            })
            .sum()
    }

    #[test]
    fn the_header_tells_the_truth() {
        let story = Story::tell(1, 2);
        let file = recording(&story);
        assert_eq!((&file[..4], &file[8..16]), (&b"RIFF"[..], &b"WAVEfmt "[..]));
        let int = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().unwrap());
        assert_eq!((int(24), int(28), int(34) & 0xffff), (16_000, 64_000, 16));
        assert_eq!((int(4) as usize + 8, int(40) as usize + HEADER_BYTES), (file.len(), file.len()));
        let secs = (file.len() - HEADER_BYTES) as f64 / 64_000.0;
        assert!((secs - story.duration_secs()).abs() < 0.01);
    }

    #[test]
    fn whoever_speaks_is_heard_on_their_own_side_without_clipping() {
        let story = Story::tell(1, 4);
        let (left, right) = channels(&recording(&story));
        let loudest = left.iter().chain(&right).fold(0.0_f32, |peak, s| peak.max(s.abs()));
        assert!((0.3..0.98).contains(&loudest), "{loudest}");
        for turn in story.turns().iter().filter(|turn| !turn.is_interrupted && turn.end_secs - turn.start_secs > 1.0) {
            let span = (turn.start_secs * 16e3) as usize + 4_000..(turn.end_secs * 16e3) as usize - 4_000;
            let (own, other) = if turn.is_agent { (&left, &right) } else { (&right, &left) };
            assert!(rms(&own[span.clone()]) > 0.03, "{} {turn:?}", rms(&own[span]));
            assert!(rms(&own[span.clone()]) > 3.0 * rms(&other[span]), "{turn:?}");
        }
    }

    #[test]
    fn the_sound_lies_where_speech_does() {
        let (left, right) = channels(&recording(&Story::tell(1, 6)));
        for channel in [left, right] {
            let some = &channel[..16_000 * 12];
            let (speech, above) = (band(some, 100, 3_600), band(some, 4_500, 7_900));
            assert!(speech > 8.0 * above, "{speech} {above}");
        }
    }

    #[test]
    fn the_same_story_sounds_the_same_and_others_differ() {
        let of = |number| recording(&Story::tell(5, number));
        assert_eq!(of(1), of(1));
        assert_ne!(of(1), of(2));
    }
}
