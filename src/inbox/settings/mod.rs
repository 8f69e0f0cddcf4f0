//! Settings as a screen: which section is open, what is looked for, what was measured of the folder. What is chosen stands
//! where it belongs (`looks`, `senders`, `alerts`, …).
//!
//! **Invariant:** the section stays open as long as the window does; the folder is measured when somebody looks, one
//! question at a time.

mod details;
mod find;
mod keys;

pub use details::VERSION;
pub use find::{SETTINGS_ROWS, SettingsRow};
pub use keys::KeyLine;

use super::{Action, Field, Flight, Inbox, PlayerAction, Screen};
use crate::bus::{Command, FolderFacts};

/// A part of Settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SettingsSection {
    /// Colours, size, distances, contrast, motion.
    #[default]
    Appearance,
    /// Where calls come in.
    Listener,
    /// What senders have to know.
    Senders,
    /// Where everything is kept, and how much room it takes.
    Storage,
    /// Recordings and transcripts on their way here.
    Fetching,
    /// How recordings are played.
    Playback,
    /// What is told outside the window.
    Notifications,
    /// What goes on without it.
    Window,
    /// How many requests are kept.
    Requests,
    /// Every key.
    Shortcuts,
    /// What this is.
    About,
}

impl SettingsSection {
    /// In the order they are listed.
    pub const ALL: [Self; 11] = [
        Self::Appearance,
        Self::Listener,
        Self::Senders,
        Self::Storage,
        Self::Fetching,
        Self::Playback,
        Self::Notifications,
        Self::Window,
        Self::Requests,
        Self::Shortcuts,
        Self::About,
    ];

    /// What a person reads.
    pub fn label(self) -> &'static str {
        match self {
            Self::Appearance => say!("Appearance"),
            Self::Listener => say!("Listener"),
            Self::Senders => say!("Senders and security"),
            Self::Storage => say!("Storage"),
            Self::Fetching => say!("Fetching"),
            Self::Playback => say!("Playback"),
            Self::Notifications => say!("Notifications"),
            Self::Window => say!("Window"),
            Self::Requests => say!("Requests kept"),
            Self::Shortcuts => say!("Shortcuts"),
            Self::About => say!("About"),
        }
    }

    /// What it is about, in a sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Appearance => say!("How the window looks. Everything counts at once."),
            Self::Listener => say!("Where the platform delivers calls."),
            Self::Senders => say!("What a sender has to know before a call of theirs is let in."),
            Self::Storage => say!("Where calls are kept, and how much room they take."),
            Self::Fetching => say!("How recordings and transcripts get here."),
            Self::Playback => say!("What holds for every recording."),
            Self::Notifications => say!("What you are told while you look elsewhere."),
            Self::Window => say!("What goes on when the window is closed."),
            Self::Requests => say!("How much of what Traffic lists stays."),
            Self::Shortcuts => say!("Every key and what it does."),
            Self::About => {
                say!("A desktop inbox for the calls of an AI voice agent: it receives, keeps and shows them.")
            }
        }
    }
}

/// A text about who may use what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Licences {
    /// None is shown.
    #[default]
    Closed,
    /// Crates, fonts and tables by name.
    Parts,
    /// The fonts' own texts.
    Fonts,
    /// Ours: MIT.
    Mit,
    /// Ours: Apache-2.0.
    Apache,
}

impl Licences {
    /// Those with a text, in the order they are offered.
    pub const ALL: [Self; 4] = [Self::Parts, Self::Fonts, Self::Mit, Self::Apache];

    /// What a person reads.
    pub fn label(self) -> &'static str {
        match self {
            Self::Closed => say!("Hidden"),
            Self::Parts => say!("What is in it"),
            Self::Fonts => say!("Fonts"),
            Self::Mit => say!("MIT"),
            Self::Apache => say!("Apache 2.0"),
        }
    }
}

/// The screen's own state.
#[derive(Debug, Default)]
pub struct SettingsView {
    /// The section that is open.
    pub section: SettingsSection,
    /// What is typed to find a setting.
    pub search: String,
    /// The row that was found and gone to.
    pub pointed: Option<&'static str>,
    /// What is typed to find a key.
    pub key_search: String,
    /// Which licences are shown.
    pub licences: Licences,
    /// What was measured of the folder last; `None` until it was.
    pub folder: Option<FolderFacts>,
    /// A measurement is on its way.
    measuring: Flight,
}

/// Something a person did in Settings that changes no setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingsAction {
    /// Show Settings with this section.
    Open(SettingsSection),
    /// The section below.
    Next,
    /// The section above.
    Previous,
    /// The field to find a setting now holds this.
    Find(String),
    /// Go to a row that was found.
    GoTo(SettingsRow),
    /// The field to find a key now holds this.
    FindKey(String),
    /// Show these licences.
    Show(Licences),
    /// Open the folder with what the system has for folders.
    OpenFolder,
    /// Put what helps with a report on the clipboard.
    CopyDetails,
}

impl From<SettingsAction> for Action {
    fn from(action: SettingsAction) -> Self {
        Self::Settings(action)
    }
}

