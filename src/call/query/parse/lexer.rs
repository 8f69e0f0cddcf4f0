//! A typed search cut into lexemes, each with the place where it stands. Total, linear, and blind to meaning: parentheses
//! and quotes need not match.

use std::ops::Range;

use super::field::Field;

/// A piece of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Lexeme {
    /// Where it stands, in bytes.
    pub at: Range<usize>,
    /// What it is.
    pub kind: Kind,
}

/// What a piece is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) enum Kind {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `OR` or `|`
    Or,
    /// `AND`
    And,
    /// `NOT`, or a minus sign right before what it turns round.
    Not,
    /// Anything without spaces.
    Word,
    /// A text in quotes.
    Quoted {
        /// The text between the quotes.
        inner: Range<usize>,
        /// There is a closing one.
        is_closed: bool,
    },
    /// `mood:`
    Field(Field),
    /// A word and a colon with something right behind it (`foo:bar`), that is no operator.
    UnknownField,
}

/// The lexemes of a text, in order.
pub(in super::super) fn lex(text: &str) -> Vec<Lexeme> {
    let mut lexemes: Vec<Lexeme> = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if is_space(first) {
            at += first.len_utf8();
            continue;
        }
        let is_value = lexemes.last().is_some_and(|last| last.at.end == at && last.is_field());
        let lexeme = next(text, at, first, is_value);
        at = lexeme.at.end;
        lexemes.push(lexeme);
    }
    lexemes
}

impl Lexeme {
    /// Takes a value.
    pub fn is_field(&self) -> bool {
        matches!(self.kind, Kind::Field(_) | Kind::UnknownField)
    }

    /// Can be a value, or the beginning of one.
    pub fn is_value(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Quoted { .. } | Kind::Open)
    }

    /// Is the value, or the beginning of it, of the lexeme before it.
    pub fn is_value_of(&self, before: &Self) -> bool {
        before.is_field() && before.at.end == self.at.start && self.is_value()
    }
}

/// Whether a value must be put in quotes to be read as one.
pub(in super::super) fn needs_quotes(value: &str) -> bool {
    value.is_empty() || value.chars().any(|c| is_space(c) || ends_word(c))
}

/// A quote of any kind that a keyboard makes of the key.
pub(in super::super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}')
}

fn next(text: &str, start: usize, first: char, is_value: bool) -> Lexeme {
    let rest = &text[start..];
    let one = |kind| Lexeme { at: start..start + first.len_utf8(), kind };
    match first {
        '(' => return one(Kind::Open),
        ')' => return one(Kind::Close),
        '|' => return one(Kind::Or),
        _ if is_quote(first) => return quoted(text, start, start, first),
        // The whole value: mood:="very calm".
        '=' if let Some(quote) = rest[1..].chars().next().filter(|c| is_quote(*c)) => {
            return quoted(text, start, start + 1, quote);
        }
        '-' if !is_value && rest[1..].starts_with(|c: char| !is_space(c) && !matches!(c, '-' | ')' | '|')) => {
            return one(Kind::Not);
        }
        _ => {}
    }
    let length = rest.find(|c| is_space(c) || ends_word(c)).unwrap_or(rest.len());
    let word = &rest[..length];
    let kind = match word {
        _ if is_value => Kind::Word,
        "OR" => Kind::Or,
        "AND" => Kind::And,
        "NOT" => Kind::Not,
        _ => {
            match word.split_once(':').and_then(|(name, _)| Some((name, field_kind(name, &rest[name.len() + 1..])?))) {
                Some((name, kind)) => return Lexeme { at: start..start + name.len() + 1, kind },
                None => Kind::Word,
            }
        }
    };
    Lexeme { at: start..start + length, kind }
}

/// What a name is that a colon follows, and behind it `rest`; `None` if it is but a part of a word.
fn field_kind(name: &str, rest: &str) -> Option<Kind> {
    if let Some(field) = Field::named(name) {
        return Some(Kind::Field(field));
    }
    // Addresses (https://), times (10:30) and words that end in a colon are what they look like.
    let is_name = name.len() > 1
        && name.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '_'))
        && !["mailto", "tel"].iter().any(|scheme| name.eq_ignore_ascii_case(scheme));
    let has_value = rest.starts_with(|c: char| c.is_alphanumeric() || is_quote(c) || "(<>=".contains(c));
    (is_name && has_value).then_some(Kind::UnknownField)
}

fn quoted(text: &str, start: usize, quote: usize, first: char) -> Lexeme {
    let inner = quote + first.len_utf8();
    match text[inner..].char_indices().find(|(_, c)| is_quote(*c)) {
        Some((length, last)) => {
            let end = inner + length;
            Lexeme { at: start..end + last.len_utf8(), kind: Kind::Quoted { inner: inner..end, is_closed: true } }
        }
        None => Lexeme { at: start..text.len(), kind: Kind::Quoted { inner: inner..text.len(), is_closed: false } },
    }
}

fn is_space(c: char) -> bool {
    c.is_whitespace()
}

fn ends_word(c: char) -> bool {
    matches!(c, '(' | ')' | '|') || is_quote(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        lex(text).into_iter().map(|lexeme| &text[lexeme.at]).collect()
    }

    #[test]
    fn a_search_is_cut_where_a_person_would_cut_it() {
        assert_eq!(cut("mood:happy -(a|b) \"c d\"e"), ["mood:", "happy", "-", "(", "a", "|", "b", ")", "\"c d\"", "e"]);
        assert_eq!(cut("from:OR on:-x"), ["from:", "OR", "on:", "-x"]);
        assert_eq!(cut("„Größe“ x"), ["„Größe“", "x"]);
        assert_eq!(cut("mood:=\"a b\" =\"c d\""), ["mood:", "=\"a b\"", "=\"c d\""]);
        assert_eq!(cut("555-1234 - --x"), ["555-1234", "-", "--x"]);
    }

    #[test]
    fn only_a_name_makes_an_operator() {
        let kinds = |text| lex(text).into_iter().map(|lexeme| lexeme.kind).collect::<Vec<_>>();
        for word in ["https://x.de/a:b", "10:30", "note:", "std::vec", "C:x", "tel:+1555", "größe:x"] {
            assert_eq!(kinds(word), [Kind::Word], "{word}");
        }
        assert_eq!(kinds("MOOD:"), [Kind::Field(Field::At(super::super::super::Place::Mood))]);
        assert_eq!(kinds("foo:bar"), [Kind::UnknownField, Kind::Word]);
        assert_eq!(kinds("mood:a:b")[1], Kind::Word);
    }
}
