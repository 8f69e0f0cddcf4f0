//! Where characters stand in a galley, and which character stands at a place.

use std::ops::Range;

use egui::{Galley, Pos2, Rect, Vec2};

/// Where some characters stand, a rectangle for each stretch of them that is seen together.
pub fn places(galley: &Galley, chars: &Range<usize>) -> Vec<Rect> {
    let mut places: Vec<Rect> = Vec::new();
    let mut first = 0;
    for row in &galley.rows {
        let count = row.glyphs.len();
        let within = chars.start.max(first)..chars.end.min(first + count);
        let mut cells: Vec<(f32, f32)> = within.map(|at| ends(&row.glyphs[at - first])).collect();
        cells.sort_by(|one, other| one.0.total_cmp(&other.0));
        let begin = places.len();
        for (left, right) in cells {
            let (left, right) = (left + row.pos.x, right + row.pos.x);
            match places[begin..].last_mut() {
                // Letters stand on whole pixels, so that there may be a crack between two.
                Some(last) if left - last.right() < 1.0 => last.max.x = last.max.x.max(right),
                _ => places.push(Rect::from_x_y_ranges(left..=right, row.min_y()..=row.max_y())),
            }
        }
        first += count + usize::from(row.ends_with_newline);
    }
    places
}

/// The place between two characters that is nearest, counted in characters of the text.
pub fn char_at(galley: &Galley, at: Vec2) -> usize {
    let Some(last) = galley.rows.len().checked_sub(1) else { return 0 };
    let wanted = galley.rows.iter().position(|row| at.y < row.max_y()).unwrap_or(last);
    let first: usize =
        galley.rows[..wanted].iter().map(|row| row.glyphs.len() + usize::from(row.ends_with_newline)).sum();
    let row = &galley.rows[wanted];
    let x = at.x - row.pos.x;
    let far = |(left, right): (f32, f32)| (left - x).max(x - right).max(0.0);
    let seen = row.glyphs.iter().enumerate().filter(|(_, glyph)| glyph.advance_width.abs() > 0.0);
    let nearest = seen.min_by(|(_, one), (_, other)| far(ends(one)).total_cmp(&far(ends(other))));
    let Some((index, glyph)) = nearest else { return first };
    let is_behind = if glyph.advance_width < 0.0 {
        x < glyph.pos.x + glyph.advance_width / 2.0
    } else {
        x > glyph.pos.x + glyph.advance_width / 2.0
    };
    let count = galley.text().chars().count();
    (first + index + usize::from(is_behind)).min(count)
}

/// Left and right end of a character. One that runs from right to left begins at its right and has a negative width.
fn ends(glyph: &egui::epaint::text::Glyph) -> (f32, f32) {
    let (begin, end) = (glyph.pos.x, glyph.pos.x + glyph.advance_width);
    (begin.min(end), begin.max(end))
}

/// Where a text at `origin` has these characters.
pub fn places_at(galley: &Galley, origin: Pos2, chars: &Range<usize>) -> Vec<Rect> {
    places(galley, chars).into_iter().map(|place| place.translate(origin.to_vec2())).collect()
}
