//! Which lines of an outline are folded, and so which line is drawn in which row.

use core::ops::Range;

use super::{LineKind, Outline};

/// The folded lists and objects of one outline. A folded one is one row, its closing bracket hidden with what is in it.
/// Holds places for what is folded alone, so a million lines cost nothing until they are folded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folds {
    lines: u32,
    /// Those folded, by their line; also within others that are folded.
    folded: Vec<Fold>,
    /// Those of them that are in sight.
    gaps: Vec<Gap>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fold {
    line: u32,
    /// The last line it hides.
    last: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Gap {
    fold: Fold,
    row: u32,
    /// Lines that are hidden up to its end, by all before and by itself.
    hidden: u32,
}

impl Folds {
    /// Nothing folded.
    pub fn none(outline: &Outline) -> Self {
        Self { lines: u32::try_from(outline.lines.len()).unwrap_or(u32::MAX), ..Self::default() }
    }

    /// All lists and objects at that depth folded and those within; 0 folds all into one row.
    pub fn from_depth(outline: &Outline, depth: u16) -> Self {
        let mut folds = Self::none(outline);
        folds.folded = folds_in(outline, 0..outline.lines.len(), depth);
        folds.find_gaps();
        folds
    }

    /// Folds what begins on a line, or unfolds it. Does nothing on other lines and on empty lists and objects.
    pub fn toggle(&mut self, outline: &Outline, line: usize) {
        match (self.find(line), fold_at(outline, line)) {
            (Ok(at), _) => _ = self.folded.remove(at),
            (Err(at), Some(fold)) => self.folded.insert(at, fold),
            (Err(_), None) => return,
        }
        self.find_gaps();
    }

    /// What begins on a line is folded.
    pub fn is_folded(&self, line: usize) -> bool {
        self.find(line).is_ok()
    }

    /// Nothing is folded.
    pub fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    /// Folds what begins on a line and all within it.
    pub fn fold_all(&mut self, outline: &Outline, line: usize) {
        let Some(fold) = fold_at(outline, line) else { return };
        let within = folds_in(outline, line..fold.last as usize + 1, 0);
        self.replace(fold, within);
    }

    /// Unfolds what begins on a line and all within it.
    pub fn unfold_all(&mut self, outline: &Outline, line: usize) {
        let Some(fold) = fold_at(outline, line) else { return };
        self.replace(fold, Vec::new());
    }

    /// Unfolds what hides a line.
    pub fn reveal(&mut self, line: usize) {
        let hides = |fold: &Fold| (fold.line as usize) < line && line <= fold.last as usize;
        if self.hides(line) {
            self.folded.retain(|fold| !hides(fold));
            self.find_gaps();
        }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        (self.lines - self.gaps.last().map_or(0, |gap| gap.hidden)) as usize
    }

    /// The line in a row. Found by halving the folds, not the lines.
    pub fn line_in(&self, row: usize) -> Option<usize> {
        let before = self.gaps.partition_point(|gap| (gap.row as usize) < row);
        let hidden = self.gaps[..before].last().map_or(0, |gap| gap.hidden);
        (row < self.rows()).then_some(row + hidden as usize)
    }

    /// The row of a line; of a hidden one the row of the fold that hides it. Found as in [`Self::line_in`].
    pub fn row_of(&self, line: usize) -> usize {
        match self.gap_before(line) {
            Some(gap) if line <= gap.fold.last as usize => gap.row as usize,
            Some(gap) => line - gap.hidden as usize,
            None => line,
        }
    }

    /// A line is in no row of its own.
    pub fn hides(&self, line: usize) -> bool {
        self.gap_before(line).is_some_and(|gap| line <= gap.fold.last as usize)
    }

    fn gap_before(&self, line: usize) -> Option<&Gap> {
        let before = self.gaps.partition_point(|gap| (gap.fold.line as usize) < line);
        self.gaps[..before].last()
    }

    fn find(&self, line: usize) -> Result<usize, usize> {
        self.folded.binary_search_by_key(&line, |fold| fold.line as usize)
    }

    /// Of the folds at and within one.
    fn replace(&mut self, within: Fold, by: Vec<Fold>) {
        let first = self.folded.partition_point(|fold| fold.line < within.line);
        let end = self.folded.partition_point(|fold| fold.line <= within.last);
        self.folded.splice(first..end, by);
        self.find_gaps();
    }

    fn find_gaps(&mut self) {
        self.gaps.clear();
        let (mut hidden, mut next) = (0, 0);
        for fold in &self.folded {
            if fold.line >= next {
                let row = fold.line - hidden;
                hidden += fold.last - fold.line;
                next = fold.last + 1;
                self.gaps.push(Gap { fold: *fold, row, hidden });
            }
        }
    }
}

/// What would be hidden if that line were folded; `None` if nothing would.
fn fold_at(outline: &Outline, line: usize) -> Option<Fold> {
    if !matches!(outline.lines.get(line)?.kind, LineKind::Opens { .. }) {
        return None;
    }
    let last = outline.last_of(line);
    let is_foldable = last > line;
    is_foldable.then_some(Fold { line: u32::try_from(line).ok()?, last: u32::try_from(last).ok()? })
}

fn folds_in(outline: &Outline, lines: Range<usize>, depth: u16) -> Vec<Fold> {
    lines.filter(|line| outline.lines[*line].depth >= depth).filter_map(|line| fold_at(outline, line)).collect()
}
