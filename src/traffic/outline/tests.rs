//! Outlines by example. What holds for any body is in `anything`.

mod anything;

use super::{Folds, LineKind, Outline};

/// As a person would draw it.
fn drawn(body: &[u8]) -> String {
    let outline = Outline::of(body);
    let mut text = String::new();
    let part = |place: &core::ops::Range<u32>| {
        String::from_utf8_lossy(&body[place.start as usize..place.end as usize]).into_owned()
    };
    for line in &outline.lines {
        let key = line.key.as_ref().map_or(String::new(), |key| part(key) + ": ");
        text += &format!("{}{key}{}\n", "  ".repeat(usize::from(line.depth)), part(&line.value));
    }
    text
}

fn fault(body: impl AsRef<[u8]>) -> (usize, String) {
    let fault = Outline::of(body.as_ref()).fault.expect("a fault");
    (fault.at, fault.what)
}

#[test]
fn a_body_is_laid_out_in_its_own_order_and_spelling() {
    let body = "\u{FEFF} {\"b\" :1.50e+0,\"a\":[ true,null , {}],\r\n\"b\":\"x\\u00e9\",\"\":[ ]}\n".as_bytes();
    let lines = concat!(
        "{\n",
        "  \"b\": 1.50e+0\n",
        "  \"a\": [\n",
        "    true\n",
        "    null\n",
        "    {}\n",
        "  ]\n",
        "  \"b\": \"x\\u00e9\"\n",
        "  \"\": [ ]\n",
        "}\n",
    );
    assert_eq!(drawn(body), lines);
    let outline = Outline::of(body);
    assert_eq!(outline.fault, None);
    assert_eq!(outline.lines[0].kind, LineKind::Opens { is_object: true, children: 4, end: 9 });
    assert_eq!(outline.lines[2].kind, LineKind::Opens { is_object: false, children: 3, end: 6 });
    assert_eq!(outline.lines[8].kind, LineKind::Opens { is_object: false, children: 0, end: 8 });
    assert_eq!(outline.rest(body), body.len()..body.len());
}

