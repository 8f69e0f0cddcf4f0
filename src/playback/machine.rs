//! What the player does, decided: commands and what was seen go in, the state and what is to be done come out. Pure.

use super::deck::Told;
use crate::bus::{PlayerCommand, PlayerState, PlayerStatus, SPEEDS};
use crate::call::{Seq, UnixMillis};

/// The device is given back after so long without sound.
const DEVICE_KEPT_MS: i64 = 30_000;
/// The loudest that is allowed.
const MAX_VOLUME: f32 = 2.0;

/// What the engine has to do.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Deed {
    /// Leave what is loaded and load this one, at `state.position_ms`.
    Load(Seq),
    /// Open the chosen device, and answer with `device_opened`.
    OpenDevice,
    /// Give the device back.
    CloseDevice,
    /// Go there, in milliseconds.
    Seek(u64),
    /// Let sound out, or hold it.
    LetSound(bool),
    /// Speed, sides, silence or the stretch that is repeated changed.
    Adjust,
    /// Loudness changed.
    SetVolume,
}

/// What was seen since.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Seen {
    /// What is heard, in milliseconds; `None` while nothing is.
    pub position_ms: Option<u64>,
    /// Frames reach the device.
    pub is_flowing: bool,
    /// The device wants more than there is.
    pub is_dry: bool,
    /// The device played all there is.
    pub is_finished: bool,
    /// What the deck knows.
    pub told: Told,
}

/// The player's mind.
#[derive(Debug, Clone, Default)]
pub(super) struct Machine {
    state: PlayerState,
    /// Sound is wanted.
    is_wanted: bool,
    has_device: bool,
    /// What is known to be wrong with the device, in a sentence.
    device_trouble: Option<String>,
    /// Since when no sound is wanted.
    quiet_since: Option<i64>,
}

impl Machine {
    /// As it is now.
    pub(super) fn state(&self) -> &PlayerState {
        &self.state
    }

    /// Loudness for the ring.
    pub(super) fn loudness(&self) -> f32 {
        if self.state.is_muted { 0.0 } else { self.state.volume }
    }

    /// When the device is to be given back, if it is.
    pub(super) fn close_at(&self) -> Option<i64> {
        self.quiet_since.filter(|_| self.has_device).map(|since| since + DEVICE_KEPT_MS)
    }

    /// Whether positions are to be told.
    pub(super) fn is_busy(&self) -> bool {
        self.is_wanted
    }

