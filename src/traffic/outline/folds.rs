//! Which lines of an outline are folded, and so which line is drawn in which row.

use super::Outline;

/// The folded lists and objects of one outline. A folded one is one row, its closing bracket hidden with what is in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folds {
    lines: u32,
}

impl Folds {
    /// Nothing folded.
    pub fn none(outline: &Outline) -> Self {
        Self { lines: u32::try_from(outline.lines.len()).unwrap_or(u32::MAX) }
    }

    /// All lists and objects at that depth folded and those within; 0 folds all into one row.
    pub fn from_depth(outline: &Outline, _depth: u16) -> Self {
        Self::none(outline)
    }

    /// Folds what begins on a line, or unfolds it. Does nothing on other lines and on empty lists and objects.
    pub fn toggle(&mut self, _outline: &Outline, _line: usize) {}

    /// What begins on a line is folded.
    pub fn is_folded(&self, _line: usize) -> bool {
        false
    }

    /// Nothing is folded.
    pub fn is_empty(&self) -> bool {
        true
    }

    /// Folds what begins on a line and all within it.
    pub fn fold_all(&mut self, _outline: &Outline, _line: usize) {}

    /// Unfolds what begins on a line and all within it.
    pub fn unfold_all(&mut self, _outline: &Outline, _line: usize) {}

    /// Unfolds what hides a line.
    pub fn reveal(&mut self, _outline: &Outline, _line: usize) {}

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.lines as usize
    }

    /// The line in a row. Quick: by the folds, not by the lines.
    pub fn line_in(&self, row: usize) -> Option<usize> {
        (row < self.rows()).then_some(row)
    }

    /// The row of a line; of a hidden one the row of the fold that hides it. Quick as [`Self::line_in`].
    pub fn row_of(&self, line: usize) -> usize {
        line
    }

    /// A line is in no row of its own.
    pub fn hides(&self, _line: usize) -> bool {
        false
    }
}
