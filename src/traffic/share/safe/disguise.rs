//! What stands for what, within one sample: equal values for equal ones, in order of appearance, so that nothing can be
//! worked out from a replacement.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::field::Field;
use super::letters::{Dice, another, digit_like, digit_value};
use super::moment::{another_epoch, another_moment};
use super::words::{is_plain_part, is_role, latin, says_nothing};

/// How often something else is tried, where what was made up happens to stand in what it replaces.
const TRIES: usize = 40;
/// The fewest letters of a word, and digits in a row, that may tell of someone.
const TELLING_LETTERS: usize = 4;
const TELLING_DIGITS: usize = 5;
/// Of the domains that are nobody's; much of what is made up has it.
const RESERVED: &str = "example";

/// What a replacement is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    FirstName,
    LastName,
    Company,
    Town,
    Country,
    Occupation,
    Mail,
    Phone,
    Part,
    Prose,
    Moment,
    Figure,
    Host,
}

/// What stands for what.
#[derive(Debug, Default)]
pub struct Disguise {
    dice: Dice,
    given: HashMap<(Kind, String), String>,
    counts: HashMap<Kind, usize>,
    turns: usize,
    /// Words of what is replaced, small.
    words: HashSet<String>,
    /// Those of names and places.
    people: HashSet<String>,
    /// Digits in a row of what is replaced.
    runs: HashSet<String>,
    run_lengths: BTreeSet<usize>,
}

impl Disguise {
    /// Takes note of a value, so that nothing of it comes up elsewhere.
    pub fn learn(&mut self, text: &str, field: Field) {
        if says_nothing(text) || (field == Field::Person && is_role(text)) {
            return;
        }
        let names_someone = matches!(field, Field::Person | Field::Company | Field::Place) || text.contains('@');
        for word in words_of(text) {
            let letters = word.chars().count();
            let least = if word.is_ascii() && field != Field::Person { TELLING_LETTERS } else { 2 };
            let small = word.to_lowercase();
            if small == RESERVED {
                continue;
            }
            if names_someone && letters >= least {
                self.people.insert(small.clone());
            }
            if letters >= TELLING_LETTERS {
                self.words.insert(small);
            }
        }
        self.learn_runs(text);
    }

    /// Takes note of the long numbers in a text alone.
    pub fn learn_runs(&mut self, text: &str) {
        for run in runs_of(text) {
            self.run_lengths.insert(run.len());
            self.runs.insert(run);
        }
    }

    /// Whether a word of it is part of somebody's name or address.
    pub fn names_someone(&self, text: &str) -> bool {
        words_of(text).any(|word| self.people.contains(&word.to_lowercase()))
    }

    /// Whether all of it is.
    pub fn is_someone(&self, text: &str) -> bool {
        let mut words = words_of(text).peekable();
        words.peek().is_some() && words.all(|word| self.people.contains(&word.to_lowercase()))
    }

    /// What stands for a value: what stood for it before, else the first of what is made up that tells nothing.
    pub fn instead(&mut self, kind: Kind, of: &str, mut make: impl FnMut(&mut Self, usize) -> String) -> String {
        let key = (kind, of.to_owned());
        if let Some(given) = self.given.get(&key) {
            return given.clone();
        }
        let mut made = String::new();
        for _ in 0..TRIES {
            let count = self.counts.entry(kind).or_default();
            let number = *count;
            *count += 1;
            made = make(self, number);
            if made != of && self.fits(&made) {
                break;
            }
        }
        self.given.insert(key, made.clone());
        made
    }

    /// One out of a list; when that is at its end, the same with numbers.
    pub fn listed(&mut self, kind: Kind, of: &str, list: &[&str]) -> String {
        self.instead(kind, of, |_, number| match list.get(number) {
            Some(word) => (*word).to_owned(),
            None => format!("{} {}", list[number % list.len()], number / list.len() + 1),
        })
    }

    /// A word of the same length and case, and of the same script: another each time, since the language could be worked out
    /// from words that always stand for the same ones.
    pub fn word(&mut self, word: &str) -> String {
        let pool = if word.bytes().all(|byte| byte.is_ascii_alphabetic()) { latin(word.len()) } else { &[] };
        let turn = self.turns;
        self.turns += 1;
        let mut made = String::new();
        for attempt in 0..TRIES {
            // When none of a pool will do, letters do.
            made = match pool.get((turn + attempt) % pool.len().max(1)).filter(|_| attempt < pool.len()) {
                Some(made) => made.chars().zip(word.chars()).map(|(c, like)| cased(c, like)).collect(),
                None => self.scrambled(word),
            };
            if made != word && self.fits(&made) {
                break;
            }
        }
        made
    }

    /// A byte from there on.
    pub fn byte(&mut self, first: u8, count: u32) -> u8 {
        first.wrapping_add(u8::try_from(self.dice.below(count)).unwrap_or_default())
    }

    /// A part of an identifier: characters of the same kinds. What is nobody's own stays.
    pub fn part(&mut self, part: &str) -> String {
        if is_plain_part(part) && !self.names_someone(part) {
            return part.to_owned();
        }
        if part.chars().count() < 2 {
            return self.scrambled(part);
        }
        self.instead(Kind::Part, part, |this, _| this.scrambled(part))
    }

    /// Parts between signs, each by itself.
    pub fn parts(&mut self, text: &str) -> String {
        self.by_words(text, Self::part)
    }

