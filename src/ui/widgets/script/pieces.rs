//! A text in pieces that are shaped whole: words, what is between them, and signs.

use std::ops::Range;

use egui::text::LayoutJob;
use unicode_bidi::{BidiClass, Level, bidi_class};
use unicode_segmentation::UnicodeSegmentation;

use super::direction::levels;

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Room between words, where a row may end.
    Space,
    /// Letters that are shaped together.
    Letters,
    /// One sign, or one digit of a script that would be shaped the wrong way round.
    Sign,
}

/// Part of a text.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Where it stands in the text, in bytes.
    pub at: Range<usize>,
    pub level: Level,
    pub kind: Kind,
    /// The first section of the job that it belongs to: those that follow differ in colours only.
    pub section: usize,
}

/// Part of a text that begins a new row.
#[derive(Debug)]
pub struct Paragraph {
    pub base: Level,
    pub pieces: Vec<Piece>,
    /// The section of its first character, or of the line break after it.
    pub section: usize,
}

/// A job's text in paragraphs and pieces.
pub fn paragraphs(job: &LayoutJob) -> Vec<Paragraph> {
    let is_from_right = super::is_from_right(&job.text);
    let mut done = 0;
    let mut paragraphs = Vec::new();
    let lines: Vec<&str> = if job.break_on_newline { job.text.split('\n').collect() } else { vec![job.text.as_str()] };
    for line in lines {
        let (base, levels) = levels(line, is_from_right);
        paragraphs.push(Paragraph { base, pieces: pieces(job, line, done, &levels), section: section_at(job, done) });
        done += line.len() + 1;
    }
    paragraphs
}

/// The section of the character that begins at this byte, else the last.
pub fn section_at(job: &LayoutJob, byte: usize) -> usize {
    let section = job.sections.partition_point(|section| section.byte_range.end.0 <= byte);
    section.min(job.sections.len().saturating_sub(1))
}

fn pieces(job: &LayoutJob, line: &str, offset: usize, levels: &[Level]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (at, grapheme) in line.grapheme_indices(true) {
        let Some(letter) = grapheme.chars().next() else { continue };
        let level = levels[at];
        let kind = kind(letter, level);
        let section = section_at(job, offset + at);
        let end = offset + at + grapheme.len();
        let is_more = |last: &&mut Piece| {
            last.kind == kind
                && last.level == level
                && kind != Kind::Sign
                && is_shaped_alike(job, last.section, section)
        };
        match pieces.last_mut().filter(|last| is_more(last) || is_unseen(letter) && last.kind != Kind::Space) {
            Some(last) => last.at.end = end,
            None => pieces.push(Piece { at: offset + at..end, level, kind, section }),
        }
    }
    pieces
}

fn kind(letter: char, level: Level) -> Kind {
    if letter.is_whitespace() && !matches!(letter, '\u{A0}' | '\u{202F}') {
        return Kind::Space;
    }
    let is_letter = if level.is_rtl() {
        matches!(bidi_class(letter), BidiClass::R | BidiClass::AL | BidiClass::NSM)
    } else {
        !matches!(letter, '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}' | '\u{7C0}'..='\u{7C9}')
    };
    if is_letter { Kind::Letters } else { Kind::Sign }
}

/// Marks that say which way to go, and what joins letters or keeps them apart: never drawn, no piece of their own.
pub fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{61C}' | '\u{FEFF}')
}

/// Marks that only say which way to go. Letters are shaped without them.
pub fn is_order(letter: char) -> bool {
    is_unseen(letter) && !matches!(letter, '\u{200C}' | '\u{200D}')
}

/// Two sections that differ in colours only, so that letters join across them.
fn is_shaped_alike(job: &LayoutJob, one: usize, other: usize) -> bool {
    if one == other {
        return true;
    }
    let (Some(one), Some(other)) = (job.sections.get(one), job.sections.get(other)) else { return false };
    let (one, other) = (&one.format, &other.format);
    one.font_id == other.font_id && one.line_height == other.line_height && one.valign == other.valign
}
