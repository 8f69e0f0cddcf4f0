//! Things to do: which one is meant, and what a person made of it.

use super::UnixMillis;
use super::query::tokens_of;

/// Tells a thing to do that the platform named from the others of its call: its words, folded. The same words in a later
/// delivery are the same task, so that a tick stays.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskKey(String);

impl TaskKey {
    /// The key of a task with these words.
    pub fn of(text: &str) -> Self {
        let words: Vec<String> = tokens_of(text).map(|token| token.folded).collect();
        Self(if words.is_empty() { text.trim().to_owned() } else { words.join(" ") })
    }

    /// A key that was stored.
    pub fn stored(key: String) -> Self {
        Self(key)
    }

    /// As it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Names a row that a person made: a note, a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub i64);

/// Which thing to do of a call.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TaskRef {
    /// One that the platform named.
    Said(TaskKey),
    /// One that a person added.
    Own(EntryId),
}

/// A thing to do that a person added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnTask {
    /// Which.
    pub id: EntryId,
    /// What.
    pub text: String,
    /// When it was added.
    pub created_at: UnixMillis,
    /// When it was ticked, if it was.
    pub done_at: Option<UnixMillis>,
}

/// What a person said of a task that the platform named; stands above what the platform says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    /// Which.
    pub key: TaskKey,
    /// Done, or not done after all.
    pub is_done: bool,
    /// When they said so.
    pub at: UnixMillis,
}

/// A remark that a person wrote on a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Which.
    pub id: EntryId,
    /// When it was written.
    pub written_at: UnixMillis,
    /// When it was last changed, if it was.
    pub edited_at: Option<UnixMillis>,
    /// What; a bookmark may say nothing.
    pub text: String,
    /// The moment of the recording it is about, in milliseconds, if it is about one.
    pub at_ms: Option<u64>,
    /// The turn of the transcript it is about, counted from 0, if it is about one.
    pub turn: Option<u32>,
}
