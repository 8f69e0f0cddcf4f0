//! A call that is being read: since when, from when on that is seen, and that it could not be read.

use super::{Detail, Inbox};
use crate::call::{Seq, UnixMillis};

/// An answer that comes within so long is not announced, in milliseconds: a flash would take longer than the wait.
const TOLD_MS: i64 = 150;
/// How the store names what failed: of one call, or whatever is read.
const READING_THE_CALL: &str = "Reading the call";
const READING_AT_ALL: &str = "Reading the inbox";

impl Inbox {
    /// A call was asked for, to be shown.
    pub(super) fn reading_begun(&mut self, seq: Seq) {
        self.read_since = Some((seq, self.now));
    }

    /// It is here, or will not come.
    pub(super) fn reading_ended(&mut self) {
        self.read_since = None;
    }

    /// A question was not answered: if it was for the call that is to be shown, nothing is on its way any more.
    pub(super) fn reading_failed(&mut self, what: &str) {
        let Some((seq, _)) = self.read_since.filter(|_| what == READING_THE_CALL || what == READING_AT_ALL) else {
            return;
        };
        self.read_since = None;
        if self.list.selected() == Some(seq) && self.detail.seq() != Some(seq) {
            self.detail = Detail::Reading(seq);
        }
    }

    /// The call before leaves the page when the one that was chosen takes its time.
    pub(super) fn show_what_is_read(&mut self) {
        let Some((seq, since)) = self.read_since else { return };
        let is_chosen = self.list.selected() == Some(seq);
        if is_chosen && self.now.0 - since.0 >= TOLD_MS && self.detail.seq() != Some(seq) {
            self.detail = Detail::Reading(seq);
        }
    }

    /// The call that is being read takes long enough for a word about it.
    pub fn is_reading_told(&self) -> bool {
        self.read_since.is_some_and(|(_, since)| self.now.0 - since.0 >= TOLD_MS)
    }

    /// The call could not be read: nothing is on its way.
    pub fn is_reading_failed(&self) -> bool {
        matches!(self.detail, Detail::Reading(_)) && self.read_since.is_none()
    }

    /// When that is to be seen, if it is still to come.
    pub fn reading_told_at(&self) -> Option<UnixMillis> {
        self.read_since.map(|(_, since)| UnixMillis(since.0 + TOLD_MS)).filter(|at| at.0 > self.now.0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Action;
    use super::super::samples::{detail, filled};
    use super::*;
    use crate::bus::Event;

    fn tick(inbox: &mut Inbox, later_ms: i64) {
        inbox.tick(UnixMillis(inbox.now.0 + later_ms));
    }

    #[test]
    fn the_call_before_stays_for_a_moment_and_no_longer() {
        let mut inbox = filled(2);
        inbox.act(Action::SelectCall(Seq(1)));
        assert_eq!((&inbox.detail, inbox.is_reading_told()), (&Detail::Reading(Seq(1)), false));
        inbox.apply(Event::CallLoaded(Box::new(detail(1, "{}"))));
        assert_eq!(inbox.reading_told_at(), None);
        inbox.act(Action::SelectCall(Seq(2)));
        tick(&mut inbox, TOLD_MS - 1);
        assert_eq!(inbox.detail.seq(), Some(Seq(1)));
        assert_eq!(inbox.reading_told_at(), Some(UnixMillis(inbox.now.0 + 1)));
        tick(&mut inbox, 1);
        assert_eq!((&inbox.detail, inbox.is_reading_told()), (&Detail::Reading(Seq(2)), true));
        assert_eq!(inbox.reading_told_at(), None);
        inbox.apply(Event::CallLoaded(Box::new(detail(2, "{}"))));
        assert_eq!((inbox.detail.seq(), inbox.is_reading_told()), (Some(Seq(2)), false));
    }

    #[test]
    fn a_call_that_is_read_again_or_was_left_takes_nothing_away() {
        let mut inbox = filled(2);
        inbox.act(Action::SelectCall(Seq(1)));
        inbox.apply(Event::CallLoaded(Box::new(detail(1, "{}"))));
        inbox.act(Action::SelectCall(Seq(1)));
        tick(&mut inbox, 1_000);
        assert!(matches!(inbox.detail, Detail::Shown(_)));
        inbox.act(Action::SelectCall(Seq(2)));
        inbox.act(Action::CloseCall);
        tick(&mut inbox, 1_000);
        assert_eq!(inbox.detail, Detail::Nothing);
    }

    #[test]
    fn a_call_that_can_not_be_read_is_not_waited_for() {
        let mut inbox = filled(2);
        inbox.act(Action::SelectCall(Seq(1)));
        inbox.apply(Event::CommandFailed { what: "Reading the call".into(), why: "the disk is gone".into() });
        assert!(inbox.is_reading_failed());
        inbox.act(Action::SelectCall(Seq(1)));
        assert!(!inbox.is_reading_failed());
    }
}
