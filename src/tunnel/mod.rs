//! REACH: starts the programs that make this machine reachable, and asks whether the platform would get through.
//!
//! `places` finds the programs, `launch` says how each is called, `process` starts one and ends it for certain, `output`
//! understands what it says, `health` asks the public address, `pulse` decides when and what follows from it, `ear` is
//! what was heard so far, and `operator` is the thread that joins them.
//!
//! **Invariant:** nothing is downloaded or installed, and no program outlives the inbox. (One exception, by the system: on
//! Windows a program stays if the inbox is killed rather than ended.)

mod ear;
mod health;
mod launch;
mod operator;
mod output;
mod places;
mod process;
mod pulse;
#[cfg(test)]
#[cfg(unix)]
mod tests;

pub use health::{Asker, Landmark};
pub use operator::{Operator, Setup};
pub use places::Places;
pub use pulse::Pace;
