//! One piece of a text as egui shapes it: how wide, and where each of its characters stands.

use std::sync::Arc;

use egui::epaint::Vertex;
use egui::epaint::text::Glyph;
use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, Stroke, Ui};

use super::direction::mirrored;
use super::pieces::{Kind, is_order};

/// A piece that was shaped.
pub struct Shape {
    pub width: f32,
    pub height: f32,
    /// Where each character begins and ends, as it is read: from right to left it ends left of where it begins.
    pub cells: Vec<(f32, f32)>,
    /// What is drawn, and of which character, in the order it is read.
    pub quads: Vec<(usize, [Vertex; 4])>,
    /// The glyph that a character is drawn with, for what only depends on the font.
    pub glyphs: Vec<Option<Glyph>>,
    /// Any glyph of the piece.
    pub sample: Option<Glyph>,
}

/// Shapes a text that runs one way.
pub fn shape(ui: &Ui, text: &str, format: &TextFormat, kind: Kind, is_from_right: bool) -> Shape {
    let chars: Vec<char> = text.chars().collect();
    let drawn = |letter: char| match kind {
        Kind::Sign if is_from_right => mirrored(letter),
        Kind::Space => ' ',
        _ => letter,
    };
    let shown: String = chars.iter().copied().filter(|letter| !is_order(*letter)).map(drawn).collect();
    let format = TextFormat {
        background: Color32::TRANSPARENT,
        underline: Stroke::NONE,
        strikethrough: Stroke::NONE,
        ..format.clone()
    };
    let mut job = LayoutJob::single_section(shown, format);
    job.break_on_newline = false;
    let galley = ui.painter().layout_job(job);
    let row = galley.rows.first().map(|row| Arc::clone(&row.row));
    let Some(row) = row else { return Shape::empty(chars.len()) };
    // Behind letters from right to left egui leaves glyphs that stand for nothing.
    let is_nothing = |glyph: &Glyph| glyph.advance_width == 0.0 && glyph.uv_rect.is_nothing();
    let is_turned = is_from_right && kind == Kind::Letters;
    let mut glyphs: Vec<(&Glyph, f32)> = row.glyphs.iter().map(|glyph| (glyph, 0.0)).collect();
    if is_turned {
        glyphs.retain(|(glyph, _)| !is_nothing(glyph));
        glyphs = turned(&glyphs, row.size.x);
    }
    let mut shape = Shape {
        width: row.size.x,
        height: row.size.y,
        sample: row.glyphs.first().copied(),
        ..Shape::empty(chars.len())
    };
    let mut ends: Vec<Option<(f32, f32)>> = vec![None; chars.len()];
    let (mut next, mut last) = (0, None);
    for (glyph, move_by) in glyphs {
        let is_mark = glyph.advance_width == 0.0 && last.is_some() && is_turned;
        let at = (next..chars.len()).find(|at| !is_order(chars[*at]) && drawn(chars[*at]) == glyph.chr);
        let at = match (at, last) {
            (Some(at), _) if !is_mark => at,
            // More of the same character.
            (_, Some(last)) => last,
            (at, None) => at.unwrap_or(0),
        };
        if at >= chars.len() {
            continue;
        }
        let left = glyph.pos.x + move_by;
        let right = left + glyph.advance_width;
        ends[at] = Some(ends[at].map_or((left, right), |(from, to)| (from.min(left), to.max(right))));
        if shape.glyphs[at].is_none() {
            shape.glyphs[at] = Some(*glyph);
        }
        if !glyph.uv_rect.is_nothing() {
            let first = glyph.first_vertex as usize;
            let corners = row.visuals.mesh.vertices.get(first..first + 4);
            if let Some(mut corners) = corners.and_then(|corners| <[Vertex; 4]>::try_from(corners).ok()) {
                for corner in &mut corners {
                    corner.pos.x += move_by;
                }
                shape.quads.push((at, corners));
            }
        }
        last = Some(at);
        next = next.max(at + 1);
    }
    shape.quads.sort_by_key(|(at, _)| *at);
    shape.cells = cells(&chars, &ends, shape.width, is_from_right);
    shape
}

/// Glyphs from right to left in the order they are read, and how far each has to move. egui puts letters of one font in the
/// order they are seen, but what is of several fonts from left to right; fonts are told by their heights.
fn turned<'a>(glyphs: &[(&'a Glyph, f32)], width: f32) -> Vec<(&'a Glyph, f32)> {
    let font = |glyph: &Glyph| (glyph.font_face_ascent.to_bits(), glyph.font_face_height.to_bits());
    let mut read = Vec::with_capacity(glyphs.len());
    let mut begin = 0.0;
    for run in glyphs.chunk_by(|(one, _), (other, _)| font(one) == font(other)) {
        let end = run.iter().map(|(glyph, _)| glyph.max_x()).fold(begin, f32::max);
        let move_by = if run.len() == glyphs.len() { 0.0 } else { (width - end) - begin };
        read.extend(run.iter().rev().map(|(glyph, _)| (*glyph, move_by)));
        begin = end;
    }
    read
}

/// Where each character begins and ends. Letters that were drawn as one share its width; marks have none.
fn cells(chars: &[char], ends: &[Option<(f32, f32)>], width: f32, is_from_right: bool) -> Vec<(f32, f32)> {
    let mut cells = Vec::with_capacity(chars.len());
    let mut at = 0;
    while at < chars.len() {
        let more = (at + 1..chars.len()).take_while(|next| ends[*next].is_none());
        let joined = more.clone().filter(|next| has_width(chars[*next])).count();
        let end = more.last().map_or(at + 1, |last| last + 1);
        let begin = cells.last().map_or(if is_from_right { width } else { 0.0 }, |(_, end): &(f32, f32)| *end);
        let (left, right) = ends[at].unwrap_or((begin, begin));
        let share = (right - left) / (joined + 1) as f32;
        let mut done = 0.0;
        for (index, letter) in chars[at..end].iter().enumerate() {
            let step = if index == 0 || has_width(*letter) { share } else { 0.0 };
            let cell =
                if is_from_right { (right - done, right - done - step) } else { (left + done, left + done + step) };
            cells.push(cell);
            done += step;
        }
        at = end;
    }
    cells
}

/// A letter that takes room of its own, even when it is drawn as one with the one before.
fn has_width(letter: char) -> bool {
    let is_mark = unicode_bidi::bidi_class(letter) == unicode_bidi::BidiClass::NSM;
    !is_mark && !super::pieces::is_unseen(letter)
}

impl Shape {
    fn empty(chars: usize) -> Self {
        let cells = vec![(0.0, 0.0); chars];
        Self { width: 0.0, height: 0.0, cells, quads: Vec::new(), glyphs: vec![None; chars], sample: None }
    }
}
