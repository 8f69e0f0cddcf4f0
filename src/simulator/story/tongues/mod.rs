//! Whole calls in the languages that callers speak, by family of languages.
//!
//! **Invariant:** tables of words, no randomness and no logic.

mod asia;
mod india;
mod near_east;
mod romance;
mod west;

use super::script::Script;

/// Every call.
pub fn all() -> impl Iterator<Item = &'static Script> + Clone {
    let tables: [&'static [Script]; 5] =
        [&india::SCRIPTS, &romance::SCRIPTS, &west::SCRIPTS, &near_east::SCRIPTS, &asia::SCRIPTS];
    tables.into_iter().flatten()
}
