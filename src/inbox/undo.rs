//! How acts are taken back: what was there before, known at once where it is one call, told by the store where it is many.

use super::{Inbox, NoticeKind};
use crate::bus::{Command, Entry, Ticket};
use crate::call::{Seq, Triage, TriageChange};

/// How many acts can be taken back.
const UNDO_DEPTH: usize = 100;
/// How many calls the acts that can be taken back may name in all: 32 MB. The oldest are forgotten first.
const UNDO_CALLS: usize = 4_000_000;

/// How a person's act is taken back.
#[derive(Debug)]
pub(super) struct Undo {
    /// What was done ("Marked done").
    pub what: String,
    /// Marks as they were.
    pub changes: Vec<(Vec<Seq>, TriageChange)>,
    /// Whatever else puts it back.
    pub commands: Vec<Command>,
    /// What has to be told before it can be taken back.
    pub waits: Waits,
}

/// What an act has to be told before it can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Waits {
    /// Nothing.
    Nothing,
    /// What was there before, by the steps of this marking.
    Marking(Ticket),
    /// The number of what was added to this call.
    Entry(Seq, EntryKind),
}

/// What was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EntryKind {
    /// A note.
    Note,
    /// A thing to do.
    Task,
}

/// What makes a call with these marks what it is now, after a change.
pub(super) fn back_of(seq: Seq, marks: Triage, change: &TriageChange) -> Vec<(Vec<Seq>, TriageChange)> {
    let back = match change {
        TriageChange::Unread(_) => vec![TriageChange::Unread(marks.unread)],
        TriageChange::Starred(_) => vec![TriageChange::Starred(marks.starred)],
        TriageChange::Done(_) => {
            let snoozed = marks.snoozed_until.map(|until| TriageChange::Snoozed(Some(until)));
            std::iter::once(TriageChange::Done(marks.done)).chain(snoozed).collect()
        }
        TriageChange::Snoozed(_) => {
            let done = marks.done.then_some(TriageChange::Done(true));
            done.into_iter().chain([TriageChange::Snoozed(marks.snoozed_until)]).collect()
        }
        TriageChange::Tagged(tag, is_set) => vec![TriageChange::Tagged(tag.clone(), !is_set)],
    };
    back.into_iter().map(|change| (vec![seq], change)).collect()
}

impl Inbox {
    pub(super) fn remember_undo(&mut self, undo: Undo) {
        self.undo.push(undo);
        let surplus = self.undo.len().saturating_sub(UNDO_DEPTH);
        self.undo.drain(..surplus);
    }

    /// Takes in what the store says was there before a marking.
    pub(super) fn remember_back(&mut self, ticket: Ticket, back: Vec<(Vec<Seq>, TriageChange)>) {
        let Some(undo) = self.undo.iter_mut().find(|undo| undo.waits == Waits::Marking(ticket)) else { return };
        for (seqs, change) in back {
            match undo.changes.iter_mut().find(|(_, known)| *known == change) {
                Some((known, _)) => known.extend(seqs),
                None => undo.changes.push((seqs, change)),
            }
        }
        let calls = |undo: &Undo| undo.changes.iter().map(|(seqs, _)| seqs.len()).sum::<usize>();
        while self.undo.len() > 1 && self.undo.iter().map(calls).sum::<usize>() > UNDO_CALLS {
            self.undo.remove(0);
        }
    }

    /// Takes in the number of what was added.
    pub(super) fn entry_added(&mut self, seq: Seq, entry: Entry) -> Vec<Command> {
        let (kind, command) = match entry {
            Entry::Note(id) => (EntryKind::Note, Command::RemoveNote { id, is_removed: true }),
            Entry::Task(id) => (EntryKind::Task, Command::RemoveTask { id, is_removed: true }),
        };
        if let Some(at) = self.undone_early.iter().position(|early| *early == (seq, kind)) {
            self.undone_early.remove(at);
            return vec![command];
        }
        if let Some(undo) = self.undo.iter_mut().find(|undo| undo.waits == Waits::Entry(seq, kind)) {
            undo.waits = Waits::Nothing;
            undo.commands.push(command);
        }
        Vec::new()
    }

    pub(super) fn undo(&mut self) -> Vec<Command> {
        let Some(undo) = self.undo.pop() else {
            self.notices.push(NoticeKind::Done, say!("Nothing to undo"), self.now);
            return Vec::new();
        };
        if let Waits::Marking(ticket) = undo.waits
            && let Some(commands) = self.undo_after_stop(ticket)
        {
            self.undo.push(undo);
            return commands;
        }
        self.take_back(undo)
    }

    /// Takes a marking back that has just come to its end.
    pub(super) fn undo_marking(&mut self, ticket: Ticket) -> Vec<Command> {
        match self.undo.iter().position(|undo| undo.waits == Waits::Marking(ticket)) {
            Some(at) => {
                let undo = self.undo.remove(at);
                let mut commands = self.take_back(undo);
                commands.extend(self.reload_list());
                commands
            }
            None => Vec::new(),
        }
    }

    fn take_back(&mut self, undo: Undo) -> Vec<Command> {
        if let Waits::Entry(seq, kind) = undo.waits {
            self.undone_early.push((seq, kind));
        }
        let said = say!("Undone: {act}", act = first_small(&undo.what));
        let is_long = undo.changes.iter().any(|(seqs, _)| seqs.len() > super::marking::SHOWN_FROM);
        self.notices.drop_undoable();
        if !is_long {
            self.notices.push(NoticeKind::Done, said.clone(), self.now);
        }
        for command in &undo.commands {
            self.show_entry(command);
        }
        let mut commands = undo.commands;
        commands.extend(self.mark_back(said, undo.changes));
        commands
    }
}

/// "Tagged “VIP”" as it stands within a sentence: "tagged “VIP”".
fn first_small(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::super::samples::filled;
    use super::super::{Action, WorkAction};
    use super::*;
    use crate::bus::Event;
    use crate::call::EntryId;

    #[test]
    fn marks_as_they_were() {
        let marks = Triage { done: false, snoozed_until: Some(crate::call::UnixMillis(7)), ..Triage::default() };
        for change in [TriageChange::Done(true), TriageChange::Snoozed(None), TriageChange::Starred(true)] {
            let back = back_of(Seq(1), marks, &change);
            let after = back.iter().fold(marks.with(&change), |marks, (_, change)| marks.with(change));
            assert_eq!(after, marks, "{change:?}");
        }
    }

    #[test]
    fn a_note_is_taken_back_by_its_number_however_late_it_is_told() {
        let id = EntryId(9);
        let remove = [Command::RemoveNote { id, is_removed: true }];
        let added = Event::EntryAdded { seq: Seq(1), entry: Entry::Note(id) };
        let mut inbox = filled(1);
        let write = |inbox: &mut Inbox| {
            inbox.act(Action::SelectCall(Seq(1)));
            inbox.act(Action::Work(WorkAction::TypeNote("Hello".into())));
            inbox.act(Action::Work(WorkAction::AddNote));
        };
        write(&mut inbox);
        assert!(inbox.apply(added.clone()).is_empty());
        assert_eq!(inbox.act(Action::Undo), remove);
        write(&mut inbox);
        assert!(inbox.act(Action::Undo).is_empty());
        assert_eq!(inbox.apply(added), remove);
    }
}
