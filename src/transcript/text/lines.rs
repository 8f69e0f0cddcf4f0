//! Lines with a time or a speaker before them: `[00:02] user: hello`, `Agent: hello`, `user - hello`, one after another or
//! between HTML's breaks.

use super::labels::{Speakers, is_label, split};
use crate::transcript::draft::{Draft, DraftTurn, Kind, Stamp};
use crate::transcript::markup;
use crate::transcript::stamp::{clock, spelled};
use crate::transcript::turn::Format;

/// A time between brackets is not longer.
const MOST_STAMP_BYTES: usize = 64;

/// A text file of labelled or timed lines.
pub(in crate::transcript) fn plain(text: &str) -> Option<Draft> {
    turns_in(text).map(|turns| draft_of(Format::Plain, turns))
}

/// A draft of turns from lines.
pub(in crate::transcript) fn draft_of(format: Format, turns: Vec<DraftTurn>) -> Draft {
    let is_coarse = crate::transcript::generic::are_whole_secs(&turns);
    Draft { format, turns, is_coarse, ..Draft::default() }
}

/// The turns of a text, if its lines have speakers or times.
pub(in crate::transcript) fn turns_in(text: &str) -> Option<Vec<DraftTurn>> {
    let broken = markup::with_lines(text);
    let lines: Vec<Line<'_>> = said(broken.as_deref().unwrap_or(text)).map(Line::of).collect();
    let speakers = Speakers::among(lines.iter().map(|line| line.labelled.map(|(label, _)| label)));
    let timed = lines.iter().filter(|line| line.start != Stamp::None).count();
    let are_timed = timed > 1 && timed * 10 >= lines.len() * 6;
    if speakers.is_none() && !are_timed {
        return None;
    }
    let mut turns: Vec<DraftTurn> = Vec::new();
    for line in lines {
        let labelled = line.labelled.filter(|(label, _)| speakers.as_ref().is_some_and(|speakers| speakers.has(label)));
        if labelled.is_none() && !(are_timed && line.start != Stamp::None) {
            match turns.last_mut() {
                Some(turn) => {
                    turn.text.push('\n');
                    turn.text.push_str(line.whole);
                }
                // What stands before anybody speaks is about the call.
                None => {
                    turns.push(DraftTurn { kind: Kind::Hidden, text: line.whole.to_owned(), ..DraftTurn::default() });
                }
            }
            continue;
        }
        turns.push(DraftTurn {
            role: labelled.map(|(label, _)| label.to_owned()),
            text: labelled.map_or(line.words, |(_, text)| text).to_owned(),
            start: line.start,
            end: line.end,
            ..DraftTurn::default()
        });
    }
    Some(turns)
}

/// A turn a line, for text without speakers.
pub(in crate::transcript) fn turns_of_lines(text: &str) -> Vec<DraftTurn> {
    let broken = markup::with_lines(text);
    let turn = |line: &str| DraftTurn { text: line.to_owned(), ..DraftTurn::default() };
    said(broken.as_deref().unwrap_or(text)).map(turn).collect()
}

fn said(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// A line in its parts.
struct Line<'a> {
    whole: &'a str,
    /// What follows the time.
    words: &'a str,
    labelled: Option<(&'a str, &'a str)>,
    start: Stamp,
    end: Stamp,
}

impl<'a> Line<'a> {
    fn of(whole: &'a str) -> Self {
        let (mut start, mut end, words) = timed(whole);
        let mut labelled = split(words);
        if let Some((label, text)) = labelled
            && start == Stamp::None
            && let Some((name, time)) = label.strip_suffix([']', ')']).and_then(|label| label.rsplit_once(['[', '(']))
        {
            // `Agent (1.5s): hello`
            (start, end) = span(time);
            labelled =
                Some((name.trim(), text)).filter(|(name, _)| start != Stamp::None && !name.is_empty()).or(labelled);
        } else if labelled.is_none()
            && start == Stamp::None
            && let Some((name, rest)) = words.split_once(['[', '('])
            && let Some((time, text)) = rest.split_once([']', ')'])
            && let Some(text) = text.trim_start().strip_prefix(':')
            && is_label(name.trim())
        {
            // `Agent [00:12]: hello`, where the first colon is the time's.
            (start, end) = span(time);
            labelled = Some((name.trim(), text.trim())).filter(|_| start != Stamp::None);
        }
        Self { whole, words, labelled, start, end }
    }
}

/// The time before a line, and what follows it.
fn timed(line: &str) -> (Stamp, Stamp, &str) {
    let none = (Stamp::None, Stamp::None, line);
    let after = |rest: &'_ str| -> usize { rest.trim_start_matches([' ', '\t', '-', '–', '|', '>']).len() };
    if let Some(inner) = line.strip_prefix(['[', '(']) {
        let close = if line.starts_with('[') { ']' } else { ')' };
        let Some(at) = inner.as_bytes().iter().take(MOST_STAMP_BYTES).position(|byte| *byte == close as u8) else {
            return none;
        };
        let (start, end) = span(&inner[..at]);
        let rest = &inner[at + 1..];
        return if start == Stamp::None { none } else { (start, end, &rest[rest.len() - after(rest)..]) };
    }
    if !line.starts_with(|letter: char| letter.is_ascii_digit()) {
        return none;
    }
    let mut spaces = line.char_indices().filter(|(_, letter)| letter.is_whitespace()).map(|(at, _)| at);
    let (first, second) = (spaces.next().unwrap_or(line.len()), spaces.next().unwrap_or(line.len()));
    // A date and a time, or a time.
    for end in [second, first] {
        let token = line[..end].trim_end_matches([':', ',']);
        let stamp = match clock(token) {
            Some(secs) => Stamp::Secs(secs),
            None if token.len() >= 16 => spelled("", token),
            None => Stamp::None,
        };
        if matches!(stamp, Stamp::Secs(_) | Stamp::Wall(_))
            && !(token.contains(' ') && clock(&line[..first]).is_some() && !is_half(token))
        {
            let rest = &line[end..];
            return (stamp, Stamp::None, &rest[rest.len() - after(rest)..]);
        }
    }
    none
}

fn is_half(token: &str) -> bool {
    let lower = token.to_ascii_lowercase();
    lower.ends_with("am") || lower.ends_with("pm")
}

/// `00:01`, `12.5`, `00:01 - 00:04`, `00:00:01.000 --> 00:00:04.000`.
fn span(text: &str) -> (Stamp, Stamp) {
    let stamp = |text: &str| match spelled("", text) {
        // `[1]` counts lines.
        Stamp::Unclear(number) if text.contains('.') => Stamp::Secs(number),
        Stamp::Unclear(_) => Stamp::None,
        stamp => stamp,
    };
    match text.split_once("-->").or_else(|| text.split_once(" - ")).or_else(|| text.split_once('–')) {
        Some((start, end)) => (stamp(start), stamp(end)),
        None => (stamp(text), Stamp::None),
    }
}
