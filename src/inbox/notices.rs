//! Short messages at the foot of the window: what was done (with a way back), what failed (until it is dismissed).

use crate::call::UnixMillis;

/// How long a message about something done stays, in milliseconds: long enough to read a sentence and reach for Undo.
const DONE_STAYS_MS: i64 = 6_000;
/// Messages shown at a time; older ones give way.
const NOTICES_SHOWN: usize = 3;

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// Something was done.
    Done,
    /// Something was done and can be taken back.
    Undoable,
    /// Something failed; stays until it is dismissed.
    Failed,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its number.
    pub id: u64,
    /// What it is about.
    pub kind: NoticeKind,
    /// The sentence.
    pub text: String,
    /// When it goes by itself.
    pub until: Option<UnixMillis>,
}

/// The messages shown, oldest first.
#[derive(Debug, Default)]
pub struct Notices {
    shown: Vec<Notice>,
    last_id: u64,
}

impl Notices {
    pub(super) fn push(&mut self, kind: NoticeKind, text: impl Into<String>, now: UnixMillis) {
        let text = text.into();
        self.shown
            .retain(|notice| notice.text != text && !(kind != NoticeKind::Failed && notice.kind != NoticeKind::Failed));
        self.last_id += 1;
        let until = (kind != NoticeKind::Failed).then_some(UnixMillis(now.0 + DONE_STAYS_MS));
        self.shown.push(Notice { id: self.last_id, kind, text, until });
        let surplus = self.shown.len().saturating_sub(NOTICES_SHOWN);
        self.shown.drain(..surplus);
    }

    pub(super) fn dismiss(&mut self, id: u64) {
        self.shown.retain(|notice| notice.id != id);
    }

    pub(super) fn drop_undoable(&mut self) {
        self.shown.retain(|notice| notice.kind != NoticeKind::Undoable);
    }

    pub(super) fn expire(&mut self, now: UnixMillis) {
        self.shown.retain(|notice| notice.until.is_none_or(|until| until > now));
    }

    /// Oldest first.
    pub fn shown(&self) -> &[Notice] {
        &self.shown
    }

    /// When the next message goes by itself.
    pub fn next_expiry(&self) -> Option<UnixMillis> {
        self.shown.iter().filter_map(|notice| notice.until).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_goes_by_itself_and_what_failed_stays() {
        let mut notices = Notices::default();
        notices.push(NoticeKind::Done, "Copied", UnixMillis(0));
        notices.push(NoticeKind::Failed, "No", UnixMillis(0));
        notices.expire(UnixMillis(DONE_STAYS_MS));
        assert_eq!(notices.shown().iter().map(|n| n.text.as_str()).collect::<Vec<_>>(), ["No"]);
        assert_eq!(notices.next_expiry(), None);
    }

    #[test]
    fn the_newest_act_takes_the_place_of_the_one_before() {
        let mut notices = Notices::default();
        notices.push(NoticeKind::Undoable, "Done", UnixMillis(0));
        notices.push(NoticeKind::Done, "Copied", UnixMillis(1));
        assert_eq!(notices.shown().len(), 1);
    }
}
