//! What an action changes, and which commands follow from it.

use std::sync::Arc;

use super::{Action, Detail, Field, Flight, Inbox, Motion, NoticeKind, Screen, Tab, TranscriptAction};
use crate::bus::{Command, ListenerState};
use crate::call::{Seq, Triage, TriageChange, View};

impl Inbox {
    /// The first questions: what is in the list, how many there are.
    pub fn begin(&mut self) -> Vec<Command> {
        let mut commands = self.reload_list();
        commands.extend(self.recount());
        commands.push(Command::LoadSavedSearches);
        commands
    }

    /// Takes an action in.
    pub fn act(&mut self, action: Action) -> Vec<Command> {
        match action {
            Action::OpenScreen(screen) => {
                self.screen = screen;
                self.returns_to = None;
                match screen {
                    Screen::Settings => self.settings_opened(),
                    Screen::Traffic => {
                        let mut commands = self.traffic_opened();
                        commands.extend(self.tools_opened());
                        commands
                    }
                    Screen::Insights => self.ask_insights(false),
                    Screen::Calls | Screen::Callbacks => Vec::new(),
                }
            }
            Action::SelectView(view) => self.select_view(view),
            Action::Search(words) => self.search_for(words),
            Action::SearchBox(action) => self.act_on_search(action),
            Action::FocusSearch => {
                // There is a box for it there too.
                if self.screen != Screen::Insights {
                    self.screen = Screen::Calls;
                }
                self.focus_search = true;
                Vec::new()
            }
            Action::SearchFocused => {
                self.focus_search = false;
                Vec::new()
            }
            Action::SelectCall(seq) => self.open(seq),
            Action::Move(motion) if self.screen == Screen::Callbacks => {
                self.callbacks.step(motion);
                Vec::new()
            }
            Action::Move(motion) => self.move_by(motion),
            Action::CloseCall => {
                self.close_call();
                Vec::new()
            }
            Action::Back => self.back(),
            Action::OpenHere if self.screen == Screen::Callbacks => {
                self.person_chosen().map_or_else(Vec::new, |seq| self.open(seq))
            }
            Action::OpenHere => self.here().map_or_else(Vec::new, |seq| self.open_if_listed(seq)),
            Action::Choose(action) => self.choose(action),
            Action::ToggleStar => {
                self.mark_targets(TriageChange::Starred(!self.all_targets_are(|marks| marks.starred)))
            }
            Action::ToggleStarOf(seq) => {
                let is_starred = self.marks_of(seq).is_some_and(|marks| marks.starred);
                self.mark(Arc::new(vec![seq]), TriageChange::Starred(!is_starred))
            }
            Action::ToggleDoneOf(seq) => {
                let is_done = self.marks_of(seq).is_some_and(|marks| marks.done);
                self.mark(Arc::new(vec![seq]), TriageChange::Done(!is_done))
            }
            Action::ToggleDone if self.screen == Screen::Callbacks => {
                self.person_chosen().map_or_else(Vec::new, |seq| self.callback_done(seq))
            }
            Action::ToggleDone => self.mark_targets(TriageChange::Done(!self.all_targets_are(|marks| marks.done))),
            // As long as one of them is unread, all are to be read.
            Action::ToggleUnread => {
                self.mark_targets(TriageChange::Unread(self.all_targets_are(|marks| !marks.unread)))
            }
            Action::Snooze(until) => self.snooze(until),
            Action::Tag(tag, is_set) => self.tag(&tag, is_set),
            Action::StopMarking => self.stop_marking(),
            Action::Work(_) if self.screen != Screen::Calls => Vec::new(),
            Action::Work(action) => self.work(action),
            Action::Picker(action) => self.pick(action),
            Action::Player(action) => self.act_on_player(action),
            Action::Transcript(action) => self.act_on_transcript(action),
            Action::Traffic(action) => self.act_on_traffic(action),
            Action::Insights(action) => self.act_on_insights(action),
            Action::Tool(action) => self.act_on_tools(action),
            Action::FocusField(field) => {
                let is_there = self.screen == Screen::Calls && matches!(self.detail, Detail::Shown(_));
                self.focus =
                    Some(field).filter(|field| is_there || *field == Field::Picker || self.is_in_settings(*field));
                if matches!(self.focus, Some(Field::Note | Field::Task)) {
                    // Where there is no room for both, they are on the other side.
                    self.transcript.tab = Tab::Call;
                }
                Vec::new()
            }
            Action::FieldFocused => {
                self.focus = None;
                Vec::new()
            }
            Action::RefreshCallbacks => self.refresh_callbacks(),
            Action::CallbackDone(seq) => self.callback_done(seq),
            Action::SaveCalendar(seq) => self.save_calendar(seq),
            Action::Saved(action) => self.act_on_saved(action),
            Action::Undo => self.undo(),
            Action::SendTestCall => {
                self.test_call_waits = true;
                vec![Command::SendTestCall]
            }
            Action::SendSampleCalls => {
                self.test_call_waits = true;
                vec![Command::SendSampleCalls]
            }
            Action::CopyCall => {
                self.copy_call();
                Vec::new()
            }
            Action::Copied(what) => {
                self.to_copy = None;
                self.notices.push(NoticeKind::Done, say!("{what} copied", what = what), self.now);
                Vec::new()
            }
            Action::ChooseTheme(theme) => {
                self.theme = theme;
                Vec::new()
            }
            Action::Looks(action) => {
                self.act_on_looks(action);
                Vec::new()
            }
            Action::ListenAt(address) => {
                self.listener = ListenerState::Starting;
                vec![Command::Listen { address }]
            }
            Action::Senders(action) => self.act_on_senders(action),
            Action::Alerts(action) => self.act_on_alerts(action),
            Action::Desktop(action) => self.act_on_desktop(action),
            Action::DropFiles(paths) => self.drop_files(paths),
            Action::Settings(action) => self.act_on_settings(action),
            Action::ToggleShortcuts => {
                self.shortcuts_shown = !self.shortcuts_shown;
                self.help_find.clear();
                Vec::new()
            }
            Action::FindKey(typed) => {
                self.help_find = typed;
                Vec::new()
            }
            Action::DismissNotices => {
                self.notices.dismiss_all();
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
        self.read_search(String::new());
        self.selection.clear();
        self.close_call();
        self.list.set_top(0.0);
        self.reload_list()
    }

    fn back(&mut self) -> Vec<Command> {
        if self.search_draft.is_some() {
            self.search_draft = None;
        } else if self.tools.resend.is_some() {
            self.close_resend();
        } else if self.picker.is_some() {
            self.picker = None;
        } else if self.shortcuts_shown {
            self.shortcuts_shown = false;
        } else if self.screen == Screen::Traffic {
            return self.close_in_traffic();
        } else if self.shows_settings() && self.close_settings_search() {
            // The screen itself stays.
        } else if self.screen != Screen::Calls {
            self.screen = Screen::Calls;
        } else if self.transcript.renaming.is_some() {
            return self.act_on_transcript(TranscriptAction::CancelName);
        } else if self.transcript.find.is_some() && self.has_transcript() {
            return self.act_on_transcript(TranscriptAction::CloseFind);
        } else if !self.selection.is_empty() {
            self.selection.clear();
        } else if let Some(screen) = self.returns_to.take() {
            self.screen = screen;
        } else if !self.search.is_empty() {
            return self.search_for(String::new());
        } else {
            self.close_call();
        }
        Vec::new()
    }

    pub(super) fn close_call(&mut self) {
        self.list.select(None);
        self.detail = Detail::Nothing;
        self.reading_ended();
    }

    fn open_if_listed(&mut self, seq: Seq) -> Vec<Command> {
        if self.screen == Screen::Calls && self.detail.seq() != Some(seq) { self.open(seq) } else { Vec::new() }
    }

    pub(super) fn open(&mut self, seq: Seq) -> Vec<Command> {
        self.returns_to = Some(self.screen).filter(|screen| *screen == Screen::Callbacks);
        self.screen = Screen::Calls;
        self.list.select(Some(seq));
        self.selection.leave_range();
        self.forget_plan();
        self.reloading_detail = Flight::Idle;
        self.reloading_detail.ask();
        self.reading_begun(seq);
        // The call before stays in sight until this one is read: that takes a millisecond, a flash would take longer.
        if !matches!(self.detail, Detail::Shown(_)) {
            self.detail = Detail::Reading(seq);
        }
        self.remember_search();
        self.opened_unseen = self.list.row(seq).is_none().then_some(seq);
        let mut commands = vec![Command::LoadCall { seq }];
        if self.list.row(seq).is_some_and(|row| row.triage.unread) {
            commands.extend(self.mark_quietly(seq, TriageChange::Unread(false)));
        }
        commands
    }

    fn move_by(&mut self, motion: Motion) -> Vec<Command> {
        if self.screen != Screen::Calls || self.list.is_empty() {
            return Vec::new();
        }
        let at = self.list.selected().and_then(|seq| self.list.position_of(seq));
        let Some(to) = self.list.moved(at, motion) else { return Vec::new() };
        match self.list.seq_at(to) {
            Some(seq) if at != Some(to) => self.open(seq),
            _ => Vec::new(),
        }
    }

    pub(super) fn marks_of(&self, seq: Seq) -> Option<Triage> {
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
    use super::super::samples::{detail, filled};
    use super::super::{ChoiceAction, PickerAction, PickerKind, WorkAction};
    use super::*;
    use crate::bus::{Event, Ticket};

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
    fn a_call_that_is_not_open_is_done_and_put_off_without_opening_another() {
        let mut inbox = filled(4);
        inbox.act(Action::SelectCall(Seq(2)));
        let commands = inbox.act(Action::ToggleDoneOf(Seq(3)));
        assert!(
            matches!(&commands[..], [Command::Mark { seqs, change: TriageChange::Done(true), .. }] if **seqs == [Seq(3)])
        );
        inbox.act(Action::Picker(PickerAction::SnoozeOf(Seq(4))));
        let commands = inbox.act(Action::Picker(PickerAction::TakeHere));
        assert!(
            matches!(&commands[..], [Command::Mark { seqs, change: TriageChange::Snoozed(Some(_)), .. }] if **seqs == [Seq(4)])
        );
        assert_eq!((inbox.list.len(), inbox.list.selected(), &inbox.picker), (2, Some(Seq(2)), &None));
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
    fn no_call_is_worked_from_another_screen() {
        let mut inbox = filled(3);
        inbox.act(Action::SelectCall(Seq(2)));
        inbox.apply(Event::CallLoaded(Box::new(detail(2, r#"{"callAnalysis":{"actionItems":["Ring"]}}"#))));
        inbox.act(Action::OpenScreen(Screen::Settings));
        let snooze = Action::Picker(PickerAction::Open(PickerKind::Snooze));
        let tick = Action::Work(WorkAction::TickNext);
        let all = Action::Choose(ChoiceAction::All);
        let note = Action::FocusField(Field::Note);
        for action in [Action::ToggleDone, Action::Tag("x".into(), true), Action::OpenHere, snooze, tick, all, note] {
            assert!(inbox.act(action.clone()).is_empty(), "{action:?}");
        }
        assert_eq!((inbox.focus, &inbox.picker, inbox.selection.len()), (None, &None, 0));
    }

    #[test]
    fn escape_closes_the_topmost_thing() {
        let mut inbox = filled(3);
        inbox.act(Action::Search("ann".into()));
        inbox.act(Action::SelectCall(Seq(3)));
        inbox.act(Action::Choose(ChoiceAction::Toggle(Seq(1))));
        inbox.act(Action::OpenScreen(Screen::Settings));
        inbox.act(Action::ToggleShortcuts);
        inbox.act(Action::Back);
        assert_eq!((inbox.shortcuts_shown, inbox.screen), (false, Screen::Settings));
        inbox.act(Action::Back);
        inbox.act(Action::Picker(PickerAction::Open(PickerKind::Acts)));
        inbox.act(Action::Back);
        assert_eq!((inbox.screen, &inbox.picker, inbox.selection.len()), (Screen::Calls, &None, 1));
        inbox.act(Action::Back);
        assert_eq!((inbox.selection.len(), inbox.search.as_str()), (0, "ann"));
        inbox.act(Action::Back);
        assert_eq!((inbox.search.as_str(), inbox.detail.seq()), ("", Some(Seq(3))));
        inbox.act(Action::Back);
        assert_eq!(inbox.detail, Detail::Nothing);
    }
}
