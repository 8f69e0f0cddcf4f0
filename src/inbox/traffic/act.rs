//! What an action on requests changes, and which commands follow from it.

use super::hear::OF_ONE_CALL;
use super::{BodyAction, Comparing, OpenRequest, RequestTab, TrafficAction};
use crate::bus::{Command, ListenerState, TrafficCommand};
use crate::call::{CallId, DeliveryId, View};
use crate::inbox::{Action, Field, Inbox, Motion, NoticeKind, Screen, ToolAction, TrafficPage, count_label};
use crate::traffic::{CopyForm, OpenedDelivery, SaveForm, TrafficRow, parse};

/// Requests written as one archive: what other programs still open.
pub(super) const ARCHIVED: usize = 10_000;
/// The least and the most of the height or width that one side gets.
const SHARES: core::ops::RangeInclusive<f32> = 0.15..=0.85;

impl Inbox {
    pub(in crate::inbox) fn act_on_traffic(&mut self, action: TrafficAction) -> Vec<Command> {
        match action {
            TrafficAction::Filter(typed) => return self.filter_by(typed),
            TrafficAction::Kind(kind) => return self.show_kind(kind),
            TrafficAction::FocusFilter => self.focus_filter(),
            TrafficAction::TogglePause => {
                self.traffic.list.toggle_pause();
                if self.traffic.is_outdated && !self.traffic.list.is_paused() {
                    return self.find_requests();
                }
            }
            TrafficAction::Reload => return self.find_requests(),
            TrafficAction::Move(motion) => return self.move_in_requests(motion),
            TrafficAction::Take(id) => return self.take_request(id),
            TrafficAction::TakeHere => {
                let id = self.traffic.list.selected().filter(|_| self.shows_requests());
                return id.map_or_else(Vec::new, |id| self.take_request(id));
            }
            TrafficAction::TakeOther(id) => return self.take_other(id),
            TrafficAction::Show(id) => return self.show_request(id),
            TrafficAction::Close => self.close_request(),
            TrafficAction::RowsShown { first, end, page } => {
                let ids = self.traffic.list.show(first, end, page);
                return self.load_request_rows(ids);
            }
            TrafficAction::Scrolled(top) => self.traffic.list.set_top(top),
            TrafficAction::SplitAt(share) => self.traffic.split = Some(share.clamp(*SHARES.start(), *SHARES.end())),
            TrafficAction::SideAt(share) => self.traffic.side = Some(share.clamp(*SHARES.start(), *SHARES.end())),
            TrafficAction::Tab(tab) => {
                self.traffic.tab = tab;
                if tab != RequestTab::Compare && self.traffic.comparing.is_picking() {
                    self.traffic.comparing = Comparing::Off;
                }
            }
            TrafficAction::Body(view) => {
                self.traffic.body = view;
                if let Some(open) = &mut self.traffic.open {
                    open.look_at(view);
                }
            }
            TrafficAction::ToggleSecrets => {
                if let Some(open) = &mut self.traffic.open {
                    open.toggle_secrets();
                }
            }
            TrafficAction::Compare => {
                if let Some(id) = self.open_request_id() {
                    self.traffic.tab = RequestTab::Compare;
                    self.traffic.comparing = Comparing::Picking(id);
                }
            }
            TrafficAction::CompareBefore => return self.compare_with_before(),
            TrafficAction::StopComparing => self.traffic.comparing = Comparing::Off,
            TrafficAction::CopyCurl => return self.copy_request(Self::curl_form),
            TrafficAction::CopyBody => return self.copy_request(|_, _| CopyForm::Body),
            TrafficAction::CopySafe => return self.copy_request(|_, _| CopyForm::Safe),
            TrafficAction::Save(form) => {
                let ids = self.open_request_id().into_iter().collect();
                return self.save_requests(ids, form);
            }
            TrafficAction::SaveAll => return self.save_all_requests(),
            TrafficAction::SendAgain => {
                let opened = self.traffic.shown().filter(|_| self.shows_requests()).cloned();
                return opened.map_or_else(Vec::new, |opened| self.act_on_tools(ToolAction::OpenResend(opened)));
            }
            TrafficAction::OpenCall => return self.open_call_of_request(),
            TrafficAction::In(action) => self.act_in_body(action),
        }
        Vec::new()
    }

    /// The open request, if it was read and is in sight.
    fn open_request_id(&self) -> Option<DeliveryId> {
        self.traffic.shown().filter(|_| self.shows_requests()).map(|opened| opened.row.note.id)
    }

    fn focus_filter(&mut self) {
        if self.screen == Screen::Traffic {
            self.tools.page = TrafficPage::Requests;
            self.focus = Some(Field::Requests);
        }
    }

    fn move_in_requests(&mut self, motion: Motion) -> Vec<Command> {
        if !self.shows_requests() {
            return Vec::new();
        }
        let Some(id) = self.traffic.list.moved(motion) else { return Vec::new() };
        if self.traffic.open.is_some() && !self.traffic.comparing.is_picking() {
            return self.show_request(id);
        }
        self.traffic.list.select(Some(id));
        Vec::new()
    }

