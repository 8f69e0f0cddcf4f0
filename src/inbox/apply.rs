//! What an event changes, and which questions follow from it.

use super::{Detail, DetailPage, Inbox, NoticeKind, Screen, callback_line};
use crate::bus::{Command, Event};
use crate::call::query::ValueKind;
use crate::call::{CallDetail, CallRow, Sort, TriageChange, UnixMillis};

/// A clock shows no less.
const MINUTE_MS: i64 = 60_000;

impl Inbox {
    /// Tells the time; before anything else in a frame.
    pub fn tick(&mut self, now: UnixMillis) {
        self.now = now;
        self.notices.expire(now);
        self.show_what_is_read();
        if self.screen != Screen::Traffic {
            self.notices.drop_told();
        }
        if self.reach_minute != now.0 / MINUTE_MS {
            self.tell_reach();
        }
    }

    /// How the open caller likes to be reached, and how late it is there: "10:12 there now · Prefers a call, “Mornings”".
    pub fn reach_line(&self) -> Option<&str> {
        self.reach_line.as_deref().filter(|_| matches!(self.detail, Detail::Shown(_)))
    }

    fn tell_reach(&mut self) {
        self.reach_minute = self.now.0 / MINUTE_MS;
        self.reach_line = match &self.detail {
            Detail::Shown(page) => callback_line(&page.detail, self.now, &self.zone, self.zone_named),
            _ => None,
        };
    }

