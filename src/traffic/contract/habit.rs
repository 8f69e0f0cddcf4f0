//! What a source usually sends, learned from its payloads, and where one of them is otherwise.

use std::collections::HashMap;

use super::documented::documented;
use super::{FieldType, Shape, ShapeChangeKind};

/// How many payloads make a habit: before, everything is news.
pub const PAYLOADS_OF_A_HABIT: u64 = 20;

/// The most paths that are counted of a source. What has more holds something like ids as keys; counting those tells nothing.
pub const MOST_PATHS: usize = 2_000;

/// What a source usually sends.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Habit {
    payloads: u64,
    paths: HashMap<String, Counts>,
}

/// How many payloads had a field as each type, in the order of [`FieldType::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Counts([u64; FieldType::ALL.len()]);

impl Counts {
    fn of(&self, kind: FieldType) -> u64 {
        self.0[kind as usize]
    }

    fn all(&self) -> u64 {
        self.0.iter().sum()
    }

    /// The most frequent type that says something.
    fn usual(&self) -> Option<FieldType> {
        let said = FieldType::ALL.into_iter().filter(|kind| *kind != FieldType::Null && self.of(*kind) > 0);
        // The first of the most frequent ones.
        said.rev().max_by_key(|kind| self.of(*kind))
    }
}

impl Habit {
    /// Payloads it was learned from.
    pub fn payloads(&self) -> u64 {
        self.payloads
    }

    /// Takes in what was counted before: so many payloads.
    pub fn recall_payloads(&mut self, count: u64) {
        self.payloads += count;
    }

    /// Takes in what was counted before: so many payloads had a path as that type.
    pub fn recall(&mut self, path: &str, kind: FieldType, count: u64) {
        self.paths.entry(path.to_owned()).or_default().0[kind as usize] += count;
    }

    /// Learns one more payload. Gives what was counted of it: all but new paths for which there is no more room.
    pub fn learn<'a>(&mut self, shape: &'a Shape) -> Vec<(&'a str, FieldType)> {
        self.payloads += 1;
        let mut counted = Vec::new();
        for (path, kind) in shape.fields() {
            let has_room = self.paths.len() < MOST_PATHS;
            match self.paths.get_mut(path) {
                Some(counts) => counts.0[kind as usize] += 1,
                None if has_room => self.recall(path, kind, 1),
                None => continue,
            }
            counted.push((path, kind));
        }
        counted
    }

    fn knows(&self, path: &str) -> bool {
        self.paths.contains_key(path)
    }
}

/// Where a payload is not as its source's payloads usually are, that is: the payloads before it. Of a part that is new or
/// missing as a whole, only the part is told.
pub fn changes(habit: &Habit, shape: &Shape) -> Vec<(String, ShapeChangeKind)> {
    if habit.payloads < PAYLOADS_OF_A_HABIT {
        return Vec::new();
    }
    let come = shape.fields().filter_map(|(path, kind)| Some((path.to_owned(), come(habit, shape, path, kind)?)));
    let mut missing: Vec<String> =
        habit.paths.keys().filter(|path| was_always(habit, path) && is_missing(habit, shape, path)).cloned().collect();
    missing.sort_unstable();
    come.chain(missing.into_iter().map(|path| (path, ShapeChangeKind::Missing))).collect()
}

/// Whether a payload shows a change that was told before.
pub fn shows(habit: &Habit, shape: &Shape, path: &str, change: &ShapeChangeKind) -> bool {
    match change {
        ShapeChangeKind::New { .. } => shape.get(path).is_some(),
        ShapeChangeKind::Retyped { found, .. } => shape.get(path).is_some_and(|kind| kind.as_str() == found),
        ShapeChangeKind::Missing => is_missing(habit, shape, path),
    }
}

