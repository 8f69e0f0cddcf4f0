//! One operator of a typed search set, replaced or taken away, the rest left as it was typed: what a filter chip does.
//! Only operators that narrow the whole search are seen: in no parentheses, not turned round, no alternative.

use std::ops::Range;

use super::parse::{Field, Kind, Lexeme, is_quote, lex, needs_quotes};

/// The value of the operator of that name (`mood`) that narrows the whole search: without quotes; of a group, the group.
pub fn value_of(text: &str, field: &str) -> Option<String> {
    let outline = Outline::of(text, Field::named(field)?);
    let mut values = outline.operators.into_iter().filter_map(|operator| operator.value);
    // Of several orders the last one counts.
    let value = if field.eq_ignore_ascii_case(Field::Sort.name()) { values.next_back() } else { values.next() };
    value.map(|(is_whole, at)| format!("{}{}", if is_whole { "=" } else { "" }, &text[at]))
}

/// The text with the operator of that name set to a value, or without it. The value is put in quotes if it needs them;
/// quotation marks of its own are left out.
pub fn with_operator(text: &str, field: &str, value: Option<&str>) -> String {
    let Some(field) = Field::named(field) else { return text.to_owned() };
    let value: Option<String> = value.map(|value| value.chars().filter(|c| !is_quote(*c)).collect());
    let wanted = value.filter(|value| !value.is_empty()).map(|value| {
        let (sign, value) = value.strip_prefix('=').map_or(("", value.as_str()), |value| ("=", value));
        let quote = if needs_quotes(value) { "\"" } else { "" };
        format!("{}:{sign}{quote}{value}{quote}", field.name())
    });
    let outline = Outline::of(text, field);
    let Some((first, others)) = outline.operators.split_first() else {
        return match wanted {
            Some(wanted) => outline.with_appended(text, field, &wanted),
            None => text.to_owned(),
        };
    };
    let mut edited = text.to_owned();
    for operator in others.iter().rev() {
        edited = without(&edited, &operator.with_connective);
    }
    match wanted {
        Some(wanted) => {
            let rest = &edited[first.at.end..];
            let is_apart = rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || c == ')');
            format!("{}{wanted}{}{rest}", &edited[..first.at.start], if is_apart { "" } else { " " })
        }
        None => without(&edited, &first.with_connective),
    }
}

fn without(text: &str, at: &Range<usize>) -> String {
    let (before, after) = (text[..at.start].trim_end(), text[at.end..].trim_start());
    let space = if before.is_empty() || after.is_empty() { "" } else { " " };
    format!("{before}{space}{after}")
}

/// An operator that narrows the whole search.
struct Set {
    /// Where it stands, with its value.
    at: Range<usize>,
    /// The same with the AND beside it, that has nothing to connect once it is gone.
    with_connective: Range<usize>,
    /// Where the text of its value stands, and whether it is the whole of it (`mood:="very calm"`).
    value: Option<(bool, Range<usize>)>,
}

/// What of a text matters for setting an operator in it.
#[derive(Default)]
struct Outline {
    operators: Vec<Set>,
    has_or: bool,
    ends_in_not: bool,
    /// Parentheses that are not closed.
    open: usize,
    is_quote_open: bool,
    /// Where parentheses close that were never opened.
    strays: Vec<usize>,
}

impl Outline {
    fn of(text: &str, field: Field) -> Self {
        let lexemes = lex(text);
        let mut outline = Self::default();
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (index, lexeme) in lexemes.iter().enumerate() {
            match &lexeme.kind {
                Kind::Open => outline.open += 1,
                Kind::Close if outline.open == 0 => outline.strays.push(lexeme.at.start),
                Kind::Close => outline.open -= 1,
                Kind::Or if outline.open == 0 => outline.has_or = true,
                Kind::Quoted { is_closed: false, .. } => outline.is_quote_open = true,
                Kind::Field(own) if *own == field && outline.open == 0 => {
                    let is_negated = index > 0 && lexemes[index - 1].kind == Kind::Not;
                    if !is_negated {
                        found.push((index, last_of(&lexemes, index)));
                    }
                }
                _ => {}
            }
        }
        outline.ends_in_not = outline.open == 0 && lexemes.last().is_some_and(|last| last.kind == Kind::Not);
        // The order is that of the whole search, wherever it stands.
        if !outline.has_or || field == Field::Sort {
            outline.operators = found.into_iter().map(|(first, last)| set(text, &lexemes, first, last)).collect();
        }
        outline
    }

    /// The text with one more condition on all of it.
    fn with_appended(&self, text: &str, field: Field, operator: &str) -> String {
        let is_wrapped = self.has_or && field != Field::Sort || self.ends_in_not;
        let mut whole = text.to_owned();
        if is_wrapped {
            // Parentheses that close nothing would close these.
            self.strays.iter().for_each(|stray| whole.replace_range(stray..=stray, " "));
        }
        // What is not closed would swallow the operator. Space at the end is in the quotes.
        let (whole, quote) = if self.is_quote_open { (whole.trim_start(), "\"") } else { (whole.trim(), "") };
        let closed = format!("{whole}{quote}{}", ")".repeat(self.open));
        match closed.as_str() {
            "" => operator.to_owned(),
            _ if is_wrapped => format!("({closed}) {operator}"),
            _ => format!("{closed} {operator}"),
        }
    }
}

