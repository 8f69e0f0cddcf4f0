//! A call as the list and the detail need it: a small row, and everything at once.

use std::sync::Arc;

use super::{
    Call, CallId, DeliveryNote, Listening, Media, Mood, Note, OwnTask, Peaks, Score, Sound, Task, Tick, UnixMillis,
    tasks_of,
};

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
    /// Put off until then. Comes back by itself.
    pub snoozed_until: Option<UnixMillis>,
}

/// One mark to set or clear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TriageChange {
    /// Set or clear unread.
    Unread(bool),
    /// Set or clear the star.
    Starred(bool),
    /// Set or clear done. What is done is not snoozed any more.
    Done(bool),
    /// Put off until then, or bring back. What is put off is not done: it shall come back.
    Snoozed(Option<UnixMillis>),
    /// Give or take away a tag, as a person writes it.
    Tagged(String, bool),
}

impl Triage {
    /// The marks after a change.
    #[must_use]
    pub fn with(mut self, change: &TriageChange) -> Self {
        match change {
            TriageChange::Unread(yes) => self.unread = *yes,
            TriageChange::Starred(yes) => self.starred = *yes,
            TriageChange::Done(yes) => {
                self.done = *yes;
                self.snoozed_until = self.snoozed_until.filter(|_| !yes);
            }
            TriageChange::Snoozed(until) => {
                self.snoozed_until = *until;
                self.done &= until.is_none();
            }
            TriageChange::Tagged(..) => {}
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
    /// What was said on the phone where a search found it, in one line; only if it found it nowhere else in the call.
    pub said: Option<String>,
    /// A recording was named.
    pub has_recording: bool,
    /// A transcript was named.
    pub has_transcript: bool,
    /// A later delivery changed it.
    pub updated: bool,
    /// The person's marks.
    pub triage: Triage,
    /// Tags, as a person wrote them, in order of the alphabet.
    pub tags: Vec<String>,
    /// How much is still to do: of what the platform named and what a person added.
    pub open_tasks: u32,
    /// How many notes a person wrote.
    pub notes: u32,
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
            said: None,
            has_recording: call.recording_uri.is_some(),
            has_transcript: call.transcript_uri.is_some(),
            updated,
            triage,
            tags: Vec::new(),
            open_tasks: 0,
            notes: 0,
        }
    }

    /// Shows what was said where a search found it.
    pub fn quote(&mut self, said: &str) {
        self.said = Some(one_line(said)).filter(|line| !line.is_empty());
    }
}

/// White space and control characters folded to single spaces, cut to what a row can show.
pub(super) fn one_line(text: &str) -> String {
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
    /// Tags, as a person wrote them, in order of the alphabet.
    pub tags: Vec<String>,
    /// What a person wrote, oldest first.
    pub notes: Vec<Note>,
    /// What a person added to do, oldest first.
    pub own_tasks: Vec<OwnTask>,
    /// What a person said of the tasks that the platform named.
    pub ticks: Vec<Tick>,
    /// Other calls of the same telephone number or e-mail address.
    pub history: History,
    /// Where its recording stands, if it names one.
    pub recording: Option<Media>,
    /// Where its transcript stands, if it names one.
    pub transcript: Option<Media>,
    /// What the recording holds and its waveform, once it was decoded.
    pub sound: Option<(Sound, Arc<Peaks>)>,
    /// How it was listened to.
    pub listening: Listening,
}

/// Other calls of a caller.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    /// The newest of them, newest first.
    pub rows: Vec<CallRow>,
    /// How many there are in all.
    pub total: u64,
}

impl CallDetail {
    /// A call that nobody has worked on.
    pub fn new(seq: Seq, received_at: UnixMillis, call: Call, triage: Triage, deliveries: Vec<DeliveryNote>) -> Self {
        Self {
            seq,
            received_at,
            call,
            triage,
            deliveries,
            tags: Vec::new(),
            notes: Vec::new(),
            own_tasks: Vec::new(),
            ticks: Vec::new(),
            history: History::default(),
            recording: None,
            transcript: None,
            sound: None,
            listening: Listening::default(),
        }
    }

    /// The things to do that the platform named, as they stand now: ticks of a person stand above what it says.
    pub fn said_tasks(&self) -> Vec<Task> {
        let mut tasks = tasks_of(&self.call);
        for task in &mut tasks {
            if let Some(tick) = self.ticks.iter().find(|tick| tick.key == task.key) {
                task.is_done = tick.is_done;
            }
        }
        tasks
    }

    /// How much is still to do.
    pub fn open_tasks(&self) -> u32 {
        let mut said: Vec<_> =
            self.said_tasks().into_iter().filter(|task| !task.is_done).map(|task| task.key).collect();
        said.sort();
        said.dedup();
        let own = self.own_tasks.iter().filter(|task| task.done_at.is_none()).count();
        u32::try_from(said.len() + own).unwrap_or(u32::MAX)
    }

    /// The same call as a row.
    pub fn row(&self) -> CallRow {
        let updated = self.deliveries.iter().any(|delivery| delivery.verdict == super::Verdict::Updated);
        let row = CallRow::of(&self.call, self.seq, self.received_at, updated, self.triage);
        let notes = u32::try_from(self.notes.len()).unwrap_or(u32::MAX);
        CallRow { tags: self.tags.clone(), open_tasks: self.open_tasks(), notes, ..row }
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
