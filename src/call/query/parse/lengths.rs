//! What follows `length:`: how long a call is, in seconds, minutes or hours.

use super::super::term::Lengths;

/// The range that is named; `None` if it is none. A number alone is minutes.
pub(super) fn lengths_named(value: &str) -> Option<Lengths> {
    let all = u64::MAX;
    let (from, to) = if value.eq_ignore_ascii_case("none") {
        return Some(Lengths::Unknown);
    } else if let Some(least) = value.strip_prefix(">=") {
        (secs(least)?, all)
    } else if let Some(most) = value.strip_prefix("<=") {
        (0, secs(most)?)
    } else if let Some(below) = value.strip_prefix('>') {
        (secs(below)?.saturating_add(1), all)
    } else if let Some(above) = value.strip_prefix('<') {
        // Nothing is shorter than nothing.
        return Some(secs(above)?.checked_sub(1).map_or(Lengths::Seconds(1, 0), |to| Lengths::Seconds(0, to)));
    } else if let Some((from, to)) = value.split_once("..") {
        let from = if from.is_empty() { 0 } else { secs(from)? };
        (from, if to.is_empty() { all } else { secs(to)? })
    } else {
        let exact = secs(value.strip_prefix('=').unwrap_or(value))?;
        (exact, exact)
    };
    // 5m..2m can only mean one thing.
    Some(Lengths::Seconds(from.min(to), from.max(to)))
}

/// Whether a value is the beginning of one.
pub(super) fn could_become_lengths(value: &str) -> bool {
    "none".starts_with(&value.to_ascii_lowercase())
        || value.trim_start_matches(['<', '>', '=']).bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// `90s`, `2m`, `2min`, `1h`, and one after the other: `1m30s`.
fn secs(text: &str) -> Option<u64> {
    let text = text.to_ascii_lowercase();
    let mut rest = text.as_str();
    let mut sum: u64 = 0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let number: u64 = rest[..digits].parse().ok()?;
        rest = &rest[digits..];
        let letters = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let unit = match &rest[..letters] {
            "s" | "sec" => 1,
            "m" | "min" => 60,
            "h" => 3_600,
            "" if sum == 0 && rest.is_empty() => 60,
            _ => return None,
        };
        rest = &rest[letters..];
        sum = sum.checked_add(number.checked_mul(unit)?)?;
    }
    (!text.is_empty()).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_asked_for_in_many_ways() {
        let all = u64::MAX;
        for (value, range) in [
            ("2m", (120, 120)),
            ("2", (120, 120)),
            ("=90s", (90, 90)),
            ("1m30s", (90, 90)),
            (">=2min", (120, all)),
            (">2m", (121, all)),
            ("<=30S", (0, 30)),
            ("<30s", (0, 29)),
            ("<0s", (0, 1)),
            ("60s..119s", (60, 119)),
            ("5m..2m", (120, 300)),
            ("1h..", (3_600, all)),
            ("..1m", (0, 60)),
        ] {
            let wanted = if value == "<0s" { Lengths::Seconds(1, 0) } else { Lengths::Seconds(range.0, range.1) };
            assert_eq!(lengths_named(value), Some(wanted), "{value}");
        }
        assert_eq!(lengths_named("None"), Some(Lengths::Unknown));
        for value in ["", "s", "2x", ">", "-2m", "2m30", "99999999999999999999m"] {
            assert_eq!(lengths_named(value), None, "{value}");
        }
        assert!(could_become_lengths("") && could_become_lengths(">2") && could_become_lengths("no"));
        assert!(!could_become_lengths("x"));
    }
}