    /// A person's wish. Finding devices and saving clips are not the machine's.
    pub(super) fn command(&mut self, command: PlayerCommand, now: UnixMillis) -> Vec<Deed> {
        self.state.at = now;
        match command {
            PlayerCommand::Play { seq, listening } => {
                self.state.seq = Some(seq);
                self.state.position_ms = listening.position_ms;
                self.state.speed = legal_speed(listening.speed).unwrap_or(1.0);
                self.state.sides = listening.sides;
                (self.state.duration_ms, self.state.looped, self.state.skipped_ms) = (None, None, 0);
                (self.state.trouble, self.device_trouble) = (None, None);
                let mut deeds = vec![Deed::Load(seq)];
                deeds.extend(self.begin());
                deeds
            }
            PlayerCommand::Resume if self.state.seq.is_some() => match self.state.status {
                PlayerStatus::Paused => self.begin(),
                PlayerStatus::Ended => {
                    self.state.position_ms = 0;
                    let mut deeds = vec![Deed::Seek(0)];
                    deeds.extend(self.begin());
                    deeds
                }
                PlayerStatus::Failed => {
                    // Tried from the beginning: the file, or the device, may be there by now.
                    self.state.trouble = None;
                    let mut deeds: Vec<Deed> = self.state.seq.map(Deed::Load).into_iter().collect();
                    deeds.extend(self.begin());
                    deeds
                }
                _ => Vec::new(),
            },
            PlayerCommand::Pause if self.is_wanted => self.rest(PlayerStatus::Paused, now),
            PlayerCommand::Seek { position_ms } if self.state.seq.is_some() => {
                let position_ms = self.state.duration_ms.map_or(position_ms, |duration| position_ms.min(duration));
                self.state.position_ms = position_ms;
                match self.state.status {
                    PlayerStatus::Ended => self.state.status = PlayerStatus::Paused,
                    PlayerStatus::Playing | PlayerStatus::RunningDry => self.state.status = PlayerStatus::Opening,
                    _ => {}
                }
                vec![Deed::Seek(position_ms)]
            }
            PlayerCommand::SetSpeed(speed) => match legal_speed(speed) {
                Some(speed) if speed != self.state.speed => {
                    self.state.speed = speed;
                    vec![Deed::Adjust]
                }
                _ => Vec::new(),
            },
            PlayerCommand::SetVolume(volume) if volume.is_finite() => {
                self.state.volume = volume.clamp(0.0, MAX_VOLUME);
                vec![Deed::SetVolume]
            }
            PlayerCommand::SetMuted(is_muted) => {
                self.state.is_muted = is_muted;
                vec![Deed::SetVolume]
            }
            PlayerCommand::SetSkipSilence(skips) => {
                self.state.skips_silence = skips;
                vec![Deed::Adjust]
            }
            PlayerCommand::SetLoop(looped) => self.set_loop(looped),
            PlayerCommand::SetSides(sides) => {
                self.state.sides = sides;
                vec![Deed::Adjust]
            }
            PlayerCommand::UseDevice(device) if device != self.state.device => {
                self.state.device = device;
                self.device_trouble = None;
                if !self.has_device {
                    return Vec::new();
                }
                self.has_device = false;
                let mut deeds = vec![Deed::CloseDevice];
                if self.is_wanted {
                    deeds.extend([Deed::OpenDevice, Deed::LetSound(true)]);
                }
                deeds
            }
            _ => Vec::new(),
        }
    }

    fn set_loop(&mut self, looped: Option<(u64, u64)>) -> Vec<Deed> {
        self.state.looped = looped.filter(|(from, to)| from < to);
        let mut deeds = vec![Deed::Adjust];
        if let Some((from, to)) = self.state.looped {
            // What was decoded ahead may be past its end already: decode again from what is heard, or from its beginning.
            let is_inside = (from..to).contains(&self.state.position_ms);
            let position_ms = if is_inside { self.state.position_ms } else { from };
            self.state.position_ms = position_ms;
            deeds.push(Deed::Seek(position_ms));
        }
        deeds
    }

    /// Sound is wanted from now on.
    fn begin(&mut self) -> Vec<Deed> {
        self.is_wanted = true;
        self.quiet_since = None;
        self.state.status = PlayerStatus::Opening;
        let open = (!self.has_device).then_some(Deed::OpenDevice);
        open.into_iter().chain([Deed::LetSound(true)]).collect()
    }

    fn rest(&mut self, status: PlayerStatus, now: UnixMillis) -> Vec<Deed> {
        self.is_wanted = false;
        self.quiet_since = Some(now.0);
        self.state.status = status;
        vec![Deed::LetSound(false)]
    }

    /// What came of opening a device: a note for the person, or why there is none.
    pub(super) fn device_opened(&mut self, opened: Result<Option<String>, String>, now: UnixMillis) -> Vec<Deed> {
        match opened {
            Ok(note) => {
                self.has_device = true;
                if note.is_some() {
                    self.device_trouble.clone_from(&note);
                    self.state.trouble = note;
                }
                Vec::new()
            }
            Err(why) => {
                self.has_device = false;
                self.state.trouble = Some(why);
                self.rest(PlayerStatus::Failed, now)
            }
        }
    }