/// The last lexeme of the operator that begins here.
fn last_of(lexemes: &[Lexeme], field: usize) -> usize {
    let Some(value) = lexemes.get(field + 1).filter(|value| value.is_value_of(&lexemes[field])) else { return field };
    if value.kind != Kind::Open {
        return field + 1;
    }
    let mut depth = 0_usize;
    for (index, lexeme) in lexemes.iter().enumerate().skip(field + 1) {
        match lexeme.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return index;
        }
    }
    lexemes.len() - 1
}

fn set(text: &str, lexemes: &[Lexeme], first: usize, last: usize) -> Set {
    let at = lexemes[first].at.start..lexemes[last].at.end;
    let connective = |index: usize| lexemes.get(index).filter(|near| matches!(near.kind, Kind::And | Kind::Or));
    let with_connective = match (first.checked_sub(1).and_then(connective), connective(last + 1)) {
        (Some(before), _) => before.at.start..at.end,
        (None, Some(after)) if first == 0 => at.start..after.at.end,
        _ => at.clone(),
    };
    let value = (last > first).then(|| match (&lexemes[first + 1].kind, lexemes[first + 1].at.start) {
        (Kind::Quoted { inner, .. }, start) => (text[start..].starts_with('='), inner.clone()),
        (_, start) => (false, start..at.end),
    });
    // A sign alone asks for nothing yet.
    let value = value.filter(|(_, at)| &text[at.clone()] != "=");
    Set { at, with_connective, value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operator_is_set_replaced_and_taken_away() {
        for (text, value, wanted) in [
            ("", Some("calm"), "mood:calm"),
            ("ann ", Some("calm"), "ann mood:calm"),
            ("ann", Some("very calm"), "ann mood:\"very calm\""),
            ("ann Mood:x  b", Some("calm"), "ann mood:calm  b"),
            ("mood:\"a b\"c", Some("calm"), "mood:calm c"),
            ("mood:(a OR b) c", Some("d"), "mood:d c"),
            ("mood: c", Some("d"), "mood:d c"),
            ("a mood:b c", None, "a c"),
            ("a mood:b c mood:d", Some("e"), "a mood:e c"),
            ("a AND mood:b", None, "a"),
            ("mood:b AND a", None, "a"),
            ("a -mood:b (mood:c)", None, "a -mood:b (mood:c)"),
            ("a", Some("say \"x\""), "a mood:\"say x\""),
            ("a", Some("=very calm"), "a mood:=\"very calm\""),
            ("a mood:=\"very calm\" b", Some("=calm"), "a mood:=calm b"),
            ("a", Some("="), "a mood:=\"\""),
            ("a mood:=\"\" b", None, "a b"),
        ] {
            assert_eq!(with_operator(text, "mood", value), wanted, "{text}");
        }
    }

    #[test]
    fn what_it_narrows_is_the_whole_search() {
        for (text, wanted) in [
            ("a OR b", "(a OR b) mood:x"),
            ("a OR mood:b", "(a OR mood:b) mood:x"),
            ("(a OR b", "(a OR b) mood:x"),
            ("a) OR (b", "(a  OR (b)) mood:x"),
            ("\"a b ", "\"a b \" mood:x"),
            ("a NOT", "(a NOT) mood:x"),
        ] {
            assert_eq!(with_operator(text, "mood", Some("x")), wanted, "{text}");
        }
        assert_eq!(with_operator("a OR b", "sort", Some("name")), "a OR b sort:name");
        assert_eq!(with_operator("a OR b sort:name", "sort", None), "a OR b");
    }

    #[test]
    fn a_value_is_read_as_it_was_meant() {
        assert_eq!(value_of("a mood:\"very calm\" mood:b", "mood").as_deref(), Some("very calm"));
        assert_eq!(value_of("mood:=\"very calm\"", "mood").as_deref(), Some("=very calm"));
        assert_eq!(value_of("mood:=“very calm”", "mood").as_deref(), Some("=very calm"));
        assert_eq!(value_of("mood:=calm", "mood").as_deref(), Some("=calm"));
        assert_eq!(value_of("mood:=\"\"", "mood").as_deref(), Some("="));
        assert_eq!(value_of("mood:„calm“", "mood").as_deref(), Some("calm"));
        assert_eq!(value_of("score:>=80", "score").as_deref(), Some(">=80"));
        assert_eq!(value_of("mood:(a OR b) c", "mood").as_deref(), Some("(a OR b)"));
        assert_eq!(value_of("sort:name sort:oldest", "sort").as_deref(), Some("oldest"));
        for text in ["-mood:a", "(mood:a)", "mood:a OR b", "mood:", "\"mood:a\"", "mood"] {
            assert_eq!(value_of(text, "mood"), None, "{text}");
        }
        assert_eq!(value_of("foo:a", "foo"), None);
    }
}
