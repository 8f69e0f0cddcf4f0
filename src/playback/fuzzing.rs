//! What a fuzzer feeds bytes to: everything that decodes them, bounded.

use std::io::{self, Cursor, Read, Seek, SeekFrom};

use super::ByteSource;
use super::decode::{self, Purpose};
use super::source::{Bytes, Leave};

/// Calls of a decoder for one input.
const STEPS: usize = 400;

/// A file that is all here.
struct Here(Cursor<Vec<u8>>);

impl Read for Here {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Seek for Here {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

impl ByteSource for Here {
    fn total_bytes(&self) -> Option<u64> {
        Some(self.0.get_ref().len() as u64)
    }

    fn can_jump(&self) -> Option<bool> {
        Some(true)
    }

    fn ready_bytes(&self, from: u64) -> u64 {
        (self.0.get_ref().len() as u64).saturating_sub(from)
    }

    fn is_settled(&self) -> bool {
        true
    }
}

/// Opens what the bytes are, decodes of it, and seeks to where they say.
pub fn decode_some(input: &[u8]) {
    let bytes = Bytes::new(Box::new(Here(Cursor::new(input.to_vec()))), Leave::default());
    _ = decode::find_end(&bytes).filter(|_| input.starts_with(b"OggS"));
    for purpose in [Purpose::Measure, Purpose::Hear] {
        let Ok(mut decoder) = decode::open(&bytes, purpose) else { continue };
        let place = input.last().map_or(0, |byte| u64::from(*byte) * 4_800);
        let mut samples = Vec::new();
        for step in 0..STEPS {
            samples.clear();
            if step == STEPS / 2 && decoder.seek(place).is_err() {
                break;
            }
            match decoder.next(&mut samples) {
                Ok(Some(_)) => assert!(samples.len() < 1 << 22, "{} samples at once", samples.len()),
                Ok(None) if step < STEPS / 2 && decoder.seek(place).is_ok() => {}
                _ => break,
            }
        }
    }
}
