//! Bytes in, samples out: one decoder for each family of files, all behind [`Decode`].
//!
//! **Invariant:** no foreign byte can crash or fill the memory: sizes are capped, and a decoder's panic becomes a sentence.
//! Nothing here knows devices, speed or a screen.

mod edits;
mod mp3;
mod mpeg;
mod opus;
mod packaged;
mod pages;
mod wav;

#[cfg(test)]
pub(super) use pages::checksum;

use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::sniff::{Format, SNIFF_BYTES, Sniffed, sniff};
use super::source::Bytes;

/// The most samples a second that are believed.
const MAX_RATE: u32 = 384_000;

/// What a recording holds, as far as its head tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Form {
    /// Codec and container, as people name them.
    pub codec: String,
    /// Channels in the file.
    pub channels: u16,
    /// Channels that are decoded: one or two; more are mixed down.
    pub lanes: usize,
    /// Samples a second of what is decoded.
    pub rate: u32,
    /// Samples a second in the file.
    pub file_rate: u32,
}

/// Why there is no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stop {
    /// Whoever asked wants something else: what was under way is undone, the decoder may be broken.
    Left,
    /// It can't be decoded, in a sentence; `true` if it is of a kind that can't be, however whole it is.
    Failed(String, bool),
}

/// What decoding is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To be heard: as good as it gets, beginning at once.
    Hear,
    /// To be measured: as cheap as it gets.
    Measure,
}

/// A decoder over a file.
pub(super) trait Decode: Send {
    /// What it holds.
    fn form(&self) -> &Form;

    /// Adds the next samples, interleaved, and gives the place of the first, in frames of `form().rate`; `None` at the end.
    ///
    /// # Errors
    /// See [`Stop`].
    fn next(&mut self, into: &mut Vec<f32>) -> Result<Option<u64>, Stop>;

    /// Goes so that the next sample is that of this frame, or the end.
    ///
    /// # Errors
    /// See [`Stop`].
    fn seek(&mut self, frame: u64) -> Result<(), Stop>;

    /// Length in frames, as far as is known without reading on.
    fn frames(&self) -> Option<u64>;

    /// Where the file holds its end, for formats whose length is only told there; told once somebody looked.
    fn learn_end(&mut self, _granule: u64, _serial: u32) {}

    /// What is wrong with the file, as far as was read.
    fn damage(&self) -> Damage;
}

/// What was wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Damage {
    /// Places where something could not be decoded.
    pub faults: u32,
    /// The file ends within something.
    pub is_cut: bool,
}

/// Opens what the bytes are, told by themselves.
pub(super) fn open(bytes: &Bytes, purpose: Purpose) -> Result<Box<dyn Decode>, Stop> {
    let head = head(bytes)?;
    let format = match sniff(&head) {
        Sniffed::Known(format) => format,
        Sniffed::Unsupported(sentence) => return Err(Stop::Failed(sentence, true)),
        Sniffed::TooShort if head.is_empty() => {
            let why = bytes.refusal().unwrap_or_else(|| String::from(say!("The file is empty.")));
            return Err(Stop::Failed(why, false));
        }
        Sniffed::TooShort => {
            return Err(Stop::Failed(String::from(say!("The file ends before any sound begins.")), false));
        }
    };
    let bytes = bytes.clone();
    let decoder = guarded(|| -> Result<Box<dyn Decode>, Stop> {
        Ok(match format {
            Format::OggOpus => Box::new(opus::OggOpus::open(&bytes, purpose)?),
            Format::Mp3 => Box::new(mp3::Mp3::open(&bytes)?),
            _ => Box::new(packaged::Packaged::open(&bytes, format)?),
        })
    })?;
    Ok(Box::new(Guarded { decoder, is_broken: false }))
}

/// What the bytes are, told by themselves; `None` if nothing that is known.
pub(super) fn format(bytes: &Bytes) -> Option<Format> {
    match sniff(&head(bytes).ok()?) {
        Sniffed::Known(format) => Some(format),
        Sniffed::Unsupported(_) => Some(Format::Wav),
        Sniffed::TooShort => None,
    }
}

/// The length of an Ogg file, told at its end: granule and serial number of the last page. Reads the end only.
pub(super) fn find_end(bytes: &Bytes) -> Option<(u64, u32)> {
    guarded(|| Ok(pages::find_end(bytes))).ok().flatten()
}

fn head(bytes: &Bytes) -> Result<Vec<u8>, Stop> {
    let mut reader = bytes.reader();
    let mut head = vec![0; SNIFF_BYTES];
    let mut filled = 0;
    while filled < head.len() {
        match reader.read(&mut head[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(_) => return Err(Stop::Left),
        }
    }
    head.truncate(filled);
    Ok(head)
}

fn guarded<T>(work: impl FnOnce() -> Result<T, Stop>) -> Result<T, Stop> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let why = say!("The file is damaged in a way that its decoder can't cope with.");
        Err(Stop::Failed(String::from(why), false))
    })
}

/// Catches a decoder's panic; the decoder is not asked again after one.
struct Guarded {
    decoder: Box<dyn Decode>,
    is_broken: bool,
}

impl Guarded {
    fn ask<T>(&mut self, what: impl FnOnce(&mut dyn Decode) -> Result<T, Stop>, otherwise: T) -> Result<T, Stop> {
        if self.is_broken {
            return Ok(otherwise);
        }
        let decoder = &mut *self.decoder;
        match catch_unwind(AssertUnwindSafe(|| what(decoder))) {
            Ok(answer) => answer,
            Err(_) => {
                log::warn!("a decoder panicked; the recording ends there");
                self.is_broken = true;
                Ok(otherwise)
            }
        }
    }
}

impl Decode for Guarded {
    fn form(&self) -> &Form {
        self.decoder.form()
    }

    fn next(&mut self, into: &mut Vec<f32>) -> Result<Option<u64>, Stop> {
        let begun = into.len();
        let answer = self.ask(|decoder| decoder.next(into), None);
        if self.is_broken {
            into.truncate(begun);
        }
        answer
    }

    fn seek(&mut self, frame: u64) -> Result<(), Stop> {
        self.ask(|decoder| decoder.seek(frame), ())
    }

    fn frames(&self) -> Option<u64> {
        self.decoder.frames()
    }

    fn learn_end(&mut self, granule: u64, serial: u32) {
        self.decoder.learn_end(granule, serial);
    }

    fn damage(&self) -> Damage {
        let damage = self.decoder.damage();
        Damage { faults: damage.faults + u32::from(self.is_broken), ..damage }
    }
}
