//! What an act on the player changes, and which commands follow. Shown at once; the engine's word stands above it later.

use super::standing::stretch_label;
use super::{JUMPS_JOIN_MS, JUMPS_KEPT, Jump, PlayerAction, SPEEDS_OFFERED, speed_label};
use crate::bus::{Command, MediaCommand, PlayerCommand, PlayerStatus, SavePlace};
use crate::call::{Listening, MediaKind, Seq, Sides};
use crate::inbox::{Detail, Field, Inbox, NoticeKind, Screen, Tab, time_label};

/// The loudest there is.
const LOUDEST: f32 = 2.0;
/// A recording that was left so near to its end begins anew, in milliseconds.
const END_MS: u64 = 1_500;
/// The shortest loop, in milliseconds: less is a slip of the finger.
const SHORTEST_LOOP_MS: u64 = 200;

impl Inbox {
    pub(in crate::inbox) fn act_on_player(&mut self, action: PlayerAction) -> Vec<Command> {
        match action {
            PlayerAction::Toggle => self.toggle(),
            PlayerAction::TogglePlaying => self.player.state.seq.map_or_else(Vec::new, |seq| self.toggle_of(seq)),
            PlayerAction::PutAway => {
                self.player.hidden = self.player.state.seq;
                if self.player.is_going() { self.pause() } else { Vec::new() }
            }
            PlayerAction::ReturnToPlaying => {
                let seq = self.player.state.seq;
                seq.filter(|seq| !self.is_open(*seq)).map_or_else(Vec::new, |seq| self.open(seq))
            }
            PlayerAction::SeekTo(position_ms) => self.seek(position_ms, false),
            PlayerAction::Step(by_ms) => self.step(by_ms),
            PlayerAction::UndoSeek => self.undo_seek(),
            PlayerAction::SetSpeed(speed) => self.set_speed(speed),
            PlayerAction::Faster => self.step_speed(true),
            PlayerAction::Slower => self.step_speed(false),
            PlayerAction::ToggleSkipSilence => {
                let skips = !self.player.state.skips_silence;
                self.player.state.skips_silence = skips;
                self.player.prefs.skips_silence = skips;
                self.say(if skips { say!("Silence is skipped") } else { say!("Silence is played") });
                vec![Command::Player(PlayerCommand::SetSkipSilence(skips))]
            }
            PlayerAction::SetVolume(volume) => self.set_volume(volume),
            PlayerAction::StepVolume(steps) => {
                let step = f32::from(self.player.prefs.volume_step_percent.max(1)) / 100.0;
                let volume = (self.player.state.volume / step).round() + steps as f32;
                let commands = self.set_volume(volume * step);
                self.say(say!("Volume {percent} %", percent = (self.player.state.volume * 100.0).round()));
                commands
            }
            PlayerAction::SetVolumeStep(percent) => {
                self.player.prefs.volume_step_percent = percent;
                Vec::new()
            }
            PlayerAction::SetUsualSpeed(speed) => {
                self.player.prefs.usual_speed = speed;
                Vec::new()
            }
            PlayerAction::ToggleMute => {
                let is_muted = !self.player.state.is_muted;
                self.player.state.is_muted = is_muted;
                vec![Command::Player(PlayerCommand::SetMuted(is_muted))]
            }
            PlayerAction::SetSides(sides) => self.set_sides(sides),
            PlayerAction::SetCallerLeft(is_caller_left) => {
                self.listen_otherwise(|listening| listening.is_caller_left = is_caller_left)
            }
            PlayerAction::LoopFrom => self.begin_loop(),
            PlayerAction::LoopTo => self.end_loop(),
            PlayerAction::ClearLoop => {
                self.player.loop_from = None;
                self.set_loop(None)
            }
            PlayerAction::SaveClip => self.save_clip(),
            PlayerAction::Bookmark => self.bookmark(),
            PlayerAction::NoteHere => {
                let Some(seq) = self.open_recording_seq() else { return Vec::new() };
                let position_ms = self.position_of(seq);
                let draft = self.drafts.entry(seq).or_default();
                (draft.note_at, draft.note_turn) = (Some(position_ms), None);
                self.transcript.tab = Tab::Call;
                self.focus = Some(Field::Note);
                Vec::new()
            }
            PlayerAction::GoTo(id) => {
                let Detail::Shown(page) = &self.detail else { return Vec::new() };
                let note = page.detail.notes.iter().find(|note| note.id == id);
                note.and_then(|note| note.at_ms).map_or_else(Vec::new, |at_ms| self.seek(at_ms, false))
            }
            PlayerAction::Pin(is_pinned) => self.pin(is_pinned),
            PlayerAction::FetchAgain => {
                self.of_open(|seq| MediaCommand::FetchAgain { seq, kind: MediaKind::Recording })
            }
            PlayerAction::StopFetching => {
                self.of_open(|seq| MediaCommand::StopFetching { seq, kind: MediaKind::Recording })
            }
            PlayerAction::AllowHost(host) => {
                let hosts = &mut self.player.prefs.allowed_hosts;
                if !hosts.contains(&host) {
                    hosts.push(host.clone());
                }
                self.say(say!("Files are fetched from {host} from now on", host = host));
                vec![Command::Media(MediaCommand::AllowHost(host))]
            }
            PlayerAction::ForbidHost(host) => {
                self.player.prefs.allowed_hosts.retain(|allowed| *allowed != host);
                vec![Command::Media(MediaCommand::ForbidHost(host))]
            }
            PlayerAction::SetBudget(gigabytes) => {
                self.player.prefs.budget_gb = gigabytes;
                vec![Command::Media(MediaCommand::SetBudget { bytes: u64::from(gigabytes) * 1_000_000_000 })]
            }
            PlayerAction::MarkHeard(is_heard) => {
                let heard_at = is_heard.then_some(self.now);
                self.say(if is_heard { say!("Marked heard") } else { say!("Marked unheard") });
                self.listen_otherwise(|listening| listening.heard_at = heard_at)
            }
            PlayerAction::NextUnheard => {
                self.player.seeks_unheard = true;
                vec![Command::FindUnheard { after: self.open_recording_seq().or(self.list.selected()) }]
            }
            PlayerAction::FindDevices => vec![Command::Player(PlayerCommand::FindDevices)],
            PlayerAction::UseDevice(device) => {
                self.player.state.device.clone_from(&device);
                self.player.prefs.device.clone_from(&device);
                vec![Command::Player(PlayerCommand::UseDevice(device))]
            }
        }
    }

