//! Which turn, and which word of it, is spoken when: worked out once, so that a frame only looks it up.

use core::ops::Range;

use crate::transcript::{Transcript, Turn};

/// Who spoke last stays marked through a pause that is no longer than this, in milliseconds.
const PAUSE_MS: u64 = 2_000;
/// The same for a word, within its turn.
const WORD_PAUSE_MS: u64 = 300;

/// What is spoken at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spoken {
    /// The turn.
    pub turn: usize,
    /// The word of it, where words have times.
    pub word: Option<usize>,
}

/// What is spoken when.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Timeline {
    /// From this millisecond on, this is spoken; in order.
    changes: Vec<(u64, Option<Spoken>)>,
}

impl Timeline {
    /// Of the turns somebody said, by their times. Where two speak at once, whoever began last.
    pub fn of(transcript: &Transcript) -> Self {
        let mut timeline = Self::default();
        let spans = spans(transcript);
        let mut edges: Vec<u64> = spans.iter().flat_map(|(span, _)| [span.start, span.end]).collect();
        edges.sort_unstable();
        edges.dedup();
        // What has no end goes on.
        edges.retain(|edge| *edge != u64::MAX);
        let mut next = 0;
        let mut speaking: Vec<(u64, usize)> = Vec::new();
        let mut last: Option<usize> = None;
        for (at, edge) in edges.iter().enumerate() {
            while let Some((span, turn)) = spans.get(next).filter(|(span, _)| span.start == *edge) {
                speaking.push((span.end, *turn));
                next += 1;
            }
            while speaking.last().is_some_and(|(end, _)| end <= edge) {
                speaking.pop();
            }
            let until = edges.get(at + 1).copied().unwrap_or(u64::MAX);
            match speaking.last() {
                Some((_, turn)) => {
                    last = Some(*turn);
                    timeline.push_turn(transcript, *turn, *edge..until);
                }
                None => {
                    let stays = last.filter(|_| until != u64::MAX && until - edge <= PAUSE_MS);
                    timeline.push(*edge, stays.map(|turn| Spoken { turn, word: None }));
                }
            }
        }
        timeline
    }

    /// What is spoken at a position, in milliseconds.
    pub fn at(&self, position_ms: u64) -> Option<Spoken> {
        let past = self.changes.partition_point(|(at, _)| *at <= position_ms);
        self.changes.get(past.checked_sub(1)?)?.1
    }

    /// When something else is spoken, after a position.
    pub fn changes_after(&self, position_ms: u64) -> Option<u64> {
        let past = self.changes.partition_point(|(at, _)| *at <= position_ms);
        self.changes.get(past).map(|(at, _)| *at)
    }

    fn push(&mut self, at: u64, spoken: Option<Spoken>) {
        if self.changes.last().map_or(spoken.is_none(), |(_, before)| *before == spoken) {
            return;
        }
        self.changes.push((at, spoken));
    }

    /// A turn is spoken within these times; its words go by.
    fn push_turn(&mut self, transcript: &Transcript, turn: usize, within: Range<u64>) {
        let words = &transcript.turns[turn].words;
        let first = words.partition_point(|word| word.end_ms <= within.start);
        let mut now = within.start;
        for (at, word) in words.iter().enumerate().skip(first) {
            if word.start_ms >= within.end {
                break;
            }
            if word.start_ms > now {
                self.push(now, Some(Spoken { turn, word: None }));
            }
            let start = word.start_ms.max(now);
            let next = words.get(at + 1).map_or(word.end_ms, |next| next.start_ms);
            let pauses = next.saturating_sub(word.end_ms) > WORD_PAUSE_MS;
            let end = if pauses { word.end_ms } else { next.max(word.start_ms) }.min(within.end);
            if end > start {
                self.push(start, Some(Spoken { turn, word: Some(at) }));
                now = end;
            }
        }
        if now < within.end {
            self.push(now, Some(Spoken { turn, word: None }));
        }
    }
}

