//! Waveforms in the background: the thread `audio-peaks` follows recordings as they arrive, and never asks for bytes itself.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::Library;
use super::deck::trouble;
use super::decode::{self, Decode, Purpose, Stop};
use super::peaks::Columns;
use super::sniff::{Format, SNIFF_BYTES};
use super::source::{Bytes, Leave};
use crate::bus::{Bus, Event};
use crate::call::{Peaks, Seq, Sound};

/// Recordings that wait to be looked at; those asked for before are forgotten, and asked for again when somebody looks.
const MOST_WAITING: usize = 1_024;
/// Recordings that are followed at once, as they arrive.
const MOST_FOLLOWED: usize = 16;
/// How often is looked whether more has arrived.
const LOOK_TIME: Duration = Duration::from_millis(100);
/// How often is told how far it is.
const TELL_TIME: Duration = Duration::from_millis(250);
/// A decoder is let go on only while so much is here ahead of it: it would ask for bytes otherwise.
const AHEAD_BYTES: u64 = 48 << 10;
/// How long one recording is decoded before the next has its turn.
const TURN_TIME: Duration = Duration::from_millis(200);

/// The asking end.
pub(super) struct Scans {
    shared: Arc<Shared>,
    library: Arc<dyn Library>,
    bus: Bus,
}

#[derive(Default)]
struct Shared {
    asked: Mutex<Asked>,
    bell: Condvar,
    leave: Leave,
}

#[derive(Default)]
struct Asked {
    seqs: VecDeque<Seq>,
    is_running: bool,
    is_stopped: bool,
}

impl Scans {
    /// Nothing is followed, and no thread runs.
    pub(super) fn new(library: Arc<dyn Library>, bus: Bus) -> Self {
        Self { shared: Arc::default(), library, bus }
    }

    /// Looks at that one, before those asked for earlier.
    pub(super) fn ask(&self, seq: Seq) {
        let mut asked = self.shared.lock();
        asked.seqs.retain(|waiting| *waiting != seq);
        asked.seqs.push_back(seq);
        if asked.seqs.len() > MOST_WAITING {
            asked.seqs.pop_front();
        }
        if !asked.is_running && !asked.is_stopped {
            let (shared, library, bus) = (Arc::clone(&self.shared), Arc::clone(&self.library), self.bus.clone());
            let named = std::thread::Builder::new().name(String::from("audio-peaks"));
            let begun = named.spawn(move || Following { shared, library, bus, followed: Vec::new() }.run());
            asked.is_running = begun.inspect_err(|error| log::error!("no waveforms can be made: {error}")).is_ok();
        }
        drop(asked);
        self.shared.bell.notify_all();
    }

