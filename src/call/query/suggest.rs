//! What could be typed next: operators, and values that exist.

use std::ops::Range;

use super::parse::{DAY_WORDS, Field, Kind, Lexeme, is_quote, lex, needs_quotes};
use super::term::{Part, Place, State};
use super::view::Sort;
use crate::words;

/// An operator, for the list that is offered and for the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operator {
    /// As it is typed (`score:`).
    pub typed: &'static str,
    /// An example (`score:>=80`).
    pub example: &'static str,
    /// What it finds.
    pub meaning: &'static str,
}

/// What could stand at the cursor.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Completions {
    /// What of the text they would replace, in bytes; empty where nothing is typed yet.
    pub replaces: Range<usize>,
    /// Values of this place that begin with what is typed are to be asked for: place, what is typed of it.
    pub values_of: Option<(ValueKind, String)>,
    /// Known at once.
    pub known: Vec<Completion>,
}

/// Whose values are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueKind {
    /// Values of a column.
    At(Place),
    /// Names of tags.
    Tag,
}

/// Something that could be typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What would stand in the box instead of what is replaced; a value without quotes.
    pub text: String,
    /// What it means, beside it.
    pub meaning: String,
}

/// Words that mean something without an operator are offered from so many letters on.
const MIN_WORD_LETTERS: usize = 2;
/// Scores that are offered.
const SCORES: [(&str, &str); 4] = [
    (">=80", say_later!("80 or more")),
    ("40..60", say_later!("From 40 to 60")),
    ("<40", say_later!("Less than 40")),
    ("none", say_later!("Without a score")),
];

/// Lengths that are offered.
const LENGTHS: [(&str, &str); 4] = [
    ("<30s", "Less than half a minute"),
    ("1m..5m", "From one to five minutes"),
    (">5m", "More than five minutes"),
    ("none", "Not measured"),
];
/// Hours that are offered.
const HOURS: [(&str, &str); 3] = [
    ("9", "From 9:00 to before 10:00"),
    ("9..17", "From 9:00 to before 18:00"),
    ("18..8", "In the evening and at night"),
];
/// Days of the week that are offered.
const WEEK: [(&str, &str); 9] = [
    ("monday..friday", "On working days"),
    ("saturday..sunday", "On weekends"),
    ("monday", "On Mondays"),
    ("tuesday", "On Tuesdays"),
    ("wednesday", "On Wednesdays"),
    ("thursday", "On Thursdays"),
    ("friday", "On Fridays"),
    ("saturday", "On Saturdays"),
    ("sunday", "On Sundays"),
];

/// What could stand at the cursor, a position in bytes.
pub fn complete(text: &str, cursor: usize) -> Completions {
    let cursor = text.floor_char_boundary(cursor);
    let lexemes = lex(text);
    let group = group_at(&lexemes, cursor);
    let at = lexemes.iter().position(|lexeme| lexeme.at.start < cursor && cursor <= lexeme.at.end);
    let Some((at, lexeme)) = at.map(|at| (at, &lexemes[at])) else { return begin(group, cursor) };
    match &lexeme.kind {
        Kind::Open | Kind::Close => begin(group, cursor),
        Kind::Or | Kind::Not if cursor - lexeme.at.start == 1 => begin(group, cursor),
        Kind::Field(field) if cursor == lexeme.at.end => {
            let value = lexemes.get(at + 1).filter(|value| value.is_value_of(lexeme) && value.kind != Kind::Open);
            values(*field, value.map_or(cursor..cursor, |value| value.at.clone()), "")
        }
        Kind::UnknownField if cursor == lexeme.at.end => Completions::default(),
        Kind::Field(_) | Kind::UnknownField | Kind::Or | Kind::And | Kind::Not => {
            operators(lexeme.at.clone(), &text[lexeme.at.start..cursor])
        }
        Kind::Word | Kind::Quoted { .. } => {
            let typed = text[lexeme.at.start..cursor].trim_matches(is_quote);
            let before = at.checked_sub(1).map(|before| &lexemes[before]).filter(|before| lexeme.is_value_of(before));
            match before.map(|before| &before.kind) {
                Some(Kind::Field(field)) => values(*field, lexeme.at.clone(), typed),
                Some(_) => Completions::default(),
                None => match group {
                    Some(field) => values(field, lexeme.at.clone(), typed),
                    None if lexeme.kind == Kind::Word => operators(lexeme.at.clone(), typed),
                    None => Completions::default(),
                },
            }
        }
    }
}