    fn say(&mut self, text: impl Into<String>) {
        self.notices.push(NoticeKind::Done, text, self.now);
    }

    fn is_open(&self, seq: Seq) -> bool {
        self.screen == Screen::Calls && self.detail.seq() == Some(seq)
    }

    /// The call that acts are about: the open one if it names a recording, else the one that is loaded.
    pub(in crate::inbox) fn heard_seq(&self) -> Option<Seq> {
        self.open_recording_seq().or(self.player.state.seq)
    }

    fn toggle(&mut self) -> Vec<Command> {
        if let Some(open) =
            self.open_recording().filter(|open| self.screen == Screen::Calls && !open.can_play() && !open.is_going())
            && let Some(standing) = open.standing
        {
            self.say(standing.sentence);
            return Vec::new();
        }
        self.heard_seq().map_or_else(Vec::new, |seq| self.toggle_of(seq))
    }

    fn toggle_of(&mut self, seq: Seq) -> Vec<Command> {
        if !self.player.holds(seq) {
            return self.play(seq);
        }
        match self.player.state.status {
            PlayerStatus::Paused if self.player.outdated == Some(seq) => self.play(seq),
            PlayerStatus::Playing | PlayerStatus::Opening | PlayerStatus::RunningDry => self.pause(),
            PlayerStatus::Paused => {
                self.player.hidden = None;
                self.player.state.status = PlayerStatus::Playing;
                self.player.state.at = self.now;
                vec![Command::Player(PlayerCommand::Resume)]
            }
            PlayerStatus::Ended | PlayerStatus::Failed | PlayerStatus::Idle => self.play(seq),
        }
    }

