//! Moments of a recording that a person marked: notes about them, and bookmarks, which are notes without words.

use super::undo::EntryKind;
use super::{Inbox, time_label};
use crate::bus::Command;
use crate::call::{CallDetail, EntryId, Note};

/// A moment that a person marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// The note.
    pub id: EntryId,
    /// Where, in milliseconds.
    pub at_ms: u64,
    /// "0:42".
    pub time: String,
    /// What was noted; `None` for a bookmark.
    pub text: Option<String>,
}

impl Moment {
    /// "0:42 · asked about price", in one line.
    pub fn label(&self) -> String {
        let words = self.text.as_deref().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
        format!("{} · {}", self.time, words.as_deref().unwrap_or(say!("Bookmark")))
    }
}

/// What was marked in a recording, in the order of time.
pub fn moments(detail: &CallDetail) -> Vec<Moment> {
    let mut moments: Vec<Moment> = detail.notes.iter().filter_map(moment).collect();
    moments.sort_by_key(|moment| moment.at_ms);
    moments
}

/// The moment that a note is about.
pub fn moment(note: &Note) -> Option<Moment> {
    let at_ms = note.at_ms?;
    let text = Some(note.text.trim().to_owned()).filter(|text| !text.is_empty());
    Some(Moment { id: note.id, at_ms, time: time_label(at_ms), text })
}

/// The notes as they are listed: those about a moment in the order of time, then the others, oldest first.
pub fn in_reading_order(notes: &[Note]) -> Vec<&Note> {
    let mut notes: Vec<&Note> = notes.iter().collect();
    notes.sort_by_key(|note| note.at_ms.unwrap_or(u64::MAX));
    notes
}

impl Inbox {
    /// Marks the moment that is heard.
    pub(super) fn bookmark(&mut self) -> Vec<Command> {
        let Some(seq) = self.open_recording_seq() else { return Vec::new() };
        let at_ms = self.position_of(seq);
        let command = Command::AddNote { seq, text: String::new(), at_ms: Some(at_ms), turn: None };
        self.add(&say!("Bookmark at {time}", time = time_label(at_ms)), command, seq, EntryKind::Note)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::UnixMillis;

    fn note(id: i64, at_ms: Option<u64>, text: &str) -> Note {
        Note { id: EntryId(id), written_at: UnixMillis(0), edited_at: None, text: text.into(), at_ms, turn: None }
    }

    #[test]
    fn moments_come_in_order_of_time_before_other_notes() {
        let notes = [
            note(1, None, "Old"),
            note(2, Some(42_000), "asked\nabout price"),
            note(3, Some(1_000), " "),
            note(4, None, "New"),
        ];
        let listed: Vec<i64> = in_reading_order(&notes).iter().map(|note| note.id.0).collect();
        assert_eq!(listed, [3, 2, 1, 4]);
        let labels: Vec<String> = notes.iter().filter_map(moment).map(|moment| moment.label()).collect();
        assert_eq!(labels, ["0:42 · asked about price", "0:01 · Bookmark"]);
    }
}
