//! A call as its payload's document tells it: the contract's fields read into types, everything else under `more`.

use super::caller::is_placeholder;
use super::{Analysis, CallId, Caller, CallerField, Datum, IdSource};

/// One call, read from its document. The document is the payload in the contract's own names and order, after envelopes
/// are taken off and, for a call that was sent several times, after merging.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The key.
    pub id: CallId,
    /// How we came by the key.
    pub id_source: IdSource,
    /// Where the recording can be fetched, as sent.
    pub recording_uri: Option<String>,
    /// Where the transcript can be fetched, as sent.
    pub transcript_uri: Option<String>,
    /// Who called.
    pub caller: Caller,
    /// What was found out.
    pub analysis: Analysis,
    /// Whatever the contract does not name, or that is not of the type it says, in the order it was sent.
    pub more: Vec<MoreField>,
    /// All of the above as one ordered tree.
    pub document: Datum,
}

/// Who called when nothing was said of it.
const UNKNOWN_CALLER: &str = "Unknown caller";

/// A field outside the contract, with the path that leads to it.
#[derive(Debug, Clone, PartialEq)]
pub struct MoreField {
    /// `callerDetails.nickname`
    pub path: String,
    /// Its value.
    pub value: Datum,
}

impl Call {
    /// Reads a document. Total: what fits nowhere is under `more`.
    pub fn read(id: CallId, id_source: IdSource, document: Datum) -> Self {
        let mut more = Vec::new();
        let caller_details = section(&document, "callerDetails");
        let call_analysis = section(&document, "callAnalysis");
        for (at, (key, value)) in document.fields().iter().enumerate() {
            let elsewhere = match key.as_str() {
                "callId" => value.to_line().as_deref() == Some(id.as_str()),
                "recordingUri" | "transcriptUri" => {
                    (value.is_blank() || address(value).is_some()) && last_of(&document, at)
                }
                "callerDetails" => is_section(value) && last_of(&document, at),
                "callAnalysis" => is_section(value) && last_of(&document, at),
                _ => false,
            };
            if !elsewhere {
                push(&mut more, key.clone(), value);
            }
            if elsewhere && key == "callerDetails" {
                let known = |key: &str| CallerField::ALL.iter().any(|field| field.key() == key);
                push_unknown(&mut more, key, &caller_details, |key, value| known(key) && value.is_scalar());
            }
            if elsewhere && key == "callAnalysis" {
                let open = |key: &str| matches!(key, "interestsAndNeeds" | "actionItems" | "sentiment");
                push_unknown(&mut more, key, &call_analysis, |key, value| {
                    Analysis::KEYS.contains(&key) && (open(key) || value.is_scalar())
                });
            }
        }
        if document.fields().is_empty() {
            push(&mut more, String::from("payload"), &document);
        }
        Self {
            recording_uri: document.get("recordingUri").and_then(address),
            transcript_uri: document.get("transcriptUri").and_then(address),
            caller: Caller::read(&caller_details),
            analysis: Analysis::read(&call_analysis),
            more,
            id,
            id_source,
            document,
        }
    }

    /// Whether anything is known of who called.
    pub fn is_caller_known(&self) -> bool {
        self.title() != UNKNOWN_CALLER
    }

    /// The name to show for the call: who, else how they can be reached, else that nobody knows.
    pub fn title(&self) -> &str {
        [CallerField::Name, CallerField::PhoneNumber, CallerField::Email, CallerField::Company]
            .iter()
            .find_map(|field| self.caller.known(*field))
            .unwrap_or(UNKNOWN_CALLER)
    }
}

/// A text that could name a file: not `false`, not "Not available".
fn address(value: &Datum) -> Option<String> {
    let Datum::Text(_) = value else { return None };
    value.to_line().filter(|text| !is_placeholder(text))
}

/// A section as a record: itself, the record in a JSON string, or the one record of a list.
fn section(document: &Datum, key: &str) -> Datum {
    let Some(value) = document.get(key) else { return Datum::Null };
    let value = value.unquoted().into_owned();
    match value {
        Datum::List(mut items) if items.len() == 1 => items.remove(0),
        other => other,
    }
}

fn is_section(value: &Datum) -> bool {
    match &*value.unquoted() {
        Datum::Record(_) | Datum::Null => true,
        Datum::List(items) => matches!(items.as_slice(), [Datum::Record(_)] | []),
        other => other.is_blank(),
    }
}

/// Whether the field at that place is the one that counts among those of its name.
fn last_of(record: &Datum, at: usize) -> bool {
    let fields = record.fields();
    let counts = |value: &Datum| !value.is_blank();
    let (key, value) = &fields[at];
    let last = fields.iter().rposition(|(name, value)| name == key && counts(value));
    last.is_none_or(|last| last == at || value.is_blank())
}

fn push_unknown(more: &mut Vec<MoreField>, at: &str, record: &Datum, is_shown: impl Fn(&str, &Datum) -> bool) {
    for (index, (key, value)) in record.fields().iter().enumerate() {
        if !(is_shown(key, value) && last_of(record, index)) {
            push(more, format!("{at}.{key}"), value);
        }
    }
}

fn push(more: &mut Vec<MoreField>, path: String, value: &Datum) {
    if !value.is_blank() {
        more.push(MoreField { path, value: value.clone() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Call {
        Call::read(CallId::given("c1").unwrap(), IdSource::Given, Datum::parse(json).unwrap())
    }

    fn more(json: &str) -> Vec<String> {
        read(json).more.iter().map(|field| format!("{}={}", field.path, field.value.to_json())).collect()
    }

    #[test]
    fn unknown_fields_are_kept_in_the_order_sent() {
        let json = r#"{"z":1,"callId":"c1","callerDetails":{"name":"A","nick":"B"},"callAnalysis":{"mood":"Calm","lead":true},"a":{"b":2}}"#;
        assert_eq!(more(json), ["z=1", "callerDetails.nick=\"B\"", "callAnalysis.lead=true", "a={\"b\":2}"]);
    }

    #[test]
    fn what_has_the_wrong_type_is_shown_as_it_is() {
        assert_eq!(more(r#"{"callId":"c1","callerDetails":"just text"}"#), ["callerDetails=\"just text\""]);
        assert_eq!(
            more(r#"{"callId":"c1","callerDetails":{"name":{"first":"A"}}}"#),
            ["callerDetails.name={\"first\":\"A\"}"]
        );
        assert_eq!(more(r#"{"callId":["c2"],"recordingUri":{"u":1}}"#), ["callId=[\"c2\"]", "recordingUri={\"u\":1}"]);
        assert_eq!(more(r#"[1,2]"#), ["payload=[1,2]"]);
    }

    #[test]
    fn a_section_in_a_string_or_a_list_is_still_a_section() {
        let call = read(r#"{"callerDetails":"{\"name\":\"Ann\"}","callAnalysis":[{"summary":"Hi"}]}"#);
        assert_eq!((call.title(), call.analysis.summary.as_deref()), ("Ann", Some("Hi")));
        assert!(call.more.is_empty());
    }

    #[test]
    fn of_repeated_keys_the_others_are_shown_too() {
        assert_eq!(
            more(r#"{"callerDetails":{"name":"Old","name":"New","name":null},"x":1,"x":2}"#),
            ["callerDetails.name=\"Old\"", "x=1", "x=2"]
        );
    }

    #[test]
    fn a_title_is_found_for_everyone() {
        assert_eq!(read(r#"{"callerDetails":{"name":"N/A","phoneNumber":"+1"}}"#).title(), "+1");
        assert_eq!((read("{}").title(), read("{}").is_caller_known()), ("Unknown caller", false));
    }
}
