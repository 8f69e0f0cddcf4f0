//! Dates and times: told by their form, and replaced by a day that nothing happened on, written the same way.

use crate::call::query::MONTHS;

/// Days that stand for others: year, month, day, and the first second of half past ten on it (UTC).
const DAYS: [([u32; 3], u64); 4] = [
    ([2025, 1, 15], 1_736_937_000),
    ([2024, 3, 12], 1_710_239_400),
    ([2023, 6, 21], 1_687_343_400),
    ([2022, 9, 8], 1_662_633_000),
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/// Words that stand in a date and tell nothing.
const AMONG: [&str; 20] = [
    "am", "pm", "t", "z", "utc", "gmt", "ist", "est", "edt", "cst", "cdt", "mst", "pst", "pdt", "cet", "bst", "st",
    "nd", "rd", "th",
];

/// A piece of a text: digits, letters, or something between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part<'a> {
    Digits(&'a str),
    Letters(&'a str),
    Between(&'a str),
}

/// Another moment written the same way; `None` for what is no date or time. `which` chooses among a few days.
pub fn another_moment(text: &str, which: usize) -> Option<String> {
    const LONGEST: usize = 64;
    if text.len() > LONGEST || !text.is_ascii() || !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let parts = parts_of(text);
    let day = DAYS[which % DAYS.len()].0;
    compact(&parts, day).or_else(|| written(&parts, day))
}

/// The same for seconds, milliseconds, microseconds or nanoseconds since 1970; `None` for what may be another number.
pub fn another_epoch(digits: &str, which: usize) -> Option<String> {
    let scale = match digits.len() {
        10 => 0,
        13 => 3,
        16 => 6,
        19 => 9,
        _ => return None,
    };
    let is_recent = ("1000000000".."2100000000").contains(&digits.get(..10)?);
    let seconds = DAYS[which % DAYS.len()].1;
    (is_recent && digits.bytes().all(|digit| digit.is_ascii_digit())).then(|| format!("{seconds}{}", "0".repeat(scale)))
}

fn parts_of(text: &str) -> Vec<Part<'_>> {
    let kind = |c: char| (c.is_ascii_digit(), c.is_ascii_alphabetic());
    let mut parts = Vec::new();
    let mut from = 0;
    let ends = text.char_indices().skip(1).map(|(at, _)| at).chain([text.len()]);
    for end in ends {
        let (Some(now), next) = (text[from..].chars().next(), text[end..].chars().next()) else { break };
        if next.map(kind) != Some(kind(now)) {
            let part = &text[from..end];
            parts.push(match kind(now) {
                (true, _) => Part::Digits(part),
                (_, true) => Part::Letters(part),
                _ => Part::Between(part),
            });
            from = end;
        }
    }
    parts
}

/// `20250120T101500Z`
fn compact(parts: &[Part<'_>], day: [u32; 3]) -> Option<String> {
    let [Part::Digits(date), rest @ ..] = parts else { return None };
    let is_date = date.len() == 8
        && is_year(date.get(..4)?)
        && in_range(date.get(4..6)?, 1, 12)
        && in_range(date.get(6..)?, 1, 31);
    let mut text = format!("{}{:02}{:02}", day[0], day[1], day[2]);
    match rest {
        [] => {}
        [Part::Letters("T"), Part::Digits(time), ends @ ..] if matches!(time.len(), 4 | 6) => {
            text.push('T');
            text.push_str(&"103000"[..time.len()]);
            match ends {
                [] => {}
                [Part::Letters("Z")] => text.push('Z'),
                _ => return None,
            }
        }
        _ => return None,
    }
    is_date.then_some(text)
}

/// Everything else: `2025-01-20T10:15:00.5+05:30`, `20 Jan 2025, 10 am`, `20/01/25`, `10:15`.
fn written(parts: &[Part<'_>], day: [u32; 3]) -> Option<String> {
    let name_in = |names: &[&str], word: &str| {
        names.iter().any(|name| {
            word.eq_ignore_ascii_case(name) || (word.len() >= 3 && name.starts_with(&word.to_ascii_lowercase()))
        })
    };
    let (mut has_month, mut numbers) = (false, Vec::new());
    for part in parts {
        match part {
            Part::Letters(word) if name_in(&MONTHS, word) => has_month = true,
            Part::Letters(word) if name_in(&WEEKDAYS, word) => {}
            Part::Letters(word) if AMONG.iter().any(|known| word.eq_ignore_ascii_case(known)) => {}
            Part::Letters(_) => return None,
            Part::Digits(digits) => numbers.push(*digits),
            Part::Between(text) if text.chars().all(|c| " -/.,:+()".contains(c)) => {}
            Part::Between(_) => return None,
        }
    }
    let has_clock =
        parts.windows(3).any(|three| matches!(three, [Part::Digits(_), Part::Between(":"), Part::Digits(_)]));
    let date_ends =
        |three: &[Part<'_>]| matches!(three, [Part::Digits(_), Part::Between("-" | "/" | "."), Part::Digits(_)]);
    let has_date = numbers.len() >= 3
        && numbers.iter().take(3).all(|digits| digits.len() <= 2 || is_year(digits))
        && parts.windows(3).filter(|three| date_ends(three)).count() >= 2;
    let has_hour = parts.iter().any(
        |part| matches!(part, Part::Letters(word) if ["am", "pm"].iter().any(|half| word.eq_ignore_ascii_case(half))),
    );
    if !(has_month || has_clock || has_date || (has_hour && numbers.len() == 1)) {
        return None;
    }
    let mut out = String::new();
    // What of the clock comes next, and how many numbers of the date were written.
    let (mut clock, mut dates) = (0, 0);
    let year_first = numbers.first().is_some_and(|first| first.len() == 4);
    for (at, part) in parts.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| parts.get(at));
        let after = parts.get(at + 1);
        match part {
            Part::Between(text) => out.push_str(text),
            Part::Letters(word) if name_in(&MONTHS, word) => {
                let name = MONTHS[day[1] as usize - 1];
                let name = if word.len() <= 4 { &name[..3] } else { name };
                out.push_str(&cased(name, word));
            }
            Part::Letters(word) if name_in(&WEEKDAYS, word) && word.len() >= 3 => {
                let name = WEEKDAYS[(dates + 2) % WEEKDAYS.len()];
                let name = if word.len() <= 4 { &name[..3] } else { name };
                out.push_str(&cased(name, word));
            }
            Part::Letters(word) => out.push_str(word),
            Part::Digits(digits) => {
                let follows_clock = clock > 0 && matches!(before, Some(Part::Between(":" | "." | ",")));
                let is_offset = clock > 0
                    && matches!(before, Some(Part::Between(text)) if text.trim_start().starts_with(['+', '-']));
                let begins_clock = matches!(after, Some(Part::Between(":")))
                    || matches!(after, Some(Part::Letters(_))) && has_hour && !has_clock
                    || matches!(after, Some(Part::Between(" ")))
                        && matches!(parts.get(at + 2), Some(Part::Letters(word)) if word.eq_ignore_ascii_case("am") || word.eq_ignore_ascii_case("pm"));
                if clock >= 10 || is_offset {
                    // Where the clock stands in the world is no one's own.
                    clock = 10;
                    out.push_str(digits);
                } else if is_year(digits) && digits.len() == 4 {
                    out.push_str(&day[0].to_string());
                    dates += 1;
                } else if follows_clock {
                    let digit = if clock == 1 { "30" } else { "000000000" };
                    out.extend(digit.chars().chain(core::iter::repeat('0')).take(digits.len()));
                    clock += 1;
                } else if begins_clock {
                    out.push_str(if digits.len() == 1 { "9" } else { "10" });
                    clock = 1;
                } else {
                    let number = match (year_first, dates, digits.len()) {
                        (true, 1, _) => day[1],
                        (true, _, _) => day[2],
                        (false, 0, _) if !has_month => day[1],
                        (false, 0, _) => day[2],
                        (false, 1, _) => day[1],
                        (false, _, _) => day[0] % 100,
                    };
                    dates += 1;
                    let wide = format!("{number:0width$}", width = digits.len());
                    out.push_str(if wide.len() > digits.len() { &wide[wide.len() - digits.len()..] } else { &wide });
                }
            }
        }
    }
    Some(out)
}

fn cased(name: &str, like: &str) -> String {
    if like.len() > 1 && like.bytes().all(|byte| byte.is_ascii_uppercase()) {
        name.to_ascii_uppercase()
    } else if like.starts_with(|c: char| c.is_ascii_uppercase()) {
        name[..1].to_ascii_uppercase() + &name[1..]
    } else {
        name.to_owned()
    }
}

fn is_year(digits: &str) -> bool {
    digits.len() == 4 && in_range(digits, 1900, 2100)
}

fn in_range(digits: &str, from: u32, to: u32) -> bool {
    digits.parse().is_ok_and(|number: u32| (from..=to).contains(&number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_as_the_other_was() {
        for (text, other) in [
            ("2025-01-20T10:00:00Z", "2025-01-15T10:30:00Z"),
            ("1999-12-31T23:59:59.123456+05:30", "2025-01-15T10:30:00.000000+05:30"),
            ("2025-01-20 08:05", "2025-01-15 10:30"),
            ("2024-11-02", "2025-01-15"),
            ("20241102T101112Z", "20250115T103000Z"),
            ("12/11/2024", "01/01/2025"),
            ("20 January 2024", "15 January 2025"),
            ("Tue, 14 Feb 2023 10:11 PM", "Wed, 15 Jan 2025 10:30 PM"),
            ("Feb 14, 2023", "Jan 15, 2025"),
            ("9:45 am", "9:30 am"),
            ("5 pm", "9 pm"),
        ] {
            assert_eq!(another_moment(text, 0).as_deref(), Some(other), "{text}");
        }
        for text in
            ["tomorrow at 5", "+1-555-123-4567", "85", "85/100", "12", "hello", "", "2-3 rooms", "1.5", "agent 7"]
        {
            assert_eq!(another_moment(text, 0), None, "{text}");
        }
    }

    #[test]
    fn an_epoch_keeps_its_unit() {
        assert_eq!(another_epoch("1700000000", 0).as_deref(), Some("1736937000"));
        assert_eq!(another_epoch("1700000000123", 1).as_deref(), Some("1710239400000"));
        assert_eq!(another_epoch("9820012345", 0), None);
        assert_eq!(another_epoch("12", 0), None);
    }
}
