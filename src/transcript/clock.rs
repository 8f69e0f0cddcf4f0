//! Times, decided over the whole file: what plain numbers count, what a vendor's unit really is, and where moments by the
//! clock lie in the recording. Afterwards every stamp counts milliseconds from the recording's beginning.

use super::draft::{Draft, DraftTurn, Stamp};
use super::known::Known;
use super::turn::{Clock, Side};

/// A moment by the clock is believed to count from the recording's beginning if nothing lies further outside of it.
const EARLY_MS: f64 = 5_000.0;
const LATE_MS: f64 = 30_000.0;
/// Where the recording's length is not known, no call is longer.
const LONGEST_MS: f64 = 12.0 * 3_600_000.0;
/// Moments that are further from the middle one are mistakes.
const DAY_MS: f64 = 24.0 * 3_600_000.0;
/// Turns that typically begin so far apart count milliseconds.
const TURN_GAP: f64 = 200.0;
/// Words are never that many seconds apart.
const WORD_GAP: f64 = 20.0;

/// What numbers count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Secs,
    Millis,
    /// Since 1970; so many of them are a millisecond's thousandth part, and so on.
    EpochSecs,
    EpochMillis,
    EpochMicros,
    EpochNanos,
}

impl Unit {
    /// By size alone; what is no epoch counts from the beginning, in a unit still to be found.
    fn epoch(median: f64) -> Option<Self> {
        match median {
            _ if median > 1e17 => Some(Self::EpochNanos),
            _ if median > 1e14 => Some(Self::EpochMicros),
            _ if median > 1e11 => Some(Self::EpochMillis),
            _ if median > 1e9 => Some(Self::EpochSecs),
            _ => None,
        }
    }

    fn stamp(self, number: f64) -> Stamp {
        // A 0 among epochs says nothing.
        let wall = |millis: f64| if millis > 1e11 { Stamp::Wall(millis) } else { Stamp::None };
        match self {
            Self::Secs => Stamp::Millis(number * 1e3),
            Self::Millis => Stamp::Millis(number),
            Self::EpochSecs => wall(number * 1e3),
            Self::EpochMillis => wall(number),
            Self::EpochMicros => wall(number / 1e3),
            Self::EpochNanos => wall(number / 1e6),
        }
    }
}

/// How the numbers of a draft are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Secs,
    Millis,
    Nothing,
}

impl Said {
    fn number(self, stamp: Stamp) -> Option<f64> {
        match (self, stamp) {
            (Self::Secs, Stamp::Secs(number))
            | (Self::Millis, Stamp::Millis(number))
            | (Self::Nothing, Stamp::Unclear(number)) => Some(number),
            _ => None,
        }
    }

    /// What such numbers count, going by how large they are, how far they are apart, and by the recording's length.
    fn unit(self, numbers: &[f64], gap: Option<f64>, widest_gap: f64, known: &Known) -> Unit {
        let Some(middle) = median(numbers) else {
            return if self == Self::Millis { Unit::Millis } else { Unit::Secs };
        };
        if let Some(epoch) = Unit::epoch(middle)
            && (self != Self::Millis || epoch != Unit::EpochSecs)
        {
            return epoch;
        }
        let first = numbers.iter().copied().fold(f64::INFINITY, f64::min);
        let last = numbers.iter().copied().fold(0.0, f64::max);
        let audio_secs = known.audio_ms.filter(|millis| *millis > 0).map(|millis| millis as f64 / 1e3);
        let are_whole = numbers.iter().all(|number| number.fract() == 0.0);
        let is_wide = gap.is_some_and(|gap| gap > widest_gap);
        let fits = |secs: f64| audio_secs.is_some_and(|audio| secs <= audio + LATE_MS / 1e3);
        let millis = match self {
            Self::Nothing => {
                let is_too_long = audio_secs.is_some_and(|audio| last > audio * 2.0);
                are_whole && is_too_long || is_wide && (are_whole || !fits(last))
            }
            // What only fits as milliseconds; a recording that was cut short makes seconds not fit either, so not by a little.
            // Times of day lie far out as well, but close together.
            Self::Secs => audio_secs.is_some_and(|audio| last - first > audio * 20.0) && fits(last / 1e3),
            Self::Millis => {
                let are_close = numbers.len() >= 3 && gap.is_some_and(|gap| gap < TURN_GAP);
                let is_tiny = audio_secs.is_some_and(|audio| last < audio * 20.0) && fits(last);
                !(are_close && is_tiny)
            }
        };
        if millis { Unit::Millis } else { Unit::Secs }
    }
}

/// What the numbers of one way of writing count.
struct Units {
    turns: Unit,
    words: Unit,
    lengths: Unit,
}

