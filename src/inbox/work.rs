//! What a person writes on the open call: notes, things to do, ticks. Shown at once, stored by a command; what is typed
//! and not sent is kept per call while the program runs.

use super::undo::{EntryKind, Undo, Waits};
use super::{Action, Detail, DetailPage, Inbox, NoticeKind};
use crate::bus::Command;
use crate::call::{CallDetail, EntryId, OwnTask, Seq, TaskRef, Tick};

/// What a person does to notes and things to do of the open call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WorkAction {
    /// The field for a new note holds this.
    TypeNote(String),
    /// The new note is about this moment of the recording, in milliseconds, or about none, and about no turn.
    NoteAt(Option<u64>),
    /// Add what that field holds.
    AddNote,
    /// Change a note's words: begin with those it has.
    EditNote(EntryId),
    /// The field for a note's new words holds this.
    TypeEdit(String),
    /// Store what that field holds.
    SaveEdit,
    /// Leave the note as it was.
    CancelEdit,
    /// Take a note away.
    RemoveNote(EntryId),
    /// The field for a new thing to do holds this.
    TypeTask(String),
    /// Add what that field holds.
    AddTask,
    /// Tick a thing to do, or untick it.
    Tick(TaskRef, bool),
    /// Tick, or untick, the thing to do at this place of the list, from 1.
    TickNumber(usize),
    /// Tick the first thing that is still to do.
    TickNext,
    /// Take away a thing to do that a person added.
    RemoveTask(EntryId),
}

/// What is typed and not sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// In the field for a new note.
    pub note: String,
    /// The moment that note is about, in milliseconds.
    pub note_at: Option<u64>,
    /// The turn of the transcript it is about, from 0.
    pub note_turn: Option<u32>,
    /// In the field for a new thing to do.
    pub task: String,
    /// A note whose words are being changed, and the words so far.
    pub edit: Option<(EntryId, String)>,
}

static NOTHING_TYPED: Draft =
    Draft { note: String::new(), note_at: None, note_turn: None, task: String::new(), edit: None };

/// The things to do of a call, as they are numbered: what the platform named, then what a person added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskLine {
    /// Which.
    pub task: TaskRef,
    /// What.
    pub text: String,
    /// Ticked.
    pub is_done: bool,
}

/// Every thing to do of a call.
pub(super) fn task_lines(detail: &CallDetail) -> Vec<TaskLine> {
    let mut lines: Vec<TaskLine> = Vec::new();
    for task in detail.said_tasks() {
        let said = TaskRef::Said(task.key);
        if !lines.iter().any(|line| line.task == said) {
            lines.push(TaskLine { task: said, text: task.text, is_done: task.is_done });
        }
    }
    let own = |task: &OwnTask| TaskLine {
        task: TaskRef::Own(task.id),
        text: task.text.clone(),
        is_done: task.done_at.is_some(),
    };
    lines.extend(detail.own_tasks.iter().map(own));
    lines
}

impl Inbox {
    /// What is typed on a call and not sent.
    pub fn draft(&self, seq: Seq) -> &Draft {
        self.drafts.get(&seq).unwrap_or(&NOTHING_TYPED)
    }

    pub(super) fn work(&mut self, action: WorkAction) -> Vec<Command> {
        let Detail::Shown(page) = &self.detail else { return self.work_unread(action) };
        let detail = &page.detail;
        let seq = detail.seq;
        let find = |id: EntryId| detail.notes.iter().find(|note| note.id == id);
        let note_of = |id: EntryId| find(id).map(|note| note.text.clone());
        match action {
            WorkAction::TypeNote(_)
            | WorkAction::NoteAt(_)
            | WorkAction::TypeTask(_)
            | WorkAction::AddNote
            | WorkAction::AddTask => self.work_unread(action),
            WorkAction::EditNote(id) => {
                let words = note_of(id);
                self.drafts.entry(seq).or_default().edit = words.map(|words| (id, words));
                Vec::new()
            }
            WorkAction::TypeEdit(words) => {
                if let Some((_, text)) = &mut self.drafts.entry(seq).or_default().edit {
                    *text = words;
                }
                Vec::new()
            }
            WorkAction::CancelEdit => {
                self.drafts.entry(seq).or_default().edit = None;
                Vec::new()
            }
            WorkAction::SaveEdit => {
                let Some((id, text)) = self.draft(seq).edit.clone() else { return Vec::new() };
                let before = note_of(id);
                // A note about a moment may lose its words: it is a bookmark then.
                let may_be_empty = find(id).is_some_and(|note| note.at_ms.is_some());
                self.drafts.entry(seq).or_default().edit = None;
                let text = text.trim().to_owned();
                match before {
                    Some(before) if before != text && (may_be_empty || !text.is_empty()) => {
                        let back = Command::EditNote { id, text: before };
                        self.write(say!("Note changed"), Command::EditNote { id, text }, back)
                    }
                    _ => Vec::new(),
                }
            }
            WorkAction::RemoveNote(id) => {
                let back = Command::RemoveNote { id, is_removed: false };
                self.write(say!("Note removed"), Command::RemoveNote { id, is_removed: true }, back)
            }
            WorkAction::RemoveTask(id) => {
                let back = Command::RemoveTask { id, is_removed: false };
                self.write(say!("Removed from what is to do"), Command::RemoveTask { id, is_removed: true }, back)
            }
            WorkAction::Tick(task, is_done) => {
                let back = Command::Tick { seq, task: task.clone(), is_done: !is_done };
                let what = if is_done { say!("Ticked") } else { say!("To do again") };
                self.write(what, Command::Tick { seq, task, is_done }, back)
            }
            WorkAction::TickNumber(number) => {
                let line = number.checked_sub(1).and_then(|at| page.tasks.get(at).cloned());
                line.map_or_else(Vec::new, |line| self.work(WorkAction::Tick(line.task, !line.is_done)))
            }
            WorkAction::TickNext => {
                let line = page.tasks.iter().find(|line| !line.is_done).cloned();
                line.map_or_else(Vec::new, |line| self.work(WorkAction::Tick(line.task, true)))
            }
        }
    }

