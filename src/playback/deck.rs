//! One loaded recording: the thread `audio-decode` runs ahead of the device by what the ring holds, and does what is wanted
//! of it. Owns when is decoded, from where, and what is told about it; not what a person sees.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::Library;
use super::chain::Chain;
use super::decode::{self, Damage, Decode, Form, Purpose, Stop};
use super::ring::{Feed, Frame};
use super::source::{Bytes, Leave};
use crate::call::{Seq, Sides};

/// How long is waited for room in the ring while it is played: a fifth of it.
const ROOM_TIME: Duration = Duration::from_millis(40);
/// Looked at even if nobody rings, so that nothing can be missed for good.
const IDLE_TIME: Duration = Duration::from_secs(60);
/// How much has to be here ahead before the end of the file is looked at for the length.
const AHEAD_BYTES: u64 = 48 << 10;

/// What a deck shall do.
#[derive(Clone)]
pub(super) struct Wanted {
    /// Go there first, in milliseconds.
    pub seek_ms: Option<u64>,
    /// How fast.
    pub speed: f32,
    /// Which channels.
    pub sides: Sides,
    /// Silence is left out.
    pub skips_silence: bool,
    /// Again and again, in milliseconds.
    pub looped: Option<(u64, u64)>,
    /// Where frames go; `None` while no device is open.
    pub feed: Option<Feed>,
    /// The device takes frames.
    pub is_playing: bool,
    /// The end of the file, once it was looked at.
    end: Option<(u64, u32)>,
    is_stopped: bool,
    /// Counts changes.
    version: u64,
}

/// What a deck knows.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Told {
    /// Length in milliseconds, once it is known.
    pub duration_ms: Option<u64>,
    /// Why it can't be played, in a sentence.
    pub failed: Option<String>,
    /// What is wrong with it, in a sentence.
    pub trouble: Option<String>,
    /// How much silence was left out, in milliseconds.
    pub skipped_ms: u64,
}

/// A loaded recording. Dropped: its thread ends by itself.
pub(super) struct Deck {
    shared: Arc<Shared>,
}

struct Shared {
    wanted: Mutex<Wanted>,
    bell: Condvar,
    leave: Leave,
    told: Mutex<Told>,
    wake: Wake,
}

/// Tells the engine that something changed.
pub(super) type Wake = Arc<dyn Fn() + Send + Sync>;

impl Deck {
    /// Loads a recording and begins to decode it.
    pub(super) fn load(library: Arc<dyn Library>, seq: Seq, wanted: Wanted, wake: Wake) -> Self {
        let told = Told { duration_ms: library.sound(seq).map(|(sound, _)| sound.duration_ms), ..Told::default() };
        let shared = Arc::new(Shared {
            wanted: Mutex::new(wanted),
            bell: Condvar::new(),
            leave: Leave::default(),
            told: Mutex::new(told),
            wake,
        });
        let decoding = Arc::clone(&shared);
        let begun = std::thread::Builder::new()
            .name(String::from("audio-decode"))
            .spawn(move || Decoding { shared: decoding, library, seq }.run());
        if let Err(error) = begun {
            shared.tell(|told| told.failed = Some(say!("The recording can't be decoded: {error}.", error = error)));
        }
        Self { shared }
    }

    /// Changes what is wanted.
    pub(super) fn want(&self, change: impl FnOnce(&mut Wanted)) {
        let mut wanted = self.shared.wanted();
        change(&mut wanted);
        wanted.version += 1;
        drop(wanted);
        self.shared.bell.notify_all();
    }

    /// Goes elsewhere: what sounds ends at once, and what is waited for is left.
    pub(super) fn seek(&self, position_ms: u64) {
        let mut wanted = self.shared.wanted();
        wanted.seek_ms = Some(position_ms);
        wanted.version += 1;
        if let Some(feed) = &wanted.feed {
            feed.cut();
        }
        self.shared.leave.now();
        drop(wanted);
        self.shared.bell.notify_all();
    }

