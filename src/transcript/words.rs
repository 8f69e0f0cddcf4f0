//! Where the words that have times stand in the text: looked for in order, forgiving letters' case and marks, and never far
//! ahead, so that a word that is not there costs little and does not take others with it.

use core::ops::Range;

/// How far ahead of the last word that was found the next one is looked for, in bytes.
const REACH: usize = 200;

/// Finds words in a text, one after another.
pub(super) struct Finder<'a> {
    text: &'a str,
    /// Everything before is found or passed.
    from: usize,
}

impl<'a> Finder<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, from: 0 }
    }

    /// Where the next word stands, if it is there.
    pub fn find(&mut self, word: &str) -> Option<Range<usize>> {
        let word = word.trim();
        if word.is_empty() {
            return None;
        }
        let found = self.next(word).or_else(|| self.exact(word)).or_else(|| self.alike(word))?;
        self.from = found.end;
        Some(found)
    }

    /// Right here, behind white space and marks.
    fn next(&self, word: &str) -> Option<Range<usize>> {
        let rest = &self.text[self.from..];
        for skipped in [rest.trim_start(), rest.trim_start_matches(|letter: char| !is_letter(letter))] {
            let at = self.text.len() - skipped.len();
            // In scripts with spaces `a` is not found in `and`.
            if skipped.starts_with(word) && (ends_here(&self.text[at + word.len()..], word)) {
                return Some(at..at + word.len());
            }
        }
        None
    }

    /// A little further on, as a word of its own.
    fn exact(&self, word: &str) -> Option<Range<usize>> {
        let ahead = self.ahead(word.len());
        let hits = ahead.match_indices(word).map(|(at, _)| self.from + at);
        let mut hits = hits.filter(|at| {
            let is_start = self.text[..*at].chars().next_back().is_none_or(|letter| !is_letter(letter));
            is_start && ends_here(&self.text[at + word.len()..], word)
        });
        hits.next().map(|at| at..at + word.len())
    }

    /// A little further on, in other letters or with other marks.
    fn alike(&self, word: &str) -> Option<Range<usize>> {
        let folded = folded(word);
        if folded.is_empty() {
            return None;
        }
        let ahead = self.ahead(word.len());
        let mut at = self.from;
        for piece in ahead.split_inclusive(char::is_whitespace) {
            let token = piece.trim_matches(|letter: char| !is_letter(letter));
            if folded == self::folded(token) {
                let start = at + piece.find(token)?;
                return Some(start..start + token.len());
            }
            at += piece.len();
        }
        None
    }

    fn ahead(&self, room: usize) -> &'a str {
        let rest = &self.text[self.from..];
        &rest[..rest.floor_char_boundary(room + REACH)]
    }
}

/// Whether the word ends where the rest begins, rather than going on.
fn ends_here(rest: &str, word: &str) -> bool {
    let goes_on = |letter: char| is_letter(letter) && !has_no_spaces(letter);
    !(word.ends_with(goes_on) && rest.starts_with(goes_on))
}

/// Letters, and the signs on them that many of India's scripts write as characters of their own.
fn is_letter(letter: char) -> bool {
    let is_sign = matches!(letter, '\u{0300}'..='\u{036f}' | '\u{0900}'..='\u{0963}' | '\u{0966}'..='\u{0dff}');
    letter.is_alphanumeric() || is_sign
}

/// Letters of scripts that are written without spaces.
fn has_no_spaces(letter: char) -> bool {
    matches!(letter, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

fn folded(word: &str) -> String {
    word.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, words: &[&str]) -> Vec<Option<String>> {
        let mut finder = Finder::new(text);
        words.iter().map(|word| finder.find(word).map(|at| text[at].to_owned())).collect()
    }

    fn some(words: &[&str]) -> Vec<Option<String>> {
        words.iter().map(|word| Some((*word).to_owned())).collect()
    }

    #[test]
    fn words_are_found_in_order_whatever_their_marks() {
        let words = found("Hi, there. There it is: O'Neil's!", &["hi", "there", "there", "it", "is", "o'neils"]);
        assert_eq!(words, some(&["Hi", "there", "There", "it", "is", "O'Neil's"]));
        assert_eq!(found("नमस्ते, आप कैसे हैं?", &["नमस्ते,", "आप", "कैसे", "हैं"]), some(&["नमस्ते,", "आप", "कैसे", "हैं"]));
        assert_eq!(found("今日は元気", &["今日", "は", "元気"]), some(&["今日", "は", "元気"]));
    }

    #[test]
    fn what_is_not_there_takes_nothing_with_it() {
        let words = found("And a boiler", &["uh", "a", "and", "boiler"]);
        assert_eq!(words, [None, Some("a".to_owned()), None, Some("boiler".to_owned())]);
        let far = format!("{} end", "x ".repeat(400));
        assert_eq!(found(&far, &["end", "x"]), [None, Some("x".to_owned())]);
        assert_eq!(found("", &["a"]), [None]);
        assert_eq!(found("नमस्ते", &["नमस"]), [None]);
        assert_eq!(found("Straße", &["straße", ""]), [Some("Straße".to_owned()), None]);
    }
}
