//! Sound as Ogg/Opus (RFC 6716 and 7845), the way call recorders write it: frames of 20 ms, a page every half second.

use std::borrow::Cow;

use ogg::writing::{PacketWriteEndInfo, PacketWriter};
use opusic_c::{Application, Bitrate, Channels, Encoder, SampleRate};

use super::SAMPLE_RATE;

/// Opus counts time in samples of 48 kHz, whatever went in.
pub const GRANULES_PER_SEC: u64 = 48_000;
/// Samples of a frame as it goes in.
const FRAME: usize = SAMPLE_RATE as usize / 50;
/// The same as granules.
pub const FRAME_GRANULES: u64 = GRANULES_PER_SEC / 50;
/// Frames of a page.
const PAGE_FRAMES: usize = 25;
/// No frame is larger (RFC 6716, section 3.2.1).
const MAX_FRAME_BYTES: usize = 1_275;
/// Of 10: a recording shall be there at once, and more work is not heard at these rates.
const COMPLEXITY: u8 = 4;

/// Encoded sound that is in no file yet.
#[derive(Debug)]
pub struct Encoded {
    /// A frame each.
    pub packets: Vec<Vec<u8>>,
    /// 1 or 2.
    pub channels: u8,
    /// What a decoder has to throw away in the beginning, in granules.
    pub pre_skip: u16,
    /// Length of the sound, in granules, without the pre-skip.
    pub length: u64,
}

/// Encodes one channel or two of the same length, at [`SAMPLE_RATE`].
pub fn encode(channels: &[&[f32]], bits_per_sec: u32) -> Encoded {
    let (layout, count) = if channels.len() == 1 { (Channels::Mono, 1_u8) } else { (Channels::Stereo, 2) };
    // `Audio`, because the other kind of coding mixes voices that are on one side each.
    let mut encoder = Encoder::new(layout, SampleRate::Hz16000, Application::Audio)
        .and_then(|mut encoder| {
            encoder.set_bitrate(Bitrate::Value(bits_per_sec))?;
            encoder.set_complexity(COMPLEXITY)?;
            Ok(encoder)
        })
        .expect("libopus takes every setting made here");
    let ahead = encoder.get_look_ahead().expect("libopus knows its delay");
    let pre_skip = u64::from(ahead) * GRANULES_PER_SEC / u64::from(SAMPLE_RATE);
    let samples = channels.first().map_or(0, |channel| channel.len());
    let length = samples as u64 * GRANULES_PER_SEC / u64::from(SAMPLE_RATE);
    let frames = (pre_skip + length).div_ceil(FRAME_GRANULES).max(1) as usize;
    let mut input = vec![0.0; FRAME * channels.len()];
    let mut output = [0; MAX_FRAME_BYTES];
    let packets = (0..frames).map(|frame| {
        for (at, slots) in input.chunks_exact_mut(channels.len()).enumerate() {
            for (slot, channel) in slots.iter_mut().zip(channels) {
                *slot = channel.get(frame * FRAME + at).copied().unwrap_or_default();
            }
        }
        let bytes = encoder.encode_float_to_slice(&input, &mut output).expect("a frame of 20 ms has room in a packet");
        output[..bytes].to_vec()
    });
    let packets = packets.collect();
    Encoded { packets, channels: count, pre_skip: u16::try_from(pre_skip).unwrap_or(u16::MAX), length }
}

impl Encoded {
    /// The file. The lowest 32 bits of `serial` name the stream in it.
    pub fn to_ogg(&self, serial: u64) -> Vec<u8> {
        self.repeated(self.packets.len(), self.length, serial)
    }

    /// A file of so many packets, these again and again, that is so many granules long.
    pub fn repeated(&self, packets: usize, length: u64, serial: u64) -> Vec<u8> {
        let serial = (serial & u64::from(u32::MAX)) as u32;
        let last = packets.saturating_sub(1);
        let mut file = Vec::with_capacity(packets * (self.packets.first().map_or(0, Vec::len) + 8));
        let mut writer = PacketWriter::new(&mut file);
        let mut write = |packet: Cow<'_, [u8]>, end: PacketWriteEndInfo, granule: u64| {
            writer.write_packet(packet.into_owned(), serial, end, granule).expect("memory takes every byte");
        };
        write(self.head().into(), PacketWriteEndInfo::EndPage, 0);
        write(tags().into(), PacketWriteEndInfo::EndPage, 0);
        for (index, packet) in self.packets.iter().cycle().take(packets).enumerate() {
            let end = match index {
                _ if index == last => PacketWriteEndInfo::EndStream,
                _ if (index + 1) % PAGE_FRAMES == 0 => PacketWriteEndInfo::EndPage,
                _ => PacketWriteEndInfo::NormalPacket,
            };
            let decoded = (index as u64 + 1) * FRAME_GRANULES;
            // The last page says where the sound ends, which is in the middle of a frame.
            let granule = if index == last { u64::from(self.pre_skip) + length } else { decoded };
            write(packet.into(), end, granule);
        }
        drop(writer);
        file
    }

    /// RFC 7845, section 5.1.
    fn head(&self) -> Vec<u8> {
        let mut head = b"OpusHead\x01".to_vec();
        head.push(self.channels);
        head.extend(self.pre_skip.to_le_bytes());
        head.extend((GRANULES_PER_SEC as u32).to_le_bytes());
        // Gain and mapping family.
        head.extend([0, 0, 0]);
        head
    }
}

