//! What follows `hour:` and `weekday:`, as bits: one of them, or from one to another, also over midnight and over the weekend.

use super::dates::WEEKDAYS;

/// The fewest letters that a day of the week is known by.
const MIN_LETTERS: usize = 2;

/// A bit for each hour from midnight on; `None` if it names none.
pub(super) fn hours_named(value: &str) -> Option<u32> {
    bits(value, 24, |word| {
        let digits = word.strip_suffix(":00").unwrap_or(word);
        let is_hour = (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_hour.then(|| digits.parse().ok()).flatten().filter(|hour| *hour < 24)
    })
}

/// A bit for each day from Monday on; `None` if it names none.
pub(super) fn weekdays_named(value: &str) -> Option<u8> {
    let named = bits(value, 7, |word| {
        let word = word.to_ascii_lowercase();
        let is_long_enough = word.len() >= MIN_LETTERS;
        WEEKDAYS.iter().position(|(name, _)| is_long_enough && name.starts_with(&word)).map(|at| at as u32)
    })?;
    u8::try_from(named).ok()
}

/// Whether a value is the beginning of one that names hours or days.
pub(super) fn could_become_hours(value: &str) -> bool {
    let last = value.rsplit("..").next().unwrap_or_default().trim_end_matches('.');
    last.bytes().all(|byte| byte.is_ascii_digit() || byte == b':')
}

/// The same of days of the week.
pub(super) fn could_become_weekdays(value: &str) -> bool {
    let last = value.rsplit("..").next().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
    WEEKDAYS.iter().any(|(name, _)| name.starts_with(&last))
}

fn bits(value: &str, of: u32, named: impl Fn(&str) -> Option<u32>) -> Option<u32> {
    let Some((from, to)) = value.split_once("..") else { return named(value).map(|at| 1 << at) };
    let (from, to) = (named(from)?, named(to)?);
    let count = (to + of - from) % of;
    Some((0..=count).fold(0, |bits, step| bits | 1 << ((from + step) % of)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_one_or_a_range_that_may_pass_midnight() {
        for (value, hours) in [
            ("9", Some(0x200)),
            ("09:00", Some(0x200)),
            ("9..11", Some(0xe00)),
            ("23..1", Some(0x80_0003)),
            ("24", None),
            ("9..", None),
            ("", None),
            ("+9", None),
            ("9:30", None),
        ] {
            assert_eq!(hours_named(value), hours, "{value}");
        }
        assert!(could_become_hours("9..") && could_become_hours("") && !could_become_hours("x"));
    }

    #[test]
    fn weekdays_are_known_by_their_beginning() {
        for (value, days) in [
            ("monday", Some(1)),
            ("MON", Some(1)),
            ("mon..fri", Some(0x1f)),
            ("sat..sun", Some(0x60)),
            ("sun..mon", Some(0x41)),
            ("m", None),
            ("monday..", None),
            ("someday", None),
        ] {
            assert_eq!(weekdays_named(value), days, "{value}");
        }
        assert!(could_become_weekdays("m") && could_become_weekdays("mon..") && !could_become_weekdays("x"));
    }
}
