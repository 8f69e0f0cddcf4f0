//! The body of the webhook: what a platform tells of a call, with all that real ones leave out, mistype or add.
//! The keys come in the contract's order.

use fastrand::Rng;

use super::Story;
use super::analysis;
use super::phrase::{chance, pick};
use crate::call::Datum;

/// Fields of a record, in order.
pub type Fields = Vec<(String, Datum)>;

/// A string.
pub fn text(value: impl Into<String>) -> Datum {
    Datum::Text(value.into())
}

/// A number as written.
pub fn number(digits: impl std::fmt::Display) -> Datum {
    Datum::Number(digits.to_string().into())
}

/// A list of strings.
pub fn texts(items: &[String]) -> Datum {
    Datum::List(items.iter().map(|item| text(item.as_str())).collect())
}

/// A record.
pub fn record<const N: usize>(fields: [(&str, Datum); N]) -> Datum {
    Datum::Record(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

/// How a platform says that it knows nothing.
#[derive(Debug, Clone, Copy)]
enum Unknown {
    Omitted,
    Null,
    Empty,
    Word(&'static str),
}

impl Unknown {
    fn any(rng: &mut Rng) -> Self {
        match rng.u8(..100) {
            0..=63 => Self::Omitted,
            64..=75 => Self::Null,
            76..=89 => Self::Empty,
            _ => Self::Word(pick("N/A|Not provided|unknown|Not mentioned", rng)),
        }
    }

    fn push(self, fields: &mut Fields, key: &str) {
        let value = match self {
            Self::Omitted => return,
            Self::Null => Datum::Null,
            Self::Empty => text(""),
            Self::Word(word) => text(word),
        };
        fields.push((key.to_owned(), value));
    }
}

/// The payload of a story whose media are served at `base_url`.
pub fn payload(story: &Story, base_url: &str, rng: &mut Rng) -> Datum {
    let mut fields: Fields = vec![("callId".into(), text(story.call_id()))];
    let is_bare = !story.is_test() && chance(8, rng);
    let unknown = if story.is_test() { Unknown::Omitted } else { Unknown::any(rng) };
    if story.is_test() || chance(97, rng) {
        fields.push(("recordingUri".into(), text(story.recording_url(base_url))));
    } else {
        unknown.push(&mut fields, "recordingUri");
    }
    if is_bare {
        let details = [("name", text(&*story.caller.name)), ("phoneNumber", text(&*story.caller.phone))];
        fields.push(("callerDetails".into(), record(details)));
        return Datum::Record(fields);
    }
    if story.is_test() || chance(94, rng) {
        fields.push(("transcriptUri".into(), text(story.transcript_url(base_url))));
    } else {
        unknown.push(&mut fields, "transcriptUri");
    }
    fields.push(("callerDetails".into(), Datum::Record(caller(story, unknown, rng))));
    analysis::push(&mut fields, story, rng);
    if !story.is_test() && chance(9, rng) {
        push_extra(&mut fields, story, rng);
    }
    Datum::Record(fields)
}

fn caller(story: &Story, unknown: Unknown, rng: &mut Rng) -> Fields {
    let person = &story.caller;
    let plot = &story.plot;
    let pincode = if chance(12, rng) && is_plain_number(&person.pincode) {
        number(&person.pincode)
    } else {
        text(&*person.pincode)
    };
    let age = match rng.u8(..10) {
        0..=6 => text(person.age.to_string()),
        7..=8 => number(person.age),
        _ => text(format!("around {}", person.age / 5 * 5)),
    };
    let gender = pick(if person.is_woman { "Female|female|F" } else { "Male|male|M" }, rng);
    let scheduled = plot.appointment.map_or_else(String::new, |appointment| appointment.written(rng));
    let named_late = if story.plot.ending == "wrong number" || story.plot.ending == "silent" { 10 } else { 94 };
    let all: [(&str, u8, Datum); 16] = [
        ("name", named_late, text(&*person.name)),
        ("phoneNumber", 97, text(&*person.phone)),
        ("email", 62, text(&*person.email)),
        ("scheduledTime", 92, text(scheduled)),
        ("address", 44, text(&*person.address)),
        ("pincode", 40, pincode),
        ("city", 78, text(&*person.city)),
        ("state", 58, text(&*person.state)),
        ("country", 66, text(&*person.country)),
        ("age", 20, age),
        ("gender", 24, text(gender)),
        ("occupation", 26, text(&*person.occupation)),
        ("company", 88, text(person.company.as_deref().unwrap_or_default())),
        ("preferredContactMethod", 34, text(pick(CONTACT_METHODS, rng))),
        ("bestTimeToCall", 36, text(best_time(person.place.language, rng))),
        ("language", 72, text(plot.language)),
    ];
    let mut fields = Fields::new();
    for (key, percent, value) in all {
        let is_told = if story.is_test() { percent > 50 } else { chance(percent, rng) };
        if is_told && !value.is_blank() {
            fields.push((key.to_owned(), value));
        } else if chance(70, rng) {
            unknown.push(&mut fields, key);
        }
    }
    if !story.is_test() && chance(4, rng) {
        fields.push(("leadSource".into(), text(pick("Website form|Google Ads|Referral|Walk-in|Instagram", rng))));
    }
    fields
}

const CONTACT_METHODS: &str = "Phone|WhatsApp|Email|SMS|phone call|WhatsApp message|E-mail first";
const BEST_TIMES: &str = "Mornings|After 6 pm|Weekdays 10-12|Lunch break|Any time|evenings, not on Fridays|Weekends only|Between 4 and 5 pm|before 9 am|After the children are in bed|Mon-Thu after 17:00|Tuesday or Thursday";

/// Mostly English; some callers say it in their own language.
fn best_time(language: &str, rng: &mut Rng) -> &'static str {
    let own = match language {
        "Hindi" => "शाम को 6 बजे के बाद",
        "Spanish" => "por las tardes",
        "German" => "werktags ab 17 Uhr",
        "Arabic" => "بعد صلاة العصر",
        "Japanese" => "平日の午前中",
        "French" => "le matin, avant 10 h",
        _ => return pick(BEST_TIMES, rng),
    };
    if chance(35, rng) { own } else { pick(BEST_TIMES, rng) }
}

fn is_plain_number(digits: &str) -> bool {
    !digits.is_empty() && !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Fields the contract does not name.
fn push_extra(fields: &mut Fields, story: &Story, rng: &mut Rng) {
    let secs = story.duration_secs();
    let mut push = |key: &str, value: Datum| fields.push((key.to_owned(), value));
    match rng.u8(..5) {
        0 => push("callDuration", number(secs.round())),
        1 => {
            push("agentId", text(format!("agent_{:08x}", rng.u32(..))));
            push("agentName", text(story.plot.agent));
            push("direction", text("inbound"));
        }
        2 => push(
            "metadata",
            record([
                ("campaign", text(pick("spring-offer|web-form|reactivation", rng))),
                ("durationSeconds", number(format!("{secs:.2}"))),
                ("isTest", Datum::Bool(false)),
            ]),
        ),
        3 => push("tags", texts(&[story.plot.industry.to_owned(), story.plot.ending.to_owned()])),
        _ => {
            push("event", text("call.completed"));
            push("version", text("1.1"));
        }
    }
}
