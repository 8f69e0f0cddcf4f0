//! How the person reads the open call's transcript: names, sides, and how much later everything is said; kept for each call.

use super::open::shift_label;
use super::{Renaming, TranscriptAction};
use crate::bus::Command;
use crate::inbox::Inbox;
use crate::transcript::Reading;

/// Times are not moved further than this, in milliseconds: a day.
const FURTHEST_MS: i64 = 86_400_000;
/// The longest name, in characters.
const NAME_CHARS: usize = 60;

impl Inbox {
    pub(super) fn act_on_reading(&mut self, action: TranscriptAction) -> Vec<Command> {
        match action {
            TranscriptAction::Rename(turn) => {
                let is_spoken = |turn: usize| self.turn(turn).is_some_and(|said| said.side.is_spoken());
                let name = self.transcript.conversation.as_ref().map(|shown| shown.name(turn).to_owned());
                let renaming = name.filter(|_| is_spoken(turn)).map(|typed| Renaming { turn, typed });
                self.transcript.reveal = renaming.as_ref().map(|renaming| renaming.turn);
                self.transcript.renaming = renaming;
                Vec::new()
            }
            TranscriptAction::TypeName(typed) => {
                if let Some(renaming) = &mut self.transcript.renaming {
                    renaming.typed = typed.chars().take(NAME_CHARS).collect();
                }
                Vec::new()
            }
            TranscriptAction::CancelName => {
                self.transcript.renaming = None;
                Vec::new()
            }
            TranscriptAction::SaveName => self.save_name(),
            TranscriptAction::Swap => {
                let commands = self.read_otherwise(|reading| reading.is_swapped = !reading.is_swapped);
                self.say_of_transcript(say!("Agent and caller are swapped"));
                commands
            }
            TranscriptAction::Shift(by_ms) => {
                let commands =
                    self.read_otherwise(|reading| reading.offset_ms = reading.offset_ms.saturating_add(by_ms));
                self.say_shift();
                commands
            }
            TranscriptAction::NoShift => {
                let commands = self.read_otherwise(|reading| reading.offset_ms = 0);
                self.say_shift();
                commands
            }
            TranscriptAction::SaidNow(turn) => {
                let file = self.transcript.told.as_ref().and_then(Option::as_ref);
                let start_ms = file.and_then(|file| file.turns.get(turn)?.start_ms);
                let (Some(start_ms), Some(seq)) = (start_ms, self.open_recording_seq()) else {
                    self.say_of_transcript(say!("This turn has no time that could be moved"));
                    return Vec::new();
                };
                let ms = |ms: u64| i64::try_from(ms).unwrap_or(i64::MAX);
                let offset_ms = ms(self.position_of(seq)).saturating_sub(ms(start_ms));
                let commands = self.read_otherwise(|reading| reading.offset_ms = offset_ms);
                self.say_shift();
                commands
            }
            _ => Vec::new(),
        }
    }

    fn save_name(&mut self) -> Vec<Command> {
        let Some(Renaming { turn, typed }) = self.transcript.renaming.take() else { return Vec::new() };
        let file = self.transcript.told.as_ref().and_then(Option::as_ref);
        let Some(said) = file.and_then(|file| file.turns.get(turn)) else { return Vec::new() };
        let key = said.side.key();
        let name = typed.trim().to_owned();
        // What it is called without a name needs none.
        let mut nameless = self.transcript.reading.clone();
        nameless.names.remove(&key);
        let is_name = !name.is_empty() && nameless.name_of(said) != name;
        self.read_otherwise(|reading| {
            if is_name {
                reading.names.insert(key, name);
            } else {
                reading.names.remove(&key);
            }
        })
    }

    fn read_otherwise(&mut self, change: impl FnOnce(&mut Reading)) -> Vec<Command> {
        let Some(seq) = self.transcript.seq.filter(|_| self.transcript.conversation.is_some()) else {
            return Vec::new();
        };
        let mut reading = self.transcript.reading.clone();
        change(&mut reading);
        reading.offset_ms = reading.offset_ms.clamp(-FURTHEST_MS, FURTHEST_MS);
        if reading == self.transcript.reading {
            return Vec::new();
        }
        self.transcript.reading = reading.clone();
        self.transcript.readings.insert(seq, reading.clone());
        self.converse();
        vec![Command::RememberReading { seq, reading }]
    }

    fn say_shift(&mut self) {
        let told = match shift_label(self.transcript.reading.offset_ms) {
            Some(label) => say!("Everything is said {label} than the file says", label = label),
            None => String::from(say!("Times are as the file has them")),
        };
        self.say_of_transcript(told);
    }
}
