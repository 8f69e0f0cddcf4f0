//! How much of an MP4's sound comes before the first sample that is meant to be heard: its edit list, which symphonia does
//! not read. Without it AAC would begin up to an eighth of a second late.

use std::io::{Read, Seek, SeekFrom};

/// A table of contents larger than that is not looked into.
const MAX_MOOV_BYTES: u64 = 16 << 20;
/// Boxes that are walked over before the table of contents.
const MAX_BOXES: u32 = 64;

/// Frames to cut off, for a track of that rate. `None` if the file does not say.
pub(super) fn lead(file: &mut (impl Read + Seek), rate: u32) -> Option<u64> {
    let mut at = 0;
    for _ in 0..MAX_BOXES {
        let (kind, head_length, length) = head(file, at)?;
        if &kind == b"moov" {
            let body = length.checked_sub(head_length).filter(|body| *body <= MAX_MOOV_BYTES)?;
            let mut moov = Vec::new();
            file.take(body).read_to_end(&mut moov).ok()?;
            return of_moov(&moov, rate);
        }
        at = at.checked_add(length.max(head_length))?;
    }
    None
}

/// Where the box with the sound ends, as its head tells. `None` if the file has no such box at its top.
pub(super) fn told_length(file: &mut (impl Read + Seek)) -> Option<u64> {
    let mut at: u64 = 0;
    for _ in 0..MAX_BOXES {
        let (kind, head_length, length) = head(file, at)?;
        at = at.checked_add(length.max(head_length))?;
        if &kind == b"mdat" {
            return Some(at).filter(|_| length > 0);
        }
    }
    None
}

/// Kind of the box at that place, the length of its head, and of all of it.
fn head(file: &mut (impl Read + Seek), at: u64) -> Option<([u8; 4], u64, u64)> {
    let mut head = [0; 16];
    file.seek(SeekFrom::Start(at)).ok()?;
    file.read_exact(&mut head[..8]).ok()?;
    let (mut length, mut head_length) = (u64::from(int(&head, 0)?), 8);
    if length == 1 {
        file.read_exact(&mut head[8..]).ok()?;
        length = u64::from(int(&head, 8)?) << 32 | u64::from(int(&head, 12)?);
        head_length = 16;
    }
    Some(([head[4], head[5], head[6], head[7]], head_length, length))
}

fn of_moov(moov: &[u8], rate: u32) -> Option<u64> {
    for track in boxes(moov).filter(|(kind, _)| *kind == b"trak").map(|(_, body)| body) {
        let media = child(track, b"mdia")?;
        if child(media, b"hdlr").and_then(|body| body.get(8..12)) != Some(b"soun") {
            continue;
        }
        let header = child(media, b"mdhd")?;
        let timescale = int(header, if header.first() == Some(&1) { 20 } else { 12 })?;
        let list = child(child(track, b"edts")?, b"elst")?;
        let entries = int(list, 4)?.min(16) as usize;
        let is_long = list.first() == Some(&1);
        for entry in 0..entries {
            // Duration, where in the media, rate.
            let media_time = if is_long {
                let at = 8 + entry * 20 + 8;
                (i64::from(int(list, at)?.cast_signed()) << 32) | i64::from(int(list, at + 4)?)
            } else {
                i64::from(int(list, 8 + entry * 12 + 4)?.cast_signed())
            };
            // Minus one: an empty stretch before the sound.
            if let Ok(media_time) = u64::try_from(media_time) {
                let frames = u128::from(media_time) * u128::from(rate) / u128::from(timescale.max(1));
                // More than a second is no lead of an encoder.
                return u64::try_from(frames).ok().filter(|frames| *frames <= u64::from(rate));
            }
        }
    }
    None
}

fn child<'a>(body: &'a [u8], kind: &[u8; 4]) -> Option<&'a [u8]> {
    boxes(body).find(|(found, _)| *found == kind).map(|(_, body)| body)
}

fn boxes(mut body: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    std::iter::from_fn(move || {
        let length = int(body, 0)? as usize;
        let (this, rest) = (body.get(8..length)?, &body[length..]);
        let kind = &body[4..8];
        body = rest;
        Some((kind, this))
    })
}

fn int(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}