    /// The device is gone: it goes on, on what the system chooses.
    pub(super) fn device_lost(&mut self) -> Vec<Deed> {
        if !self.has_device {
            return Vec::new();
        }
        self.has_device = false;
        self.state.device = None;
        let note = say!("The device that was playing is gone; it goes on with the system's choice.");
        self.device_trouble = Some(String::from(note));
        self.state.trouble.clone_from(&self.device_trouble);
        let mut deeds = vec![Deed::CloseDevice];
        if self.is_wanted {
            self.state.status = PlayerStatus::Opening;
            deeds.extend([Deed::OpenDevice, Deed::LetSound(true)]);
        }
        deeds
    }

    /// Takes in what was seen.
    pub(super) fn observe(&mut self, seen: Seen, now: UnixMillis) -> Vec<Deed> {
        if let Some(position_ms) = seen.position_ms
            && self.state.status != PlayerStatus::Ended
        {
            self.state.position_ms = position_ms;
        }
        self.state.at = now;
        self.state.duration_ms = seen.told.duration_ms.or(self.state.duration_ms);
        self.state.skipped_ms = seen.told.skipped_ms;
        if seen.told.trouble.is_some() {
            self.state.trouble = seen.told.trouble;
        }
        if let Some(why) = seen.told.failed
            && self.state.seq.is_some()
            && self.state.status != PlayerStatus::Failed
        {
            self.state.trouble = Some(why);
            return self.rest(PlayerStatus::Failed, now);
        }
        let mut deeds = Vec::new();
        if self.is_wanted {
            if seen.is_finished {
                self.state.position_ms = self.state.duration_ms.unwrap_or(self.state.position_ms);
                deeds = self.rest(PlayerStatus::Ended, now);
            } else if seen.is_flowing {
                self.state.status = PlayerStatus::Playing;
            } else if seen.is_dry {
                self.state.status = PlayerStatus::RunningDry;
            }
        } else if self.close_at().is_some_and(|at| now.0 >= at) {
            self.has_device = false;
            self.quiet_since = None;
            deeds.push(Deed::CloseDevice);
        }
        deeds
    }
}

