//! A galley of a text that runs both ways: broken into rows as it is read, each row put in the order it is seen.

use std::ops::Range;
use std::sync::Arc;

use egui::emath::GuiRounding as _;
use egui::epaint::text::{Glyph, PlacedRow, Row, RowVisuals};
use egui::text::LayoutJob;
use egui::{Color32, Galley, Mesh, Pos2, Rect, Ui, Vec2};
use unicode_bidi::{BidiInfo, Level};
use unicode_segmentation::UnicodeSegmentation;

use super::pieces::{Kind, Paragraph, Piece, paragraphs};
use super::shape::{Shape, shape};

/// A piece with its width, in a row.
struct Set {
    piece: Piece,
    shape: Shape,
    /// Where it begins from the left of its row; known when the row is full.
    x: f32,
}

/// A row that is filled.
#[derive(Default)]
struct Line {
    sets: Vec<Set>,
    is_cut: bool,
}

/// Sets what egui laid out in the order it is read.
pub fn set(ui: &Ui, plain: &Galley) -> Galley {
    let job = &plain.job;
    let widest = if job.round_output_to_gui { job.wrap.max_width + 0.5 } else { job.wrap.max_width };
    let is_broken = job.wrap.max_rows > 1 && job.wrap.max_width.is_finite();
    let all = paragraphs(job);
    let mut galley = plain.clone();
    (galley.rows, galley.elided) = (Vec::new(), false);
    let Some(template) = plain.rows.first().map(|row| Arc::clone(&row.row)) else { return plain.clone() };
    let (mut y, mut width) = (0.0, 0.0_f32);
    let count = all.len();
    for (index, paragraph) in all.into_iter().enumerate() {
        let room = job.wrap.max_rows.saturating_sub(galley.rows.len());
        if room == 0 {
            galley.elided = true;
            break;
        }
        let base = paragraph.base;
        let section = paragraph.section;
        let is_more = index + 1 < count;
        let lines = fill(ui, job, paragraph, widest, room, is_more);
        let last = lines.len().saturating_sub(1);
        for (number, mut line) in lines.into_iter().enumerate() {
            let row_width = order(&mut line, base);
            let mut row = Row::clone(&template);
            draw(ui, job, &line, section, row_width, &mut row);
            galley.elided |= line.is_cut;
            let x = if is_broken && base.is_rtl() { (job.wrap.max_width - row_width).max(0.0) } else { 0.0 };
            let pos = Pos2::new(to_pixel(ui, x), to_pixel(ui, y));
            y = to_pixel(ui, y + row.size.y);
            width = width.max(x + row_width);
            let ends_with_newline = number == last && is_more;
            galley.rows.push(PlacedRow { pos, row: Arc::new(row), ends_with_newline });
        }
    }
    finish(&mut galley, Vec2::new(width, y));
    galley
}

fn finish(galley: &mut Galley, size: Vec2) {
    galley.rect = Rect::from_min_size(Pos2::ZERO, size).round_ui();
    if galley.job.wrap.max_width.is_finite() && size.x <= galley.job.wrap.max_width + 1.0 {
        // No wider than was asked for.
        galley.rect.max.x = galley.rect.max.x.min(galley.job.wrap.max_width).floor_ui();
    }
    galley.mesh_bounds = Rect::NOTHING;
    (galley.num_vertices, galley.num_indices) = (0, 0);
    for row in &galley.rows {
        galley.mesh_bounds |= row.visuals.mesh_bounds.translate(row.pos.to_vec2());
        galley.num_vertices += row.visuals.mesh.vertices.len();
        galley.num_indices += row.visuals.mesh.indices.len();
    }
}

fn to_pixel(ui: &Ui, points: f32) -> f32 {
    points.round_to_pixels(ui.ctx().pixels_per_point())
}

