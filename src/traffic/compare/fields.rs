//! Two JSON bodies field by field. Walks both outlines side by side without recursion, since a body may be as deep as it
//! is long.

use std::borrow::Cow;
use std::collections::HashMap;

use super::align::{Alignment, Step};
use super::print::{Decimal, of_lines, of_member};
use super::{Difference, DifferenceKind, Found, by_key};
use crate::traffic::outline::{push_item, push_key};
use crate::traffic::{LineKind, Outline};

/// Down to that depth, what is spelled the same is not gone into.
const MOST_SIGHT_DEPTH: usize = 64;

/// Compares two bodies that are JSON.
pub(super) fn by_field(one: (&Outline, &[u8]), other: (&Outline, &[u8])) -> Found {
    let (one, other) = (Side::of(one.0, one.1), Side::of(other.0, other.1));
    let mut walk = Walk {
        one,
        other,
        path: Vec::new(),
        next: vec![Field { depth: 0, way: Way::Whole, place: Step::Both(0, 0) }],
        alignment: Alignment::default(),
        found: Found::default(),
    };
    while let Some(field) = walk.next.pop() {
        walk.visit(field);
    }
    walk.found
}

/// One of the bodies.
struct Side<'a> {
    outline: &'a Outline,
    body: &'a [u8],
    /// By lines, as far as they were needed; 0 elsewhere.
    prints: Vec<u64>,
}

impl<'a> Side<'a> {
    fn of(outline: &'a Outline, body: &'a [u8]) -> Self {
        Self { outline, body, prints: vec![0; outline.lines.len()] }
    }

    fn kind(&self, line: usize) -> LineKind {
        self.outline.lines[line].kind
    }

    fn json(&self, line: usize) -> String {
        self.outline.compact(line, self.body)
    }

    fn children(&self, line: usize) -> Vec<usize> {
        self.outline.children_of(line).collect()
    }

    /// Works out the prints of all that is in a list. Done once: those of what is within it are known then.
    fn print(&mut self, line: usize) {
        if self.prints[line] == 0 {
            of_lines(self.outline, self.body, line..self.outline.last_of(line) + 1, &mut self.prints);
        }
    }

    fn spelled(&self, line: usize) -> &'a [u8] {
        &self.body[self.outline.range_of(line)]
    }

    /// How many fields a value has: all in it that is no list or object, or an empty one.
    fn fields(&self, line: usize) -> usize {
        let is_field = |kind| !matches!(kind, LineKind::Opens { children: 1.., .. } | LineKind::Closes);
        (line..=self.outline.last_of(line)).filter(|line| is_field(self.kind(*line))).count()
    }

    fn keys(&self, members: &[usize]) -> Vec<Option<Cow<'a, str>>> {
        members.iter().map(|member| self.outline.key_text(*member, self.body)).collect()
    }

    /// The members of an object or the items of a list, in an order that makes them easy to compare.
    fn parts(&self, line: usize) -> Vec<u64> {
        let part = |child: usize| match self.outline.lines[child].key {
            Some(_) => of_member(self.outline, self.body, child, self.prints[child]),
            None => self.prints[child],
        };
        let mut parts: Vec<u64> = self.outline.children_of(line).map(part).collect();
        parts.sort_unstable();
        parts
    }
}

/// A field that is to be compared; its place by the lines.
struct Field {
    depth: usize,
    way: Way,
    place: Step,
}

/// How a field is reached from what holds it.
#[derive(Clone, Copy)]
enum Way {
    /// It is all there is.
    Whole,
    /// By the key on that line of the first body.
    Key(usize),
    /// By the key on that line of the second body.
    TheirKey(usize),
    /// By its index.
    Item(usize),
}

struct Walk<'a> {
    one: Side<'a>,
    other: Side<'a>,
    /// To the field that is looked at.
    path: Vec<Way>,
    /// The next one last.
    next: Vec<Field>,
    alignment: Alignment,
    found: Found,
}

