//! `send`: the simulator as a sender, with a file server for what its calls name.

use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use anyhow::{Result, bail};

use super::arguments::SendWish;
use super::{printed, shutdown};
use crate::simulator::{FileServer, Sender, Story};

/// Sends the calls and says how each was answered.
///
/// # Errors
/// A call was not answered 2xx, or the file server can't start.
pub fn run(wish: &SendWish) -> Result<()> {
    let stop = shutdown::signals()?;
    let files = FileServer::start(wish.seed)?;
    Ok(())
}