    /// Takes an event in.
    pub fn apply(&mut self, event: Event) -> Vec<Command> {
        if let Event::CallArrived(_)
        | Event::CallChanged(_)
        | Event::Marked { .. }
        | Event::SnoozesEnded { .. }
        | Event::Resync = event
        {
            self.callbacks.spoil();
            self.saved.spoil();
            self.insights.spoil();
        }
        // How long a recording is counts too.
        if let Event::SoundRead { peaks, .. } = &event
            && peaks.is_complete
        {
            self.insights.spoil_soon(self.now);
        }
        match event {
            Event::CallArrived(row) => self.arrived(*row),
            Event::CallChanged(row) => self.changed(*row),
            Event::TrafficGrew => self.reload_detail(),
            Event::RequestsLogged => self.requests_logged(),
            Event::Traffic(event) => self.hear_of_traffic(event),
            Event::RehearsalChanged(rehearsal) => self.rehearsal_changed(rehearsal),
            Event::TunnelChanged(tunnel) => self.tunnel_changed(*tunnel),
            Event::ListLoaded { ticket, order, rows, complete } => {
                self.list.load(ticket, order, rows, complete);
                if self.list.is_to_be_read_again() { self.reload_list() } else { self.open_awaited_call() }
            }
            Event::RowsLoaded { ticket: _, rows } => {
                self.list.keep_rows(rows);
                Vec::new()
            }
            Event::CallLoaded(detail) => self.loaded(*detail),
            Event::CallMissing { seq } => {
                self.reloading_detail.landed();
                if self.list.selected() == Some(seq) {
                    self.reading_ended();
                    self.detail = Detail::Missing(seq);
                }
                Vec::new()
            }
            Event::CountsLoaded(counts) => {
                self.counts = Some(counts);
                if self.counting.landed() { vec![Command::LoadCounts] } else { Vec::new() }
            }
            Event::CommandFailed { what, why } => {
                self.test_call_waits = false;
                self.counting.landed();
                self.reloading_detail.landed();
                self.reading_failed(&what);
                self.callbacks_failed();
                self.saving_failed(&what);
                self.tools_failed(&what, &why);
                self.requests_failed(&say!("{what} failed: {why}", what = what, why = why));
                self.insights_failed(&what, &why);
                // What else failed says nothing of the list that is on its way.
                if what.starts_with("Reading") {
                    self.list.fail(say!("{what} failed: {why}", what = what, why = why));
                }
                self.notices.push(NoticeKind::Failed, say!("{what} failed: {why}", what = what, why = why), self.now);
                if what.starts_with("Marking") { self.marking_failed() } else { Vec::new() }
            }
            Event::Marked { ticket, marked, of, back } => self.marked(ticket, marked, of, back),
            Event::EntryAdded { seq, entry } => self.entry_added(seq, entry),
            Event::SnoozesEnded { count } => self.snoozes_ended(count),
            Event::ValuesLoaded { kind: ValueKind::Tag, begin, values } => {
                self.tags_loaded(&begin, values.clone());
                self.values_loaded(ValueKind::Tag, &begin, values);
                Vec::new()
            }
            Event::Indexing { left } => {
                self.unindexed = left;
                Vec::new()
            }
            Event::ValuesLoaded { kind, begin, values } => {
                self.values_loaded(kind, &begin, values);
                Vec::new()
            }
            Event::SavedSearchesLoaded(searches) => self.searches_loaded(searches),
            Event::Counted { id, count } => {
                self.search_counted(id, count);
                Vec::new()
            }
            Event::CallbacksLoaded(calls) => {
                self.callbacks_loaded(calls);
                Vec::new()
            }
            Event::InsightsLoaded { ticket, insights, is_complete } => {
                self.insights_loaded(ticket, insights, is_complete);
                Vec::new()
            }
            Event::CalendarSaved { path } => {
                self.notices.push(NoticeKind::Done, say!("Saved as {path}", path = path), self.now);
                Vec::new()
            }
            Event::FilesReceived { received, refused } => {
                self.files_received(received, &refused);
                Vec::new()
            }
            Event::FilesChosen { paths, attach_to } => self.take_files(paths, attach_to),
            Event::Attached { seq, kind, uri, replaces } => self.attached(seq, kind, uri, replaces),
            Event::FileReplaced { seq, kind } => self.file_replaced(seq, kind),
            Event::StartsAtLogin(starts) => {
                self.login_changed(starts);
                Vec::new()
            }
            Event::FolderMeasured(facts) => {
                self.folder_measured(*facts);
                Vec::new()
            }
            Event::GapsLoaded(gaps) => {
                self.gaps = gaps;
                Vec::new()
            }
            Event::DatabaseSetAside { sentences } => {
                self.notices.push(NoticeKind::Failed, sentences, self.now);
                Vec::new()
            }
            Event::ListenerChanged(state) => {
                self.listener = state;
                Vec::new()
            }
            Event::ReachChanged(reach) => {
                self.reach = Some(reach);
                Vec::new()
            }
            Event::StoreChanged(state) => {
                self.store = state;
                Vec::new()
            }
            Event::MediaChanged(media) => self.media_changed(*media),
            Event::SoundRead { seq, sound, peaks } => {
                self.sound_read(seq, *sound, peaks);
                Vec::new()
            }
            Event::TranscriptLoaded { seq, transcript, reading } => {
                self.transcript_loaded(seq, transcript, *reading);
                Vec::new()
            }
            Event::TranscriptTextLoaded { seq, text } => {
                self.transcript_text_loaded(seq, text);
                Vec::new()
            }
            Event::TranscriptSaved { path } => {
                self.notices.push(NoticeKind::Done, say!("Saved as {path}", path = path), self.now);
                Vec::new()
            }
            Event::PlayerChanged(state) => self.player_changed(*state),
            Event::DevicesFound(devices) => {
                self.player.devices = Some(devices);
                Vec::new()
            }
            Event::PlaceChosen(command) => vec![Command::Player(*command)],
            Event::ClipSaved { path } => {
                self.notices.push(NoticeKind::Done, say!("Clip saved as {path}", path = path), self.now);
                Vec::new()
            }
            Event::UnheardFound { seq } => self.unheard_found(seq),
            Event::Resync => {
                self.forget_told_files();
                self.lose_markings();
                self.saved.stop_waiting(self.now);
                let mut commands = self.begin();
                commands.extend(self.reload_detail());
                commands.extend(self.reload_transcript());
                commands.extend(self.reload_tools());
                commands.extend(self.requests_resynced());
                commands.extend(self.lose_insights());
                commands
            }
        }
    }

