//! From lexemes to a [`Term`]: what binds to what, and what is said where something is missing.

use std::ops::Range;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::super::clock::Clock;
use super::super::fold::{digits_of, tag_key, tokens_of};
use super::super::term::{Place, Term, Vocabulary, Words};
use super::field::Field;
use super::lexer::{Kind, Lexeme, lex};
use super::{Problem, Search, dates, hours, lengths, values};
use crate::call::UnixMillis;

/// The most words and operators that are looked for at once.
const MAX_WORDS: usize = 64;
/// The most parentheses inside one another.
const MAX_DEPTH: usize = 32;
/// The fewest digits that may stand anywhere in a telephone number.
const MIN_DIGITS: usize = 3;
/// The fewest behind `phone:`.
const MIN_PHONE_DIGITS: usize = 2;

/// Reads a text to its end.
pub(super) fn read(text: &str, now: UnixMillis, zone: &TimeZone) -> Search {
    let mut reading = Reading {
        text,
        lexemes: lex(text),
        next: 0,
        today: dates::today(now, zone),
        now,
        zone,
        words_left: MAX_WORDS,
        is_too_long: false,
        is_too_deep: false,
        search: Search::default(),
    };
    let term = reading.any(None, 0);
    let mut search = reading.search;
    search.term = term.unwrap_or_default();
    search.problems.sort_by_key(|problem| problem.at.start);
    search
}

struct Reading<'a> {
    text: &'a str,
    lexemes: Vec<Lexeme>,
    next: usize,
    today: Date,
    now: UnixMillis,
    zone: &'a TimeZone,
    words_left: usize,
    is_too_long: bool,
    is_too_deep: bool,
    search: Search,
}

