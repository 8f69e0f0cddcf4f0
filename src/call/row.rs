//! A call as the list and the detail need it: a small row, and everything at once.

use super::{Call, CallId, DeliveryNote, Mood, Score, UnixMillis};

/// A call's place in the order of arrival. Never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seq(pub i64);

/// A person's own marks. No delivery changes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Triage {
    /// Not opened yet, or marked so.
    pub unread: bool,
    /// Starred.
    pub starred: bool,
    /// Worked off.
    pub done: bool,
}

/// One mark to set or clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TriageChange {
    /// Set or clear unread.
    Unread(bool),
    /// Set or clear the star.
    Starred(bool),
    /// Set or clear done.
    Done(bool),
}

impl Triage {
    /// The marks after a change.
    #[must_use]
    pub fn with(mut self, change: TriageChange) -> Self {
        match change {
            TriageChange::Unread(yes) => self.unread = yes,
            TriageChange::Starred(yes) => self.starred = yes,
            TriageChange::Done(yes) => self.done = yes,
        }
        self
    }
}

/// A call as one row of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct CallRow {
    /// Place in the order of arrival.
    pub seq: Seq,
    /// The key.
    pub id: CallId,
    /// When its first delivery came.
    pub received_at: UnixMillis,
    /// Who, else how they can be reached, else the id.
    pub title: String,
    /// Company, unless it is the title; the id of a call of which no caller is known.
    pub company: Option<String>,
    /// Mood.
    pub mood: Option<Mood>,
    /// How it ended.
    pub outcome: Option<String>,
    /// Score.
    pub score: Option<Score>,
    /// The start of the summary, in one line.
    pub excerpt: Option<String>,
    /// A recording was named.
    pub has_recording: bool,
    /// A transcript was named.
    pub has_transcript: bool,
    /// A later delivery changed it.
    pub updated: bool,
    /// The person's marks.
    pub triage: Triage,
}

/// The longest excerpt, in characters: a row shows less than that at any width.
const EXCERPT_CHARS: usize = 160;

impl CallRow {
    /// The row of a call.
    pub fn of(call: &Call, seq: Seq, received_at: UnixMillis, updated: bool, triage: Triage) -> Self {
        let title = call.title();
        // What nobody is known of is told apart by its id, unless we made that up.
        let id = (!call.is_caller_known() && call.id_source != super::IdSource::Derived).then(|| call.id.as_str());
        let company = call.caller.known(super::CallerField::Company).filter(|company| *company != title).or(id);
        let summary = call.analysis.summary.as_deref();
        Self {
            seq,
            id: call.id.clone(),
            received_at,
            title: one_line(title),
            company: company.map(one_line),
            mood: call.analysis.mood.clone().map(|mood| Mood { word: one_line(&mood.word), ..mood }),
            outcome: call.analysis.outcome.as_deref().map(one_line),
            score: call.analysis.score.clone().map(|score| Score { text: one_line(&score.text), ..score }),
            excerpt: summary.map(one_line).filter(|text| !text.is_empty()),
            has_recording: call.recording_uri.is_some(),
            has_transcript: call.transcript_uri.is_some(),
            updated,
            triage,
        }
    }
}

/// White space and control characters folded to single spaces, cut to what a row can show.
fn one_line(text: &str) -> String {
    let mut line = String::new();
    let mut chars = 0;
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if chars > 0 {
            line.push(' ');
        }
        for c in word.chars() {
            if chars == EXCERPT_CHARS {
                line.push('…');
                return line;
            }
            line.push(c);
            chars += 1;
        }
    }
    line
}

/// Everything the detail shows of a call.
#[derive(Debug, Clone, PartialEq)]
pub struct CallDetail {
    /// Place in the order of arrival.
    pub seq: Seq,
    /// When its first delivery came.
    pub received_at: UnixMillis,
    /// The call, merged from all deliveries.
    pub call: Call,
    /// The person's marks.
    pub triage: Triage,
    /// Every delivery of it, oldest first.
    pub deliveries: Vec<DeliveryNote>,
}

impl CallDetail {
    /// The same call as a row.
    pub fn row(&self) -> CallRow {
        let updated = self.deliveries.iter().any(|delivery| delivery.verdict == super::Verdict::Updated);
        CallRow::of(&self.call, self.seq, self.received_at, updated, self.triage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{Datum, IdSource};

    #[test]
    fn a_row_is_one_short_line_of_each() {
        let json =
            format!(r#"{{"callerDetails":{{"name":"A\n\tB"}},"callAnalysis":{{"summary":"{}"}}}}"#, "x".repeat(900));
        let call = Call::read(CallId::given("c").unwrap(), IdSource::Given, Datum::parse(&json).unwrap());
        let row = CallRow::of(&call, Seq(1), UnixMillis(0), false, Triage::default());
        assert_eq!(row.title, "A B");
        assert_eq!(row.excerpt.unwrap().chars().count(), EXCERPT_CHARS + 1);
    }
}
