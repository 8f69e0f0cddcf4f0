//! Where a transcript stands, in a sentence, and what can be done about it.

use super::TranscriptAction;
use crate::call::{Media, MediaState, UnixMillis};
use crate::inbox::player::{MediaRemedy, Standing, StandingTone};
use crate::inbox::{Action, PlayerAction};
use jiff::tz::TimeZone;

/// Where a transcript stands that has no turns to show.
#[derive(Debug, Clone, PartialEq)]
pub struct TranscriptStanding {
    /// How it is meant.
    pub tone: StandingTone,
    /// In a sentence or two.
    pub sentence: String,
    /// What can be done, the best first.
    pub remedies: Vec<TranscriptRemedy>,
    /// How much of the file is here, if that is worth showing.
    pub progress: Option<f32>,
}

/// Something that can be done about a transcript.
#[derive(Debug, Clone, PartialEq)]
pub struct TranscriptRemedy {
    /// What its button says.
    pub label: String,
    /// What it does; `None` to put the link on the clipboard.
    pub action: Option<Action>,
}

impl TranscriptRemedy {
    fn of(remedy: &MediaRemedy) -> Self {
        let action = match remedy.action() {
            Some(PlayerAction::FetchAgain) => Some(TranscriptAction::FetchAgain.into()),
            Some(PlayerAction::StopFetching) => Some(TranscriptAction::StopFetching.into()),
            other => other.map(Action::Player),
        };
        Self { label: remedy.label(), action }
    }

    /// The file as it is.
    pub(super) fn show_file() -> Self {
        Self { label: String::from(say!("Show the file")), action: Some(TranscriptAction::ShowFile.into()) }
    }

    fn fetch_again() -> Self {
        Self { label: MediaRemedy::FetchAgain.label(), action: Some(TranscriptAction::FetchAgain.into()) }
    }
}

impl TranscriptStanding {
    /// Of a file that was not read, or has not been yet.
    pub(super) fn unread(media: &Media, now: UnixMillis, zone: &TimeZone) -> Self {
        if matches!(media.state, MediaState::Kept | MediaState::Damaged) {
            let sentence = String::from(say!("Reading the transcript…"));
            let remedies = vec![TranscriptRemedy::show_file()];
            return Self { tone: StandingTone::Busy, sentence, remedies, progress: None };
        }
        let Some(standing) = Standing::of(media, None, None, now, zone) else {
            return Self::nothing_said();
        };
        let mut remedies: Vec<TranscriptRemedy> = standing.remedies.iter().map(TranscriptRemedy::of).collect();
        if media.state == MediaState::Unsupported {
            remedies.insert(0, TranscriptRemedy::show_file());
        }
        Self { tone: standing.tone, sentence: standing.sentence, remedies, progress: standing.progress }
    }

    /// Of a file that is something else.
    pub(super) fn no_transcript(remarks: &[String]) -> Self {
        let sentence = match remarks {
            [] => String::from(say!("This file is not a transcript.")),
            remarks => remarks.join(" "),
        };
        let remedies = vec![TranscriptRemedy::show_file(), TranscriptRemedy::fetch_again()];
        Self { tone: StandingTone::Bad, sentence, remedies, progress: None }
    }

    /// Of a transcript without a turn.
    pub(super) fn nothing_said() -> Self {
        let sentence = String::from(say!("Nothing was said in this call, says the transcript."));
        let remedies = vec![TranscriptRemedy::show_file(), TranscriptRemedy::fetch_again()];
        Self { tone: StandingTone::Quiet, sentence, remedies, progress: None }
    }
}
