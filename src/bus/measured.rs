//! How much room the inbox's folder takes.

/// What was measured of the folder, and of where it lies.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FolderFacts {
    /// Calls, requests and all that was written on them, with the database's journal.
    pub database_bytes: u64,
    /// How many recordings are here, in whole or in part.
    pub recordings: u64,
    /// What they take.
    pub recording_bytes: u64,
    /// How many transcripts are here, in whole or in part.
    pub transcripts: u64,
    /// What they take.
    pub transcript_bytes: u64,
    /// All else in the folder: clips, saved files, databases that were set aside.
    pub other_bytes: u64,
    /// What is left on the disk; `None` where the system does not say.
    pub free_bytes: Option<u64>,
    /// The version of the database's format.
    pub format: i64,
    /// The operating system, as it calls itself, and the processor.
    pub system: String,
}

impl FolderFacts {
    /// All of it.
    pub fn all_bytes(&self) -> u64 {
        self.database_bytes + self.recording_bytes + self.transcript_bytes + self.other_bytes
    }
}
