//! Connections and the database's format: pragmas, migrations, and which databases are refused. No questions here.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use super::StoreError;
use super::error::in_words;
use crate::call::query::tag_key;

/// In order; the format's number is how many have been applied. A released one is never edited.
const MIGRATIONS: [&str; 8] = [
    include_str!("migrations/0001_calls.sql"),
    include_str!("migrations/0002_coverage.sql"),
    include_str!("migrations/0003_work.sql"),
    include_str!("migrations/0004_media.sql"),
    include_str!("migrations/0005_transcripts.sql"),
    include_str!("migrations/0006_traffic.sql"),
    include_str!("migrations/0007_insights.sql"),
    include_str!("migrations/0008_attached.sql"),
];
/// `CInb`: marks the file as ours.
const APPLICATION_ID: i64 = 0x4349_6e62;
/// How long a statement waits for another program that writes to the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Statements kept ready per connection: all there are.
const STATEMENTS: usize = 128;
/// Pages of journal (4 KiB each) after which they are moved into the database. Four times SQLite's own number: fewer,
/// longer moves under a burst, and still a journal of only 16 MiB.
const CHECKPOINT_PAGES: i64 = 4_000;
/// The journal's file is cut back to this after a burst, in bytes.
const JOURNAL_LIMIT_BYTES: i64 = 64 * 1024 * 1024;
/// Page cache of the writing connection, in KiB (a negative number to SQLite).
const WRITER_CACHE_KIB: i64 = -16_000;

/// The format this program writes.
pub(super) const VERSION: i64 = MIGRATIONS.len() as i64;

/// The one connection that writes. Brings an older database up to date.
pub(super) fn connect_writer(file: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(file, flags).map_err(|error| unopened(file, &error))?;
    leave_journal_when_closed(&connection, true).map_err(|error| unopened(file, &error))?;
    let version = version_of(&connection, file)?;
    let prepare = |connection: &mut Connection| {
        prepare_writer(connection)?;
        migrate(connection, version)?;
        leave_journal_when_closed(connection, false)
    };
    prepare(&mut connection).map_err(|error| unopened(file, &error))?;
    Ok(connection)
}

/// Closing the last connection moves the journal into the database, unless this is set: a file that may be damaged is
/// left as it was found.
pub(super) fn leave_journal_when_closed(connection: &Connection, yes: bool) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, yes).map(drop)
}

/// A connection that only reads.
pub(super) fn connect_reader(file: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = |name: &Path, flags| {
        let connection = Connection::open_with_flags(name, flags).map_err(|error| unopened(file, &error))?;
        prepare_any(&connection).map_err(|error| unopened(file, &error))?;
        let version = version_of(&connection, file)?;
        Ok((connection, version))
    };
    let opened = open(file, flags).or_else(|error: StoreError| match never_changing(file) {
        Some(name) => open(&name, flags | OpenFlags::SQLITE_OPEN_URI).map_err(|_| error),
        None => Err(error),
    });
    let (connection, version) = opened?;
    match version {
        VERSION => Ok(connection),
        // Its owner has made the file this very moment.
        0 => connect_empty(),
        _ => Err(StoreError::Older { file: file.to_owned() }),
    }
}

/// The name by which SQLite opens a database where it can't make a journal's index beside it: an archive, a folder that
/// may only be read. `None` while there is a journal, or where the index can be made.
fn never_changing(file: &Path) -> Option<PathBuf> {
    let beside = |end: &str| PathBuf::from(format!("{}{end}", file.display()));
    let has_journal = fs::metadata(beside("-wal")).is_ok_and(|about| about.len() > 0);
    let is_read_only = fs::OpenOptions::new().write(true).open(file).is_err();
    let path = file.to_str()?.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    (is_read_only && !has_journal).then(|| PathBuf::from(format!("file:{path}?immutable=1")))
}

/// Whether there is an inbox of an older format.
pub(super) fn is_outdated(file: &Path) -> bool {
    file.exists() && matches!(connect_reader(file), Err(StoreError::Older { .. }))
}

/// An inbox in memory that holds nothing: what a guest reads where there is no database yet.
pub(super) fn connect_empty() -> Result<Connection, StoreError> {
    let open = || {
        let mut connection = Connection::open_in_memory()?;
        prepare_writer(&connection)?;
        migrate(&mut connection, 0)?;
        Ok(connection)
    };
    open().map_err(|error| unopened(Path::new(":memory:"), &error))
}

/// A database as an older program made it.
#[cfg(test)]
pub(super) fn connect_older(file: &Path, version: i64) -> Connection {
    let connection = Connection::open(file).expect("a test's own file");
    for migration in MIGRATIONS.iter().take(usize::try_from(version).expect("a version is a small number")) {
        connection.execute_batch(migration).expect("a released migration");
    }
    connection.pragma_update(None, "application_id", APPLICATION_ID).expect("a test's own file");
    connection.pragma_update(None, "user_version", version).expect("a test's own file");
    connection
}

fn prepare_any(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.pragma_update(None, "trusted_schema", false)?;
    // What a value is told apart by, as everywhere else: SQLite folds ASCII alone.
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("folded_key", 1, flags, |values| {
        Ok(values.get_raw(0).as_str().map(tag_key).unwrap_or_default())
    })
}

fn prepare_writer(connection: &Connection) -> rusqlite::Result<()> {
    prepare_any(connection)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    // On macOS fsync alone does not reach the disk; elsewhere these two say nothing.
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "checkpoint_fullfsync", true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    connection.pragma_update(None, "journal_size_limit", JOURNAL_LIMIT_BYTES)?;
    connection.pragma_update(None, "cache_size", WRITER_CACHE_KIB)?;
    connection.pragma_update(None, "temp_store", "MEMORY")
}

/// The database's format, if it is ours or still empty.
fn version_of(connection: &Connection, file: &Path) -> Result<i64, StoreError> {
    let number = |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    let ask = || Ok((number("application_id")?, number("user_version")?, number("schema_version")?));
    let (application, version, schema) = ask().map_err(|error| unopened(file, &error))?;
    let file = file.to_owned();
    match (application, version) {
        (APPLICATION_ID, 0..=VERSION) => Ok(version),
        (APPLICATION_ID, found) => Err(StoreError::Newer { file, found, known: VERSION }),
        (0, 0) if schema == 0 => Ok(0),
        _ => Err(StoreError::NotOurs { file }),
    }
}

/// Applies what is missing, all of it or nothing.
fn migrate(connection: &mut Connection, version: i64) -> rusqlite::Result<()> {
    let missing = usize::try_from(version).ok().and_then(|done| MIGRATIONS.get(done..)).unwrap_or_default();
    if missing.is_empty() {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for migration in missing {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()
}

fn unopened(file: &Path, error: &rusqlite::Error) -> StoreError {
    let file = file.to_owned();
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Damaged { file },
        _ => StoreError::Open { file, why: in_words(error) },
    }
}