    /// What is known.
    pub(super) fn told(&self) -> Told {
        self.shared.told.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Deck {
    fn drop(&mut self) {
        let mut wanted = self.shared.wanted();
        wanted.is_stopped = true;
        if let Some(feed) = &wanted.feed {
            feed.cut();
        }
        drop(wanted);
        self.shared.leave.now();
        self.shared.bell.notify_all();
    }
}

impl Wanted {
    /// From there on.
    pub(super) fn new(position_ms: u64, speed: f32, sides: Sides, skips_silence: bool) -> Self {
        Self {
            seek_ms: Some(position_ms),
            speed,
            sides,
            skips_silence,
            looped: None,
            feed: None,
            is_playing: false,
            end: None,
            is_stopped: false,
            version: 0,
        }
    }
}

impl Shared {
    fn wanted(&self) -> MutexGuard<'_, Wanted> {
        self.wanted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, change: impl FnOnce(&mut Told)) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let before = told.clone();
        change(&mut told);
        let is_new = *told != before;
        drop(told);
        if is_new {
            (self.wake)();
        }
    }

    fn wait(&self, wanted: MutexGuard<'_, Wanted>, time: Duration) {
        drop(self.bell.wait_timeout(wanted, time).unwrap_or_else(PoisonError::into_inner));
    }
}

/// The thread's own side.
struct Decoding {
    shared: Arc<Shared>,
    library: Arc<dyn Library>,
    seq: Seq,
}

/// What goes on in a run from one seek to the next.
struct Run {
    decoder: Box<dyn Decode>,
    bytes: Bytes,
    form: Form,
    chain: Option<(Feed, Chain, u64)>,
    samples: Vec<f32>,
    frames: Vec<Frame>,
    /// Place in the recording of what is decoded next.
    place: u64,
    is_end_sought: bool,
    is_ended: bool,
    /// Nothing was decoded: it stands at the front, which no seek is needed for.
    is_fresh: bool,
}

/// What one turn is for.
struct Task {
    seek_ms: Option<u64>,
    looped: Option<(u64, u64)>,
    /// Of what is wanted.
    version: u64,
}

impl Decoding {
    fn run(self) {
        let mut run: Option<Run> = None;
        loop {
            let wanted = self.shared.wanted();
            if wanted.is_stopped {
                return;
            }
            self.shared.leave.stay();
            drop(wanted);
            let turn = match &mut run {
                None => match self.open() {
                    Ok(opened) => {
                        run = Some(opened);
                        continue;
                    }
                    Err(stop) => Err(stop),
                },
                Some(run) => self.play(run),
            };
            match turn {
                Ok(()) => return,
                Err(Stop::Left) => {
                    // Whatever was read in the middle is begun anew, from bytes that are here by now.
                    if run.as_ref().is_some_and(|run| !self.is_wanted_elsewhere() && !run.bytes.is_left()) {
                        run = None;
                    }
                }
                Err(Stop::Failed(why, is_kind)) => {
                    self.library.found_faulty(self.seq, !is_kind, &why);
                    self.shared.tell(|told| told.failed = Some(why));
                    return;
                }
            }
        }
    }

    fn is_wanted_elsewhere(&self) -> bool {
        let wanted = self.shared.wanted();
        wanted.is_stopped || wanted.seek_ms.is_some()
    }

    fn open(&self) -> Result<Run, Stop> {
        let source = self.library.open(self.seq).map_err(|why| Stop::Failed(why, false))?;
        let bytes = Bytes::new(source, self.shared.leave.clone());
        let decoder = decode::open(&bytes, Purpose::Hear)?;
        let form = decoder.form().clone();
        let run = Run {
            decoder,
            bytes,
            form,
            chain: None,
            samples: Vec::new(),
            frames: Vec::new(),
            place: 0,
            is_end_sought: false,
            is_ended: false,
            is_fresh: true,
        };
        self.tell_length(&run);
        Ok(run)
    }

    fn tell_length(&self, run: &Run) {
        if let Some(frames) = run.decoder.frames() {
            self.shared.tell(|told| told.duration_ms = Some(run.to_ms(frames)));
        }
    }

