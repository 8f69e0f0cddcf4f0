//! Two requests side by side: which, and what was found of them.

use std::sync::Arc;

use crate::call::DeliveryId;
use crate::traffic::Comparison;

/// What is compared with what.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Comparing {
    /// Nothing.
    #[default]
    Off,
    /// The next request that is taken is compared with this one.
    Picking(DeliveryId),
    /// The delivery of the same call before this one is looked for.
    Seeking(DeliveryId),
    /// These two are being compared.
    Asked(DeliveryId, DeliveryId),
    /// Compared.
    Shown(Arc<Comparison>),
    /// This one is not there any more.
    Gone(DeliveryId),
}

impl Comparing {
    /// The two that are compared, the older first.
    pub fn pair(&self) -> Option<(DeliveryId, DeliveryId)> {
        match self {
            Self::Asked(one, other) => Some((*one, *other)),
            Self::Shown(comparison) => Some((comparison.one, comparison.other)),
            Self::Off | Self::Picking(_) | Self::Seeking(_) | Self::Gone(_) => None,
        }
    }

    /// A request is to be picked.
    pub fn is_picking(&self) -> bool {
        matches!(self, Self::Picking(_))
    }

    /// Whether this request is one of the two.
    pub fn holds(&self, id: DeliveryId) -> bool {
        self.pair().is_some_and(|(one, other)| one == id || other == id)
    }
}
