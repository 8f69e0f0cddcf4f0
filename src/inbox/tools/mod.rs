//! What stands beside the requests: handing on, sending again, the contract watch, the rehearsal of answers, how the
//! platform reaches this machine.
//!
//! **Invariant:** as for the whole inbox: no I/O, no clock, no egui. No secret and no password stands in what is shown
//! unless a person asked for it.

mod action;
mod address;
mod contract;
mod forwarding;
mod limits;
mod reach;
mod rehearsal;
mod resend;
#[cfg(test)]
mod samples;

pub use action::{
    ContractAction, ForwardingAction, LimitsAction, ReachAction, RehearsalAction, ResendAction, ToolAction, TrafficPage,
};
pub use contract::{ChangeLine, ContractPage, FieldLine, FieldMark};
pub use forwarding::{ForwardingPage, wait_label};
pub use limits::{AGES_DAYS, COUNTS, age_label, most_label};
pub use reach::{Check, CheckState, NetworkCard, NextStep, ProgramLine, ReachPage, Snippet, TunnelCard};
pub use rehearsal::{DELAYS_MS, PERCENTS, RehearsalDraft, STATUSES, delay_label, rehearsal_sentence};
pub use resend::{EditedText, ResendForm};

use super::{Inbox, Screen, TrafficAction};
use crate::bus::{Command, TrafficCommand, TrafficEvent};
use crate::call::DeliveryId;
use crate::traffic::{Rehearsal, TrafficLimits, Tunnel};

/// What stands beside the requests.
#[derive(Debug, Default)]
pub struct Tools {
    /// Which page of the developer's view is shown.
    pub page: TrafficPage,
    /// How answers are altered on purpose, while they are.
    pub rehearsal: Option<Rehearsal>,
    /// The tunnel.
    pub tunnel: Tunnel,
    /// Where requests are handed on to.
    pub forwarding: ForwardingPage,
    /// What is sent.
    pub contract: ContractPage,
    /// How answers would be altered.
    pub rehearsing: RehearsalDraft,
    /// The form by which a request is sent again.
    pub resend: Option<ResendForm>,
    /// How many requests are kept.
    pub limits: TrafficLimits,
    /// How many are to be kept, if the person is sure.
    pub limits_asked: Option<TrafficLimits>,
    /// URLs that were sent to, the last first.
    urls: Vec<String>,
    /// A request that is still being sent again although its form was left.
    resend_unseen: Option<DeliveryId>,
}

impl Inbox {
    pub(super) fn act_on_tools(&mut self, action: ToolAction) -> Vec<Command> {
        match action {
            ToolAction::OpenPage(page) => self.open_page(page),
            ToolAction::ShowRequest(id) => {
                let mut commands = self.open_page(TrafficPage::Requests);
                commands.extend(self.act_on_traffic(TrafficAction::Show(id)));
                commands
            }
            ToolAction::OpenResend(opened) => {
                self.open_resend(opened);
                Vec::new()
            }
            ToolAction::Resend(action) => self.act_on_resend(action),
            ToolAction::Forwarding(action) => self.act_on_forwarding(action),
            ToolAction::Contract(action) => self.act_on_contract(action),
            ToolAction::Rehearsal(action) => self.act_on_rehearsal(action),
            ToolAction::Reach(action) => self.act_on_reach(action),
            ToolAction::Limits(action) => self.act_on_limits(action),
        }
    }

    fn open_page(&mut self, page: TrafficPage) -> Vec<Command> {
        self.tools.page = page;
        if page == TrafficPage::Contract {
            self.contract_shown();
        }
        if self.screen == Screen::Traffic {
            return self.page_opened();
        }
        // The whole screen comes into sight, with what its tabs count.
        self.act(super::Action::OpenScreen(Screen::Traffic))
    }

    /// The screen was opened: what its tabs count, and what its page shows.
    pub(super) fn tools_opened(&mut self) -> Vec<Command> {
        let mut commands = self.load_forwarding();
        commands.extend(self.load_watch());
        if self.tools.page == TrafficPage::Reach {
            commands.extend(self.page_opened());
        }
        commands
    }

    fn page_opened(&mut self) -> Vec<Command> {
        match self.tools.page {
            TrafficPage::Requests | TrafficPage::Rehearsal => Vec::new(),
            TrafficPage::Forwarding => self.load_forwarding(),
            TrafficPage::Contract => self.load_watch(),
            TrafficPage::Reach => vec![TrafficCommand::FindTunnels.into()],
        }
    }

    /// Events were dropped: what is shown is read again.
    pub(super) fn reload_tools(&mut self) -> Vec<Command> {
        self.tools.forwarding_failed();
        self.tools.contract_failed();
        if self.screen == Screen::Traffic { self.tools_opened() } else { Vec::new() }
    }

    pub(super) fn hear_of_tools(&mut self, event: TrafficEvent) -> Vec<Command> {
        match event {
            TrafficEvent::SentAgain(sent) => {
                self.sent_again(*sent);
                Vec::new()
            }
            TrafficEvent::ForwardingChanged => self.forwarding_changed(),
            TrafficEvent::ForwardingLoaded(known) => self.forwarding_loaded(known),
            TrafficEvent::ShapeChanged(change) => self.shape_changed(&change),
            TrafficEvent::WatchLoaded(known) => self.watch_loaded(known),
            // The requests' own.
            TrafficEvent::Found { .. }
            | TrafficEvent::Followed { .. }
            | TrafficEvent::RowsLoaded { .. }
            | TrafficEvent::Opened(_)
            | TrafficEvent::Gone { .. }
            | TrafficEvent::Compared(_)
            | TrafficEvent::ToCopy { .. }
            | TrafficEvent::Saved { .. }
            | TrafficEvent::Pruned { .. } => Vec::new(),
        }
    }

    /// A command could not be carried out: no question waits for its answer any more.
    pub(super) fn tools_failed(&mut self, what: &str, why: &str) {
        self.tools.forwarding_failed();
        self.tools.contract_failed();
        self.resend_failed(what, why);
    }
}
