//! Where a recording stands, in a sentence, and what a person can do about it.

use jiff::tz::TimeZone;

use super::PlayerAction;
use super::words::{time_label, wait_label};
use crate::bus::{PlayerState, PlayerStatus};
use crate::call::{Media, MediaCause, MediaKind, MediaState, Sound, UnixMillis};
use crate::inbox::{bytes_label, when_within};
use crate::words;

/// What is there to be heard within so long needs no word about it, in milliseconds.
pub(super) const OPENING_TOLD_MS: i64 = 400;

/// How a sentence is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StandingTone {
    /// By the way.
    Quiet,
    /// Something is under way.
    Busy,
    /// Something is not as it should be.
    Warning,
    /// It can't be heard.
    Bad,
}

/// Where a recording stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// How it is meant.
    pub tone: StandingTone,
    /// In a sentence or two.
    pub sentence: String,
    /// What can be done, the best first.
    pub remedies: Vec<MediaRemedy>,
    /// There is something to hear: the sentence stands below the waveform, else in its place.
    pub is_playable: bool,
    /// How much of it is here, if that is worth showing.
    pub progress: Option<f32>,
}

/// Something that can be done about a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaRemedy {
    /// Fetch now what would be tried later.
    TryNow,
    /// Try once more.
    TryAgain,
    /// Try although the link has run out.
    TryAnyway,
    /// Fetch what was here, or came broken.
    FetchAgain,
    /// Play it once more: what stood in the way may be gone.
    PlayAgain,
    /// Stop fetching.
    Stop,
    /// Fetch from this host from now on.
    Allow(String),
    /// Put the link on the clipboard.
    CopyLink,
}

impl MediaRemedy {
    /// What its button says.
    pub fn label(&self) -> String {
        match self {
            Self::TryNow => String::from(say!("Try now")),
            Self::TryAgain => String::from(say!("Try again")),
            Self::TryAnyway => String::from(say!("Try anyway")),
            Self::FetchAgain => String::from(say!("Fetch again")),
            Self::PlayAgain => String::from(say!("Play again")),
            Self::Stop => String::from(say!("Stop fetching")),
            Self::Allow(host) => say!("Allow {host}", host = host),
            Self::CopyLink => String::from(say!("Copy the link")),
        }
    }

    /// What its button does; `None` where the window does it by itself.
    pub fn action(&self) -> Option<PlayerAction> {
        match self {
            Self::TryNow | Self::TryAgain | Self::TryAnyway | Self::FetchAgain => Some(PlayerAction::FetchAgain),
            Self::PlayAgain => Some(PlayerAction::Toggle),
            Self::Stop => Some(PlayerAction::StopFetching),
            Self::Allow(host) => Some(PlayerAction::AllowHost(host.clone())),
            Self::CopyLink => None,
        }
    }
}

impl Standing {
    /// What is to be said of a recording; `None` when all is well. `player` is the player while it holds this recording.
    pub fn of(
        media: &Media,
        sound: Option<&Sound>,
        player: Option<&PlayerState>,
        now: UnixMillis,
        zone: &TimeZone,
    ) -> Option<Self> {
        let is_going = player.is_some_and(|player| {
            matches!(player.status, PlayerStatus::Playing | PlayerStatus::Paused | PlayerStatus::Ended)
        });
        let heard_of = player.and_then(|player| of_player(player, now));
        if heard_of.is_some() && (media.state.is_here() || media.state == MediaState::Fetching) {
            return heard_of;
        }
        let standing = of_media(media, sound, now, zone);
        // What is being heard can be heard, whatever became of the rest.
        standing.map(|standing| Self { is_playable: standing.is_playable || is_going, ..standing })
    }
}

fn of_player(player: &PlayerState, now: UnixMillis) -> Option<Standing> {
    let (tone, sentence) = match (player.status, &player.trouble) {
        (PlayerStatus::Failed, Some(trouble)) => (StandingTone::Bad, trouble.clone()),
        (PlayerStatus::Failed, None) => (StandingTone::Bad, String::from(say!("This recording can't be played."))),
        (_, Some(trouble)) => (StandingTone::Warning, trouble.clone()),
        (PlayerStatus::RunningDry, None) => (StandingTone::Busy, String::from(say!("Waiting for the recording…"))),
        (PlayerStatus::Opening, None) if now.0 - player.at.0 >= OPENING_TOLD_MS => {
            (StandingTone::Busy, String::from(say!("Opening…")))
        }
        _ => return None,
    };
    let is_failed = player.status == PlayerStatus::Failed;
    let remedies = if is_failed { vec![MediaRemedy::PlayAgain] } else { Vec::new() };
    Some(Standing { tone, sentence, remedies, is_playable: true, progress: None })
}

