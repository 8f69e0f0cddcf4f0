//! Two requests side by side, for people and for scripts.

use super::json::record;
use crate::call::Datum;
use crate::traffic::{Comparison, Difference, DifferenceKind};

/// Longer values are cut, in characters.
const MOST_SHOWN: usize = 160;

/// A line a difference, and what it comes to.
pub(super) fn comparison_text(comparison: &Comparison) -> String {
    let mut text = String::new();
    let mut push = |line: &str| {
        text.extend(line.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }));
        text.push('\n');
    };
    push(&format!("{} → {}", comparison.one.0, comparison.other.0));
    for (title, differences) in [("Head", &comparison.heads), ("Body", &comparison.fields)] {
        if !differences.is_empty() {
            push("");
            push(title);
            differences.iter().for_each(|difference| push(&format!("  {}", difference_line(difference))));
        }
    }
    push("");
    push(&sum(comparison));
    text
}

fn difference_line(Difference { path, kind, before, after }: &Difference) -> String {
    let path = if path.is_empty() { "(all of it)" } else { path };
    let value = |value: &Option<String>| shortened(value.as_deref().unwrap_or_default());
    match kind {
        DifferenceKind::Added => format!("{path}  + {}", value(after)),
        DifferenceKind::Removed => format!("{path}  - {}", value(before)),
        DifferenceKind::Changed => format!("{path}  {} → {}", value(before), value(after)),
        DifferenceKind::Retyped => format!("{path}  {} → {} (another type)", value(before), value(after)),
    }
}

fn shortened(value: &str) -> String {
    match value.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

fn sum(comparison: &Comparison) -> String {
    let (unit, units) = if comparison.is_by_line { ("line", "lines") } else { ("field", "fields") };
    let count = |count: usize| format!("{count} {}", if count == 1 { unit } else { units });
    let differing = comparison.fields.len() + comparison.left_out;
    let body = match (comparison.has_same_bytes, differing) {
        (true, _) => String::from("The bodies are the same, byte for byte."),
        (false, 0) => format!("The bodies say the same in {}, written otherwise.", count(comparison.same)),
        (false, _) => {
            let is = if differing == 1 { "differs" } else { "differ" };
            format!("{} {is}, {} the same.", count(differing), comparison.same)
        }
    };
    let left_out = match comparison.left_out {
        0 => String::new(),
        left_out => format!(" {left_out} of them are not shown."),
    };
    let by_line = if comparison.is_by_line && !comparison.has_same_bytes {
        " Not both are JSON: lines were compared."
    } else {
        ""
    };
    body + &left_out + by_line
}

/// All of it; values of fields as JSON.
pub(super) fn comparison_json(comparison: &Comparison) -> Datum {
    let number = |count: i64| Datum::Number(count.to_string().into());
    let count = |count: usize| Datum::Number(count.to_string().into());
    let is_json = !comparison.is_by_line;
    record(vec![
        ("one", number(comparison.one.0)),
        ("other", number(comparison.other.0)),
        ("sameBytes", Datum::Bool(comparison.has_same_bytes)),
        ("byLine", Datum::Bool(comparison.is_by_line)),
        ("same", count(comparison.same)),
        ("leftOut", count(comparison.left_out)),
        ("head", Datum::List(comparison.heads.iter().map(|one| difference_json(one, false)).collect())),
        ("body", Datum::List(comparison.fields.iter().map(|one| difference_json(one, is_json)).collect())),
    ])
}

fn difference_json(Difference { path, kind, before, after }: &Difference, is_json: bool) -> Datum {
    let kind = match kind {
        DifferenceKind::Added => "added",
        DifferenceKind::Removed => "removed",
        DifferenceKind::Changed => "changed",
        DifferenceKind::Retyped => "retyped",
    };
    let value = |value: &str| {
        let parsed = is_json.then(|| Datum::parse(value).ok()).flatten();
        parsed.unwrap_or_else(|| Datum::from(value))
    };
    let mut fields = vec![("path", Datum::from(path.as_str())), ("kind", Datum::from(kind))];
    fields.extend(before.as_deref().map(|before| ("before", value(before))));
    fields.extend(after.as_deref().map(|after| ("after", value(after))));
    record(fields)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::DeliveryId;

    fn comparison(fields: Vec<Difference>) -> Comparison {
        Comparison {
            one: DeliveryId(1),
            other: DeliveryId(2),
            heads: Vec::new(),
            fields,
            has_same_bytes: false,
            same: 3,
            is_by_line: false,
            left_out: 0,
        }
    }

    fn difference(path: &str, kind: DifferenceKind, before: Option<&str>, after: Option<&str>) -> Difference {
        Difference { path: path.to_owned(), kind, before: before.map(str::to_owned), after: after.map(str::to_owned) }
    }

    #[test]
    fn every_kind_of_difference_reads_at_a_glance() {
        let long = "x".repeat(MOST_SHOWN + 1);
        let differences = vec![
            difference("callAnalysis.score", DifferenceKind::Changed, Some("85"), Some("31")),
            difference("age", DifferenceKind::Retyped, Some("\"34\""), Some("34")),
            difference("email", DifferenceKind::Added, None, Some("\"a@b\"")),
            difference("", DifferenceKind::Removed, Some(&long), None),
        ];
        let text = comparison_text(&comparison(differences));
        let wanted = format!(
            "1 → 2\n\nBody\n  callAnalysis.score  85 → 31\n  age  \"34\" → 34 (another type)\n  email  + \"a@b\"\n  (all of it)  - \
             {}…\n\n4 fields differ, 3 the same.\n",
            "x".repeat(MOST_SHOWN)
        );
        assert_eq!(text, wanted);
    }

    #[test]
    fn scripts_get_values_as_json() {
        let one = difference("a", DifferenceKind::Retyped, Some("null"), Some("[1.50]"));
        let json = comparison_json(&comparison(vec![one])).to_json();
        assert!(json.ends_with(r#""body":[{"path":"a","kind":"retyped","before":null,"after":[1.50]}]}"#), "{json}");
    }

    #[test]
    fn what_does_not_differ_is_said_as_well() {
        let mut same = comparison(Vec::new());
        assert_eq!(sum(&same), "The bodies say the same in 3 fields, written otherwise.");
        same.has_same_bytes = true;
        assert_eq!(sum(&same), "The bodies are the same, byte for byte.");
        same.has_same_bytes = false;
        (same.is_by_line, same.left_out) = (true, 1);
        assert_eq!(
            sum(&same),
            "1 line differs, 3 the same. 1 of them are not shown. Not both are JSON: lines were compared."
        );
    }
}
