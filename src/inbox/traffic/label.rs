//! A request in words: when, how quick, and what happened, as its line in the table says it.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::call::{Change, Tone, UnixMillis, Verdict, shown_target, words_from_key};
use crate::inbox::millis_label;
use crate::traffic::{ForwardTally, TrafficRow};
use crate::words::date;

/// How long the sender waits for an answer, in microseconds.
pub const BUDGET_MICROS: u64 = 10_000_000;
/// An answer that takes longer is marked, in microseconds.
const SLOW_MICROS: u64 = 1_000_000;
/// Changes that are named.
const CHANGES_NAMED: usize = 3;
/// A value that is longer, in characters, is not named itself.
const VALUE_CHARS: usize = 24;

/// How quick an answer was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Not known (yet).
    Unknown,
    /// Quick enough.
    Fine,
    /// More than a second.
    Slow,
    /// The sender had hung up.
    Late,
}

impl Pace {
    /// Of an answer that took so long.
    pub fn of(took_micros: Option<u64>) -> Self {
        match took_micros {
            None => Self::Unknown,
            Some(micros) if micros > BUDGET_MICROS => Self::Late,
            Some(micros) if micros > SLOW_MICROS => Self::Slow,
            Some(_) => Self::Fine,
        }
    }
}

/// Something beside what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowMark {
    /// In a word or two.
    pub text: String,
    /// What kind of news it is.
    pub tone: Tone,
    /// In a sentence.
    pub hint: String,
}

/// "10:42:07.318" today, "26 Nov 10:42:07" this year, "26 Nov 2024" before.
pub fn request_time(at: UnixMillis, now: UnixMillis, zone: &TimeZone) -> String {
    let zoned = |at: UnixMillis| Some(Timestamp::from_millisecond(at.0).ok()?.to_zoned_datetime(zone.clone()));
    let (Some(at), Some(now)) = (zoned(at), zoned(now)) else { return String::new() };
    match (at.date() == now.date(), at.year() == now.year()) {
        (true, _) => date(say_in!("date", "%H:%M:%S.%3f"), &at),
        (false, true) => date(say_in!("date", "%-d %b %H:%M:%S"), &at),
        (false, false) => date(say_in!("date", "%-d %b %Y"), &at),
    }
}

/// "3 ms", "0.4 ms", "1.2 s"; "…" while it is not known.
pub fn took_label(took_micros: Option<u64>) -> String {
    took_micros.map_or_else(|| String::from("…"), millis_label)
}

/// "3 ms of the sender's 10 s".
pub fn budget_label(took_micros: Option<u64>) -> String {
    match took_micros {
        None => String::from(say!("Not answered yet, or the program ended before it was noted")),
        Some(micros) if micros > BUDGET_MICROS => {
            say!("{time}: longer than the sender's 10 s, who had given up", time = millis_label(micros))
        }
        Some(micros) => say!("{time} of the sender's 10 s", time = millis_label(micros)),
    }
}

/// The target as it may be shown: a secret in it is masked.
pub fn path_label(row: &TrafficRow) -> String {
    shown_target(&row.note.path)
}

/// Who sent it, without the port.
pub fn from_label(row: &TrafficRow) -> &str {
    let peer = row.note.peer.as_deref().unwrap_or("–");
    peer.rsplit_once(':').map_or(peer, |(address, _)| address.trim_start_matches('[').trim_end_matches(']'))
}

/// What happened, in a line.
pub fn what_happened(row: &TrafficRow) -> String {
    let note = &row.note;
    let who = row.title.clone().or_else(|| note.call_id.as_ref().map(ToString::to_string));
    let reason = note.reason.clone().filter(|reason| !reason.trim().is_empty());
    let what = match note.verdict {
        Verdict::New => reason,
        Verdict::Repeat => Some(reason.unwrap_or_else(|| String::from(say!("the same bytes as before")))),
        Verdict::Updated => {
            let changes = (!note.changes.is_empty()).then(|| changes_label(&note.changes));
            let parts: Vec<String> = changes.into_iter().chain(reason).collect();
            Some(if parts.is_empty() { String::from(say!("nothing that counts changed")) } else { parts.join("; ") })
        }
        Verdict::Unparsed | Verdict::Refused | Verdict::Checked => {
            return reason.or(who).unwrap_or_default();
        }
    };
    match (who, what) {
        (Some(who), Some(what)) => {
            let joint = if note.verdict == Verdict::Updated { ": " } else { ", " };
            format!("{who}{joint}{what}")
        }
        (who, what) => who.or(what).unwrap_or_default(),
    }
}

/// "score 62 → 31, summary added, 2 more".
pub fn changes_label(changes: &[Change]) -> String {
    let mut parts: Vec<String> = changes.iter().take(CHANGES_NAMED).map(change_label).collect();
    let more = changes.len().saturating_sub(CHANGES_NAMED);
    if more > 0 {
        parts.push(say_many!(more, "{n} more", "{n} more"));
    }
    parts.join(", ")
}

fn change_label(change: &Change) -> String {
    let name = words_from_key(change.path.rsplit('.').next().unwrap_or(&change.path)).to_lowercase();
    let is_short = |value: &str| value.chars().count() <= VALUE_CHARS;
    match &change.before {
        None => say!("{name} added", name = name),
        Some(before) if is_short(before) && is_short(&change.after) => format!("{name} {before} → {}", change.after),
        Some(_) => say!("{name} changed", name = name),
    }
}

