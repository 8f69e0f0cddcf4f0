//! Captions: `WebVTT` and `SubRip`, read by one reader, since files of either kind have habits of the other.

use super::labels::{Speakers, split};
use crate::transcript::bytes::is_nothing;
use crate::transcript::draft::{Draft, DraftTurn, Stamp};
use crate::transcript::markup;
use crate::transcript::stamp::clock;
use crate::transcript::turn::Format;

/// A time line is among the first of a `SubRip` file's lines, or it is none.
const LOOKED_AT: usize = 10;
/// Tags that captions have; other text between `<` and `>` is text.
const TAGS: [&str; 9] = ["v", "c", "i", "b", "u", "lang", "ruby", "rt", "font"];

/// A cue as it stands in the file.
struct Cue<'a> {
    start: f64,
    end: f64,
    lines: Vec<&'a str>,
}

/// Reads captions, if the text is some.
pub(in crate::transcript) fn captions(text: &str) -> Option<Draft> {
    let text = text.trim_start_matches(is_nothing);
    let is_vtt = text.starts_with("WEBVTT");
    if !is_vtt && !said(text).take(LOOKED_AT).any(|line| timing(line).is_some()) {
        return None;
    }
    let mut turns: Vec<DraftTurn> = cues(text, is_vtt).iter().flat_map(voices).collect();
    if turns.iter().all(|turn| turn.role.is_none()) {
        name_by_labels(&mut turns);
    }
    let format = if is_vtt { Format::Vtt } else { Format::Srt };
    Some(Draft { format, turns, ..Draft::default() })
}

fn said(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// `00:01.000 --> 00:00:04,000 align:start`
fn timing(line: &str) -> Option<(f64, f64)> {
    let (start, end) = line.split_once("-->")?;
    Some((clock(start)?, clock(end.split_whitespace().next()?)?))
}

fn cues(text: &str, is_vtt: bool) -> Vec<Cue<'_>> {
    let mut cues: Vec<Cue<'_>> = Vec::new();
    let mut is_open = false;
    let mut is_block = false;
    let mut lines = text.lines().map(str::trim).peekable();
    while let Some(line) = lines.next() {
        if let Some((start, end)) = timing(line) {
            cues.push(Cue { start, end, lines: Vec::new() });
            (is_open, is_block) = (true, false);
            continue;
        }
        if line.is_empty() {
            (is_open, is_block) = (false, false);
            continue;
        }
        // A name or a number of the cue that follows.
        let is_name = lines.peek().is_some_and(|next| timing(next).is_some());
        let is_number = line.bytes().all(|byte| byte.is_ascii_digit());
        if is_name && (!is_open || is_number) {
            continue;
        }
        if !is_open && is_vtt {
            is_block |= ["NOTE", "STYLE", "REGION"].iter().any(|name| line.starts_with(name));
        }
        // In SubRip a cue's text may have empty lines; in WebVTT what stands between cues is no text.
        if let Some(cue) = cues.last_mut().filter(|_| !is_block && (is_open || !is_vtt)) {
            cue.lines.push(line);
        }
    }
    cues
}

/// What each voice of a cue says.
fn voices(cue: &Cue<'_>) -> Vec<DraftTurn> {
    let text = cue.lines.join(" ");
    let turn = |role: Option<String>| DraftTurn {
        role,
        start: Stamp::Secs(cue.start),
        end: Stamp::Secs(cue.end),
        ..DraftTurn::default()
    };
    let mut turns = vec![turn(None)];
    let mut rest = text.as_str();
    while let Some((before, tag, after)) = next_tag(rest) {
        push(&mut turns, before);
        let is_voice = tag.strip_prefix('v').is_some_and(|after| after.starts_with([' ', '.', '\t']));
        if is_voice {
            let name = tag.split_once([' ', '\t']).map_or("", |(_, name)| name.trim());
            turns.push(turn(Some(markup::plain(name)).filter(|name| !name.is_empty())));
        } else if tag == "/v" {
            turns.push(turn(None));
        }
        rest = after;
    }
    push(&mut turns, rest);
    turns.retain(|turn| !turn.text.trim().is_empty());
    turns.iter_mut().for_each(|turn| turn.text = markup::plain(&turn.text));
    turns
}

fn push(turns: &mut [DraftTurn], text: &str) {
    if let Some(turn) = turns.last_mut() {
        turn.text.push_str(text);
    }
}

/// What stands before the next tag, the tag, what follows.
fn next_tag(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    while let Some(at) = text[from..].find('<').map(|at| from + at) {
        let inner = &text[at + 1..];
        let end = inner.find('>')?;
        let tag = &inner[..end];
        let name = tag.trim_start_matches('/');
        let name = &name[..name.find([' ', '.', '\t']).unwrap_or(name.len())];
        // `<00:01.500>` is a time within a cue.
        if TAGS.iter().any(|known| name.eq_ignore_ascii_case(known)) || clock(tag).is_some() {
            return Some((&text[..at], tag, &inner[end + 1..]));
        }
        from = at + 1;
    }
    None
}

/// `Name: text` in cues; what has no name is still said by who spoke last.
fn name_by_labels(turns: &mut [DraftTurn]) {
    let labels = turns.iter().map(|turn| split(turn.text.trim()).map(|(label, _)| label));
    let Some(speakers) = Speakers::among(labels) else { return };
    let mut last = None;
    for turn in turns {
        let text = turn.text.trim();
        if let Some((label, words)) = split(text).filter(|(label, _)| speakers.has(label)) {
            last = Some(label.to_owned());
            turn.text = words.to_owned();
        }
        turn.role.clone_from(&last);
    }
}
