//! Whom to call back, in which order: one entry a person, whose latest words count.

use std::collections::HashMap;

use jiff::tz::TimeZone;

use super::local::{Places, ZoneNamed};
use super::standing::{CallbackGroup, Standing, time_name};
use crate::call::{Callback, ContactWay, Moment, Score, Seq, UnixMillis};
use crate::inbox::detail::{mailto_link, tel_link};

/// A person to call back.
#[derive(Debug, Clone, PartialEq)]
pub struct CallbackEntry {
    /// Their newest call.
    pub seq: Seq,
    /// All of their calls that wait for an answer, newest first.
    pub seqs: Vec<Seq>,
    /// Who.
    pub name: String,
    /// Of which company.
    pub company: Option<String>,
    /// Where they stand.
    pub group: CallbackGroup,
    /// An appointment that has come.
    pub is_due: bool,
    /// Why: "Asked for “Mornings”"; the clock there stands beside it.
    pub why: String,
    /// "10:12", "09:12–12:12"; `None` where it is not known.
    pub local_clock: Option<String>,
    /// When to call by the person's clock, if that is not now: "tomorrow 09:30".
    pub next: Option<String>,
    /// The preferred way that is not a call: "Prefers WhatsApp".
    pub prefers: Option<String>,
    /// The ways to reach them: the text, and a link if it can be one; the preferred one first.
    pub ways: Vec<(ContactWay, String, Option<String>)>,
    /// How much is still to do, in all of their calls.
    pub open_tasks: u32,
    /// Score of the newest call.
    pub score: Option<Score>,
    /// The instant that was agreed on, if it is to come and certain: for a calendar.
    pub appointment: Option<UnixMillis>,
    /// When it was, or is to be: the order within a group.
    at: Option<UnixMillis>,
}

impl CallbackEntry {
    /// "+2 earlier calls"
    pub fn earlier(&self) -> Option<String> {
        match self.seqs.len() {
            0 | 1 => None,
            count => Some(say_many!(count - 1, "+{n} earlier call", "+{n} earlier calls")),
        }
    }
}

/// The queue, the most urgent first. `calls` come newest first.
pub(super) fn queue(calls: &[Callback], now: UnixMillis, zone: &TimeZone, zone_named: ZoneNamed) -> Vec<CallbackEntry> {
    let people = people(calls);
    // Many live in the same places.
    let mut places: HashMap<&[&str], Places> = HashMap::new();
    let mut entries = Vec::with_capacity(people.len());
    for person in &people {
        let zones = zones(person);
        let places = places.entry(zones).or_insert_with(|| Places::of(zones, now, zone, zone_named));
        entries.extend(entry(person, places, now, zone));
    }
    entries.sort_by(|one, other| order(one).cmp(&order(other)).then_with(|| score(other).total_cmp(&score(one))));
    entries
}

/// Due ones first, the last that came due before older ones; then by when, then the highest score, then the newest.
fn order(entry: &CallbackEntry) -> (CallbackGroup, bool, i64) {
    let at = entry.at.map_or(i64::MAX, |at| at.0);
    (entry.group, !entry.is_due, if entry.is_due { at.saturating_neg() } else { at })
}

fn score(entry: &CallbackEntry) -> f64 {
    entry.score.as_ref().and_then(|score| score.value).unwrap_or(-1.0)
}

/// The calls of each person, newest first, in the order of their newest.
fn people(calls: &[Callback]) -> Vec<Vec<&Callback>> {
    let mut people: Vec<Vec<&Callback>> = Vec::new();
    let mut by_key: HashMap<&str, usize> = HashMap::new();
    for call in calls {
        let keys = || [&call.phone_key, &call.email_key].into_iter().flatten();
        let known = keys().find_map(|key| by_key.get(key.as_str()).copied());
        let at = known.unwrap_or(people.len());
        match people.get_mut(at) {
            Some(person) => person.push(call),
            None => people.push(vec![call]),
        }
        for key in keys() {
            by_key.entry(key).or_insert(at);
        }
    }
    people
}

