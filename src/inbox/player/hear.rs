//! What the player and the fetcher tell, and what is remembered of listening.

use std::sync::Arc;

use crate::bus::{Command, MediaCommand, PlayerCommand, PlayerState, PlayerStatus};
use crate::call::{CallDetail, Listening, Media, MediaKind, Peaks, Seq, Sound};
use crate::inbox::{Detail, Inbox, NoticeKind};

/// While it plays, the position is remembered so often, in milliseconds: a crash costs no more.
const REMEMBER_EVERY_MS: i64 = 10_000;

impl Inbox {
    /// Takes in what the player says of itself.
    pub(in crate::inbox) fn player_changed(&mut self, told: PlayerState) -> Vec<Command> {
        let mut told = told;
        let was = &self.player.state;
        if told.at.0 < self.player.asked_at.0 {
            match told.seq {
                // Of before another recording was asked for.
                Some(seq) if was.seq.is_some_and(|asked| asked != seq) => return Vec::new(),
                // Of before a jump.
                _ if told.seq == was.seq => (told.position_ms, told.at) = (was.position_ms, was.at),
                _ => {}
            }
        }
        let was = std::mem::replace(&mut self.player.state, told);
        let told = &self.player.state;
        let Some(seq) = told.seq.filter(|_| told.status != PlayerStatus::Idle) else {
            return Vec::new();
        };
        let (status, position_ms, duration_ms) = (told.status, told.position_ms, told.duration_ms);
        let (speed, sides) = (told.speed, told.sides);
        if was.seq != Some(seq) {
            self.player.heard.jump(Some(seq));
        }
        if self.player.titled != Some(seq) || self.player.title.is_empty() {
            self.name_playing(seq);
        }
        let mut listening = Listening { position_ms, speed, sides, ..self.listening_of(seq) };
        let mut is_worth_it = false;
        match status {
            PlayerStatus::Playing => {
                self.player.heard.pass(position_ms);
                if listening.heard_at.is_none() && duration_ms.is_some_and(|all| self.player.heard.is_most(all)) {
                    listening.heard_at = Some(self.now);
                    is_worth_it = true;
                }
                is_worth_it |= self.now.0 - self.player.remembered_at.0 >= REMEMBER_EVERY_MS;
            }
            PlayerStatus::Ended => {
                // It begins anew the next time.
                listening.position_ms = 0;
                is_worth_it = was.status != PlayerStatus::Ended || was.seq != Some(seq);
                listening.heard_at = listening.heard_at.or(Some(self.now));
            }
            PlayerStatus::Paused | PlayerStatus::Failed => is_worth_it = was.status == PlayerStatus::Playing,
            PlayerStatus::Idle | PlayerStatus::Opening | PlayerStatus::RunningDry => {}
        }
        if is_worth_it {
            vec![self.remember(seq, listening)]
        } else {
            self.player.listened.insert(seq, listening);
            Vec::new()
        }
    }

    /// Keeps who is heard, however it came to play: its row may be out of reach later. What is not known stays what it was
    /// told to be, as long as it is about the same call.
    pub(super) fn name_playing(&mut self, seq: Seq) {
        let known = self.title_known(seq).map(str::to_owned);
        let is_same = self.player.titled == Some(seq);
        if known.is_some() || !is_same {
            self.player.title = known.unwrap_or_default();
            self.player.titled = Some(seq);
        }
    }

    /// How a call was listened to last.
    pub(in crate::inbox) fn listening_of(&self, seq: Seq) -> Listening {
        let stored = || match &self.detail {
            Detail::Shown(page) if page.detail.seq == seq => page.detail.listening.clone(),
            _ => Listening::default(),
        };
        self.player.listened.get(&seq).cloned().unwrap_or_else(|| {
            let stored = stored();
            // Nobody has listened to it yet.
            let is_new = stored == Listening::default();
            if is_new { Listening { speed: self.player.prefs.usual_speed, ..stored } } else { stored }
        })
    }

    /// Keeps how a call is listened to, and has it stored.
    pub(in crate::inbox) fn remember(&mut self, seq: Seq, listening: Listening) -> Command {
        if let Detail::Shown(page) = &mut self.detail
            && page.detail.seq == seq
        {
            page.detail.listening = listening.clone();
        }
        if self.player.state.seq == Some(seq) {
            self.player.remembered_at = self.now;
        }
        self.player.listened.insert(seq, listening.clone());
        Command::RememberListening { seq, listening }
    }

    /// Has the position of what is loaded stored.
    pub(in crate::inbox) fn remember_position(&mut self) -> Option<Command> {
        let seq = self.player.state.seq.filter(|seq| self.player.holds(*seq))?;
        if matches!(self.player.state.status, PlayerStatus::Ended | PlayerStatus::Failed) {
            return None;
        }
        let listening = Listening { position_ms: self.position_of(seq), ..self.listening_of(seq) };
        Some(self.remember(seq, listening))
    }

