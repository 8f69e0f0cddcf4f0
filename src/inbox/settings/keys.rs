//! The keys by what is typed to find one.

use crate::inbox::{ACTS, Group, Inbox, MORE_KEYS};
use crate::words::say;

/// Keys, and what they do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyLine {
    /// "J  or  ↓".
    pub keys: String,
    /// "Next call".
    pub does: &'static str,
}

impl Inbox {
    /// The keys of a group that what is typed finds, by name or by key; all while nothing is typed.
    pub fn keys_found(&self, group: Group) -> Vec<KeyLine> {
        let typed = self.settings.key_search.trim().to_lowercase();
        let acts = ACTS.iter().filter(|act| act.group == group && !act.keys.is_empty());
        let acts = acts.map(|act| KeyLine { keys: act.keys_label(), does: say(act.name) });
        let more = MORE_KEYS.iter().filter(|(of, ..)| *of == group);
        let lines = acts.chain(more.map(|(_, keys, does)| KeyLine { keys: (*keys).to_owned(), does: say(does) }));
        let is_all = typed.is_empty() || group.title().to_lowercase().contains(&typed);
        lines
            .filter(|line| {
                is_all || line.does.to_lowercase().contains(&typed) || line.keys.to_lowercase().contains(&typed)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::SettingsAction;
    use super::*;
    use crate::inbox::samples::inbox;

    #[test]
    fn keys_are_found_by_what_they_do_and_by_themselves() {
        let mut inbox = inbox();
        let all = inbox.keys_found(Group::Work).len();
        assert!(all > 5);
        inbox.act(SettingsAction::FindKey("snooze".into()).into());
        assert_eq!(inbox.keys_found(Group::Work), [KeyLine { keys: "H".into(), does: "Snooze" }]);
        assert!(inbox.keys_found(Group::Read).is_empty());
        inbox.act(SettingsAction::FindKey("backsp".into()).into());
        assert_eq!(inbox.keys_found(Group::Listen).len(), 1);
        inbox.act(SettingsAction::FindKey("transcript".into()).into());
        assert!(inbox.keys_found(Group::Read).len() > 5);
    }
}
