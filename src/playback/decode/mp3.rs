//! MP3: frames one after the other; a seek goes by the encoder's table or by the bit rate, never through the whole file.

use std::io::{Read, Seek, SeekFrom};

use symphonia::core::codecs::audio::well_known::CODEC_ID_MP3;
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::packet::PacketRef;
use symphonia::core::units::{Duration, Timestamp};
use symphonia::default::codecs::MpaDecoder;

use super::mpeg::{FrameHead, Notes};
use super::packaged::mix;
use super::{Damage, Decode, Form, Stop};
use crate::playback::source::{Bytes, Reader};

/// Bytes asked for at once.
const READ_BYTES: usize = 4_096;
/// Frames decoded before the wanted one: a frame may use bits of up to nine frames before it.
const PREROLL_FRAMES: u64 = 10;
/// Frames between remembered places.
const MARK_EVERY: u64 = 128;
/// Bytes that are no frame, in a row, before the rest is given up.
const MAX_JUNK: u64 = 2 << 20;
/// Reading on over so many bytes is cheaper than jumping.
const NEAR_BYTES: u64 = 24 << 10;

/// A decoder of MP3.
pub(super) struct Mp3 {
    form: Form,
    reader: Reader,
    buffer: Vec<u8>,
    /// Where in the file the buffer begins.
    begin: u64,
    decoder: MpaDecoder,
    first: FrameHead,
    notes: Notes,
    /// Where the first frame with sound begins.
    first_at: u64,
    /// Number of the next frame.
    number: u64,
    /// Frames that were passed: number and place in the file.
    marks: Vec<(u64, u64)>,
    /// All frames so far were of one bit rate.
    is_constant: bool,
    wanted_from: u64,
    /// Decoded frames that only prepare.
    damage: Damage,
    samples: Vec<f32>,
}

impl Mp3 {
    /// Finds the first frame, behind tags and junk.
    pub(super) fn open(bytes: &Bytes) -> Result<Self, Stop> {
        let mut parameters = AudioCodecParameters::new();
        parameters.for_codec(CODEC_ID_MP3);
        let decoder = MpaDecoder::try_new(&parameters, &AudioDecoderOptions::default())
            .map_err(|_| Stop::Failed(String::from(say!("There is no decoder for MP3.")), true))?;
        let mut this = Self {
            form: Form { codec: String::from("MP3"), channels: 1, lanes: 1, rate: 1, file_rate: 1 },
            reader: bytes.reader(),
            buffer: Vec::new(),
            begin: 0,
            decoder,
            first: FrameHead::parse(&[0xFF, 0xFB, 0x90, 0xC4]).expect("that is a head"),
            notes: Notes::default(),
            first_at: 0,
            number: 0,
            marks: Vec::new(),
            is_constant: true,
            wanted_from: 0,
            damage: Damage::default(),
            samples: Vec::new(),
        };
        this.skip_tags()?;
        let Some((head, frame)) = this.next_frame(None)? else {
            let why = say!("There is no sound in the file that can be played here.");
            return Err(Stop::Failed(String::from(why), false));
        };
        this.damage = Damage::default();
        this.first = head;
        this.first_at = this.begin - frame.len() as u64;
        if let Some(notes) = Notes::parse(&frame, &head) {
            this.notes = notes;
            this.first_at = this.begin;
        } else {
            this.go_to(this.first_at);
        }
        this.number = 0;
        this.marks = vec![(0, this.first_at)];
        let (channels, rate) = (head.channels, head.rate);
        this.form = Form { channels, lanes: usize::from(channels), rate, file_rate: rate, ..this.form };
        Ok(this)
    }

    fn skip_tags(&mut self) -> Result<(), Stop> {
        while self.fill(10)? && self.buffer.starts_with(b"ID3") {
            let size = self.buffer[6..10].iter().fold(0_u64, |size, byte| size << 7 | u64::from(byte & 0x7F));
            let footer = if self.buffer[5] & 0x10 == 0 { 0 } else { 10 };
            self.go_to(self.begin + 10 + size + footer);
        }
        Ok(())
    }

