//! A stand-in for the calling platform: makes lifelike calls, posts them, serves their recordings and transcripts.
//! [`Story`] is a call, [`Sender`] posts it, [`FileServer`] serves what it names, [`Simulation`] is all of that at a pace.
//! [`Sample`] is a recording in each format, [`Fault`] a way in which fetching one fails; [`PacedServer`] measures readers.
//!
//! **Invariant:** nothing here is used by the way of a real call, and nothing here knows who receives. It names only
//! `call` of the crate.

mod byte_range;
mod contract;
mod exhibit;
mod fault;
mod fault_answer;
mod fault_server;
mod file_server;
mod paced_server;
mod raw_server;
mod sample;
mod sender;
mod simulation;
mod sound;
mod stop;
mod story;

pub use contract::{contract_curl_body, contract_example};
pub use fault::Fault;
pub use fault_server::{DRIP_BYTES_PER_SEC, FaultServer};
pub use file_server::{FileServer, FileServerError};
pub use paced_server::{PacedRequest, PacedServer};
pub use sample::Sample;
pub use sender::{ANSWER_WITHIN, Answer, SendError, Sender, Sent, Tally};
pub use simulation::{Simulation, SimulationError, SimulationPlan};
pub use sound::{Format, LongSound, SAMPLE_RATE, long_recording};
pub use stop::StopSignal;
pub use story::{MAX_CALL_SECS, Story, Turn};