    fn pause(&mut self) -> Vec<Command> {
        let Some(seq) = self.player.state.seq else { return Vec::new() };
        let position_ms = self.position_of(seq);
        let state = &mut self.player.state;
        state.status = PlayerStatus::Paused;
        state.position_ms = position_ms;
        state.at = self.now;
        let mut commands = vec![Command::Player(PlayerCommand::Pause)];
        commands.extend(self.remember_position());
        commands
    }

    /// Plays a call as it was last listened to; what was heard to the end begins anew.
    pub(in crate::inbox) fn play(&mut self, seq: Seq) -> Vec<Command> {
        let mut listening = self.listening_of(seq);
        let is_at_end = self.player.holds(seq) && self.player.state.status == PlayerStatus::Ended;
        let duration_ms = self.duration_of(seq).unwrap_or(u64::MAX);
        if is_at_end || listening.position_ms.saturating_add(END_MS) >= duration_ms {
            listening.position_ms = 0;
        }
        self.play_as(seq, listening)
    }

    fn play_as(&mut self, seq: Seq, listening: Listening) -> Vec<Command> {
        self.player.outdated = None;
        let mut commands = Vec::new();
        if self.player.state.seq.is_some_and(|loaded| loaded != seq && self.player.holds(loaded)) {
            commands.extend(self.remember_position());
        }
        self.name_playing(seq);
        let duration_ms = self.duration_of(seq);
        let is_same = self.player.state.seq == Some(seq);
        let state = &mut self.player.state;
        state.seq = Some(seq);
        state.status = PlayerStatus::Opening;
        state.position_ms = listening.position_ms;
        state.at = self.now;
        state.duration_ms = duration_ms;
        state.speed = listening.speed;
        state.sides = listening.sides;
        state.looped = state.looped.filter(|_| is_same);
        state.trouble = None;
        self.player.asked_at = self.now;
        self.player.remembered_at = self.now;
        self.player.hidden = None;
        self.player.heard.jump(Some(seq));
        self.player.listened.insert(seq, listening.clone());
        commands.push(Command::Player(PlayerCommand::Play { seq, listening }));
        commands
    }

    /// Goes there, and remembers from where.
    fn seek(&mut self, position_ms: u64, is_step: bool) -> Vec<Command> {
        let Some(seq) = self.heard_seq() else { return Vec::new() };
        let from_ms = self.position_of(seq);
        let position_ms = self.duration_of(seq).map_or(position_ms, |duration| position_ms.min(duration));
        let last = self.player.jumps.last_mut();
        let is_joined =
            |last: &Jump| is_step && last.is_step && last.seq == seq && self.now.0 - last.at.0 < JUMPS_JOIN_MS;
        match last {
            Some(last) if is_joined(last) => last.at = self.now,
            _ => {
                if self.player.jumps.len() == JUMPS_KEPT {
                    self.player.jumps.remove(0);
                }
                self.player.jumps.push(Jump { seq, from_ms, at: self.now, is_step });
            }
        }
        self.go_to(seq, position_ms, !is_step)
    }

    /// Goes there and plays, whatever it did before.
    pub(in crate::inbox) fn hear_from(&mut self, position_ms: u64) -> Vec<Command> {
        let mut commands = self.seek(position_ms, false);
        if self.player.state.status == PlayerStatus::Paused
            && let Some(seq) = self.heard_seq()
        {
            commands.extend(self.toggle_of(seq));
        }
        commands
    }

