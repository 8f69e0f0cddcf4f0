//! The repeat rule's second half: what a later, different delivery changes in a call's document.

use super::Datum;

/// One value that an update brought or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// `callAnalysis.score`
    pub path: String,
    /// In one line; `None` if there was nothing before.
    pub before: Option<String>,
    /// In one line.
    pub after: String,
}

/// Lays a later document over an earlier one: later values that say something win, records are merged field by field,
/// nothing is overwritten by null or empty. Returns the merged document and what changed, in the later one's order.
pub fn merge(earlier: &Datum, later: &Datum) -> (Datum, Vec<Change>) {
    let mut changes = Vec::new();
    let merged = lay(earlier, later, &mut String::new(), &mut changes);
    (merged, changes)
}

fn lay(earlier: &Datum, later: &Datum, path: &mut String, changes: &mut Vec<Change>) -> Datum {
    if later.is_blank() && !earlier.is_blank() {
        return earlier.clone();
    }
    let (Datum::Record(old), Datum::Record(_)) = (earlier, later) else {
        if earlier != later && !later.is_blank() {
            changes.push(Change {
                path: path.clone(),
                before: earlier.to_line(),
                after: later.to_line().unwrap_or_default(),
            });
        }
        return later.clone();
    };
    let mut fields: Vec<(String, Datum)> = Vec::with_capacity(old.len());
    let length = path.len();
    // A repeated key counts once from here on: both deliveries stay, with every one of them.
    let keys = later.fields().iter().chain(old).map(|(key, _)| key);
    let mut seen = std::collections::HashSet::new();
    let mut order: Vec<&String> = keys.filter(|key| seen.insert(key.as_str())).collect();
    // Known fields keep their place, new ones follow.
    order.sort_by_key(|key| old.iter().position(|(name, _)| name == *key).unwrap_or(usize::MAX));
    for key in order {
        if length > 0 {
            path.push('.');
        }
        path.push_str(key);
        let value = match (earlier.get(key), later.get(key)) {
            (Some(before), Some(after)) => lay(before, after, path, changes),
            (None, Some(after)) => lay(&Datum::Null, after, path, changes),
            (Some(before), None) => before.clone(),
            (None, None) => Datum::Null,
        };
        path.truncate(length);
        fields.push((key.clone(), value));
    }
    Datum::Record(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(earlier: &str, later: &str, merged: &str, changed: &[&str]) {
        let (value, changes) = merge(&Datum::parse(earlier).unwrap(), &Datum::parse(later).unwrap());
        let changes: Vec<_> = changes
            .iter()
            .map(|c| format!("{}: {} -> {}", c.path, c.before.as_deref().unwrap_or("-"), c.after))
            .collect();
        assert_eq!(value.to_json(), merged);
        assert_eq!(changes, changed);
    }

    #[test]
    fn later_values_that_say_something_win() {
        check(
            r#"{"a":1,"b":"x"}"#,
            r#"{"b":"y","c":true}"#,
            r#"{"a":1,"b":"y","c":true}"#,
            &["b: x -> y", "c: - -> true"],
        );
    }

    #[test]
    fn nothing_is_erased_by_null_or_empty() {
        check(
            r#"{"a":{"b":1},"t":"x","l":[1]}"#,
            r#"{"a":null,"t":"  ","l":[]}"#,
            r#"{"a":{"b":1},"t":"x","l":[1]}"#,
            &[],
        );
    }

    #[test]
    fn records_merge_and_lists_are_replaced() {
        check(
            r#"{"s":{"x":{"y":1,"z":2}},"l":[1,2]}"#,
            r#"{"s":{"x":{"z":3}},"l":[9]}"#,
            r#"{"s":{"x":{"y":1,"z":3}},"l":[9]}"#,
            &["s.x.z: 2 -> 3", "l: 1, 2 -> 9"],
        );
    }

    #[test]
    fn another_order_of_keys_changes_nothing() {
        check(r#"{"a":1,"b":2}"#, r#"{"b":2,"a":1}"#, r#"{"a":1,"b":2}"#, &[]);
    }
}