/// Where they may be, by the call that narrows it most.
fn zones<'a>(person: &[&'a Callback]) -> &'a [&'static str] {
    let known = person.iter().map(|call| call.zones.as_slice()).filter(|zones| !zones.is_empty());
    known.min_by_key(|zones| zones.len()).unwrap_or_default()
}

fn entry(person: &[&Callback], places: &Places, now: UnixMillis, zone: &TimeZone) -> Option<CallbackEntry> {
    let newest = *person.first()?;
    // The latest call in which they said when.
    let says_when = |call: &&&Callback| call.agreed_said.is_some() || call.best_said.is_some();
    let told = person.iter().find(says_when).copied().unwrap_or(newest);
    let standing = Standing::of(told, places, now, zone);
    let appointment = told.agreed.and_then(|moment| {
        let (from, to) = places.span_of(moment, told.received_at)?;
        let is_certain = from == to && (places.is_known || matches!(moment, Moment::At(_)));
        (is_certain && from > now).then_some(from)
    });
    let way = person.iter().find_map(|call| call.way);
    Some(CallbackEntry {
        seq: newest.seq,
        seqs: person.iter().map(|call| call.seq).collect(),
        name: newest.title.clone(),
        company: person.iter().find_map(|call| call.company.clone()),
        group: standing.group,
        is_due: standing.is_due,
        why: standing.why,
        local_clock: places.clock(),
        next: standing.at.filter(|at| *at > now).map(|at| time_name(at, now, zone)),
        prefers: way.filter(|way| *way != ContactWay::Phone).map(|way| say!("Prefers {way}", way = way.label())),
        ways: ways(person, way),
        open_tasks: person.iter().map(|call| call.open_tasks).sum(),
        score: newest.score.clone(),
        appointment,
        at: standing.at,
    })
}

