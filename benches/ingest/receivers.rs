//! The receivers that are measured: each a process of its own on a fresh folder of the same disk, started, told of, and
//! killed. What was answered 200 must be in its database afterwards.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// Who receives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Receiver {
    /// The program as it is, every limit on.
    CallInbox,
    /// The same admission, payload and store behind bare tiny_http.
    WithoutDoor,
    /// Bare tiny_http that answers 200 and stores nothing.
    Bare,
    /// Express and better-sqlite3, committed before the answer.
    Express,
}

/// The argument with which this bench is a receiver itself.
pub const AS_RECEIVER: &str = "--as-receiver";

/// The folder for all of this: on the disk that also holds the build.
pub fn folder() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

/// A receiver at work.
pub struct Running {
    pub receiver: Receiver,
    pub child: Child,
    pub address: SocketAddr,
    folder: PathBuf,
}

impl Receiver {
    pub const ALL: [Self; 4] = [Self::CallInbox, Self::WithoutDoor, Self::Express, Self::Bare];

    pub fn name(self) -> &'static str {
        match self {
            Self::CallInbox => "Call Inbox",
            Self::WithoutDoor => "the same without the doorkeeper",
            Self::Bare => "bare tiny_http, stores nothing",
            Self::Express => "Express + better-sqlite3",
        }
    }

    /// Connections have to come to it one by one.
    pub fn wants_knocks(self) -> bool {
        matches!(self, Self::WithoutDoor | Self::Bare)
    }

    /// Starts it on that folder, at a free port.
    pub fn start(self, folder: &Path) -> Running {
        let own = || {
            let mut command = Command::new(std::env::current_exe().unwrap());
            command.arg(AS_RECEIVER);
            command
        };
        let mut command = match self {
            Self::CallInbox => {
                let mut command = Command::new(env!("CARGO_BIN_EXE_call-inbox"));
                command.args(["serve", "--listen", "127.0.0.1:0", "--data-dir"]).arg(folder);
                command
            }
            Self::WithoutDoor => {
                let mut command = own();
                command.arg(folder);
                command
            }
            Self::Bare => own(),
            Self::Express => {
                let mut command = Command::new("node");
                command.arg(express_folder().join("server.js")).arg(folder);
                command
            }
        };
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").and_then(|rest| rest.split('/').next());
        let address = address.unwrap_or_else(|| panic!("{} said {line:?}", self.name())).parse().unwrap();
        Running { receiver: self, child, address, folder: folder.to_owned() }
    }

    fn database(self, folder: &Path) -> Option<PathBuf> {
        match self {
            Self::Bare => None,
            Self::CallInbox | Self::WithoutDoor | Self::Express => {
                let files = fs::read_dir(folder).unwrap().filter_map(|file| Some(file.ok()?.path()));
                files
                    .into_iter()
                    .find(|path| path.extension().is_some_and(|ending| ending == "db" || ending == "sqlite3"))
            }
        }
    }
}

impl Running {
    /// Kills it the hard way; how many calls are in its database, if it has one.
    pub fn kill_and_count(mut self) -> Option<u64> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.receiver.database(&self.folder).map(|file| count(&file))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

fn count(database: &Path) -> u64 {
    let connection = rusqlite::Connection::open(database).unwrap();
    let calls: i64 = connection.query_row("SELECT count(*) FROM calls", [], |row| row.get(0)).unwrap();
    calls.unsigned_abs()
}

/// Where Express is installed: under the build, never beside the sources.
fn express_folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("ingest-express")
}

/// Installs Express.
///
/// # Errors
/// Why it can't be had, in a sentence.
pub fn install_express() -> Result<(), String> {
    let (from, to) = (Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/ingest/express"), express_folder());
    fs::create_dir_all(&to).map_err(|error| error.to_string())?;
    for file in ["package.json", "server.js"] {
        fs::copy(from.join(file), to.join(file)).map_err(|error| format!("{file}: {error}"))?;
    }
    let ran = |command: &mut Command| {
        let output = command.current_dir(&to).stdin(Stdio::null()).output();
        output.map_err(|error| error.to_string()).and_then(|output| {
            let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            if output.status.success() { Ok(()) } else { Err(said) }
        })
    };
    let loads =
        || ran(Command::new("node").args(["-e", "new (require('better-sqlite3'))(':memory:');require('express')"]));
    if loads().is_ok() {
        return Ok(());
    }
    ran(Command::new("node").arg("--version")).map_err(|why| format!("node is not there: {why}"))?;
    let install = ["install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"];
    ran(Command::new("npm").args(install)).map_err(|why| format!("npm could not install it: {why}"))?;
    loads().map_err(|why| format!("it does not load: {why}"))
}