impl Completions {
    /// The text with one of them typed, and where the cursor is then. Values are put in quotes if they need them.
    pub fn apply(&self, text: &str, completion: &Completion) -> (String, usize) {
        let (Some(before), Some(after)) = (text.get(..self.replaces.start), text.get(self.replaces.end..)) else {
            // Of another text: it was typed on.
            return (text.to_owned(), text.len());
        };
        let is_operator = Operator::ALL.iter().any(|operator| operator.typed == completion.text);
        let said: String = completion.text.chars().filter(|c| !is_quote(*c)).collect();
        let mut whole = before.to_owned();
        if !is_operator && needs_quotes(&said) {
            whole.extend(["\"", &said, "\""]);
        } else {
            whole.push_str(&said);
        }
        if !completion.text.ends_with(':') && !after.starts_with(|c: char| c.is_whitespace() || c == ')') {
            whole.push(' ');
        }
        let cursor = whole.len();
        whole.push_str(after);
        (whole, cursor)
    }
}

/// The operator in whose parentheses the cursor stands: `mood:(a OR |`.
fn group_at(lexemes: &[Lexeme], cursor: usize) -> Option<Field> {
    let mut groups: Vec<Option<Field>> = Vec::new();
    for (index, lexeme) in lexemes.iter().enumerate().take_while(|(_, lexeme)| lexeme.at.end <= cursor) {
        match lexeme.kind {
            Kind::Open => {
                let before = index.checked_sub(1).map(|before| &lexemes[before]);
                let own = before.filter(|before| lexeme.is_value_of(before)).and_then(|before| match before.kind {
                    Kind::Field(field) => Some(field),
                    _ => None,
                });
                groups.push(own.or(groups.last().copied().flatten()));
            }
            Kind::Close => _ = groups.pop(),
            _ => {}
        }
    }
    groups.last().copied().flatten()
}

/// Nothing is typed yet.
fn begin(group: Option<Field>, cursor: usize) -> Completions {
    match group {
        Some(field) => values(field, cursor..cursor, ""),
        None => operators(cursor..cursor, ""),
    }
}

fn operators(replaces: Range<usize>, typed: &str) -> Completions {
    let known = Operator::ALL.iter().filter(|operator| {
        let is_word = !operator.typed.ends_with(':');
        let is_offered = !is_word || typed.chars().count() >= MIN_WORD_LETTERS;
        is_offered && operator.typed.starts_with(|c: char| c.is_lowercase()) && begins(operator.typed, typed)
    });
    let known = known.map(|operator| Completion {
        text: operator.typed.to_owned(),
        meaning: words::say(operator.meaning).to_owned(),
    });
    Completions { replaces, values_of: None, known: known.collect() }
}

fn values(field: Field, replaces: Range<usize>, typed: &str) -> Completions {
    let known: Vec<(&str, &str)> = match field {
        Field::At(place) => {
            return Completions {
                replaces,
                values_of: Some((ValueKind::At(place), typed.to_owned())),
                known: Vec::new(),
            };
        }
        Field::Tag => {
            return Completions { replaces, values_of: Some((ValueKind::Tag, typed.to_owned())), known: Vec::new() };
        }
        Field::Score => SCORES.to_vec(),
        Field::Length => LENGTHS.to_vec(),
        Field::Hour => HOURS.to_vec(),
        Field::Weekday => WEEK.to_vec(),
        Field::Before | Field::After | Field::On => DAY_WORDS.to_vec(),
        Field::Is => State::ALL.map(|state| (state.word(), state.meaning())).to_vec(),
        Field::Has => Part::ALL.map(|part| (part.word(), part.meaning())).to_vec(),
        Field::Sort => Sort::ALL.map(|sort| (sort.word(), sort.label())).to_vec(),
    };
    // What is typed to its end is not offered again.
    let known = known.into_iter().filter(|(word, _)| begins(word, typed) && word.len() > typed.len());
    let known = known.map(|(word, meaning)| Completion { text: word.to_owned(), meaning: meaning.to_owned() });
    Completions { replaces, values_of: None, known: known.collect() }
}

fn begins(word: &str, typed: &str) -> bool {
    word.get(..typed.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(typed))
}

macro_rules! operators {
    ($($typed:literal $example:literal $meaning:expr;)*) => {
        impl Operator {
            /// All there are, as a person would want to know of them.
            pub const ALL: &'static [Self] =
                &[$(Self { typed: $typed, example: $example, meaning: $meaning },)*];
        }
    };
}

