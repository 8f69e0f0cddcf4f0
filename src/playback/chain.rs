//! From decoded samples to frames of the device: sides, silence, speed, rate; and which frame is which moment.

use std::collections::VecDeque;

use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Indexing, Resampler};

use super::ring::{Feed, Frame};
use super::silence::{Piece, Silence};
use super::stretch::Stretch;
use crate::call::Sides;

/// Frames that are resampled at once.
const RESAMPLE_FRAMES: usize = 512;
/// A seam between two stretches is smoothed over so long, in milliseconds.
const SEAM_MS: u32 = 5;

/// The chain for one recording and one device.
pub(super) struct Chain {
    rate: u32,
    lanes: usize,
    sides: Sides,
    skips_silence: bool,
    silence: Silence,
    stretch: Stretch,
    resampler: Option<Resample>,
    device_rate: u32,
    /// Counts of frames that went into the stretcher, and the place in the recording that follows there.
    places: VecDeque<(u64, u64)>,
    stretched_in: u64,
    /// Where the first frame of this chain is in the ring.
    base: u64,
    /// How often the ring was cut when that was so.
    cuts: u64,
    /// Frames that went towards the device's rate since.
    resampled_in: u64,
    /// The next samples begin at a seam.
    is_seam: bool,
    frames: Vec<Frame>,
    pieces: Vec<Piece>,
    stretched: Vec<Frame>,
}

impl Chain {
    /// For samples of that rate, interleaved in so many lanes, to the device behind `feed`.
    pub(super) fn new(rate: u32, lanes: usize, feed: &Feed, cuts: u64) -> Self {
        let device_rate = feed.rate();
        Self {
            rate,
            lanes,
            sides: Sides::Both,
            skips_silence: false,
            silence: Silence::new(rate),
            stretch: Stretch::new(rate),
            resampler: (rate != device_rate).then(|| Resample::new(rate, device_rate)).flatten(),
            device_rate,
            places: VecDeque::new(),
            stretched_in: 0,
            base: feed.written(),
            cuts,
            resampled_in: 0,
            is_seam: false,
            frames: Vec::new(),
            pieces: Vec::new(),
            stretched: Vec::new(),
        }
    }

    /// Other sound follows, from `base` on in the ring.
    pub(super) fn reset(&mut self, feed: &Feed, cuts: u64) {
        self.cuts = cuts;
        self.silence.reset();
        self.stretch.reset();
        if let Some(resampler) = &mut self.resampler {
            resampler.reset();
        }
        self.places.clear();
        self.stretched_in = 0;
        self.base = feed.written();
        self.resampled_in = 0;
    }

    /// As a person wants it.
    pub(super) fn set(&mut self, speed: f32, sides: Sides, skips_silence: bool) {
        self.stretch.set_speed(speed);
        self.sides = sides;
        self.skips_silence = skips_silence;
    }

    /// How much silence was left out, in milliseconds.
    pub(super) fn skipped_ms(&self) -> u64 {
        self.silence.skipped_ms()
    }

    /// The samples that follow do not belong behind those before.
    pub(super) fn seam(&mut self) {
        self.is_seam = true;
    }

    /// Frames of the device that become of samples at that place. `is_seam` smooths their end.
    pub(super) fn pass(&mut self, at: u64, samples: &[f32], is_seam: bool, feed: &Feed, out: &mut Vec<Frame>) {
        let mut frames = std::mem::take(&mut self.frames);
        frames.clear();
        frames.extend(samples.chunks_exact(self.lanes).map(|frame| side(self.sides, frame)));
        let seam = (self.rate * SEAM_MS / 1_000) as usize;
        if std::mem::take(&mut self.is_seam) {
            ramp(frames.iter_mut().take(seam), seam);
        }
        if is_seam {
            ramp(frames.iter_mut().rev().take(seam), seam);
        }
        if self.skips_silence {
            let mut pieces = std::mem::take(&mut self.pieces);
            self.silence.pass(at, &frames, &mut pieces);
            for (at, piece) in pieces.drain(..) {
                self.stretch_in(at, &piece);
            }
            self.pieces = pieces;
        } else {
            self.let_go();
            self.stretch_in(at, &frames);
        }
        self.frames = frames;
        self.drain(false, feed, out);
    }

    /// What is left inside, at the end of the recording.
    pub(super) fn finish(&mut self, feed: &Feed, out: &mut Vec<Frame>) {
        self.let_go();
        self.drain(true, feed, out);
        if let Some(resampler) = &mut self.resampler {
            resampler.finish(out);
        }
    }

    fn let_go(&mut self) {
        let mut pieces = std::mem::take(&mut self.pieces);
        self.silence.rest(&mut pieces);
        for (at, piece) in pieces.drain(..) {
            self.stretch_in(at, &piece);
        }
        self.pieces = pieces;
    }

    fn stretch_in(&mut self, at: u64, frames: &[Frame]) {
        let follows = self.places.back().map(|(count, place)| place + (self.stretched_in - count));
        if follows != Some(at) {
            self.places.push_back((self.stretched_in, at));
        }
        self.stretched_in += frames.len() as u64;
        self.stretch.push(frames);
    }

