//! How well some letters fit a name, and which of its letters they are. Pure.

use std::ops::Range;

/// How what is typed stands in a name, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// It is the name.
    Whole,
    /// The name begins with it.
    Begins,
    /// Each word of it begins a word of the name.
    Words,
    /// It is put together of beginnings of words ("gs" of "Go to Snoozed").
    Initials,
    /// It stands somewhere in the name.
    Inside,
    /// Another word for the same begins with it.
    Meant,
    /// Its letters are in the name, in this order.
    Scattered,
}

/// How well it fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fit {
    pub rank: Rank,
    /// Among those of the same rank: higher is better.
    pub score: i32,
    /// Which bytes of the name were meant.
    pub hits: Vec<Range<usize>>,
}

/// More pieces than this are an accident.
const MOST_PIECES: usize = 3;

impl Fit {
    /// The same in a name with so many bytes before it.
    pub fn moved(mut self, bytes: usize) -> Self {
        self.hits.iter_mut().for_each(|hit| *hit = hit.start + bytes..hit.end + bytes);
        self
    }

    /// It fits not the name, but another word for it.
    pub fn by_another_word(self) -> Self {
        Self { rank: Rank::Meant, hits: Vec::new(), ..self }
    }
}

/// A name letter by letter, folded, with the byte where each begins.
struct Letters {
    folded: Vec<char>,
    starts: Vec<usize>,
}

