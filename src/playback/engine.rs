//! The thread `audio-engine`: takes commands, asks the machine, does what it says, and tells what comes of it.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::Library;
use super::clip;
use super::deck::{Deck, Told, Wake, Wanted};
use super::machine::{Deed, Machine, Seen};
use super::output::{Lost, Opened, Output};
use super::ring::{Feed, ring};
use crate::bus::{Bus, Event, PlayerCommand, PlayerState, SavePlace};
use crate::call::{Clock, UnixMillis};

/// Commands waiting: a person's, of which later ones of a kind replace earlier ones, so that this is never reached.
const COMMANDS_WAITING: usize = 64;
/// How often is looked at what the device took, while it plays.
const LOOK_TIME: Duration = Duration::from_millis(50);
/// How often positions are told at least while playing: each report makes a frame, and between two the clock goes on.
const TELL_MS: i64 = 900;
/// A position that is so far from where the clock says it is told at once: the device takes a twentieth of a second at a
/// time, so that less says nothing.
const ASTRAY_MS: u64 = 70;
/// A device that has not asked for samples for so long is dead.
const DEAD_MS: i64 = 3_000;

/// What waits for the engine.
#[derive(Default)]
pub(super) struct Inbox {
    jobs: Mutex<Jobs>,
    bell: Condvar,
}

#[derive(Default)]
struct Jobs {
    commands: VecDeque<PlayerCommand>,
    is_device_lost: bool,
    is_woken: bool,
    is_stopped: bool,
}

impl Inbox {
    /// Puts a command in. Never waits for anything but a moment's lock.
    pub(super) fn command(&self, command: PlayerCommand) {
        let mut jobs = self.lock();
        let kind = core::mem::discriminant(&command);
        // Dragging sends many of a kind: the last is what counts, unless something else came in between.
        if jobs.commands.back().is_some_and(|last| core::mem::discriminant(last) == kind && is_absolute(last)) {
            jobs.commands.pop_back();
        }
        if jobs.commands.len() < COMMANDS_WAITING {
            jobs.commands.push_back(command);
        }
        drop(jobs);
        self.bell.notify_all();
    }

    /// Ends the engine.
    pub(super) fn stop(&self) {
        self.lock().is_stopped = true;
        self.bell.notify_all();
    }

    fn wake(&self) {
        self.lock().is_woken = true;
        self.bell.notify_all();
    }

    fn lose_device(&self) {
        self.lock().is_device_lost = true;
        self.bell.notify_all();
    }

    /// Takes what is there, or waits so long for it; `None`: for as long as it takes.
    fn take(&self, time: Option<Duration>) -> Jobs {
        let mut jobs = self.lock();
        if jobs.is_empty() {
            jobs = match time {
                Some(time) => self.bell.wait_timeout(jobs, time).unwrap_or_else(PoisonError::into_inner).0,
                None => self.bell.wait_while(jobs, |jobs| jobs.is_empty()).unwrap_or_else(PoisonError::into_inner),
            };
        }
        let is_stopped = jobs.is_stopped;
        Jobs { is_stopped, ..std::mem::take(&mut *jobs) }
    }

    fn lock(&self) -> MutexGuard<'_, Jobs> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Jobs {
    fn is_empty(&self) -> bool {
        self.commands.is_empty() && !self.is_device_lost && !self.is_woken && !self.is_stopped
    }
}

/// A later one makes an earlier one meaningless.
fn is_absolute(command: &PlayerCommand) -> bool {
    !matches!(command, PlayerCommand::SaveClip { .. } | PlayerCommand::Pause | PlayerCommand::Resume)
}

/// The engine's own side.
pub(super) struct Engine {
    pub inbox: Arc<Inbox>,
    pub library: Arc<dyn Library>,
    pub bus: Bus,
    pub clock: Clock,
    pub clips_folder: PathBuf,
    pub output: Box<dyn Output>,
    machine: Machine,
    deck: Option<Deck>,
    device: Option<(Feed, Opened)>,
    told: Option<PlayerState>,
    /// How often the device had asked, and when that changed.
    asked: (u64, i64),
    /// How often the device ran dry.
    dry_count: u64,
}

