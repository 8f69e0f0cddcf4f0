//! When an act is possible: what it needs to be there.

use crate::call::MediaKind;
use crate::inbox::{Detail, Inbox, Screen};

pub(super) fn always(_: &Inbox) -> bool {
    true
}

pub(super) fn has_calls(inbox: &Inbox) -> bool {
    inbox.screen == Screen::Calls && !inbox.list.is_empty()
}

pub(super) fn can_move(inbox: &Inbox) -> bool {
    has_calls(inbox) || inbox.has_people()
}

pub(super) fn can_be_done(inbox: &Inbox) -> bool {
    inbox.has_target() || inbox.person_chosen().is_some()
}

pub(super) fn has_open(inbox: &Inbox) -> bool {
    inbox.screen == Screen::Calls && matches!(inbox.detail, Detail::Shown(_))
}

pub(super) fn has_choice(inbox: &Inbox) -> bool {
    inbox.screen == Screen::Calls && !inbox.selection.is_empty()
}

pub(super) fn has_snoozed(inbox: &Inbox) -> bool {
    inbox.has_target() && inbox.all_targets_are(|marks| marks.snoozed_until.is_some())
}

pub(super) fn can_listen(inbox: &Inbox) -> bool {
    inbox.heard_seq().is_some()
}

pub(super) fn has_recording(inbox: &Inbox) -> bool {
    inbox.open_recording_seq().is_some()
}

pub(super) fn has_loop(inbox: &Inbox) -> bool {
    inbox.player.state.looped.is_some() && can_listen(inbox)
}

pub(super) fn has_own_recording(inbox: &Inbox) -> bool {
    inbox.has_attached(MediaKind::Recording)
}

pub(super) fn has_own_transcript(inbox: &Inbox) -> bool {
    inbox.has_attached(MediaKind::Transcript)
}

pub(super) fn has_requests(inbox: &Inbox) -> bool {
    inbox.shows_requests() && !inbox.traffic.list.is_empty()
}

pub(super) fn has_request_of_call(inbox: &Inbox) -> bool {
    inbox.has_open_request() && inbox.traffic.shown().is_some_and(|opened| opened.row.note.call_id.is_some())
}

pub(super) fn has_transcript(inbox: &Inbox) -> bool {
    inbox.screen == Screen::Calls && inbox.has_transcript()
}

pub(super) fn has_turns(inbox: &Inbox) -> bool {
    has_transcript(inbox) && inbox.transcript.conversation().is_some()
}

pub(super) fn has_times(inbox: &Inbox) -> bool {
    has_turns(inbox) && inbox.transcript.conversation().is_some_and(|shown| shown.has_times)
}

pub(super) fn has_open_task(inbox: &Inbox) -> bool {
    matches!(&inbox.detail, Detail::Shown(page) if has_open(inbox) && page.tasks.iter().any(|task| !task.is_done))
}

pub(super) fn is_rehearsing(inbox: &Inbox) -> bool {
    inbox.tools.rehearsal.is_some()
}
