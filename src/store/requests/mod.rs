//! Requests as the developer's view asks for them: rows of the table, one whole with our answer, those that a filter finds
//! among a million, and which of the old ones go.
//!
//! **Invariant:** what is found is what `traffic::matches` says of each request; no question takes longer than a step.

mod condition;
mod pruning;
mod questions;
mod rows;
mod search;
mod whole;

pub(super) use pruning::Pruning;
pub use search::RequestSearch;