impl Engine {
    /// An engine with nothing loaded.
    pub(super) fn new(
        inbox: Arc<Inbox>,
        library: Arc<dyn Library>,
        bus: Bus,
        clock: Clock,
        clips_folder: PathBuf,
        output: Box<dyn Output>,
    ) -> Self {
        Self {
            inbox,
            library,
            bus,
            clock,
            clips_folder,
            output,
            machine: Machine::default(),
            deck: None,
            device: None,
            told: None,
            asked: (0, 0),
            dry_count: 0,
        }
    }

    /// Runs until it is stopped.
    pub(super) fn run(mut self) {
        loop {
            let jobs = self.inbox.take(self.patience());
            if jobs.is_stopped {
                return;
            }
            if jobs.is_device_lost {
                let deeds = self.machine.device_lost();
                self.carry_out(deeds);
            }
            for command in jobs.commands {
                self.command(command);
            }
            self.look();
        }
    }

    fn now(&self) -> UnixMillis {
        (self.clock)()
    }

    /// Looks at once, soon, when the device is to be closed, or never.
    fn patience(&self) -> Option<Duration> {
        if self.machine.is_busy() {
            return Some(LOOK_TIME);
        }
        let left = self.machine.close_at()? - self.now().0;
        Some(Duration::from_millis(u64::try_from(left).unwrap_or(0).max(1)))
    }

    fn command(&mut self, command: PlayerCommand) {
        match command {
            PlayerCommand::FindDevices => self.bus.publish(&Event::DevicesFound(self.output.devices())),
            PlayerCommand::SaveClip { seq, from_ms, to_ms, file_name, place } => {
                let (library, bus, folder) = (Arc::clone(&self.library), self.bus.clone(), self.clips_folder.clone());
                // Beside the engine: a clip may have to wait for bytes.
                let begun = std::thread::Builder::new().name(String::from("audio-clip")).spawn(move || {
                    let chosen = if let SavePlace::At(path) = &place { Some(path.as_path()) } else { None };
                    let target = clip::Target { folder: &folder, name: &file_name, chosen };
                    let event = match clip::save(&*library, seq, from_ms..to_ms, &target) {
                        Ok(path) => Event::ClipSaved { path: path.display().to_string() },
                        Err(why) => Event::CommandFailed { what: String::from(say!("Saving the clip")), why },
                    };
                    bus.publish(&event);
                });
                if let Err(error) = begun {
                    let why = say!("No thread could be started: {error}.", error = error);
                    self.bus.publish(&Event::CommandFailed { what: String::from(say!("Saving the clip")), why });
                }
            }
            command => {
                let now = self.now();
                let deeds = self.machine.command(command, now);
                self.carry_out(deeds);
                self.tell(true);
            }
        }
    }

    fn carry_out(&mut self, deeds: Vec<Deed>) {
        for deed in deeds {
            match deed {
                Deed::Load(seq) => self.load(seq),
                Deed::OpenDevice => self.open_device(),
                Deed::CloseDevice => self.close_device(),
                Deed::Seek(position_ms) => {
                    if let Some(deck) = &self.deck {
                        deck.seek(position_ms);
                    }
                }
                Deed::LetSound(is_open) => {
                    if let Some((feed, _)) = &self.device {
                        feed.open(is_open);
                        self.asked = (feed.asked(), (self.clock)().0);
                    }
                    if let Some(deck) = &self.deck {
                        deck.want(|wanted| wanted.is_playing = is_open);
                    }
                }
                Deed::Adjust => self.adjust(),
                Deed::SetVolume => {
                    if let Some((feed, _)) = &self.device {
                        feed.set_volume(self.machine.loudness());
                    }
                }
            }
        }
    }

    fn load(&mut self, seq: crate::call::Seq) {
        // The one before ends, and what it left in the ring with it.
        self.deck = None;
        let state = self.machine.state();
        let mut wanted = Wanted::new(state.position_ms, state.speed, state.sides, state.skips_silence);
        wanted.looped = state.looped;
        wanted.feed = self.device.as_ref().map(|(feed, _)| feed.clone());
        let inbox = Arc::clone(&self.inbox);
        let wake: Wake = Arc::new(move || inbox.wake());
        self.deck = Some(Deck::load(Arc::clone(&self.library), seq, wanted, wake));
    }

