//! What a program has said so far, written by the thread that reads it and looked at by the operator.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::output::{Output, Said, masked};

/// Lines kept for when it fails.
const LOG_LINES: usize = 40;

/// What a program has said.
#[derive(Debug, Default)]
pub(super) struct Heard {
    pub(super) log: VecDeque<String>,
    pub(super) url: Option<String>,
    pub(super) trouble: Option<String>,
    pub(super) complaint: Option<String>,
    /// Since they were last looked at.
    pub(super) is_connected: bool,
    pub(super) has_complained: bool,
    /// Its output is closed.
    pub(super) is_over: bool,
    /// The operator was told that there is something to look at.
    pub(super) is_told: bool,
}

impl Heard {
    /// Takes a line in.
    pub(super) fn line(&mut self, output: &mut Output, line: &str) {
        if self.log.len() == LOG_LINES {
            self.log.pop_front();
        }
        self.log.push_back(masked(line));
        match output.read(line) {
            Some(Said::Url(url)) => {
                // A secure address is not given up for another.
                if !self.url.as_ref().is_some_and(|known| known.starts_with("https:") && !url.starts_with("https:")) {
                    self.url = Some(url);
                }
                (self.trouble, self.complaint) = (None, None);
            }
            Some(Said::Connected) => {
                (self.trouble, self.complaint) = (None, None);
                self.is_connected = true;
            }
            Some(Said::Trouble(why)) => {
                self.trouble = Some(why);
                self.has_complained = true;
            }
            Some(Said::Complaint(why)) => {
                self.complaint = Some(masked(&why));
                self.has_complained = true;
            }
            None => {}
        }
    }
}

/// Shared by who reads and who decides.
pub(super) type Ear = Arc<Mutex<Heard>>;

/// What was heard so far.
pub(super) fn lock(ear: &Ear) -> MutexGuard<'_, Heard> {
    ear.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One that has heard only what was said before.
pub(super) fn ear_with(log: Vec<String>) -> Ear {
    Arc::new(Mutex::new(Heard { log: log.into(), ..Heard::default() }))
}
