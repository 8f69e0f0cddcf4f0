//! Requests as files, where a person says or in the inbox's folder: an archive of many, fixtures, bodies. Each wish on a thread of its own, one
//! request in memory at a time.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};

use crate::app::dialogs::{Dialogs, Place};
use crate::bus::{Bus, Event, TrafficEvent};
use crate::call::{Datum, Delivery, DeliveryId};
use crate::store::Reader;
use crate::traffic::{SaveForm, fixture, har_begin, har_end, har_entry, safe_fixture};

/// The folder for them, in the inbox's.
const FOLDER: &str = "saved";
/// Where requests are said to be sent to while nothing listens.
const USUAL_BASE: &str = "http://127.0.0.1:8787";

/// What is to be saved.
pub(super) struct Saving {
    /// The inbox's folder.
    pub folder: PathBuf,
    pub ids: Vec<DeliveryId>,
    pub form: SaveForm,
    pub shows_secrets: bool,
    /// Where our own listener is, without a path.
    pub base_url: Option<String>,
    /// Asks where.
    pub dialogs: Dialogs,
}

impl Saving {
    /// Saves on a thread of its own; answered by an event.
    pub fn start(self, reader: Reader, bus: Bus) {
        let what = if self.ids.len() == 1 { "Saving the request" } else { "Saving the requests" };
        let failed = move |bus: &Bus, why: String| {
            bus.publish(&Event::CommandFailed { what: what.to_owned(), why });
        };
        let on_failure = bus.clone();
        let work = move || match self.write(&reader) {
            Ok(None) => {}
            Ok(Some(path)) => bus.publish(&Event::Traffic(TrafficEvent::Saved { path: path.display().to_string() })),
            Err(error) => failed(&bus, format!("{error:#}.")),
        };
        if let Err(error) = std::thread::Builder::new().name(String::from("traffic-saver")).spawn(work) {
            failed(&on_failure, error.to_string());
        }
    }

    /// Writes the file, or the folder of files; where it is, or `None` if it shall be nowhere.
    pub fn write(mut self, reader: &Reader) -> Result<Option<PathBuf>> {
        self.ids.sort_unstable();
        self.ids.dedup();
        let (Some(first), Some(last)) = (self.ids.first(), self.ids.last()) else { bail!("No request was chosen") };
        let name =
            if first == last { format!("request-{}", first.0) } else { format!("requests-{}-to-{}", first.0, last.0) };
        if self.form == SaveForm::Har {
            let Some(path) = self.place(&(name + ".har"))? else { return Ok(None) };
            return self.archive(reader, &path).map(Some);
        }
        if let [id] = self.ids[..] {
            let Some((_, delivery, answer)) = reader.request(id)? else { bail!("{}", self.gone()) };
            let (name, bytes) = self.one(&delivery, &answer);
            let Some(path) = self.place(&name)? else { return Ok(None) };
            whole(&path, |out| Ok(out.write_all(&bytes)?))?;
            return Ok(Some(path));
        }
        let folder =
            match self.dialogs.folder(say!("Save the requests into a folder"), &name).map_err(|why| anyhow!(why))? {
                Place::At(folder) => folder,
                Place::Usual => self.folder.join(FOLDER).join(&name),
                Place::Nowhere => return Ok(None),
            };
        make(&folder)?;
        let mut is_empty = true;
        for id in &self.ids {
            if let Some((_, delivery, answer)) = reader.request(*id)? {
                let (name, bytes) = self.one(&delivery, &answer);
                whole(&folder.join(name), |out| Ok(out.write_all(&bytes)?))?;
                is_empty = false;
            }
        }
        if is_empty {
            bail!("{}", self.gone());
        }
        Ok(Some(folder))
    }

    /// Where a file of that name goes.
    fn place(&self, name: &str) -> Result<Option<PathBuf>> {
        Ok(match self.dialogs.place(say!("Save the request"), name).map_err(|why| anyhow!(why))? {
            Place::At(path) => Some(path),
            Place::Usual => {
                let folder = self.folder.join(FOLDER);
                make(&folder)?;
                Some(folder.join(name))
            }
            Place::Nowhere => None,
        })
    }

    fn one(&self, delivery: &Delivery, answer: &str) -> (String, Vec<u8>) {
        let id = delivery.note.id.0;
        match self.form {
            SaveForm::Body => (format!("body-{id}.{}", ending_of(&delivery.body)), delivery.body.clone()),
            SaveForm::SafeFixture => (format!("safe-{id}.json"), safe_fixture(delivery, answer).into_bytes()),
            SaveForm::Fixture | SaveForm::Har => {
                (format!("request-{id}.json"), fixture(delivery, answer, self.shows_secrets).into_bytes())
            }
        }
    }

    fn archive(&self, reader: &Reader, path: &Path) -> Result<PathBuf> {
        let base_url = self.base_url.as_deref().unwrap_or(USUAL_BASE);
        whole(path, |out| {
            out.write_all(har_begin().as_bytes())?;
            let mut is_first = true;
            for id in &self.ids {
                if let Some((_, delivery, answer)) = reader.request(*id)? {
                    let entry = har_entry(&delivery, &answer, base_url, self.shows_secrets, is_first);
                    out.write_all(entry.as_bytes())?;
                    is_first = false;
                }
            }
            if is_first {
                bail!("{}", self.gone());
            }
            Ok(out.write_all(har_end().as_bytes())?)
        })?;
        Ok(path.to_owned())
    }

    fn gone(&self) -> &'static str {
        if self.ids.len() == 1 { "The request is not there any more" } else { "None of them is there any more" }
    }
}

fn make(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("The folder {} can't be made", folder.display()))
}

/// A file that is there whole or not at all.
fn whole(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let fresh = path.with_added_extension("part");
    let written =
        create_private(&fresh).with_context(|| format!("{} can't be written", fresh.display())).and_then(|file| {
            let mut out = BufWriter::new(file);
            write(&mut out)?;
            Ok(out.flush()?)
        });
    let placed =
        written.and_then(|()| fs::rename(&fresh, path).with_context(|| format!("{} can't be written", path.display())));
    if placed.is_err() {
        // What failed is told; of a file that can't be removed there is nothing more to say.
        let _ = fs::remove_file(&fresh);
    }
    placed
}

/// Requests hold what people said, and secrets: nobody else reads them.
fn create_private(path: &Path) -> io::Result<File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// How the name of a body's file ends.
fn ending_of(body: &[u8]) -> &'static str {
    match core::str::from_utf8(body) {
        Ok(text) if Datum::parse(text).is_ok() => "json",
        Ok(_) => "txt",
        Err(_) => "bin",
    }
}
