//! Two requests side by side: heads by name, bodies field by field; the order of keys does not count.
//!
//! What counts as the same: numbers by their value (`85`, `85.0` and `8.5e1`; `-0` is `0`), strings by what they read,
//! whatever their escapes. Members of objects meet by their key, of a key that repeats the first with the first. Items of
//! lists meet so that what was put in or taken out is one difference (`align`).

mod align;
mod fields;
mod print;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::hash::Hash;

use super::{Outline, TextLines};
use crate::call::{Delivery, DeliveryId, Header, shown_header, shown_target};
use align::{Alignment, Step};

/// The path of the method; no header can be named so.
const METHOD: &str = "request method";
/// The path of the request target.
const TARGET: &str = "request target";
/// More differences than that, or of more bytes, are counted alone: nobody reads them, and each holds a copy.
const MOST_DIFFERENCES: usize = 10_000;
const MOST_DIFFERENCE_BYTES: usize = 32 << 20;

/// What differs between two requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The first.
    pub one: DeliveryId,
    /// The second.
    pub other: DeliveryId,
    /// Of the request lines and headers. With their secrets: see [`Self::without_secrets`].
    pub heads: Vec<Difference>,
    /// Of the bodies, in the order of the first, what only the second has where it stands there.
    pub fields: Vec<Difference>,
    /// The bodies are the same, byte for byte.
    pub has_same_bytes: bool,
    /// Fields (or lines) that are the same.
    pub same: usize,
    /// At least one body is not JSON: lines are compared instead of fields.
    pub is_by_line: bool,
    /// Differences of the bodies that are not in the list: there are more than a person reads.
    pub left_out: usize,
}

impl Comparison {
    /// The same with the secrets of headers and request targets masked.
    #[must_use]
    pub fn without_secrets(&self) -> Self {
        let mut masked = self.clone();
        for Difference { path, before, after, .. } in &mut masked.heads {
            for value in [before, after].into_iter().flatten() {
                *value = if path == TARGET { shown_target(value) } else { shown_header(path, value).into_owned() };
            }
        }
        masked
    }
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which field (`callAnalysis.score`, `items[2].name`; empty for the whole body), header (its name as it was sent;
    /// `request method`, `request target`) or line (`line 12`). Indexes and lines count in the first request, those of what
    /// only the second has in the second.
    pub path: String,
    /// What kind.
    pub kind: DifferenceKind,
    /// What the first has there: a field as compact JSON, as it was spelled; a header or a line as it is.
    pub before: Option<String>,
    /// What the second has there.
    pub after: Option<String>,
}

/// Kinds of differences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DifferenceKind {
    /// Only the second has it.
    Added,
    /// Only the first has it.
    Removed,
    /// Both have it, otherwise.
    Changed,
    /// Both have it, as another type.
    Retyped,
}

/// Compares two requests.
pub fn compare(one: &Delivery, other: &Delivery) -> Comparison {
    let (outline, others) = (Outline::of(&one.body), Outline::of(&other.body));
    let is_by_line = outline.fault.is_some() || others.fault.is_some();
    let found = if is_by_line {
        by_line(&one.body, &other.body)
    } else {
        fields::by_field((&outline, &one.body), (&others, &other.body))
    };
    Comparison {
        one: one.note.id,
        other: other.note.id,
        heads: heads(one, other),
        fields: found.differences,
        has_same_bytes: one.body == other.body,
        same: found.same,
        is_by_line,
        left_out: found.left_out,
    }
}

/// What was found so far.
#[derive(Default)]
struct Found {
    differences: Vec<Difference>,
    bytes: usize,
    same: usize,
    left_out: usize,
}

impl Found {
    /// Notes a difference; it is not even made if there are too many.
    fn note(&mut self, difference: impl FnOnce() -> Difference) {
        if self.left_out > 0 || self.differences.len() == MOST_DIFFERENCES || self.bytes > MOST_DIFFERENCE_BYTES {
            self.left_out += 1;
            return;
        }
        let difference = difference();
        let texts = [Some(&difference.path), difference.before.as_ref(), difference.after.as_ref()];
        self.bytes += texts.into_iter().flatten().map(String::len).sum::<usize>();
        self.differences.push(difference);
    }
}

impl Difference {
    /// Of what both have, only the first or only the second. The kind may be `Retyped` if both have it.
    fn of(path: String, before: Option<String>, after: Option<String>) -> Self {
        let kind = match (&before, &after) {
            (None, _) => DifferenceKind::Added,
            (_, None) => DifferenceKind::Removed,
            _ => DifferenceKind::Changed,
        };
        Self { path, kind, before, after }
    }
}