/// RFC 7845, section 5.2: who wrote it, and no comments.
fn tags() -> Vec<u8> {
    const VENDOR: &str = concat!("Call Inbox simulator ", env!("CARGO_PKG_VERSION"));
    let mut tags = b"OpusTags".to_vec();
    tags.extend((VENDOR.len() as u32).to_le_bytes());
    tags.extend(VENDOR.as_bytes());
    tags.extend(0_u32.to_le_bytes());
    tags
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    use ogg::PacketReader;
    use opusic_c::Decoder;

    fn tone(hz: f32, samples: usize) -> Vec<f32> {
        (0..samples).map(|i| 0.4 * (std::f32::consts::TAU * hz * i as f32 / SAMPLE_RATE as f32).sin()).collect()
    }

    /// What the reader makes of it: it checks every page's checksum and number.
    fn packets(file: Vec<u8>) -> Vec<ogg::Packet> {
        let mut reader = PacketReader::new(Cursor::new(file));
        let mut packets = Vec::new();
        while let Some(packet) = reader.read_packet().unwrap() {
            packets.push(packet);
        }
        packets
    }

    #[test]
    fn a_file_begins_with_its_two_heads_and_ends_where_the_sound_does() {
        let samples = 16_000 * 3 + 77;
        let sound = encode(&[&tone(440.0, samples), &tone(300.0, samples)], 32_000);
        let packets = packets(sound.to_ogg(7));
        assert!(packets[0].first_in_stream() && packets[0].last_in_page());
        assert_eq!(packets[0].data[..10], *b"OpusHead\x01\x02");
        assert_eq!(u16::from_le_bytes([packets[0].data[10], packets[0].data[11]]), sound.pre_skip);
        assert!(packets[1].data.starts_with(b"OpusTags") && packets[1].last_in_page());
        let last = packets.last().unwrap();
        assert!(last.last_in_stream());
        assert_eq!(last.absgp_page(), u64::from(sound.pre_skip) + samples as u64 * 3);
        // All that was to be heard is in frames, and no frame is for nothing.
        let decoded = (packets.len() as u64 - 2) * FRAME_GRANULES;
        assert!((last.absgp_page()..last.absgp_page() + FRAME_GRANULES).contains(&decoded));
    }

    #[test]
    fn time_goes_on_evenly_from_page_to_page() {
        let packets = packets(encode(&[&tone(440.0, 16_000 * 4)], 24_000).to_ogg(7));
        let pages: Vec<u64> = packets[2..].iter().filter(|p| p.last_in_page()).map(ogg::Packet::absgp_page).collect();
        assert!(pages.len() > 7);
        assert!(pages[..pages.len() - 1].windows(2).all(|pair| pair[1] - pair[0] == GRANULES_PER_SEC / 2));
        assert_eq!(pages[0], GRANULES_PER_SEC / 2);
    }

    #[test]
    fn either_side_is_heard_on_its_own_side_only() {
        let samples = 16_000 * 2;
        let mut left = tone(700.0, samples);
        let mut right = tone(500.0, samples);
        left[samples / 2..].fill(0.0);
        right[..samples / 2].fill(0.0);
        let sound = encode(&[&left, &right], 32_000);
        let mut decoder = Decoder::new(Channels::Stereo, SampleRate::Hz48000).unwrap();
        let mut heard = Vec::new();
        for packet in &sound.packets {
            let mut frame = vec![0.0_f32; FRAME_GRANULES as usize * 2];
            decoder.decode_float_to_slice(packet, &mut frame, false).unwrap();
            heard.extend(frame);
        }
        let loudness = |side: usize, from: usize, to: usize| {
            let part = heard[from * 2..to * 2].iter().skip(side).step_by(2);
            (part.clone().map(|s| s * s).sum::<f32>() / part.count() as f32).sqrt()
        };
        for (own, from, to) in [(0, 10_000, 40_000), (1, 58_000, 88_000)] {
            let (loud, quiet) = (loudness(own, from, to), loudness(1 - own, from, to));
            assert!(loud > 0.2 && quiet < loud / 30.0, "{loud} {quiet}");
        }
    }
}