    fn drain(&mut self, is_last: bool, feed: &Feed, out: &mut Vec<Frame>) {
        self.stretched.clear();
        let mut begin = 0;
        while let Some((count, speed)) = self.stretch.pull(is_last, &mut self.stretched) {
            self.mark(count, speed, begin, feed);
            let end = count + (self.stretched.len() - begin) as f64 * speed;
            // A run may go over from one stretch of the recording to another.
            let seams: Vec<u64> =
                self.places.iter().map(|(at, _)| *at).filter(|at| (*at as f64) > count && (*at as f64) < end).collect();
            for seam in seams {
                self.mark(seam as f64, speed, begin + ((seam as f64 - count) / speed) as usize, feed);
            }
            begin = self.stretched.len();
        }
        self.resampled_in += begin as u64;
        match &mut self.resampler {
            Some(resampler) => resampler.pass(&self.stretched, out),
            None => out.extend_from_slice(&self.stretched),
        }
    }

    /// The stretched frame of that index is the one that went in as that count.
    fn mark(&mut self, count: f64, speed: f64, index: usize, feed: &Feed) {
        let ratio = f64::from(self.device_rate) / f64::from(self.rate);
        let frame = self.base + ((self.resampled_in + index as u64) as f64 * ratio) as u64;
        let media_us = self.place(count) * 1e6 / f64::from(self.rate);
        feed.mark(frame, media_us, speed * 1e6 / f64::from(self.device_rate), self.cuts);
    }

    /// The place in the recording of a count of frames that went into the stretcher.
    fn place(&mut self, count: f64) -> f64 {
        while self.places.get(1).is_some_and(|(next, _)| *next as f64 <= count) {
            self.places.pop_front();
        }
        self.places.front().map_or(0.0, |(begin, place)| *place as f64 + (count - *begin as f64).max(0.0))
    }
}

fn side(sides: Sides, frame: &[f32]) -> Frame {
    let (left, right) = match *frame {
        [left, right] => (left, right),
        [one] => (one, one),
        _ => (0.0, 0.0),
    };
    match sides {
        Sides::Both => [left, right],
        Sides::Left => [left, left],
        Sides::Right => [right, right],
        Sides::Swapped => [right, left],
    }
}

fn ramp<'a>(frames: impl Iterator<Item = &'a mut Frame>, length: usize) {
    for (index, frame) in frames.enumerate() {
        *frame = frame.map(|sample| sample * index as f32 / length.max(1) as f32);
    }
}

/// Brings frames to the rate of the device.
struct Resample {
    fft: Fft<f32>,
    waiting: Vec<Frame>,
    /// Frames that the filter is late by, which are still to be dropped.
    late: usize,
    output: Vec<Frame>,
    /// Frames in and out, for the end.
    taken: u64,
    given: u64,
    ratio: f64,
}

impl Resample {
    fn new(from: u32, to: u32) -> Option<Self> {
        let fft = Fft::new(from as usize, to as usize, RESAMPLE_FRAMES, 2, FixedSync::Input);
        let fft = fft.inspect_err(|error| log::error!("can't resample {from} to {to}: {error}")).ok()?;
        let (late, most) = (fft.output_delay(), fft.output_frames_max());
        let ratio = f64::from(to) / f64::from(from);
        Some(Self { fft, waiting: Vec::new(), late, output: vec![[0.0; 2]; most], taken: 0, given: 0, ratio })
    }

    fn reset(&mut self) {
        self.fft.reset();
        self.waiting.clear();
        self.late = self.fft.output_delay();
        (self.taken, self.given) = (0, 0);
    }

    fn pass(&mut self, frames: &[Frame], out: &mut Vec<Frame>) {
        self.waiting.extend_from_slice(frames);
        self.taken += frames.len() as u64;
        let mut used = 0;
        loop {
            let need = self.fft.input_frames_next();
            if self.waiting.len() - used < need {
                break;
            }
            self.step(used, need, out);
            used += need;
        }
        self.waiting.drain(..used);
    }

    fn finish(&mut self, out: &mut Vec<Frame>) {
        let wanted = (self.taken as f64 * self.ratio).round() as u64;
        // Twice the delay is more than the filter can hold.
        for _ in 0..8 {
            if self.given >= wanted {
                break;
            }
            let need = self.fft.input_frames_next();
            self.waiting.resize(need.max(self.waiting.len()), [0.0; 2]);
            self.step(0, need, out);
            self.waiting.drain(..need);
        }
        let extra = self.given.saturating_sub(wanted) as usize;
        out.truncate(out.len().saturating_sub(extra));
    }

    fn step(&mut self, from: usize, need: usize, out: &mut Vec<Frame>) {
        let input = InterleavedSlice::new(self.waiting[from..from + need].as_flattened(), 2, need);
        let room = self.output.len();
        let output = InterleavedSlice::new_mut(self.output.as_flattened_mut(), 2, room);
        let (Ok(input), Ok(mut output)) = (input, output) else { return };
        let Ok((_, count)) = self.fft.process_into_buffer(&input, &mut output, None::<&Indexing>) else { return };
        let drop = self.late.min(count);
        self.late -= drop;
        self.given += (count - drop) as u64;
        out.extend_from_slice(&self.output[drop..count]);
    }
}
