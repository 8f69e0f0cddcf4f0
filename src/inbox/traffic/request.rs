//! The open request: which one, what of it is shown, what is folded, found and chosen in its body.

use std::collections::HashMap;
use std::sync::Arc;

use super::BodyView;
use crate::call::DeliveryId;
use crate::traffic::{Deviation, DeviationKind, Folds, OpenedDelivery};

/// Fields that are marked in the body: more than a person looks at. Each is looked for from the top.
const MARKED: usize = 60;
/// In a body with more lines, so few are.
const LARGE_LINES: usize = 50_000;
const MARKED_IN_LARGE: usize = 8;
/// Bytes of a row of the hexadecimal view.
const HEX_BYTES: usize = 16;

/// The open request.
#[derive(Debug)]
pub struct OpenRequest {
    id: DeliveryId,
    shown: Option<Arc<OpenedDelivery>>,
    is_gone: bool,
    shows_secrets: bool,
    folds: Folds,
    /// Lines that are not as the contract says: which entry of the contract's list.
    marks: HashMap<usize, usize>,
    chosen: Option<usize>,
    whole: Option<usize>,
    find: Option<String>,
    hits: Vec<u32>,
    hit_at: Option<usize>,
    /// Rows above the top, by the way the body is shown.
    tops: [f64; 3],
    reveal: Option<usize>,
}

impl OpenRequest {
    pub(super) fn of(id: DeliveryId) -> Self {
        Self {
            id,
            shown: None,
            is_gone: false,
            shows_secrets: false,
            folds: Folds::default(),
            marks: HashMap::new(),
            chosen: None,
            whole: None,
            find: None,
            hits: Vec::new(),
            hit_at: None,
            tops: [0.0; 3],
            reveal: None,
        }
    }

    /// Which one was asked for.
    pub fn id(&self) -> DeliveryId {
        self.id
    }

    /// The one that is shown: while another is being read, still the one before.
    pub fn shown(&self) -> Option<&Arc<OpenedDelivery>> {
        self.shown.as_ref()
    }

    /// It is not there any more.
    pub fn is_gone(&self) -> bool {
        self.is_gone
    }

    /// Its secrets are shown.
    pub fn shows_secrets(&self) -> bool {
        self.shows_secrets
    }

    /// What is folded.
    pub fn folds(&self) -> &Folds {
        &self.folds
    }

    /// How a line is not as the contract says.
    pub fn deviation_at(&self, line: usize) -> Option<&Deviation> {
        self.shown.as_ref()?.contract.get(*self.marks.get(&line)?)
    }

    /// The line that acts are about.
    pub fn chosen(&self) -> Option<usize> {
        self.chosen
    }

    /// The line whose value is shown whole.
    pub fn whole(&self) -> Option<usize> {
        self.whole
    }

    /// What is typed to be found, while its field is open.
    pub fn find(&self) -> Option<&str> {
        self.find.as_deref()
    }

    /// The lines where it was found.
    pub fn hits(&self) -> &[u32] {
        &self.hits
    }

    /// Which of them was gone to last.
    pub fn hit_at(&self) -> Option<usize> {
        self.hit_at
    }

    /// The line of the place that was gone to last.
    pub fn hit_line(&self) -> Option<usize> {
        self.hit_at.and_then(|at| self.hits.get(at)).map(|line| *line as usize)
    }

    /// How far the body is scrolled: rows above the top.
    pub fn top(&self, view: BodyView) -> f64 {
        self.tops[view as usize]
    }

    /// The row of the body that is to be brought into sight, once.
    pub fn reveal(&self) -> Option<usize> {
        self.reveal
    }

    /// Another one is asked for.
    pub(super) fn turn_to(&mut self, id: DeliveryId) {
        if self.id != id {
            self.id = id;
            self.is_gone = false;
            self.shows_secrets = false;
            self.whole = None;
        }
    }

    pub(super) fn toggle_secrets(&mut self) {
        self.shows_secrets = !self.shows_secrets;
    }

    pub(super) fn lose(&mut self) {
        self.is_gone = true;
        self.shown = None;
    }

    /// It was read. What was shown before of the same one stays as it is folded and scrolled.
    pub(super) fn take(&mut self, opened: Arc<OpenedDelivery>, view: BodyView) {
        let is_same = self.shown.as_ref().is_some_and(|before| {
            before.row.note.id == opened.row.note.id && before.outline.lines.len() == opened.outline.lines.len()
        });
        if !is_same {
            self.folds = Folds::none(&opened.outline);
            self.chosen = None;
            self.whole = None;
            self.tops = [0.0; 3];
            self.reveal = None;
            self.marks = marked(&opened);
        }
        self.shown = Some(opened);
        self.is_gone = false;
        if !is_same {
            self.find_again(view);
            self.hit_at = None;
        }
    }

    /// Whether some of it is not settled yet, and reading it again costs little.
    pub(super) fn is_underway(&self) -> bool {
        const SMALL_BYTES: usize = 1_000_000;
        self.shown.as_ref().is_some_and(|opened| {
            let is_waiting = opened.forwards.iter().any(|note| note.state == crate::traffic::ForwardState::Waiting);
            opened.body.len() < SMALL_BYTES && is_waiting
        })
    }

    pub(super) fn scroll(&mut self, view: BodyView, top: f64) {
        self.tops[view as usize] = top;
        self.reveal = None;
    }

    /// The body is shown in another way.
    pub(super) fn look_at(&mut self, view: BodyView) {
        self.reveal = None;
        self.find_again(view);
        self.reveal_hit(view);
    }

