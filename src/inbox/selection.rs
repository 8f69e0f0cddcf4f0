//! Which calls are chosen, to act on many at once. All of a list are chosen without copying it: the order as it stood, and
//! the calls taken out of it. Calls that arrive later are not among them.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Action, Inbox, ListState, Motion, Screen};
use crate::bus::Command;
use crate::call::{Seq, Triage, UnixMillis, View};

/// What a person does to the choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChoiceAction {
    /// Choose a call, or not any more.
    Toggle(Seq),
    /// The same of the call where the keyboard is.
    ToggleHere,
    /// Choose from where the last choice began to this call.
    ExtendTo(Seq),
    /// The same, to the call that far from where it ended.
    Extend(Motion),
    /// Choose every call of the list.
    All,
    /// Choose none.
    Clear,
}

/// The chosen calls.
#[derive(Debug, Default)]
pub struct Selection {
    /// Calls chosen as a whole, in rising order.
    base: Arc<Vec<Seq>>,
    /// Calls of which it is the other way round than `base` says.
    flipped: BTreeSet<Seq>,
    count: usize,
    /// Where a range begins and ends.
    range: Option<(Seq, Seq)>,
}

impl Selection {
    /// How many calls are chosen.
    pub fn len(&self) -> usize {
        self.count
    }

    /// No call is chosen.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Whether a call is chosen.
    pub fn contains(&self, seq: Seq) -> bool {
        !self.is_empty() && (self.base.binary_search(&seq).is_ok() != self.flipped.contains(&seq))
    }

    /// The chosen calls, in rising order.
    pub fn seqs(&self) -> Arc<Vec<Seq>> {
        if self.flipped.is_empty() {
            return Arc::clone(&self.base);
        }
        let mut seqs: Vec<Seq> = self.base.iter().copied().filter(|seq| !self.flipped.contains(seq)).collect();
        seqs.extend(self.flipped.iter().filter(|seq| self.base.binary_search(seq).is_err()));
        seqs.sort_unstable();
        Arc::new(seqs)
    }

    /// Where the keyboard is while a range grows.
    pub(super) fn head(&self) -> Option<Seq> {
        self.range.map(|(_, head)| head)
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// The open call changed: a range begins anew from there.
    pub(super) fn leave_range(&mut self) {
        self.range = None;
    }

    fn set(&mut self, seq: Seq, is_chosen: bool) {
        if self.base.binary_search(&seq).is_ok() == is_chosen {
            if self.flipped.remove(&seq) {
                self.count = if is_chosen { self.count + 1 } else { self.count - 1 };
            }
        } else if self.flipped.insert(seq) {
            self.count = if is_chosen { self.count + 1 } else { self.count - 1 };
        }
    }

    pub(super) fn toggle(&mut self, seq: Seq) {
        let is_chosen = self.contains(seq);
        self.set(seq, !is_chosen);
        self.range = Some((seq, seq));
    }

    /// Chooses everything in an order as it stands.
    pub(super) fn choose_all(&mut self, order: &Arc<Vec<Seq>>) {
        let base = if order.is_sorted() {
            Arc::clone(order)
        } else {
            let mut sorted = order.to_vec();
            sorted.sort_unstable();
            Arc::new(sorted)
        };
        *self = Self { count: base.len(), base, flipped: BTreeSet::new(), range: None };
    }

    /// Chooses from where the range begins to `head`, and no longer what the range held before.
    fn extend(&mut self, list: &ListState, start: Seq, head: Seq) {
        let (anchor, before) = self.range.unwrap_or((start, start));
        // The open call may be none of this list.
        let anchor = if list.position_of(anchor).is_some() { anchor } else { head };
        for seq in between(list, anchor, before) {
            self.set(seq, false);
        }
        for seq in between(list, anchor, head) {
            self.set(seq, true);
        }
        self.range = Some((anchor, head));
    }
}

fn between(list: &ListState, one: Seq, other: Seq) -> impl Iterator<Item = Seq> + '_ {
    let ends = list.position_of(one).zip(list.position_of(other));
    let positions = ends.map_or(0..0, |(from, to)| from.min(to)..from.max(to) + 1);
    positions.filter_map(|position| list.seq_at(position))
}

impl Inbox {
    pub(super) fn choose(&mut self, action: ChoiceAction) -> Vec<Command> {
        if self.screen != Screen::Calls {
            return Vec::new();
        }
        match action {
            ChoiceAction::Toggle(seq) => self.selection.toggle(seq),
            ChoiceAction::ToggleHere => {
                if let Some(seq) = self.here() {
                    self.selection.toggle(seq);
                }
            }
            ChoiceAction::ExtendTo(seq) => {
                let start = self.selection.head().or_else(|| self.list.selected());
                self.selection.extend(&self.list, start.unwrap_or(seq), seq);
            }
            ChoiceAction::Extend(motion) => {
                let start = self.here();
                let at = start.and_then(|seq| self.list.position_of(seq));
                let to = self.list.moved(at, motion);
                if let Some(head) = to.and_then(|to| self.list.seq_at(to)) {
                    self.selection.extend(&self.list, start.unwrap_or(head), head);
                    self.list.reveal(head);
                }
            }
            // Of a list that is not read whole yet, all is not known.
            ChoiceAction::All if !self.list.is_complete() => {}
            ChoiceAction::All => self.selection.choose_all(self.list.order()),
            ChoiceAction::Clear => self.selection.clear(),
        }
        Vec::new()
    }

    /// Where the keyboard is in the list: the end of a growing range, else the open call, else the first in sight.
    pub(super) fn here(&self) -> Option<Seq> {
        let head = self.selection.head().or_else(|| self.list.selected());
        let listed = head.filter(|seq| self.list.position_of(*seq).is_some());
        listed.or_else(|| self.list.seq_at(self.list.top().ceil() as usize))
    }

