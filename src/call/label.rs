//! Names of fields as people read them. Pure.

/// "interestsAndNeeds" and "due_date" as a label: "Interests and needs", "Due date". What is no identifier stays.
pub fn words_from_key(key: &str) -> String {
    if key.is_empty() {
        return String::from("(no name)");
    }
    if !key.is_ascii() || key.contains(char::is_whitespace) {
        return key.to_owned();
    }
    let mut words: Vec<String> = vec![String::new()];
    let chars: Vec<char> = key.chars().collect();
    for (index, c) in chars.iter().enumerate() {
        let next_is_lower = chars.get(index + 1).is_some_and(char::is_ascii_lowercase);
        let after_lower = index > 0 && chars[index - 1].is_ascii_lowercase();
        let after_upper = index > 0 && chars[index - 1].is_ascii_uppercase();
        if matches!(c, '_' | '-') {
            words.push(String::new());
            continue;
        }
        if c.is_ascii_uppercase() && (after_lower || after_upper && next_is_lower) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push(*c);
        }
    }
    words.retain(|word| !word.is_empty());
    if words.is_empty() {
        return key.to_owned();
    }
    let is_acronym = |word: &str| word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase());
    let lowered: Vec<String> = words
        .iter()
        .enumerate()
        .map(|(index, word)| match (index, is_acronym(word)) {
            (_, true) => word.clone(),
            (0, _) => word[..1].to_uppercase() + &word[1..],
            _ => word.to_lowercase(),
        })
        .collect();
    lowered.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_become_words() {
        for (key, words) in [
            ("interestsAndNeeds", "Interests and needs"),
            ("due_date", "Due date"),
            ("leadID", "Lead ID"),
            ("URLPath", "URL path"),
            ("", "(no name)"),
            ("Уровень", "Уровень"),
            ("Already words", "Already words"),
            ("__proto__", "Proto"),
            ("--", "--"),
            ("0", "0"),
        ] {
            assert_eq!(words_from_key(key), words);
        }
    }
}