    fn go_to(&mut self, offset: u64) {
        if (self.begin..self.begin + self.buffer.len() as u64).contains(&offset) {
            self.buffer.drain(..(offset - self.begin) as usize);
        } else {
            self.buffer.clear();
        }
        self.begin = offset;
    }

    fn fill(&mut self, count: usize) -> Result<bool, Stop> {
        while self.buffer.len() < count {
            let filled = self.buffer.len();
            self.buffer.resize(filled + READ_BYTES.max(count - filled), 0);
            let from = SeekFrom::Start(self.begin + filled as u64);
            let read = self.reader.seek(from).and_then(|_| self.reader.read(&mut self.buffer[filled..]));
            self.buffer.truncate(filled + read.as_ref().map_or(0, |count| *count));
            match read {
                Ok(0) => return Ok(false),
                Ok(_) => {}
                Err(_) => return Err(Stop::Left),
            }
        }
        Ok(true)
    }

    /// The next frame that is like the others; junk is stepped over.
    fn next_frame(&mut self, like: Option<FrameHead>) -> Result<Option<(FrameHead, Vec<u8>)>, Stop> {
        let mut junk = 0;
        loop {
            if !self.fill(4)? || junk > MAX_JUNK {
                return Ok(None);
            }
            if self.buffer.starts_with(b"TAG") {
                // ID3v1: the end of the sound.
                return Ok(None);
            }
            let head = FrameHead::parse(&self.buffer).filter(|head| like.is_none_or(|like| head.is_like(&like)));
            if let Some(head) = head {
                if !self.fill(head.bytes)? {
                    self.damage.is_cut = true;
                    return Ok(None);
                }
                // Junk can look like a head: another frame has to follow, unless the file ends.
                let is_followed = junk == 0 && like.is_some()
                    || !self.fill(head.bytes + 4)?
                    || FrameHead::parse(&self.buffer[head.bytes..]).is_some_and(|next| next.is_like(&head));
                if is_followed {
                    if junk > 0 && like.is_some() {
                        self.damage.faults += 1;
                    }
                    let frame = self.buffer[..head.bytes].to_vec();
                    self.go_to(self.begin + head.bytes as u64);
                    return Ok(Some((head, frame)));
                }
            }
            let next = self.buffer[1..].iter().position(|byte| *byte == 0xFF).map_or(self.buffer.len(), |at| at + 1);
            junk += next as u64;
            self.go_to(self.begin + next as u64);
        }
    }

    /// Samples of one frame.
    fn per_frame(&self) -> u64 {
        u64::from(self.first.samples)
    }

    /// Bytes of the sound, without tags.
    fn sound_bytes(&self) -> Option<u64> {
        self.notes.bytes.or_else(|| self.reader.file().total().map(|total| total.saturating_sub(self.first_at)))
    }

    /// A frame's mean length, if all are of one bit rate.
    fn constant_length(&self) -> Option<f64> {
        let is_constant = self.is_constant && (self.notes.is_constant || self.notes.frames.is_none());
        let length = f64::from(self.first.samples / 8 * self.first.kilobits * 1_000) / f64::from(self.first.rate);
        is_constant.then_some(length)
    }

    /// Frames in all.
    fn total_frames(&self) -> Option<u64> {
        self.notes.frames.filter(|frames| *frames > 0).or_else(|| {
            let length = self.constant_length()?;
            Some((self.sound_bytes()? as f64 / length).round() as u64)
        })
    }

    /// Where to begin reading for a frame, and which one begins there.
    fn place_of(&self, number: u64) -> Option<(u64, f64)> {
        if let Some(length) = self.constant_length() {
            // One byte before: the frame that begins next is that one, padding or not.
            let offset = (number as f64 * length) as u64;
            return Some((self.first_at + offset.saturating_sub(1), number as f64));
        }
        let total = self.total_frames()? as f64;
        let table = self.notes.table.as_ref()?;
        let step = total / table.len() as f64;
        let part = (number as f64 / step).floor().clamp(0.0, (table.len() - 1) as f64);
        let bytes = self.sound_bytes()? as f64;
        Some((self.first_at + (table[part as usize] * bytes) as u64, part * step))
    }