fn heads(one: &Delivery, other: &Delivery) -> Vec<Difference> {
    let lines = [(METHOD, &one.note.method, &other.note.method), (TARGET, &one.note.path, &other.note.path)];
    let changed = lines.into_iter().filter(|(_, before, after)| before != after);
    let mut heads: Vec<Difference> = changed
        .map(|(path, before, after)| Difference::of(path.to_owned(), Some(before.clone()), Some(after.clone())))
        .collect();
    let names = |headers: &[Header]| headers.iter().map(|header| header.name.to_ascii_lowercase()).collect::<Vec<_>>();
    let value = |header: &Header| Some(header.value.clone());
    for step in by_key(&names(&one.headers), &names(&other.headers)) {
        match step {
            Step::Both(at, others) if one.headers[at].value == other.headers[others].value => {}
            Step::Both(at, others) => {
                let (header, their) = (&one.headers[at], &other.headers[others]);
                heads.push(Difference::of(header.name.clone(), value(header), value(their)));
            }
            Step::Removed(at) => {
                heads.push(Difference::of(one.headers[at].name.clone(), value(&one.headers[at]), None));
            }
            Step::Added(others) => {
                heads.push(Difference::of(other.headers[others].name.clone(), None, value(&other.headers[others])));
            }
        }
    }
    heads
}

/// Brings together what has the same key, the first of a key with the first. In the order of the first; what only the
/// second has stands behind what it stands behind there.
fn by_key<K: Hash + Eq>(one: &[K], other: &[K]) -> Vec<Step> {
    let mut places: HashMap<&K, Vec<usize>> = HashMap::with_capacity(other.len());
    for (at, key) in other.iter().enumerate().rev() {
        places.entry(key).or_default().push(at);
    }
    let meets: Vec<Option<usize>> = one.iter().map(|key| places.get_mut(key).and_then(Vec::pop)).collect();
    let mut met = vec![None; other.len()];
    for (at, others) in meets.iter().enumerate() {
        if let Some(others) = others {
            met[*others] = Some(at);
        }
    }
    // What only the second has, with the place in the first that it stands behind.
    let mut added = Vec::new();
    let mut behind = None;
    for (others, at) in met.into_iter().enumerate() {
        match at {
            Some(at) => behind = Some(at),
            None => added.push((behind, others)),
        }
    }
    added.sort_by_key(|(behind, _)| *behind);
    let mut added = added.into_iter().peekable();
    let mut steps = Vec::with_capacity(one.len());
    let mut add_behind = |steps: &mut Vec<Step>, at: Option<usize>| {
        while let Some((_, others)) = added.next_if(|(behind, _)| *behind == at) {
            steps.push(Step::Added(others));
        }
    };
    add_behind(&mut steps, None);
    for (at, others) in meets.into_iter().enumerate() {
        steps.push(others.map_or(Step::Removed(at), |others| Step::Both(at, others)));
        add_behind(&mut steps, Some(at));
    }
    steps
}

fn by_line(one: &[u8], other: &[u8]) -> Found {
    let (lines, others) = (TextLines::of(one), TextLines::of(other));
    let bytes = |lines: &TextLines, body, at: usize| print::of_bytes(lines.bytes(at, body));
    let prints: Vec<u64> = (0..lines.lines.len()).map(|at| bytes(&lines, one, at)).collect();
    let their_prints: Vec<u64> = (0..others.lines.len()).map(|at| bytes(&others, other, at)).collect();
    let mut found = Found::default();
    let path = |lines: &TextLines, at: usize| format!("line {}", lines.body_line(at));
    let text = |at| Some(lines.text(at, one).into_owned());
    let their_text = |at| Some(others.text(at, other).into_owned());
    for step in Alignment::default().steps(&prints, &their_prints, |_, _| 0) {
        match step {
            Step::Both(at, their) if lines.bytes(at, one) == others.bytes(their, other) => found.same += 1,
            Step::Both(at, their) => {
                found.note(|| Difference::of(path(&lines, at), text(at), their_text(their)));
            }
            Step::Removed(at) => found.note(|| Difference::of(path(&lines, at), text(at), None)),
            Step::Added(their) => found.note(|| Difference::of(path(&others, their), None, their_text(their))),
        }
    }
    found
}
