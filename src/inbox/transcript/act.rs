//! What an act on the transcript changes, and which commands follow.

use super::find::{Hit, Needle};
use super::{ShownFile, Tab, TranscriptAction};
use crate::bus::{Command, MediaCommand};
use crate::call::MediaKind;
use crate::call::query::Place;
use crate::inbox::{Detail, Field, Inbox, NoticeKind, Screen, time_label};
use crate::transcript::{Side, Turn, write};

impl Inbox {
    pub(in crate::inbox) fn act_on_transcript(&mut self, action: TranscriptAction) -> Vec<Command> {
        if self.screen != Screen::Calls || !self.has_transcript() {
            return Vec::new();
        }
        match action {
            TranscriptAction::ChooseTab(tab) => self.transcript.tab = tab,
            TranscriptAction::SwitchTab => {
                self.transcript.tab = match self.transcript.tab {
                    Tab::Call => Tab::Transcript,
                    Tab::Transcript => Tab::Call,
                }
            }
            TranscriptAction::Choose(turn) => self.transcript.chosen = Some(turn),
            TranscriptAction::Hear(turn) => return self.hear_turn(turn),
            TranscriptAction::GoTo(turn) => self.go_to_turn(turn),
            TranscriptAction::NextCaller => self.step_caller(true),
            TranscriptAction::PreviousCaller => self.step_caller(false),
            TranscriptAction::Scrolled { top, is_by_hand } => {
                self.transcript.top = top;
                self.transcript.reveal = None;
                let is_held = self.transcript.seq.is_some_and(|seq| self.player.holds(seq));
                if is_by_hand && is_held {
                    self.transcript.is_following = false;
                }
            }
            TranscriptAction::FileScrolled(top) => self.transcript.file_top = top,
            TranscriptAction::Follow => {
                self.transcript.tab = Tab::Transcript;
                self.transcript.is_following = true;
                self.transcript.file = None;
            }
            TranscriptAction::Find => {
                self.transcript.tab = Tab::Transcript;
                self.transcript.file = None;
                if self.transcript.conversation.is_some() {
                    self.transcript.find.get_or_insert_default();
                    self.focus = Some(Field::Find);
                    self.find_again();
                }
            }
            TranscriptAction::TypeFind(typed) => {
                self.transcript.find = Some(typed);
                self.find_again();
                match self.transcript.hit_at {
                    Some(at) => self.go_to_hit(at),
                    None => self.go_to_first_hit(),
                }
            }
            TranscriptAction::NextHit => self.step_hit(true),
            TranscriptAction::PreviousHit => self.step_hit(false),
            TranscriptAction::CloseFind => {
                self.transcript.find = None;
                self.find_again();
            }
            TranscriptAction::ToggleAsides => self.toggle_asides(),
            TranscriptAction::ShowFile => return self.show_file(),
            TranscriptAction::ShowTurns => self.transcript.file = None,
            TranscriptAction::SwitchFile if self.transcript.file.is_some() => self.transcript.file = None,
            TranscriptAction::SwitchFile => return self.show_file(),
            TranscriptAction::Copy(turn) => self.copy_turn(turn),
            TranscriptAction::CopyAll => self.copy_all(),
            TranscriptAction::NoteOn(turn) => self.note_on(turn),
            TranscriptAction::HearHere => return self.with_turn_here(TranscriptAction::Hear),
            TranscriptAction::CopyHere => return self.with_turn_here(TranscriptAction::Copy),
            TranscriptAction::RenameHere => return self.with_turn_here(TranscriptAction::Rename),
            TranscriptAction::SaidNowHere => return self.with_turn_here(TranscriptAction::SaidNow),
            TranscriptAction::NoteHere => return self.with_turn_here(TranscriptAction::NoteOn),
            TranscriptAction::Save(form) => {
                let seq = self.transcript.seq.filter(|_| self.transcript.conversation.is_some());
                return seq.map(|seq| Command::SaveTranscript { seq, form }).into_iter().collect();
            }
            TranscriptAction::FetchAgain | TranscriptAction::StopFetching => {
                let Some(seq) = self.detail.seq() else { return Vec::new() };
                let kind = MediaKind::Transcript;
                return vec![Command::Media(if action == TranscriptAction::FetchAgain {
                    MediaCommand::FetchAgain { seq, kind }
                } else {
                    MediaCommand::StopFetching { seq, kind }
                })];
            }
            action => return self.act_on_reading(action),
        }
        Vec::new()
    }

