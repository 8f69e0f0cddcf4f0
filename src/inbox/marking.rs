//! Marks on calls: shown at once, stored by a command, told step by step where they are many.

use std::sync::Arc;

use super::undo::{Undo, Waits, back_of};
use super::{Detail, Inbox, NoticeKind, Screen, count_label, until_label};
use crate::bus::{Command, Ticket};
use crate::call::{Seq, Triage, TriageChange};

/// From so many calls on, a marking shows how far it is.
pub(super) const SHOWN_FROM: usize = 5_000;

/// Changes of marks that are being stored as one act.
#[derive(Debug)]
pub(super) struct Marking {
    /// "Marked", "Undone: marked": what is said at the end.
    what: String,
    is_undo: bool,
    parts: Vec<Part>,
    is_stopped: bool,
    undo_at_end: bool,
    /// What was told of it may have been dropped: it counts as over until more is told.
    is_lost: bool,
}

#[derive(Debug)]
struct Part {
    ticket: Ticket,
    marked: usize,
    of: usize,
    is_over: bool,
}

/// How far a long marking is.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkingProgress {
    /// "Marking 25,000 of 48,213".
    pub text: String,
    /// From 0 to 1.
    pub part: f32,
}

impl Marking {
    fn of(what: String, parts: Vec<Part>, is_undo: bool) -> Self {
        Self { what, is_undo, parts, is_stopped: false, undo_at_end: false, is_lost: false }
    }

    fn marked(&self) -> usize {
        self.parts.iter().map(|part| part.marked).sum()
    }

    fn total(&self) -> usize {
        self.parts.iter().map(|part| part.of).sum()
    }

    pub(super) fn has(&self, ticket: Ticket) -> bool {
        self.parts.iter().any(|part| part.ticket == ticket)
    }
}

impl Inbox {
    /// How far the marking is that takes longest, if one takes long.
    pub fn marking(&self) -> Option<MarkingProgress> {
        // What is told in steps takes long, however few they are.
        let is_long = |one: &Marking| one.total() > SHOWN_FROM || one.marked() > 0 && one.total() > SHOWN_FROM / 10;
        let shown = self.markings.iter().filter(|one| !one.is_lost && is_long(one));
        let marking = shown.max_by_key(|one| one.total())?;
        let (marked, of) = (marking.marked(), marking.total());
        let (marked, of_all) = (count_label(marked as u64), count_label(of as u64));
        let text = match (marking.is_stopped, marking.is_undo) {
            (true, _) => say!("Stopping at {marked} of {all}", marked = marked, all = of_all),
            (false, true) => say!("Undoing {marked} of {all}", marked = marked, all = of_all),
            (false, false) => say!("Marking {marked} of {all}", marked = marked, all = of_all),
        };
        Some(MarkingProgress { text, part: marking.marked() as f32 / of.max(1) as f32 })
    }

    pub(super) fn stop_marking(&mut self) -> Vec<Command> {
        let mut commands = Vec::new();
        for marking in self.markings.iter_mut().filter(|marking| !marking.is_stopped) {
            marking.is_stopped = true;
            let going = marking.parts.iter().filter(|part| !part.is_over);
            commands.extend(going.map(|part| Command::StopMarking { ticket: part.ticket }));
        }
        commands
    }

    /// A mark that no one asked for by name and that is not taken back: a call that is opened is read.
    pub(super) fn mark_quietly(&mut self, seq: Seq, change: TriageChange) -> Vec<Command> {
        let seqs = Arc::new(vec![seq]);
        self.show_mark(&seqs, &change);
        self.quiet_marks += 1;
        vec![Command::Mark { ticket: Ticket(0), seqs, change }]
    }

    /// Sets or clears a mark of the chosen calls, else of the open one, and says so with a way back.
    pub(super) fn mark_targets(&mut self, change: TriageChange) -> Vec<Command> {
        let Some(seqs) = self.targets() else { return Vec::new() };
        let commands = self.mark(seqs, change.clone());
        if !self.selection.is_empty() && matches!(change, TriageChange::Done(_) | TriageChange::Snoozed(_)) {
            self.selection.clear();
        }
        commands
    }