    fn arrived(&mut self, row: CallRow) -> Vec<Command> {
        self.test_call_waits = false;
        self.alerts.arrived(&row, self.now);
        let mut commands = self.recount();
        let query = self.query();
        if !query.term.is_everything() || query.sort != Sort::Newest {
            // Whether it is found, and where it stands, only the store can tell.
            if self.list.spoil() {
                commands.extend(self.reload_list());
            }
        } else if self.view.holds(row.triage, row.open_tasks) {
            self.list.push(row);
        }
        commands
    }

    fn changed(&mut self, row: CallRow) -> Vec<Command> {
        let seq = row.seq;
        self.list.update(row);
        let mut commands = self.recount();
        if self.list.selected() == Some(seq) {
            commands.extend(self.reload_detail());
        }
        commands
    }

    fn snoozes_ended(&mut self, count: usize) -> Vec<Command> {
        let text = match count {
            0 => return Vec::new(),
            _ => say_many!(count, "A snoozed call is back", "{n} snoozed calls are back"),
        };
        self.notices.push(NoticeKind::Done, text, self.now);
        let mut commands = self.reload_list();
        commands.extend(self.recount());
        commands.extend(self.reload_detail());
        commands
    }

    pub(super) fn reload_detail(&mut self) -> Vec<Command> {
        match self.list.selected() {
            Some(seq) if self.reloading_detail.ask() => vec![Command::LoadCall { seq }],
            _ => Vec::new(),
        }
    }