impl Inbox {
    pub(super) fn act_on_settings(&mut self, action: SettingsAction) -> Vec<Command> {
        match action {
            SettingsAction::Open(section) => return self.open_section(section),
            SettingsAction::Next => return self.step_section(1),
            SettingsAction::Previous => return self.step_section(-1),
            SettingsAction::Find(text) => self.settings.search = text,
            SettingsAction::GoTo(row) => {
                self.settings.search.clear();
                let commands = self.open_section(row.section);
                self.settings.pointed = Some(row.name);
                return commands;
            }
            SettingsAction::FindKey(text) => self.settings.key_search = text,
            SettingsAction::Show(licences) => self.settings.licences = licences,
            SettingsAction::OpenFolder => return vec![Command::OpenFolder],
            SettingsAction::CopyDetails => self.to_copy = Some((say!("Details"), self.report_details())),
        }
        Vec::new()
    }

    fn open_section(&mut self, section: SettingsSection) -> Vec<Command> {
        self.settings.section = section;
        self.settings.pointed = None;
        if self.screen == Screen::Settings {
            return self.measure();
        }
        self.screen = Screen::Settings;
        self.returns_to = None;
        self.settings_opened()
    }

    fn step_section(&mut self, step: isize) -> Vec<Command> {
        let all = SettingsSection::ALL;
        let at = all.iter().position(|section| *section == self.settings.section).unwrap_or(0);
        let to = all.get(at.saturating_add_signed(step)).copied();
        // At an end it stays.
        to.filter(|to| *to != self.settings.section).map_or_else(Vec::new, |to| self.open_section(to))
    }

    /// The screen is shown: it offers what can be played on, and says how large the folder is.
    pub(super) fn settings_opened(&mut self) -> Vec<Command> {
        let mut commands = self.act_on_player(PlayerAction::FindDevices);
        commands.extend(self.measure());
        commands
    }

    fn measure(&mut self) -> Vec<Command> {
        let is_shown = matches!(self.settings.section, SettingsSection::Storage | SettingsSection::About);
        if is_shown && self.settings.measuring == Flight::Idle && self.settings.measuring.ask() {
            vec![Command::MeasureFolder]
        } else {
            Vec::new()
        }
    }

    pub(super) fn folder_measured(&mut self, facts: FolderFacts) {
        self.settings.measuring.landed();
        self.settings.folder = Some(facts);
    }

    /// Closes what is looked for; false if nothing is.
    pub(super) fn close_settings_search(&mut self) -> bool {
        let is_searched = !self.settings.search.is_empty();
        self.settings.search.clear();
        is_searched
    }

    pub(super) fn shows_settings(&self) -> bool {
        self.screen == Screen::Settings
    }

    /// Whether this field may take the keyboard in Settings.
    pub(super) fn is_in_settings(&self, field: Field) -> bool {
        self.shows_settings() && field == Field::Setting
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::inbox;
    use super::*;
    use crate::bus::Event;

    #[test]
    fn sections_are_walked_and_remembered() {
        let mut inbox = inbox();
        inbox.act(Action::OpenScreen(Screen::Settings));
        assert_eq!(inbox.settings.section, SettingsSection::Appearance);
        assert!(inbox.act(SettingsAction::Previous.into()).is_empty());
        for section in &SettingsSection::ALL[1..] {
            inbox.act(SettingsAction::Next.into());
            assert_eq!(inbox.settings.section, *section);
        }
        inbox.act(SettingsAction::Next.into());
        inbox.act(Action::OpenScreen(Screen::Insights));
        inbox.act(Action::OpenScreen(Screen::Settings));
        assert_eq!(inbox.settings.section, SettingsSection::About);
    }

    #[test]
    fn the_folder_is_measured_when_somebody_looks_and_once_at_a_time() {
        let mut inbox = inbox();
        let measures = |commands: &[Command]| commands.contains(&Command::MeasureFolder);
        assert!(!measures(&inbox.act(Action::OpenScreen(Screen::Settings))));
        assert!(measures(&inbox.act(SettingsAction::Open(SettingsSection::Storage).into())));
        assert!(!measures(&inbox.act(SettingsAction::Open(SettingsSection::About).into())));
        inbox.apply(Event::FolderMeasured(Box::default()));
        assert_eq!(inbox.settings.folder, Some(FolderFacts::default()));
        inbox.act(Action::OpenScreen(Screen::Calls));
        assert!(measures(&inbox.act(Action::OpenScreen(Screen::Settings))));
    }

    #[test]
    fn what_could_not_be_measured_can_be_asked_again() {
        let mut inbox = inbox();
        inbox.act(SettingsAction::Open(SettingsSection::Storage).into());
        inbox.apply(Event::FolderMeasured(Box::default()));
        let again = inbox.act(SettingsAction::Open(SettingsSection::Storage).into());
        assert_eq!(again, [Command::MeasureFolder]);
    }

    #[test]
    fn escape_first_ends_the_search() {
        let mut inbox = inbox();
        inbox.act(Action::OpenScreen(Screen::Settings));
        inbox.act(SettingsAction::Find("zoom".into()).into());
        inbox.act(Action::Back);
        assert_eq!((inbox.screen, inbox.settings.search.as_str()), (Screen::Settings, ""));
        inbox.act(Action::Back);
        assert_eq!(inbox.screen, Screen::Calls);
    }
}
