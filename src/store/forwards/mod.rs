//! Handing requests on, on disk: where to, what is still on its way, what became of each. What is due is a question here; when
//! and how it is sent is nobody's business in this folder.
//!
//! **Invariant:** a request is on its way in the transaction that keeps it (a trigger sees to that), and leaves the queue only by
//! an outcome or by a person's word.

mod queue;
mod reading;
mod step;
mod targets;

pub use step::{ForwardStep, StepDone};
pub(super) use step::{WaitingStep, write_steps};
