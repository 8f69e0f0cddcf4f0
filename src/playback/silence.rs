//! Passes over stretches in which nobody speaks, and leaves enough around words that none is clipped.

use super::ring::Frame;

/// Loudness is told for pieces so long.
const BLOCK_MS: u32 = 10;
/// So much of a silence is kept after a word, and as much before the next.
const KEEP_MS: u32 = 180;
/// Never taken for silence, and never for speech, whatever else is heard: -30 and -52 dB.
const LOUD: f32 = 0.0316;
const QUIET: f32 = 0.0025;
/// So much louder than the room is speech: 10 dB.
const ABOVE_ROOM: f32 = 3.2;
/// How fast the room is believed to become louder, for each piece: 3 dB a second.
const ROOM_RISE: f32 = 1.0035;
/// What is left out is bridged by a blend of so many pieces' frames.
const BLEND_MS: u32 = 5;

/// Leaves silence out of a run of frames.
pub(super) struct Silence {
    rate: u32,
    block: usize,
    keep: usize,
    blend: usize,
    /// Frames that no whole piece was made of yet.
    partial: Vec<Frame>,
    /// Place of the first of them.
    partial_at: u64,
    /// Loudness of the room.
    room: f32,
    /// Frames of silence since somebody spoke.
    quiet: usize,
    /// The last frames of a silence that is being left out.
    held: Vec<Frame>,
    held_at: u64,
    /// What followed the part that was kept.
    tail: Vec<Frame>,
    /// Frames left out, in all.
    skipped: u64,
}

/// Frames to play on, and the place of the first.
pub(super) type Piece = (u64, Vec<Frame>);

impl Silence {
    /// For frames of that rate.
    pub(super) fn new(rate: u32) -> Self {
        let frames = |ms: u32| (rate * ms / 1_000).max(1) as usize;
        Self {
            rate,
            block: frames(BLOCK_MS),
            keep: frames(KEEP_MS),
            blend: frames(BLEND_MS),
            partial: Vec::new(),
            partial_at: 0,
            room: QUIET / ABOVE_ROOM,
            quiet: 0,
            held: Vec::new(),
            held_at: 0,
            tail: Vec::new(),
            skipped: 0,
        }
    }

    /// Other sound follows; what was learnt of the room stays.
    pub(super) fn reset(&mut self) {
        self.partial.clear();
        self.held.clear();
        self.tail.clear();
        self.quiet = 0;
    }

    /// How much was left out, in milliseconds.
    pub(super) fn skipped_ms(&self) -> u64 {
        self.skipped * 1_000 / u64::from(self.rate)
    }

    /// Takes frames of that place in; gives what of them, and of what was held back, is to be played.
    pub(super) fn pass(&mut self, at: u64, frames: &[Frame], pieces: &mut Vec<Piece>) {
        if self.partial.is_empty() {
            self.partial_at = at;
        }
        self.partial.extend_from_slice(frames);
        let mut used = 0;
        while self.partial.len() - used >= self.block {
            let block = self.partial[used..used + self.block].to_vec();
            self.take_block(self.partial_at + used as u64, block, pieces);
            used += self.block;
        }
        self.partial.drain(..used);
        self.partial_at += used as u64;
    }

    /// What is held back, at the end or when nothing is passed over any more.
    pub(super) fn rest(&mut self, pieces: &mut Vec<Piece>) {
        if !self.held.is_empty() {
            pieces.push((self.held_at, std::mem::take(&mut self.held)));
        }
        if !self.partial.is_empty() {
            pieces.push((self.partial_at, std::mem::take(&mut self.partial)));
        }
        self.reset();
    }

    fn take_block(&mut self, at: u64, block: Vec<Frame>, pieces: &mut Vec<Piece>) {
        let sum: f32 = block.iter().map(|frame| (frame[0] * frame[0]).max(frame[1] * frame[1])).sum();
        let level = (sum / block.len() as f32).sqrt();
        self.room = if level < self.room { level.max(1e-5) } else { self.room * ROOM_RISE };
        let is_speech = level > (self.room * ABOVE_ROOM).clamp(QUIET, LOUD);
        if is_speech {
            self.release(pieces);
            self.quiet = 0;
            pieces.push((at, block));
            return;
        }
        self.quiet += block.len();
        if self.quiet <= self.keep {
            pieces.push((at, block));
            return;
        }
        if self.held.is_empty() {
            self.held_at = at;
        }
        self.held.extend(block);
        if self.held.len() > self.keep {
            let extra = self.held.len() - self.keep;
            if self.tail.is_empty() {
                self.tail = self.held[..self.blend.min(extra)].to_vec();
            }
            self.held.drain(..extra);
            self.held_at += extra as u64;
            self.skipped += extra as u64;
        }
    }

    /// Somebody speaks again: what was held back comes first.
    fn release(&mut self, pieces: &mut Vec<Piece>) {
        if self.held.is_empty() {
            return;
        }
        let length = self.tail.len() as f32;
        for (index, (frame, tail)) in self.held.iter_mut().zip(&self.tail).enumerate() {
            let part = index as f32 / length;
            *frame = [0, 1].map(|side| frame[side] * part + tail[side] * (1.0 - part));
        }
        self.tail.clear();
        pieces.push((self.held_at, std::mem::take(&mut self.held)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_passed_over_and_words_are_whole() {
        let rate = 16_000;
        // Half a second of a word, two of a quiet room, half a second of a word.
        let word = |at: usize| if at % 40 < 20 { 0.2 } else { -0.2 };
        let room = |at: usize| if at.is_multiple_of(3) { 0.001 } else { -0.001 };
        let sound: Vec<Frame> =
            (0..48_000).map(|at| [if (8_000..40_000).contains(&at) { room(at) } else { word(at) }; 2]).collect();
        let mut silence = Silence::new(rate);
        let mut pieces = Vec::new();
        for (index, chunk) in sound.chunks(333).enumerate() {
            silence.pass(index as u64 * 333, chunk, &mut pieces);
        }
        silence.rest(&mut pieces);
        let kept: usize = pieces.iter().map(|(_, frames)| frames.len()).sum();
        let loud: usize = pieces.iter().flat_map(|(_, frames)| frames).filter(|frame| frame[0].abs() > 0.1).count();
        assert_eq!(loud, 16_000);
        let expected = 16_000 + 2 * (rate * KEEP_MS / 1_000) as usize;
        assert!(kept.abs_diff(expected) <= 480, "{kept} {expected}");
        assert_eq!(silence.skipped_ms(), ((48_000 - kept) * 1_000 / rate as usize) as u64);
        let place_of_second_word =
            pieces.iter().find(|(at, frames)| *at >= 39_000 && frames[0][0].abs() > 0.1).map(|(at, _)| *at);
        assert_eq!(place_of_second_word, Some(40_000));
    }
}
