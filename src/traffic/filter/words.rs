//! A typed filter cut into what is looked for: words, phrases in quotes, operators with their values. Blind to meaning.

/// One thing that is looked for, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Typed {
    /// It shall not be so: a minus sign stands right before it, or `NOT`.
    pub is_negated: bool,
    /// The name before the colon, if it is one.
    pub name: Option<String>,
    /// The word, the phrase or the value, without its quotes.
    pub value: String,
    /// It stands in quotes.
    pub is_quoted: bool,
    /// Nothing stands behind it: it may still be typed on.
    pub is_last: bool,
}

/// What is looked for, in order; and whether a `NOT` stands before nothing.
pub(super) fn cut(text: &str) -> (Vec<Typed>, bool) {
    let mut found: Vec<Typed> = Vec::new();
    let mut rest = text.trim_start();
    let mut is_negated = false;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix("NOT").filter(|after| after.starts_with(char::is_whitespace)) {
            is_negated = !is_negated;
            rest = after.trim_start();
            continue;
        }
        let behind_minus = rest.strip_prefix('-').filter(|after| after.starts_with(|c: char| !c.is_whitespace()));
        if let Some(after) = behind_minus {
            is_negated = !is_negated;
            rest = after;
            continue;
        }
        let name = name_of(rest);
        let value_at = name.map_or(0, |name| name.len() + 1);
        let (value, is_quoted, after) = value_of(&rest[value_at..]);
        let name = name.map(str::to_owned);
        found.push(Typed { is_negated, name, value, is_quoted, is_last: after.is_empty() });
        is_negated = false;
        rest = after.trim_start();
    }
    (found, is_negated)
}

/// The name that a colon follows. Addresses (`https://`), times (`10:30`) and words that end in a colon are what they look
/// like.
fn name_of(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_ascii_alphabetic() && c != '-' && c != '_')?;
    let (name, after) = text.split_at(end);
    let is_name = name.len() > 1 && after.starts_with(':') && !after.starts_with("://");
    is_name.then_some(name)
}

/// A value up to a space, or what stands in quotes; and what follows. A quotation mark that is not closed goes to the end.
fn value_of(text: &str) -> (String, bool, &str) {
    if let Some(inner) = text.strip_prefix(is_quote) {
        let end = inner.find(is_quote).unwrap_or(inner.len());
        let after = inner[end..].strip_prefix(is_quote).unwrap_or_default();
        return (inner[..end].to_owned(), true, after);
    }
    let mut value = String::new();
    let mut rest = text;
    let mut is_quoted = false;
    while let Some(c) = rest.chars().next().filter(|c| !c.is_whitespace()) {
        rest = &rest[c.len_utf8()..];
        // `header:name:"two words"`: quotes inside keep a value together.
        if is_quote(c) && value.ends_with(':') {
            let end = rest.find(is_quote).unwrap_or(rest.len());
            value.push_str(&rest[..end]);
            rest = rest[end..].strip_prefix(is_quote).unwrap_or_default();
            is_quoted = true;
        } else {
            value.push(c);
        }
    }
    (value, is_quoted, rest)
}

/// A quote of any kind that a keyboard makes of the key.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let (found, _) = cut(text);
        found
            .into_iter()
            .map(|typed| {
                let sign = if typed.is_negated { "-" } else { "" };
                let name = typed.name.map(|name| format!("{name}=")).unwrap_or_default();
                let quote = if typed.is_quoted { "'" } else { "" };
                format!("{sign}{name}{quote}{}{quote}", typed.value)
            })
            .collect()
    }

    #[test]
    fn a_filter_is_cut_where_a_person_would_cut_it() {
        for (text, wanted) in [
            ("  a -b \"c d\" ", &["a", "-b", "'c d'"][..]),
            ("status:4xx -verdict:new", &["status=4xx", "-verdict=new"]),
            ("NOT a NOT -b", &["-a", "b"]),
            ("body:\"two words\" x", &["body='two words'", "x"]),
            ("header:x-a:\"b c\"d", &["header='x-a:b cd'"]),
            ("http://a:1/x 10:30 C:x /path:y", &["http://a:1/x", "10:30", "C:x", "/path:y"]),
            ("„Größe x“ foo:bar", &["'Größe x'", "foo=bar"]),
            ("\"open end", &["'open end'"]),
            ("status: x - -- NOT", &["status=", "x", "-", "--", "NOT"]),
        ] {
            assert_eq!(shown(text), wanted, "{text}");
        }
        assert!(cut("a NOT ").1 && !cut("a").1);
    }
}