    /// Ends it soon.
    pub(super) fn stop(&self) {
        self.shared.lock().is_stopped = true;
        self.shared.leave.now();
        self.shared.bell.notify_all();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Asked> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The thread's own side.
struct Following {
    shared: Arc<Shared>,
    library: Arc<dyn Library>,
    bus: Bus,
    followed: Vec<Scan>,
}

/// One recording that is followed.
struct Scan {
    seq: Seq,
    bytes: Bytes,
    open: Option<Open>,
    told_at: Instant,
    /// More is known than was told.
    is_news: bool,
    /// What it holds may be told at its end: nothing is read before it is all here.
    needs_all: Option<bool>,
}

struct Open {
    decoder: Box<dyn Decode>,
    columns: Columns,
    samples: Vec<f32>,
    /// Frames that were seen.
    end: u64,
}

/// How a turn ended.
enum Turn {
    Went,
    Waits,
    Done,
}

impl Following {
    fn run(mut self) {
        loop {
            let mut asked = self.shared.lock();
            if asked.is_stopped {
                return;
            }
            let fresh = if self.followed.len() < MOST_FOLLOWED { asked.seqs.pop_back() } else { None };
            if fresh.is_none() && self.followed.is_empty() {
                // Nothing to do: the thread ends, and another is begun when it is needed.
                asked.is_running = false;
                return;
            }
            drop(asked);
            if let Some(seq) = fresh {
                self.begin(seq);
            }
            self.turn();
        }
    }

    fn begin(&mut self, seq: Seq) {
        if let Some((sound, peaks)) = self.library.sound(seq) {
            self.bus.publish(&Event::SoundRead { seq, sound: Box::new(sound), peaks });
            return;
        }
        if self.followed.iter().any(|scan| scan.seq == seq) {
            return;
        }
        match self.library.open(seq) {
            Ok(source) => {
                let bytes = Bytes::new(source, self.shared.leave.clone());
                self.followed.push(Scan {
                    seq,
                    bytes,
                    open: None,
                    told_at: Instant::now(),
                    is_news: false,
                    needs_all: None,
                });
            }
            Err(why) => log::debug!("no waveform of recording {}: {why}", seq.0),
        }
    }

    /// Lets each go on a little, the newest first; waits if none could.
    fn turn(&mut self) {
        let mut went = false;
        for index in (0..self.followed.len()).rev() {
            let turn = self.followed[index].go_on(&*self.library, &self.bus);
            match turn {
                Turn::Went => went = true,
                Turn::Waits => {}
                Turn::Done => {
                    self.followed.swap_remove(index);
                    went = true;
                }
            }
        }
        if !went {
            let asked = self.shared.lock();
            if asked.seqs.is_empty() && !asked.is_stopped {
                drop(self.shared.bell.wait_timeout(asked, LOOK_TIME).unwrap_or_else(PoisonError::into_inner));
            }
        }
    }
}

impl Scan {
    fn may_read(&mut self) -> bool {
        if self.bytes.is_settled() || self.bytes.is_whole() {
            return true;
        }
        if self.needs_all.is_none() && self.bytes.ready(0) >= SNIFF_BYTES as u64 {
            self.needs_all = decode::format(&self.bytes).map(|format| matches!(format, Format::Mp4 | Format::Mkv));
        }
        self.needs_all == Some(false) && {
            let reached = self.bytes.reached();
            let is_to_end = self.bytes.total().is_some_and(|total| reached + self.bytes.ready(reached) >= total);
            is_to_end || self.bytes.ready(reached) >= AHEAD_BYTES
        }
    }

    fn go_on(&mut self, library: &dyn Library, bus: &Bus) -> Turn {
        let begun = Instant::now();
        let mut went = false;
        while self.may_read() {
            if begun.elapsed() > TURN_TIME {
                self.tell(bus);
                return Turn::Went;
            }
            went = true;
            match self.step() {
                Ok(true) => {}
                Ok(false) => {
                    self.finish(library, bus);
                    return Turn::Done;
                }
                Err(Stop::Left) => return Turn::Done,
                Err(Stop::Failed(why, is_kind)) => {
                    library.found_faulty(self.seq, !is_kind, &why);
                    return Turn::Done;
                }
            }
        }
        self.tell(bus);
        if went { Turn::Went } else { Turn::Waits }
    }

    /// Decodes a little; false at the end.
    fn step(&mut self) -> Result<bool, Stop> {
        let open = match &mut self.open {
            Some(open) => open,
            None => {
                let decoder = decode::open(&self.bytes, Purpose::Measure)?;
                let columns = Columns::new(decoder.form().rate, decoder.form().lanes);
                self.open.insert(Open { decoder, columns, samples: Vec::new(), end: 0 })
            }
        };
        open.samples.clear();
        let Some(at) = open.decoder.next(&mut open.samples)? else { return Ok(false) };
        open.columns.take(at, &open.samples);
        self.is_news = true;
        open.end = at + (open.samples.len() / open.decoder.form().lanes) as u64;
        Ok(true)
    }

    fn tell(&mut self, bus: &Bus) {
        if !self.is_news || self.told_at.elapsed() < TELL_TIME {
            return;
        }
        self.is_news = false;
        self.told_at = Instant::now();
        if let Some((sound, peaks)) = self.known(false) {
            bus.publish(&Event::SoundRead { seq: self.seq, sound: Box::new(sound), peaks: Arc::new(peaks) });
        }
    }

    fn known(&mut self, is_complete: bool) -> Option<(Sound, Peaks)> {
        let open = self.open.as_mut()?;
        let form = open.decoder.form();
        let heard_ms = open.end * 1_000 / u64::from(form.rate);
        let told_ms = open.decoder.frames().map(|frames| frames * 1_000 / u64::from(form.rate));
        let damage =
            is_complete.then(|| trouble(open.decoder.damage(), self.bytes.refusal(), heard_ms, told_ms)).flatten();
        let sound = Sound {
            codec: form.codec.clone(),
            channels: form.channels,
            sample_rate: form.file_rate,
            duration_ms: if is_complete { heard_ms } else { told_ms.unwrap_or(heard_ms) },
            has_sides: open.columns.has_sides(),
            damage,
            talk: open.columns.talk().filter(|_| is_complete),
        };
        let peaks = open.columns.peaks(is_complete);
        Some((sound, peaks))
    }

    fn finish(&mut self, library: &dyn Library, bus: &Bus) {
        let Some((sound, peaks)) = self.known(true) else { return };
        if peaks.lanes.first().is_none_or(Vec::is_empty) {
            library.found_faulty(self.seq, false, say!("There is no sound in the file that can be played here."));
            return;
        }
        if let Some(why) = &sound.damage {
            library.found_faulty(self.seq, true, why);
        }
        let peaks = Arc::new(peaks);
        library.keep_sound(self.seq, &sound, &peaks);
        bus.publish(&Event::SoundRead { seq: self.seq, sound: Box::new(sound), peaks });
    }
}
