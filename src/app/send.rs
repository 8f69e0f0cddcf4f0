//! `send`: the simulator as a sender, with a file server for what its calls name.

use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::arguments::SendWish;
use super::{printed, shutdown};
use crate::simulator::{Fault, FileServer, Sample, Sender, Sent, StopSignal, Story, Tally};

/// The most posts in flight at a time.
const MAX_CONCURRENCY: usize = 256;

/// Sends the calls and says how each was answered.
///
/// # Errors
/// A call was not answered 2xx, or the file server can't start.
pub fn run(wish: &SendWish) -> Result<()> {
    let interrupted = shutdown::signals()?;
    let files = FileServer::start_at(wish.media_port.unwrap_or_default());
    let files = files.context("The recordings and transcripts can't be served")?;
    let stop = StopSignal::default();
    let sender = Sender::new(&files.base_url())
        .with_concurrency(wish.concurrency.clamp(1, MAX_CONCURRENCY))
        .with_stop(stop.clone());
    let (url, rate, seed) = (wish.url(), wish.rate, wish.seed);
    let numbers = wish.first..wish.first.saturating_add(wish.count());
    let exhibits = exhibits(wish, &files);
    let (is_quiet, signal) = (wish.quiet, stop.clone());
    let work = std::thread::Builder::new().name(String::from("send")).spawn(move || {
        let mut first_failure = None;
        let mut told = |sent: &Sent| {
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
        };
        let mut shown = Tally::default();
        for (call_id, body) in exhibits {
            if signal.is_raised() {
                break;
            }
            let sent = sender.send_body(&url, call_id, &body);
            shown.count(&sent);
            told(&sent);
        }
        let stories = numbers.map(|number| Story::tell(seed, number));
        let tally = sender.send(&url, stories, rate, |sent| told(&sent));
        (tally.plus(shown), first_failure)
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
    let linger = wish.linger().map(|secs| Duration::try_from_secs_f64(secs.min(86_400.0)).unwrap_or_default());
    if tally.received > 0 && !stop.is_raised() && linger != Some(Duration::ZERO) {
        printed::remark(&serving(&files, wish));
        // The receiver fetches what the calls name a moment later.
        let _ = match linger {
            Some(linger) => interrupted.recv_timeout(linger),
            None => interrupted.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
    }
    match first_failure {
        Some(why) => bail!("Not every call was received: {why}"),
        None => Ok(()),
    }
}

/// Ids and bodies of the samples and faults that were asked for.
fn exhibits(wish: &SendWish, files: &FileServer) -> Vec<(String, String)> {
    let samples = Sample::ALL.into_iter().filter(|_| wish.samples);
    let samples = samples.map(|sample| (sample.call_id(wish.seed), sample.payload(&files.base_url(), wish.seed)));
    let faults = Fault::ALL.into_iter().filter(|_| wish.faults);
    let faults = faults.map(|fault| (fault.call_id(wish.seed), fault.payload(&files.faults_url(), wish.seed)));
    samples.chain(faults).collect()
}

/// What has to be allowed, or nothing of it is fetched.
fn serving(files: &FileServer, wish: &SendWish) -> String {
    let used = if wish.faults { 2 } else { 1 };
    let addresses = || files.addresses().into_iter().take(used);
    let listed: Vec<String> = addresses().map(|address| address.to_string()).collect();
    let options: Vec<String> = addresses().map(|address| format!("--allow-host {address}")).collect();
    let until = if wish.linger().is_none() { " until Ctrl-C" } else { "" };
    format!(
        "recordings are served at {}{until}; start call-inbox with {} to fetch them",
        listed.join(" and "),
        options.join(" ")
    )
}
