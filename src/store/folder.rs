//! The inbox folder: its files and their modes, and the lock that one owner holds. It knows no SQL.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use super::StoreError;

const DATABASE: &str = "inbox.sqlite3";
const LOCK: &str = "call-inbox.lock";
/// The longest text about a holder that is believed, in bytes.
const MAX_HOLDER_BYTES: u64 = 512;

/// A folder that holds an inbox, or will.
#[derive(Debug, Clone)]
pub(super) struct Folder(PathBuf);

impl Folder {
    /// The folder at a path; touches nothing.
    pub fn at(path: &Path) -> Self {
        Self(fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()))
    }

    /// The folder at a path, made if it is missing: for its owner's eyes only (0700).
    pub fn make(path: &Path) -> Result<Self, StoreError> {
        if !path.is_dir() {
            make_private(path).map_err(|error| refused(path, &error))?;
            // The folder's own entry must survive a power cut too.
            if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
                let _ = File::open(parent).and_then(|parent| parent.sync_all());
            }
        }
        Ok(Self::at(path))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The database file.
    pub fn database(&self) -> PathBuf {
        self.0.join(DATABASE)
    }

    /// What SQLite keeps beside the database: its journal, and the index of that.
    fn beside_database(&self) -> [PathBuf; 2] {
        ["-wal", "-shm"].map(|end| self.0.join(format!("{DATABASE}{end}")))
    }

    /// Makes the database file, empty and for its owner's eyes only (0600), if it is missing. SQLite gives its journal
    /// the mode of the database.
    pub fn make_database(&self) -> Result<(), StoreError> {
        private_file(&self.database()).map(drop).map_err(|error| refused(&self.0, &error))
    }

    /// Becomes the one owner.
    ///
    /// # Errors
    /// [`StoreError::InUse`] while another process, or another store of this one, is the owner.
    pub fn lock(&self) -> Result<Lock, StoreError> {
        let mut file = private_file(&self.0.join(LOCK)).map_err(|error| refused(&self.0, &error))?;
        match file.try_lock() {
            Ok(()) => {
                let lock = Lock(file);
                lock.write("");
                Ok(lock)
            }
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // Where locks are mandatory (Windows) the text can't be read: then nobody is named.
                let _ = (&mut file).take(MAX_HOLDER_BYTES).read_to_string(&mut holder);
                let holder = Some(holder.trim().to_owned()).filter(|holder| !holder.is_empty());
                Err(StoreError::InUse { folder: self.0.clone(), holder })
            }
            Err(TryLockError::Error(error)) => Err(refused(&self.0, &error)),
        }
    }
}

/// Held for as long as this process owns the folder. The file stays: deleting it would let two owners in.
#[derive(Debug)]
pub(super) struct Lock(File);

impl Lock {
    /// Tells whoever is turned away who we are: our process, and what else there is to say (an address).
    pub fn write(&self, about: &str) {
        let comma = if about.is_empty() { "" } else { ", " };
        let text = format!("process {}{comma}{about}\n", std::process::id());
        let mut file = &self.0;
        let written = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(text.as_bytes()));
        if let Err(error) = written {
            log::warn!("the lock file can't name its holder: {error}");
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = self.0.set_len(0);
    }
}

/// Tells one file from another that later has the same name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FileIdentity(Vec<u64>);

impl FileIdentity {
    /// Of the file that has this name now; `None` if there is none.
    #[cfg(unix)]
    pub fn of(path: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        let about = fs::metadata(path).ok()?;
        Some(Self(vec![about.dev(), about.ino()]))
    }

    /// Of the file that has this name now; `None` if there is none. An open file keeps its name here.
    #[cfg(not(unix))]
    pub fn of(path: &Path) -> Option<Self> {
        fs::metadata(path).ok().map(|_| Self(Vec::new()))
    }
}

/// The database, and what SQLite keeps beside it under names made from its own: the journal and the journal's index.
#[derive(Debug, Clone)]
pub(super) struct Files {
    database: (PathBuf, Option<FileIdentity>),
    beside: [(PathBuf, Option<FileIdentity>); 2],
}

impl Files {
    /// Those that have the names now.
    pub fn of(folder: &Folder) -> Self {
        let seen = |file: PathBuf| {
            let identity = FileIdentity::of(&file);
            (file, identity)
        };
        Self { database: seen(folder.database()), beside: folder.beside_database().map(seen) }
    }

    /// Of the database.
    pub fn database_identity(&self) -> Option<&FileIdentity> {
        self.database.1.as_ref()
    }

    /// Whether the database still has its name.
    pub fn are_in_place(&self) -> bool {
        let (file, identity) = &self.database;
        identity.is_some() && FileIdentity::of(file) == *identity
    }

    /// Takes away what a database that is gone has left beside its name: SQLite would lay that journal over the next
    /// one, and cut short an index that our own reader still has before its eyes.
    pub fn clear_beside(&self) -> io::Result<()> {
        let mut left =
            self.beside.iter().filter(|(file, identity)| identity.is_some() && FileIdentity::of(file) == *identity);
        left.try_for_each(|(file, _)| fs::remove_file(file))
    }
}

#[cfg(unix)]
fn make_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(not(unix))]
fn make_private(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn refused(folder: &Path, error: &io::Error) -> StoreError {
    StoreError::Folder { folder: folder.to_owned(), why: error.to_string() }
}
