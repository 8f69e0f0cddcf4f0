//! Which way a text runs.

use std::borrow::Cow;
use std::ops::Range;

use unicode_bidi::{Direction, Level, ParagraphBidiInfo, get_base_direction_full};

/// A text of letters that all run from left to right.
pub fn is_plain(text: &str) -> bool {
    // No byte from here on begins a letter before Hebrew; most texts are known by that.
    text.is_ascii() || text.bytes().all(|byte| byte < 0xD6) || !text.chars().any(turns)
}

/// A letter that runs from right to left, or a sign that makes others do so.
fn turns(letter: char) -> bool {
    matches!(letter,
        '\u{590}'..='\u{8FF}' | '\u{200F}' | '\u{202B}' | '\u{202E}' | '\u{2067}' | '\u{FB1D}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFE}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// A text that begins at the right: its first letter runs from there.
pub fn is_from_right(text: &str) -> bool {
    !is_plain(text) && get_base_direction_full(text) == Direction::Rtl
}

/// A text to be put behind another, so that it does not turn what is around it.
pub fn apart(text: &str) -> Cow<'_, str> {
    if is_plain(text) { Cow::Borrowed(text) } else { Cow::Owned(format!("\u{2068}{text}\u{2069}")) }
}

/// How deep each byte of a paragraph lies: odd from right to left, even from left to right. The base is the text's, for a
/// paragraph that has no letter.
pub fn levels(paragraph: &str, is_text_from_right: bool) -> (Level, Vec<Level>) {
    let base = match get_base_direction_full(paragraph) {
        Direction::Ltr => Level::ltr(),
        Direction::Rtl => Level::rtl(),
        Direction::Mixed if is_text_from_right => Level::rtl(),
        Direction::Mixed => Level::ltr(),
    };
    let mut levels = ParagraphBidiInfo::new(paragraph, Some(base)).levels;
    if let Ok(within) = Level::new(2) {
        // The standard would put the groups of a phone number in the order of words, and its plus behind it.
        for number in numbers(paragraph) {
            levels[number].fill(within);
        }
    }
    (base, levels)
}

/// Phone numbers and the like: at least seven digits in groups, or five after a plus.
fn numbers(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut letters = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((start, first)) = letters.next() {
        let is_begin = !before.is_alphanumeric() && (is_digit(first) || is_plus(first));
        before = first;
        if !is_begin {
            continue;
        }
        let (mut end, mut digits, mut signs) = (start + first.len_utf8(), usize::from(is_digit(first)), 0);
        let (mut is_grouped, mut opened) = (false, 0_i32);
        let mut brackets = 0_i32;
        while let Some((at, letter)) = letters.peek().copied() {
            if is_digit(letter) {
                is_grouped |= signs > 0;
                (digits, signs, end, opened) = (digits + 1, 0, at + letter.len_utf8(), brackets);
            } else if signs < 2 && is_between(letter) {
                signs += 1;
                brackets += match letter {
                    '(' => 1,
                    ')' => -1,
                    _ => 0,
                };
            } else {
                break;
            }
            before = letter;
            _ = letters.next();
        }
        let is_number = if is_plus(first) { digits >= 5 } else { digits >= 7 && is_grouped };
        if is_number {
            // The bracket before a number is its own where one within it closes it.
            let start = if opened < 0 && text[..start].ends_with('(') { start - 1 } else { start };
            found.push(start..end);
        }
    }
    found
}

fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit() || matches!(letter, '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}')
}

fn is_plus(letter: char) -> bool {
    matches!(letter, '+' | '\u{FF0B}')
}

fn is_between(letter: char) -> bool {
    matches!(letter, ' ' | '\u{A0}' | '\u{202F}' | '-' | '\u{2011}' | '.' | '/' | '(' | ')')
}

/// The sign that is seen from the other side, as brackets are.
pub fn mirrored(letter: char) -> char {
    const PAIRS: [(char, char); 14] = [
        ('(', ')'),
        ('[', ']'),
        ('{', '}'),
        ('<', '>'),
        ('«', '»'),
        ('‹', '›'),
        ('≤', '≥'),
        ('⟨', '⟩'),
        ('⟦', '⟧'),
        ('⟪', '⟫'),
        ('「', '」'),
        ('『', '』'),
        ('【', '】'),
        ('《', '》'),
    ];
    let other = PAIRS.iter().find_map(|(open, close)| match letter {
        letter if letter == *open => Some(*close),
        letter if letter == *close => Some(*open),
        _ => None,
    });
    other.unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_runs_from_the_right_is_set_by_us() {
        for plain in [
            "",
            "John · 85",
            "Zoë Ångström",
            "Иван Петров",
            "Γιώργος",
            "आशा राव",
            "陳偉",
            "김민수",
            "สมชาย",
            "🙂 ok",
            "…—’",
        ] {
            assert!(is_plain(plain), "{plain}");
        }
        for other in ["ליאור", "ليلى", "John ليلى", "سارہ", "ދިވެހި", "ﻟﻴﻠﻰ", "a\u{200F}b"]
        {
            assert!(!is_plain(other), "{other}");
        }
    }

    #[test]
    fn the_first_letter_decides() {
        for from_right in ["ليلى · Northwind", "+971 50 123 ليلى", "(ליאור) Ltd"] {
            assert!(is_from_right(from_right), "{from_right}");
        }
        for from_left in ["Northwind · ليلى", "+971 50 123", "", "١٢٣"] {
            assert!(!is_from_right(from_left), "{from_left}");
        }
    }

    #[test]
    fn what_is_put_apart_turns_nothing() {
        assert!(!is_from_right(&format!(" · {}", apart("ליאור"))));
        assert_eq!(apart("Northwind"), "Northwind");
    }

    #[test]
    fn numbers_in_groups_are_found() {
        let found = |text: &str| numbers(text).into_iter().map(|at| text[at].to_owned()).collect::<Vec<_>>();
        assert_eq!(found("رقمي +971 50 123 4567، شكرا"), ["+971 50 123 4567"]);
        assert_eq!(found("في 2025-12-15 الساعة 10:30"), ["2025-12-15"]);
        assert_eq!(found("(+44) 20-7946 0958."), ["(+44) 20-7946 0958"]);
        assert_eq!(found("غرف 3 و 12 و 45 و 100"), Vec::<String>::new());
        assert_eq!(found("1234567 abc"), Vec::<String>::new());
        assert_eq!(found("+1"), Vec::<String>::new());
    }

    #[test]
    fn signs_have_another_side() {
        assert_eq!("(a)«b»…".chars().map(mirrored).collect::<String>(), ")a(»b«…");
    }
}
