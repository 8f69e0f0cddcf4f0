//! A call, its files and its deliveries as JSON for scripts. What is in a transcript has a file of its own.

use jiff::Timestamp;

use super::transcript::transcript_fields;
use crate::call::{CallDetail, CallId, Datum, DeliveryNote, Media, Note, Sound, UnixMillis, shown_target};
use crate::traffic::{ForwardTally, TrafficRow};
use crate::transcript::{Reading, Transcript};

pub(super) fn number(value: impl std::fmt::Display) -> Datum {
    Datum::Number(value.to_string().into())
}

pub(super) fn text_or_null(text: Option<&str>) -> Datum {
    text.map_or(Datum::Null, Datum::from)
}

/// RFC 3339, in UTC.
pub(super) fn stamp(at: UnixMillis) -> Datum {
    Timestamp::from_millisecond(at.0).map_or(Datum::Null, |at| Datum::Text(format!("{at:.3}")))
}

/// The payload's own fields first, then ours. A field of the payload that has the name of one of ours moves under
/// `payload`, so that ours can be relied on.
pub(in crate::app) fn detail_json(detail: &CallDetail) -> Datum {
    fields(detail, Vec::new())
}

/// The same with its files, what was said in it, and every delivery.
pub(super) fn whole_json(detail: &CallDetail, transcript: Option<(&Transcript, &Reading)>) -> Datum {
    let sound = detail.sound.as_ref().map(|(sound, _)| sound);
    let recording = detail.recording.as_ref().map_or(Datum::Null, |media| recording_json(media, sound));
    let said = detail.transcript.as_ref().map_or(Datum::Null, |media| {
        Datum::Record(media_fields(media).into_iter().chain(transcript_fields(transcript)).collect())
    });
    let received = Datum::List(detail.deliveries.iter().map(delivery_json).collect());
    let whole = [("recording", recording), ("transcript", said), ("received", received)];
    fields(detail, whole.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

/// `more` comes last of our own.
fn fields(detail: &CallDetail, more: Vec<(String, Datum)>) -> Datum {
    let call = &detail.call;
    let score = call.analysis.score.as_ref();
    let number_or_null = || score.and_then(|score| score.value).map_or(Datum::Null, number);
    let mut own: Vec<(String, Datum)> = Vec::new();
    let mut push = |key: &str, value: Datum| own.push((key.to_owned(), value));
    push("receivedAt", stamp(detail.received_at));
    push("deliveries", number(detail.deliveries.len()));
    push("score", number_or_null());
    if let Some(score) = score {
        push("scoreText", Datum::Text(score.text.clone()));
    }
    push("unread", Datum::Bool(detail.triage.unread));
    push("starred", Datum::Bool(detail.triage.starred));
    push("done", Datum::Bool(detail.triage.done));
    push("snoozedUntil", detail.triage.snoozed_until.map_or(Datum::Null, stamp));
    push("tags", Datum::List(detail.tags.iter().map(|tag| Datum::from(tag.as_str())).collect()));
    push("notes", Datum::List(detail.notes.iter().map(note_json).collect()));
    push("tasks", tasks_json(detail));
    push("idSource", Datum::from(call.id_source.as_str()));
    own.extend(more);
    let mut fields = vec![(String::from("callId"), Datum::from(call.id.as_str()))];
    let mut moved = Vec::new();
    for (key, _) in call.document.fields() {
        if fields.iter().any(|(name, _)| name == key) {
            continue;
        }
        let mut value = call.document.get(key).cloned().unwrap_or_default();
        if key == "callAnalysis"
            && let Datum::Record(parts) = &mut value
            && let Some(score) = parts.iter().rposition(|(name, _)| name == "score")
        {
            parts[score].1 = number_or_null();
        }
        if own.iter().any(|(name, _)| name == key) || key == "payload" {
            moved.push((key.clone(), value));
        } else {
            fields.push((key.clone(), value));
        }
    }
    if call.document.fields().is_empty() && !call.document.is_blank() {
        fields.push((String::from("payload"), call.document.clone()));
    } else if !moved.is_empty() {
        fields.push((String::from("payload"), Datum::Record(moved)));
    }
    fields.extend(own);
    Datum::Record(fields)
}

/// `atSecs` only of a note about a moment of the recording, `turn` only of one about a turn of the transcript.
fn note_json(note: &Note) -> Datum {
    let moment = note.at_ms.map(|at| (String::from("atSecs"), secs(at)));
    let turn = note.turn.map(|turn| (String::from("turn"), number(turn)));
    let fields = [("at", stamp(note.written_at)), ("text", Datum::from(note.text.as_str()))];
    let fields = fields.into_iter().map(|(key, value)| (key.to_owned(), value));
    Datum::Record(fields.chain(moment).chain(turn).collect())
}

pub(super) fn secs(ms: u64) -> Datum {
    number(ms as f64 / 1_000.0)
}

fn recording_json(media: &Media, sound: Option<&Sound>) -> Datum {
    let mut fields = media_fields(media);
    let mut push = |key: &str, value: Datum| fields.push((key.to_owned(), value));
    push("durationSecs", sound.map_or(Datum::Null, |sound| secs(sound.duration_ms)));
    push("codec", text_or_null(sound.map(|sound| sound.codec.as_str())));
    push("channels", sound.map_or(Datum::Null, |sound| number(sound.channels)));
    push("damage", text_or_null(sound.and_then(|sound| sound.damage.as_deref())));
    if let Some(talk) = sound.and_then(|sound| sound.talk) {
        let fields = [
            ("leftSecs", secs(talk.left_ms)),
            ("rightSecs", secs(talk.right_ms)),
            ("overlapSecs", secs(talk.overlap_ms)),
            ("deadAirSecs", secs(talk.dead_air_ms)),
            ("longestPauseSecs", secs(talk.longest_pause_ms)),
        ];
        push("talk", record(fields));
    }
    Datum::Record(fields)
}

/// Where a file stands.
fn media_fields(media: &Media) -> Vec<(String, Datum)> {
    let fields = [
        ("state", Datum::from(media.state.name())),
        ("why", text_or_null(media.why.as_deref())),
        ("bytes", number(media.bytes_kept())),
        ("totalBytes", media.total_bytes.map_or(Datum::Null, number)),
        ("sha256", text_or_null(media.sha256.as_deref())),
        ("expiresAt", media.expires_at.map_or(Datum::Null, stamp)),
        ("retryAt", media.retry_at.map_or(Datum::Null, stamp)),
        ("pinned", Datum::Bool(media.is_pinned)),
    ];
    fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// What the platform named, then what a person added.
fn tasks_json(detail: &CallDetail) -> Datum {
    let task = |text: &str, is_done, is_own| {
        record([("text", Datum::from(text)), ("done", Datum::Bool(is_done)), ("own", Datum::Bool(is_own))])
    };
    let said = detail.said_tasks().into_iter().map(|said| task(&said.text, said.is_done, false));
    let own = detail.own_tasks.iter().map(|own| task(&own.text, own.done_at.is_some(), true));
    Datum::List(said.chain(own).collect())
}

pub(super) fn record<const N: usize>(fields: [(&str, Datum); N]) -> Datum {
    Datum::Record(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

/// A request as it stands in the table: what is told of a delivery, then what there is beside it.
pub(super) fn request_json(row: &TrafficRow) -> Datum {
    let Datum::Record(mut fields) = delivery_json(&row.note) else { return Datum::Null };
    let mut push = |key: &str, value: Datum| fields.push((key.to_owned(), value));
    if let Some(id) = row.replay_of {
        push("replayOf", number(id.0));
    }
    if let Some(what) = &row.rehearsed {
        push("rehearsed", Datum::from(what.as_str()));
    }
    if row.forwards != ForwardTally::default() {
        let ForwardTally { waiting, sent, dead } = row.forwards;
        push("forwards", record([("waiting", number(waiting)), ("sent", number(sent)), ("dead", number(dead))]));
    }
    Datum::Record(fields)
}

pub(super) fn delivery_json(note: &DeliveryNote) -> Datum {
    let took = note.took_micros.map_or(Datum::Null, |micros| number(micros as f64 / 1_000.0));
    record([
        ("id", number(note.id.0)),
        ("receivedAt", stamp(note.received_at)),
        ("from", text_or_null(note.peer.as_deref())),
        ("method", Datum::from(note.method.as_str())),
        ("path", Datum::Text(shown_target(&note.path))),
        ("status", number(note.status)),
        ("verdict", Datum::from(note.verdict.as_str())),
        ("reason", text_or_null(note.reason.as_deref())),
        ("callId", text_or_null(note.call_id.as_ref().map(CallId::as_str))),
        ("bodyBytes", number(note.body_bytes)),
        ("tookMs", took),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    use crate::call::{Call, EntryId, IdSource, MediaKind, MediaState, OwnTask, Seq, Talk, Triage};

    fn detail(payload: &str) -> CallDetail {
        let document = Datum::parse(payload).unwrap();
        let call = Call::read(CallId::given("c1").unwrap(), IdSource::Given, document);
        CallDetail::new(Seq(1), UnixMillis(0), call, Triage::default(), Vec::new())
    }

    fn json(payload: &str) -> String {
        detail_json(&detail(payload)).to_json()
    }

    #[test]
    fn a_recording_is_told_with_where_it_stands_and_what_it_holds() {
        let mut detail = detail(r#"{"recordingUri":"https://x.example/a"}"#);
        let named = Media::named(Seq(1), MediaKind::Recording, String::from("https://x.example/a"));
        detail.recording = Some(Media {
            state: MediaState::Kept,
            ranges: std::iter::once(0..70).collect(),
            total_bytes: Some(70),
            sha256: Some(String::from("ab")),
            ..named
        });
        let (codec, talk) = (String::from("MP3"), Some(Talk { left_ms: 1_500, ..Talk::default() }));
        let sound =
            Sound { codec, channels: 2, sample_rate: 8_000, duration_ms: 61_250, has_sides: true, damage: None, talk };
        detail.sound = Some((sound, Arc::default()));
        let whole = whole_json(&detail, None).to_json();
        let recording = r#""recording":{"state":"kept","why":null,"bytes":70,"totalBytes":70,"sha256":"ab","expiresAt":null,"retryAt":null,"pinned":false,"durationSecs":61.25,"codec":"MP3","channels":2,"damage":null,"talk":{"leftSecs":1.5,"rightSecs":0,"overlapSecs":0,"deadAirSecs":0,"longestPauseSecs":0}},"transcript":null"#;
        assert!(whole.contains(recording), "{whole}");
    }

    #[test]
    fn what_a_person_wrote_is_there() {
        let mut detail = detail(r#"{"callAnalysis":{"actionItems":["Call"]}}"#);
        let (id, at) = (EntryId(1), UnixMillis(1_000));
        detail.triage.snoozed_until = Some(at);
        detail.tags = vec![String::from("VIP")];
        detail.notes =
            vec![Note { id, written_at: at, edited_at: None, text: String::from("Hi"), at_ms: None, turn: Some(3) }];
        detail.own_tasks = vec![OwnTask { id, text: String::from("Quote"), created_at: at, done_at: Some(at) }];
        let text = detail_json(&detail).to_json();
        for part in [
            r#""snoozedUntil":"1970-01-01T00:00:01.000Z","tags":["VIP"]"#,
            r#""notes":[{"at":"1970-01-01T00:00:01.000Z","text":"Hi","turn":3}]"#,
            r#""tasks":[{"text":"Call","done":false,"own":false},{"text":"Quote","done":true,"own":true}]"#,
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(json("{}").contains(r#""snoozedUntil":null,"tags":[],"notes":[],"tasks":[]"#));
    }

    #[test]
    fn the_payloads_fields_come_first_and_the_score_is_a_number() {
        let text = json(r#"{"callId":"c1","x":{"y":1},"callAnalysis":{"mood":"Calm","score":"85/100"}}"#);
        assert!(text.starts_with(r#"{"callId":"c1","x":{"y":1},"callAnalysis":{"mood":"Calm","score":85},"#), "{text}");
        assert!(text.contains(r#""receivedAt":"1970-01-01T00:00:00.000Z""#), "{text}");
        assert!(text.contains(r#""score":85,"scoreText":"85/100""#), "{text}");
    }

    #[test]
    fn fields_named_like_ours_move_aside_and_what_is_no_record_is_under_payload() {
        let text = json(r#"{"callId":"c1","unread":"mine"}"#);
        assert!(text.contains(r#""payload":{"unread":"mine"}"#) && text.contains(r#""unread":false"#), "{text}");
        assert!(json("[1,2]").contains(r#""payload":[1,2]"#));
    }
}
