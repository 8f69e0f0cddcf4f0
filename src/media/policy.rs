//! What a person or a test decides about fetching: whom, how much, how long, how often. Values only.

use std::time::Duration;

/// How fetching is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Hosts that are fetched from whatever their address: `host` or `host:port`.
    pub allowed_hosts: Vec<String>,
    /// How much room all files may take together.
    pub budget_bytes: u64,
    /// A larger file is refused.
    pub max_file_bytes: u64,
    /// How long after each failure it is tried again; after the last one no more.
    pub retry_after: Vec<Duration>,
    /// How long until a connection stands.
    pub connect_within: Duration,
    /// How long a server may send nothing.
    pub stall_after: Duration,
    /// How long one attempt may take; the next one goes on where it ended.
    pub attempt_within: Duration,
    /// How long after the start unsettled files are taken up.
    pub take_up_after: Duration,
    /// How many files that nobody waits for are fetched at a time.
    pub arrival_workers: usize,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            allowed_hosts: Vec::new(),
            budget_bytes: 20_000_000_000,
            max_file_bytes: 2_000_000_000,
            retry_after: [5, 15, 60, 5 * 60, 30 * 60, 2 * 60 * 60].map(Duration::from_secs).to_vec(),
            connect_within: Duration::from_secs(10),
            stall_after: Duration::from_secs(30),
            attempt_within: Duration::from_secs(2 * 60 * 60),
            take_up_after: Duration::from_secs(3),
            arrival_workers: 3,
        }
    }
}

/// Why fetching can't begin.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// The folder can't be made.
    #[error("The folder for recordings can't be made: {0}")]
    Folder(std::io::Error),
    /// No thread could be had.
    #[error("The threads that fetch recordings can't be started: {0}")]
    Thread(std::io::Error),
}
