//! The head of a WAV file, for the one thing in it that is often untrue: how much sound follows. Whoever writes a WAV into a
//! pipe does not know yet, and says the most there can be, or nothing.

use std::io::{self, Read};

/// A head that is longer has something else in it first; what it says is believed.
const MAX_HEAD_BYTES: u64 = 64 << 10;
/// Sizes from here on are no sizes: some writers take the largest signed number, some subtract the head's own bytes.
const MOST: u32 = (u32::MAX / 2) - 0xffff;

/// Whether the head leaves open how much sound follows: it ends with the file. Reads no further than to where it is told.
pub(super) fn is_endless(reader: impl Read) -> bool {
    // A head that ends early is another decoder's to complain about.
    size_of_sound(reader.take(MAX_HEAD_BYTES)).is_ok_and(|bytes| bytes == 0 || bytes >= MOST)
}

fn size_of_sound(mut head: impl Read) -> io::Result<u32> {
    let mut chunk = [0; 8];
    // "RIFF" and its size; then "WAVE", and chunks with theirs.
    head.read_exact(&mut chunk)?;
    head.read_exact(&mut chunk[..4])?;
    loop {
        head.read_exact(&mut chunk)?;
        let [name @ .., a, b, c, d] = chunk;
        let bytes = u32::from_le_bytes([a, b, c, d]);
        if name == *b"data" {
            return Ok(bytes);
        }
        // Chunks begin at even places.
        let skipped = u64::from(bytes) + u64::from(bytes & 1);
        io::copy(&mut head.by_ref().take(skipped), &mut io::sink())?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(size: u32) -> Vec<u8> {
        [&b"RIFF\0\0\0\0WAVEfmt \x02\0\0\0xxLIST\x03\0\0\0abc\0data"[..], &size.to_le_bytes(), &[1, 2]].concat()
    }

    #[test]
    fn a_head_that_was_written_too_early_is_told_from_one_that_knows() {
        let most = i32::MAX.cast_unsigned();
        for (size, is_open) in [(0, true), (u32::MAX, true), (u32::MAX - 36, true), (most, true), (2, false)] {
            assert_eq!(is_endless(&head(size)[..]), is_open, "{size}");
        }
        assert!(!is_endless(&head(0)[..20]) && !is_endless(&b"RIFF"[..]));
    }

    #[test]
    fn no_byte_behind_the_head_is_waited_for() {
        let whole = head(0);
        let mut head = &whole[..];
        assert!(is_endless(&mut head));
        assert_eq!(head, [1, 2]);
    }
}
