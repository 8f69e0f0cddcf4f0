//! How a person reads a transcript: what they call the speakers, and what they corrected.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How a person reads a call's transcript; remembered for each call.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Reading {
    /// How much later in the recording everything is said than the transcript says, in milliseconds; negative for earlier.
    pub offset_ms: i64,
    /// The file took the agent for the caller and the other way round.
    pub is_swapped: bool,
    /// What the speakers are called, by [`Side::key`](super::Side::key) as the file has them.
    pub names: BTreeMap<String, String>,
}
