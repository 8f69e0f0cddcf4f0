//! Recordings: two voices that never were, one in each ear, speaking when the dialogue says so.
//!
//! **Invariant:** pure, and no recorded sound: everything is computed from a story. It babbles along the letters of the
//! text; what is said can't be understood, who speaks when can.

mod long;
mod opus;
mod speech;
mod voice;
mod wav;

use fastrand::Rng;

use super::story::Story;
use voice::Voice;

pub use long::{LongSound, long_recording};

/// Samples a second, in each channel, at which voices are computed.
pub const SAMPLE_RATE: u32 = 16_000;
/// The loudest sample of a channel: about 4 dB below full scale.
const PEAK: f32 = 0.62;
/// What two voices need, bits a second; the platform's recorder spends four times that on the same.
const STEREO_BITS_PER_SEC: u32 = 32_000;

/// What a recording is kept as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Ogg/Opus, 48 kHz, the agent on the left, the caller on the right: what the platform makes.
    Opus,
    /// The same with both voices on both sides, as the platform makes it when nobody asked for sides.
    DualMonoOpus,
    /// WAV, 16 bit, 16 kHz, a side for each.
    Pcm,
    /// WAV, mu-law, 8 kHz, a side for each: what telephone exchanges make.
    MuLaw,
}

impl Format {
    /// What the name of such a file ends in, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Opus | Self::DualMonoOpus => "ogg",
            Self::Pcm | Self::MuLaw => "wav",
        }
    }

    /// What a server says it is.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Opus | Self::DualMonoOpus => "audio/ogg",
            Self::Pcm | Self::MuLaw => "audio/wav",
        }
    }
}

/// The story's call as a file.
pub fn recording(story: &Story, format: Format) -> Vec<u8> {
    let call = perform(story);
    match format {
        Format::Opus => opus::encode(&[&call.left, &call.right], STEREO_BITS_PER_SEC).to_ogg(story.voice_seed()),
        Format::DualMonoOpus => {
            let both: Vec<f32> = call.left.iter().zip(&call.right).map(|(left, right)| (left + right) * 0.7).collect();
            opus::encode(&[&both, &both], STEREO_BITS_PER_SEC).to_ogg(story.voice_seed())
        }
        Format::Pcm => wav::pcm(&call.left, &call.right),
        Format::MuLaw => wav::mu_law(&call.left, &call.right),
    }
}

/// A call as it sounds: as many samples on either side.
struct Performance {
    /// The agent.
    left: Vec<f32>,
    /// The caller.
    right: Vec<f32>,
}

fn perform(story: &Story) -> Performance {
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
    Performance { left, right }
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

#[cfg(test)]
mod tests {
    use super::*;

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
    fn whoever_speaks_is_heard_on_their_own_side_without_clipping() {
        let story = Story::tell(1, 4);
        let Performance { left, right } = perform(&story);
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
        let Performance { left, right } = perform(&Story::tell(1, 6));
        for channel in [left, right] {
            let some = &channel[..16_000 * 12];
            let (speech, above) = (band(some, 100, 3_600), band(some, 4_500, 7_900));
            assert!(speech > 8.0 * above, "{speech} {above}");
        }
    }

    #[test]
    fn the_same_story_sounds_the_same_and_others_differ() {
        let of = |number| recording(&Story::tell(5, number), Format::Opus);
        assert_eq!(of(1), of(1));
        assert_ne!(of(1), of(2));
    }

    #[test]
    fn every_format_is_what_it_says() {
        let story = Story::tell(5, 1);
        for (format, beginning) in [
            (Format::Opus, &b"OggS"[..]),
            (Format::DualMonoOpus, b"OggS"),
            (Format::Pcm, b"RIFF"),
            (Format::MuLaw, b"RIFF"),
        ] {
            assert!(recording(&story, format).starts_with(beginning), "{format:?}");
        }
    }
}
