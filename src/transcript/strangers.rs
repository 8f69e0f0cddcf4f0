//! JSON that is no transcript though it may lie where one was expected: a recorder's note, the sound of a call, an error.

use super::draft::text_of;
use super::json::levels;
use crate::call::Datum;

/// A sentence on what the value certainly is, instead of a transcript.
pub(super) fn something_else(value: &Datum) -> Option<String> {
    let levels = levels(value);
    let has = |names: &[&str]| levels.iter().any(|level| names.iter().all(|name| level.get(name).is_some()));
    if has(&["egress_id"]) && (has(&["files"]) || has(&["room_name"]) || has(&["started_at"])) {
        return Some(String::from(
            "This is LiveKit's note about the recording (an egress manifest), not the transcript.",
        ));
    }
    let is_sound = levels.iter().any(|level| level.get("full_audio").is_some() && level.get("transcript").is_none());
    is_sound
        .then(|| String::from("This is the sound of the call from ElevenLabs (post_call_audio), not the transcript."))
}

/// A sentence on the error that the value tells, if it looks like one.
pub(super) fn error(value: &Datum) -> Option<String> {
    let record = match value {
        Datum::List(items) => items.first()?,
        other => other,
    };
    let error = record.get("error").or_else(|| record.get("errors")).or_else(|| record.get("Error"));
    let within = error.filter(|error| matches!(error, Datum::Record(_))).unwrap_or(record);
    let code = ["code", "Code", "status", "statusCode"].iter().find_map(|name| text_of(within.get(name)));
    let message = ["message", "Message", "detail", "error", "error_description"];
    let message = message.iter().find_map(|name| text_of(within.get(name)).filter(|text| text.len() <= 300));
    let said = match (code, message) {
        (Some(code), Some(message)) => format!("{code} ({})", message.trim_end_matches('.')),
        (None, Some(message)) => message.trim_end_matches('.').to_owned(),
        (Some(code), None) if error.is_some() => code,
        _ => return None,
    };
    Some(format!("There is an error instead of the transcript: {said}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Datum {
        Datum::parse(text).unwrap()
    }

    #[test]
    fn a_recorders_note_and_a_calls_sound_are_told() {
        let note = r#"{"egress_id":"EG_1","room_name":"call-1","started_at":1765539685000000000,"files":[{}]}"#;
        assert!(something_else(&value(note)).unwrap().contains("egress manifest"));
        let sound = r#"{"type":"post_call_audio","data":{"agent_id":"a","full_audio":"SUQz"}}"#;
        assert!(something_else(&value(sound)).unwrap().contains("ElevenLabs"));
        assert_eq!(something_else(&value(r#"{"data":{"transcript":[{}],"full_audio":"x"}}"#)), None);
    }

    #[test]
    fn errors_say_what_they_say() {
        let cases = [
            (r#"{"error":{"code":404,"message":"No such object."}}"#, "404 (No such object)"),
            (r#"{"message":"Unauthorized"}"#, "Unauthorized"),
            (r#"{"error":"not found"}"#, "not found"),
            (r#"{"detail":"Expired"}"#, "Expired"),
        ];
        for (text, said) in cases {
            assert_eq!(error(&value(text)).unwrap(), format!("There is an error instead of the transcript: {said}."));
        }
        assert_eq!(error(&value(r#"{"status":"done"}"#)), None);
        assert_eq!(error(&value("[]")), None);
    }
}
