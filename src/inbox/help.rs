//! What the help lists: every key and what it does, the groups of this screen first, narrowed by what is typed.

use super::acts::{ACTS, Group, MORE_KEYS};
use super::fit::{Rank, fit};
use super::{Inbox, Screen};
use crate::words::say;

/// What some keys do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpLine {
    /// What they do.
    pub name: &'static str,
    /// The keys, any of them.
    pub keys: Vec<&'static str>,
}

/// The groups, those of this screen first.
fn groups(screen: Screen) -> [Group; 9] {
    use Group::{Choose, Go, Inspect, Listen, Look, Move, Read, Settings, Work};
    match screen {
        Screen::Traffic => [Inspect, Go, Look, Move, Work, Choose, Listen, Read, Settings],
        Screen::Calls => [Move, Work, Choose, Listen, Read, Go, Look, Inspect, Settings],
        Screen::Settings => [Settings, Go, Look, Move, Work, Choose, Listen, Read, Inspect],
        Screen::Callbacks | Screen::Insights => [Go, Look, Move, Work, Choose, Listen, Read, Inspect, Settings],
    }
}

impl HelpLine {
    fn fits(&self, typed: &str) -> bool {
        let is_key = |keys: &&str| {
            let keys = keys.replace(say!("Arrow"), "").to_lowercase();
            let typed = typed.to_lowercase();
            // A letter alone is a key, more of them may be part of one.
            keys == typed || typed.chars().count() > 1 && keys.contains(&typed)
        };
        let by_name =
            typed.chars().count() > 1 && fit(typed, say(self.name)).is_some_and(|fit| fit.rank < Rank::Scattered);
        by_name || self.keys.iter().any(is_key)
    }
}

impl Inbox {
    /// The keys, group by group.
    pub fn help(&self) -> Vec<(Group, Vec<HelpLine>)> {
        let typed = self.help_find.trim();
        let lines = |group: Group| {
            let acts = ACTS.iter().filter(move |act| act.group == group && !act.keys.is_empty());
            let acts = acts.map(|act| HelpLine { name: act.name, keys: act.keys.to_vec() });
            let more = MORE_KEYS.iter().filter(move |(of, ..)| *of == group);
            let lines = acts.chain(more.map(|(_, keys, name)| HelpLine { name, keys: vec![keys] }));
            lines.filter(|line| typed.is_empty() || line.fits(typed)).collect::<Vec<_>>()
        };
        groups(self.screen)
            .map(|group| (group, lines(group)))
            .into_iter()
            .filter(|(_, lines)| !lines.is_empty())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Action;
    use super::super::samples::inbox;
    use super::*;

    #[test]
    fn the_groups_of_this_screen_come_first() {
        let mut inbox = inbox();
        assert_eq!(inbox.help()[0].0, Group::Move);
        inbox.screen = Screen::Traffic;
        assert_eq!(inbox.help()[0].0, Group::Inspect);
        assert_eq!(inbox.help().len(), 9);
    }

    #[test]
    fn a_key_is_found_by_what_it_does_and_by_itself() {
        let mut inbox = inbox();
        inbox.act(Action::ToggleShortcuts);
        let found = |inbox: &mut Inbox, typed: &str| -> Vec<&'static str> {
            inbox.act(Action::FindKey(typed.into()));
            inbox.help().into_iter().flat_map(|(_, lines)| lines).map(|line| line.name).collect()
        };
        assert_eq!(found(&mut inbox, "snoo"), ["Snooze", "Snoozed"]);
        assert_eq!(found(&mut inbox, "h"), ["Snooze"]);
        assert_eq!(found(&mut inbox, "ctrl+f"), ["Find in the transcript", "Find in the body", "Find a setting"]);
        assert!(found(&mut inbox, "zzz").is_empty());
        inbox.act(Action::ToggleShortcuts);
        inbox.act(Action::ToggleShortcuts);
        assert_eq!(inbox.help_find, "");
    }
}
