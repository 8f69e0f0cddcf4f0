//! Where the words of a search stand in a text.

use std::ops::Range;

use super::fold::{Token, tokens_of};
use super::term::{Place, Term, Words};

/// The longest text that is looked into, in bytes: it is done for every frame.
const MAX_TEXT_BYTES: usize = 256 * 1024;
/// So many digits in a row are taken for a telephone number.
const MIN_NUMBER_DIGITS: usize = 5;
/// So many signs may stand between two digits of a number: ") " or " - ".
const MAX_SIGNS_BETWEEN: usize = 3;
/// What is left standing before a hit when a text is begun later, in characters.
const LEAD_CHARS: usize = 24;

/// Finds the words of a search in texts. Only what is looked for, not what is excluded.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Highlighter {
    words: Vec<Words>,
}

impl Highlighter {
    /// For the words of a search.
    pub fn of(term: &Term) -> Self {
        let mut highlighter = Self::default();
        highlighter.add(term);
        highlighter
    }

    /// Nothing is looked for by words.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Where words stand that are looked for anywhere, in bytes, in order and apart from each other.
    pub fn hits(&self, text: &str) -> Vec<Range<usize>> {
        self.hits_at(Place::Anywhere, text)
    }

    /// The same in a text of a place (`Company`, `Mood`; `From` for a name or an e-mail address), with the words that are
    /// looked for there only.
    pub fn hits_at(&self, place: Place, text: &str) -> Vec<Range<usize>> {
        let words: Vec<&Words> = self.words.iter().filter(|words| is_looked_for(words.place, place)).collect();
        if words.is_empty() || text.is_empty() || text.len() > MAX_TEXT_BYTES {
            return Vec::new();
        }
        let tokens: Vec<Token> = tokens_of(text).collect();
        let mut hits: Vec<Range<usize>> = words.iter().flat_map(|words| runs(words, &tokens, text)).collect();
        let wanted: Vec<&str> = words.iter().filter_map(|words| words.digits.as_deref()).collect();
        if !wanted.is_empty() {
            for number in numbers(text) {
                hits.extend(wanted.iter().flat_map(|digits| number.hits(digits)));
            }
        }
        merged(hits)
    }

    fn add(&mut self, term: &Term) {
        match term {
            Term::All(terms) | Term::Any(terms) => terms.iter().for_each(|term| self.add(term)),
            Term::Words(words) if !self.words.contains(words) => self.words.push(words.clone()),
            _ => {}
        }
    }
}

/// The text, begun later (with an ellipsis) where its first hit would otherwise lie beyond `chars` characters.
pub fn shorter_around(text: &str, highlighter: &Highlighter, chars: usize) -> String {
    let Some(first) = highlighter.hits(text).into_iter().next() else { return text.to_owned() };
    if text[..first.end].chars().count() <= chars {
        return text.to_owned();
    }
    let lead = text[..first.start].char_indices().rev().take(LEAD_CHARS.min(chars / 2)).last();
    let earliest = lead.map_or(first.start, |(at, _)| at);
    if earliest == 0 {
        return text.to_owned();
    }
    // A word that is cut through is left out; where there are no spaces, there is nothing to leave out.
    let gap = text[earliest..first.start].find(char::is_whitespace).map_or(earliest, |space| earliest + space);
    let start = if text[..earliest].ends_with(char::is_whitespace) { earliest } else { gap };
    format!("…{}", text[start..].trim_start())
}

fn is_looked_for(asked: Place, at: Place) -> bool {
    asked == Place::Anywhere || asked == at || asked == Place::From && at == Place::Phone
}

/// Where the words stand next to each other.
fn runs(words: &Words, tokens: &[Token], text: &str) -> Vec<Range<usize>> {
    let Some((last, before)) = words.tokens.split_last() else { return Vec::new() };
    let run = |run: &[Token]| {
        let (tail, head) = run.split_last()?;
        let is_head = head.iter().zip(before).all(|(token, wanted)| token.folded == *wanted);
        let is_tail = if words.is_prefix { tail.folded.starts_with(last.as_str()) } else { tail.folded == *last };
        (is_head && is_tail).then(|| run[0].at.start..end_of_beginning(tail, last, text))
    };
    tokens.windows(words.tokens.len()).filter_map(run).collect()
}

/// Where a token's beginning ends in the text: of one whose folding changed its length, the token itself.
fn end_of_beginning(token: &Token, beginning: &str, text: &str) -> usize {
    let said = &text[token.at.clone()];
    if said.chars().count() != token.folded.chars().count() {
        return token.at.end;
    }
    let length = said.char_indices().nth(beginning.chars().count()).map_or(said.len(), |(at, _)| at);
    token.at.start + length
}