    /// What can be done although the call is still being read.
    fn work_unread(&mut self, action: WorkAction) -> Vec<Command> {
        let Some(seq) = self.detail.seq() else { return Vec::new() };
        match action {
            WorkAction::TypeNote(words) => self.drafts.entry(seq).or_default().note = words,
            WorkAction::NoteAt(at_ms) => {
                let draft = self.drafts.entry(seq).or_default();
                (draft.note_at, draft.note_turn) = (at_ms, None);
            }
            WorkAction::TypeTask(words) => self.drafts.entry(seq).or_default().task = words,
            WorkAction::AddNote => {
                let draft = self.drafts.entry(seq).or_default();
                let text = std::mem::take(&mut draft.note).trim().to_owned();
                let at_ms = draft.note_at;
                if text.is_empty() && at_ms.is_none() {
                    return Vec::new();
                }
                draft.note_at = None;
                let turn = draft.note_turn.take();
                let what = if text.is_empty() { say!("Bookmark added") } else { say!("Note added") };
                return self.add(what, Command::AddNote { seq, text, at_ms, turn }, seq, EntryKind::Note);
            }
            WorkAction::AddTask => {
                let text = std::mem::take(&mut self.drafts.entry(seq).or_default().task).trim().to_owned();
                if text.is_empty() {
                    return Vec::new();
                }
                return self.add(say!("Added to what is to do"), Command::AddTask { seq, text }, seq, EntryKind::Task);
            }
            _ => {}
        }
        Vec::new()
    }

    pub(super) fn add(&mut self, what: &str, command: Command, seq: Seq, kind: EntryKind) -> Vec<Command> {
        let waits = Waits::Entry(seq, kind);
        self.remember_undo(Undo { what: what.to_owned(), changes: Vec::new(), commands: Vec::new(), waits });
        self.notices.push(NoticeKind::Undoable, what, self.now);
        vec![command]
    }

    fn write(&mut self, what: &str, command: Command, back: Command) -> Vec<Command> {
        let undo = Undo { what: what.to_owned(), changes: Vec::new(), commands: vec![back], waits: Waits::Nothing };
        self.remember_undo(undo);
        self.notices.push(NoticeKind::Undoable, what, self.now);
        self.show_entry(&command);
        vec![command]
    }

    /// Shows what a command will have changed on the open call, before it is stored. What is brought back is shown when it
    /// is read again.
    pub(super) fn show_entry(&mut self, command: &Command) {
        let Detail::Shown(page) = &mut self.detail else { return };
        let now = self.now;
        let mut detail = page.detail.clone();
        match command {
            Command::Tick { seq, task, is_done } if *seq == detail.seq => match task {
                TaskRef::Said(key) => {
                    detail.ticks.retain(|tick| tick.key != *key);
                    detail.ticks.push(Tick { key: key.clone(), is_done: *is_done, at: now });
                }
                TaskRef::Own(id) => {
                    for task in detail.own_tasks.iter_mut().filter(|task| task.id == *id) {
                        task.done_at = is_done.then_some(now);
                    }
                }
            },
            Command::RemoveTask { id, is_removed: true } => detail.own_tasks.retain(|task| task.id != *id),
            Command::RemoveNote { id, is_removed: true } => detail.notes.retain(|note| note.id != *id),
            Command::EditNote { id, text } => {
                for note in detail.notes.iter_mut().filter(|note| note.id == *id) {
                    note.text.clone_from(text);
                    note.edited_at = Some(now);
                }
            }
            _ => return,
        }
        let open_tasks = detail.open_tasks();
        let seq = detail.seq;
        **page = DetailPage::of(detail, now, &self.zone);
        if let Some(row) = self.list.row_mut(seq) {
            row.open_tasks = open_tasks;
        }
    }
}

