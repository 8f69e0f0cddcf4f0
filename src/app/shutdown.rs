//! Ctrl-C and SIGTERM.

use std::sync::mpsc::{Receiver, sync_channel};

use anyhow::{Context, Result};

/// One message for each wish to stop; one waiting is enough.
///
/// # Errors
/// The system does not let us listen for signals.
pub fn signals() -> Result<Receiver<()>> {
    let (sender, receiver) = sync_channel(1);
    ctrlc::set_handler(move || _ = sender.try_send(())).context("Ctrl-C can't be listened for")?;
    Ok(receiver)
}