/// What asks for nothing (a dash, `mood:` while it is typed, `sort:`) is no term: it leaves its neighbours as they are.
impl Reading<'_> {
    /// Alternatives, up to the end or a closing parenthesis.
    fn any(&mut self, field: Option<Field>, depth: usize) -> Option<Term> {
        let mut terms = Vec::new();
        let mut or: Option<Range<usize>> = None;
        loop {
            let start = self.next;
            terms.extend(self.all(field, depth));
            let is_missing = self.next == start;
            let next_or = self.lexeme().filter(|lexeme| lexeme.kind == Kind::Or).map(|lexeme| lexeme.at.clone());
            if is_missing && let Some(at) = or.or_else(|| next_or.clone()) {
                self.problem(at, say!("OR stands between two searches: write one on either side of it."));
            }
            if next_or.is_none() {
                break;
            }
            self.next += 1;
            or = next_or;
        }
        (!terms.is_empty()).then(|| Term::any(terms))
    }

    /// Conditions that all hold.
    fn all(&mut self, field: Option<Field>, depth: usize) -> Option<Term> {
        let mut terms = Vec::new();
        let start = self.next;
        while let Some(Lexeme { at, kind }) = self.lexeme().cloned() {
            match kind {
                Kind::Or => break,
                Kind::Close if depth > 0 => break,
                Kind::Close => {
                    self.next += 1;
                    self.problem(at, say!("This parenthesis closes nothing: take it away, or put ( where it begins."));
                }
                Kind::And => {
                    let is_first = self.next == start;
                    self.next += 1;
                    if is_first || self.is_at_end_of_part() {
                        self.problem(at, say!("AND stands between two searches: write one on either side of it."));
                    }
                }
                _ => terms.extend(self.one(field, depth)),
            }
        }
        (!terms.is_empty()).then(|| Term::all(terms))
    }

    /// A condition, turned round or not.
    fn one(&mut self, field: Option<Field>, depth: usize) -> Option<Term> {
        let mut is_negated = false;
        let mut not = 0..0;
        while let Some(lexeme) = self.lexeme().filter(|lexeme| lexeme.kind == Kind::Not) {
            not = lexeme.at.clone();
            is_negated = !is_negated;
            self.next += 1;
        }
        if self.is_at_end_of_part() {
            self.problem(not, say!("NOT stands before what is left out: write it behind NOT."));
            return None;
        }
        let term = self.plain(field, depth)?;
        Some(if is_negated { term.negated() } else { term })
    }

    fn plain(&mut self, field: Option<Field>, depth: usize) -> Option<Term> {
        let lexeme = self.lexeme()?.clone();
        self.next += 1;
        match lexeme.kind {
            Kind::Open => self.group(field, depth, lexeme.at),
            Kind::Field(own) => {
                let value = self.lexeme().filter(|value| value.is_value_of(&lexeme)).cloned();
                let Some(value) = value else {
                    if !self.lexeme().is_none_or(|next| next.kind == Kind::Close) {
                        self.problem(lexeme.at, &values::detached(own));
                    }
                    return None;
                };
                self.next += 1;
                match value.kind {
                    Kind::Open => self.group(Some(own), depth, value.at),
                    _ => self.value(own, &value, Some(lexeme.at)),
                }
            }
            Kind::UnknownField => {
                let name = lexeme.at.start..lexeme.at.end - 1;
                let value = self.lexeme().map(|value| value.at.clone()).filter(|value| value.start == lexeme.at.end);
                let end = value.map_or(lexeme.at.end, |value| value.end);
                let known = Field::ALL.map(Field::name).join(":, ");
                let sentence = say!(
                    "{name}: is not known, so it is looked for as a word. Known are {known}:.",
                    name = &self.text[name.clone()],
                    known = known
                );
                self.problem(lexeme.at.start..end, &sentence);
                let name = self.words(Place::Anywhere, name, false);
                let value = self.lexeme().is_some_and(Lexeme::is_value).then(|| self.plain(None, depth)).flatten();
                let terms: Vec<_> = name.into_iter().chain(value).collect();
                (!terms.is_empty()).then(|| Term::all(terms))
            }
            _ => match field {
                Some(field) => self.value(field, &lexeme, None),
                None => self.free(&lexeme),
            },
        }
    }

    /// What stands in parentheses, the first of which is read.
    fn group(&mut self, field: Option<Field>, depth: usize, open: Range<usize>) -> Option<Term> {
        if depth == MAX_DEPTH {
            return self.flattened(open);
        }
        let term = self.any(field, depth + 1);
        if self.lexeme().is_some() {
            self.next += 1;
        } else {
            self.problem(open, say!("This parenthesis is not closed: put ) where it ends."));
        }
        term
    }

    /// The words of parentheses that lie too deep.
    fn flattened(&mut self, open: Range<usize>) -> Option<Term> {
        if !self.is_too_deep {
            self.is_too_deep = true;
            let sentence =
                say!("There are more than {most} parentheses inside one another: use fewer.", most = MAX_DEPTH);
            self.problem(open, &sentence);
        }
        let mut terms = Vec::new();
        let mut is_inside = 1_usize;
        while let Some(lexeme) = self.lexeme().filter(|_| is_inside > 0).cloned() {
            self.next += 1;
            match lexeme.kind {
                Kind::Open => is_inside += 1,
                Kind::Close => is_inside -= 1,
                Kind::Word | Kind::Quoted { .. } => terms.extend(self.free(&lexeme)),
                _ => {}
            }
        }
        (!terms.is_empty()).then(|| Term::all(terms))
    }

    /// A word or a phrase without an operator.
    fn free(&mut self, lexeme: &Lexeme) -> Option<Term> {
        let (text, is_exact) = self.said(lexeme);
        let is_day = |word| lexeme.kind == Kind::Word && self.text[text.clone()].eq_ignore_ascii_case(word);
        if is_day("today") || is_day("yesterday") {
            return self.value(Field::On, lexeme, None);
        }
        self.words(Place::Anywhere, text, is_exact)
    }

    /// A value of an operator: `name` is where that stands, if it is right before it.
    fn value(&mut self, field: Field, lexeme: &Lexeme, name: Option<Range<usize>>) -> Option<Term> {
        let (at, is_exact) = self.said(lexeme);
        let text = &self.text[at.clone()];
        let term = match field {
            Field::At(place) => {
                return match Vocabulary::of(place) {
                    Some(vocabulary) if self.text[lexeme.at.start..].starts_with('=') => {
                        self.whole_value(vocabulary, place, lexeme, at)
                    }
                    _ => self.words(place, at, is_exact),
                };
            }
            Field::Tag => {
                let key = tag_key(text);
                return if key.is_empty() { None } else { self.counted(Term::Tag(key), lexeme.at.start) };
            }
            Field::Sort => {
                if let Some(sort) = values::sort_named(text) {
                    self.search.sort = Some(sort);
                    return None;
                }
                None
            }
            Field::Is => values::state_named(text),
            Field::Has => values::part_named(text),
            Field::Score => values::score_named(text),
            Field::Length => lengths::lengths_named(text).map(Term::Length),
            Field::Hour => hours::hours_named(text).map(|hours| Clock { hours, ..self.clock() }).map(Term::Clock),
            Field::Weekday => {
                hours::weekdays_named(text).map(|weekdays| Clock { weekdays, ..self.clock() }).map(Term::Clock)
            }
            Field::Before | Field::After | Field::On => self.received(field, text),
        };
        if let Some(term) = term {
            return self.counted(term, lexeme.at.start);
        }
        let start = name.as_ref().map_or(lexeme.at.start, |name| name.start);
        let is_unfinished = lexeme.at.end == self.text.len() && values::could_become_value(field, text);
        if text.trim().is_empty() && is_unfinished {
            return None;
        }
        self.problem(start..lexeme.at.end, &values::wanted(field, text));
        // While the last value is typed, the list shall not run empty.
        if is_unfinished {
            return None;
        }
        let name = name.and_then(|name| self.words(Place::Anywhere, name.start..name.end - 1, false));
        let value = self.words(Place::Anywhere, at, is_exact);
        let terms: Vec<_> = name.into_iter().chain(value).collect();
        (!terms.is_empty()).then(|| Term::all(terms))
    }

    fn clock(&self) -> Clock {
        Clock::of(self.zone, self.now)
    }

    /// `mood:="very calm"`: no more and no less than that; `mood:=""` where nothing is said.
    fn whole_value(&mut self, vocabulary: Vocabulary, place: Place, lexeme: &Lexeme, at: Range<usize>) -> Option<Term> {
        let is_quoted = matches!(lexeme.kind, Kind::Quoted { .. });
        let at = if is_quoted { at } else { at.start + 1..at.end };
        let key = tag_key(&self.text[at.clone()]);
        if key.is_empty() && !is_quoted {
            return None;
        }
        // The index knows the few calls that have its words; each of them is looked at then.
        let words = self.words(place, at, true);
        if words.is_none() && tokens_of(&key).next().is_some() {
            return None;
        }
        let value = self.counted(Term::Value(vocabulary, key), lexeme.at.start);
        let terms: Vec<_> = words.into_iter().chain(value).collect();
        (!terms.is_empty()).then(|| Term::all(terms))
    }

    fn received(&self, field: Field, text: &str) -> Option<Term> {
        let days = dates::days_named(text, self.today)?;
        let from = dates::beginning(days.from, self.zone)?;
        Some(match field {
            Field::Before => Term::Received { from: None, until: Some(from) },
            Field::After => Term::Received { from: Some(from), until: None },
            _ => Term::Received { from: Some(from), until: Some(dates::beginning(days.until, self.zone)?) },
        })
    }

    fn words(&mut self, place: Place, at: Range<usize>, is_exact: bool) -> Option<Term> {
        let text = &self.text[at.clone()];
        let least = match place {
            Place::Anywhere | Place::From => MIN_DIGITS,
            Place::Phone => MIN_PHONE_DIGITS,
            _ => usize::MAX,
        };
        let is_number =
            text.chars().all(|c| c.is_ascii_digit() || "+-()./".contains(c) || is_exact && c.is_whitespace());
        let digits = Some(digits_of(text)).filter(|digits| is_number && digits.len() >= least);
        let mut tokens: Vec<String> = tokens_of(text).take(MAX_WORDS + 1).map(|token| token.folded).collect();
        if tokens.is_empty() {
            return None;
        }
        let is_cut = tokens.len() > self.words_left;
        if is_cut {
            self.too_long(at.start);
            tokens.truncate(self.words_left);
        }
        self.words_left -= tokens.len();
        let is_prefix = !is_exact && !is_cut;
        (!tokens.is_empty()).then_some(Term::Words(Words { place, tokens, is_prefix, digits }))
    }

    /// A term, unless there are too many.
    fn counted(&mut self, term: Term, start: usize) -> Option<Term> {
        if self.words_left == 0 {
            self.too_long(start);
            return None;
        }
        self.words_left -= 1;
        Some(term)
    }

    fn too_long(&mut self, start: usize) {
        if !self.is_too_long {
            self.is_too_long = true;
            let sentence = say!("Only the first {most} words are looked for: leave some out.", most = MAX_WORDS);
            self.problem(start..self.text.len(), &sentence);
        }
    }

    /// Where the text of a word or a phrase stands, and whether it is meant word for word.
    fn said(&mut self, lexeme: &Lexeme) -> (Range<usize>, bool) {
        match &lexeme.kind {
            Kind::Quoted { inner, is_closed } => {
                if !is_closed {
                    self.problem(
                        lexeme.at.clone(),
                        say!("This quotation mark is not closed: put another where it ends."),
                    );
                }
                (inner.clone(), *is_closed)
            }
            _ => (lexeme.at.clone(), false),
        }
    }

    fn is_at_end_of_part(&self) -> bool {
        self.lexeme().is_none_or(|lexeme| matches!(lexeme.kind, Kind::Close | Kind::Or | Kind::And))
    }

    fn lexeme(&self) -> Option<&Lexeme> {
        self.lexemes.get(self.next)
    }

    fn problem(&mut self, at: Range<usize>, sentence: &str) {
        self.search.problems.push(Problem { at, sentence: sentence.to_owned() });
    }
}