impl DetailPage {
    /// "2 of 5 done", if there is anything to do.
    pub fn tasks_label(&self) -> Option<String> {
        let done = self.tasks.iter().filter(|line| line.is_done).count();
        (!self.tasks.is_empty()).then(|| say!("{done} of {all} done", done = done, all = self.tasks.len()))
    }

    /// The place of a thing to do in the list, from 1.
    pub fn task_number(&self, task: &TaskRef) -> Option<usize> {
        self.tasks.iter().position(|line| line.task == *task).map(|at| at + 1)
    }
}

impl From<WorkAction> for Action {
    fn from(action: WorkAction) -> Self {
        Self::Work(action)
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{detail, filled};
    use super::*;
    use crate::bus::Event;
    use crate::call::{Note, TaskKey, UnixMillis};

    const TASKS: &str =
        r#"{"callAnalysis":{"actionItems":[{"task":"Send the deck","status":"open"},{"task":"Book","done":true}]}}"#;

    fn opened() -> Inbox {
        let mut inbox = filled(2);
        inbox.act(Action::SelectCall(Seq(1)));
        let mut detail = detail(1, TASKS);
        let at = UnixMillis(0);
        detail.own_tasks = vec![OwnTask { id: EntryId(5), text: "Own".into(), created_at: at, done_at: None }];
        detail.notes =
            vec![Note { id: EntryId(6), written_at: at, edited_at: None, text: "Old".into(), at_ms: None, turn: None }];
        inbox.apply(Event::CallLoaded(Box::new(detail)));
        inbox
    }

    fn shown(inbox: &Inbox) -> &CallDetail {
        let Detail::Shown(page) = &inbox.detail else { panic!("no call is open") };
        &page.detail
    }

    fn label(inbox: &Inbox) -> String {
        let Detail::Shown(page) = &inbox.detail else { panic!("no call is open") };
        page.tasks_label().unwrap()
    }

    #[test]
    fn ticks_are_shown_at_once_and_taken_back() {
        let mut inbox = opened();
        assert_eq!(label(&inbox), "1 of 3 done");
        let task = TaskRef::Said(TaskKey::of("Send the deck"));
        let commands = inbox.act(WorkAction::TickNumber(1).into());
        assert_eq!(commands, [Command::Tick { seq: Seq(1), task: task.clone(), is_done: true }]);
        assert_eq!(label(&inbox), "2 of 3 done");
        assert_eq!(inbox.act(Action::Undo), [Command::Tick { seq: Seq(1), task, is_done: false }]);
        assert_eq!(label(&inbox), "1 of 3 done");
        inbox.act(WorkAction::TickNumber(3).into());
        assert!(shown(&inbox).own_tasks[0].done_at.is_some());
        assert!(inbox.act(WorkAction::TickNumber(4).into()).is_empty());
    }

    #[test]
    fn a_note_is_changed_and_removed_and_both_are_taken_back() {
        let mut inbox = opened();
        let id = EntryId(6);
        inbox.act(WorkAction::EditNote(id).into());
        inbox.act(WorkAction::TypeEdit("New".into()).into());
        assert_eq!(inbox.act(WorkAction::SaveEdit.into()), [Command::EditNote { id, text: "New".into() }]);
        assert_eq!((shown(&inbox).notes[0].text.as_str(), inbox.draft(Seq(1)).edit.clone()), ("New", None));
        inbox.act(WorkAction::RemoveNote(id).into());
        assert!(shown(&inbox).notes.is_empty());
        assert_eq!(inbox.act(Action::Undo), [Command::RemoveNote { id, is_removed: false }]);
        assert_eq!(inbox.act(Action::Undo), [Command::EditNote { id, text: "Old".into() }]);
    }

    #[test]
    fn what_is_typed_stays_with_its_call() {
        let mut inbox = opened();
        inbox.act(WorkAction::TypeNote("Half a".into()).into());
        inbox.act(Action::SelectCall(Seq(2)));
        inbox.apply(Event::CallLoaded(Box::new(detail(2, "{}"))));
        assert_eq!(inbox.draft(Seq(2)).note, "");
        inbox.act(WorkAction::AddNote.into());
        assert_eq!(inbox.draft(Seq(1)).note, "Half a");
    }

    #[test]
    fn white_space_is_no_note_and_no_task() {
        let mut inbox = opened();
        inbox.act(WorkAction::TypeNote(" \n ".into()).into());
        inbox.act(WorkAction::TypeTask("  ".into()).into());
        assert!(inbox.act(WorkAction::AddNote.into()).is_empty());
        assert!(inbox.act(WorkAction::AddTask.into()).is_empty());
    }
}
