//! The running fetcher: its threads, and what is asked of it. How a file is fetched is in `download`.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::Catalog;
use super::desk::Desk;
use super::download::{STOPPED, fetch};
use super::errands::{Errand, Errands};
use super::folder::Folder;
use super::names::{Names, SystemNames};
use super::policy::{MediaError, Policy};
use super::reader::MediaReader;
use super::take_up::take_up;
use super::trouble::megabytes;
use crate::bus::{Bus, MediaCommand};
use crate::call::{Clock, Media, MediaCause, MediaKind, MediaState, Seq};

/// How long threads may take to end. One that is still connecting is left behind: it does nothing any more.
const END_TIME: Duration = Duration::from_millis(800);

/// Fetches what calls name, in the background.
pub struct Fetcher {
    desk: Arc<Desk>,
    errands: Arc<Errands>,
    /// Disconnected when the last thread has ended.
    ended: Mutex<Receiver<()>>,
}

impl std::fmt::Debug for Fetcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Fetcher")
    }
}

impl Fetcher {
    /// Begins to fetch into `media` in the data folder; what was left unsettled follows after a while.
    ///
    /// # Errors
    /// The folder can't be made, or no thread can be had.
    pub fn start(
        folder: &Path,
        catalog: Arc<dyn Catalog>,
        bus: Bus,
        policy: Policy,
        clock: Clock,
    ) -> Result<Self, MediaError> {
        Self::start_with(folder, (catalog, bus, clock), policy, Arc::new(SystemNames))
    }

    /// The same, with other names of hosts.
    pub(super) fn start_with(
        folder: &Path,
        outside: (Arc<dyn Catalog>, Bus, Clock),
        policy: Policy,
        names: Arc<dyn Names>,
    ) -> Result<Self, MediaError> {
        let folder = Folder::open(folder).map_err(MediaError::Folder)?;
        let (alive, ended) = sync_channel(1);
        let workers = policy.arrival_workers.max(1);
        let desk = Arc::new(Desk::new(outside, folder, names, policy, alive));
        let fetcher = Self { errands: Arc::new(Errands::default()), desk, ended: Mutex::new(ended) };
        for number in 1..=workers {
            fetcher.spawn(format!("media-fetch-{number}"), |desk, _| work(&desk))?;
        }
        fetcher.spawn(String::from("media-errands"), |desk, errands| errands.run(&desk))?;
        fetcher.spawn(String::from("media-take-up"), |desk, _| take_up(&desk))?;
        Ok(fetcher)
    }

    fn spawn(
        &self,
        name: String,
        job: impl FnOnce(Arc<Desk>, Arc<Errands>) + Send + 'static,
    ) -> Result<(), MediaError> {
        let (desk, errands, alive) = (Arc::clone(&self.desk), Arc::clone(&self.errands), self.desk.alive());
        let thread = std::thread::Builder::new().name(name).spawn(move || {
            job(desk, errands);
            drop(alive);
        });
        thread.map(drop).map_err(|error| {
            self.desk.stop();
            self.errands.stop();
            MediaError::Thread(error)
        })
    }

    /// A call has arrived, or names something else than before. Returns at once.
    pub fn arrived(&self, seq: Seq) {
        if !self.errands.arrived(seq) {
            self.desk.missed();
        }
    }

    /// Calls may have arrived that nobody told of: the catalog is looked through again. Returns at once.
    pub fn missed(&self) {
        self.desk.missed();
    }

    /// Does what a person wants. Returns at once; told by `MediaChanged`.
    pub fn command(&self, command: MediaCommand) {
        self.errands.push(Errand::Command(command));
    }

    /// Fetches from that host (`host` or `host:port`) whatever its address, also what was refused before.
    pub fn allow_host(&self, host: &str) {
        self.command(MediaCommand::AllowHost(host.to_owned()));
    }

