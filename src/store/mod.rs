//! KEEP: SQLite. Deliveries and calls on disk, and every question about them.
//!
//! **Invariant:** no rusqlite type leaves this folder; nothing here knows HTTP or a screen. Nobody is told that a
//! delivery is kept before the commit that holds it is on disk. One process owns a folder; guests only read.

mod attached;
mod callbacks;
mod commit;
mod coverage;
mod deed;
mod error;
mod excerpts;
mod find;
mod folder;
mod forwards;
mod history;
mod index;
mod insights;
mod keeping;
mod marks;
mod media;
mod notes;
mod opening;
mod reader;
mod reading;
mod remark;
mod requests;
mod rows;
mod rules;
mod saved;
mod schema;
mod snooze;
mod sounds;
mod tags;
mod tasks;
mod transcripts;
mod values;
mod watched;
mod words;
mod writer;
mod writing;

#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

pub use error::StoreError;
pub use folder::database_bytes;
pub use forwards::{ForwardStep, StepDone};
pub use reader::Reader;
pub use requests::RequestSearch;
pub use transcripts::{ReadTranscript, TranscriptNote};
pub use watched::{Counted, Delivered, Use};
pub use writer::{Done, MAX_GROUP_BYTES, MAX_GROUP_DELIVERIES, MAX_WAITING_BYTES, MAX_WAITING_DELIVERIES, Writer};

use crate::bus::{Bus, Command};
use crate::call::Clock;
use deed::Deed;
use folder::{Folder, Lock};
use reading::{Questions, Reading};
use writer::Queue;
use writing::Writing;

/// The version of the database's format.
pub const FORMAT: i64 = schema::VERSION;

const GUEST: &str = "The inbox was opened for reading only.";

/// What one comes to a folder for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// To receive calls: the folder is made if need be, and nobody else may own it meanwhile.
    Owner,
    /// To look, beside an owner or without one. A folder that holds no inbox reads as an empty one.
    Guest,
}

/// An open inbox folder with its threads. Closed when dropped.
pub struct Store {
    folder: Folder,
    queue: Arc<Queue>,
    questions: Arc<Questions>,
    bus: Bus,
    threads: Vec<JoinHandle<()>>,
    /// Last, so that the folder is given up after all else.
    lock: Option<Lock>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl Store {
    /// Opens a folder and starts the threads `store-writer` (of an owner) and `store-reader`.
    ///
    /// # Errors
    /// Every [`StoreError`] but a question's.
    pub fn open(folder: &Path, access: Access, bus: Bus, clock: Clock) -> Result<Self, StoreError> {
        let queue = Arc::new(Queue::default());
        let questions = Arc::new(Questions::default());
        let mut store = match access {
            Access::Owner => {
                let folder = Folder::make(folder)?;
                let lock = Some(folder.lock()?);
                Self { folder, queue, questions, bus, threads: Vec::new(), lock }
            }
            Access::Guest => {
                queue.close(Some(GUEST));
                update_if_free(&Folder::at(folder))?;
                Self { folder: Folder::at(folder), queue, questions, bus, threads: Vec::new(), lock: None }
            }
        };
        if access == Access::Owner {
            let queue = Arc::clone(&store.queue);
            let writing = Writing::open(store.folder.clone(), queue, store.bus.clone(), clock)?;
            store.start("store-writer", move || writing.run())?;
        }
        let reading = Reading::open(store.folder.clone(), Arc::clone(&store.questions), store.bus.clone())?;
        store.start("store-reader", move || reading.run())?;
        Ok(store)
    }

    /// Where the inbox is.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Tells a second owner, when it is turned away, where this one listens (`http://127.0.0.1:8787`).
    pub fn announce(&self, address: &str) {
        if let Some(lock) = &self.lock {
            lock.write(address);
        }
    }

    /// Where the owner of the folder says that it listens, for a guest; `None` while nobody does.
    pub fn announced(&self) -> Option<String> {
        let holder = self.folder.holder()?;
        holder.split_once(", ").map(|(_, address)| address.to_owned())
    }

    /// Hands things to the writing thread; a guest's refuses all.
    pub fn writer(&self) -> Writer {
        Writer::new(Arc::clone(&self.queue), self.bus.clone())
    }

    /// A reader of one's own, for any thread.
    ///
    /// # Errors
    /// [`StoreError::Open`] and its kin.
    pub fn reader(&self) -> Result<Reader, StoreError> {
        Reader::open(self.folder.clone())
    }

    /// Carries out the commands that are the store's (loading, and what a person writes); answered by events. Others are
    /// left alone.
    pub fn command(&self, command: Command) {
        match command {
            Command::LoadList { ticket, query } => self.questions.ask_list(ticket, query),
            Command::LoadRows { ticket, seqs } => self.questions.ask_rows(ticket, seqs),
            Command::LoadCall { seq } => self.questions.ask_call(seq),
            Command::LoadTranscript { seq } => self.questions.ask_transcript(seq),
            Command::LoadCounts => self.questions.ask_counts(),
            Command::Count { id, query } => self.questions.ask_count(id, query),
            Command::LoadValues { kind, begin } => self.questions.ask_values(kind, begin),
            Command::LoadCallbacks => self.questions.ask_callbacks(),
            Command::LoadInsights { ticket, question } => self.questions.ask_insights(ticket, *question),
            Command::FindUnheard { after } => self.questions.ask_unheard(after),
            Command::RememberListening { seq, listening } => self.writer().remember_listening(seq, listening),
            Command::RememberReading { seq, reading } => self.writer().remember_reading(seq, reading),
            other => {
                if let Some(deed) = Deed::of(other) {
                    self.writer().work(deed);
                }
            }
        }
    }

    /// Stores what still waits, tidies up and ends the threads. Nothing is taken any more.
    pub fn close(self) {
        drop(self);
    }

    fn start(&mut self, name: &'static str, work: impl FnOnce() + Send + 'static) -> Result<(), StoreError> {
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(work);
        self.threads.push(thread.map_err(|error| StoreError::Thread { name, why: error.to_string() })?);
        Ok(())
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // The reader first: the connection that is closed last moves the journal into the database, which only the
        // writer's may.
        self.questions.close();
        while let Some(thread) = self.threads.pop() {
            if self.threads.is_empty() {
                self.queue.close(None);
            }
            if thread.join().is_err() {
                log::error!("a thread of the store had panicked");
            }
        }
        self.queue.close(None);
    }
}

/// Brings an older inbox up to date for a guest if nobody owns it; a guest's own connection may not.
fn update_if_free(folder: &Folder) -> Result<(), StoreError> {
    let file = folder.database();
    if schema::is_outdated(&file)
        && let Ok(_lock) = folder.lock()
    {
        schema::connect_writer(&file)?;
    }
    Ok(())
}
