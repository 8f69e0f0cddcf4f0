//! One payload against the documented contract: what is missing, new and of another type.

use std::collections::HashSet;

use super::documented::{DOCUMENTED, documented};
use super::payload::Payload;
use super::{Deviation, DeviationKind, FieldType};
use crate::call::Datum;

/// How a body that is not an object is named among fields.
const WHOLE_BODY: &str = "(body)";

/// The most new fields that are told of one payload: what has more of them follows no contract.
const MOST_NEW: usize = 1_000;

/// Where a body is not as the contract says: what is missing and what has another type, in the contract's order, then what
/// is new, in the body's. Of a part that is missing or new as a whole, only the part is told. A field that is there and says
/// nothing (`null`, an empty text, list or object) is neither. Nothing for what is not JSON.
pub fn deviations(body: &[u8]) -> Vec<Deviation> {
    let Some(payload) = Payload::read(body) else { return Vec::new() };
    let call = payload.call();
    if !matches!(call, Datum::Record(_)) {
        let found = FieldType::of(call).as_str();
        let kind = DeviationKind::Retyped { expected: FieldType::Object.as_str(), found };
        return vec![Deviation { path: WHOLE_BODY.to_owned(), kind }];
    }
    let first = if payload.is_in_list { "[0]." } else { "" };
    let before = format!("{first}{}", payload.before());
    let mut found: Vec<Deviation> = DOCUMENTED
        .iter()
        .filter_map(|field| {
            let (holder, key) = match field.path.split_once('.') {
                // Of a section that is missing or something else, that is told of the section itself.
                Some((section, key)) => (call.get(section).filter(|section| !section.fields().is_empty())?, key),
                None => (call, field.path),
            };
            let kind = match holder.get(key).map(FieldType::of) {
                None => DeviationKind::Missing,
                Some(kind) if kind == field.kind || kind == FieldType::Null => return None,
                Some(kind) => DeviationKind::Retyped { expected: field.kind.as_str(), found: kind.as_str() },
            };
            Some(Deviation { path: format!("{before}{}", field.path), kind })
        })
        .collect();
    let mut news = News { found: Vec::new(), told: HashSet::new() };
    news.look(&payload.value, first, payload.way);
    found.extend(news.found.into_iter().map(|path| Deviation { path, kind: DeviationKind::New }));
    found
}

struct News {
    /// In the body's order.
    found: Vec<String>,
    told: HashSet<String>,
}

impl News {
    /// Looks at a record on the way to the call.
    fn look(&mut self, record: &Datum, before: &str, way: &[&str]) {
        let Some((step, rest)) = way.split_first() else { return self.look_at_call(record, before) };
        for (key, value) in record.fields() {
            if key != step {
                self.add(format!("{before}{key}"));
            } else if record.get(step) == Some(value) {
                self.look(value, &format!("{before}{step}."), rest);
            }
        }
    }

    fn look_at_call(&mut self, call: &Datum, before: &str) {
        for (key, value) in call.fields() {
            let is_section =
                DOCUMENTED.iter().any(|field| field.path.split_once('.').is_some_and(|(own, _)| own == key));
            if is_section {
                let inner = value.fields().iter().map(|(inner, _)| format!("{key}.{inner}"));
                let news = inner.filter(|path| documented(path).is_none());
                news.for_each(|path| self.add(format!("{before}{path}")));
            } else if documented(key).is_none() {
                self.add(format!("{before}{key}"));
            }
        }
    }

    fn add(&mut self, path: String) {
        if self.found.len() < MOST_NEW && self.told.insert(path.clone()) {
            self.found.push(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As a line each: `- missing`, `+ new`, `path: expected > found`.
    fn told(body: &str) -> Vec<String> {
        let line = |deviation: Deviation| match deviation.kind {
            DeviationKind::Missing => format!("-{}", deviation.path),
            DeviationKind::New => format!("+{}", deviation.path),
            DeviationKind::Retyped { expected, found } => format!("{}: {expected} > {found}", deviation.path),
        };
        deviations(body.as_bytes()).into_iter().map(line).collect()
    }

    const EXAMPLE: &str = r#"{"callId":"c","recordingUri":"r","transcriptUri":"t",
        "callerDetails":{"name":"n","phoneNumber":"p","email":"e","scheduledTime":"s","address":"a","city":"c",
            "state":"s","country":"c","occupation":"o","company":"c","preferredContactMethod":"p","bestTimeToCall":"b",
            "language":"l"},
        "callAnalysis":{"summary":"s","mood":"Positive","score":85,"callOutcome":"o","classification":"c",
            "interestsAndNeeds":{"x":{"y":1}},"actionItems":{},"sentiment":null}}"#;

    #[test]
    fn what_is_missing_is_told_in_the_contracts_order() {
        assert_eq!(told(EXAMPLE), ["-callerDetails.pincode", "-callerDetails.age", "-callerDetails.gender"]);
    }

    #[test]
    fn what_has_another_type_and_what_is_new_is_told_too() {
        let body = EXAMPLE
            .replace("85", "\"85\"")
            .replace("\"mood\"", "\"followUpOwner\":\"Lena\",\"mood\"")
            .replace("\"actionItems\":{}", "\"actionItems\":[\"Call\"]")
            .replace("{\"callId\"", "{\"agent\":{\"name\":\"a\"},\"agent\":1,\"callId\"");
        let told = told(&body);
        assert_eq!(
            told[3..],
            [
                "callAnalysis.score: number > string",
                "callAnalysis.actionItems: object > array",
                "+agent",
                "+callAnalysis.followUpOwner"
            ]
        );
    }

    #[test]
    fn of_a_part_that_is_missing_or_something_else_only_the_part_is_told() {
        let told = told(r#"{"callId":7,"recordingUri":null,"transcriptUri":"","callerDetails":"Ann"}"#);
        assert_eq!(told, ["callId: string > number", "callerDetails: object > string", "-callAnalysis"]);
    }

    #[test]
    fn paths_are_those_of_the_body() {
        let wrapped = told(&format!(r#"{{"event":"ended","call":{EXAMPLE}}}"#).replace("85", "true"));
        assert_eq!(wrapped[0], "-call.callerDetails.pincode");
        assert_eq!(wrapped[3..], ["call.callAnalysis.score: number > boolean", "+event"]);
        assert_eq!(told(&format!("[{EXAMPLE}]"))[0], "-[0].callerDetails.pincode");
        assert_eq!(told("[1,2]"), ["(body): object > array"]);
        assert_eq!(told("{"), [""; 0]);
    }

    #[test]
    fn a_payload_of_nothing_but_new_fields_is_not_told_without_end() {
        let body: Vec<String> = (0..5_000).map(|number| format!("\"n{number}\":1")).collect();
        let found = deviations(format!("{{{}}}", body.join(",")).as_bytes());
        assert_eq!(found.iter().filter(|deviation| deviation.kind == DeviationKind::New).count(), MOST_NEW);
    }
}
