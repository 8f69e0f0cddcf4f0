//! Envelopes: the shapes in which other voice platforms wrap the same call. Takes the call out, gives the contract's
//! names to what has them under another, and keeps everything else: no leaf of a payload is lost, none comes twice.
//! It never looks into a bare payload.

use crate::call::{Datum, IdSource, NamedId, envelope_of, find_id};

/// A call taken out of its envelope.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Unwrapped {
    /// The inner record's id, if it names one.
    pub(super) id: Option<NamedId>,
    /// The contract's fields first, then the inner record's others, then the envelope's own.
    pub(super) document: Datum,
    /// Which envelope it was.
    pub(super) shape: &'static str,
}

type Fields = Vec<(String, Datum)>;

/// The contract's own names, in its order.
const CONTRACT: [&str; 5] = ["callId", "recordingUri", "transcriptUri", "callerDetails", "callAnalysis"];

/// Where a contract field hides in the envelopes we know, the better source first. A field moves only to a place that is
/// free, and a record only where a record belongs.
const MOVES: [(&[&str], &[&str]); 15] = [
    (&["call_analysis"], &["callAnalysis"]),
    (&["analysis"], &["callAnalysis"]),
    (&["callAnalysis", "call_summary"], &["callAnalysis", "summary"]),
    (&["callAnalysis", "transcript_summary"], &["callAnalysis", "summary"]),
    (&["callAnalysis", "user_sentiment"], &["callAnalysis", "mood"]),
    (&["recording_url"], &["recordingUri"]),
    (&["recordingUrl"], &["recordingUri"]),
    (&["artifact", "recordingUrl"], &["recordingUri"]),
    (&["artifact", "recording", "stereoUrl"], &["recordingUri"]),
    (&["artifact", "recording", "mono", "combinedUrl"], &["recordingUri"]),
    (&["transcript_url"], &["transcriptUri"]),
    (&["transcriptUrl"], &["transcriptUri"]),
    (&["customer", "name"], &["callerDetails", "name"]),
    (&["customer", "number"], &["callerDetails", "phoneNumber"]),
    (&["customer", "email"], &["callerDetails", "email"]),
];

/// Takes a known envelope off, or gives the payload back.
pub(super) fn take_off(payload: Datum) -> Result<Unwrapped, Datum> {
    let Some((shape, way)) = envelope_of(&payload) else { return Err(payload) };
    let mut outer = match payload {
        Datum::Record(fields) => fields,
        other => return Err(other),
    };
    let mut siblings = Vec::new();
    for step in way {
        let at = effective(&outer, step).unwrap_or_default();
        let Datum::Record(inner) = outer.remove(at).1 else { unreachable!("recognised as a record") };
        siblings.push(std::mem::replace(&mut outer, inner));
    }
    let inner = Datum::Record(outer);
    let mut id = find_id(&inner).map(|named| (vec![named.key], named));
    // Vapi's call is a record beside its analysis.
    let call_of = |inner: &Datum| find_id(inner.get("call")?).map(|named| (vec!["call", named.key], named));
    if id.as_ref().is_none_or(|(_, named)| named.source == IdSource::Alias) {
        id = call_of(&inner).or(id);
    }
    let Datum::Record(mut fields) = inner else { unreachable!("made a record above") };
    if let Some((way, _)) = &id
        && way.as_slice() != ["callId"]
        && let Some(value) = take(&mut fields, way, |_| true)
    {
        fields.push((String::from("callId"), value));
    }
    for (from, to) in MOVES {
        relocate(&mut fields, from, to);
    }
    for from in other_party(&fields) {
        relocate(&mut fields, &[from], &["callerDetails", "phoneNumber"]);
    }
    let place = |name: &str| CONTRACT.iter().position(|key| *key == name).unwrap_or(CONTRACT.len());
    fields.sort_by_key(|(name, _)| place(name));
    append(&mut fields, siblings);
    Ok(Unwrapped { id: id.map(|(_, named)| named), document: Datum::Record(fields), shape })
}

