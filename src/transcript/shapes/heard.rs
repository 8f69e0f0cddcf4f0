//! What speech engines hear, word by word with a voice each, made into turns; and how such files say which voice it is.
//! Owns where a turn ends. It knows no engine's keys.

use std::collections::{BTreeMap, BTreeSet};

use crate::call::Datum;
use crate::transcript::draft::{DraftTurn, DraftWord, Stamp};

/// A silence this long ends a turn even if the same voice goes on: the other side was given its chance.
const PAUSE_SECS: f64 = 2.0;

/// A word, or a mark that belongs to the word before it.
#[derive(Debug, Clone, Default)]
pub(super) struct Heard {
    /// Whose voice, as the file has it.
    pub voice: Option<String>,
    pub text: String,
    pub start: Stamp,
    pub end: Stamp,
    pub confidence: Option<f64>,
    /// A mark: stands at the word before it, without a space.
    pub is_mark: bool,
}

/// Turns of words that follow each other: one ends where the voice changes, or at a long pause.
pub(super) fn turns_of(heard: impl IntoIterator<Item = Heard>, space: &str) -> Vec<DraftTurn> {
    let mut turns: Vec<Run> = Vec::new();
    for word in heard.into_iter().filter(says_something) {
        match turns.last_mut() {
            Some(run) if run.goes_on_with(&word) => run.push(word, space),
            _ => turns.push(Run::begin(word)),
        }
    }
    turns.into_iter().map(Run::into_turn).collect()
}

/// Turns of channels that were heard at the same time. A channel's turn ends at a long pause, or where another channel
/// begins a word in its pause; what is said into a running sentence stands behind it and does not tear it apart.
pub(super) fn turns_of_channels(channels: Vec<Vec<Heard>>, space: &str) -> Vec<DraftTurn> {
    let mut turns: Vec<Run> = Vec::new();
    // Of each channel its last turn, and when its last word began.
    let mut open: Vec<Option<(usize, f64)>> = vec![None; channels.len()];
    for (at, word, channel) in in_order_of_time(channels) {
        let before = open[channel].filter(|(turn, began)| {
            let over = secs(turns[*turn].turn.end).unwrap_or(*began).max(*began);
            let is_in_pause = |began: f64| began >= over;
            let is_answered = open
                .iter()
                .enumerate()
                .any(|(other, open)| other != channel && open.is_some_and(|(_, began)| is_in_pause(began)));
            turns[*turn].goes_on_with(&word) && (word.is_mark || !is_answered)
        });
        let turn = before.map_or(turns.len(), |(turn, _)| turn);
        match turns.get_mut(turn) {
            Some(run) => run.push(word, space),
            None => turns.push(Run::begin(word)),
        }
        open[channel] = Some((turn, at));
    }
    turns.into_iter().map(Run::into_turn).collect()
}

/// All words with their channel by their beginning; what has no time stays behind the word before it in its channel.
fn in_order_of_time(channels: Vec<Vec<Heard>>) -> Vec<(f64, Heard, usize)> {
    let mut words = Vec::new();
    for (channel, heard) in channels.into_iter().enumerate() {
        let mut last = 0.0;
        for word in heard.into_iter().filter(says_something) {
            last = secs(word.start).unwrap_or(last).max(last);
            words.push((last, word, channel));
        }
    }
    words.sort_by(|(a, ..), (b, ..)| a.total_cmp(b));
    words
}

fn says_something(word: &Heard) -> bool {
    !word.text.trim().is_empty()
}

/// A turn being put together.
struct Run {
    turn: DraftTurn,
    sureness: (f64, u32),
}

impl Run {
    fn begin(word: Heard) -> Self {
        let turn = DraftTurn { role: word.voice.clone(), start: word.start, ..DraftTurn::default() };
        let mut run = Self { turn, sureness: (0.0, 0) };
        run.push(word, "");
        run
    }

    fn goes_on_with(&self, word: &Heard) -> bool {
        if word.is_mark {
            return true;
        }
        let pause = secs(word.start).zip(secs(self.turn.end)).map_or(0.0, |(start, end)| start - end);
        self.turn.role == word.voice && pause < PAUSE_SECS
    }

    fn push(&mut self, word: Heard, space: &str) {
        let text = word.text.trim();
        if !self.turn.text.is_empty() && !word.is_mark {
            self.turn.text.push_str(space);
        }
        self.turn.text.push_str(text);
        if self.turn.start == Stamp::None {
            self.turn.start = word.start;
        }
        if word.end != Stamp::None {
            self.turn.end = word.end;
        }
        if !word.is_mark && word.start != Stamp::None {
            self.turn.words.push(DraftWord { text: text.to_owned(), start: word.start, end: word.end });
        }
        if let Some(confidence) = word.confidence.filter(|_| !word.is_mark) {
            self.sureness = (self.sureness.0 + confidence, self.sureness.1 + 1);
        }
    }

