//! Answering otherwise on purpose, to see what the sender makes of it: what is altered, in words and read from words. Who
//! rolls the dice is the listener's business.

use std::str::FromStr;

/// Tells in an altered answer that it was altered, and how.
pub const REHEARSAL_HEADER: &str = "X-Call-Inbox-Rehearsal";

/// How answers to calls are altered.
#[derive(Debug, Clone, PartialEq)]
pub struct Rehearsal {
    /// This status instead of our own.
    pub status: Option<u16>,
    /// This body instead of our own.
    pub body: Option<String>,
    /// Not answered before so long, in milliseconds; at most 60 s.
    pub delay_ms: u64,
    /// Of a hundred calls, about so many are answered so: 0 to 100.
    pub percent: u8,
}

impl Rehearsal {
    /// The longest delay, in milliseconds.
    pub const MOST_DELAY_MS: u64 = 60_000;

    /// The longest body, in bytes: far more than any answer says.
    pub const MOST_BODY_BYTES: usize = 32 * 1024;

    /// The statuses that can be answered. Those below 200 are no answer yet.
    pub const STATUSES: core::ops::RangeInclusive<u16> = 200..=599;

    /// Whether it changes anything.
    pub fn is_any(&self) -> bool {
        self.percent > 0 && (self.status.is_some() || self.body.is_some() || self.delay_ms > 0)
    }

    /// What stands against answering so, in a sentence.
    pub fn problem(&self) -> Option<String> {
        if let Some(status) = self.status.filter(|status| !Self::STATUSES.contains(status)) {
            return Some(say!("{status} can't be answered: a status is a number from 200 to 599.", status = status));
        }
        if self.body.as_ref().is_some_and(|body| body.len() > Self::MOST_BODY_BYTES) {
            return Some(say!("The body is too long: at most {most} KB.", most = Self::MOST_BODY_BYTES / 1024));
        }
        if self.delay_ms > Self::MOST_DELAY_MS {
            return Some(say!("The delay is too long: at most {most} s.", most = Self::MOST_DELAY_MS / 1_000));
        }
        if self.percent > 100 {
            return Some(String::from(say!("More than all of 100 calls can't be answered so.")));
        }
        (!self.is_any()).then(|| String::from(say!("Nothing is altered so: choose a status, a body or a delay.")))
    }

    /// What is answered how often, in a few words (`503 after 2 s, about 50 of 100 calls`).
    pub fn summary(&self) -> String {
        let status = self.status.map(|status| status.to_string());
        let body = self.body.as_ref().map(|_| say!("another body"));
        let what: Vec<&str> = status.as_deref().into_iter().chain(body).collect();
        let what = what.join(" with ");
        let delay = (self.delay_ms > 0).then(|| say!("after {time}", time = seconds(self.delay_ms)));
        let how: Vec<String> = Some(what).filter(|what| !what.is_empty()).into_iter().chain(delay).collect();
        let often = if self.percent == 100 {
            String::from(say!("all calls"))
        } else {
            say!("about {percent} of 100 calls", percent = self.percent)
        };
        format!("{}, {often}", how.join(" "))
    }
}

/// From words as the command line has them: `status=503,delay=2s,percent=50,body=…`. What stands behind `body=` is the
/// body to the end, with commas and all.
impl FromStr for Rehearsal {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut rehearsal = Self { status: None, body: None, delay_ms: 0, percent: 100 };
        let mut rest = text;
        while !rest.is_empty() {
            let (part, after) =
                if rest.starts_with("body=") { (rest, "") } else { rest.split_once(',').unwrap_or((rest, "")) };
            rest = after;
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            let whole = |value: &str, what| {
                value.parse().map_err(|_| say!("“{value}” is no {what}", value = value, what = what))
            };
            match key.trim() {
                "status" => rehearsal.status = Some(whole(value.trim(), "status")?),
                "percent" => {
                    let percent: u16 = whole(value.trim().trim_end_matches('%'), say!("number of 100 calls"))?;
                    rehearsal.percent = u8::try_from(percent).unwrap_or(u8::MAX);
                }
                "delay" => rehearsal.delay_ms = milliseconds(value.trim())?,
                "body" => rehearsal.body = Some(value.to_owned()),
                key => return Err(say!("“{key}” is none of status, delay, percent, body", key = key)),
            }
        }
        match rehearsal.problem() {
            Some(problem) => Err(problem),
            None => Ok(rehearsal),
        }
    }
}

/// `2s`, `1.5s`, `250ms`; a bare number is seconds.
fn milliseconds(text: &str) -> Result<u64, String> {
    let fault = || say!("“{text}” is no time such as 2s or 250ms", text = text);
    let (number, unit) = match text.strip_suffix("ms") {
        Some(number) => (number, 1.0),
        None => (text.strip_suffix('s').unwrap_or(text), 1_000.0),
    };
    let number: f64 = number.trim().parse().map_err(|_| fault())?;
    let most = Rehearsal::MOST_DELAY_MS as f64 + 1.0;
    if number.is_finite() && number >= 0.0 { Ok((number * unit).round().min(most) as u64) } else { Err(fault()) }
}

/// A time as a person writes it: `2 s`, `1.5 s`, `250 ms`.
pub fn seconds(ms: u64) -> String {
    if ms < 1_000 { say!("{ms} ms", ms = ms) } else { say!("{ms} s", ms = ms as f64 / 1_000.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_and_said() {
        for (text, wanted, summary) in [
            ("status=503", (Some(503), None, 0, 100), "503, all calls"),
            ("status=503,delay=2s,percent=50", (Some(503), None, 2_000, 50), "503 after 2 s, about 50 of 100 calls"),
            ("delay=250ms", (None, None, 250, 100), "after 250 ms, all calls"),
            ("delay=1.5, percent=5%", (None, None, 1_500, 5), "after 1.5 s, about 5 of 100 calls"),
            (
                "status=200,body={\"a\":1,\"b\":2}",
                (Some(200), Some("{\"a\":1,\"b\":2}"), 0, 100),
                "200 with another body, all calls",
            ),
            ("body=", (None, Some(""), 0, 100), "another body, all calls"),
        ] {
            let read: Rehearsal = text.parse().unwrap();
            assert_eq!((read.status, read.body.as_deref(), read.delay_ms, read.percent), wanted, "{text}");
            assert_eq!(read.summary(), summary);
            assert_eq!(read.problem(), None);
        }
    }

    #[test]
    fn what_can_not_be_is_refused_with_a_reason() {
        for (text, part) in [
            ("", "Nothing is altered"),
            ("percent=0,status=500", "Nothing is altered"),
            ("status=99", "from 200 to 599"),
            ("status=101", "from 200 to 599"),
            ("status=600", "from 200 to 599"),
            ("status=ok", "no status"),
            ("delay=61s", "at most 60 s"),
            ("delay=1e300", "at most 60 s"),
            ("delay=-1s", "no time"),
            ("delay=NaN", "no time"),
            ("percent=101,status=500", "all of 100"),
            ("percent=9999,status=500", "all of 100"),
            ("status=500;delay=2s", "no status"),
            ("colour=red", "none of status"),
        ] {
            let refused = text.parse::<Rehearsal>().unwrap_err();
            assert!(refused.contains(part), "{text}: {refused}");
        }
        let long = Rehearsal { status: None, body: Some("x".repeat(40_000)), delay_ms: 0, percent: 1 };
        assert!(long.problem().is_some_and(|problem| problem.contains("32 KB")));
    }
}