    pub(super) fn say_of_transcript(&mut self, text: impl Into<String>) {
        self.notices.push(NoticeKind::Done, text, self.now);
    }

    /// A turn as it is shown.
    pub(super) fn turn(&self, turn: usize) -> Option<&Turn> {
        self.transcript.conversation.as_ref()?.transcript.turns.get(turn)
    }

    /// The turn that acts are about: the chosen one, else the one that is heard, else the first in sight.
    pub(super) fn turn_here(&self) -> Option<usize> {
        let conversation = self.transcript.conversation.as_ref()?;
        let in_sight = || conversation.lines().get(self.transcript.top.max(0.0) as usize).map(|line| line.turn);
        self.transcript.chosen.or_else(|| self.spoken().map(|spoken| spoken.turn)).or_else(in_sight)
    }

    fn with_turn_here(&mut self, action: fn(usize) -> TranscriptAction) -> Vec<Command> {
        self.turn_here().map_or_else(Vec::new, |turn| self.act_on_transcript(action(turn)))
    }

    fn hear_turn(&mut self, turn: usize) -> Vec<Command> {
        let start_ms = self.turn(turn).and_then(|said| said.start_ms);
        if let Some(why) = self.no_sound() {
            self.say_of_transcript(why);
            return Vec::new();
        }
        let Some(start_ms) = start_ms else {
            self.say_of_transcript(say!("This turn has no time to play from"));
            return Vec::new();
        };
        self.transcript.chosen = None;
        self.transcript.is_following = true;
        self.hear_from(start_ms)
    }

    fn go_to_turn(&mut self, turn: usize) {
        if self.turn(turn).is_none() {
            return;
        }
        if !self.turn(turn).is_some_and(|said| said.side.is_spoken()) && !self.transcript.shows_asides {
            self.toggle_asides();
        }
        self.reveal(turn);
        self.transcript.chosen = Some(turn);
        self.transcript.flash = Some((turn, self.now));
    }

    /// Brings a turn into sight, whatever is heard.
    fn reveal(&mut self, turn: usize) {
        let view = &mut self.transcript;
        view.tab = Tab::Transcript;
        view.file = None;
        view.reveal = Some(turn);
        view.is_following &= !view.seq.is_some_and(|seq| self.player.holds(seq));
    }

    fn step_caller(&mut self, is_next: bool) {
        let Some(conversation) = &self.transcript.conversation else { return };
        let lines = conversation.lines();
        let is_caller = |at: &usize| {
            let line = lines[*at];
            conversation.transcript.turns[line.turn].side == Side::Caller
        };
        let here = self.turn_here().map_or(0, |turn| conversation.line_of(turn));
        // Before anything was chosen, the one in sight counts too.
        let is_begun = self.transcript.chosen.is_some() || self.spoken().is_some();
        let found = if is_next {
            (here + usize::from(is_begun)..lines.len()).find(is_caller)
        } else {
            (0..here).rev().find(is_caller)
        };
        let Some(turn) = found.map(|at| lines[at].turn) else {
            self.say_of_transcript(if is_next {
                say!("No later turn of the caller")
            } else {
                say!("No earlier turn of the caller")
            });
            return;
        };
        self.reveal(turn);
        self.transcript.chosen = Some(turn);
    }

    /// Looks for what is typed, else for what the search looks for.
    pub(in crate::inbox) fn find_again(&mut self) {
        let view = &mut self.transcript;
        let before = view.hit_at.and_then(|at| view.hits.get(at).cloned());
        view.hits.clear();
        let Some(conversation) = &view.conversation else {
            view.hit_at = None;
            return;
        };
        let needle = view.find.as_deref().filter(|typed| !typed.trim().is_empty()).map(Needle::of);
        let highlighter = self.searching.highlighter();
        let hits_of = |text: &str| match &needle {
            Some(needle) => needle.hits(text),
            None => highlighter.hits_at(Place::Transcript, text),
        };
        if needle.is_some() || !highlighter.is_empty() {
            for line in conversation.lines() {
                let turn = line.turn;
                let said = &conversation.transcript.turns[turn];
                view.hits.extend(hits_of(&said.text).into_iter().map(|at| Hit { turn, at, is_translation: false }));
                let translated = said.translation.as_deref().unwrap_or_default();
                view.hits.extend(hits_of(translated).into_iter().map(|at| Hit { turn, at, is_translation: true }));
            }
        }
        // A longer word may begin where a shorter one did.
        let is_it = |found: &Hit, hit: &Hit| {
            (found.turn, found.at.start, found.is_translation) == (hit.turn, hit.at.start, hit.is_translation)
        };
        view.hit_at = before.and_then(|hit| view.hits.iter().position(|found| is_it(found, &hit)));
    }