    fn into_turn(mut self) -> DraftTurn {
        let (sum, count) = self.sureness;
        self.turn.confidence = (count > 0).then(|| sum / f64::from(count));
        self.turn
    }
}

/// Which voice each item is, of what a file says about channels and about speakers in them. Where there are several channels
/// the channel tells, unless speakers in it are told apart too; labels may repeat in every channel, so both are named then.
pub(super) fn voices(said: &[(Option<String>, Option<String>)]) -> Vec<Option<String>> {
    let mut speakers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (channel, speaker) in said {
        if let Some(channel) = channel {
            speakers.entry(channel).or_default().extend(speaker.as_deref());
        }
    }
    let is_told_in_channels = speakers.values().any(|inside| inside.len() > 1);
    let voice = |said: &(Option<String>, Option<String>)| match said {
        (Some(channel), Some(speaker)) if speakers.len() > 1 && is_told_in_channels => {
            Some(format!("{channel}-{speaker}"))
        }
        (Some(channel), _) if speakers.len() > 1 => Some(channel.clone()),
        (channel, speaker) => speaker.clone().or_else(|| channel.clone()),
    };
    said.iter().map(voice).collect()
}

/// The pages of a file: the value itself, or those it is a list of, if each is `known`.
pub(super) fn pages_of(root: &Datum, known: impl Fn(&Datum) -> bool) -> Option<&[Datum]> {
    let pages = match root {
        Datum::List(pages) => pages.as_slice(),
        page => core::slice::from_ref(page),
    };
    (!pages.is_empty() && pages.iter().all(known)).then_some(pages)
}

/// Seconds, of a time since the beginning.
pub(super) fn secs(stamp: Stamp) -> Option<f64> {
    match stamp {
        Stamp::Secs(secs) => Some(secs),
        Stamp::Millis(millis) => Some(millis / 1000.0),
        Stamp::None | Stamp::Wall(_) | Stamp::Unclear(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(voice: &str, text: &str, start: f64, end: f64) -> Heard {
        let voice = Some(voice.to_owned()).filter(|voice| !voice.is_empty());
        let (start, end) = (Stamp::Secs(start), Stamp::Secs(end));
        Heard { voice, text: text.to_owned(), start, end, ..Heard::default() }
    }

    fn mark(text: &str) -> Heard {
        Heard { text: text.to_owned(), is_mark: true, ..Heard::default() }
    }

    fn texts(turns: &[DraftTurn]) -> Vec<&str> {
        turns.iter().map(|turn| turn.text.as_str()).collect()
    }

    #[test]
    fn a_voice_or_a_long_pause_ends_a_turn_and_a_mark_never_begins_one() {
        let heard = [
            said("a", "Hello", 0.0, 0.4),
            mark(","),
            said("a", "you", 0.5, 0.6),
            said("b", "Hi", 1.0, 1.2),
            mark("."),
            said("b", "So", 3.3, 3.5),
        ];
        let turns = turns_of(heard, " ");
        assert_eq!(texts(&turns), ["Hello, you", "Hi.", "So"]);
        assert_eq!((turns[0].start, turns[0].end), (Stamp::Secs(0.0), Stamp::Secs(0.6)));
        assert_eq!(turns[0].words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>(), ["Hello", "you"]);
        assert_eq!(turns[1].role.as_deref(), Some("b"));
    }

    #[test]
    fn what_is_said_into_a_sentence_on_the_other_channel_does_not_tear_it() {
        let agent = vec![said("0", "I", 0.0, 0.5), said("0", "see", 0.5, 1.0), said("0", "Good", 2.0, 2.4)];
        let caller = vec![said("1", "Mhm", 0.6, 0.9), said("1", "Thanks", 1.2, 1.6)];
        let turns = turns_of_channels(vec![agent, caller], " ");
        assert_eq!(texts(&turns), ["I see", "Mhm Thanks", "Good"]);
    }

    #[test]
    fn words_without_times_stay_where_they_are_in_their_channel() {
        let none = |text: &str| Heard { text: text.to_owned(), ..Heard::default() };
        let turns = turns_of_channels(
            vec![vec![said("", "one", 5.0, 5.2), none("two")], vec![said("", "three", 9.0, 9.1)]],
            " ",
        );
        assert_eq!(texts(&turns), ["one two", "three"]);
    }

    #[test]
    fn a_speakers_label_in_two_channels_is_two_voices() {
        let said = |channel: &str, speaker: &str| (Some(channel.to_owned()), Some(speaker.to_owned()));
        let names = |said: &[_]| voices(said).into_iter().flatten().collect::<Vec<_>>();
        assert_eq!(names(&[said("0", "0"), said("0", "1")]), ["0", "1"]);
        assert_eq!(names(&[said("0", "0"), said("1", "0")]), ["0", "1"]);
        assert_eq!(names(&[said("0", "0"), said("0", "1"), said("1", "0")]), ["0-0", "0-1", "1-0"]);
    }
}