#[test]
fn what_is_cut_off_stays_laid_out() {
    let body = br#"{"a":[1,{"b":2,"c"#;
    let outline = Outline::of(body);
    assert_eq!(drawn(body), "{\n  \"a\": [\n    1\n    {\n      \"b\": 2\n");
    for (line, children) in [(0, 1), (1, 2), (3, 1)] {
        let LineKind::Opens { children: found, end, .. } = outline.lines[line].kind else { panic!() };
        assert_eq!((found, end), (children, 5), "line {line}");
    }
    assert_eq!(outline.value_text(1, body), r#"[1,{"b":2"#);
    assert_eq!(&body[outline.rest(body)], br#","c"#);
    assert_eq!(outline.path_of(4, body), "a[1].b");
}

#[test]
fn a_fault_is_told_in_plain_words_at_its_place() {
    let comma_brace = "expected a comma or a closing brace";
    let comma_bracket = "expected a comma or a closing bracket";
    for (body, at, what) in [
        ("", 0, "the body is empty"),
        (" \n", 0, "the body is empty"),
        ("{\"a\":1 \"b\":2}", 7, comma_brace),
        ("{\"a\":1]", 6, comma_brace),
        ("[1 2]", 3, comma_bracket),
        ("[1", 2, "expected a comma or a closing bracket, but the body ends here"),
        ("[1,]", 3, "expected another item; a comma behind the last one is not allowed"),
        ("{\"a\":1, }", 8, "expected another key; a comma behind the last member is not allowed"),
        ("{,", 1, "expected a key in double quotes"),
        ("{a:1}", 1, "expected a key in double quotes, found a"),
        ("{'a':1}", 1, "expected a key in double quotes"),
        ("{", 1, "expected a key, but the body ends here"),
        ("{\"a\"", 4, "expected a colon after the key, but the body ends here"),
        ("{\"a\",", 4, "expected a colon after the key"),
        ("{\"a\":}", 5, "expected a value"),
        ("{\"a\":", 5, "expected a value, but the body ends here"),
        ("[None]", 1, "expected a value, found None"),
        ("nullx", 0, "expected a value, found nullx"),
        ("['a']", 1, "a string has to be in double quotes"),
        ("[1, // x", 4, "a comment is not allowed"),
        ("[01]", 1, "a number may not begin with 0"),
        ("-012", 1, "a number may not begin with 0"),
        ("+1", 0, "a number may not begin with +"),
        (".5", 0, "a number may not begin with a point"),
        ("-", 1, "expected a digit after the minus, but the body ends here"),
        ("1.e", 2, "expected a digit after the point"),
        ("1e+]", 3, "expected a digit of the exponent"),
        ("[\"a]", 1, "a string that is not closed"),
        ("[\"a\\", 1, "a string that is not closed"),
        ("[\"a\\u12", 1, "a string that is not closed"),
        ("\"a\nb\"", 2, "a line break inside a string, where it has to be written as \\n"),
        ("\"a\tb\"", 2, "a control character inside a string"),
        ("\"a\\x\"", 2, "a backslash inside a string has to be followed by one of \" \\ / b f n r t u"),
        ("\"\\u00g0\"", 1, "expected four hexadecimal digits after \\u"),
        ("\"\\ud83d\"", 1, "an escape that is half a character without its other half"),
        ("\"\\ude00\"", 1, "an escape that is half a character without its other half"),
        ("{} {}", 3, "nothing after the value was expected"),
        ("\u{FEFF}\u{FEFF}1", 3, "expected a value"),
        ("{\0", 0, "the body is UTF-16, UTF-8 was expected"),
    ] {
        let (found_at, found) = fault(body);
        assert_eq!((found_at, found.as_str()), (at, what), "{body}");
    }
}

#[test]
fn a_fault_counts_lines_and_characters() {
    let place = |body: &str| {
        let fault = Outline::of(body.as_bytes()).fault.expect("a fault");
        (fault.at, fault.line, fault.column)
    };
    assert_eq!(place("\u{FEFF}[x"), (4, 1, 2));
    assert_eq!(place("{\r\n  \"Zoë 😀\": x\n}"), (18, 2, 12));
    assert_eq!(place("[1,\n"), (4, 2, 1));
}

#[test]
fn bytes_that_are_no_text_are_a_fault_but_hide_nothing() {
    let body = b"{\"a\":\"Jos\xE9\",\"b\":[\"\\ud800\",2]}";
    let outline = Outline::of(body);
    assert_eq!(fault(body).0, 9);
    assert_eq!((outline.lines.len(), outline.rest(body).len()), (7, 0));
    assert_eq!(outline.unescaped(1, body), "Jos\u{FFFD}");
    assert_eq!(outline.unescaped(3, body), "\u{FFFD}");
    // What hides the end of the string comes later, but is not the first fault.
    assert_eq!(fault(b"[\"\xE9\n\"]").0, 2);
}

#[test]
fn depth_is_no_danger() {
    let deep = 100_000;
    let body = [b"[".repeat(deep), b"]".repeat(deep)].concat();
    let outline = Outline::of(&body);
    assert_eq!(outline.fault, None);
    // The innermost is empty and has one line, the others two.
    assert_eq!(outline.lines.len(), 2 * deep - 1);
    assert_eq!((outline.lines[deep - 1].depth, outline.lines[100].depth), (u16::MAX, 100));
    assert_eq!(outline.path_of(deep - 1, &body), "[0]".repeat(deep - 1));
    assert_eq!(outline.line_of(&outline.path_of(deep - 1, &body), &body), Some(deep - 1));
    assert_eq!(outline.value_text(0, &body).len(), body.len());
    assert_eq!(outline.compact(0, &body).as_bytes(), body);
    let mut folds = Folds::from_depth(&outline, 3);
    assert_eq!(folds.rows(), 7);
    folds.reveal(deep);
    assert_eq!(folds.rows(), outline.lines.len());
    assert_eq!(fault(b"{\"a\":".repeat(deep)).0, 5 * deep);
}

const PATHS: &[u8] = br#"{"callId":"x","callAnalysis":{"items":[1,2,{"name":"n","odd key":[[true]]}]},"a\u0062c":1,
    "a.b":{"":2},"7":3,"\"]":4,"twice":5,"twice":6,"empty":{}}"#;

#[test]
fn a_path_leads_to_its_line_and_back() {
    let outline = Outline::of(PATHS);
    for (line, path) in [
        (0, ""),
        (1, "callId"),
        (2, "callAnalysis"),
        (3, "callAnalysis.items"),
        (5, "callAnalysis.items[1]"),
        (7, "callAnalysis.items[2].name"),
        (9, r#"callAnalysis.items[2]["odd key"][0]"#),
        (10, r#"callAnalysis.items[2]["odd key"][0][0]"#),
        (16, "abc"),
        (18, r#"["a.b"][""]"#),
        (20, r#"["7"]"#),
        (21, r#"["\"]"]"#),
        (23, "twice"),
        (24, "empty"),
    ] {
        assert_eq!(outline.path_of(line, PATHS), path, "line {line}");
        assert_eq!(outline.line_of(path, PATHS), Some(line), "{path}");
    }
    for (line, path) in [(14, "callAnalysis.items"), (25, ""), (22, "twice"), (26, "")] {
        assert_eq!(outline.path_of(line, PATHS), path, "line {line}");
    }
    for (path, line) in [("callAnalysis.items[2].odd key[][]", Some(10)), ("callAnalysis.items[]", Some(4))] {
        assert_eq!(outline.line_of(path, PATHS), line, "{path}");
    }
    for path in
        ["call", "callId.x", "callAnalysis[0]", "callAnalysis.items[3]", "a.b", "callAnalysis.items[x]", "[\"", "["]
    {
        assert_eq!(outline.line_of(path, PATHS), None, "{path}");
    }
    assert_eq!(Outline::of(b"").line_of("", b""), None);
}

#[test]
fn a_value_is_handed_out_as_it_is_spelled_or_as_it_reads() {
    let body = br#" {"a" : [ 1.0 , {"k\u00e9":"\ud83d\ude00\n\/"} , [ ] ] } "#;
    let outline = Outline::of(body);
    assert_eq!(outline.value_text(0, body), r#"{"a" : [ 1.0 , {"k\u00e9":"\ud83d\ude00\n\/"} , [ ] ] }"#);
    assert_eq!(outline.value_text(1, body), r#"[ 1.0 , {"k\u00e9":"\ud83d\ude00\n\/"} , [ ] ]"#);
    assert_eq!(outline.compact(1, body), r#"[1.0,{"k\u00e9":"\ud83d\ude00\n\/"},[]]"#);
    assert_eq!((outline.value_text(2, body), outline.unescaped(2, body)), ("1.0".into(), "1.0".into()));
    assert_eq!(outline.key_text(4, body).as_deref(), Some("ké"));
    assert_eq!(outline.unescaped(4, body), "😀\n/");
    assert_eq!(outline.value_text(99, body), "");
    assert_eq!((outline.line_at(0), outline.line_at(1), outline.line_at(3)), (None, Some(0), Some(1)));
    assert_eq!(outline.line_at(body.len()), Some(outline.lines.len() - 1));
}

#[test]
fn a_text_is_found_in_keys_and_values_whatever_its_case() {
    let body = r#"{"Name":"Jos\u00e9 M\u00dcLLER","n2":["ΣΊΣΥΦΟΣ",true,-1.50],"a":{"path":"c:\\x"}}"#.as_bytes();
    let outline = Outline::of(body);
    for (query, lines) in [
        ("name", vec![1]),
        ("josé mül", vec![1]),
        ("U00E9", vec![1]),
        ("σίσυφοσ", vec![3]),
        ("TRUE", vec![4]),
        ("1.5", vec![5]),
        ("n", vec![1, 2]),
        ("\"n", vec![1, 2]),
        ("\"a\"", vec![7]),
        ("c:\\x", vec![8]),
        ("c:\\\\x", vec![8]),
        ("[", vec![]),
        ("", vec![]),
    ] {
        assert_eq!(outline.hits(query, body), lines, "{query}");
    }
}

#[test]
fn what_is_folded_is_one_row() {
    let body = br#"{"a":[1,{"b":2},3],"c":{},"d":{"e":[4]}}"#;
    let outline = Outline::of(body);
    let shown = |folds: &Folds| (0..folds.rows()).map(|row| folds.line_in(row).unwrap()).collect::<Vec<_>>();
    let mut folds = Folds::none(&outline);
    assert_eq!(shown(&folds), (0..15).collect::<Vec<_>>());
    folds.toggle(&outline, 3);
    folds.toggle(&outline, 8);
    folds.toggle(&outline, 9);
    assert_eq!(shown(&folds), [0, 1, 2, 3, 6, 7, 8, 9, 14]);
    folds.toggle(&outline, 1);
    assert_eq!(shown(&folds), [0, 1, 8, 9, 14]);
    assert_eq!((folds.row_of(4), folds.row_of(8), folds.row_of(12), folds.row_of(14)), (1, 2, 3, 4));
    assert!(folds.hides(3) && !folds.hides(1) && folds.is_folded(3) && !folds.is_folded(8));
    folds.toggle(&outline, 1);
    assert!(folds.hides(4), "what was folded within stays folded");
    folds.reveal(4);
    assert_eq!(shown(&folds), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 14]);
    folds.fold_all(&outline, 0);
    assert_eq!((shown(&folds), folds.is_folded(10)), (vec![0], true));
    folds.toggle(&outline, 0);
    assert_eq!(shown(&folds), [0, 1, 8, 9, 14]);
    folds.unfold_all(&outline, 0);
    assert!(folds.is_empty());
    assert_eq!(shown(&Folds::from_depth(&outline, 1)), [0, 1, 8, 9, 14]);
    assert_eq!(Folds::none(&Outline::of(b"")).line_in(0), None);
}