    /// Sets or clears a mark, with a way back. `seqs` in rising order.
    pub(super) fn mark(&mut self, seqs: Arc<Vec<Seq>>, change: TriageChange) -> Vec<Command> {
        let what = match change {
            TriageChange::Snoozed(Some(until)) => {
                let until = until_label(until, self.now, &self.zone);
                match seqs.len() {
                    1 => say!("Snoozed until {until}", until = until),
                    count => say_many!(
                        count,
                        "Snoozed {n} call until {until}",
                        "Snoozed {n} calls until {until}",
                        until = until
                    ),
                }
            }
            _ => told(&change, seqs.len()),
        };
        self.mark_as(what, seqs, change)
    }

    /// The same, told in these words.
    pub(super) fn mark_as(&mut self, what: String, seqs: Arc<Vec<Seq>>, change: TriageChange) -> Vec<Command> {
        let ticket = self.next_ticket();
        // Of a single call it is known what was there; of many only the store knows.
        let before = match seqs.as_slice() {
            [seq] => self.marks_of(*seq).map(|marks| back_of(*seq, marks, &change)),
            _ => None,
        };
        let waits = if before.is_some() { Waits::Nothing } else { Waits::Marking(ticket) };
        let changes = before.unwrap_or_default();
        self.remember_undo(Undo { what: what.clone(), changes, commands: Vec::new(), waits });
        let part = Part { ticket, marked: 0, of: seqs.len(), is_over: false };
        let is_long = seqs.len() > SHOWN_FROM;
        if !is_long {
            self.notices.push(NoticeKind::Undoable, what.clone(), self.now);
        }
        self.markings.push(Marking::of(what, vec![part], false));
        self.show_mark(&seqs, &change);
        let mut commands = vec![Command::Mark { ticket, seqs: Arc::clone(&seqs), change: change.clone() }];
        if matches!(change, TriageChange::Done(_) | TriageChange::Snoozed(_)) {
            commands.extend(self.take_out(&seqs, &change));
        }
        commands
    }

    /// Takes calls out of the list that do not belong to the view any more, and opens the next one if the open one went.
    fn take_out(&mut self, seqs: &Arc<Vec<Seq>>, change: &TriageChange) -> Vec<Command> {
        // What holds of one holds of all: none is unmarked otherwise by this change.
        let marks = seqs.first().and_then(|seq| self.marks_of(*seq)).unwrap_or_default().with(change);
        let in_view = self.view.holds(Triage { unread: true, starred: true, ..marks }, 1);
        if in_view {
            return Vec::new();
        }
        let open = self.list.selected();
        let is_open = open.is_some_and(|open| seqs.binary_search(&open).is_ok());
        let next = match seqs.as_slice() {
            [seq] => self.list.remove(*seq),
            _ => {
                self.list.remove_all(seqs);
                None
            }
        };
        if !is_open {
            return Vec::new();
        }
        match next {
            // Elsewhere nobody looks at the list.
            Some(next) if self.screen == Screen::Calls => self.open(next),
            _ => {
                self.close_call();
                Vec::new()
            }
        }
    }

    /// Marks on what is in sight, before they are stored. `seqs` in rising order.
    pub(super) fn show_mark(&mut self, seqs: &[Seq], change: &TriageChange) {
        let is_marked = |seq: Seq| seqs.binary_search(&seq).is_ok();
        for row in self.list.known_rows_mut().filter(|row| is_marked(row.seq)) {
            row.triage = row.triage.with(change);
            tag(&mut row.tags, change);
        }
        if let Detail::Shown(page) = &mut self.detail
            && is_marked(page.detail.seq)
        {
            page.detail.triage = page.detail.triage.with(change);
            tag(&mut page.detail.tags, change);
        }
    }

