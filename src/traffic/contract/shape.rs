//! What a payload looks like, whatever it says: its paths and their types.

use std::collections::BTreeMap;

use super::FieldType;
use super::documented::DOCUMENTED;
use super::habit::MOST_PATHS;
use super::payload::Payload;
use crate::call::Datum;

/// How deep a payload is looked into.
const MOST_DEPTH: usize = 8;

/// How many items of a list are looked at: the others look like them.
const MOST_ITEMS: usize = 200;

/// The longest key that is taken for a name, in bytes.
const MOST_KEY_BYTES: usize = 64;

/// Stands for keys that are no names but ids, numbers, dates: one way to write each of them.
const ANY_KEY: &str = "*";

/// The paths of a payload with their types. Items of a list are all at `list[]`; what the contract leaves open is not looked
/// into.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shape {
    fields: BTreeMap<String, FieldType>,
    /// There is more than was looked at.
    is_cut: bool,
}

impl Shape {
    /// The shape of a body; `None` if it is no JSON, or not an object.
    pub fn of(body: &[u8]) -> Option<Self> {
        let payload = Payload::read(body)?;
        if !matches!(payload.value, Datum::Record(_)) {
            return None;
        }
        let before = payload.before();
        let free = DOCUMENTED.iter().filter(|field| field.is_free).map(|field| format!("{before}{}", field.path));
        let mut look = Look { shape: Self::default(), free: free.collect() };
        look.at_inside(&payload.value, &mut String::new(), 0);
        Some(look.shape)
    }

    /// Paths and types, in the order of paths.
    pub fn fields(&self) -> impl Iterator<Item = (&str, FieldType)> {
        self.fields.iter().map(|(path, kind)| (path.as_str(), *kind))
    }

    /// The type of a path, if it is there.
    pub fn get(&self, path: &str) -> Option<FieldType> {
        self.fields.get(path).copied()
    }

    /// There is more of the payload than was looked at.
    pub fn is_cut(&self) -> bool {
        self.is_cut
    }
}

struct Look {
    shape: Shape,
    free: Vec<String>,
}

impl Look {
    fn at(&mut self, value: &Datum, path: &mut String, depth: usize) {
        let kind = FieldType::of(value);
        let has_room = self.shape.fields.len() < MOST_PATHS;
        match self.shape.fields.get_mut(path.as_str()) {
            Some(known) => *known = known.and(kind),
            None if has_room => _ = self.shape.fields.insert(path.clone(), kind),
            None => return self.shape.is_cut = true,
        }
        if !self.free.iter().any(|free| free == path) {
            self.at_inside(value, path, depth);
        }
    }

    fn at_inside(&mut self, value: &Datum, path: &mut String, depth: usize) {
        let length = path.len();
        match value {
            Datum::Record(_) | Datum::List(_) if depth == MOST_DEPTH => {}
            Datum::Record(fields) => {
                for (key, value) in fields {
                    if length > 0 {
                        path.push('.');
                    }
                    path.push_str(if is_name(key) { key } else { ANY_KEY });
                    self.at(value, path, depth + 1);
                    path.truncate(length);
                }
            }
            Datum::List(items) => {
                path.push_str("[]");
                items.iter().take(MOST_ITEMS).for_each(|item| self.at(item, path, depth + 1));
                path.truncate(length);
                self.shape.is_cut |= items.len() > MOST_ITEMS;
            }
            _ => {}
        }
    }
}

/// A key that names a field, and is not itself something that was said: an id, a number, a date, a telephone number.
fn is_name(key: &str) -> bool {
    let digits = key.bytes().filter(u8::is_ascii_digit).count();
    let all = |is: fn(&u8) -> bool| key.bytes().all(|byte| is(&byte) || byte == b'-' || byte == b'_');
    let is_number = digits > 0 && digits == key.len() || key.len() >= 4 && digits * 2 > key.len();
    let is_id = digits > 0 && key.len() >= 12 && all(u8::is_ascii_hexdigit)
        || digits >= 4 && key.len() >= 16 && all(u8::is_ascii_alphanumeric);
    !key.is_empty() && key.len() <= MOST_KEY_BYTES && !is_number && !is_id && !key.contains('@')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(body: &str) -> Vec<String> {
        let shape = Shape::of(body.as_bytes()).unwrap();
        shape.fields().map(|(path, kind)| format!("{path} {}", kind.as_str())).collect()
    }

    #[test]
    fn a_shape_is_paths_and_types_and_not_what_is_said() {
        let body = r#"{"a":{"b":"x","c":null},"items":[{"t":1},{"t":"2","u":true},null],"e":[],"a.b":7}"#;
        let wanted = [
            "a object",
            "a.b mixed",
            "a.c null",
            "e null",
            "items array",
            "items[] object",
            "items[].t mixed",
            "items[].u boolean",
        ];
        assert_eq!(shape(body), wanted);
        assert_eq!(Shape::of(b"[1]"), None);
        assert_eq!(shape(r#"[{"a":1}]"#), ["a number"]);
    }

    #[test]
    fn what_the_contract_leaves_open_is_not_looked_into() {
        let analysis = r#"{"actionItems":[{"task":"x"}],"sentiment":{"a":1},"own":{"a":1}}"#;
        let bare = shape(&format!(r#"{{"callId":"c","callAnalysis":{analysis}}}"#));
        assert_eq!(
            bare[..5],
            [
                "callAnalysis object",
                "callAnalysis.actionItems array",
                "callAnalysis.own object",
                "callAnalysis.own.a number",
                "callAnalysis.sentiment object"
            ]
        );
        let wrapped = shape(&format!(r#"{{"event":"e","call":{{"callId":"c","callAnalysis":{analysis}}}}}"#));
        assert!(!wrapped.iter().any(|line| line.contains("actionItems[")), "{wrapped:?}");
    }

    #[test]
    fn keys_that_are_ids_are_one() {
        for key in [
            "",
            "17",
            "2025-01-20",
            "+1-555-123-4567",
            "693bff62619c51fac21acf50",
            "123e4567-e89b-12d3-a456-426614174000",
            "agent_01hx8k2m9q7w3z",
            "ann@example.com",
            &"x".repeat(65),
        ] {
            assert!(!is_name(key), "{key}");
        }
        for key in ["callId", "q1", "item10", "address2", "follow_up_owner", "größe", "deadbeefcafe", "sha256"] {
            assert!(is_name(key), "{key}");
        }
        assert_eq!(
            shape(r#"{"by":{"11":{"a":1},"12":{"b":2}}}"#),
            ["by object", "by.* object", "by.*.a number", "by.*.b number"]
        );
    }

    #[test]
    fn no_payload_makes_more_than_so_many_paths() {
        let wide: Vec<String> = (0..MOST_PATHS + 50).map(|number| format!("\"key{number}x\":1")).collect();
        let wide = Shape::of(format!("{{{}}}", wide.join(",")).as_bytes()).unwrap();
        assert!(wide.is_cut() && wide.fields().count() == MOST_PATHS);
        let deep = format!("{}1{}", "{\"a\":".repeat(300), "}".repeat(300));
        assert_eq!(shape(&deep).len(), MOST_DEPTH);
    }
}
