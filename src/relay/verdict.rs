//! What an answer to a request that was handed on means: it is there, it is tried again, it is given up. Pure.
//!
//! | Answer | Then |
//! | --- | --- |
//! | 2xx | sent |
//! | 408, 425, 429, 502, 503, 504, or none at all | tried again for about three days |
//! | another 5xx | tried again seven times in all, over some two and a half hours |
//! | anything else: 4xx, a redirect | tried three times, then a dead letter: it won't be taken as it is |
//!
//! A target that fails at several requests in a row is the trouble itself: all its requests wait (`standing`), rather than each
//! of them using up its tries.

use std::time::Duration;

use super::http::Answer;
use super::pace::Pace;
use crate::call::UnixMillis;

/// As much of an answer's body as is quoted, in characters.
const QUOTED_CHARS: usize = 200;

/// What follows for the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// The target has it.
    Sent,
    /// Again after so long.
    Later(Duration),
    /// Given up.
    Dead,
}

/// What follows, and for the target too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Verdict {
    pub next: Next,
    /// The request may be all right: it is the target that does not take anything just now.
    pub is_unavailable: bool,
}

/// The verdict on an answer to the so-manieth try.
pub(super) fn on_answer(answer: &Answer, tries: u32, now: UnixMillis, pace: &Pace) -> Verdict {
    let (most, is_unavailable) = match answer.status {
        200..=299 => return Verdict { next: Next::Sent, is_unavailable: false },
        408 | 425 | 429 | 502..=504 => (pace.tries_unavailable, true),
        500..=599 => (pace.tries_failing, true),
        _ => (pace.tries_unwanted, false),
    };
    let asked = answer.retry_after.as_deref().and_then(|text| retry_after(text, now));
    let asked = asked.unwrap_or_default().min(pace.most_retry_after);
    Verdict { next: again(tries, most, asked, pace), is_unavailable }
}

/// The verdict on a request that went out and was not answered.
pub(super) fn on_silence(tries: u32, pace: &Pace) -> Verdict {
    Verdict { next: again(tries, pace.tries_unavailable, Duration::ZERO, pace), is_unavailable: true }
}

fn again(tries: u32, most: u32, asked: Duration, pace: &Pace) -> Next {
    if tries >= most { Next::Dead } else { Next::Later(pace.later_for(tries).max(asked)) }
}

/// What `Retry-After` says: seconds, or a date.
fn retry_after(text: &str, now: UnixMillis) -> Option<Duration> {
    if let Ok(secs) = text.trim().parse() {
        return Some(Duration::from_secs(secs));
    }
    let date = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text.trim()).ok()?;
    let left = date.as_millisecond().saturating_sub(now.0);
    Some(Duration::from_millis(u64::try_from(left).unwrap_or_default()))
}

/// Why an answer is none, in a sentence.
pub(super) fn reason(answer: &Answer) -> String {
    let status = answer.status;
    if let (300..=399, Some(place)) = (status, &answer.location) {
        let place = crate::traffic::shown_url(place);
        return format!("The target answered {status} and points to {place}; redirects are not followed.");
    }
    match quoted(&answer.body) {
        said if said.is_empty() => format!("The target answered {status}."),
        said => format!("The target answered {status}: {said}"),
    }
}

/// The beginning of a body in one line; nothing of what is no text.
fn quoted(body: &[u8]) -> String {
    let cut = &body[..body.len().min(QUOTED_CHARS * 4)];
    let text = String::from_utf8_lossy(cut);
    if text.chars().any(|letter| letter.is_control() && !letter.is_whitespace()) {
        return String::new();
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(QUOTED_CHARS) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMillis = UnixMillis(1_700_000_000_000);

    fn answer(status: u16) -> Answer {
        Answer { status, retry_after: None, location: None, body: Vec::new(), took: Duration::ZERO }
    }

    fn next(status: u16, tries: u32) -> Next {
        on_answer(&answer(status), tries, NOW, &Pace::default()).next
    }

    fn later(secs: u64) -> Next {
        Next::Later(Duration::from_secs(secs))
    }

    #[test]
    fn answers_are_told_apart() {
        for (status, tries, wanted) in [
            (200, 1, Next::Sent),
            (204, 9, Next::Sent),
            (400, 1, later(5)),
            (400, 2, later(15)),
            (400, 3, Next::Dead),
            (301, 3, Next::Dead),
            (500, 6, later(7_200)),
            (500, 7, Next::Dead),
            (503, 7, later(7_200)),
            (429, 41, later(7_200)),
            (429, 42, Next::Dead),
        ] {
            assert_eq!(next(status, tries), wanted, "{status} after {tries}");
        }
        assert_eq!(on_silence(1, &Pace::default()), Verdict { next: later(5), is_unavailable: true });
        let is_unavailable = |status| on_answer(&answer(status), 1, NOW, &Pace::default()).is_unavailable;
        assert!(is_unavailable(500) && is_unavailable(503) && !is_unavailable(400) && !is_unavailable(200));
    }

    #[test]
    fn a_target_may_ask_for_more_patience_but_not_for_less_and_not_for_ever() {
        for (asked, secs) in [
            ("60", 60),
            ("1", 5),
            ("999999999", 86_400),
            ("Tue, 14 Nov 2023 22:15:00 GMT", 100),
            ("Tue, 14 Nov 2023 22:13:00 GMT", 5),
            ("soon", 5),
        ] {
            let answer = Answer { retry_after: Some(asked.into()), ..answer(503) };
            assert_eq!(on_answer(&answer, 1, NOW, &Pace::default()).next, later(secs), "{asked}");
        }
    }

    #[test]
    fn a_reason_is_one_line() {
        let said = |body: &[u8]| reason(&Answer { body: body.to_vec(), ..answer(422) });
        assert_eq!(said(b""), "The target answered 422.");
        assert_eq!(said(b"no\r\n  such  agent\n"), "The target answered 422: no such agent");
        assert_eq!(said(b"\x1f\x8b\x00"), "The target answered 422.");
        assert_eq!(said(&[b'x'; 900]), format!("The target answered 422: {}…", "x".repeat(200)));
        let moved = Answer { location: Some("https://a.example/x?token=t".into()), ..answer(308) };
        assert_eq!(
            reason(&moved),
            "The target answered 308 and points to https://a.example/x?…; redirects are not followed."
        );
    }
}