impl Units {
    fn of(said: Said, draft: &Draft, known: &Known) -> Self {
        let numbers = |stamps: &mut dyn Iterator<Item = Stamp>| -> Vec<f64> {
            stamps.filter_map(|stamp| said.number(stamp)).collect()
        };
        let starts = numbers(&mut draft.turns.iter().map(|turn| turn.start));
        let ends = numbers(&mut draft.turns.iter().map(|turn| turn.end));
        let lengths = numbers(&mut draft.turns.iter().map(|turn| turn.length));
        let words = numbers(&mut draft.turns.iter().flat_map(|turn| &turn.words).map(|word| word.start));
        let one_turn = ends.first().zip(starts.first()).map(|(end, start)| end - start);
        let turn_gap = if starts.len() > 1 { gap(&starts) } else { one_turn };
        let all: Vec<f64> = starts.iter().chain(&ends).copied().collect();
        let mut units = Self {
            turns: said.unit(&all, turn_gap, TURN_GAP, known),
            words: said.unit(&words, gap(&words), WORD_GAP, known),
            lengths: Unit::Secs,
        };
        // Turns and words count the same, and each may be the one that shows it.
        if said == Said::Nothing && !words.is_empty() && !all.is_empty() {
            match (units.turns, units.words) {
                (Unit::Secs, Unit::Millis) => units.turns = Unit::Millis,
                (Unit::Millis, Unit::Secs) => units.words = Unit::Millis,
                _ => {}
            }
        }
        units.lengths = match (said, units.turns) {
            (_, Unit::Secs | Unit::Millis) if !all.is_empty() => units.turns,
            (Said::Millis, _) => Unit::Millis,
            // Nobody who is spoken with talks for minutes on end each time.
            (Said::Nothing, _) if median(&lengths).is_some_and(|length| length > TURN_GAP) => Unit::Millis,
            _ => Unit::Secs,
        };
        units
    }
}

/// Makes every stamp of the draft count milliseconds from the recording's beginning, and says what they are worth.
pub(super) fn settle(draft: &mut Draft, sides: &[(Side, Option<String>)], known: &Known) -> Clock {
    settle_units(draft, known);
    let is_moved = settle_moments(draft, sides, known) | settle_late(draft, known);
    let mut has_times = false;
    for turn in &mut draft.turns {
        settle_words(turn);
        settle_turn(turn);
        has_times |= turn.start != Stamp::None;
    }
    match has_times {
        false => Clock::None,
        true if is_moved || draft.is_coarse => Clock::Approximate,
        true => Clock::Recording,
    }
}

fn settle_units(draft: &mut Draft, known: &Known) {
    let [secs, millis, unclear] = [Said::Secs, Said::Millis, Said::Nothing].map(|said| Units::of(said, draft, known));
    let settled = |stamp: Stamp, unit: fn(&Units) -> Unit| match stamp {
        Stamp::Secs(number) => unit(&secs).stamp(number),
        Stamp::Millis(number) => unit(&millis).stamp(number),
        Stamp::Unclear(number) => unit(&unclear).stamp(number),
        Stamp::None | Stamp::Wall(_) => stamp,
    };
    for turn in &mut draft.turns {
        turn.start = settled(turn.start, |units| units.turns);
        turn.end = settled(turn.end, |units| units.turns);
        turn.length = settled(turn.length, |units| units.lengths);
        for word in &mut turn.words {
            word.start = settled(word.start, |units| units.words);
            word.end = settled(word.end, |units| units.words);
        }
    }
}

