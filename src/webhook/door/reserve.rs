//! A few descriptors held back, so that the server behind the door, which panics when it can't have one, always can.

use std::fs::File;

/// Enough for two new connections to the server at once: ours, and two of its own, each.
const HELD_BACK: usize = 6;

/// Descriptors held back. Elsewhere than on Unix sockets are not counted with files, and nothing is held.
#[derive(Default)]
pub(super) struct Reserve(Vec<File>);

impl Reserve {
    /// Holds back as many as it should; false if the system has no more to give.
    pub(super) fn fill(&mut self) -> bool {
        if cfg!(unix) {
            while self.0.len() < HELD_BACK {
                match File::open("/dev/null") {
                    Ok(file) => self.0.push(file),
                    Err(_) => return false,
                }
            }
        }
        true
    }

    /// Gives free what one new connection to the server costs.
    pub(super) fn spend(&mut self) {
        self.0.truncate(self.0.len().saturating_sub(3));
    }
}