fn folded(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

impl Letters {
    fn of(name: &str) -> Self {
        let mut starts: Vec<usize> = name.char_indices().map(|(at, _)| at).collect();
        starts.push(name.len());
        Self { folded: name.chars().map(folded).collect(), starts }
    }

    fn is_word_start(&self, at: usize) -> bool {
        self.folded[at].is_alphanumeric() && (at == 0 || !self.folded[at - 1].is_alphanumeric())
    }

    fn bytes(&self, letters: Range<usize>) -> Range<usize> {
        self.starts[letters.start]..self.starts[letters.end]
    }
}

/// How well what is typed fits a name; `None` if it does not.
pub(super) fn fit(typed: &str, name: &str) -> Option<Fit> {
    let words: Vec<Vec<char>> = typed.split_whitespace().map(|word| word.chars().map(folded).collect()).collect();
    let letters = Letters::of(name);
    // What is left over counts a little against a name.
    let left_over = |used: usize| i32::try_from(letters.folded.len().saturating_sub(used)).unwrap_or(i32::MAX);
    if words.is_empty() {
        return Some(Fit { rank: Rank::Whole, score: 0, hits: Vec::new() });
    }
    let row: Vec<char> = words.join(&' ');
    if letters.folded.starts_with(&row) {
        let rank = if letters.folded.len() == row.len() { Rank::Whole } else { Rank::Begins };
        return Some(Fit { rank, score: -left_over(row.len()), hits: vec![letters.bytes(0..row.len())] });
    }
    if let Some((score, hits)) = by_words(&words, &letters) {
        return Some(Fit { rank: Rank::Words, score: score - left_over(row.len()), hits });
    }
    let close = words.concat();
    let pieces = pieces(&close, &letters);
    let is_initials = |pieces: &[Range<usize>]| pieces.iter().all(|piece| letters.is_word_start(piece.start));
    if let Some(pieces) = pieces.as_ref().filter(|pieces| is_initials(pieces)) {
        let hits = pieces.iter().map(|piece| letters.bytes(piece.clone())).collect();
        return Some(Fit { rank: Rank::Initials, score: -left_over(close.len()), hits });
    }
    if row.len() > 1
        && let Some(at) = letters.folded.windows(row.len()).position(|window| window == row)
    {
        let hits = vec![letters.bytes(at..at + row.len())];
        return Some(Fit { rank: Rank::Inside, score: -left_over(row.len()), hits });
    }
    let pieces = pieces.filter(|pieces| pieces.len() <= MOST_PIECES && letters.is_word_start(pieces[0].start))?;
    let count = i32::try_from(pieces.len()).unwrap_or(i32::MAX);
    let hits = pieces.into_iter().map(|piece| letters.bytes(piece)).collect();
    Some(Fit { rank: Rank::Scattered, score: -16 * count - left_over(close.len()), hits })
}

/// Each typed word begins a word of the name, whichever comes first.
fn by_words(words: &[Vec<char>], letters: &Letters) -> Option<(i32, Vec<Range<usize>>)> {
    let mut free: Vec<(usize, usize)> =
        (0..letters.folded.len()).filter(|at| letters.is_word_start(*at)).enumerate().collect();
    let (mut hits, mut score) = (Vec::new(), 0);
    for word in words {
        let at = free.iter().position(|(_, start)| letters.folded[*start..].starts_with(word))?;
        let (nth, start) = free.remove(at);
        score -= i32::try_from(nth).unwrap_or(0);
        hits.push(letters.bytes(start..start + word.len()));
    }
    hits.sort_by_key(|hit| hit.start);
    Some((score, hits))
}

/// The letters of the name, in order, that fit best: at beginnings of words and in a row.
fn pieces(typed: &[char], letters: &Letters) -> Option<Vec<Range<usize>>> {
    const WORD_START: i32 = 8;
    const IN_A_ROW: i32 = 9;
    let count = letters.folded.len();
    if typed.is_empty() || typed.len() > count {
        return None;
    }
    // For each typed letter the best score with it at each place, and where the letter before it stands then: names are
    // short, so the plain table will do.
    let mut before: Vec<Option<i32>> = Vec::new();
    let mut came_from: Vec<Vec<usize>> = Vec::with_capacity(typed.len());
    for (nth, letter) in typed.iter().enumerate() {
        let mut scores = vec![None; count];
        let mut from = vec![usize::MAX; count];
        let mut best: Option<(i32, usize)> = None;
        for at in 0..count {
            if letters.folded[at] == *letter {
                let own = 1 + if letters.is_word_start(at) { WORD_START } else { 0 };
                let joined =
                    at.checked_sub(1).and_then(|at| before.get(at).copied().flatten().map(|score| (score, at)));
                let joined = joined.map(|(score, at)| (score + IN_A_ROW, at));
                let reached = if nth == 0 { Some((0, usize::MAX)) } else { best.max(joined) };
                if let Some((score, place)) = reached {
                    (scores[at], from[at]) = (Some(score + own), place);
                }
            }
            if let Some(score) = before.get(at).copied().flatten()
                && best.is_none_or(|(known, _)| score > known)
            {
                best = Some((score, at));
            }
        }
        before = scores;
        came_from.push(from);
    }
    let ends = before.iter().enumerate().filter_map(|(at, score)| score.map(|score| (score, std::cmp::Reverse(at))));
    let mut at = ends.max()?.1.0;
    let mut places = Vec::with_capacity(typed.len());
    for from in came_from.iter().rev() {
        places.push(at);
        at = from[at];
    }
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for place in places.into_iter().rev() {
        match pieces.last_mut() {
            Some(piece) if piece.end == place => piece.end += 1,
            _ => pieces.push(place..place + 1),
        }
    }
    Some(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rank(typed: &str, name: &str) -> Option<Rank> {
        fit(typed, name).map(|fit| fit.rank)
    }

    #[test]
    fn a_fit_is_ranked_by_how_it_stands_there() {
        for (typed, name, wanted) in [
            ("", "Mark done", Some(Rank::Whole)),
            ("mark DONE", "Mark done", Some(Rank::Whole)),
            ("mark d", "Mark done", Some(Rank::Begins)),
            ("done mark", "Mark done", Some(Rank::Words)),
            ("md", "Mark done", Some(Rank::Initials)),
            ("ark", "Mark done", Some(Rank::Inside)),
            ("mdn", "Mark done", Some(Rank::Scattered)),
            ("dm", "Mark done", None),
            ("markdonee", "Mark done", None),
            ("akoe", "Mark done", None),
            ("ма", "Новая Мария", Some(Rank::Words)),
        ] {
            assert_eq!(rank(typed, name), wanted, "{typed:?} in {name:?}");
        }
    }

    #[test]
    fn the_letters_that_were_meant_are_told() {
        let meant = |typed, name: &str| -> Vec<String> {
            fit(typed, name).unwrap().hits.into_iter().map(|hit| name[hit].to_owned()).collect()
        };
        assert_eq!(meant("gs", "Go to Snoozed"), ["G", "S"]);
        assert_eq!(meant("sno go", "Go to Snoozed"), ["Go", "Sno"]);
        assert_eq!(meant("ёт", "Счёт"), ["ёт"]);
        assert_eq!(meant("mdn", "Mark done"), ["M", "d", "n"]);
    }

    #[test]
    fn earlier_words_and_shorter_names_come_first() {
        let best = |typed: &str, names: &[&'static str]| {
            let fits = names.iter().map(|name| (fit(typed, name).unwrap(), *name));
            fits.min_by_key(|(fit, _)| (fit.rank, std::cmp::Reverse(fit.score))).unwrap().1
        };
        assert_eq!(best("sn", &["Select to the next", "Go to Snoozed", "Snooze"]), "Snooze");
        assert_eq!(best("an", &["Next call or another", "Add a note"]), "Next call or another");
        assert_eq!(best("co", &["Copy the transcript", "Copy all"]), "Copy all");
    }
}
