//! What a person can do beside the requests.

use std::sync::Arc;

use crate::inbox::Action;
use crate::traffic::OpenedDelivery;

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
            Self::Requests => "Requests",
            Self::Forwarding => "Forwarding",
            Self::Contract => "Contract",
            Self::Rehearsal => "Rehearsal",
            Self::Reach => "Reach",
        }
    }
}

/// Something a person did beside the requests.
#[derive(Debug, Clone, PartialEq)]
pub enum ToolAction {
    /// Show a page.
    OpenPage(TrafficPage),
    /// Send a request again: asks where to, how often, and whether it is to be edited first.
    OpenResend(Arc<OpenedDelivery>),
}

impl From<ToolAction> for Action {
    fn from(action: ToolAction) -> Self {
        Self::Tool(action)
    }
}
