//! Text to tokens: what the index holds, what a search is compared with, what is highlighted. The only place that says what
//! a word is and which letters are the same.
//!
//! A token is a run of letters, digits and the marks on them, without case and accents. Scripts that put no space between
//! words (Chinese, Japanese, Thai, ...) give a token a character; words of them are looked for as neighbours.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::term::{Column, Words};
use crate::call::{Call, CallerField, Datum};

/// The longest token, in characters: beyond that it is no word but an encoded file.
const TOKEN_CHARS: usize = 64;
/// The shortest end of a telephone number that is found by.
const MIN_NUMBER_END: usize = 3;
/// The longest text of a call that is looked into, in bytes: a payload may hold ten megabytes of one word.
const TEXT_BYTES: usize = 256 * 1024;
/// The longest transcript that is looked into, in bytes: some 180,000 words, a day's talk.
const TRANSCRIPT_BYTES: usize = 1024 * 1024;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the text, in bytes.
    pub at: Range<usize>,
    /// Without case and accents.
    pub folded: String,
}

/// The tokens of a text, in order.
pub fn tokens_of(text: &str) -> impl Iterator<Item = Token> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (start, first) = chars.next()?;
            if !is_in_word(first) || is_mark(first) {
                continue;
            }
            let mut end = start + first.len_utf8();
            let is_alone = stands_alone(first);
            while let Some((at, c)) = chars.peek().copied() {
                let belongs = is_mark(c) || !is_alone && is_in_word(c) && !stands_alone(c);
                if !belongs {
                    break;
                }
                end = at + c.len_utf8();
                chars.next();
            }
            let folded = fold(&text[start..end]);
            if !folded.is_empty() {
                return Some(Token { at: start..end, folded });
            }
        }
    })
}

/// The ASCII digits of a text.
pub fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// What tags are told apart by: their words, folded, a space between them; of a tag without words (a heart) the tag itself.
pub fn tag_key(tag: &str) -> String {
    let words: Vec<String> = tokens_of(tag).map(|token| token.folded).collect();
    if words.is_empty() { tag.trim().to_owned() } else { words.join(" ") }
}

/// A text without case and accents, all else of it as it stands: for looking for a piece of it.
pub fn folded_text(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let (plain, others) = rest.split_at(rest.find(|c: char| !c.is_ascii()).unwrap_or(rest.len()));
        folded.extend(plain.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
        let (others, after) = others.split_at(others.find(|c: char| c.is_ascii()).unwrap_or(others.len()));
        folded_chars(others).for_each(|c| push_plain(&mut folded, c));
        rest = after;
    }
    folded
}

fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.bytes().take(TOKEN_CHARS).map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    }
    let mut folded = String::with_capacity(word.len());
    // What a compatibility form hides (½ is 1⁄2) must not become two tokens in the index.
    folded_chars(word).take(TOKEN_CHARS).filter(|c| is_in_word(*c)).for_each(|c| push_plain(&mut folded, c));
    folded
}

/// Upper and then lower, so that ß meets SS and ς meets Σ.
fn folded_chars(text: &str) -> impl Iterator<Item = char> {
    let cased = text.nfkd().flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    cased.nfkd().filter(|c| !is_accent(*c))
}

/// Letters that no decomposition makes plain.
fn push_plain(folded: &mut String, c: char) {
    match c {
        'ø' => folded.push('o'),
        'ł' => folded.push('l'),
        'đ' | 'ð' => folded.push('d'),
        'ħ' => folded.push('h'),
        'ı' => folded.push('i'),
        // Of the capital ẞ alone: the small one is SS in capitals.
        'ß' => folded.push_str("ss"),
        'æ' => folded.push_str("ae"),
        'œ' => folded.push_str("oe"),
        c => folded.push(c),
    }
}

fn is_in_word(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c)
}

fn is_mark(c: char) -> bool {
    // The narrow katakana marks are letters by their class, and marks by what they do.
    !c.is_ascii() && (is_combining_mark(c) || matches!(c, '\u{ff9e}' | '\u{ff9f}'))
}