    fn take_request(&mut self, id: DeliveryId) -> Vec<Command> {
        match self.traffic.comparing {
            Comparing::Picking(one) if one != id => self.compare_requests(one, id),
            _ => self.show_request(id),
        }
    }

    fn take_other(&mut self, id: DeliveryId) -> Vec<Command> {
        match self.open_request_id() {
            Some(one) if one != id => self.compare_requests(one, id),
            _ => {
                let commands = self.show_request(id);
                self.traffic.tab = RequestTab::Compare;
                self.traffic.comparing = Comparing::Picking(id);
                commands
            }
        }
    }

    pub(super) fn show_request(&mut self, id: DeliveryId) -> Vec<Command> {
        let was_here = self.screen == Screen::Traffic && !self.traffic.list.was_never_asked();
        self.screen = Screen::Traffic;
        self.tools.page = TrafficPage::Requests;
        let mut commands = if was_here { Vec::new() } else { self.traffic_opened() };
        let traffic = &mut self.traffic;
        traffic.list.select(Some(id));
        if !traffic.comparing.holds(id) {
            traffic.comparing = Comparing::Off;
        }
        match &mut traffic.open {
            Some(open) if open.id() == id && open.shown().is_some_and(|opened| opened.row.note.id == id) => {
                return commands;
            }
            Some(open) => open.turn_to(id),
            None => traffic.open = Some(OpenRequest::of(id)),
        }
        commands.extend(self.read_again());
        commands
    }

    pub(super) fn close_request(&mut self) {
        self.traffic.open = None;
        self.traffic.comparing = Comparing::Off;
    }

    /// Closes what lies uppermost; false if there is nothing to close.
    pub(in crate::inbox) fn close_in_traffic(&mut self) -> Vec<Command> {
        if !self.shows_requests() {
            self.screen = Screen::Calls;
            return Vec::new();
        }
        let traffic = &mut self.traffic;
        match &mut traffic.open {
            Some(open) if open.whole().is_some() => open.show_whole(None),
            Some(open) if open.find().is_some() => open.close_find(),
            _ if traffic.comparing.is_picking() => traffic.comparing = Comparing::Off,
            Some(_) => self.close_request(),
            None if !traffic.filter.is_empty() => return self.filter_by(String::new()),
            None => self.screen = Screen::Calls,
        }
        Vec::new()
    }

    /// The older one first, whichever was taken first.
    fn compare_requests(&mut self, one: DeliveryId, other: DeliveryId) -> Vec<Command> {
        let (one, other) = (one.min(other), one.max(other));
        self.traffic.tab = RequestTab::Compare;
        self.traffic.comparing = Comparing::Asked(one, other);
        vec![Command::Traffic(TrafficCommand::Compare { one, other })]
    }

    fn compare_with_before(&mut self) -> Vec<Command> {
        let Some(opened) = self.traffic.shown().filter(|_| self.shows_requests()) else { return Vec::new() };
        let id = opened.row.note.id;
        let before = opened.row.note.call_id.as_ref().map(deliveries_of);
        let Some(typed) = before else {
            self.notices.push(NoticeKind::Done, say!("This request belongs to no call"), self.now);
            return Vec::new();
        };
        let filter = parse(&typed, self.now, &self.zone).filter;
        self.traffic.tab = RequestTab::Compare;
        self.traffic.comparing = Comparing::Seeking(id);
        let after = DeliveryId(0);
        vec![Command::Traffic(TrafficCommand::Follow { ticket: OF_ONE_CALL, filter, after })]
    }

    /// The deliveries of the call that is compared with itself were found, oldest first.
    pub(super) fn deliveries_found(&mut self, rows: &[TrafficRow]) -> Vec<Command> {
        let Comparing::Seeking(id) = self.traffic.comparing else { return Vec::new() };
        let call = self.traffic.shown().and_then(|opened| opened.row.note.call_id.as_ref());
        // The filter finds ids that begin alike, too.
        let of_call = rows.iter().map(|row| &row.note).filter(|note| note.call_id.as_ref() == call && note.id < id);
        if let Some(before) = of_call.map(|note| note.id).max() {
            return self.compare_requests(before, id);
        }
        self.traffic.comparing = Comparing::Off;
        self.notices.push(NoticeKind::Done, say!("This is the first delivery of its call"), self.now);
        Vec::new()
    }

    fn copy_request(&self, form: impl FnOnce(&Self, &OpenedDelivery) -> CopyForm) -> Vec<Command> {
        let Some(open) = self.traffic.open.as_ref().filter(|_| self.shows_requests()) else { return Vec::new() };
        let Some(opened) = open.shown() else { return Vec::new() };
        let (id, form, shows_secrets) = (opened.row.note.id, form(self, opened), open.shows_secrets());
        vec![Command::Traffic(TrafficCommand::Copy { id, form, shows_secrets })]
    }

