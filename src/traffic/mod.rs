//! INSPECT: a request as a developer looks at it: what is looked for among millions, the body as a tree, two side by side,
//! what the contract says of it, how it is sent again, handed on and shared.
//!
//! **Invariant:** pure values and functions: nothing here reads a file, a clock or the network, and no body is changed.

mod compare;
mod contract;
mod filter;
mod forward;
mod opened;
mod outline;
mod reach;
mod rehearsal;
mod resend;
mod row;
mod share;
mod text;

pub use compare::{Comparison, Difference, DifferenceKind, compare};
pub use contract::{
    ContractWatch, DOCUMENTED, Deviation, DeviationKind, DocumentedField, FieldType, FieldUse, Habit, MOST_PATHS,
    PAYLOADS_OF_A_HABIT, Shape, ShapeChange, ShapeChangeKind, changes, deviations, documented, shows,
};
#[cfg(test)]
pub(crate) use filter::samples;
pub use filter::{
    FactTest, FilterPart, FilterProblem, FilterTest, NumberRange, ReadFilter, RequestFacts, RequestTexts, TextTest,
    TrafficFilter, TrafficOperator, matches, parse,
};
pub use forward::{
    DueForward, ForwardId, ForwardNote, ForwardOutcome, ForwardState, ForwardTally, ForwardTarget, Forwarding,
    TargetId, TargetNote, shown_url,
};
pub use opened::OpenedDelivery;
pub use outline::{Folds, JsonFault, LineKind, Outline, OutlineLine};
pub use reach::{REACH_CHECK_AGENT, Tunnel, TunnelFound, TunnelProgram, TunnelStatus};
pub use rehearsal::{REHEARSAL_HEADER, Rehearsal, seconds};
pub use resend::{EditedRequest, FORWARD_HEADER, REPLAY_HEADER, Resend, SentAgain, replay_of};
pub use row::{TrafficLimits, TrafficRow};
pub use share::{
    CopyForm, SaveForm, curl, fixture, har, har_begin, har_end, har_entry, safe_body, safe_delivery, safe_fixture,
    safe_headers, safe_target,
};
pub use text::{HexRow, TextLines, hex_row, hex_rows};
