//! Where engines meet: what one needs of another, given by the other.
//!
//! **Invariant:** nothing is decided here; a question is handed on, and so is its answer.

mod catalog;
mod ledger;
mod library;
mod taking;

pub use catalog::StoreCatalog;
pub use ledger::StoreLedger;
pub use library::MediaLibrary;
pub use taking::FilesTaken;