operators! {
    "from:" "from:ann" "Name, e-mail or telephone number of the caller";
    "phone:" "phone:555123" "Any part of the telephone number, in any format";
    "company:" "company:acme" "Company";
    "city:" "city:berlin" "City";
    "mood:" "mood:positive" "Mood";
    "outcome:" "outcome:scheduled" "How the call ended";
    "class:" "class:sales" "What kind of call it was";
    "lang:" "lang:english" "Language";
    "transcript:" "transcript:refund" "What was said on the phone, once the transcript is there";
    "tag:" "tag:vip" "Calls with a tag";
    "score:" "score:>=80" "Score: >=80, >80, <=40, <40, 80, 40..60, or none";
    "length:" "length:>2m" "How long the recording is: >2m, <30s, 1m..5m, 90s, or none";
    "is:" "is:unread" "Unread, read, starred, done, snoozed, updated or unparsed";
    "has:" "has:recording" "With a recording, transcript, email, phone, tasks, notes, score or tags";
    "after:" "after:7d" "From the beginning of that day on, that day included";
    "before:" "before:2025-01-20" "Before that day begins";
    "on:" "on:2025-01" "Within that day, month or year";
    "hour:" "hour:9..17" "At such hours of the day, the last one included";
    "weekday:" "weekday:monday" "On such days of the week, also monday..friday";
    "sort:" "sort:score" "In this order: newest, oldest, score, score-up or name";
    "today" "today" "Calls of today";
    "yesterday" "yesterday" "Calls of yesterday";
    "\"" "\"call back\"" "Exactly these words, next to each other";
    "=" "mood:=\"very calm\"" "The whole mood, outcome or class and no part of one; =\"\" where none is said";
    "-" "-mood:positive" "Without this; NOT does the same";
    "OR" "mood:calm OR is:starred" "One or the other; what stands without OR must all hold";
    "(" "mood:(calm OR happy)" "Together";
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is offered where `|` stands.
    fn offered(text: &str) -> Completions {
        let cursor = text.find('¦').unwrap();
        complete(&text.replace('¦', ""), cursor)
    }

    fn known(text: &str) -> Vec<String> {
        offered(text).known.into_iter().map(|completion| completion.text).collect()
    }

    #[test]
    fn operators_are_offered_at_the_start_of_a_word() {
        assert_eq!(known("Co¦"), ["company:"]);
        assert_eq!(known("ann -o¦"), ["outcome:", "on:"]);
        assert_eq!(known("(t¦"), ["transcript:", "tag:"]);
        assert_eq!(known("to¦"), ["today"]);
        assert_eq!(known("mo¦od:x"), ["mood:"]);
        assert_eq!(known("¦").len(), 20);
        for text in ["\"mo¦", "ann¦", "foo:is¦", "größ¦", "foo:¦bar"] {
            assert_eq!(offered(text).known, [], "{text}");
        }
    }

    #[test]
    fn values_are_offered_behind_an_operator() {
        assert_eq!(known("is:un¦"), ["unread", "unparsed"]);
        assert_eq!(known("-has:¦ x"), ["recording", "transcript", "email", "phone", "tasks", "notes", "score", "tags"]);
        assert_eq!(known("SORT:S¦"), ["score", "score-up"]);
        assert_eq!(known("after:to¦"), ["today"]);
        assert_eq!(known("score:¦"), [">=80", "40..60", "<40", "none"]);
        assert_eq!(known("is:(unread OR s¦)"), ["starred", "snoozed"]);
        assert_eq!(known("is:done¦"), [""; 0]);
    }

    #[test]
    fn values_that_exist_are_asked_for() {
        for (text, wanted) in [
            ("mood:¦", (ValueKind::At(Place::Mood), "")),
            ("mood:Pos¦itive", (ValueKind::At(Place::Mood), "Pos")),
            ("tag:\"hot l¦", (ValueKind::Tag, "hot l")),
            ("city:(a OR b¦", (ValueKind::At(Place::City), "b")),
            ("city:(a OR ¦", (ValueKind::At(Place::City), "")),
        ] {
            assert_eq!(offered(text).values_of, Some((wanted.0, wanted.1.to_owned())), "{text}");
        }
    }

    #[test]
    fn a_completion_replaces_what_is_typed() {
        for (text, said, wanted) in [
            ("mo¦", "mood:", "mood:¦"),
            ("mood:pos¦ x", "Very positive", "mood:\"Very positive\"¦ x"),
            ("mood:\"ve¦", "calm", "mood:calm ¦"),
            ("mood:(a OR ¦)", "calm", "mood:(a OR calm¦)"),
            ("a is:u¦n", "unread", "a is:unread ¦"),
            ("tag:¦", "5\" pipe", "tag:\"5 pipe\" ¦"),
        ] {
            let completion = Completion { text: said.to_owned(), meaning: String::new() };
            let (mut applied, cursor) = offered(text).apply(&text.replace('¦', ""), &completion);
            applied.insert(cursor, '¦');
            assert_eq!(applied, wanted, "{text}");
        }
        let stale = Completions { replaces: 5..9, ..Completions::default() };
        let completion = Completion { text: "x".to_owned(), meaning: String::new() };
        assert_eq!(stale.apply("ab", &completion), ("ab".to_owned(), 2));
    }

    #[test]
    fn every_example_is_understood() {
        for operator in Operator::ALL {
            let search = super::super::parse(operator.example, super::super::samples::NOW, &jiff::tz::TimeZone::UTC);
            assert_eq!(search.problems, [], "{}", operator.example);
            assert!(operator.example.contains(operator.typed), "{}", operator.example);
        }
        for field in Field::ALL {
            assert!(Operator::ALL.iter().any(|operator| operator.typed == format!("{}:", field.name())));
        }
    }
}
