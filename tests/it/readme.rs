//! README says what the program does: its tables are held against the lists that the program goes by.

#![expect(clippy::unwrap_used, reason = "a test may fail here")]

use call_inbox::call::query::Operator;
use call_inbox::inbox::{ACTS, Group};
use call_inbox::traffic::TrafficOperator;

const README: &str = include_str!("../../README.md");

/// The rows of the table that has this head, cell by cell.
fn rows(head: &str) -> Vec<Vec<&'static str>> {
    let (_, table) = README.split_once(head).unwrap();
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect()).collect()
}

#[test]
fn every_operator_is_explained() {
    let rows = rows("| Type | To find |");
    let wanted: Vec<_> =
        Operator::ALL.iter().map(|operator| (format!("`{}`", operator.example), operator.meaning)).collect();
    for (example, meaning) in &wanted {
        assert!(rows.iter().any(|row| row == &[example.as_str(), meaning]), "README lacks: | {example} | {meaning} |");
    }
    assert_eq!(rows.len(), wanted.len(), "README explains more than there is");
}

#[test]
fn every_filter_of_requests_is_explained() {
    let told: Vec<Vec<String>> =
        rows("| Filter |").into_iter().map(|row| row.into_iter().map(str::to_owned).collect()).collect();
    let known: Vec<Vec<String>> = TrafficOperator::ALL
        .iter()
        .map(|known| vec![format!("`{}`", known.example), known.meaning.to_owned()])
        .collect();
    assert_eq!(told, known);
}

#[test]
fn every_key_it_names_does_what_it_says() {
    let of_calls = rows("| Key | Does |").into_iter().map(|row| (false, row));
    let of_requests = rows("| Key in Traffic | Does |").into_iter().map(|row| (true, row));
    let rows: Vec<_> = of_calls.chain(of_requests).collect();
    assert!(rows.len() > 25);
    for (is_of_requests, row) in &rows {
        let is_it =
            |act: &&call_inbox::inbox::Act| act.name == row[1] && (act.group == Group::Inspect) == *is_of_requests;
        let act = ACTS.iter().find(is_it).unwrap_or_else(|| panic!("there is no act {:?}", row[1]));
        let sign = |key: &&str| {
            let vertical = key.replace("ArrowDown", "↓").replace("ArrowUp", "↑");
            vertical.replace("ArrowLeft", "←").replace("ArrowRight", "→")
        };
        let keys: Vec<_> = act.keys.iter().map(|key| format!("`{}`", sign(key))).collect();
        assert_eq!(row[0], keys.join(" or "), "{}", act.name);
    }
}
