//! Opens the database for writing, and sets one aside that is damaged. Owns what is to be known about an open one.

use std::path::PathBuf;

use rusqlite::Connection;

use super::error::in_words;
use super::folder::{Files, Folder};
use super::{StoreError, schema};
use crate::call::UnixMillis;

/// An open database, and which files it is.
pub(super) struct Open {
    pub connection: Connection,
    pub files: Files,
    /// What was set aside before it was begun.
    pub set_aside: Option<PathBuf>,
}

impl Open {
    /// Opens the database; makes or updates it first if need be. A damaged one is set aside and a new one begun, since
    /// calls come in that nobody sends again.
    pub fn at(folder: &Folder, now: UnixMillis) -> Result<Self, StoreError> {
        let mut aside = None;
        if folder.has_lone_journal() {
            aside = Some(set_aside(folder, now)?);
        }
        let opened = match Self::as_it_is(folder) {
            Err(StoreError::Damaged { .. }) => {
                aside = Some(set_aside(folder, now)?);
                Self::as_it_is(folder)
            }
            opened => opened,
        };
        opened.map(|open| Self { set_aside: aside, ..open })
    }

    fn as_it_is(folder: &Folder) -> Result<Self, StoreError> {
        folder.make_database()?;
        let connection = schema::connect_writer(&folder.database())?;
        Ok(Self { connection, files: Files::of(folder), set_aside: None })
    }

    /// Moves what is in the journal into the database, as far as readers allow.
    pub fn move_journal(&self) {
        let moved = self.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
        if let Err(error) = moved {
            log::warn!("the journal stays beside the database: {}", in_words(&error));
        }
    }

    /// Closes a connection that can't be relied on. If the files were moved away, they get the journal first: SQLite goes
    /// by the name and would leave it behind, beside whatever has that name now. Otherwise they stay as they are.
    pub fn let_go(self) {
        if !self.files.are_in_place() {
            self.move_journal();
        } else if let Err(error) = schema::leave_journal_when_closed(&self.connection, true) {
            log::warn!("the journal may be moved: {}", in_words(&error));
        }
    }
}

/// Sets the database aside; nobody may have it open for writing.
pub(super) fn set_aside(folder: &Folder, now: UnixMillis) -> Result<PathBuf, StoreError> {
    folder.set_aside(now).map_err(|error| StoreError::Folder {
        folder: folder.path().to_owned(),
        why: format!("the database file is damaged and can't be set aside: {error}"),
    })
}