/// Whose number is the person's: the one who was called when the call went out, else the one who called.
fn other_party(fields: &Fields) -> [&'static str; 2] {
    let outbound = fields
        .iter()
        .any(|(key, value)| key == "direction" && value.to_line().is_some_and(|word| word.contains("outbound")));
    if outbound { ["to_number", "to"] } else { ["from_number", "from"] }
}

/// The field of that name that counts: the last that says something, as [`Datum::get`] has it.
fn effective(fields: &Fields, key: &str) -> Option<usize> {
    let last = |says: bool| fields.iter().rposition(|(name, value)| name == key && (!says || !value.is_blank()));
    last(true).or_else(|| last(false))
}

/// Takes a field out, and the records it leaves empty.
fn take(fields: &mut Fields, way: &[&str], fits: impl Fn(&Datum) -> bool) -> Option<Datum> {
    let (key, rest) = way.split_first()?;
    let at = effective(fields, key)?;
    if rest.is_empty() {
        return fits(&fields[at].1).then(|| fields.remove(at).1);
    }
    let Datum::Record(inner) = &mut fields[at].1 else { return None };
    let value = take(inner, rest, fits)?;
    if inner.is_empty() {
        fields.remove(at);
    }
    Some(value)
}

/// Moves a field that says something to its contract name, if that place is free.
fn relocate(fields: &mut Fields, from: &[&str], to: &[&str]) {
    let is_section = to == ["callAnalysis"];
    let fits = |value: &Datum| !value.is_blank() && matches!(value, Datum::Record(_)) == is_section && !is_list(value);
    if is_free(fields, to)
        && let Some(value) = take(fields, from, fits)
    {
        place(fields, to, value);
    }
}

fn is_list(value: &Datum) -> bool {
    matches!(value, Datum::List(_) | Datum::Unread(_))
}

fn is_free(fields: &Fields, way: &[&str]) -> bool {
    let Some((key, rest)) = way.split_first() else { return false };
    match effective(fields, key).map(|at| &fields[at].1) {
        None => true,
        Some(Datum::Record(inner)) if !rest.is_empty() => is_free(inner, rest),
        Some(value) => value.is_blank(),
    }
}

fn place(fields: &mut Fields, way: &[&str], value: Datum) {
    let Some((key, rest)) = way.split_first() else { return };
    if rest.is_empty() {
        return fields.push(((*key).to_owned(), value));
    }
    if let Some(at) = effective(fields, key)
        && let Datum::Record(inner) = &mut fields[at].1
    {
        return place(inner, rest, value);
    }
    let mut inner = Vec::new();
    place(&mut inner, rest, value);
    fields.push(((*key).to_owned(), Datum::Record(inner)));
}

