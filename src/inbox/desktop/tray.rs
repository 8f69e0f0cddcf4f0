//! What the program says of itself where it has no window: how many calls are unread, and where it listens.

use super::super::{Inbox, count_label};
use crate::bus::ListenerState;

/// When there is an icon in the tray.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum TrayChoice {
    /// While the window is closed and calls are received all the same.
    #[default]
    WhenClosed,
    /// As long as the program runs.
    Always,
    /// Not at all.
    Never,
}

impl TrayChoice {
    /// In the order they are offered.
    pub const ALL: [Self; 3] = [Self::WhenClosed, Self::Always, Self::Never];

    /// What a person reads.
    pub fn label(self) -> &'static str {
        match self {
            Self::WhenClosed => say!("When the window is closed"),
            Self::Always => say!("Always"),
            Self::Never => say!("No icon"),
        }
    }

    /// As it is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::WhenClosed => say!("whenClosed"),
            Self::Always => "always",
            Self::Never => "never",
        }
    }
}

/// What docks, trays and titles say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Badge {
    /// Calls that nobody has looked at.
    pub unread: u64,
    /// That, and where calls are received, in a line.
    pub sentence: String,
    /// Nothing is told outside the window at the moment.
    pub is_quiet: bool,
}

impl Inbox {
    /// What docks, trays and titles say.
    pub fn badge(&self) -> Badge {
        let unread = self.counts.map_or(0, |counts| counts.unread);
        let calls = match unread {
            0 => say!("Nothing unread").to_owned(),
            _ => say_many!(unread, "{n} unread", "{n} unread"),
        };
        let sentence = match &self.listener {
            ListenerState::Listening { address } => {
                say!("{calls} · listening at {address}", calls = calls, address = address)
            }
            ListenerState::Starting => calls,
            ListenerState::PortTaken { .. } | ListenerState::Failed { .. } | ListenerState::Stopped => {
                say!("{calls} · not listening", calls = calls)
            }
        };
        Badge { unread, sentence, is_quiet: self.alerts.prefs.is_put_off(self.now) }
    }

    /// The window's title: how many calls are unread stands first, where it is seen in a row of windows.
    pub fn titled(&self, title: &str) -> String {
        match self.counts.map_or(0, |counts| counts.unread) {
            0 => title.to_owned(),
            unread => format!("({}) {title}", count_label(unread)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::samples::inbox;
    use super::*;
    use crate::bus::Event;
    use crate::call::Counts;

    #[test]
    fn what_is_unread_stands_in_the_title_and_in_the_tray() {
        let mut inbox = inbox();
        assert_eq!(
            (inbox.titled("Call Inbox").as_str(), inbox.badge().sentence.as_str()),
            ("Call Inbox", "Nothing unread")
        );
        inbox.apply(Event::CountsLoaded(Counts { unread: 1_204, all: 2_000, ..Counts::default() }));
        inbox.apply(Event::ListenerChanged(ListenerState::Listening { address: "127.0.0.1:8787".parse().unwrap() }));
        assert_eq!(inbox.titled("Call Inbox"), "(1,204) Call Inbox");
        assert_eq!(inbox.badge().sentence, "1,204 unread · listening at 127.0.0.1:8787");
        inbox.apply(Event::ListenerChanged(ListenerState::Stopped));
        assert_eq!(inbox.badge().sentence, "1,204 unread · not listening");
    }
}