    fn loaded(&mut self, detail: CallDetail) -> Vec<Command> {
        if self.list.selected() != Some(detail.seq) {
            return Vec::new();
        }
        let again = self.reloading_detail.landed();
        self.reading_ended();
        let mut detail = detail;
        let is_marking = self.is_marking();
        if let Some(row) = self.list.row_mut(detail.seq) {
            // What was marked here a moment ago may not be stored yet.
            if is_marking || again {
                detail.triage = row.triage;
                detail.tags.clone_from(&row.tags);
            } else {
                row.triage = detail.triage;
                row.tags.clone_from(&detail.tags);
            }
        }
        self.refresh_recording(&mut detail);
        self.refresh_transcript(&mut detail);
        let (seq, is_unread) = (detail.seq, detail.triage.unread);
        let is_opened = !matches!(&self.detail, Detail::Shown(page) if page.detail.seq == seq);
        self.detail = Detail::Shown(Box::new(DetailPage::of(detail, self.now, &self.zone)));
        self.tell_reach();
        let mut commands = if again { vec![Command::LoadCall { seq }] } else { Vec::new() };
        if is_opened {
            commands.extend(self.recording_opened(seq));
        }
        commands.extend(self.transcript_opened(seq, is_opened));
        if self.opened_unseen.take() == Some(seq) && is_unread {
            commands.extend(self.mark_quietly(seq, TriageChange::Unread(false)));
        }
        commands
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::samples::{detail, inbox, row};
    use super::super::{Action, Inbox};
    use super::*;
    use crate::bus::Ticket;
    use crate::call::{Counts, Seq, View};

    fn begun() -> Inbox {
        let mut inbox = inbox();
        inbox.begin();
        let loaded =
            Event::ListLoaded { ticket: inbox.list.ticket(), order: Arc::default(), rows: vec![], complete: true };
        inbox.apply(loaded);
        inbox.apply(Event::CountsLoaded(Counts::default()));
        inbox
    }

    #[test]
    fn an_empty_inbox_shows_the_first_run_until_a_call_arrives() {
        let mut inbox = begun();
        assert!(inbox.is_first_run());
        let commands = inbox.apply(Event::CallArrived(Box::new(row(1))));
        assert_eq!(commands, [Command::LoadCounts]);
        assert_eq!((inbox.is_first_run(), inbox.list.len()), (false, 1));
    }

    #[test]
    fn a_burst_asks_for_the_counts_once_and_once_more_at_the_end() {
        let mut inbox = begun();
        let asked: usize = (1..=50).map(|seq| inbox.apply(Event::CallArrived(Box::new(row(seq)))).len()).sum();
        assert_eq!(asked, 1);
        assert_eq!(inbox.apply(Event::CountsLoaded(Counts::default())), [Command::LoadCounts]);
        assert!(inbox.apply(Event::CountsLoaded(Counts::default())).is_empty());
    }

    #[test]
    fn a_call_that_arrives_leaves_the_selection_alone() {
        let mut inbox = begun();
        inbox.apply(Event::CallArrived(Box::new(row(1))));
        inbox.act(Action::SelectCall(Seq(1)));
        inbox.apply(Event::CallLoaded(Box::new(detail(1, "{}"))));
        inbox.apply(Event::CallArrived(Box::new(row(2))));
        assert_eq!((inbox.list.selected(), inbox.detail.seq()), (Some(Seq(1)), Some(Seq(1))));
    }

    #[test]
    fn a_call_arrives_only_in_the_views_that_hold_it() {
        let mut inbox = begun();
        inbox.act(Action::SelectView(View::Done));
        let ticket = inbox.list.ticket();
        inbox.apply(Event::ListLoaded { ticket, order: Arc::default(), rows: vec![], complete: true });
        inbox.apply(Event::CallArrived(Box::new(row(1))));
        assert!(inbox.list.is_empty());
    }

    #[test]
    fn an_answer_for_a_call_left_meanwhile_is_ignored() {
        let mut inbox = begun();
        inbox.act(Action::SelectCall(Seq(1)));
        inbox.act(Action::SelectCall(Seq(2)));
        inbox.apply(Event::CallLoaded(Box::new(detail(1, "{}"))));
        assert_eq!(inbox.detail, Detail::Reading(Seq(2)));
    }

    #[test]
    fn a_failure_says_so_and_the_list_is_not_left_loading() {
        let mut inbox = inbox();
        inbox.begin();
        inbox.apply(Event::CommandFailed { what: "Saving the clip".into(), why: "the folder is gone".into() });
        assert_eq!(inbox.list.failure(), None, "of another errand");
        inbox.apply(Event::CommandFailed { what: "Reading the calls".into(), why: "the disk is gone".into() });
        assert_eq!(inbox.list.failure(), Some("Reading the calls failed: the disk is gone"));
        assert_eq!(inbox.notices.shown().len(), 2);
    }

    #[test]
    fn marks_on_their_way_stand_above_what_was_read_and_later_the_other_way_round() {
        let mut inbox = begun();
        inbox.apply(Event::CallArrived(Box::new(row(1))));
        inbox.act(Action::SelectCall(Seq(1)));
        let unread = |inbox: &Inbox| inbox.list.row(Seq(1)).map(|row| row.triage.unread);
        inbox.apply(Event::CallLoaded(Box::new(detail(1, "{}"))));
        assert_eq!(unread(&inbox), Some(false));
        inbox.apply(Event::Marked { ticket: Ticket(0), marked: 1, of: 1, back: vec![] });
        let mut tagged = detail(1, "{}");
        tagged.tags = vec!["By a rule".into()];
        inbox.apply(Event::CallLoaded(Box::new(tagged)));
        assert_eq!(inbox.list.row(Seq(1)).unwrap().tags, ["By a rule"]);
    }

    #[test]
    fn snoozed_calls_that_are_back_are_told_and_listed() {
        let mut inbox = begun();
        let commands = inbox.apply(Event::SnoozesEnded { count: 2 });
        assert!(matches!(commands[..], [Command::LoadList { .. }, Command::LoadCounts]), "{commands:?}");
        assert_eq!(inbox.notices.shown()[0].text, "2 snoozed calls are back");
    }

    #[test]
    fn after_a_resync_everything_is_read_again() {
        let mut inbox = begun();
        let commands = inbox.apply(Event::Resync);
        assert!(matches!(commands[..], [Command::LoadList { ticket: Ticket(2), .. }, Command::LoadCounts, _]));
    }
}
