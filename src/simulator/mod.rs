//! A stand-in for the calling platform: makes lifelike calls, posts them, serves their recordings and transcripts.
//! [`Story`] is a call, [`Sender`] posts it, [`FileServer`] serves what it names, [`Simulation`] is all of that at a pace.
//!
//! **Invariant:** nothing here is used by the way of a real call, and nothing here knows who receives. It names only
//! `call` of the crate.

mod byte_range;
mod contract;
mod file_server;
mod sender;
mod simulation;
mod sound;
mod stop;
mod story;

pub use contract::{contract_curl_body, contract_example};
pub use file_server::{FileServer, FileServerError};
pub use sender::{ANSWER_WITHIN, Answer, SendError, Sender, Sent, Tally};
pub use simulation::{Simulation, SimulationError, SimulationPlan};
pub use sound::{Format, LongSound, SAMPLE_RATE, long_recording};
pub use stop::StopSignal;
pub use story::{MAX_CALL_SECS, Story, Turn};
