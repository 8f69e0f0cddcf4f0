//! Calling back: whether a call asks for it, and when and how the caller wants to be reached.

use super::{Call, CallerField};

/// Whether somebody is to be called back, as far as the payload tells.
pub fn wants_callback(call: &Call) -> bool {
    [CallerField::ScheduledTime, CallerField::BestTimeToCall].iter().any(|field| call.caller.known(*field).is_some())
}
