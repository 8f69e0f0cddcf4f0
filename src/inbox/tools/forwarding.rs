//! Where requests are handed on to, as its page shows and changes it.

use std::sync::Arc;

use super::address::url_problem;
use super::{ForwardingAction, Tools, TrafficPage};
use crate::bus::{Command, TrafficCommand};
use crate::call::UnixMillis;
use crate::inbox::undo::{Undo, Waits};
use crate::inbox::{Field, Flight, Inbox, NoticeKind, Screen};
use crate::traffic::{ForwardTarget, Forwarding, TargetId, TargetNote};

/// The longest name of a target, in characters.
const NAME_CHARS: usize = 60;

/// Where requests are handed on to.
#[derive(Debug, Default)]
pub struct ForwardingPage {
    /// What is known of it; `None` until it was read.
    pub known: Option<Arc<Forwarding>>,
    /// A target that is being added or changed.
    pub draft: Option<ForwardTarget>,
    /// Saving what the form holds was tried, so that what is wrong with it is said.
    pub is_checked: bool,
    /// A target for which something waits and that is to be removed, if the person still wants it.
    pub removing: Option<TargetId>,
    flight: Flight,
}

impl ForwardingPage {
    /// Dead letters, over all targets.
    pub fn dead(&self) -> u64 {
        self.known.as_ref().map_or(0, |known| known.targets.iter().map(|note| note.dead).sum())
    }

    /// A target by its number.
    pub fn target(&self, id: TargetId) -> Option<&TargetNote> {
        self.known.as_ref()?.targets.iter().find(|note| note.target.id == Some(id))
    }
}

/// "in 12 s", "in 3 min", "in 2 h", "now".
pub fn wait_label(until: UnixMillis, now: UnixMillis) -> String {
    let secs = (until.0 - now.0 + 999) / 1_000;
    match secs {
        ..=0 => say!("now").to_owned(),
        1..100 => say!("in {secs} s", secs = secs),
        100..6_000 => say!("in {minutes} min", minutes = (secs + 30) / 60),
        _ => say!("in {hours} h", hours = (secs + 1_800) / 3_600),
    }
}