fn ways(person: &[&Callback], preferred: Option<ContactWay>) -> Vec<(ContactWay, String, Option<String>)> {
    let phone = person.iter().find_map(|call| call.phone.clone());
    let email = person.iter().find_map(|call| call.email.clone());
    let mut ways = Vec::new();
    if let Some(phone) = phone {
        let link = tel_link(&phone);
        ways.push((ContactWay::Phone, phone, link));
    }
    if let Some(email) = email {
        let link = mailto_link(&email);
        ways.push((ContactWay::Email, email, link));
    }
    if preferred == Some(ContactWay::Email) {
        ways.reverse();
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::super::samples::{at, callback, zone_named};
    use super::*;

    const NOW: &str = "2025-12-12T04:42:00Z";

    /// The names in order, with their groups, on a Friday, 10:12 in India.
    fn order_of(payloads: &[&str]) -> Vec<(String, CallbackGroup)> {
        let entries = entries_of(payloads);
        entries.into_iter().map(|entry| (entry.name, entry.group)).collect()
    }

    fn entries_of(payloads: &[&str]) -> Vec<CallbackEntry> {
        let calls: Vec<Callback> = payloads
            .iter()
            .enumerate()
            .map(|(index, json)| callback(100 - i64::try_from(index).unwrap(), "2025-12-12T02:00:00Z", json))
            .collect();
        queue(&calls, at(NOW), &TimeZone::UTC, zone_named)
    }

    #[test]
    fn the_most_urgent_is_first() {
        let india = |name: &str, rest: &str| {
            format!(r#"{{"callerDetails":{{"name":"{name}","phoneNumber":"+9198200{name:0>5}","country":"India"{rest}"#)
        };
        let payloads = [
            india("1", r#","bestTimeToCall":"evenings"}}"#),
            india("2", r#"},"callAnalysis":{"actionItems":["Call back"]}}"#),
            india("3", r#","bestTimeToCall":"Mornings"}}"#),
            india("4", r#","scheduledTime":"2025-12-12T04:00:00Z"}}"#),
            india("5", r#","scheduledTime":"2025-12-15T04:00:00Z"}}"#),
            india("6", r#","scheduledTime":"2025-12-12T04:45:00Z"}}"#),
            r#"{"callerDetails":{"name":"7","country":"USA","city":"Chicago","bestTimeToCall":"any time"}}"#.to_owned(),
        ];
        let payloads: Vec<&str> = payloads.iter().map(String::as_str).collect();
        let names: Vec<String> =
            order_of(&payloads).into_iter().map(|(name, group)| format!("{name} {group:?}")).collect();
        assert_eq!(names, ["6 Now", "4 Now", "3 Now", "2 NoTime", "1 LaterToday", "5 Later", "7 Asleep"]);
    }

    #[test]
    fn an_entry_says_why_and_when() {
        let why = |json: &str| entries_of(&[json]).remove(0);
        let morning = why(r#"{"callerDetails":{"name":"A","country":"India","bestTimeToCall":"Mornings"}}"#);
        assert_eq!(morning.why, "Asked for “Mornings”");
        assert_eq!((morning.local_clock.as_deref(), morning.next), (Some("10:12"), None));
        let evening = why(r#"{"callerDetails":{"name":"A","country":"India","bestTimeToCall":"After 6 pm"}}"#);
        assert_eq!((evening.why.as_str(), evening.next.as_deref()), ("Asked for “After 6 pm”", Some("12:30")));
        let late = why(r#"{"callerDetails":{"name":"A","scheduledTime":"2025-12-12T04:20:00Z"}}"#);
        assert_eq!((late.why.as_str(), late.is_due), ("Agreed for 04:20, 22 min ago", true));
        let phrase = why(r#"{"callerDetails":{"name":"A","country":"India","bestTimeToCall":"when it suits"}}"#);
        assert_eq!((phrase.why.as_str(), phrase.group), ("Asked for “when it suits”", CallbackGroup::NoTime));
        let unknown = why(r#"{"callerDetails":{"name":"A","bestTimeToCall":"evenings"}}"#);
        assert_eq!(unknown.why, "Asked for “evenings”; by your clock, theirs is not known");
        let coming = why(r#"{"callerDetails":{"name":"A","country":"India","scheduledTime":"2025-12-13 16:00"}}"#);
        assert_eq!(
            (coming.next.as_deref(), coming.appointment),
            (Some("tomorrow 10:30"), Some(at("2025-12-13T10:30:00Z")))
        );
        assert_eq!(coming.why, "Agreed for tomorrow 16:00 there");
        let past = why(r#"{"callerDetails":{"name":"A","scheduledTime":"2025-01-20T10:00:00Z"}}"#);
        assert_eq!((past.group, past.appointment), (CallbackGroup::NoTime, None));
    }

    #[test]
    fn a_person_stands_once_with_what_they_said_last() {
        let entries = entries_of(&[
            r#"{"callerDetails":{"name":"Asha R","phoneNumber":"+91 98200 12345"},"callAnalysis":{"actionItems":["a"]}}"#,
            r#"{"callerDetails":{"name":"Asha","phoneNumber":"9820012345","email":"A@x.io","country":"India","bestTimeToCall":"Mornings"}}"#,
            r#"{"callerDetails":{"name":"A. Rao","email":"a@x.io","bestTimeToCall":"Evenings"},"callAnalysis":{"actionItems":["b","c"]}}"#,
            r#"{"callerDetails":{"name":"Bob","phoneNumber":"+91 98200 99999"}}"#,
        ]);
        assert_eq!(entries.len(), 2);
        let asha = entries.iter().find(|entry| entry.name == "Asha R").unwrap();
        assert_eq!((asha.seqs.len(), asha.earlier().as_deref()), (3, Some("+2 earlier calls")));
        assert_eq!((asha.why.as_str(), asha.open_tasks), ("Asked for “Mornings”", 3));
    }

    #[test]
    fn the_preferred_way_is_first() {
        let mail = r#"{"callerDetails":{"phoneNumber":"+91 98200 12345","email":"a@x.io","preferredContactMethod":"E-mail first"}}"#;
        let entry = entries_of(&[mail]).remove(0);
        assert_eq!(entry.prefers.as_deref(), Some("Prefers e-mail"));
        assert_eq!(entry.ways[0], (ContactWay::Email, "a@x.io".to_owned(), Some("mailto:a@x.io".to_owned())));
        assert_eq!(entry.ways[1].2.as_deref(), Some("tel:+919820012345"));
    }
}