    fn go_to(&mut self, seq: Seq, position_ms: u64, plays: bool) -> Vec<Command> {
        if !self.player.holds(seq) {
            let listening = Listening { position_ms, ..self.listening_of(seq) };
            if plays {
                return self.play_as(seq, listening);
            }
            return vec![self.remember(seq, listening)];
        }
        if matches!(self.player.state.status, PlayerStatus::Failed) {
            let listening = Listening { position_ms, ..self.listening_of(seq) };
            return self.play_as(seq, listening);
        }
        let is_ended = self.player.state.status == PlayerStatus::Ended;
        let state = &mut self.player.state;
        state.position_ms = position_ms;
        state.at = self.now;
        if is_ended {
            // As with a record whose needle is put back: it waits to be played.
            state.status = PlayerStatus::Paused;
        }
        self.player.asked_at = self.now;
        self.player.heard.jump(Some(seq));
        vec![Command::Player(PlayerCommand::Seek { position_ms })]
    }

    fn step(&mut self, by_ms: i64) -> Vec<Command> {
        let Some(seq) = self.heard_seq() else { return Vec::new() };
        self.seek(self.position_of(seq).saturating_add_signed(by_ms), true)
    }

    fn undo_seek(&mut self) -> Vec<Command> {
        let Some(seq) = self.heard_seq() else { return Vec::new() };
        let Some(at) = self.player.jumps.iter().rposition(|jump| jump.seq == seq) else {
            self.say(say!("No jump to take back"));
            return Vec::new();
        };
        let jump = self.player.jumps.remove(at);
        self.say(say!("Back at {time}", time = time_label(jump.from_ms)));
        self.go_to(seq, jump.from_ms, false)
    }

    fn set_speed(&mut self, speed: f32) -> Vec<Command> {
        let Some(seq) = self.heard_seq() else { return Vec::new() };
        let speed = speed.clamp(*crate::bus::SPEEDS.start(), *crate::bus::SPEEDS.end());
        let mut commands = Vec::new();
        if self.player.holds(seq) {
            let position_ms = self.position_of(seq);
            let state = &mut self.player.state;
            state.position_ms = position_ms;
            state.at = self.now;
            state.speed = speed;
            commands.push(Command::Player(PlayerCommand::SetSpeed(speed)));
        }
        commands.extend(self.listen_otherwise(|listening| listening.speed = speed));
        commands
    }

    fn step_speed(&mut self, is_faster: bool) -> Vec<Command> {
        let Some(seq) = self.heard_seq() else { return Vec::new() };
        let now = self.speed_of(seq);
        let next = if is_faster {
            SPEEDS_OFFERED.into_iter().find(|speed| *speed > now + 0.01)
        } else {
            SPEEDS_OFFERED.into_iter().rev().find(|speed| *speed < now - 0.01)
        };
        let speed = next.unwrap_or(now);
        self.say(say!("Speed {speed}", speed = speed_label(speed)));
        if next.is_some() { self.set_speed(speed) } else { Vec::new() }
    }

    fn set_volume(&mut self, volume: f32) -> Vec<Command> {
        let volume = volume.clamp(0.0, LOUDEST);
        let mut commands = vec![Command::Player(PlayerCommand::SetVolume(volume))];
        if std::mem::take(&mut self.player.state.is_muted) {
            commands.push(Command::Player(PlayerCommand::SetMuted(false)));
        }
        self.player.state.volume = volume;
        self.player.prefs.volume = volume;
        commands
    }

    fn set_sides(&mut self, sides: Sides) -> Vec<Command> {
        let Some(seq) = self.heard_seq() else { return Vec::new() };
        let mut commands = Vec::new();
        if self.player.holds(seq) {
            self.player.state.sides = sides;
            commands.push(Command::Player(PlayerCommand::SetSides(sides)));
        }
        commands.extend(self.listen_otherwise(|listening| listening.sides = sides));
        commands
    }

    fn begin_loop(&mut self) -> Vec<Command> {
        let Some(seq) = self.open_recording_seq() else { return Vec::new() };
        let from_ms = self.position_of(seq);
        let end_ms = self.loop_of(seq).map(|(_, to)| to).filter(|to| *to > from_ms + SHORTEST_LOOP_MS);
        match end_ms {
            Some(end_ms) => self.set_loop(Some((from_ms, end_ms))),
            None => {
                self.player.loop_from = Some((seq, from_ms));
                self.say(say!("Loop begins at {time}. Press O where it ends.", time = time_label(from_ms)));
                self.set_loop(None)
            }
        }
    }

