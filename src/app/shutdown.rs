//! Ctrl-C and SIGTERM.

use std::sync::mpsc::{Receiver, sync_channel};

use anyhow::{Context, Result};

/// Calls this, on a thread of its own, for each wish to stop.
///
/// # Errors
/// The system does not let us listen for signals.
pub fn on_signal(stop: impl FnMut() + Send + 'static) -> Result<()> {
    ctrlc::set_handler(stop).context("Ctrl-C can't be listened for")
}

/// One message for each wish to stop; one waiting is enough.
///
/// # Errors
/// The system does not let us listen for signals.
pub fn signals() -> Result<Receiver<()>> {
    let (sender, receiver) = sync_channel(1);
    on_signal(move || _ = sender.try_send(()))?;
    Ok(receiver)
}
