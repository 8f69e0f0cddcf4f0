//! Where in a payload the call is: the id it names, and the envelopes in which other platforms wrap it. Only found here;
//! taking it out is the listener's business.

use super::{CallId, Datum, IdSource};

/// Names other senders use for `callId`, the most telling first.
const ALIASES: [&str; 7] = ["call_id", "callID", "CallId", "id", "_id", "conversation_id", "callSid"];

/// Ids that only a call has. With one of them at the top a payload is bare, whatever else it holds.
const OUTER_CALL_IDS: [&str; 6] = ["callId", "call_id", "callID", "CallId", "conversation_id", "callSid"];

/// An id that a payload names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedId {
    /// The id.
    pub id: CallId,
    /// How it was found.
    pub source: IdSource,
    /// The field it was found under.
    pub key: &'static str,
}

/// The id among the fields of a record: `callId`, else the first usable alias.
pub fn find_id(record: &Datum) -> Option<NamedId> {
    let named = |key: &'static str| Some((key, record.get(key)?));
    if let Some((key, value)) = named("callId")
        && let Some(id) = plain_id(value)
    {
        return Some(NamedId { id, source: IdSource::Given, key });
    }
    std::iter::once("callId").chain(ALIASES).filter_map(named).find_map(|(key, value)| {
        let id = plain_id(value).or_else(|| plain_id(value.get("$oid")?))?;
        Some(NamedId { id, source: IdSource::Alias, key })
    })
}

fn plain_id(value: &Datum) -> Option<CallId> {
    match value {
        Datum::Text(text) => CallId::given(text),
        Datum::Number(digits) => CallId::given(digits),
        _ => None,
    }
}

/// The name of the envelope that a payload is, and the fields that lead to the call in it; `None` for a bare one.
pub fn envelope_of(payload: &Datum) -> Option<(&'static str, &'static [&'static str])> {
    let says = |key: &str| payload.get(key).is_some_and(|value| !value.is_blank());
    if OUTER_CALL_IDS.iter().any(|key| says(key)) {
        return None;
    }
    let record = |key: &str| payload.get(key).filter(|value| matches!(value, Datum::Record(_)));
    let is_event = || ["type", "event", "eventType", "event_type", "eventId"].iter().any(|key| says(key));
    if record("message").is_some_and(|message| matches!(message.get("type"), Some(Datum::Text(_)))) {
        return Some(("message with a type", &["message"]));
    }
    if let Some(data) = record("data") {
        if data.get("event_type").is_some() && matches!(data.get("payload"), Some(Datum::Record(_))) {
            return Some(("data with a payload", &["data", "payload"]));
        }
        if is_event() || says("event_timestamp") {
            return Some(("an event's data", &["data"]));
        }
    }
    if record("payload").is_some() && is_event() {
        return Some(("an event's payload", &["payload"]));
    }
    let call = record("call")?;
    // A bare payload may have an id of its own and a record about the call beside it.
    let is_envelope = find_id(call).is_some() || is_event() || find_id(payload).is_none();
    is_envelope.then_some(("an event's call", &["call"]))
}
