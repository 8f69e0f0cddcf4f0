//! The window as one program among others: files dropped on it, what goes on when it is closed, whether it begins by itself.

use std::path::PathBuf;

use super::{Action, Inbox, NoticeKind, count_label};
use crate::bus::Command;

/// As many files are received at once; more are a mistake of the hand.
const MOST_FILES: usize = 500;
/// Of so many that are no calls it is said why.
const FILES_NAMED: usize = 2;

/// What goes on without the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DesktopPrefs {
    /// Calls are received after the window was closed.
    pub keeps_listening: bool,
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
            DesktopAction::Quit => self.wants_to_quit = true,
        }
        Vec::new()
    }

    pub(super) fn drop_files(&mut self, paths: Vec<PathBuf>) -> Vec<Command> {
        if paths.is_empty() {
            return Vec::new();
        }
        if paths.len() > MOST_FILES {
            let text = say!(
                "{files} files are too many at once. Drop at most {most}, or post them to the webhook's URL.",
                files = count_label(paths.len() as u64),
                most = MOST_FILES
            );
            self.notices.push(NoticeKind::Failed, text, self.now);
            return Vec::new();
        }
        vec![Command::ReceiveFiles(paths)]
    }

    /// What became of dropped files: sentences about those that are no calls.
    pub(super) fn files_received(&mut self, received: usize, refused: &[String]) {
        if received > 0 {
            let text = say_many!(
                received,
                "{n} file received as a call, through the webhook",
                "{n} files received as calls, through the webhook"
            );
            self.notices.push(NoticeKind::Done, text, self.now);
        }
        if refused.is_empty() {
            return;
        }
        let mut text = refused.iter().take(FILES_NAMED).map(String::as_str).collect::<Vec<&str>>().join(" ");
        let more = refused.len().saturating_sub(FILES_NAMED);
        if more > 0 {
            let more = say_many!(more, "Nor was {n} other file.", "Nor were {n} other files.");
            text = format!("{text} {more}");
        }
        self.notices.push(NoticeKind::Failed, text, self.now);
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
    fn dropped_files_are_received_and_what_became_of_them_is_said() {
        let mut inbox = inbox();
        assert!(inbox.act(Action::DropFiles(Vec::new())).is_empty());
        let paths = vec![PathBuf::from("a.json"), PathBuf::from("b.txt")];
        assert_eq!(inbox.act(Action::DropFiles(paths.clone())), [Command::ReceiveFiles(paths)]);
        let refused = ["b.txt was not received: it holds no JSON."; 3].map(String::from).to_vec();
        inbox.apply(Event::FilesReceived { received: 2, refused });
        let told: Vec<&str> = inbox.notices.shown().iter().map(|notice| notice.text.as_str()).collect();
        let sentence =
            "b.txt was not received: it holds no JSON. b.txt was not received: it holds no JSON. Nor was 1 other file.";
        assert_eq!(told, ["2 files received as calls, through the webhook", sentence]);
        assert!(inbox.act(Action::DropFiles(vec![PathBuf::new(); MOST_FILES + 1])).is_empty());
        assert!(inbox.notices.shown().last().is_some_and(|notice| notice.text.starts_with("501 files are too many")));
    }

    #[test]
    fn what_begins_at_login_is_shown_when_it_is_arranged_and_not_before() {
        let mut inbox = inbox();
        let commands = inbox.act(DesktopAction::StartAtLogin(true).into());
        assert_eq!((commands, inbox.desktop.starts_at_login), (vec![Command::StartAtLogin(true)], false));
        inbox.apply(Event::StartsAtLogin(true));
        assert!(inbox.desktop.starts_at_login && inbox.notices.shown().len() == 1);
    }
}
