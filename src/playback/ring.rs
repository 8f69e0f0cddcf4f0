//! Samples on their way to the device: a lock-free ring between the decoding thread and the device's callback. Owns fades,
//! volume, running dry, and the count of frames by which positions are told.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rtrb::{Consumer, Producer, RingBuffer};

/// How much is decoded ahead of the device, in milliseconds: what a change of speed takes to be heard.
const RING_MS: u32 = 250;
/// Sound begins once so much is there.
const START_MS: u32 = 40;
/// After running dry it goes on once so much is there.
const RESUME_MS: u32 = 200;
/// Length of a fade: too short to be heard as one, long enough not to click.
const FADE_MS: u32 = 5;
/// Places that are remembered: more than are ever in the ring.
const MAX_PLACES: usize = 512;

/// A left and a right sample.
pub(super) type Frame = [f32; 2];

/// What both ends share, without locks.
#[derive(Default)]
struct Shared {
    /// Frames before this count are not to be heard any more.
    cut_at: AtomicU64,
    /// Frames the device took, or that were cut.
    taken: AtomicU64,
    /// How often the device asked, so that a dead one is noticed.
    asked: AtomicU64,
    /// May sound: neither paused nor stopped.
    is_open: AtomicBool,
    /// Enough is there to begin, or to go on.
    is_filled: AtomicBool,
    /// The device wanted more than there was.
    is_dry: AtomicBool,
    /// Nothing follows what is in the ring.
    is_last: AtomicBool,
    /// How often it ran dry.
    dry_count: AtomicU64,
    /// Loudness, as the bits of an `f32`.
    volume: AtomicU32,
}

/// The end that the engine and the decoding thread hold.
#[derive(Clone)]
pub(super) struct Feed {
    shared: Arc<Shared>,
    rate: u32,
    inner: Arc<Mutex<Inner>>,
}

struct Inner {
    producer: Producer<Frame>,
    /// Frames that were ever put in.
    written: u64,
    places: VecDeque<Place>,
    /// How often it was cut.
    cuts: u64,
}

/// From this frame on, what is heard is from there in the recording.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Place {
    frame: u64,
    media_us: f64,
    us_per_frame: f64,
}

/// The end that the device pulls from. Nothing in it waits, decodes or allocates.
pub struct Tap {
    shared: Arc<Shared>,
    consumer: Consumer<Frame>,
    channels: usize,
    fade_frames: u32,
    taken: u64,
    /// Loudness now, on its way to the one that is wanted.
    volume: f32,
    volume_step: f32,
    /// 0 is silent, `fade_frames` full.
    fade: u32,
    /// What was heard last; what a ring that runs dry fades out from.
    last: Frame,
    frame: Frame,
    channel: usize,
    /// It ran dry, and took nothing since.
    was_dry: bool,
}

/// A ring for a device of that rate, with so many channels.
pub(super) fn ring(rate: u32, channels: usize) -> (Feed, Tap) {
    let (producer, consumer) = RingBuffer::new((rate * RING_MS / 1_000) as usize);
    let shared = Arc::new(Shared::default());
    shared.volume.store(1.0_f32.to_bits(), Ordering::Relaxed);
    let inner = Inner { producer, written: 0, places: VecDeque::new(), cuts: 0 };
    let feed = Feed { shared: Arc::clone(&shared), rate, inner: Arc::new(Mutex::new(inner)) };
    let fade_frames = (rate * FADE_MS / 1_000).max(1);
    let tap = Tap {
        shared,
        consumer,
        channels: channels.max(1),
        fade_frames,
        taken: 0,
        volume: 1.0,
        volume_step: 1.0 / (2 * fade_frames) as f32,
        fade: 0,
        last: [0.0; 2],
        frame: [0.0; 2],
        channel: 0,
        was_dry: false,
    };
    (feed, tap)
}

impl Feed {
    /// Frames a second of the device.
    pub(super) fn rate(&self) -> u32 {
        self.rate
    }

    /// Puts in as many frames as there is room for; gives how many. `None` if there was a cut since: they are not wanted.
    pub(super) fn push(&self, frames: &[Frame], cuts: u64) -> Option<usize> {
        let mut inner = self.lock();
        if inner.cuts != cuts {
            return None;
        }
        let count = frames.len().min(inner.producer.slots());
        for frame in &frames[..count] {
            // There is room: it was asked for, and nobody else puts in.
            _ = inner.producer.push(*frame);
        }
        inner.written += count as u64;
        let heard = self.shared.taken.load(Ordering::Acquire).max(self.shared.cut_at.load(Ordering::Acquire));
        let ready = inner.written.saturating_sub(heard);
        drop(inner);
        let wanted = if self.shared.is_dry.load(Ordering::Acquire) { RESUME_MS } else { START_MS };
        if ready >= u64::from(self.rate * wanted / 1_000) {
            self.shared.is_filled.store(true, Ordering::Release);
        }
        Some(count)
    }

    /// Whether that is the same ring.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }

    /// Frames that were ever put in.
    pub(super) fn written(&self) -> u64 {
        self.lock().written
    }

    /// The frame of that count, and those after it, come from there; unless there was a cut since.
    pub(super) fn mark(&self, frame: u64, media_us: f64, us_per_frame: f64, cuts: u64) {
        let mut inner = self.lock();
        if inner.cuts != cuts {
            return;
        }
        inner.places.retain(|place| place.frame < frame);
        if inner.places.len() >= MAX_PLACES {
            inner.places.pop_front();
        }
        inner.places.push_back(Place { frame, media_us, us_per_frame });
    }

