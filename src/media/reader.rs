//! Reads a file that may still be arriving: what is here at once, what is missing a little later or not at all.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::desk::Desk;
use super::slot::{ReaderId, Slot, State, Wait};
use crate::call::MediaState;

/// How long a read waits for bytes.
const READ_WAITS: Duration = Duration::from_millis(100);

/// Reads one file from a place of its own. `read` waits for what has not arrived, at most a tenth of a second, and then
/// gives `ErrorKind::WouldBlock`: nothing is lost. Any other error means that those bytes will never come. A read beyond
/// what has arrived has the fetch go on from there.
pub struct MediaReader {
    desk: Arc<Desk>,
    slot: Arc<Slot>,
    id: ReaderId,
    at: u64,
    /// The place was sought, not read up to.
    has_sought: bool,
    waits_since: Option<Instant>,
    /// Opened with the first bytes, and the epoch they are of.
    open: Option<(File, u32)>,
}

impl std::fmt::Debug for MediaReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MediaReader").field("key", &self.slot.key).field("at", &self.at).finish_non_exhaustive()
    }
}

impl MediaReader {
    /// The slot counts it already.
    pub(super) fn new(desk: Arc<Desk>, slot: Arc<Slot>) -> Self {
        Self { desk, slot, id: ReaderId::fresh(), at: 0, has_sought: false, waits_since: None, open: None }
    }

    /// The length of the file, once it is known.
    pub fn total_bytes(&self) -> Option<u64> {
        self.slot.lock().media.total_bytes
    }

    /// Whether bytes far ahead can be had without all that lies between; `None` until the server has answered.
    pub fn can_jump(&self) -> Option<bool> {
        self.slot.lock().can_jump()
    }

    /// How many bytes can be read from there on without waiting.
    pub fn ready_bytes(&self, from: u64) -> u64 {
        self.slot.lock().map.ready(from)
    }

    /// Nothing more will arrive: what is not here now will not come.
    pub fn is_settled(&self) -> bool {
        self.slot.lock().is_settled()
    }

    /// How many bytes are here at the reader's place: waits for some.
    fn wait(&mut self) -> io::Result<u64> {
        let deadline = Instant::now() + READ_WAITS;
        let slot = Arc::clone(&self.slot);
        let mut state = slot.lock();
        let mut starving = None;
        loop {
            if state.is_superseded {
                return Err(io::Error::other(say!("The call names another file by now.")));
            }
            if let Some((_, epoch)) = &self.open
                && *epoch != state.epoch
            {
                return Err(io::Error::other(say!("The file has changed at the server while it was read.")));
            }
            if state.media.total_bytes.is_some_and(|total| self.at >= total) {
                return Ok(0);
            }
            let ready = state.map.ready(self.at);
            if ready > 0 {
                state.has_read(self.id, self.at);
                self.waits_since = None;
                self.has_sought = false;
                if self.open.is_none() {
                    self.open = Some((open(&self.desk, &slot, &state)?, state.epoch));
                }
                return Ok(ready);
            }
            if state.is_settled() {
                let why = state.media.why.clone().unwrap_or_else(|| String::from(say!("The file ends too early.")));
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, why));
            }
            let since = *self.waits_since.get_or_insert_with(Instant::now);
            let wait = Wait { reader: self.id, at: self.at, has_sought: self.has_sought, since };
            if let Some(cutter) = state.wait_for(wait) {
                drop(state);
                cutter.cut();
                state = slot.lock();
                continue;
            }
            if starving.is_none() && state.media.state == MediaState::Fetching {
                starving = Some(self.desk.starve());
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(io::ErrorKind::WouldBlock.into());
            }
            state = slot.changed.wait_timeout(state, left).unwrap_or_else(std::sync::PoisonError::into_inner).0;
        }
    }
}

/// Whole or not: it keeps its bytes when it gets its name.
fn open(desk: &Desk, slot: &Slot, state: &State) -> io::Result<File> {
    let (part, whole) = (desk.folder.part(slot.key), desk.folder.place(&state.media));
    if state.media.state.is_here() { File::open(whole) } else { File::open(part).or_else(|_| File::open(whole)) }
}

impl Read for MediaReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let ready = self.wait()?;
        let most = usize::try_from(ready).unwrap_or(usize::MAX).min(buffer.len());
        let Some((file, epoch)) = self.open.as_mut().filter(|_| most > 0) else { return Ok(0) };
        file.seek(SeekFrom::Start(self.at))?;
        let read = file.read(&mut buffer[..most])?;
        if read == 0 {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                say!("The file was cut off in the media folder."),
            ));
        }
        // What was read meanwhile may be of another version.
        if *epoch != self.slot.lock().epoch {
            return Err(io::Error::other(say!("The file has changed at the server while it was read.")));
        }
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for MediaReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let unknown = || io::Error::new(io::ErrorKind::Unsupported, say!("The length of the file is not known yet."));
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.total_bytes().ok_or_else(unknown)?.checked_add_signed(by),
        };
        let at = at.ok_or_else(|| {
            io::Error::new(io::ErrorKind::InvalidInput, say!("A file has nothing before its beginning."))
        })?;
        if at != self.at {
            (self.at, self.has_sought, self.waits_since) = (at, true, None);
        }
        Ok(at)
    }
}

impl Drop for MediaReader {
    fn drop(&mut self) {
        self.slot.lock().forget_reader(self.id);
        self.desk.closed(&self.slot);
    }
}
