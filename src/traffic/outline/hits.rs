//! Looking for a text in the keys and values of an outline.

use core::ops::Range;

use super::words::unquoted;
use super::{LineKind, Outline};

impl Outline {
    /// Lines whose key or value contains a text, as it is spelled (quotes included) or as it reads; case does not count.
    /// Of lists and objects only the key counts. None for an empty text.
    pub fn hits(&self, query: &str, body: &[u8]) -> Vec<u32> {
        let mut finder = Finder::of(query);
        if finder.sought.is_empty() {
            return Vec::new();
        }
        let mut found = |place: &Range<u32>| {
            body.get(place.start as usize..place.end as usize).is_some_and(|spelled| finder.finds(spelled))
        };
        let hit = self.lines.iter().zip(0_u32..).filter(|(line, _)| {
            let is_scalar = !matches!(line.kind, LineKind::Opens { .. } | LineKind::Closes);
            line.key.as_ref().is_some_and(&mut found) || is_scalar && found(&line.value)
        });
        hit.map(|(_, index)| index).collect()
    }
}

/// A text that is looked for.
struct Finder {
    /// In small letters.
    sought: String,
    /// Where a text is put in small letters; kept, since there are many.
    lowered: String,
}

impl Finder {
    fn of(query: &str) -> Self {
        let mut sought = String::new();
        lower_into(&mut sought, query);
        Self { sought, lowered: String::new() }
    }

    fn finds(&mut self, spelled: &[u8]) -> bool {
        self.is_in(spelled) || spelled.contains(&b'\\') && self.is_in(unquoted(spelled).as_bytes())
    }

    fn is_in(&mut self, text: &[u8]) -> bool {
        if self.sought.is_ascii() {
            return contains_ascii(text, self.sought.as_bytes());
        }
        if text.is_ascii() {
            return false;
        }
        lower_into(&mut self.lowered, &String::from_utf8_lossy(text));
        self.lowered.contains(&self.sought)
    }
}

/// Letter by letter, so that what a letter becomes does not hang on its neighbours.
fn lower_into(lowered: &mut String, text: &str) {
    lowered.clear();
    lowered.extend(text.chars().flat_map(char::to_lowercase));
}

fn contains_ascii(text: &[u8], sought: &[u8]) -> bool {
    let Some((first, others)) = sought.split_first() else { return true };
    let (small, large) = (*first, first.to_ascii_uppercase());
    let mut rest = text;
    while let Some(at) = rest.iter().position(|byte| *byte == small || *byte == large) {
        rest = &rest[at + 1..];
        match rest.get(..others.len()) {
            Some(next) if next.eq_ignore_ascii_case(others) => return true,
            Some(_) => {}
            None => return false,
        }
    }
    false
}