/// Digits of a text that could be a telephone number, and where each of them stands.
struct Number {
    digits: String,
    at: Vec<usize>,
}

impl Number {
    /// Where digits stand in it, from the first of them to the last.
    fn hits(&self, wanted: &str) -> Vec<Range<usize>> {
        let starts = (0..self.digits.len()).filter(|start| self.digits[*start..].starts_with(wanted));
        starts.map(|start| self.at[start]..self.at[start + wanted.len() - 1] + 1).collect()
    }
}

fn numbers(text: &str) -> Vec<Number> {
    let mut numbers = Vec::new();
    let mut number = Number { digits: String::new(), at: Vec::new() };
    let mut signs = 0;
    for (at, c) in text.char_indices().chain([(text.len(), 'x')]) {
        if c.is_ascii_digit() {
            number.digits.push(c);
            number.at.push(at);
            signs = 0;
            continue;
        }
        signs += 1;
        if signs > MAX_SIGNS_BETWEEN || !(c.is_whitespace() || "+-()./\u{2011}\u{2013}".contains(c)) {
            if number.at.len() >= MIN_NUMBER_DIGITS {
                numbers.push(number);
            }
            number = Number { digits: String::new(), at: Vec::new() };
        }
    }
    numbers
}

fn merged(mut hits: Vec<Range<usize>>) -> Vec<Range<usize>> {
    hits.sort_by_key(|hit| (hit.start, hit.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(hits.len());
    for hit in hits {
        match merged.last_mut() {
            Some(last) if hit.start <= last.end => last.end = last.end.max(hit.end),
            _ => merged.push(hit),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn highlighter(search: &str) -> Highlighter {
        Highlighter::of(&super::super::parse(search, super::super::samples::NOW, &jiff::tz::TimeZone::UTC).term)
    }

    /// The text with its hits in brackets.
    fn marked_at(place: Place, search: &str, text: &str) -> String {
        let mut marked = text.to_owned();
        for hit in highlighter(search).hits_at(place, text).into_iter().rev() {
            marked.insert(hit.end, ']');
            marked.insert(hit.start, '[');
        }
        marked
    }

    fn marked(search: &str, text: &str) -> String {
        marked_at(Place::Anywhere, search, text)
    }

    #[test]
    fn the_part_of_a_word_that_is_typed_is_marked() {
        assert_eq!(marked("jos", "José met JOSEF and Majos"), "[Jos]é met [JOS]EF and Majos");
        assert_eq!(marked("stras", "Straße"), "[Straße]");
        assert_eq!(marked("gross", "Großer"), "[Großer]");
        assert_eq!(marked("\"ann\"", "Ann Anna"), "[Ann] Anna");
        assert_eq!(marked("偉", "陳偉明"), "陳[偉]明");
        assert_eq!(marked("ann@ac", "mail ann@acme.com"), "mail [ann@ac]me.com");
        assert_eq!(marked("a ab", "abc a"), "[ab]c [a]");
    }

    #[test]
    fn what_is_excluded_or_elsewhere_is_not_marked() {
        assert_eq!(marked("-ann OR NOT (lee b)", "Ann Lee"), "Ann Lee");
        assert_eq!(marked("company:acme mood:x", "Acme"), "Acme");
        assert_eq!(marked_at(Place::Company, "company:acme", "Acme"), "[Acme]");
        assert_eq!(marked_at(Place::Mood, "mood:(calm OR happy) ver", "Very calm"), "[Ver]y [calm]");
        assert!(highlighter("is:unread score:>5 -a").is_empty());
        assert!(highlighter("a").hits(&"a ".repeat(MAX_TEXT_BYTES)).is_empty());
    }

    #[test]
    fn digits_are_marked_in_any_format() {
        assert_eq!(marked("5551", "+1 (555) 123-4567"), "+1 ([555) 1]23-4567");
        assert_eq!(marked("\"555 123\" 67", "15551234567"), "1[555123]4567");
        assert_eq!(marked("234", "in 1234 of 555, 2 34"), "in 1234 of 555, 2 34");
        assert_eq!(marked_at(Place::Phone, "from:1234 phone:67", "555-1234567"), "555-[1234]5[67]");
    }

    #[test]
    fn a_text_begins_shortly_before_its_first_hit() {
        let text = "one two three four five six seven eight nine ten eleven needle in the hay";
        assert_eq!(shorter_around(text, &highlighter("needle"), 40), "…nine ten eleven needle in the hay");
        assert_eq!(shorter_around(text, &highlighter("two"), 40), text);
        assert_eq!(shorter_around(text, &highlighter("zebra"), 40), text);
        let dense = "陳".repeat(100) + "偉明";
        assert_eq!(shorter_around(&dense, &highlighter("偉"), 40), format!("…{}偉明", "陳".repeat(20)));
    }
}
