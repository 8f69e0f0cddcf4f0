//! TELL: what happened (events) and what shall happen (commands), and the bounded channels that carry them.
//!
//! **Invariant:** nothing here blocks a sender, knows a GUI, or does I/O. Events are hints; the store is the truth: a
//! subscriber that falls behind gets one [`Event::Resync`] and reads again.

mod channel;
mod command;
mod event;
mod measured;
mod reach;
mod sound;
mod traffic;
mod written;

pub use channel::{Bus, EVENT_QUEUE_LENGTH, Subscriber, Waker};
pub use command::Command;
pub use event::{Entry, Event, ListenerState, MAX_GAPS, StoreState, Ticket};
pub use measured::FolderFacts;
pub use reach::{Reach, Scheme, Secret, Signing};
pub use sound::{AudioDevice, MediaCommand, PlayerCommand, PlayerState, PlayerStatus, SPEEDS};
pub use traffic::{TrafficCommand, TrafficEvent};
pub use written::{SavePlace, TranscriptForm};
