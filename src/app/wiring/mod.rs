//! Where engines meet: what one needs of another, given by the other.

mod catalog;
mod ledger;
mod library;

pub use catalog::StoreCatalog;
pub use ledger::StoreLedger;
pub use library::MediaLibrary;