    /// Decodes until it is stopped.
    fn play(&self, run: &mut Run) -> Result<(), Stop> {
        loop {
            let mut wanted = self.shared.wanted();
            if wanted.is_stopped {
                return Ok(());
            }
            self.shared.leave.stay();
            if let Some((granule, serial)) = wanted.end.take() {
                run.decoder.learn_end(granule, serial);
                drop(wanted);
                self.tell_length(run);
                continue;
            }
            let Some(feed) = wanted.feed.clone() else {
                run.chain = None;
                self.shared.wait(wanted, IDLE_TIME);
                continue;
            };
            let seek_ms = wanted.seek_ms.take();
            let (speed, sides, skips, looped) = (wanted.speed, wanted.sides, wanted.skips_silence, wanted.looped);
            let version = wanted.version;
            drop(wanted);
            if run.chain.as_ref().is_some_and(|(held, ..)| !held.is_same(&feed)) {
                // Another device: what went to the one before is not to be heard.
                run.chain = None;
            }
            if run.chain.is_none() || seek_ms.is_some() {
                let cuts = feed.cut();
                match &mut run.chain {
                    Some((_, chain, known)) => {
                        chain.reset(&feed, cuts);
                        *known = cuts;
                    }
                    None => {
                        run.chain = Some((feed.clone(), Chain::new(run.form.rate, run.form.lanes, &feed, cuts), cuts));
                    }
                }
            }
            let Some((feed, mut chain, cuts)) = run.chain.take() else { continue };
            chain.set(speed, sides, skips);
            let turn = self.advance(run, &feed, &mut chain, cuts, &Task { seek_ms, looped, version });
            run.chain = Some((feed, chain, cuts));
            if let Err(Stop::Left) = &turn
                && let Some(seek_ms) = seek_ms
            {
                // It was not got to: still wanted, unless something newer is.
                self.shared.wanted().seek_ms.get_or_insert(seek_ms);
            }
            turn?;
        }
    }

    /// Decodes once, and hands over what became of it.
    fn advance(&self, run: &mut Run, feed: &Feed, chain: &mut Chain, cuts: u64, task: &Task) -> Result<(), Stop> {
        let Task { seek_ms, looped, version } = *task;
        if let Some(seek_ms) = seek_ms.filter(|seek_ms| *seek_ms > 0 || !run.is_fresh) {
            run.go_to(run.to_frames(seek_ms))?;
            // Some formats learn it on the way.
            self.tell_length(run);
        }
        run.is_fresh = false;
        if run.is_ended {
            let wanted = self.shared.wanted();
            if wanted.version == version && !wanted.is_stopped {
                self.shared.wait(wanted, IDLE_TIME);
            }
            return Ok(());
        }
        run.samples.clear();
        run.frames.clear();
        let looped = looped.map(|(from, to)| (run.to_frames(from), run.to_frames(to)));
        let looped = looped.filter(|(from, to)| from < to && run.place < *to);
        let begun = run.decoder.next(&mut run.samples)?;
        if let Some(at) = begun {
            let end = at + (run.samples.len() / run.form.lanes) as u64;
            run.place = end;
            let passed = looped.filter(|(_, to)| end >= *to);
            if let Some((_, to)) = passed {
                run.samples.truncate(usize::try_from(to.saturating_sub(at)).unwrap_or(0) * run.form.lanes);
            }
            chain.pass(at, &run.samples, passed.is_some(), feed, &mut run.frames);
            if let Some((from, _)) = passed {
                self.hand_over(run, feed, cuts)?;
                chain.seam();
                return run.go_to(from);
            }
        } else if let Some((from, _)) = looped.filter(|(from, _)| *from < run.place) {
            chain.seam();
            return run.go_to(from);
        } else {
            chain.finish(feed, &mut run.frames);
            run.is_ended = true;
            self.hand_over(run, feed, cuts)?;
            feed.finish();
            self.tell_end(run);
        }
        let skipped_ms = chain.skipped_ms();
        self.shared.tell(|told| told.skipped_ms = skipped_ms);
        self.hand_over(run, feed, cuts)
    }