/// Moments by the clock as times in the recording. Says whether there were any.
fn settle_moments(draft: &mut Draft, sides: &[(Side, Option<String>)], known: &Known) -> bool {
    let wall = |stamp: Stamp| if let Stamp::Wall(millis) = stamp { Some(millis) } else { None };
    let moments: Vec<f64> = draft.turns.iter().filter_map(|turn| wall(turn.start)).collect();
    let of_words = draft.turns.iter().flat_map(|turn| &turn.words).filter_map(|word| wall(word.start));
    let Some(middle) = median(&moments).or_else(|| median(&of_words.collect::<Vec<_>>())) else {
        each_stamp(draft, |stamp| if wall(stamp).is_some() { Stamp::None } else { stamp });
        return false;
    };
    let is_sane = |millis: f64| (millis - middle).abs() < DAY_MS;
    let counted = draft.turns.iter().filter(|turn| matches!(turn.start, Stamp::Millis(_))).count();
    if counted > moments.len() {
        // Two kinds of times in one file: those that need no guess are kept.
        each_stamp(draft, |stamp| if wall(stamp).is_some() { Stamp::None } else { stamp });
        return false;
    }
    let sane: Vec<f64> = moments.iter().copied().filter(|millis| is_sane(*millis)).collect();
    let first = sane.iter().copied().fold(f64::INFINITY, f64::min);
    let last = sane.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let latest = known.audio_ms.map_or(LONGEST_MS, |audio| audio as f64 + LATE_MS);
    let is_likely = |zero: &f64| first - zero >= -EARLY_MS && last - zero <= latest;
    let began = known.recording_began_at.map(|moment| moment.0 as f64);
    let zero = draft.began_at.into_iter().chain(began).find(is_likely).unwrap_or_else(|| {
        // Instructions are written before anybody is called; the recording begins with what is said.
        let is_spoken = |at: usize| sides.get(at).is_none_or(|(side, _)| side.is_spoken());
        let spoken = draft.turns.iter().enumerate().filter(|(at, _)| is_spoken(*at));
        let spoken = spoken.filter_map(|(_, turn)| wall(turn.start)).filter(|millis| is_sane(*millis));
        let first_said = spoken.fold(f64::INFINITY, f64::min);
        if first_said.is_finite() {
            first_said
        } else if first.is_finite() {
            first
        } else {
            middle
        }
    });
    each_stamp(draft, |stamp| match wall(stamp) {
        Some(millis) if is_sane(millis) => Stamp::Millis(millis - zero),
        Some(_) => Stamp::None,
        None => stamp,
    });
    true
}

/// Times of day, and clocks that began before the call: all of it lies behind the recording's end, so it counts from the
/// first. Says whether that was so.
fn settle_late(draft: &mut Draft, known: &Known) -> bool {
    let millis = |stamp: Stamp| if let Stamp::Millis(millis) = stamp { Some(millis) } else { None };
    let first = draft.turns.iter().filter_map(|turn| millis(turn.start)).fold(f64::INFINITY, f64::min);
    let latest = known.audio_ms.map_or(3_600_000.0, |audio| audio as f64 + LATE_MS);
    let is_late = first.is_finite() && first > latest;
    if is_late {
        each_stamp(draft, |stamp| millis(stamp).map_or(stamp, |millis| Stamp::Millis(millis - first)));
    }
    is_late
}

fn each_stamp(draft: &mut Draft, settled: impl Fn(Stamp) -> Stamp) {
    for turn in &mut draft.turns {
        turn.start = settled(turn.start);
        turn.end = settled(turn.end);
        for word in &mut turn.words {
            word.start = settled(word.start);
            word.end = settled(word.end);
        }
    }
}

/// The words with a beginning, in order, each with an end: its own, or where the next begins.
fn settle_words(turn: &mut DraftTurn) {
    turn.words.retain(|word| matches!(word.start, Stamp::Millis(_)));
    let mut before = 0.0;
    for word in &mut turn.words {
        let start = floor(word.start).map_or(before, |start| start.max(before));
        word.start = Stamp::Millis(start);
        before = start;
    }
    let mut next = None;
    for word in turn.words.iter_mut().rev() {
        let start = floor(word.start).unwrap_or(0.0);
        let end = floor(word.end).or(next).unwrap_or(start);
        word.end = Stamp::Millis(end.max(start));
        next = Some(start);
    }
}

fn settle_turn(turn: &mut DraftTurn) {
    let of_words = |stamp: Option<Stamp>| stamp.and_then(floor);
    let start = floor(turn.start).or_else(|| of_words(turn.words.first().map(|word| word.start)));
    let length = if let Stamp::Millis(length) = turn.length { Some(length) } else { None };
    let by_length = || Some(start? + length.filter(|length| *length >= 0.0)?);
    let end = floor(turn.end).or_else(by_length).or_else(|| of_words(turn.words.last().map(|word| word.end)));
    let end = end.filter(|end| start.is_some_and(|start| *end >= start));
    turn.start = start.map_or(Stamp::None, Stamp::Millis);
    turn.end = end.map_or(Stamp::None, Stamp::Millis);
}

/// Milliseconds that are not before the beginning and not beyond all days.
fn floor(stamp: Stamp) -> Option<f64> {
    match stamp {
        Stamp::Millis(millis) if millis.is_finite() && millis < 1e12 => Some(millis.max(0.0)),
        _ => None,
    }
}

fn median(numbers: &[f64]) -> Option<f64> {
    let mut numbers = numbers.to_vec();
    let middle = numbers.len() / 2;
    (!numbers.is_empty()).then(|| *numbers.select_nth_unstable_by(middle, f64::total_cmp).1)
}

/// How far from each other they typically are, in order.
fn gap(numbers: &[f64]) -> Option<f64> {
    let gaps: Vec<f64> = numbers.windows(2).map(|pair| pair[1] - pair[0]).filter(|gap| *gap > 0.0).collect();
    median(&gaps)
}

#[cfg(test)]
mod tests;