    fn end_loop(&mut self) -> Vec<Command> {
        let Some(seq) = self.open_recording_seq() else { return Vec::new() };
        let to_ms = self.position_of(seq);
        let begun = self.player.loop_from.filter(|(of, _)| *of == seq).map(|(_, from)| from);
        let from_ms = begun.or(self.loop_of(seq).map(|(from, _)| from)).unwrap_or(0);
        if to_ms < from_ms + SHORTEST_LOOP_MS {
            self.say(say!("The end of a loop lies behind its beginning"));
            return Vec::new();
        }
        self.player.loop_from = None;
        self.set_loop(Some((from_ms, to_ms)))
    }

    fn set_loop(&mut self, looped: Option<(u64, u64)>) -> Vec<Command> {
        let Some(seq) = self.heard_seq() else { return Vec::new() };
        if !self.player.holds(seq) && looped.is_none() {
            return Vec::new();
        }
        // A loop is the player's: what is not loaded yet is played.
        let mut commands = Vec::new();
        if !self.player.holds(seq) {
            commands.extend(self.play(seq));
        }
        if self.player.state.looped == looped {
            return commands;
        }
        self.player.state.looped = looped;
        commands.push(Command::Player(PlayerCommand::SetLoop(looped)));
        commands
    }

    fn save_clip(&mut self) -> Vec<Command> {
        let Some(seq) = self.open_recording_seq() else { return Vec::new() };
        let Some((from_ms, to_ms)) = self.loop_of(seq) else {
            self.say(say!("Set a loop first, with I and O: it is what a clip is made of"));
            return Vec::new();
        };
        let title = match &self.detail {
            Detail::Shown(page) => page.title.as_str(),
            _ => "",
        };
        let stretch = stretch_label((from_ms, to_ms)).replace(':', ".");
        let file_name = format!("{} {stretch}", file_words(title));
        let place = SavePlace::Asked;
        vec![Command::Player(PlayerCommand::SaveClip { seq, from_ms, to_ms, file_name, place })]
    }

    fn pin(&mut self, is_pinned: bool) -> Vec<Command> {
        if let Detail::Shown(page) = &mut self.detail
            && let Some(media) = &mut page.detail.recording
        {
            media.is_pinned = is_pinned;
        }
        self.say(if is_pinned {
            say!("The file is kept for good")
        } else {
            say!("The file may be taken away to make room")
        });
        self.of_open(|seq| MediaCommand::Pin { seq, is_pinned })
    }

    fn of_open(&self, command: impl FnOnce(Seq) -> MediaCommand) -> Vec<Command> {
        self.open_recording_seq().map(command).map(Command::Media).into_iter().collect()
    }

    fn listen_otherwise(&mut self, change: impl FnOnce(&mut Listening)) -> Vec<Command> {
        let Some(seq) = self.heard_seq() else { return Vec::new() };
        let mut listening = self.listening_of(seq);
        listening.position_ms = if self.player.holds(seq) { self.position_of(seq) } else { listening.position_ms };
        change(&mut listening);
        vec![self.remember(seq, listening)]
    }
}

/// A name as a file may have it on any system.
fn file_words(title: &str) -> String {
    let plain = |c: char| if c.is_control() || r#"<>:"/\|?*"#.contains(c) { ' ' } else { c };
    let words: String = title.chars().map(plain).take(60).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = words.trim_matches('.').trim();
    if words.is_empty() { String::from(say!("Call")) } else { words.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::file_words;

    #[test]
    fn names_of_callers_become_names_of_files() {
        for (title, words) in [("John Smith", "John Smith"), ("../a\\b: <c>", "a b c"), ("…", "…"), ("//", "Call")]
        {
            assert_eq!(file_words(title), words);
        }
    }
}
