//! What is told of requests, taken in.

use std::sync::Arc;

use super::Comparing;
use super::list::FoundRequests;
use crate::bus::{Command, Ticket, TrafficCommand, TrafficEvent};
use crate::call::DeliveryId;
use crate::inbox::{Inbox, NoticeKind, Screen};
use crate::traffic::{OpenedDelivery, TrafficFilter};

/// Comes back with the deliveries of one call, which are no part of the table.
pub(super) const OF_ONE_CALL: Ticket = Ticket(u64::MAX);

impl Inbox {
    /// The screen was opened: what came meanwhile is asked for.
    pub(in crate::inbox) fn traffic_opened(&mut self) -> Vec<Command> {
        if self.traffic.list.was_never_asked() || self.traffic.is_outdated {
            self.find_requests()
        } else {
            self.follow_requests()
        }
    }

    /// Requests were stored, or how long their answers took was noted.
    pub(in crate::inbox) fn requests_logged(&mut self) -> Vec<Command> {
        if self.screen != Screen::Traffic {
            self.traffic.list.fall_behind();
            return Vec::new();
        }
        let mut commands = self.follow_requests();
        let unsettled = self.traffic.list.unsettled(self.now);
        commands.extend(self.load_request_rows(unsettled));
        commands
    }

    /// After a gap in what was told.
    pub(in crate::inbox) fn requests_resynced(&mut self) -> Vec<Command> {
        self.traffic.reading = None;
        self.traffic.list.forget_rows();
        let mut commands = self.requests_changed();
        commands.extend(self.read_again());
        commands
    }

    /// Something that was asked failed.
    pub(in crate::inbox) fn requests_failed(&mut self, why: &str) {
        self.traffic.reading = None;
        self.traffic.list.fail(why);
        if matches!(self.traffic.comparing, Comparing::Asked(..) | Comparing::Seeking(_)) {
            self.traffic.comparing = Comparing::Off;
        }
    }

    fn follow_requests(&mut self) -> Vec<Command> {
        let traffic = &mut self.traffic;
        let filter = traffic.asked.clone().unwrap_or_default();
        let ticket = traffic.list.ticket();
        let follow = |after| Command::Traffic(TrafficCommand::Follow { ticket, filter, after });
        traffic.list.follow().map(follow).into_iter().collect()
    }

    pub(super) fn load_request_rows(&self, ids: Vec<DeliveryId>) -> Vec<Command> {
        let ticket = self.traffic.list.ticket();
        if ids.is_empty() { Vec::new() } else { vec![Command::Traffic(TrafficCommand::LoadRows { ticket, ids })] }
    }

    pub(in crate::inbox) fn hear_of_traffic(&mut self, event: TrafficEvent) -> Vec<Command> {
        match event {
            TrafficEvent::Found { ticket, ids, rows, looked_at, is_complete, newest } => {
                let found = FoundRequests { ids, rows, looked_at, is_complete, newest };
                if self.traffic.list.load(ticket, found) { self.found() } else { Vec::new() }
            }
            TrafficEvent::Followed { ticket: OF_ONE_CALL, rows, .. } => self.deliveries_found(&rows),
            TrafficEvent::Followed { ticket, ids, rows, newest } => {
                if let Some(all) = &mut self.traffic.all {
                    *all += ids.len() as u64;
                }
                let is_stale = self.traffic.list.take_followed(ticket, ids, rows, newest);
                if is_stale && self.screen == Screen::Traffic {
                    return self.follow_requests();
                }
                if is_stale {
                    self.traffic.list.fall_behind();
                }
                Vec::new()
            }
            TrafficEvent::RowsLoaded { ticket: _, rows } => {
                self.traffic.list.keep_rows(rows);
                Vec::new()
            }
            TrafficEvent::Opened(opened) => self.request_read(opened),
            TrafficEvent::Gone { id } => self.request_gone(id),
            TrafficEvent::Compared(comparison) => {
                if self.traffic.comparing.pair() == Some((comparison.one, comparison.other)) {
                    self.traffic.comparing = Comparing::Shown(comparison);
                }
                Vec::new()
            }
            TrafficEvent::ToCopy { what, text } => {
                self.to_copy = Some((what, text));
                Vec::new()
            }
            TrafficEvent::Saved { path } => {
                self.notices.push(NoticeKind::Done, say!("Saved as {path}", path = path), self.now);
                Vec::new()
            }
            TrafficEvent::Pruned { count } => self.requests_pruned(count),
            TrafficEvent::ForwardingChanged => {
                let underway = self.traffic.list.underway();
                let mut commands = self.load_request_rows(underway);
                if self.traffic.open.as_ref().is_some_and(super::OpenRequest::is_underway) {
                    commands.extend(self.read_again());
                }
                commands.extend(self.hear_of_tools(TrafficEvent::ForwardingChanged));
                commands
            }
            other @ (TrafficEvent::SentAgain(_)
            | TrafficEvent::ForwardingLoaded(_)
            | TrafficEvent::ShapeChanged(_)
            | TrafficEvent::WatchLoaded(_)) => self.hear_of_tools(other),
        }
    }

