//! Where what is looked for stands in the turns: parts of words, without case and accents.

use core::ops::Range;

use crate::call::query::{Token, tokens_of};

/// A place in the turns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The turn.
    pub turn: usize,
    /// Where in its text, in bytes.
    pub at: Range<usize>,
    /// In its translation, not in its text.
    pub is_translation: bool,
}

/// What is looked for, by its words.
pub struct Needle {
    tokens: Vec<String>,
    typed: String,
}

impl Needle {
    /// What was typed.
    pub fn of(typed: &str) -> Self {
        let tokens = tokens_of(typed).map(|token| token.folded).collect();
        Self { tokens, typed: typed.trim().to_owned() }
    }

    /// Where it stands in a text, in bytes, in order.
    pub fn hits(&self, text: &str) -> Vec<Range<usize>> {
        if self.typed.is_empty() {
            return Vec::new();
        }
        match self.tokens.as_slice() {
            // Signs alone stand for themselves.
            [] => text.match_indices(&self.typed).map(|(at, found)| at..at + found.len()).collect(),
            [word] => tokens_of(text).flat_map(|token| parts(text, &token, word)).collect(),
            words => {
                let tokens: Vec<Token> = tokens_of(text).collect();
                tokens.windows(words.len()).filter_map(|run| run_of(text, run, words)).collect()
            }
        }
    }
}

/// Where a word's part stands in a word.
fn parts(text: &str, token: &Token, part: &str) -> Vec<Range<usize>> {
    token.folded.match_indices(part).map(|(at, found)| place(text, token, at..at + found.len())).collect()
}

/// Words next to each other: the first may begin within a word, the last may end within one.
fn run_of(text: &str, run: &[Token], words: &[String]) -> Option<Range<usize>> {
    let (first, last) = (run.first()?, run.last()?);
    let inner = 1..words.len() - 1;
    let is_run = first.folded.ends_with(words.first()?)
        && last.folded.starts_with(words.last()?)
        && run[inner.clone()].iter().zip(&words[inner]).all(|(token, word)| token.folded == *word);
    let begin = place(text, first, first.folded.len().saturating_sub(words[0].len())..first.folded.len()).start;
    is_run.then(|| begin..place(text, last, 0..words[words.len() - 1].len()).end)
}

/// A part of a folded word in the text it was folded from; the whole word if folding changed its length.
fn place(text: &str, token: &Token, part: Range<usize>) -> Range<usize> {
    let said = &text[token.at.clone()];
    if said.chars().count() != token.folded.chars().count() {
        return token.at.clone();
    }
    let chars = |bytes: usize| token.folded[..bytes].chars().count();
    let byte_at = |chars: usize| said.char_indices().nth(chars).map_or(said.len(), |(at, _)| at);
    token.at.start + byte_at(chars(part.start))..token.at.start + byte_at(chars(part.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with its hits in brackets.
    fn marked(needle: &str, text: &str) -> String {
        let mut marked = text.to_owned();
        for hit in Needle::of(needle).hits(text).into_iter().rev() {
            marked.insert(hit.end, ']');
            marked.insert(hit.start, '[');
        }
        marked
    }

    #[test]
    fn parts_of_words_are_found_without_case_and_accents() {
        assert_eq!(marked("jose", "José, JOSEFINE"), "[José], [JOSE]FINE");
        assert_eq!(marked("ou", "You could"), "Y[ou] c[ou]ld");
        assert_eq!(marked("größe", "Die GROSSE"), "Die [GROSSE]");
        assert_eq!(marked("偉", "陳偉明"), "陳[偉]明");
        assert_eq!(marked("strasse", "Straße 5"), "[Straße] 5");
    }

    #[test]
    fn words_next_to_each_other_are_found_whatever_stands_between() {
        assert_eq!(marked("single sign on", "Is single sign-on, included?"), "Is [single sign-on], included?");
        assert_eq!(marked("gle si", "a single sign"), "a sin[gle si]gn");
        assert_eq!(marked("single on", "single sign-on"), "single sign-on");
    }

    #[test]
    fn signs_stand_for_themselves_and_nothing_finds_nothing() {
        assert_eq!(marked("?", "Why? Who?"), "Why[?] Who[?]");
        assert_eq!(marked("  ", "a b"), "a b");
    }
}
