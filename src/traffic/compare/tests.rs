//! Comparisons by example. What holds for any two requests is in `anything`.

mod anything;

use super::{Comparison, Difference, DifferenceKind, Found, compare};
use crate::call::{Delivery, DeliveryId, DeliveryNote, Header, UnixMillis, Verdict};

fn delivery(headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Delivery {
    let body = body.into();
    let header = |(name, value): &(&str, &str)| Header { name: (*name).to_owned(), value: (*value).to_owned() };
    Delivery {
        note: DeliveryNote {
            id: DeliveryId(1),
            received_at: UnixMillis(0),
            source: String::from("default"),
            peer: None,
            method: String::from("POST"),
            path: String::from("/hook"),
            status: 200,
            verdict: Verdict::New,
            reason: None,
            call_id: None,
            body_bytes: body.len() as u64,
            took_micros: None,
            changes: Vec::new(),
        },
        headers: headers.iter().map(header).collect(),
        body,
    }
}

fn compared(one: impl Into<Vec<u8>>, other: impl Into<Vec<u8>>) -> Comparison {
    compare(&delivery(&[], one), &delivery(&[], other))
}

/// A line for each: `~ path: before -> after`, with `!` for another type.
fn told(differences: &[Difference]) -> Vec<String> {
    let tell = |difference: &Difference| {
        let path = &difference.path;
        let (before, after) = (difference.before.as_deref(), difference.after.as_deref());
        match (difference.kind, before, after) {
            (DifferenceKind::Added, None, Some(after)) => format!("+ {path}: {after}"),
            (DifferenceKind::Removed, Some(before), None) => format!("- {path}: {before}"),
            (DifferenceKind::Changed, Some(before), Some(after)) => format!("~ {path}: {before} -> {after}"),
            (DifferenceKind::Retyped, Some(before), Some(after)) => format!("! {path}: {before} -> {after}"),
            _ => panic!("{difference:?}"),
        }
    };
    differences.iter().map(tell).collect()
}

fn fields(one: &str, other: &str) -> Vec<String> {
    told(&compared(one, other).fields)
}

#[test]
fn fields_are_told_in_the_order_of_the_first() {
    let one = r#"{"a":1, "b":"x", "gone":[1, {}], "odd key":{"c":true}, "same":[null]}"#;
    let other = r#"{"first":{"n": [ ]}, "odd key":{"c":false}, "b":"y", "behind b":2, "a":"1", "same":[null]}"#;
    let comparison = compared(one, other);
    assert_eq!(
        told(&comparison.fields),
        [
            "+ first: {\"n\":[]}",
            "! a: 1 -> \"1\"",
            "~ b: \"x\" -> \"y\"",
            "+ [\"behind b\"]: 2",
            "- gone: [1,{}]",
            "~ [\"odd key\"].c: true -> false",
        ]
    );
    assert_eq!((comparison.same, comparison.is_by_line, comparison.has_same_bytes), (1, false, false));
}

#[test]
fn what_means_the_same_is_no_difference() {
    let one = r#"{"a":85,"b":"\u00e9/","c":[1e3,-0,12345678901234567890],"d":[]}"#;
    let other = r#" { "d" : [ ] , "c":[1000.0,0.0,12345678901234567890.00], "b":"é\/","a":8.5e+1}"#;
    let comparison = compared(one, other);
    assert_eq!(told(&comparison.fields), [""; 0]);
    assert_eq!((comparison.same, comparison.has_same_bytes), (6, false));
}

#[test]
fn numbers_differ_by_their_value_to_the_last_digit() {
    for (one, other, are_same) in [
        ("12345678901234567890", "12345678901234567891", false),
        ("0.1", "0.10000000000000000001", false),
        ("1e400", "10e399", true),
        ("1e400", "1e401", false),
        ("0e99999999999999999999", "0", true),
        ("1e99999999999999999999", "1E99999999999999999999", true),
        ("1e99999999999999999999", "1e99999999999999999998", false),
        ("100e-2", "1", true),
        ("-1", "1", false),
        ("0.00120", "12e-4", true),
    ] {
        assert_eq!(fields(one, other).is_empty(), are_same, "{one} {other}");
    }
}

#[test]
fn another_type_is_told_as_such() {
    assert_eq!(fields("[1,null,{},true]", r#"["1",0,[],"true"]"#).concat().matches('!').count(), 4);
    assert_eq!(fields("{}", "[]"), ["! : {} -> []"]);
    assert_eq!(fields("{}", r#"{"a":1}"#), ["+ a: 1"]);
}

#[test]
fn keys_that_repeat_meet_in_turn() {
    assert_eq!(fields(r#"{"a":1,"a":2,"a":3}"#, r#"{"a":1,"a":9}"#), ["~ a: 2 -> 9", "- a: 3"]);
}

#[test]
fn what_was_put_into_a_list_is_one_difference() {
    assert_eq!(fields("[1,2,3,4]", "[1,9,2,3,4]"), ["+ [1]: 9"]);
    assert_eq!(fields("[1,2,3,4]", "[2,3,4]"), ["- [0]: 1"]);
    assert_eq!(fields("[1,2,3]", "[1,8,3]"), ["~ [1]: 2 -> 8"]);
    let one = r#"{"items":[{"id":1,"name":"Asha","n":1},{"id":2,"name":"Zoë","n":2}]}"#;
    let other = r#"{"items":[{"id":9},{"n":1,"name":"Asha","id":1},{"id":2,"name":"Zoë","n":3}]}"#;
    assert_eq!(fields(one, other), ["+ items[0]: {\"id\":9}", "~ items[1].n: 2 -> 3"]);
    // The changed one is found by what stayed, not by its place.
    let one = r#"[{"id":1,"a":"x","b":0}]"#;
    let other = r#"[{"id":7,"a":"y","b":1},{"id":1,"a":"x","b":2},{"id":8,"a":"z","b":3}]"#;
    assert_eq!(
        fields(one, other),
        ["+ [0]: {\"id\":7,\"a\":\"y\",\"b\":1}", "~ [0].b: 0 -> 2", "+ [2]: {\"id\":8,\"a\":\"z\",\"b\":3}"]
    );
}

#[test]
fn long_lists_are_aligned_by_what_is_there_once() {
    let list = |items: &mut dyn Iterator<Item = u32>| {
        format!("[{}]", items.map(|item| item.to_string()).collect::<Vec<_>>().join(","))
    };
    let one = list(&mut (0..5_000));
    let other = list(
        &mut (0..5_000)
            .filter(|item| *item != 10)
            .flat_map(|item| if item == 4_000 { vec![9_999, item] } else { vec![item] }),
    );
    assert_eq!(fields(&one, &other), ["- [10]: 10", "+ [3999]: 9999"]);
}

#[test]
fn depth_is_no_danger_and_too_many_differences_are_counted() {
    let deep = |inner: &str| format!("{}{inner}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(fields(&deep("1"), &deep("2")), [format!("~ {}: 1 -> 2", "[0]".repeat(100_000))]);
    let many = |value: &str| format!("[{}]", vec![value; 12_000].join(","));
    let comparison = compared(many("1"), many("2"));
    assert_eq!((comparison.fields.len(), comparison.left_out), (10_000, 2_000));
    // Nor are more bytes of them kept than a person reads.
    let mut found = Found::default();
    for _ in 0..100 {
        found.note(|| Difference::of("k".repeat(1 << 20), None, Some(String::from("1"))));
    }
    assert_eq!((found.differences.len(), found.left_out), (32, 68));
}

#[test]
fn what_is_not_json_is_compared_by_line() {
    let comparison = compared("{\"a\":1,\n\"b\":2,\n\"c\":3\n", "{\"a\":1,\r\n\"x\":0,\n\"b\":2,\n\"c\":4\n}");
    assert!(comparison.is_by_line);
    assert_eq!(told(&comparison.fields), ["+ line 2: \"x\":0,", "~ line 3: \"c\":3 -> \"c\":4", "~ line 4:  -> }"]);
    assert_eq!(comparison.same, 2);
    assert_eq!(told(&compared("", "one\ntwo").fields), ["+ line 1: one", "+ line 2: two"]);
    assert_eq!(told(&compared(*b"\xFF", *b"\xFE").fields), ["~ line 1: \u{FFFD} -> \u{FFFD}"]);
}

#[test]
fn headers_meet_by_name_whatever_its_case_and_repeats_in_turn() {
    let one = delivery(&[("Host", "a"), ("X-Tag", "1"), ("x-tag", "2"), ("Gone", ""), ("Content-Length", "2")], "{}");
    let mut other = delivery(
        &[("New", "n"), ("X-TAG", "1"), ("host", "a"), ("content-length", "3"), ("x-tag", "3"), ("X-Tag", "4")],
        "{ }",
    );
    other.note.method = String::from("PUT");
    other.note.path = String::from("/hook/s3cret?x=1");
    let comparison = compare(&one, &other);
    assert_eq!(
        told(&comparison.heads),
        [
            "~ request method: POST -> PUT",
            "~ request target: /hook -> /hook/s3cret?x=1",
            "+ New: n",
            "~ x-tag: 2 -> 3",
            "+ X-Tag: 4",
            "- Gone: ",
            "~ Content-Length: 2 -> 3",
        ]
    );
}

#[test]
fn secrets_can_be_masked() {
    let one = delivery(&[("Authorization", "Bearer abc"), ("x-api-key", "k")], "");
    let mut other = delivery(&[("authorization", "Bearer xyz")], "");
    other.note.path = String::from("/hook/s3cret");
    assert_eq!(
        told(&compare(&one, &other).without_secrets().heads),
        ["~ request target: /hook -> /hook/•••", "~ Authorization: Bearer ••• -> Bearer •••", "- x-api-key: •••"]
    );
}