    /// What is to be stored before the window closes.
    pub fn closing(&mut self) -> Vec<Command> {
        self.remember_position().into_iter().collect()
    }

    /// Takes in where a file stands.
    pub(in crate::inbox) fn media_changed(&mut self, media: Media) -> Vec<Command> {
        let is_recording = media.kind == MediaKind::Recording;
        let kept = self.player.files.iter().find(|kept| (kept.seq, kept.kind) == (media.seq, media.kind));
        if is_recording && kept.is_some_and(|kept| kept.uri != media.uri) {
            // Another recording than the one that was decoded.
            self.player.sounds.retain(|(seq, ..)| *seq != media.seq);
        }
        self.player.keep_file(&media);
        if !is_recording {
            return self.transcript_changed(media);
        }
        if let Detail::Shown(page) = &mut self.detail
            && page.detail.seq == media.seq
        {
            if page.detail.recording.as_ref().is_some_and(|before| before.uri != media.uri) {
                page.detail.sound = None;
            }
            page.detail.recording = Some(media);
        }
        Vec::new()
    }

    /// Another recording stands in the place of a call's, or none: nothing that was decoded holds, and what plays ends.
    pub(in crate::inbox) fn recording_replaced(&mut self, seq: Seq) -> Vec<Command> {
        self.player.sounds.retain(|(of, ..)| *of != seq);
        if let Detail::Shown(page) = &mut self.detail
            && page.detail.seq == seq
        {
            (page.detail.recording, page.detail.sound) = (None, None);
        }
        if !self.player.holds(seq) {
            return Vec::new();
        }
        self.player.outdated = Some(seq);
        if self.player.is_going() { vec![Command::Player(PlayerCommand::Pause)] } else { Vec::new() }
    }

    /// Takes in what was decoded of a recording.
    pub(in crate::inbox) fn sound_read(&mut self, seq: Seq, sound: Sound, peaks: Arc<Peaks>) {
        if let Detail::Shown(page) = &mut self.detail
            && page.detail.seq == seq
        {
            page.detail.sound = Some((sound.clone(), Arc::clone(&peaks)));
        }
        self.player.keep_sound(seq, sound, peaks);
    }

    /// A call was read: what was told since it was stored stands above what is stored.
    pub(in crate::inbox) fn refresh_recording(&self, detail: &mut CallDetail) {
        let seq = detail.seq;
        let Some(uri) = detail.call.recording_uri.as_deref() else { return };
        if let Some(media) = self.player.told_file(seq, MediaKind::Recording, uri) {
            detail.recording = Some(media.clone());
        }
        let is_whole = detail.sound.as_ref().is_some_and(|(_, peaks)| peaks.is_complete);
        if let Some((_, sound, peaks)) = self.player.sounds.iter().find(|(of, ..)| *of == seq && !is_whole) {
            detail.sound = Some((sound.clone(), Arc::clone(peaks)));
        }
        if let Some(listening) = self.player.listened.get(&seq) {
            detail.listening = listening.clone();
        }
    }

    /// A call was opened: its recording goes before what nobody looks at, and is played if that was asked for.
    pub(in crate::inbox) fn recording_opened(&mut self, seq: Seq) -> Vec<Command> {
        let plays = self.player.plays_when_read.take() == Some(seq);
        if self.open_recording_seq() != Some(seq) {
            return Vec::new();
        }
        let Detail::Shown(page) = &self.detail else { return Vec::new() };
        let is_settled = page.detail.recording.as_ref().is_some_and(|media| media.state.is_settled());
        let mut commands = Vec::new();
        if !is_settled {
            commands.push(Command::Media(MediaCommand::Look { seq }));
        }
        if plays {
            commands.extend(self.play(seq));
        }
        commands
    }

    pub(in crate::inbox) fn unheard_found(&mut self, found: Option<Seq>) -> Vec<Command> {
        if !std::mem::take(&mut self.player.seeks_unheard) {
            return Vec::new();
        }
        let Some(seq) = found else {
            self.notices.push(NoticeKind::Done, say!("Every recording was heard"), self.now);
            return Vec::new();
        };
        if let Detail::Shown(page) = &self.detail
            && page.detail.seq == seq
        {
            return if self.player.holds(seq) && self.player.is_going() { Vec::new() } else { self.play(seq) };
        }
        let commands = self.open(seq);
        self.player.plays_when_read = Some(seq);
        commands
    }

    /// Another call is opened: what was to be played is not any more.
    pub(in crate::inbox) fn forget_plan(&mut self) {
        self.player.plays_when_read = None;
        self.player.seeks_unheard = false;
    }

    /// Events were lost: what is stored is newer.
    pub(in crate::inbox) fn forget_told_files(&mut self) {
        self.player.files.clear();
        self.player.sounds.clear();
    }
}