    /// Takes marks back, given what was there before. The calls that changed views are put where they belong.
    pub(super) fn mark_back(&mut self, what: String, changes: Vec<(Vec<Seq>, TriageChange)>) -> Vec<Command> {
        let mut commands = Vec::new();
        let mut parts = Vec::new();
        let mut moved: Vec<Seq> = Vec::new();
        let is_single = changes.iter().all(|(seqs, _)| seqs.len() == 1);
        for (mut seqs, change) in changes {
            seqs.sort_unstable();
            let ticket = self.next_ticket();
            self.show_mark(&seqs, &change);
            if is_single && matches!(change, TriageChange::Done(_) | TriageChange::Snoozed(_)) {
                moved.extend(&seqs);
            }
            parts.push(Part { ticket, marked: 0, of: seqs.len(), is_over: false });
            commands.push(Command::Mark { ticket, seqs: Arc::new(seqs), change });
        }
        moved.dedup();
        for seq in moved {
            let Some(marks) = self.marks_of(seq) else { continue };
            if self.view.holds(Triage { unread: true, starred: true, ..marks }, 1) {
                self.list.restore(seq);
                if self.screen == Screen::Calls {
                    commands.extend(self.open(seq));
                }
            } else {
                self.list.remove(seq);
            }
        }
        if !parts.is_empty() {
            self.markings.push(Marking::of(what, parts, true));
        }
        commands
    }

    /// A marking that still goes is stopped, and taken back at its end.
    pub(super) fn undo_after_stop(&mut self, ticket: Ticket) -> Option<Vec<Command>> {
        let marking = self.markings.iter_mut().find(|marking| marking.has(ticket))?;
        marking.undo_at_end = true;
        marking.is_stopped = true;
        Some(vec![Command::StopMarking { ticket }])
    }

    /// A marking went on, or is done.
    pub(super) fn marked(
        &mut self,
        ticket: Ticket,
        marked: usize,
        of: usize,
        back: Vec<(Vec<Seq>, TriageChange)>,
    ) -> Vec<Command> {
        if ticket == Ticket(0) {
            self.quiet_marks = self.quiet_marks.saturating_sub(1);
            return Vec::new();
        }
        self.remember_back(ticket, back);
        let Some(at) = self.markings.iter().position(|marking| marking.has(ticket)) else { return Vec::new() };
        let marking = &mut self.markings[at];
        let wanted = marking.total();
        marking.is_lost = false;
        for part in marking.parts.iter_mut().filter(|part| part.ticket == ticket) {
            *part = Part { ticket, marked, of, is_over: marked >= of };
        }
        if !marking.parts.iter().all(|part| part.is_over) {
            return Vec::new();
        }
        let marking = self.markings.remove(at);
        if marking.undo_at_end {
            return self.undo_marking(ticket);
        }
        if wanted.max(marking.total()) <= 1 {
            return Vec::new();
        }
        if wanted > SHOWN_FROM {
            let kind = if marking.is_undo { NoticeKind::Done } else { NoticeKind::Undoable };
            let text = if marking.is_stopped {
                say_many!(marking.marked(), "Stopped after {n} call", "Stopped after {n} calls")
            } else {
                marking.what
            };
            self.notices.push(kind, text, self.now);
        }
        let mut commands = self.reload_list();
        commands.extend(self.recount());
        commands.extend(self.reload_detail());
        commands
    }

    /// Some mark that is shown may not be stored yet.
    pub(super) fn is_marking(&self) -> bool {
        self.quiet_marks > 0 || self.markings.iter().any(|marking| !marking.is_lost)
    }

    /// Events were dropped, maybe the last ones of a marking.
    pub(super) fn lose_markings(&mut self) {
        self.quiet_marks = 0;
        self.markings.iter_mut().for_each(|marking| marking.is_lost = true);
    }

    /// A marking failed: what was shown of it may not be so.
    pub(super) fn marking_failed(&mut self) -> Vec<Command> {
        if !self.is_marking() {
            return Vec::new();
        }
        self.markings.clear();
        self.quiet_marks = 0;
        self.list.forget_rows();
        let mut commands = self.begin();
        commands.extend(self.reload_detail());
        commands
    }

