//! The shapes that transcripts really have, a file a family. Each looks at a JSON value that was unwrapped already and says
//! whether it knows it.
//!
//! **Invariant:** no shape decides about units, sides or clean-up: it hands on what the file has ([`Draft`]).

use super::draft::Draft;
use crate::call::Datum;

/// Reads a value if it has this shape.
pub(super) type Shape = fn(&Datum) -> Option<Draft>;

/// All of them, the specific before the general.
pub(super) const ALL: &[Shape] = &[];
