//! SEND ON: requests handed on as they arrive, or sent again when a person asks for it.
//!
//! **Invariant:** nothing here receives or stores; the receiving side never waits for anything here.
