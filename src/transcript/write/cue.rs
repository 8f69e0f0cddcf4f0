//! Turns cut into what fits under a picture: two lines for a few seconds, where the times of words allow.

use core::ops::Range;

use super::script::Line;
use super::{Script, Untimed};
use crate::transcript::{Turn, Word};

/// Two lines of a subtitle, in characters.
const MAX_CHARS: usize = 84;
/// How long a subtitle stands at most if it can be cut.
const MAX_MS: u64 = 7_000;
/// How long one stands whose end nobody knows.
const OPEN_MS: u64 = 3_000;
/// How long one stands that ends when it begins.
const SHORTEST_MS: u64 = 1_000;

/// A piece of a turn and when it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cue {
    pub(super) start_ms: u64,
    /// After the start.
    pub(super) end_ms: u64,
    pub(super) name: String,
    /// On one line, without what would end it.
    pub(super) text: String,
}

/// All of what was said, in the order of time.
pub(super) fn cues(script: &Script) -> Result<Vec<Cue>, Untimed> {
    let lines: Vec<Line<'_>> = script.spoken().collect();
    let mut cues = Vec::new();
    // When what was said last began and ended.
    let mut last = lines.iter().find_map(|line| line.turn.start_ms).map(|first| first..first).ok_or(Untimed)?;
    for (at, line) in lines.iter().enumerate() {
        let turn = line.turn;
        let next = lines[at + 1..].iter().find_map(|line| line.turn.start_ms);
        // Without a time of its own it is said after the one before, or with it where there is no room between.
        let start =
            turn.start_ms.unwrap_or(if next.is_none_or(|next| next > last.end) { last.end } else { last.start });
        let open = || next.filter(|next| *next > start).unwrap_or(start + OPEN_MS);
        let end = turn.end_ms.filter(|_| turn.start_ms.is_some()).unwrap_or_else(open);
        last = start..end;
        for (piece, times) in pieces(turn, start..end) {
            let text = one_line(&piece);
            let end_ms = if times.end > times.start { times.end } else { times.start + SHORTEST_MS };
            if !text.is_empty() {
                cues.push(Cue { start_ms: times.start, end_ms, name: one_line(line.name), text });
            }
        }
    }
    cues.sort_by_key(|cue| cue.start_ms);
    Ok(cues)
}

/// A turn whole if it is short or its words have no times, else in pieces.
fn pieces(turn: &Turn, times: Range<u64>) -> Vec<(String, Range<u64>)> {
    let text = turn.text.as_str();
    let words: Vec<&Word> = turn.words.iter().filter(|word| text.get(word.at.clone()).is_some()).collect();
    let fits = text.chars().count() <= MAX_CHARS && times.end.saturating_sub(times.start) <= MAX_MS;
    if fits || words.len() < 2 {
        return vec![(text.to_owned(), times)];
    }
    let mut pieces = Vec::new();
    let mut first = 0;
    while first < words.len() {
        let next = end_of_piece(text, &words, first);
        let begin = if first == 0 { 0 } else { words[first].at.start };
        let end = words.get(next).map_or(text.len(), |word| word.at.start);
        let start_ms = if first == 0 { times.start } else { words[first].start_ms };
        let end_ms = if next == words.len() { times.end } else { words[next - 1].end_ms };
        pieces.push((text.get(begin..end).unwrap_or_default().to_owned(), start_ms..end_ms));
        first = next;
    }
    pieces
}

/// The word that begins the next piece: the first that does not fit, or one after a mark shortly before.
fn end_of_piece(text: &str, words: &[&Word], first: usize) -> usize {
    let chars = |to: usize| text.get(words[first].at.start..words[to].at.end).map_or(0, |piece| piece.chars().count());
    let fits = |to: usize| chars(to) <= MAX_CHARS && words[to].end_ms.saturating_sub(words[first].start_ms) <= MAX_MS;
    let end = (first + 1..words.len()).find(|to| !fits(*to)).unwrap_or(words.len());
    if end == words.len() {
        return end;
    }
    let ends_thought = |word: usize| {
        let between = text.get(words[word - 1].at.start..words[word].at.start).unwrap_or_default().trim_end();
        between.ends_with(['.', '!', '?', ',', ';', ':', '।', '。', '，', '؟'])
    };
    let half = first + (end - first).div_ceil(2);
    (half.max(first + 1)..=end).rev().find(|word| ends_thought(*word)).unwrap_or(end)
}

