//! Times in which nobody listened for calls, and why.

use super::UnixMillis;

/// A time in which calls that were sent did not reach us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// When listening ended.
    pub from: UnixMillis,
    /// When it began again; `None` if it has not.
    pub to: Option<UnixMillis>,
    /// Why it ended.
    pub reason: GapReason,
}

/// Why nobody listened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GapReason {
    /// The program was closed.
    Closed,
    /// The program or the machine stopped unexpectedly; up to half a minute of listening may count as gap.
    Crashed,
    /// Another program had the port, or the system did not let us listen.
    PortLost,
    /// The machine slept, or its clock was set forward.
    Asleep,
    /// Calls could not be stored; senders were answered 503.
    NotKept,
}

impl GapReason {
    const ALL: [Self; 5] = [Self::Closed, Self::Crashed, Self::PortLost, Self::Asleep, Self::NotKept];

    /// Its lasting name (`port lost`).
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Crashed => "crashed",
            Self::PortLost => "port lost",
            Self::Asleep => "asleep",
            Self::NotKept => "not kept",
        }
    }

    /// The reason of that name; an unknown one says only that the program ended.
    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|reason| reason.as_str() == name).unwrap_or(Self::Closed)
    }
}