/// The speed, within what is allowed.
fn legal_speed(speed: f32) -> Option<f32> {
    speed.is_finite().then(|| speed.clamp(*SPEEDS.start(), *SPEEDS.end()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::Listening;

    const NOW: UnixMillis = UnixMillis(1_000);

    fn playing() -> Machine {
        let mut machine = Machine::default();
        machine.command(PlayerCommand::Play { seq: Seq(7), listening: Listening::default() }, NOW);
        machine.device_opened(Ok(None), NOW);
        machine.observe(Seen { is_flowing: true, position_ms: Some(500), ..Seen::default() }, NOW);
        machine
    }

    #[test]
    fn playing_loads_opens_the_device_and_lets_sound_out() {
        let mut machine = Machine::default();
        let listening = Listening { position_ms: 4_000, speed: 9.0, ..Listening::default() };
        let deeds = machine.command(PlayerCommand::Play { seq: Seq(7), listening }, NOW);
        assert_eq!(deeds, [Deed::Load(Seq(7)), Deed::OpenDevice, Deed::LetSound(true)]);
        let state = machine.state();
        assert_eq!((state.status, state.position_ms, state.speed), (PlayerStatus::Opening, 4_000, 3.0));
        assert_eq!(playing().state().status, PlayerStatus::Playing);
    }

    #[test]
    fn running_dry_is_told_and_ends_by_itself() {
        let mut machine = playing();
        machine.observe(Seen { is_dry: true, ..Seen::default() }, NOW);
        assert_eq!(machine.state().status, PlayerStatus::RunningDry);
        machine.observe(Seen { is_flowing: true, ..Seen::default() }, NOW);
        assert_eq!(machine.state().status, PlayerStatus::Playing);
    }

    #[test]
    fn the_device_is_given_back_half_a_minute_after_a_pause_and_opened_again() {
        let mut machine = playing();
        assert_eq!(machine.command(PlayerCommand::Pause, NOW), [Deed::LetSound(false)]);
        assert_eq!(machine.observe(Seen::default(), UnixMillis(30_999)), []);
        assert_eq!(machine.observe(Seen::default(), UnixMillis(31_000)), [Deed::CloseDevice]);
        assert_eq!(machine.observe(Seen::default(), UnixMillis(99_000)), []);
        assert_eq!(machine.command(PlayerCommand::Resume, NOW), [Deed::OpenDevice, Deed::LetSound(true)]);
    }

    #[test]
    fn a_seek_keeps_playing_or_keeps_still() {
        let mut machine = playing();
        assert_eq!(machine.command(PlayerCommand::Seek { position_ms: 9_000 }, NOW), [Deed::Seek(9_000)]);
        assert_eq!((machine.state().status, machine.state().position_ms), (PlayerStatus::Opening, 9_000));
        machine.command(PlayerCommand::Pause, NOW);
        machine.command(PlayerCommand::Seek { position_ms: 1 }, NOW);
        assert_eq!(machine.state().status, PlayerStatus::Paused);
    }

    #[test]
    fn at_the_end_it_stands_at_the_end_and_resuming_begins_again() {
        let mut machine = playing();
        let told = Told { duration_ms: Some(60_000), ..Told::default() };
        let deeds = machine.observe(Seen { is_finished: true, told, ..Seen::default() }, NOW);
        assert_eq!(deeds, [Deed::LetSound(false)]);
        assert_eq!((machine.state().status, machine.state().position_ms), (PlayerStatus::Ended, 60_000));
        assert_eq!(machine.command(PlayerCommand::Resume, NOW), [Deed::Seek(0), Deed::LetSound(true)]);
    }

    #[test]
    fn a_lost_device_is_told_and_the_system_chooses_another() {
        let mut machine = playing();
        machine.command(PlayerCommand::UseDevice(Some(String::from("usb"))), NOW);
        machine.device_opened(Ok(None), NOW);
        assert_eq!(machine.device_lost(), [Deed::CloseDevice, Deed::OpenDevice, Deed::LetSound(true)]);
        assert!(machine.state().trouble.as_ref().unwrap().contains("gone"));
        assert_eq!((machine.state().device.clone(), machine.state().position_ms), (None, 500));
    }

    #[test]
    fn no_device_at_all_fails_in_words_and_resuming_tries_again() {
        let mut machine = Machine::default();
        machine.command(PlayerCommand::Play { seq: Seq(7), listening: Listening::default() }, NOW);
        machine.device_opened(Err(String::from("No device.")), NOW);
        assert_eq!(
            (machine.state().status, machine.state().trouble.as_deref()),
            (PlayerStatus::Failed, Some("No device."))
        );
        let deeds = machine.command(PlayerCommand::Resume, NOW);
        assert_eq!(deeds, [Deed::Load(Seq(7)), Deed::OpenDevice, Deed::LetSound(true)]);
    }

    #[test]
    fn nonsense_changes_nothing() {
        let mut machine = playing();
        let before = machine.state().clone();
        for command in [
            PlayerCommand::SetSpeed(f32::NAN),
            PlayerCommand::SetVolume(f32::INFINITY),
            PlayerCommand::SetLoop(Some((5, 5))),
            PlayerCommand::UseDevice(None),
            PlayerCommand::Resume,
        ] {
            machine.command(command, NOW);
        }
        assert_eq!(*machine.state(), before);
    }

    #[test]
    fn a_loop_set_from_outside_goes_to_its_beginning() {
        let mut machine = playing();
        assert_eq!(
            machine.command(PlayerCommand::SetLoop(Some((2_000, 3_000))), NOW),
            [Deed::Adjust, Deed::Seek(2_000)]
        );
        assert_eq!(
            machine.command(PlayerCommand::SetLoop(Some((1_000, 3_000))), NOW),
            [Deed::Adjust, Deed::Seek(2_000)]
        );
    }
}