/// From when to when turns are spoken, by their beginnings.
fn spans(transcript: &Transcript) -> Vec<(Range<u64>, usize)> {
    let spoken = transcript.turns.iter().enumerate().filter(|(_, turn)| turn.side.is_spoken());
    let mut starts: Vec<(u64, usize)> = spoken.filter_map(|(at, turn)| Some((turn.start_ms?, at))).collect();
    starts.sort_unstable();
    let next_of = |at: usize| starts[at..].iter().map(|(start, _)| *start).find(|start| *start > starts[at].0);
    let span = |(at, (start, turn)): (usize, &(u64, usize))| {
        let end = said_end(&transcript.turns[*turn]).filter(|end| end > start);
        (*start..end.or_else(|| next_of(at)).unwrap_or(u64::MAX), *turn)
    };
    starts.iter().enumerate().map(span).collect()
}

fn said_end(turn: &Turn) -> Option<u64> {
    turn.end_ms.max(turn.words.last().map(|word| word.end_ms))
}

#[cfg(test)]
mod tests {
    use super::super::samples::{said, transcript, word};
    use super::*;
    use crate::transcript::Side;

    fn turn_at(timeline: &Timeline, position_ms: u64) -> Option<usize> {
        timeline.at(position_ms).map(|spoken| spoken.turn)
    }

    #[test]
    fn a_turn_is_spoken_from_its_beginning_and_through_short_pauses() {
        let timeline = Timeline::of(&transcript(vec![
            said(Side::Agent, "Hello", Some((1_000, Some(3_000)))),
            said(Side::Caller, "Hi", Some((4_000, Some(5_000)))),
            said(Side::Agent, "Bye", Some((20_000, None))),
        ]));
        let spoken: Vec<_> = [999, 1_000, 3_500, 3_999, 4_000, 5_000, 19_999, 20_000, 900_000]
            .map(|position_ms| turn_at(&timeline, position_ms))
            .into();
        assert_eq!(spoken, [None, Some(0), Some(0), Some(0), Some(1), None, None, Some(2), Some(2)]);
        let changes: Vec<_> = [0, 1_000, 4_000, 5_000, 20_000].map(|at| timeline.changes_after(at)).into();
        assert_eq!(changes, [Some(1_000), Some(4_000), Some(5_000), Some(20_000), None]);
    }

    #[test]
    fn who_falls_in_is_marked_and_then_who_goes_on() {
        let timeline = Timeline::of(&transcript(vec![
            said(Side::Agent, "A long story", Some((0, Some(10_000)))),
            said(Side::Caller, "Mm", Some((4_000, Some(4_500)))),
        ]));
        let spoken: Vec<_> = [3_999, 4_000, 4_499, 4_500, 9_999].map(|at| turn_at(&timeline, at)).into();
        assert_eq!(spoken, [Some(0), Some(1), Some(1), Some(0), Some(0)]);
    }

    #[test]
    fn words_go_by_within_their_turn() {
        let mut turn = said(Side::Agent, "How many seats", Some((1_000, Some(3_000))));
        turn.words = vec![word(0..3, 1_000, 1_200), word(4..8, 1_300, 1_600), word(9..14, 2_400, 2_900)];
        let timeline = Timeline::of(&transcript(vec![turn]));
        let words: Vec<_> =
            [1_000, 1_250, 1_300, 1_700, 2_400, 2_950].map(|at| timeline.at(at).and_then(|spoken| spoken.word)).into();
        assert_eq!(words, [Some(0), Some(0), Some(1), None, Some(2), None]);
        assert_eq!(timeline.changes_after(1_000), Some(1_300));
    }

    #[test]
    fn nothing_changes_before_it_is_said_to() {
        let turns = (0..40_u64)
            .map(|at| {
                let start = at * 700 % 9_000;
                let mut turn = said(Side::Agent, "one two", Some((start, (at % 3 > 0).then_some(start + at * 90))));
                turn.words = vec![word(0..3, start, start + 150), word(4..7, start + 200, start + 320)];
                turn
            })
            .collect();
        let timeline = Timeline::of(&transcript(turns));
        for position_ms in 0..12_000 {
            if timeline.at(position_ms) != timeline.at(position_ms + 1) {
                assert_eq!(timeline.changes_after(position_ms), Some(position_ms + 1));
            }
        }
    }

    #[test]
    fn turns_without_times_are_never_spoken() {
        let timeline = Timeline::of(&transcript(vec![said(Side::Agent, "Hello", None)]));
        assert_eq!((timeline.at(5), timeline.changes_after(0)), (None, None));
    }
}
