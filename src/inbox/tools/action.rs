//! What a person can do beside the requests.

use std::sync::Arc;

use crate::call::{DeliveryId, EntryId};
use crate::inbox::Action;
use crate::traffic::{ForwardId, OpenedDelivery, TargetId, TrafficLimits, TunnelProgram};

/// The pages of the developer's view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum TrafficPage {
    /// The table of requests.
    #[default]
    Requests,
    /// Where they are handed on to.
    Forwarding,
    /// What is sent, against the contract and against what is usual.
    Contract,
    /// Answering otherwise on purpose.
    Rehearsal,
    /// How the platform gets to this machine.
    Reach,
}

impl TrafficPage {
    /// In their order.
    pub const ALL: [Self; 5] = [Self::Requests, Self::Forwarding, Self::Contract, Self::Rehearsal, Self::Reach];

    /// What a person reads.
    pub fn label(self) -> &'static str {
        match self {
            Self::Requests => say!("Requests"),
            Self::Forwarding => say!("Forwarding"),
            Self::Contract => say!("Contract"),
            Self::Rehearsal => say!("Rehearsal"),
            Self::Reach => say!("Reach"),
        }
    }
}

/// Something a person did beside the requests.
#[derive(Debug, Clone, PartialEq)]
pub enum ToolAction {
    /// Show a page.
    OpenPage(TrafficPage),
    /// Show a request on its page.
    ShowRequest(DeliveryId),
    /// Send a request again: asks where to, how often, and whether it is to be edited first.
    OpenResend(Arc<OpenedDelivery>),
    /// In the form by which it is sent again.
    Resend(ResendAction),
    /// Hand requests on.
    Forwarding(ForwardingAction),
    /// Look at what is sent.
    Contract(ContractAction),
    /// Answer otherwise on purpose.
    Rehearsal(RehearsalAction),
    /// Be reached.
    Reach(ReachAction),
    /// Choose how many requests are kept.
    Limits(LimitsAction),
}

/// Something a person did in the form by which a request is sent again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResendAction {
    /// Leave it. What is on its way goes on.
    Close,
    /// To a URL, or to our own listener.
    ToUrl(bool),
    /// The field for the URL now holds this.
    TypeUrl(String),
    /// The field for how often now holds this.
    TypeTimes(String),
    /// Edit it first, or send it just as it came.
    Edit(bool),
    /// The field for the method now holds this.
    TypeMethod(String),
    /// The field for the headers now holds this, a line each.
    TypeHeaders(String),
    /// Show what is secret in the headers.
    ShowSecrets,
    /// The field for the body now holds this.
    TypeBody(String),
    /// Send it.
    Send,
    /// Leave the rest of the tries.
    Stop,
}

/// Something a person did about handing requests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ForwardingAction {
    /// Add a target: opens the form.
    Add,
    /// Change a target: opens the form.
    Edit(TargetId),
    /// The field for the name now holds this.
    TypeName(String),
    /// The field for the URL now holds this.
    TypeUrl(String),
    /// Bodies that are not JSON too, or not.
    TakeUnparsed(bool),
    /// Save what the form holds.
    Save,
    /// Leave the form.
    Cancel,
    /// Switch a target on or off.
    Switch(TargetId, bool),
    /// Remove a target; asks where something waits for it.
    Remove(TargetId),
    /// Remove it all the same.
    ConfirmRemove,
    /// Keep it.
    KeepTarget,
    /// Try what waits for a target now.
    Hurry(TargetId),
    /// Send a dead letter again, or all of a target.
    Revive(TargetId, Option<ForwardId>),
    /// Send every dead letter again.
    ReviveAll,
}

/// Something a person did about what is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContractAction {
    /// A change was seen; all of them for `None`.
    See(Option<EntryId>),
    /// List only fields that are not as the contract says.
    OnlyWhatDiffers(bool),
}

/// Something a person did about answering otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RehearsalAction {
    /// Answer this status; our own for `None`.
    Status(Option<u16>),
    /// The field for another status now holds this.
    TypeStatus(String),
    /// The field for the body now holds this; blank for our own.
    TypeBody(String),
    /// Answer after so many milliseconds.
    Delay(u64),
    /// The field for another delay, in seconds, now holds this.
    TypeDelay(String),
    /// For so many of a hundred calls.
    Percent(u8),
    /// Begin, or go on as it is chosen now.
    Start,
    /// Answer as we do.
    Stop,
}

/// Something a person did about being reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReachAction {
    /// Listen for the local network too, or for this machine alone.
    ListenBeyond(bool),
    /// Look again which tunnel programs are here.
    FindTunnels,
    /// Start a tunnel.
    Start(TunnelProgram),
    /// End it.
    Stop,
}

/// Something a person did about how many requests are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitsAction {
    /// Keep no more than that; asks where some may go by it.
    Choose(TrafficLimits),
    /// Do it.
    Confirm,
    /// Leave it as it is.
    Cancel,
}

impl From<ToolAction> for Action {
    fn from(action: ToolAction) -> Self {
        Self::Tool(action)
    }
}

macro_rules! tool_actions {
    ($($part:ident($action:ident)),*) => {
        $(impl From<$action> for Action {
            fn from(action: $action) -> Self {
                Self::Tool(ToolAction::$part(action))
            }
        })*
    };
}

tool_actions!(
    Resend(ResendAction),
    Forwarding(ForwardingAction),
    Contract(ContractAction),
    Rehearsal(RehearsalAction),
    Reach(ReachAction),
    Limits(LimitsAction)
);
