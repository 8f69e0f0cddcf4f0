//! When a link runs out, as far as the link itself says so. Pure. The credentials behind a signed link may die earlier.

use super::link::Link;
use crate::call::UnixMillis;

/// When the link runs out; `None` if it does not say.
pub(super) fn expires_at(link: &Link) -> Option<UnixMillis> {
    let query = link.query();
    let of = |name: &str| parameter(query, name);
    for vendor in ["X-Amz", "X-Goog"] {
        let (begin, lives) = (of(&format!("{vendor}-Date")), of(&format!("{vendor}-Expires")));
        if let (Some(begin), Some(lives)) = (begin, lives) {
            let lives = lives.parse::<i64>().ok().filter(|secs| (0..=366 * 86_400).contains(secs))?;
            return Some(UnixMillis(basic_time(&begin)? + lives * 1_000));
        }
    }
    // Azure names the end itself; `se` is too short a name to mean that without a signature next to it.
    if let (Some(end), Some(_)) = (of("se"), of("sig")) {
        return rfc3339(&end).map(UnixMillis);
    }
    let seconds = of("Expires").or_else(|| of("exp"))?.parse::<i64>().ok()?;
    match seconds {
        // 2001 to 2286, in seconds; the same in milliseconds.
        1_000_000_000..10_000_000_000 => Some(UnixMillis(seconds * 1_000)),
        1_000_000_000_000..10_000_000_000_000 => Some(UnixMillis(seconds)),
        _ => None,
    }
}

/// A parameter's value, with its escapes read.
fn parameter(query: &str, name: &str) -> Option<String> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.into_iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
    let mut bytes = value.bytes();
    let mut read = Vec::with_capacity(value.len());
    while let Some(byte) = bytes.next() {
        read.push(if byte == b'%' {
            let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
            u8::try_from(digit(bytes.next())? * 16 + digit(bytes.next())?).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(read).ok()
}

/// `20260131T235959Z`, in milliseconds.
fn basic_time(text: &str) -> Option<i64> {
    let is_basic = text.len() == 16 && text.is_ascii() && text.as_bytes()[8] == b'T' && text.ends_with('Z');
    let [date, time] = is_basic.then(|| [&text[..8], &text[9..15]])?;
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    (is_number(date) && is_number(time)).then_some(())?;
    rfc3339(&format!("{}-{}-{}T{}:{}:{}Z", &date[..4], &date[4..6], &date[6..], &time[..2], &time[2..4], &time[4..]))
}

/// `2026-01-31T23:59:59Z`, or `2026-01-31` for its beginning, in milliseconds.
fn rfc3339(text: &str) -> Option<i64> {
    let whole = if text.contains('T') { text.to_owned() } else { format!("{text}T00:00:00Z") };
    // Azure also takes times without seconds.
    let time = whole.parse::<jiff::Timestamp>().ok()?;
    Some(time.as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(query: &str) -> Option<i64> {
        expires_at(&Link::parse(&format!("https://h.example/x?{query}")).unwrap()).map(|at| at.0)
    }

    const AT: i64 = 1_767_225_600_000; // 2026-01-01T00:00:00Z

    #[test]
    fn the_links_own_end_is_read() {
        assert_eq!(end("X-Amz-Date=20260101T000000Z&X-Amz-Expires=3600&X-Amz-Signature=a"), Some(AT + 3_600_000));
        assert_eq!(end("x-goog-expires=604800&x-goog-date=20260101T000000Z"), Some(AT + 604_800_000));
        assert_eq!(end("sv=2024-01-01&se=2026-01-01T00%3A00%3A00Z&sr=b&sig=x"), Some(AT));
        assert_eq!(end("se=2026-01-01&sig=x"), Some(AT));
        assert_eq!(end("AWSAccessKeyId=A&Expires=1767225600&Signature=x"), Some(AT));
        assert_eq!(end("exp=1767225600"), Some(AT));
        assert_eq!(end("exp=1767225600000"), Some(AT));
    }

    #[test]
    fn what_is_no_end_is_left_alone() {
        for query in [
            "",
            "x=1",
            "exp=",
            "exp=soon",
            "exp=12",
            "Expires=99999999999999999999",
            "se=2026-01-01",
            "se=tomorrow&sig=x",
            "X-Amz-Date=20261301T000000Z&X-Amz-Expires=3600",
            "X-Amz-Date=20260101T000000Z&X-Amz-Expires=-1",
            "X-Amz-Date=é0260101T00000Z&X-Amz-Expires=1",
            "exp=%zz",
            "exp=%",
            "X-Amz-Expires=3600",
        ] {
            assert_eq!(end(query), None, "{query}");
        }
    }
}
