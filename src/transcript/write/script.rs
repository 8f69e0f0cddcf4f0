//! A transcript as it is to be written: corrected as the person reads it, and each turn with who speaks.

use super::super::{Reading, Transcript, Turn, applied};

/// A transcript with its speakers' names.
#[derive(Debug, Clone, PartialEq)]
pub struct Script {
    transcript: Transcript,
    /// One for each turn.
    names: Vec<String>,
}

/// Somebody says something.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// Which turn it is of the transcript.
    pub number: usize,
    /// Who.
    pub name: &'a str,
    /// What and when.
    pub turn: &'a Turn,
}

impl Script {
    /// Of a transcript as it was read, for a person.
    pub fn of(transcript: &Transcript, reading: &Reading) -> Self {
        let names = transcript.turns.iter().map(|turn| reading.name_of(turn)).collect();
        Self { transcript: applied(transcript, reading), names }
    }

    /// As the person reads it.
    pub fn transcript(&self) -> &Transcript {
        &self.transcript
    }

    /// All turns, also of tools, and what the agent was told.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let turns = self.transcript.turns.iter().zip(&self.names).enumerate();
        turns.map(|(number, (turn, name))| Line { number, name, turn })
    }

    /// What was said on the phone.
    pub fn spoken(&self) -> impl Iterator<Item = Line<'_>> {
        self.lines().filter(|line| line.turn.side.is_spoken())
    }
}