    /// The calls that an act is about: the chosen ones, else the open one.
    pub(super) fn targets(&self) -> Option<Arc<Vec<Seq>>> {
        if self.screen != Screen::Calls {
            return None;
        }
        if !self.selection.is_empty() {
            return Some(self.selection.seqs());
        }
        self.list.selected().map(|seq| Arc::new(vec![seq]))
    }

    /// Whether some call would be acted on.
    pub fn has_target(&self) -> bool {
        self.screen == Screen::Calls && (!self.selection.is_empty() || self.list.selected().is_some())
    }

    /// Whether every call that an act is about is so, as far as their rows are known.
    pub(super) fn all_targets_are(&self, is_so: impl Fn(Triage) -> bool) -> bool {
        if self.selection.is_empty() {
            return self.list.selected().and_then(|seq| self.marks_of(seq)).is_some_and(is_so);
        }
        let mut known = self.list.known_rows().filter(|row| self.selection.contains(row.seq)).peekable();
        known.peek().is_some() && known.all(|row| is_so(row.triage))
    }

    /// What the acts on the chosen calls would do: done, starred and unread set or cleared, put off or brought back.
    pub fn choice_marks(&self) -> Triage {
        Triage {
            unread: self.all_targets_are(|marks| marks.unread),
            starred: self.all_targets_are(|marks| marks.starred),
            done: self.all_targets_are(|marks| marks.done),
            snoozed_until: (self.view == View::Snoozed).then_some(UnixMillis(0)),
        }
    }

    /// "3 selected", "All 48,213 selected".
    pub fn choice_label(&self) -> String {
        let count = self.selection.len();
        let is_all = self.selection.len() == self.list.len() && self.selection.len() > 1;
        if is_all {
            say_many!(count, "All {n} selected", "All {n} selected")
        } else {
            say_many!(count, "{n} selected", "{n} selected")
        }
    }

    /// What to call all calls of the list, if they are not all chosen ("Select all 48,213").
    pub fn choose_all_label(&self) -> Option<(String, Action)> {
        let count = self.list.len();
        (self.list.is_complete() && self.selection.len() < count).then(|| {
            let label = say_many!(count, "Select all {n}", "Select all {n}");
            (label, Action::Choose(ChoiceAction::All))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::filled;
    use super::*;

    fn chosen(inbox: &Inbox) -> Vec<i64> {
        inbox.selection.seqs().iter().map(|seq| seq.0).collect()
    }

    #[test]
    fn a_range_grows_and_shrinks_from_where_it_began() {
        let mut inbox = filled(6);
        inbox.act(Action::SelectCall(Seq(5)));
        inbox.choose(ChoiceAction::Extend(Motion::Down));
        inbox.choose(ChoiceAction::Extend(Motion::Down));
        assert_eq!(chosen(&inbox), [3, 4, 5]);
        inbox.choose(ChoiceAction::Extend(Motion::Up));
        assert_eq!(chosen(&inbox), [4, 5]);
        inbox.choose(ChoiceAction::ExtendTo(Seq(6)));
        assert_eq!(chosen(&inbox), [5, 6]);
        assert_eq!(inbox.list.selected(), Some(Seq(5)), "the open call stays open");
    }

    #[test]
    fn single_calls_are_chosen_here_and_there() {
        let mut inbox = filled(6);
        inbox.choose(ChoiceAction::Toggle(Seq(2)));
        inbox.choose(ChoiceAction::Toggle(Seq(6)));
        inbox.choose(ChoiceAction::Toggle(Seq(2)));
        assert_eq!((chosen(&inbox), inbox.choice_label()), (vec![6], "1 selected".to_owned()));
        inbox.act(Action::SelectCall(Seq(4)));
        inbox.choose(ChoiceAction::ToggleHere);
        assert_eq!(chosen(&inbox), [4, 6]);
    }

    #[test]
    fn all_is_the_order_itself_and_calls_that_arrive_are_not_in_it() {
        let mut inbox = filled(6);
        inbox.choose(ChoiceAction::All);
        assert!(Arc::ptr_eq(&inbox.selection.seqs(), inbox.list.order()));
        inbox.apply(crate::bus::Event::CallArrived(Box::new(super::super::samples::row(7))));
        assert_eq!((inbox.selection.len(), inbox.selection.contains(Seq(7))), (6, false));
        inbox.choose(ChoiceAction::Toggle(Seq(3)));
        assert_eq!(chosen(&inbox), [1, 2, 4, 5, 6]);
        inbox.choose(ChoiceAction::Toggle(Seq(7)));
        assert_eq!((inbox.selection.len(), chosen(&inbox)), (6, vec![1, 2, 4, 5, 6, 7]));
    }

    #[test]
    fn a_call_that_is_open_and_not_listed_is_not_chosen() {
        let mut inbox = filled(6);
        inbox.act(Action::SelectCall(Seq(99)));
        inbox.choose(ChoiceAction::ExtendTo(Seq(4)));
        assert_eq!(chosen(&inbox), [4]);
        inbox.act(Action::SelectCall(Seq(99)));
        inbox.choose(ChoiceAction::ToggleHere);
        assert_eq!(chosen(&inbox), [4, 6]);
    }

    #[test]
    fn an_order_that_is_not_by_arrival_can_be_chosen_too() {
        let mut selection = Selection::default();
        selection.choose_all(&Arc::new(vec![Seq(3), Seq(1), Seq(2)]));
        assert!((1..=3).all(|seq| selection.contains(Seq(seq))) && !selection.contains(Seq(4)));
    }
}
