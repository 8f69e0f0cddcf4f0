//! What an action changes, and which commands follow from it.

use super::{Action, Detail, Flight, Inbox, Motion, NoticeKind, Screen, Undo};
use std::sync::Arc;

use crate::bus::{Command, ListenerState, Ticket};
use crate::call::query::parse;
use crate::call::{Query, Seq, Triage, TriageChange, View};

/// How many acts can be taken back.
const UNDO_DEPTH: usize = 100;

impl Inbox {
    /// The first questions: what is in the list, how many there are.
    pub fn begin(&mut self) -> Vec<Command> {
        let mut commands = self.reload_list();
        commands.extend(self.recount());
        commands
    }

    /// Takes an action in.
    pub fn act(&mut self, action: Action) -> Vec<Command> {
        match action {
            Action::OpenScreen(screen) => {
                self.screen = screen;
                self.returns_to = None;
                Vec::new()
            }
            Action::SelectView(view) => self.select_view(view),
            Action::Search(words) => self.search_for(words),
            Action::FocusSearch => {
                self.screen = Screen::Calls;
                self.focus_search = true;
                Vec::new()
            }
            Action::SearchFocused => {
                self.focus_search = false;
                Vec::new()
            }
            Action::SelectCall(seq) => self.open(seq),
            Action::Move(motion) => self.move_by(motion),
            Action::Back => self.back(),
            Action::ToggleStar => self.toggle_open(|marks| TriageChange::Starred(!marks.starred)),
            Action::ToggleStarOf(seq) => self.toggle(seq, |marks| TriageChange::Starred(!marks.starred)),
            Action::ToggleDone => self.toggle_open(|marks| TriageChange::Done(!marks.done)),
            Action::ToggleUnread => self.toggle_open(|marks| TriageChange::Unread(!marks.unread)),
            Action::RefreshCallbacks => self.refresh_callbacks(),
            Action::CallbackDone(seq) => self.callback_done(seq),
            Action::SaveCalendar(seq) => self.save_calendar(seq),
            Action::Undo => self.undo(),
            Action::SendTestCall => {
                self.test_call_waits = true;
                vec![Command::SendTestCall]
            }
            Action::SendSampleCalls => {
                self.test_call_waits = true;
                vec![Command::SendSampleCalls]
            }
            Action::Copied(what) => {
                self.notices.push(NoticeKind::Done, format!("{what} copied"), self.now);
                Vec::new()
            }
            Action::ChooseTheme(theme) => {
                self.theme = theme;
                Vec::new()
            }
            Action::ListenAt(address) => {
                self.listener = ListenerState::Starting;
                vec![Command::Listen { address }]
            }
            Action::Senders(action) => self.act_on_senders(action),
            Action::ToggleShortcuts => {
                self.shortcuts_shown = !self.shortcuts_shown;
                Vec::new()
            }
            Action::DismissNotice(id) => {
                self.notices.dismiss(id);
                Vec::new()
            }
            Action::RowsShown { first, end, page } => {
                self.list.set_page(page);
                self.list.reveal_selected();
                let seqs = self.list.unread_near(first, end);
                if seqs.is_empty() { Vec::new() } else { vec![Command::LoadRows { ticket: self.list.ticket(), seqs }] }
            }
            Action::ListScrolled { top } => {
                self.list.set_top(top);
                Vec::new()
            }
            Action::Reload => self.begin(),
        }
    }

    pub(super) fn query(&self) -> Query {
        let read = parse(&self.search, self.now, &self.zone);
        Query { view: self.view, term: read.term, sort: read.sort.unwrap_or_default() }
    }

    pub(super) fn reload_list(&mut self) -> Vec<Command> {
        let ticket = self.list.ask();
        vec![Command::LoadList { ticket, query: self.query() }]
    }

    pub(super) fn recount(&mut self) -> Vec<Command> {
        if self.counting.ask() { vec![Command::LoadCounts] } else { Vec::new() }
    }

    fn select_view(&mut self, view: View) -> Vec<Command> {
        self.screen = Screen::Calls;
        self.returns_to = None;
        if self.view == view && self.search.is_empty() {
            return Vec::new();
        }
        self.view = view;
        self.search.clear();
        self.list.select(None);
        self.list.set_top(0.0);
        self.detail = Detail::Nothing;
        self.reload_list()
    }

    fn search_for(&mut self, words: String) -> Vec<Command> {
        let is_same = words.trim() == self.search.trim();
        self.search = words;
        if is_same {
            return Vec::new();
        }
        self.list.set_top(0.0);
        self.reload_list()
    }

    fn back(&mut self) -> Vec<Command> {
        if self.shortcuts_shown {
            self.shortcuts_shown = false;
        } else if self.screen != Screen::Calls {
            self.screen = Screen::Calls;
        } else if let Some(screen) = self.returns_to.take() {
            self.screen = screen;
        } else if !self.search.is_empty() {
            return self.search_for(String::new());
        } else {
            self.list.select(None);
            self.detail = Detail::Nothing;
        }
        Vec::new()
    }