/// Puts the envelope's own fields behind the call's; those whose name is taken go into a record of their own.
fn append(fields: &mut Fields, siblings: Vec<Fields>) {
    let mut taken: std::collections::HashSet<String> = fields.iter().map(|(name, _)| name.clone()).collect();
    let mut clashing = Vec::new();
    for (name, value) in siblings.into_iter().flatten() {
        if taken.insert(name.clone()) {
            fields.push((name, value));
        } else {
            clashing.push((name, value));
        }
    }
    if !clashing.is_empty() {
        fields.push((String::from("envelope"), Datum::Record(clashing)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(payload: &str, source: Option<IdSource>, document: &str) {
        let payload = Datum::parse(payload).unwrap();
        let unwrapped = take_off(payload.clone()).unwrap();
        assert_eq!(unwrapped.document.to_json(), document);
        assert_eq!(unwrapped.id.map(|named| named.source), source);
        let leaves = |datum: &Datum| {
            let mut all: Vec<String> = datum.leaves().iter().map(|(_, leaf)| leaf.to_json()).collect();
            all.sort();
            all
        };
        assert_eq!(leaves(&unwrapped.document), leaves(&payload), "a leaf was lost or came twice");
    }

    #[test]
    fn retell() {
        check(
            r#"{"id":"evt","event":"call_analyzed","call":{"call_id":"c1","id":4,"from_number":"+1","to_number":"+2","recording_url":"u","call_analysis":{"call_summary":"S","user_sentiment":"Positive","call_successful":true}}}"#,
            Some(IdSource::Alias),
            r#"{"callId":"c1","recordingUri":"u","callerDetails":{"phoneNumber":"+1"},"callAnalysis":{"call_successful":true,"summary":"S","mood":"Positive"},"id":4,"to_number":"+2","event":"call_analyzed","envelope":{"id":"evt"}}"#,
        );
        check(
            r#"{"event":"e","call":{"call_id":"c1","direction":"outbound","from_number":"+1","to_number":"+2","call_analysis":null}}"#,
            Some(IdSource::Alias),
            r#"{"callId":"c1","callerDetails":{"phoneNumber":"+2"},"direction":"outbound","from_number":"+1","call_analysis":null,"event":"e"}"#,
        );
    }

    #[test]
    fn vapi() {
        check(
            r#"{"message":{"type":"end-of-call-report","call":{"id":"v1","orgId":"o"},"customer":{"number":"+1","name":"Vera"},"analysis":{"summary":"S","successEvaluation":"true"},"artifact":{"recordingUrl":"r","recording":{"stereoUrl":"s"}}}}"#,
            Some(IdSource::Alias),
            r#"{"callId":"v1","recordingUri":"r","callerDetails":{"name":"Vera","phoneNumber":"+1"},"callAnalysis":{"summary":"S","successEvaluation":"true"},"type":"end-of-call-report","call":{"orgId":"o"},"artifact":{"recording":{"stereoUrl":"s"}}}"#,
        );
    }

    #[test]
    fn elevenlabs_and_telnyx_and_oration() {
        check(
            r#"{"type":"post_call_transcription","event_timestamp":1,"data":{"conversation_id":"x","analysis":{"transcript_summary":"S"},"type":"t"}}"#,
            Some(IdSource::Alias),
            r#"{"callId":"x","callAnalysis":{"summary":"S"},"type":"t","event_timestamp":1,"envelope":{"type":"post_call_transcription"}}"#,
        );
        check(
            r#"{"data":{"event_type":"e","id":"evt","payload":{"call_id":"t1","from":"+1"}},"meta":{"attempt":1}}"#,
            Some(IdSource::Alias),
            r#"{"callId":"t1","callerDetails":{"phoneNumber":"+1"},"meta":{"attempt":1},"event_type":"e","id":"evt"}"#,
        );
        check(
            r#"{"eventId":"e9","eventType":"ended","payload":{"callId":"o1","summary":null}}"#,
            Some(IdSource::Given),
            r#"{"callId":"o1","summary":null,"eventId":"e9","eventType":"ended"}"#,
        );
    }

    #[test]
    fn an_envelope_without_an_id_is_still_an_envelope() {
        check(r#"{"call":{"status":"ended"}}"#, None, r#"{"status":"ended"}"#);
        check(r#"{"call":{"callId":"g"}}"#, Some(IdSource::Given), r#"{"callId":"g"}"#);
    }

    #[test]
    fn contract_names_already_there_stay() {
        check(
            r#"{"event":"e","call":{"callId":"g","call_id":"a","recordingUri":"u","recording_url":"v","callAnalysis":{"summary":"A"},"analysis":{"summary":"B"},"callerDetails":"text","from_number":"+1"}}"#,
            Some(IdSource::Given),
            r#"{"callId":"g","recordingUri":"u","callerDetails":"text","callAnalysis":{"summary":"A"},"call_id":"a","recording_url":"v","analysis":{"summary":"B"},"from_number":"+1","event":"e"}"#,
        );
    }

    #[test]
    fn bare_payloads_are_given_back() {
        for bare in [
            r#"{"callId":"a","call":{"call_id":"b"}}"#,
            r#"{"call_id":"a","data":{"x":1},"type":"t"}"#,
            r#"{"id":"a","call":{"status":"x"}}"#,
            r#"{"message":"text","data":[1]}"#,
            r#"{"event":"ping"}"#,
            r#"{"event":"e","call":"gone"}"#,
            "null",
        ] {
            assert!(take_off(Datum::parse(bare).unwrap()).is_err(), "{bare}");
        }
    }
}
