//! What can go wrong here, in words for a person, and which of SQLite's faults mean that the disk or the file is the
//! trouble rather than the one statement. No rusqlite type is in anything public.

use std::path::PathBuf;

use rusqlite::ErrorCode;

const DAMAGED: &str = "the database file is damaged";

/// Why the store could not be opened or asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder can't be made or used.
    #[error("The inbox folder can't be used: {why}: {}", folder.display())]
    Folder {
        /// Which.
        folder: PathBuf,
        /// The system's reason.
        why: String,
    },
    /// Another window or `serve` receives into this folder.
    #[error("Call Inbox already runs on this folder{}: {}", held_by(holder.as_deref()), folder.display())]
    InUse {
        /// Which.
        folder: PathBuf,
        /// What the other one wrote about itself (`process 4242, http://127.0.0.1:8787`).
        holder: Option<String>,
    },
    /// A newer version of the program made the database.
    #[error(
        "The inbox was made by a newer Call Inbox (its format is {found}, this program knows {known}); \
         please update: {}", file.display()
    )]
    Newer {
        /// The database.
        file: PathBuf,
        /// Its format.
        found: i64,
        /// The newest format this program knows.
        known: i64,
    },
    /// An older version made the database, and a reader may not change it.
    #[error("The inbox was made by an older Call Inbox that is still running; please restart that: {}", file.display())]
    Older {
        /// The database.
        file: PathBuf,
    },
    /// The file is some other program's.
    #[error("This file is not an inbox: {}", file.display())]
    NotOurs {
        /// The file.
        file: PathBuf,
    },
    /// The database can't be opened.
    #[error("The inbox can't be opened: {why}: {}", file.display())]
    Open {
        /// The database.
        file: PathBuf,
        /// Why, in words.
        why: String,
    },
    /// What is in the file is no database any more, or not a whole one.
    #[error("The inbox can't be opened: {DAMAGED}: {}", file.display())]
    Damaged {
        /// The database.
        file: PathBuf,
    },
    /// A question failed.
    #[error("{what} failed: {why}")]
    Question {
        /// What was tried (`Reading the list`).
        what: &'static str,
        /// Why, in words.
        why: String,
    },
    /// A thread can't be started.
    #[error("The thread {name} can't be started: {why}")]
    Thread {
        /// Its name.
        name: &'static str,
        /// The system's reason.
        why: String,
    },
}

impl StoreError {
    /// The reason alone, as a clause that names no file: what a stranger may be told.
    pub(super) fn clause(&self) -> String {
        match self {
            Self::Folder { why, .. } => format!("the inbox folder can't be used ({why})"),
            Self::Open { why, .. } | Self::Question { why, .. } | Self::Thread { why, .. } => why.clone(),
            Self::Damaged { .. } => String::from(DAMAGED),
            Self::InUse { .. } => String::from("another program owns the inbox folder"),
            Self::Newer { .. } | Self::Older { .. } => String::from("the database has another version's format"),
            Self::NotOurs { .. } => String::from("the database file is not an inbox any more"),
        }
    }
}

fn held_by(holder: Option<&str>) -> String {
    holder.map(|holder| format!(" ({holder})")).unwrap_or_default()
}

/// SQLite's fault as a clause for a person: names no file and no payload.
pub(super) fn in_words(error: &rusqlite::Error) -> String {
    let known = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "the disk is full",
        Some(ErrorCode::SystemIoFailure) => "the disk can't be read or written",
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => DAMAGED,
        Some(ErrorCode::ReadOnly) => "the database file may not be written to",
        Some(ErrorCode::CannotOpen) => "the database file can't be opened",
        Some(ErrorCode::PermissionDenied) => "access to the database file is denied",
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => "another program keeps the database file busy",
        Some(ErrorCode::OutOfMemory) => "there is not enough memory",
        Some(ErrorCode::TooBig) => "it is too large for the database",
        _ => return error.to_string(),
    };
    known.to_owned()
}

/// The store as a whole can't write: nothing of the group may be acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trouble {
    /// What it is.
    pub kind: TroubleKind,
    /// In words; names no file.
    pub why: String,
}

/// What a trouble calls for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TroubleKind {
    /// Less at once may still fit; the connection is sound.
    Full,
    /// Somebody else holds the file; the connection is sound.
    Busy,
    /// The connection can't be relied on: open the file again.
    Broken,
    /// The same, and it is what is in the file that is wrong: open it again, and if that is no help set it aside.
    Damaged,
}

impl Trouble {
    /// The trouble a fault means; `None` if it is the one statement's own.
    pub fn of(error: &rusqlite::Error) -> Option<Self> {
        let kind = match error.sqlite_error_code()? {
            ErrorCode::DiskFull => TroubleKind::Full,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => TroubleKind::Busy,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => TroubleKind::Damaged,
            ErrorCode::ConstraintViolation
            | ErrorCode::TypeMismatch
            | ErrorCode::TooBig
            | ErrorCode::ParameterOutOfRange
            | ErrorCode::OperationInterrupted => return None,
            _ => TroubleKind::Broken,
        };
        Some(Self { kind, why: in_words(error) })
    }

    /// A trouble that calls for opening the file again.
    pub fn broken(why: impl Into<String>) -> Self {
        Self { kind: TroubleKind::Broken, why: why.into() }
    }

    /// A fault outside any one delivery (begin, commit): always the store's own.
    pub fn at_large(error: &rusqlite::Error) -> Self {
        Self::of(error).unwrap_or_else(|| Self::broken(in_words(error)))
    }
}
