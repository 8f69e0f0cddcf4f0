//! Asking a person for files and places by the system's own dialogs. One at a time, on a thread of whoever asks: nothing
//! else waits. Which dialogs a system has is `system`'s affair.
//!
//! **Invariant:** never called on the window's thread; no file is read or written here.

mod system;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::bus::{Bus, Event};
use crate::call::Seq;

pub use system::SystemChooser;

/// Puts a dialog before a person and waits for the answer.
pub trait Chooser: Send + Sync {
    /// Shows it.
    fn ask(&self, question: &Question) -> Answer;
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What stands above the dialog.
    pub title: String,
    /// Where it begins.
    pub folder: PathBuf,
    /// For what.
    pub wanted: Wanted,
}

/// For what a dialog is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// A place for a file, with the name that is proposed.
    Save(String),
    /// A folder that something is put into.
    Folder,
    /// Files that are there: what they are, and how their names end.
    Files(&'static str, &'static [&'static str]),
}

/// What came of a dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// These were chosen, at least one.
    Chosen(Vec<PathBuf>),
    /// The person thought better of it.
    Cancelled,
    /// The system has no dialog, or could not show it.
    Unavailable,
}

/// Where something is to be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// There.
    At(PathBuf),
    /// Nobody could be asked: where such things lie in the inbox's folder.
    Usual,
    /// Nowhere: the person thought better of it.
    Nowhere,
}

/// Refused while another dialog is open.
pub const BUSY: &str = "Another file dialog is open. Answer it first.";

/// The dialogs of a window; none for who has no window.
#[derive(Clone, Default)]
pub struct Dialogs(Option<Arc<Desk>>);

struct Desk {
    chooser: Box<dyn Chooser>,
    is_open: AtomicBool,
    folder: Mutex<Option<PathBuf>>,
    on_folder: Box<dyn Fn(PathBuf) + Send + Sync>,
}

impl Dialogs {
    /// Begins in that folder; `on_folder` is told which was used, so that the next run begins there.
    pub fn new(
        chooser: impl Chooser + 'static,
        folder: Option<PathBuf>,
        on_folder: impl Fn(PathBuf) + Send + Sync + 'static,
    ) -> Self {
        let (chooser, on_folder) = (Box::new(chooser), Box::new(on_folder));
        Self(Some(Arc::new(Desk { chooser, is_open: AtomicBool::new(false), folder: Mutex::new(folder), on_folder })))
    }

    /// Somebody could be asked.
    pub fn is_there(&self) -> bool {
        self.0.is_some()
    }

    /// A place for a file. Waits for the person.
    ///
    /// # Errors
    /// Another dialog is open, in a sentence.
    pub fn place(&self, title: &str, file_name: &str) -> Result<Place, &'static str> {
        let ending = Path::new(file_name).extension();
        Ok(match self.ask(title, Wanted::Save(file_name.to_owned()))? {
            Answer::Chosen(paths) => paths.into_iter().next().map_or(Place::Nowhere, |path| {
                // Who types a name alone means a file of the kind that was proposed.
                let with_ending =
                    ending.filter(|_| path.extension().is_none()).map(|ending| path.with_extension(ending));
                Place::At(with_ending.filter(|path| !path.exists()).unwrap_or(path))
            }),
            Answer::Cancelled => Place::Nowhere,
            Answer::Unavailable => Place::Usual,
        })
    }

    /// A folder to put several files into, as a folder of that name. Waits for the person.
    ///
    /// # Errors
    /// As for [`Self::place`].
    pub fn folder(&self, title: &str, name: &str) -> Result<Place, &'static str> {
        Ok(match self.ask(title, Wanted::Folder)? {
            Answer::Chosen(paths) => paths.first().map_or(Place::Nowhere, |path| Place::At(path.join(name))),
            Answer::Cancelled => Place::Nowhere,
            Answer::Unavailable => Place::Usual,
        })
    }

    /// Has files chosen, on a thread of its own; answered by `FilesChosen`, or by nothing.
    pub fn choose_files(&self, attach_to: Option<Seq>, bus: &Bus) {
        let failed = |bus: &Bus, why: &str| {
            bus.publish(&Event::CommandFailed { what: String::from("Choosing a file"), why: why.to_owned() });
        };
        let (dialogs, on_failure, bus) = (self.clone(), bus.clone(), bus.clone());
        let (title, wanted) = match attach_to {
            None => (say!("Receive a file"), Wanted::Files(say!("Calls"), &["json", "txt"])),
            Some(_) => (say!("Attach a file"), Wanted::Files(say!("Recordings and transcripts"), BELONGS_TO_CALLS)),
        };
        let work = move || match dialogs.ask(title, wanted) {
            Ok(Answer::Chosen(paths)) => bus.publish(&Event::FilesChosen { paths, attach_to }),
            Ok(Answer::Cancelled) => {}
            Ok(Answer::Unavailable) => {
                failed(&bus, "This system shows no file dialog. Drop the file on the window instead.");
            }
            Err(why) => failed(&bus, why),
        };
        if let Err(error) = std::thread::Builder::new().name(String::from("file-dialog")).spawn(work) {
            failed(&on_failure, &error.to_string());
        }
    }

    fn ask(&self, title: &str, wanted: Wanted) -> Result<Answer, &'static str> {
        let Some(desk) = &self.0 else { return Ok(Answer::Unavailable) };
        if desk.is_open.swap(true, Ordering::AcqRel) {
            return Err(BUSY);
        }
        let _open = Open(desk);
        let folder = desk.folder.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let folder = folder.filter(|folder| folder.is_dir()).or_else(usual_folder).unwrap_or_default();
        let question = Question { title: title.to_owned(), folder, wanted };
        let answer = match desk.chooser.ask(&question) {
            Answer::Chosen(paths) if paths.is_empty() => Answer::Cancelled,
            answer => answer,
        };
        if let Answer::Chosen(paths) = &answer
            && let Some(path) = paths.first()
        {
            let used = if question.wanted == Wanted::Folder { Some(path.as_path()) } else { path.parent() };
            if let Some(used) = used.filter(|used| *used != question.folder) {
                *desk.folder.lock().unwrap_or_else(PoisonError::into_inner) = Some(used.to_owned());
                (desk.on_folder)(used.to_owned());
            }
        }
        Ok(answer)
    }
}

/// How files are called that belong to calls.
const BELONGS_TO_CALLS: &[&str] =
    &["wav", "mp3", "ogg", "opus", "oga", "m4a", "aac", "flac", "webm", "vtt", "srt", "ttml", "json", "txt"];

/// While it lives a dialog is open.
struct Open<'a>(&'a Desk);

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.is_open.store(false, Ordering::Release);
    }
}

/// Where people look for what they saved.
fn usual_folder() -> Option<PathBuf> {
    let folders = directories::UserDirs::new()?;
    let usual = [folders.download_dir(), folders.document_dir(), Some(folders.home_dir())];
    usual.into_iter().flatten().find(|folder| folder.is_dir()).map(Path::to_owned)
}
