//! Reads transcripts when their files are here, so that they are shown, searched and kept: the thread `transcript-reader`
//! between fetcher and store. How a file is read is `transcript`'s business.
//!
//! **Invariant:** whoever asks never waits, and no transcript is read on another thread; nothing is read twice that would
//! read the same.

mod asked;
mod thread;

use std::sync::Arc;
use std::thread::JoinHandle;

use anyhow::{Context, Result};

use crate::bus::Bus;
use crate::call::{Media, MediaKind, Seq};
use crate::media::Fetcher;
use crate::store::{Reader, Writer};
use asked::Asked;
use thread::Reading;

/// The asking end. Ends the thread when dropped.
pub struct Transcripts {
    asked: Arc<Asked>,
    thread: Option<JoinHandle<()>>,
}

impl Transcripts {
    /// Begins with what is here and was not read yet, after a moment.
    ///
    /// # Errors
    /// No thread can be had.
    pub fn start(fetcher: Arc<Fetcher>, writer: Writer, reader: Reader, bus: Bus) -> Result<Self> {
        let asked = Arc::new(Asked::default());
        let reading = Reading::new(Arc::clone(&asked), fetcher, writer, reader, bus);
        let named = std::thread::Builder::new().name(String::from("transcript-reader"));
        let thread =
            named.spawn(move || reading.run()).context("The thread that reads transcripts can't be started")?;
        Ok(Self { asked, thread: Some(thread) })
    }

    /// A file stands somewhere else than before.
    pub fn media_changed(&self, media: &Media) {
        if media.kind == MediaKind::Transcript && media.state.is_here() {
            self.asked.changed(media.clone());
        }
    }

    /// The length of a call's recording is known.
    pub fn length_known(&self, seq: Seq, audio_ms: u64) {
        self.asked.length_known(seq, audio_ms);
    }

    /// Files may have come that nobody told of.
    pub fn missed(&self) {
        self.asked.missed();
    }

    /// Reads a file's text as it is: told by `TranscriptTextLoaded`.
    pub fn load_text(&self, seq: Seq) {
        self.asked.text(seq);
    }

    /// Ends it: what is being read is read to its end.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Transcripts {
    fn drop(&mut self) {
        self.asked.stop();
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            log::error!("the thread that reads transcripts had panicked");
        }
    }
}
