//! Appointments as calendar files (RFC 5545), for whatever calendar a person keeps. Makes the text; writes nothing.

use icalendar::{Calendar, Component as _, Event, Property};
use jiff::Timestamp;

use super::CallbackEntry;
use crate::call::UnixMillis;

/// How long a call back takes, in milliseconds, for all that is known.
const LASTS_MS: i64 = 30 * 60_000;

/// The file's name and its text.
pub(super) fn appointment(entry: &CallbackEntry, at: UnixMillis, now: UnixMillis) -> (String, String) {
    let who = match &entry.company {
        Some(company) => format!("{} ({company})", entry.name),
        None => entry.name.clone(),
    };
    let mut lines: Vec<String> = entry.ways.iter().map(|(_, text, _)| text.clone()).collect();
    lines.extend(entry.prefers.clone());
    if let Some(clock) = &entry.local_clock {
        lines.push(say!("It was {clock} there when this was saved.", clock = clock));
    }
    let mut event = Event::new();
    // The same appointment saved twice is one in the calendar.
    event
        .uid(&format!("call-{}-{}@call-inbox", entry.seq.0, at.0))
        .summary(&say!("Call {who} back", who = who))
        .description(&lines.join("\n"))
        .append_property(Property::new("DTSTAMP", stamp(now)))
        .append_property(Property::new("DTSTART", stamp(at)))
        .append_property(Property::new("DTEND", stamp(UnixMillis(at.0 + LASTS_MS))));
    if let Some(link) = entry.ways.iter().find_map(|(_, _, link)| link.as_deref()) {
        event.url(link);
    }
    let text = Calendar::new().push(event.done()).done().to_string();
    // No word of the payload is in a file's name.
    (format!("call-back-{}-{}.ics", entry.seq.0, stamp(at)), text)
}

/// "20250120T100000Z"
fn stamp(at: UnixMillis) -> String {
    let form = |at: Timestamp| at.strftime("%Y%m%dT%H%M%SZ").to_string();
    Timestamp::from_millisecond(at.0).map_or_else(|_| String::new(), form)
}

#[cfg(test)]
mod tests {
    use super::super::callback::samples::{at, callback, queue_of};
    use super::*;

    #[test]
    fn an_appointment_is_a_whole_event_in_utc() {
        let json = r#"{"callerDetails":{"name":"Asha; \"Rao\"/..","company":"Solar, Ltd","phoneNumber":"+91 98200 12345",
            "country":"India","scheduledTime":"2025-12-15T10:00:00+05:30"}}"#;
        let now = at("2025-12-12T04:42:00Z");
        let calls = [callback(7, "2025-12-12T02:00:00Z", json)];
        let entry = queue_of(&calls, now).remove(0);
        let (name, text) = appointment(&entry, entry.appointment.unwrap(), now);
        assert!(name.starts_with("call-back-") && name.ends_with("-20251215T043000Z.ics"), "{name}");
        for line in [
            "BEGIN:VCALENDAR",
            "DTSTAMP:20251212T044200Z",
            "DTSTART:20251215T043000Z",
            "DTEND:20251215T050000Z",
            "UID:call-7-1765773000000@call-inbox",
            "END:VCALENDAR",
        ] {
            assert!(text.lines().any(|there| there == line), "{line} in\n{text}");
        }
        assert_eq!(text.matches("DTSTAMP").count(), 1);
        assert!(text.contains("Solar\\, Ltd"), "{text}");
        assert!(text.lines().all(|line| line.len() <= 75), "{text}");
    }
}
