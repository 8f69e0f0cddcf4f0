//! The window as one program among others: files dropped on it, what goes on when it is closed, what stands in the tray,
//! whether it begins by itself.
//!
//! **Invariant:** no file is looked at and no system is asked: paths and answers come in, commands go out.

mod files;
mod tray;

pub use files::DropWords;
pub use tray::{Badge, TrayChoice};

use super::{Action, Inbox, NoticeKind};
use crate::bus::Command;
use crate::call::MediaKind;

/// What goes on without the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DesktopPrefs {
    /// Calls are received after the window was closed.
    pub keeps_listening: bool,
    /// When there is an icon in the tray.
    pub tray: TrayChoice,
    /// There can be one.
    pub can_have_tray: bool,
    /// It begins, without its window, when the person logs in.
    pub starts_at_login: bool,
    /// That can be arranged from here.
    pub can_start_at_login: bool,
    /// The inbox is thrown away when the window is closed: none of it makes sense.
    pub is_throwaway: bool,
}

/// A change to what goes on without the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DesktopAction {
    /// Receive calls after the window was closed, or not.
    KeepListening(bool),
    /// Begin when the person logs in, or not.
    StartAtLogin(bool),
    /// When there shall be an icon in the tray.
    ShowTray(TrayChoice),
    /// Choose files to receive as calls.
    ChooseFiles,
    /// Choose a recording or a transcript for the open call.
    ChooseAttachment,
    /// Take away what was attached to the open call, so that what the call names is back.
    Detach(MediaKind),
    /// End the program, whatever is chosen for the window.
    Quit,
}

impl From<DesktopAction> for Action {
    fn from(action: DesktopAction) -> Self {
        Self::Desktop(action)
    }
}

impl Inbox {
    pub(super) fn act_on_desktop(&mut self, action: DesktopAction) -> Vec<Command> {
        match action {
            DesktopAction::KeepListening(keeps) => self.desktop.keeps_listening = keeps,
            DesktopAction::StartAtLogin(starts) => return vec![Command::StartAtLogin(starts)],
            DesktopAction::ShowTray(choice) => self.desktop.tray = choice,
            DesktopAction::ChooseFiles => return vec![Command::ChooseFiles { attach_to: None }],
            DesktopAction::ChooseAttachment => return self.choose_attachment(),
            DesktopAction::Detach(kind) => return self.detach(kind),
            DesktopAction::Quit => self.wants_to_quit = true,
        }
        Vec::new()
    }

    pub(super) fn login_changed(&mut self, starts: bool) {
        if self.desktop.starts_at_login != starts {
            self.desktop.starts_at_login = starts;
            let text = if starts {
                say!("Call Inbox begins when you log in, without its window")
            } else {
                say!("Call Inbox no longer begins when you log in")
            };
            self.notices.push(NoticeKind::Done, text, self.now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::inbox;
    use super::*;
    use crate::bus::Event;

    #[test]
    fn what_begins_at_login_is_shown_when_it_is_arranged_and_not_before() {
        let mut inbox = inbox();
        let commands = inbox.act(DesktopAction::StartAtLogin(true).into());
        assert_eq!((commands, inbox.desktop.starts_at_login), (vec![Command::StartAtLogin(true)], false));
        inbox.apply(Event::StartsAtLogin(true));
        assert!(inbox.desktop.starts_at_login && inbox.notices.shown().len() == 1);
    }
}