/// What is new about a field that came.
fn come(habit: &Habit, shape: &Shape, path: &str, kind: FieldType) -> Option<ShapeChangeKind> {
    let Some(counts) = habit.paths.get(path) else {
        return is_news(habit, shape, path, kind).then(|| ShapeChangeKind::New { found: kind.as_str().to_owned() });
    };
    // Of a field that never said anything no type was usual.
    let usual = counts.usual().filter(|_| kind != FieldType::Null && counts.of(kind) == 0)?;
    Some(ShapeChangeKind::Retyped { usual: usual.as_str().to_owned(), found: kind.as_str().to_owned() })
}

/// Whether a field that never came before is worth telling.
fn is_news(habit: &Habit, shape: &Shape, path: &str, kind: FieldType) -> bool {
    // What the contract announces is no news when it comes at last as announced.
    let is_announced = documented(path).is_some_and(|field| field.kind == kind || kind == FieldType::Null);
    // What is in a part that is new itself, or was empty or something else until now, goes without saying.
    let parent = parent_of(path, |path| shape.get(path).is_some_and(FieldType::has_inside));
    let was_such = |counts: &Counts| shape.get(parent).is_some_and(|kind| counts.of(kind) > 0);
    let is_in_sight = parent.is_empty() || habit.paths.get(parent).is_some_and(was_such);
    !is_announced && is_in_sight && habit.paths.len() < MOST_PATHS
}

fn was_always(habit: &Habit, path: &str) -> bool {
    habit.paths.get(path).is_some_and(|counts| counts.all() >= habit.payloads)
}

/// It is not there, although what it was in is, and is not empty.
fn is_missing(habit: &Habit, shape: &Shape, path: &str) -> bool {
    let parent = parent_of(path, |path| habit.knows(path));
    let is_in_sight = parent.is_empty() || shape.get(parent).is_some_and(FieldType::has_inside);
    !shape.is_cut() && is_in_sight && shape.get(path).is_none()
}