    /// Every run of letters and digits replaced, what is between stays.
    pub fn by_words(&mut self, text: &str, mut replace: impl FnMut(&mut Self, &str) -> String) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while !rest.is_empty() {
            let between = rest.find(char::is_alphanumeric).unwrap_or(rest.len());
            let (before, word_on) = rest.split_at(between);
            out.push_str(before);
            let end = word_on.find(|c: char| !c.is_alphanumeric()).unwrap_or(word_on.len());
            let (word, after) = word_on.split_at(end);
            if !word.is_empty() {
                out.push_str(&replace(self, word));
            }
            rest = after;
        }
        out
    }

    /// Other characters of the same kinds; a number does not begin with another digit than zero where it did, and the
    /// other way round.
    pub fn scrambled(&mut self, word: &str) -> String {
        let mut letters = word.chars().filter(|c| c.is_alphabetic()).peekable();
        let has_digits = word.bytes().any(|byte| byte.is_ascii_digit());
        let is_hex = letters.peek().is_some() && letters.all(|c| c.is_ascii_hexdigit()) && has_digits;
        let mut is_first = true;
        word.chars()
            .map(|c| {
                let leads = core::mem::replace(&mut is_first, false);
                match digit_value(c) {
                    Some(0) if leads => c,
                    Some(_) if leads => digit_like(c, 1 + self.dice.below(9)),
                    _ => another(c, is_hex, &mut self.dice),
                }
            })
            .collect()
    }

    /// Digits for digits, what is between them stays; the same digits always by the same, however they are written.
    pub fn digits(&mut self, kind: Kind, text: &str, mut make: impl FnMut(&mut Self, &str, usize) -> String) -> String {
        let values: String =
            text.chars().filter_map(digit_value).filter_map(|value| char::from_digit(value, 10)).collect();
        let made = self.instead(kind, &values, |this, number| make(this, &values, number));
        let mut made = made.chars();
        let mut next =
            |c: char| made.next().and_then(|digit| digit.to_digit(10)).map_or(c, |value| digit_like(c, value));
        text.chars().map(|c| if digit_value(c).is_some() { next(c) } else { c }).collect()
    }

    /// A number for a number: digits of the same count.
    pub fn figure(&mut self, text: &str) -> String {
        self.digits(Kind::Figure, text, |this, digits, _| this.scrambled(digits))
    }

    /// A telephone number out of those that are nobody's: the code of its country stays, as it stands before a plus.
    pub fn phone(&mut self, text: &str) -> String {
        let has_plus = text.trim_start().trim_start_matches("tel:").starts_with(['+', '＋']);
        self.digits(Kind::Phone, text, |this, digits, number| {
            let code = if has_plus { country_code(digits) } else { digits.len().saturating_sub(10).min(1) };
            let (code, rest) = digits.split_at(code.min(digits.len()));
            let tail = format!("2025550{:03}", 100 + number % 100);
            let missing = rest.len().saturating_sub(tail.len());
            let made = "5".repeat(missing) + &tail[tail.len().saturating_sub(rest.len())..];
            // Where that will not do, any digits.
            if number < 100 && this.fits(&made) {
                format!("{code}{made}")
            } else {
                format!("{code}{}", this.scrambled(rest))
            }
        })
    }

    /// A date or a time written the same way; `None` for what is none.
    pub fn moment(&mut self, text: &str) -> Option<String> {
        let other = |which| another_moment(text, which).or_else(|| another_epoch(text, which));
        let first = other(0)?;
        let fits = |made: &String| *made != text && self.fits(made);
        Some((0..).map_while(|which| other(which).filter(|_| which < 4)).find(fits).unwrap_or(first))
    }

    /// Whether nothing of what is replaced is in it.
    pub fn fits(&self, made: &str) -> bool {
        let is_own_word =
            |word: &str| word.chars().count() >= TELLING_LETTERS && self.words.contains(&word.to_lowercase());
        if words_of(made).any(is_own_word) {
            return false;
        }
        let holds = |run: &String, length: usize| {
            length <= run.len() && (0..=run.len() - length).any(|at| self.runs.contains(&run[at..at + length]))
        };
        !runs_of(made).any(|run| self.run_lengths.iter().any(|length| holds(&run, *length)))
    }
}

fn cased(c: char, like: char) -> char {
    if like.is_uppercase() { c.to_ascii_uppercase() } else { c }
}

/// How many digits the code of the country has.
fn country_code(digits: &str) -> usize {
    const THREE: [&str; 19] = [
        "21", "22", "23", "24", "25", "26", "29", "35", "37", "38", "42", "50", "59", "67", "68", "69", "80", "85",
        "88",
    ];
    match digits.as_bytes() {
        [b'1' | b'7', ..] => 1,
        _ if THREE.iter().any(|code| digits.starts_with(code))
            || digits.starts_with("96")
            || digits.starts_with("97") =>
        {
            3
        }
        _ => 2,
    }
}

/// Runs of letters and digits.
pub fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Digits in a row that may tell of someone, of any script, as ASCII ones.
fn runs_of(text: &str) -> impl Iterator<Item = String> {
    let runs = text.split(|c: char| digit_value(c).is_none()).filter(|run| run.len() >= TELLING_DIGITS);
    let plain =
        runs.map(|run| run.chars().filter_map(|c| digit_value(c).and_then(|value| char::from_digit(value, 10))));
    plain.map(Iterator::collect::<String>).filter(|run| run.len() >= TELLING_DIGITS)
}