fn of_media(media: &Media, sound: Option<&Sound>, now: UnixMillis, zone: &TimeZone) -> Option<Standing> {
    let when = |at: UnixMillis| when_within(at, now, zone);
    let has_bytes = media.bytes_kept() > 0;
    let is_recording = media.kind == MediaKind::Recording;
    let why = media.why.as_deref().map(str::trim).filter(|why| !why.is_empty());
    let why = why.map(|why| whole(&words::say_kept(why)));
    let (tone, sentence, remedies) = match media.state {
        MediaState::Kept => {
            let damage = sound.and_then(|sound| sound.damage.as_deref())?;
            (StandingTone::Warning, whole(damage), vec![MediaRemedy::FetchAgain])
        }
        MediaState::Fetching => (StandingTone::Busy, fetching(media), vec![MediaRemedy::Stop]),
        MediaState::Waiting => (StandingTone::Busy, waiting(media, why, now, zone), vec![MediaRemedy::TryNow]),
        MediaState::Expired => {
            let since = media.expires_at.filter(|at| at.0 <= now.0);
            let sentence = since.map_or_else(
                || why.unwrap_or_else(|| String::from(say!("The link has run out."))),
                |at| {
                    if is_recording {
                        say!("The link ran out {when}, before the recording was here.", when = when(at))
                    } else {
                        say!("The link ran out {when}, before the transcript was here.", when = when(at))
                    }
                },
            );
            (StandingTone::Bad, sentence, vec![MediaRemedy::TryAnyway, MediaRemedy::CopyLink])
        }
        MediaState::Missing => {
            let missing = if is_recording {
                say!("The server does not have this recording.")
            } else {
                say!("The server does not have this transcript.")
            };
            let why = why.unwrap_or_else(|| missing.to_owned());
            let sentence = match media.tries {
                ..=1 => why,
                tries => format!("{why} {}", say_many!(tries, "Tried {n} time.", "Tried {n} times.")),
            };
            (StandingTone::Bad, sentence, vec![MediaRemedy::TryAgain, MediaRemedy::CopyLink])
        }
        MediaState::Refused => refused(media, why),
        MediaState::Damaged => {
            let sentence = sound.and_then(|sound| sound.damage.as_deref().map(whole)).or(why);
            let sentence =
                sentence.unwrap_or_else(|| String::from(say!("The file is damaged; what can be heard is played.")));
            (StandingTone::Warning, sentence, vec![MediaRemedy::FetchAgain])
        }
        MediaState::Unsupported => {
            let what = if is_recording {
                say!("The file is here, but it is nothing that can be played.")
            } else {
                say!("The file is here, but it is not a transcript.")
            };
            let sentence = why.unwrap_or_else(|| what.to_owned());
            (StandingTone::Bad, sentence, vec![MediaRemedy::FetchAgain, MediaRemedy::CopyLink])
        }
        MediaState::Evicted => {
            let sentence = if is_recording {
                say!("It was taken away to make room for newer recordings.").to_owned()
            } else {
                say!("It was taken away to make room for newer files.").to_owned()
            };
            (StandingTone::Quiet, sentence, vec![MediaRemedy::FetchAgain])
        }
    };
    let is_playable = match media.state {
        MediaState::Kept | MediaState::Fetching | MediaState::Damaged => true,
        MediaState::Unsupported => false,
        _ => has_bytes,
    };
    let is_busy = matches!(media.state, MediaState::Fetching | MediaState::Waiting);
    let mut sentence = sentence;
    if let Some(at) = media.expires_at.filter(|at| is_busy && at.0 > now.0) {
        sentence = format!("{sentence} {}", say!("Link runs out {when}.", when = when(at)));
    }
    let progress = media.total_bytes.filter(|total| media.state == MediaState::Fetching && *total > 0);
    let progress = progress.map(|total| (media.bytes_kept() as f64 / total as f64).clamp(0.0, 1.0) as f32);
    Some(Standing { tone, sentence, remedies, is_playable, progress })
}