/// What else is to be known of a request.
pub fn row_marks(row: &TrafficRow) -> Vec<RowMark> {
    let again = row.replay_of.map(|id| RowMark {
        text: say!("again of #{id}", id = id.0),
        tone: Tone::Neutral,
        hint: say!("Sent again from here: of request #{id}", id = id.0),
    });
    again.into_iter().chain(forward_marks(row.forwards)).collect()
}

fn forward_marks(tally: ForwardTally) -> impl Iterator<Item = RowMark> {
    let mark =
        |count: u32, text: &str, tone, hint: String| (count > 0).then(|| RowMark { text: text.to_owned(), tone, hint });
    [
        mark(
            tally.sent,
            say!("handed on"),
            Tone::Neutral,
            say_many!(tally.sent, "Handed on to {n} target", "Handed on to {n} targets"),
        ),
        mark(
            tally.waiting,
            say!("on its way"),
            Tone::Mixed,
            say_many!(tally.waiting, "Still on its way to {n} target", "Still on its way to {n} targets"),
        ),
        mark(
            tally.dead,
            say!("given up"),
            Tone::Bad,
            say_many!(
                tally.dead,
                "Given up for {n} target: see Forwarding",
                "Given up for {n} targets: see Forwarding"
            ),
        ),
    ]
    .into_iter()
    .flatten()
}

/// The row for a screen reader.
pub fn spoken_row(row: &TrafficRow, now: UnixMillis, zone: &TimeZone) -> String {
    let note = &row.note;
    let time = request_time(note.received_at, now, zone);
    let time = time.split_once('.').map_or(time.as_str(), |(time, _)| time);
    let altered = if row.rehearsed.is_some() { " altered" } else { "" };
    let mut text = format!("{time} {} {}{altered} {}", note.method, note.status, note.verdict.as_str());
    for part in std::iter::once(what_happened(row)).chain(row_marks(row).into_iter().map(|mark| mark.text)) {
        if !part.is_empty() {
            text.push(' ');
            text.push_str(&part);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::samples::row;
    use super::*;
    use crate::call::DeliveryId;

    fn change(path: &str, before: Option<&str>, after: &str) -> Change {
        Change { path: path.into(), before: before.map(str::to_owned), after: after.into() }
    }

    #[test]
    fn times_show_what_tells_them_apart() {
        let at = |text: &str| UnixMillis(text.parse::<Timestamp>().unwrap().as_millisecond());
        let now = at("2026-11-26T12:00:00Z");
        for (time, label) in [
            ("2026-11-26T10:42:07.318Z", "10:42:07.318"),
            ("2026-11-25T23:59:59.999Z", "25 Nov 23:59:59"),
            ("2024-02-29T01:02:03Z", "29 Feb 2024"),
        ] {
            assert_eq!(request_time(at(time), now, &TimeZone::UTC), label);
        }
    }

    #[test]
    fn a_line_says_who_and_what() {
        let mut one = row(1, Verdict::New);
        one.title = Some("Asha Rao".into());
        assert_eq!(what_happened(&one), "Asha Rao");
        one.note.verdict = Verdict::Repeat;
        assert_eq!(what_happened(&one), "Asha Rao, the same bytes as before");
        one.note.verdict = Verdict::Updated;
        one.note.changes = vec![
            change("callAnalysis.score", Some("62"), "31"),
            change("callAnalysis.summary", None, "Wants a demo"),
            change("transcriptUri", Some(&"x".repeat(80)), "y"),
            change("a.b", None, "1"),
        ];
        assert_eq!(what_happened(&one), "Asha Rao: score 62 → 31, summary added, transcript uri changed, 1 more");
        one.note.verdict = Verdict::Refused;
        one.note.reason = Some("the secret is missing".into());
        assert_eq!(what_happened(&one), "the secret is missing");
    }

    #[test]
    fn an_answer_is_marked_when_the_sender_waited_long() {
        let pace = |micros| Pace::of(Some(micros));
        assert_eq!([pace(1_000_000), pace(1_000_001), pace(10_000_001)], [Pace::Fine, Pace::Slow, Pace::Late]);
        assert_eq!(Pace::of(None), Pace::Unknown);
        assert_eq!(budget_label(Some(3_000)), "3 ms of the sender's 10 s");
    }

    #[test]
    fn a_reader_hears_the_row_in_a_line() {
        let mut one = row(7, Verdict::New);
        one.title = Some("John Smith".into());
        one.replay_of = Some(DeliveryId(3));
        one.forwards = ForwardTally { waiting: 0, sent: 2, dead: 1 };
        let spoken = spoken_row(&one, one.note.received_at, &TimeZone::UTC);
        assert_eq!(spoken, "11:41:22 POST 200 new John Smith again of #3 handed on given up");
    }

    #[test]
    fn the_sender_is_named_without_its_port() {
        let mut one = row(1, Verdict::New);
        for (peer, label) in [("192.168.1.44:50000", "192.168.1.44"), ("[::1]:5000", "::1")] {
            one.note.peer = Some(peer.into());
            assert_eq!(from_label(&one), label);
        }
        one.note.peer = None;
        assert_eq!(from_label(&one), "–");
    }
}