    fn open(&mut self, seq: Seq) -> Vec<Command> {
        self.returns_to = Some(self.screen).filter(|screen| *screen == Screen::Callbacks);
        self.screen = Screen::Calls;
        self.list.select(Some(seq));
        self.reloading_detail = Flight::Idle;
        self.reloading_detail.ask();
        // The call before stays in sight until this one is read: that takes a millisecond, a flash would take longer.
        if !matches!(self.detail, Detail::Shown(_)) {
            self.detail = Detail::Reading(seq);
        }
        self.opened_unseen = self.list.row(seq).is_none().then_some(seq);
        let mut commands = vec![Command::LoadCall { seq }];
        if self.list.row(seq).is_some_and(|row| row.triage.unread) {
            commands.extend(self.mark(&[seq], &TriageChange::Unread(false)));
        }
        commands
    }

    fn move_by(&mut self, motion: Motion) -> Vec<Command> {
        if self.screen != Screen::Calls || self.list.is_empty() {
            return Vec::new();
        }
        let last = self.list.len() - 1;
        let page = self.list.page();
        let at = self.list.selected().and_then(|seq| self.list.position_of(seq));
        let to = match (motion, at) {
            (Motion::First, _) | (_, None) if motion != Motion::Last => 0,
            (Motion::Last, _) => last,
            (Motion::Down, Some(at)) => (at + 1).min(last),
            (Motion::Up, Some(at)) => at.saturating_sub(1),
            (Motion::PageDown, Some(at)) => (at + page).min(last),
            (Motion::PageUp, Some(at)) => at.saturating_sub(page),
            (_, _) => 0,
        };
        match self.list.seq_at(to) {
            Some(seq) if at != Some(to) => self.open(seq),
            _ => Vec::new(),
        }
    }

    fn toggle_open(&mut self, change: impl Fn(Triage) -> TriageChange) -> Vec<Command> {
        if self.screen != Screen::Calls {
            return Vec::new();
        }
        self.list.selected().map_or_else(Vec::new, |seq| self.toggle(seq, change))
    }

    fn toggle(&mut self, seq: Seq, change: impl Fn(Triage) -> TriageChange) -> Vec<Command> {
        let Some(marks) = self.marks_of(seq) else { return Vec::new() };
        let change = change(marks);
        let back = match change {
            TriageChange::Unread(_) => TriageChange::Unread(marks.unread),
            TriageChange::Starred(_) => TriageChange::Starred(marks.starred),
            TriageChange::Done(_) => TriageChange::Done(marks.done),
            TriageChange::Snoozed(_) => TriageChange::Snoozed(marks.snoozed_until),
            TriageChange::Tagged(ref tag, yes) => TriageChange::Tagged(tag.clone(), !yes),
        };
        let what = match change {
            TriageChange::Done(true) => "Marked done",
            TriageChange::Done(false) => "Back in the inbox",
            TriageChange::Starred(true) => "Starred",
            TriageChange::Starred(false) => "Star removed",
            TriageChange::Unread(true) => "Marked unread",
            TriageChange::Unread(false) => "Marked read",
            TriageChange::Snoozed(Some(_)) => "Snoozed",
            TriageChange::Snoozed(None) => "Back in the inbox",
            TriageChange::Tagged(_, true) => "Tagged",
            TriageChange::Tagged(_, false) => "Tag removed",
        };
        self.remember_undo(Undo { what: what.to_owned(), changes: vec![(vec![seq], back)], commands: Vec::new() });
        self.notices.push(NoticeKind::Undoable, what, self.now);
        let mut commands = self.mark(&[seq], &change);
        if matches!(change, TriageChange::Done(_)) && !self.view.holds(marks.with(&change), 0) {
            let was_open = self.list.selected() == Some(seq);
            let next = self.list.remove(seq);
            if was_open {
                match next {
                    Some(next) => commands.extend(self.open(next)),
                    None => {
                        self.list.select(None);
                        self.detail = Detail::Nothing;
                    }
                }
            }
        }
        commands
    }

    pub(super) fn remember_undo(&mut self, undo: Undo) {
        self.undo.push(undo);
        let surplus = self.undo.len().saturating_sub(UNDO_DEPTH);
        self.undo.drain(..surplus);
    }

    /// Shows a mark at once and has it stored.
    pub(super) fn mark(&mut self, seqs: &[Seq], change: &TriageChange) -> Vec<Command> {
        for seq in seqs {
            if let Some(row) = self.list.row_mut(*seq) {
                row.triage = row.triage.with(change);
            }
            if let Detail::Shown(page) = &mut self.detail
                && page.detail.seq == *seq
            {
                page.detail.triage = page.detail.triage.with(change);
            }
        }
        let ticket = Ticket(0);
        vec![Command::Mark { ticket, seqs: Arc::new(seqs.to_vec()), change: change.clone() }]
    }

