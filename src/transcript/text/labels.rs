//! Which words before a colon are speakers: roles always, other words only if few of them stand before most lines, so that
//! `Note: 10:30 suits me` stays what it is.

use std::collections::HashMap;

use crate::transcript::roles::role_of;
use crate::transcript::turn::Side;

/// More different names than this are no conversation.
const MOST_NAMES: usize = 4;
const MOST_LETTERS: usize = 40;
const MOST_WORDS: usize = 5;
/// What stands between a role and its text in place of a colon.
const DASHES: [&str; 3] = [" - ", " – ", " — "];

/// A line that may begin with a label: the label and what follows.
pub(super) fn split(line: &str) -> Option<(&str, &str)> {
    let head = &line[..line.floor_char_boundary(MOST_LETTERS * 4)];
    let colon = head.char_indices().find(|(_, letter)| matches!(letter, ':' | '：'));
    let before_colon = colon.map_or(head, |(at, _)| &line[..at]);
    if let Some(label) = DASHES.iter().find_map(|dash| before_colon.split_once(dash)).map(|(label, _)| label)
        && role_of(bare(label)).is_some_and(|role| role.is_bare)
    {
        let rest = line[label.len()..].trim_start().trim_start_matches(['-', '–', '—']);
        return Some((bare(label), rest.trim()));
    }
    let (at, letter) = colon?;
    let label = bare(&line[..at]);
    let rest = &line[at + letter.len_utf8()..];
    // `10:30`, `https://`, `at 10:30`.
    let is_apart = !rest.starts_with(|letter: char| letter == '/' || letter == ':' || letter.is_ascii_digit());
    (is_label(label) && is_apart).then(|| (label, rest.trim_start_matches('*').trim()))
}

fn bare(label: &str) -> &str {
    label.trim_matches(|letter: char| letter.is_whitespace() || letter == '*' || letter == '_')
}

pub(super) fn is_label(label: &str) -> bool {
    label.contains(char::is_alphabetic)
        && label.chars().count() <= MOST_LETTERS
        && label.split_whitespace().count() <= MOST_WORDS
        && !label.contains(['?', '!', ',', ';', '"', '<', '>', '{', '}', '|', '।'])
}

/// The labels that are speakers, in small letters.
pub(super) struct Speakers(Vec<String>);

impl Speakers {
    /// Of all lines that say something, the labels that they may begin with.
    pub fn among<'a>(labels: impl Iterator<Item = Option<&'a str>>) -> Option<Self> {
        let (mut lines, mut labelled) = (0, 0);
        let mut counts: HashMap<String, usize> = HashMap::new();
        for label in labels {
            lines += 1;
            if let Some(label) = label {
                labelled += 1;
                *counts.entry(label.to_lowercase()).or_default() += 1;
            }
        }
        let role = |label: &str| role_of(label).map(|role| role.side);
        let spoken = counts.iter().filter(|(label, _)| role(label).is_some_and(Side::is_spoken));
        let (roles, spoken_lines) = spoken.fold((0, 0), |(roles, lines), (_, count)| (roles + 1, lines + count));
        let covers_most = labelled * 10 >= lines * 6;
        let by_roles = spoken_lines >= 2 || spoken_lines > 0 && spoken_lines * 2 >= lines;
        let are_few = (2..=MOST_NAMES).contains(&counts.len());
        let by_names = !by_roles && are_few && covers_most && labelled >= 3 && labelled * 2 >= counts.len() * 3;
        if !by_roles && !by_names {
            return None;
        }
        let names = counts.iter().filter(|(label, count)| role(label).is_none() && **count > 1).count();
        let takes_names = names <= MOST_NAMES;
        // Where one side is missing, a name is the other, however little it says.
        let takes_all = by_names || roles < 2 && counts.len() <= MOST_NAMES && covers_most;
        let is_speaker = |label: &str, count: usize| takes_all || role(label).is_some() || count > 1 && takes_names;
        let speakers = counts.iter().filter(|(label, count)| is_speaker(label, **count));
        Some(Self(speakers.map(|(label, _)| label.clone()).collect()))
    }

    pub fn has(&self, label: &str) -> bool {
        let label = label.to_lowercase();
        self.0.contains(&label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_what_stands_before_a_colon_and_looks_like_a_name() {
        assert_eq!(split("Agent: Hello: you"), Some(("Agent", "Hello: you")));
        assert_eq!(split("**Speaker 1:** Hello"), Some(("Speaker 1", "Hello")));
        assert_eq!(split("ग्राहक: नमस्ते"), Some(("ग्राहक", "नमस्ते")));
        assert_eq!(split("客户：你好"), Some(("客户", "你好")));
        assert_eq!(split("user - hello - you: there"), Some(("user", "hello - you: there")));
        for no in
            ["10:30 suits me", "https://example.com", "see you at 10:30", "Mira - hello", "well, he said: no", ": x"]
        {
            assert_eq!(split(no), None, "{no}");
        }
    }

    #[test]
    fn few_names_before_most_lines_are_speakers_and_notes_are_not() {
        let speakers = |labels: &[Option<&str>]| {
            let mut found = Speakers::among(labels.iter().copied()).map_or(Vec::new(), |speakers| speakers.0);
            found.sort();
            found
        };
        let [agent, user, note] = ["Agent", "User", "Note"].map(Some);
        assert_eq!(speakers(&[agent, user, note, agent]), ["agent", "user"]);
        assert_eq!(speakers(&[agent, Some("Mira")]), ["agent", "mira"]);
        assert_eq!(speakers(&[Some("Mira"), Some("Tom"), Some("mira"), None]), ["mira", "tom"]);
        assert!(speakers(&[note, None, None]).is_empty());
        assert!(speakers(&[note, Some("Date")]).is_empty());
        let many = ["a", "b", "c", "d", "e", "f"].map(Some);
        assert!(speakers(&many).is_empty());
        assert!(speakers(&[]).is_empty());
    }
}
