//! What holds for every recording, and is remembered from one run to the next.

use crate::bus::{Command, PlayerCommand};
use crate::inbox::Inbox;

/// How much room recordings may be given, in gigabytes.
pub const BUDGETS_GB: [u32; 5] = [2, 5, 10, 25, 100];

/// How much a step of the volume may be, in percent.
pub const VOLUME_STEPS: [u8; 4] = [2, 5, 10, 20];

/// The speeds that are offered for calls nobody has listened to.
pub const USUAL_SPEEDS: [f32; 6] = [0.75, 1.0, 1.25, 1.5, 1.75, 2.0];

/// What holds for every recording.
#[derive(Debug, Clone, PartialEq)]
pub struct SoundPrefs {
    /// How loud: 1 is as recorded.
    pub volume: f32,
    /// The device to play on, by its id; `None` for the system's choice.
    pub device: Option<String>,
    /// Silence is passed over.
    pub skips_silence: bool,
    /// How fast calls are played that nobody has listened to.
    pub usual_speed: f32,
    /// How much a step of the volume is, in percent.
    pub volume_step_percent: u8,
    /// Hosts that are fetched from although their addresses are not public.
    pub allowed_hosts: Vec<String>,
    /// How much room recordings may take, in gigabytes.
    pub budget_gb: u32,
}

impl Default for SoundPrefs {
    fn default() -> Self {
        Self {
            volume: 1.0,
            device: None,
            skips_silence: false,
            usual_speed: 1.0,
            volume_step_percent: 10,
            allowed_hosts: Vec::new(),
            budget_gb: 10,
        }
    }
}

impl Inbox {
    /// Takes in what was chosen in an earlier run: once, before anything is played. What is fetched from where, and how much
    /// room it may take, the fetcher was told when it began.
    pub fn recall_sound(&mut self, prefs: SoundPrefs) -> Vec<Command> {
        let state = &mut self.player.state;
        state.volume = prefs.volume;
        state.device.clone_from(&prefs.device);
        state.skips_silence = prefs.skips_silence;
        let commands = [
            PlayerCommand::SetVolume(prefs.volume),
            PlayerCommand::UseDevice(prefs.device.clone()),
            PlayerCommand::SetSkipSilence(prefs.skips_silence),
        ];
        self.player.prefs = prefs;
        commands.into_iter().map(Command::Player).collect()
    }
}
