//! What holds for any two bodies.

use std::collections::HashMap;

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::super::{Difference, DifferenceKind, compare};
use super::{compared, delivery};

/// Values of few kinds, so that much of two of them is the same.
fn value() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        4 => (0_u8..5).prop_map(|number| json!(number)),
        1 => prop::sample::select(vec![json!(null), json!(true), json!("é"), json!({}), json!([])]),
    ];
    scalar.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::vec(("[a-e]", inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// The same again, with some of it replaced, put in or taken out.
fn edited(value: &Value, edits: &mut impl Iterator<Item = (u8, Value)>) -> Value {
    let mut edit = |inner: &Value| match edits.next() {
        Some((0, other)) => vec![other],
        Some((1, other)) => vec![other, inner.clone()],
        Some((2, _)) => vec![],
        Some(_) => vec![edited(inner, edits)],
        None => vec![inner.clone()],
    };
    match value {
        Value::Array(items) => Value::Array(items.iter().flat_map(edit).collect()),
        Value::Object(members) => {
            let member = |(key, inner): (&String, &Value)| edit(inner).pop().map(|inner| (key.clone(), inner));
            Value::Object(members.iter().filter_map(member).collect())
        }
        scalar => edit(scalar).pop().unwrap_or(Value::Null),
    }
}

fn pair() -> impl Strategy<Value = (Value, Value)> {
    let edits = prop::collection::vec((0_u8..12, value()), 0..30);
    prop_oneof![
        (value(), value()),
        (value(), edits).prop_map(|(one, edits)| {
            let other = edited(&one, &mut edits.into_iter());
            (one, other)
        }),
    ]
}

/// With keys in the other direction, and spelled otherwise.
fn otherwise(value: &Value) -> String {
    let text = |text: &str| {
        let letters = text.chars().map(|letter| format!("\\u{:04X}", u32::from(letter))).collect::<String>();
        format!("\"{letters}\"")
    };
    match value {
        Value::Array(items) => format!("[ {} ]", items.iter().map(otherwise).collect::<Vec<_>>().join(" ,\n")),
        Value::Object(members) => {
            let member = |(key, value): (&String, &Value)| format!("{} : {}", text(key), otherwise(value));
            format!("{{ {} }}", members.iter().rev().map(member).collect::<Vec<_>>().join(" ,\n"))
        }
        Value::String(string) => text(string),
        Value::Number(number) => format!("{number}.00E+0"),
        Value::Null | Value::Bool(_) => value.to_string(),
    }
}

/// Makes the second of the first and what differs.
fn applied(one: &Value, differences: &[Difference]) -> Value {
    let mut value = one.clone();
    // How far the rest of a list has moved, by its path in the first.
    let mut moved: HashMap<String, isize> = HashMap::new();
    for difference in differences {
        let after = difference.after.as_ref().map(|after| serde_json::from_str(after).unwrap());
        apply(&mut value, String::new(), &difference.path, after, difference.kind, &mut moved);
    }
    value
}

fn apply(
    value: &mut Value,
    so_far: String,
    path: &str,
    after: Option<Value>,
    kind: DifferenceKind,
    moved: &mut HashMap<String, isize>,
) {
    if path.is_empty() {
        *value = after.unwrap();
        return;
    }
    // Keys have one letter.
    let path = path.strip_prefix('.').unwrap_or(path);
    let end = if path.starts_with('[') { path.find(']').unwrap() + 1 } else { 1 };
    let (step, rest) = path.split_at(end);
    let here = format!("{so_far}.{step}");
    match value {
        Value::Array(items) => {
            let index: isize = step.trim_matches(['[', ']']).parse().unwrap();
            let offset = moved.entry(so_far).or_default();
            match (kind, rest) {
                (DifferenceKind::Added, "") => {
                    *offset += 1;
                    items.insert(usize::try_from(index).unwrap(), after.unwrap());
                }
                (DifferenceKind::Removed, "") => {
                    items.remove(usize::try_from(index + *offset).unwrap());
                    *offset -= 1;
                }
                _ => {
                    let item = usize::try_from(index + *offset).unwrap();
                    apply(&mut items[item], here, rest, after, kind, moved);
                }
            }
        }
        Value::Object(members) => match (kind, rest) {
            (DifferenceKind::Added, "") => assert!(members.insert(step.to_owned(), after.unwrap()).is_none()),
            (DifferenceKind::Removed, "") => assert!(members.remove(step).is_some()),
            _ => apply(members.get_mut(step).unwrap(), here, rest, after, kind, moved),
        },
        _ => panic!("{value} has no {path}"),
    }
}

fn leaves(value: &Value) -> usize {
    match value {
        Value::Array(items) if !items.is_empty() => items.iter().map(leaves).sum(),
        Value::Object(members) if !members.is_empty() => members.values().map(leaves).sum(),
        _ => 1,
    }
}

proptest! {
    #[test]
    fn nothing_differs_from_itself(value in value(), lines in "[a-c\n]{0,12}") {
        let headers = [("a", "1"), ("A", "2"), ("b", "")];
        let one = delivery(&headers, value.to_string());
        let comparison = compare(&one, &one);
        prop_assert!(comparison.fields.is_empty() && comparison.heads.is_empty() && comparison.has_same_bytes);
        prop_assert_eq!(comparison.same, leaves(&value));
        prop_assert!(compared(lines.as_bytes(), lines.as_bytes()).fields.is_empty());
    }

    #[test]
    fn order_of_keys_and_spelling_make_no_difference(value in value()) {
        let comparison = compared(value.to_string(), otherwise(&value));
        prop_assert_eq!(&comparison.fields, &[]);
        prop_assert_eq!(comparison.same, leaves(&value));
    }

    #[test]
    fn the_first_and_what_differs_make_the_second((one, other) in pair()) {
        let comparison = compared(one.to_string(), other.to_string());
        prop_assert_eq!(applied(&one, &comparison.fields), other, "{:?}", comparison.fields);
        prop_assert_eq!(comparison.left_out, 0);
    }

    #[test]
    fn turned_around_what_was_added_was_removed((one, other) in pair()) {
        let (one, other) = (one.to_string(), other.to_string());
        let turned = |difference: &Difference| {
            let kind = match difference.kind {
                DifferenceKind::Added => DifferenceKind::Removed,
                DifferenceKind::Removed => DifferenceKind::Added,
                DifferenceKind::Changed | DifferenceKind::Retyped => difference.kind,
            };
            format!("{kind:?} {:?} {:?}", difference.after, difference.before)
        };
        let plain = |difference: &Difference| format!("{:?} {:?} {:?}", difference.kind, difference.before, difference.after);
        let (there, back) = (compared(&*one, &*other), compared(&*other, &*one));
        let mut expected: Vec<String> = there.fields.iter().map(turned).collect();
        let mut found: Vec<String> = back.fields.iter().map(plain).collect();
        expected.sort();
        found.sort();
        prop_assert_eq!(found, expected);
        prop_assert_eq!(there.same, back.same);
    }

    #[test]
    fn lines_of_the_first_and_what_differs_make_the_second(one in "(x|[a-c]\n){0,12}!", other in "(x|[a-c]\n){0,12}!") {
        let comparison = compared(one.as_bytes(), other.as_bytes());
        let mut lines: Vec<String> = one.split('\n').map(String::from).collect();
        let mut moved = 0;
        for Difference { path, before, after, .. } in &comparison.fields {
            let at = path.strip_prefix("line ").unwrap().parse::<isize>().unwrap() - 1;
            let here = at + moved;
            match (before, after) {
                (None, Some(after)) => {
                    lines.insert(usize::try_from(at).unwrap(), after.clone());
                    moved += 1;
                }
                (Some(before), None) => {
                    prop_assert_eq!(&lines.remove(usize::try_from(here).unwrap()), before);
                    moved -= 1;
                }
                (before, after) => {
                    let line = &mut lines[usize::try_from(here).unwrap()];
                    prop_assert_eq!(Some(&*line), before.as_ref());
                    line.clone_from(after.as_ref().unwrap());
                }
            }
        }
        prop_assert_eq!(lines.join("\n"), other);
    }
}