    fn open_device(&mut self) {
        let inbox = Arc::clone(&self.inbox);
        let lost: Lost = Arc::new(move || inbox.lose_device());
        let mut made = None;
        let mut make = |rate: u32, channels: usize| {
            let (feed, tap) = ring(rate, channels);
            made = Some(feed);
            tap
        };
        let chosen = self.machine.state().device.clone();
        let mut note = None;
        let mut opened = self.output.open(chosen.as_deref(), &mut make, Arc::clone(&lost));
        if let (Err(why), true) = (&opened, chosen.is_some()) {
            note = Some(say!("{why} It plays on the system's choice.", why = why));
            opened = self.output.open(None, &mut make, lost);
        }
        let now = self.now();
        let deeds = match (opened, made) {
            (Ok(opened), Some(feed)) => {
                feed.set_volume(self.machine.loudness());
                self.asked = (0, now.0);
                let position_ms = self.machine.state().position_ms;
                if let Some(deck) = &self.deck {
                    let fed = feed.clone();
                    deck.want(|wanted| {
                        wanted.feed = Some(fed);
                        wanted.seek_ms = Some(position_ms);
                    });
                }
                self.device = Some((feed, opened));
                self.machine.device_opened(Ok(note), now)
            }
            (Err(why), _) => self.machine.device_opened(Err(why), now),
            (Ok(_), None) => {
                self.machine.device_opened(Err(String::from(say!("The sound device takes no sound."))), now)
            }
        };
        self.carry_out(deeds);
    }

    fn close_device(&mut self) {
        if let Some(deck) = &self.deck {
            deck.want(|wanted| wanted.feed = None);
        }
        self.device = None;
    }

    fn adjust(&self) {
        let state = self.machine.state();
        let (speed, sides, skips, looped) = (state.speed, state.sides, state.skips_silence, state.looped);
        if let Some(deck) = &self.deck {
            deck.want(|wanted| {
                (wanted.speed, wanted.sides, wanted.skips_silence, wanted.looped) = (speed, sides, skips, looped);
            });
        }
    }

    /// Lets the machine see how things are, and tells what is new.
    fn look(&mut self) {
        let now = self.now();
        let told = self.deck.as_ref().map_or_else(Told::default, Deck::told);
        let mut seen = Seen { told, ..Seen::default() };
        let mut is_dead = false;
        if let Some((feed, opened)) = &self.device {
            seen.position_ms =
                feed.media_us(opened.behind).filter(|_| self.deck.is_some()).map(|us| (us / 1_000.0) as u64);
            seen.is_flowing = feed.is_flowing();
            seen.is_dry = feed.is_dry();
            if std::mem::replace(&mut self.dry_count, feed.dry_count()) < feed.dry_count() {
                log::info!("playing ran dry, {} times so far on this device", feed.dry_count());
            }
            seen.is_finished = feed.is_finished();
            let asked = feed.asked();
            if asked != self.asked.0 {
                self.asked = (asked, now.0);
            }
            is_dead = self.machine.is_busy() && now.0 - self.asked.1 > DEAD_MS;
        }
        if is_dead {
            log::warn!("the sound device takes nothing any more");
            self.asked.1 = now.0;
            let deeds = self.machine.device_lost();
            self.carry_out(deeds);
        }
        let deeds = self.machine.observe(seen, now);
        self.carry_out(deeds);
        self.tell(false);
    }

    /// Tells the state if it changed, and the position where the clock alone leads astray, or now and then.
    fn tell(&mut self, is_asked: bool) {
        let state = self.machine.state();
        let is_due = match &self.told {
            None => *state != PlayerState::default(),
            Some(told) => {
                let placed = PlayerState { at: told.at, position_ms: told.position_ms, ..state.clone() };
                let is_moved = state.position_ms != told.position_ms;
                let is_astray = told.position_at(state.at).abs_diff(state.position_ms) > ASTRAY_MS;
                placed != *told || is_moved && (is_asked || is_astray || state.at.0 - told.at.0 >= TELL_MS)
            }
        };
        if is_due {
            let state = state.clone();
            self.bus.publish(&Event::PlayerChanged(Box::new(state.clone())));
            self.told = Some(state);
        }
    }
}
