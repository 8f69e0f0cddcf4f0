//! The inbox folder: its files and their modes, and the lock that one owner holds. It knows no SQL.

use std::cell::Cell;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use super::StoreError;
use crate::call::UnixMillis;

const DATABASE: &str = "inbox.sqlite3";
/// How the names of SQLite's journal and of its index end.
const BESIDE: [&str; 2] = ["-wal", "-shm"];
/// The same with the database first: one that is gone while its journal is there is noticed.
const ENDS: [&str; 3] = ["", "-wal", "-shm"];
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

    /// What the database takes, with what SQLite keeps beside it.
    pub fn database_bytes(&self) -> u64 {
        bytes(&self.database()) + self.beside_database().iter().map(|path| bytes(path)).sum::<u64>()
    }

    /// What SQLite keeps beside the database: its journal, and the index of that.
    fn beside_database(&self) -> [PathBuf; 2] {
        BESIDE.map(|end| self.0.join(format!("{DATABASE}{end}")))
    }

    /// Whether there is a journal and no database that it could belong to. SQLite would throw it away.
    pub fn has_lone_journal(&self) -> bool {
        let [journal, _] = self.beside_database();
        bytes(&journal) > 0 && bytes(&self.database()) == 0
    }

    /// Gives the database, and what is beside it, other names, under which SQLite still finds them together. Nothing that
    /// has such a name already is overwritten. Returns where the database is now.
    pub fn set_aside(&self, now: UnixMillis) -> io::Result<PathBuf> {
        let stamp = stamp(now);
        let named = |number: u32| match number {
            1 => format!("{DATABASE}.damaged-{stamp}"),
            _ => format!("{DATABASE}.damaged-{stamp}-{number}"),
        };
        let is_free = |name: &String| ENDS.iter().all(|end| !self.0.join(format!("{name}{end}")).exists());
        let name = (1..).map(named).find(is_free).ok_or(io::ErrorKind::AlreadyExists)?;
        for end in ENDS {
            match fs::rename(self.0.join(format!("{DATABASE}{end}")), self.0.join(format!("{name}{end}"))) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                Ok(()) | Err(_) => {}
            }
        }
        // The new database must not survive a power cut that the names do not. Folders can't be synced everywhere.
        let _ = File::open(&self.0).and_then(|folder| folder.sync_all());
        Ok(self.0.join(name))
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

impl Folder {
    /// What the owner wrote about itself, while there is one. Touches nothing.
    pub fn holder(&self) -> Option<String> {
        let mut file = File::open(self.0.join(LOCK)).ok()?;
        // Nobody owns it if it can be had; what is written there was left by one who died.
        if !matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)) {
            return None;
        }
        let mut holder = String::new();
        (&mut file).take(MAX_HOLDER_BYTES).read_to_string(&mut holder).ok()?;
        Some(holder.trim().to_owned()).filter(|holder| !holder.is_empty())
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
    /// The longest the database was seen, in bytes: ours only grows.
    database_bytes: Cell<u64>,
    beside: [(PathBuf, Option<FileIdentity>); 2],
}

impl Files {
    /// Those that have the names now.
    pub fn of(folder: &Folder) -> Self {
        let seen = |file: PathBuf| {
            let identity = FileIdentity::of(&file);
            (file, identity)
        };
        let database_bytes = Cell::new(bytes(&folder.database()));
        Self { database: seen(folder.database()), database_bytes, beside: folder.beside_database().map(seen) }
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

    /// Whether somebody has cut the database short, which SQLite may not notice for long.
    pub fn are_cut_short(&self) -> bool {
        let before = self.database_bytes.get();
        let now = bytes(&self.database.0);
        self.database_bytes.set(before.max(now));
        now < before
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

fn bytes(file: &Path) -> u64 {
    fs::metadata(file).map_or(0, |about| about.len())
}

/// What the database of an inbox takes, with what SQLite keeps beside it.
pub fn database_bytes(folder: &Path) -> u64 {
    Folder::at(folder).database_bytes()
}

/// A moment as part of a file's name, in UTC: `20251212-114122`.
fn stamp(now: UnixMillis) -> String {
    let (days, secs) = (now.0.div_euclid(86_400_000), now.0.rem_euclid(86_400_000) / 1_000);
    // Days from the civil calendar, by Howard Hinnant: years begin in March, so that leap days come last.
    let (era, day_of_era) = ((days + 719_468).div_euclid(146_097), (days + 719_468).rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}{month:02}{day:02}-{:02}{:02}{:02}", secs / 3_600, secs / 60 % 60, secs % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_a_date_and_a_time() {
        for (millis, wanted) in [
            (0, "19700101-000000"),
            (1_765_539_682_123, "20251212-114122"),
            (1_709_251_199_999, "20240229-235959"),
            (-1, "19691231-235959"),
        ] {
            assert_eq!(stamp(UnixMillis(millis)), wanted);
        }
    }

    #[test]
    fn what_is_set_aside_overwrites_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::at(dir.path());
        let mut names = Vec::new();
        for number in 0..3 {
            for end in ENDS {
                fs::write(folder.path().join(format!("{DATABASE}{end}")), format!("{number}{end}")).unwrap();
            }
            names.push(folder.set_aside(UnixMillis(0)).unwrap());
        }
        for (number, name) in names.iter().enumerate() {
            for end in ENDS {
                let file = format!("{}{end}", name.display());
                assert_eq!(fs::read_to_string(file).unwrap(), format!("{number}{end}"));
            }
        }
    }
}