    /// Where the command sends the request: to where it came in, as this machine reaches it.
    fn curl_form(&self, opened: &OpenedDelivery) -> CopyForm {
        let target = &opened.row.note.path;
        if target.contains("://") {
            return CopyForm::Curl { url: target.clone() };
        }
        let host = opened.headers.iter().find(|header| header.name.eq_ignore_ascii_case("host"));
        let host = match &self.listener {
            ListenerState::Listening { address } if address.ip().is_unspecified() => {
                format!("127.0.0.1:{}", address.port())
            }
            ListenerState::Listening { address } => address.to_string(),
            _ => host.map_or_else(|| String::from("127.0.0.1:8787"), |host| host.value.clone()),
        };
        CopyForm::Curl { url: format!("http://{host}{target}") }
    }

    fn save_requests(&self, ids: Vec<DeliveryId>, form: SaveForm) -> Vec<Command> {
        if ids.is_empty() {
            return Vec::new();
        }
        let shows_secrets = ids.len() == 1 && self.traffic.open.as_ref().is_some_and(OpenRequest::shows_secrets);
        vec![Command::Traffic(TrafficCommand::Save { ids, form, shows_secrets })]
    }

    /// "Save all 37 as HAR".
    pub fn save_all_label(&self) -> String {
        match self.traffic.list.len() {
            many @ ARCHIVED.. if many > ARCHIVED => {
                say!("Save the newest {count} as HAR", count = count_label(ARCHIVED as u64))
            }
            few => say!("Save all {count} as HAR", count = count_label(few as u64)),
        }
    }

    fn save_all_requests(&self) -> Vec<Command> {
        if !self.shows_requests() {
            return Vec::new();
        }
        let ids = self.traffic.list.ids();
        self.save_requests(ids[ids.len().saturating_sub(ARCHIVED)..].to_vec(), SaveForm::Har)
    }

    fn open_call_of_request(&mut self) -> Vec<Command> {
        let Some(opened) = self.traffic.shown().filter(|_| self.shows_requests()) else { return Vec::new() };
        let Some(id) = opened.row.note.call_id.clone() else { return Vec::new() };
        let seq = self.list.known_rows().find(|row| row.id == id).map(|row| row.seq);
        if let Some(seq) = seq {
            return self.open(seq);
        }
        let words = format!("\"{}\"", id.as_str().replace('"', " "));
        self.traffic.call_to_open = Some(id);
        let mut commands = self.act(Action::SelectView(View::All));
        commands.extend(self.act(Action::Search(words)));
        commands
    }

    /// Calls were listed: the one that was asked for is opened.
    pub(in crate::inbox) fn open_awaited_call(&mut self) -> Vec<Command> {
        let Some(id) = &self.traffic.call_to_open else { return Vec::new() };
        let seq = self.list.known_rows().find(|row| row.id == *id).map(|row| row.seq);
        if seq.is_none() && !self.list.is_complete() {
            return Vec::new();
        }
        self.traffic.call_to_open = None;
        seq.filter(|_| self.screen == Screen::Calls).map_or_else(Vec::new, |seq| self.open(seq))
    }

    fn act_in_body(&mut self, action: BodyAction) {
        let view = self.traffic.body;
        let is_in_tree = matches!(action, BodyAction::GoTo(_));
        let view = if is_in_tree { super::BodyView::Pretty } else { view };
        self.traffic.body = view;
        let Some(open) = &mut self.traffic.open else { return };
        match action {
            BodyAction::GoTo(path) => open.go_to(&path),
            BodyAction::GoToFault => open.go_to_fault(view),
            BodyAction::Toggle(line) => open.toggle(line),
            BodyAction::FoldAll => open.fold_all(),
            BodyAction::UnfoldAll => open.unfold_all(),
            BodyAction::Choose(line) => open.choose(line),
            BodyAction::CopyPath(line) => {
                let path = open.shown().map(|opened| opened.outline.path_of(line, &opened.body));
                // Of the whole there is no path to go.
                self.to_copy = path.map(|path| (say!("Path"), if path.is_empty() { String::from("$") } else { path }));
            }
            BodyAction::CopyValue(line) => {
                let value = open.shown().map(|opened| match opened.outline.lines.get(line).map(|line| line.kind) {
                    Some(crate::traffic::LineKind::String) => opened.outline.unescaped(line, &opened.body).into_owned(),
                    _ => opened.outline.value_text(line, &opened.body).into_owned(),
                });
                self.to_copy = value.map(|value| (say!("Value"), value));
            }
            BodyAction::ShowWhole(line) => open.show_whole(line),
            BodyAction::Find => {
                open.begin_find();
                self.focus = Some(Field::BodyFind);
            }
            BodyAction::Type(text) => open.find_this(text, view),
            BodyAction::NextHit => open.step(false, view),
            BodyAction::PreviousHit => open.step(true, view),
            BodyAction::CloseFind => open.close_find(),
            BodyAction::Scrolled(top) => open.scroll(view, top),
        }
    }
}

/// What is typed to find the deliveries of a call.
fn deliveries_of(id: &CallId) -> String {
    format!("id:\"{}\"", id.as_str().replace('"', " "))
}
