//! Finding a setting by a word: every row there is, and what else it might be called.

use super::SettingsSection;
use crate::inbox::Inbox;
use crate::words::say;

/// A row of Settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SettingsRow {
    /// Where it stands.
    pub section: SettingsSection,
    /// What it is called there.
    pub name: &'static str,
    /// What else people call it.
    words: &'static str,
}

/// So many are offered.
const MOST_FOUND: usize = 10;

const fn row(section: SettingsSection, name: &'static str, words: &'static str) -> SettingsRow {
    SettingsRow { section, name, words }
}

/// Every row that can be found, in order.
pub const SETTINGS_ROWS: &[SettingsRow] = &[
    row(SettingsSection::Appearance, say_later!("Colours"), say_later!("theme dark light mode colors")),
    row(SettingsSection::Appearance, say_later!("Size"), say_later!("zoom scale larger smaller font text")),
    row(SettingsSection::Appearance, say_later!("Rows"), say_later!("density compact comfortable spacing list")),
    row(SettingsSection::Appearance, say_later!("High contrast"), say_later!("accessibility vision edges")),
    row(SettingsSection::Appearance, say_later!("Less motion"), say_later!("accessibility animation reduce")),
    row(SettingsSection::Listener, say_later!("State"), say_later!("listening port address running health")),
    row(SettingsSection::Listener, say_later!("Webhook URL"), say_later!("copy address link endpoint")),
    row(
        SettingsSection::Listener,
        say_later!("Can be reached from"),
        say_later!("network localhost bind port address"),
    ),
    row(SettingsSection::Listener, say_later!("Test call"), say_later!("try send sample")),
    row(SettingsSection::Senders, say_later!("Secret"), say_later!("password token key authorization header")),
    row(SettingsSection::Senders, say_later!("Signatures"), say_later!("hmac sign verify svix retell elevenlabs key")),
    row(SettingsSection::Storage, say_later!("Folder"), say_later!("path directory disk where data open")),
    row(SettingsSection::Storage, say_later!("Room taken"), say_later!("size disk space database recordings free")),
    row(SettingsSection::Storage, say_later!("Room for recordings"), say_later!("limit budget gigabytes disk space")),
    row(SettingsSection::Storage, say_later!("Requests"), say_later!("limit retention traffic log")),
    row(SettingsSection::Fetching, say_later!("On arrival"), say_later!("download recordings transcripts")),
    row(SettingsSection::Fetching, say_later!("Tried again"), say_later!("retry failed missing download")),
    row(SettingsSection::Fetching, say_later!("Allowed hosts"), say_later!("private network address permit block")),
    row(SettingsSection::Playback, say_later!("Play on"), say_later!("device output speaker headphones audio sound")),
    row(SettingsSection::Playback, say_later!("Skip silence"), say_later!("pauses quiet")),
    row(SettingsSection::Playback, say_later!("Usual speed"), say_later!("faster slower rate tempo")),
    row(SettingsSection::Playback, say_later!("Volume"), say_later!("loud quiet sound")),
    row(SettingsSection::Playback, say_later!("Volume step"), say_later!("loud louder keys")),
    row(SettingsSection::Notifications, say_later!("New calls"), say_later!("alerts notify tell popup")),
    row(SettingsSection::Notifications, say_later!("They say"), say_later!("privacy caller hide details name")),
    row(SettingsSection::Notifications, say_later!("Sound"), say_later!("silent mute ring")),
    row(SettingsSection::Notifications, say_later!("Do not disturb"), say_later!("quiet pause snooze")),
    row(SettingsSection::Notifications, say_later!("Quiet hours"), say_later!("night evening do not disturb")),
    row(SettingsSection::Window, say_later!("When closed"), say_later!("background keep receiving tray quit exit")),
    row(SettingsSection::Window, say_later!("Tray icon"), say_later!("badge unread count menu indicator")),
    row(SettingsSection::Window, say_later!("At login"), say_later!("autostart startup boot begin")),
    row(SettingsSection::Requests, say_later!("Keep"), say_later!("age days retention traffic delete prune")),
    row(SettingsSection::Requests, say_later!("At most"), say_later!("count number retention traffic delete prune")),
    row(SettingsSection::About, say_later!("Version"), say_later!("release update")),
    row(SettingsSection::About, say_later!("Kept as"), say_later!("format sqlite database file")),
    row(
        SettingsSection::About,
        say_later!("Licences"),
        say_later!("license mit apache open source crates fonts credits"),
    ),
    row(SettingsSection::About, say_later!("For a report"), say_later!("bug details copy system help problem")),
];

impl Inbox {
    /// The rows that what is typed finds: those called so first. All words have to be in a row, in any order.
    pub fn settings_found(&self) -> Vec<SettingsRow> {
        let typed = self.settings.search.to_lowercase();
        let typed: Vec<&str> = typed.split_whitespace().collect();
        if typed.is_empty() {
            return Vec::new();
        }
        let holds = |text: &str| {
            let text = text.to_lowercase();
            move |word: &&str| text.split_whitespace().any(|one| one.starts_with(*word))
        };
        let (mut named, mut others) = (Vec::new(), Vec::new());
        for row in SETTINGS_ROWS {
            let name = say(row.name);
            let all = format!("{name} {} {}", say(row.words), row.section.label());
            if typed.iter().all(holds(name)) {
                named.push(*row);
            } else if typed.iter().all(holds(&all)) {
                others.push(*row);
            }
        }
        named.into_iter().chain(others).take(MOST_FOUND).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::SettingsAction;
    use super::*;
    use crate::inbox::Screen;
    use crate::inbox::samples::inbox;

    fn found(typed: &str) -> Vec<&'static str> {
        let mut inbox = inbox();
        inbox.act(SettingsAction::Find(typed.into()).into());
        inbox.settings_found().iter().map(|row| row.name).collect()
    }

    #[test]
    fn rows_are_found_by_their_names_and_by_other_words() {
        assert_eq!(found("zoom"), ["Size"]);
        assert_eq!(found("  ZOOM larg "), ["Size"]);
        assert_eq!(found("volume")[..2], ["Volume", "Volume step"]);
        assert_eq!(found("quiet h"), ["Quiet hours"]);
        assert!(found("").is_empty() && found("zzz").is_empty());
        assert_eq!(found("a").len(), MOST_FOUND);
    }

    #[test]
    fn a_row_that_was_found_is_gone_to_and_pointed_at() {
        let mut inbox = inbox();
        inbox.act(SettingsAction::Find("hosts".into()).into());
        let row = inbox.settings_found()[0];
        inbox.act(SettingsAction::GoTo(row).into());
        assert_eq!((inbox.screen, inbox.settings.section), (Screen::Settings, SettingsSection::Fetching));
        assert_eq!((inbox.settings.pointed, inbox.settings.search.as_str()), (Some("Allowed hosts"), ""));
        inbox.act(SettingsAction::Next.into());
        assert_eq!(inbox.settings.pointed, None);
    }
}
