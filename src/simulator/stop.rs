//! A flag that can be waited on: ends pauses at once.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Raised once, never lowered; clones share it.
#[derive(Debug, Clone, Default)]
pub struct StopSignal(Arc<(Mutex<bool>, Condvar)>);

impl StopSignal {
    /// Ends every pause, now and later.
    pub fn raise(&self) {
        *self.0.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.0.1.notify_all();
    }

    /// Whether it was raised.
    pub fn is_raised(&self) -> bool {
        *self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Pauses until then, or until the signal is raised. Says whether to go on.
    pub fn pause_until(&self, due: Instant) -> bool {
        let mut raised = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let left = due.saturating_duration_since(Instant::now());
            if *raised || left.is_zero() {
                return !*raised;
            }
            raised = self.0.1.wait_timeout(raised, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Pauses that long, or until the signal is raised. Says whether to go on.
    pub fn pause(&self, length: Duration) -> bool {
        self.pause_until(Instant::now() + length)
    }
}

#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    reason = "tests may wait for a thread without a name, and for any number of answers"
)]
mod tests {
    use super::*;

    #[test]
    fn a_raised_signal_ends_a_pause() {
        let signal = StopSignal::default();
        assert!(signal.pause(Duration::ZERO));
        let other = signal.clone();
        let waiter = std::thread::spawn(move || other.pause(Duration::from_secs(60)));
        signal.raise();
        assert!(!waiter.join().unwrap());
        assert!(signal.is_raised());
    }
}