fn fetching(media: &Media) -> String {
    let kept = bytes_label(media.bytes_kept());
    match media.total_bytes {
        _ if media.bytes_kept() == 0 => String::from(say!("Fetching…")),
        Some(total) => say!("Fetching: {kept} of {total}.", kept = kept, total = bytes_label(total)),
        None => say!("Fetching: {kept} so far.", kept = kept),
    }
}

fn waiting(media: &Media, why: Option<String>, now: UnixMillis, zone: &TimeZone) -> String {
    let Some(retry_at) = media.retry_at else {
        return why.unwrap_or_else(|| String::from(say!("Waiting to be fetched.")));
    };
    let why = why.unwrap_or_else(|| String::from(say!("Not there yet.")));
    let wait_ms = retry_at.0 - now.0;
    match wait_ms {
        ..=0 => say!("{why} Trying again…", why = why),
        1..3_600_000 => say!("{why} Tried again in {wait}.", why = why, wait = wait_label(wait_ms)),
        _ => say!("{why} Tried again {when}.", why = why, when = when_within(retry_at, now, zone)),
    }
}

fn refused(media: &Media, why: Option<String>) -> (StandingTone, String, Vec<MediaRemedy>) {
    match &media.cause {
        Some(MediaCause::HostNotAllowed(host)) => {
            let otherwise =
                || say!("Not fetched: {host} is not a public address. Allow it if you know it.", host = host);
            (StandingTone::Warning, why.unwrap_or_else(otherwise), vec![MediaRemedy::Allow(host.clone())])
        }
        Some(MediaCause::TooLarge(bytes)) => {
            let otherwise = || match bytes {
                Some(bytes) => {
                    say!("Not fetched: the file is larger than allowed ({size}).", size = bytes_label(*bytes))
                }
                None => say!("Not fetched: the file is larger than allowed.").to_owned(),
            };
            let remedies = vec![MediaRemedy::TryAgain, MediaRemedy::CopyLink];
            (StandingTone::Warning, why.unwrap_or_else(otherwise), remedies)
        }
        Some(MediaCause::Other) | None => {
            let otherwise = || String::from(say!("Not fetched: the address was refused."));
            let remedies = vec![MediaRemedy::TryAgain, MediaRemedy::CopyLink];
            (StandingTone::Bad, why.unwrap_or_else(otherwise), remedies)
        }
    }
}

/// When what is said of a recording changes by itself.
pub(in crate::inbox) fn changes_at(media: &Media, now: UnixMillis) -> Option<UnixMillis> {
    let retry_at = media.retry_at.filter(|_| media.state == MediaState::Waiting)?;
    let wait_ms = retry_at.0 - now.0;
    match wait_ms {
        ..=0 => None,
        1..90_000 => Some(UnixMillis(now.0 + (wait_ms - 1) % 1_000 + 1)),
        _ => Some(UnixMillis(now.0 + 60_000.min(wait_ms))),
    }
}

/// A sentence with its full stop.
fn whole(text: &str) -> String {
    if text.ends_with(['.', '!', '?', '…']) { text.to_owned() } else { format!("{text}.") }
}