/// The nearest path of those that a path is inside of; blank for the payload itself. A key may hold a dot itself.
fn parent_of(path: &str, is_there: impl Fn(&str) -> bool) -> &str {
    let ends = path.char_indices().rev().filter(|(at, letter)| *at > 0 && matches!(letter, '.' | '['));
    ends.map(|(at, _)| &path[..at]).find(|parent| is_there(parent)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::call::Datum;

    fn shape(body: &str) -> Shape {
        Shape::of(body.as_bytes()).unwrap()
    }

    fn habit(bodies: &[&str], times: u64) -> Habit {
        let mut habit = Habit::default();
        for _ in 0..times {
            bodies.iter().for_each(|body| _ = habit.learn(&shape(body)));
        }
        habit
    }

    /// As a line each.
    fn told(habit: &Habit, body: &str) -> Vec<String> {
        let line = |(path, kind): (String, ShapeChangeKind)| match kind {
            ShapeChangeKind::New { found } => format!("+{path} {found}"),
            ShapeChangeKind::Missing => format!("-{path}"),
            ShapeChangeKind::Retyped { usual, found } => format!("{path}: {usual} > {found}"),
        };
        changes(habit, &shape(body)).into_iter().map(line).collect()
    }

    const USUAL: &str = r#"{"callId":"a","callerDetails":{"name":"n","vip":null},"callAnalysis":{"score":85},"items":[{"t":1}],"gone":1}"#;

    #[test]
    fn what_changes_is_told_once_there_is_a_habit() {
        let other = r#"{"callId":"a","callerDetails":{"name":7,"vip":true,"age":"34","city":1},
            "callAnalysis":{"score":"85","owner":{"name":"Lena"}},"items":[{"u":1}]}"#;
        assert_eq!(told(&habit(&[USUAL], 19), other), [""; 0]);
        let wanted = [
            "+callAnalysis.owner object",
            "callAnalysis.score: number > string",
            "+callerDetails.city number",
            "callerDetails.name: string > number",
            "+items[].u number",
            "-gone",
            "-items[].t",
        ];
        assert_eq!(told(&habit(&[USUAL], 20), other), wanted);
    }

    #[test]
    fn what_says_nothing_is_no_change_and_neither_is_what_never_said_anything() {
        let blank = r#"{"callId":"","callerDetails":{},"callAnalysis":null,"items":[],"gone":null}"#;
        assert_eq!(told(&habit(&[USUAL], 20), blank), [""; 0]);
        // What had been empty is filled.
        assert_eq!(told(&habit(&[blank], 20), USUAL), [""; 0]);
    }

    #[test]
    fn what_comes_only_now_and_then_may_stay_out() {
        let habit = habit(&[USUAL, r#"{"callId":"a","gone":2}"#], 20);
        assert_eq!(told(&habit, r#"{"gone":1}"#), ["-callId"]);
    }

    #[test]
    fn a_change_that_was_told_is_recognised_in_later_payloads() {
        let habit = habit(&[USUAL], 20);
        let other = shape(r#"{"callId":"a","callerDetails":{"name":7},"new":1,"gone":1}"#);
        let changes = changes(&habit, &other);
        assert_eq!(changes.len(), 5, "{changes:?}");
        assert!(changes.iter().all(|(path, kind)| shows(&habit, &other, path, kind)));
        assert!(!changes.iter().any(|(path, kind)| shows(&habit, &shape(USUAL), path, kind)), "{changes:?}");
    }

    #[test]
    fn paths_beyond_the_most_are_neither_counted_nor_told() {
        let mut habit = Habit::default();
        for number in 0..30 {
            let body: Vec<String> = (0..100).map(|inner| format!("\"key{number}of{inner}x\":1")).collect();
            habit.learn(&shape(&format!("{{{}}}", body.join(","))));
        }
        assert_eq!((habit.paths.len(), habit.payloads()), (MOST_PATHS, 30));
        assert_eq!(told(&habit, r#"{"another":1}"#), [""; 0]);
    }

    #[test]
    fn the_usual_type_is_the_most_frequent_that_says_something() {
        let mut habit = Habit::default();
        habit.recall_payloads(100);
        for (kind, count) in
            [(FieldType::Null, 90), (FieldType::Number, 4), (FieldType::String, 4), (FieldType::Array, 2)]
        {
            habit.recall("a", kind, count);
        }
        assert_eq!(told(&habit, r#"{"a":{"b":1}}"#), ["a: string > object"]);
    }

    fn json() -> impl Strategy<Value = Datum> {
        let leaf = prop_oneof![
            Just(Datum::Null),
            any::<bool>().prop_map(Datum::Bool),
            any::<u8>().prop_map(|number| Datum::Number(number.to_string().into())),
            "[a-c]{0,2}".prop_map(Datum::Text),
        ];
        let inner = leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Datum::List),
                prop::collection::vec(("[a-d.]{0,2}", inner), 0..4).prop_map(Datum::Record),
            ]
        });
        prop::collection::vec(("[a-d]{1,2}", inner), 0..5).prop_map(Datum::Record)
    }

    proptest! {
        #[test]
        fn what_was_learned_is_no_change_and_each_change_is_told_once(bodies in prop::collection::vec(json(), 1..8), other in json()) {
            let shapes: Vec<Shape> = bodies.iter().map(|body| Shape::of(body.to_json().as_bytes()).unwrap()).collect();
            let mut habit = Habit::default();
            for shape in shapes.iter().cycle().take(24.max(shapes.len())) {
                habit.learn(shape);
            }
            for shape in &shapes {
                prop_assert!(changes(&habit, shape).is_empty());
            }
            let other = Shape::of(other.to_json().as_bytes()).unwrap();
            let found = changes(&habit, &other);
            for (path, kind) in &found {
                prop_assert!(shows(&habit, &other, path, kind));
                prop_assert!(!shapes.iter().any(|shape| shows(&habit, shape, path, kind)), "{path} {kind:?}");
            }
            let counted = habit.learn(&other).len();
            prop_assert_eq!(counted, other.fields().count());
            prop_assert!(changes(&habit, &other).is_empty());
        }
    }
}