    /// Brings a field into sight, or what stands around where it is missing.
    pub(super) fn go_to(&mut self, path: &str) {
        let Some(opened) = self.shown.clone() else { return };
        let mut path = path;
        let line = loop {
            if let Some(line) = opened.outline.line_of(path, &opened.body) {
                break line;
            }
            match path.rfind(['.', '[']) {
                Some(end) => path = &path[..end],
                None => break 0,
            }
        };
        self.show_line(line);
    }

    fn show_line(&mut self, line: usize) {
        let Some(opened) = &self.shown else { return };
        if line < opened.outline.lines.len() {
            self.folds.reveal(line);
            self.chosen = Some(line);
            self.reveal = Some(self.folds.row_of(line));
        }
    }

    /// Brings the place into sight where it stops to be JSON.
    pub(super) fn go_to_fault(&mut self, view: BodyView) {
        let Some(opened) = self.shown.clone() else { return };
        let Some(fault) = &opened.outline.fault else { return };
        self.reveal = match view {
            BodyView::Pretty => {
                if let Some(line) = opened.outline.line_at(fault.at) {
                    self.folds.reveal(line);
                }
                // What is said of it stands below the last row.
                Some(self.folds.rows() + 1)
            }
            BodyView::Raw => opened.text.line_at(fault.at),
            BodyView::Hex => Some(fault.at / HEX_BYTES),
        };
    }

    pub(super) fn toggle(&mut self, line: usize) {
        if let Some(opened) = &self.shown {
            self.folds.toggle(&opened.outline, line);
            self.chosen = Some(line);
        }
    }

    pub(super) fn fold_all(&mut self) {
        if let Some(opened) = &self.shown {
            self.folds = Folds::from_depth(&opened.outline, 1);
            self.tops[BodyView::Pretty as usize] = 0.0;
        }
    }

    pub(super) fn unfold_all(&mut self) {
        if let Some(opened) = &self.shown {
            self.folds = Folds::none(&opened.outline);
            self.reveal = self.chosen.map(|line| self.folds.row_of(line));
        }
    }

    pub(super) fn choose(&mut self, line: usize) {
        self.chosen = Some(line);
    }

    pub(super) fn show_whole(&mut self, line: Option<usize>) {
        self.whole = line;
        self.chosen = line.or(self.chosen);
    }

    pub(super) fn begin_find(&mut self) {
        self.find.get_or_insert_default();
    }

    pub(super) fn find_this(&mut self, text: String, view: BodyView) {
        self.find = Some(text);
        self.find_again(view);
        self.hit_at = (!self.hits.is_empty()).then_some(0);
        self.reveal_hit(view);
    }

    pub(super) fn close_find(&mut self) {
        self.find = None;
        self.hits.clear();
        self.hit_at = None;
    }

    /// Goes on to the next place found, or back; from the last to the first.
    pub(super) fn step(&mut self, is_back: bool, view: BodyView) {
        let count = self.hits.len();
        if count == 0 {
            return;
        }
        self.hit_at = Some(match (self.hit_at, is_back) {
            (None, false) => 0,
            (None | Some(0), true) => count - 1,
            (Some(at), true) => at - 1,
            (Some(at), false) => (at + 1) % count,
        });
        self.reveal_hit(view);
    }

    fn reveal_hit(&mut self, view: BodyView) {
        let Some(line) = self.hit_line() else { return };
        match view {
            BodyView::Pretty => self.show_line(line),
            BodyView::Raw => self.reveal = Some(line),
            BodyView::Hex => {
                let start = self.shown.as_ref().and_then(|opened| opened.text.lines.get(line)).map(|line| line.start);
                self.reveal = start.map(|start| start as usize / HEX_BYTES);
            }
        }
    }

    fn find_again(&mut self, view: BodyView) {
        let wanted = self.find.as_deref().unwrap_or_default();
        self.hits = match &self.shown {
            Some(opened) if !wanted.trim().is_empty() => match view {
                BodyView::Pretty => opened.outline.hits(wanted, &opened.body),
                BodyView::Raw | BodyView::Hex => lines_with(opened, wanted),
            },
            _ => Vec::new(),
        };
        if self.hit_at.is_some_and(|at| at >= self.hits.len()) {
            self.hit_at = self.hits.len().checked_sub(1);
        }
    }
}

/// The lines of fields that are not as the contract says, as far as they are in the body.
fn marked(opened: &OpenedDelivery) -> HashMap<usize, usize> {
    let most = if opened.outline.lines.len() > LARGE_LINES { MARKED_IN_LARGE } else { MARKED };
    let here = opened.contract.iter().enumerate().filter(|(_, deviation)| deviation.kind != DeviationKind::Missing);
    here.take(most).filter_map(|(at, it)| Some((opened.outline.line_of(&it.path, &opened.body)?, at))).collect()
}

/// The lines of text that contain some words, whatever the case of their letters (as far as those are ASCII).
fn lines_with(opened: &OpenedDelivery, wanted: &str) -> Vec<u32> {
    let wanted = wanted.as_bytes();
    let Some((first, rest)) = wanted.split_first() else { return Vec::new() };
    let contains = |line: &[u8]| {
        let (lower, upper) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
        line.windows(wanted.len())
            .any(|part| (part[0] == lower || part[0] == upper) && part[1..].eq_ignore_ascii_case(rest))
    };
    let lines = (0_u32..).zip(&opened.text.lines);
    let found = lines.filter(|(_, line)| contains(&opened.body[line.start as usize..line.end as usize]));
    found.map(|(index, _)| index).collect()
}