    /// Opens a file to be read, whether it is here or has yet to arrive: then it is fetched at once, before all others.
    ///
    /// # Errors
    /// Why it can't be had, in a sentence.
    pub fn open(&self, seq: Seq, kind: MediaKind) -> Result<MediaReader, String> {
        let desk = &self.desk;
        let slot = desk.slot((seq, kind)).ok_or_else(|| match kind {
            MediaKind::Recording => String::from(say!("The call names no recording.")),
            MediaKind::Transcript => String::from(say!("The call names no transcript.")),
        })?;
        let mut state = slot.lock();
        let is_tried_again = match (&state.media.state, &state.media.cause) {
            (MediaState::Evicted, _) => true,
            (MediaState::Refused, Some(MediaCause::HostNotAllowed(host))) => desk.allowed().has_named(host),
            (MediaState::Refused, _) => state.media.why.as_deref() == Some(STOPPED),
            _ => false,
        };
        if is_tried_again {
            (state.media.state, state.media.tries) = (MediaState::Waiting, 0);
            (state.media.why, state.media.cause) = (None, None);
        }
        let is_here = state.media.state.is_here();
        if state.media.state.is_settled() && !is_here {
            let why = state.media.why.clone();
            drop(state);
            desk.forget_idle(&slot);
            return Err(why.unwrap_or_else(|| String::from(say!("The file can't be had."))));
        }
        state.readers += 1;
        // A person waits for it: now, not at the next time.
        state.media.retry_at = None;
        let now = desk.now();
        state.media.used_at = Some(now);
        let is_to_be_fetched = !is_here && !state.is_taken;
        let media = state.snapshot();
        desk.opened(&slot);
        drop(state);
        let reader = MediaReader::new(Arc::clone(desk), Arc::clone(&slot));
        if is_to_be_fetched {
            desk.play(&slot);
        }
        desk.shelf().used(slot.key, now);
        if is_here {
            desk.keep_media(media);
        }
        Ok(reader)
    }

    /// Where a file is that is here, in whole or as far as it will ever be.
    pub fn path_of(&self, seq: Seq, kind: MediaKind) -> Option<PathBuf> {
        let media = self.desk.find((seq, kind)).filter(|media| media.state.is_here())?;
        Some(self.desk.folder.place(&media)).filter(|path| path.is_file())
    }

    /// Copies a file of the person's beside what was fetched; it counts once it is in the catalog and `replaced` was said.
    /// May take a while.
    ///
    /// # Errors
    /// Why not, in a clause.
    pub fn take_in(&self, seq: Seq, kind: MediaKind, source: &Path, name: &str) -> Result<Media, String> {
        let most = self.desk.policy().max_file_bytes;
        let taken = self.desk.folder.take_in((seq, kind), source, most).map_err(|error| match error.kind() {
            io::ErrorKind::FileTooLarge => format!("it is larger than {}", megabytes(most)),
            _ => format!("it can't be copied ({error})"),
        });
        let (sum, bytes) = taken?;
        if bytes == 0 {
            return Err(String::from("it is empty"));
        }
        let media = Media::attached((seq, kind), sum, name, bytes, self.desk.now());
        match self.desk.find((seq, kind)) {
            Some(known) if known.uri == media.uri && known.state.is_here() => {
                Err(String::from("it is attached to this call already"))
            }
            Some(known) if known.uri == media.uri => {
                // It was gone, and is here again.
                self.desk.keep_media(media.clone());
                Ok(media)
            }
            _ => Ok(media),
        }
    }

    /// Another file stands in that place than before: a person attached one, or took it away. Returns at once.
    pub fn replaced(&self, seq: Seq, kind: MediaKind) {
        self.errands.push(Errand::Replaced((seq, kind)));
    }

    /// What is here is not sound but can be read as far as it goes, or can't be read at all; why, in a sentence.
    pub fn mark_faulty(&self, seq: Seq, kind: MediaKind, is_readable: bool, why: &str) {
        self.errands.push(Errand::Faulty { key: (seq, kind), is_readable, why: why.to_owned() });
    }

    /// What was taken for nothing that can be read can be read after all.
    pub fn mark_readable(&self, seq: Seq, kind: MediaKind) {
        self.errands.push(Errand::Readable((seq, kind)));
    }

    /// Ends it, within a second. What has arrived is kept and goes on at the next start.
    pub fn stop(self) {
        self.halt();
    }

    fn halt(&self) {
        self.errands.stop();
        self.desk.stop();
        if self.ended.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(END_TIME)
            == Err(RecvTimeoutError::Timeout)
        {
            log::info!("a connection that is just being made is left behind");
        }
    }
}

impl Drop for Fetcher {
    fn drop(&mut self) {
        if !self.desk.is_stopping() {
            self.halt();
        }
    }
}

/// Fetches one file after the other.
fn work(desk: &Arc<Desk>) {
    while let Some(key) = desk.next() {
        if let Some(slot) = desk.slot(key) {
            fetch(desk, &slot, false);
            desk.forget_idle(&slot);
        }
    }
}
