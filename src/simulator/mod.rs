//! A stand-in for the calling platform: makes lifelike calls, posts them, serves their recordings and transcripts.
//!
//! **Invariant:** nothing here is used by the way of a real call.

mod contract;
mod sender;
mod sound;
mod stop;
mod story;

pub use contract::{contract_curl_body, contract_example};
pub use sender::{ANSWER_WITHIN, Answer, SendError, Sender, Sent, Tally};
pub use sound::SAMPLE_RATE;
pub use stop::StopSignal;
pub use story::{MAX_CALL_SECS, Story, Turn};
mod sender2;
pub use sender2::*;
