//! What went wrong, in a sentence, and how a file's state goes on from there. Pure.

use std::time::Duration;

use super::http::Break;
use super::policy::Policy;
use crate::call::{Media, MediaCause, MediaState, UnixMillis};
use crate::words::decimal;

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trouble {
    /// How it goes on.
    pub(super) turn: Turn,
    /// Why, in a sentence.
    pub(super) why: String,
    /// The server wants to be left alone so long.
    pub(super) not_before: Option<Duration>,
}

/// How it goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Turn {
    /// It may be there later; at last it is missing.
    NotYet,
    /// It ended before its end; at last it is damaged.
    CutOff,
    /// Not the file's fault: waits as long as it takes.
    Outside,
    /// Something else came in its place; at last it is refused.
    Page,
    /// It will never be there.
    Gone,
    /// The link has run out.
    Expired,
    /// It is not fetched.
    Refused(MediaCause),
}

/// A server may want to be left alone, but not for ever.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(2 * 60 * 60);
/// How often a file may end too early at the same place until that is taken for its end.
const MAX_CUTS: u32 = 3;
/// Which step of the schedule is used over and over while there is no network, or no room.
const OUTSIDE_STEP: usize = 2;

impl Trouble {
    pub(super) fn of(turn: Turn, why: impl Into<String>) -> Self {
        Self { turn, why: why.into(), not_before: None }
    }

    /// The connection failed before there was an answer.
    pub(super) fn unanswered(what: &Break, host: &str) -> Self {
        let (turn, why) = match what {
            Break::Offline => {
                (Turn::Outside, say!("There is no way to {host}: this computer seems to be offline.", host = host))
            }
            Break::NobodyThere => {
                (Turn::NotYet, say!("Nothing answers at {host}: the connection was refused.", host = host))
            }
            Break::ConnectTimeout => (Turn::NotYet, say!("{host} could not be reached in time.", host = host)),
            Break::Stalled => (Turn::NotYet, say!("{host} took the request and did not answer in time.", host = host)),
            Break::Tls(why) => {
                (Turn::NotYet, say!("No secure connection to {host} came about: {why}.", host = host, why = why))
            }
            Break::Closed => (Turn::NotYet, say!("{host} closed the connection without an answer.", host = host)),
            Break::Other(why) => (Turn::NotYet, say!("{host} could not be asked: {why}.", host = host, why = why)),
        };
        Self::of(turn, why)
    }

    /// The connection failed in the middle of the file.
    pub(super) fn interrupted(what: &Break, host: &str) -> Self {
        let (turn, why) = match what {
            Break::Offline => (Turn::Outside, say!("The connection to {host} was lost.", host = host)),
            Break::Stalled | Break::ConnectTimeout => {
                (Turn::CutOff, say!("{host} stopped in the middle of the file.", host = host))
            }
            Break::Closed => (Turn::CutOff, say!("{host} ended the file too early.", host = host)),
            Break::NobodyThere | Break::Tls(_) | Break::Other(_) => {
                (Turn::CutOff, say!("The connection to {host} broke in the middle of the file.", host = host))
            }
        };
        Self::of(turn, why)
    }

    /// A host could not be looked up.
    pub(super) fn unknown_host(error: &std::io::Error, host: &str) -> Self {
        match error.kind() {
            std::io::ErrorKind::NetworkDown => Self::of(
                Turn::Outside,
                say!("{host} can't be looked up: this computer seems to be offline.", host = host),
            ),
            std::io::ErrorKind::TimedOut => {
                Self::of(Turn::NotYet, say!("{host} could not be looked up in time.", host = host))
            }
            _ => Self::of(Turn::NotYet, say!("There is no host named {host}.", host = host)),
        }
    }

    /// The disk took no more.
    pub(super) fn disk(error: &std::io::Error) -> Self {
        let is_full = matches!(error.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded);
        let why = if is_full {
            String::from(say!("The disk is full: what has arrived is kept, and the rest follows once there is room."))
        } else {
            say!("The file can't be written to the media folder: {error}.", error = error)
        };
        Self::of(Turn::Outside, why)
    }

    /// Larger than allowed.
    pub(super) fn too_large(total: Option<u64>, policy: &Policy) -> Self {
        let most = megabytes(policy.max_file_bytes);
        let why = match total {
            Some(total) => {
                say!("The file has {size}; more than {most} is not fetched.", size = megabytes(total), most = most)
            }
            None => say!("The file has more than {most}, which is not fetched.", most = most),
        };
        Self::of(Turn::Refused(MediaCause::TooLarge(total)), why)
    }

