//! Words as the full-text index's own language. Pure but for the one question which words begin with some letters.

use std::fmt::Write as _;

use rusqlite::Connection;

use crate::call::query::{Column, Place, Term, Words};

/// The beginning of a word, up to this many letters, is in the index itself.
const INDEXED_BEGINNING: usize = 3;
/// A longer beginning that so many words have is looked for as each of them: the index goes through those hit by hit,
/// newest first, while for a beginning it would gather all hits before it gives the first.
const MAX_EXPANDED: u32 = if cfg!(test) { 2 } else { 48 };

/// How deep terms may stand inside one another: the index's parser keeps a hundred symbols in mind, and some five go with
/// each. What is deeper is asked for piece by piece.
const MAX_DEPTH: usize = 10;

/// Gives the words that begin with some letters, if they are not too many.
pub(super) type Expand<'a> = dyn Fn(&str) -> rusqlite::Result<Option<Vec<String>>> + 'a;

/// The words of the index that begin with some letters; `None` if they are too many to be looked for one by one.
pub(super) fn beginning_with(connection: &Connection, begin: &str) -> rusqlite::Result<Option<Vec<String>>> {
    let end = format!("{begin}\u{10ffff}");
    let words: Vec<String> = connection
        .prepare_cached("SELECT word FROM vocabulary WHERE word >= ?1 AND word < ?2 LIMIT ?3")?
        .query_map((begin, end, MAX_EXPANDED + 1), |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok((words.len() <= MAX_EXPANDED as usize).then_some(words))
}

/// Parts a search into what the index answers alone (all of it must hold) and the rest.
pub(super) fn split(term: &Term) -> (Vec<&Term>, Vec<&Term>) {
    let parts: Vec<&Term> = match term {
        Term::All(terms) => terms.iter().collect(),
        one => vec![one],
    };
    let has_positive = parts.iter().any(|term| is_worded(term));
    parts.into_iter().partition(|term| {
        has_positive && (is_worded(term) || matches!(term, Term::Not(excluded) if is_worded(excluded)))
    })
}

/// Whether the index can answer it alone: words, and what is made of them without a leading "not".
pub(super) fn is_worded(term: &Term) -> bool {
    is_worded_within(term, MAX_DEPTH)
}

fn is_worded_within(term: &Term, depth: usize) -> bool {
    let is_worded = |term: &Term| depth > 0 && is_worded_within(term, depth - 1);
    match term {
        Term::Words(_) => true,
        Term::Any(terms) => !terms.is_empty() && terms.iter().all(is_worded),
        Term::All(terms) => {
            terms.iter().any(is_worded)
                && terms
                    .iter()
                    .all(|term| is_worded(term) || matches!(term, Term::Not(excluded) if is_worded(excluded)))
        }
        Term::Not(_)
        | Term::Received { .. }
        | Term::Score(_)
        | Term::Is(_)
        | Term::Has(_)
        | Term::Tag(_)
        | Term::Value(..)
        | Term::Clock(_)
        | Term::Length(_) => false,
    }
}

/// Terms that all hold, in the index's language; `None` if there are none.
pub(super) fn expression(terms: &[&Term], expand: &Expand<'_>) -> rusqlite::Result<Option<String>> {
    if terms.is_empty() {
        return Ok(None);
    }
    let mut text = String::new();
    write_all(terms, expand, &mut text)?;
    Ok(Some(text))
}

fn write_all(terms: &[&Term], expand: &Expand<'_>, text: &mut String) -> rusqlite::Result<()> {
    let excluded: Vec<&Term> = terms
        .iter()
        .filter_map(|term| match term {
            Term::Not(excluded) => Some(&**excluded),
            _ => None,
        })
        .collect();
    let wanted: Vec<&Term> = terms.iter().copied().filter(|term| !matches!(term, Term::Not(_))).collect();
    text.push('(');
    write_joined(&wanted, " AND ", expand, text)?;
    text.push(')');
    if !excluded.is_empty() {
        text.push_str(" NOT (");
        write_joined(&excluded, " OR ", expand, text)?;
        text.push(')');
    }
    Ok(())
}

fn write_joined(terms: &[&Term], between: &str, expand: &Expand<'_>, text: &mut String) -> rusqlite::Result<()> {
    for (at, term) in terms.iter().enumerate() {
        if at > 0 {
            text.push_str(between);
        }
        match term {
            Term::Words(words) => write_words(words, expand, text)?,
            Term::Any(terms) => {
                text.push('(');
                write_joined(&terms.iter().collect::<Vec<_>>(), " OR ", expand, text)?;
                text.push(')');
            }
            Term::All(terms) => {
                text.push('(');
                write_all(&terms.iter().collect::<Vec<_>>(), expand, text)?;
                text.push(')');
            }
            _ => {
                debug_assert!(false, "only what `is_worded` lets through comes here");
            }
        }
    }
    Ok(())
}

/// Tokens hold letters, digits and marks alone, so that they can stand between quotation marks as they are.
fn write_words(words: &Words, expand: &Expand<'_>, text: &mut String) -> rusqlite::Result<()> {
    let mut ways: Vec<String> = Vec::new();
    if let Some((last, before)) = words.tokens.split_last() {
        let place = columns(words.place);
        let head = before.iter().fold(String::new(), |mut head, token| {
            let _ = write!(head, "{token} ");
            head
        });
        let is_long = last.chars().count() > INDEXED_BEGINNING;
        // Numbers are in the index by every end of their digits: too many words, and few hits each.
        let is_number = last.bytes().all(|byte| byte.is_ascii_digit());
        let expanded = if words.is_prefix && is_long && !is_number { expand(last)? } else { None };
        match expanded {
            Some(endings) if !endings.is_empty() => {
                ways.extend(endings.iter().map(|ending| format!("{place}\"{head}{ending}\"")));
            }
            _ if words.is_prefix => ways.push(format!("{place}\"{head}{last}\" *")),
            _ => ways.push(format!("{place}\"{head}{last}\"")),
        }
    }
    if let Some(digits) = &words.digits {
        ways.push(format!("phone : \"{digits}\" *"));
    }
    text.push('(');
    text.push_str(&ways.join(" OR "));
    text.push(')');
    Ok(())
}

fn columns(place: Place) -> String {
    match place {
        Place::Anywhere => String::new(),
        place => {
            let names: Vec<&str> = place.columns().iter().copied().map(Column::name).collect();
            format!("{{{}}} : ", names.join(" "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(tokens: &[&str], is_prefix: bool) -> Term {
        let tokens = tokens.iter().map(|token| (*token).to_owned()).collect();
        Term::Words(Words { place: Place::Anywhere, tokens, is_prefix, digits: None })
    }

    fn written(term: &Term) -> String {
        let expand = |begin: &str| Ok((begin == "demo").then(|| vec![String::from("demo"), String::from("demos")]));
        let (worded, others) = split(term);
        assert!(others.is_empty());
        expression(&worded, &expand).unwrap().unwrap()
    }

    #[test]
    fn a_long_beginning_becomes_the_words_that_have_it() {
        assert_eq!(written(&words(&["demo"], true)), "((\"demo\" OR \"demos\"))");
        assert_eq!(written(&words(&["dem"], true)), "((\"dem\" *))");
        assert_eq!(written(&words(&["a", "demo"], true)), "((\"a demo\" OR \"a demos\"))");
        assert_eq!(written(&words(&["call", "back"], false)), "((\"call back\"))");
        assert_eq!(written(&words(&["5551"], true)), "((\"5551\" *))");
    }

    #[test]
    fn what_is_excluded_needs_something_to_exclude_it_from() {
        let term = Term::All(vec![words(&["a"], false), Term::Not(Box::new(words(&["b"], false)))]);
        assert_eq!(written(&term), "((\"a\")) NOT ((\"b\"))");
        let alone = Term::Not(Box::new(words(&["b"], false)));
        assert_eq!(split(&alone).0.len(), 0);
    }

    #[test]
    fn an_operator_names_its_columns_and_digits_are_another_way() {
        let term = Term::Words(Words {
            place: Place::From,
            tokens: vec![String::from("555")],
            is_prefix: true,
            digits: Some(String::from("555")),
        });
        assert_eq!(
            written(&term),
            "((({name email phone} : \"555\" * OR phone : \"555\" *)))".replacen("((", "(", 1).replacen("))", ")", 1)
        );
    }
}
