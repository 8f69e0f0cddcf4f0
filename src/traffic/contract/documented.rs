//! The documented contract as data: every field that it names, in its order, with its type.

use super::FieldType::{self, Number, Object, String};

/// A field that the contract names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DocumentedField {
    /// Where (`callAnalysis.score`).
    pub path: &'static str,
    /// Its type.
    pub kind: FieldType,
    /// What is in it is left open.
    pub is_free: bool,
}

const fn named(path: &'static str, kind: FieldType) -> DocumentedField {
    DocumentedField { path, kind, is_free: false }
}

const fn free(path: &'static str) -> DocumentedField {
    DocumentedField { path, kind: Object, is_free: true }
}

/// All of them, in the contract's order.
pub const DOCUMENTED: [DocumentedField; 29] = [
    named("callId", String),
    named("recordingUri", String),
    named("transcriptUri", String),
    named("callerDetails", Object),
    named("callerDetails.name", String),
    named("callerDetails.phoneNumber", String),
    named("callerDetails.email", String),
    named("callerDetails.scheduledTime", String),
    named("callerDetails.address", String),
    named("callerDetails.pincode", String),
    named("callerDetails.city", String),
    named("callerDetails.state", String),
    named("callerDetails.country", String),
    named("callerDetails.age", String),
    named("callerDetails.gender", String),
    named("callerDetails.occupation", String),
    named("callerDetails.company", String),
    named("callerDetails.preferredContactMethod", String),
    named("callerDetails.bestTimeToCall", String),
    named("callerDetails.language", String),
    named("callAnalysis", Object),
    named("callAnalysis.summary", String),
    named("callAnalysis.mood", String),
    named("callAnalysis.score", Number),
    named("callAnalysis.callOutcome", String),
    named("callAnalysis.classification", String),
    free("callAnalysis.interestsAndNeeds"),
    free("callAnalysis.actionItems"),
    free("callAnalysis.sentiment"),
];

/// The field of that path, if the contract names it.
pub fn documented(path: &str) -> Option<&'static DocumentedField> {
    DOCUMENTED.iter().find(|field| field.path == path)
}
