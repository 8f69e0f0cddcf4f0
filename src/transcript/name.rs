//! What a speaker is called: by the person, by the file, or by the side they are on.

use super::{Reading, Side, Turn};
use crate::call::query::tokens_of;

/// The longest label that is a name, in characters.
const NAME_CHARS: usize = 60;

/// Words that say which part somebody has, not who they are.
const ROLES: &[&str] = &[
    "agent",
    "ai",
    "anrufer",
    "assistant",
    "bot",
    "callee",
    "caller",
    "channel",
    "client",
    "customer",
    "human",
    "kunde",
    "lead",
    "llm",
    "message",
    "model",
    "role",
    "robot",
    "system",
    "testing",
    "tool",
    "unknown",
    "user",
    "voice",
];

/// Words before a number that only tell speakers apart.
const COUNTED: &[&str] = &["ch", "channel", "participant", "person", "speaker", "spk", "sprecher", "track"];

impl Reading {
    /// What the speaker of a turn is called, the turn as it was read (before [`applied`](super::applied())).
    ///
    /// Names are kept by the side as the file has it: they belong to a voice, and stay with it when the sides are swapped.
    /// Without a name it is what the file calls the speaker, if that is a name, else the side, swapped if the sides are.
    pub fn name_of(&self, turn: &Turn) -> String {
        let given = self.names.get(&turn.side.key()).map(|name| name.trim()).filter(|name| !name.is_empty());
        let labelled = || turn.speaker.as_deref().filter(|label| is_name(label, self.is_swapped)).map(str::trim);
        match given.or_else(labelled) {
            Some(name) => String::from(name),
            None => self.side_of(turn).name(),
        }
    }

    /// The side that a turn as it was read is on for this person.
    pub fn side_of(&self, turn: &Turn) -> Side {
        match turn.side {
            Side::Agent if self.is_swapped => Side::Caller,
            Side::Caller if self.is_swapped => Side::Agent,
            side => side,
        }
    }
}

impl Side {
    /// What somebody on this side is called who has no name.
    pub fn name(self) -> String {
        match self {
            Self::Agent => String::from("Agent"),
            Self::Caller => String::from("Caller"),
            Self::Speaker(number) => format!("Speaker {number}"),
            Self::Tool => String::from("Tool"),
            Self::Hidden => String::from("Not said"),
        }
    }
}

/// A label names somebody, and does not only number them or say their part. Of swapped sides a label that says a part
/// beside other words (`Main Agent`) is no help either: it is what was wrong.
fn is_name(label: &str, is_swapped: bool) -> bool {
    let words: Vec<String> = tokens_of(&label.replace('_', " ")).map(|token| token.folded).collect();
    let is_role = |word: &String| ROLES.contains(&word.as_str());
    let counts = |word: &String| {
        // `spk0` is one word.
        let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
        letters.is_empty() || COUNTED.contains(&letters) || word.chars().nth(1).is_none() && word.is_ascii()
    };
    let says_more = words.iter().any(|word| !is_role(word) && !counts(word));
    says_more && !(is_swapped && words.iter().any(is_role)) && label.chars().count() <= NAME_CHARS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turn(side: Side, speaker: Option<&str>) -> Turn {
        Turn { side, speaker: speaker.map(String::from), text: String::from("Hello"), ..Turn::default() }
    }

    #[test]
    fn who_has_no_name_is_called_by_their_side() {
        let reading = Reading::default();
        let called = |side, speaker| reading.name_of(&turn(side, speaker));
        assert_eq!(called(Side::Agent, None), "Agent");
        assert_eq!(called(Side::Speaker(2), Some("spk_1")), "Speaker 2");
        assert_eq!(called(Side::Tool, None), "Tool");
        assert_eq!(called(Side::Hidden, Some("system")), "Not said");
        for label in ["assistant", "MESSAGE_ROLE_USER", "0", "B", "ch_0", "Speaker 1", "spk0", "AI", "", "  "] {
            assert_eq!(called(Side::Caller, Some(label)), "Caller", "{label}");
        }
        for label in ["Main Agent", "Asha Rao", "मीरा", "李", "Dr. B"] {
            assert_eq!(called(Side::Agent, Some(label)), label);
        }
        assert_eq!(called(Side::Agent, Some(&"name ".repeat(13))), "Agent");
    }

    #[test]
    fn a_persons_name_for_a_voice_stands_above_the_files_and_stays_when_sides_are_swapped() {
        let names = [("agent", "Mira"), ("caller", " ")].map(|(key, name)| (key.to_owned(), name.to_owned())).into();
        let mut reading = Reading { names, ..Reading::default() };
        let agent = turn(Side::Agent, Some("Main Agent"));
        let caller = turn(Side::Caller, Some("Main Caller"));
        assert_eq!((reading.name_of(&agent), reading.name_of(&caller)), ("Mira".into(), "Main Caller".into()));
        reading.is_swapped = true;
        assert_eq!((reading.name_of(&agent), reading.name_of(&caller)), ("Mira".into(), "Agent".into()));
        reading.names.clear();
        assert_eq!((reading.name_of(&agent), reading.side_of(&agent)), ("Caller".into(), Side::Caller));
    }
}
