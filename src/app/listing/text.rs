//! Calls and deliveries as lines for people.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::call::{Block, CallId, CallRow, DeliveryNote, Note, UnixMillis, lines_of, shown_target};
use crate::inbox::{DetailPage, Section, bytes_label, day_label, millis_label, moment_label, until_label};
use crate::traffic::{ForwardTally, TrafficRow};

/// A note in words: what it is about, if that is a moment of the recording, then what it says.
pub(in crate::app) fn note_text(note: &Note) -> String {
    match note.at_ms.map(moment_label) {
        None => note.text.clone(),
        Some(moment) if note.text.is_empty() => moment,
        Some(moment) => format!("{moment} {}", note.text),
    }
}

pub(super) fn row_line(row: &CallRow, now: UnixMillis, zone: &TimeZone) -> String {
    let when = day_label(row.received_at, now, zone);
    let mood = row.mood.as_ref().map_or("", |mood| mood.word.as_str());
    let score = row.score.as_ref().map(crate::call::Score::label).unwrap_or_default();
    let mark = if row.triage.unread { "•" } else { " " };
    let outcome = row.outcome.as_deref().unwrap_or_default();
    let id = row.id.as_str();
    let mut line = format!("{mark} {when:>11}  {:<28}  {mood:<12}  {score:>5}  {outcome:<28}  {id}", row.title);
    if let Some(until) = row.triage.snoozed_until {
        line.push_str(&format!("  (snoozed until {})", until_label(until, now, zone)));
    }
    row.tags.iter().for_each(|tag| line.push_str(&format!("  #{tag}")));
    line
}

/// A request as it stands in the table: what is told of a delivery, then what is odd about it.
pub(super) fn request_line(row: &TrafficRow) -> String {
    let mut line = delivery_line(&row.note);
    let ForwardTally { waiting, sent, dead } = row.forwards;
    let replay = row.replay_of.map(|id| format!("sent again from here, of {}", id.0));
    let told = [(waiting, "waiting to be handed on"), (sent, "handed on"), (dead, "given up")];
    let told = told.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
    for remark in replay.into_iter().chain(row.rehearsed.clone()).chain(told) {
        line.push_str(&format!("  [{remark}]"));
    }
    line
}

fn delivery_line(note: &DeliveryNote) -> String {
    let when = Timestamp::from_millisecond(note.received_at.0)
        .map(|at| at.to_zoned_datetime(TimeZone::system()).strftime("%Y-%m-%d %H:%M:%S%.3f").to_string())
        .unwrap_or_default();
    let took = note.took_micros.map(millis_label).unwrap_or_default();
    let about = note.reason.as_deref().or(note.call_id.as_ref().map(CallId::as_str)).unwrap_or_default();
    let (method, path, status) = (&note.method, shown_target(&note.path), note.status);
    let (verdict, size, id) = (note.verdict.as_str(), bytes_label(note.body_bytes), note.id.0);
    format!("{id:>5}  {when}  {method:<4} {path}  {status}  {verdict:<8}  {size:>9}  {took:>7}  {about}")
}

pub(super) fn page_text(page: &DetailPage) -> String {
    let mut text = format!("{}\n", page.title);
    let contacts: Vec<_> = page.contacts.iter().map(|contact| contact.text.as_str()).collect();
    if !contacts.is_empty() {
        text.push_str(&contacts.join(" · "));
        text.push('\n');
    }
    let mut facts: Vec<String> = page.detail.call.analysis.mood.iter().map(|mood| mood.word.clone()).collect();
    facts.extend(page.chips().map(str::to_owned));
    facts.extend(page.detail.call.analysis.score.iter().map(|score| format!("score {}", score.label())));
    facts.push(page.when.clone());
    text.push_str(&facts.join(" · "));
    text.push('\n');
    for section in &page.sections {
        section_text(page, section, &mut text);
    }
    text
}

fn section_text(page: &DetailPage, section: &Section, text: &mut String) {
    let mut line = |line: String| {
        text.push_str(&line);
        text.push('\n');
    };
    match section {
        Section::Text { title, text } => line(format!("\n{title}\n  {}", text.replace('\n', "\n  "))),
        Section::Blocks { title, blocks } => {
            line(format!("\n{title}"));
            for piece in lines_of(blocks) {
                line(format!("  {piece}"));
            }
        }
        Section::Tasks { blocks } => {
            let to_do = to_do_lines(page, blocks);
            if !to_do.is_empty() {
                line(String::from("\nAction items"));
            }
            to_do.iter().for_each(|piece| line(format!("  {piece}")));
        }
        Section::Notes => {
            if !page.detail.notes.is_empty() {
                line(String::from("\nNotes"));
            }
            for note in &page.detail.notes {
                line(format!("  {}", note_text(note).replace('\n', "\n  ")));
            }
        }
        Section::Facts { title, facts } => {
            line(format!("\n{title}"));
            for fact in facts {
                line(format!("  {:<16} {}", fact.label, fact.text));
            }
        }
        Section::Deliveries(deliveries) => {
            line(format!("\nDeliveries ({})", deliveries.len()));
            for delivery in deliveries {
                line(format!("  {}  {}  {}", delivery.when, delivery.verdict.as_str(), delivery.facts));
            }
        }
    }
}

/// What the platform named, then what a person added.
pub(in crate::app) fn to_do_lines(page: &DetailPage, blocks: &[Block]) -> Vec<String> {
    let own = page.detail.own_tasks.iter();
    let own = own.map(|task| format!("[{}] {}", if task.done_at.is_some() { 'x' } else { ' ' }, task.text));
    lines_of(blocks).into_iter().chain(own).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{Call, CallDetail, Datum, IdSource, Seq, Triage};

    fn detail(payload: &str) -> CallDetail {
        let document = Datum::parse(payload).unwrap();
        let call = Call::read(CallId::given("c1").unwrap(), IdSource::Given, document);
        CallDetail::new(Seq(1), UnixMillis(0), call, Triage::default(), Vec::new())
    }

    #[test]
    fn a_line_ends_with_what_a_person_made_of_the_call() {
        let mut row = detail(r#"{"callerDetails":{"name":"Ann"}}"#).row();
        let line = |row: &CallRow| row_line(row, UnixMillis(0), &TimeZone::UTC);
        assert!(line(&row).ends_with("  c1"), "{}", line(&row));
        row.triage.snoozed_until = Some(UnixMillis(3_600_000));
        row.tags = vec![String::from("hot lead"), String::from("vip")];
        assert!(line(&row).ends_with("  c1  (snoozed until 01:00)  #hot lead  #vip"), "{}", line(&row));
    }
}
