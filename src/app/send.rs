//! `send`: the simulator as a sender, with a file server for what its calls name.

use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::arguments::SendWish;
use super::{printed, shutdown};
use crate::simulator::{FileServer, Sender, StopSignal, Story};

/// The most posts in flight at a time.
const MAX_CONCURRENCY: usize = 256;

/// Sends the calls and says how each was answered.
///
/// # Errors
/// A call was not answered 2xx, or the file server can't start.
pub fn run(wish: &SendWish) -> Result<()> {
    let interrupted = shutdown::signals()?;
    let files = FileServer::start().context("The recordings and transcripts can't be served")?;
    let stop = StopSignal::default();
    let sender = Sender::new(&files.base_url())
        .with_concurrency(wish.concurrency.clamp(1, MAX_CONCURRENCY))
        .with_stop(stop.clone());
    let (url, rate, seed) = (wish.url(), wish.rate, wish.seed);
    let numbers = wish.first..wish.first.saturating_add(wish.count);
    let is_quiet = wish.quiet;
    let work = std::thread::Builder::new().name(String::from("send")).spawn(move || {
        let mut first_failure = None;
        let tally = sender.send(&url, numbers.map(|number| Story::tell(seed, number)), rate, |sent| {
            let outcome = sent.failure();
            if !is_quiet {
                let said = outcome.as_deref().unwrap_or("received");
                // A reader that is gone does not stop the sending.
                let _ =
                    printed::line(&format!("{}  {} B  {:.1} ms  {said}", sent.call_id, sent.body_bytes, sent.took_ms));
            }
            if first_failure.is_none() {
                first_failure = outcome;
            }
        });
        (tally, first_failure)
    });
    let work = work.context("The sending can't begin")?;
    while !work.is_finished() {
        match interrupted.recv_timeout(Duration::from_millis(50)) {
            Err(RecvTimeoutError::Timeout) => {}
            Ok(()) | Err(RecvTimeoutError::Disconnected) => {
                stop.raise();
                break;
            }
        }
    }
    let Ok((tally, first_failure)) = work.join() else { bail!("The sending broke off.") };
    printed::remark(&format!("{} received, {} refused, {} not answered", tally.received, tally.refused, tally.failed));
    if tally.received > 0 && !stop.is_raised() && wish.linger > 0.0 {
        // The receiver fetches what the calls name a moment later.
        let _ = interrupted.recv_timeout(Duration::from_secs_f64(wish.linger.min(86_400.0)));
    }
    match first_failure {
        Some(why) => bail!("Not every call was received: {why}"),
        None => Ok(()),
    }
}