/// Marks that are left out in careless writing. Those that are vowels (Devanagari, Thai) are not among them.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}'
        | '\u{670}' | '\u{93c}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Letters of scripts that put no space between words.
fn stands_alone(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{2fdf}'
        | '\u{3005}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

/// What a call can be found by: for each column its tokens, a space between them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IndexText([String; Column::ALL.len()]);

impl IndexText {
    /// The columns that the payload fills.
    pub fn of(call: &Call) -> Self {
        let mut text = Self::default();
        let caller = &call.caller;
        let analysis = &call.analysis;
        text.add(Column::Name, call.title());
        for (column, field) in [
            (Column::Name, CallerField::Name),
            (Column::Company, CallerField::Company),
            (Column::Email, CallerField::Email),
            (Column::City, CallerField::City),
            (Column::Language, CallerField::Language),
        ] {
            if let Some(said) = caller.get(field).filter(|said| column != Column::Name || *said != call.title()) {
                text.add(column, said);
            }
        }
        if let Some(number) = caller.get(CallerField::PhoneNumber) {
            text.add_number(number);
        }
        let mood = analysis.mood.as_ref().map(|mood| mood.word.as_str());
        for (column, said) in [
            (Column::Mood, mood),
            (Column::Outcome, analysis.outcome.as_deref()),
            (Column::Class, analysis.classification.as_deref()),
            (Column::Text, analysis.summary.as_deref()),
        ] {
            text.add(column, said.unwrap_or_default());
        }
        for value in [&analysis.action_items, &analysis.interests_and_needs, &analysis.sentiment].into_iter().flatten()
        {
            text.add_all(value);
        }
        for field in CallerField::ALL {
            let is_elsewhere = matches!(
                field,
                CallerField::Name
                    | CallerField::Company
                    | CallerField::PhoneNumber
                    | CallerField::Email
                    | CallerField::City
                    | CallerField::Language
            );
            if !is_elsewhere {
                text.add(Column::Text, caller.get(*field).unwrap_or_default());
            }
        }
        call.more.iter().for_each(|field| text.add_all(&field.value));
        text.add(Column::Text, call.id.as_str());
        text
    }

    /// A column's tokens, a space between them.
    pub fn column(&self, column: Column) -> &str {
        &self.0[column as usize]
    }

    /// Takes a column's tokens as they were stored.
    pub fn set(&mut self, column: Column, tokens: String) {
        self.0[column as usize] = tokens;
    }

    /// Adds a text's words to a column.
    pub fn add(&mut self, column: Column, text: &str) {
        let most = if column == Column::Transcript { TRANSCRIPT_BYTES } else { TEXT_BYTES };
        let tokens = &mut self.0[column as usize];
        for token in tokens_of(text) {
            if tokens.len() + token.folded.len() >= most {
                break;
            }
            if !tokens.is_empty() {
                tokens.push(' ');
            }
            tokens.push_str(&token.folded);
        }
    }

    /// Adds every end of a number's digits, so that any part of it is the beginning of a token; and its words.
    fn add_number(&mut self, number: &str) {
        let digits = digits_of(number);
        let tokens = &mut self.0[Column::Phone as usize];
        let ends = digits.len().min(TOKEN_CHARS);
        for start in 0..=ends.saturating_sub(MIN_NUMBER_END) {
            if digits.len() - start >= MIN_NUMBER_END {
                if !tokens.is_empty() {
                    tokens.push(' ');
                }
                tokens.push_str(&digits[start..digits.len().min(start + TOKEN_CHARS)]);
            }
        }
        for token in tokens_of(number).filter(|token| token.folded.chars().any(|c| !c.is_ascii_digit())) {
            self.add(Column::Phone, &token.folded);
        }
    }

    /// Adds the scalars of a value to the text.
    fn add_all(&mut self, value: &Datum) {
        match &*value.unquoted() {
            Datum::List(items) => items.iter().for_each(|item| self.add_all(item)),
            Datum::Record(fields) => fields.iter().for_each(|(_, value)| self.add_all(value)),
            scalar => self.add(Column::Text, &scalar.to_line().unwrap_or_default()),
        }
    }

    /// Whether words are in it.
    pub fn holds(&self, words: &Words) -> bool {
        let by_digits = words.digits.as_ref().is_some_and(|digits| {
            self.column(Column::Phone).split(' ').any(|token| token.starts_with(digits.as_str()))
        });
        by_digits || words.place.columns().iter().any(|column| has_run(self.column(*column), words))
    }
}

/// Whether the tokens stand next to each other in a column.
fn has_run(column: &str, words: &Words) -> bool {
    let Some((last, before)) = words.tokens.split_last() else { return false };
    let tokens: Vec<&str> = column.split(' ').filter(|token| !token.is_empty()).collect();
    tokens.windows(words.tokens.len()).any(|run| {
        let (tail, head) = (run[run.len() - 1], &run[..run.len() - 1]);
        head.iter().zip(before).all(|(token, wanted)| *token == wanted.as_str())
            && if words.is_prefix { tail.starts_with(last.as_str()) } else { tail == last.as_str() }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{CallId, IdSource};

    fn folded(text: &str) -> Vec<String> {
        tokens_of(text).map(|token| token.folded).collect()
    }

    #[test]
    fn case_and_accents_are_folded_in_every_script() {
        for (one, other) in [
            ("ÉCOLE", "ecole"),
            ("Straße", "STRASSE"),
            ("STRAẞE", "strasse"),
            ("ｶﾞｽ", "ガス"),
            ("ΟΔΟΣ", "οδός"),
            ("МИР", "мир"),
            ("Søren Łukasz", "soren lukasz"),
            ("İstanbul", "istanbul"),
            ("ﬁne", "fine"),
            ("e\u{301}", "é"),
        ] {
            assert_eq!(folded(one), folded(other), "{one}");
        }
    }

    #[test]
    fn vowel_signs_belong_to_their_word_and_ideographs_stand_alone() {
        assert_eq!(folded("आशा राव"), ["आशा", "राव"]);
        assert_eq!(folded("陳偉明 Chen"), ["陳", "偉", "明", "chen"]);
        assert_eq!(folded("can't 3.5 a_b"), ["can", "t", "3", "5", "a", "b"]);
        assert!(folded("— … 🎉").is_empty());
    }

    #[test]
    fn of_a_long_transcript_every_word_is_looked_into_and_of_an_endless_text_the_beginning() {
        let long = "word ".repeat(60_000);
        let mut text = IndexText::default();
        for column in [Column::Transcript, Column::Text] {
            text.add(column, &long);
            text.add(column, "zebra");
        }
        assert_eq!(text.column(Column::Transcript).len(), long.len() + "zebra".len());
        assert!((TEXT_BYTES - 10..=TEXT_BYTES).contains(&text.column(Column::Text).len()));
        text.add(Column::Transcript, &long.repeat(5));
        assert!(text.column(Column::Transcript).len() < TRANSCRIPT_BYTES);
    }

    #[test]
    fn tokens_say_where_they_stand() {
        let text = "Über-Größe";
        let at: Vec<&str> = tokens_of(text).map(|token| &text[token.at]).collect();
        assert_eq!(at, ["Über", "Größe"]);
    }

    #[test]
    fn a_number_is_found_by_any_part_of_its_digits() {
        let json = r#"{"callerDetails":{"phoneNumber":"+1 (555) 123-4567"}}"#;
        let call = Call::read(CallId::given("c").unwrap(), IdSource::Given, Datum::parse(json).unwrap());
        let text = IndexText::of(&call);
        let digits = |digits: &str| Words {
            place: super::super::Place::Anywhere,
            tokens: Vec::new(),
            is_prefix: true,
            digits: Some(digits.to_owned()),
        };
        for part in ["15551234567", "5551234567", "51234", "567"] {
            assert!(text.holds(&digits(part)), "{part}");
        }
        assert!(!text.holds(&digits("5557")));
    }
}
