//! Two channels as a WAV file: 16-bit samples as they are, or mu-law as telephone exchanges write it.

use super::SAMPLE_RATE;

const CHANNELS: u16 = 2;
/// The format tags of RFC 2361.
const TAG_PCM: u16 = 1;
const TAG_MU_LAW: u16 = 7;

/// 16 bit at [`SAMPLE_RATE`].
pub fn pcm(left: &[f32], right: &[f32]) -> Vec<u8> {
    let samples = left.iter().zip(right).flat_map(|(left, right)| [to_i16(*left), to_i16(*right)]);
    file(TAG_PCM, SAMPLE_RATE, 2, samples.flat_map(i16::to_le_bytes).collect())
}

/// 8 bit mu-law at half of [`SAMPLE_RATE`].
pub fn mu_law(left: &[f32], right: &[f32]) -> Vec<u8> {
    let (left, right) = (halve(left), halve(right));
    let samples = left.iter().zip(&right).flat_map(|(left, right)| [to_i16(*left), to_i16(*right)]);
    file(TAG_MU_LAW, SAMPLE_RATE / 2, 1, samples.map(compress).collect())
}

fn to_i16(sample: f32) -> i16 {
    (sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)) as i16
}

/// Every second sample of what lies below a quarter of the rate: a windowed sinc of 31 taps, of which every other is 0.
fn halve(samples: &[f32]) -> Vec<f32> {
    const REACH: usize = 15;
    let tap = |distance: usize| {
        let x = distance as f32 * std::f32::consts::FRAC_PI_2;
        let window = 0.5 + 0.5 * (std::f32::consts::PI * distance as f32 / (REACH + 1) as f32).cos();
        0.5 * window * x.sin() / x
    };
    let taps: Vec<(usize, f32)> = (1..=REACH).step_by(2).map(|distance| (distance, tap(distance))).collect();
    let at = |index: Option<usize>| index.and_then(|index| samples.get(index)).copied().unwrap_or_default();
    let mixed = |index: usize| {
        let sides = taps.iter().map(|(d, tap)| tap * (at(index.checked_sub(*d)) + at(index.checked_add(*d))));
        0.5 * samples[index] + sides.sum::<f32>()
    };
    (0..samples.len()).step_by(2).map(mixed).collect()
}

/// One sample by ITU-T G.711: sign, the place of the highest bit, and the four bits below it.
fn compress(sample: i16) -> u8 {
    const BIAS: u32 = 0x84;
    const LOUDEST: u32 = 32_635;
    let sign = if sample < 0 { 0x80 } else { 0 };
    let magnitude = u32::from(sample.unsigned_abs()).min(LOUDEST) + BIAS;
    // The bias puts the highest bit between 7 and 14.
    let exponent = magnitude.ilog2() - 7;
    let mantissa = (magnitude >> (exponent + 3)) & 0x0f;
    !(sign | (exponent << 4 | mantissa) as u8)
}

fn file(tag: u16, rate: u32, sample_bytes: u16, samples: Vec<u8>) -> Vec<u8> {
    let frame_bytes = CHANNELS * sample_bytes;
    // A call lasts 90 seconds at most: a few megabytes.
    let data_bytes = u32::try_from(samples.len()).expect("a recording is far below 4 GiB");
    let mut format = Vec::with_capacity(18);
    format.extend(tag.to_le_bytes());
    format.extend(CHANNELS.to_le_bytes());
    format.extend(rate.to_le_bytes());
    format.extend((rate * u32::from(frame_bytes)).to_le_bytes());
    format.extend(frame_bytes.to_le_bytes());
    format.extend((sample_bytes * 8).to_le_bytes());
    let mut chunks: Vec<(&[u8; 4], Vec<u8>)> = Vec::with_capacity(3);
    if tag == TAG_PCM {
        chunks.push((b"fmt ", format));
    } else {
        // What is not PCM says how much follows (nothing), and how many samples there are.
        format.extend(0_u16.to_le_bytes());
        chunks.push((b"fmt ", format));
        chunks.push((b"fact", (data_bytes / u32::from(frame_bytes)).to_le_bytes().to_vec()));
    }
    chunks.push((b"data", samples));
    let riff_bytes: usize = 4 + chunks.iter().map(|(_, content)| 8 + content.len()).sum::<usize>();
    let mut file = Vec::with_capacity(8 + riff_bytes);
    file.extend(b"RIFF");
    file.extend((riff_bytes as u32).to_le_bytes());
    file.extend(b"WAVE");
    for (name, content) in chunks {
        file.extend(name);
        file.extend((content.len() as u32).to_le_bytes());
        file.extend(content);
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int(file: &[u8], at: usize) -> u32 {
        u32::from_le_bytes(file[at..at + 4].try_into().unwrap())
    }

    #[test]
    fn the_head_of_plain_samples_tells_the_truth() {
        let file = pcm(&[0.5; 1_000], &[-0.5; 1_000]);
        assert_eq!((&file[..4], &file[8..16]), (&b"RIFF"[..], &b"WAVEfmt "[..]));
        assert_eq!((int(&file, 24), int(&file, 28), int(&file, 34) & 0xffff), (16_000, 64_000, 16));
        assert_eq!((int(&file, 4) as usize + 8, int(&file, 40) as usize), (file.len(), file.len() - 44));
        assert_eq!(file[44..48], [0xff, 0x3f, 0x01, 0xc0]);
    }

    #[test]
    fn the_head_of_mu_law_tells_the_truth() {
        let file = mu_law(&[0.0; 1_000], &[0.0; 1_000]);
        assert_eq!((int(&file, 16), int(&file, 20), int(&file, 24)), (18, 0x0002_0007, 8_000));
        assert_eq!((&file[38..42], int(&file, 46), &file[50..54]), (&b"fact"[..], 500, &b"data"[..]));
        assert_eq!((int(&file, 54), file.len(), int(&file, 4) as usize), (1_000, 1_058, 1_050));
        assert!(file[58..].iter().all(|byte| *byte == 0xff));
    }

    #[test]
    fn mu_law_is_that_of_the_standard() {
        for (sample, code) in [(0, 0xff), (-1, 0x7f), (32_767, 0x80), (-32_768, 0x00), (1_000, 0xce), (-1_000, 0x4e)] {
            assert_eq!(compress(sample), code, "{sample}");
        }
    }

    #[test]
    fn halving_keeps_what_is_low_and_drops_what_is_high() {
        let tone = |hz: f32| -> Vec<f32> {
            (0..4_000).map(|i| (std::f32::consts::TAU * hz * i as f32 / 16_000.0).sin()).collect()
        };
        let loudness = |samples: &[f32]| (samples.iter().map(|s| s * s).sum::<f32>() / samples.len() as f32).sqrt();
        assert!((loudness(&halve(&tone(1_000.0))) - 0.707).abs() < 0.02);
        assert!(loudness(&halve(&tone(6_000.0))) < 0.02);
    }
}