/// Fills rows with a paragraph, in the order it is read; at most so many.
fn fill(ui: &Ui, job: &LayoutJob, paragraph: Paragraph, widest: f32, room: usize, is_more: bool) -> Vec<Line> {
    let base = paragraph.base;
    let mut lines = vec![Line::default()];
    let mut used = 0.0;
    let mut pieces = paragraph.pieces.into_iter().map(|piece| shaped(ui, job, piece)).peekable();
    while pieces.peek().is_some() {
        // What may not be torn apart: up to the next space, and that.
        let mut word = Vec::new();
        while let Some(set) = pieces.next_if(|set| set.piece.kind != Kind::Space) {
            word.push(set);
        }
        let wide: f32 = word.iter().map(|set| set.shape.width).sum();
        let is_last_row = lines.len() >= room;
        if used + wide > widest && used > 0.0 && !is_last_row {
            lines.push(Line::default());
            used = 0.0;
        }
        let is_last_row = lines.len() >= room;
        if used + wide > widest {
            if is_last_row {
                append(&mut lines, word);
                cut(ui, job, &mut lines, base, widest);
                return lines;
            }
            used = tear(ui, job, &mut lines, word, widest, room);
            if lines.last().is_some_and(|line| line.is_cut) {
                cut(ui, job, &mut lines, base, widest);
                return lines;
            }
        } else {
            append(&mut lines, word);
            used += wide;
        }
        while let Some(space) = pieces.next_if(|set| set.piece.kind == Kind::Space) {
            used += space.shape.width;
            append(&mut lines, vec![space]);
        }
    }
    if is_more && lines.len() >= room {
        cut(ui, job, &mut lines, base, widest);
    }
    lines
}

fn append(lines: &mut [Line], sets: Vec<Set>) {
    if let Some(line) = lines.last_mut() {
        line.sets.extend(sets);
    }
}

/// Breaks a word that is wider than a row where each row is full; gives how wide the last row is.
fn tear(ui: &Ui, job: &LayoutJob, lines: &mut Vec<Line>, word: Vec<Set>, widest: f32, room: usize) -> f32 {
    let mut used = 0.0;
    let mut rest: Vec<Set> = word.into_iter().rev().collect();
    while let Some(set) = rest.pop() {
        if used + set.shape.width <= widest {
            used += set.shape.width;
            append(lines, vec![set]);
            continue;
        }
        if lines.len() >= room {
            append(lines, vec![set]);
            append(lines, rest.into_iter().rev().collect());
            if let Some(line) = lines.last_mut() {
                line.is_cut = true;
            }
            return used;
        }
        let (head, tail) = split(ui, job, set.piece, widest - used, used == 0.0);
        if let Some(head) = head {
            append(lines, vec![head]);
        }
        if let Some(tail) = tail {
            lines.push(Line::default());
            used = 0.0;
            rest.push(tail);
        }
    }
    used
}

/// As much of a piece as fits, and the rest. At least one character is in the first part where it has to be.
fn split(ui: &Ui, job: &LayoutJob, piece: Piece, width: f32, is_some_needed: bool) -> (Option<Set>, Option<Set>) {
    let text = &job.text[piece.at.clone()];
    let ends: Vec<usize> = text.grapheme_indices(true).map(|(at, grapheme)| at + grapheme.len()).collect();
    let part = |range: Range<usize>| {
        let at = piece.at.start + range.start..piece.at.start + range.end;
        shaped(ui, job, Piece { at, ..piece.clone() })
    };
    let mut fitting = ends.partition_point(|end| part(0..*end).shape.width <= width);
    if is_some_needed {
        fitting = fitting.max(1);
    }
    let middle = fitting.checked_sub(1).and_then(|last| ends.get(last)).copied().unwrap_or(0);
    let head = (middle > 0).then(|| part(0..middle));
    let tail = (middle < text.len()).then(|| part(middle..text.len()));
    (head, tail)
}

