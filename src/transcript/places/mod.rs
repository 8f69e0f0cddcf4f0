//! Where in a transcript something was said that a summary or a list of things to do says in other words.
//!
//! **Invariant:** no place is better than a wrong one: what only shares a word or two with a turn was not said there.

mod stem;

use std::collections::HashMap;

use super::Transcript;
use crate::call::query::tokens_of;

/// The longest run of turns that is taken for one place: a question, its answer, and that it was heard.
const MAX_RUN: u32 = 3;
/// The most words of a sentence that are looked for: a bit each.
const MAX_WORDS: usize = 64;
/// What numbers count more than other words.
const NUMBER: f64 = 1.5;
/// What words with a capital within the sentence count more: names, and the nouns of German.
const NAME: f64 = 1.25;
/// What a word counts that nobody said: a summary has words of its own. Numbers and names it has not, they count in full.
const UNSAID: f64 = 0.6;
/// What each further turn takes off the share: words that meet by chance stand apart.
const LONGER: f64 = 0.25;
/// The least share of a sentence, by weight, that is said at its place.
const MIN_SHARE: f64 = 0.5;
/// The least weight that is said there: two rare words, or a number and another.
const MIN_WEIGHT: f64 = 1.8;

/// A turn that says a single word of a sentence is where its place begins only if that is so much of what another turn of
/// the run says.
const BEGINS: f64 = 0.6;

/// The words of a transcript, and in which turns they were said.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// By the word's stem: the spoken turns it is said in, counted among the spoken ones, in order, each once.
    said_in: HashMap<String, Vec<u32>>,
    /// Which turn of the transcript each spoken one is.
    spoken: Vec<usize>,
}

impl Places {
    /// Of a transcript.
    pub fn of(transcript: &Transcript) -> Self {
        let mut places = Self::default();
        // A call says the same words again and again.
        let mut stems: HashMap<String, Option<String>> = HashMap::new();
        for (turn, said) in transcript.turns.iter().enumerate().filter(|(_, turn)| turn.side.is_spoken()) {
            let at = u32::try_from(places.spoken.len()).unwrap_or(u32::MAX);
            places.spoken.push(turn);
            // Whichever of the two the sentence is written in.
            for text in [Some(said.text.as_str()), said.translation.as_deref()].into_iter().flatten() {
                for token in tokens_of(text) {
                    let stem = stems.entry(token.folded).or_insert_with_key(|word| stem::stem_of(word));
                    let Some(word) = stem else { continue };
                    match places.said_in.get_mut(word) {
                        Some(turns) if turns.last() == Some(&at) => {}
                        Some(turns) => turns.push(at),
                        None => _ = places.said_in.insert(word.clone(), vec![at]),
                    }
                }
            }
        }
        places
    }

    /// The turn in which what a sentence says was said, or the first of a run of them; nothing unless it is plain.
    pub fn find(&self, sentence: &str) -> Option<usize> {
        let words = self.words_of(sentence);
        let total: f64 = words.iter().map(|word| word.weight).sum();
        // Which of the words each turn says.
        let mut said: HashMap<u32, u64> = HashMap::new();
        for (bit, word) in words.iter().enumerate() {
            for turn in word.said_in {
                *said.entry(*turn).or_default() |= 1 << bit;
            }
        }
        let weight = |mask: u64| -> f64 {
            words.iter().enumerate().filter(|(bit, _)| mask >> bit & 1 == 1).map(|(_, word)| word.weight).sum()
        };
        let mut best: Option<(f64, u32, u32)> = None;
        for first in said.keys().copied() {
            let mut mask = 0;
            for longer in 0..MAX_RUN {
                let before = mask;
                mask |= said.get(&(first + longer)).copied().unwrap_or_default();
                let found = weight(mask);
                let worth = found / total - LONGER * f64::from(longer);
                if mask == before || worth < MIN_SHARE || found < MIN_WEIGHT || mask.count_ones() < 2 {
                    continue;
                }
                // Of equals the first: that is where it came up.
                if best.is_none_or(|(best, at, _)| worth > best || worth >= best && first < at) {
                    best = Some((worth, first, longer));
                }
            }
        }
        let (_, first, longer) = best?;
        // A greeting that only names the business is no beginning of what follows it.
        let own = |turn: u32| said.get(&turn).copied().unwrap_or_default();
        let most = (first..=first + longer).map(|turn| weight(own(turn))).fold(0.0, f64::max);
        let is_more = |turn: u32| own(turn).count_ones() > 1 || weight(own(turn)) >= most * BEGINS;
        let begins = (first..=first + longer).find(|turn| is_more(*turn))?;
        self.spoken.get(begins as usize).copied()
    }

    /// The words of a sentence that say something, each once.
    fn words_of(&self, sentence: &str) -> Vec<Word<'_>> {
        let turns = self.spoken.len() as f64;
        let mut seen = Vec::new();
        let mut words = Vec::new();
        let mut end_of_last = None;
        for token in tokens_of(sentence) {
            let before = end_of_last.map(|end| &sentence[end..token.at.start]);
            end_of_last = Some(token.at.end);
            let Some(stem) = stem::stem_of(&token.folded) else { continue };
            if seen.contains(&stem) {
                continue;
            }
            let said_in = self.said_in.get(&stem).map_or(&[][..], Vec::as_slice);
            let is_number = stem.starts_with(|c: char| c.is_numeric());
            let is_capital = sentence[token.at.clone()].starts_with(char::is_uppercase);
            let begins = before.is_none_or(|between| between.contains(['.', '!', '?', ':', '\n', '•']));
            let kind = if is_number {
                NUMBER
            } else if is_capital && !begins {
                NAME
            } else {
                1.0
            };
            let rarity = match said_in.len() {
                0 if kind > 1.0 => 1.0,
                0 => UNSAID,
                count => (1.0 + turns / count as f64).ln() / (1.0 + turns).ln(),
            };
            words.push(Word { weight: rarity * kind, said_in });
            seen.push(stem);
            if words.len() == MAX_WORDS {
                break;
            }
        }
        words
    }
}

/// A word of a sentence that is looked for.
struct Word<'a> {
    /// What it counts.
    weight: f64,
    /// The spoken turns it is said in.
    said_in: &'a [u32],
}

#[cfg(test)]
mod tests;