    fn next_ticket(&mut self) -> Ticket {
        self.last_marking = Ticket(self.last_marking.0 + 1);
        self.last_marking
    }
}

fn tag(tags: &mut Vec<String>, change: &TriageChange) {
    let TriageChange::Tagged(tag, is_set) = change else { return };
    tags.retain(|one| one.to_lowercase() != tag.to_lowercase());
    if *is_set {
        tags.push(tag.clone());
        tags.sort_by_key(|one| one.to_lowercase());
    }
}

/// What was done, as a sentence ("Marked 48,213 calls done").
fn told(change: &TriageChange, count: usize) -> String {
    if count == 1 {
        return match change {
            TriageChange::Done(true) => say!("Marked done").to_owned(),
            TriageChange::Starred(true) => say!("Starred").to_owned(),
            TriageChange::Starred(false) => say!("Star removed").to_owned(),
            TriageChange::Unread(true) => say!("Marked unread").to_owned(),
            TriageChange::Unread(false) => say!("Marked read").to_owned(),
            TriageChange::Snoozed(Some(_)) => say!("Snoozed").to_owned(),
            TriageChange::Done(false) | TriageChange::Snoozed(None) => say!("Back in the inbox").to_owned(),
            TriageChange::Tagged(tag, true) => say!("Tagged “{tag}”", tag = tag),
            TriageChange::Tagged(tag, false) => say!("Tag “{tag}” removed", tag = tag),
        };
    }
    match change {
        TriageChange::Done(true) => say_many!(count, "Marked {n} call done", "Marked {n} calls done"),
        TriageChange::Starred(true) => say_many!(count, "Starred {n} call", "Starred {n} calls"),
        TriageChange::Starred(false) => {
            say_many!(count, "Removed the star of {n} call", "Removed the star of {n} calls")
        }
        TriageChange::Unread(true) => say_many!(count, "Marked {n} call unread", "Marked {n} calls unread"),
        TriageChange::Unread(false) => say_many!(count, "Marked {n} call read", "Marked {n} calls read"),
        TriageChange::Snoozed(Some(_)) => say_many!(count, "Snoozed {n} call", "Snoozed {n} calls"),
        TriageChange::Done(false) | TriageChange::Snoozed(None) => {
            say_many!(count, "Brought {n} call back to the inbox", "Brought {n} calls back to the inbox")
        }
        TriageChange::Tagged(tag, true) => {
            say_many!(count, "Tagged {n} call “{tag}”", "Tagged {n} calls “{tag}”", tag = tag)
        }
        TriageChange::Tagged(tag, false) => {
            say_many!(count, "Removed the tag “{tag}” of {n} call", "Removed the tag “{tag}” of {n} calls", tag = tag)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::filled;
    use super::super::{Action, ChoiceAction};
    use super::*;
    use crate::bus::Event;

    fn ticket_of(commands: &[Command]) -> Ticket {
        let mut tickets = commands.iter().filter_map(|command| match command {
            Command::Mark { ticket, .. } if ticket.0 > 0 => Some(*ticket),
            _ => None,
        });
        tickets.next_back().unwrap()
    }

    fn all_done(inbox: &mut Inbox) -> Ticket {
        inbox.act(Action::Choose(ChoiceAction::All));
        ticket_of(&inbox.act(Action::ToggleDone))
    }

    #[test]
    fn many_are_marked_with_progress_and_taken_back_by_what_the_store_says() {
        let mut inbox = filled(8_000);
        inbox.apply(Event::CountsLoaded(crate::call::Counts::default()));
        let ticket = all_done(&mut inbox);
        assert!(inbox.list.is_empty() && inbox.selection.is_empty());
        assert_eq!(inbox.marking().unwrap().text, "Marking 0 of 8,000");
        let back = |seqs: std::ops::RangeInclusive<i64>| vec![(seqs.map(Seq).collect(), TriageChange::Done(false))];
        inbox.apply(Event::Marked { ticket, marked: 5_000, of: 8_000, back: back(1..=5_000) });
        assert_eq!(inbox.marking().unwrap().text, "Marking 5,000 of 8,000");
        let commands = inbox.apply(Event::Marked { ticket, marked: 8_000, of: 8_000, back: back(5_001..=7_990) });
        assert!(matches!(commands[..], [Command::LoadList { .. }, Command::LoadCounts]), "{commands:?}");
        assert_eq!((inbox.marking(), inbox.notices.shown()[0].text.as_str()), (None, "Marked 8,000 calls done"));
        let commands = inbox.act(Action::Undo);
        let wanted: Vec<Seq> = (1..=7_990).map(Seq).collect();
        assert!(
            matches!(&commands[..], [Command::Mark { seqs, change: TriageChange::Done(false), .. }] if **seqs == wanted)
        );
        assert_eq!(inbox.marking().unwrap().text, "Undoing 0 of 7,990");
        inbox.apply(Event::Marked { ticket: ticket_of(&commands), marked: 7_990, of: 7_990, back: vec![] });
        assert_eq!(inbox.notices.shown()[0].text, "Undone: marked 8,000 calls done");
    }

    #[test]
    fn undoing_a_marking_that_goes_on_stops_it_first() {
        let mut inbox = filled(8_000);
        let ticket = all_done(&mut inbox);
        assert_eq!(inbox.act(Action::Undo), [Command::StopMarking { ticket }]);
        let back = vec![(vec![Seq(1)], TriageChange::Done(false))];
        let commands = inbox.apply(Event::Marked { ticket, marked: 1, of: 1, back });
        assert!(matches!(&commands[0], Command::Mark { seqs, .. } if **seqs == [Seq(1)]), "{commands:?}");
    }

    #[test]
    fn no_bar_stays_when_events_were_dropped() {
        let mut inbox = filled(8_000);
        let ticket = all_done(&mut inbox);
        inbox.apply(Event::Resync);
        assert_eq!(inbox.marking(), None);
        inbox.apply(Event::Marked { ticket, marked: 6_000, of: 8_000, back: vec![] });
        assert_eq!(inbox.marking().unwrap().text, "Marking 6,000 of 8,000");
        inbox.apply(Event::Marked { ticket, marked: 8_000, of: 8_000, back: vec![] });
        assert_eq!(inbox.notices.shown()[0].text, "Marked 8,000 calls done");
    }

    #[test]
    fn a_stopped_marking_says_how_far_it_came() {
        let mut inbox = filled(8_000);
        let ticket = all_done(&mut inbox);
        assert_eq!(inbox.act(Action::StopMarking), [Command::StopMarking { ticket }]);
        inbox.apply(Event::Marked { ticket, marked: 5_000, of: 5_000, back: vec![] });
        assert_eq!(inbox.notices.shown()[0].text, "Stopped after 5,000 calls");
    }

    #[test]
    fn a_snoozed_call_that_is_done_gets_both_back() {
        let mut inbox = filled(2);
        let until = crate::call::UnixMillis(inbox.now.0 + 1);
        inbox.list.row_mut(Seq(1)).unwrap().triage.snoozed_until = Some(until);
        inbox.act(Action::SelectCall(Seq(1)));
        inbox.act(Action::ToggleDone);
        let commands = inbox.act(Action::Undo);
        let changes: Vec<_> = commands
            .iter()
            .filter_map(|command| match command {
                Command::Mark { change, .. } => Some(change.clone()),
                _ => None,
            })
            .collect();
        assert_eq!(changes, [TriageChange::Done(false), TriageChange::Snoozed(Some(until))]);
    }

    #[test]
    fn a_marking_that_failed_is_read_again() {
        let mut inbox = filled(2);
        inbox.act(Action::SelectCall(Seq(1)));
        inbox.act(Action::ToggleStar);
        let commands = inbox.apply(Event::CommandFailed { what: "Marking the calls".into(), why: "disk full".into() });
        assert!(commands.iter().any(|command| matches!(command, Command::LoadList { .. })));
        assert!(inbox.list.row(Seq(1)).is_none());
    }
}
