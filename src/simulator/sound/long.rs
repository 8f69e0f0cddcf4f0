//! Recordings as long as one likes, quickly: a minute of stories is encoded once and its packets are written again and
//! again. For measuring players, not for listening.

use super::opus::{self, Encoded, FRAME_GRANULES, GRANULES_PER_SEC};
use super::{SAMPLE_RATE, perform};
use crate::simulator::story::Story;

/// About 180 kB a minute, however many channels.
const BITS_PER_SEC: u32 = 24_000;
/// Which stories are told.
const SEED: u64 = 60;
/// At the seam the encoder knows nothing of what the decoder has just heard: let both be silent there.
const FADE: usize = SAMPLE_RATE as usize / 10;

/// What a long recording holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LongSound {
    /// Both voices in one channel.
    Mono,
    /// The agent on the left, the caller on the right.
    Stereo,
}

/// Ogg/Opus of so many minutes, at about 24 kbit/s.
pub fn long_recording(minutes: u32, sound: LongSound) -> Vec<u8> {
    let minute = minute(sound);
    let length = u64::from(minutes) * 60 * GRANULES_PER_SEC;
    let packets = (u64::from(minute.pre_skip) + length).div_ceil(FRAME_GRANULES);
    minute.repeated(packets as usize, length, SEED)
}

/// A minute that can follow itself: a whole number of frames.
fn minute(sound: LongSound) -> Encoded {
    let wanted = SAMPLE_RATE as usize * 60;
    let (mut left, mut right) = (Vec::with_capacity(wanted), Vec::with_capacity(wanted));
    for number in 0.. {
        if left.len() >= wanted {
            break;
        }
        let call = perform(&Story::tell(SEED, number));
        left.extend(call.left);
        right.extend(call.right);
    }
    for channel in [&mut left, &mut right] {
        channel.truncate(wanted);
        for (index, gain) in (0..FADE).map(|index| (index, index as f32 / FADE as f32)) {
            channel[index] *= gain;
            channel[wanted - 1 - index] *= gain;
        }
    }
    let mut encoded = match sound {
        LongSound::Stereo => opus::encode(&[&left, &right], BITS_PER_SEC),
        LongSound::Mono => {
            let both: Vec<f32> = left.iter().zip(&right).map(|(left, right)| (left + right) * 0.7).collect();
            opus::encode(&[&both], BITS_PER_SEC)
        }
    };
    encoded.packets.truncate((60 * GRANULES_PER_SEC / FRAME_GRANULES) as usize);
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[test]
    fn it_is_as_long_as_asked_for_and_sound_to_its_end() {
        let file = long_recording(3, LongSound::Mono);
        assert!((300_000..800_000).contains(&file.len()), "{}", file.len());
        let mut reader = ogg::PacketReader::new(Cursor::new(file));
        let (mut count, mut last) = (0, 0);
        let mut pre_skip = 0;
        while let Some(packet) = reader.read_packet().unwrap() {
            if count == 0 {
                pre_skip = u64::from(u16::from_le_bytes([packet.data[10], packet.data[11]]));
            }
            count += 1;
            last = packet.absgp_page();
        }
        assert_eq!(last - pre_skip, 180 * GRANULES_PER_SEC);
        assert!((9_002..=9_003).contains(&count), "{count}");
    }
}