    /// A transcript that was just opened under a search begins at the first place of its words.
    pub(super) fn begin_at_hit(&mut self) {
        if self.transcript.find.is_none() {
            self.go_to_first_hit();
        }
    }

    /// The first hit that is not above what is in sight, else the first of all.
    fn go_to_first_hit(&mut self) {
        let view = &self.transcript;
        let Some(conversation) = &view.conversation else { return };
        let top = view.top.ceil() as usize;
        let at = view.hits.iter().position(|hit| conversation.line_of(hit.turn) >= top).unwrap_or(0);
        self.go_to_hit(at);
    }

    fn go_to_hit(&mut self, at: usize) {
        let Some(turn) = self.transcript.hits.get(at).map(|hit| hit.turn) else { return };
        let tab = self.transcript.tab;
        self.reveal(turn);
        // Whoever types elsewhere is not torn away.
        self.transcript.tab = tab;
        self.transcript.hit_at = Some(at);
        self.transcript.chosen = Some(turn);
    }

    fn step_hit(&mut self, is_next: bool) {
        let count = self.transcript.hits.len();
        if count == 0 {
            if self.transcript.find.is_none() {
                self.act_on_transcript(TranscriptAction::Find);
            }
            return;
        }
        let at = match (self.transcript.hit_at, is_next) {
            (Some(at), true) => (at + 1) % count,
            (Some(at), false) => (at + count - 1) % count,
            (None, true) => 0,
            (None, false) => count - 1,
        };
        self.go_to_hit(at);
        self.transcript.tab = Tab::Transcript;
    }

    fn toggle_asides(&mut self) {
        let here = self.turn_in_sight();
        let view = &mut self.transcript;
        view.shows_asides = !view.shows_asides;
        let shows = view.shows_asides;
        if let Some(conversation) = &mut view.conversation {
            conversation.lay_lines(shows);
            // What was in sight stays there.
            if let Some((turn, cut)) = here {
                view.top = conversation.line_of(turn) as f64 + cut;
            }
        }
        self.find_again();
    }

    /// The turn at the top, and how much of it is cut.
    fn turn_in_sight(&self) -> Option<(usize, f64)> {
        let top = self.transcript.top.max(0.0);
        let line = self.transcript.conversation.as_ref()?.lines().get(top as usize)?;
        Some((line.turn, top.fract()))
    }

    fn show_file(&mut self) -> Vec<Command> {
        let Some(seq) = self.detail.seq() else { return Vec::new() };
        self.transcript.tab = Tab::Transcript;
        self.transcript.file = Some(ShownFile::Asked);
        self.transcript.file_top = 0.0;
        vec![Command::LoadTranscriptText { seq }]
    }

    fn copy_turn(&mut self, turn: usize) {
        let Some(conversation) = &self.transcript.conversation else { return };
        let Some(said) = conversation.transcript.turns.get(turn) else { return };
        let time = said.start_ms.map(|at| format!("[{}] ", time_label(at))).unwrap_or_default();
        let translation = said.translation.as_ref().map(|text| format!("\n{text}")).unwrap_or_default();
        let text = format!("{time}{}: {}{translation}", conversation.name(turn), said.text);
        self.to_copy = Some((say!("Turn"), text));
    }

    fn copy_all(&mut self) {
        let Some(Some(file)) = &self.transcript.told else { return };
        if self.transcript.conversation.is_none() {
            return;
        }
        let text = write::text(&write::Script::of(file, &self.transcript.reading));
        self.to_copy = Some((say!("Transcript"), text));
    }

    fn note_on(&mut self, turn: usize) {
        let Detail::Shown(page) = &self.detail else { return };
        let Some(said) = self.turn(turn) else { return };
        let (seq, at_ms) = (page.detail.seq, said.start_ms);
        let draft = self.drafts.entry(seq).or_default();
        draft.note_turn = u32::try_from(turn).ok();
        draft.note_at = at_ms;
        self.transcript.tab = Tab::Call;
        self.focus = Some(Field::Note);
    }
}