/// Without breaks: an empty line would end a subtitle.
pub(super) fn one_line(text: &str) -> String {
    let said = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    said.collect::<Vec<_>>().join(" ")
}

/// `01:02:03` and the milliseconds behind a point or a comma.
pub(super) fn stamp(ms: u64, point: char) -> String {
    let secs = ms / 1_000;
    format!("{:02}:{:02}:{:02}{point}{:03}", secs / 3_600, secs / 60 % 60, secs % 60, ms % 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::{Reading, Side, Transcript};

    fn said(text: &str, start_ms: Option<u64>, end_ms: Option<u64>) -> Turn {
        Turn { side: Side::Agent, text: text.to_owned(), start_ms, end_ms, ..Turn::default() }
    }

    fn cues_of(turns: Vec<Turn>) -> Result<Vec<(u64, u64, String)>, Untimed> {
        let script = Script::of(&Transcript { turns, ..Transcript::default() }, &Reading::default());
        Ok(cues(&script)?.into_iter().map(|cue| (cue.start_ms, cue.end_ms, cue.text)).collect())
    }

    /// Half a second a word.
    fn spoken(text: &str, start_ms: u64) -> Turn {
        let mut words = Vec::new();
        let mut from = 0;
        for word in text.split(' ') {
            let start_ms = start_ms + 500 * words.len() as u64;
            words.push(Word { at: from..from + word.len(), start_ms, end_ms: start_ms + 400 });
            from += word.len() + 1;
        }
        let end_ms = words.last().map(|word| word.end_ms);
        Turn { words, ..said(text, Some(start_ms), end_ms) }
    }

    #[test]
    fn ends_that_nobody_wrote_are_the_next_start_or_a_while_later() {
        let turns = vec![
            said("one", Some(1_000), None),
            said("two", Some(4_500), Some(5_000)),
            said("three", Some(5_000), Some(5_000)),
            said("four", None, None),
            said("five\r\n\r\n  5", Some(9_000), None),
        ];
        let wanted = [
            (1_000, 4_500, "one"),
            (4_500, 5_000, "two"),
            (5_000, 6_000, "three"),
            (5_000, 9_000, "four"),
            (9_000, 12_000, "five 5"),
        ];
        assert_eq!(cues_of(turns).unwrap(), wanted.map(|(start, end, text)| (start, end, text.to_owned())));
        assert_eq!(cues_of(vec![said("one", None, None)]), Err(Untimed));
        assert_eq!(cues_of(Vec::new()), Err(Untimed));
    }

    #[test]
    fn a_long_turn_is_cut_where_words_have_times_and_nothing_is_lost() {
        let text = "I would like to move the appointment to Tuesday, since my colleague from the other office can \
                    only be there then. Is half past three still free, or is it taken by now?";
        let cut = cues_of(vec![spoken(text, 10_000)]).unwrap();
        assert!(cut.len() > 2, "{cut:?}");
        assert!(cut[0].2.ends_with("Tuesday,"), "{cut:?}");
        for (start, end, piece) in &cut {
            assert!(piece.chars().count() <= MAX_CHARS && end - start <= MAX_MS, "{piece} {start} {end}");
        }
        assert_eq!(cut.iter().map(|(_, _, piece)| piece.as_str()).collect::<Vec<_>>().join(" "), text);
        assert_eq!((cut[0].0, cut.last().unwrap().1), (10_000, 10_000 + 32 * 500 + 400));
        assert!(cut.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{cut:?}");
        // Without times of words it stays whole.
        assert_eq!(cues_of(vec![said(text, Some(0), Some(16_000))]).unwrap().len(), 1);
    }

    #[test]
    fn words_outside_of_the_text_do_no_harm() {
        let mut turn = spoken(&"नमस्ते ".repeat(20), 0);
        turn.words[3].at = 1..2;
        turn.words[4].at = 900..999;
        let cut = cues_of(vec![turn]).unwrap();
        assert_eq!(cut.iter().flat_map(|(_, _, piece)| piece.split(' ')).count(), 20);
        assert_eq!(stamp(3_723_004, ','), "01:02:03,004");
    }
}