/// Ends the last row with "…" so that it fits.
fn cut(ui: &Ui, job: &LayoutJob, lines: &mut [Line], base: Level, widest: f32) {
    let Some(line) = lines.last_mut() else { return };
    line.is_cut = true;
    let Some(sign) = job.wrap.overflow_character else { return };
    let last = line.sets.last().map_or(0, |set| set.piece.section);
    let Some(section) = job.sections.get(last) else { return };
    let sign = shape(ui, &sign.to_string(), &section.format, Kind::Sign, false);
    let mut used: f32 = line.sets.iter().map(|set| set.shape.width).sum();
    while used + sign.width > widest
        && let Some(set) = line.sets.pop()
    {
        used -= set.shape.width;
        let (head, _) = split(ui, job, set.piece, widest - sign.width - used, false);
        if let Some(head) = head {
            line.sets.push(head);
            break;
        }
    }
    while line.sets.last().is_some_and(|set| set.piece.kind == Kind::Space) {
        line.sets.pop();
    }
    let end = line.sets.last().map_or(0, |set| set.piece.at.end);
    let piece = Piece { at: end..end, level: base, kind: Kind::Sign, section: last };
    line.sets.push(Set { piece, shape: sign, x: 0.0 });
}

fn shaped(ui: &Ui, job: &LayoutJob, piece: Piece) -> Set {
    let format = &job.sections[piece.section].format;
    let shape = shape(ui, &job.text[piece.at.clone()], format, piece.kind, piece.level.is_rtl());
    Set { piece, shape, x: 0.0 }
}

/// Puts a row's pieces where they are seen; gives its width.
fn order(line: &mut Line, base: Level) -> f32 {
    // Room at the end of a row belongs to no word, and takes none.
    for set in line.sets.iter_mut().rev().take_while(|set| set.piece.kind == Kind::Space) {
        set.piece.level = base;
        set.shape.width = 0.0;
        for cell in &mut set.shape.cells {
            *cell = (0.0, 0.0);
        }
    }
    let levels: Vec<Level> = line.sets.iter().map(|set| set.piece.level).collect();
    let mut x = 0.0;
    for at in BidiInfo::reorder_visual(&levels) {
        line.sets[at].x = x;
        x += line.sets[at].shape.width;
    }
    x
}

/// Draws a row: grounds, letters, lines through them.
fn draw(ui: &Ui, job: &LayoutJob, line: &Line, section: usize, width: f32, row: &mut Row) {
    let empty = job.sections.get(section).map_or(0.0, |section| {
        section.format.line_height.unwrap_or_else(|| ui.fonts_mut(|fonts| fonts.row_height(&section.format.font_id)))
    });
    let tallest = line.sets.iter().map(|set| set.shape.height).fold(0.0, f32::max);
    let height = to_pixel(ui, if line.sets.is_empty() { empty } else { tallest });
    let mut mesh = Mesh::default();
    let mut glyphs = Vec::new();
    grounds(ui, job, line, height, &mut mesh);
    let glyph_index_start = mesh.indices.len();
    let first_letter = mesh.vertices.len();
    for set in &line.sets {
        letters(ui, job, set, height, &mut mesh, &mut glyphs);
    }
    let last_letter = mesh.vertices.len();
    strokes(ui, job, line, height, &mut mesh);
    row.glyphs = glyphs;
    row.size = Vec2::new(width, height);
    let mesh_bounds = mesh.calc_bounds();
    row.visuals = RowVisuals { mesh, mesh_bounds, glyph_index_start, glyph_vertex_range: first_letter..last_letter };
}

/// The characters of a piece with the section of each, "…" being of the section before it.
fn sections<'a>(job: &'a LayoutJob, set: &'a Set) -> impl Iterator<Item = (char, usize)> + 'a {
    let text = &job.text[set.piece.at.clone()];
    let sign = if text.is_empty() { job.wrap.overflow_character } else { None };
    let of = |(at, letter): (usize, char)| (letter, super::pieces::section_at(job, set.piece.at.start + at));
    text.char_indices().map(of).chain(sign.map(|sign| (sign, set.piece.section)))
}