    fn undo(&mut self) -> Vec<Command> {
        let Some(undo) = self.undo.pop() else {
            self.notices.push(NoticeKind::Done, "Nothing to undo", self.now);
            return Vec::new();
        };
        self.notices.drop_undoable();
        self.notices.push(NoticeKind::Done, format!("Undone: {}", undo.what.to_lowercase()), self.now);
        let mut commands = undo.commands;
        for (seqs, change) in undo.changes {
            commands.extend(self.mark(&seqs, &change));
            let TriageChange::Done(is_done) = change else { continue };
            for seq in seqs {
                let marks = self.marks_of(seq).unwrap_or(Triage { done: is_done, ..Triage::default() });
                if self.view.holds(marks, 0) {
                    self.list.restore(seq);
                    // Elsewhere nobody looks at the list: the screen stays.
                    if self.screen == Screen::Calls {
                        commands.extend(self.open(seq));
                    }
                } else {
                    self.list.remove(seq);
                }
            }
        }
        commands
    }

    fn marks_of(&self, seq: Seq) -> Option<Triage> {
        if let Detail::Shown(page) = &self.detail
            && page.detail.seq == seq
        {
            return Some(page.detail.triage);
        }
        self.list.row(seq).map(|row| row.triage)
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{inbox, row};
    use super::*;
    use crate::bus::Event;

    fn filled(count: i64) -> Inbox {
        let mut inbox = inbox();
        inbox.begin();
        let order = Arc::new((1..=count).map(Seq).collect());
        let rows = (1..=count).map(row).collect();
        inbox.apply(Event::ListLoaded { ticket: inbox.list.ticket(), order, rows, complete: true });
        inbox
    }

    #[test]
    fn opening_a_call_reads_it_and_marks_it_read() {
        let mut inbox = filled(3);
        let commands = inbox.act(Action::SelectCall(Seq(2)));
        assert_eq!(
            commands,
            [
                Command::LoadCall { seq: Seq(2) },
                Command::Mark { ticket: Ticket(0), seqs: Arc::new(vec![Seq(2)]), change: TriageChange::Unread(false) }
            ]
        );
        assert_eq!(inbox.detail, Detail::Reading(Seq(2)));
    }

    #[test]
    fn done_takes_the_call_away_opens_the_next_and_can_be_undone() {
        let mut inbox = filled(3);
        inbox.act(Action::SelectCall(Seq(2)));
        inbox.act(Action::ToggleDone);
        assert_eq!((inbox.list.len(), inbox.list.selected()), (2, Some(Seq(1))));
        let commands = inbox.act(Action::Undo);
        assert!(commands.iter().any(|command| matches!(command, Command::Mark { seqs, change: TriageChange::Done(false), .. } if **seqs == [Seq(2)])));
        assert_eq!((inbox.list.len(), inbox.list.selected()), (3, Some(Seq(2))));
    }

    #[test]
    fn keys_walk_the_list_and_stop_at_its_ends() {
        let mut inbox = filled(3);
        for (motion, wanted) in [
            (Motion::Down, 3),
            (Motion::Down, 2),
            (Motion::Last, 1),
            (Motion::Down, 1),
            (Motion::Up, 2),
            (Motion::First, 3),
            (Motion::Up, 3),
        ] {
            inbox.act(Action::Move(motion));
            assert_eq!(inbox.list.selected(), Some(Seq(wanted)), "{motion:?}");
        }
    }

    #[test]
    fn typing_asks_again_and_white_space_does_not() {
        let mut inbox = filled(3);
        assert_eq!(inbox.act(Action::Search("ann".into())).len(), 1);
        assert!(inbox.act(Action::Search("ann ".into())).is_empty());
        assert_eq!(inbox.act(Action::Back).len(), 1);
        assert_eq!(inbox.search, "");
    }

    #[test]
    fn acts_without_an_open_call_do_nothing() {
        let mut inbox = filled(3);
        for action in [Action::ToggleStar, Action::ToggleDone, Action::ToggleUnread] {
            assert!(inbox.act(action).is_empty());
        }
        inbox.act(Action::Undo);
        assert_eq!(inbox.notices.shown()[0].text, "Nothing to undo");
    }

    #[test]
    fn escape_closes_the_topmost_thing() {
        let mut inbox = filled(3);
        inbox.act(Action::SelectCall(Seq(3)));
        inbox.act(Action::OpenScreen(Screen::Settings));
        inbox.act(Action::ToggleShortcuts);
        inbox.act(Action::Back);
        assert_eq!((inbox.shortcuts_shown, inbox.screen), (false, Screen::Settings));
        inbox.act(Action::Back);
        assert_eq!(inbox.screen, Screen::Calls);
        inbox.act(Action::Back);
        assert_eq!(inbox.detail, Detail::Nothing);
    }
}
