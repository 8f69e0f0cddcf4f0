//! What holds for any body.

use proptest::prelude::*;
use serde::Deserialize as _;

use crate::call::Datum;
use crate::traffic::{Folds, LineKind, Outline};

/// JSON text with all that the grammar lets one write: white space, spellings, escapes, repeated keys.
pub(in crate::traffic) fn json() -> impl Strategy<Value = String> {
    let white = prop::sample::select(vec!["", "", "", " ", "\n", "\t ", "\r\n"]);
    let digits = "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,3})?([eE][-+]?[0-9]{1,3})?";
    let letters = r#"([ -!#-\[\]-~éЖ漢😀]|\\["\\/bfnrt]|\\u00[0-7][0-9a-fA-F]|\\u[dD]83[dD]\\uDe[0-9a-f]{2}){0,4}"#;
    let string = letters.prop_map(|text| format!("\"{text}\""));
    let key =
        prop_oneof![prop::sample::select(vec!["\"a\"", "\"b\"", "\"\\u0061\""]).prop_map(String::from), string.clone()];
    let scalar = prop_oneof![
        prop::sample::select(vec!["null", "true", "false", "{}", "[ ]"]).prop_map(String::from),
        digits,
        string,
    ];
    let value = scalar.prop_recursive(5, 48, 5, move |inner| {
        let white = white.clone();
        let member = (white.clone(), key.clone(), white.clone(), inner.clone(), white.clone())
            .prop_map(|(before, key, between, value, after)| format!("{before}{key}{between}:{between}{value}{after}"));
        let item = (white.clone(), inner, white).prop_map(|(before, value, after)| format!("{before}{value}{after}"));
        prop_oneof![
            prop::collection::vec(member, 0..5).prop_map(|members| format!("{{{}}}", members.join(","))),
            prop::collection::vec(item, 0..5).prop_map(|items| format!("[{}]", items.join(","))),
        ]
    });
    ("[ \n\t\r]{0,2}", value).prop_map(|(before, value)| before + &value)
}

/// A change of a few bytes.
fn blows() -> impl Strategy<Value = Vec<(prop::sample::Index, u8, u8)>> {
    let byte = prop_oneof![
        4 => prop::sample::select(b"{}[]\",:\\ \n0123456789-+.eEtfnu/a'_\xC3\xA9\xFF\x00".to_vec()),
        1 => any::<u8>(),
    ];
    prop::collection::vec((any::<prop::sample::Index>(), 0_u8..4, byte), 0..4)
}

fn struck(text: &str, blows: &[(prop::sample::Index, u8, u8)]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for (index, how, byte) in blows {
        let at = index.index(bytes.len() + 1);
        match how {
            0 => bytes.insert(at, *byte),
            1 if at < bytes.len() => bytes[at] = *byte,
            2 if at < bytes.len() => _ = bytes.remove(at),
            3 => bytes.truncate(at),
            _ => {}
        }
    }
    bytes
}

/// As strict as RFC 8259 and what programs make of it: half a character is refused. The private key by which serde_json
/// hands on numbers does not come up; one byte order mark, which we take, is none of its business.
fn serde_json_refuses(body: &[u8]) -> bool {
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    let mut source = serde_json::Deserializer::from_slice(body);
    source.disable_recursion_limit();
    serde_json::Value::deserialize(&mut source).and_then(|_| source.end()).is_err()
}

/// The value that the lines from there on make, and the line behind it.
fn rebuilt(outline: &Outline, body: &[u8], line: usize) -> (Datum, usize) {
    let LineKind::Opens { is_object, children, end } = outline.lines[line].kind else {
        let spelled = String::from_utf8_lossy(&body[outline.range_of(line)]).into_owned();
        let value = match outline.lines[line].kind {
            LineKind::String => Datum::Text(outline.unescaped(line, body).into_owned()),
            LineKind::Number => Datum::Number(spelled.into()),
            LineKind::Bool => Datum::Bool(spelled == "true"),
            LineKind::Null => Datum::Null,
            LineKind::Opens { .. } | LineKind::Closes => panic!("no value begins on line {line}"),
        };
        return (value, line + 1);
    };
    let (mut fields, mut items, mut next) = (Vec::new(), Vec::new(), line + 1);
    for _ in 0..children {
        let key = outline.key_text(next, body);
        assert_eq!(key.is_some(), is_object);
        let (value, behind) = rebuilt(outline, body, next);
        match key {
            Some(key) => fields.push((key.into_owned(), value)),
            None => items.push(value),
        }
        next = behind;
    }
    if children > 0 {
        assert_eq!(outline.lines[next].kind, LineKind::Closes);
        next += 1;
    }
    assert_eq!(end as usize, next - 1);
    (if is_object { Datum::Record(fields) } else { Datum::List(items) }, next)
}