impl Walk<'_> {
    fn visit(&mut self, Field { depth, way, place }: Field) {
        self.path.truncate(depth);
        self.path.push(way);
        let (line, their_line) = match place {
            Step::Both(line, their_line) => (line, their_line),
            Step::Removed(line) => {
                return self.found.note(|| {
                    Difference::of(path(&self.path, &self.one, &self.other), Some(self.one.json(line)), None)
                });
            }
            Step::Added(line) => {
                return self.found.note(|| {
                    Difference::of(path(&self.path, &self.one, &self.other), None, Some(self.other.json(line)))
                });
            }
        };
        let same = self.same_fields(line, their_line, depth);
        if same > 0 {
            self.found.same += same;
            return;
        }
        match (self.one.kind(line), self.other.kind(their_line)) {
            (LineKind::Opens { is_object: true, .. }, LineKind::Opens { is_object: true, .. }) => {
                self.go_into_objects(line, their_line);
            }
            (LineKind::Opens { is_object: false, .. }, LineKind::Opens { is_object: false, .. }) => {
                self.go_into_lists(line, their_line);
            }
            (kind, their_kind) => {
                let kind = if type_of(kind) == type_of(their_kind) {
                    DifferenceKind::Changed
                } else {
                    DifferenceKind::Retyped
                };
                self.found.note(|| Difference {
                    path: path(&self.path, &self.one, &self.other),
                    kind,
                    before: Some(self.one.json(line)),
                    after: Some(self.other.json(their_line)),
                });
            }
        }
    }

    /// How many fields the two have if they are the same at first sight, else 0.
    fn same_fields(&self, line: usize, their_line: usize, depth: usize) -> usize {
        if self.is_same(line, their_line) {
            return 1;
        }
        let (one, other) = (&self.one, &self.other);
        let is_opening = matches!(one.kind(line), LineKind::Opens { .. });
        // What is deep would be looked at again and again.
        if is_opening && depth < MOST_SIGHT_DEPTH && one.spelled(line) == other.spelled(their_line) {
            return one.fields(line);
        }
        0
    }

    /// Both are one field, and the same. Of lists and objects only empty ones are one field.
    fn is_same(&self, line: usize, their_line: usize) -> bool {
        let (one, other) = (&self.one, &self.other);
        match (one.kind(line), other.kind(their_line)) {
            (
                LineKind::Opens { is_object, children: 0, .. },
                LineKind::Opens { is_object: is_other_object, children: 0, .. },
            ) => is_object == is_other_object,
            (LineKind::String, LineKind::String) => {
                one.outline.unescaped(line, one.body) == other.outline.unescaped(their_line, other.body)
            }
            (LineKind::Number, LineKind::Number) => {
                let (number, their_number) =
                    (one.outline.value_text(line, one.body), other.outline.value_text(their_line, other.body));
                number == their_number || Decimal::of(&number) == Decimal::of(&their_number)
            }
            (LineKind::Bool, LineKind::Bool) => {
                one.outline.value_text(line, one.body) == other.outline.value_text(their_line, other.body)
            }
            (LineKind::Null, LineKind::Null) => true,
            _ => false,
        }
    }

    fn go_into_objects(&mut self, line: usize, their_line: usize) {
        let (members, their_members) = (self.one.children(line), self.other.children(their_line));
        let steps = by_key(&self.one.keys(&members), &self.other.keys(&their_members));
        self.go_on(steps, &members, &their_members, |step| match step {
            Step::Both(at, _) | Step::Removed(at) => Way::Key(members[at]),
            Step::Added(their) => Way::TheirKey(their_members[their]),
        });
    }

    fn go_into_lists(&mut self, line: usize, their_line: usize) {
        self.one.print(line);
        self.other.print(their_line);
        let (items, their_items) = (self.one.children(line), self.other.children(their_line));
        let (one, other) = (&self.one, &self.other);
        let prints: Vec<u64> = items.iter().map(|item| one.prints[*item]).collect();
        let their_prints: Vec<u64> = their_items.iter().map(|item| other.prints[*item]).collect();
        let (mut parts, mut their_parts) = (HashMap::new(), HashMap::new());
        let likeness = |at: usize, their: usize| {
            let (item, their_item) = (items[at], their_items[their]);
            if type_of(one.kind(item)) != type_of(other.kind(their_item)) {
                return 0;
            }
            let parts = parts.entry(item).or_insert_with(|| one.parts(item));
            1 + 2 * in_both(parts, their_parts.entry(their_item).or_insert_with(|| other.parts(their_item)))
        };
        let steps = self.alignment.steps(&prints, &their_prints, likeness);
        self.go_on(steps, &items, &their_items, |step| match step {
            Step::Both(at, _) | Step::Removed(at) | Step::Added(at) => Way::Item(at),
        });
    }

    /// Looks at these next. What is the same at first sight is only counted.
    fn go_on(&mut self, steps: Vec<Step>, lines: &[usize], their_lines: &[usize], way: impl Fn(Step) -> Way) {
        let depth = self.path.len();
        for step in steps.into_iter().rev() {
            let place = match step {
                Step::Both(at, their) => {
                    let same = self.same_fields(lines[at], their_lines[their], depth);
                    if same > 0 {
                        self.found.same += same;
                        continue;
                    }
                    Step::Both(lines[at], their_lines[their])
                }
                Step::Removed(at) => Step::Removed(lines[at]),
                Step::Added(their) => Step::Added(their_lines[their]),
            };
            self.next.push(Field { depth, way: way(step), place });
        }
    }
}

fn path(ways: &[Way], one: &Side<'_>, other: &Side<'_>) -> String {
    let mut path = String::new();
    for way in ways {
        let (side, line) = match *way {
            Way::Whole => continue,
            Way::Item(index) => {
                push_item(&mut path, index);
                continue;
            }
            Way::Key(line) => (one, line),
            Way::TheirKey(line) => (other, line),
        };
        push_key(&mut path, &side.outline.key_text(line, side.body).unwrap_or_default());
    }
    path
}

/// Values of other types are told apart by this.
fn type_of(kind: LineKind) -> u8 {
    match kind {
        LineKind::Null => 0,
        LineKind::Bool => 1,
        LineKind::Number => 2,
        LineKind::String => 3,
        LineKind::Opens { is_object: false, .. } => 4,
        LineKind::Opens { is_object: true, .. } => 5,
        LineKind::Closes => 6,
    }
}

/// How many are in both of two ordered lists.
fn in_both(one: &[u64], other: &[u64]) -> usize {
    let (mut at, mut others, mut count) = (0, 0, 0);
    while let (Some(ours), Some(theirs)) = (one.get(at), other.get(others)) {
        count += usize::from(ours == theirs);
        at += usize::from(ours <= theirs);
        others += usize::from(theirs <= ours);
    }
    count
}
