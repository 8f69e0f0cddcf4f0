//! How long each side spoke.

use super::{Side, Transcript, Turn};
use crate::call::query::tokens_of;

/// How long a word takes at 150 words a minute, in milliseconds.
const WORD_MS: u64 = 400;
/// A turn whose end nobody wrote lasts no longer than its words spoken this slowly: what follows may be a long silence.
const SLOW_WORD_MS: u64 = 1_000;

/// How long each side spoke.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SpeakingTime {
    /// The agent, in milliseconds.
    pub agent_ms: u64,
    /// The caller, in milliseconds.
    pub caller_ms: u64,
    /// Everybody whose side nobody knows, in milliseconds.
    pub others_ms: u64,
    /// By the number of words, since most have no times: only the shares are worth something.
    pub is_estimated: bool,
}

/// How long each side spoke, as the transcript is read ([`applied`](super::applied())); nothing if nobody spoke.
pub fn speaking_time(transcript: &Transcript) -> Option<SpeakingTime> {
    let turns: Vec<(&Turn, u64)> =
        transcript.turns.iter().filter(|turn| turn.side.is_spoken()).map(|turn| (turn, words_of(turn))).collect();
    let total: u64 = turns.iter().map(|(_, words)| words).sum();
    if total == 0 {
        return None;
    }
    let timed: u64 = turns.iter().filter(|(turn, _)| turn.start_ms.is_some()).map(|(_, words)| words).sum();
    let is_estimated = timed * 2 < total;
    let mut time = SpeakingTime { is_estimated, ..SpeakingTime::default() };
    for (at, (turn, words)) in turns.iter().enumerate() {
        let measured = if is_estimated { None } else { measured_ms(turn, *words, &turns[at + 1..]) };
        let ms = measured.unwrap_or(words * WORD_MS);
        let sum = match turn.side {
            Side::Agent => &mut time.agent_ms,
            Side::Caller => &mut time.caller_ms,
            Side::Speaker(_) | Side::Tool | Side::Hidden => &mut time.others_ms,
        };
        *sum = sum.saturating_add(ms);
    }
    Some(time)
}

/// How long a turn lasts by its times.
fn measured_ms(turn: &Turn, words: u64, later: &[(&Turn, u64)]) -> Option<u64> {
    let start = turn.start_ms?;
    let next_of = |is_meant: &dyn Fn(&Turn) -> bool| {
        let mut later = later.iter().map(|(turn, _)| *turn).filter(|turn| is_meant(turn));
        later.find_map(|turn| turn.start_ms).filter(|next| *next >= start)
    };
    let end = match turn.end_ms {
        // Nobody speaks twice at a time; two may speak at once, unless one was cut short by the other.
        Some(end) => {
            let next = next_of(&|later| turn.is_interrupted || later.side == turn.side);
            end.min(next.unwrap_or(u64::MAX))
        }
        None => {
            let longest = start.saturating_add((words * SLOW_WORD_MS).max(2 * SLOW_WORD_MS));
            match next_of(&|_| true) {
                Some(next) => next.min(longest),
                None => start.saturating_add(words * WORD_MS),
            }
        }
    };
    Some(end.saturating_sub(start))
}

fn words_of(turn: &Turn) -> u64 {
    tokens_of(&turn.text).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(side: Side, text: &str, start_ms: Option<u64>, end_ms: Option<u64>) -> Turn {
        Turn { side, text: text.into(), start_ms, end_ms, ..Turn::default() }
    }

    fn time(turns: Vec<Turn>) -> Option<SpeakingTime> {
        speaking_time(&Transcript { turns, ..Transcript::default() })
    }

    #[test]
    fn it_is_measured_where_there_are_times() {
        let turns = vec![
            said(Side::Hidden, "You are a polite agent", None, None),
            said(Side::Agent, "Hello, Mira speaking", Some(500), Some(2_500)),
            // The caller falls in: both speak.
            said(Side::Caller, "Hi", Some(2_000), Some(3_000)),
            said(Side::Speaker(1), "Mum?", Some(4_000), Some(4_400)),
        ];
        let expected = SpeakingTime { agent_ms: 2_000, caller_ms: 1_000, others_ms: 400, is_estimated: false };
        assert_eq!(time(turns), Some(expected));
    }

    #[test]
    fn without_an_end_it_lasts_till_the_next_but_not_through_a_silence() {
        let turns = vec![
            said(Side::Agent, "Hello, Mira speaking", Some(0), None),
            said(Side::Caller, "One moment please", Some(2_200), None),
            said(Side::Caller, "Here I am", Some(60_000), None),
        ];
        let found = time(turns).unwrap();
        assert_eq!((found.agent_ms, found.caller_ms), (2_200, 3_000 + 3 * WORD_MS));
    }

    #[test]
    fn ends_that_reach_into_the_same_voice_are_cut() {
        let mut cut = said(Side::Agent, "Of course I", Some(0), Some(9_000));
        let caller = said(Side::Caller, "No", Some(3_000), Some(4_000));
        let next = said(Side::Agent, "Sorry", Some(5_000), Some(6_000));
        let agent = |cut: &Turn| time(vec![cut.clone(), caller.clone(), next.clone()]).unwrap().agent_ms;
        assert_eq!(agent(&cut), 5_000 + 1_000);
        cut.is_interrupted = true;
        assert_eq!(agent(&cut), 3_000 + 1_000);
    }

    #[test]
    fn without_times_it_goes_by_words() {
        let mut turns = vec![
            said(Side::Agent, "one two three", None, None),
            said(Side::Caller, "four", None, None),
            said(Side::Tool, "{\"day\":\"Tue\"}", None, None),
        ];
        let by_words = SpeakingTime { agent_ms: 1_200, caller_ms: 400, others_ms: 0, is_estimated: true };
        assert_eq!(time(turns.clone()), Some(by_words));
        // One time among many is no measure.
        turns[1].start_ms = Some(90_000);
        assert_eq!(time(turns), Some(by_words));
        assert_eq!(time(vec![said(Side::Hidden, "prompt", None, None), said(Side::Agent, "…", None, None)]), None);
    }
}
