//! What a search may be called: its first words, and what its operators ask for.

/// The longest name that is proposed, in characters.
const NAME_CHARS: usize = 32;

/// A short name for a search: `mood:angry company:"Acme Ltd"` is "Angry, Acme Ltd".
pub(super) fn short_name(text: &str) -> String {
    let mut name = String::new();
    let mut was_operator = false;
    for piece in pieces(text) {
        let Some((words, is_operator)) = said(&piece) else { continue };
        let comma = if name.is_empty() {
            ""
        } else if is_operator || was_operator {
            ", "
        } else {
            " "
        };
        if !name.is_empty() && name.chars().count() + comma.len() + words.chars().count() > NAME_CHARS {
            break;
        }
        name.push_str(comma);
        name.push_str(&words);
        was_operator = is_operator;
    }
    if name.is_empty() {
        text.trim().clone_into(&mut name);
    }
    if name.chars().count() > NAME_CHARS {
        name = name.chars().take(NAME_CHARS - 1).chain(['…']).collect();
    }
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Parted at white space and parentheses that stand in no quotation marks.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut is_quoted = false;
    for c in text.chars() {
        is_quoted ^= c == '"';
        if !is_quoted && (c.is_whitespace() || matches!(c, '(' | ')')) {
            pieces.push(String::new());
        } else if let Some(piece) = pieces.last_mut() {
            piece.push(c);
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// A piece as a person would say it, and whether it was an operator; `None` of what says nothing by itself.
fn said(piece: &str) -> Option<(String, bool)> {
    if ["AND", "OR", "NOT"].contains(&piece) {
        return None;
    }
    let (no, piece) = piece.strip_prefix('-').map_or(("", piece), |rest| ("not ", rest));
    let bare = |words: &str| words.replace('"', "").trim().to_owned();
    let operator =
        piece.split_once(':').filter(|(field, _)| !field.is_empty() && field.chars().all(char::is_alphabetic));
    let Some((field, value)) = operator else {
        let words = bare(piece);
        return (!words.is_empty()).then(|| (format!("{no}{words}"), !no.is_empty()));
    };
    let value = bare(value);
    if value.is_empty() || field.eq_ignore_ascii_case("sort") {
        return None;
    }
    // A number or a date says nothing without what it is of.
    let is_word = value.starts_with(char::is_alphabetic);
    Some((if is_word { format!("{no}{value}") } else { format!("{no}{} {value}", field.to_lowercase()) }, true))
}

#[cfg(test)]
mod tests {
    use super::short_name;

    #[test]
    fn a_name_is_made_of_what_is_looked_for() {
        for (text, name) in [
            ("demo request", "Demo request"),
            ("mood:angry", "Angry"),
            ("mood:angry company:\"Acme Ltd\" sort:score", "Angry, Acme Ltd"),
            ("score:>80 solar", "Score >80, solar"),
            ("(mood:happy OR mood:calm) -is:done", "Happy, calm, not done"),
            ("\"call me back\" date:today", "Call me back, today"),
            ("Zürich", "Zürich"),
            ("sort:score", "Sort:score"),
            ("-", "-"),
            ("one two three four five six seven eight", "One two three four five six"),
            ("Donaudampfschifffahrtsgesellschaftskapitän", "Donaudampfschifffahrtsgesellsch…"),
        ] {
            assert_eq!(short_name(text), name, "{text}");
        }
    }
}
