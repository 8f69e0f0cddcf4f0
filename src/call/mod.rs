//! WHAT: the values that every part of the program talks about: a call, who called, what was found out, how it reached us.
//!
//! **Invariant:** nothing here does I/O, reads a clock, draws, or knows SQL, HTTP or egui. It names no other folder of the crate.

mod analysis;
mod caller;
mod datum;
mod delivery;
mod discretion;
mod document;
mod gap;
mod identity;
mod merge;
mod mood;
mod query;
mod row;
mod score;
mod spelling;

pub use analysis::Analysis;
pub use caller::{Caller, CallerField};
pub use datum::{Datum, DatumError, MAX_TREE_DEPTH};
pub use delivery::{
    Clock, Delivery, DeliveryId, DeliveryNote, Disposition, Header, NewDelivery, Payload, Receipt, UnixMillis, Verdict,
};
pub use discretion::{shown_header, shown_target};
pub use document::{Call, MoreField};
pub use gap::{Gap, GapReason};
pub use identity::{CallId, IdSource, MAX_CALL_ID_BYTES};
pub use merge::{Change, merge};
pub use mood::{Mood, Tone};
pub use query::{Counts, Query, View};
pub use row::{CallDetail, CallRow, Seq, Triage, TriageChange};
pub use score::Score;