    fn found(&mut self) -> Vec<Command> {
        let traffic = &mut self.traffic;
        if !traffic.list.is_looking() && traffic.asked == Some(TrafficFilter::default()) {
            traffic.all = Some(traffic.list.len() as u64);
        }
        if traffic.list.is_behind() && self.screen == Screen::Traffic { self.follow_requests() } else { Vec::new() }
    }

    fn request_read(&mut self, opened: Arc<OpenedDelivery>) -> Vec<Command> {
        let traffic = &mut self.traffic;
        traffic.reading = None;
        let Some(open) = &mut traffic.open else { return Vec::new() };
        if open.id() != opened.row.note.id {
            // Another was asked for meanwhile.
            return self.read_again();
        }
        // Of the table's row it may be known already how long the answer took, which was noted a moment later.
        traffic.list.keep_rows(vec![opened.row.clone()]);
        open.take(opened, traffic.body);
        Vec::new()
    }

    fn request_gone(&mut self, id: DeliveryId) -> Vec<Command> {
        let traffic = &mut self.traffic;
        if traffic.comparing.holds(id) {
            traffic.comparing = Comparing::Gone(id);
        }
        if traffic.reading == Some(id) {
            traffic.reading = None;
        }
        match &mut traffic.open {
            Some(open) if open.id() == id => open.lose(),
            Some(_) if traffic.reading.is_none() => return self.read_again(),
            _ => {}
        }
        Vec::new()
    }

    /// Reads the open request, unless one is being read: then this one's turn comes after it.
    pub(super) fn read_again(&mut self) -> Vec<Command> {
        let traffic = &mut self.traffic;
        match &traffic.open {
            Some(open) if traffic.reading.is_none() => {
                traffic.reading = Some(open.id());
                vec![Command::Traffic(TrafficCommand::Open { id: open.id() })]
            }
            _ => Vec::new(),
        }
    }

    fn requests_pruned(&mut self, count: u64) -> Vec<Command> {
        if count == 0 || self.traffic.list.was_never_asked() {
            return Vec::new();
        }
        if self.screen == Screen::Traffic {
            let text = say_many!(
                count,
                "{n} old request was taken away: more are not kept",
                "{n} old requests were taken away: more are not kept"
            );
            self.notices.push(NoticeKind::Done, text, self.now);
        }
        self.requests_changed()
    }

    /// The table is to be read again: at once where a person looks at it and it does not stand still.
    fn requests_changed(&mut self) -> Vec<Command> {
        let traffic = &mut self.traffic;
        if traffic.list.was_never_asked() {
            return Vec::new();
        }
        traffic.is_outdated = true;
        if self.screen == Screen::Traffic && !traffic.list.is_paused() { self.find_requests() } else { Vec::new() }
    }
}