    fn find(&mut self, number: u64) -> Result<(), Stop> {
        let after = self.marks.partition_point(|(known, _)| *known <= number);
        let (low, low_at) = self.marks[after.saturating_sub(1)];
        let mean = self
            .sound_bytes()
            .zip(self.total_frames())
            .map_or(400.0, |(bytes, frames)| bytes as f64 / frames.max(1) as f64);
        let ahead = ((number - low.min(number)) as f64 * mean) as u64;
        let bytes = self.reader.file();
        // What is here is walked through: only that is exact for any file.
        let is_here = bytes.ready(low_at) >= ahead + ahead / 2;
        let guess = self.place_of(number).filter(|_| bytes.can_jump() && !is_here && ahead > NEAR_BYTES);
        let Some((offset, first)) = guess else {
            self.go_to(low_at);
            self.number = low;
            return Ok(());
        };
        self.go_to(offset);
        let first_frame = self.first;
        match self.next_frame(Some(first_frame))? {
            Some((_, frame)) => {
                self.go_to(self.begin - frame.len() as u64);
                self.number = self
                    .constant_length()
                    .map_or(first as u64, |length| ((self.begin - self.first_at) as f64 / length).round() as u64);
            }
            None => self.number = number,
        }
        Ok(())
    }
}

impl Decode for Mp3 {
    fn form(&self) -> &Form {
        &self.form
    }

    fn next(&mut self, into: &mut Vec<f32>) -> Result<Option<u64>, Stop> {
        let per_frame = self.per_frame();
        let delay = u64::from(self.notes.delay);
        loop {
            let Some((head, frame)) = self.next_frame(Some(self.first))? else { return Ok(None) };
            let number = self.number;
            self.number += 1;
            self.is_constant &= head.kilobits == self.first.kilobits;
            if number.is_multiple_of(MARK_EVERY) && self.marks.last().is_none_or(|(last, _)| *last < number) {
                self.marks.push((number, self.begin - frame.len() as u64));
            }
            let begin = number * per_frame;
            let wanted = self.wanted_from + delay;
            if begin + per_frame * (PREROLL_FRAMES + 1) <= wanted {
                continue;
            }
            let packet = PacketRef::new(0, Timestamp::new(0), Duration::new(per_frame), &frame);
            let Ok(decoded) = self.decoder.decode_ref(&packet) else {
                // The first frames after a jump miss bits of those before.
                self.damage.faults += u32::from(begin >= wanted && self.wanted_from == 0);
                if begin >= wanted {
                    into.resize(into.len() + per_frame as usize * self.form.lanes, 0.0);
                    return Ok(Some(begin - delay));
                }
                continue;
            };
            let channels = decoded.num_planes();
            decoded.copy_to_vec_interleaved(&mut self.samples);
            let frames = (self.samples.len() / channels.max(1)) as u64;
            let end = self
                .notes
                .frames
                .map_or(u64::MAX, |total| total * per_frame - u64::from(self.notes.padding).min(total * per_frame));
            let first = wanted.saturating_sub(begin);
            let last = frames.min(end.saturating_sub(begin));
            if channels == 0 || first >= last {
                if begin >= end {
                    return Ok(None);
                }
                continue;
            }
            let range = first as usize * channels..last as usize * channels;
            if channels == 1 && self.form.lanes == 2 {
                into.extend(self.samples[range].iter().flat_map(|sample| [*sample, *sample]));
            } else {
                mix(&self.samples[range], channels, self.form.lanes, into);
            }
            return Ok(Some(begin + first - delay));
        }
    }

    fn seek(&mut self, frame: u64) -> Result<(), Stop> {
        self.wanted_from = frame;
        let number = (frame + u64::from(self.notes.delay)) / self.per_frame();
        self.decoder.reset();
        self.find(number.saturating_sub(PREROLL_FRAMES))
    }

    fn frames(&self) -> Option<u64> {
        let total = self.total_frames()? * self.per_frame();
        Some(total.saturating_sub(u64::from(self.notes.delay + self.notes.padding)))
    }

    fn damage(&self) -> Damage {
        self.damage
    }
}