    /// What was put in so far is not to be heard any more: it fades out now. Gives how often that was done.
    pub(super) fn cut(&self) -> u64 {
        let mut inner = self.lock();
        let written = inner.written;
        inner.places.clear();
        self.shared.is_last.store(false, Ordering::Release);
        self.shared.is_filled.store(false, Ordering::Release);
        self.shared.is_dry.store(false, Ordering::Release);
        self.shared.cut_at.store(written, Ordering::Release);
        inner.cuts += 1;
        inner.cuts
    }

    /// Nothing follows.
    pub(super) fn finish(&self) {
        self.shared.is_last.store(true, Ordering::Release);
        self.shared.is_filled.store(true, Ordering::Release);
    }

    /// Lets sound out, or holds it.
    pub(super) fn open(&self, is_open: bool) {
        self.shared.is_open.store(is_open, Ordering::Release);
    }

    /// So loud, from now on.
    pub(super) fn set_volume(&self, volume: f32) {
        self.shared.volume.store(volume.to_bits(), Ordering::Relaxed);
    }

    /// Where in the recording the device is, in microseconds; `behind` frames are in the device and not heard yet.
    pub(super) fn media_us(&self, behind: u64) -> Option<f64> {
        let mut inner = self.lock();
        let taken = self.shared.taken.load(Ordering::Acquire);
        let heard = taken.saturating_sub(behind);
        while inner.places.len() > 1 && inner.places[1].frame <= heard {
            inner.places.pop_front();
        }
        let first = inner.places.front()?;
        let since = heard.saturating_sub(first.frame).min(inner.written.saturating_sub(first.frame));
        Some(first.media_us + since as f64 * first.us_per_frame)
    }

    /// Something was taken since the last cut.
    pub(super) fn is_flowing(&self) -> bool {
        let taken = self.shared.taken.load(Ordering::Acquire);
        taken > self.shared.cut_at.load(Ordering::Acquire) && !self.is_dry()
    }

    /// The device wants more than there is.
    pub(super) fn is_dry(&self) -> bool {
        self.shared.is_dry.load(Ordering::Acquire)
    }

    /// How often it ran dry.
    pub(super) fn dry_count(&self) -> u64 {
        self.shared.dry_count.load(Ordering::Relaxed)
    }

    /// All was taken, and nothing follows.
    pub(super) fn is_finished(&self) -> bool {
        self.shared.is_last.load(Ordering::Acquire) && self.shared.taken.load(Ordering::Acquire) >= self.written()
    }

    /// How often the device asked.
    pub(super) fn asked(&self) -> u64 {
        self.shared.asked.load(Ordering::Relaxed)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tap {
    /// How many samples make a frame of the device.
    pub fn channels(&self) -> usize {
        self.channels
    }

    /// Frames that are there.
    #[cfg(test)]
    pub(super) fn ready(&self) -> usize {
        self.consumer.slots()
    }

    /// The next sample of the device, channel by channel.
    pub fn sample(&mut self) -> f32 {
        if self.channel == 0 {
            self.frame = self.next_frame();
        }
        let channel = self.channel;
        self.channel = (channel + 1) % self.channels;
        match (self.channels, channel) {
            (1, _) => (self.frame[0] + self.frame[1]) / 2.0,
            (_, 0 | 1) => self.frame[channel],
            _ => 0.0,
        }
    }

    fn next_frame(&mut self) -> Frame {
        self.shared.asked.fetch_add(1, Ordering::Relaxed);
        let cut_at = self.shared.cut_at.load(Ordering::Acquire);
        let is_open = self.shared.is_open.load(Ordering::Acquire);
        if self.taken < cut_at && (self.fade == 0 || self.consumer.is_empty()) {
            self.discard(cut_at);
        }
        let is_cut = self.taken < cut_at;
        let may_sound = is_open && !is_cut && self.shared.is_filled.load(Ordering::Acquire);
        if !may_sound && self.fade == 0 {
            return [0.0; 2];
        }
        let Ok(frame) = self.consumer.pop() else { return self.run_dry(may_sound) };
        self.taken += 1;
        self.shared.taken.store(self.taken, Ordering::Release);
        if std::mem::take(&mut self.was_dry) {
            self.shared.is_dry.store(false, Ordering::Release);
        }
        self.fade = if may_sound { (self.fade + 1).min(self.fade_frames) } else { self.fade - 1 };
        let gain = self.gain();
        self.last = [frame[0] * gain, frame[1] * gain].map(|sample| sample.clamp(-1.0, 1.0));
        self.last
    }

    /// Nothing is there: what was heard last fades out, once.
    fn run_dry(&mut self, may_sound: bool) -> Frame {
        if may_sound && !self.shared.is_last.load(Ordering::Acquire) {
            self.shared.dry_count.fetch_add(1, Ordering::Relaxed);
            self.shared.is_dry.store(true, Ordering::Release);
            self.shared.is_filled.store(false, Ordering::Release);
            self.was_dry = true;
        }
        if self.fade == 0 {
            return [0.0; 2];
        }
        let before = self.fade as f32;
        self.fade -= 1;
        self.last = self.last.map(|sample| sample * self.fade as f32 / before);
        self.last
    }

    fn discard(&mut self, cut_at: u64) {
        let count = usize::try_from(cut_at - self.taken).unwrap_or(usize::MAX).min(self.consumer.slots());
        if let Ok(chunk) = self.consumer.read_chunk(count) {
            chunk.commit_all();
        }
        self.taken += count as u64;
        self.shared.taken.store(self.taken, Ordering::Release);
    }

    fn gain(&mut self) -> f32 {
        let wanted = f32::from_bits(self.shared.volume.load(Ordering::Relaxed));
        let step = self.volume_step;
        self.volume += (wanted - self.volume).clamp(-step, step);
        self.volume * self.fade as f32 / self.fade_frames as f32
    }
}