impl Inbox {
    /// What stands against saving the target in the form, in a sentence.
    pub fn target_obstacle(&self) -> Option<&'static str> {
        let draft = self.tools.forwarding.draft.as_ref()?;
        url_problem(&draft.url).or_else(|| {
            let known = self.tools.forwarding.known.as_ref()?;
            let is_there = |note: &TargetNote| note.target.id != draft.id && note.target.url == draft.url.trim();
            known.targets.iter().any(is_there).then_some(say!("Requests are handed on to this URL already."))
        })
    }

    /// When something on the page looks otherwise by itself: the seconds count down.
    pub fn forwarding_changes_at(&self) -> Option<UnixMillis> {
        if self.screen != Screen::Traffic || self.tools.page != TrafficPage::Forwarding {
            return None;
        }
        let known = self.tools.forwarding.known.as_ref()?;
        let targets = known.targets.iter().filter_map(|note| note.next_at);
        let left = targets.chain(known.waiting.iter().filter_map(|note| note.next_at)).map(|at| at.0 - self.now.0);
        // The label changes with each whole second that is left.
        left.filter(|left| *left > 0).map(|left| UnixMillis(self.now.0 + (left - 1) % 1_000 + 1)).min()
    }

    pub(super) fn load_forwarding(&mut self) -> Vec<Command> {
        let is_to_be_asked = self.tools.forwarding.flight.ask();
        if is_to_be_asked { vec![TrafficCommand::LoadForwarding.into()] } else { Vec::new() }
    }

    pub(super) fn forwarding_changed(&mut self) -> Vec<Command> {
        // Elsewhere nothing shows it: it is read when the screen is opened.
        if self.screen == Screen::Traffic { self.load_forwarding() } else { Vec::new() }
    }

    pub(super) fn forwarding_loaded(&mut self, known: Arc<Forwarding>) -> Vec<Command> {
        let page = &mut self.tools.forwarding;
        page.known = Some(known);
        page.removing = page.removing.filter(|id| page.target(*id).is_some());
        if page.flight.landed() { vec![TrafficCommand::LoadForwarding.into()] } else { Vec::new() }
    }

    pub(super) fn act_on_forwarding(&mut self, action: ForwardingAction) -> Vec<Command> {
        let page = &mut self.tools.forwarding;
        match action {
            ForwardingAction::Add => {
                let (name, url) = (String::new(), String::new());
                self.open_target(ForwardTarget { id: None, name, url, is_on: true, takes_unparsed: false });
            }
            ForwardingAction::Edit(id) => {
                if let Some(target) = page.target(id).map(|note| note.target.clone()) {
                    self.open_target(target);
                }
            }
            ForwardingAction::TypeName(name) => {
                if let Some(draft) = &mut page.draft {
                    draft.name = name.chars().take(NAME_CHARS).collect();
                }
            }
            ForwardingAction::TypeUrl(url) => {
                if let Some(draft) = &mut page.draft {
                    draft.url = url;
                }
            }
            ForwardingAction::TakeUnparsed(takes_unparsed) => {
                if let Some(draft) = &mut page.draft {
                    draft.takes_unparsed = takes_unparsed;
                }
            }
            ForwardingAction::Cancel => page.draft = None,
            ForwardingAction::Save => return self.save_target(),
            ForwardingAction::Switch(id, is_on) => return self.switch_target(id, is_on),
            ForwardingAction::Remove(id) => return self.remove_target(id, false),
            ForwardingAction::ConfirmRemove => {
                return page.removing.take().map_or_else(Vec::new, |id| self.remove_target(id, true));
            }
            ForwardingAction::KeepTarget => page.removing = None,
            ForwardingAction::Hurry(id) => return vec![TrafficCommand::HurryTarget { id }.into()],
            ForwardingAction::Revive(target, forward) => return self.revive(target, forward.is_none(), forward),
            ForwardingAction::ReviveAll => {
                let targets = page.known.iter().flat_map(|known| &known.targets).filter(|note| note.dead > 0);
                let ids: Vec<TargetId> = targets.filter_map(|note| note.target.id).collect();
                return ids.into_iter().flat_map(|id| self.revive(id, true, None)).collect();
            }
        }
        Vec::new()
    }

    fn open_target(&mut self, target: ForwardTarget) {
        self.tools.forwarding.draft = Some(target);
        self.tools.forwarding.is_checked = false;
        self.focus = Some(Field::TargetUrl);
    }

    fn save_target(&mut self) -> Vec<Command> {
        self.tools.forwarding.is_checked = true;
        if self.target_obstacle().is_some() {
            self.focus = Some(Field::TargetUrl);
            return Vec::new();
        }
        let Some(mut target) = self.tools.forwarding.draft.take() else { return Vec::new() };
        target.name = target.name.trim().to_owned();
        target.url = target.url.trim().to_owned();
        let before = target.id.and_then(|id| self.tools.forwarding.target(id)).map(|note| note.target.clone());
        match before {
            Some(before) if before == target => return Vec::new(),
            Some(before) => {
                let what = say!("Changed {target}", target = target.label());
                self.undoable(what, TrafficCommand::SaveTarget(before).into());
            }
            None => {
                let text = say!("Calls that arrive from now on are handed on to {target}", target = target.label());
                self.notices.push(NoticeKind::Done, text, self.now);
            }
        }
        vec![TrafficCommand::SaveTarget(target).into()]
    }

    fn switch_target(&mut self, id: TargetId, is_on: bool) -> Vec<Command> {
        let Some(note) = self.tools.forwarding.target(id) else { return Vec::new() };
        let target = ForwardTarget { is_on, ..note.target.clone() };
        // Seen at once; what is read next says the same.
        if let Some(known) = &mut self.tools.forwarding.known {
            let known = Arc::make_mut(known);
            for note in known.targets.iter_mut().filter(|note| note.target.id == Some(id)) {
                note.target.is_on = is_on;
            }
        }
        vec![TrafficCommand::SaveTarget(target).into()]
    }

    fn remove_target(&mut self, id: TargetId, is_sure: bool) -> Vec<Command> {
        let Some(note) = self.tools.forwarding.target(id) else { return Vec::new() };
        if !is_sure && note.waiting + note.dead > 0 {
            self.tools.forwarding.removing = Some(id);
            return Vec::new();
        }
        let back = ForwardTarget { id: None, ..note.target.clone() };
        let what = say!("Removed {target}", target = note.target.label());
        if self.tools.forwarding.draft.as_ref().is_some_and(|draft| draft.id == Some(id)) {
            self.tools.forwarding.draft = None;
        }
        self.undoable(what, TrafficCommand::SaveTarget(back).into());
        vec![TrafficCommand::ForgetTarget { id }.into()]
    }

    fn revive(&mut self, target: TargetId, is_all: bool, forward: Option<crate::traffic::ForwardId>) -> Vec<Command> {
        let Some(note) = self.tools.forwarding.target(target) else { return Vec::new() };
        let title = note.target.label();
        let text = match note.dead {
            count if is_all && count != 1 => say_many!(
                count,
                "{n} request is sent to {title} again",
                "{n} requests are sent to {title} again",
                title = title
            ),
            _ => say!("The request is sent to {title} again", title = title),
        };
        self.notices.push(NoticeKind::Done, text, self.now);
        vec![TrafficCommand::Revive { target, forward }.into()]
    }

    fn undoable(&mut self, what: String, command: Command) {
        self.notices.push(NoticeKind::Undoable, what.clone(), self.now);
        self.remember_undo(Undo { what, changes: Vec::new(), commands: vec![command], waits: Waits::Nothing });
    }
}