proptest! {
    #[test]
    fn json_is_laid_out_whole(text in json()) {
        let body = text.as_bytes();
        let outline = Outline::of(body);
        prop_assert_eq!(&outline.fault, &None);
        let (value, behind) = rebuilt(&outline, body, 0);
        prop_assert_eq!(behind, outline.lines.len());
        prop_assert_eq!(&value, &Datum::parse(&text).unwrap());
        prop_assert_eq!(&Datum::parse(&outline.compact(0, body)).unwrap(), &value);
    }

    #[test]
    fn there_is_a_fault_where_serde_json_refuses_and_nowhere_else(text in json(), blows in blows()) {
        let body = struck(&text, &blows);
        let outline = Outline::of(&body);
        prop_assert_eq!(outline.fault.is_some(), serde_json_refuses(&body), "{:?} {:?}", outline.fault, String::from_utf8_lossy(&body));
        prop_assert_eq!(outline.rest(&body).is_empty() || outline.fault.is_some(), true);
    }

    #[test]
    fn what_stands_before_a_fault_does_not_hang_on_what_comes_after(text in json(), blows in blows()) {
        let body = struck(&text, &blows);
        let whole = Outline::of(&body);
        let Some(fault) = &whole.fault else { return Ok(()) };
        let before = Outline::of(&body[..fault.at]);
        let laid_out = whole.lines.iter().take_while(|line| line.value.end as usize <= fault.at);
        for (line, alone) in laid_out.zip(&before.lines) {
            prop_assert_eq!(&line.value, &alone.value);
        }
        // Nothing is wrong before it, only unfinished.
        let is_unfinished = |what: &str| {
            ["but the body ends here", "a string that is not closed", "the body is empty"].iter().any(|end| what.ends_with(end))
        };
        prop_assert!(before.fault.as_ref().is_none_or(|earlier| is_unfinished(&earlier.what)), "{:?}", before.fault);
    }

    #[test]
    fn any_bytes_are_safe(body in prop::collection::vec(any::<u8>(), 0..200), query in ".{0,3}") {
        let outline = Outline::of(&body);
        outline.hits(&query, &body);
        for line in 0..=outline.lines.len() {
            outline.value_text(line, &body);
            outline.unescaped(line, &body);
            outline.compact(line, &body);
            outline.path_of(line, &body);
        }
        outline.line_of(&query, &body);
    }

    #[test]
    fn every_line_is_found_by_its_path(text in json(), blows in blows()) {
        let body = struck(&text, &blows);
        let outline = Outline::of(&body);
        for (line, part) in outline.lines.iter().enumerate().filter(|(_, part)| part.kind != LineKind::Closes) {
            let path = outline.path_of(line, &body);
            let found = outline.line_of(&path, &body);
            // Of keys that occur twice the last is found, which may even lack what the path goes on to.
            let same = found.map(|found| outline.path_of(found, &body));
            prop_assert!(found == Some(line) || same.is_none_or(|same| same == path) && text_repeats(&outline, &body), "{} {:?}", path, part);
        }
    }

    #[test]
    fn rows_and_lines_agree_whatever_is_folded(text in json(), toggles in prop::collection::vec((any::<prop::sample::Index>(), 0_u8..6), 0..8)) {
        let body = text.as_bytes();
        let outline = Outline::of(body);
        let mut folds = Folds::none(&outline);
        let mut plain = vec![false; outline.lines.len()];
        let foldable = |line: usize| matches!(outline.lines[line].kind, LineKind::Opens { children: 1.., .. });
        for (index, how) in toggles {
            let line = index.index(outline.lines.len());
            let within = line..=outline.last_of(line);
            match how {
                0 => {
                    folds.fold_all(&outline, line);
                    within.for_each(|line| plain[line] = foldable(line));
                }
                1 => {
                    folds.unfold_all(&outline, line);
                    within.for_each(|line| plain[line] = false);
                }
                2 => {
                    folds.reveal(line);
                    (0..line).filter(|above| outline.last_of(*above) >= line).for_each(|above| plain[above] = false);
                }
                _ => {
                    folds.toggle(&outline, line);
                    plain[line] = foldable(line) && !plain[line];
                }
            }
        }
        let hider = |line: usize| (0..line).find(|above| plain[*above] && outline.last_of(*above) >= line);
        let shown: Vec<usize> = (0..outline.lines.len()).filter(|line| hider(*line).is_none()).collect();
        let rows: Vec<usize> = (0..folds.rows()).map(|row| folds.line_in(row).unwrap()).collect();
        prop_assert_eq!(&rows, &shown);
        prop_assert_eq!(folds.line_in(folds.rows()), None);
        for (line, is_folded) in plain.iter().enumerate() {
            prop_assert_eq!(folds.is_folded(line), *is_folded);
            prop_assert_eq!(folds.hides(line), hider(line).is_some());
            prop_assert_eq!(shown[folds.row_of(line)], hider(line).unwrap_or(line));
        }
    }

    #[test]
    fn hits_are_what_a_plain_search_finds(text in json(), query in prop_oneof!["[a-zéЖ0-9]{1,2}", Just(String::from("\""))]) {
        let body = text.as_bytes();
        let outline = Outline::of(body);
        let low = |text: &str| text.chars().flat_map(char::to_lowercase).collect::<String>();
        let holds = |text: &str| low(text).contains(&low(&query));
        let plain = outline.lines.iter().enumerate().filter(|(line, part)| {
            let is_scalar = !matches!(part.kind, LineKind::Opens { .. } | LineKind::Closes);
            let spelled_key = part.key.as_ref().map_or("", |key| &text[key.start as usize..key.end as usize]);
            holds(spelled_key)
                || outline.key_text(*line, body).is_some_and(|key| holds(&key))
                || is_scalar && (holds(&outline.value_text(*line, body)) || holds(&outline.unescaped(*line, body)))
        });
        let plain: Vec<u32> = plain.map(|(line, _)| u32::try_from(line).unwrap()).collect();
        prop_assert_eq!(outline.hits(&query, body), plain);
    }
}

/// Two members of an object read the same.
fn text_repeats(outline: &Outline, body: &[u8]) -> bool {
    (0..outline.lines.len()).any(|line| {
        let mut keys: Vec<_> = outline.children_of(line).filter_map(|child| outline.key_text(child, body)).collect();
        let count = keys.len();
        keys.sort();
        keys.dedup();
        keys.len() < count
    })
}