fn letters(ui: &Ui, job: &LayoutJob, set: &Set, height: f32, mesh: &mut Mesh, glyphs: &mut Vec<Glyph>) {
    let Some(sample) = set.shape.sample else { return };
    let move_by = Vec2::new(to_pixel(ui, set.x), height - set.shape.height);
    let mut quads = set.shape.quads.iter().peekable();
    for (at, (letter, section)) in sections(job, set).enumerate() {
        let Some((begin, end)) = set.shape.cells.get(at).copied() else { break };
        let mut glyph = set.shape.glyphs[at].unwrap_or(sample);
        if set.shape.glyphs[at].is_none() {
            glyph.uv_rect = Default::default();
        }
        glyph.chr = letter;
        glyph.advance_width = end - begin;
        glyph.pos = Pos2::new(begin + set.x, glyph.pos.y + move_by.y);
        glyph.first_vertex = u32::try_from(mesh.vertices.len()).unwrap_or(u32::MAX);
        glyphs.push(glyph);
        while let Some((_, corners)) = quads.next_if(|(of, _)| *of == at) {
            let first = u32::try_from(mesh.vertices.len()).unwrap_or(u32::MAX);
            mesh.add_triangle(first, first + 1, first + 2);
            mesh.add_triangle(first + 2, first + 1, first + 3);
            let color = job.sections[section].format.color;
            for mut vertex in *corners {
                vertex.pos += move_by;
                vertex.color = color;
                mesh.vertices.push(vertex);
            }
        }
    }
}

/// Draws stretches of a row where a section says so: from left to right, from which height, how thick, in which colour.
fn stretches(
    ui: &Ui,
    job: &LayoutJob,
    line: &Line,
    mesh: &mut Mesh,
    wanted: impl Fn(usize) -> Option<(f32, f32, Color32)>,
) {
    let mut found: Vec<(f32, f32, (f32, f32, Color32))> = Vec::new();
    for set in &line.sets {
        for ((_, section), (begin, end)) in sections(job, set).zip(&set.shape.cells) {
            if let Some(how) = wanted(section).filter(|(_, _, color)| *color != Color32::TRANSPARENT) {
                found.push((set.x + begin.min(*end), set.x + begin.max(*end), how));
            }
        }
    }
    found.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut joined: Vec<(f32, f32, (f32, f32, Color32))> = Vec::new();
    for (left, right, how) in found {
        match joined.last_mut() {
            Some(last) if last.2 == how && left - last.1 < 1.0 => last.1 = last.1.max(right),
            _ => joined.push((left, right, how)),
        }
    }
    for (left, right, (top, bottom, color)) in joined {
        let rect = Rect::from_min_max(Pos2::new(left, top), Pos2::new(right, bottom));
        mesh.add_colored_rect(rect.round_to_pixels(ui.ctx().pixels_per_point()), color);
    }
}

fn grounds(ui: &Ui, job: &LayoutJob, line: &Line, height: f32, mesh: &mut Mesh) {
    stretches(ui, job, line, mesh, |section| {
        let format = &job.sections[section].format;
        let grow = format.expand_bg;
        Some((-grow, height + grow, format.background))
    });
}

fn strokes(ui: &Ui, job: &LayoutJob, line: &Line, height: f32, mesh: &mut Mesh) {
    let pixel = 1.0 / ui.ctx().pixels_per_point();
    stretches(ui, job, line, mesh, |section| {
        let stroke = job.sections[section].format.strikethrough;
        let middle = height / 2.0;
        (stroke.width > 0.0).then(|| (middle, middle + stroke.width.max(pixel), stroke.color))
    });
    stretches(ui, job, line, mesh, |section| {
        let stroke = job.sections[section].format.underline;
        (stroke.width > 0.0).then(|| (height - stroke.width.max(pixel), height, stroke.color))
    });
}
