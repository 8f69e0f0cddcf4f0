//! What a person can do with requests.

use crate::call::DeliveryId;
use crate::inbox::Action;

/// Something a person did with requests.
#[derive(Debug, Clone, PartialEq)]
pub enum TrafficAction {
    /// The filter now holds this.
    Filter(String),
    /// Open a request.
    Open(DeliveryId),
}

impl From<TrafficAction> for Action {
    fn from(action: TrafficAction) -> Self {
        Self::Traffic(action)
    }
}