/// "0:42–1:10".
pub(super) fn stretch_label((from, to): (u64, u64)) -> String {
    format!("{}–{}", time_label(from), time_label(to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{MediaKind, Seq};

    const NOW: UnixMillis = UnixMillis(1_765_539_682_000);

    fn media(state: MediaState) -> Media {
        Media { state, ..Media::named(Seq(1), MediaKind::Recording, "https://x/a.ogg".into()) }
    }

    fn said(media: &Media) -> (String, Vec<String>, bool) {
        let standing = Standing::of(media, None, None, NOW, &TimeZone::UTC).unwrap();
        (standing.sentence, standing.remedies.iter().map(MediaRemedy::label).collect(), standing.is_playable)
    }

    #[test]
    fn every_state_says_what_it_is_and_what_can_be_done() {
        let at = |secs: i64| Some(UnixMillis(NOW.0 + secs * 1_000));
        let host = Some(MediaCause::HostNotAllowed("files.example:9000".into()));
        let cases = [
            (media(MediaState::Waiting), "Waiting to be fetched.", "Try now", false),
            (
                Media { retry_at: at(12), ..media(MediaState::Waiting) },
                "Not there yet. Tried again in 12 s.",
                "Try now",
                false,
            ),
            (
                Media {
                    total_bytes: Some(3_400_000),
                    ranges: std::iter::once(0..1_200_000).collect(),
                    ..media(MediaState::Fetching)
                },
                "Fetching: 1.2 MB of 3.4 MB.",
                "Stop fetching",
                true,
            ),
            (
                Media { expires_at: at(-60), ..media(MediaState::Expired) },
                "The link ran out today 11:40, before the recording was here.",
                "Try anyway",
                false,
            ),
            (
                Media { tries: 6, ..media(MediaState::Missing) },
                "The server does not have this recording. Tried 6 times.",
                "Try again",
                false,
            ),
            (
                Media { cause: host, ..media(MediaState::Refused) },
                "Not fetched: files.example:9000 is not a public address. Allow it if you know it.",
                "Allow files.example:9000",
                false,
            ),
            (
                Media { cause: Some(MediaCause::TooLarge(Some(690_000_000))), ..media(MediaState::Refused) },
                "Not fetched: the file is larger than allowed (690.0 MB).",
                "Try again",
                false,
            ),
            (
                Media { why: Some("The file ends in the middle".into()), ..media(MediaState::Damaged) },
                "The file ends in the middle.",
                "Fetch again",
                true,
            ),
            (
                media(MediaState::Unsupported),
                "The file is here, but it is nothing that can be played.",
                "Fetch again",
                false,
            ),
            (media(MediaState::Evicted), "It was taken away to make room for newer recordings.", "Fetch again", false),
        ];
        for (media, sentence, remedy, is_playable) in cases {
            let said = said(&media);
            assert_eq!((said.0.as_str(), said.1[0].as_str(), said.2), (sentence, remedy, is_playable), "{media:?}");
        }
        assert_eq!(Standing::of(&media(MediaState::Kept), None, None, NOW, &TimeZone::UTC), None);
    }

    #[test]
    fn the_links_end_is_told_while_the_file_is_not_here() {
        let expires_at = Some(UnixMillis(NOW.0 + 8_640_000));
        let (sentence, ..) = said(&Media { expires_at, ..media(MediaState::Waiting) });
        assert_eq!(sentence, "Waiting to be fetched. Link runs out today 14:05.");
        assert_eq!(
            Standing::of(&Media { expires_at, ..media(MediaState::Kept) }, None, None, NOW, &TimeZone::UTC),
            None
        );
    }

    #[test]
    fn the_players_trouble_stands_above_a_file_that_is_here() {
        let mut player = PlayerState { status: PlayerStatus::RunningDry, ..PlayerState::default() };
        let said = |player: &PlayerState, state| {
            Standing::of(&media(state), None, Some(player), NOW, &TimeZone::UTC).map(|standing| standing.sentence)
        };
        assert_eq!(said(&player, MediaState::Fetching).unwrap(), "Waiting for the recording…");
        player.status = PlayerStatus::Failed;
        player.trouble = Some("There is no device to play on.".into());
        assert_eq!(said(&player, MediaState::Kept).unwrap(), "There is no device to play on.");
        player = PlayerState { status: PlayerStatus::Opening, at: NOW, ..PlayerState::default() };
        assert_eq!(said(&player, MediaState::Kept), None, "not before it takes long");
        player.at = UnixMillis(NOW.0 - OPENING_TOLD_MS);
        assert_eq!(said(&player, MediaState::Kept).unwrap(), "Opening…");
        assert!(said(&player, MediaState::Expired).unwrap().starts_with("The link"));
        player.status = PlayerStatus::Playing;
        assert_eq!(said(&player, MediaState::Kept), None);
    }

    #[test]
    fn a_countdown_is_drawn_again_as_its_second_ends() {
        let at = |wait| Media { retry_at: Some(UnixMillis(NOW.0 + wait)), ..media(MediaState::Waiting) };
        assert_eq!(changes_at(&at(11_400), NOW), Some(UnixMillis(NOW.0 + 400)));
        assert_eq!(changes_at(&at(12_000), NOW), Some(UnixMillis(NOW.0 + 1_000)));
        assert_eq!(changes_at(&at(-5), NOW), None);
        assert_eq!(changes_at(&media(MediaState::Kept), NOW), None);
    }
}
