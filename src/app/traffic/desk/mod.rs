//! The thread `traffic-reader`: finds requests among a million, lays one out, compares two, copies and saves.
//!
//! **Invariant:** whoever asks never waits, and the one that is to be opened never waits for a list: a list is looked for in
//! steps of some milliseconds. Nothing is written but files that a person asked for.

mod asked;
mod saving;
#[cfg(test)]
mod tests;
mod thread;

use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;

use anyhow::{Context, Result};

use super::OwnHook;
use crate::app::dialogs::Dialogs;
use crate::bus::{Bus, Event, TrafficCommand, TrafficEvent};
use crate::store::{Reader, Store, Writer};
use crate::traffic::CopyForm;
use asked::{Asked, Job};
use saving::Saving;
use thread::Reading;

/// The asking end. Ends the thread when dropped.
pub struct Desk {
    asked: Arc<Asked>,
    thread: Option<JoinHandle<()>>,
    folder: PathBuf,
    /// Makes others for files that are written.
    reader: Reader,
    writer: Writer,
    bus: Bus,
    /// Ask where files shall be.
    pub(super) dialogs: Dialogs,
}

impl Desk {
    /// Starts the thread.
    ///
    /// # Errors
    /// The store can't be read, or no thread can be had.
    pub fn start(store: &Store, bus: &Bus) -> Result<Self> {
        let asked = Arc::new(Asked::default());
        let reading = Reading::new(store.reader()?, Arc::clone(&asked), bus.clone());
        let thread = std::thread::Builder::new().name(String::from("traffic-reader"));
        let thread = thread.spawn(move || reading.run()).context("The requests can't be read")?;
        Ok(Self {
            asked,
            thread: Some(thread),
            folder: store.folder().to_owned(),
            reader: store.reader()?,
            writer: store.writer(),
            bus: bus.clone(),
            dialogs: Dialogs::default(),
        })
    }

    /// Has a command carried out.
    pub fn command(&self, command: TrafficCommand, own: &OwnHook) {
        match command {
            TrafficCommand::Find { ticket, filter } => self.asked.find(ticket, filter),
            TrafficCommand::Follow { ticket, filter, after } => self.asked.follow(ticket, filter, after),
            TrafficCommand::LoadRows { ticket, ids } => self.asked.rows(ticket, ids),
            TrafficCommand::Open { id } => self.asked.open(id),
            TrafficCommand::Compare { one, other } => self.asked.errand(Job::Compare(one, other)),
            TrafficCommand::Copy { form: CopyForm::Text { what, text }, .. } => {
                self.bus.publish(&Event::Traffic(TrafficEvent::ToCopy { what, text }));
            }
            TrafficCommand::Copy { id, form: CopyForm::Curl { url }, shows_secrets } => {
                let url = if url.trim().is_empty() { own.url.clone().unwrap_or_default() } else { url };
                self.asked.errand(Job::Copy(id, CopyForm::Curl { url }, shows_secrets));
            }
            TrafficCommand::Copy { id, form, shows_secrets } => {
                self.asked.errand(Job::Copy(id, form, shows_secrets));
            }
            TrafficCommand::Save { ids, form, shows_secrets } => {
                let base_url = own.url.as_deref().map(origin_of).map(str::to_owned);
                let (folder, dialogs) = (self.folder.clone(), self.dialogs.clone());
                let saving = Saving { folder, ids, form, shows_secrets, base_url, dialogs };
                match self.reader.another() {
                    Ok(reader) => saving.start(reader, self.bus.clone()),
                    Err(error) => {
                        let what = String::from("Saving the requests");
                        self.bus.publish(&Event::CommandFailed { what, why: error.to_string() });
                    }
                }
            }
            TrafficCommand::SetLimits(limits) => self.writer.limit_requests(limits),
            // What is handed on, watched, rehearsed or reached has desks of its own.
            _ => {}
        }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.asked.close();
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            log::error!("the thread that reads requests had panicked");
        }
    }
}

/// A URL without its path.
fn origin_of(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    url[host..].find('/').map_or(url, |end| &url[..host + end])
}
