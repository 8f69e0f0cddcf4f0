//! Short messages at the foot of the window: what was done (with a way back), what failed (until it is dismissed).

use super::{Action, Inbox};
use crate::call::UnixMillis;

/// How long a message about something done stays, in milliseconds: long enough to read a sentence and reach for Undo.
const DONE_STAYS_MS: i64 = 6_000;
/// How long a message that offers something stays, in milliseconds.
const OFFER_STAYS_MS: i64 = 20_000;
/// Messages shown at a time; older ones are counted.
const NOTICES_SHOWN: usize = 3;
/// Messages kept: who has not looked by then looks at the newest.
const NOTICES_KEPT: usize = 50;

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// Something was done.
    Done,
    /// Something was done and can be taken back.
    Undoable,
    /// Something failed; stays until it is dismissed.
    Failed,
    /// Something was found out, which a person did not do.
    Told,
}

/// What can be done about a message, beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// What its button says.
    pub label: &'static str,
    /// What that does.
    pub action: Action,
}

/// One message.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// Its number.
    pub id: u64,
    /// What it is about.
    pub kind: NoticeKind,
    /// The sentence.
    pub text: String,
    /// When it goes by itself.
    pub until: Option<UnixMillis>,
    /// What can be done about it.
    pub offer: Option<Offer>,
}

/// The messages, oldest first.
#[derive(Debug, Default)]
pub struct Notices {
    kept: Vec<Notice>,
    last_id: u64,
}

impl Notices {
    pub(super) fn push(&mut self, kind: NoticeKind, text: impl Into<String>, now: UnixMillis) {
        let is_act = |kind| matches!(kind, NoticeKind::Done | NoticeKind::Undoable);
        if is_act(kind) {
            // The newest act takes the place of the one before.
            self.kept.retain(|notice| !is_act(notice.kind));
        }
        let until = (kind != NoticeKind::Failed).then_some(UnixMillis(now.0 + DONE_STAYS_MS));
        self.add(kind, text.into(), until, None);
    }

    /// Something was found out, and something can be done about it.
    pub(super) fn offer(&mut self, text: impl Into<String>, offer: Offer, now: UnixMillis) {
        // One at most: what it is about stands on a page of its own.
        self.drop_told();
        self.add(NoticeKind::Told, text.into(), Some(UnixMillis(now.0 + OFFER_STAYS_MS)), Some(offer));
    }

    fn add(&mut self, kind: NoticeKind, text: String, until: Option<UnixMillis>, offer: Option<Offer>) {
        self.kept.retain(|notice| notice.text != text);
        self.last_id += 1;
        self.kept.push(Notice { id: self.last_id, kind, text, until, offer });
        let surplus = self.kept.len().saturating_sub(NOTICES_KEPT);
        self.kept.drain(..surplus);
    }

    pub(super) fn dismiss(&mut self, id: u64) {
        self.kept.retain(|notice| notice.id != id);
    }

    pub(super) fn dismiss_all(&mut self) {
        self.kept.clear();
    }

    pub(super) fn drop_undoable(&mut self) {
        self.kept.retain(|notice| notice.kind != NoticeKind::Undoable);
    }

    /// What was found out stands where the person looks now.
    pub(super) fn drop_told(&mut self) {
        self.kept.retain(|notice| notice.kind != NoticeKind::Told);
    }

    pub(super) fn expire(&mut self, now: UnixMillis) {
        self.kept.retain(|notice| notice.until.is_none_or(|until| until > now));
    }

    /// The newest of them, oldest first.
    pub fn shown(&self) -> &[Notice] {
        &self.kept[self.folded()..]
    }

    /// How many older ones are not shown.
    pub fn folded(&self) -> usize {
        self.kept.len().saturating_sub(NOTICES_SHOWN)
    }

    /// When the next message goes by itself.
    pub fn next_expiry(&self) -> Option<UnixMillis> {
        self.kept.iter().filter_map(|notice| notice.until).min()
    }
}

impl Inbox {
    /// Tells a translator what is wrong with their file: the first few mistakes, the log has all.
    pub fn tell_of_translation(&mut self, mistakes: &[String]) {
        const TOLD: usize = 3;
        if !mistakes.is_empty() {
            let told: Vec<&str> = mistakes.iter().take(TOLD).map(String::as_str).collect();
            self.notices.push(NoticeKind::Failed, told.join(" "), self.now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(notices: &Notices) -> Vec<String> {
        notices.shown().iter().map(|notice| notice.text.clone()).collect()
    }

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
    fn what_was_found_out_is_told_once_and_goes_by_itself() {
        let mut notices = Notices::default();
        let offer = || Offer { label: "Show", action: Action::Undo };
        for (text, at) in [("One", 0), ("Two", 1), ("Three", 2)] {
            notices.offer(text, offer(), UnixMillis(at));
        }
        notices.push(NoticeKind::Done, "Copied", UnixMillis(3));
        assert_eq!(texts(&notices), ["Three", "Copied"]);
        notices.expire(UnixMillis(2 + OFFER_STAYS_MS));
        assert!(texts(&notices).is_empty());
    }

    #[test]
    fn three_are_shown_and_older_ones_are_counted_until_there_is_room() {
        let mut notices = Notices::default();
        for at in 0..5 {
            notices.push(NoticeKind::Failed, format!("No {at}"), UnixMillis(at));
        }
        assert_eq!((texts(&notices), notices.folded()), (["No 2", "No 3", "No 4"].map(String::from).to_vec(), 2));
        notices.dismiss(notices.shown()[2].id);
        assert_eq!((texts(&notices)[0].as_str(), notices.folded()), ("No 1", 1));
        notices.dismiss_all();
        assert_eq!((texts(&notices).len(), notices.folded()), (0, 0));
    }

    #[test]
    fn the_newest_act_takes_the_place_of_the_one_before() {
        let mut notices = Notices::default();
        notices.push(NoticeKind::Undoable, "Done", UnixMillis(0));
        notices.push(NoticeKind::Done, "Copied", UnixMillis(1));
        assert_eq!(notices.shown().len(), 1);
    }
}