    /// What becomes of the file. `was_waited_for`: a person waits for it right now.
    pub(super) fn apply(self, media: &mut Media, now: UnixMillis, policy: &Policy, is_waited_for: bool) {
        media.cause = None;
        media.retry_at = None;
        let wait = match self.turn {
            Turn::Outside => {
                let step = if is_waited_for { 0 } else { OUTSIDE_STEP };
                policy.retry_after.get(step).or(policy.retry_after.last()).copied()
            }
            Turn::NotYet | Turn::Page | Turn::CutOff => {
                media.tries += 1;
                let is_given_up = self.turn == Turn::CutOff && media.tries >= MAX_CUTS;
                let step = usize::try_from(media.tries - 1).unwrap_or(usize::MAX);
                policy.retry_after.get(step).copied().filter(|_| !is_given_up)
            }
            Turn::Gone | Turn::Expired | Turn::Refused(_) => {
                media.tries += 1;
                None
            }
        };
        if let Some(wait) = wait {
            let wait = wait.max(self.not_before.unwrap_or_default().min(MAX_RETRY_AFTER));
            media.state = MediaState::Waiting;
            media.why = Some(self.why);
            media.retry_at = Some(UnixMillis(now.0 + i64::try_from(wait.as_millis()).unwrap_or(i64::MAX / 2)));
            return;
        }
        let tried = match media.tries {
            0 | 1 => String::new(),
            tries => format!(" {}", say_many!(tries, "It was tried {n} time.", "It was tried {n} times.")),
        };
        let has_some = !media.ranges.is_empty();
        (media.state, media.why) = match self.turn {
            // What has come of it can be heard.
            Turn::NotYet | Turn::CutOff | Turn::Gone | Turn::Outside | Turn::Expired if has_some => {
                (MediaState::Damaged, Some(format!("{} {}{tried}", self.why, missing(media))))
            }
            Turn::NotYet | Turn::CutOff | Turn::Gone | Turn::Outside => {
                (MediaState::Missing, Some(format!("{}{tried}", self.why)))
            }
            Turn::Page => {
                media.cause = Some(MediaCause::Other);
                (MediaState::Refused, Some(format!("{}{tried}", self.why)))
            }
            Turn::Expired => (MediaState::Expired, Some(self.why)),
            Turn::Refused(cause) => {
                media.cause = Some(cause);
                (MediaState::Refused, Some(self.why))
            }
        };
    }
}

/// How much of a file is missing, in a sentence.
fn missing(media: &Media) -> String {
    match media.total_bytes {
        Some(total) => {
            let missing = total.saturating_sub(media.bytes_kept());
            say!("{missing} of {all} are missing.", missing = megabytes(missing), all = megabytes(total))
        }
        None => String::from(say!("How much is missing is not known.")),
    }
}

/// A size as people read it.
pub(super) fn megabytes(bytes: u64) -> String {
    match bytes {
        0..1_000 => say_many!(bytes, "{n} byte", "{n} bytes"),
        1_000..1_000_000 => say!("{size} KB", size = decimal(bytes as f64 / 1e3, 1)),
        1_000_000..1_000_000_000 => say!("{size} MB", size = decimal(bytes as f64 / 1e6, 1)),
        _ => say!("{size} GB", size = decimal(bytes as f64 / 1e9, 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{MediaKind, Seq};

    fn media() -> Media {
        Media::named(Seq(1), MediaKind::Recording, String::from("https://h.example/x"))
    }

    fn not_yet() -> Trouble {
        Trouble::of(Turn::NotYet, "It is not there.")
    }

    #[test]
    fn a_file_is_tried_by_the_schedule_and_is_then_missing() {
        let (mut media, policy) = (media(), Policy::default());
        for secs in [5, 15, 60, 300, 1_800, 7_200] {
            not_yet().apply(&mut media, UnixMillis(1_000), &policy, false);
            assert_eq!((media.state, media.retry_at), (MediaState::Waiting, Some(UnixMillis(1_000 + secs * 1_000))));
        }
        not_yet().apply(&mut media, UnixMillis(1_000), &policy, false);
        assert_eq!((media.state, media.retry_at), (MediaState::Missing, None));
        assert_eq!(media.why.as_deref(), Some("It is not there. It was tried 7 times."));
    }

    #[test]
    fn without_a_network_it_waits_for_ever() {
        let (mut media, policy) = (media(), Policy::default());
        for _ in 0..100 {
            let trouble = Trouble::unanswered(&Break::Offline, "h.example");
            trouble.apply(&mut media, UnixMillis(0), &policy, false);
        }
        assert_eq!((media.state, media.tries), (MediaState::Waiting, 0));
        assert_eq!(media.retry_at, Some(UnixMillis(60_000)));
    }

    #[test]
    fn a_server_that_keeps_ending_too_early_leaves_a_damaged_file() {
        let (mut media, policy) = (media(), Policy::default());
        (media.ranges, media.total_bytes) = (core::iter::once(0..1_500_000).collect(), Some(2_000_000));
        for _ in 0..MAX_CUTS {
            Trouble::interrupted(&Break::Closed, "h.example").apply(&mut media, UnixMillis(0), &policy, false);
        }
        assert_eq!(media.state, MediaState::Damaged);
        let why = "h.example ended the file too early. 500.0 KB of 2.0 MB are missing. It was tried 3 times.";
        assert_eq!(media.why.as_deref(), Some(why));
    }

    #[test]
    fn a_server_is_left_alone_as_long_as_it_asks() {
        let (mut media, policy) = (media(), Policy::default());
        let trouble = Trouble { not_before: Some(Duration::from_secs(90)), ..not_yet() };
        trouble.apply(&mut media, UnixMillis(0), &policy, false);
        assert_eq!(media.retry_at, Some(UnixMillis(90_000)));
    }
}
