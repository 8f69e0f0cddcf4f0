//! The one place where the time of day is read.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::call::{Clock, UnixMillis};

/// The system's clock, in milliseconds.
pub fn now() -> UnixMillis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    UnixMillis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// The system's clock, in microseconds; for the log.
pub fn now_micros() -> u128 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_micros()
}

/// The system's clock to hand to an engine.
pub fn system() -> Clock {
    Arc::new(now)
}
