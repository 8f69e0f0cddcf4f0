//! Which part of a file a `Range` header asks for (RFC 9110, section 14). Pure. One range only: several at once get the
//! whole file, as the standard allows.

use std::ops::Range;

/// What to answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// 200 and everything.
    Whole,
    /// 206 and that part; never empty.
    Part(Range<usize>),
    /// 416.
    Unsatisfiable,
}

/// Reads the header of a request for a file of that many bytes.
pub fn wanted(header: Option<&str>, total: usize) -> Wanted {
    let Some(spec) = header.and_then(|value| value.trim().strip_prefix("bytes=")) else { return Wanted::Whole };
    if spec.contains(',') {
        return Wanted::Whole;
    }
    let Some((first, last)) = spec.trim().split_once('-') else { return Wanted::Whole };
    let number =
        |digits: &str| digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<usize>().ok()).flatten();
    match (number(first), number(last), first.is_empty(), last.is_empty()) {
        (_, Some(suffix), true, false) if suffix > 0 && total > 0 => Wanted::Part(total.saturating_sub(suffix)..total),
        (_, Some(_), true, false) => Wanted::Unsatisfiable,
        (Some(first), _, false, true) if first < total => Wanted::Part(first..total),
        (Some(first), Some(last), false, false) if first > last => Wanted::Whole,
        (Some(first), Some(last), false, false) if first < total => {
            Wanted::Part(first..last.saturating_add(1).min(total))
        }
        (Some(_), _, false, true) | (Some(_), Some(_), false, false) => Wanted::Unsatisfiable,
        _ => Wanted::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_standard_says() {
        for (header, wanted_part) in [
            ("bytes=0-0", Wanted::Part(0..1)),
            ("bytes=10-19", Wanted::Part(10..20)),
            ("bytes=90-", Wanted::Part(90..100)),
            ("bytes=-7", Wanted::Part(93..100)),
            ("bytes=-700", Wanted::Part(0..100)),
            ("bytes=50-18446744073709551615", Wanted::Part(50..100)),
            ("bytes=100-", Wanted::Unsatisfiable),
            ("bytes=100-120", Wanted::Unsatisfiable),
            ("bytes=-0", Wanted::Unsatisfiable),
            ("bytes=5-4", Wanted::Whole),
            ("bytes=0-1,5-6", Wanted::Whole),
            ("bytes=a-b", Wanted::Whole),
            ("items=0-1", Wanted::Whole),
            ("bytes=", Wanted::Whole),
            ("bytes=-", Wanted::Whole),
        ] {
            assert_eq!(wanted(Some(header), 100), wanted_part, "{header}");
        }
        assert_eq!(wanted(None, 100), Wanted::Whole);
    }
}
