//! A call that never was: told from a seed and a number, always the same for both.
//!
//! **Invariant:** pure. Nothing here does I/O or reads a clock; everything follows from seed, number and the time of the call.

mod analysis;
mod calendar;
mod ending;
mod industry;
mod payload;
mod person;
mod phrase;
mod place;
mod plot;
mod script;
mod serial;
mod test_call;
mod timing;
mod tongues;
mod transcript;

use fastrand::Rng;
use jiff::ToSpan;

use super::sound::Format;
use person::Person;
use phrase::chance;
use plot::Plot;
use serial::Serial;

pub use timing::{MAX_CALL_SECS, Turn};

/// When the first of the stories told by [`Story::tell`] took place: 2025-12-12 09:00 UTC.
const FIRST_ENDED_AT: u32 = 1_765_530_000;
/// The seed of test calls; no other story can have it, because [`Story::tell`] only takes 39 bits.
const TEST_SEED: u64 = serial::SEED_MASK;

/// One call: who called, what was said and what became of it.
#[derive(Debug, Clone)]
pub struct Story {
    serial: Serial,
    caller: Person,
    plot: Plot,
    turns: Vec<Turn>,
}

impl Story {
    /// The story of that number in the series of that seed. The lowest 39 bits of the seed and 24 of the number count.
    ///
    /// Its call is dated seven minutes or so after the one before it, from December 2025 on.
    pub fn tell(seed: u64, number: u64) -> Self {
        let steps = u32::try_from(number & serial::NUMBER_MASK).unwrap_or_default();
        Self::tell_at(seed, number, FIRST_ENDED_AT.wrapping_add(steps.wrapping_mul(431)))
    }

    /// The same story, with a call that ended at another time (Unix seconds).
    pub fn tell_at(seed: u64, number: u64, ended_at_secs: u32) -> Self {
        let serial = Serial {
            ended_at: ended_at_secs,
            seed: seed & (serial::SEED_MASK >> 1),
            number: number & serial::NUMBER_MASK,
        };
        let mut rng = serial_rng(serial, 1);
        let caller = person::anybody(&mut rng);
        let plot = plot::invent(&caller, serial, &mut rng);
        let turns = timing::turns(&plot.lines, &mut rng);
        Self { serial, caller, plot, turns }
    }

    /// A pleasant call for the "Send a test call" button; another id every millisecond.
    pub fn test_call(now_ms: i64) -> Self {
        let ended_at = u32::try_from(now_ms.div_euclid(1000)).unwrap_or(FIRST_ENDED_AT);
        let number = u64::try_from(now_ms.rem_euclid(1000)).unwrap_or_default();
        Self::test(Serial { ended_at, seed: TEST_SEED, number })
    }

    fn test(serial: Serial) -> Self {
        let (caller, plot) = test_call::cast(serial);
        let turns = timing::turns(&plot.lines, &mut Rng::with_seed(1));
        Self { serial, caller, plot, turns }
    }

    /// The story that a call id belongs to: ids hold seed, number and time. `None` for ids of other makes.
    pub fn from_call_id(id: &str) -> Option<Self> {
        let serial = Serial::from_call_id(id)?;
        if serial.seed == TEST_SEED {
            return Some(Self::test(serial));
        }
        let is_ours = serial.seed <= serial::SEED_MASK >> 1;
        is_ours.then(|| Self::tell_at(serial.seed, serial.number, serial.ended_at))
    }

    /// 24 hex digits, the first eight of which are the time.
    pub fn call_id(&self) -> String {
        self.serial.call_id()
    }

    /// The trade that was called ("rooftop solar").
    pub fn industry(&self) -> &'static str {
        self.plot.industry
    }

    /// How the call ended, in a word of our own ("booked", "escalated", "voicemail").
    pub fn ending(&self) -> &'static str {
        self.plot.ending
    }

    /// The language spoken.
    pub fn language(&self) -> &'static str {
        self.plot.language
    }

    /// What was said, in order.
    pub fn turns(&self) -> &[Turn] {
        &self.turns
    }

    /// From the first ring to the last word; at most [`MAX_CALL_SECS`].
    pub fn duration_secs(&self) -> f64 {
        self.turns.last().map_or(1.0, |turn| turn.end_secs + 0.6)
    }

    /// The webhook's body. `base_url` is where a [`FileServer`](super::FileServer) serves the files it names.
    pub fn payload(&self, base_url: &str) -> String {
        payload::payload(self, base_url, &mut serial_rng(self.serial, 2)).to_json()
    }

    /// The transcript file: mostly what LiveKit writes, sometimes another platform's shape.
    pub fn transcript(&self) -> String {
        transcript::transcript(self, &mut serial_rng(self.serial, 3))
    }

    /// What the recording is kept as: mostly what the platform makes, now and then what others make.
    pub fn recording_format(&self) -> Format {
        match self.serial.number % 10 {
            _ if self.is_test() => Format::Opus,
            3 => Format::Pcm,
            6 => Format::MuLaw,
            8 => Format::DualMonoOpus,
            _ => Format::Opus,
        }
    }

    /// The recording, as a file. Some tenths of a second to make.
    pub fn recording(&self) -> Vec<u8> {
        super::sound::recording(self, self.recording_format())
    }

    /// Where the recording is, below a base.
    pub fn recording_url(&self, base_url: &str) -> String {
        let extension = self.recording_format().extension();
        format!("{}/recordings/{}/call_recording.{extension}", base_url.trim_end_matches('/'), self.call_id())
    }

    /// Where the transcript is, below a base.
    pub fn transcript_url(&self, base_url: &str) -> String {
        format!("{}/transcripts/transcript_{}.json", base_url.trim_end_matches('/'), self.call_id())
    }

    /// A number that is the same for every telling of this story and different from other stories'.
    pub fn voice_seed(&self) -> u64 {
        serial_rng(self.serial, 4).u64(..)
    }

    /// Whether the caller's voice is a woman's.
    pub fn is_caller_a_woman(&self) -> bool {
        self.caller.is_woman
    }

    fn is_test(&self) -> bool {
        self.serial.seed == TEST_SEED
    }

    /// Unix seconds at which the recording began.
    fn began_at_secs(&self) -> f64 {
        f64::from(self.serial.ended_at) - self.duration_secs()
    }

    /// A day soon after the call, in one of the ways such days are written.
    fn due_date(&self, rng: &mut Rng) -> String {
        let day = self.serial.local_end(self.caller.place.offset_minutes).date().saturating_add(rng.i32(0..8).days());
        let format = match rng.u8(..10) {
            0..=6 => "%Y-%m-%d",
            7 => "%d/%m/%Y",
            8 => "%A",
            _ => "%d %b",
        };
        if chance(6, rng) { String::from("ASAP") } else { day.strftime(format).to_string() }
    }
}

/// Random numbers of a story; each `part` of it draws its own, so that changing one leaves the others as they are.
fn serial_rng(serial: Serial, part: u64) -> Rng {
    // The finaliser of SplitMix64 spreads neighbouring numbers over all bits.
    let mut mixed = serial.seed ^ serial.number.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ part.rotate_right(8);
    mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    Rng::with_seed(mixed ^ mixed >> 31)
}

#[cfg(test)]
mod tests;
