//! Finding an act by some of its letters. Pure.

/// How well what is typed fits a name; `None` if its letters are not in it in this order. Higher is better: letters at
/// the beginnings of words and letters in a row count more, what is left over counts a little against.
pub fn fit(typed: &str, name: &str) -> Option<i32> {
    const WORD_START: i32 = 8;
    const IN_A_ROW: i32 = 9;
    const LETTER: i32 = 1;
    let name: Vec<char> = name.chars().flat_map(char::to_lowercase).collect();
    let typed: Vec<char> = typed.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    if typed.len() > name.len() {
        return None;
    }
    let is_start = |at: usize| at == 0 || !name[at - 1].is_alphanumeric();
    // Best score with the last typed letter at each place: short names and few letters, so the plain table will do.
    let mut best: Vec<Option<i32>> = vec![None; name.len()];
    for (row, letter) in typed.iter().enumerate() {
        let mut next = vec![None; name.len()];
        let mut before: Option<i32> = None;
        for at in 0..name.len() {
            if name[at] == *letter {
                let own = LETTER + if is_start(at) { WORD_START } else { 0 };
                let joined = if at > 0 { best[at - 1].map(|score: i32| score + IN_A_ROW) } else { None };
                let reached = if row == 0 { Some(0) } else { before.max(joined) };
                next[at] = reached.map(|score| score + own);
            }
            before = before.max(best[at]);
        }
        best = next;
    }
    if typed.is_empty() {
        return Some(0);
    }
    let left_over = i32::try_from(name.len() - typed.len()).unwrap_or(i32::MAX) / 8;
    best.into_iter().flatten().max().map(|score| score - left_over)
}

/// The places of the names that fit, best first; equal ones keep their order.
pub fn best_of<'a>(typed: &str, names: impl Iterator<Item = &'a str>) -> Vec<usize> {
    let mut found: Vec<(i32, usize)> =
        names.enumerate().filter_map(|(at, name)| fit(typed, name).map(|score| (score, at))).collect();
    found.sort_by_key(|(score, at)| (-score, *at));
    found.into_iter().map(|(_, at)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_in_order_fit_and_others_do_not() {
        assert!(fit("mdn", "Mark done").is_some());
        assert!(fit("MARK d", "Mark done").is_some());
        assert_eq!(fit("", "Mark done"), Some(0));
        assert_eq!(fit("dm", "Mark done"), None);
        assert_eq!(fit("markdonee", "Mark done"), None);
    }

    #[test]
    fn beginnings_of_words_come_first() {
        let names = ["Next call", "Snooze", "Add a note", "Go to Snoozed", "Undo"];
        let best = |typed: &str| names[best_of(typed, names.iter().copied())[0]];
        assert_eq!(best("sn"), "Snooze");
        assert_eq!(best("an"), "Add a note");
        assert_eq!(best("gs"), "Go to Snoozed");
        assert_eq!(best("un"), "Undo");
        assert!(fit("sn", "Go to Snoozed") > fit("sn", "Select to the next"));
        assert_eq!(best_of("", names.iter().copied()), [0, 1, 2, 3, 4]);
    }
}
