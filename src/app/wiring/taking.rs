//! What becomes of files that a person dropped or chose: payloads go through our own port, the rest is kept beside what was
//! fetched.

use std::path::Path;
use std::sync::Arc;

use crate::app::dropped::Receiving;
use crate::call::{MediaKind, Seq};
use crate::media::Fetcher;
use crate::simulator::Sender;
use crate::store::Writer;

/// Where files go.
pub struct FilesTaken {
    /// Where our own listener takes calls, and who may send there; `None` while nothing listens.
    pub hook: Option<(String, Sender)>,
    /// Keeps the files of calls.
    pub fetcher: Arc<Fetcher>,
    /// Remembers what they are of.
    pub writer: Writer,
    /// The call that is open.
    pub attach_to: Option<Seq>,
}

impl Receiving for FilesTaken {
    fn post(&self, payload: &str) -> Result<(), String> {
        let Some((url, sender)) = &self.hook else { return Err(String::from("nothing listens at the moment")) };
        sender.send_body(url, String::new(), payload).failure().map_or(Ok(()), Err)
    }

    fn attach(&self, kind: MediaKind, path: &Path, name: &str) -> Option<Result<(), String>> {
        let seq = self.attach_to?;
        Some(self.fetcher.take_in(seq, kind, path, name).map(|media| self.writer.attach(media)))
    }
}