    /// Puts frames into the ring as there is room for them; drops them if something else is wanted.
    fn hand_over(&self, run: &mut Run, feed: &Feed, cuts: u64) -> Result<(), Stop> {
        let mut done = 0;
        while done < run.frames.len() {
            let Some(count) = feed.push(&run.frames[done..], cuts) else { break };
            done += count;
            if done >= run.frames.len() {
                break;
            }
            self.learn_length(run);
            let wanted = self.shared.wanted();
            if wanted.is_stopped || wanted.seek_ms.is_some() || wanted.feed.is_none() || wanted.end.is_some() {
                if wanted.end.is_some() && !wanted.is_stopped && wanted.seek_ms.is_none() && wanted.feed.is_some() {
                    let end = wanted.end;
                    drop(wanted);
                    self.shared.wanted().end = None;
                    if let Some((granule, serial)) = end {
                        run.decoder.learn_end(granule, serial);
                        self.tell_length(run);
                    }
                    continue;
                }
                break;
            }
            let time = if wanted.is_playing { ROOM_TIME } else { IDLE_TIME };
            self.shared.wait(wanted, time);
        }
        run.frames.clear();
        Ok(())
    }

    /// Once there is sound and to spare, the end of the file is looked at for its length, beside the decoding.
    fn learn_length(&self, run: &mut Run) {
        let is_told_at_end = run.form.codec.ends_with(" in Ogg");
        if run.is_end_sought || run.decoder.frames().is_some() || !is_told_at_end || !run.bytes.can_jump() {
            return;
        }
        let is_ahead = run.bytes.ready(run.bytes.reached()) >= AHEAD_BYTES || run.bytes.is_whole();
        if !is_ahead {
            return;
        }
        run.is_end_sought = true;
        let (shared, library, seq) = (Arc::clone(&self.shared), Arc::clone(&self.library), self.seq);
        let begun = std::thread::Builder::new().name(String::from("audio-length")).spawn(move || {
            let Ok(source) = library.open(seq) else { return };
            let found = decode::find_end(&Bytes::new(source, Leave::default()));
            let mut wanted = shared.wanted();
            wanted.end = found;
            wanted.version += 1;
            drop(wanted);
            shared.bell.notify_all();
        });
        if let Err(error) = begun {
            log::warn!("the length of a recording is not looked for: {error}");
        }
    }

    fn tell_end(&self, run: &Run) {
        let heard_ms = run.to_ms(run.place);
        let trouble = trouble(run.decoder.damage(), run.bytes.refusal(), heard_ms, self.shared.told_duration());
        self.shared.tell(|told| {
            told.duration_ms = Some(heard_ms);
            told.trouble = trouble.or(told.trouble.take());
        });
        (self.shared.wake)();
    }
}

impl Shared {
    fn told_duration(&self) -> Option<u64> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).duration_ms
    }
}

impl Run {
    fn to_frames(&self, ms: u64) -> u64 {
        (u128::from(ms) * u128::from(self.form.rate) / 1_000) as u64
    }

    fn to_ms(&self, frames: u64) -> u64 {
        frames.saturating_mul(1_000) / u64::from(self.form.rate)
    }

    fn go_to(&mut self, frame: u64) -> Result<(), Stop> {
        let frame = self.decoder.frames().map_or(frame, |frames| frame.min(frames));
        self.decoder.seek(frame)?;
        self.place = frame;
        self.is_ended = false;
        Ok(())
    }
}

/// What a person has to know of a file that was read to its end, in a sentence.
pub(super) fn trouble(damage: Damage, refusal: Option<String>, heard_ms: u64, told_ms: Option<u64>) -> Option<String> {
    let is_short = told_ms.is_some_and(|told| told > heard_ms + 1_500);
    if let Some(why) = refusal {
        log::info!("a recording ends after {}: {why}", clock(heard_ms));
        return Some(say!("Only {time} of the recording came.", time = clock(heard_ms)));
    }
    if damage.is_cut || is_short {
        return Some(say!("The file ends in the middle; {time} of it can be heard.", time = clock(heard_ms)));
    }
    (damage.faults > 0).then(|| {
        say_many!(
            damage.faults,
            "The file is damaged in one place; there, sound is missing.",
            "The file is damaged in {n} places; there, sound is missing."
        )
    })
}

fn clock(ms: u64) -> String {
    let seconds = ms / 1_000;
    if seconds >= 3_600 {
        return format!("{}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60);
    }
    format!("{}:{:02}", seconds / 60, seconds % 60)
}
