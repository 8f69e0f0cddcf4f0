//! Payloads against the documented contract, and against what a source usually sends.

mod deviation;
mod documented;
mod habit;
mod kind;
mod payload;
mod shape;

pub use deviation::deviations;
pub use documented::{DOCUMENTED, DocumentedField, documented};
pub use habit::{Habit, MOST_PATHS, PAYLOADS_OF_A_HABIT, changes, shows};
pub use kind::FieldType;
pub use shape::Shape;

use crate::call::{DeliveryId, EntryId, UnixMillis};

/// Where a payload is not as the contract says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deviation {
    /// Which field (`callAnalysis.followUpOwner`).
    pub path: String,
    /// How.
    pub kind: DeviationKind,
}

/// How a field is not as the contract says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeviationKind {
    /// The contract names it, the payload does not have it.
    Missing,
    /// The payload has it, the contract does not name it.
    New,
    /// It has another type.
    Retyped {
        /// As the contract says (`number`).
        expected: &'static str,
        /// As it is (`string`).
        found: &'static str,
    },
}

/// How a field was sent, by a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldUse {
    /// Which field.
    pub path: String,
    /// The contract's type for it; `None` if the contract does not name it.
    pub documented: Option<&'static str>,
    /// Types and how many payloads had it so, the most frequent first.
    pub types: Vec<(String, u64)>,
    /// How many payloads had it, of all that were looked at.
    pub present: u64,
    /// In the last days, the newest last, at most 30: how many payloads had it, and how many there were.
    pub days: Vec<(UnixMillis, u64, u64)>,
    /// The newest delivery that has it.
    pub example: Option<DeliveryId>,
}

/// A change in what a source sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShapeChange {
    /// Its number.
    pub id: EntryId,
    /// Which source.
    pub source: String,
    /// Which field.
    pub path: String,
    /// What changed.
    pub kind: ShapeChangeKind,
    /// A delivery that shows it.
    pub example: DeliveryId,
    /// When that came.
    pub at: UnixMillis,
    /// How many payloads had shown it so when it was last counted.
    pub count: u64,
    /// A person has seen it.
    pub is_seen: bool,
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShapeChangeKind {
    /// A field came that had never come.
    New {
        /// Its type.
        found: String,
    },
    /// A field that had always come stays out.
    Missing,
    /// A field came with a type it had never had.
    Retyped {
        /// The type it usually has.
        usual: String,
        /// The new one.
        found: String,
    },
}

/// All of it, for its page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContractWatch {
    /// Payloads that were looked at.
    pub payloads: u64,
    /// Newest first, at most 200.
    pub changes: Vec<ShapeChange>,
    /// In the contract's order, then what it does not name.
    pub fields: Vec<FieldUse>,
}
