//! WHAT: the values that every part of the program talks about: a call, who called, what was found out, how it reached us.
//!
//! **Invariant:** nothing here does I/O, reads a clock, draws, or knows SQL, HTTP or egui. It names no other folder of the crate.

mod analysis;
mod callback;
mod caller;
mod country;
mod datum;
mod delivery;
mod discretion;
mod document;
mod gap;
mod identity;
pub mod insights;
mod label;
mod media;
mod merge;
mod mood;
mod phone;
pub mod query;
mod readable;
mod row;
mod score;
mod sound;
mod spelling;
mod task;
mod traits;
mod wrapping;
mod zones;

pub use analysis::Analysis;
pub use callback::{
    BestTime, Callback, ContactWay, DAY_MINUTES, Day, Hours, Moment, Weekdays, Window, agreed_time, best_time,
    wants_callback,
};
pub use caller::{Caller, CallerField};
pub use country::Country;
pub use datum::{Datum, DatumError, MAX_TREE_DEPTH};
pub use delivery::{
    Clock, Delivery, DeliveryId, DeliveryNote, Disposition, Header, NewDelivery, Payload, Receipt, Rehearsed,
    UnixMillis, Verdict,
};
pub use discretion::{shown_header, shown_target};
pub use document::{Call, MoreField};
pub use gap::{Gap, GapReason};
pub use identity::{CallId, IdSource, MAX_CALL_ID_BYTES};
pub use label::words_from_key;
pub use media::{Media, MediaCause, MediaKind, MediaState, attached_name, attached_sum};
pub use merge::{Change, merge};
pub use mood::{Mood, Tone};
pub use phone::{phone_country, phone_key};
pub use query::{Counts, Query, SavedSearch, Sort, View};
pub use readable::{Block, Entry, Task, blocks, lines_of, tasks_of};
pub use row::{CallDetail, CallRow, History, Seq, Triage, TriageChange};
pub use score::Score;
pub use sound::{Listening, PEAK_MS, Peaks, Sides, Sound, Talk};
pub use task::{EntryId, Note, OwnTask, TaskKey, TaskRef, Tick};
pub use traits::Traits;
pub use wrapping::{NamedId, envelope_of, find_id};
pub use zones::zones_of;
