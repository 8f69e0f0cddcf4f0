//! A request as a line of the table, and how many of them are kept.

use serde::{Deserialize, Serialize};

use super::ForwardTally;
use crate::call::{DeliveryId, DeliveryNote};

/// A request as a line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrafficRow {
    /// The request.
    pub note: DeliveryNote,
    /// Who called, of the call it belongs to.
    pub title: Option<String>,
    /// It was sent again from here: of that delivery.
    pub replay_of: Option<DeliveryId>,
    /// How our answer was altered on purpose, in a few words (`503 instead of 200, after 2 s`).
    pub rehearsed: Option<String>,
    /// What became of handing it on.
    pub forwards: ForwardTally,
}

/// How many requests are kept. What a call is made of (the deliveries that are new or updated it) stays with its call,
/// whatever the limits say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct TrafficLimits {
    /// Older ones go, in days.
    pub most_days: Option<u32>,
    /// The oldest of more than these go.
    pub most_requests: Option<u64>,
}