impl Tools {
    pub(super) fn forwarding_failed(&mut self) {
        self.forwarding.flight = Flight::Idle;
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{acted, dead_letter, forwarding, target};
    use super::*;
    use crate::bus::{Event, TrafficEvent};
    use crate::inbox::samples::inbox;
    use crate::inbox::{Action, ToolAction};
    use crate::traffic::ForwardId;

    fn opened() -> Inbox {
        let mut inbox = inbox();
        inbox.act(ToolAction::OpenPage(TrafficPage::Forwarding).into());
        let loaded = TrafficEvent::ForwardingLoaded(Arc::new(forwarding()));
        assert!(inbox.apply(Event::Traffic(loaded)).is_empty());
        inbox
    }

    fn changed(inbox: &mut Inbox) -> Vec<Command> {
        inbox.apply(Event::Traffic(TrafficEvent::ForwardingChanged))
    }

    #[test]
    fn a_burst_of_changes_is_read_once_and_once_more() {
        let mut inbox = opened();
        let load: Command = TrafficCommand::LoadForwarding.into();
        assert_eq!(changed(&mut inbox), std::slice::from_ref(&load));
        assert!((0..20).all(|_| changed(&mut inbox).is_empty()));
        let loaded = Event::Traffic(TrafficEvent::ForwardingLoaded(Arc::new(forwarding())));
        assert_eq!(inbox.apply(loaded.clone()), std::slice::from_ref(&load));
        assert!(inbox.apply(loaded).is_empty());
        inbox.act(Action::OpenScreen(Screen::Settings));
        assert!(changed(&mut inbox).is_empty(), "nothing shows it");
        assert!(inbox.act(Action::OpenScreen(Screen::Traffic)).contains(&load));
    }

    #[test]
    fn a_failure_does_not_leave_the_page_waiting() {
        let mut inbox = opened();
        changed(&mut inbox);
        inbox.apply(Event::CommandFailed { what: "Reading the targets".into(), why: "the disk is gone".into() });
        assert_eq!(changed(&mut inbox), [TrafficCommand::LoadForwarding.into()]);
    }

    #[test]
    fn a_target_is_added_once_its_url_is_one() {
        let mut inbox = opened();
        let act = |inbox: &mut Inbox, action: ForwardingAction| inbox.act(action.into());
        act(&mut inbox, ForwardingAction::Add);
        assert_eq!(inbox.focus, Some(Field::TargetUrl));
        act(&mut inbox, ForwardingAction::TypeUrl("localhost:3000".into()));
        assert!(act(&mut inbox, ForwardingAction::Save).is_empty());
        assert_eq!(inbox.target_obstacle(), Some("Begin the URL with http:// or https://."));
        act(&mut inbox, ForwardingAction::TypeUrl("http://localhost:3000/hook".into()));
        assert_eq!(inbox.target_obstacle(), Some("Requests are handed on to this URL already."));
        act(&mut inbox, ForwardingAction::TypeUrl(" http://localhost:4000/ ".into()));
        act(&mut inbox, ForwardingAction::TypeName(" Mine ".into()));
        act(&mut inbox, ForwardingAction::TakeUnparsed(true));
        let saved = ForwardTarget {
            id: None,
            name: "Mine".into(),
            url: "http://localhost:4000/".into(),
            is_on: true,
            takes_unparsed: true,
        };
        assert_eq!(act(&mut inbox, ForwardingAction::Save), [TrafficCommand::SaveTarget(saved).into()]);
        assert_eq!(inbox.tools.forwarding.draft, None);
    }

    #[test]
    fn a_target_is_changed_switched_and_put_back() {
        let mut inbox = opened();
        let before = target(1);
        acted(
            &mut inbox,
            &[ForwardingAction::Edit(TargetId(1)).into(), ForwardingAction::TypeName("New".into()).into()],
        );
        let after = ForwardTarget { name: "New".into(), ..before.clone() };
        assert_eq!(inbox.act(ForwardingAction::Save.into()), [TrafficCommand::SaveTarget(after).into()]);
        assert_eq!(inbox.act(Action::Undo), [TrafficCommand::SaveTarget(before.clone()).into()]);
        let off = ForwardTarget { is_on: false, ..before };
        let commands = inbox.act(ForwardingAction::Switch(TargetId(1), false).into());
        assert_eq!(commands, [TrafficCommand::SaveTarget(off).into()]);
        assert!(!inbox.tools.forwarding.target(TargetId(1)).unwrap().target.is_on);
    }

    #[test]
    fn removing_asks_where_something_waits_and_can_be_undone() {
        let mut inbox = opened();
        assert!(inbox.act(ForwardingAction::Remove(TargetId(1)).into()).is_empty());
        assert_eq!(inbox.tools.forwarding.removing, Some(TargetId(1)));
        inbox.act(ForwardingAction::KeepTarget.into());
        assert!(inbox.act(ForwardingAction::ConfirmRemove.into()).is_empty());
        inbox.act(ForwardingAction::Remove(TargetId(1)).into());
        let forget = |id| [Command::from(TrafficCommand::ForgetTarget { id: TargetId(id) })];
        assert_eq!(inbox.act(ForwardingAction::ConfirmRemove.into()), forget(1));
        assert_eq!(inbox.act(ForwardingAction::Remove(TargetId(2)).into()), forget(2));
        let back = ForwardTarget { id: None, ..target(2) };
        assert_eq!(inbox.act(Action::Undo), [TrafficCommand::SaveTarget(back).into()]);
    }

    #[test]
    fn dead_letters_are_sent_again_one_or_all() {
        let mut inbox = opened();
        assert_eq!(inbox.tools.forwarding.dead(), 2);
        let one = ForwardingAction::Revive(TargetId(1), Some(dead_letter(7).id));
        let revive = |forward| [Command::from(TrafficCommand::Revive { target: TargetId(1), forward })];
        assert_eq!(inbox.act(one.into()), revive(Some(ForwardId(7))));
        assert_eq!(inbox.act(ForwardingAction::ReviveAll.into()), revive(None));
        assert_eq!(inbox.notices.shown()[0].text, "2 requests are sent to Staging again");
        let hurry = inbox.act(ForwardingAction::Hurry(TargetId(1)).into());
        assert_eq!(hurry, [TrafficCommand::HurryTarget { id: TargetId(1) }.into()]);
    }

    #[test]
    fn the_seconds_count_down_only_while_they_are_seen() {
        let mut inbox = opened();
        let (now, next) = (inbox.now, inbox.tools.forwarding.target(TargetId(1)).unwrap().next_at.unwrap());
        assert_eq!(wait_label(next, now), "in 12 s");
        let at = inbox.forwarding_changes_at().unwrap();
        assert!(at > now && at.0 - now.0 <= 1_000);
        inbox.tick(UnixMillis(at.0));
        assert_eq!(wait_label(next, inbox.now), "in 11 s");
        inbox.act(ToolAction::OpenPage(TrafficPage::Reach).into());
        assert_eq!(inbox.forwarding_changes_at(), None);
        for (secs, label) in [(0, "now"), (-5, "now"), (99, "in 99 s"), (300, "in 5 min"), (7_200, "in 2 h")] {
            assert_eq!(wait_label(UnixMillis(secs * 1_000), UnixMillis(0)), label);
        }
    }
}
